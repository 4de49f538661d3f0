/// What a change does with one field: leave it, clear it, or set it.
///
/// ```swift
/// try await session.contacts.update(id: id, jobTitle: .set("CTO"), department: .clear)
/// ```
public enum Patch<Value: Hashable & Sendable>: Hashable, Sendable {
    /// Leaves the field as it is.
    case keep
    /// Removes the value.
    case clear
    /// Replaces the value.
    case set(Value)

    /// Sets a value, or clears the field if there is none.
    public init(_ value: Value?) {
        self = value.map(Patch.set) ?? .clear
    }

    func map<Other: Hashable & Sendable>(_ transform: (Value) -> Other) -> Patch<Other> {
        switch self {
        case .keep: return .keep
        case .clear: return .clear
        case .set(let value): return .set(transform(value))
        }
    }
}

// On the wire a kept field is absent, a cleared one is null, a set one is its value.
extension KeyedEncodingContainer {
    mutating func encodePatch<Value: Encodable>(_ patch: Patch<Value>, forKey key: Key) throws {
        switch patch {
        case .keep: break
        case .clear: try encodeNil(forKey: key)
        case .set(let value): try encode(value, forKey: key)
        }
    }
}

extension KeyedDecodingContainer {
    func decodePatch<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Patch<Value> {
        guard contains(key) else { return .keep }
        return try decodeNil(forKey: key) ? .clear : .set(decode(type, forKey: key))
    }
}

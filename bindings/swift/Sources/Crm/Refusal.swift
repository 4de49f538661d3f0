import Foundation

/// What the engine says about a call it refused or could not carry out.
public struct Refusal: Hashable, Sendable {
    /// Why, as a sentence that never holds a customer's data.
    public let message: String
    /// The path of the argument concerned, such as `emails[0].address`.
    public let field: String?
    /// The record concerned.
    public let record: Record?
    /// Named details, such as the limit that was reached.
    public let details: [String: JSONValue]

    /// A record named by kind and id.
    public struct Record: Codable, Hashable, Sendable {
        /// The kind of record, such as `contact`.
        public let kind: String
        /// Its id.
        public let id: UUID
    }
}

extension CrmError {
    /// The path of the argument concerned, such as `emails[0].address`.
    public var field: String? { refusal.field }

    /// The record concerned.
    public var record: Refusal.Record? { refusal.record }

    /// Named details, such as the limit that was reached.
    public var details: [String: JSONValue] { refusal.details }

    /// The message with the field in front.
    public var errorDescription: String? {
        refusal.field.map { $0 + ": " + refusal.message } ?? refusal.message
    }

    /// Reads an error as the engine writes it.
    static func reading(_ json: String) -> CrmError {
        guard let failure = try? Wire.decoder().decode(Failure.self, from: Data(json.utf8)) else {
            return CrmError(
                code: "internal",
                refusal: Refusal(
                    message: "the engine failed without saying why", field: nil, record: nil, details: [:]))
        }
        return CrmError(code: failure.code, refusal: failure.refusal)
    }

    /// An answer that the types of this release cannot hold. The parser's own words are left behind:
    /// they quote the answer, and a log is no place for it. Only the path goes along.
    static func misfit(_ operation: String, _ cause: DecodingError) -> CrmError {
        let path: [CodingKey]
        switch cause {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            path = context.codingPath
        case .keyNotFound(let key, let context):
            path = context.codingPath + [key]
        @unknown default:
            path = []
        }
        return CrmError(
            code: "internal",
            refusal: Refusal(
                message: "the answer of \(operation) does not fit this release of the client",
                field: nil,
                record: nil,
                details: ["path": .string(path.map(\.stringValue).joined(separator: "."))]))
    }
}

/// An error as the engine writes it.
private struct Failure: Decodable {
    let code: String
    let refusal: Refusal

    private enum CodingKeys: String, CodingKey {
        case code, message, field, record, details
    }

    init(from decoder: Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        code = try container.decode(String.self, forKey: .code)
        refusal = Refusal(
            message: try container.decode(String.self, forKey: .message),
            field: try container.decodeIfPresent(String.self, forKey: .field),
            record: try container.decodeIfPresent(Refusal.Record.self, forKey: .record),
            details: try container.decodeIfPresent([String: JSONValue].self, forKey: .details) ?? [:])
    }
}

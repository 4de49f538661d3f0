import Dispatch
import Foundation

/// How the generated clients reach the engine: arguments become JSON, the answer is read from JSON,
/// both away from the caller's actor.
struct Calls: Sendable {
    let engine: NativeEngine
    let queue: DispatchQueue
    let actor: CallingActor

    func call<Arguments: Encodable & Sendable, Answer: Decodable & Sendable>(
        _ operation: String,
        _ arguments: Arguments,
        answer: Answer.Type,
        idempotencyKey: String? = nil
    ) async throws -> Answer {
        let request = Request(
            actor: actor, operation: operation, arguments: arguments, idempotencyKey: idempotencyKey)
        let engine = self.engine
        return try await offload(to: queue) {
            let bytes = try engine.call(request: Wire.encoder().encode(request))
            do {
                return try Wire.decoder().decode(Answer.self, from: bytes)
            } catch let misfit as DecodingError {
                throw CrmError.misfit(operation, misfit)
            }
        }
    }

    /// An operation without an answer.
    func perform<Arguments: Encodable & Sendable>(
        _ operation: String,
        _ arguments: Arguments,
        idempotencyKey: String? = nil
    ) async throws {
        let request = Request(
            actor: actor, operation: operation, arguments: arguments, idempotencyKey: idempotencyKey)
        let engine = self.engine
        try await offload(to: queue) {
            _ = try engine.call(request: Wire.encoder().encode(request))
        }
    }
}

/// Who acts, for which tenant.
struct CallingActor: Encodable, Sendable {
    let tenant: UUID
    let user: UUID
    let roles: [String]
    let teams: [UUID]
}

/// The arguments of an operation that takes none.
struct NoArguments: Encodable, Sendable {}

/// A call as it crosses.
private struct Request<Arguments: Encodable & Sendable>: Encodable, Sendable {
    let actor: CallingActor
    let operation: String
    let arguments: Arguments
    let idempotencyKey: String?

    private enum CodingKeys: String, CodingKey {
        case actor, operation, arguments, options
    }

    private enum OptionKeys: String, CodingKey {
        case idempotencyKey = "idempotency_key"
    }

    func encode(to encoder: Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(actor, forKey: .actor)
        try container.encode(operation, forKey: .operation)
        try container.encode(arguments, forKey: .arguments)
        var options = container.nestedContainer(keyedBy: OptionKeys.self, forKey: .options)
        try options.encodeIfPresent(idempotencyKey, forKey: .idempotencyKey)
    }
}

/// Runs `work` on `queue`, because the engine blocks and the threads of Swift's tasks must not.
func offload<Value: Sendable>(
    to queue: DispatchQueue,
    _ work: @escaping @Sendable () throws -> Value
) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        queue.async {
            continuation.resume(with: Result { try translatingErrors(work) })
        }
    }
}

/// Runs `work`; what the engine refused becomes a ``CrmError``.
func translatingErrors<Value>(_ work: () throws -> Value) throws -> Value {
    do {
        return try work()
    } catch NativeError.Refused(message: let json) {
        throw CrmError.reading(json)
    }
}

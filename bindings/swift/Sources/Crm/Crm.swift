import Dispatch
import Foundation

/// An open CRM database, inside this process.
///
/// ```swift
/// let crm = try Crm.open("crm.db")
/// let session = try crm.session(tenant: tenant, user: user, roles: ["admin"])
/// let ada = try await session.contacts.create(name: PersonName(given: "Ada"))
/// ```
///
/// One instance serves any number of tasks. Every operation is `async`: the work is done on a queue of
/// its own, never on the caller's actor. Refusals arrive as ``CrmError``.
public final class Crm: Sendable {
    private let engine: NativeEngine
    private let queue = DispatchQueue(label: "crm", qos: .userInitiated, attributes: .concurrent)

    /// Opens the database file at `path`, making it if it is not there. This touches the disk, so call
    /// it off the main actor.
    public static func open(_ path: String) throws -> Crm {
        Crm(try translatingErrors { try NativeEngine.open(path: path) })
    }

    /// Opens the database at a file URL, making it if it is not there.
    public static func open(_ url: URL) throws -> Crm {
        try open(url.path)
    }

    /// Opens an empty database in memory, which ends with ``close()``.
    public static func inMemory() throws -> Crm {
        Crm(try translatingErrors { try NativeEngine.openInMemory() })
    }

    /// Opens an empty database in memory with a fixed clock and ids drawn from `seed`, for tests: the
    /// same calls give the same answers.
    public static func simulated(seed: UInt64) throws -> Crm {
        Crm(try translatingErrors { try NativeEngine.openSimulated(seed: seed) })
    }

    private init(_ engine: NativeEngine) {
        self.engine = engine
    }

    /// The operations as seen by one actor. The host vouches for it; the engine never authenticates.
    ///
    /// A session holds nothing that needs closing and is cheap enough to make one for each request.
    ///
    /// - Parameters:
    ///   - tenant: The tenant whose records are reached; no call reaches another's.
    ///   - user: The user, by the host's id.
    ///   - roles: Role keys: seeded ones such as `admin`, or the tenant's own.
    ///   - teams: The teams the user belongs to.
    /// - Throws: ``CrmError`` if no call could be made for such an actor.
    public func session(
        tenant: UUID, user: UUID, roles: [String] = [], teams: [UUID] = []
    ) throws -> Session {
        let actor = CallingActor(tenant: tenant, user: user, roles: roles, teams: teams)
        let json = try Wire.encoder().encode(actor)
        try translatingErrors { try engine.admit(actor: json) }
        return Session(gateway: Calls(engine: engine, queue: queue, actor: actor))
    }

    /// Hands over bytes, of a file to import or to upload, and answers the name by which operations refer to
    /// them.
    public func stage(_ bytes: Data) async throws -> String {
        let engine = self.engine
        return try await offload(to: queue) { try engine.stage(bytes: bytes) }
    }

    /// Closes the database. Later calls are refused; closing again does nothing.
    public func close() throws {
        try translatingErrors { try engine.shut() }
    }
}

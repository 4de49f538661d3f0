import Foundation
import XCTest

@testable import Crm

/// What only a machine with a Swift compiler can run: `swift test`.
final class CrmTests: XCTestCase {
    private let tenant = UUID(uuidString: "00000000-0000-4000-8000-00000000000A")!
    private let user = UUID(uuidString: "00000000-0000-4000-8000-000000000001")!

    func testAContactIsReadBackAndPatched() async throws {
        let crm = try Crm.simulated(seed: 1)
        defer { try? crm.close() }
        let session = try crm.session(tenant: tenant, user: user, roles: ["admin"])
        let created = try await session.contacts.create(
            name: PersonName(given: "Ada", family: "Lovelace"), jobTitle: "Analyst"
        ).contact
        let read = try await session.contacts.get(id: created.id)
        XCTAssertEqual(read, created)
        let changed = try await session.contacts.update(
            id: created.id, jobTitle: .clear, department: .set("Research"))
        XCTAssertNil(changed.jobTitle)
        XCTAssertEqual(changed.department, "Research")
        XCTAssertEqual(changed.name, created.name)
    }

    func testAMissingRecordIsNotFound() async throws {
        let crm = try Crm.inMemory()
        defer { try? crm.close() }
        let session = try crm.session(tenant: tenant, user: user, roles: ["admin"])
        do {
            _ = try await session.contacts.get(id: user)
            XCTFail("the contact should be missing")
        } catch CrmError.notFound(let refusal) {
            XCTAssertEqual(refusal.record?.id, user)
        }
    }

    func testTasksShareOneEngine() async throws {
        let crm = try Crm.inMemory()
        defer { try? crm.close() }
        let session = try crm.session(tenant: tenant, user: user, roles: ["admin"])
        let ids = try await withThrowingTaskGroup(of: UUID.self) { group in
            for number in 1...32 {
                group.addTask {
                    try await session.contacts.create(name: PersonName(given: "Person \(number)")).contact.id
                }
            }
            return try await group.reduce(into: Set<UUID>()) { $0.insert($1) }
        }
        XCTAssertEqual(ids.count, 32)
    }

    func testBytesThatAreUploadedComeBackWhole() async throws {
        let crm = try Crm.simulated(seed: 1)
        defer { try? crm.close() }
        let session = try crm.session(tenant: tenant, user: user, roles: ["admin"])
        let content = Data(repeating: 7, count: 1_280_000)
        let file = try await session.files.upload(name: "scan.bin", source: crm.stage(content)).file
        let read = try await session.download(id: file.id)
        XCTAssertEqual(read, content)
    }

    func testAListIsReadThroughAllItsPages() async throws {
        let crm = try Crm.simulated(seed: 1)
        defer { try? crm.close() }
        let session = try crm.session(tenant: tenant, user: user, roles: ["admin"])
        for given in ["Ada", "Bo", "Cy"] {
            _ = try await session.contacts.create(name: PersonName(given: given))
        }
        var names: [String] = []
        for try await contact in Paged({
            try await session.contacts.list(sort: "sort_name", cursor: $0, limit: 2)
        }) {
            names.append(contact.displayName)
        }
        XCTAssertEqual(names, ["Ada", "Bo", "Cy"])
    }

    func testAnInstantSurvivesToTheMicrosecond() throws {
        for text in [
            "2026-03-01T08:30:00.123456Z", "1969-12-31T23:59:59.999999Z", "1970-01-01T00:00:00.000001Z",
            "2000-02-29T23:59:59.000000Z", "2199-12-31T23:59:59.999999Z", "1800-01-01T00:00:00.000001Z",
        ] {
            let date = try XCTUnwrap(Instant.date(text))
            XCTAssertEqual(Instant.text(date), text)
        }
        XCTAssertNil(Instant.date("2026-02-30T00:00:00.000000Z"))
        XCTAssertNil(Instant.date("2026-03-01T08:30:00.Z"))
    }

    func testACalendarDayIsCountedBothWays() throws {
        for days in stride(from: Int64(-200_000), through: 200_000, by: 97) {
            XCTAssertEqual(CalendarDate(daysSince1970: days).daysSince1970, days)
        }
        XCTAssertEqual(try XCTUnwrap(CalendarDate("2000-03-01")).daysSince1970, 11_017)
        XCTAssertNil(CalendarDate("2100-02-29"))
    }

    func testADecimalKeepsItsDigits() throws {
        let money = Money(amount: Decimal(string: "12345678901234567890.25")!, currency: "EUR")
        let json = String(decoding: try Wire.encoder().encode(money), as: UTF8.self)
        XCTAssertTrue(json.contains("\"12345678901234567890.25\""))
        XCTAssertEqual(try Wire.decoder().decode(Money.self, from: Data(json.utf8)), money)
    }

    func testAClosedEngineRefuses() async throws {
        let crm = try Crm.inMemory()
        let session = try crm.session(tenant: tenant, user: user, roles: ["admin"])
        try crm.close()
        try crm.close()
        do {
            _ = try await session.contacts.list()
            XCTFail("the engine should be closed")
        } catch CrmError.storage(let refusal) {
            XCTAssertEqual(refusal.message, "the engine is closed")
        }
    }
}

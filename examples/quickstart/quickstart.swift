import Foundation
import Crm

let crm = try Crm.open("crm.db")
let session = try crm.session(tenant: tenant, user: user, roles: ["admin"])
let created = try await session.contacts.create(
    fullName: "Dr. Ada Lovelace",
    emails: [EmailPoint(address: "Ada@Example.com")]
)
for contact in try await session.contacts.list(sort: "sort_name").items {
    print(contact.displayName ?? "", contact.primaryEmail ?? "")
}

use super::*;

/// The text of the generated file with this name.
fn file(name: &str) -> String {
    let files = emit(&Contract::sample());
    let found = files.into_iter().find(|file| file.path.ends_with(name));
    found.map(|file| file.text).unwrap_or_default()
}

#[test]
fn a_record_is_a_struct_that_reads_what_is_absent_as_empty() {
    let text = file("Types.swift");
    assert!(
        text.contains("public struct Contact: Codable, Hashable, Sendable {"),
        "{text}"
    );
    assert!(text.contains("    public var createdAt: Date\n"));
    assert!(text.contains("case createdAt = \"created_at\""));
    assert!(text.contains("decodeIfPresent([EmailAddress].self, forKey: .emails) ?? []"));
}

#[test]
fn a_decimal_crosses_as_text() {
    let text = file("Types.swift");
    assert!(text.contains(
        "worth = (try keyed.decodeIfPresent(DecimalText.self, forKey: .worth)).map { $0.value }"
    ));
    assert!(text.contains("encodeIfPresent(worth.map { DecimalText($0) }, forKey: .worth)"));
}

#[test]
fn a_tagged_type_is_an_enum_that_writes_its_tag() {
    let text = file("Types.swift");
    assert!(text.contains("public enum FieldValue: Codable"));
    assert!(text.contains("    case `is`(field: String, value: JSONValue? = nil)"));
    assert!(text.contains(
        "        case let .all(parts):\n            try keyed.encode(\"all\", forKey: .op)"
    ));
}

#[test]
fn an_operation_is_async_and_only_writes_take_a_key() {
    let text = file("Clients.swift");
    assert!(
        text.contains("public var contacts: ContactsClient { ContactsClient(gateway: gateway) }")
    );
    let get = text.split("public func get(").nth(1).unwrap_or_default();
    let get = get.split("public func").next().unwrap_or_default();
    assert!(
        get.contains("async throws -> Contact") && !get.contains("idempotencyKey"),
        "{get}"
    );
    assert!(text.contains("        company: Patch<String> = .keep,"));
    assert!(text.contains("try keyed.encodePatch(company, forKey: .company)"));
}

#[test]
fn every_code_has_a_case_and_finds_it() {
    let text = file("CrmError.swift");
    assert!(text.contains("    case notFound(Refusal)\n"));
    assert!(text.contains("case \"not_found\": self = .notFound(refusal)"));
    assert!(text.contains("case `internal`(Refusal)"));
}

use super::*;

/// The text of the generated file with this name.
fn file(name: &str) -> String {
    let files = emit(&Contract::sample());
    let found = files.into_iter().find(|file| file.path.ends_with(name));
    found.map(|file| file.text).unwrap_or_default()
}

#[test]
fn a_record_is_a_data_class_with_native_types_and_defaults() {
    let text = file("Types.kt");
    assert!(text.contains("public data class Contact("), "{text}");
    assert!(text.contains("public val id: UUID,"));
    assert!(text.contains("public val emails: List<EmailAddress> = emptyList(),"));
    assert!(text.contains("public val worth: BigDecimal? = null,"));
    assert!(text.contains("@SerialName(\"created_at\") public val createdAt: Instant,"));
}

#[test]
fn what_has_items_and_a_cursor_is_a_page_of_them() {
    let text = file("Types.kt");
    let page = text.split("public data class ContactPage(").nth(1);
    let page = page.and_then(|rest| rest.split_once("\n)"));
    let (fields, rest) = page.unwrap_or_default();
    assert!(
        fields.contains("public override val items: List<Contact>"),
        "{text}"
    );
    assert!(fields.contains("public override val next: String? = null"));
    assert!(rest.starts_with(" : Page<Contact>\n"));
}

#[test]
fn a_tagged_type_is_sealed_and_names_its_tag() {
    let text = file("Types.kt");
    assert!(text.contains("@JsonClassDiscriminator(\"op\")\npublic sealed interface Expression {"));
    assert!(
        text.contains("    public data class All(\n        public val parts: List<Expression>,")
    );
}

#[test]
fn an_operation_is_a_suspending_function_and_only_writes_take_a_key() {
    let text = file("Clients.kt");
    assert!(text.contains("public val contacts: ContactsClient get() = ContactsClient(gateway)"));
    let get = text
        .split("public suspend fun get(")
        .nth(1)
        .unwrap_or_default();
    let get = get.split("public suspend").next().unwrap_or_default();
    assert!(
        get.contains("id: UUID,") && !get.contains("idempotencyKey"),
        "{get}"
    );
    assert!(text.contains("        company: Patch<String> = Patch.Keep,"));
    assert!(text.contains("        limit: Long = 100,"));
}

#[test]
fn every_code_has_a_class_and_finds_it() {
    let text = file("CrmException.kt");
    assert!(text.contains("public class NotFound internal constructor"));
    assert!(text.contains("\"not_found\" -> NotFound(failure)"));
}

#[test]
fn a_nested_class_does_not_capture_a_type_of_its_fields() {
    let mut contract = Contract::sample();
    for definition in &mut contract.types {
        if let super::super::contract::Body::Tagged { variants, .. } = &mut definition.body {
            variants[0].value = "list".to_owned();
        }
    }
    let text = types::file(&contract);
    assert!(
        text.contains("val parts: kotlin.collections.List<Expression>"),
        "{text}"
    );
}

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failing test should stop"
)]

use serde_json::json;

use super::*;

fn body(name: &str) -> Body {
    let contract = Contract::sample();
    let definition = contract.types.into_iter().find(|kind| kind.name == name);
    definition.unwrap().body
}

#[test]
fn a_record_keeps_its_fields_in_declared_order() {
    let Body::Record(fields) = body("Contact") else {
        panic!("a contact is a record");
    };
    let names: Vec<_> = fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "id",
            "name",
            "company",
            "emails",
            "custom",
            "worth",
            "score",
            "created_at",
            "version"
        ]
    );
    assert_eq!(fields[0].shape, Shape::Named("ContactId".to_owned()));
    assert!(fields[0].required);
    assert_eq!(fields[2].shape, Shape::Nullable(Box::new(Shape::Text)));
    assert!(!fields[2].required);
    assert_eq!(fields[5].shape, Shape::Nullable(Box::new(Shape::Decimal)));
    assert_eq!(fields[7].shape, Shape::Instant);
}

#[test]
fn both_ways_of_writing_a_choice_are_read() {
    for (name, values) in [("Label", ["work", "home"]), ("Side", ["left", "right"])] {
        let Body::Choice(members) = body(name) else {
            panic!("{name} is a choice");
        };
        let found: Vec<_> = members.iter().map(|member| member.value.as_str()).collect();
        assert_eq!(found, values);
    }
}

#[test]
fn the_tag_is_the_field_that_is_constant_in_every_variant() {
    let Body::Tagged { tag, variants } = body("Expression") else {
        panic!("an expression is tagged");
    };
    assert_eq!(tag, "op");
    assert_eq!(variants[1].value, "is");
    let names: Vec<_> = variants[1]
        .fields
        .iter()
        .map(|field| field.name.as_str())
        .collect();
    assert_eq!(names, ["field", "value"]);
}

#[test]
fn a_variant_that_wraps_a_record_has_the_record_s_fields() {
    let Body::Tagged { variants, .. } = body("FieldValue") else {
        panic!("a field value is tagged");
    };
    let names: Vec<_> = variants[2]
        .fields
        .iter()
        .map(|field| field.name.as_str())
        .collect();
    assert_eq!(names, ["address", "label", "primary"]);
}

#[test]
fn a_type_stands_after_the_types_it_mentions() {
    let contract = Contract::sample();
    let place = |name: &str| {
        contract
            .types
            .iter()
            .position(|kind| kind.name == name)
            .unwrap()
    };
    assert!(place("Label") < place("EmailAddress"));
    assert!(place("EmailAddress") < place("Contact"));
    assert!(place("Contact") < place("ContactPage"));
}

#[test]
fn what_is_not_understood_is_refused_with_its_place() {
    let mut source = Contract::sample().source;
    source["$defs"]["Contact"]["properties"]["name"] = json!({ "not": {} });
    let refusal = Contract::read(&source).unwrap_err();
    assert!(refusal.starts_with("Contact.name: "), "{refusal}");
}

#[test]
fn a_patch_is_told_apart_from_an_optional_argument() {
    let contract = Contract::sample();
    let update = contract
        .operations
        .iter()
        .find(|operation| operation.name == "contacts.update")
        .unwrap();
    let patches: Vec<_> = update.arguments.iter().map(|field| field.patch).collect();
    assert_eq!(patches, [false, true, true]);
}

#[test]
fn a_default_is_kept_as_the_engine_gave_it() {
    let contract = Contract::sample();
    let list = contract
        .operations
        .iter()
        .find(|operation| operation.name == "contacts.list")
        .unwrap();
    assert_eq!(list.arguments[1].default, Some(json!(100)));
    assert_eq!(list.arguments[2].default, None);
}

#[test]
fn an_example_in_rust_is_no_part_of_a_description() {
    let mut source = Contract::sample().source;
    source["$defs"]["Side"]["description"] = json!("Which side.\n\n```\nlet x = 1;\n```");
    let contract = Contract::read(&source).unwrap();
    let side = contract.types.iter().find(|kind| kind.name == "Side");
    assert_eq!(side.unwrap().doc, "Which side.");
}

#[test]
fn a_decimal_that_takes_whole_numbers_too_is_a_decimal() {
    let mut source = Contract::sample().source;
    source["$defs"]["Contact"]["properties"]["worth"] =
        json!({ "type": ["string", "integer"], "format": "decimal" });
    let contract = Contract::read(&source).unwrap();
    let found = contract.types.iter().find(|kind| kind.name == "Contact");
    let Body::Record(fields) = &found.unwrap().body else {
        panic!("a contact is a record");
    };
    assert_eq!(fields[5].shape, Shape::Decimal);
}

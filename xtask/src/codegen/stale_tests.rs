//! Adding a field or an operation without generating anew is found, and the finding says what to
//! run.

#![allow(clippy::unwrap_used)] // a test fails by panicking

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{Contract, Generated, generated, require_fresh, stale};

fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The engine's description as committed, to change as a change of the engine would.
fn committed() -> Value {
    let text = fs::read_to_string(checkout().join("schema/crm.schema.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// What the check says of the committed files if the engine describes itself so.
fn checked(description: &Value) -> Result<(), String> {
    let files = files(description);
    require_fresh(&stale(&files, &checkout()))
}

fn files(description: &Value) -> Vec<Generated> {
    generated(&Contract::read(description).unwrap(), &checkout()).unwrap()
}

/// The files that speak of records and calls: the schema, and types or client of each language.
const PUBLIC: &[&str] = &[
    "schema/crm.schema.json",
    "bindings/python/",
    "bindings/node/",
    "bindings/kotlin/",
    "bindings/swift/",
];

#[track_caller]
fn is_refused_naming_every_language(description: &Value) {
    let refusal = checked(description).unwrap_err();
    assert!(refusal.contains("Run `cargo xtask codegen`"), "{refusal}");
    for path in PUBLIC {
        assert!(
            refusal.contains(path),
            "{path} is not among them: {refusal}"
        );
    }
}

#[test]
fn what_is_committed_is_what_is_generated_from_it() {
    assert_eq!(checked(&committed()), Ok(()));
}

#[test]
fn a_field_added_without_generating_is_refused_with_the_command_to_run() {
    let mut description = committed();
    let field =
        json!({"type": ["string", "null"], "description": "What the person asks to be called."});
    description["$defs"]["Contact"]["properties"]["preferred_name"] = field;
    is_refused_naming_every_language(&description);
}

#[test]
fn an_operation_added_without_generating_is_refused_with_the_command_to_run() {
    let mut description = committed();
    let operations = description["operations"].as_array_mut().unwrap();
    let mut added = operations[0].clone();
    added["name"] = "contacts.hand_over".into();
    added["route"]["path"] = "/contacts/hand-over".into();
    operations.push(added);
    is_refused_naming_every_language(&description);
}

#[test]
fn a_field_taken_away_or_described_otherwise_is_refused_too() {
    let mut without = committed();
    let properties = without["$defs"]["Contact"]["properties"]
        .as_object_mut()
        .unwrap();
    properties.shift_remove("department").unwrap();
    is_refused_naming_every_language(&without);
    let mut described = committed();
    described["$defs"]["Contact"]["properties"]["department"]["description"] = "Elsewhere.".into();
    is_refused_naming_every_language(&described);
}

#[test]
fn a_file_that_is_missing_or_changed_by_hand_is_stale() {
    let folder = std::env::temp_dir().join(format!("crm-stale-{}", std::process::id()));
    let file = |text: &str| Generated {
        path: "schema.json",
        text: text.to_owned(),
    };
    fs::create_dir_all(&folder).unwrap();
    assert_eq!(stale(&[file("a")], &folder).len(), 1);
    fs::write(folder.join("schema.json"), "a").unwrap();
    assert_eq!(stale(&[file("a")], &folder).len(), 0);
    fs::write(folder.join("schema.json"), "a ").unwrap();
    assert_eq!(stale(&[file("a")], &folder).len(), 1);
    fs::remove_dir_all(&folder).unwrap();
}

//! Whoever is told a guarded value is on record, if the tenant asks for it (AUD-03).

use crm_core::operation::OPERATIONS;
use serde_json::{Value, json};

use crate::every_operation::{arguments, filled};
use crate::support::{Caller, World};

/// The value of a sensitive custom field of every kind that has some.
const SECRET: &str = "zq-secret";

/// Guarded values of the filled tenant, each so odd that it stands for nothing else.
const MARKS: &[&str] = &[
    SECRET,
    "Lovelace",
    "ada@example.com",
    "Mary",
    "Gracie",
    "Liese",
    "Miller",
    "Noether",
    "Analyst",
    "A question",
    "Prefers tea.",
    "What now?",
    "Call Ada",
];

/// Calls that ask for guarded values beside the usual ones.
fn more(contact: &str) -> Vec<(&'static str, Value)> {
    vec![
        ("contacts.update", json!({ "id": contact })),
        ("search.query", json!({ "text": "lovelace" })),
        (
            "history.field",
            json!({ "record_kind": "contact", "id": contact, "field": "custom.secret" }),
        ),
    ]
}

/// The last call that is on record as having told something, by its number.
fn last(admin: &Caller) -> (u64, String) {
    let log = admin.call("audit.disclosures", json!({ "limit": 1 }));
    let one = &log["disclosures"][0];
    let operation = one["operation"].as_str().unwrap_or_default();
    (
        one["sequence"].as_u64().unwrap_or_default(),
        operation.to_owned(),
    )
}

#[test]
fn whoever_is_told_a_guarded_value_is_on_record_aud_03() {
    let (world, ids) = filled();
    let admin = world.admin();
    for (kind, update, id) in [
        ("contact", "contacts.update", &ids.contact),
        ("account", "accounts.update", &ids.account),
        ("lead", "leads.update", &ids.lead),
        ("deal", "deals.update", &ids.deal),
    ] {
        let field = json!({
            "record_kind": kind, "name": "secret", "field_type": "text",
            "sensitivity": "sensitive", "indexed": true,
        });
        admin.call("fields.define", field);
        admin.call(update, json!({ "id": id, "custom": { "secret": SECRET } }));
    }
    let columns = json!({ "id": ids.view, "columns": ["custom.secret"] });
    admin.call("views.update", columns);
    admin.call("settings.update", json!({ "audited_reads": "personal" }));
    let usual = OPERATIONS
        .iter()
        .map(|info| (info.name, arguments(info.name, &ids)));
    let mut tell = 0;
    let mut unsaid = Vec::new();
    for (name, arguments) in usual.chain(more(&ids.contact)) {
        let world: World = world.fork();
        let admin = world.admin();
        let (before, _) = last(&admin);
        let Ok(answer) = admin.attempt(name, &arguments) else {
            continue;
        };
        let text = answer.to_string();
        let told: Vec<_> = MARKS.iter().filter(|mark| text.contains(**mark)).collect();
        if told.is_empty() {
            continue;
        }
        tell += 1;
        let (after, operation) = last(&admin);
        if after <= before || operation != name {
            unsaid.push(format!("{name} tells {told:?} in {text}"));
        }
    }
    assert!(unsaid.is_empty(), "{unsaid:#?}");
    assert!(tell > 60, "only {tell} calls told anything");
}

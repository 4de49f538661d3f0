//! The outbox, call by call (semantics 4.13, catalogue group EVT).

#![allow(clippy::unwrap_used)] // a test fails by panicking

use serde_json::{Value as Json, json};

use crate::error::ErrorCode;
use crate::wire::{admin, each, user};

fn events(admin: &crate::wire::Caller, after: u64) -> Vec<Json> {
    let list = admin.call("events.list", &json!({"after": after, "limit": 500}));
    list["events"].as_array().unwrap().clone()
}

#[test]
fn each_change_of_a_contact_or_account_is_an_event_evt_04_evt_05_evt_10() {
    let (_, admin) = admin();
    let id = admin.contact("Ada");
    admin.call("contacts.update", &json!({"id": id, "note": "x"}));
    admin.call("contacts.archive", &json!({"id": id}));
    admin.call("contacts.restore", &json!({"id": id}));
    admin.account("Engines");
    let kinds = each(&events(&admin, 0).into(), "type");
    assert_eq!(
        kinds,
        [
            "contact.created",
            "contact.updated",
            "contact.archived",
            "contact.restored",
            "account.created"
        ]
    );
    // A call that changes nothing is no event.
    admin.call("contacts.update", &json!({"id": id, "note": "x"}));
    assert_eq!(events(&admin, 0).len(), 5);
}

#[test]
fn a_refused_call_leaves_no_event_and_numbers_have_no_gap_evt_12() {
    let (_, admin) = admin();
    let id = admin.contact("Ada");
    for note in ["a", "b"] {
        admin.refused(
            "contacts.update",
            &json!({"id": id, "note": note, "emails": [{"address": "nobody"}]}),
        );
        admin.call("contacts.update", &json!({"id": id, "note": note}));
    }
    let all: Json = events(&admin, 0).into();
    assert_eq!(each(&all, "cursor"), [1, 2, 3]);
    // The versions of a record are its own sequence, without gaps.
    assert_eq!(each(&all, "version"), [1, 2, 3]);
}

#[test]
fn a_consumer_goes_on_where_it_stopped_evt_08() {
    let (_, admin) = admin();
    for name in ["Ada", "Bo", "Cy", "Di", "Ed"] {
        admin.contact(name);
    }
    let mut met = Vec::new();
    let mut after = 0;
    loop {
        let page = admin.call("events.list", &json!({"after": after, "limit": 2}));
        let cursors = each(&page["events"], "cursor");
        let Some(last) = cursors.last() else { break };
        after = last.as_u64().unwrap();
        met.extend(cursors);
    }
    assert_eq!(met, [1, 2, 3, 4, 5]);
}

#[test]
fn an_event_holds_no_value_and_is_for_auditors_of_everything_evt_11() {
    let (engine, admin) = admin();
    admin.call(
        "contacts.create",
        &json!({"name": {"given": "Zaphod"}, "note": "secret"}),
    );
    let text = Json::from(events(&admin, 0)).to_string();
    assert!(
        !text.contains("Zaphod") && !text.contains("secret"),
        "{text}"
    );
    // The changes themselves are read through the history, which applies the reader's levels.
    admin.call(
        "roles.create",
        &json!({"key": "own_auditor", "grants": [
            {"permission": "crm.audit.view", "scope": "own"},
        ]}),
    );
    let error = user(&engine, 2, "own_auditor").refused("events.list", &json!({}));
    assert_eq!(error.code(), ErrorCode::Forbidden);
}

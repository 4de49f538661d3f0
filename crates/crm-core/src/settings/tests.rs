//! What a tenant sets for itself (TEN-07).

#![allow(clippy::unwrap_used)] // a test fails by panicking

use serde_json::{Value as Json, json};

use crate::error::ErrorCode;
use crate::wire::{actor, admin};

#[test]
fn settings_are_the_tenant_s_own_versioned_and_on_the_record_ten_07() {
    let (engine, admin) = admin();
    let other = actor(&engine, 2, 1, &["admin"], &[]);
    let first = admin.call("settings.update", &json!({"currency": "EUR"}));
    assert_eq!(
        (&first["version"], &first["currency"]),
        (&json!(1), &json!("EUR"))
    );
    let second = admin.call(
        "settings.update",
        &json!({"country": "DE", "expected_version": 1}),
    );
    assert_eq!(
        (&second["version"], &second["currency"]),
        (&json!(2), &json!("EUR"))
    );
    let stale = admin.refused(
        "settings.update",
        &json!({"country": "FR", "expected_version": 1}),
    );
    assert_eq!(stale.code(), ErrorCode::Conflict);
    assert_eq!(
        other.call("settings.get", &json!({}))["currency"],
        Json::Null
    );
    let history = json!({"record_kind": "settings", "id": second["id"]});
    let entries = admin.call("audit.history", &history)["entries"].take();
    assert_eq!(entries.as_array().unwrap().len(), 2);
    assert_eq!(
        entries[0]["changes"],
        json!([{"field": "country", "new": "DE"}])
    );
}

#[test]
fn a_stage_that_contacts_are_in_is_not_dropped_con_27() {
    let (_, admin) = admin();
    admin.call(
        "contacts.create",
        &json!({"name": {"given": "Ada"}, "lifecycle_stage": "customer"}),
    );
    let error = admin.refused("settings.update", &json!({"lifecycle_stages": ["lead"]}));
    assert_eq!(
        (error.code(), error.field()),
        (ErrorCode::Conflict, Some("lifecycle_stages"))
    );
    assert_eq!(error.details()["contacts"], 1);
}

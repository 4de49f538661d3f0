//! That no operation runs without its permission.

use serde_json::{Map, Value as Json, json};

use crate::access::Permission;
use crate::error::ErrorCode;
use crate::operation::{OPERATIONS, contract};
use crate::wire::{admin, user};

/// The plainest value that a schema allows.
fn plain(contract: &Json, schema: &Json) -> Json {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.trim_start_matches("#/$defs/");
        return plain(contract, &contract["$defs"][name]);
    }
    if let Some(first) = schema["enum"].get(0).or(schema.get("const")) {
        return first.clone();
    }
    if let Some(first) = schema["oneOf"].get(0).or(schema["anyOf"].get(0)) {
        return plain(contract, first);
    }
    let kind = schema["type"].as_str().or(schema["type"][0].as_str());
    match kind.unwrap_or("object") {
        "string" if schema["format"] == "uuid" => json!("00000000-0000-0000-0000-000000000001"),
        "string" if schema["format"] == "date-time" => json!("2026-01-01T00:00:00Z"),
        "string" if schema["format"] == "date" => json!("2026-01-01"),
        "string" => json!("x"),
        "integer" | "number" => json!(1),
        "boolean" => json!(false),
        "array" => json!([]),
        _ => required(contract, schema),
    }
}

/// An object with what a schema requires and nothing else.
fn required(contract: &Json, schema: &Json) -> Json {
    let names = schema["required"].as_array().into_iter().flatten();
    let parts: Map<String, Json> = names
        .filter_map(Json::as_str)
        .map(|name| {
            (
                name.to_owned(),
                plain(contract, &schema["properties"][name]),
            )
        })
        .collect();
    Json::Object(parts)
}

/// Whether an operation serves several kinds of record, so that the arguments tell what it needs.
fn by_kind(operation: &Json) -> bool {
    let properties = &operation["arguments"]["properties"];
    ["kind", "record_kind", "item_kind"]
        .iter()
        .any(|name| properties[name]["$ref"] == "#/$defs/RecordKind")
}

#[test]
fn no_operation_runs_without_its_permission_and_each_with_it_sec_54() {
    let contract = contract();
    let operations = contract["operations"].as_array().unwrap();
    assert_eq!(operations.len(), OPERATIONS.len());
    let (engine, admin) = admin();
    for permission in Permission::ALL {
        let key = permission.name().replace('.', "_");
        let grants = json!([{"permission": permission.name(), "scope": "all"}]);
        admin.call("roles.create", &json!({"key": key, "grants": grants}));
    }
    for operation in operations {
        let name = operation["name"].as_str().unwrap();
        let arguments = required(&contract, &operation["arguments"]);
        // A right to something else opens nothing.
        let outside = user(&engine, 2, "crm_reports_view").refused(name, &arguments);
        assert_eq!(outside.code(), ErrorCode::Forbidden, "{name}");
        let needed = outside.details()["permission"].as_str().unwrap().to_owned();
        if !by_kind(operation) {
            assert_eq!(operation["permission"], json!(needed), "{name}");
        }
        // The very permission that the refusal names opens the door; what comes then is not it.
        let inside = user(&engine, 3, &needed.replace('.', "_"));
        if let Err(error) = inside.attempt(name, &arguments) {
            assert_ne!(
                error.details().get("permission"),
                Some(&json!(needed)),
                "{name}"
            );
        }
    }
}

/// Operation, arguments and permission: all but that permission do not suffice.
#[test]
fn accounts_and_contacts_ask_for_their_permissions_sec_01_to_sec_08_sec_37_sec_38_sec_41() {
    let (engine, admin) = admin();
    let (ada, bo) = (admin.contact("Ada"), admin.contact("Bo"));
    let (mill, forge) = (admin.account("Mill"), admin.account("Forge"));
    for (name, arguments, permission) in [
        (
            "accounts.create",
            json!({"name": "X"}),
            "crm.customer.create",
        ),
        ("accounts.get", json!({"id": mill}), "crm.customer.view"),
        ("accounts.list", json!({}), "crm.customer.view"),
        (
            "accounts.update",
            json!({"id": mill, "note": "x"}),
            "crm.customer.update",
        ),
        (
            "accounts.archive",
            json!({"id": mill}),
            "crm.customer.delete",
        ),
        (
            "contacts.create",
            json!({"name": {"given": "X"}}),
            "crm.contact.create",
        ),
        ("contacts.get", json!({"id": ada}), "crm.contact.view"),
        ("contacts.list", json!({}), "crm.contact.view"),
        (
            "contacts.update",
            json!({"id": ada, "note": "x"}),
            "crm.contact.update",
        ),
        ("contacts.archive", json!({"id": ada}), "crm.contact.delete"),
        (
            "merge.plan",
            json!({"kind": "account", "ids": [mill, forge]}),
            "crm.customer.merge",
        ),
        (
            "merge.plan",
            json!({"kind": "contact", "ids": [ada, bo]}),
            "crm.contact.merge",
        ),
        ("exports.accounts", json!({}), "crm.customer.export"),
        ("exports.contacts", json!({}), "crm.contact.export"),
        ("exports.leads", json!({}), "crm.lead.export"),
        ("exports.deals", json!({}), "crm.deal.export"),
        (
            "settings.update",
            json!({"currency": "EUR"}),
            "crm.settings.manage",
        ),
    ] {
        let key = format!("all_but_{}", permission.replace('.', "_"));
        let others = Permission::ALL
            .iter()
            .filter(|other| other.name() != permission);
        let grants: Vec<Json> = others
            .map(|other| json!({"permission": other.name(), "scope": "all"}))
            .collect();
        let _ = admin.attempt("roles.create", &json!({"key": key, "grants": grants}));
        let error = user(&engine, 2, &key).refused(name, &arguments);
        assert_eq!(error.code(), ErrorCode::Forbidden, "{name}");
        assert_eq!(error.details()["permission"], json!(permission), "{name}");
    }
}

#[test]
fn an_actor_with_an_unknown_role_may_do_nothing_sec_54() {
    let (engine, _) = admin();
    let error = user(&engine, 2, "nobody").refused("contacts.list", &json!({}));
    assert_eq!(
        (error.code(), error.field()),
        (ErrorCode::Forbidden, Some("roles[0]"))
    );
}

#[test]
fn the_engine_takes_the_host_s_word_for_who_acts_sec_55() {
    // No call takes a password, a token or a login; the actor comes with the session alone.
    for operation in contract()["operations"].as_array().unwrap() {
        let arguments = operation["arguments"]["properties"].as_object();
        for name in arguments.into_iter().flat_map(Map::keys) {
            assert!(
                !matches!(name.as_str(), "password" | "token" | "secret" | "tenant"),
                "{operation}"
            );
        }
    }
}

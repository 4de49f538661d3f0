//! The masked forms of values (semantics 4.11).

use serde_json::{Value as Json, json};

use crate::error::ErrorCode;
use crate::wire::{actor, admin, user};

/// A field of a new record as a role sees it through a mask.
fn shown(kind: &str, fields: &Json, field: &str, mask: &str) -> Json {
    let (engine, admin) = admin();
    let rule = json!({"kind": kind, "field": field, "level": "masked", "mask": mask});
    admin.call(
        "roles.create",
        &json!({"key": "reader", "fields": [rule], "grants": [
            {"permission": "crm.contact.view", "scope": "all"},
            {"permission": "crm.customer.view", "scope": "all"},
        ]}),
    );
    let id = admin.call(&format!("{kind}s.create"), fields)[kind]["id"].take();
    let record = user(&engine, 2, "reader").call(&format!("{kind}s.get"), &json!({"id": id}));
    assert!(
        record["masked"].as_array().unwrap().contains(&json!(field)),
        "{record}"
    );
    record[field].clone()
}

#[test]
fn each_mask_shows_its_form_and_no_more_sec_52_4_11() {
    let ada = json!({"name": {"given": "Ada"}, "note": "number 4711", "job_title": "Chief Analyst",
        "emails": [{"address": "ada@example.com", "label": "work"}],
        "phones": [{"number": "+44 20 7946 0958"}]});
    let engines = json!({"name": "Engines", "employee_count": 1234, "first_contact_on": "1999-12-31",
        "annual_revenue": {"amount": "1234567.89", "currency": "EUR"}});
    assert_eq!(shown("contact", &ada, "note", "full"), Json::Null);
    assert_eq!(shown("contact", &ada, "note", "last_four"), "…4711");
    assert_eq!(shown("contact", &ada, "job_title", "initials"), "C. A.");
    assert_eq!(
        shown("contact", &ada, "emails", "domain_only")[0]["address"],
        "…@example.com"
    );
    assert_eq!(
        shown("contact", &ada, "emails", "domain_only")[0]["label"],
        Json::Null
    );
    assert_eq!(
        shown("contact", &ada, "phones", "last_four")[0]["number"],
        "…0958"
    );
    assert_eq!(shown("account", &engines, "employee_count", "bucket"), 1000);
    assert_eq!(
        shown("account", &engines, "annual_revenue", "bucket"),
        json!({"amount": "1000000", "currency": "EUR"})
    );
    assert_eq!(
        shown("account", &engines, "first_contact_on", "year_only"),
        "1999-01-01"
    );
    // A mask that does not fit a type shows nothing rather than something made up.
    assert_eq!(
        shown("account", &engines, "employee_count", "initials"),
        Json::Null
    );
    // A short value is not shown whole.
    let short = json!({"name": {"given": "Ada"}, "note": "4711"});
    assert_eq!(shown("contact", &short, "note", "last_four"), Json::Null);
}

#[test]
fn a_token_is_equal_for_equal_values_of_one_tenant_and_answers_equality_4_11() {
    let (engine, admin) = admin();
    let mut tokens = Vec::new();
    for (tenant, note) in [(1, "engines"), (1, "Engines"), (1, "looms"), (2, "engines")] {
        let other = actor(&engine, tenant, 1, &["admin"], &[]);
        let rule = json!({"kind": "contact", "field": "note", "level": "masked", "mask": "token"});
        let reader = json!({"key": "reader", "fields": [rule],
            "grants": [{"permission": "crm.contact.view", "scope": "all"}]});
        let _ = other.attempt("roles.create", &reader);
        let arguments = json!({"name": {"given": "Ada"}, "note": note});
        let id = other.call("contacts.create", &arguments)["contact"]["id"].take();
        let reader = actor(&engine, tenant, 2, &["reader"], &[]);
        tokens.push(reader.call("contacts.get", &json!({"id": id}))["note"].take());
    }
    assert!(tokens[0].as_str().unwrap().starts_with("tok_"));
    assert_eq!(tokens[0], tokens[1], "case is no difference");
    assert_ne!(tokens[0], tokens[2]);
    assert_ne!(tokens[0], tokens[3], "another tenant has other tokens");
    let reader = user(&engine, 2, "reader");
    let equal = reader.call(
        "contacts.list",
        &json!({"filter": "note = 'engines'", "count": true}),
    );
    assert_eq!(equal["total"], 2);
    let contains = reader.refused("contacts.list", &json!({"filter": "note ~ 'eng'"}));
    assert_eq!(contains.code(), ErrorCode::Invalid);
    let _ = admin;
}

#[test]
fn a_custom_value_is_masked_like_any_other_sec_52() {
    let (engine, admin) = admin();
    let field = json!({"record_kind": "contact", "name": "iban", "field_type": "text"});
    admin.call("fields.define", &field);
    let rule =
        json!({"kind": "contact", "field": "custom.iban", "level": "masked", "mask": "last_four"});
    admin.call(
        "roles.create",
        &json!({"key": "reader", "fields": [rule], "grants": [
            {"permission": "crm.contact.view", "scope": "all"},
            {"permission": "crm.settings.view", "scope": "all"},
        ]}),
    );
    let arguments = json!({"name": {"given": "Ada"}, "custom": {"iban": "GB33BUKB20201555555555"}});
    let id = admin.call("contacts.create", &arguments)["contact"]["id"].take();
    let reader = user(&engine, 2, "reader");
    for answer in [
        reader.call("contacts.get", &json!({"id": id})),
        reader.call("contacts.list", &json!({})),
        reader.call(
            "fields.values",
            &json!({"record_kind": "contact", "id": id}),
        ),
        reader.call(
            "audit.history",
            &json!({"record_kind": "contact", "id": id}),
        ),
    ] {
        let text = answer.to_string();
        assert!(text.contains("…5555") && !text.contains("GB33"), "{text}");
    }
}

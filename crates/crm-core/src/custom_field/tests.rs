//! Fields that tenants define, call by call (catalogue group CFD).

#![allow(clippy::unwrap_used)] // a test fails by panicking
#![allow(clippy::cloned_ref_to_slice_refs)] // `[id.clone()]` reads better beside an answer

use serde_json::{Value as Json, json};

use crate::error::ErrorCode;
use crate::wire::{Caller, actor, admin, each};

#[track_caller]
fn define(admin: &Caller, name: &str, field_type: &str, details: &Json) -> Json {
    let mut arguments = json!({"record_kind": "contact", "name": name, "field_type": field_type});
    for (name, value) in details.as_object().unwrap() {
        arguments[name] = value.clone();
    }
    admin.call("fields.define", &arguments)["id"].take()
}

fn options() -> Json {
    json!({"options": [{"value": "g", "label": "Gold"}, {"value": "s", "label": "Silver"}]})
}

/// A contact called Ada with this custom value.
fn with(admin: &Caller, name: &str, value: &Json) -> Result<Json, crate::Error> {
    let arguments = json!({"name": {"given": "Ada"}, "custom": {name: value}});
    let mut created = admin.attempt("contacts.create", &arguments)?;
    Ok(created["contact"].take())
}

#[test]
fn a_field_has_kind_name_label_type_options_and_may_be_required_cfd_01() {
    let (_, admin) = admin();
    let given = json!({"record_kind": "contact", "name": "tier", "field_type": "select", "label": "Tier",
        "description": "How much they matter", "required": true,
        "options": [{"value": "g", "label": "Gold", "retired": false}]});
    let defined = admin.call("fields.define", &given);
    for (name, value) in given.as_object().unwrap() {
        assert_eq!(&defined[name], value, "{name}");
    }
    for (change, field) in [
        (json!({"name": "Tier!"}), "name"),
        (json!({"name": "job_title"}), "name"),
        (json!({"name": "plan", "options": []}), "options"),
        (json!({"name": "plan", "field_type": "text"}), "options"),
        (json!({"name": "plan", "record_kind": "tag"}), "record_kind"),
    ] {
        let mut wrong = given.clone();
        for (name, value) in change.as_object().unwrap() {
            wrong[name] = value.clone();
        }
        let error = admin.refused("fields.define", &wrong);
        assert_eq!(
            (error.code(), error.field()),
            (ErrorCode::Invalid, Some(field)),
            "{change}"
        );
    }
    assert_eq!(
        admin.refused("fields.define", &given).code(),
        ErrorCode::Duplicate
    );
}

#[test]
fn every_type_takes_its_values_and_refuses_others_cfd_02() {
    let (_, admin) = admin();
    for (field_type, taken, stored, refused) in [
        ("text", json!(" red "), json!("red"), json!(1)),
        (
            "textarea",
            json!("two\nlines"),
            json!("two\nlines"),
            json!(["x"]),
        ),
        ("number", json!(12.50), json!(12.5), json!("12")),
        (
            "currency",
            json!({"amount": "9.9900", "currency": "EUR"}),
            json!({"amount": "9.99", "currency": "EUR"}),
            json!(9.99),
        ),
        (
            "date",
            json!("2024-02-29"),
            json!("2024-02-29"),
            json!("2023-02-29"),
        ),
        (
            "datetime",
            json!("2026-01-01T12:00:00+02:00"),
            json!("2026-01-01T10:00:00.000000Z"),
            json!("2026-01-01"),
        ),
        ("boolean", json!(true), json!(true), json!("yes")),
        ("select", json!("Gold"), json!("g"), json!("bronze")),
        (
            "multiselect",
            json!(["s", "Gold", "s"]),
            json!(["s", "g"]),
            json!("g"),
        ),
        (
            "url",
            json!("example.com"),
            json!("https://example.com/"),
            json!("ftp://example.com"),
        ),
        (
            "email",
            json!("Ada@Example.com"),
            json!("ada@example.com"),
            json!("ada"),
        ),
        (
            "phone",
            json!("+44 20 7946 0958"),
            json!("+442079460958"),
            json!("call me"),
        ),
    ] {
        let chooses = field_type.ends_with("select");
        let details = if chooses { options() } else { json!({}) };
        let name = format!("a_{field_type}");
        define(&admin, &name, field_type, &details);
        let contact = with(&admin, &name, &taken).unwrap();
        assert_eq!(contact["custom"][&name], stored, "{field_type}");
        let error = with(&admin, &name, &refused).unwrap_err();
        let path = format!("custom.{name}");
        assert_eq!(
            (error.code(), error.field()),
            (ErrorCode::Invalid, Some(path.as_str())),
            "{field_type}"
        );
    }
}

#[test]
fn an_amount_without_a_currency_is_in_the_tenant_s_acc_11() {
    let (_, admin) = admin();
    define(&admin, "budget", "currency", &json!({}));
    let currency = || {
        with(&admin, "budget", &json!({"amount": "5"})).unwrap()["custom"]["budget"]["currency"]
            .take()
    };
    assert_eq!(currency(), "USD");
    admin.call("settings.update", &json!({"currency": "EUR"}));
    assert_eq!(currency(), "EUR");
}

#[test]
fn an_option_keeps_its_value_when_its_label_changes_and_retires_without_loss_cfd_03() {
    let (_, admin) = admin();
    let field = define(&admin, "tier", "select", &options());
    let ada = with(&admin, "tier", &json!("g")).unwrap()["id"].take();
    let relabelled = json!([{"value": "g", "label": "Platinum", "retired": true}, {"value": "s", "label": "Silver"}]);
    admin.call(
        "fields.update",
        &json!({"id": field, "options": relabelled}),
    );
    // Who has it keeps it, also through other changes; nobody else gets it.
    let kept = admin.call(
        "contacts.update",
        &json!({"id": ada, "note": "x", "custom": {"tier": "g"}}),
    );
    assert_eq!(kept["custom"]["tier"], "g");
    assert_eq!(
        with(&admin, "tier", &json!("g")).unwrap_err().field(),
        Some("custom.tier")
    );
    let values = admin.call(
        "fields.values",
        &json!({"record_kind": "contact", "id": ada}),
    );
    assert_eq!(
        values["fields"][0]["definition"]["options"][0]["label"],
        "Platinum"
    );
    // A value in use cannot be taken out of the list.
    let without = json!({"id": field, "options": [{"value": "s", "label": "Silver"}]});
    assert_eq!(
        admin.refused("fields.update", &without).field(),
        Some("options")
    );
}

#[test]
fn a_change_merges_by_name_and_null_clears_cfd_04() {
    let (_, admin) = admin();
    define(&admin, "shoe", "number", &json!({}));
    define(&admin, "hat", "number", &json!({}));
    let created = json!({"name": {"given": "Ada"}, "custom": {"shoe": 38, "hat": 56}});
    let id = admin.call("contacts.create", &created)["contact"]["id"].take();
    let changed = admin.call(
        "contacts.update",
        &json!({"id": id, "custom": {"shoe": 39}}),
    );
    assert_eq!(changed["custom"], json!({"shoe": 39, "hat": 56}));
    let changed = admin.call(
        "contacts.update",
        &json!({"id": id, "custom": {"hat": null}}),
    );
    assert_eq!(changed["custom"], json!({"shoe": 39}));
}

#[test]
fn values_are_read_with_their_definitions_in_one_call_cfd_05() {
    let (_, admin) = admin();
    define(&admin, "hat", "number", &json!({"label": "Hat size"}));
    define(&admin, "shoe", "number", &json!({}));
    let ada = with(&admin, "hat", &json!(56)).unwrap()["id"].take();
    let values = admin.call(
        "fields.values",
        &json!({"record_kind": "contact", "id": ada}),
    );
    assert_eq!(each(&values["fields"], "value"), [json!(56), Json::Null]);
    assert_eq!(values["fields"][0]["definition"]["label"], "Hat size");
}

#[test]
fn records_are_filtered_and_sorted_by_custom_fields_cfd_06_cfd_07() {
    let (_, admin) = admin();
    define(&admin, "score", "number", &json!({"indexed": true}));
    let ids: Vec<Json> = [30, 10, 20]
        .iter()
        .map(|score| with(&admin, "score", &json!(score)).unwrap()["id"].take())
        .collect();
    let list = |arguments: &Json| each(&admin.call("contacts.list", arguments)["items"], "id");
    assert_eq!(
        list(&json!({"sort": "custom.score"})),
        [ids[1].clone(), ids[2].clone(), ids[0].clone()]
    );
    assert_eq!(
        list(&json!({"sort": "-custom.score", "limit": 1})),
        [ids[0].clone()]
    );
    assert_eq!(
        list(&json!({"filter": "custom.score between 10 and 20", "sort": "-custom.score"})),
        [ids[2].clone(), ids[1].clone()]
    );
    admin.call(
        "segments.create",
        &json!({"name": "Best", "rule": "custom.score >= 20"}),
    );
    assert_eq!(
        admin.call("segments.count", &json!({"rule": "custom.score >= 20"}))["count"],
        2
    );
}

#[test]
fn a_tenant_s_fields_are_its_own_cfd_09() {
    let (engine, admin) = admin();
    define(&admin, "hat", "number", &json!({}));
    let other = actor(&engine, 2, 1, &["admin"], &[]);
    assert_eq!(
        with(&other, "hat", &json!(56)).unwrap_err().field(),
        Some("custom.hat")
    );
    define(&other, "hat", "text", &json!({}));
    with(&other, "hat", &json!("bowler")).unwrap();
    with(&admin, "hat", &json!(56)).unwrap();
}

#[test]
fn contacts_and_accounts_have_custom_fields_cfd_11_con_39_acc_28() {
    let (_, admin) = admin();
    for kind in ["contact", "account"] {
        let field = json!({"record_kind": kind, "name": "code", "field_type": "text"});
        admin.call("fields.define", &field);
    }
    assert_eq!(
        with(&admin, "code", &json!("c")).unwrap()["custom"],
        json!({"code": "c"})
    );
    let account = json!({"name": "Engines", "custom": {"code": "a"}});
    assert_eq!(
        admin.call("accounts.create", &account)["account"]["custom"],
        json!({"code": "a"})
    );
}

#[test]
fn a_required_field_is_asked_of_new_records_and_not_cleared_cfd_12() {
    let (_, admin) = admin();
    let before = admin.contact("Grace");
    define(&admin, "code", "text", &json!({"required": true}));
    let error = admin.refused("contacts.create", &json!({"name": {"given": "Ada"}}));
    assert_eq!(
        (error.code(), error.field()),
        (ErrorCode::Invalid, Some("custom.code"))
    );
    let ada = with(&admin, "code", &json!("7")).unwrap()["id"].take();
    let cleared = json!({"id": ada, "custom": {"code": null}});
    assert_eq!(
        admin.refused("contacts.update", &cleared).field(),
        Some("custom.code")
    );
    // One from before the rule may still be changed.
    admin.call("contacts.update", &json!({"id": before, "note": "x"}));
}

#[test]
fn who_uses_a_field_is_told_before_it_goes_cfd_13() {
    let (_, admin) = admin();
    let field = define(&admin, "code", "text", &json!({}));
    with(&admin, "code", &json!("7")).unwrap();
    let segment = json!({"name": "Coded", "rule": "custom.code is set"});
    let segment = admin.call("segments.create", &segment)["segment"]["id"].take();
    let usage = admin.call("fields.usage", &json!({"id": field}));
    assert_eq!(usage, json!({"records": 1, "segments": [segment]}));
    assert_eq!(
        admin
            .refused("fields.archive", &json!({"id": field}))
            .code(),
        ErrorCode::Conflict
    );
}

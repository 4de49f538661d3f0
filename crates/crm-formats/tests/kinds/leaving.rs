//! Nobody exports what they may not see.

use serde_json::{Value, json};

use crate::caller::{Caller, engine, role};

#[test]
fn withheld_fields_are_never_exported_imp_28() {
    let engine = engine();
    let admin = Caller::of(&engine, 1, 1, "admin");
    let account = admin.account("Engines", "engines.example");
    admin.call("leads.create", json!({"full_name": "Ada Lovelace", "note": "secret",
        "budget": {"amount": "77777", "currency": "EUR"}, "emails": [{"address": "ada@example.com"}]}));
    admin.call(
        "deals.create",
        json!({"name": "Looms", "account_id": account, "note": "secret",
        "amount": {"amount": "77777", "currency": "EUR"}}),
    );
    role(
        &admin,
        "clerk",
        "all",
        &[
            "crm.lead.view",
            "crm.lead.export",
            "crm.deal.view",
            "crm.deal.export",
        ],
        json!([
            {"kind": "lead", "field": "note", "level": "none"},
            {"kind": "lead", "field": "budget", "level": "none"},
            {"kind": "lead", "field": "emails", "level": "masked", "mask": "domain_only"},
            {"kind": "deal", "field": "note", "level": "none"},
            {"kind": "deal", "field": "amount", "level": "none"},
        ]),
    );
    let clerk = Caller::of(&engine, 1, 2, "clerk");
    for (kind, shown) in [("leads", "Lovelace"), ("deals", "Looms")] {
        for format in ["csv", "jsonl"] {
            let file = clerk.export(kind, json!({"options": {"format": format}}));
            assert!(file.contains(shown), "{file}");
            for hidden in ["secret", "77777", "ada@"] {
                assert!(!file.contains(hidden), "{kind} {format} {hidden}: {file}");
            }
        }
        for hidden in [
            json!({"options": {"fields": ["note"]}}),
            json!({"filter": "note is set"}),
        ] {
            assert!(clerk.attempt(&format!("exports.{kind}"), &hidden).is_err());
        }
        let card = json!({"options": {"format": "vcard"}});
        let error = admin
            .attempt(&format!("exports.{kind}"), &card)
            .unwrap_err();
        assert_eq!(error.field(), Some("options.format"));
    }
}

#[test]
fn an_export_has_what_its_own_permission_reaches_imp_27() {
    let engine = engine();
    let admin = Caller::of(&engine, 1, 1, "admin");
    let view = [
        "crm.lead.view",
        "crm.deal.view",
        "crm.lead.create",
        "crm.deal.create",
        "crm.customer.view",
    ];
    role(&admin, "viewer", "all", &view, json!([]));
    let account = admin.account("Engines", "engines.example");
    let exporter = json!({"key": "exporter", "grants": [
        {"permission": "crm.lead.view", "scope": "all"}, {"permission": "crm.lead.export", "scope": "own"},
        {"permission": "crm.deal.view", "scope": "all"}, {"permission": "crm.deal.export", "scope": "own"},
        {"permission": "crm.lead.create", "scope": "all"}, {"permission": "crm.deal.create", "scope": "all"},
        {"permission": "crm.customer.view", "scope": "all"},
    ]});
    admin.call("roles.create", exporter);
    let seller = Caller::of(&engine, 1, 2, "exporter");
    for (caller, name) in [(&admin, "Theirs"), (&seller, "Mine")] {
        caller.call(
            "leads.create",
            json!({"full_name": format!("{name} Person")}),
        );
        caller.call("deals.create", json!({"name": name, "account_id": account}));
    }
    for kind in ["leads", "deals"] {
        let file = seller.export(kind, json!({"options": {"format": "jsonl"}}));
        assert!(
            file.contains("Mine") && !file.contains("Theirs"),
            "{kind}: {file}"
        );
        assert_eq!(
            seller.call(&format!("{kind}.list"), json!({"count": true}))["total"],
            2
        );
        let error = Caller::of(&engine, 1, 3, "viewer")
            .attempt(&format!("exports.{kind}"), &json!({}))
            .unwrap_err();
        assert_eq!(error.code(), crm_core::ErrorCode::Forbidden);
    }
}

#[test]
fn an_export_follows_a_rule_a_segment_and_a_choice_imp_23() {
    let admin = Caller::admin();
    let account = admin.account("Engines", "engines.example");
    let deal = |name: &str, priority: &str| {
        let deal = json!({"name": name, "account_id": account, "priority": priority});
        admin.call("deals.create", deal)["id"].take()
    };
    let ids = [
        deal("One", "high"),
        deal("Two", "low"),
        deal("Three", "high"),
    ];
    let segment = json!({"name": "High", "rule": "priority = 'high'", "record_kind": "deal"});
    let segment = admin.call("segments.create", segment)["segment"]["id"].take();
    let of = |arguments: Value| {
        let mut arguments = arguments;
        arguments["options"] = json!({"fields": ["name"], "raw_cells": true});
        arguments["limit"] = json!(1);
        admin.export("deals", arguments).replace("\r\n", " ")
    };
    assert_eq!(of(json!({"segment_id": segment})), "name One Three ");
    assert_eq!(
        of(json!({"segment_id": segment, "filter": "name ~ 'T'"})),
        "name Three "
    );
    assert_eq!(of(json!({"ids": ids[1..]})), "name Two Three ");
    assert_eq!(
        of(json!({"ids": ids[..2], "segment_id": segment})),
        "name One "
    );
    let error = admin
        .attempt("exports.leads", &json!({"segment_id": segment}))
        .unwrap_err();
    assert_eq!(error.field(), Some("segment_id"));
}

#[test]
fn spreadsheets_get_no_formula_from_a_deal_imp_30() {
    let admin = Caller::admin();
    let account = admin.account("Engines", "engines.example");
    admin.call(
        "deals.create",
        json!({"name": "=1+1", "account_id": account}),
    );
    let file = admin.export("deals", json!({}));
    assert!(file.contains(",\"'=1+1\","), "{file}");
    let (_, rows) = admin.import(&file, json!({"on_duplicate": "create_anyway"}));
    assert_eq!(rows[0]["outcome"], "created");
    assert_eq!(admin.deals()[1]["name"], "=1+1");
}

#[test]
fn a_file_keeps_its_columns_whatever_becomes_of_the_fields_between_its_parts_imp_24() {
    let admin = Caller::admin();
    let define = |name: &str| {
        let field = json!({"record_kind": "contact", "name": name, "field_type": "text"});
        admin.call("fields.define", field)["id"].take()
    };
    let [first, _, _] = ["a", "b", "c"].map(define);
    for name in ["Ada", "Bo"] {
        let custom =
            json!({"a": format!("{name} a"), "b": format!("{name} b"), "c": format!("{name} c")});
        let person = json!({"name": {"given": name}, "custom": custom});
        admin.call("contacts.create", person);
    }
    let options = json!({"raw_cells": true});
    let part = admin.call("exports.contacts", json!({"options": options, "limit": 1}));
    admin.call("fields.archive", json!({"id": first, "confirm": true}));
    define("d");
    let next = admin.call(
        "exports.contacts",
        json!({"options": options, "limit": 1, "cursor": part["next"]}),
    );
    let file = [&part, &next].map(|part| part["text"].as_str().unwrap());
    let file = file.concat();
    let mut reader = csv::Reader::from_reader(file.trim_start_matches('\u{feff}').as_bytes());
    let headers = reader.headers().unwrap().clone();
    let rows: Vec<_> = reader.records().map(|row| row.unwrap()).collect();
    assert_eq!(rows.len(), 2);
    for (row, name) in rows.iter().zip(["Ada", "Bo"]) {
        for field in ["a", "b", "c"] {
            let wanted = format!("custom.{field}");
            let place = headers.iter().position(|header| header == wanted);
            assert_eq!(
                row.get(place.unwrap()),
                Some(format!("{name} {field}").as_str())
            );
        }
    }
    let foreign = json!({"cursor": "00"});
    let error = admin.attempt("exports.contacts", &foreign).unwrap_err();
    assert_eq!(error.field(), Some("cursor"));
}

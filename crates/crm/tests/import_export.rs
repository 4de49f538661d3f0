//! Files in and out through the front door (catalogue group IMP).
#![allow(clippy::unwrap_used, clippy::panic)] // a test fails by panicking

use serde_json::{Value, json};

/// One call, JSON in and JSON out.
fn call(session: &crm::Session, name: &str, arguments: &Value) -> crm::Result<Value> {
    let arguments = arguments.to_string();
    let answer = session.call(name, arguments.as_bytes(), &crm::CallOptions::default())?;
    Ok(serde_json::from_slice(&answer).unwrap())
}

struct Office {
    engine: crm::Engine,
    admin: crm::Session,
}

impl Office {
    fn new() -> Self {
        let engine = crm::open_simulated(1).unwrap();
        let admin = Self::session(&engine, 1, "admin");
        Self { engine, admin }
    }

    fn session(engine: &crm::Engine, user: u128, role: &str) -> crm::Session {
        let [tenant, user] = [7, user].map(uuid::Uuid::from_u128);
        engine
            .session(crm::Actor::new(tenant, user, [role]))
            .unwrap()
    }

    #[track_caller]
    fn call(&self, name: &str, arguments: &Value) -> Value {
        match call(&self.admin, name, arguments) {
            Ok(answer) => answer,
            Err(error) => panic!("{name}: {error} {:?}", error.details()),
        }
    }

    /// Plans and applies a file; answers the import.
    #[track_caller]
    fn import(&self, text: &str, options: &Value) -> Value {
        let plan = self.call("imports.plan", &json!({"text": text, "options": options}));
        self.call(
            "imports.apply",
            &json!({"id": plan["import"]["id"], "text": text}),
        )
    }

    fn contacts(&self) -> Vec<Value> {
        let page = self.call("contacts.list", &json!({"sort": "sort_name"}));
        page["items"].as_array().unwrap().clone()
    }
}

#[test]
fn a_wrong_row_is_told_with_its_field_and_costs_no_other_imp_09_imp_12_imp_13() {
    let office = Office::new();
    let file = "First Name,Email,Job Title\nAda,ada@example.com,\n,,Chief\nGrace,grace,\n";
    let plan = office.call("imports.plan", &json!({"text": file}));
    assert_eq!(
        (&plan["import"]["total_rows"], &plan["invalid_rows"]),
        (&json!(3), &json!(1))
    );
    assert_eq!(office.contacts().len(), 0, "planning writes nothing");
    let done = office.call(
        "imports.apply",
        &json!({"id": plan["import"]["id"], "text": file}),
    );
    assert_eq!(
        (&done["counts"]["created"], &done["counts"]["failed"]),
        (&json!(2), &json!(1))
    );
    let rows = office.call("imports.rows", &json!({"id": done["id"]}));
    let rows = rows["rows"].as_array().unwrap();
    let outcomes: Vec<&Value> = rows.iter().map(|row| &row["outcome"]).collect();
    assert_eq!(outcomes, ["created", "failed", "created"]);
    // The third lost its address only, and that is told too.
    let problem = &rows[2]["problems"][0];
    assert_eq!(
        (&rows[2]["row"], &problem["code"]),
        (&json!(3), &json!("invalid_email"))
    );
    assert!(!rows[1]["problems"].as_array().unwrap().is_empty());
}

#[test]
fn rows_that_are_there_already_are_dealt_with_as_asked_imp_08_imp_16() {
    let first = "First Name,Email,Job Title\nAda,ada@example.com,\n";
    let second =
        "First Name,Email,Job Title\nAda,ada@example.com,Analyst\nAda,ADA@example.com,Chief\n";
    for (policy, title, counts) in [
        (
            "reject",
            Value::Null,
            json!({"created": 0, "updated": 0, "unchanged": 0, "duplicates": 2, "failed": 0}),
        ),
        (
            "fill_missing",
            json!("Analyst"),
            json!({"created": 0, "updated": 2, "unchanged": 0, "duplicates": 0, "failed": 0}),
        ),
        (
            "update_existing",
            json!("Chief"),
            json!({"created": 0, "updated": 2, "unchanged": 0, "duplicates": 0, "failed": 0}),
        ),
    ] {
        let office = Office::new();
        office.import(first, &json!({}));
        let done = office.import(second, &json!({"on_duplicate": policy}));
        assert_eq!(done["counts"], counts, "{policy}");
        let contacts = office.contacts();
        assert_eq!(
            (contacts.len(), &contacts[0]["job_title"]),
            (1, &title),
            "{policy}"
        );
    }
    // Within one file, too.
    let office = Office::new();
    let done = office.import(second, &json!({}));
    assert_eq!(
        (&done["counts"]["created"], &done["counts"]["duplicates"]),
        (&json!(1), &json!(1))
    );
}

#[test]
fn an_import_goes_on_step_by_step_and_tells_how_far_imp_11_imp_14() {
    let office = Office::new();
    let file = "First Name\nAda\nBo\nCy\nDi\nEd\n";
    let plan = office.call("imports.plan", &json!({"text": file}));
    assert_eq!(
        (&plan["import"]["status"], &plan["valid_rows"]),
        (&json!("planned"), &json!(5))
    );
    let step = json!({"id": plan["import"]["id"], "text": file, "max_rows": 2});
    for (created, status) in [(2, "running"), (4, "running"), (5, "completed")] {
        let import = office.call("imports.apply", &step);
        assert_eq!(
            (&import["counts"]["created"], &import["status"]),
            (&json!(created), &json!(status))
        );
        let told = office.call("imports.get", &json!({"id": import["id"]}));
        assert_eq!(
            (&told["total_rows"], &told["counts"]),
            (&json!(5), &import["counts"])
        );
    }
}

#[test]
fn an_undo_leaves_what_was_changed_since_imp_18() {
    let office = Office::new();
    let done = office.import(
        "First Name,Email\nAda,ada@example.com\nBo,bo@example.com\n",
        &json!({}),
    );
    let ada = &office.contacts()[0]["id"];
    office.call("contacts.update", &json!({"id": ada, "note": "met since"}));
    let undone = office.call("imports.undo", &json!({"id": done["id"]}));
    assert_eq!(undone["removed"], 1);
    let left = office.contacts();
    assert_eq!((left.len(), &left[0]["id"]), (1, ada));
}

#[test]
fn custom_fields_come_in_and_go_out_imp_07_imp_24_cfd_08() {
    let office = Office::new();
    let field = json!({"record_kind": "contact", "name": "shoe", "field_type": "number"});
    office.call("fields.define", &field);
    let file = "Vorname,Schuh,Weg\nAda,38,x\nBo,large,y\n";
    let options = json!({"read": {"mapping": {"Schuh": "custom.shoe", "Weg": ""}}});
    let plan = office.call("imports.plan", &json!({"text": file, "options": options}));
    let done = office.call(
        "imports.apply",
        &json!({"id": plan["import"]["id"], "text": file}),
    );
    let ada = office
        .contacts()
        .into_iter()
        .find(|contact| contact["name"]["given"] == "Ada");
    assert_eq!(ada.unwrap()["custom"], json!({"shoe": 38}), "{done}");
    let rows = office.call("imports.rows", &json!({"id": done["id"]}));
    assert_eq!(rows["rows"][1]["outcome"], "created");
    assert_eq!(rows["rows"][1]["problems"][0]["field"], "custom.shoe");
    let chosen = json!({"options": {"format": "csv", "fields": ["name", "custom.shoe"]}, "filter": "custom.shoe is set"});
    let text = office.call("exports.contacts", &chosen)["text"].take();
    let text = text.as_str().unwrap();
    assert!(text.contains("38") && text.lines().count() == 2, "{text}");
    let unknown = json!({"options": {"fields": ["shoe"]}});
    let error = call(&office.admin, "exports.contacts", &unknown).unwrap_err();
    assert_eq!(error.field(), Some("options.fields[0]"));
}

#[test]
fn an_export_follows_a_rule_imp_23() {
    let office = Office::new();
    office.import(
        "First Name,Job Title\nAda,CTO\nBo,CEO\nCy,CTO\n",
        &json!({}),
    );
    office.call(
        "accounts.create",
        &json!({"name": "Mill", "industry": "Flour"}),
    );
    office.call("accounts.create", &json!({"name": "Forge"}));
    let mut part = json!({"options": {"format": "jsonl"}, "filter": "title = 'CTO'", "limit": 1});
    let mut given = Vec::new();
    loop {
        let answer = office.call("exports.contacts", &part);
        given.push(answer["records"].as_u64().unwrap());
        match answer["next"].as_str() {
            Some(next) => part["cursor"] = next.into(),
            None => break,
        }
    }
    assert_eq!(given, [1, 1]);
    let accounts = office.call("exports.accounts", &json!({"filter": "industry = 'flour'"}));
    assert_eq!(accounts["records"], 1);
    let wrong = json!({"filter": "titel = 'CTO'"});
    let error = call(&office.admin, "exports.contacts", &wrong).unwrap_err();
    assert_eq!(error.field(), Some("filter"));
}

#[test]
fn an_export_is_masked_and_on_the_record_imp_27_imp_28_aud_03() {
    let office = Office::new();
    office.import(
        "First Name,Email,Notes\nAda,ada@example.com,a secret\n",
        &json!({}),
    );
    office.call(
        "roles.create",
        &json!({"key": "clerk", "grants": [
            {"permission": "crm.contact.view", "scope": "all"},
            {"permission": "crm.contact.export", "scope": "all"},
        ], "fields": [
            {"kind": "contact", "field": "note", "level": "none"},
            {"kind": "contact", "field": "emails", "level": "masked", "mask": "domain_only"},
        ]}),
    );
    let clerk = Office::session(&office.engine, 2, "clerk");
    let before = office.call("audit.verify", &json!({}))["checked"].take();
    for format in ["csv", "jsonl", "vcard"] {
        let part = json!({"options": {"format": format}});
        let text = call(&clerk, "exports.contacts", &part).unwrap()["text"].take();
        assert!(text.as_str().unwrap().contains("Ada"), "{text}");
        assert!(
            !text.to_string().contains("secret") && !text.to_string().contains("ada@"),
            "{text}"
        );
    }
    for hidden in [
        json!({"options": {"fields": ["note"]}}),
        json!({"filter": "note is set"}),
    ] {
        assert!(call(&clerk, "exports.contacts", &hidden).is_err());
    }
    let after = office.call("audit.verify", &json!({}))["checked"].take();
    assert_eq!(
        after.as_u64().unwrap() - before.as_u64().unwrap(),
        3,
        "one entry a part, none for a refusal"
    );
    let seller = Office::session(&office.engine, 3, "sales_rep");
    let error = call(&seller, "exports.contacts", &json!({})).unwrap_err();
    assert_eq!(error.code(), crm::ErrorCode::Forbidden);
}

#[test]
fn exported_rows_are_limited_over_time_imp_27() {
    let office = Office::new();
    office.import("First Name\nAda\nBo\nCy\nDi\nEd\n", &json!({}));
    office.call("settings.update", &json!({"export_rows_per_hour": 3}));
    let export = |session, cursor: &Value| {
        let part = json!({"options": {"format": "jsonl"}, "cursor": cursor});
        call(session, "exports.contacts", &part)
    };
    // A part is as large as what is left, and the next one comes when the hour is over.
    let first = export(&office.admin, &Value::Null).unwrap();
    assert_eq!(first["records"], 3);
    let refused = export(&office.admin, &first["next"]).unwrap_err();
    assert_eq!(refused.code(), crm::ErrorCode::Limit);
    assert_eq!(refused.details()["limit"], "export_rows_per_hour");
    assert_eq!(refused.details()["maximum"], 3);
    assert!(refused.details().contains_key("retry_at"));
    // Another user has rows of its own.
    let other = Office::session(&office.engine, 2, "admin");
    assert_eq!(export(&other, &Value::Null).unwrap()["records"], 3);
    office.call("settings.update", &json!({"export_rows_per_hour": 5}));
    let rest = export(&office.admin, &first["next"]).unwrap();
    assert_eq!((&rest["records"], &rest["next"]), (&json!(2), &Value::Null));
}

#[test]
fn a_file_links_people_to_accounts_and_tags_them_imp_29() {
    let office = Office::new();
    let file = "First Name,Email,Company\nAda,ada@engines.example,Engines\nBo,bo@engines.example,Engines\n";
    office.import(
        file,
        &json!({"link_accounts": true, "tags": ["import/2026"]}),
    );
    let contacts = office.contacts();
    assert!(contacts[0]["account_id"].is_string());
    assert_eq!(contacts[0]["account_id"], contacts[1]["account_id"]);
    let tagged = office.call(
        "contacts.list",
        &json!({"filter": "tag = 'import/2026'", "count": true}),
    );
    assert_eq!(tagged["total"], 2);
}

#[test]
fn every_type_of_custom_field_goes_out_and_comes_in_again_cfd_08() {
    let before = Office::new();
    let options = json!([{"value": "g", "label": "Gold"}, {"value": "s", "label": "Silver"}]);
    let fields = [
        ("text", json!("red")),
        ("number", json!(12.5)),
        ("currency", json!({"amount": "9.99", "currency": "GBP"})),
        ("date", json!("2024-02-29")),
        ("datetime", json!("2026-01-01T10:00:00.000000Z")),
        ("boolean", json!(true)),
        ("select", json!("g")),
        ("multiselect", json!(["s", "g"])),
        ("url", json!("https://example.com/")),
        ("email", json!("ada@example.com")),
        ("phone", json!("+442079460958")),
    ];
    let define = |office: &Office| {
        for (kind, _) in &fields {
            let options = if kind.ends_with("select") {
                options.clone()
            } else {
                json!([])
            };
            let field = json!({"record_kind": "contact", "name": format!("a_{kind}"), "field_type": kind, "options": options});
            office.call("fields.define", &field);
        }
    };
    define(&before);
    let custom: Value = fields
        .iter()
        .map(|(kind, value)| (format!("a_{kind}"), value.clone()))
        .collect();
    before.call(
        "contacts.create",
        &json!({"name": {"given": "Ada"}, "custom": custom}),
    );
    let columns: Vec<String> = fields
        .iter()
        .map(|(kind, _)| format!("custom.a_{kind}"))
        .collect();
    let chosen: Vec<String> = std::iter::once("sort_name".to_owned())
        .chain(columns.clone())
        .collect();
    let part = json!({"options": {"format": "csv", "raw_cells": true, "fields": chosen}});
    let text = before.call("exports.contacts", &part)["text"].take();
    let after = Office::new();
    define(&after);
    let mut mapping: serde_json::Map<String, Value> = columns
        .iter()
        .map(|name| (name.clone(), name.clone().into()))
        .collect();
    mapping.insert("sort_name".to_owned(), "name.given".into());
    let done = after.import(
        text.as_str().unwrap(),
        &json!({"read": {"mapping": mapping}}),
    );
    assert_eq!(after.contacts()[0]["custom"], custom, "{done}");
}

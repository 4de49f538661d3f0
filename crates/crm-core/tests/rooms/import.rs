//! What a file's cells become in fields that the tenant defined (IMP-07, IMP-12).

use serde_json::{Value, json};

use crate::support::{Caller, World};

const PLAIN: &[&str] = &[
    "number", "currency", "date", "datetime", "boolean", "url", "email", "phone", "text",
];

/// A tenant with a custom field of every type, each named as its type.
fn world() -> World {
    let world = World::new();
    let admin = world.admin();
    admin.call(
        "settings.update",
        json!({ "currency": "EUR", "country": "GB", "time_zone": "Europe/Berlin" }),
    );
    let define = |kind: &str, options: Value| {
        let args = json!({ "record_kind": "contact", "name": kind, "field_type": kind, "options": options });
        admin.call("fields.define", args);
    };
    for kind in PLAIN {
        define(kind, json!([]));
    }
    let options =
        json!([{ "value": "gold", "label": "Gold plan" }, { "value": "blue", "label": "Blue" }]);
    define("select", options.clone());
    define("multiselect", options);
    world
}

/// What a person is once this file is imported, and the problems of the row.
fn imported(admin: &Caller, cells: &str) -> (Value, Vec<Value>) {
    let text = format!("Ada;;;;{cells}");
    let plan = admin.call("imports.plan", json!({ "text": text }));
    let id = &plan["import"]["id"];
    admin.call("imports.apply", json!({ "id": id, "text": text }));
    let rows = admin.call("imports.rows", json!({ "id": id }));
    let row = &rows["rows"][0];
    let problems = row
        .get("problems")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let planned = plan["preview"][0]
        .get("problems")
        .and_then(Value::as_array)
        .cloned();
    assert_eq!(
        planned.unwrap_or_default(),
        problems,
        "the plan says what becomes of the row"
    );
    let contact = row["record_id"]
        .as_str()
        .map_or(Value::Null, |id| admin.get(id));
    let shown = &plan["preview"][0]["contact"];
    assert_eq!(
        shown.get("custom"),
        contact.get("custom"),
        "the preview is what is stored"
    );
    (contact, problems)
}

#[test]
fn a_cell_has_the_type_of_its_field_imp_07() {
    let world = world();
    let admin = world.admin();
    for (cell, value) in [
        ("number=12.50", json!(12.5)),
        ("number=007", json!(7)),
        (
            "currency=12.5 usd",
            json!({ "amount": "12.5", "currency": "USD" }),
        ),
        ("currency=9", json!({ "amount": "9", "currency": "EUR" })),
        ("date=2026-03-01", json!("2026-03-01")),
        (
            "datetime=2026-03-01T08:30:00Z",
            json!("2026-03-01T08:30:00.000000Z"),
        ),
        (
            "datetime=2026-03-01 09:30",
            json!("2026-03-01T08:30:00.000000Z"),
        ),
        ("datetime=2026-03-01", json!("2026-02-28T23:00:00.000000Z")),
        ("boolean=Yes", json!(true)),
        ("boolean=NEIN", json!(false)),
        ("select=GOLD", json!("gold")),
        ("select=gold plan", json!("gold")),
        ("multiselect=Gold plan, blue", json!(["gold", "blue"])),
        ("multiselect=blue|blue", json!(["blue"])),
        ("url=example.com", json!("https://example.com/")),
        ("email=Ada@Example.com", json!("ada@example.com")),
        ("phone=020 7946 0958", json!("+442079460958")),
        ("text= 12 ", json!("12")),
    ] {
        let (contact, problems) = imported(&admin, cell);
        let name = cell.split('=').next().unwrap();
        assert_eq!(contact["custom"][name], value, "{cell}: {problems:?}");
        assert!(problems.is_empty(), "{cell}: {problems:?}");
    }
}

#[test]
fn a_cell_that_does_not_fit_is_told_and_kept_aside_and_the_row_goes_on_imp_12() {
    let world = world();
    let admin = world.admin();
    for (cell, code) in [
        ("number=many", "unreadable_number"),
        ("number=1234567890.1234567", "unreadable_number"),
        ("currency=$ 12", "ambiguous_currency"),
        ("currency=twelve", "unreadable_number"),
        ("date=soon", "unreadable_date"),
        ("datetime=2026-03-29 02:30", "unreadable_date"),
        ("boolean=Persephone", "unreadable_value"),
        ("select=Persephone", "unreadable_value"),
        ("multiselect=gold,Persephone", "unreadable_value"),
        ("url=ftp://x", "unreadable_value"),
        ("email=Persephone", "unreadable_value"),
        ("phone=Persephone", "unreadable_value"),
    ] {
        let (contact, problems) = imported(&admin, &format!("{cell};text=kept"));
        let (name, text) = cell.split_once('=').unwrap();
        assert_eq!(problems.len(), 1, "{cell}: {problems:?}");
        assert_eq!(problems[0]["code"], code, "{cell}");
        assert_eq!(problems[0]["field"], format!("custom.{name}"));
        assert!(
            !problems[0].to_string().contains("Persephone"),
            "{problems:?}"
        );
        assert_eq!(contact["custom"], json!({ "text": "kept" }), "{cell}");
        let extra = json!({ "source": "lines", "name": format!("custom.{name}"), "value": text });
        assert_eq!(contact["extras"], json!([extra]));
    }
}

#[test]
fn an_empty_cell_is_no_value_imp_07() {
    let (contact, problems) = imported(&world().admin(), "number= ;boolean=;text=x");
    assert_eq!(contact["custom"], json!({ "text": "x" }));
    assert!(problems.is_empty());
}

#[test]
fn a_row_without_a_value_that_is_required_fails_imp_12() {
    let world = world();
    let admin = world.admin();
    admin.call(
        "fields.define",
        json!({
            "record_kind": "contact", "name": "due", "field_type": "date", "required": true,
        }),
    );
    let (contact, problems) = imported(&admin, "due=soon");
    assert_eq!(contact, Value::Null);
    let codes: Vec<&Value> = problems.iter().map(|problem| &problem["code"]).collect();
    assert_eq!(codes, ["unreadable_date", "invalid"]);
}

#[test]
fn options_of_a_hidden_field_are_not_told_4_11() {
    let world = world();
    let grants = crate::support::all(&[
        "crm.import.run",
        "crm.contact.create",
        "crm.contact.view",
        "crm.settings.view",
    ]);
    let hidden = json!([{ "kind": "contact", "field": "custom.select", "level": "none" }]);
    world.admin().role("clerk", grants, hidden);
    let clerk = world.user(&["clerk"]);
    let plan = clerk.call(
        "imports.plan",
        json!({ "text": "Ada;;;;select=Persephone" }),
    );
    assert!(!plan.to_string().contains("gold"), "{plan}");
    assert_eq!(plan["invalid_rows"], 1);
}

//! Who may import, and how much.

use crm_core::memory::SimulatedClock;
use serde_json::json;

use crate::caller::{Caller, engine, engine_at, role};

#[test]
fn a_user_imports_as_many_rows_a_day_as_the_tenant_allows_imp_19_sec_59() {
    let engine = engine();
    let admin = Caller::of(&engine, 1, 1, "admin");
    admin.call("settings.update", json!({"import_rows_per_day": 5}));
    let file = "Name\nAda\nBo\nCy\n";
    let options = json!({"read": {"record_kind": "lead"}, "on_duplicate": "create_anyway"});
    let (done, _) = admin.import(file, options.clone());
    assert_eq!(done["status"], "completed");
    // The next file goes as far as the rest of the day's rows, and waits there.
    let plan = admin.call("imports.plan", json!({"text": file, "options": options}));
    let step = json!({"id": plan["import"]["id"], "text": file});
    let import = admin.call("imports.apply", step.clone());
    assert_eq!(
        (&import["status"], &import["processed_rows"]),
        (&json!("running"), &json!(2))
    );
    let error = admin.attempt("imports.apply", &step).unwrap_err();
    assert_eq!(error.code(), crm_core::ErrorCode::Limit);
    assert_eq!(error.details()["limit"], "import_rows_per_day");
    let other = Caller::of(&engine, 1, 2, "admin");
    let (done, _) = other.import(file, options);
    assert_eq!(
        done["status"], "completed",
        "each user has a limit of their own"
    );
    admin.call("settings.update", json!({"import_rows_per_day": null}));
    assert_eq!(admin.call("imports.apply", step)["status"], "completed");
}

const HOUR: u64 = 3_600;

/// A user with a limit of ten rows a day, and the calls of an import of so many.
fn limited(
    rows: usize,
) -> (
    SimulatedClock,
    Caller,
    impl Fn(&Caller) -> (serde_json::Value, String),
) {
    let clock = SimulatedClock::default();
    let admin = Caller::of(&engine_at(clock.clone()), 1, 1, "admin");
    let file = move || {
        let names: Vec<String> = (0..rows).map(|row| format!("Ada {row}")).collect();
        format!("Name\n{}\n", names.join("\n"))
    };
    let planned = move |admin: &Caller| {
        let options = json!({"read": {"record_kind": "lead"}, "on_duplicate": "create_anyway"});
        let plan = admin.call("imports.plan", json!({"text": file(), "options": options}));
        (plan["import"]["id"].clone(), file())
    };
    (clock, admin, planned)
}

#[test]
fn rows_of_a_long_import_count_on_the_day_on_which_they_came_imp_19_sec_59() {
    let (clock, admin, planned) = limited(40);
    admin.call("settings.update", json!({"import_rows_per_day": 10}));
    let (id, text) = planned(&admin);
    let step = |rows: u32| {
        admin.attempt(
            "imports.apply",
            &json!({"id": id, "text": text, "max_rows": rows}),
        )
    };
    let processed = |rows: u32| step(rows).unwrap()["processed_rows"].clone();
    assert_eq!((processed(7), processed(7)), (json!(7), json!(10)));
    assert_eq!(step(7).unwrap_err().code(), crm_core::ErrorCode::Limit);
    // The next day has rows of its own, in as many steps as one likes.
    clock.advance(25 * HOUR);
    assert_eq!((processed(1), processed(2)), (json!(11), json!(13)));
    clock.advance(12 * HOUR);
    assert_eq!(processed(50), 20);
    assert!(step(1).is_err());
    // What came half a day earlier is free again half a day earlier.
    clock.advance(13 * HOUR);
    assert_eq!(processed(50), 23);
    assert!(step(1).is_err());
    clock.advance(12 * HOUR);
    assert_eq!(processed(50), 30);
}

#[test]
fn what_is_done_to_an_old_import_brings_in_no_rows_imp_19_sec_59() {
    let (clock, admin, planned) = limited(9);
    let (old, text) = planned(&admin);
    let (stopped, _) = planned(&admin);
    for (id, rows) in [(&old, 9), (&stopped, 5)] {
        admin.call(
            "imports.apply",
            json!({"id": id, "text": text, "max_rows": rows}),
        );
    }
    admin.call("settings.update", json!({"import_rows_per_day": 10}));
    clock.advance(30 * 24 * HOUR);
    admin.call("imports.undo", json!({"id": old}));
    admin.call("imports.cancel", json!({"id": stopped}));
    let (new, text) = planned(&admin);
    let import = admin.call("imports.apply", json!({"id": new, "text": text}));
    assert_eq!(import["status"], "completed");
    // But undoing gives no rows of the day back.
    admin.call("imports.undo", json!({"id": new}));
    let (next, text) = planned(&admin);
    let import = admin.call("imports.apply", json!({"id": next, "text": text}));
    assert_eq!(import["processed_rows"], 1);
}

#[test]
fn who_may_not_create_a_kind_cannot_plan_files_of_it_sec_59() {
    let engine = engine();
    let admin = Caller::of(&engine, 1, 1, "admin");
    role(
        &admin,
        "intern",
        "all",
        &["crm.import.run", "crm.contact.create"],
        json!([]),
    );
    let intern = Caller::of(&engine, 1, 2, "intern");
    let plan = json!({"text": "Name\nAda\n", "options": {"read": {"record_kind": "lead"}}});
    let error = intern.attempt("imports.plan", &plan).unwrap_err();
    assert_eq!(error.code(), crm_core::ErrorCode::Forbidden);
    // What cards describe, only they say.
    let card = |kind: &str| {
        format!(
            "BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:{kind}\r\nFN:Engines\r\nORG:Engines\r\nEND:VCARD\r\n"
        )
    };
    let plan = |text: String| intern.attempt("imports.plan", &json!({"text": text}));
    assert!(plan(card("individual")).is_ok());
    let error = plan(card("individual") + &card("org")).unwrap_err();
    assert_eq!(error.code(), crm_core::ErrorCode::Forbidden);
    assert_eq!(error.details()["permission"], "crm.customer.create");
}

#[test]
fn a_card_of_a_company_is_no_person_if_those_were_asked_for() {
    let admin = Caller::of(&engine(), 1, 1, "admin");
    let card =
        "BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:org\r\nFN:Engines\r\nORG:Engines\r\nEND:VCARD\r\n";
    let (_, rows) = admin.import(card, json!({"read": {"record_kind": "contact"}}));
    assert_eq!(rows[0]["problems"][0]["code"], "not_as_asked");
    let (_, rows) = admin.import(card, json!({}));
    assert_eq!(rows[0]["record_kind"], "account");
}

//! Who may import, and how much.

use serde_json::json;

use crate::caller::{Caller, engine, role};

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
}

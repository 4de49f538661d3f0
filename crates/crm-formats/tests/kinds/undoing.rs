//! What undoing an import takes back, in how many steps, and for whom.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::caller::{Caller, engine, role};

const FILE: &str = "First Name,Last Name,Email,Company,Notes\n\
    Ada,Lovelace,ada@engines.example,Engines,first\n\
    Bo,Jacquard,bo@engines.example,Engines,second\n\
    Cy,Babbage,cy@looms.example,Looms,third\n";

fn imported(admin: &Caller, options: Value) -> Value {
    let (done, rows) = admin.import(FILE, options);
    assert_eq!(done["status"], "completed", "{rows:?}");
    done["id"].clone()
}

fn all(caller: &Caller, group: &str) -> Vec<Value> {
    let page = caller.call(&format!("{group}.list"), json!({}));
    page["items"].as_array().unwrap().clone()
}

/// Undoes an import to the end, so many changes at a time; answers what every step did together.
fn undo(caller: &Caller, import: &Value, step: usize) -> (u64, u64, Vec<Value>) {
    let (mut removed, mut restored, mut kept) = (0, 0, Vec::new());
    for number in 0..500 {
        let step = json!({"id": import, "max_changes": step});
        let report = caller.call("imports.undo", step);
        removed += report["removed"].as_u64().unwrap();
        restored += report["restored"].as_u64().unwrap();
        kept.extend(report["kept"].as_array().into_iter().flatten().cloned());
        let status = caller.call("imports.get", json!({"id": import}))["status"].clone();
        if report["more"] == json!(false) {
            assert_eq!(status, "undone");
            return (removed, restored, kept);
        }
        assert_eq!(status, "undoing", "{number}");
    }
    panic!("undoing does not end");
}

fn reasons(kept: &[Value], kind: &str) -> Vec<Value> {
    let of_kind = kept.iter().filter(|one| one["record"]["kind"] == kind);
    of_kind.map(|one| one["reason"].clone()).collect()
}

#[test]
fn an_import_is_undone_in_steps_of_any_size_imp_18() {
    for step in [1, 2, 3, 7, 1_000] {
        let admin = Caller::admin();
        let options = json!({"link_accounts": true, "tags": ["fair/2026"]});
        let import = imported(&admin, options);
        assert_eq!(
            (all(&admin, "contacts").len(), all(&admin, "accounts").len()),
            (3, 2)
        );
        let (removed, _, kept) = undo(&admin, &import, step);
        assert_eq!(kept, Vec::<Value>::new(), "{step}");
        assert!(removed >= 5, "{step} {removed}");
        for group in ["contacts", "accounts"] {
            assert_eq!(all(&admin, group), Vec::<Value>::new(), "{step}");
        }
        let again = admin
            .attempt("imports.undo", &json!({"id": import}))
            .unwrap_err();
        assert_eq!(again.code(), crm_core::ErrorCode::Conflict);
    }
    let admin = Caller::admin();
    let import = imported(&admin, json!({}));
    let none = json!({"id": import, "max_changes": 0});
    let error = admin.attempt("imports.undo", &none).unwrap_err();
    assert_eq!(error.field(), Some("max_changes"));
}

#[test]
fn what_belongs_to_a_record_that_stays_stays_too_imp_18() {
    for step in [1, 4, 1_000] {
        let admin = Caller::admin();
        let import = imported(&admin, json!({"link_accounts": true, "tags": ["fair"]}));
        let people = all(&admin, "contacts");
        let ada = people
            .iter()
            .find(|one| one["name"]["given"] == "Ada")
            .unwrap();
        let note = json!({"id": ada["id"], "note": "met since"});
        admin.call("contacts.update", note);
        let (_, _, kept) = undo(&admin, &import, step);
        let left = all(&admin, "contacts");
        assert_eq!((left.len(), &left[0]["id"]), (1, &ada["id"]), "{step}");
        // She is as she was: with her account, and tagged.
        assert_eq!(left[0]["account_id"], ada["account_id"]);
        let tagged = json!({"filter": "tag = 'fair'", "count": true});
        assert_eq!(admin.call("contacts.list", tagged)["total"], 1);
        let accounts = all(&admin, "accounts");
        assert_eq!(
            (accounts.len(), &accounts[0]["id"]),
            (1, &ada["account_id"])
        );
        assert_eq!(reasons(&kept, "contact"), ["it was changed since"]);
        assert_eq!(reasons(&kept, "account"), ["other records refer to it"]);
        assert_eq!(reasons(&kept, "association"), ["what it belongs to stays"]);
    }
}

#[test]
fn what_somebody_wrote_between_two_rows_about_it_is_not_removed_imp_18() {
    let admin = Caller::admin();
    let file = "First Name,Last Name,Email,Notes\n\
        Ada,Lovelace,ada@engines.example,first\n\
        Ada,Lovelace,ada@engines.example,second\n";
    let options = json!({"on_duplicate": "update_existing"});
    let plan = admin.call("imports.plan", json!({"text": file, "options": options}));
    let id = &plan["import"]["id"];
    let step = json!({"id": id, "text": file, "max_rows": 1});
    admin.call("imports.apply", step.clone());
    let ada = all(&admin, "contacts")[0]["id"].take();
    admin.call(
        "contacts.update",
        json!({"id": ada, "job_title": "Countess"}),
    );
    while admin.call("imports.apply", step.clone())["status"] != "completed" {}
    let left = admin.call("contacts.get", json!({"id": ada}));
    assert_eq!(left["note"], "second", "the job wrote it last");
    let (removed, _, kept) = undo(&admin, id, 100);
    assert_eq!(removed, 0);
    assert_eq!(reasons(&kept, "contact"), ["it was changed since"]);
    assert_eq!(
        admin.call("contacts.get", json!({"id": ada}))["job_title"],
        "Countess"
    );
}

#[test]
fn what_an_import_changed_comes_back_field_by_field_imp_18() {
    let admin = Caller::admin();
    let person = json!({"full_name": "Ada Lovelace", "job_title": "Analyst", "note": "mine",
        "emails": [{"address": "ada@engines.example"}]});
    let id = admin.call("contacts.create", person)["contact"]["id"].take();
    let file = "Email,Job Title,Notes\nada@engines.example,Countess,theirs\n";
    let (done, rows) = admin.import(file, json!({"on_duplicate": "update_existing"}));
    assert_eq!(rows[0]["outcome"], "updated");
    admin.call("contacts.update", json!({"id": id, "note": "newer"}));
    let (removed, restored, kept) = undo(&admin, &done["id"], 100);
    assert_eq!((removed, restored), (0, 1));
    let note = json!({"record": {"kind": "contact", "id": id}, "field": "note", "reason": "it was changed since"});
    assert_eq!(kept, [note]);
    let read = admin.call("contacts.get", json!({"id": id}));
    assert_eq!(
        (&read["job_title"], &read["note"]),
        (&json!("Analyst"), &json!("newer"))
    );
}

#[test]
fn nobody_takes_back_by_an_import_what_they_may_not_change_imp_18_4_11() {
    let engine = engine();
    let admin = Caller::of(&engine, 1, 1, "admin");
    let person = json!({"full_name": "Ada Lovelace", "note": "secret", "job_title": "Analyst",
        "emails": [{"address": "ada@engines.example"}]});
    let ada = admin.call("contacts.create", person)["contact"]["id"].take();
    let file = "Email,Job Title,Notes\nada@engines.example,Countess,theirs\nbo@engines.example,,\n";
    let (done, rows) = admin.import(file, json!({"on_duplicate": "update_existing"}));
    let bo = &rows[1]["record_id"];
    let imports = ["crm.import.run", "crm.import.undo", "crm.contact.view"];
    role(&admin, "none", "all", &imports, json!([]));
    let updates = [&imports[..], &["crm.contact.update"]].concat();
    let blind = json!([{"kind": "contact", "field": "note", "level": "none", "hard": true}]);
    role(&admin, "blind", "all", &updates, blind);
    let own = json!({"key": "own", "grants": [
        {"permission": "crm.import.run", "scope": "all"}, {"permission": "crm.import.undo", "scope": "all"},
        {"permission": "crm.contact.view", "scope": "own"}, {"permission": "crm.contact.update", "scope": "all"},
        {"permission": "crm.contact.delete", "scope": "all"},
    ]});
    admin.call("roles.create", own);
    let read = |id: &Value| admin.call("contacts.get", json!({"id": id}));
    let barred = "your roles do not let you change it";
    let kept = |id: &Value, field: Option<&str>| match field {
        Some(field) => {
            json!({"record": {"kind": "contact", "id": id}, "field": field, "reason": barred})
        }
        None => json!({"record": {"kind": "contact", "id": id}, "reason": barred}),
    };

    // What is out of sight is neither changed nor named.
    let as_role = |role: &str| Caller::of(&engine, 1, 2, role);
    let undoing = |role: &str| {
        let plan = as_role(role).call("imports.undo", json!({"id": done["id"]}));
        (
            plan["removed"].clone(),
            plan["restored"].clone(),
            plan["kept"].clone(),
        )
    };
    // Each is tried on an import of its own, since undoing happens once.
    assert_eq!(undoing("own"), (json!(0), json!(0), Value::Null));
    assert_eq!(
        (&read(&ada)["note"], &read(bo)["id"]),
        (&json!("theirs"), bo)
    );

    let again = |title: &str| {
        let file = format!(
            "Email,Job Title,Notes\nada@engines.example,{title},again {title}\n{title}@x.example,,\n"
        );
        let (done, rows) = admin.import(&file, json!({"on_duplicate": "update_existing"}));
        (done["id"].clone(), rows[1]["record_id"].clone())
    };
    let (import, new) = again("Chief");
    let report = as_role("none").call("imports.undo", json!({"id": import}));
    let mut expected = [kept(&ada, None), kept(&new, None)];
    expected.sort_by_key(|one| one["record"]["id"].to_string());
    assert_eq!(
        (&report["removed"], &report["restored"]),
        (&json!(0), &json!(0))
    );
    assert_eq!(report["kept"], json!(expected));
    assert_eq!(read(&ada)["job_title"], "Chief");

    // A field that is hidden stays and is not named; the others come back.
    let (import, new) = again("Head");
    let report = as_role("blind").call("imports.undo", json!({"id": import}));
    assert_eq!(
        (&report["removed"], &report["restored"]),
        (&json!(0), &json!(1))
    );
    assert!(!report.to_string().contains("note"), "{report}");
    let after = read(&ada);
    assert_eq!(
        (&after["job_title"], &after["note"]),
        (&json!("Chief"), &json!("again Head"))
    );
    assert_eq!(&read(&new)["id"], &new);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Undone in whatever steps, an import that nobody touched leaves what was there before.
    #[test]
    fn an_import_and_its_undoing_leave_everything_as_it_was_imp_18(
        rows in vec((0..6_u8, 0..4_u8, 0..3_u8), 1..12),
        there in vec((0..6_u8, 0..4_u8), 0..3),
        step in 1..20_usize,
        policy in prop::sample::select(vec!["fill_missing", "update_existing", "return_existing", "reject"]),
    ) {
        let admin = Caller::admin();
        let line = |person: u8, company: u8, title: u8| {
            let company = if company == 0 { String::new() } else { format!("Works {company}") };
            format!("Ada{person},Of{person},p{person}@mail{company}.example,{company},Title {title}\n")
                .replace("mailWorks ", "works")
        };
        let header = "First Name,Last Name,Email,Company,Job Title\n";
        let file = |rows: &[(u8, u8, u8)]| -> String {
            let lines = rows.iter().map(|(person, company, title)| line(*person, *company, *title));
            header.to_owned() + &lines.collect::<String>()
        };
        let there: Vec<(u8, u8, u8)> = there.into_iter().map(|(person, company)| (person, company, 9)).collect();
        if !there.is_empty() {
            admin.import(&file(&there), json!({"link_accounts": true}));
        }
        let state = || {
            ["contacts", "accounts"].map(|group| {
                let mut all = all(&admin, group);
                for record in &mut all {
                    let record = record.as_object_mut().unwrap();
                    record.retain(|name, _| !matches!(name.as_str(), "version" | "updated_at"));
                }
                all
            })
        };
        let before = state();
        let options = json!({"link_accounts": true, "on_duplicate": policy, "tags": ["fair"]});
        let plan = admin.call("imports.plan", json!({"text": file(&rows), "options": options}));
        let import = plan["import"]["id"].clone();
        admin.call("imports.apply", json!({"id": import, "text": file(&rows)}));
        let (_, _, kept) = undo(&admin, &import, step);
        prop_assert_eq!(kept, Vec::<Value>::new());
        prop_assert_eq!(state(), before);
    }
}

#[test]
fn a_user_undoes_as_many_steps_as_the_tenant_allows_blk_13() {
    let admin = Caller::admin();
    let import = imported(&admin, json!({}));
    admin.call("settings.update", json!({"bulk_calls_per_hour": 1}));
    let step = json!({"id": import, "max_changes": 1});
    assert_eq!(admin.call("imports.undo", step.clone())["more"], true);
    let refused = admin.attempt("imports.undo", &step).unwrap_err();
    assert_eq!(refused.code(), crm_core::ErrorCode::Limit);
    assert_eq!(refused.details()["limit"], "bulk_calls_per_hour");
}

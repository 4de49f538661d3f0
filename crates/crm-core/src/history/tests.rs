//! Records as they were, and put back.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test fails by panicking
#![allow(clippy::needless_pass_by_value)] // arguments are made where they are given

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::error::{ErrorCode, Result};
use crate::memory;
use crate::operation::{CallOptions, Session};

fn call(session: &Session, name: &str, arguments: Json) -> Result<Json> {
    let answer = session.call(
        name,
        arguments.to_string().as_bytes(),
        &CallOptions::default(),
    )?;
    Ok(serde_json::from_slice(&answer).unwrap())
}

fn contact(session: &Session, arguments: Json) -> Json {
    call(session, "contacts.create", arguments).unwrap()["contact"]["id"].clone()
}

/// What a caller reads of a contact, without what the history leaves out.
fn fields(session: &Session, id: &Json) -> serde_json::Map<String, Json> {
    let record = call(session, "contacts.get", json!({"id": id})).unwrap();
    let mut fields = record.as_object().unwrap().clone();
    for name in [
        "id",
        "version",
        "created_at",
        "created_by",
        "updated_at",
        "updated_by",
    ] {
        fields.remove(name);
    }
    if let Some(Json::Object(custom)) = fields.remove("custom") {
        fields.extend(
            custom
                .into_iter()
                .map(|(name, value)| (format!("custom.{name}"), value)),
        );
    }
    fields
}

fn as_of(session: &Session, id: &Json, version: u64) -> serde_json::Map<String, Json> {
    let asked = json!({"record_kind": "contact", "id": id, "version": version});
    let was = call(session, "history.as_of", asked).unwrap();
    was["snapshot"]["fields"]
        .as_object()
        .cloned()
        .unwrap_or_default()
}

fn change() -> impl Strategy<Value = Json> {
    let text = |name: &'static str| {
        prop_oneof![Just(Json::Null), "[A-Z][a-z]{0,6}".prop_map(Json::from)]
            .prop_map(move |value| json!({ name: value }))
    };
    prop_oneof![
        text("job_title"),
        text("company_text"),
        text("note"),
        "[a-z]{1,6}".prop_map(|word| json!({"name": {"given": word, "family": "Byron"}})),
        "[a-z]{1,6}"
            .prop_map(|word| { json!({"emails": [{"address": format!("{word}@example.com")}]}) }),
        "[a-z]{1,4}".prop_map(|word| json!({"custom": {"tier": word}})),
        Just(json!({"custom": {"tier": null}})),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_record_as_of_a_version_is_what_a_reader_saw_then_aud_07(
        changes in prop::collection::vec(change(), 1..8)
    ) {
        let session = memory::session("admin");
        call(&session, "fields.define", json!({
            "record_kind": "contact", "name": "tier", "field_type": "text"
        })).unwrap();
        let id = contact(&session, json!({"name": {"given": "Ada", "family": "Byron"}}));
        let mut seen = vec![fields(&session, &id)];
        for change in changes {
            let mut arguments = change;
            arguments["id"] = id.clone();
            let version = call(&session, "contacts.update", arguments).unwrap()["version"]
                .as_u64().unwrap();
            if version > seen.len() as u64 {
                seen.push(fields(&session, &id));
            }
        }
        for (at, expected) in seen.iter().enumerate() {
            prop_assert_eq!(&as_of(&session, &id, at as u64 + 1), expected);
        }
        // Putting any version back gives it again, as a version of its own.
        for (at, expected) in seen.iter().enumerate() {
            let asked = json!({"record_kind": "contact", "id": id, "version": at + 1});
            call(&session, "history.restore", asked).unwrap();
            prop_assert_eq!(&fields(&session, &id), expected);
        }
    }
}

#[test]
fn an_instant_before_a_record_existed_has_no_record_aud_07() {
    let session = memory::session("admin");
    let id = contact(&session, json!({"display_as": "Ada"}));
    let asked = json!({"record_kind": "contact", "id": id, "at": "2020-01-01T00:00:00Z"});
    let was = call(&session, "history.as_of", asked.clone()).unwrap();
    assert_eq!(was["state"], "absent");
    let error = call(&session, "history.restore", asked).unwrap_err();
    assert_eq!(
        (error.code(), error.field()),
        (ErrorCode::Invalid, Some("at"))
    );
}

#[test]
fn one_field_is_put_back_and_others_stay_aud_06() {
    let session = memory::session("admin");
    let id = contact(
        &session,
        json!({"display_as": "Ada", "job_title": "Analyst"}),
    );
    let update = json!({"id": id, "job_title": "Director", "note": "met at a fair"});
    call(&session, "contacts.update", update).unwrap();
    let asked = json!({
        "record_kind": "contact", "id": id, "version": 1, "fields": ["job_title"],
        "expected_version": 2,
    });
    let back = call(&session, "history.restore", asked.clone()).unwrap();
    assert_eq!(back["version"], 3);
    assert_eq!(
        back["changes"],
        json!([{"field": "job_title", "old": "Director", "new": "Analyst"}])
    );
    assert_eq!(fields(&session, &id)["note"], "met at a fair");
    let error = call(&session, "history.restore", asked).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Conflict);
}

#[test]
fn the_values_of_a_field_are_listed_with_their_periods_aud_07() {
    let session = memory::session("admin");
    let id = contact(
        &session,
        json!({"display_as": "Ada", "job_title": "Analyst"}),
    );
    call(
        &session,
        "contacts.update",
        json!({"id": id, "job_title": "Director"}),
    )
    .unwrap();
    call(
        &session,
        "contacts.update",
        json!({"id": id, "job_title": null}),
    )
    .unwrap();
    let asked = json!({"record_kind": "contact", "id": id, "field": "job_title"});
    let history = call(&session, "history.field", asked).unwrap();
    let values: Vec<_> = history["periods"]
        .as_array()
        .unwrap()
        .iter()
        .map(|period| (period["value"].clone(), period["version"].as_u64().unwrap()))
        .collect();
    assert_eq!(
        values,
        [
            (Json::Null, 3),
            (json!("Director"), 2),
            (json!("Analyst"), 1)
        ]
    );
    assert_eq!(
        history["periods"][1]["until"],
        history["periods"][0]["from"]
    );
}

#[test]
fn the_past_hides_what_the_record_hides_4_11() {
    let engine = memory::engine(1);
    let mut actor = memory::session("admin").actor().clone();
    let session = engine.session(actor.clone()).unwrap();
    let role = json!({
        "key": "partner",
        "grants": [{"permission": "crm.contact.view", "scope": "all"},
                   {"permission": "crm.contact.update", "scope": "all"}],
        "fields": [{"kind": "contact", "field": "job_title", "level": "none"}],
    });
    call(&session, "roles.create", role).unwrap();
    let id = contact(
        &session,
        json!({"display_as": "Ada", "job_title": "Analyst"}),
    );
    call(
        &session,
        "contacts.update",
        json!({"id": id, "job_title": "Director", "note": "x"}),
    )
    .unwrap();
    actor.roles = vec!["partner".into()];
    let partner = engine.session(actor).unwrap();
    assert!(!as_of(&partner, &id, 1).contains_key("job_title"));
    let asked = json!({"record_kind": "contact", "id": id, "field": "job_title"});
    let error = call(&partner, "history.field", asked).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Invalid);
    // Putting everything back leaves alone what the actor may not know.
    let asked = json!({"record_kind": "contact", "id": id, "version": 1});
    let back = call(&partner, "history.restore", asked).unwrap();
    assert_eq!(back["changes"], json!([{"field": "note", "old": "x"}]));
    assert_eq!(fields(&session, &id)["job_title"], "Director");
}

#[test]
fn the_archive_lists_what_was_archived_last_first_r_05() {
    let session = memory::session("admin");
    let ids: Vec<Json> = ["Ada", "Grace", "Zoë"]
        .iter()
        .map(|name| contact(&session, json!({"display_as": name})))
        .collect();
    for id in [&ids[1], &ids[0]] {
        call(&session, "contacts.archive", json!({"id": id})).unwrap();
    }
    let page = |cursor: Json| {
        let asked = json!({"record_kind": "contact", "limit": 1, "cursor": cursor});
        call(&session, "trash.list", asked).unwrap()
    };
    let first = page(Json::Null);
    assert_eq!(first["total"], 2);
    assert_eq!(first["records"][0]["record"]["id"], ids[0]);
    let second = page(first["next"].clone());
    assert_eq!(second["records"][0]["fields"]["display_name"], "Grace");
    assert_eq!(second.get("next"), None);
}

#[test]
fn the_trash_holds_items_for_those_who_see_them_not_entities_alone() {
    let (engine, admin) = crate::wire::admin();
    let ada = admin.contact("Ada");
    let about = json!([{"kind": "contact", "id": ada}]);
    let note = json!({"body": "likes engines", "links": about});
    let note = admin.call("notes.create", &note)["note"]["id"].take();
    let task = json!({"subject": "Call", "links": about});
    let task = admin.call("tasks.create", &task)["task"]["id"].take();
    let mail = json!({"kind": "email", "subject": "Engines", "links": about});
    let mail = admin.call("communications.log", &mail)["communication"]["id"].take();
    let view = |kind: &str| json!({"permission": format!("crm.{kind}.view"), "scope": "all"});
    let own = json!({"permission": "crm.contact.view", "scope": "own"});
    let grants = json!([own, view("note"), view("activity"), view("communication")]);
    admin.call("roles.create", &json!({"key": "narrow", "grants": grants}));
    let narrow = crate::wire::user(&engine, 7, "narrow");
    for (kind, archive, id) in [
        ("note", "notes.archive", &note),
        ("task", "tasks.archive", &task),
        ("communication", "communications.archive", &mail),
    ] {
        let asked = json!({"record_kind": kind});
        assert_eq!(admin.call("trash.list", &asked)["total"], 0);
        admin.call(archive, &json!({"id": id}));
        let trash = admin.call("trash.list", &asked);
        assert_eq!(trash["total"], 1, "{kind}");
        assert_eq!(trash["records"][0]["record"]["id"], *id);
        assert_eq!(narrow.call("trash.list", &asked)["total"], 0, "{kind}");
    }
    assert_eq!(
        admin.call("trash.list", &json!({"record_kind": "file"}))["total"],
        0
    );
    let refused = admin.refused("trash.list", &json!({"record_kind": "deal_line"}));
    assert_eq!(refused.field(), Some("record_kind"));
}

#[test]
fn a_plan_says_what_archiving_would_do_and_does_nothing_acc_46() {
    let session = memory::session("admin");
    let id = contact(&session, json!({"display_as": "Ada"}));
    let account = call(&session, "accounts.create", json!({"name": "Acme"})).unwrap();
    let account = account["account"]["id"].clone();
    call(
        &session,
        "associations.create",
        json!({"contact_id": id, "account_id": account}),
    )
    .unwrap();
    let asked = json!({
        "record_kind": "account", "id": account, "arguments": {"contacts": "archive"}
    });
    let plan = call(&session, "trash.plan", asked).unwrap();
    assert_eq!(plan["allowed"], true);
    let effects = plan["effects"].as_array().unwrap();
    assert!(effects.contains(&json!({"kind": "contact", "action": "archive", "count": 1})));
    assert!(effects.contains(&json!({"kind": "association", "action": "update", "count": 1})));
    let kept = call(&session, "accounts.get", json!({"id": account})).unwrap();
    assert_eq!(kept.get("archived_at"), None);
    let purge = json!({"record_kind": "account", "id": account, "action": "purge"});
    let plan = call(&session, "trash.plan", purge.clone()).unwrap();
    assert_eq!(plan["refusal"]["code"], "conflict");
    call(&session, "accounts.archive", json!({"id": account})).unwrap();
    let plan = call(&session, "trash.plan", purge).unwrap();
    assert_eq!(plan["needs_confirmation"], true);
    assert!(
        call(&session, "audit.verify", json!({})).unwrap()["intact"]
            .as_bool()
            .unwrap()
    );
}

#[test]
fn leads_and_deals_are_put_back_by_their_own_rules_aud_06_aud_07() {
    let session = memory::session("admin");
    let lead = json!({"company_text": "Looms", "job_title": "Weaver"});
    let lead = call(&session, "leads.create", lead).unwrap()["lead"]["id"].clone();
    let account = call(&session, "accounts.create", json!({"name": "Acme"})).unwrap();
    let deal = json!({"name": "Cogs", "account_id": account["account"]["id"]});
    let deal = call(&session, "deals.create", deal).unwrap()["id"].clone();
    let change = json!({"id": lead, "job_title": "Spinner"});
    call(&session, "leads.update", change).unwrap();
    call(
        &session,
        "deals.update",
        json!({"id": deal, "name": "Wheels"}),
    )
    .unwrap();
    for (kind, id, field, value) in [
        ("lead", &lead, "job_title", "Weaver"),
        ("deal", &deal, "name", "Cogs"),
    ] {
        let asked = json!({"record_kind": kind, "id": id, "version": 1, "fields": [field]});
        let was = call(
            &session,
            "history.as_of",
            json!({"record_kind": kind, "id": id, "version": 1}),
        );
        assert_eq!(was.unwrap()["snapshot"]["fields"][field], value, "{kind}");
        call(&session, "history.restore", asked).unwrap();
        let now = call(&session, &format!("{kind}s.get"), json!({"id": id})).unwrap();
        assert_eq!(now[field], value, "{kind}");
    }
    // A converted lead is read-only, from wherever the change comes (4.1.10).
    call(
        &session,
        "leads.convert",
        json!({"id": lead, "mode": "automatic"}),
    )
    .unwrap();
    let asked = json!({"record_kind": "lead", "id": lead, "version": 2, "fields": ["job_title"]});
    let error = call(&session, "history.restore", asked).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Conflict);
}

#[test]
fn a_purge_and_its_plan_count_nothing_out_of_sight_4_12() {
    let (engine, admin) = crate::wire::admin();
    let me = "00000000-0000-0000-0000-000000000007";
    let own = ["view", "delete", "purge"]
        .map(|verb| json!({"permission": format!("crm.contact.{verb}"), "scope": "own"}));
    let role = json!({"key": "own", "grants": own});
    admin.call("roles.create", &role);
    let contact = |private: bool| {
        let contact =
            json!({"name": {"given": "Ada"}, "owner_id": me, "on_duplicate": "create_anyway"});
        let id = admin.call("contacts.create", &contact)["contact"]["id"].take();
        if private {
            let links = json!([{"kind": "contact", "id": id}]);
            let note = json!({"body": "between us", "privacy": "participants", "links": links});
            admin.call("notes.create", &note);
            let share = json!({"record_kind": "contact", "record_id": id,
                "user_id": "00000000-0000-0000-0000-000000000063"});
            admin.call("shares.give", &share);
        }
        admin.call("contacts.archive", &json!({"id": id}));
        id
    };
    let mine = crate::wire::user(&engine, 7, "own");
    let busy = contact(true);
    let plan = json!({"record_kind": "contact", "id": busy, "action": "purge"});
    let told = mine.call("trash.plan", &plan);
    assert_eq!(
        (&told["needs_confirmation"], &told["effects"]),
        (
            &json!(true),
            &json!([{"kind": "contact", "action": "purge", "count": 1}])
        ),
    );
    let refused = mine.refused("contacts.purge", &json!({"id": busy}));
    assert_eq!(refused.field(), Some("confirm"));
    for part in ["removed", "cleared"] {
        assert_eq!(refused.details()[part], json!({}), "{part}");
    }
    // Who wrote the note and sees the share is told of both.
    let seen = admin.refused("contacts.purge", &json!({"id": busy}));
    assert_eq!(seen.details()["removed"], json!({"link": 1, "share": 1}));
    let confirmed = json!({"id": busy, "confirm": true});
    assert_eq!(mine.call("contacts.purge", &confirmed), json!({}));
    let shares = admin.call("shares.list", &json!({"count": true}));
    assert_eq!(shares["total"], 0, "it went all the same");
    assert_eq!(
        mine.call("contacts.purge", &json!({"id": contact(false)})),
        json!({})
    );
}

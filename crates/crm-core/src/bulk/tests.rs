//! Many records at once, and back.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test fails by panicking
#![allow(clippy::needless_pass_by_value)] // arguments are made where they are given

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::error::{ErrorCode, Result};
use crate::memory;
use crate::operation::{CallOptions, Engine, Session};

fn call(session: &Session, name: &str, arguments: Json) -> Result<Json> {
    let arguments = arguments.to_string();
    let answer = session.call(name, arguments.as_bytes(), &CallOptions::default())?;
    Ok(serde_json::from_slice(&answer).unwrap())
}

fn done(session: &Session, name: &str, arguments: Json) -> Json {
    call(session, name, arguments).unwrap()
}

fn session_as(engine: &Engine, user: u128, role: &str) -> Session {
    let mut actor = memory::session(role).actor().clone();
    actor.user = uuid::Uuid::from_u128(user).into();
    engine.session(actor).unwrap()
}

/// Contacts with a job title each, by id.
fn contacts(session: &Session, count: usize) -> Vec<Json> {
    (0..count)
        .map(|at| {
            let contact = json!({"display_as": format!("Person {at}"), "job_title": "Analyst"});
            done(session, "contacts.create", contact)["contact"]["id"].clone()
        })
        .collect()
}

fn plan(session: &Session, selection: Json, action: Json) -> Json {
    done(
        session,
        "bulk.plan",
        json!({"selection": selection, "action": action}),
    )
}

fn apply(session: &Session, plan: &Json) -> Json {
    done(session, "bulk.apply", json!({"id": plan["bulk"]["id"]}))
}

fn undo(session: &Session, plan: &Json) -> Json {
    done(session, "bulk.undo", json!({"id": plan["bulk"]["id"]}))
}

fn title(session: &Session, id: &Json) -> Json {
    done(session, "contacts.get", json!({"id": id}))["job_title"].clone()
}

/// Everything a reader sees of people, companies and what ties them, without who and when.
fn world(session: &Session) -> Vec<Json> {
    fn plain(value: &mut Json) {
        match value {
            Json::Object(fields) => {
                for name in [
                    "version",
                    "updated_at",
                    "updated_by",
                    "since",
                    "created_at",
                    "by",
                ] {
                    fields.remove(name);
                }
                fields.values_mut().for_each(plain);
            }
            Json::Array(items) => items.iter_mut().for_each(plain),
            _ => {}
        }
    }
    let mut world = Vec::new();
    for (group, kind) in [("contacts", "contact"), ("accounts", "account")] {
        let page = done(session, &format!("{group}.list"), json!({"archived": true}));
        for record in page["items"].as_array().unwrap() {
            let id = record["id"].clone();
            let tags = json!({"record_kind": kind, "record_id": id});
            world.push(done(session, "tags.of", tags));
            if kind == "contact" {
                let of = json!({"contact_id": id, "past": true});
                world.push(done(session, "associations.list", of));
            }
            world.push(record.clone());
        }
    }
    world.push(done(session, "tags.list", json!({})));
    world.iter_mut().for_each(plain);
    world
}

fn action() -> impl Strategy<Value = (&'static str, Json)> {
    let kind = prop_oneof![Just("contact"), Just("account")];
    let action = prop_oneof![
        Just(json!({"verb": "update", "fields": {"note": "seen"}})),
        Just(json!({"verb": "update", "fields": {"note": null, "custom": {"tier": "gold"}}})),
        Just(json!({"verb": "assign", "owner_id": uuid::Uuid::from_u128(7)})),
        Just(json!({"verb": "tag", "add_tags": ["new/one", "tier/gold"], "remove_tags": ["old"]})),
        Just(json!({"verb": "archive"})),
        Just(json!({"verb": "restore"})),
    ];
    (kind, action)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_bulk_change_and_its_undoing_leave_everything_as_it_was_blk_14(
        (kind, action) in action(),
        archived in prop::collection::vec(any::<bool>(), 4),
        step in 1_u32..5,
    ) {
        let session = memory::session("admin");
        done(&session, "settings.update", json!({"exclusive_tag_namespaces": ["tier"]}));
        for kind in ["contact", "account"] {
            let field = json!({"record_kind": kind, "name": "tier", "field_type": "text"});
            done(&session, "fields.define", field);
        }
        let people = contacts(&session, 4);
        let companies: Vec<Json> = (0..4).map(|at| {
            let account = json!({"name": format!("Company {at}"), "note": "first"});
            done(&session, "accounts.create", account)["account"]["id"].clone()
        }).collect();
        for (contact, account) in people.iter().zip(&companies) {
            let of = json!({"contact_id": contact, "account_id": account, "title": "Director"});
            done(&session, "associations.create", of);
        }
        let ids = if kind == "contact" { &people } else { &companies };
        let tags = json!({"record_kind": kind, "record_ids": ids, "add": ["old", "tier/silver"]});
        done(&session, "tags.apply", tags);
        for (id, archived) in ids.iter().zip(archived) {
            if archived {
                done(&session, &format!("{kind}s.archive"), json!({"id": id}));
            }
        }
        let before = world(&session);
        let asked = json!({"record_kind": kind, "selection": {"ids": ids}, "action": action});
        let plan = done(&session, "bulk.plan", asked);
        prop_assert_eq!(&world(&session), &before, "a plan changes nothing");
        let bulk = loop {
            let arguments = json!({"id": plan["bulk"]["id"], "max_records": step});
            let bulk = done(&session, "bulk.apply", arguments);
            if bulk["status"] == "completed" {
                break bulk;
            }
        };
        // What was planned is what happened.
        for count in ["changed", "unchanged", "refused"] {
            prop_assert_eq!(&plan[count], &bulk[count], "{}", count);
        }
        let undone = undo(&session, &plan);
        prop_assert_eq!(undone.get("conflicts"), None);
        prop_assert_eq!(&undone["reverted"], &bulk["changed"]);
        prop_assert_eq!(&world(&session), &before);
        let chain = done(&session, "audit.verify", json!({}));
        prop_assert_eq!(&chain["intact"], &json!(true));
    }
}

#[test]
fn what_matches_after_the_plan_is_not_changed_blk_15() {
    let session = memory::session("admin");
    contacts(&session, 2);
    let action = json!({"verb": "update", "fields": {"job_title": "Director"}});
    let plan = plan(&session, json!({"rule": "job_title = 'Analyst'"}), action);
    assert_eq!(plan["bulk"]["total"], 2);
    let later = contacts(&session, 1);
    assert_eq!(apply(&session, &plan)["changed"], 2);
    assert_eq!(title(&session, &later[0]), "Analyst");
}

#[test]
fn each_record_has_an_outcome_of_its_own_blk_07() {
    let engine = memory::engine(1);
    let admin = session_as(&engine, 2, "admin");
    let rep = session_as(&engine, 3, "sales_rep");
    let foreign = contacts(&admin, 1);
    let own = contacts(&rep, 1);
    let ids = json!([own[0], foreign[0], uuid::Uuid::from_u128(9)]);
    let action = json!({"verb": "update", "fields": {"job_title": "Director"}});
    let plan = plan(&rep, json!({"ids": ids}), action);
    assert_eq!((&plan["changed"], &plan["refused"]), (&json!(1), &json!(2)));
    assert_eq!(plan["refusals"][0]["refusal"]["code"], "forbidden");
    assert_eq!(plan["refusals"][1]["refusal"]["code"], "not_found");
    let bulk = apply(&rep, &plan);
    assert_eq!((&bulk["changed"], &bulk["refused"]), (&json!(1), &json!(2)));
    let refused = json!({"id": bulk["id"], "outcome": "refused"});
    let items = done(&rep, "bulk.items", refused);
    let codes: Vec<_> = items["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["forbidden", "not_found"]);
    assert_eq!(title(&admin, &foreign[0]), "Analyst");
}

#[test]
fn a_bulk_change_is_its_planners_blk_07() {
    let engine = memory::engine(1);
    let one = session_as(&engine, 2, "sales_rep");
    let other = session_as(&engine, 3, "sales_rep");
    let ids = contacts(&one, 1);
    let plan = plan(&one, json!({"ids": ids}), json!({"verb": "archive"}));
    let id = json!({"id": plan["bulk"]["id"]});
    for operation in [
        "bulk.get",
        "bulk.apply",
        "bulk.cancel",
        "bulk.items",
        "bulk.undo",
    ] {
        let error = call(&other, operation, id.clone()).unwrap_err();
        assert_eq!(error.code(), ErrorCode::NotFound, "{operation}");
    }
}

#[test]
fn a_bulk_change_goes_in_steps_and_stops_when_asked_blk_13() {
    let session = memory::session("admin");
    let ids = contacts(&session, 3);
    let plan = plan(&session, json!({"ids": ids}), json!({"verb": "archive"}));
    let step = json!({"id": plan["bulk"]["id"], "max_records": 2});
    let running = done(&session, "bulk.apply", step.clone());
    assert_eq!(
        (&running["status"], &running["processed"]),
        (&json!("running"), &json!(2))
    );
    done(&session, "bulk.cancel", json!({"id": plan["bulk"]["id"]}));
    assert_eq!(
        call(&session, "bulk.apply", step).unwrap_err().code(),
        ErrorCode::Conflict
    );
    let last = done(&session, "contacts.get", json!({"id": ids[2]}));
    assert_eq!(last.get("archived_at"), None);
    assert_eq!(undo(&session, &plan)["reverted"], 2);
    let error = call(&session, "bulk.undo", json!({"id": plan["bulk"]["id"]})).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Conflict);
}

#[test]
fn undoing_goes_in_steps_too_blk_14() {
    let session = memory::session("admin");
    let ids = contacts(&session, 5);
    let before = world(&session);
    // Each record gets two tags, which the first of them brings into being.
    let action = json!({"verb": "tag", "add_tags": ["new/one", "two"]});
    let plan = plan(&session, json!({"ids": ids}), action);
    let id = &plan["bulk"]["id"];
    let first = done(&session, "bulk.apply", json!({"id": id, "max_records": 2}));
    let items = done(&session, "bulk.items", json!({"id": id}));
    assert_eq!(first["reached_id"], items["items"][1]["id"]);
    apply(&session, &plan);
    let mut reverted = 0;
    let mut steps = 0;
    loop {
        let undone = done(&session, "bulk.undo", json!({"id": id, "max_changes": 6}));
        assert_eq!(undone.get("conflicts"), None);
        reverted += undone["reverted"].as_u64().unwrap();
        steps += 1;
        if undone["more"] == false {
            break;
        }
        let bulk = done(&session, "bulk.get", json!({"id": id}));
        assert_eq!(bulk["status"], "undoing");
        let refused = call(&session, "bulk.apply", json!({"id": id})).unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Conflict);
    }
    assert_eq!(reverted, 5, "each record counts once");
    assert!(steps > 2, "{steps}");
    assert_eq!(world(&session), before);
}

#[test]
fn what_someone_changed_since_stays_and_is_listed_blk_14() {
    let session = memory::session("admin");
    let ids = contacts(&session, 2);
    let action = json!({"verb": "update", "fields": {"job_title": "Director", "note": "promoted"}});
    let plan = plan(&session, json!({"ids": ids}), action);
    apply(&session, &plan);
    done(
        &session,
        "contacts.update",
        json!({"id": ids[0], "job_title": "Owner"}),
    );
    let undone = undo(&session, &plan);
    assert_eq!(undone["reverted"], 2);
    assert_eq!(
        undone["conflicts"],
        json!([{
            "record": {"kind": "contact", "id": ids[0]},
            "field": "job_title",
            "reason": "it was changed since",
        }])
    );
    assert_eq!(title(&session, &ids[0]), "Owner");
    assert_eq!(title(&session, &ids[1]), "Analyst");
    let first = done(&session, "contacts.get", json!({"id": ids[0]}));
    assert_eq!(first.get("note"), None);
}

#[test]
fn a_tag_that_others_use_meanwhile_stays_blk_14() {
    let session = memory::session("admin");
    let ids = contacts(&session, 2);
    let tag = json!({"verb": "tag", "add_tags": ["fair"]});
    let plan = plan(&session, json!({"ids": [ids[0]]}), tag);
    apply(&session, &plan);
    let other = json!({"record_kind": "contact", "record_ids": [ids[1]], "add": ["fair"]});
    done(&session, "tags.apply", other);
    let undone = undo(&session, &plan);
    assert_eq!(undone["conflicts"][0]["record"]["kind"], "tag");
    let tags = |id: &Json| {
        let of = json!({"record_kind": "contact", "record_id": id});
        done(&session, "tags.of", of)["tags"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!((tags(&ids[0]), tags(&ids[1])), (0, 1));
}

#[test]
fn an_action_says_what_its_verb_needs_and_nothing_else_blk_07() {
    let session = memory::session("admin");
    let ids = json!({"ids": contacts(&session, 1)});
    for (action, field) in [
        (json!({"verb": "update"}), "action.fields"),
        (json!({"verb": "assign"}), "action.owner_id"),
        (json!({"verb": "tag"}), "action.add_tags"),
        (
            json!({"verb": "archive", "fields": {"note": "x"}}),
            "action.fields",
        ),
    ] {
        let asked = json!({"selection": ids, "action": action});
        let error = call(&session, "bulk.plan", asked).unwrap_err();
        assert_eq!(
            (error.code(), error.field()),
            (ErrorCode::Invalid, Some(field))
        );
    }
}

#[test]
fn leads_deals_tasks_and_notes_are_changed_by_the_many_too_blk_11() {
    let session = memory::session("admin");
    let account = done(&session, "accounts.create", json!({"name": "Acme"}));
    let deal = json!({"name": "Fleet", "account_id": account["account"]["id"]});
    let records = [
        (
            "lead",
            "leads",
            "note",
            done(&session, "leads.create", json!({"full_name": "Ada"}))["lead"].clone(),
        ),
        (
            "deal",
            "deals",
            "note",
            done(&session, "deals.create", deal),
        ),
        (
            "task",
            "tasks",
            "description",
            done(&session, "tasks.create", json!({"subject": "Call"}))["task"].clone(),
        ),
        (
            "note",
            "notes",
            "body",
            done(&session, "notes.create", json!({"body": "Tea"}))["note"].clone(),
        ),
    ];
    for (kind, group, field, record) in records {
        let read = || {
            let answer = done(
                &session,
                &format!("{group}.get"),
                json!({"id": record["id"]}),
            );
            answer.get(kind).unwrap_or(&answer)[field].clone()
        };
        let former = read();
        let plan = done(
            &session,
            "bulk.plan",
            json!({
                "record_kind": kind, "selection": {"ids": [record["id"]]},
                "action": {"verb": "update", "fields": {field: "of many"}},
            }),
        );
        assert_eq!(apply(&session, &plan)["changed"], 1, "{kind}");
        assert_eq!(read(), "of many", "{kind}");
        assert_eq!(undo(&session, &plan)["reverted"], 1, "{kind}");
        assert_eq!(read(), former, "{kind}");
    }
}

#[test]
fn leads_and_deals_change_in_bulk_too_and_back_blk_11_lea_48() {
    let session = memory::session("admin");
    let lead = json!({"company_text": "Looms", "priority": "low"});
    let lead = done(&session, "leads.create", lead)["lead"]["id"].clone();
    let account =
        done(&session, "accounts.create", json!({"name": "Acme"}))["account"]["id"].clone();
    let deal = json!({"name": "Cogs", "account_id": account, "priority": "low"});
    let deal = done(&session, "deals.create", deal)["id"].clone();
    for (kind, id) in [("lead", &lead), ("deal", &deal)] {
        let get = || done(&session, &format!("{kind}s.get"), json!({"id": id}));
        let owner = uuid::Uuid::from_u128(7);
        for (action, field, value) in [
            (
                json!({"verb": "update", "fields": {"priority": "high"}}),
                "priority",
                json!("high"),
            ),
            (
                json!({"verb": "assign", "owner_id": owner}),
                "owner_id",
                json!(owner),
            ),
        ] {
            let before = get()[field].clone();
            let asked = json!({
                "record_kind": kind, "selection": {"rule": "priority = 'low'"}, "action": action,
            });
            let plan = done(&session, "bulk.plan", asked);
            assert_eq!(plan["changed"], 1, "{kind}");
            assert_eq!(apply(&session, &plan)["changed"], 1, "{kind}");
            assert_eq!(get()[field], value, "{kind}");
            assert_eq!(undo(&session, &plan)["reverted"], 1, "{kind}");
            assert_eq!(get()[field], before, "{kind}");
        }
        for (verb, archived) in [("archive", true), ("restore", false)] {
            let asked = json!({
                "record_kind": kind, "selection": {"ids": [id]}, "action": {"verb": verb},
            });
            let plan = done(&session, "bulk.plan", asked);
            apply(&session, &plan);
            assert_eq!(get().get("archived_at").is_some(), archived, "{kind}");
        }
    }
}

#[test]
fn the_life_cycle_is_raised_in_bulk_blk_08() {
    let session = memory::session("admin");
    let field = json!({"record_kind": "contact", "name": "tier", "field_type": "text"});
    done(&session, "fields.define", field);
    let ids = contacts(&session, 2);
    let fields = json!({"lifecycle_stage": "SQL", "custom": {"tier": "gold"}});
    let action = json!({"verb": "update", "fields": fields});
    let plan = plan(&session, json!({"ids": ids}), action);
    assert_eq!(apply(&session, &plan)["changed"], 2);
    for id in &ids {
        let contact = done(&session, "contacts.get", json!({"id": id}));
        assert_eq!(contact["lifecycle_stage"], "sql");
        assert_eq!(contact["custom"], json!({"tier": "gold"}));
    }
}

/// An actor who may do everything but what these rules take away.
fn limited(engine: &Engine, admin: &Session, rules: Json) -> Session {
    let grants: Vec<Json> = crate::access::Permission::ALL
        .iter()
        .map(|permission| json!({"permission": permission.name(), "scope": "all"}))
        .collect();
    let role = json!({"key": "limited", "grants": grants, "fields": rules});
    done(admin, "roles.create", role);
    session_as(engine, 9, "limited")
}

#[test]
fn undoing_writes_no_field_that_the_actor_may_not_and_names_none_that_is_hidden_4_11() {
    let engine = memory::engine(1);
    let admin = session_as(&engine, 2, "admin");
    let field = json!({"record_kind": "contact", "name": "tier", "field_type": "text"});
    done(&admin, "fields.define", field);
    let ids = contacts(&admin, 2);
    let action = json!({"verb": "update", "fields":
        {"job_title": "Director", "department": "Mill", "note": "new", "custom": {"tier": "gold"}}});
    let plan = plan(&admin, json!({"ids": ids}), action);
    apply(&admin, &plan);
    let since = json!({"id": ids[1], "note": "newer", "custom": {"tier": "lead"}});
    done(&admin, "contacts.update", since);
    let limited = limited(
        &engine,
        &admin,
        json!([
            {"kind": "contact", "field": "job_title", "level": "read", "hard": true},
            {"kind": "contact", "field": "note", "level": "none", "hard": true},
            {"kind": "contact", "field": "custom.tier", "level": "write_only", "hard": true},
        ]),
    );
    let undone = undo(&limited, &plan);
    let conflict = |id: &Json, field: Option<&str>, reason: &str| {
        let mut conflict = json!({"record": {"kind": "contact", "id": id}, "reason": reason});
        if let Some(field) = field {
            conflict["field"] = json!(field);
        }
        conflict
    };
    let barred = "your roles do not let you change it";
    assert_eq!(undone["reverted"], 2);
    assert_eq!(
        undone["conflicts"],
        json!([
            conflict(&ids[0], None, barred),
            conflict(&ids[0], Some("job_title"), barred),
            conflict(&ids[1], None, "it was changed since"),
            conflict(&ids[1], None, barred),
            conflict(&ids[1], Some("job_title"), barred),
        ])
    );
    let read = |id: &Json| {
        let contact = done(&admin, "contacts.get", json!({"id": id}));
        [
            contact["job_title"].clone(),
            contact["department"].clone(),
            contact["note"].clone(),
            contact["custom"]["tier"].clone(),
        ]
    };
    let none = Json::Null;
    let left = |note: &str, tier| [json!("Director"), none.clone(), json!(note), tier];
    assert_eq!(read(&ids[0]), left("new", none.clone()));
    assert_eq!(read(&ids[1]), left("newer", json!("lead")));
}

#[test]
fn a_merged_record_out_of_sight_is_like_one_that_there_is_not_4_12() {
    let engine = memory::engine(1);
    let admin = session_as(&engine, 2, "admin");
    let rep = session_as(&engine, 3, "sales_rep");
    let role = json!({"key": "own", "grants": [
        {"permission": "crm.contact.view", "scope": "own"},
        {"permission": "crm.contact.update", "scope": "own"},
        {"permission": "crm.bulk.run", "scope": "own"},
    ]});
    done(&admin, "roles.create", role);
    let narrow = session_as(&engine, 4, "own");
    let ids = contacts(&rep, 2);
    let merge = |id: &Json| {
        let version = &done(&admin, "contacts.get", json!({"id": id}))["version"];
        json!({"id": id, "version": version})
    };
    let versions = [merge(&ids[0]), merge(&ids[1])];
    done(
        &admin,
        "merge.apply",
        json!({"kind": "contact", "survivor_id": ids[0], "ids": ids, "versions": versions}),
    );
    let nobody = json!(uuid::Uuid::from_u128(77));
    let action = json!({"verb": "update", "fields": {"note": "x"}});
    let refusals = |session: &Session| -> Vec<Json> {
        let selection = json!({"ids": [ids[1], nobody]});
        let planned = plan(session, selection, action.clone());
        let refusals = planned["refusals"].as_array().unwrap().iter();
        refusals
            .map(|item| item["refusal"]["code"].clone())
            .collect()
    };
    assert_eq!(refusals(&narrow), ["not_found", "not_found"]);
    assert_eq!(refusals(&admin), ["conflict", "not_found"]);
}

#[test]
fn tasks_are_handed_over_by_the_many_with_their_reminders_and_back_blk_01() {
    let engine = memory::engine(1);
    let admin = session_as(&engine, 2, "admin");
    let team = done(&admin, "teams.create", json!({"name": "Red"}));
    let task = json!({"subject": "Call", "due_on": "2030-01-04",
        "reminders": [{"before_minutes": 60}]});
    let task = done(&admin, "tasks.create", task)["task"].clone();
    let user = |number: u128| json!(uuid::Uuid::from_u128(number));
    let read = || {
        let read = done(&admin, "tasks.get", json!({"id": task["id"]}));
        [
            read["task"]["assignee_id"].clone(),
            read["task"]["team_id"].clone(),
            read["reminders"][0]["assignee_id"].clone(),
        ]
    };
    let before = read();
    assert_eq!(before[0], user(2));
    let asked = json!({"record_kind": "task", "selection": {"ids": [task["id"]]},
        "action": {"verb": "assign", "owner_id": user(7), "team_id": team["id"]}});
    let plan = done(&admin, "bulk.plan", asked.clone());
    assert_eq!((&plan["changed"], &plan["refused"]), (&json!(1), &json!(0)));
    assert_eq!(apply(&admin, &plan)["changed"], 1);
    assert_eq!(read(), [user(7), team["id"].clone(), user(7)]);
    assert_eq!(undo(&admin, &plan)["reverted"], 1);
    assert_eq!(read(), before);
    // It takes the right to hand tasks over, and what is hidden of a task is not in the plan.
    let rep = session_as(&engine, 3, "sales_rep");
    let error = call(&rep, "bulk.plan", asked).unwrap_err();
    assert_eq!(error.details()["permission"], "crm.activity.assign");
    let rules = json!([{"kind": "task", "field": "assignee_id", "level": "none", "hard": true}]);
    let limited = limited(&engine, &admin, rules);
    let shown = done(&limited, "bulk.get", json!({"id": plan["bulk"]["id"]}));
    assert_eq!(shown["action"].get("owner_id"), None);
    let shown = done(&admin, "bulk.get", json!({"id": plan["bulk"]["id"]}));
    assert_eq!(shown["action"]["owner_id"], user(7));
}

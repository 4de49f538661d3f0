//! Overviews: what belongs to a record, for whom, at what cost.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test fails by panicking
#![allow(clippy::needless_pass_by_value)] // arguments are made where they are given

use serde_json::{Value as Json, json};

use crate::error::{ErrorCode, Result};
use crate::memory;
use crate::operation::{CallOptions, Engine, Session};
use crate::timeline::given::World;

fn call(session: &Session, name: &str, arguments: Json) -> Result<Json> {
    let arguments = arguments.to_string();
    let answer = session.call(name, arguments.as_bytes(), &CallOptions::default())?;
    Ok(serde_json::from_slice(&answer).unwrap())
}

fn done(session: &Session, name: &str, arguments: Json) -> Json {
    call(session, name, arguments).unwrap()
}

fn session_as(engine: &Engine, user: u128, role: &str) -> Session {
    let mut actor = memory::session("admin").actor().clone();
    actor.user = uuid::Uuid::from_u128(user).into();
    actor.roles = vec![role.to_owned()];
    engine.session(actor).unwrap()
}

fn account_with(session: &Session, people: &[&str]) -> (Json, Vec<Json>) {
    let account = json!({"name": "Acme", "on_duplicate": "create_anyway"});
    let account = done(session, "accounts.create", account)["account"]["id"].clone();
    let mut contacts = Vec::new();
    for name in people {
        let contact = json!({"display_as": name, "job_title": "Analyst"});
        let contact = done(session, "contacts.create", contact)["contact"]["id"].clone();
        let of = json!({"contact_id": contact, "account_id": account});
        done(session, "associations.create", of);
        contacts.push(contact);
    }
    (account, contacts)
}

#[test]
fn a_part_is_bounded_counted_and_goes_on_acc_39() {
    let session = memory::session("admin");
    let (account, contacts) = account_with(&session, &["Ada", "Grace", "Zoë"]);
    let whole = done(
        &session,
        "overview.get",
        json!({
            "record_kind": "account", "id": account, "include": ["contact", "association"], "limit": 2,
        }),
    );
    assert_eq!(whole["profile"]["fields"]["name"], "Acme");
    let part = &whole["parts"][0];
    assert_eq!(
        (&part["kind"], &part["total"]),
        (&json!("contact"), &json!(3))
    );
    let mut seen: Vec<Json> = part["items"].as_array().unwrap().clone();
    let rest = done(
        &session,
        "overview.part",
        json!({
            "record_kind": "account", "id": account, "part": "contact", "cursor": part["next"],
            "limit": 2,
        }),
    );
    assert_eq!(rest.get("next"), None);
    seen.extend(rest["items"].as_array().unwrap().clone());
    let ids: Vec<Json> = seen
        .iter()
        .rev()
        .map(|item| item["record"]["id"].clone())
        .collect();
    assert_eq!(ids, contacts);
    let others = whole["parts"][1]["others"].as_array().unwrap();
    assert_eq!(others.len(), 2);
}

#[test]
fn an_overview_shows_what_its_reader_may_see_and_no_more_con_64() {
    let engine = memory::engine(1);
    let admin = session_as(&engine, 2, "admin");
    done(
        &admin,
        "roles.create",
        json!({
            "key": "partner",
            "grants": [{"permission": "crm.customer.view", "scope": "all"},
                       {"permission": "crm.contact.view", "scope": "own"}],
            "fields": [{"kind": "contact", "field": "job_title", "level": "none"}],
        }),
    );
    let (account, _) = account_with(&admin, &["Ada", "Grace"]);
    let partner = session_as(&engine, 9, "partner");
    let own =
        json!({"display_as": "Zoë", "job_title": "Director", "owner_id": uuid::Uuid::from_u128(9)});
    let own = done(&admin, "contacts.create", own)["contact"]["id"].clone();
    done(
        &admin,
        "associations.create",
        json!({"contact_id": own, "account_id": account}),
    );
    let whole = done(
        &partner,
        "overview.get",
        json!({
            "record_kind": "account", "id": account,
            "include": ["contact", "association", "tag_link"],
        }),
    );
    for part in &whole["parts"].as_array().unwrap()[..2] {
        assert_eq!(part["total"], 1, "{part}");
    }
    let contact = &whole["parts"][0]["items"][0];
    assert_eq!(contact["record"]["id"], own);
    assert_eq!(contact["fields"].get("job_title"), None);
    assert_eq!(whole["parts"][1]["others"][0]["record"]["id"], own);
    assert_eq!(
        whole["parts"][1]["others"][0]["fields"].get("job_title"),
        None
    );
    assert_eq!(whole["parts"][2]["withheld"], true);
}

#[test]
fn what_does_not_refer_to_a_record_is_no_part_of_it_acc_42() {
    let session = memory::session("admin");
    let (account, contacts) = account_with(&session, &["Ada"]);
    let asked = json!({"record_kind": "account", "id": account, "include": ["import_row"]});
    let error = call(&session, "overview.get", asked).unwrap_err();
    assert_eq!(
        (error.code(), error.field()),
        (ErrorCode::Invalid, Some("include[0]"))
    );
    // Whoever does not see the record sees no part of it.
    let nobody = json!({"record_kind": "contact", "id": account, "include": ["association"]});
    let error = call(&session, "overview.get", nobody).unwrap_err();
    assert_eq!(error.code(), ErrorCode::NotFound);
    let one = json!({"record_kind": "contact", "id": contacts[0]});
    assert_eq!(done(&session, "overview.get", one).get("parts"), None);
}

#[test]
fn the_questions_follow_from_the_parts_and_not_from_the_records_api_92() {
    let storage = memory::CountedStorage::default();
    let questions = std::sync::Arc::clone(&storage.questions);
    let engine = Engine::builder(
        storage,
        memory::SimulatedClock::default(),
        memory::SimulatedIds::new(1),
    )
    .build();
    let session = session_as(&engine, 2, "admin");
    let asked = |id: &Json, parts: Json| {
        let before = questions.load(std::sync::atomic::Ordering::Relaxed);
        let asked = json!({
            "record_kind": "account", "id": id, "include": parts, "limit": 500,
        });
        done(&session, "overview.get", asked);
        questions.load(std::sync::atomic::Ordering::Relaxed) - before
    };
    let (small, _) = account_with(&session, &["Ada", "Grace"]);
    let names: Vec<String> = (0..40).map(|at| format!("Person {at}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let (large, _) = account_with(&session, &names);
    let parts = json!(["contact", "association", "tag_link", "relationship"]);
    assert_eq!(asked(&small, parts.clone()), asked(&large, parts.clone()));
    // One for the settings and one for the record; a page and a count for each part; one for the
    // people at other ends.
    assert_eq!(asked(&large, json!([])), 2);
    assert_eq!(asked(&large, json!(["contact"])), 4);
    assert_eq!(asked(&large, json!(["association"])), 5);
}

#[test]
fn what_is_linked_to_a_record_belongs_to_it_and_is_seen_by_who_may_acc_42() {
    let engine = memory::engine(1);
    let session = session_as(&engine, 2, "admin");
    let (account, contacts) = account_with(&session, &["Ada"]);
    let about = json!([{"kind": "contact", "id": contacts[0]}]);
    let call = json!({"kind": "call", "links": about});
    done(&session, "communications.log", call);
    let note = json!({"body": "Tea", "links": about, "privacy": "participants"});
    done(&session, "notes.create", note);
    let task = json!({"subject": "Send", "links": about});
    done(&session, "tasks.create", task);
    let deal = json!({"name": "Fleet", "account_id": account});
    done(&session, "deals.create", deal);
    let counts = |session: &Session, kind: &str, id: &Json, parts: Json| -> Vec<Json> {
        let whole = json!({"record_kind": kind, "id": id, "include": parts});
        let whole = done(session, "overview.get", whole);
        let parts = whole["parts"].as_array().unwrap().iter();
        parts.map(|part| part["total"].clone()).collect()
    };
    let items = json!(["communication", "task", "note", "file"]);
    assert_eq!(
        counts(&session, "contact", &contacts[0], items.clone()),
        [1, 1, 1, 0]
    );
    // Calls and tasks of a person are its account's too, notes are whose they are; deals refer to
    // it themselves.
    let of_account = json!(["communication", "task", "note", "deal"]);
    assert_eq!(
        counts(&session, "account", &account, of_account),
        [1, 1, 0, 1]
    );
    let other = session_as(&engine, 3, "admin");
    assert_eq!(counts(&other, "contact", &contacts[0], items), [1, 1, 0, 0]);
}

#[test]
fn what_is_about_a_record_comes_as_parts_con_64_acc_42_dea_34() {
    let world = World::new();
    let (ada, engines) = (world.contact("Ada"), world.account("Engines"));
    world.associate(ada, engines);
    let admin = &world.admin;
    let deal = json!({
        "name": "Cogs", "account_id": engines, "contacts": [{"contact_id": ada}],
    });
    let deal = done(admin, "deals.create", deal)["id"].clone();
    let lead = json!({"company_text": "Engines", "account_id": engines});
    done(admin, "leads.create", lead);
    let order = json!({"kind": "order", "status": "open", "deal_id": deal});
    done(admin, "documents.record", order);
    let links = json!([
        {"kind": "contact", "id": ada}, {"kind": "account", "id": engines},
        {"kind": "deal", "id": deal},
    ]);
    let call = json!({"kind": "call", "subject": "call", "links": links});
    done(admin, "communications.log", call);
    let task = json!({"subject": "task", "links": links});
    done(admin, "tasks.create", task);
    done(
        admin,
        "notes.create",
        json!({"body": "note", "links": links}),
    );
    let file = json!({"name": "file", "text": "x", "links": links});
    done(admin, "files.upload", file);
    let other = json!([{"kind": "account", "id": engines}]);
    done(
        admin,
        "notes.create",
        json!({"body": "other", "links": other}),
    );
    let parts = |kind: &str, id: &Json, include: Json| -> Vec<Json> {
        let asked = json!({"record_kind": kind, "id": id, "include": include});
        let whole = done(admin, "overview.get", asked);
        whole["parts"].as_array().unwrap().clone()
    };
    let totals = |parts: &[Json]| -> Vec<u64> {
        let totals = parts.iter().map(|part| part["total"].as_u64().unwrap());
        totals.collect()
    };
    let items = json!([
        "communication",
        "task",
        "note",
        "file",
        "association",
        "deal_contact"
    ]);
    let of_ada = parts("contact", &json!(ada), items);
    assert_eq!(totals(&of_ada), [1; 6]);
    assert_eq!(of_ada[0]["items"][0]["fields"]["subject"], "call");
    assert_eq!(of_ada[1]["items"][0]["fields"]["subject"], "task");
    assert_eq!(of_ada[5]["others"][0]["fields"]["name"], "Cogs");
    let six = json!([
        "contact",
        "deal",
        "communication",
        "task",
        "note",
        "sales_document",
        "lead"
    ]);
    let of_engines = parts("account", &json!(engines), six);
    assert_eq!(totals(&of_engines), [1, 1, 1, 1, 2, 1, 1]);
    assert_eq!(
        of_engines[6]["items"][0]["fields"]["company_text"],
        "Engines"
    );
    let of_deal = json!(["communication", "task", "note", "file", "sales_document"]);
    assert_eq!(totals(&parts("deal", &deal, of_deal)), [1; 5]);
}

#[test]
fn a_private_item_is_in_no_part_and_no_count_4_12() {
    let world = World::new();
    let ada = world.contact("Ada");
    let author = world.session(3, &["sales_rep"]);
    for (body, privacy) in [("open", "all"), ("secret", "participants")] {
        let links = json!([{"kind": "contact", "id": ada}]);
        let note = json!({"body": body, "privacy": privacy, "links": links});
        done(&author, "notes.create", note);
    }
    let other = world.session(4, &["sales_rep"]);
    for (session, seen) in [(&author, 2), (&other, 1)] {
        let whole = done(
            session,
            "overview.get",
            json!({
                "record_kind": "contact", "id": ada, "include": ["note", "link"],
            }),
        );
        for part in whole["parts"].as_array().unwrap() {
            assert_eq!(part["total"], seen, "{part}");
        }
    }
}

#[test]
fn an_association_whose_far_end_is_out_of_sight_shows_as_withheld_4_10() {
    let engine = memory::engine(1);
    let session = session_as(&engine, 2, "admin");
    let (account, contacts) = account_with(&session, &["Ada", "Grace"]);
    let grants = json!([
        {"permission": "crm.contact.view", "scope": "own"},
        {"permission": "crm.customer.view", "scope": "all"},
    ]);
    done(
        &session,
        "roles.create",
        json!({"key": "narrow", "grants": grants}),
    );
    let owned = json!({"id": contacts[0], "owner_id": "00000000-0000-0000-0000-000000000007"});
    done(&session, "contacts.update", owned);
    let narrow = session_as(&engine, 7, "narrow");
    let asked = json!({"record_kind": "account", "id": account, "part": "association"});
    let part = done(&narrow, "overview.part", asked.clone());
    assert_eq!(
        (&part["total"], &part["withheld_ends"]),
        (&json!(1), &json!(1))
    );
    let whole = done(&session, "overview.part", asked);
    assert_eq!(
        (&whole["total"], &whole["withheld_ends"]),
        (&json!(2), &json!(0))
    );
}

//! Files of former versions are brought up to date; files of newer ones, and of other programs,
//! are refused and left as they are.
//!
//! `tests/former` holds one script for each schema that was ever committed and differs in what
//! stands in a file; a new one is added when the schema changes.
#![allow(clippy::unwrap_used, clippy::panic)] // a test may fail

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crm_core::access::Actor;
use crm_core::field::Id;
use crm_core::memory::{SimulatedClock, SimulatedIds};
use crm_core::operation::CallOptions;
use crm_core::{Engine, ErrorCode, Session};
use crm_store::{Options, SqliteStorage};
use rusqlite::Connection;
use serde_json::{Value, json};
use tempfile::TempDir;
use uuid::Uuid;

/// Files as former versions made them, by the name of the script.
fn formers(folder: &TempDir) -> Vec<(String, PathBuf)> {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/former");
    let mut formers: Vec<_> = std::fs::read_dir(scripts)
        .unwrap()
        .map(|entry| {
            let script = entry.unwrap().path();
            let name = script.file_stem().unwrap().to_string_lossy().into_owned();
            let file = folder.path().join(&name);
            let text = std::fs::read_to_string(&script).unwrap();
            Connection::open(&file)
                .unwrap()
                .execute_batch(&text)
                .unwrap();
            (name, file)
        })
        .collect();
    formers.sort();
    formers
}

fn open(path: &Path) -> Result<SqliteStorage, crm_core::Error> {
    SqliteStorage::open(path, Options::default())
}

/// A day after whatever the files tell of.
fn session(storage: SqliteStorage) -> Session {
    let clock = SimulatedClock::default();
    clock.advance(86_400);
    let engine = Engine::builder(storage, clock, SimulatedIds::new(7)).build();
    let actor = Actor {
        tenant: Id::new(Uuid::from_u128(1)),
        user: Id::new(Uuid::from_u128(2)),
        roles: vec!["admin".to_owned()],
        teams: Vec::new(),
    };
    engine.session(actor).unwrap()
}

fn call(session: &Session, operation: &str, arguments: &Value) -> Value {
    let arguments = arguments.to_string();
    let answer = session.call(operation, arguments.as_bytes(), &CallOptions::default());
    let answer = answer.unwrap_or_else(|error| panic!("{operation}: {error:?}"));
    serde_json::from_slice(&answer).unwrap()
}

/// The id of Ada, whom every former file has.
fn ada(session: &Session) -> Value {
    let asked = json!({"filter": "name.given = 'Ada'", "count": true});
    let found = call(session, "contacts.list", &asked);
    assert_eq!(found["total"], 1, "{found}");
    found["items"][0]["id"].clone()
}

/// What was declared since works on who was there before: somebody sells to Ada, and talks to her.
fn work_with(session: &Session, ada: &Value) {
    let about = json!([{"kind": "contact", "id": ada}]);
    let deal = json!({"name": "Engine", "contacts": [{"contact_id": ada}]});
    let deal = call(session, "deals.create", &deal);
    assert_eq!(&deal["primary_contact_id"], ada);
    let spoken = json!({"kind": "call", "subject": "Engine", "links": about});
    call(session, "communications.log", &spoken);
    let task = json!({"subject": "Write", "due_on": "2026-02-01", "links": about});
    call(session, "tasks.create", &task);
    call(
        session,
        "notes.create",
        &json!({"body": "Likes engines", "links": about}),
    );
    let lead = json!({"full_name": "Ada Lovelace", "company_text": "Engines"});
    let lead = call(session, "leads.create", &lead)["lead"]["id"].clone();
    let plan = call(session, "leads.plan_conversion", &json!({"id": lead}));
    assert!(plan["digest"].is_string(), "{plan}");
    let timeline = json!({"record_kind": "contact", "id": ada});
    let timeline = call(session, "timeline.for_record", &timeline);
    let kinds: BTreeSet<_> = timeline["items"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|entry| entry["kind"].as_str())
        .collect();
    for kind in ["call_made", "note_added", "task_created"] {
        assert!(kinds.contains(kind), "{kind} is missing: {timeline}");
    }
}

/// Every table with its columns, and every index.
fn shape(path: &Path) -> BTreeSet<String> {
    let connection = Connection::open(path).unwrap();
    let mut statement = connection
        .prepare(
            "SELECT s.type || ' ' || s.name || ' ' || coalesce(c.name || ' ' || c.type, '')
             FROM sqlite_schema AS s LEFT JOIN pragma_table_info(s.name) AS c
             WHERE s.name NOT LIKE '%\\_search%' ESCAPE '\\'",
        )
        .unwrap();
    statement
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

#[test]
fn a_file_of_every_former_version_opens_and_gains_what_was_declared_since() {
    let folder = TempDir::new().unwrap();
    let fresh = folder.path().join("fresh");
    drop(open(&fresh).unwrap());
    let formers = formers(&folder);
    assert!(!formers.is_empty());
    for (name, file) in formers {
        let crm = session(open(&file).unwrap());
        let id = ada(&crm);
        let found = call(&crm, "contacts.get", &json!({"id": id}));
        assert_eq!(found["display_name"], "Ada Lovelace", "{name}");
        assert_eq!(found["version"], 3, "{name}");
        assert_eq!(
            call(&crm, "audit.verify", &json!({}))["intact"],
            true,
            "{name}"
        );

        // What was not there then works on what was.
        let twin = json!({"name": {"given": "Ada", "family": "Lovelace"}, "note": "twin", "on_duplicate": "create_anyway"});
        let twin = call(&crm, "contacts.create", &twin);
        let ids = json!([id, twin["contact"]["id"]]);
        let plan = json!({"kind": "contact", "ids": ids, "survivor_id": id});
        let plan = call(&crm, "merge.plan", &plan);
        let apply =
            json!({"kind": "contact", "ids": ids, "survivor_id": id, "versions": plan["records"]});
        let merged = call(&crm, "merge.apply", &apply);
        assert_eq!(merged["contact"]["note"], "twin", "{name}");
        let segment = json!({"name": "Analysts", "rule": "title = 'Analyst'"});
        let segment = call(&crm, "segments.create", &segment);
        let count = call(
            &crm,
            "segments.count",
            &json!({"id": segment["segment"]["id"]}),
        );
        assert_eq!(count["count"], 1, "{name}");
        let found = call(&crm, "search.query", &json!({"text": "lovelace"}));
        assert_eq!(found["groups"][0]["hits"][0]["id"], id, "{name}");
        work_with(&crm, &id);
        assert_eq!(
            call(&crm, "audit.verify", &json!({}))["intact"],
            true,
            "{name}"
        );
        drop(crm);

        let (now, new) = (shape(&file), shape(&fresh));
        let missing: Vec<_> = new.difference(&now).collect();
        assert!(missing.is_empty(), "{name} lacks {missing:?}");

        // Opened again there is nothing left to do, and nothing is lost.
        let again = session(open(&file).unwrap());
        let found = call(&again, "contacts.get", &json!({"id": id}));
        assert_eq!(found["note"], "twin", "{name}");
    }
}

#[test]
fn what_stood_on_a_timeline_before_links_carried_times_stands_there_still_com_25() {
    let folder = TempDir::new().unwrap();
    let formers = formers(&folder);
    let (_, file) = formers
        .iter()
        .find(|(name, _)| name == "before-link-times")
        .unwrap();
    let crm = session(open(file).unwrap());
    let id = ada(&crm);
    let about = |kind: &str, id: &Value| {
        let page = json!({"record_kind": kind, "id": id});
        let page = call(&crm, "timeline.for_record", &page);
        let items = page["items"].as_array().unwrap().iter();
        let items: Vec<String> = items
            .map(|item| {
                format!(
                    "{} {}",
                    item["at"].as_str().unwrap(),
                    item["kind"].as_str().unwrap()
                )
            })
            .collect();
        items
    };
    let accounts = call(&crm, "accounts.list", &json!({}));
    let account = &accounts["items"][0]["id"];
    // As the version before answered: without the note that went to the archive.
    let items = [
        "2026-02-01T10:00:00.000000Z meeting_scheduled",
        "2026-01-01T01:01:00.000000Z call_made",
        "2026-01-01T01:01:00.000000Z custom",
        "2026-01-01T01:01:00.000000Z task_completed",
        "2026-01-01T01:01:00.000000Z task_created",
        "2026-01-01T01:01:00.000000Z task_created",
        "2026-01-01T01:01:00.000000Z note_added",
        "2026-01-01T01:01:00.000000Z file_added",
        "2026-01-01T00:30:00.000000Z meeting_held",
        "2026-01-01T00:01:00.000000Z",
        "2026-01-01T00:00:00.000000Z",
    ];
    let own = |number: usize, kind: &str| format!("{} {kind}", items[number]);
    let shared = items[..9].iter().map(ToString::to_string);
    let of_ada: Vec<String> = shared
        .clone()
        .chain([own(9, "field_changed"), own(10, "record_created")])
        .collect();
    assert_eq!(about("contact", &id), of_ada);
    let of_account: Vec<String> = shared.chain([own(9, "record_created")]).collect();
    assert_eq!(about("account", account), of_account);

    // What follows from the items is looked up in what the links carry: the earlier call is left.
    let first = call(&crm, "contacts.get", &json!({"id": id}))["first_contacted_at"].clone();
    assert_eq!(first, "2026-01-01T01:01:00.000000Z");
    let calls = call(
        &crm,
        "communications.list",
        &json!({"filter": "kind = 'call'"}),
    );
    let made = &calls["items"][0]["id"];
    call(&crm, "communications.archive", &json!({"id": made}));
    let after = call(&crm, "contacts.get", &json!({"id": id}));
    assert_eq!(after["first_contacted_at"], Value::Null);
    assert_eq!(after["last_activity_at"], "2026-01-01T01:01:00.000000Z");
    assert_eq!(about("contact", &id).len(), of_ada.len() - 1);
}

#[test]
fn a_file_of_a_newer_version_or_of_another_program_is_refused_and_left_as_it_is() {
    let folder = TempDir::new().unwrap();
    for (name, change) in [
        ("format", "PRAGMA user_version = 99"),
        (
            "kind",
            "UPDATE engine SET value = value || ' gadget' WHERE name = 'kinds'; UPDATE engine SET value = 'newer' WHERE name = 'schema'",
        ),
        (
            "column",
            "ALTER TABLE contact ADD COLUMN gadget TEXT; UPDATE engine SET value = 'newer' WHERE name = 'schema'",
        ),
        ("program", "PRAGMA application_id = 7"),
    ] {
        let file = folder.path().join(name);
        drop(open(&file).unwrap());
        Connection::open(&file)
            .unwrap()
            .execute_batch(change)
            .unwrap();
        let before = std::fs::read(&file).unwrap();
        let error = open(&file).unwrap_err();
        assert_eq!(error.code(), ErrorCode::Corrupt, "{name}");
        assert_eq!(std::fs::read(&file).unwrap(), before, "{name}");
    }
    let foreign = folder.path().join("foreign");
    Connection::open(&foreign)
        .unwrap()
        .execute_batch("CREATE TABLE notes (text TEXT)")
        .unwrap();
    let before = std::fs::read(&foreign).unwrap();
    assert_eq!(open(&foreign).unwrap_err().code(), ErrorCode::Corrupt);
    assert_eq!(std::fs::read(&foreign).unwrap(), before);
}

#[test]
fn a_build_that_is_open_while_a_newer_one_extends_the_file_writes_no_more() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("crm.db");
    let old = session(open(&file).unwrap());
    let ada = json!({"name": {"given": "Ada"}});
    call(&old, "contacts.create", &ada);
    Connection::open(&file)
        .unwrap()
        .execute_batch(
            "CREATE TABLE gadget_tally (worth INTEGER); UPDATE engine SET value = 'newer' WHERE name = 'schema'",
        )
        .unwrap();
    let arguments = ada.to_string();
    let options = CallOptions::default();
    for _ in 0..2 {
        let error = old
            .call("contacts.create", arguments.as_bytes(), &options)
            .unwrap_err();
        assert_eq!(error.code(), ErrorCode::Corrupt);
    }
    let listed = call(&old, "contacts.list", &json!({}));
    assert_eq!(listed["items"].as_array().unwrap().len(), 1, "{listed}");
}

#[test]
fn an_index_that_was_declared_otherwise_is_made_anew() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("crm.db");
    drop(open(&file).unwrap());
    let (index, declared): (String, String) = {
        let connection = Connection::open(&file).unwrap();
        let index = connection
            .query_row(
                "SELECT name, sql FROM sqlite_schema
                 WHERE type = 'index' AND name LIKE 'contact_by_%' AND name <> 'contact_by_id' ORDER BY name",
                [],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .unwrap();
        let change = format!(
            "DROP INDEX {0}; CREATE INDEX {0} ON contact (tenant); UPDATE engine SET value = 'former' WHERE name = 'schema'",
            index.0
        );
        connection.execute_batch(&change).unwrap();
        index
    };
    drop(open(&file).unwrap());
    let now: String = Connection::open(&file)
        .unwrap()
        .query_row(
            "SELECT sql FROM sqlite_schema WHERE name = ?1",
            [&index],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(now, declared);
}

//! What was changed in the file past the engine is found, and nothing else is (AUD-10).
#![allow(clippy::unwrap_used, clippy::panic)] // a test may fail

use std::path::Path;
use std::sync::Arc;

use crm_core::memory::{SimulatedClock, SimulatedIds};
use crm_core::testkit::inconsistencies;
use crm_core::{Actor, CallOptions, Engine, Session};
use crm_store::{Options, SqliteStorage};
use rusqlite::Connection;
use serde_json::{Value, json};
use uuid::Uuid;

fn open(file: &Path) -> Session {
    let storage = Arc::new(SqliteStorage::open(file, Options::default()).unwrap());
    let engine = Engine::builder(storage, SimulatedClock::default(), SimulatedIds::new(1)).build();
    let actor = Actor::new(Uuid::from_u128(1), Uuid::from_u128(2), ["admin"]);
    engine.session(actor).unwrap()
}

fn done(session: &Session, operation: &str, arguments: &Value) -> Value {
    let arguments = arguments.to_string();
    match session.call(operation, arguments.as_bytes(), &CallOptions::default()) {
        Ok(answer) => serde_json::from_slice(&answer).unwrap(),
        Err(error) => panic!("{operation}: {error:?}"),
    }
}

/// The number of the only record that the last damage was done to, and what was found then.
fn damaged(file: &Path, statement: &str) -> Vec<String> {
    let connection = Connection::open(file).unwrap();
    connection
        .execute_batch("PRAGMA foreign_keys = OFF")
        .unwrap();
    assert!(
        connection.execute(statement, []).unwrap() > 0,
        "{statement}"
    );
    drop(connection);
    let session = open(file);
    let found = inconsistencies(&session, 10_000);
    for limit in [1, 2, 7] {
        assert_eq!(inconsistencies(&session, limit), found, "{limit} a call");
    }
    let told = found.into_iter().map(|one| {
        let one = serde_json::to_value(one).unwrap();
        let text = |field: &str| one[field].as_str().unwrap().to_owned();
        [text("record_kind"), text("field"), text("problem")].join(" ")
    });
    told.collect()
}

/// A file with a person of a company, a deal, and things that happened.
fn sound(file: &Path) {
    let session = open(file);
    let acme = done(&session, "accounts.create", &json!({"name": "Acme"}));
    let acme = &acme["account"]["id"];
    let [ada, mary] = ["Ada", "Mary"].map(|name| {
        let person = json!({"name": {"given": name}});
        done(&session, "contacts.create", &person)["contact"]["id"].clone()
    });
    let both = json!({"contact_id": ada, "account_id": acme, "primary": true});
    done(&session, "associations.create", &both);
    let knows = json!({"from_id": ada, "to_id": mary, "kind": "knows"});
    done(&session, "relationships.create", &knows);
    let links = json!([{"kind": "contact", "id": ada}]);
    done(
        &session,
        "notes.create",
        &json!({"body": "Tea", "links": links}),
    );
    let call = json!({"kind": "call", "subject": "Hello", "links": links});
    done(&session, "communications.log", &call);
    let deal =
        json!({"name": "Cogs", "account_id": acme, "amount": {"amount": "12", "currency": "EUR"}});
    done(&session, "deals.create", &deal);
    done(&session, "settings.update", &json!({"country": "DE"}));
    assert_eq!(inconsistencies(&session, 1_000), []);
}

#[test]
fn whatever_was_changed_past_the_engine_is_found_aud_10() {
    let folder = tempfile::tempdir().unwrap();
    let damages: [(&str, &[&str]); 6] = [
        (
            "DELETE FROM contact WHERE display_name LIKE 'Mary%'",
            &["relationship to_id missing_record"],
        ),
        (
            "UPDATE account SET last_activity_at = NULL",
            &["account last_activity_at stale_time"],
        ),
        (
            "UPDATE contact SET first_contacted_at = 0 WHERE display_name LIKE 'Ada%'",
            &[
                "contact first_contacted_at stale_time",
                "account first_contacted_at stale_time",
            ],
        ),
        (
            "UPDATE link SET touched_at = NULL WHERE touched_at IS NOT NULL AND record_kind = 'contact'",
            &[
                "contact last_contacted_at stale_time",
                "contact first_contacted_at stale_time",
                "link touched_at stale_time",
            ],
        ),
        (
            "UPDATE deal_tally SET amount = amount + 1",
            &["deal total stale_sum"],
        ),
        ("UPDATE deal SET owner_id = NULL", &[]),
    ];
    for (number, (damage, expected)) in damages.into_iter().enumerate() {
        let file = folder.path().join(format!("{number}.db"));
        sound(&file);
        assert_eq!(damaged(&file, damage), expected, "{damage}");
    }
}

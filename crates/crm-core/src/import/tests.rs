//! What following names costs, however many rows say them.

#![allow(clippy::unwrap_used)] // a test fails by panicking

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::*;
use crate::Actor;
use crate::export::Outgoing;
use crate::memory::{CountedStorage, SimulatedClock, SimulatedIds};
use crate::operation::{CallOptions, Engine, Session};

/// A deal a line: its account, by whatever people call that.
struct Deals;

impl Formats for Deals {
    fn inspect(&self, _: &[u8], _: &ReadOptions) -> crate::Result<Inspection> {
        Ok(Inspection::default())
    }

    fn read<'b>(
        &self,
        bytes: &'b [u8],
        _: &ReadOptions,
        skip: u64,
    ) -> crate::Result<Box<dyn Iterator<Item = Incoming> + 'b>> {
        let lines = std::str::from_utf8(bytes).unwrap().lines().zip(1_u64..);
        let rows = lines.map(|(account, row)| Incoming {
            row,
            line: row,
            record: Some(IncomingRecord {
                draft: IncomingDraft::Deal(Box::default()),
                cells: BTreeMap::from([
                    ("name".to_owned(), "Looms".to_owned()),
                    ("account_id".to_owned(), account.to_owned()),
                ]),
                tags: Vec::new(),
            }),
            problems: Vec::new(),
        });
        Ok(Box::new(rows.skip(usize::try_from(skip).unwrap())))
    }

    fn write(
        &self,
        _: Outgoing<'_>,
        _: &[String],
        _: bool,
        _: &WriteOptions,
    ) -> crate::Result<String> {
        Ok(String::new())
    }

    fn calendar(&self, _: &[crate::calendar::CalendarEntry]) -> crate::Result<String> {
        Ok(String::new())
    }
}

fn call(session: &Session, name: &str, arguments: &Json) -> Json {
    let arguments = arguments.to_string();
    let answer = session.call(name, arguments.as_bytes(), &CallOptions::default());
    serde_json::from_slice(&answer.unwrap()).unwrap()
}

/// Questions and records that applying a file takes beside so many accounts.
fn cost(accounts: usize, file: &str) -> (usize, usize) {
    let storage = CountedStorage::default();
    let (questions, rows) = (Arc::clone(&storage.questions), Arc::clone(&storage.rows));
    let engine = Engine::builder(storage, SimulatedClock::default(), SimulatedIds::new(1))
        .formats(Deals)
        .build();
    let [tenant, user] = [1, 2].map(Uuid::from_u128);
    let session = engine.session(Actor::new(tenant, user, ["admin"])).unwrap();
    for at in 0..accounts {
        let account = json!({"name": format!("Works {at}"), "domains": [format!("works{at}.example")],
            "on_duplicate": "create_anyway"});
        call(&session, "accounts.create", &account);
    }
    let plan = call(&session, "imports.plan", &json!({"text": file}));
    let before = (
        questions.load(Ordering::Relaxed),
        rows.load(Ordering::Relaxed),
    );
    let step = json!({"id": plan["import"]["id"], "text": file});
    call(&session, "imports.apply", &step);
    (
        questions.load(Ordering::Relaxed) - before.0,
        rows.load(Ordering::Relaxed) - before.1,
    )
}

#[test]
fn an_unknown_name_is_sought_once_imp_29() {
    // What a name costs beside a row that names nobody.
    let named = |rows: usize| {
        let [named, blank] = ["Nobody Inc\n", "\n"].map(|row| cost(1, &row.repeat(rows)));
        (named.0 - blank.0, named.1 - blank.1)
    };
    assert!(named(1).0 > 0);
    assert_eq!(named(1), named(50));
}

#[test]
fn a_domain_is_found_among_many_as_among_few_imp_29() {
    assert_eq!(cost(3, "works1.example\n"), cost(60, "works1.example\n"));
    assert_eq!(cost(3, "nobody.example\n"), cost(60, "nobody.example\n"));
}

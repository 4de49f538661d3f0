#![allow(clippy::unwrap_used)] // a test fails by panicking

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crm::account::ListAccounts;
use crm::contact::ListContacts;
use crm::deal::{ListDeals, ReadBoard};
use crm::field::RecordKind;
use crm::overview::GetOverview;
use crm::timeline::{RecordTimeline, TimelineQuery};
use crm::{Actor, PageRequest, Session};
use rusqlite::Connection;
use rusqlite::types::Value;
use uuid::Uuid;

use super::*;
use crate::people::person;
use crate::{TENANT, USER};

const SMALL: Shape = Shape {
    contacts: 20,
    accounts: 4,
    deals: 20,
    items: 80,
};

/// A folder that ends with the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("crm-scale-{}", Uuid::new_v4()));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What the seeding leaves out: what happened, who was told, and what calls were repeated.
const LEFT_OUT: &[&str] = &["audit", "outbox", "idempotency"];

type Rows = Vec<Vec<(String, Value)>>;

/// Every row of every table, by its id, and every word of full text.
fn written(file: &Path) -> BTreeMap<String, Rows> {
    let connection = Connection::open(file).unwrap();
    let names: Vec<String> = connection
        .prepare(
            "SELECT name FROM pragma_table_list WHERE schema = 'main'
             AND (type = 'table' OR type = 'virtual') AND name NOT LIKE 'sqlite%'",
        )
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(rusqlite::Result::unwrap)
        .collect();
    let mut tables = BTreeMap::new();
    for name in names {
        if LEFT_OUT.contains(&name.as_str()) {
            continue;
        }
        let question = if let Some(kind) = name.strip_suffix("_search") {
            connection
                .execute_batch(&format!(
                    "CREATE VIRTUAL TABLE temp.{name}_word USING fts5vocab(main, {name}, instance)"
                ))
                .unwrap();
            format!(
                "SELECT id, term, col FROM {name}_word JOIN {kind} ON {kind}.rowid = doc
                 ORDER BY 1, 2, 3"
            )
        } else {
            format!("SELECT * FROM \"{name}\" ORDER BY id, 2, 3, 4")
        };
        let question = match name.as_str() {
            "engine" => "SELECT * FROM engine ORDER BY name".to_owned(),
            "tenant" => "SELECT * FROM tenant".to_owned(),
            sums if sums.ends_with("_tally") => {
                format!("SELECT * FROM \"{sums}\" ORDER BY 1, 2, 3, 4")
            }
            _ => question,
        };
        let mut statement = connection.prepare(&question).unwrap();
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let rows = statement.query_map([], |row| {
            let mut cells = Vec::new();
            for (at, column) in columns.iter().enumerate() {
                if column != "rowid" {
                    cells.push((column.clone(), row.get(at)?));
                }
            }
            Ok(cells)
        });
        let rows = rows.unwrap().map(rusqlite::Result::unwrap).collect();
        tables.insert(name, rows);
    }
    tables
}

fn session(file: &Path) -> Session {
    let engine = crm::open(file).unwrap();
    engine.session(Actor::new(TENANT, USER, ["admin"])).unwrap()
}

/// The shape of an answer: without what differs from copy to copy.
fn shape(mut json: serde_json::Value) -> serde_json::Value {
    fn strip(json: &mut serde_json::Value) {
        match json {
            serde_json::Value::Object(fields) => {
                for name in ["total", "position", "probability", "name", "version"] {
                    if let Some(serde_json::Value::String(_)) = fields.get(name) {
                        fields.remove(name);
                    }
                }
                fields.values_mut().for_each(strip);
            }
            serde_json::Value::Array(items) => items.iter_mut().for_each(strip),
            serde_json::Value::String(text) => {
                let id = Uuid::try_parse(text).is_ok();
                let instant = text.len() > 18 && text.ends_with('Z');
                if id || instant {
                    text.clear();
                }
            }
            _ => {}
        }
    }
    strip(&mut json);
    json
}

#[test]
fn one_copy_of_a_pattern_is_what_the_engine_wrote_row_by_row_and_word_by_word() {
    let folder = Folder::new();
    let (ours, other) = (folder.file("pattern.db"), folder.file("seeded.db"));
    let pattern = Pattern::write(&ours, SMALL).unwrap();
    seed(&other, &pattern, 1).unwrap();
    let (ours, other) = (written(&ours), written(&other));
    assert_eq!(
        ours.keys().collect::<Vec<_>>(),
        other.keys().collect::<Vec<_>>()
    );
    for (table, rows) in &ours {
        let others = &other[table];
        assert_eq!(rows.len(), others.len(), "rows of {table}");
        for (row, other) in rows.iter().zip(others) {
            for (cell, other) in row.iter().zip(other) {
                assert_eq!(cell, other, "{table}: {row:?}");
            }
        }
    }
    for table in ["contact", "contact_search", "stage_stay", "link", "note"] {
        assert!(!ours[table].is_empty(), "{table}");
    }
}

#[test]
fn a_seeded_file_is_sound_and_has_every_index() {
    let folder = Folder::new();
    let (ours, other) = (folder.file("pattern.db"), folder.file("seeded.db"));
    let pattern = Pattern::write(&ours, SMALL).unwrap();
    let seeded = seed(&other, &pattern, 3).unwrap();
    assert_eq!(seeded.contacts.len(), 60);
    assert_eq!(seeded.loud.len(), 3);
    let schema = |file: &Path| -> Vec<String> {
        let connection = Connection::open(file).unwrap();
        let mut statement = connection
            .prepare("SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY name")
            .unwrap();
        let found = statement.query_map([], |row| row.get(0)).unwrap();
        found.map(rusqlite::Result::unwrap).collect()
    };
    assert_eq!(schema(&ours), schema(&other));
    let connection = Connection::open(&other).unwrap();
    let check = |pragma: &str| -> Vec<String> {
        let mut statement = connection.prepare(pragma).unwrap();
        let found = statement.query_map([], |row| row.get(0)).unwrap();
        found.map(rusqlite::Result::unwrap).collect()
    };
    assert_eq!(check("PRAGMA integrity_check"), ["ok"]);
    assert!(check("PRAGMA foreign_key_check").is_empty());
}

#[test]
fn every_copy_reads_like_the_first() {
    let folder = Folder::new();
    let (ours, other) = (folder.file("pattern.db"), folder.file("seeded.db"));
    let pattern = Pattern::write(&ours, SMALL).unwrap();
    let seeded = seed(&other, &pattern, 3).unwrap();
    let (engine, copies) = (session(&ours), session(&other));
    let first = pattern.of(RecordKind::Contact).next().unwrap().id;
    let account = pattern.of(RecordKind::Account).next().unwrap().id;
    let include = vec![
        RecordKind::Association,
        RecordKind::Communication,
        RecordKind::Task,
        RecordKind::Note,
        RecordKind::TimelineEntry,
    ];
    let whole = |session: &Session, record_kind, id| {
        let include = include.clone();
        let overview = session.overview().get(GetOverview {
            record_kind,
            id,
            include,
            limit: None,
        });
        let overview = overview.unwrap();
        assert!(overview.parts.iter().any(|part| part.total > 3));
        let parts = overview.parts.iter().map(|part| {
            let items: Vec<_> = part.items.iter().map(|item| item.record.kind).collect();
            (part.kind, part.total, items)
        });
        parts.collect::<Vec<_>>()
    };
    let timeline = |session: &Session, record_kind, id| {
        let query = TimelineQuery::default();
        let page = session.timeline().for_record(RecordTimeline {
            record_kind,
            id,
            query,
        });
        // Milestones come from the audit chain, which is not copied.
        let page = page.unwrap().items.into_iter();
        page.filter(|item| item.record.is_some_and(|one| one.id != id))
            .map(|item| shape(serde_json::to_value(item).unwrap()))
            .take(25)
            .collect::<Vec<_>>()
    };
    for (copy, id) in seeded.loud.iter().enumerate() {
        let kind = RecordKind::Contact;
        assert_eq!(whole(&engine, kind, first), whole(&copies, kind, *id));
        assert_eq!(timeline(&engine, kind, first).len(), 25);
        assert_eq!(timeline(&engine, kind, first), timeline(&copies, kind, *id));
        let (kind, id) = (RecordKind::Account, seeded.accounts[copy]);
        assert_eq!(whole(&engine, kind, account), whole(&copies, kind, id));
    }
}

#[test]
fn lists_and_the_board_hold_every_copy() {
    let folder = Folder::new();
    let (ours, other) = (folder.file("pattern.db"), folder.file("seeded.db"));
    let pattern = Pattern::write(&ours, SMALL).unwrap();
    let seeded = seed(&other, &pattern, 3).unwrap();
    let (engine, copies) = (session(&ours), session(&other));
    let page = |sort: &str| PageRequest {
        sort: Some(sort.to_owned()),
        limit: Some(500),
        count: true,
        ..PageRequest::default()
    };
    let contacts = copies.contacts().list(ListContacts {
        page: page("sort_name"),
        ..ListContacts::default()
    });
    let contacts = contacts.unwrap();
    assert_eq!((contacts.total, contacts.items.len()), (Some(60), 60));
    let mut names: Vec<_> = (0..60)
        .map(|number| (person(number).email, person(number).family))
        .collect();
    names.sort();
    let mut found: Vec<_> = contacts
        .items
        .into_iter()
        .map(|contact| (contact.primary_email.unwrap(), contact.name.family.unwrap()))
        .collect();
    found.sort();
    assert_eq!(found, names);
    let accounts = copies.accounts().list(ListAccounts {
        page: page("name"),
        ..ListAccounts::default()
    });
    assert_eq!(accounts.unwrap().items.len(), 12);
    let deals = copies.deals().list(ListDeals {
        page: page("rank"),
        ..ListDeals::default()
    });
    let deals = deals.unwrap().items;
    assert_eq!(deals.len(), 60);
    assert!(deals.windows(2).all(|two| two[0].rank < two[1].rank));
    let board = |session: &Session| {
        let board = session.deals().board(ReadBoard::default()).unwrap();
        let columns = board.columns.into_iter();
        columns
            .map(|column| column.totals.count)
            .collect::<Vec<_>>()
    };
    let thrice: Vec<u64> = board(&engine).into_iter().map(|count| count * 3).collect();
    assert_eq!(board(&copies), thrice);
    // What the engine writes next stands behind all of it.
    let new = copies.deals().create(crm::deal::CreateDeal {
        deal: crm::deal::DealDraft {
            name: "Next".to_owned(),
            account_id: Some(seeded.accounts[0].into()),
            ..crm::deal::DealDraft::default()
        },
        ..crm::deal::CreateDeal::default()
    });
    let new = new.unwrap();
    assert_eq!(new.number, "D-00061");
    assert!(deals.iter().all(|deal| deal.rank < new.rank));
}

#[test]
fn every_call_of_the_bench_runs() {
    let folder = Folder::new();
    let (ours, other) = (folder.file("pattern.db"), folder.file("seeded.db"));
    let pattern = Pattern::write(&ours, SMALL).unwrap();
    let seeded = seed(&other, &pattern, 2).unwrap();
    let measured = Calls::open(&other, seeded).unwrap().measure(3).unwrap();
    assert!(
        measured
            .iter()
            .all(|one| one.calls == 3 && one.p50 <= one.p99)
    );
}

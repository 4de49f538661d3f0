#![allow(clippy::unwrap_used)] // a test fails by panicking

use std::collections::BTreeMap;
use std::path::PathBuf;

use rusqlite::Connection;
use rusqlite::types::Value;

use super::*;
use crate::Subject;
use crate::people::{self, person};

/// A folder that ends with the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("crm-floor-{}", Uuid::new_v4()));
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

/// What differs between two writings of the same: ids, instants, and what is made of them.
const OWN: &[&str] = &[
    "id",
    "created_at",
    "updated_at",
    "at",
    "entry",
    "sequence",
    "cursor",
    "audit_sequence",
    "record",
    "record_id",
    "import_id",
    "cause",
    "salt",
    "commitment",
    "hash",
    // The engine words why a row was skipped; the floor's outcome says that it was.
    "problems",
];

/// Every row about contacts, column by column, and every word of full text.
fn written(file: &Path) -> BTreeMap<&'static str, Vec<Vec<(String, Value)>>> {
    let connection = Connection::open(file).unwrap();
    connection
        .execute_batch(
            "CREATE VIRTUAL TABLE temp.word USING fts5vocab(main, contact_search, instance)",
        )
        .unwrap();
    let questions = [
        ("contact", "SELECT * FROM contact ORDER BY rowid"),
        (
            "keys",
            "SELECT space, value, is_unique FROM contact_key WHERE space <= 3 ORDER BY 1, 2",
        ),
        (
            "audit",
            "SELECT * FROM audit WHERE kind = 'contact' ORDER BY entry",
        ),
        (
            "outbox",
            "SELECT * FROM outbox WHERE kind = 'contact' ORDER BY entry",
        ),
        ("rows", "SELECT * FROM import_row ORDER BY row"),
        ("words", "SELECT term, doc, col FROM word ORDER BY 1, 2, 3"),
    ];
    let mut tables = BTreeMap::new();
    for (name, question) in questions {
        let mut statement = connection.prepare(question).unwrap();
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let rows = statement.query_map([], |row| {
            let mut cells = Vec::new();
            for (at, column) in columns.iter().enumerate() {
                if !OWN.contains(&column.as_str()) {
                    cells.push((column.clone(), row.get(at)?));
                }
            }
            Ok(cells)
        });
        tables.insert(name, rows.unwrap().map(rusqlite::Result::unwrap).collect());
    }
    tables
}

/// Compares two files row by row, so that a difference is short enough to read.
fn assert_same(engine: &Path, floor: &Path) {
    let (engine, floor) = (written(engine), written(floor));
    for (table, rows) in &engine {
        let others = &floor[table];
        assert_eq!(rows.len(), others.len(), "rows of {table}");
        for (row, other) in rows.iter().zip(others) {
            for (cell, other) in row.iter().zip(other) {
                assert_eq!(cell, other, "{table}: {row:?}");
            }
        }
    }
    assert!(!engine["words"].is_empty() && !engine["contact"].is_empty());
}

/// The engine checks the floor's chain and reads the floor's rows.
fn assert_sound(file: &Path, contacts: usize) {
    let engine = crm::open(file).unwrap();
    let session = engine
        .session(crm::Actor::new(TENANT, crate::USER, ["admin"]))
        .unwrap();
    let report = session.run(crm::audit::VerifyChain::default()).unwrap();
    assert!(report.intact && report.checked > 0, "{report:?}");
    drop(session);
    let subject = Subject::open(file).unwrap();
    let (page, _) = subject.page(None).unwrap();
    assert_eq!(page.len(), contacts.min(50));
}

#[test]
fn created_and_updated_contacts_are_what_the_engine_would_have_written() {
    let folder = Folder::new();
    let (ours, other) = (folder.file("engine.db"), folder.file("floor.db"));
    drop(Subject::open(&other).unwrap());
    let subject = Subject::open(&ours).unwrap();
    let mut floor = Floor::open(&other).unwrap();
    for number in 0..40 {
        let id = subject.create(&person(number)).unwrap();
        let other = floor.create(&person(number)).unwrap().unwrap();
        if number % 3 == 0 {
            let like = person(number + 1_000);
            assert_eq!(
                subject.update(id, &like).unwrap(),
                floor.update(other, &like).unwrap()
            );
        }
    }
    assert_eq!(floor.create(&person(7)).unwrap(), None);
    drop((subject, floor));
    assert_same(&ours, &other);
    assert_sound(&other, 40);
}

#[test]
fn an_imported_file_is_what_the_engine_would_have_written() {
    let folder = Folder::new();
    let (ours, other) = (folder.file("engine.db"), folder.file("floor.db"));
    drop(Subject::open(&other).unwrap());
    let file = people::csv(300).unwrap();
    let mut floor = Floor::open(&other).unwrap();
    let counts = floor.import(&file).unwrap();
    let subject = Subject::open(&ours).unwrap();
    assert_eq!(subject.import(file).unwrap(), counts);
    assert_eq!(counts.created, people::new_in(300));
    drop((subject, floor));
    assert_same(&ours, &other);
    assert_sound(&other, 297);
}

#[test]
fn both_sides_read_the_same_pages() {
    let folder = Folder::new();
    let file = folder.file("engine.db");
    let subject = Subject::open(&file).unwrap();
    for number in 0..120 {
        subject.create(&person(number)).unwrap();
    }
    let floor = Floor::open(&file).unwrap();
    let (mut cursor, mut place) = (None, None);
    for expected in [50, 50, 20] {
        let (contacts, next) = subject.page(cursor).unwrap();
        let (rows, after) = floor.page(place.as_ref()).unwrap();
        assert_eq!(rows.len(), expected);
        for (contact, row) in contacts.iter().zip(&rows) {
            assert_eq!(contact.id.uuid(), row.id);
            assert_eq!(contact.sort_name, row.sort_name);
            assert_eq!(contact.emails, row.emails);
            assert_eq!(floor.get(row.id).unwrap(), *row);
        }
        assert_eq!(next.is_some(), after.is_some());
        (cursor, place) = (next, after);
    }
}

#[test]
fn new_contacts_carry_as_many_blocking_keys_as_the_engine_s() {
    let folder = Folder::new();
    let (ours, other) = (folder.file("engine.db"), folder.file("floor.db"));
    drop(Subject::open(&other).unwrap());
    let subject = Subject::open(&ours).unwrap();
    for number in 0..20 {
        subject.create(&person(number)).unwrap();
    }
    drop(subject);
    let mut floor = Floor::open(&other).unwrap();
    floor.take_blocking_keys(&ours, 20).unwrap();
    for number in 0..20 {
        floor.create(&person(number)).unwrap();
    }
    drop(floor);
    let keys = |file: &Path| -> i64 {
        let connection = Connection::open(file).unwrap();
        connection
            .query_row("SELECT count(*) FROM contact_key", [], |row| row.get(0))
            .unwrap()
    };
    assert_eq!(keys(&ours), keys(&other));
}

//! What the promises are tried with.

use serde_json::json;
use uuid::Uuid;

use crate::audit::{Action, AuditEntry, FieldChange, Seal};
use crate::contact::Contact;
use crate::error::{ErrorCode, RecordRef};
use crate::event::Event;
use crate::field::{Id, Record, RecordDecl, RecordKind, Row, SearchColumn, TenantId};
use crate::port::{
    AuditQuery, Change, Indexing, Key, KeySpace, Mode, Remembered, Storage, Transaction, WordQuery,
};
use crate::query::Filter;
use crate::value::Timestamp;

pub(super) const A: TenantId = Id::new(Uuid::from_u128(0xa));
pub(super) const B: TenantId = Id::new(Uuid::from_u128(0xb));
pub(super) const ALL: u32 = u32::MAX;
pub(super) const NO_IDS: [u128; 0] = [];
pub(super) const NO_NUMBERS: [u64; 0] = [];

pub(super) fn write(storage: &dyn Storage) -> Box<dyn Transaction + '_> {
    storage.begin(A, Mode::Write).expect("a transaction begins")
}

pub(super) fn read(storage: &dyn Storage) -> Box<dyn Transaction + '_> {
    storage.begin(A, Mode::Read).expect("a transaction begins")
}

pub(super) fn named(number: u128, name: &str) -> Row {
    let contact = Contact {
        display_name: Some(name.to_owned()),
        ..Contact::default()
    };
    let mut row = contact.to_row();
    row.id = Uuid::from_u128(number);
    row.version = 1;
    row
}

pub(super) fn next(row: &Row) -> Row {
    Row {
        version: row.version + 1,
        ..row.clone()
    }
}

pub(super) fn key(value: &str, unique: bool) -> Indexing {
    Indexing {
        keys: vec![Key {
            space: KeySpace::Name,
            value: value.to_owned(),
            unique,
        }],
        words: Vec::new(),
    }
}

pub(super) fn words(text: &str) -> Indexing {
    Indexing {
        keys: Vec::new(),
        words: vec![(SearchColumn::Name, text.to_owned())],
    }
}

pub(super) type Outcome = crate::error::Result<()>;

pub(super) fn put(
    transaction: &mut dyn Transaction,
    decl: &'static RecordDecl,
    (before, was): (Option<&Row>, &Indexing),
    (after, is): (&Row, &Indexing),
) -> Outcome {
    transaction.put(&Change {
        decl,
        before,
        after,
        was,
        is,
    })
}

/// Creates a contact.
pub(super) fn create(transaction: &mut dyn Transaction, row: &Row, indexing: &Indexing) -> Outcome {
    put(
        transaction,
        Contact::DECL,
        (None, &Indexing::default()),
        (row, indexing),
    )
}

pub(super) fn get(transaction: &mut dyn Transaction, id: Uuid) -> Option<Row> {
    transaction
        .get(Contact::DECL, id)
        .expect("a record is read")
}

pub(super) fn holders(transaction: &mut dyn Transaction, value: &str, limit: u32) -> Vec<u128> {
    transaction
        .under_key(RecordKind::Contact, KeySpace::Name, value, limit)
        .expect("a key is looked up")
        .iter()
        .map(Uuid::as_u128)
        .collect()
}

pub(super) fn found(
    transaction: &mut dyn Transaction,
    words: &[&str],
    column: Option<SearchColumn>,
    limit: u32,
) -> Vec<u128> {
    let query = WordQuery {
        columns: column
            .as_ref()
            .map_or(SearchColumn::ALL, std::slice::from_ref),
        limit,
        ..EVERYWHERE
    };
    asked(transaction, words, query)
}

/// In every column of every contact.
pub(super) const EVERYWHERE: WordQuery<'static> = WordQuery {
    decl: Contact::DECL,
    words: &[],
    columns: SearchColumn::ALL,
    filter: &Filter::All,
    before: None,
    limit: ALL,
};

pub(super) fn asked(
    transaction: &mut dyn Transaction,
    words: &[&str],
    query: WordQuery<'_>,
) -> Vec<u128> {
    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    let query = WordQuery {
        words: &words,
        ..query
    };
    transaction
        .with_words(&query)
        .expect("words are looked up")
        .iter()
        .map(Uuid::as_u128)
        .collect()
}

pub(super) fn code(outcome: &Outcome) -> Option<ErrorCode> {
    outcome.as_ref().err().map(crate::error::Error::code)
}

pub(super) fn at(second: i64) -> Timestamp {
    Timestamp::from_micros(second * 1_000_000).expect("an instant")
}

pub(super) fn entry(sequence: u64, record: u128, cause: Option<u128>) -> AuditEntry {
    let byte = u8::try_from(sequence % 251).unwrap_or(0);
    AuditEntry {
        sequence,
        at: at(i64::try_from(sequence).unwrap_or(0)),
        actor: Id::new(Uuid::from_u128(5)),
        operation: "contacts.update".to_owned(),
        cause: cause.map(Uuid::from_u128),
        action: Action::Update,
        record: RecordRef {
            kind: RecordKind::Contact,
            id: Uuid::from_u128(record),
        },
        version: sequence + 1,
        changes: vec![
            FieldChange {
                field: "custom.score".to_owned(),
                old: Some(json!(0.1)),
                new: Some(
                    json!({"b": [1, 2.5, "ß\u{1}"], "a": null, "z": -9_007_199_254_740_993_i64}),
                ),
            },
            FieldChange {
                field: "note".to_owned(),
                old: None,
                new: Some(json!("line\nline \"quoted\"")),
            },
        ],
        seal: Seal {
            salt: [byte; 16],
            commitment: [byte.wrapping_add(1); 32],
            hash: [byte.wrapping_add(2); 32],
        },
    }
}

pub(super) fn event(number: u128) -> Event {
    Event {
        id: Uuid::from_u128(number),
        cursor: 0,
        kind: "contact.updated".to_owned(),
        record: RecordRef {
            kind: RecordKind::Contact,
            id: Uuid::from_u128(1),
        },
        version: 3,
        at: at(9),
        actor: Id::new(Uuid::from_u128(5)),
        cause: Some(Uuid::from_u128(6)),
        audit_sequence: 4,
    }
}

pub(super) fn cursors(transaction: &mut dyn Transaction, after: u64, limit: u32) -> Vec<u64> {
    let events = transaction.events(after, limit).expect("events are read");
    events.iter().map(|event| event.cursor).collect()
}

pub(super) fn sequences(transaction: &mut dyn Transaction, query: AuditQuery) -> Vec<u64> {
    let entries = transaction.audit(&query).expect("the chain is read");
    entries.iter().map(|entry| entry.sequence).collect()
}

pub(super) const WHOLE: AuditQuery = AuditQuery {
    record: None,
    cause: None,
    after: None,
    newest_first: false,
    earlier_than: None,
    limit: ALL,
};

pub(super) fn remembered(answer: &str) -> Remembered {
    Remembered {
        operation: "contacts.create".to_owned(),
        fingerprint: [7; 32],
        answer: answer.as_bytes().to_vec(),
    }
}

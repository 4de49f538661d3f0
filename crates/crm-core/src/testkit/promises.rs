//! The promises of the storage port, one function each. Every one gets an empty store.

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::json;
use uuid::Uuid;

use super::{Random, sample};
use crate::audit::{Action, AuditEntry, FieldChange, Seal};
use crate::contact::Contact;
use crate::custom_field::CustomIndex;
use crate::error::{ErrorCode, RecordRef};
use crate::event::Event;
use crate::field::{Id, Record, RecordDecl, RecordKind, Row, SearchColumn, TenantId, Value, place};
use crate::port::{
    AuditHead, AuditQuery, Change, Indexing, Key, KeySpace, Mode, Remembered, Storage, Transaction,
    WordQuery,
};
use crate::query::{CustomKind, Filter, Op, Select, Target};
use crate::records::DECLARATIONS;
use crate::tag::Tag;
use crate::value::Timestamp;

const A: TenantId = Id::new(Uuid::from_u128(0xa));
const B: TenantId = Id::new(Uuid::from_u128(0xb));
const ALL: u32 = u32::MAX;
const NO_IDS: [u128; 0] = [];
const NO_NUMBERS: [u64; 0] = [];

fn write(storage: &dyn Storage) -> Box<dyn Transaction + '_> {
    storage.begin(A, Mode::Write).expect("a transaction begins")
}

fn read(storage: &dyn Storage) -> Box<dyn Transaction + '_> {
    storage.begin(A, Mode::Read).expect("a transaction begins")
}

fn named(number: u128, name: &str) -> Row {
    let contact = Contact {
        display_name: Some(name.to_owned()),
        ..Contact::default()
    };
    let mut row = contact.to_row();
    row.id = Uuid::from_u128(number);
    row.version = 1;
    row
}

fn next(row: &Row) -> Row {
    Row {
        version: row.version + 1,
        ..row.clone()
    }
}

fn key(value: &str, unique: bool) -> Indexing {
    Indexing {
        keys: vec![Key {
            space: KeySpace::Name,
            value: value.to_owned(),
            unique,
        }],
        words: Vec::new(),
    }
}

fn words(text: &str) -> Indexing {
    Indexing {
        keys: Vec::new(),
        words: vec![(SearchColumn::Name, text.to_owned())],
    }
}

type Outcome = crate::error::Result<()>;

fn put(
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
fn create(transaction: &mut dyn Transaction, row: &Row, indexing: &Indexing) -> Outcome {
    put(
        transaction,
        Contact::DECL,
        (None, &Indexing::default()),
        (row, indexing),
    )
}

fn get(transaction: &mut dyn Transaction, id: Uuid) -> Option<Row> {
    transaction
        .get(Contact::DECL, id)
        .expect("a record is read")
}

fn holders(transaction: &mut dyn Transaction, value: &str, limit: u32) -> Vec<u128> {
    transaction
        .under_key(RecordKind::Contact, KeySpace::Name, value, limit)
        .expect("a key is looked up")
        .iter()
        .map(Uuid::as_u128)
        .collect()
}

fn found(
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
const EVERYWHERE: WordQuery<'static> = WordQuery {
    decl: Contact::DECL,
    words: &[],
    columns: SearchColumn::ALL,
    filter: &Filter::All,
    before: None,
    limit: ALL,
};

fn asked(transaction: &mut dyn Transaction, words: &[&str], query: WordQuery<'_>) -> Vec<u128> {
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

fn code(outcome: &Outcome) -> Option<ErrorCode> {
    outcome.as_ref().err().map(crate::error::Error::code)
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_micros(second * 1_000_000).expect("an instant")
}

fn entry(sequence: u64, record: u128, cause: Option<u128>) -> AuditEntry {
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

fn event(number: u128) -> Event {
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

fn cursors(transaction: &mut dyn Transaction, after: u64, limit: u32) -> Vec<u64> {
    let events = transaction.events(after, limit).expect("events are read");
    events.iter().map(|event| event.cursor).collect()
}

fn sequences(transaction: &mut dyn Transaction, query: AuditQuery) -> Vec<u64> {
    let entries = transaction.audit(&query).expect("the chain is read");
    entries.iter().map(|entry| entry.sequence).collect()
}

const WHOLE: AuditQuery = AuditQuery {
    record: None,
    cause: None,
    after: None,
    newest_first: false,
    earlier_than: None,
    limit: ALL,
};

fn remembered(answer: &str) -> Remembered {
    Remembered {
        operation: "contacts.create".to_owned(),
        fingerprint: [7; 32],
        answer: answer.as_bytes().to_vec(),
    }
}

/// Rows of every kind, with any field set or unset, read back as they were written.
pub fn every_field_reads_back(storage: &dyn Storage) {
    let mut random = Random::new(1);
    let mut rows = Vec::new();
    let mut transaction = write(storage);
    for decl in DECLARATIONS {
        for row in sample::rows(&mut random, decl) {
            let none = Indexing::default();
            put(transaction.as_mut(), decl, (None, &none), (&row, &none)).expect("a row is put");
            rows.push((*decl, row));
        }
    }
    transaction.commit().expect("a commit");
    let mut transaction = read(storage);
    for (decl, row) in rows {
        let back = transaction.get(decl, row.id).expect("a row is read");
        assert_eq!(back.as_ref(), Some(&row), "{}", decl.kind);
    }
    assert_eq!(get(transaction.as_mut(), Uuid::from_u128(99)), None);
}

/// Nothing but the version that the caller read is replaced.
pub fn a_record_is_written_on_top_of_its_last_version_only(storage: &dyn Storage) {
    let none = &Indexing::default();
    let first = named(1, "first");
    let second = next(&named(1, "second"));
    let mut transaction = write(storage);
    let replace = |transaction: &mut dyn Transaction, before: Option<&Row>, after: &Row| {
        code(&put(
            transaction,
            Contact::DECL,
            (before, none),
            (after, none),
        ))
    };
    let conflict = Some(ErrorCode::Conflict);
    let tx = transaction.as_mut();
    assert_eq!(
        replace(tx, Some(&first), &second),
        conflict,
        "there is none yet"
    );
    assert_eq!(replace(tx, None, &first), None);
    assert_eq!(replace(tx, None, &first), conflict, "there is one already");
    assert_eq!(replace(tx, Some(&first), &second), None);
    assert_eq!(
        replace(tx, Some(&first), &second),
        conflict,
        "it has moved on"
    );
    assert_eq!(get(tx, first.id).as_ref(), Some(&second));
    transaction.commit().expect("a commit");
}

/// Deleting takes keys and words along, and needs the last version.
pub fn a_deleted_record_is_gone_with_its_keys_and_words(storage: &dyn Storage) {
    let row = named(1, "Ada");
    let mut indexing = words("ada lovelace");
    indexing.keys = key("ada", true).keys;
    let mut transaction = write(storage);
    let tx = transaction.as_mut();
    create(tx, &row, &indexing).expect("a row is put");
    let refused = tx.delete(Contact::DECL, &next(&row), &indexing);
    assert_eq!(code(&refused), Some(ErrorCode::Conflict));
    assert_eq!(
        holders(tx, "ada", ALL),
        [1],
        "a refused deletion leaves the keys"
    );
    assert_eq!(found(tx, &["ada"], None, ALL), [1], "and the words");
    tx.delete(Contact::DECL, &row, &indexing)
        .expect("a row is deleted");
    assert_eq!(get(tx, row.id), None);
    assert!(holders(tx, "ada", ALL).is_empty());
    assert!(found(tx, &["ada"], None, ALL).is_empty());
    create(tx, &row, &indexing).expect("the id and the key are free again");
    transaction.commit().expect("a commit");
}

/// A unique key has one holder in a tenant and kind; others may have it elsewhere.
pub fn unique_keys_are_unique_in_tenant_and_kind(storage: &dyn Storage) {
    let none = Indexing::default();
    let (one, two) = (named(1, "one"), named(2, "two"));
    let mut transaction = write(storage);
    let tx = transaction.as_mut();
    create(tx, &one, &key("x", true)).expect("a row is put");
    let refused = create(tx, &two, &key("x", true)).expect_err("the key is taken");
    assert_eq!(refused.code(), ErrorCode::Duplicate);
    assert_eq!(refused.record().map(|record| record.id), Some(one.id));
    // Having one's own key is no clash, and a plain key may lie beside a unique one.
    let (x, y) = (key("x", true), key("y", true));
    put(tx, Contact::DECL, (Some(&one), &x), (&next(&one), &x)).expect("it keeps its key");
    create(tx, &two, &key("x", false)).expect("a plain key is no claim");
    let refused = put(
        tx,
        Contact::DECL,
        (Some(&next(&one)), &x),
        (&next(&next(&one)), &x),
    );
    assert_eq!(
        code(&refused),
        Some(ErrorCode::Duplicate),
        "a plain key is in the way of a claim"
    );
    let mut tag = Tag::default().to_row();
    tag.id = Uuid::from_u128(1);
    tag.version = 1;
    put(tx, Tag::DECL, (None, &none), (&tag, &x)).expect("another kind has its own keys");
    put(
        tx,
        Contact::DECL,
        (Some(&next(&one)), &x),
        (&next(&next(&one)), &y),
    )
    .expect("renamed");
    create(tx, &named(3, "three"), &key("y", true)).expect_err("the new key is taken");
    transaction.commit().expect("a commit");
    let mut other = storage.begin(B, Mode::Write).expect("a transaction begins");
    create(other.as_mut(), &one, &y).expect("another tenant has its own keys");
    other.commit().expect("a commit");
}

/// A refused change leaves row, keys and words as they were, though the transaction goes on.
pub fn a_refused_change_leaves_nothing(storage: &dyn Storage) {
    let (one, two) = (named(1, "one"), named(2, "two"));
    let mut transaction = write(storage);
    let tx = transaction.as_mut();
    create(tx, &one, &key("x", true)).expect("a row is put");
    let mut was = words("old");
    was.keys = key("a", false).keys;
    create(tx, &two, &was).expect("a row is put");
    let mut is = words("new");
    is.keys = [key("b", false).keys, key("x", true).keys].concat();
    let refused = put(tx, Contact::DECL, (Some(&two), &was), (&next(&two), &is));
    assert_eq!(code(&refused), Some(ErrorCode::Duplicate));
    transaction.commit().expect("a commit");
    let mut transaction = read(storage);
    let tx = transaction.as_mut();
    assert_eq!(get(tx, two.id).as_ref(), Some(&two));
    assert_eq!(holders(tx, "a", ALL), [2]);
    assert!(holders(tx, "b", ALL).is_empty());
    assert_eq!(found(tx, &["old"], None, ALL), [2]);
    assert!(found(tx, &["new"], None, ALL).is_empty());
}

/// Keys answer by id, change with the record, and differ by space, case and every character.
pub fn keys_lead_to_records_oldest_first(storage: &dyn Storage) {
    let mut transaction = write(storage);
    let tx = transaction.as_mut();
    for number in [3, 1, 2] {
        create(tx, &named(number, "n"), &key("shared", false)).expect("a row is put");
    }
    assert_eq!(holders(tx, "shared", ALL), [1, 2, 3]);
    assert_eq!(holders(tx, "shared", 2), [1, 2]);
    assert!(holders(tx, "Shared", ALL).is_empty());
    assert!(holders(tx, "share", ALL).is_empty());
    let elsewhere = tx.under_key(RecordKind::Contact, KeySpace::Email, "shared", ALL);
    assert_eq!(elsewhere.expect("a key is looked up"), Vec::<Uuid>::new());
    let row = named(2, "n");
    let (was, is) = (key("shared", false), key("own", false));
    put(tx, Contact::DECL, (Some(&row), &was), (&next(&row), &is)).expect("a row is put");
    assert_eq!(holders(tx, "shared", ALL), [1, 3]);
    assert_eq!(holders(tx, "own", ALL), [2]);
    transaction.commit().expect("a commit");
}

/// Every word must be there; `*` ends a prefix; a column narrows; the newest come first.
pub fn words_lead_to_records_newest_first(storage: &dyn Storage) {
    let mut transaction = write(storage);
    let tx = transaction.as_mut();
    for number in 1..=5 {
        create(tx, &named(number, "n"), &words("ann smith")).expect("a row is put");
    }
    create(tx, &named(6, "n"), &words("anna o brien")).expect("a row is put");
    let mut company = words("bob");
    company
        .words
        .push((SearchColumn::Company, "smith sons".to_owned()));
    create(tx, &named(7, "n"), &company).expect("a row is put");
    create(tx, &named(8, "n"), &words("東京 京都 ćwik")).expect("a row is put");
    assert_eq!(found(tx, &["ann"], None, ALL), [5, 4, 3, 2, 1]);
    assert_eq!(found(tx, &["ann"], None, 2), [5, 4]);
    assert_eq!(found(tx, &["ann*"], None, 2), [6, 5]);
    assert_eq!(found(tx, &["a*", "sm*"], None, 1), [5]);
    assert_eq!(found(tx, &["smith", "bob"], None, ALL), [7]);
    assert_eq!(found(tx, &["smith"], Some(SearchColumn::Company), ALL), [7]);
    assert_eq!(
        found(tx, &["smith", "bob"], Some(SearchColumn::Company), ALL),
        NO_IDS
    );
    let two = &[SearchColumn::Name, SearchColumn::Company];
    for (columns, ids) in [
        (&two[..], &[7][..]),
        (&two[1..], &NO_IDS[..]),
        (&two[..0], &NO_IDS[..]),
    ] {
        let query = WordQuery {
            columns,
            ..EVERYWHERE
        };
        assert_eq!(asked(tx, &["smith", "bob"], query), ids, "{columns:?}");
    }
    assert_eq!(found(tx, &["京都"], None, ALL), [8]);
    assert_eq!(found(tx, &["京*"], None, ALL), [8]);
    assert_eq!(found(tx, &["ć*"], None, ALL), [8]);
    for none in [
        &["mith"][..],
        &["an"],
        &["anna", "smith"],
        &["\"ann"],
        &["ann OR bob"],
        &[],
    ] {
        assert_eq!(found(tx, none, None, ALL), [], "{none:?}");
    }
    transaction.commit().expect("a commit");
}

/// A filter narrows before the limit does, and a page goes on where the last one ended.
pub fn words_are_looked_up_among_the_records_that_a_filter_holds_for(storage: &dyn Storage) {
    let mut transaction = write(storage);
    let tx = transaction.as_mut();
    for number in 1..=9 {
        let name = if number % 3 == 0 { "mine" } else { "theirs" };
        create(tx, &named(number, name), &words("ann smith")).expect("a row is put");
    }
    create(tx, &named(10, "mine"), &words("bob")).expect("a row is put");
    let mine = Filter::equals(
        Target::Field(place!(Contact, "display_name")),
        Value::Text("mine".to_owned()),
    );
    let page = |before: Option<u128>, limit| WordQuery {
        filter: &mine,
        before: before.map(Uuid::from_u128),
        limit,
        ..EVERYWHERE
    };
    assert_eq!(asked(tx, &["ann"], page(None, ALL)), [9, 6, 3]);
    assert_eq!(asked(tx, &["ann"], page(None, 2)), [9, 6]);
    assert_eq!(asked(tx, &["a*"], page(Some(6), 2)), [3]);
    assert_eq!(asked(tx, &["ann"], page(Some(3), 2)), NO_IDS);
    transaction.commit().expect("a commit");
}

/// Words follow the record, within the same transaction and after it.
pub fn words_change_with_the_record(storage: &dyn Storage) {
    let row = named(1, "n");
    let mut transaction = write(storage);
    let tx = transaction.as_mut();
    let (old, new, none) = (words("ada"), words("grace"), Indexing::default());
    create(tx, &row, &old).expect("a row is put");
    put(tx, Contact::DECL, (Some(&row), &old), (&next(&row), &new)).expect("a row is put");
    assert_eq!(found(tx, &["ada"], None, ALL), NO_IDS);
    assert_eq!(found(tx, &["grace"], None, ALL), [1]);
    let archived = next(&next(&row));
    put(
        tx,
        Contact::DECL,
        (Some(&next(&row)), &new),
        (&archived, &none),
    )
    .expect("a row is put");
    assert_eq!(found(tx, &["g*"], None, ALL), NO_IDS);
    put(
        tx,
        Contact::DECL,
        (Some(&archived), &none),
        (&next(&archived), &old),
    )
    .expect("put");
    transaction.commit().expect("a commit");
    assert_eq!(found(read(storage).as_mut(), &["ada"], None, ALL), [1]);
}

/// Whatever one tenant has, another sees, counts, blocks and numbers nothing of it.
pub fn tenants_see_nothing_of_each_other(storage: &dyn Storage) {
    let row = named(1, "Ada");
    let mut indexing = words("ada");
    indexing.keys = key("ada", true).keys;
    let mut transaction = write(storage);
    let tx = transaction.as_mut();
    create(tx, &row, &indexing).expect("a row is put");
    tx.append_audit(&entry(1, 1, Some(9)))
        .expect("an entry is appended");
    tx.append_event(&event(1)).expect("an event is appended");
    tx.remember("key", &remembered("a"))
        .expect("a call is remembered");
    transaction.commit().expect("a commit");
    for mode in [Mode::Read, Mode::Write] {
        let mut transaction = storage.begin(B, mode).expect("a transaction begins");
        let tx = transaction.as_mut();
        assert_eq!(get(tx, row.id), None);
        assert_eq!(
            tx.select(&Select::all(Contact::DECL)).expect("rows"),
            Vec::new()
        );
        assert_eq!(tx.count(Contact::DECL, &Filter::All).expect("a count"), 0);
        assert!(holders(tx, "ada", ALL).is_empty());
        assert_eq!(found(tx, &["ada"], None, ALL), NO_IDS);
        assert_eq!(found(tx, &["*"], None, ALL), NO_IDS);
        assert_eq!(tx.audit_head().expect("a head"), AuditHead::default());
        assert!(sequences(tx, WHOLE).is_empty());
        let record = Some(entry(1, 1, None).record);
        assert!(sequences(tx, AuditQuery { record, ..WHOLE }).is_empty());
        let cause = Some(Uuid::from_u128(9));
        assert!(
            sequences(
                tx,
                AuditQuery {
                    cause,
                    newest_first: true,
                    ..WHOLE
                }
            )
            .is_empty()
        );
        assert!(cursors(tx, 0, ALL).is_empty());
        assert_eq!(tx.recall("key").expect("a look"), None);
    }
    let mut transaction = storage.begin(B, Mode::Write).expect("a transaction begins");
    let tx = transaction.as_mut();
    create(tx, &row, &indexing).expect("ids and keys are the tenant's own");
    tx.append_audit(&entry(1, 1, None))
        .expect("chains begin anew");
    tx.append_event(&event(2)).expect("streams begin anew");
    assert_eq!(cursors(tx, 0, ALL), [1]);
    tx.delete(Contact::DECL, &row, &indexing)
        .expect("a row is deleted");
    transaction.commit().expect("a commit");
    let mut transaction = read(storage);
    let tx = transaction.as_mut();
    assert_eq!(
        get(tx, row.id),
        Some(row),
        "another tenant's deletion is not ours"
    );
    assert_eq!(holders(tx, "ada", ALL), [1]);
    assert_eq!(found(tx, &["ada"], None, ALL), [1]);
    assert_eq!(cursors(tx, 0, ALL), [1]);
}

fn write_everything(tx: &mut dyn Transaction) {
    let mut indexing = words("ada");
    indexing.keys = key("ada", false).keys;
    create(tx, &named(1, "Ada"), &indexing).expect("a row is put");
    tx.append_audit(&entry(1, 1, None))
        .expect("an entry is appended");
    tx.append_event(&event(1)).expect("an event is appended");
    tx.remember("key", &remembered("a"))
        .expect("a call is remembered");
}

fn assert_nothing(tx: &mut dyn Transaction) {
    assert_eq!(get(tx, Uuid::from_u128(1)), None);
    assert!(holders(tx, "ada", ALL).is_empty());
    assert_eq!(found(tx, &["ada"], None, ALL), NO_IDS);
    assert_eq!(tx.audit_head().expect("a head"), AuditHead::default());
    assert!(sequences(tx, WHOLE).is_empty());
    assert!(cursors(tx, 0, ALL).is_empty());
    assert_eq!(tx.recall("key").expect("a look"), None);
}

/// Without a commit nothing remains.
pub fn a_dropped_transaction_leaves_nothing(storage: &dyn Storage) {
    let mut transaction = write(storage);
    write_everything(transaction.as_mut());
    drop(transaction);
    assert_nothing(read(storage).as_mut());
    let mut transaction = write(storage);
    write_everything(transaction.as_mut());
    transaction.commit().expect("a commit");
    let mut transaction = read(storage);
    assert!(get(transaction.as_mut(), Uuid::from_u128(1)).is_some());
    assert_eq!(cursors(transaction.as_mut(), 0, ALL), [1]);
}

/// A panic in the middle undoes everything and locks nobody out.
pub fn a_panic_leaves_nothing_and_the_store_usable(storage: &dyn Storage) {
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let mut transaction = write(storage);
        write_everything(transaction.as_mut());
        transaction.savepoint().expect("a savepoint");
        std::panic::resume_unwind(Box::new("planted"));
    }));
    assert!(outcome.is_err());
    assert_nothing(read(storage).as_mut());
    let mut transaction = write(storage);
    write_everything(transaction.as_mut());
    transaction.commit().expect("a commit");
}

/// A reading transaction refuses every write.
pub fn reading_transactions_do_not_write(storage: &dyn Storage) {
    let row = named(1, "Ada");
    let index = CustomIndex {
        id: Uuid::from_u128(1),
        kind: RecordKind::Contact,
        name: "tier".to_owned(),
        shape: CustomKind::Text,
    };
    let mut transaction = read(storage);
    let tx = transaction.as_mut();
    let none = Indexing::default();
    for outcome in [
        create(tx, &row, &none),
        tx.delete(Contact::DECL, &row, &none),
        tx.custom_index(&index, true),
        tx.append_audit(&entry(1, 1, None)),
        tx.append_event(&event(1)),
        tx.remember("key", &remembered("a")),
    ] {
        assert_eq!(code(&outcome), Some(ErrorCode::Internal));
    }
    drop(transaction);
    assert_nothing(read(storage).as_mut());
}

/// An inner transaction that is undone takes only its own writes along.
pub fn savepoints_nest(storage: &dyn Storage) {
    let none = Indexing::default();
    let mut transaction = write(storage);
    let tx = transaction.as_mut();
    create(tx, &named(10, "outer"), &none).expect("a row is put");
    tx.savepoint().expect("a savepoint");
    write_everything(tx);
    tx.savepoint().expect("a savepoint");
    create(tx, &named(11, "inner"), &words("inner")).expect("a row is put");
    tx.append_event(&event(2)).expect("an event is appended");
    tx.rollback_to_savepoint().expect("it is undone");
    assert_eq!(get(tx, Uuid::from_u128(11)), None);
    assert_eq!(found(tx, &["inner"], None, ALL), NO_IDS);
    assert_eq!(cursors(tx, 0, ALL), [1]);
    tx.rollback_to_savepoint().expect("it is undone");
    assert_nothing(tx);
    tx.savepoint().expect("a savepoint");
    write_everything(tx);
    tx.release().expect("it is kept");
    assert!(tx.release().is_err(), "no savepoint is open");
    assert!(tx.rollback_to_savepoint().is_err(), "no savepoint is open");
    transaction.commit().expect("a commit");
    let mut transaction = read(storage);
    let tx = transaction.as_mut();
    assert!(get(tx, Uuid::from_u128(10)).is_some());
    assert!(get(tx, Uuid::from_u128(1)).is_some());
    assert_eq!(cursors(tx, 0, ALL), [1]);
    assert_eq!(found(tx, &["ada"], None, ALL), [1]);
}

/// Entries read back to the byte, as a whole, by record and by cause, forwards and backwards.
pub fn the_audit_chain_reads_back_in_both_directions(storage: &dyn Storage) {
    let entries: Vec<_> = (1..=6)
        .map(|number| entry(number, u128::from(number % 2), (number > 4).then_some(9)))
        .collect();
    let mut transaction = write(storage);
    for entry in &entries {
        transaction
            .append_audit(entry)
            .expect("an entry is appended");
    }
    transaction.commit().expect("a commit");
    let mut transaction = read(storage);
    let tx = transaction.as_mut();
    assert_eq!(tx.audit(&WHOLE).expect("the chain"), entries);
    let head = AuditHead {
        sequence: 6,
        hash: [8; 32],
    };
    assert_eq!(tx.audit_head().expect("a head"), head);
    let record = entries.first().map(|entry| entry.record);
    let backwards = AuditQuery {
        newest_first: true,
        ..WHOLE
    };
    let after = |after, query| AuditQuery {
        after: Some(after),
        ..query
    };
    assert_eq!(sequences(tx, AuditQuery { record, ..WHOLE }), [1, 3, 5]);
    assert_eq!(
        sequences(
            tx,
            AuditQuery {
                record,
                limit: 2,
                ..backwards
            }
        ),
        [5, 3]
    );
    assert_eq!(
        sequences(
            tx,
            after(
                3,
                AuditQuery {
                    record,
                    ..backwards
                }
            )
        ),
        [1]
    );
    assert_eq!(sequences(tx, after(3, AuditQuery { record, ..WHOLE })), [5]);
    assert_eq!(sequences(tx, after(4, WHOLE)), [5, 6]);
    assert_eq!(sequences(tx, after(4, backwards)), [3, 2, 1]);
    assert_eq!(sequences(tx, after(6, WHOLE)), NO_NUMBERS);
    assert_eq!(sequences(tx, after(0, backwards)), NO_NUMBERS);
    let cause = Some(Uuid::from_u128(9));
    assert_eq!(sequences(tx, AuditQuery { cause, ..WHOLE }), [5, 6]);
    let mut by_time: Vec<_> = entries
        .iter()
        .map(|entry| (entry.at, entry.sequence))
        .collect();
    by_time.sort_unstable();
    by_time.reverse();
    for at in 0..by_time.len() {
        let earlier_than = by_time.get(at).copied();
        let query = AuditQuery {
            earlier_than,
            ..WHOLE
        };
        let expected: Vec<u64> = by_time
            .iter()
            .skip(at + 1)
            .map(|(_, number)| *number)
            .collect();
        assert_eq!(sequences(tx, query), expected);
    }
    let other_kind = record.map(|record| RecordRef {
        kind: RecordKind::Account,
        ..record
    });
    assert_eq!(
        sequences(
            tx,
            AuditQuery {
                record: other_kind,
                ..WHOLE
            }
        ),
        NO_NUMBERS
    );
}

/// Cursors begin with 1; an event that was undone leaves no gap.
pub fn events_are_numbered_without_gaps(storage: &dyn Storage) {
    let mut transaction = write(storage);
    transaction
        .append_event(&event(1))
        .expect("an event is appended");
    transaction
        .append_event(&event(2))
        .expect("an event is appended");
    transaction.commit().expect("a commit");
    let mut transaction = write(storage);
    transaction
        .append_event(&event(3))
        .expect("an event is appended");
    drop(transaction);
    let mut transaction = write(storage);
    transaction
        .append_event(&event(4))
        .expect("an event is appended");
    transaction.commit().expect("a commit");
    let mut transaction = read(storage);
    let tx = transaction.as_mut();
    assert_eq!(cursors(tx, 0, ALL), [1, 2, 3]);
    assert_eq!(cursors(tx, 1, 1), [2]);
    assert_eq!(cursors(tx, 3, ALL), NO_NUMBERS);
    assert_eq!(cursors(tx, u64::MAX, ALL), NO_NUMBERS);
    let expected = Event {
        cursor: 3,
        ..event(4)
    };
    assert_eq!(tx.events(2, 1).expect("events"), [expected]);
}

/// What a key was used for is known after the commit, by this tenant alone.
pub fn remembered_calls_are_recalled_by_their_tenant(storage: &dyn Storage) {
    let mut transaction = write(storage);
    transaction
        .remember("key", &remembered("first"))
        .expect("a call is remembered");
    transaction
        .remember("key", &remembered("second"))
        .expect("a call is remembered");
    transaction.commit().expect("a commit");
    let recalled = read(storage).recall("key").expect("a look");
    assert_eq!(recalled, Some(remembered("second")));
    assert_eq!(read(storage).recall("Key").expect("a look"), None);
    let mut other = storage.begin(B, Mode::Read).expect("a transaction begins");
    assert_eq!(other.recall("key").expect("a look"), None);
}

/// Walking page by page meets each record once, unset values first upwards and last downwards.
pub fn pages_meet_every_record_once_in_both_directions(storage: &dyn Storage) {
    let mut transaction = write(storage);
    let (name, _) = Contact::DECL.field("display_name").expect("a field");
    for number in 1..=12 {
        let mut row = named(number, if number % 3 == 0 { "Tied" } else { "tied" });
        if number % 4 == 0 {
            row.values[name] = Value::Null;
        } else if number % 5 == 0 {
            row.values[name] = Value::Text("Émile".to_owned());
        }
        create(transaction.as_mut(), &row, &Indexing::default()).expect("a row is put");
    }
    transaction.commit().expect("a commit");
    let upwards: &[u128] = &[4, 8, 12, 1, 2, 3, 6, 7, 9, 11, 5, 10];
    for descending in [false, true] {
        let mut expected = upwards.to_vec();
        if descending {
            expected.reverse();
        }
        for limit in 1..=13 {
            let mut select = Select::all(Contact::DECL)
                .sort(Target::Field(name), descending)
                .limit(limit);
            let mut met = Vec::new();
            loop {
                let page = read(storage).select(&select).expect("a page");
                met.extend(page.iter().map(|row| row.id.as_u128()));
                let Some(last) = page.last() else { break };
                select.after = Some(select.keyset(last));
            }
            assert_eq!(met, expected, "descending {descending}, pages of {limit}");
        }
    }
}

/// A rule and its negation divide all records between them, unset values included.
pub fn not_is_the_complement_over_all_records(storage: &dyn Storage) {
    let mut random = Random::new(2);
    let mut transaction = write(storage);
    let rows = sample::rows(&mut random, Contact::DECL);
    for row in &rows {
        create(transaction.as_mut(), row, &Indexing::default()).expect("a row is put");
    }
    transaction.commit().expect("a commit");
    let mut transaction = read(storage);
    let mut divided = 0;
    for _ in 0..300 {
        let filter = sample::filter(&mut random, Contact::DECL, 2);
        let count = |tx: &mut dyn Transaction, filter: &Filter| tx.count(Contact::DECL, filter);
        let with = count(transaction.as_mut(), &filter).expect("a count");
        let without = count(transaction.as_mut(), &filter.clone().negate()).expect("a count");
        assert_eq!(with + without, rows.len() as u64);
        divided += u32::from(with > 0 && without > 0);
    }
    assert!(
        divided > 50,
        "too few rules divide the records for this to mean anything"
    );
}

/// Lists of thousands of operands and rules of thousands of parts are answered.
pub fn long_lists_and_wide_rules_work(storage: &dyn Storage) {
    let mut transaction = write(storage);
    create(transaction.as_mut(), &named(5, "Ada"), &Indexing::default()).expect("a row is put");
    transaction.commit().expect("a commit");
    let (name, _) = Contact::DECL.field("display_name").expect("a field");
    let many = 5_000_u32;
    let texts = (0..many).map(|number| Value::Text(format!("n{number}")));
    let ids = (0..many).map(|number| Value::Id(Uuid::from_u128(number.into())));
    let equals = |text: String| Filter::equals(Target::Field(name), Value::Text(text));
    let any: Vec<_> = (0..many)
        .map(|number| equals(format!("n{number}")))
        .collect();
    let mut with_ada = any.clone();
    with_ada.push(equals("ada".to_owned()));
    for (filter, expected) in [
        (
            Filter::In {
                target: Target::Field(name),
                operands: texts.collect(),
            },
            0,
        ),
        (
            Filter::In {
                target: Target::Id,
                operands: ids.collect(),
            },
            1,
        ),
        (Filter::Or(any), 0),
        (Filter::Or(with_ada), 1),
    ] {
        let count = read(storage)
            .count(Contact::DECL, &filter)
            .expect("a count");
        assert_eq!(count, expected);
    }
}

/// An index is a matter of speed alone.
pub fn the_index_of_a_custom_field_changes_no_answer(storage: &dyn Storage) {
    let mut random = Random::new(3);
    let mut transaction = write(storage);
    for row in sample::rows(&mut random, Contact::DECL) {
        create(transaction.as_mut(), &row, &Indexing::default()).expect("a row is put");
    }
    transaction.commit().expect("a commit");
    let by = Target::Custom("tier".to_owned(), CustomKind::Text);
    let set = Filter::Compare {
        target: by.clone(),
        op: Op::GreaterOrEqual,
        operand: Value::Text("a".to_owned()),
    };
    let question = Select::all(Contact::DECL).filter(set).sort(by, true);
    let index = CustomIndex {
        id: Uuid::from_u128(1),
        kind: RecordKind::Contact,
        name: "tier".to_owned(),
        shape: CustomKind::Text,
    };
    let before = read(storage).select(&question).expect("rows");
    for wanted in [true, true, false, false] {
        let mut transaction = write(storage);
        transaction
            .custom_index(&index, wanted)
            .expect("an index is made or dropped");
        transaction.commit().expect("a commit");
        assert_eq!(read(storage).select(&question).expect("rows"), before);
    }
}

/// What others commit meanwhile does not show in a transaction that reads.
pub fn a_reader_sees_one_state_throughout(storage: &dyn Storage) {
    let count = |tx: &mut dyn Transaction| tx.count(Contact::DECL, &Filter::All).expect("a count");
    let mut transaction = read(storage);
    let before = count(transaction.as_mut());
    std::thread::scope(|scope| {
        // A store may make the writer wait for the reader, or let both go on.
        scope.spawn(|| {
            let mut transaction = write(storage);
            write_everything(transaction.as_mut());
            transaction.commit().expect("a commit");
        });
        for _ in 0..200 {
            assert_eq!(count(transaction.as_mut()), before);
            std::thread::yield_now();
        }
        drop(transaction);
    });
    assert_eq!(count(read(storage).as_mut()), before + 1);
}

/// Writers of several tenants, in several threads, lose nothing.
pub fn many_threads_write_one_after_another(storage: &dyn Storage) {
    std::thread::scope(|scope| {
        for thread in 0..4_u128 {
            scope.spawn(move || {
                for number in 0..10 {
                    let tenant = if thread % 2 == 0 { A } else { B };
                    let mut transaction = storage
                        .begin(tenant, Mode::Write)
                        .expect("a transaction begins");
                    let row = named(thread * 100 + number + 1, "n");
                    create(transaction.as_mut(), &row, &words("n")).expect("a row is put");
                    transaction
                        .append_event(&event(1))
                        .expect("an event is appended");
                    transaction.commit().expect("a commit");
                }
            });
        }
    });
    for tenant in [A, B] {
        let mut transaction = storage
            .begin(tenant, Mode::Read)
            .expect("a transaction begins");
        let tx = transaction.as_mut();
        assert_eq!(tx.count(Contact::DECL, &Filter::All).expect("a count"), 20);
        assert_eq!(cursors(tx, 0, ALL), (1..=20).collect::<Vec<_>>());
        assert_eq!(found(tx, &["n"], None, ALL).len(), 20);
    }
}

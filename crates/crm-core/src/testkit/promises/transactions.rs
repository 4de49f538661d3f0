//! Promises about transactions: of one tenant, whole or not at all, one after another.

use std::panic::{AssertUnwindSafe, catch_unwind};

use uuid::Uuid;

use super::given::{
    A, ALL, B, NO_IDS, WHOLE, code, create, cursors, entry, event, found, get, holders, key, named,
    read, remembered, sequences, words, write,
};
use crate::contact::Contact;
use crate::custom_field::CustomIndex;
use crate::error::ErrorCode;
use crate::field::{Record, RecordKind};
use crate::port::{AuditHead, AuditQuery, Indexing, Mode, Storage, Transaction};
use crate::query::{CustomKind, Filter, Select};

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

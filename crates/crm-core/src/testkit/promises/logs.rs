//! Promises about what is appended: audit entries, events, remembered calls.

use uuid::Uuid;

use super::given::{
    ALL, B, NO_NUMBERS, WHOLE, cursors, entry, event, read, remembered, sequences, write,
};
use crate::error::RecordRef;
use crate::event::Event;
use crate::field::RecordKind;
use crate::port::{AuditHead, AuditQuery, Mode, Storage};

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

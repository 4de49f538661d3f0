//! Promises about what is appended: audit entries, events, remembered calls.

use uuid::Uuid;

use super::given::{
    ALL, B, NO_NUMBERS, WHOLE, at, cursors, entry, event, read, remembered, sequences, write,
};
use crate::audit::{Action, FieldChange};
use crate::error::RecordRef;
use crate::event::Event;
use crate::field::RecordKind;
use crate::port::{AuditHead, AuditQuery, Mode, Storage};
use crate::timeline::is_milestone;
use crate::value::Timestamp;

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

/// What stands on the timeline of a record comes latest first, by time and then by number, and goes on
/// from any place; of what else happened with it nothing.
pub fn milestones_of_a_record_come_latest_first(storage: &dyn Storage) {
    let entries: Vec<_> = (1..=40)
        .map(|number| {
            let mut entry = entry(number, u128::from(number % 2), None);
            // Clocks can be set back, and several entries have one time.
            entry.at = at(i64::try_from(number * 7 % 5).expect("a second"));
            match number % 4 {
                0 => entry.action = Action::Archive,
                1 => entry.changes.push(FieldChange {
                    field: "status".to_owned(),
                    old: Some("active".into()),
                    new: Some("inactive".into()),
                }),
                2 => entry.action = Action::Read,
                _ => {}
            }
            entry
        })
        .collect();
    let mut transaction = write(storage);
    for entry in &entries {
        transaction
            .append_audit(entry)
            .expect("an entry is appended");
    }
    transaction.commit().expect("a commit");
    let mut transaction = read(storage);
    for of in [0, 1] {
        let record = RecordRef {
            kind: RecordKind::Contact,
            id: Uuid::from_u128(of),
        };
        let mut places: Vec<_> = entries
            .iter()
            .filter(|entry| entry.record == record && is_milestone(entry))
            .map(|entry| (entry.at, entry.sequence))
            .collect();
        places.sort_unstable();
        places.reverse();
        assert_eq!(places.len(), 10);
        let mut asked = |earlier_than, limit| {
            let query = AuditQuery {
                record: Some(record),
                earlier_than: Some(earlier_than),
                limit,
                ..WHOLE
            };
            sequences(transaction.as_mut(), query)
        };
        let numbers: Vec<u64> = places.iter().map(|(_, number)| *number).collect();
        assert_eq!(asked((Timestamp::MAX, u64::MAX), ALL), numbers);
        assert_eq!(asked((Timestamp::MAX, u64::MAX), 3), numbers[..3]);
        for (at, place) in places.iter().enumerate() {
            assert_eq!(asked(*place, ALL), numbers[at + 1..]);
        }
    }
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

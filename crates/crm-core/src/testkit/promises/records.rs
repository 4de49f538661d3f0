//! Promises about records: what is written reads back, on top of the last version, whole or not at all.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::given::{
    ALL, B, code, create, found, get, holders, key, named, next, put, read, words, write,
};
use crate::contact::Contact;
use crate::deal::Deal;
use crate::error::ErrorCode;
use crate::field::{Record, Row, Value, place};
use crate::port::{Indexing, Mode, Storage, Tallied, Tally, Transaction};
use crate::records::DECLARATIONS;
use crate::testkit::{Random, sample};
use crate::value::Decimal;

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

/// What records come to together is what they come to when they are added up, whatever happened to
/// them: created, changed, archived, put elsewhere, removed, or given up.
pub fn tallies_are_what_the_records_come_to(storage: &dyn Storage) {
    let none = Indexing::default();
    let mut random = Random::new(4);
    let mut held: BTreeMap<Uuid, Row> = BTreeMap::new();
    for _ in 0..60 {
        let mut transaction = write(storage);
        let mut now = held.clone();
        for _ in 0..4 {
            let tx = transaction.as_mut();
            let (before, given_up) = (now.clone(), random.once_in(3));
            if given_up {
                tx.savepoint().expect("a savepoint");
            }
            let id = sample::id(&mut random);
            if random.once_in(4) {
                if let Some(row) = now.remove(&id) {
                    tx.delete(Deal::DECL, &row, &none).expect("a deletion");
                }
            } else {
                let former = now.get(&id).cloned();
                let mut row = deal(&mut random, id);
                row.version = former.as_ref().map_or(1, |row| row.version + 1);
                put(tx, Deal::DECL, (former.as_ref(), &none), (&row, &none)).expect("a deal");
                now.insert(id, row);
            }
            if given_up {
                tx.rollback_to_savepoint().expect("a way back");
                now = before;
            }
            assert_eq!(tx.tallies(Deal::DECL).expect("tallies"), added_up(&now));
        }
        if random.once_in(5) {
            drop(transaction);
        } else {
            transaction.commit().expect("a commit");
            held = now;
        }
        let tallies = read(storage).tallies(Deal::DECL);
        assert_eq!(tallies.expect("tallies"), added_up(&held));
    }
    let mut elsewhere = storage.begin(B, Mode::Read).expect("a transaction begins");
    let tallies = elsewhere.tallies(Deal::DECL).expect("tallies");
    assert!(tallies.is_empty(), "another tenant has none of it");
}

/// A deal at random, of few stages and currencies.
fn deal(random: &mut Random, id: Uuid) -> Row {
    let mut row = sample::row(random, Deal::DECL, id);
    let values = [
        (
            place!(Deal, "stage_id"),
            Value::Id(Uuid::from_u128(u128::from(random.bits() % 3))),
        ),
        (
            place!(Deal, "total"),
            match random.below(4) {
                0 => Value::Null,
                currency => {
                    let currency = ["EUR", "JPY", "USD"].get(currency - 1).unwrap_or(&"USD");
                    let e4 = random.bits().cast_signed();
                    Value::Parts(vec![
                        Value::Decimal(Decimal::from_e4(e4)),
                        Value::Text((*currency).to_owned()),
                    ])
                }
            },
        ),
    ];
    for (place, value) in values {
        if !random.once_in(8)
            && let Some(slot) = row.values.get_mut(place)
        {
            *slot = value;
        }
    }
    row
}

fn added_up(deals: &BTreeMap<Uuid, Row>) -> BTreeMap<Uuid, Tally> {
    let tallied = Tallied::of(Deal::DECL).expect("deals are tallied");
    let mut by_group: BTreeMap<Uuid, Tally> = BTreeMap::new();
    for share in deals.values().filter_map(|row| tallied.share(row)) {
        let tally = by_group.entry(share.group).or_default();
        tally.add(share.currency, share.sum);
    }
    by_group
}

//! Promises about records: what is written reads back, on top of the last version, whole or not at all.

use uuid::Uuid;

use super::given::{
    ALL, code, create, found, get, holders, key, named, next, put, read, words, write,
};
use crate::contact::Contact;
use crate::error::ErrorCode;
use crate::field::{Record, Row};
use crate::port::{Indexing, Storage, Transaction};
use crate::records::DECLARATIONS;
use crate::testkit::{Random, sample};

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

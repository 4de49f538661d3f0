//! Promises about keys and words, by which records are found.

use uuid::Uuid;

use super::given::{
    ALL, B, EVERYWHERE, NO_IDS, asked, code, create, found, holders, key, named, next, put, read,
    words, write,
};
use crate::contact::Contact;
use crate::error::ErrorCode;
use crate::field::{Record, RecordKind, SearchColumn, Value, place};
use crate::port::{Indexing, KeyQuery, KeySpace, Mode, Storage, WordQuery};
use crate::query::{Filter, Target};
use crate::tag::Tag;

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

/// A filter narrows before the limit does.
pub fn keys_are_looked_up_among_the_records_that_a_filter_holds_for(storage: &dyn Storage) {
    let mut transaction = write(storage);
    let tx = transaction.as_mut();
    for number in 1..=9 {
        let name = if number % 3 == 0 { "mine" } else { "theirs" };
        create(tx, &named(number, name), &key("shared", false)).expect("a row is put");
    }
    create(tx, &named(10, "mine"), &key("own", false)).expect("a row is put");
    let mine = Filter::equals(
        Target::Field(place!(Contact, "display_name")),
        Value::Text("mine".to_owned()),
    );
    let mut held = |value, filter: &Filter, limit| -> Vec<u128> {
        let query = KeyQuery {
            decl: Contact::DECL,
            space: KeySpace::Name,
            value,
            filter,
            limit,
        };
        let found = tx.with_key(&query).expect("a key is looked up");
        found.iter().map(Uuid::as_u128).collect()
    };
    assert_eq!(held("shared", &mine, ALL), [3, 6, 9]);
    assert_eq!(held("shared", &mine, 2), [3, 6]);
    assert_eq!(held("shared", &Filter::All, 2), [1, 2]);
    assert_eq!(held("own", &mine, ALL), [10]);
    assert_eq!(held("other", &mine, ALL), NO_IDS);
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

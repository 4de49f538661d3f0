//! Promises about questions: pages, rules, lists, indexes.

use uuid::Uuid;

use super::given::{at, create, named, put, read, write};
use crate::contact::Contact;
use crate::custom_field::CustomIndex;
use crate::field::{Id, Record, RecordKind, Row, Value, place};
use crate::link::ItemLink;
use crate::port::{Indexing, Storage, Transaction};
use crate::query::{CustomKind, Filter, Op, Select, Target};
use crate::testkit::{Random, sample};

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

/// What belongs to any of several records comes in one order, and what ties goes by the id that the
/// question names. Pages meet every place of it once, also where several records have one in common.
pub fn what_several_records_have_comes_in_one_order(storage: &dyn Storage) {
    let mut random = Random::new(4);
    let mut transaction = write(storage);
    let mut rows: Vec<Row> = Vec::new();
    for number in 1..=120_u32 {
        let id = u128::from(number);
        let link = ItemLink {
            id: Id::new(Uuid::from_u128(id)),
            version: 1,
            item_kind: *random.pick(&[RecordKind::Note, RecordKind::File]),
            item_id: Uuid::from_u128(1_000 + random.below(8) as u128),
            record_id: Uuid::from_u128(2_000 + random.below(5) as u128),
            timeline_at: Some(at(i64::from(number % 4))).filter(|_| number % 7 != 0),
            ..ItemLink::default()
        };
        let row = link.to_row();
        let none = Indexing::default();
        put(
            transaction.as_mut(),
            ItemLink::DECL,
            (None, &none),
            (&row, &none),
        )
        .expect("a link");
        rows.push(row);
    }
    transaction.commit().expect("a commit");
    let (time, item) = (place!(ItemLink, "timeline_at"), place!(ItemLink, "item_id"));
    let (kind, record) = (place!(ItemLink, "item_kind"), place!(ItemLink, "record_id"));
    let note = Value::Text("note".to_owned());
    let several: Vec<Value> = [2_003, 2_001, 2_004, 2_001, 9_999]
        .map(|id| Value::Id(Uuid::from_u128(id)))
        .to_vec();
    let stand = |row: &Row| match row.value(time) {
        Value::Instant(at) => (Some(*at), row.value(item).as_id()),
        _ => (None, row.value(item).as_id()),
    };
    for (descending, only_set) in [(true, true), (false, true), (true, false), (false, false)] {
        let mut expected: Vec<&Row> = rows
            .iter()
            .filter(|row| *row.value(kind) == note && several.contains(row.value(record)))
            .filter(|row| !only_set || !row.value(time).is_null())
            .collect();
        expected.sort_by(|one, other| {
            let order = stand(one).cmp(&stand(other));
            if descending { order.reverse() } else { order }
        });
        let mut places: Vec<_> = expected.iter().map(|row| stand(row)).collect();
        places.dedup();
        assert!(
            places.len() + 5 < expected.len(),
            "too few have one in common"
        );
        let set = if only_set {
            Filter::IsSet(Target::Field(time))
        } else {
            Filter::All
        };
        let question = Select::all(ItemLink::DECL)
            .filter(Filter::In {
                target: Target::Field(record),
                operands: several.clone(),
            })
            .filter(Filter::equals(Target::Field(kind), note.clone()))
            .filter(set)
            .sort(Target::Field(time), descending)
            .ties(item);
        for limit in [1, 2, 3, 7, 200] {
            let mut select = question.clone().limit(limit);
            let page = read(storage).select(&select).expect("a page");
            let first: Vec<&Row> = expected.iter().take(limit as usize).copied().collect();
            assert_eq!(page.iter().collect::<Vec<_>>(), first);
            let mut met = Vec::new();
            loop {
                let page = read(storage).select(&select).expect("a page");
                met.extend(page.iter().map(stand));
                let Some(last) = page.last() else { break };
                select.after = Some(select.keyset(last));
            }
            met.dedup();
            assert_eq!(met, places, "descending {descending}, pages of {limit}");
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

//! Rules, orders and pages mean the same in SQLite as in the reference store.
#![allow(clippy::unwrap_used)] // a test may fail

use crm_core::custom_field::CustomIndex;
use crm_core::field::{Id, RecordDecl, RecordKind, Row, TenantId};
use crm_core::memory::MemoryStorage;
use crm_core::port::{Change, Indexing, Mode, Storage};
use crm_core::query::{CustomKind, Filter, Select};
use crm_core::records::DECLARATIONS;
use crm_core::testkit::{Random, sample};
use crm_store::SqliteStorage;
use proptest::prelude::*;
use uuid::Uuid;

fn tenant() -> TenantId {
    Id::new(Uuid::from_u128(77))
}

type Rows = Vec<(&'static RecordDecl, Row)>;

fn fill(storage: &dyn Storage, rows: &Rows, indexed: bool) {
    // Another tenant holds the same rows: it must count for nothing.
    for tenant in [Id::new(Uuid::from_u128(76)), tenant()] {
        let mut transaction = storage.begin(tenant, Mode::Write).unwrap();
        for (decl, row) in rows {
            let none = Indexing::default();
            let change = Change {
                decl,
                before: None,
                after: row,
                was: &none,
                is: &none,
            };
            transaction.put(&change).unwrap();
        }
        if indexed {
            for (number, shape) in [(1, CustomKind::Text), (2, CustomKind::Number)] {
                let index = CustomIndex {
                    id: Uuid::from_u128(number),
                    kind: RecordKind::Contact,
                    name: "tier".to_owned(),
                    shape,
                };
                transaction.custom_index(&index, true).unwrap();
            }
        }
        transaction.commit().unwrap();
    }
}

/// Every page of a question, and the count.
fn answer(storage: &dyn Storage, select: &Select) -> (Vec<Vec<Row>>, u64) {
    let mut transaction = storage.begin(tenant(), Mode::Read).unwrap();
    let count = transaction.count(select.decl, &select.filter).unwrap();
    let mut pages = Vec::new();
    let mut select = select.clone();
    // The place to go on from needs the value that was sorted by.
    let fields = select.fields.take();
    loop {
        let page = transaction.select(&select).unwrap();
        let projected = Select {
            fields: fields.clone(),
            ..select.clone()
        };
        pages.push(transaction.select(&projected).unwrap());
        match page.last() {
            Some(last) if pages.len() < 20 => select.after = Some(select.keyset(last)),
            _ => return (pages, count),
        }
    }
}

/// A small case that still differs, for the message.
fn differs(rows: &Rows, select: &Select) -> bool {
    let (memory, sqlite) = (
        MemoryStorage::default(),
        SqliteStorage::in_memory().unwrap(),
    );
    fill(&memory, rows, false);
    fill(&sqlite, rows, true);
    answer(&memory, select) != answer(&sqlite, select)
}

fn smaller(rows: &Rows, select: &Select) -> (Rows, Select) {
    let (mut rows, mut select) = (rows.clone(), select.clone());
    loop {
        if let Some(at) = (0..rows.len()).find(|at| {
            let mut fewer = rows.clone();
            fewer.remove(*at);
            differs(&fewer, &select)
        }) {
            rows.remove(at);
            continue;
        }
        let parts = match &select.filter {
            Filter::And(parts) | Filter::Or(parts) => parts.clone(),
            Filter::Not(part) => vec![part.as_ref().clone()],
            _ => Vec::new(),
        };
        let simpler = parts
            .into_iter()
            .map(|filter| Select {
                filter,
                ..select.clone()
            })
            .find(|simpler| differs(&rows, simpler));
        match simpler {
            Some(simpler) => select = simpler,
            None => return (rows, select),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 0, failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    #[test]
    fn sqlite_answers_every_question_as_the_reference_store_does(seed: u64) {
        let mut random = Random::new(seed);
        let mut rows: Rows = Vec::new();
        for decl in DECLARATIONS {
            rows.extend(sample::rows(&mut random, decl).into_iter().map(|row| (*decl, row)));
        }
        let (memory, sqlite) = (MemoryStorage::default(), SqliteStorage::in_memory().unwrap());
        fill(&memory, &rows, false);
        fill(&sqlite, &rows, true);
        for _ in 0..30 {
            let decl = *random.pick(DECLARATIONS);
            let select = sample::select(&mut random, decl);
            if answer(&memory, &select) != answer(&sqlite, &select) {
                let (rows, select) = smaller(&rows, &select);
                let (expected, found) = {
                    let (memory, sqlite) =
                        (MemoryStorage::default(), SqliteStorage::in_memory().unwrap());
                    fill(&memory, &rows, false);
                    fill(&sqlite, &rows, true);
                    (answer(&memory, &select), answer(&sqlite, &select))
                };
                prop_assert_eq!(expected, found, "seed {}: {:?} over {:?}", seed, select, rows);
            }
        }
    }
}

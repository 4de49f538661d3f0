//! What a page of a timeline costs, however much there is.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::*;
use crate::contact::ContactId;
use crate::memory::CountedStorage;
use crate::note::NoteId;

/// More items of one record than a page may read.
const MANY: usize = 500;

/// A store that counts, and what it was asked and answered by one call.
struct Counted {
    world: World,
    questions: Arc<std::sync::atomic::AtomicUsize>,
    rows: Arc<std::sync::atomic::AtomicUsize>,
}

impl Counted {
    fn new() -> Self {
        let storage = CountedStorage::default();
        let (questions, rows) = (Arc::clone(&storage.questions), Arc::clone(&storage.rows));
        Self {
            world: World::on(storage),
            questions,
            rows,
        }
    }

    /// A note about a person and, each time, somebody else.
    fn note(&self, ada: ContactId, other: ContactId) -> NoteId {
        self.world.advance(1);
        let created = self.world.admin.notes().create(CreateNote {
            note: NoteDraft {
                body: "x".into(),
                ..NoteDraft::default()
            },
            links: vec![person(ada), person(other)],
            ..CreateNote::default()
        });
        created.unwrap().note.id
    }

    fn page(&self, of: RecordRef, limit: u32, cursor: Option<String>) -> TimelinePage {
        let query = TimelineQuery {
            kinds: vec![TimelineKind::NoteAdded],
            limit: Some(limit),
            cursor,
            ..TimelineQuery::default()
        };
        timeline(&self.world.admin, of, query)
    }

    /// Questions and rows of a page.
    fn cost(&self, of: RecordRef, limit: u32) -> (usize, usize) {
        self.cost_of(|| assert_eq!(self.page(of, limit, None).items.len(), limit as usize))
    }

    /// Questions and rows of a call.
    fn cost_of(&self, call: impl FnOnce()) -> (usize, usize) {
        let now = || {
            let questions = self.questions.load(Ordering::Relaxed);
            (questions, self.rows.load(Ordering::Relaxed))
        };
        let before = now();
        call();
        let after = now();
        (after.0 - before.0, after.1 - before.1)
    }
}

#[test]
fn a_page_asks_the_same_however_many_records_its_items_are_about_api_92() {
    let counted = Counted::new();
    let (ada, bob) = (counted.world.contact("Ada"), counted.world.contact("Bob"));
    let same = counted.world.contact("Zoe");
    for at in 0..12 {
        counted.note(ada, same);
        let other = counted.world.contact(&format!("Other{at}"));
        counted.note(bob, other);
    }
    let (one, _) = counted.cost(person(ada), 10);
    let (many, _) = counted.cost(person(bob), 10);
    assert_eq!(one, many);
}

#[test]
fn a_page_of_an_account_asks_only_deals_that_changed_lately_api_92() {
    use crate::deal::{CreateDeal, DealDraft};
    let counted = Counted::new();
    let (world, ada) = (&counted.world, counted.world.contact("Ada"));
    let page = |deals: usize| {
        let account = world.account(&format!("Engines {deals}"));
        for at in 0..deals {
            world.advance(1);
            let deal = DealDraft {
                name: format!("Cogs {at}"),
                account_id: Some(account),
                ..DealDraft::default()
            };
            let create = CreateDeal {
                deal,
                ..CreateDeal::default()
            };
            world.admin.run(create).unwrap();
        }
        for _ in 0..12 {
            world.advance(1);
            world
                .admin
                .notes()
                .create(CreateNote {
                    note: NoteDraft {
                        body: "x".into(),
                        ..NoteDraft::default()
                    },
                    links: vec![company(account), person(ada)],
                    ..CreateNote::default()
                })
                .unwrap();
        }
        let before = counted.questions.load(Ordering::Relaxed);
        let query = TimelineQuery {
            limit: Some(10),
            ..TimelineQuery::default()
        };
        assert_eq!(
            timeline(&world.admin, company(account), query).items.len(),
            10
        );
        counted.questions.load(Ordering::Relaxed) - before
    };
    assert_eq!(page(2), page(20));
}

#[test]
fn a_page_of_a_record_with_many_items_does_not_read_them_all_api_92() {
    let counted = Counted::new();
    let (ada, bob) = (counted.world.contact("Ada"), counted.world.contact("Bob"));
    let mut all: Vec<NoteId> = (0..MANY + 150).map(|_| counted.note(ada, bob)).collect();
    let (questions, rows) = counted.cost(person(ada), 10);
    assert!(questions <= 10, "{questions}");
    // Links and items of the page and one more, what the items are about, and who that is.
    assert!(rows <= 60, "{rows}");
    // And the pages together are everything, newest first, each once.
    let mut found = Vec::new();
    let mut cursor = None;
    loop {
        let page = counted.page(person(ada), 300, cursor);
        let notes = page.items.iter().filter_map(|item| item.note.as_ref());
        found.extend(notes.map(|note| note.id));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    all.reverse();
    assert_eq!(found, all);
}

#[test]
fn a_kind_of_which_a_busy_record_has_nothing_costs_one_look_api_92() {
    let counted = Counted::new();
    let (ada, bob) = (counted.world.contact("Ada"), counted.world.contact("Bob"));
    for _ in 0..=MANY {
        counted.note(ada, bob);
    }
    let page = |kinds: &[TimelineKind]| {
        let before = counted.questions.load(Ordering::Relaxed);
        let query = TimelineQuery {
            kinds: kinds.to_vec(),
            limit: Some(10),
            ..TimelineQuery::default()
        };
        let page = timeline(&counted.world.admin, person(ada), query);
        assert_eq!(page.items.len(), 10);
        counted.questions.load(Ordering::Relaxed) - before
    };
    // Its place among the links is looked at, and no item is: tasks have two.
    let notes = page(&[TimelineKind::NoteAdded]);
    let more = [
        TimelineKind::NoteAdded,
        TimelineKind::TaskCreated,
        TimelineKind::TaskCompleted,
        TimelineKind::FileAdded,
    ];
    assert_eq!(page(&more), notes + 3);
}

/// Something of every kind about a person again and again, some of it long after it happened.
fn busy(world: &World, of: ContactId, times: usize) {
    for at in 0..times {
        full(world, person(of));
        let minute = format!("2025-12-01T{:02}:{:02}:00Z", at / 60, at % 60);
        world.call("past", &minute, &[person(of)]);
    }
}

#[test]
fn a_page_costs_the_same_however_much_there_is_api_92() {
    let cost = |times: usize| {
        let counted = Counted::new();
        let (world, engines) = (&counted.world, counted.world.account("Engines"));
        let (ada, bob) = (world.contact("Ada"), world.contact("Bob"));
        world.associate(ada, engines);
        world.associate(bob, engines);
        busy(world, bob, 3);
        busy(world, ada, times);
        let colleague = world.session(3, &["manager"]);
        let pages = |session: &crate::Session, of: RecordRef, kinds: &[TimelineKind]| {
            let mut query = TimelineQuery {
                limit: Some(10),
                kinds: kinds.to_vec(),
                ..TimelineQuery::default()
            };
            // The first one and one further on.
            [1, 2, 3].map(|_| {
                counted.cost_of(|| {
                    let page = timeline(session, of, query.clone());
                    assert_eq!(page.items.len(), 10);
                    query.cursor = page.next;
                })
            })
        };
        [&world.admin, &colleague].map(|session| {
            [
                pages(session, person(ada), &[]),
                pages(session, company(engines), &[]),
                pages(session, person(ada), &[TimelineKind::TaskCompleted]),
            ]
        })
    };
    assert_eq!(cost(40), cost(120));
}

#[test]
fn the_milestones_of_a_busy_record_cost_the_same_however_much_there_is_api_92() {
    let cost = |times: usize| {
        let counted = Counted::new();
        let ada = counted.world.contact("Ada");
        busy(&counted.world, ada, times);
        counted.cost_of(|| {
            let query = TimelineQuery {
                kinds: vec![TimelineKind::RecordCreated],
                ..TimelineQuery::default()
            };
            let page = timeline(&counted.world.admin, person(ada), query);
            assert_eq!(kinds(&page), [TimelineKind::RecordCreated]);
        })
    };
    assert_eq!(cost(2), cost(30));
}

#[test]
fn when_the_last_item_goes_the_one_before_is_looked_up_api_92() {
    use crate::note::ArchiveNote;
    let cost = |times: usize| {
        let counted = Counted::new();
        let (ada, bob) = (counted.world.contact("Ada"), counted.world.contact("Bob"));
        busy(&counted.world, ada, times);
        let before = counted.world.read_contact(ada).last_activity_at;
        let id = counted.note(ada, bob);
        let archived = counted.cost_of(|| {
            let notes = counted.world.admin.notes();
            notes.archive(ArchiveNote { id }).unwrap();
        });
        let after = counted.world.read_contact(ada).last_activity_at;
        assert_eq!(after, before);
        archived
    };
    assert_eq!(cost(2), cost(30));
}

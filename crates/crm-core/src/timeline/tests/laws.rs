//! The laws of pages: together they are the whole, whatever is written meanwhile.

use std::collections::BTreeSet;

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::value::Timestamp;

/// Every id of a timeline, read in pages of a size; `between` runs before each page.
fn paged(
    session: &crate::Session,
    of: RecordRef,
    size: u32,
    mut between: impl FnMut(usize),
) -> Vec<(Timestamp, TimelineKind, Uuid)> {
    let mut cursor = None;
    let mut all = Vec::new();
    for number in 0.. {
        between(number);
        let query = TimelineQuery {
            limit: Some(size),
            cursor: cursor.clone(),
            ..TimelineQuery::default()
        };
        let page = timeline(session, of, query);
        // Narrowed before paging: only the last page is not full.
        assert!(page.next.is_none() || page.items.len() == size as usize);
        let items = page.items.into_iter();
        all.extend(items.map(|item| (item.at, item.kind, item.record.unwrap().id)));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
        assert!(number < 500, "pages without end");
    }
    all
}

#[derive(Debug, Clone)]
enum Thing {
    Call {
        minute: i64,
        of: [bool; 3],
        private: bool,
    },
    Task {
        of: [bool; 3],
        done: bool,
    },
    Note {
        of: [bool; 3],
        private: bool,
    },
    Pass(i64),
    Milestone,
}

fn thing() -> impl Strategy<Value = Thing> {
    let of = any::<[bool; 3]>();
    prop_oneof![
        4 => (0_i64..6, of, any::<bool>()).prop_map(|(minute, of, private)| Thing::Call { minute, of, private }),
        2 => (of, any::<bool>()).prop_map(|(of, done)| Thing::Task { of, done }),
        2 => (of, any::<bool>()).prop_map(|(of, private)| Thing::Note { of, private }),
        1 => (0_i64..2).prop_map(Thing::Pass),
        1 => Just(Thing::Milestone),
    ]
}

/// Makes a thing, as user 3; many share an instant.
fn make(world: &World, session: &crate::Session, records: &[RecordRef; 3], thing: &Thing) {
    let chosen = |of: &[bool; 3]| -> Vec<RecordRef> {
        let both = records.iter().zip(of);
        let some: Vec<RecordRef> = both
            .filter(|(_, of)| **of)
            .map(|(record, _)| *record)
            .collect();
        if some.is_empty() {
            vec![records[0]]
        } else {
            some
        }
    };
    let level = |private: bool| {
        if private {
            Privacy::Participants
        } else {
            Privacy::All
        }
    };
    match thing {
        Thing::Call {
            minute,
            of,
            private,
        } => {
            let when = Timestamp::from_micros(1_767_225_600_000_000 + minute * 60_000_000).unwrap();
            session
                .communications()
                .log(LogCommunication {
                    communication: CommunicationDraft {
                        occurred_at: Some(when),
                        privacy: level(*private),
                        ..CommunicationDraft::default()
                    },
                    links: chosen(of),
                    ..LogCommunication::default()
                })
                .unwrap();
        }
        Thing::Task { of, done } => {
            let created = session.tasks().create(CreateTask {
                task: TaskDraft {
                    subject: "t".into(),
                    ..TaskDraft::default()
                },
                links: chosen(of),
                ..CreateTask::default()
            });
            let id = created.unwrap().task.id;
            if *done {
                // Created and completed at one instant: two things with one id.
                session
                    .tasks()
                    .complete(CompleteTask {
                        id,
                        ..CompleteTask::default()
                    })
                    .unwrap();
            }
        }
        Thing::Note { of, private } => {
            session
                .notes()
                .create(CreateNote {
                    note: NoteDraft {
                        body: "n".into(),
                        privacy: level(*private),
                        ..NoteDraft::default()
                    },
                    links: chosen(of),
                    ..CreateNote::default()
                })
                .unwrap();
        }
        Thing::Pass(minutes) => world.advance(minutes * 60),
        Thing::Milestone => {
            let id = records[1].id.into();
            let read = world.read_contact(id);
            let status = match read.status {
                ContactStatus::Active => ContactStatus::Inactive,
                ContactStatus::Inactive => ContactStatus::Active,
            };
            let patch = ContactPatch {
                status: Patch::Set(status),
                ..ContactPatch::default()
            };
            world
                .admin
                .contacts()
                .update(UpdateContact {
                    id,
                    patch,
                    ..UpdateContact::default()
                })
                .unwrap();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Pages of any size together are the whole: no gap, nothing twice, in order, and what one may
    /// not see takes no room in them.
    #[test]
    fn pages_together_are_the_whole_com_25(
        things in prop::collection::vec(thing(), 1..30),
        size in 1_u32..7,
    ) {
        let world = World::new();
        world.advance(600);
        let (ada, bob, engines) = (world.contact("Ada"), world.contact("Bob"), world.account("Engines"));
        world.associate(ada, engines);
        world.associate(bob, engines);
        let records = [company(engines), person(ada), person(bob)];
        let author = world.engine.session(actor(3, &["manager"], &[])).unwrap();
        for thing in &things {
            make(&world, &author, &records, thing);
        }
        let stranger = world.engine.session(actor(4, &["manager"], &[])).unwrap();
        for session in [&author, &stranger] {
            for of in records {
                let whole = paged(session, of, 500, |_| {});
                let pages = paged(session, of, size, |_| {});
                prop_assert_eq!(&pages, &whole);
                prop_assert!(whole.windows(2).all(|pair| pair[0].0 >= pair[1].0));
                let distinct: BTreeSet<_> = whole.iter().map(|(_, kind, id)| (*kind as u8, *id)).collect();
                let repeated = whole.iter().filter(|(_, kind, _)| *kind == TimelineKind::FieldChanged).count();
                let once: usize = distinct.iter().filter(|(kind, _)| *kind != TimelineKind::FieldChanged as u8).count();
                prop_assert_eq!(once + repeated, whole.len());
            }
        }
        // What the account shows is what it, or its people, show; of the people's milestones none.
        let items = |of| -> BTreeSet<(u8, Uuid)> {
            let all = paged(&stranger, of, 500, |_| {}).into_iter();
            all.filter(|(_, _, id)| records.iter().all(|record| record.id != *id))
                .map(|(_, kind, id)| (kind as u8, id))
                .collect()
        };
        let people: BTreeSet<_> = items(records[1]).union(&items(records[2])).copied().collect();
        prop_assert!(people.is_subset(&items(records[0])));
    }

    /// What is written at the very instant of the last item shifts nobody's later pages.
    #[test]
    fn pages_are_stable_while_others_write_com_25(
        things in prop::collection::vec(thing(), 5..20),
        later in prop::collection::vec(thing(), 1..6),
        size in 1_u32..4,
    ) {
        let world = World::new();
        world.advance(600);
        let (ada, bob, engines) = (world.contact("Ada"), world.contact("Bob"), world.account("Engines"));
        world.associate(ada, engines);
        world.associate(bob, engines);
        let records = [company(engines), person(ada), person(bob)];
        for thing in &things {
            make(&world, &world.admin, &records, thing);
        }
        let before = paged(&world.admin, records[0], 500, |_| {});
        let mut queue = later.into_iter();
        let during = paged(&world.admin, records[0], size, |number| {
            if let Some(thing) = queue.next().filter(|_| number > 0) {
                make(&world, &world.admin, &records, &thing);
            }
        });
        // All that was there is there, once and in its order; what came new may be among it.
        let known: BTreeSet<_> = before.iter().map(|(at, kind, id)| (*at, *kind as u8, *id)).collect();
        let kept: Vec<_> = during
            .iter()
            .filter(|(at, kind, id)| known.contains(&(*at, *kind as u8, *id)))
            .copied()
            .collect();
        prop_assert_eq!(kept, before);
    }
}

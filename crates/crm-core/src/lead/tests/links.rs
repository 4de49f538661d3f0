//! What is linked to a lead is linked to what it becomes (semantics 4.1.6).

use super::*;
use crate::association::{AssociateContact, AssociationDraft};
use crate::communication::Communication;
use crate::error::RecordRef;
use crate::file::{FileDraft, UploadFile};
use crate::note::{CreateNote, NoteDraft};
use crate::task::{CreateTask, ListTasks, Task, TaskDraft};
use crate::testkit::inconsistencies;
use crate::timeline::given::{World, about, at, company, person};
use crate::timeline::{RecordTimeline, TimelineKind, TimelineQuery};

#[test]
fn tags_are_on_everything_and_still_on_the_lead_whether_new_or_there_4_1_6() {
    for existing in [false, true] {
        let session = memory::session("admin");
        let id = create(&session, ada()).id;
        tag(&session, RecordKind::Lead, id.uuid(), &["vip", "fair/2026"]);
        let mut request = request(id);
        if existing {
            let draft = AccountDraft {
                name: "Engines".into(),
                ..AccountDraft::default()
            };
            let company = account(&session, draft);
            tag(&session, RecordKind::Account, company.uuid(), &["vip"]);
            request.account = link_account(company);
        }
        let planned = plan(&session, &request).unwrap();
        let counted = |to| {
            let mut links = planned.links.iter();
            links.find(|links| links.to == to).map(|links| links.count)
        };
        assert_eq!(counted(RecordKind::Contact), Some(2));
        assert_eq!(
            counted(RecordKind::Account),
            Some(if existing { 1 } else { 2 })
        );
        let done = convert(&session, request).unwrap();
        let records = [
            (RecordKind::Lead, id.uuid()),
            (RecordKind::Contact, done.contact.unwrap().id.uuid()),
            (RecordKind::Account, done.account.unwrap().id.uuid()),
            (RecordKind::Deal, done.deal.unwrap().id.uuid()),
        ];
        for (kind, id) in records {
            assert_eq!(tags(&session, kind, id), ["fair/2026", "vip"], "{kind}");
        }
    }
}

#[test]
fn a_tag_goes_only_where_it_belongs_and_pushes_none_out() {
    let session = memory::session("admin");
    settings(
        &session,
        SettingsPatch {
            exclusive_tag_namespaces: Patch::Set(vec!["tier".into()]),
            ..SettingsPatch::default()
        },
    );
    session
        .run(CreateTag {
            tag: TagDraft {
                name: "raw".into(),
                applies_to: vec![RecordKind::Lead],
                ..TagDraft::default()
            },
        })
        .unwrap();
    let known = contact(
        &session,
        ContactDraft {
            display_as: Some("Ada".into()),
            ..ContactDraft::default()
        },
    );
    tag(&session, RecordKind::Contact, known.uuid(), &["tier/gold"]);
    let id = create(&session, ada()).id;
    tag(
        &session,
        RecordKind::Lead,
        id.uuid(),
        &["raw", "tier/silver"],
    );
    let done = convert(
        &session,
        ConversionRequest {
            contact: link_contact(known),
            ..request(id)
        },
    );
    let done = done.unwrap();
    assert_eq!(
        tags(&session, RecordKind::Contact, known.uuid()),
        ["tier/gold"]
    );
    let account = done.account.unwrap().id.uuid();
    assert_eq!(
        tags(&session, RecordKind::Account, account),
        ["tier/silver"]
    );
    assert_eq!(
        tags(&session, RecordKind::Lead, id.uuid()),
        ["raw", "tier/silver"]
    );
}

#[test]
fn what_was_said_and_is_to_be_done_is_about_everything_too_whether_new_or_there_4_1_6() {
    for existing in [false, true] {
        let world = World::new();
        let session = &world.admin;
        let id = create(session, ada()).id;
        let of = about(RecordKind::Lead, id.uuid());
        let (task, call) = busy(&world, of);
        let mut request = request(id);
        if existing {
            request.contact = link_contact(world.contact("Known"));
            request.account = link_account(world.account("Known"));
        }
        let done = convert(session, request).unwrap();
        let (contact, account) = (done.contact.unwrap().id, done.account.unwrap().id);
        let deal = about(RecordKind::Deal, done.deal.unwrap().id.uuid());
        for record in [of, person(contact), company(account), deal] {
            assert_eq!(happened(session, record), ALL, "{}", record.kind);
        }
        let open = session.run(ListTasks {
            about: Some(deal),
            ..ListTasks::default()
        });
        assert_eq!(open.unwrap().items[0].id, task.id);
        // What is about them says when somebody was last in touch, and no longer once it is not.
        let touched = || {
            let contact = world.read_contact(contact).last_contacted_at;
            (contact, world.read_account(account).last_contacted_at)
        };
        assert_eq!(touched(), (call.occurred_at, call.occurred_at));
        let undone = session.run(Unconvert {
            id,
            ..Unconvert::default()
        });
        let undone = undone.unwrap();
        assert!(undone.kept.is_empty() && undone.kept_fields.is_empty());
        assert_eq!(happened(session, of), ALL, "nothing leaves the lead");
        if existing {
            assert_eq!(touched().0, None);
            assert_eq!(happened(session, person(contact)), [""; 0]);
        }
    }
}

#[test]
fn a_lead_says_when_somebody_was_first_and_last_in_touch_lea_27_lea_31() {
    let world = World::new();
    let id = create(&world.admin, ada()).id;
    let of = about(RecordKind::Lead, id.uuid());
    for when in [
        "2025-12-24T10:00:00Z",
        "2025-12-20T10:00:00Z",
        "2025-12-31T10:00:00Z",
    ] {
        world.call("Call", when, &[of]);
    }
    let lead = lead(&world.admin, id);
    assert_eq!(lead.first_contacted_at, Some(at("2025-12-20T10:00:00Z")));
    assert_eq!(lead.last_contacted_at, Some(at("2025-12-31T10:00:00Z")));
    assert!(lead.last_activity_at >= lead.last_contacted_at);
    assert_eq!(happened(&world.admin, of), ["call_made"; 3]);
}

#[test]
fn what_goes_back_with_a_lead_leaves_no_time_on_the_account_that_its_person_falls_to_acc_36() {
    let world = World::new();
    let session = &world.admin;
    let id = create(session, ada()).id;
    world.call(
        "Before",
        "2025-12-24T10:00:00Z",
        &[about(RecordKind::Lead, id.uuid())],
    );
    let known = contact(
        session,
        ContactDraft {
            display_as: Some("Ada".into()),
            ..ContactDraft::default()
        },
    );
    let linked = ConversionRequest {
        contact: link_contact(known),
        ..request(id)
    };
    convert(session, linked).unwrap();
    let later = account(
        session,
        AccountDraft {
            name: "Looms".into(),
            ..AccountDraft::default()
        },
    );
    session
        .run(AssociateContact {
            association: AssociationDraft {
                contact_id: known,
                account_id: later,
                ..AssociationDraft::default()
            },
            ..AssociateContact::default()
        })
        .unwrap();
    session
        .run(Unconvert {
            id,
            ..Unconvert::default()
        })
        .unwrap();
    let person = session.run(GetContact { id: known }).unwrap();
    assert_eq!(person.account_id, Some(later));
    assert_eq!(person.last_activity_at, None);
    let company = session.run(GetAccount { id: later }).unwrap();
    assert_eq!(company.last_activity_at, None);
    assert_eq!(company.last_contacted_at, None);
    assert_eq!(inconsistencies(session, 1_000), []);
}

#[test]
fn a_link_out_of_sight_is_carried_but_not_counted_4_1_6_4_12() {
    let world = World::new();
    let session = &world.admin;
    let id = create(session, ada()).id;
    let of = about(RecordKind::Lead, id.uuid());
    let note = |privacy| {
        let note = NoteDraft {
            body: "Prefers tea.".into(),
            privacy,
            ..NoteDraft::default()
        };
        let note = session.run(CreateNote {
            note,
            links: vec![of],
            ..CreateNote::default()
        });
        note.unwrap();
    };
    note(crate::communication::Privacy::All);
    let other = world.session(3, &["admin"]);
    let before = plan(&other, &request(id)).unwrap();
    note(crate::communication::Privacy::Participants);
    let count = |plan: &ConversionPlan| {
        let mut links = plan.links.iter();
        links
            .find(|links| links.to == RecordKind::Contact && links.link == RecordKind::Link)
            .map(|links| links.count)
    };
    assert_eq!(count(&plan(session, &request(id)).unwrap()), Some(2));
    let planned = plan(&other, &request(id)).unwrap();
    assert_eq!(count(&planned), Some(1));
    assert_eq!(
        planned.digest, before.digest,
        "nor does a digest tell of it"
    );
    let done = convert(&other, request(id)).unwrap();
    let contact = person(done.contact.unwrap().id);
    assert_eq!(
        happened(session, contact),
        ["note_added"; 2],
        "it is carried"
    );
    assert_eq!(happened(&other, contact), ["note_added"]);
}

#[test]
fn a_record_with_many_links_of_its_own_costs_no_more_to_convert_into() {
    let storage = memory::CountedStorage::default();
    let questions = std::sync::Arc::clone(&storage.questions);
    let engine = Engine::builder(
        storage,
        memory::SimulatedClock::default(),
        memory::SimulatedIds::new(1),
    )
    .build();
    let session = session_as(&engine, 2, "admin");
    let known = |notes: usize| {
        let draft = ContactDraft {
            display_as: Some("Known".into()),
            ..ContactDraft::default()
        };
        let id = contact(&session, draft);
        noted(&session, person(id), notes);
        id
    };
    let (quiet, busy) = (known(0), known(12));
    let asked = |contact: ContactId, notes: usize| {
        let draft = LeadDraft {
            display_as: Some("Somebody".into()),
            ..LeadDraft::default()
        };
        let id = create(&session, draft).id;
        noted(&session, about(RecordKind::Lead, id.uuid()), notes);
        let request = ConversionRequest {
            contact: link_contact(contact),
            ..request(id)
        };
        let before = questions.load(std::sync::atomic::Ordering::Relaxed);
        let planned = plan(&session, &request).unwrap();
        let to_contact = planned.links.iter().find(|l| l.to == RecordKind::Contact);
        assert_eq!(to_contact.map(|links| links.count), Some(notes as u64));
        questions.load(std::sync::atomic::Ordering::Relaxed) - before
    };
    assert_eq!(asked(quiet, 1), asked(busy, 1));
    assert_eq!(asked(quiet, 2), asked(quiet, 20));
}

fn noted(session: &Session, of: RecordRef, notes: usize) {
    for _ in 0..notes {
        let note = NoteDraft {
            body: "Tea".into(),
            ..NoteDraft::default()
        };
        session
            .run(CreateNote {
                note,
                links: vec![of],
                ..CreateNote::default()
            })
            .unwrap();
    }
}

/// A call, a task, a note and a file about a record.
fn busy(world: &World, of: RecordRef) -> (Task, Communication) {
    let session = &world.admin;
    let task = session.run(CreateTask {
        task: TaskDraft {
            subject: "Send the offer".into(),
            ..TaskDraft::default()
        },
        links: vec![of],
        ..CreateTask::default()
    });
    let note = NoteDraft {
        body: "Prefers tea.".into(),
        ..NoteDraft::default()
    };
    let note = session.run(CreateNote {
        note,
        links: vec![of],
        ..CreateNote::default()
    });
    let file = FileDraft {
        name: "card.txt".into(),
        ..FileDraft::default()
    };
    let file = session.run(UploadFile {
        file,
        text: Some("Ada".into()),
        links: vec![of],
        ..UploadFile::default()
    });
    assert!(note.is_ok() && file.is_ok());
    let call = world.call("First call", "2025-12-24T10:00:00Z", &[of]);
    (task.unwrap().task, call)
}

const ALL: [&str; 4] = ["call_made", "file_added", "note_added", "task_created"];

/// The kinds of items on the timeline of a record, each as often as it is there.
fn happened(session: &Session, of: RecordRef) -> Vec<&'static str> {
    use TimelineKind as T;
    let page = session.run(RecordTimeline {
        record_kind: of.kind,
        id: of.id,
        query: TimelineQuery {
            kinds: vec![T::CallMade, T::TaskCreated, T::NoteAdded, T::FileAdded],
            ..TimelineQuery::default()
        },
    });
    let items = page.unwrap().items.into_iter();
    let mut kinds: Vec<_> = items.map(|item| item.kind.name()).collect();
    kinds.sort_unstable();
    kinds
}

//! Timelines through sessions.

#![allow(clippy::unwrap_used, clippy::panic)] // a test fails by panicking

mod activity;
mod cost;
mod deals;
mod laws;
mod rollup;

use super::given::{World, about, actor, at, company, person, user};
use super::*;
use crate::association::{AssociationDraft, ListAssociations, SetPrimaryAccount};
use crate::communication::{
    CommunicationDraft, CommunicationKind, LogCommunication, NewParticipant, Privacy,
};
use crate::contact::{ArchiveContact, ContactPatch, ContactStatus, PurgeContact, UpdateContact};
use crate::error::{ErrorCode, RecordRef};
use crate::field::{Patch, RecordKind};
use crate::file::{FileDraft, UploadFile};
use crate::link::{AddLink, ListLinks};
use crate::merge::{ApplyMerge, MergeRequest, PlanMerge};
use crate::note::{CommentDraft, CreateComment, CreateNote, ListComments, NoteDraft};
use crate::settings::SettingsPatch;
use crate::task::{
    CompleteTask, CreateReminder, CreateTask, ListReminders, ReminderDraft, TaskDraft,
};

fn timeline(session: &crate::Session, of: RecordRef, query: TimelineQuery) -> TimelinePage {
    let page = session.timeline().for_record(RecordTimeline {
        record_kind: of.kind,
        id: of.id,
        query,
    });
    page.unwrap()
}

fn kinds(page: &TimelinePage) -> Vec<TimelineKind> {
    page.items.iter().map(|item| item.kind).collect()
}

fn subjects(page: &TimelinePage) -> Vec<String> {
    let calls = page
        .items
        .iter()
        .filter_map(|item| item.communication.as_ref());
    calls.filter_map(|one| one.subject.clone()).collect()
}

/// One of everything about a person, a minute apart.
fn full(world: &World, of: RecordRef) {
    let admin = &world.admin;
    world.advance(60);
    world.call("call", "2026-01-01T00:01:00Z", &[of]);
    world.advance(60);
    let task = admin.tasks().create(CreateTask {
        task: TaskDraft {
            subject: "task".into(),
            ..TaskDraft::default()
        },
        links: vec![of],
        ..CreateTask::default()
    });
    world.advance(60);
    let note = NoteDraft {
        body: "note".into(),
        ..NoteDraft::default()
    };
    admin
        .notes()
        .create(CreateNote {
            note,
            links: vec![of],
            ..CreateNote::default()
        })
        .unwrap();
    world.advance(60);
    let file = FileDraft {
        name: "file".into(),
        ..FileDraft::default()
    };
    let upload = UploadFile {
        file,
        text: Some("x".into()),
        links: vec![of],
        ..UploadFile::default()
    };
    admin.files().upload(upload).unwrap();
    world.advance(60);
    let id = task.unwrap().task.id;
    admin
        .tasks()
        .complete(CompleteTask {
            id,
            ..CompleteTask::default()
        })
        .unwrap();
}

#[test]
fn everything_that_happened_is_in_one_order_com_25_com_31() {
    use TimelineKind as T;
    let world = World::new();
    let ada = world.contact("Ada");
    full(&world, person(ada));
    world.advance(60);
    let patch = ContactPatch {
        status: Patch::Set(ContactStatus::Inactive),
        job_title: Patch::set("CTO"),
        ..ContactPatch::default()
    };
    let id = ada;
    world
        .admin
        .contacts()
        .update(UpdateContact {
            id,
            patch,
            ..UpdateContact::default()
        })
        .unwrap();
    let page = timeline(&world.admin, person(ada), TimelineQuery::default());
    assert_eq!(
        kinds(&page),
        [
            T::FieldChanged,
            T::TaskCompleted,
            T::FileAdded,
            T::NoteAdded,
            T::TaskCreated,
            T::CallMade,
            T::RecordCreated,
        ]
    );
    assert!(page.items.windows(2).all(|pair| pair[0].at >= pair[1].at));
    // A milestone shows what marks the way, and nothing else that changed with it.
    let changed: Vec<_> = page.items[0]
        .changes
        .iter()
        .map(|change| change.field.as_str())
        .collect();
    assert_eq!(changed, ["status"]);
    assert_eq!(page.items[5].about, [person(ada)]);
}

#[test]
fn an_account_shows_what_is_about_its_people_each_thing_once_acc_40() {
    let world = World::new();
    let (ada, bob, engines) = (
        world.contact("Ada"),
        world.contact("Bob"),
        world.account("Engines"),
    );
    world.associate(ada, engines);
    world.associate(bob, engines);
    world.call(
        "shared",
        "2026-01-01T00:00:00Z",
        &[person(ada), person(bob), company(engines)],
    );
    world.call("own", "2026-01-01T00:00:00Z", &[company(engines)]);
    let page = |own_only| {
        let page = world.admin.timeline().for_account(AccountTimeline {
            id: engines,
            own_only,
            ..AccountTimeline::default()
        });
        page.unwrap()
    };
    assert_eq!(subjects(&page(false)), ["own", "shared"]);
    let carl = world.contact("Carl");
    world.associate(carl, engines);
    world.call("carl's", "2026-01-01T00:00:00Z", &[person(carl)]);
    assert_eq!(subjects(&page(false)), ["carl's", "own", "shared"]);
    assert_eq!(subjects(&page(true)), ["own", "shared"]);
}

#[test]
fn activity_reaches_a_secondary_account_only_by_a_link_of_its_own_4_10() {
    let world = World::new();
    let (ada, main, second) = (
        world.contact("Ada"),
        world.account("Main"),
        world.account("Second"),
    );
    world.associate(ada, main);
    world.associate(ada, second);
    let of_ada = world.call("about Ada", "2026-01-01T00:00:00Z", &[person(ada)]);
    let seen = |account| {
        subjects(&timeline(
            &world.admin,
            company(account),
            TimelineQuery::default(),
        ))
    };
    assert_eq!(
        (seen(main), seen(second)),
        (vec!["about Ada".to_owned()], vec![])
    );
    assert_eq!(world.read_account(second).last_activity_at, None);
    let add = AddLink {
        item_kind: RecordKind::Communication,
        item_id: of_ada.id.uuid(),
        record_kind: RecordKind::Account,
        record_id: second.uuid(),
    };
    world.admin.links().add(add).unwrap();
    assert_eq!((seen(main).len(), seen(second).len()), (1, 1));
    assert_eq!(
        world.read_account(second).last_activity_at,
        of_ada.occurred_at
    );
    // Another main account, another roll-up.
    let found = world.admin.associations().list(ListAssociations {
        contact_id: Some(ada),
        ..ListAssociations::default()
    });
    let found = found
        .unwrap()
        .associations
        .into_iter()
        .filter_map(|view| view.association);
    let other = found
        .into_iter()
        .find(|one| one.account_id == second)
        .unwrap();
    world
        .admin
        .associations()
        .set_primary(SetPrimaryAccount { id: other.id })
        .unwrap();
    let _ = AssociationDraft::default();
    assert_eq!((seen(main).len(), seen(second).len()), (0, 1));
    assert_eq!(world.read_account(main).last_activity_at, None);
}

#[test]
fn the_feed_is_filtered_by_kind_channel_person_date_and_text_com_26() {
    let world = World::new();
    let (ada, bob) = (world.contact("Ada"), world.contact("Bob"));
    full(&world, person(ada));
    world.call(
        "With Bob",
        "2026-01-01T00:02:30Z",
        &[person(ada), person(bob)],
    );
    let with = |query: TimelineQuery| kinds(&timeline(&world.admin, person(ada), query)).len();
    assert_eq!(
        with(TimelineQuery {
            kinds: vec![TimelineKind::NoteAdded, TimelineKind::CallMade],
            ..TimelineQuery::default()
        }),
        3
    );
    assert_eq!(
        with(TimelineQuery {
            channels: vec![CommunicationKind::Call],
            ..TimelineQuery::default()
        }),
        2
    );
    assert_eq!(
        with(TimelineQuery {
            contact_id: Some(bob),
            ..TimelineQuery::default()
        }),
        1
    );
    assert_eq!(
        with(TimelineQuery {
            from: Some(at("2026-01-01T00:02:00Z")),
            until: Some(at("2026-01-01T00:04:00Z")),
            ..TimelineQuery::default()
        }),
        3
    );
    assert_eq!(
        with(TimelineQuery {
            text: Some("WITH BOB".into()),
            ..TimelineQuery::default()
        }),
        1
    );
    assert_eq!(
        with(TimelineQuery {
            user_id: Some(user(9)),
            ..TimelineQuery::default()
        }),
        0
    );
}

#[test]
fn what_other_systems_saw_is_on_the_timeline_once_com_31_com_38() {
    let world = World::new();
    let ada = world.contact("Ada");
    world.settings(SettingsPatch {
        activity_types: Patch::Set(vec!["webinar".into()]),
        ..SettingsPatch::default()
    });
    let mail = world.admin.communications().log(LogCommunication {
        communication: CommunicationDraft {
            kind: CommunicationKind::Email,
            ..CommunicationDraft::default()
        },
        links: vec![person(ada)],
        ..LogCommunication::default()
    });
    let mail = mail.unwrap().communication;
    let opened = || {
        world.admin.timeline().record(RecordActivity {
            entry: TimelineEntryDraft {
                kind: ActivityKind::EmailOpened,
                communication_id: Some(mail.id),
                automatic: true,
                external_ids: vec![crate::point::ExternalId {
                    system: "tracker".into(),
                    id: "1".into(),
                }],
                ..TimelineEntryDraft::default()
            },
            ..RecordActivity::default()
        })
    };
    assert_eq!(opened().unwrap().id, opened().unwrap().id);
    let custom = |word: &str, links: Vec<RecordRef>| {
        world.admin.timeline().record(RecordActivity {
            entry: TimelineEntryDraft {
                custom_kind: Some(word.into()),
                title: Some("Joined".into()),
                ..TimelineEntryDraft::default()
            },
            links,
        })
    };
    world.advance(60);
    custom("Webinar", vec![person(ada)]).unwrap();
    assert_eq!(
        custom("karaoke", vec![person(ada)]).unwrap_err().field(),
        Some("custom_kind")
    );
    assert_eq!(
        custom("webinar", vec![]).unwrap_err().field(),
        Some("links")
    );
    let page = timeline(&world.admin, person(ada), TimelineQuery::default());
    let expected = [
        TimelineKind::Custom,
        TimelineKind::EmailSent,
        TimelineKind::EmailOpened,
    ];
    assert_eq!(kinds(&page)[..3], expected);
}

#[test]
#[allow(clippy::too_many_lines)] // one merge, looked at from every kind
fn a_merge_takes_everything_along_ded_12() {
    use TimelineKind as T;
    let world = World::new();
    let (stays, goes) = (world.contact("Stays"), world.contact("Goes"));
    let (engines, looms) = (world.account("Engines"), world.account("Looms"));
    world.associate(stays, engines);
    world.associate(goes, looms);
    full(&world, person(goes));
    world.call(
        "both",
        "2026-01-01T00:00:00Z",
        &[person(goes), person(stays)],
    );
    let mail = world.admin.communications().log(LogCommunication {
        communication: CommunicationDraft {
            kind: CommunicationKind::Email,
            ..CommunicationDraft::default()
        },
        participants: vec![NewParticipant {
            contact_id: Some(goes),
            ..NewParticipant::default()
        }],
        only_given_links: true,
        ..LogCommunication::default()
    });
    let mail = mail.unwrap().communication;
    let comment = CommentDraft {
        record_kind: RecordKind::Contact,
        record_id: goes.uuid(),
        body: "hm".into(),
        ..CommentDraft::default()
    };
    world
        .admin
        .comments()
        .create(CreateComment {
            comment,
            ..CreateComment::default()
        })
        .unwrap();
    let reminder = ReminderDraft {
        record_kind: RecordKind::Contact,
        record_id: goes.uuid(),
        remind_at: Some(at("2026-02-01T00:00:00Z")),
        ..ReminderDraft::default()
    };
    world
        .admin
        .reminders()
        .create(CreateReminder { reminder })
        .unwrap();
    let before = world.read_contact(goes);
    assert_eq!(
        world.read_account(looms).last_contacted_at,
        before.last_contacted_at
    );

    let request = MergeRequest {
        kind: RecordKind::Contact,
        survivor_id: Some(stays.uuid()),
        ids: vec![stays.uuid(), goes.uuid()],
        choices: Vec::new(),
    };
    let plan = world
        .admin
        .run(PlanMerge {
            request: request.clone(),
        })
        .unwrap();
    let merged = world.admin.run(ApplyMerge {
        request,
        versions: plan.records,
        digest: Some(plan.digest),
    });
    merged.unwrap();

    // One of each kind, and what was about both is there once.
    let page = timeline(&world.admin, person(stays), TimelineQuery::default());
    for kind in [T::TaskCreated, T::TaskCompleted, T::NoteAdded, T::FileAdded] {
        assert_eq!(
            kinds(&page).iter().filter(|one| **one == kind).count(),
            1,
            "{kind:?}"
        );
    }
    assert_eq!(
        kinds(&page)
            .iter()
            .filter(|one| **one == T::CallMade)
            .count(),
        2
    );
    let item = ListLinks {
        item_kind: RecordKind::Communication,
        item_id: page
            .items
            .iter()
            .find(|item| {
                item.communication
                    .as_ref()
                    .is_some_and(|one| one.subject.as_deref() == Some("both"))
            })
            .unwrap()
            .record
            .unwrap()
            .id,
    };
    assert_eq!(world.admin.links().list(item).unwrap().links.len(), 1);
    // Participants, comments and reminders follow too.
    let detail = world
        .admin
        .communications()
        .get(crate::communication::GetCommunication { id: mail.id });
    assert_eq!(detail.unwrap().participants[0].contact_id, Some(stays));
    let comments = world.admin.comments().list(ListComments {
        record_kind: RecordKind::Contact,
        record_id: stays.uuid(),
        ..ListComments::default()
    });
    assert_eq!(comments.unwrap().items.len(), 1);
    let reminders = world.admin.reminders().list(ListReminders {
        about: Some(person(stays)),
        ..ListReminders::default()
    });
    assert_eq!(reminders.unwrap().items.len(), 1);
    // Derived times are those of all that is about the one person now.
    let after = world.read_contact(stays);
    assert_eq!(after.last_contacted_at, before.last_contacted_at);
    assert_eq!(
        world.read_account(engines).last_contacted_at,
        before.last_contacted_at
    );
    assert_eq!(world.read_account(looms).last_contacted_at, None);
}

#[test]
fn a_purge_takes_links_and_remarks_along_and_leaves_shared_items_r_05() {
    let world = World::new();
    let (ada, bob) = (world.contact("Ada"), world.contact("Bob"));
    let engines = world.account("Engines");
    world.associate(ada, engines);
    let call = world.call("both", "2026-01-01T00:00:00Z", &[person(ada), person(bob)]);
    let id = ada;
    world
        .admin
        .contacts()
        .archive(ArchiveContact { id })
        .unwrap();
    let refused = world
        .admin
        .contacts()
        .purge(PurgeContact { id, confirm: false });
    assert_eq!(refused.unwrap_err().code(), ErrorCode::Conflict);
    let purged = world
        .admin
        .contacts()
        .purge(PurgeContact { id, confirm: true })
        .unwrap();
    assert_eq!(purged.removed.get(&RecordKind::Link), Some(&1));
    let page = timeline(&world.admin, person(bob), TimelineQuery::default());
    assert_eq!(subjects(&page), ["both"]);
    assert_eq!(page.items[0].about, [person(bob)]);
    assert_eq!(
        page.items[0].record,
        Some(about(RecordKind::Communication, call.id.uuid()))
    );
    assert_eq!(world.read_account(engines).last_contacted_at, None);
}

#[test]
fn a_purge_takes_along_what_hangs_on_what_goes_r_05() {
    use crate::communication::{ArchiveCommunication, PurgeCommunication};
    let world = World::new();
    let (ada, engines) = (world.contact("Ada"), world.account("Engines"));
    world.associate(ada, engines);
    let mail = world.call("mail", "2026-01-01T00:00:00Z", &[person(ada)]);
    world.advance(60);
    let opened = world.admin.timeline().record(RecordActivity {
        entry: TimelineEntryDraft {
            kind: ActivityKind::EmailOpened,
            communication_id: Some(mail.id),
            ..TimelineEntryDraft::default()
        },
        links: Vec::new(),
    });
    let opened = opened.unwrap();
    let last = |id| world.read_contact(id).last_activity_at;
    assert_eq!(last(ada), opened.occurred_at);
    let id = mail.id;
    let communications = world.admin.communications();
    communications.archive(ArchiveCommunication { id }).unwrap();
    let purged = communications.purge(PurgeCommunication { id, confirm: true });
    let removed = purged.unwrap().removed;
    // The links of the message, the entry that it was opened, and the links of that.
    assert_eq!(removed.get(&RecordKind::TimelineEntry), Some(&1));
    assert_eq!(removed.get(&RecordKind::Link), Some(&3));
    assert_eq!(last(ada), None);
    assert_eq!(world.read_account(engines).last_activity_at, None);
}

#[test]
fn a_cursor_is_of_its_own_timeline_and_filter() {
    let world = World::new();
    let (ada, bob) = (world.contact("Ada"), world.contact("Bob"));
    full(&world, person(ada));
    let first = timeline(
        &world.admin,
        person(ada),
        TimelineQuery {
            limit: Some(1),
            ..TimelineQuery::default()
        },
    );
    let other = |of: RecordRef, query: TimelineQuery| {
        world.admin.timeline().for_record(RecordTimeline {
            record_kind: of.kind,
            id: of.id,
            query: TimelineQuery {
                cursor: first.next.clone(),
                ..query
            },
        })
    };
    assert!(other(person(ada), TimelineQuery::default()).is_ok());
    assert_eq!(
        other(person(bob), TimelineQuery::default())
            .unwrap_err()
            .field(),
        Some("cursor")
    );
    let filtered = TimelineQuery {
        text: Some("x".into()),
        ..TimelineQuery::default()
    };
    assert_eq!(
        other(person(ada), filtered).unwrap_err().field(),
        Some("cursor")
    );
}

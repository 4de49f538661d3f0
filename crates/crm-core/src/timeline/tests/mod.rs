//! Timelines through sessions.

#![allow(clippy::unwrap_used, clippy::panic)] // a test fails by panicking

mod deals;
mod laws;

use super::given::{World, about, actor, at, company, person, user};
use super::*;
use crate::association::{AssociationDraft, ListAssociations, SetPrimaryAccount};
use crate::communication::{
    CommunicationDraft, CommunicationKind, Direction, LogCommunication, NewParticipant, Privacy,
};
use crate::contact::{ArchiveContact, ContactPatch, ContactStatus, PurgeContact, UpdateContact};
use crate::deal::{CreateDeal, DealDraft, GetDeal, MoveStage};
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

#[test]
fn activity_reaches_a_secondary_account_by_a_deal_of_it_4_10() {
    let world = World::new();
    let (ada, main, second) = (
        world.contact("Ada"),
        world.account("Main"),
        world.account("Second"),
    );
    world.associate(ada, main);
    world.associate(ada, second);
    let deal = world.admin.deals().create(CreateDeal {
        deal: DealDraft {
            name: "Looms".into(),
            account_id: Some(second),
            ..DealDraft::default()
        },
        ..CreateDeal::default()
    });
    let id = deal.unwrap().id;
    let deal = about(RecordKind::Deal, id.uuid());
    world.call("about Ada", "2025-12-01T00:00:00Z", &[person(ada)]);
    let of_deal = world.call(
        "about the deal",
        "2025-12-02T00:00:00Z",
        &[person(ada), deal],
    );
    let seen = |record| subjects(&timeline(&world.admin, record, TimelineQuery::default()));
    assert_eq!(seen(company(second)), ["about the deal"]);
    assert_eq!(seen(deal), ["about the deal"]);
    assert_eq!(seen(company(main)), ["about the deal", "about Ada"]);
    let read = world.admin.deals().get(GetDeal { id }).unwrap();
    assert_eq!(read.first_contacted_at, of_deal.occurred_at);
    assert_eq!(
        world.read_account(second).last_contacted_at,
        of_deal.occurred_at
    );
}

#[test]
fn every_kind_of_activity_has_its_name_com_31() {
    use CommunicationKind as C;
    use TimelineKind as T;
    let world = World::new();
    let ada = world.contact("Ada");
    let log = |kind, direction, schedule_at| {
        let logged = world.admin.communications().log(LogCommunication {
            communication: CommunicationDraft {
                kind,
                direction,
                ..CommunicationDraft::default()
            },
            links: vec![person(ada)],
            schedule_at,
            ..LogCommunication::default()
        });
        world.advance(60);
        logged.unwrap().communication
    };
    let (out, into) = (Direction::Outbound, Direction::Inbound);
    let mail = log(C::Email, out, None);
    log(C::Email, into, None);
    log(C::Call, out, None);
    log(C::Call, into, None);
    log(C::Sms, into, None);
    log(C::Meeting, out, None);
    log(C::Meeting, out, Some(at("2026-02-01T10:00:00Z")));
    let clicked = world.admin.timeline().record(RecordActivity {
        entry: TimelineEntryDraft {
            kind: ActivityKind::EmailClicked,
            communication_id: Some(mail.id),
            automatic: true,
            ..TimelineEntryDraft::default()
        },
        ..RecordActivity::default()
    });
    clicked.unwrap();
    let page = timeline(&world.admin, person(ada), TimelineQuery::default());
    let expected = [
        T::MeetingScheduled,
        T::EmailClicked,
        T::MeetingHeld,
        T::MessageReceived,
        T::CallReceived,
        T::CallMade,
        T::EmailReceived,
        T::EmailSent,
        T::RecordCreated,
    ];
    assert_eq!(kinds(&page), expected);
    // A mail filter follows links too, and says so.
    assert!(page.items[1].entry.as_ref().unwrap().automatic);
}

#[test]
fn a_deal_that_moves_says_so_on_its_timeline_dea_50() {
    let world = World::new();
    let deals = world.admin.deals();
    let engines = world.account("Engines");
    let deal = deals.create(CreateDeal {
        deal: DealDraft {
            name: "Looms".into(),
            account_id: Some(engines),
            ..DealDraft::default()
        },
        ..CreateDeal::default()
    });
    let id = deal.unwrap().id;
    world.advance(60);
    let moved = deals.move_stage(MoveStage {
        id,
        stage: "proposal".into(),
        ..MoveStage::default()
    });
    moved.unwrap();
    let of = about(RecordKind::Deal, id.uuid());
    let page = timeline(&world.admin, of, TimelineQuery::default());
    let expected = [TimelineKind::DealStageChanged, TimelineKind::RecordCreated];
    assert_eq!(kinds(&page), expected);
    let change = page.items[0]
        .changes
        .iter()
        .find(|change| change.field == "stage");
    let change = change.unwrap();
    assert_eq!(
        (change.old.clone(), change.new.clone()),
        (Some("prospecting".into()), Some("proposal".into()))
    );
}

#[test]
fn what_was_written_and_held_is_there_whole_com_32_com_33_com_34_com_44() {
    let world = World::new();
    let (ada, bob) = (world.contact("Ada"), world.contact("Bob"));
    let mail = CommunicationDraft {
        kind: CommunicationKind::Email,
        direction: Direction::Inbound,
        subject: Some("Cogs".into()),
        thread_id: Some("T1".into()),
        external_ids: vec![crate::point::ExternalId {
            system: "imap".into(),
            id: "<1@example.com>".into(),
        }],
        occurred_at: Some(at("2025-12-01T00:00:00Z")),
        ..CommunicationDraft::default()
    };
    let meeting = CommunicationDraft {
        kind: CommunicationKind::Meeting,
        duration_seconds: Some(3_600),
        location: Some("Mill Lane".into()),
        recording_url: "https://video.example/1".parse().ok(),
        transcript_id: Some("TR-1".into()),
        occurred_at: Some(at("2025-12-02T00:00:00Z")),
        ..CommunicationDraft::default()
    };
    for communication in [mail, meeting] {
        let attendees = [ada, bob].map(|contact| NewParticipant {
            contact_id: Some(contact),
            ..NewParticipant::default()
        });
        let logged = world.admin.communications().log(LogCommunication {
            communication,
            participants: attendees.into(),
            ..LogCommunication::default()
        });
        assert_eq!(logged.unwrap().participants.len(), 2);
    }
    let both = TimelineQuery {
        channels: vec![CommunicationKind::Email, CommunicationKind::Meeting],
        ..TimelineQuery::default()
    };
    let page = timeline(&world.admin, person(bob), both);
    let [held, received] = &page.items[..] else {
        panic!("one conversation over two channels: {page:?}");
    };
    let held = held.communication.as_ref().unwrap();
    assert_eq!(held.duration_seconds, Some(3_600));
    assert_eq!(held.location.as_deref(), Some("Mill Lane"));
    assert_eq!(held.transcript_id.as_deref(), Some("TR-1"));
    assert!(held.recording_url.is_some());
    assert_eq!(received.at, at("2025-12-01T00:00:00Z"));
    assert_eq!(received.by, Some(user(2)));
    let received = received.communication.as_ref().unwrap();
    assert_eq!(received.subject.as_deref(), Some("Cogs"));
    assert_eq!(received.thread_id.as_deref(), Some("T1"));
    assert_eq!(received.external_ids[0].id, "<1@example.com>");
}

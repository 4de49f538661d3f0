//! Who may know of a communication (semantics 4.12).

use super::*;
use crate::note::{CreateNote, NoteDraft};
use crate::task::{
    AcknowledgeReminder, CreateReminder, ListReminders, ReminderDraft, ReminderId, ReminderPatch,
    Tick, UpdateReminder,
};

/// Everything by which somebody could learn that a communication is there.
fn outlets(
    world: &World,
    session: &crate::Session,
    of: RecordRef,
    id: CommunicationId,
) -> [bool; 6] {
    let read = session
        .communications()
        .get(GetCommunication { id })
        .is_ok();
    let listed = session.communications().list(ListCommunications {
        about: Some(of),
        page: crate::PageRequest {
            count: true,
            ..crate::PageRequest::default()
        },
        ..ListCommunications::default()
    });
    let listed = listed.unwrap();
    let found = session.search().query(SearchRecords {
        text: "secret".into(),
        kinds: vec![RecordKind::Communication],
        ..SearchRecords::default()
    });
    let timeline = session.timeline().for_record(RecordTimeline {
        record_kind: of.kind,
        id: of.id,
        query: TimelineQuery::default(),
    });
    let on_timeline = timeline.unwrap().items.into_iter();
    let history = session.audit().history(GetHistory {
        record_kind: RecordKind::Communication,
        id: id.uuid(),
        ..GetHistory::default()
    });
    let _ = world;
    [
        read,
        !listed.items.is_empty(),
        listed.total != Some(0),
        found.unwrap().groups[0].total > 0,
        on_timeline
            .filter(|item| item.communication.is_some())
            .count()
            > 0,
        history.is_ok(),
    ]
}

/// Everything by which somebody could learn that a reminder is there. Who sees it but may not change
/// it is refused otherwise than who does not see it.
fn reminder_outlets(session: &crate::Session, id: ReminderId) -> [bool; 5] {
    let listed = session.reminders().list(ListReminders {
        page: crate::PageRequest {
            count: true,
            limit: Some(1),
            ..crate::PageRequest::default()
        },
        ..ListReminders::default()
    });
    let listed = listed.unwrap();
    let there = |refused: Option<crate::Error>| {
        refused.is_none_or(|error| error.code() != ErrorCode::NotFound)
    };
    let changed = session.reminders().update(UpdateReminder {
        id,
        patch: ReminderPatch {
            priority: Patch::Set(crate::contact::Priority::High),
            ..ReminderPatch::default()
        },
        ..UpdateReminder::default()
    });
    let answered = session.reminders().acknowledge(AcknowledgeReminder { id });
    let history = session.audit().history(GetHistory {
        record_kind: RecordKind::Reminder,
        id: id.uuid(),
        ..GetHistory::default()
    });
    [
        listed.items.iter().any(|reminder| reminder.id == id),
        listed.total != Some(0),
        there(changed.err()),
        there(answered.err()),
        history.is_ok(),
    ]
}

#[test]
fn privacy_levels_hold_at_every_outlet_4_12() {
    let world = World::new();
    let ada = world.contact("Ada");
    let log = |privacy| {
        let session = world
            .engine
            .session(actor(3, &["sales_rep"], &[7]))
            .unwrap();
        let logged = session.communications().log(LogCommunication {
            communication: CommunicationDraft {
                subject: Some("secret".into()),
                privacy,
                ..CommunicationDraft::default()
            },
            participants: vec![us(4)],
            links: vec![person(ada)],
            ..LogCommunication::default()
        });
        logged.unwrap().communication.id
    };
    // Owner, participant, somebody of the team, somebody else, an administrator.
    let viewers = [
        actor(3, &["sales_rep"], &[7]),
        actor(4, &["sales_rep"], &[]),
        actor(5, &["sales_rep"], &[7]),
        actor(6, &["sales_rep"], &[8]),
        actor(2, &["admin"], &[]),
    ];
    for (privacy, expected) in [
        (Privacy::All, [true, true, true, true, true]),
        (Privacy::Team, [true, true, true, false, false]),
        (Privacy::Participants, [true, true, false, false, false]),
    ] {
        let id = log(privacy);
        for (viewer, expected) in viewers.iter().zip(expected) {
            let session = world.engine.session(viewer.clone()).unwrap();
            let seen = outlets(&world, &session, person(ada), id);
            assert_eq!(seen, [expected; 6], "{privacy:?} {}", viewer.user);
        }
        // What reminds of a private item is as private (reliability Z5).
        let owner = world.engine.session(viewers[0].clone()).unwrap();
        let note = owner.notes().create(CreateNote {
            note: NoteDraft {
                body: format!("Between us, <@{}>.", user(4)),
                privacy,
                ..NoteDraft::default()
            },
            links: vec![person(ada)],
            ..CreateNote::default()
        });
        let reminder = owner.reminders().create(CreateReminder {
            reminder: ReminderDraft {
                record_kind: RecordKind::Note,
                record_id: note.unwrap().note.id.uuid(),
                text: Some("secret".into()),
                remind_at: Some(at("2026-01-01T00:00:00Z")),
                ..ReminderDraft::default()
            },
        });
        let reminder = reminder.unwrap().id;
        for (viewer, expected) in viewers.iter().zip(expected) {
            let session = world.engine.session(viewer.clone()).unwrap();
            let seen = reminder_outlets(&session, reminder);
            assert_eq!(seen, [expected; 5], "{privacy:?} {}", viewer.user);
        }
        let told = world.admin.tasks().tick(Tick::default()).unwrap();
        let told = told.due.iter().any(|due| due.reminder.id == reminder);
        assert_eq!(told, expected[4], "{privacy:?}");
        let told = owner.tasks().tick(Tick::default()).unwrap();
        let told = told.due.iter().any(|due| due.reminder.id == reminder);
        assert_eq!(
            told, !expected[4],
            "told once, by whoever sees it: {privacy:?}"
        );
        owner
            .reminders()
            .remove(crate::task::RemoveReminder { id: reminder })
            .unwrap();
        // The next level alone.
        owner
            .communications()
            .archive(ArchiveCommunication { id })
            .unwrap();
    }
}

#[test]
fn a_communication_takes_sight_of_a_linked_record_4_12() {
    let world = World::new();
    let grants = [
        (Permission::ContactView, Scope::Own),
        (Permission::CommunicationView, Scope::All),
        (Permission::SearchView, Scope::All),
    ];
    world
        .admin
        .roles()
        .create(CreateRole {
            role: RoleDraft {
                key: "narrow".into(),
                grants: grants
                    .map(|(permission, scope)| Grant { permission, scope })
                    .into(),
                ..RoleDraft::default()
            },
        })
        .unwrap();
    let (own, other) = (world.contact_of("Own", 9), world.contact_of("Other", 8));
    let narrow = world.session(9, &["narrow"]);
    let seen = |id| narrow.communications().get(GetCommunication { id }).is_ok();
    let of_other = world.call("Hidden", "2026-01-01T00:00:00Z", &[person(other)]);
    let of_both = world.call(
        "Shared",
        "2026-01-01T00:00:00Z",
        &[person(other), person(own)],
    );
    let of_none = world.call("Nobody", "2026-01-01T00:00:00Z", &[]);
    assert_eq!(
        [of_other.id, of_both.id, of_none.id].map(seen),
        [false, true, false]
    );
    let detail = narrow
        .communications()
        .get(GetCommunication { id: of_both.id })
        .unwrap();
    assert_eq!((detail.links.len(), detail.withheld), (1, 1));
    // The list and its count agree with that.
    let all = narrow.communications().list(ListCommunications {
        page: crate::PageRequest {
            count: true,
            ..crate::PageRequest::default()
        },
        ..ListCommunications::default()
    });
    let all = all.unwrap();
    assert_eq!((all.items.len(), all.total), (1, Some(1)));
}

#[test]
fn every_permission_of_touches_and_tasks_is_asked_for_sec_18_to_21_26_to_30() {
    use crate::task::{CreateTask, TaskDraft};
    use serde_json::json;
    let world = World::new();
    let ada = world.contact("Ada");
    let id = world
        .call("x", "2026-01-01T00:00:00Z", &[person(ada)])
        .id
        .uuid();
    let task = world.admin.tasks().create(CreateTask {
        task: TaskDraft {
            subject: "x".into(),
            ..TaskDraft::default()
        },
        ..CreateTask::default()
    });
    let task = task.unwrap().task.id.uuid();
    for (number, (permission, call, arguments)) in (10..).zip([
        (
            "crm.communication.create",
            "communications.log",
            json!({"kind": "call"}),
        ),
        (
            "crm.communication.view",
            "communications.get",
            json!({"id": id}),
        ),
        (
            "crm.communication.update",
            "communications.update",
            json!({"id": id}),
        ),
        (
            "crm.communication.delete",
            "communications.archive",
            json!({"id": id}),
        ),
        (
            "crm.activity.create",
            "tasks.create",
            json!({"subject": "x"}),
        ),
        ("crm.activity.view", "tasks.get", json!({"id": task})),
        ("crm.activity.update", "tasks.update", json!({"id": task})),
        (
            "crm.activity.assign",
            "tasks.assign",
            json!({"id": task, "assignee_id": user(3)}),
        ),
        ("crm.activity.delete", "tasks.archive", json!({"id": task})),
    ]) {
        let others = Permission::ALL
            .iter()
            .filter(|other| other.name() != permission);
        let grants = others.map(|permission| Grant {
            permission: *permission,
            scope: Scope::All,
        });
        let role = RoleDraft {
            key: format!("without{number}"),
            grants: grants.collect(),
            ..RoleDraft::default()
        };
        let key = role.key.clone();
        world.admin.roles().create(CreateRole { role }).unwrap();
        let bytes = serde_json::to_vec(&arguments).unwrap();
        let options = crate::CallOptions::default();
        let without = world.session(number, &[key.as_str()]);
        let error = without.call(call, &bytes, &options).unwrap_err();
        assert_eq!(error.code(), ErrorCode::Forbidden, "{call}");
        assert_eq!(error.details()["permission"], permission, "{call}");
        assert!(world.admin.call(call, &bytes, &options).is_ok(), "{call}");
    }
}

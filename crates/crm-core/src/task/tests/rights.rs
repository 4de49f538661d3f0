//! Who may do what to tasks and reminders.

use crate::access::{
    Colleague, CreateRole, FieldLevel, FieldRule, Grant, Mask, Permission, RoleDraft, Scope,
};
use crate::error::ErrorCode;
use crate::field::{RecordKind, TenantId, UserId};
use crate::port::UserDirectory;
use crate::task::{
    AssignTask, CompleteTask, CreateReminder, CreateTask, NewReminder, ReassignReminder,
    ReminderDraft, RemoveReminder, SetTaskStatus, TaskDetail, TaskDraft, TaskStatus,
};
use crate::timeline::given::{World, actor, at, person, user};
use crate::{Actor, Session};

#[test]
fn a_known_key_answers_only_what_the_caller_sees_4_8_4_12() {
    let world = World::new();
    let grants = [
        (Permission::ContactView, Scope::All),
        (Permission::ActivityView, Scope::Own),
        (Permission::ActivityCreate, Scope::Own),
    ];
    let role = RoleDraft {
        key: "narrow".into(),
        grants: grants
            .map(|(permission, scope)| Grant { permission, scope })
            .into(),
        ..RoleDraft::default()
    };
    world.admin.roles().create(CreateRole { role }).unwrap();
    let ada = world.contact("Ada");
    let create = |session: &Session| {
        session.reminders().create(CreateReminder {
            reminder: ReminderDraft {
                record_kind: RecordKind::Contact,
                record_id: ada.uuid(),
                key: Some("birthday 2026".into()),
                text: Some("secret".into()),
                remind_at: Some(at("2026-01-02T00:00:00Z")),
                ..ReminderDraft::default()
            },
        })
    };
    let first = create(&world.admin).unwrap();
    assert_eq!(create(&world.admin).unwrap(), first);
    let narrow = world.session(9, &["narrow"]);
    let refused = create(&narrow).unwrap_err();
    assert_eq!(
        (refused.code(), refused.field()),
        (ErrorCode::Duplicate, Some("key"))
    );
    // What was taken away is not there any more.
    world
        .admin
        .reminders()
        .remove(RemoveReminder { id: first.id })
        .unwrap();
    let own = create(&narrow).unwrap();
    assert_ne!(own.id, first.id);
    assert_eq!(create(&narrow).unwrap(), own);
}

/// Whoever may do everything but write one field.
fn who_may_not_write(world: &World, number: u128, kind: RecordKind, field: &str) -> Session {
    let grants = Permission::ALL.iter().map(|permission| Grant {
        permission: *permission,
        scope: Scope::All,
    });
    let role = RoleDraft {
        key: format!("without{number}"),
        grants: grants.collect(),
        fields: vec![FieldRule {
            kind,
            field: field.into(),
            level: FieldLevel::Read,
            mask: Mask::default(),
            hard: true,
        }],
        ..RoleDraft::default()
    };
    let key = role.key.clone();
    world.admin.roles().create(CreateRole { role }).unwrap();
    world.session(number, &[key.as_str()])
}

#[test]
fn completing_and_handing_over_write_no_field_that_the_role_may_not_4_11() {
    let world = World::new();
    let created = world.admin.tasks().create(CreateTask {
        task: TaskDraft {
            subject: "Call".into(),
            due_on: Some("2026-01-02".parse().unwrap()),
            ..TaskDraft::default()
        },
        reminders: vec![NewReminder {
            before_minutes: Some(60),
            ..NewReminder::default()
        }],
        ..CreateTask::default()
    });
    let TaskDetail {
        task, reminders, ..
    } = created.unwrap();
    let refuse = |outcome: crate::Result<()>, field: &str| {
        let refused = outcome.unwrap_err();
        assert_eq!(
            (refused.code(), refused.field()),
            (ErrorCode::Forbidden, Some(field))
        );
    };
    let complete = |session: &Session, with: CompleteTask| {
        let call = CompleteTask {
            id: task.id,
            ..with
        };
        session.tasks().complete(call).map(drop)
    };
    for (number, field) in (20..).zip(["outcome", "result", "completed_at"]) {
        let limited = who_may_not_write(&world, number, RecordKind::Task, field);
        let given = |is: &str| (field == is).then(|| "word".to_owned());
        let with = CompleteTask {
            outcome: given("outcome"),
            result: given("result"),
            completed_at: (field == "completed_at").then(|| at("2025-12-31T00:00:00Z")),
            ..CompleteTask::default()
        };
        refuse(complete(&limited, with), field);
    }
    let limited = who_may_not_write(&world, 30, RecordKind::Task, "status");
    let begin = SetTaskStatus {
        id: task.id,
        status: TaskStatus::InProgress,
        ..SetTaskStatus::default()
    };
    refuse(limited.tasks().set_status(begin).map(drop), "status");
    let limited = who_may_not_write(&world, 31, RecordKind::Task, "assignee_id");
    let assign = AssignTask {
        id: task.id,
        assignee_id: user(5),
        ..AssignTask::default()
    };
    refuse(limited.tasks().assign(assign).map(drop), "assignee_id");
    let limited = who_may_not_write(&world, 32, RecordKind::Reminder, "assignee_id");
    let reassign = ReassignReminder {
        id: reminders[0].id,
        assignee_id: user(5),
        ..ReassignReminder::default()
    };
    refuse(
        limited.reminders().reassign(reassign).map(drop),
        "assignee_id",
    );
    // What is not given is not asked for.
    let limited = who_may_not_write(&world, 33, RecordKind::Task, "outcome");
    complete(&limited, CompleteTask::default()).unwrap();
}

/// A host that knows user 5, who sees nothing but what is its own.
struct Directory;

impl UserDirectory for Directory {
    fn actor(&self, _: TenantId, who: UserId) -> Option<Actor> {
        (who == user(5)).then(|| actor(5, &["own_contacts"], &[]))
    }
}

#[test]
fn the_hosts_word_on_a_user_stands_before_the_callers_and_neither_tells_of_hidden_records_4_8() {
    let world = World::with(|builder| builder.users(Directory));
    let own = |permission| Grant {
        permission,
        scope: Scope::Own,
    };
    let all = |permission| Grant {
        permission,
        scope: Scope::All,
    };
    for (key, grants) in [
        ("own_contacts", vec![own(Permission::ContactView)]),
        (
            "dispatcher",
            vec![
                own(Permission::ContactView),
                all(Permission::ActivityView),
                all(Permission::ActivityAssign),
            ],
        ),
    ] {
        let role = RoleDraft {
            key: key.into(),
            grants,
            ..RoleDraft::default()
        };
        world.admin.roles().create(CreateRole { role }).unwrap();
    }
    let about = |owner: u128| {
        let created = world.admin.tasks().create(CreateTask {
            task: TaskDraft {
                subject: "Call".into(),
                assignee_id: Some(user(7)),
                ..TaskDraft::default()
            },
            links: vec![person(world.contact_of("Ada", owner))],
            ..CreateTask::default()
        });
        created.unwrap().task.id
    };
    let assign = |session: &Session, id, assignee: u128, role: &str| {
        let assigned = session.tasks().assign(AssignTask {
            id,
            assignee_id: user(assignee),
            colleagues: vec![Colleague {
                user: user(assignee),
                roles: vec![role.to_owned()],
                teams: Vec::new(),
            }],
            ..AssignTask::default()
        });
        assigned.map_err(|error| error.code()).map(drop)
    };
    // The caller cannot talk the host's user into more than it may.
    let task = about(7);
    let refused = Err(ErrorCode::Forbidden);
    assert_eq!(assign(&world.admin, task, 5, "admin"), refused);
    assert_eq!(assign(&world.admin, task, 6, "own_contacts"), refused);
    assert_eq!(assign(&world.admin, task, 6, "admin"), Ok(()));
    // Who has a task about something hidden does not learn whose that is by trying to pass it on.
    let dispatcher = world.session(7, &["dispatcher"]);
    for owner in [6, 8] {
        assert_eq!(assign(&dispatcher, about(owner), 6, "own_contacts"), Ok(()));
    }
    // That it does not see it itself is no secret.
    assert_eq!(assign(&dispatcher, about(8), 7, "dispatcher"), refused);
}

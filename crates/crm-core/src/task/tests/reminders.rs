//! Reminders through sessions.

use crate::contact::Priority;
use crate::error::ErrorCode;
use crate::field::{Patch, RecordKind};
use crate::settings::SettingsPatch;
use crate::task::{
    ArchiveTask, AssignTask, CompleteTask, CreateReminder, CreateTask, DismissReminder,
    DueReminders, NewReminder, ReassignReminder, Recipient, Reminder, ReminderDraft, ReminderState,
    ReopenTask, ReportReminder, RestoreTask, Task, TaskDraft, TaskPatch, Tick, UpdateTask,
};
use crate::timeline::given::{World, at, person, user};

fn task(world: &World, reminders: Vec<NewReminder>, priority: Priority) -> (Task, Vec<Reminder>) {
    let created = world.admin.tasks().create(CreateTask {
        task: TaskDraft {
            subject: "Call".into(),
            due_on: Some("2026-01-02".parse().unwrap()),
            due_time: Some("10:00".parse().unwrap()),
            priority,
            ..TaskDraft::default()
        },
        reminders,
        ..CreateTask::default()
    });
    let created = created.unwrap();
    (created.task, created.reminders)
}

fn before(minutes: u32) -> NewReminder {
    NewReminder {
        before_minutes: Some(minutes),
        ..NewReminder::default()
    }
}

fn tick(world: &World) -> DueReminders {
    world.admin.tasks().tick(Tick::default()).unwrap()
}

#[test]
fn tick_yields_by_due_time_priority_and_id_with_its_lateness_4_8() {
    let world = World::new();
    let (_, low) = task(&world, vec![before(60)], Priority::Low);
    let (_, urgent) = task(&world, vec![before(60)], Priority::Urgent);
    let (_, early) = task(&world, vec![before(90)], Priority::Low);
    let (_, other) = task(&world, vec![before(60)], Priority::Urgent);
    assert_eq!(tick(&world).due, []);
    world.set("2026-01-02T09:00:30Z");
    let first = world
        .admin
        .tasks()
        .tick(Tick {
            limit: Some(3),
            ..Tick::default()
        })
        .unwrap();
    let ids: Vec<_> = first.due.iter().map(|due| due.reminder.id).collect();
    assert_eq!(ids, [early[0].id, urgent[0].id, other[0].id]);
    assert_eq!(first.due[0].late_seconds, Some(30 * 60 + 30));
    assert!(first.more);
    let second = tick(&world);
    assert_eq!(second.due[0].reminder.id, low[0].id);
    assert!(!second.more);
    // Everything is leased; what is not reported comes again.
    assert_eq!(tick(&world).due, []);
    world
        .admin
        .reminders()
        .delivered(ReportReminder {
            id: low[0].id,
            user_id: user(2),
        })
        .unwrap();
    world.advance(300);
    assert_eq!(tick(&world).due.len(), 3);
}

#[test]
fn reminders_follow_the_due_time_of_their_task_4_8() {
    let world = World::new();
    let (task, reminders) = task(&world, vec![before(60)], Priority::Medium);
    assert_eq!(reminders[0].due_at, Some(at("2026-01-02T09:00:00Z")));
    let moved = world.admin.tasks().update(UpdateTask {
        id: task.id,
        patch: TaskPatch {
            due_on: Patch::Set("2026-01-05".parse().unwrap()),
            ..TaskPatch::default()
        },
        ..UpdateTask::default()
    });
    assert_eq!(
        moved.unwrap().reminders[0].due_at,
        Some(at("2026-01-05T09:00:00Z"))
    );
    world
        .admin
        .tasks()
        .complete(CompleteTask {
            id: task.id,
            ..CompleteTask::default()
        })
        .unwrap();
    world.set("2026-01-09T00:00:00Z");
    assert_eq!(tick(&world).due, [], "what is done reminds nobody");
}

#[test]
fn an_absent_owner_falls_to_the_backup_and_then_to_the_escalation_4_8() {
    let world = World::new();
    world.settings(SettingsPatch {
        escalation_user_id: Patch::Set(user(9)),
        ..SettingsPatch::default()
    });
    let reminder = ReminderDraft {
        record_kind: RecordKind::Contact,
        record_id: world.contact("Ada").uuid(),
        remind_at: Some(at("2026-01-02T00:00:00Z")),
        backup_owner_ids: vec![user(3)],
        ..ReminderDraft::default()
    };
    world
        .admin
        .reminders()
        .create(CreateReminder { reminder })
        .unwrap();
    world.set("2026-01-02T00:00:00Z");
    let mut told = Vec::new();
    for absent in [vec![], vec![user(2)], vec![user(2), user(3)]] {
        let due = world
            .admin
            .tasks()
            .tick(Tick {
                absent,
                ..Tick::default()
            })
            .unwrap()
            .due;
        told.push((due[0].user_id, due[0].recipient));
        world.advance(300);
    }
    assert_eq!(
        told,
        [
            (user(2), Recipient::Assignee),
            (user(3), Recipient::Backup),
            (user(9), Recipient::Escalation),
        ]
    );
}

#[test]
fn a_rule_that_runs_again_makes_no_second_reminder_4_8() {
    let world = World::new();
    let ada = world.contact("Ada").uuid();
    let set = |key: &str| {
        let reminder = ReminderDraft {
            record_kind: RecordKind::Contact,
            record_id: ada,
            key: Some(key.to_owned()),
            remind_at: Some(at("2026-01-02T00:00:00Z")),
            ..ReminderDraft::default()
        };
        world
            .admin
            .reminders()
            .create(CreateReminder { reminder })
            .unwrap()
            .id
    };
    assert_eq!(set("quiet:2026-W01"), set("quiet:2026-W01"));
    assert_ne!(set("quiet:2026-W01"), set("quiet:2026-W02"));
}

#[test]
fn work_is_handed_over_only_to_somebody_who_sees_what_it_is_about_4_8() {
    use crate::access::{Colleague, CreateRole, Grant, Permission, RoleDraft, Scope};
    let world = World::new();
    let role = RoleDraft {
        key: "own_contacts".into(),
        grants: vec![
            Grant {
                permission: Permission::ContactView,
                scope: Scope::Own,
            },
            Grant {
                permission: Permission::ActivityView,
                scope: Scope::All,
            },
        ],
        ..RoleDraft::default()
    };
    world.admin.roles().create(CreateRole { role }).unwrap();
    let ada = world.contact("Ada");
    let created = world.admin.tasks().create(CreateTask {
        task: TaskDraft {
            subject: "Call".into(),
            ..TaskDraft::default()
        },
        links: vec![person(ada)],
        reminders: vec![NewReminder {
            remind_at: Some(at("2026-01-02T00:00:00Z")),
            ..NewReminder::default()
        }],
        ..CreateTask::default()
    });
    let created = created.unwrap();
    let hand_over = |roles: &[&str]| {
        world.admin.tasks().assign(AssignTask {
            id: created.task.id,
            assignee_id: user(5),
            reason: Some("holiday".into()),
            colleagues: vec![Colleague {
                user: user(5),
                roles: roles.iter().map(|role| (*role).to_owned()).collect(),
                teams: Vec::new(),
            }],
            ..AssignTask::default()
        })
    };
    let refused = hand_over(&["own_contacts"]).unwrap_err();
    assert_eq!(
        (refused.code(), refused.field()),
        (ErrorCode::Forbidden, Some("assignee_id"))
    );
    let handed = hand_over(&["sales_rep"]).unwrap();
    assert_eq!(handed.task.assignee_id, Some(user(5)));
    let reminder = &handed.reminders[0];
    assert_eq!(
        (reminder.state, reminder.assignee_id),
        (ReminderState::Scheduled, Some(user(5)))
    );
    assert_eq!(reminder.transfers[0].reason.as_deref(), Some("holiday"));
}

#[test]
fn reminders_come_back_with_a_task_that_is_reopened_or_restored_4_8() {
    let world = World::new();
    let (task, reminders) = task(&world, vec![before(60), before(30)], Priority::Medium);
    let (id, unwanted) = (task.id, reminders[1].id);
    world
        .admin
        .reminders()
        .dismiss(DismissReminder { id: unwanted })
        .unwrap();
    let tasks = world.admin.tasks();
    let done = CompleteTask {
        id,
        ..CompleteTask::default()
    };
    tasks.complete(done).unwrap();
    let again = ReopenTask {
        id,
        ..ReopenTask::default()
    };
    tasks.reopen(again).unwrap();
    tasks.archive(ArchiveTask { id }).unwrap();
    tasks.restore(RestoreTask { id }).unwrap();
    world.set("2026-01-02T09:30:00Z");
    let due: Vec<_> = tick(&world).due.iter().map(|due| due.reminder.id).collect();
    assert_eq!(due, [reminders[0].id], "what somebody dismissed stays so");
}

#[test]
fn a_series_that_caught_up_comes_after_what_was_due_before_it_4_8() {
    let world = World::new();
    let daily = NewReminder {
        local_on: Some("2026-01-01".parse().unwrap()),
        local_time: Some("08:00".parse().unwrap()),
        recurrence: Some("FREQ=DAILY".parse().unwrap()),
        ..NewReminder::default()
    };
    let (_, series) = task(&world, vec![daily], Priority::Medium);
    let (_, once) = task(&world, vec![before(60)], Priority::Medium);
    world.set("2026-01-03T12:00:00Z");
    let due = tick(&world).due;
    let ids: Vec<_> = due.iter().map(|due| due.reminder.id).collect();
    assert_eq!(ids, [once[0].id, series[0].id]);
    assert!(due[0].reminder.due_at < due[1].reminder.due_at);
}

#[test]
fn why_work_was_handed_over_is_kept_on_the_task_and_is_a_line_4_8() {
    use crate::audit::GetHistory;
    let world = World::new();
    let (without, _) = task(&world, vec![], Priority::Medium);
    let assign = |reason: &str| {
        world.admin.tasks().assign(AssignTask {
            id: without.id,
            assignee_id: user(5),
            reason: Some(reason.into()),
            ..AssignTask::default()
        })
    };
    let long = "x".repeat(10_000);
    assert_eq!(assign(&long).unwrap_err().field(), Some("reason"));
    assign("holiday").unwrap();
    let history = world.admin.audit().history(GetHistory {
        record_kind: RecordKind::Task,
        id: without.id.uuid(),
        ..GetHistory::default()
    });
    let entries = history.unwrap().entries;
    let said = entries[0]
        .changes
        .iter()
        .find(|change| change.field == "reason");
    assert_eq!(said.unwrap().new, Some("holiday".into()));
    let (_, reminders) = task(&world, vec![before(60)], Priority::Medium);
    let refused = world.admin.reminders().reassign(ReassignReminder {
        id: reminders[0].id,
        assignee_id: user(5),
        reason: Some(long),
        ..ReassignReminder::default()
    });
    assert_eq!(refused.unwrap_err().field(), Some("reason"));
}

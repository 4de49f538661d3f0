//! Tasks through sessions.

use proptest::prelude::*;

use crate::contact::Priority;
use crate::deal::{CreateDeal, DealDraft};
use crate::error::ErrorCode;
use crate::field::{Patch, RecordKind};
use crate::lead::{CreateLead, LeadDraft};
use crate::task::{
    AgendaWhose, ArchiveTask, Bucket, CompleteTask, CreateTask, GetTaskStatistics, ListAgenda,
    ListTasks, NewReminder, ReopenTask, SetTaskStatus, Task, TaskDraft, TaskKind, TaskPatch,
    TaskStatus, UpdateTask, bucket,
};
use crate::timeline::given::{World, about, actor, at, company, in_zone, person, user};

fn create(world: &World, task: TaskDraft) -> Task {
    let created = world.admin.tasks().create(CreateTask {
        task,
        ..CreateTask::default()
    });
    created.unwrap().task
}

fn due(subject: &str, on: &str, time: Option<&str>) -> TaskDraft {
    TaskDraft {
        subject: subject.into(),
        due_on: Some(on.parse().unwrap()),
        due_time: time.map(|time| time.parse().unwrap()),
        ..TaskDraft::default()
    }
}

#[test]
fn a_due_day_ends_in_its_zone_and_a_due_time_is_local_act_07_act_08() {
    let world = World::new();
    world.settings(in_zone("Europe/Berlin"));
    assert_eq!(
        create(&world, due("a", "2026-03-28", None)).due_at,
        Some(at("2026-03-28T23:00:00Z"))
    );
    // The clocks go forward on the 29th: the day is an hour shorter.
    assert_eq!(
        create(&world, due("b", "2026-03-29", None)).due_at,
        Some(at("2026-03-29T22:00:00Z"))
    );
    assert_eq!(
        create(&world, due("c", "2026-03-29", Some("02:30"))).due_at,
        Some(at("2026-03-29T01:30:00Z"))
    );
    let tokyo = TaskDraft {
        time_zone: Some("Asia/Tokyo".parse().unwrap()),
        ..due("d", "2026-03-29", Some("09:00"))
    };
    assert_eq!(
        create(&world, tokyo).due_at,
        Some(at("2026-03-29T00:00:00Z"))
    );
}

#[test]
fn a_task_goes_from_pending_to_an_end_and_back_only_by_reopening_act_05_act_20() {
    let world = World::new();
    let task = create(&world, due("a", "2026-01-02", None));
    assert_eq!(
        (task.status, task.assignee_id),
        (TaskStatus::Pending, Some(user(2)))
    );
    let id = task.id;
    let set = |status| {
        let call = SetTaskStatus {
            id,
            expected_version: None,
            status,
        };
        world.admin.tasks().set_status(call)
    };
    assert_eq!(
        set(TaskStatus::InProgress).unwrap().status,
        TaskStatus::InProgress
    );
    assert_eq!(
        set(TaskStatus::Completed).unwrap_err().field(),
        Some("status")
    );
    let done = world.admin.tasks().complete(CompleteTask {
        id,
        outcome: Some("Agreed".into()),
        result: Some("They agreed.".into()),
        ..CompleteTask::default()
    });
    let done = done.unwrap().task;
    assert_eq!(
        (done.completed_by, done.completed_at),
        (Some(user(2)), Some(at("2026-01-01T00:00:00Z")))
    );
    assert_eq!(done.outcome.as_deref(), Some("agreed"));
    assert_eq!(
        set(TaskStatus::Cancelled).unwrap_err().code(),
        ErrorCode::Conflict
    );
    let again = world
        .admin
        .tasks()
        .reopen(ReopenTask {
            id,
            expected_version: None,
        })
        .unwrap();
    assert_eq!(
        (again.status, again.completed_at),
        (TaskStatus::Pending, None)
    );
}

#[test]
fn assigning_to_somebody_else_takes_a_permission_of_its_own_act_21() {
    let world = World::new();
    let rep = world.session(3, &["sales_rep"]);
    let create = |assignee| {
        rep.tasks().create(CreateTask {
            task: TaskDraft {
                subject: "x".into(),
                assignee_id: Some(user(assignee)),
                ..TaskDraft::default()
            },
            ..CreateTask::default()
        })
    };
    assert!(create(3).is_ok());
    assert_eq!(create(4).unwrap_err().code(), ErrorCode::Forbidden);
    let own = create(3).unwrap().task;
    let patch = TaskPatch {
        assignee_id: Patch::Set(user(4)),
        ..TaskPatch::default()
    };
    let refused = rep.tasks().update(UpdateTask {
        id: own.id,
        patch,
        ..UpdateTask::default()
    });
    assert_eq!(refused.unwrap_err().field(), Some("assignee_id"));
}

#[test]
fn completing_a_task_that_returns_makes_the_next_one_act_31() {
    let world = World::new();
    let ada = world.contact("Ada");
    let created = world.admin.tasks().create(CreateTask {
        task: TaskDraft {
            recurrence: Some("FREQ=WEEKLY".parse().unwrap()),
            ..due("report", "2026-01-05", Some("09:00"))
        },
        links: vec![person(ada)],
        reminders: vec![NewReminder {
            before_minutes: Some(30),
            ..NewReminder::default()
        }],
        ..CreateTask::default()
    });
    let first = created.unwrap().task;
    // Nobody did it for three weeks: what was missed is one task, with the count.
    world.set("2026-01-28T12:00:00Z");
    let done = world.admin.tasks().complete(CompleteTask {
        id: first.id,
        ..CompleteTask::default()
    });
    let next = done.unwrap().next.unwrap();
    assert_eq!(next.due_on, Some("2026-01-26".parse().unwrap()));
    assert_eq!((next.missed, next.follows_id), (2, Some(first.id)));
    let detail = world
        .admin
        .tasks()
        .get(crate::task::GetTask { id: next.id })
        .unwrap();
    assert_eq!(detail.links[0].record(), person(ada));
    assert_eq!(detail.reminders[0].due_at, Some(at("2026-01-26T08:30:00Z")));
    assert_eq!(detail.days_overdue, Some(2));
}

#[test]
fn completing_can_log_what_was_done_act_17() {
    let world = World::new();
    let ada = world.contact("Ada");
    let created = world.admin.tasks().create(CreateTask {
        task: TaskDraft {
            kind: TaskKind::Call,
            ..due("Call", "2026-01-02", None)
        },
        links: vec![person(ada)],
        ..CreateTask::default()
    });
    let id = created.unwrap().task.id;
    let done = world.admin.tasks().complete(CompleteTask {
        id,
        log: true,
        ..CompleteTask::default()
    });
    let logged = done.unwrap().communication.unwrap();
    assert_eq!(logged.task_id, Some(id));
    assert_eq!(
        world.read_contact(ada).last_contacted_at,
        logged.occurred_at
    );
}

#[test]
fn a_series_has_one_end_however_often_a_task_is_reopened_act_31() {
    let world = World::new();
    let first = create(
        &world,
        TaskDraft {
            recurrence: Some("FREQ=WEEKLY".parse().unwrap()),
            ..due("report", "2026-01-05", None)
        },
    );
    let tasks = world.admin.tasks();
    let complete = || {
        let done = CompleteTask {
            id: first.id,
            ..CompleteTask::default()
        };
        tasks.complete(done).unwrap().next
    };
    let reopen = || {
        tasks
            .reopen(ReopenTask {
                id: first.id,
                ..ReopenTask::default()
            })
            .unwrap()
    };
    let next = complete().unwrap();
    reopen();
    assert_eq!(complete().unwrap().id, next.id);
    assert_eq!(tasks.list(ListTasks::default()).unwrap().items.len(), 2);
    // Whoever put the successor away has ended the series.
    tasks.archive(ArchiveTask { id: next.id }).unwrap();
    reopen();
    assert_eq!(complete(), None);
}

#[test]
fn what_was_done_is_logged_also_if_a_link_is_out_of_sight_act_17() {
    use crate::access::{CreateRole, Grant, Permission, RoleDraft, Scope};
    use crate::link::ListLinks;
    let world = World::new();
    let grants = [
        (Permission::ContactView, Scope::Own),
        (Permission::ActivityView, Scope::All),
        (Permission::ActivityUpdate, Scope::All),
        (Permission::CommunicationView, Scope::All),
        (Permission::CommunicationCreate, Scope::All),
    ];
    let grants = grants.map(|(permission, scope)| Grant { permission, scope });
    let role = RoleDraft {
        key: "own_contacts".into(),
        grants: grants.into(),
        ..RoleDraft::default()
    };
    world.admin.roles().create(CreateRole { role }).unwrap();
    let (own, foreign) = (world.contact_of("Ada", 5), world.contact("Grace"));
    let created = world.admin.tasks().create(CreateTask {
        task: TaskDraft {
            kind: TaskKind::Call,
            assignee_id: Some(user(5)),
            ..due("Call", "2026-01-02", None)
        },
        links: vec![person(own), person(foreign)],
        ..CreateTask::default()
    });
    let done = world.session(5, &["own_contacts"]).run(CompleteTask {
        id: created.unwrap().task.id,
        log: true,
        ..CompleteTask::default()
    });
    let logged = done.unwrap().communication.unwrap();
    let links = world.admin.links().list(ListLinks {
        item_kind: RecordKind::Communication,
        item_id: logged.id.uuid(),
    });
    let records = links.unwrap().links;
    let records: Vec<_> = records.iter().map(crate::link::ItemLink::record).collect();
    assert_eq!(records, [person(own), person(foreign)]);
    assert_eq!(
        world.read_contact(foreign).last_contacted_at,
        logged.occurred_at
    );
}

#[test]
fn the_agenda_groups_by_the_viewers_days_act_22_to_act_25() {
    let world = World::new();
    // Wednesday, 2026-01-07, 23:30 in Greenwich is Thursday in Berlin.
    world.set("2026-01-07T23:30:00Z");
    create(&world, due("late", "2026-01-04", None));
    create(&world, due("thursday", "2026-01-08", Some("15:00")));
    create(&world, due("sunday", "2026-01-11", Some("12:00")));
    create(&world, due("later", "2026-01-12", None));
    create(
        &world,
        TaskDraft {
            subject: "some day".into(),
            ..TaskDraft::default()
        },
    );
    let agenda = |zone: &str| {
        let agenda = world.admin.tasks().agenda(ListAgenda {
            whose: AgendaWhose::Mine,
            time_zone: Some(zone.parse().unwrap()),
            ..ListAgenda::default()
        });
        let agenda = agenda.unwrap();
        let names = |group: &[crate::task::AgendaTask]| -> Vec<String> {
            group
                .iter()
                .map(|entry| entry.task.subject.clone())
                .collect()
        };
        (
            agenda.overdue[0].days_overdue,
            names(&agenda.today),
            names(&agenda.this_week),
            names(&agenda.later),
            names(&agenda.undated),
        )
    };
    let (overdue, today, week, later, undated) = agenda("Europe/Berlin");
    assert_eq!(overdue, Some(2));
    assert_eq!(
        (today, week),
        (vec!["thursday".to_owned()], vec!["sunday".to_owned()])
    );
    assert_eq!(
        (later, undated),
        (vec!["later".to_owned()], vec!["some day".to_owned()])
    );
    let (_, today, week, ..) = agenda("UTC");
    assert_eq!(
        (today, week),
        (vec![], vec!["thursday".to_owned(), "sunday".to_owned()])
    );
}

#[test]
fn statistics_and_filters_count_what_the_list_shows_act_18_act_32() {
    let world = World::new();
    let late = create(&world, due("late", "2025-12-01", None));
    create(&world, due("open", "2026-02-01", None));
    let done = create(&world, due("done", "2026-02-01", None));
    world
        .admin
        .tasks()
        .complete(CompleteTask {
            id: done.id,
            ..CompleteTask::default()
        })
        .unwrap();
    let counts = world
        .admin
        .tasks()
        .statistics(GetTaskStatistics::default())
        .unwrap();
    assert_eq!(
        (
            counts.open,
            counts.overdue,
            counts.completed,
            counts.cancelled
        ),
        (2, 1, 1, 0)
    );
    let overdue = world.admin.tasks().list(ListTasks {
        overdue: true,
        ..ListTasks::default()
    });
    let ids: Vec<_> = overdue.unwrap().items.iter().map(|task| task.id).collect();
    assert_eq!(ids, [late.id]);
}

proptest! {
    /// Every instant is in one group, and time moves a task only towards overdue.
    #[test]
    fn groups_are_ordered_as_their_due_times_are(
        due in prop::collection::vec(0_i64..1_000_000_000_000_i64, 2..20),
        zone in prop::sample::select(vec!["UTC", "Europe/Berlin", "Pacific/Apia", "America/Caracas"]),
        now in 0_i64..1_000_000_000_000_i64,
    ) {
        let stamp = |micros: i64| {
            crate::value::Timestamp::from_micros(1_767_225_600_000_000 + micros).unwrap()
        };
        let mut due = due;
        due.sort_unstable();
        let groups: Vec<Bucket> = due
            .iter()
            .map(|at| bucket(Some(stamp(*at)), stamp(now), zone.parse().unwrap()))
            .collect();
        prop_assert!(groups.is_sorted());
        for (at, group) in due.iter().zip(&groups) {
            prop_assert_eq!(*at <= now, *group == Bucket::Overdue);
        }
    }
}

#[test]
fn a_task_is_about_many_records_and_listed_by_everything_act_13_act_18_act_26() {
    let world = World::new();
    let (ada, engines) = (world.contact("Ada"), world.account("Engines"));
    let lead = world.admin.leads().create(CreateLead {
        lead: LeadDraft {
            company_text: Some("Looms".into()),
            ..LeadDraft::default()
        },
        ..CreateLead::default()
    });
    let deal = world.admin.deals().create(CreateDeal {
        deal: DealDraft {
            name: "Cogs".into(),
            account_id: Some(engines),
            ..DealDraft::default()
        },
        ..CreateDeal::default()
    });
    let records = [
        person(ada),
        company(engines),
        about(RecordKind::Lead, lead.unwrap().lead.id.uuid()),
        about(RecordKind::Deal, deal.unwrap().id.uuid()),
    ];
    let created = world.admin.tasks().create(CreateTask {
        task: TaskDraft {
            kind: TaskKind::Meeting,
            priority: Priority::Urgent,
            assignee_id: Some(user(3)),
            ..due("Meet", "2026-02-01", None)
        },
        links: records.into(),
        ..CreateTask::default()
    });
    let created = created.unwrap();
    assert_eq!(created.links.len(), 4);
    create(&world, due("Other", "2026-03-01", None));
    let list = ListTasks::default;
    let by_record = records.map(|record| ListTasks {
        about: Some(record),
        ..list()
    });
    let by_field = [
        ListTasks {
            assignee_id: Some(user(3)),
            ..list()
        },
        ListTasks {
            priority: Some(Priority::Urgent),
            ..list()
        },
        ListTasks {
            kind: Some(TaskKind::Meeting),
            ..list()
        },
        ListTasks {
            due_until: Some("2026-02-28".parse().unwrap()),
            statuses: vec![TaskStatus::Pending],
            ..list()
        },
    ];
    for asked in by_record.into_iter().chain(by_field) {
        let found = world.admin.tasks().list(asked.clone()).unwrap().items;
        let ids: Vec<_> = found.iter().map(|task| task.id).collect();
        assert_eq!(ids, [created.task.id], "{asked:?}");
    }
    let done = ListTasks {
        statuses: vec![TaskStatus::Completed],
        ..list()
    };
    assert_eq!(world.admin.tasks().list(done).unwrap().items, []);
}

#[test]
fn an_agenda_is_mine_my_team_s_or_everybody_s_act_23_act_24() {
    let world = World::new();
    let of = |number, team: &[u128]| {
        let session = world.engine.session(actor(number, &["admin"], team));
        session.unwrap()
    };
    let make = |session: &crate::Session, subject: &str, on: &str| {
        let task = due(subject, on, None);
        let created = session.tasks().create(CreateTask {
            task,
            ..CreateTask::default()
        });
        created.unwrap().task.id
    };
    let me = of(2, &[7]);
    let done = make(&me, "mine", "2026-02-01");
    make(&me, "late", "2025-12-01");
    make(&of(4, &[7]), "team", "2026-02-01");
    make(&of(5, &[8]), "other", "2026-02-01");
    let agenda = |whose, overdue_only, show_completed| {
        let agenda = me.tasks().agenda(ListAgenda {
            whose,
            overdue_only,
            show_completed,
            ..ListAgenda::default()
        });
        let agenda = agenda.unwrap();
        let names = |group: &[crate::task::AgendaTask]| -> Vec<String> {
            let subjects = group.iter().map(|entry| entry.task.subject.clone());
            subjects.collect()
        };
        (
            names(&agenda.overdue),
            names(&agenda.later),
            names(&agenda.completed),
        )
    };
    let none: Vec<String> = Vec::new();
    for (whose, later) in [
        (AgendaWhose::Mine, &["mine"][..]),
        (AgendaWhose::Team, &["mine", "team"]),
        (AgendaWhose::All, &["mine", "team", "other"]),
    ] {
        let (overdue, found, _) = agenda(whose, false, false);
        assert_eq!(
            (overdue, found),
            (
                vec!["late".to_owned()],
                later.iter().map(ToString::to_string).collect()
            )
        );
    }
    let (overdue, later, _) = agenda(AgendaWhose::All, true, false);
    assert_eq!((overdue, later), (vec!["late".to_owned()], none.clone()));
    let complete = CompleteTask {
        id: done,
        ..CompleteTask::default()
    };
    me.tasks().complete(complete).unwrap();
    assert_eq!(agenda(AgendaWhose::Mine, false, false).2, none);
    assert_eq!(agenda(AgendaWhose::Mine, false, true).2, ["mine"]);
}

#[test]
fn a_task_says_what_of_which_kind_and_by_whom_act_02_act_03_act_04_act_06_act_12_act_16() {
    let world = World::new();
    let make = |task: TaskDraft| {
        world.admin.tasks().create(CreateTask {
            task,
            ..CreateTask::default()
        })
    };
    let draft = |kind, kind_text: Option<&str>| TaskDraft {
        subject: "Write".into(),
        description: Some("At length".into()),
        kind,
        kind_text: kind_text.map(str::to_owned),
        ..TaskDraft::default()
    };
    let refused = make(TaskDraft::default()).unwrap_err();
    assert_eq!(refused.field(), Some("subject"));
    let wordless = make(draft(TaskKind::Other, None)).unwrap_err();
    assert_eq!(wordless.field(), Some("kind_text"));
    let own_words = |kind: TaskKind| (kind == TaskKind::Other).then_some("site visit");
    for kind in TaskKind::ALL {
        let task = make(draft(*kind, own_words(*kind))).unwrap().task;
        assert_eq!(
            (task.kind, task.kind_text.as_deref()),
            (*kind, own_words(*kind))
        );
        assert_eq!(task.description.as_deref(), Some("At length"));
        assert_eq!(task.priority, Priority::Medium);
        assert_eq!(task.created_by, Some(user(2)));
        assert_eq!(task.created_at, at("2026-01-01T00:00:00Z"));
    }
}

#[test]
fn what_is_to_be_done_and_what_was_done_is_an_event_evt_06() {
    let world = World::new();
    let ada = world.contact("Ada");
    create(&world, due("a", "2026-02-01", None));
    world.call("x", "2026-01-01T00:00:00Z", &[person(ada)]);
    let stream = world
        .admin
        .events()
        .list(crate::event::ListEvents::default());
    let kinds: Vec<String> = stream
        .unwrap()
        .events
        .into_iter()
        .map(|event| event.kind)
        .collect();
    for kind in ["task.created", "communication.created"] {
        assert_eq!(kinds.iter().filter(|one| *one == kind).count(), 1, "{kind}");
    }
}

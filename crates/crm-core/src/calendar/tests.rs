//! Texts for calendars through sessions; how their bytes look is the affair of the formats.

#![allow(clippy::unwrap_used)] // a test fails by panicking

use super::*;
use crate::access::{CreateRole, FieldLevel, FieldRule, Mask, RoleDraft};
use crate::communication::{
    Communication, CommunicationDraft, CommunicationKind, DeliveryStatus, LogCommunication, Privacy,
};
use crate::contact::Priority;
use crate::error::{ErrorCode, Result};
use crate::export::Outgoing;
use crate::field::RecordKind;
use crate::import::{Formats, Incoming, Inspection, ReadOptions, WriteOptions};
use crate::operation::Session;
use crate::task::{CompleteTask, CreateTask, Task, TaskDraft};
use crate::timeline::given::{World, at, person, user};

/// Writes an entry a line, as Rust would show it.
struct Shown;

impl Formats for Shown {
    fn inspect(&self, _: &[u8], _: &ReadOptions) -> Result<Inspection> {
        Ok(Inspection::default())
    }

    fn read<'b>(
        &self,
        _: &'b [u8],
        _: &ReadOptions,
        _: u64,
    ) -> Result<Box<dyn Iterator<Item = Incoming> + 'b>> {
        Ok(Box::new(std::iter::empty()))
    }

    fn write(&self, _: Outgoing<'_>, _: &[String], _: bool, _: &WriteOptions) -> Result<String> {
        Ok(String::new())
    }

    fn calendar(&self, entries: &[CalendarEntry]) -> Result<String> {
        Ok(format!("{entries:?}"))
    }
}

fn shown(entries: &[CalendarEntry]) -> String {
    Shown.calendar(entries).unwrap()
}

fn world() -> World {
    World::with(|builder| builder.formats(Shown))
}

fn task(world: &World, subject: &str, due_on: Option<&str>, time: Option<&str>) -> Task {
    let ada = world.contact("Ada");
    let created = world.admin.tasks().create(CreateTask {
        task: TaskDraft {
            subject: subject.into(),
            due_on: due_on.map(|day| day.parse().unwrap()),
            due_time: time.map(|time| time.parse().unwrap()),
            priority: Priority::High,
            ..TaskDraft::default()
        },
        links: vec![person(ada)],
        ..CreateTask::default()
    });
    created.unwrap().task
}

fn meet(world: &World, kind: CommunicationKind, when: &str) -> Communication {
    let logged = world.admin.communications().log(LogCommunication {
        communication: CommunicationDraft {
            kind,
            subject: Some("Meet".into()),
            location: Some("Here".into()),
            duration_seconds: Some(1800),
            privacy: Privacy::Team,
            ..CommunicationDraft::default()
        },
        schedule_at: Some(at(when)),
        ..LogCommunication::default()
    });
    logged.unwrap().communication
}

fn read(session: &Session, kind: RecordKind) -> Result<CalendarText> {
    session.calendar().read(ReadCalendar {
        item_kind: kind,
        ..ReadCalendar::default()
    })
}

#[test]
fn tasks_with_a_day_stand_in_calendars_in_the_order_of_their_times_act_29() {
    let world = world();
    let later = task(&world, "Later", Some("2026-01-03"), None);
    let sooner = task(&world, "Sooner", Some("2026-01-02"), Some("10:30"));
    task(&world, "Some day", None, None);
    let done = world.admin.tasks().complete(CompleteTask {
        id: later.id,
        ..CompleteTask::default()
    });
    let done = done.unwrap().task;
    let entries = [CalendarEntry::from(sooner), CalendarEntry::from(done)];
    assert_eq!(
        entries[0].due,
        Some(CalendarDue::At(at("2026-01-02T10:30:00Z")))
    );
    assert_eq!(
        (entries[0].status, entries[0].priority, entries[0].sequence),
        (Some(CalendarStatus::NeedsAction), Some(3), 0)
    );
    assert_eq!(
        entries[1].due,
        Some(CalendarDue::On("2026-01-03".parse().unwrap()))
    );
    assert_eq!(
        (entries[1].status, entries[1].sequence),
        (Some(CalendarStatus::Completed), 1)
    );
    let told = read(&world.admin, RecordKind::Task).unwrap();
    assert_eq!((told.text, told.entries), (shown(&entries), 2));

    let narrowed = |read: ReadCalendar| {
        let read = ReadCalendar {
            item_kind: RecordKind::Task,
            ..read
        };
        world.admin.calendar().read(read).unwrap().entries
    };
    let until = ReadCalendar {
        until: Some(at("2026-01-02T10:30:00Z")),
        ..ReadCalendar::default()
    };
    assert_eq!(narrowed(until), 0, "half-open");
    let from = ReadCalendar {
        from: Some(at("2026-01-02T10:30:00Z")),
        limit: Some(1),
        ..ReadCalendar::default()
    };
    assert_eq!(narrowed(from), 1);
    let others = ReadCalendar {
        user_id: Some(user(9)),
        ..ReadCalendar::default()
    };
    assert_eq!(narrowed(others), 0);
}

#[test]
fn meetings_and_calls_are_events_act_27_act_29() {
    let world = world();
    let meeting = meet(&world, CommunicationKind::Meeting, "2026-01-02T10:00:00Z");
    let call = meet(&world, CommunicationKind::Call, "2026-01-01T10:00:00Z");
    let mail = meet(&world, CommunicationKind::Email, "2026-01-01T11:00:00Z");
    let entry = |one: &Communication| CalendarEntry::of_communication(one.clone()).unwrap();
    assert_eq!(entry(&meeting).begins_at, Some(at("2026-01-02T10:00:00Z")));
    let status = |status| {
        let one = Communication {
            status: Some(status),
            ..meeting.clone()
        };
        entry(&one).status
    };
    assert_eq!(
        status(DeliveryStatus::Cancelled),
        Some(CalendarStatus::Cancelled)
    );
    assert_eq!(status(DeliveryStatus::Failed), None);
    assert_eq!(
        (entry(&meeting).seconds, entry(&meeting).class),
        (Some(1800), CalendarClass::Confidential)
    );
    let told = read(&world.admin, RecordKind::Communication).unwrap();
    assert_eq!(told.text, shown(&[entry(&call), entry(&meeting)]));
    let one = |id| {
        world.admin.calendar().item(GetCalendarItem {
            item_kind: RecordKind::Communication,
            item_id: id,
        })
    };
    assert_eq!(one(call.id.uuid()).unwrap().text, shown(&[entry(&call)]));
    assert_eq!(one(mail.id.uuid()).unwrap_err().field(), Some("item_id"));
    let refused = read(&world.admin, RecordKind::Note).unwrap_err();
    assert_eq!(
        (refused.code(), refused.field()),
        (ErrorCode::Invalid, Some("item_kind"))
    );
}

#[test]
fn calendars_tell_what_their_reader_sees_act_29_4_11() {
    let world = world();
    let task = task(&world, "Secret", Some("2026-01-02"), None);
    let hide = |field: &str| {
        let hidden = FieldRule {
            kind: RecordKind::Task,
            field: field.into(),
            level: FieldLevel::None,
            mask: Mask::Full,
            hard: true,
        };
        let role = RoleDraft {
            key: format!("no_{field}"),
            fields: vec![hidden],
            ..RoleDraft::default()
        };
        let key = role.key.clone();
        world.admin.roles().create(CreateRole { role }).unwrap();
        world.session(4, &["admin", &key])
    };
    let blind = hide("due_on");
    let one = GetCalendarItem {
        item_kind: RecordKind::Task,
        item_id: task.id.uuid(),
    };
    let told = blind.calendar().item(one.clone()).unwrap().text;
    assert!(
        told.contains("Secret") && told.contains("due: None"),
        "{told}"
    );
    // An order by what is hidden would tell it.
    assert!(read(&blind, RecordKind::Task).is_err());
    // One that was cancelled looks, without its status, like one that was merely logged.
    let hidden = FieldRule {
        kind: RecordKind::Communication,
        field: "status".into(),
        level: FieldLevel::None,
        mask: Mask::Full,
        hard: true,
    };
    let role = RoleDraft {
        key: "no_status".into(),
        fields: vec![hidden],
        ..RoleDraft::default()
    };
    world.admin.roles().create(CreateRole { role }).unwrap();
    let blind = world.session(2, &["admin", "no_status"]);
    let meeting = meet(&world, CommunicationKind::Meeting, "2026-01-02T10:00:00Z");
    let meeting = GetCalendarItem {
        item_kind: RecordKind::Communication,
        item_id: meeting.id.uuid(),
    };
    let seen = world.admin.calendar().item(meeting.clone()).unwrap().text;
    assert!(seen.contains("status: Some(Confirmed)"), "{seen}");
    let told = blind.calendar().item(meeting).unwrap().text;
    assert!(told.contains("status: None"), "{told}");

    let stranger = world.session(5, &["user"]);
    assert!(stranger.calendar().item(one).is_err());
}

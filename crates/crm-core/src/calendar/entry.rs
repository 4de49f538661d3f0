//! What a calendar is told of a record: a pure rule.

use uuid::Uuid;

use crate::communication::{Communication, CommunicationKind, DeliveryStatus, Privacy};
use crate::contact::Priority;
use crate::task::{Task, TaskStatus};
use crate::value::{Date, Timestamp};

/// An entry of a calendar, in no format yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CalendarEntry {
    /// What it is known by in every calendar: the id of the record.
    pub uid: Uuid,
    /// What sort of entry it is.
    pub kind: CalendarKind,
    /// When it was written down.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// How often it has changed.
    pub sequence: u64,
    /// What it is, in a line.
    pub summary: Option<String>,
    /// What it is, at length.
    pub description: Option<String>,
    /// Where it is.
    pub location: Option<String>,
    /// When an event begins.
    pub begins_at: Option<Timestamp>,
    /// How long it lasts, in seconds.
    pub seconds: Option<u32>,
    /// By when a task is to be done.
    pub due: Option<CalendarDue>,
    /// When it was done.
    pub completed_at: Option<Timestamp>,
    /// How far it is.
    pub status: Option<CalendarStatus>,
    /// How urgent it is, from 1 for the most to 9.
    pub priority: Option<u8>,
    /// Whom it is for.
    pub class: CalendarClass,
}

/// The sorts of entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CalendarKind {
    /// Something to be done.
    #[default]
    Todo,
    /// Something that takes place.
    Event,
}

/// By when something is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalendarDue {
    /// In the course of a day.
    On(Date),
    /// By an instant.
    At(Timestamp),
}

/// How far an entry is (RFC 5545, 3.8.1.11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalendarStatus {
    /// Nobody has begun.
    NeedsAction,
    /// Somebody is at it.
    InProcess,
    /// It is done.
    Completed,
    /// It will not be.
    Cancelled,
    /// It takes place.
    Confirmed,
}

/// Whom an entry is for (RFC 5545, 3.8.1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CalendarClass {
    /// For everybody who sees the calendar.
    #[default]
    Public,
    /// For a team.
    Confidential,
    /// For those who take part.
    Private,
}

/// The kinds of communication that take place at a time.
pub(super) const EVENTS: &[CommunicationKind] = &[
    CommunicationKind::Meeting,
    CommunicationKind::Call,
    CommunicationKind::InPerson,
];

/// A task, as far as its reader sees it.
impl From<Task> for CalendarEntry {
    fn from(task: Task) -> Self {
        let at = task.due_at.filter(|_| task.due_time.is_some());
        let due = match (at, task.due_on) {
            (Some(at), _) => Some(CalendarDue::At(at)),
            (None, day) => day.map(CalendarDue::On),
        };
        Self {
            uid: task.id.uuid(),
            kind: CalendarKind::Todo,
            created_at: task.created_at,
            updated_at: task.updated_at,
            sequence: task.version.saturating_sub(1),
            summary: Some(task.subject).filter(|subject| !subject.is_empty()),
            description: task.description,
            due,
            completed_at: task.completed_at,
            status: Some(match task.status {
                TaskStatus::Pending => CalendarStatus::NeedsAction,
                TaskStatus::InProgress => CalendarStatus::InProcess,
                TaskStatus::Completed => CalendarStatus::Completed,
                TaskStatus::Cancelled => CalendarStatus::Cancelled,
            }),
            priority: Some(match task.priority {
                Priority::Urgent => 1,
                Priority::High => 3,
                Priority::Medium => 5,
                Priority::Low => 9,
            }),
            ..Self::default()
        }
    }
}

impl CalendarEntry {
    /// A communication, as far as its reader sees it; nothing if it is no event, or has no time.
    pub fn of_communication(one: Communication) -> Option<Self> {
        if !EVENTS.contains(&one.kind) {
            return None;
        }
        let begins_at = one.occurred_at.or(one.scheduled_at)?;
        Some(Self {
            uid: one.id.uuid(),
            kind: CalendarKind::Event,
            created_at: one.created_at,
            updated_at: one.updated_at,
            sequence: one.version.saturating_sub(1),
            summary: one.subject,
            description: one.body,
            location: one.location,
            begins_at: Some(begins_at),
            seconds: one.duration_seconds,
            status: match one.status {
                Some(DeliveryStatus::Cancelled) => Some(CalendarStatus::Cancelled),
                // Nobody knows whether it takes place.
                Some(DeliveryStatus::Failed) => None,
                _ => Some(CalendarStatus::Confirmed),
            },
            class: match one.privacy {
                Privacy::All => CalendarClass::Public,
                Privacy::Team => CalendarClass::Confidential,
                Privacy::Participants => CalendarClass::Private,
            },
            ..Self::default()
        })
    }
}

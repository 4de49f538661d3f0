//! One thing on a timeline.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::stream::Stream;
use super::{ActivityKind, TimelineEntry};
use crate::access::{Access, Answer, Veil};
use crate::audit::{Action, AuditEntry, FieldChange, project_changes};
use crate::communication::{Communication, CommunicationKind, DeliveryStatus, Direction};
use crate::error::{RecordRef, Result};
use crate::field::{Record, RecordKind, Row, UserId};
use crate::file::File;
use crate::link::Time;
use crate::note::Note;
use crate::operation::Context;
use crate::records;
use crate::task::Task;
use crate::value::Timestamp;

crate::choice! {
    /// What happened (COM-31).
    pub enum TimelineKind {
        /// An e-mail was sent.
        #[default]
        EmailSent = "email_sent",
        /// An e-mail was received.
        EmailReceived = "email_received",
        /// An e-mail was opened.
        EmailOpened = "email_opened",
        /// A link in an e-mail was followed.
        EmailClicked = "email_clicked",
        /// A meeting is to be.
        MeetingScheduled = "meeting_scheduled",
        /// A meeting was held.
        MeetingHeld = "meeting_held",
        /// Somebody was called.
        CallMade = "call_made",
        /// Somebody called.
        CallReceived = "call_received",
        /// A message was sent by another channel.
        MessageSent = "message_sent",
        /// A message was received by another channel.
        MessageReceived = "message_received",
        /// Another touch.
        Touch = "touch",
        /// A touch that is being prepared or was given up.
        TouchPlanned = "touch_planned",
        /// A note was written.
        NoteAdded = "note_added",
        /// A task was created.
        TaskCreated = "task_created",
        /// A task was completed.
        TaskCompleted = "task_completed",
        /// A file was added.
        FileAdded = "file_added",
        /// A deal moved to another stage.
        DealStageChanged = "deal_stage_changed",
        /// A field that marks the way of a record changed.
        FieldChanged = "field_changed",
        /// The record was created.
        RecordCreated = "record_created",
        /// The record was archived.
        RecordArchived = "record_archived",
        /// The record came back from the archive.
        RecordRestored = "record_restored",
        /// The record took others over.
        RecordMerged = "record_merged",
        /// A lead was converted.
        LeadConverted = "lead_converted",
        /// The conversion of a lead was taken back.
        LeadUnconverted = "lead_unconverted",
        /// Something of the tenant's own kinds.
        Custom = "custom",
    }
}

/// One thing on a timeline. What stands behind it is given whole.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct TimelineItem {
    /// When it happened, or is scheduled.
    pub at: Timestamp,
    /// What happened.
    pub kind: TimelineKind,
    /// What stands behind it; of a change the record that changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<RecordRef>,
    /// Whose doing it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<UserId>,
    /// The records in sight that it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<RecordRef>,
    /// The communication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub communication: Option<Communication>,
    /// The task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<Task>,
    /// The note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Note>,
    /// The file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<File>,
    /// What another system saw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<TimelineEntry>,
    /// The fields that changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<FieldChange>,
}

impl Answer for TimelineItem {
    fn project(&mut self, access: &Access) {
        self.communication.project(access);
        self.task.project(access);
        self.note.project(access);
        self.file.project(access);
        self.entry.project(access);
        if let Some(record) = self.record {
            project_changes(&mut self.changes, record, access);
        }
    }
}

/// A stored item as a timeline shows it to somebody.
pub(super) fn shown(
    cx: &Context<'_>,
    stream: &Stream,
    at: Timestamp,
    row: Row,
) -> Result<TimelineItem> {
    let kind = stream.decl.kind;
    let mut item = TimelineItem {
        at,
        record: Some(RecordRef { kind, id: row.id }),
        by: stream.doer(cx, &row),
        ..TimelineItem::default()
    };
    match kind {
        RecordKind::Communication => {
            let one = Communication::from_row(row)?;
            item.kind = of_communication(&one);
            item.communication = Some(one);
        }
        RecordKind::Task => {
            item.kind = match stream.time {
                Time::Done => TimelineKind::TaskCompleted,
                _ => TimelineKind::TaskCreated,
            };
            item.task = Some(Task::from_row(row)?);
        }
        RecordKind::Note => {
            item.kind = TimelineKind::NoteAdded;
            item.note = Some(Note::from_row(row)?);
        }
        RecordKind::File => {
            item.kind = TimelineKind::FileAdded;
            item.file = Some(File::from_row(row)?);
        }
        _ => {
            let entry = TimelineEntry::from_row(row)?;
            item.kind = of_entry(&entry);
            item.entry = Some(entry);
        }
    }
    Ok(item)
}

/// What a communication is on a timeline. Every communication has a kind and a direction, so no role
/// can hide them; whoever may not read how far it is does not find it on timelines at all, since
/// its place there follows from that.
fn of_communication(one: &Communication) -> TimelineKind {
    use CommunicationKind as C;
    use TimelineKind as T;
    let happened = one.status.is_none_or(DeliveryStatus::has_left);
    let inbound = one.direction == Direction::Inbound;
    match (one.kind, happened) {
        (C::Meeting, false) if one.status == Some(DeliveryStatus::Scheduled) => T::MeetingScheduled,
        (_, false) => T::TouchPlanned,
        (C::Email, _) if inbound => T::EmailReceived,
        (C::Email, _) => T::EmailSent,
        (C::Call, _) if inbound => T::CallReceived,
        (C::Call, _) => T::CallMade,
        (C::Meeting, _) => T::MeetingHeld,
        (C::Sms | C::Chat | C::Whatsapp | C::Linkedin, _) if inbound => T::MessageReceived,
        (C::Sms | C::Chat | C::Whatsapp | C::Linkedin, _) => T::MessageSent,
        (C::InPerson | C::Note | C::Task | C::Other, _) => T::Touch,
    }
}

/// What an entry is on a timeline.
fn of_entry(entry: &TimelineEntry) -> TimelineKind {
    match entry.kind {
        ActivityKind::EmailOpened => TimelineKind::EmailOpened,
        ActivityKind::EmailClicked => TimelineKind::EmailClicked,
        ActivityKind::Custom => TimelineKind::Custom,
    }
}

/// Whether an entry of the audit chain may stand on the timeline of its record. It follows from the entry
/// alone, so that stores note it when they append one and find the few among the many.
pub fn is_milestone(entry: &AuditEntry) -> bool {
    let decl = records::declaration(entry.record.kind);
    let marks_the_way = |change: &FieldChange| {
        let declared = decl.field(&change.field);
        declared.is_some_and(|(_, field)| field.options.milestone)
    };
    let is = match entry.action {
        Action::Create
        | Action::Archive
        | Action::Restore
        | Action::Merge
        | Action::Convert
        | Action::Unconvert => true,
        Action::Update => entry.changes.iter().any(marks_the_way),
        Action::Purge | Action::MergeInto | Action::Unmerge | Action::Export | Action::Read => {
            false
        }
    };
    is && records::ENTITIES.contains(&entry.record.kind)
}

/// What a milestone is on a timeline, with those of its changes that are in sight; `None` if none is.
pub(super) fn of_change(access: &Access, entry: &AuditEntry) -> Option<TimelineItem> {
    let decl = records::declaration(entry.record.kind);
    let milestone = |change: &&FieldChange| {
        decl.field(&change.field).is_some_and(|(_, field)| {
            field.options.milestone
                && access.field(decl, field).0.sight > crate::access::Sight::None
        })
    };
    let changes: Vec<FieldChange> = match entry.action {
        Action::Update | Action::Merge => entry.changes.iter().filter(milestone).cloned().collect(),
        _ => Vec::new(),
    };
    let kind = match entry.action {
        Action::Create => TimelineKind::RecordCreated,
        Action::Archive => TimelineKind::RecordArchived,
        Action::Restore => TimelineKind::RecordRestored,
        Action::Convert => TimelineKind::LeadConverted,
        Action::Unconvert => TimelineKind::LeadUnconverted,
        Action::Merge => TimelineKind::RecordMerged,
        Action::Update if changes.is_empty() => return None,
        Action::Update if changes.iter().any(|change| change.field == "stage_id") => {
            TimelineKind::DealStageChanged
        }
        Action::Update => TimelineKind::FieldChanged,
        Action::Purge | Action::MergeInto | Action::Unmerge | Action::Export | Action::Read => {
            return None;
        }
    };
    // Who did it stands on the record too, and is as guarded as there.
    let by = match entry.action {
        Action::Create => "created_by",
        _ => "updated_by",
    };
    Some(TimelineItem {
        at: entry.at,
        kind,
        record: Some(entry.record),
        by: Some(entry.actor).filter(|_| Veil::over(access, decl, by).is_clear()),
        about: vec![entry.record],
        changes,
        ..TimelineItem::default()
    })
}

//! The reminder record: each field declared once.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::Permission;
use crate::contact::Priority;
use crate::error::{Error, Result};
use crate::field::{Element, FieldKind, Id, Merge, RecordKind, UserId, label};
use crate::operation::{Environment, Stored};
use crate::port::{Key, KeySpace};
use crate::task::RecursFrom;
use crate::value::text::fold;
use crate::value::{ClockTime, Date, Recurrence, TimeZone, Timestamp};

/// What says when a reminder is due; putting it off says it anew.
const PLAN: &[&str] = &[
    "remind_at",
    "before_minutes",
    "local_on",
    "local_time",
    "time_zone",
    "recurrence",
    "recurs_from",
    "working_hours",
    "snoozes",
];

crate::record! {
    /// Something that somebody is to be told at a time.
    pub struct Reminder: Reminder, draft ReminderDraft, patch ReminderPatch;
    fixed {
        /// The kind of record it is about.
        record_kind: RecordKind = label("Record kind");
        /// The record it is about.
        record_id: Uuid = label("Record").refers_by("record_kind").indexed();
        /// What tells a repetition of the rule that made it: rule, record and window.
        key: Option<String> = label("Key");
    }
    entered {
        /// What is told; the subject of the task if unset.
        text: Option<String> = label("Text").personal();
        /// The instant; for reminders that do not recur and are not reckoned from a task.
        remind_at: Option<Timestamp> = label("At");
        /// How many minutes before its task is due.
        before_minutes: Option<u32> = label("Minutes before");
        /// The day of a local time, the first of a series.
        local_on: Option<Date> = label("Day");
        /// The local time.
        local_time: Option<ClockTime> = label("Time");
        /// The zone of day and time, and of snoozing; the tenant's if unset.
        time_zone: Option<TimeZone> = label("Time zone");
        /// How often it returns, from the day on.
        recurrence: Option<Recurrence> = label("Recurrence");
        /// From when the next instance is reckoned.
        recurs_from: RecursFrom = label("Recurs from");
        /// How urgent it is.
        priority: Priority = label("Priority");
        /// Whether it waits for the tenant's working hours.
        working_hours: bool = label("In working hours");
        /// Who is told.
        assignee_id: Option<UserId> = label("Assignee").indexed();
        /// Who is told in the absence of the assignee, in order.
        backup_owner_ids: Vec<UserId> = label("Backup").merge(Merge::Union);
    }
    derived {
        /// Where it is on its course.
        state: ReminderState = label("State").indexed();
        /// When it is, or was, due; later than first planned if it was snoozed.
        due_at: Option<Timestamp> = label("Due").from(PLAN)
            .same_as(RecordKind::Task, "due_at").indexed();
        /// When it was first planned to be due.
        original_due_at: Option<Timestamp> = label("First due").from(PLAN)
            .same_as(RecordKind::Task, "due_at");
        /// The local day of the instance of its series.
        instance_on: Option<Date> = label("Instance").from(PLAN);
        /// How many instances nobody dealt with; they became this one.
        missed: u32 = label("Missed");
        /// Every time it was put off.
        snoozes: Vec<Snooze> = label("Put off");
        /// Every time it was handed over.
        transfers: Vec<Transfer> = label("Handed over");
        /// Whether somebody moved it, so that it no longer follows its task.
        moved_by_hand: bool = label("Moved by hand");
        /// Until when a host has it to deliver.
        leased_until: Option<Timestamp> = label("Leased until");
        /// How often it was given to a host to deliver.
        deliveries: u32 = label("Deliveries");
        /// When it was delivered.
        notified_at: Option<Timestamp> = label("Notified");
        /// To whom it was delivered.
        notified_user_id: Option<UserId> = label("Notified user");
        /// When somebody answered it last.
        answered_at: Option<Timestamp> = label("Answered");
        /// Who answered it last.
        answered_by: Option<UserId> = label("Answered by");
        /// Whether it ended because what it is about did, rather than by an answer: it goes on
        /// when that goes on.
        ended_with_record: bool = label("Ended with its record");
        /// The next instant at which time alone changes something.
        next_at: Option<Timestamp> = label("Next")
            .from(&["due_at", "instance_on", "state", "leased_until", "notified_at"]).indexed();
        /// Its place in the order of delivery: due time, then urgency.
        delivery_order: Option<String> = label("Order of delivery")
            .from(&["due_at", "next_at", "priority"]).indexed();
    }
}

/// The id of a reminder.
pub type ReminderId = Id<Reminder>;

crate::choice! {
    /// Where a reminder is on its course (semantics 4.8).
    pub enum ReminderState {
        /// Its time has not come.
        #[default]
        Scheduled = "scheduled",
        /// Its time has come; nobody was told yet.
        Due = "due",
        /// Somebody was told.
        Notified = "notified",
        /// Somebody has seen it.
        Acknowledged = "acknowledged",
        /// Somebody put it off.
        Snoozed = "snoozed",
        /// Somebody did not want it.
        Dismissed = "dismissed",
        /// It served its purpose.
        Completed = "completed",
        /// Nobody answered it for too long.
        Expired = "expired",
    }
}

impl ReminderState {
    /// Whether nothing follows.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Dismissed | Self::Completed | Self::Expired)
    }
}

/// One time that a reminder was put off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Snooze {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: UserId,
    /// Until when.
    pub until: Timestamp,
}

/// One time that a reminder was handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Transfer {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: UserId,
    /// From whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<UserId>,
    /// To whom.
    pub to: UserId,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Element for Snooze {
    const LIST: FieldKind = FieldKind::Document;
}

impl Element for Transfer {
    const LIST: FieldKind = FieldKind::Document;
}

impl Stored for Reminder {
    const VIEW: Permission = Permission::ActivityView;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        let local = self.local_on.is_some();
        let ways = [
            self.remind_at.is_some(),
            self.before_minutes.is_some(),
            local,
        ];
        if ways.into_iter().filter(|way| *way).count() != 1 {
            let reason = "one of an instant, minutes before its task, or a local day is needed";
            return Err(Error::invalid("remind_at", reason));
        }
        if local != self.local_time.is_some() {
            return Err(Error::invalid(
                "local_time",
                "a local day and a local time go together",
            ));
        }
        if self.before_minutes.is_some() && self.record_kind != RecordKind::Task {
            let reason = "only a reminder of a task is reckoned from its due time";
            return Err(Error::invalid("before_minutes", reason));
        }
        if self.recurrence.is_some() && !local {
            let reason = "what recurs has a local day and time";
            return Err(Error::invalid("recurrence", reason));
        }
        self.delivery_order = match (self.next_at, self.due_at) {
            (Some(_), Some(due)) => {
                // Instants have one length on the wire, so their texts sort as they do.
                let urgency = Priority::ALL.len() - self.priority as usize;
                Some(format!("{due} {urgency}"))
            }
            _ => None,
        };
        Ok(())
    }

    fn keys(&self) -> Vec<Key> {
        self.key
            .iter()
            .map(|key| Key {
                space: KeySpace::Name,
                value: format!("{} {} {}", self.record_kind, self.record_id, fold(key)),
                unique: true,
            })
            .collect()
    }
}

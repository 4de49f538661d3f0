//! What is to be told now (semantics 4.8, AUT-07, AUT-20).

use chrono::TimeDelta;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Happening, Policy, Reminder, ReminderId, step};
use crate::access::{Access, Answer, Permission, Veil};
use crate::error::{Error, RecordRef, Result};
use crate::field::{Record, UserId, Value, place};
use crate::operation::{Context, Mode, Operation, Route, live};
use crate::page;
use crate::query::{Filter, Op, Select, Target};

/// For how many seconds a host has what it is to deliver, if it does not say.
const LEASE: u32 = 300;
/// The longest lease: a day.
const LEASE_MAX: u32 = 86_400;

/// Yields the reminders that are to be delivered now, by due time, urgency and id, each under a
/// lease. What is not reported delivered before its lease ends is yielded again, so that every
/// reminder is delivered at least once. Time is the engine's; call it as often as you like.
/// Reminders of what the caller does not see stay due for somebody who does: for private items a
/// host ticks in the name of those who take part in them.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct Tick {
    /// How many reminders at most; 50 if absent, 500 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// For how many seconds the host has them; 300 if absent, a day at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease_seconds: Option<u32>,
    /// Users who are absent: their reminders go to their backups, else to whom the tenant names
    /// for escalation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub absent: Vec<UserId>,
}

/// Reminders to deliver.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct DueReminders {
    /// By due time, urgency and id.
    pub due: Vec<DueReminder>,
    /// Whether there may be more: call again.
    #[serde(default)]
    pub more: bool,
}

/// A reminder to deliver.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct DueReminder {
    /// The reminder.
    pub reminder: Reminder,
    /// What it is about.
    pub about: Option<RecordRef>,
    /// Who is to be told.
    pub user_id: UserId,
    /// In which part.
    pub recipient: Recipient,
    /// How late it is, in seconds: an app that was closed yields what it slept through. Absent if
    /// the caller may not read when it is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_seconds: Option<i64>,
}

crate::choice! {
    /// In which part somebody is told.
    pub enum Recipient {
        /// As the one it is for.
        #[default]
        Assignee = "assignee",
        /// In the absence of that one.
        Backup = "backup",
        /// Because those are absent too.
        Escalation = "escalation",
    }
}

impl Answer for DueReminders {
    fn project(&mut self, access: &Access) {
        let due_at = Veil::over(access, Reminder::DECL, "due_at");
        for due in &mut self.due {
            due.reminder.project(access);
            due.late_seconds = due.late_seconds.filter(|_| due_at.is_clear());
        }
    }
}

impl Operation for Tick {
    const NAME: &'static str = "tasks.tick";
    const PERMISSION: Permission = Permission::ActivityUpdate;
    const ROUTE: Route = Route::post("/activities/tick");
    const MODE: Mode = Mode::Write;
    type Output = DueReminders;

    fn execute(self, cx: &mut Context<'_>) -> Result<DueReminders> {
        let limit = page::limit(self.limit)? as usize;
        let seconds = self.lease_seconds.unwrap_or(LEASE);
        if !(1..=LEASE_MAX).contains(&seconds) {
            return Err(Error::invalid(
                "lease_seconds",
                "a lease is 1 to 86400 seconds",
            ));
        }
        let lease = TimeDelta::seconds(i64::from(seconds));
        let settings = cx.settings()?;
        let now = cx.now();
        let mut due = Vec::new();
        // Every step moves a reminder's next instant behind now, so that none comes twice.
        while due.len() < limit {
            let wanted = u32::try_from(limit - due.len()).unwrap_or(u32::MAX);
            let candidates: Vec<Reminder> = cx.select(waiting(now).limit(wanted))?;
            if candidates.is_empty() {
                break;
            }
            for before in candidates {
                let policy = Policy::of(&settings, &before);
                let step = step(&before, &Happening::Tick { lease }, &policy, now)?;
                let reminder = cx.save(&before, step.reminder)?;
                if !step.deliver {
                    continue;
                }
                let escalation = settings.escalation_user_id;
                let Some((user_id, recipient)) = whom(&reminder, &self.absent, escalation) else {
                    continue;
                };
                let late = reminder.due_at.map(|due| now.since(due).num_seconds());
                due.push(DueReminder {
                    about: Some(RecordRef {
                        kind: reminder.record_kind,
                        id: reminder.record_id,
                    }),
                    user_id,
                    recipient,
                    late_seconds: Some(late.unwrap_or(0)),
                    reminder,
                });
            }
        }
        // Instances that became one are due when the last of them was.
        due.sort_by(|a, b| place_of(a).cmp(&place_of(b)));
        let more = due.len() >= limit && !cx.select::<Reminder>(waiting(now).limit(1))?.is_empty();
        Ok(DueReminders { due, more })
    }
}

/// Its place in the order of delivery.
fn place_of(due: &DueReminder) -> (Option<&str>, ReminderId) {
    (due.reminder.delivery_order.as_deref(), due.reminder.id)
}

/// Reminders of which time alone changes something by now, in the order of delivery.
fn waiting(now: crate::value::Timestamp) -> Select {
    let come = Filter::Compare {
        target: Target::Field(place!(Reminder, "next_at")),
        op: Op::LessOrEqual,
        operand: Value::Instant(now),
    };
    Select::all(Reminder::DECL)
        .filter(live())
        .filter(come)
        .sort(Target::Field(place!(Reminder, "delivery_order")), false)
}

/// Who is told: the assignee, else the first backup who is there, else the escalation; if nobody
/// is there, the assignee all the same.
fn whom(
    reminder: &Reminder,
    absent: &[UserId],
    escalation: Option<UserId>,
) -> Option<(UserId, Recipient)> {
    let assignee = reminder.assignee_id.map(|user| (user, Recipient::Assignee));
    let backups = reminder.backup_owner_ids.iter();
    let escalation = escalation.map(|user| (user, Recipient::Escalation));
    assignee
        .into_iter()
        .chain(backups.map(|user| (*user, Recipient::Backup)))
        .chain(escalation)
        .find(|(user, _)| !absent.contains(user))
        .or(assignee)
}

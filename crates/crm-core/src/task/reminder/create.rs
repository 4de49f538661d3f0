//! Setting a reminder (AUT-01, AUT-02).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Happening, Policy, Reminder, ReminderDraft, step};
use crate::access::Permission;
use crate::contact::Priority;
use crate::error::{Error, ErrorCode, RecordRef, Result};
use crate::field::{Record, RecordKind, UserId};
use crate::operation::{Context, Mode, Operation, Route};
use crate::port::KeySpace;
use crate::records;
use crate::task::{RecursFrom, Task};
use crate::value::text::fold;
use crate::value::{ClockTime, Date, Recurrence, TimeZone, Timestamp};

/// Sets a reminder of a record. With a key, setting it again answers the one that is there.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateReminder {
    /// The reminder.
    #[serde(flatten)]
    pub reminder: ReminderDraft,
}

/// A reminder of a task that is being created.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReminder {
    /// What is told; the subject of the task if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remind_at: Option<Timestamp>,
    /// How many minutes before the task is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before_minutes: Option<u32>,
    /// The local day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local_on: Option<Date>,
    /// The local time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local_time: Option<ClockTime>,
    /// The zone of day and time; that of the task if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<TimeZone>,
    /// How often it returns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recurrence: Option<Recurrence>,
    /// From when the next instance is reckoned.
    #[serde(default)]
    pub recurs_from: RecursFrom,
    /// How urgent it is; as urgent as the task if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// Whether it waits for the tenant's working hours.
    #[serde(default)]
    pub working_hours: bool,
    /// Who is told; the assignee of the task if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee_id: Option<UserId>,
}

impl Operation for CreateReminder {
    const NAME: &'static str = "reminders.create";
    const PERMISSION: Permission = Permission::ActivityCreate;
    const ROUTE: Route = Route::post("/reminders");
    const MODE: Mode = Mode::Write;
    type Output = Reminder;

    fn execute(self, cx: &mut Context<'_>) -> Result<Reminder> {
        cx.require_write::<Reminder>(&self.reminder)?;
        let mut new = Reminder::from_draft(self.reminder);
        let about = RecordRef {
            kind: new.record_kind,
            id: new.record_id,
        };
        let record = records::require_view(cx, about).map_err(|error| error.at("record_id"))?;
        new.record_id = record.id;
        if let Some(known) = known(cx, &new)? {
            return Ok(known);
        }
        let task = match record.kind {
            RecordKind::Task => cx.peek::<Task>(record.id.into())?,
            _ => None,
        };
        place(cx, new, task.as_ref())
    }
}

/// Sets a reminder of a task that has just been created.
pub(in crate::task) fn for_task(
    cx: &mut Context<'_>,
    task: &Task,
    new: NewReminder,
) -> Result<Reminder> {
    let reminder = Reminder {
        record_kind: RecordKind::Task,
        record_id: task.id.uuid(),
        text: new.text,
        remind_at: new.remind_at,
        before_minutes: new.before_minutes,
        local_on: new.local_on,
        local_time: new.local_time,
        time_zone: new.time_zone,
        recurrence: new.recurrence,
        recurs_from: new.recurs_from,
        priority: new.priority.unwrap_or(task.priority),
        working_hours: new.working_hours,
        assignee_id: new.assignee_id,
        ..Reminder::default()
    };
    place(cx, reminder, Some(task))
}

/// The live reminder that a rule made before under the same key (semantics 4.8); archived ones have
/// no keys. One that the actor does not see is not answered either.
fn known(cx: &mut Context<'_>, new: &Reminder) -> Result<Option<Reminder>> {
    let Some(key) = &new.key else { return Ok(None) };
    let key = format!("{} {} {}", new.record_kind, new.record_id, fold(key));
    let found = cx
        .store()
        .under_key(RecordKind::Reminder, KeySpace::Name, &key, 1)?;
    let Some(found) = found.first() else {
        return Ok(None);
    };
    let view = Permission::ActivityView;
    if let Some(row) = cx.visible_row(view, Reminder::DECL, *found)? {
        return Reminder::from_row(row).map(Some);
    }
    let message = "this reminder is there already";
    Err(Error::new(ErrorCode::Duplicate, message).at("key"))
}

fn place(cx: &mut Context<'_>, mut new: Reminder, task: Option<&Task>) -> Result<Reminder> {
    let actor = cx.access().actor().user;
    if let Some(task) = task {
        new.time_zone = new.time_zone.or(task.time_zone);
        new.assignee_id = new.assignee_id.or(task.assignee_id);
        if new.backup_owner_ids.is_empty() {
            new.backup_owner_ids.clone_from(&task.backup_owner_ids);
        }
    }
    let assignee = *new.assignee_id.get_or_insert(actor);
    if assignee != actor && task.and_then(|task| task.assignee_id) != Some(assignee) {
        cx.access()
            .require(Permission::ActivityAssign)
            .map_err(|error| error.at("assignee_id"))?;
    }
    let policy = Policy::of(&*cx.settings()?, &new);
    let happening = Happening::Plan {
        task_due: task.and_then(|task| task.due_at),
    };
    // What is entered is checked before its course begins.
    if new.local_on.is_some() != new.local_time.is_some() {
        return Err(Error::invalid(
            "local_time",
            "a local day and a local time go together",
        ));
    }
    let step = step(&new, &happening, &policy, cx.now())?;
    cx.insert(step.reminder)
}

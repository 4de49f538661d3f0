//! Changing a reminder by hand.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Happening, Policy, Reminder, ReminderId, ReminderPatch, step};
use crate::access::Permission;
use crate::error::{Error, Result};
use crate::field::{Record, RecordKind};
use crate::operation::{Context, Mode, Operation, Route};
use crate::task::Task;

/// Changes a reminder: given fields are set, `null` clears one, absent ones stay. One whose time is
/// changed is planned anew, and no longer follows its task unless it is given minutes before it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateReminder {
    /// Which reminder.
    pub id: ReminderId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// The change.
    #[serde(flatten)]
    pub patch: ReminderPatch,
}

impl Operation for UpdateReminder {
    const NAME: &'static str = "reminders.update";
    const PERMISSION: Permission = Permission::ActivityUpdate;
    const ROUTE: Route = Route::patch("/reminders/{id}");
    const MODE: Mode = Mode::Write;
    type Output = Reminder;

    fn execute(self, cx: &mut Context<'_>) -> Result<Reminder> {
        let before: Reminder = cx.load(self.id)?;
        cx.expect(&before, self.expected_version)?;
        Context::require_live(&before)?;
        if !self.patch.assignee_id.is_keep() {
            let reason = "a reminder is handed over by `reminders.reassign`";
            return Err(Error::invalid("assignee_id", reason));
        }
        cx.require_write::<Reminder>(&self.patch)?;
        let mut after = before.clone();
        after.apply(self.patch)?;
        let times = |one: &Reminder| {
            (
                (
                    one.remind_at,
                    one.before_minutes,
                    one.local_on,
                    one.local_time,
                ),
                (one.time_zone, one.recurrence, one.working_hours),
            )
        };
        if times(&before) != times(&after) {
            let task_due = match after.record_kind {
                RecordKind::Task => cx.peek::<Task>(after.record_id.into())?,
                _ => None,
            }
            .and_then(|task| task.due_at);
            after.moved_by_hand = after.before_minutes.is_none();
            let policy = Policy::of(&*cx.settings()?, &after);
            after = step(&after, &Happening::Plan { task_due }, &policy, cx.now())?.reminder;
        }
        cx.save(&before, after)
    }
}

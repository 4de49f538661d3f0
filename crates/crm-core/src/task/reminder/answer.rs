//! Answering a reminder: it was delivered, seen, put off, not wanted, done.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::follow::apply;
use super::{Happening, Policy, Reminder, ReminderId, SnoozePreset, snooze_until};
use crate::access::Permission;
use crate::error::{Error, Result};
use crate::field::UserId;
use crate::operation::{Context, Mode, Operation, Route};
use crate::value::Timestamp;

/// Tells that the host delivered a reminder.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ReportReminder {
    /// Which reminder.
    pub id: ReminderId,
    /// To whom it was delivered.
    pub user_id: UserId,
}

impl Operation for ReportReminder {
    const NAME: &'static str = "reminders.delivered";
    const PERMISSION: Permission = Permission::ActivityUpdate;
    const ROUTE: Route = Route::post("/reminders/{id}/delivered");
    const MODE: Mode = Mode::Write;
    type Output = Reminder;

    fn execute(self, cx: &mut Context<'_>) -> Result<Reminder> {
        let happening = Happening::Delivered { to: self.user_id };
        let before = reach(cx, self.id)?;
        apply(cx, &before, &happening)
    }
}

/// Tells that somebody has seen a reminder.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct AcknowledgeReminder {
    /// Which reminder.
    pub id: ReminderId,
}

impl Operation for AcknowledgeReminder {
    const NAME: &'static str = "reminders.acknowledge";
    const PERMISSION: Permission = Permission::ActivityUpdate;
    const ROUTE: Route = Route::post("/reminders/{id}/acknowledge");
    const MODE: Mode = Mode::Write;
    type Output = Reminder;

    fn execute(self, cx: &mut Context<'_>) -> Result<Reminder> {
        let by = cx.access().actor().user;
        let before = reach(cx, self.id)?;
        apply(cx, &before, &Happening::Acknowledge { by })
    }
}

/// Puts a reminder off, to an instant or in a usual way; local times are of the reminder's zone.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct SnoozeReminder {
    /// Which reminder.
    pub id: ReminderId,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// In which usual way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preset: Option<SnoozePreset>,
}

impl Operation for SnoozeReminder {
    const NAME: &'static str = "reminders.snooze";
    const PERMISSION: Permission = Permission::ActivityUpdate;
    const ROUTE: Route = Route::post("/reminders/{id}/snooze");
    const MODE: Mode = Mode::Write;
    type Output = Reminder;

    fn execute(self, cx: &mut Context<'_>) -> Result<Reminder> {
        let by = cx.access().actor().user;
        let before = reach(cx, self.id)?;
        let until = match (self.until, self.preset) {
            (Some(until), None) => until,
            (None, Some(preset)) => {
                let policy = Policy::of(&*cx.settings()?, &before);
                snooze_until(preset, &policy.calendar, cx.now())?
            }
            _ => {
                let reason = "either an instant or a preset is needed";
                return Err(Error::invalid("until", reason));
            }
        };
        apply(cx, &before, &Happening::Snooze { until, by })
    }
}

/// Takes a reminder away that nobody wants; a series goes on with its next instance.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct DismissReminder {
    /// Which reminder.
    pub id: ReminderId,
}

impl Operation for DismissReminder {
    const NAME: &'static str = "reminders.dismiss";
    const PERMISSION: Permission = Permission::ActivityUpdate;
    const ROUTE: Route = Route::post("/reminders/{id}/dismiss");
    const MODE: Mode = Mode::Write;
    type Output = Reminder;

    fn execute(self, cx: &mut Context<'_>) -> Result<Reminder> {
        let by = cx.access().actor().user;
        let before = reach(cx, self.id)?;
        apply(cx, &before, &Happening::Dismiss { by })
    }
}

/// Tells that what a reminder was for is done; a series goes on with its next instance.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct CompleteReminder {
    /// Which reminder.
    pub id: ReminderId,
}

impl Operation for CompleteReminder {
    const NAME: &'static str = "reminders.complete";
    const PERMISSION: Permission = Permission::ActivityUpdate;
    const ROUTE: Route = Route::post("/reminders/{id}/complete");
    const MODE: Mode = Mode::Write;
    type Output = Reminder;

    fn execute(self, cx: &mut Context<'_>) -> Result<Reminder> {
        let by = cx.access().actor().user;
        let before = reach(cx, self.id)?;
        apply(cx, &before, &Happening::Complete { by })
    }
}

/// Removes a reminder, and its series with it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct RemoveReminder {
    /// Which reminder.
    pub id: ReminderId,
}

impl Operation for RemoveReminder {
    const NAME: &'static str = "reminders.remove";
    const PERMISSION: Permission = Permission::ActivityDelete;
    const ROUTE: Route = Route::delete("/reminders/{id}");
    const MODE: Mode = Mode::Write;
    type Output = Reminder;

    fn execute(self, cx: &mut Context<'_>) -> Result<Reminder> {
        let before: Reminder = cx.load(self.id)?;
        let before = apply(cx, &before, &Happening::Over { done: false })?;
        cx.archive_record(&before)
    }
}

/// The reminder, if the actor may change it.
fn reach(cx: &mut Context<'_>, id: ReminderId) -> Result<Reminder> {
    let reminder: Reminder = cx.load(id)?;
    Context::require_live(&reminder)?;
    Ok(reminder)
}

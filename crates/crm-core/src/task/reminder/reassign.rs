//! Handing a reminder over (AUT-04, semantics 4.8).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::follow::apply;
use super::{Happening, Reminder, ReminderId};
use crate::access::{Colleague, Permission};
use crate::error::{RecordRef, Result};
use crate::field::{RecordKind, UserId};
use crate::link::{self, ItemLink};
use crate::operation::{Context, Mode, Operation, Route};
use crate::task::assign::{require_insight, said};

/// Hands a reminder over to another user. Its due time stays; if it has come, the user is told at
/// the next tick. If the user does not see what it is about, that is refused or shared with the user,
/// as the settings say.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ReassignReminder {
    /// Which reminder.
    pub id: ReminderId,
    /// To whom.
    pub assignee_id: UserId,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What the new assignee may do, as far as the caller knows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub colleagues: Vec<Colleague>,
}

impl Operation for ReassignReminder {
    const NAME: &'static str = "reminders.reassign";
    const PERMISSION: Permission = Permission::ActivityAssign;
    const ROUTE: Route = Route::put("/reminders/{id}/assign");
    const MODE: Mode = Mode::Write;
    type Output = Reminder;

    fn execute(self, cx: &mut Context<'_>) -> Result<Reminder> {
        let before: Reminder = cx.load(self.id)?;
        Context::require_live(&before)?;
        cx.require_write_field::<Reminder>("assignee_id")?;
        let about = match before.record_kind {
            RecordKind::Task => link::of_item(cx, before.record_id)?
                .iter()
                .map(ItemLink::record)
                .collect(),
            kind => vec![RecordRef {
                kind,
                id: before.record_id,
            }],
        };
        require_insight(cx, self.assignee_id, &self.colleagues, &about)?;
        let happening = Happening::Reassign {
            to: self.assignee_id,
            by: cx.access().actor().user,
            reason: said(self.reason)?,
        };
        apply(cx, &before, &happening)
    }
}

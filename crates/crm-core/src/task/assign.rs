//! Handing a task over (ACT-21, semantics 4.8).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::reminder::{self, Happening};
use super::{Task, TaskDetail, TaskId};
use crate::access::{Colleague, Insight, Needed, Permission, insight};
use crate::error::{Error, RecordRef, Result};
use crate::field::UserId;
use crate::link::{self, ItemLink};
use crate::operation::{Context, Mode, Operation, Route};
use crate::settings::UnseenWork;
use crate::share;
use crate::value::text::{LINE_MAX, clean_line};

/// Hands a task over to another user, with the reminders that its former assignee had. If the user
/// does not see what it is about, that is refused or shared with the user, as the settings say.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct AssignTask {
    /// Which task.
    pub id: TaskId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// To whom.
    pub assignee_id: UserId,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What the new assignee may do, as far as the caller knows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub colleagues: Vec<Colleague>,
}

impl Operation for AssignTask {
    const NAME: &'static str = "tasks.assign";
    const PERMISSION: Permission = Permission::ActivityAssign;
    const ROUTE: Route = Route::put("/activities/{id}/assign");
    const MODE: Mode = Mode::Write;
    type Output = TaskDetail;

    fn execute(self, cx: &mut Context<'_>) -> Result<TaskDetail> {
        let before: Task = cx.load(self.id)?;
        cx.expect(&before, self.expected_version)?;
        Context::require_live(&before)?;
        cx.require_write_field::<Task>("assignee_id")?;
        let about: Vec<RecordRef> = link::of_item(cx, before.id.uuid())?
            .iter()
            .map(ItemLink::record)
            .collect();
        require_insight(cx, self.assignee_id, &self.colleagues, &about)?;
        let reason = said(self.reason)?;
        let mut after = before.clone();
        after.assignee_id = Some(self.assignee_id);
        if let Some(reason) = reason.as_deref().filter(|_| after != before) {
            // It stands beside the change also if no reminder is handed over with the task.
            cx.remark("reason", reason);
        }
        let task = cx.save(&before, after)?;
        let by = cx.access().actor().user;
        for reminder in reminder::of_task(cx, task.id)? {
            let live = !reminder.state.is_final();
            if live && reminder.assignee_id == before.assignee_id {
                let happening = Happening::Reassign {
                    to: self.assignee_id,
                    by,
                    reason: reason.clone(),
                };
                reminder::apply(cx, &reminder, &happening)?;
            }
        }
        TaskDetail::of(cx, task)
    }
}

/// Why something is handed over, in its stored form.
pub(super) fn said(reason: Option<String>) -> Result<Option<String>> {
    clean_line(reason, LINE_MAX).map_err(|invalid| Error::invalid("reason", invalid.reason))
}

/// Refuses to hand something over to somebody who is known not to see what it is about, or shares
/// that, by the tenant's policy (semantics 4.8).
pub(super) fn require_insight(
    cx: &mut Context<'_>,
    user: UserId,
    colleagues: &[Colleague],
    about: &[RecordRef],
) -> Result<()> {
    let hidden = |cx: &mut Context<'_>, records: &[RecordRef]| {
        let insight = insight(cx, user, colleagues, records, Needed::Every)?;
        Ok(insight == Insight::Hidden)
    };
    if !hidden(cx, about)? {
        return Ok(());
    }
    let mut unseen = Vec::new();
    for record in about {
        if hidden(cx, &[*record])? {
            unseen.push(*record);
        }
    }
    let shares = cx.settings()?.unseen_work == UnseenWork::Share;
    // A share opens nothing to a role without the permission to view.
    if !shares || !share::open_to(cx, user, &unseen)? || hidden(cx, about)? {
        let message = "the new assignee does not see what this is about";
        return Err(Error::forbidden(message).at("assignee_id"));
    }
    Ok(())
}

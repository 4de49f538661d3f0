//! Changing a task.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{TaskDetail, TaskId, TaskPatch};
use crate::access::Permission;
use crate::error::{Error, Result};
use crate::operation::{Context, Mode, Operation, Route};

/// Changes a task: given fields are set, `null` clears one, absent ones stay. Reminders that are
/// reckoned from its due time follow it. It is handed over by `tasks.assign`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateTask {
    /// Which task.
    pub id: TaskId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// The change.
    #[serde(flatten)]
    pub patch: TaskPatch,
}

impl Operation for UpdateTask {
    const NAME: &'static str = "tasks.update";
    const PERMISSION: Permission = Permission::ActivityUpdate;
    const ROUTE: Route = Route::patch("/activities/{id}");
    const MODE: Mode = Mode::Write;
    type Output = TaskDetail;

    fn execute(self, cx: &mut Context<'_>) -> Result<TaskDetail> {
        if !self.patch.assignee_id.is_keep() {
            let reason = "a task is handed over by `tasks.assign`";
            return Err(Error::invalid("assignee_id", reason));
        }
        let task = cx.update(self.id, self.expected_version, self.patch)?;
        TaskDetail::of(cx, task)
    }
}

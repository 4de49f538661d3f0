//! How many tasks are open and how many done (ACT-32).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Task, TaskStatus, agenda};
use crate::access::{Permission, plain_answer};
use crate::error::{RecordRef, Result};
use crate::field::{UserId, Value, place};
use crate::link;
use crate::operation::{Context, Mode, Operation, Route, live};
use crate::page;
use crate::query::{Filter, Op, Target};

/// Counts the tasks that the actor sees.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetTaskStatistics {
    /// Only those about this contact, account or other record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<RecordRef>,
    /// Only those of this assignee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee_id: Option<UserId>,
}

/// How many tasks there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct TaskStatistics {
    /// Something is to be done.
    pub open: u64,
    /// Open ones whose time has passed.
    pub overdue: u64,
    /// They are done.
    pub completed: u64,
    /// They were given up.
    pub cancelled: u64,
}

plain_answer!(TaskStatistics);

impl Operation for GetTaskStatistics {
    const NAME: &'static str = "tasks.statistics";
    const PERMISSION: Permission = Permission::ActivityView;
    const ROUTE: Route = Route::get("/activities/statistics");
    const MODE: Mode = Mode::Read;
    type Output = TaskStatistics;

    fn execute(self, cx: &mut Context<'_>) -> Result<TaskStatistics> {
        let mut which = live();
        if let Some(about) = self.about {
            let record =
                crate::records::require_view(cx, about).map_err(|error| error.at("about"))?;
            which = which.and(link::about(record.id));
        }
        if let Some(user) = self.assignee_id {
            let place = place!(Task, "assignee_id");
            which = which.and(page::field_equals::<Task>(
                cx,
                "assignee_id",
                place,
                user.uuid(),
            )?);
        }
        let (status, due) = (place!(Task, "status"), place!(Task, "due_at"));
        page::readable::<Task>(cx, "status", status)?;
        page::readable::<Task>(cx, "due_at", due)?;
        let passed = Filter::Compare {
            target: Target::Field(due),
            op: Op::LessOrEqual,
            operand: Value::Instant(cx.now()),
        };
        let is = |wanted: TaskStatus| {
            Filter::equals(Target::Field(status), Value::Text(wanted.name().to_owned()))
        };
        let mut count = |filter: Filter| cx.count::<Task>(which.clone().and(filter));
        Ok(TaskStatistics {
            open: count(agenda::open())?,
            overdue: count(agenda::open().and(passed))?,
            completed: count(is(TaskStatus::Completed))?,
            cancelled: count(is(TaskStatus::Cancelled))?,
        })
    }
}

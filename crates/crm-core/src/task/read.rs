//! Reading tasks: one, or a page of them (ACT-18).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Task, TaskDetail, TaskId, TaskKind, TaskStatus};
use crate::access::Permission;
use crate::contact::Priority;
use crate::error::{RecordRef, Result};
use crate::field::{RecordKind, UserId, Value, place};
use crate::link;
use crate::operation::{Context, Mode, Operation, Route};
use crate::page::{self, Page, PageRequest, Rule};
use crate::query::{Filter, Op, Target};
use crate::segment::compile;
use crate::value::Date;

/// Reads a task with its links and reminders.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetTask {
    /// Which task.
    pub id: TaskId,
}

impl Operation for GetTask {
    const NAME: &'static str = "tasks.get";
    const PERMISSION: Permission = Permission::ActivityView;
    const ROUTE: Route = Route::get("/activities/{id}");
    const MODE: Mode = Mode::Read;
    type Output = TaskDetail;

    fn execute(self, cx: &mut Context<'_>) -> Result<TaskDetail> {
        let task: Task = cx.load(self.id)?;
        TaskDetail::of(cx, task)
    }
}

/// Lists tasks, a page at a time, in the order of an indexed field.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListTasks {
    /// Only those about this contact, account or other record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<RecordRef>,
    /// Only those of this assignee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee_id: Option<UserId>,
    /// Only those that are so far; any if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statuses: Vec<TaskStatus>,
    /// Only those so urgent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// Only those of this kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<TaskKind>,
    /// Only those due on this day or later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_from: Option<Date>,
    /// Only those due on this day or earlier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_until: Option<Date>,
    /// Only open ones whose time has passed.
    #[serde(default)]
    pub overdue: bool,
    /// Only those that this rule holds for; as text or, if it begins with a curly bracket, in its
    /// JSON form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// Order and place.
    #[serde(flatten)]
    pub page: PageRequest,
}

impl Operation for ListTasks {
    const NAME: &'static str = "tasks.list";
    const PERMISSION: Permission = Permission::ActivityView;
    const ROUTE: Route = Route::get("/activities");
    const MODE: Mode = Mode::Read;
    type Output = Page<Task>;

    fn execute(self, cx: &mut Context<'_>) -> Result<Page<Task>> {
        let mut filters = Vec::new();
        if let Some(about) = self.about {
            let record =
                crate::records::require_view(cx, about).map_err(|error| error.at("about"))?;
            filters.push(link::about(record.id));
        }
        let readable = |argument: &str, place: usize| page::readable::<Task>(cx, argument, place);
        let text = |name: &str| Value::Text(name.to_owned());
        if let Some(user) = self.assignee_id {
            let target = readable("assignee_id", place!(Task, "assignee_id"))?;
            filters.push(Filter::equals(target, Value::Id(user.uuid())));
        }
        if !self.statuses.is_empty() {
            filters.push(Filter::In {
                target: readable("statuses", place!(Task, "status"))?,
                operands: self
                    .statuses
                    .iter()
                    .map(|status| text(status.name()))
                    .collect(),
            });
        }
        if let Some(priority) = self.priority {
            let target = readable("priority", place!(Task, "priority"))?;
            filters.push(Filter::equals(target, text(priority.name())));
        }
        if let Some(kind) = self.kind {
            let target = readable("kind", place!(Task, "kind"))?;
            filters.push(Filter::equals(target, text(kind.name())));
        }
        for (argument, op, day) in [
            ("due_from", Op::GreaterOrEqual, self.due_from),
            ("due_until", Op::LessOrEqual, self.due_until),
        ] {
            if let Some(day) = day {
                filters.push(Filter::Compare {
                    target: readable(argument, place!(Task, "due_on"))?,
                    op,
                    operand: Value::Date(day),
                });
            }
        }
        if self.overdue {
            // A cursor has to outlive the instant, so the rule names none.
            readable("overdue", place!(Task, "due_at"))?;
            filters.push(super::agenda::open());
        }
        let rule = match (&self.filter, self.overdue) {
            (None, false) => None,
            (None, true) => Some(Rule::at_this_instant("overdue", passed(cx))),
            (Some(rule), overdue) => {
                let checked = compile(cx, RecordKind::Task, rule, "filter")?;
                let rule = Rule::from(&checked);
                Some(if overdue {
                    rule.and("overdue", passed(cx))
                } else {
                    rule
                })
            }
        };
        page::list_by(cx, &self.page, filters, rule)
    }
}

fn passed(cx: &Context<'_>) -> Filter {
    Filter::Compare {
        target: Target::Field(place!(Task, "due_at")),
        op: Op::LessOrEqual,
        operand: Value::Instant(cx.now()),
    }
}

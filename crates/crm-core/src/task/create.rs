//! Creating a task.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::reminder::{self, NewReminder, Reminder};
use super::{Task, TaskDraft};
use crate::access::{Access, Answer, Permission};
use crate::error::{RecordRef, Result};
use crate::field::{Record, RecordKind};
use crate::link::{self, ItemLink, LinkOrigin};
use crate::operation::{Context, Mode, Operation, Route};

/// Creates a task about records.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateTask {
    /// The task.
    #[serde(flatten)]
    pub task: TaskDraft,
    /// The records it is about: contacts, accounts and other entities.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<RecordRef>,
    /// Links nothing but what `links` names, and not the accounts of those.
    #[serde(default)]
    pub only_given_links: bool,
    /// When its assignee is reminded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reminders: Vec<NewReminder>,
}

/// A task, what it is about and when somebody is reminded of it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct TaskDetail {
    /// The task.
    pub task: Task,
    /// For how many whole days it has been overdue; absent if it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_overdue: Option<u32>,
    /// The records in sight that it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<ItemLink>,
    /// How many records out of sight it is about too.
    #[serde(default)]
    pub withheld: u64,
    /// When somebody is reminded of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reminders: Vec<Reminder>,
}

impl Answer for TaskDetail {
    fn project(&mut self, access: &Access) {
        self.task.project(access);
        self.links.project(access);
        self.reminders.project(access);
    }
}

impl TaskDetail {
    pub(super) fn of(cx: &mut Context<'_>, task: Task) -> Result<Self> {
        let links = link::of_item(cx, task.id.uuid())?;
        let all = links.len();
        let links = link::seen_of(cx, links)?;
        let reminders = reminder::of_task(cx, task.id)?;
        Ok(Self {
            days_overdue: super::agenda::days_overdue(&task, cx.now()),
            withheld: u64::try_from(all - links.len()).unwrap_or(u64::MAX),
            task,
            links,
            reminders,
        })
    }
}

impl Operation for CreateTask {
    const NAME: &'static str = "tasks.create";
    const PERMISSION: Permission = Permission::ActivityCreate;
    const ROUTE: Route = Route::post("/activities");
    const MODE: Mode = Mode::Write;
    type Output = TaskDetail;

    fn execute(self, cx: &mut Context<'_>) -> Result<TaskDetail> {
        cx.require_write::<Task>(&self.task)?;
        let records = link::resolve(cx, RecordKind::Task, &self.links)?;
        let mut new = Task::from_draft(self.task);
        let actor = cx.access().actor().clone();
        if new.assignee_id.is_none() && new.team_id.is_none() {
            new.assignee_id = Some(actor.user);
            new.team_id = actor.teams.first().copied();
        } else if new.assignee_id.is_some_and(|user| user != actor.user) {
            cx.access()
                .require(Permission::ActivityAssign)
                .map_err(|error| error.at("assignee_id"))?;
        }
        cx.require_references(None, &mut new)?;
        let task = cx.insert(new)?;
        let given: Vec<(RecordRef, LinkOrigin)> = records
            .into_iter()
            .map(|record| (record, LinkOrigin::Given))
            .collect();
        let item = RecordRef {
            kind: RecordKind::Task,
            id: task.id.uuid(),
        };
        link::connect(cx, item, &given, !self.only_given_links)?;
        for (at, new) in self.reminders.into_iter().enumerate() {
            reminder::for_task(cx, &task, new)
                .map_err(|error| error.inside(&format!("reminders[{at}]")))?;
        }
        TaskDetail::of(cx, task)
    }
}

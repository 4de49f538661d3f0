//! Completing, reopening and the other steps of a task (ACT-05, ACT-20, ACT-31).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::settle::zone_of;
use super::{Task, TaskId, TaskKind, TaskStatus, next_instance, reminder};
use crate::access::{Access, Answer, Permission};
use crate::communication::{
    Communication, CommunicationDraft, CommunicationKind, LogCommunication,
};
use crate::error::{Error, RecordRef, Result};
use crate::field::{Record, RecordKind, Value, place};
use crate::link::{self, ItemLink, LinkOrigin};
use crate::operation::{Context, Mode, Operation, Route};
use crate::query::{Filter, Select, Target};
use crate::value::Timestamp;

/// Completes a task: says what came of it, ends its reminders and, if it returns, makes the next
/// one of its series.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct CompleteTask {
    /// Which task.
    pub id: TaskId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// What came of it, in one of the tenant's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// What came of it, at length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
    /// When it was done; now if absent, never later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<Timestamp>,
    /// Logs the call, message or meeting that it was, about the same records.
    #[serde(default)]
    pub log: bool,
}

/// A completed task and what followed.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct TaskCompleted {
    /// The task.
    pub task: Task,
    /// The next one of its series; the same as before if it was completed before and reopened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Task>,
    /// What was logged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub communication: Option<Communication>,
}

impl Answer for TaskCompleted {
    fn project(&mut self, access: &Access) {
        self.task.project(access);
        self.next.project(access);
        self.communication.project(access);
    }
}

impl Operation for CompleteTask {
    const NAME: &'static str = "tasks.complete";
    const PERMISSION: Permission = Permission::ActivityUpdate;
    const ROUTE: Route = Route::put("/activities/{id}/complete");
    const MODE: Mode = Mode::Write;
    type Output = TaskCompleted;

    fn execute(self, cx: &mut Context<'_>) -> Result<TaskCompleted> {
        let before = open(cx, self.id, self.expected_version)?;
        for (given, field) in [
            (self.outcome.is_some(), "outcome"),
            (self.result.is_some(), "result"),
            (self.completed_at.is_some(), "completed_at"),
        ] {
            if given {
                cx.require_write_field::<Task>(field)?;
            }
        }
        let done = self.completed_at.unwrap_or(cx.now());
        if done > cx.now() {
            return Err(Error::invalid(
                "completed_at",
                "what is done is not in the future",
            ));
        }
        let mut after = before.clone();
        after.status = TaskStatus::Completed;
        after.completed_at = Some(done);
        after.completed_by = Some(cx.access().actor().user);
        if self.outcome.is_some() {
            after.outcome = self.outcome;
        }
        if self.result.is_some() {
            after.result = self.result;
        }
        let task = cx.save(&before, after)?;
        crate::deal::task_completed(cx, task.id)?;
        let next = follow(cx, &task, done)?;
        let communication = if self.log {
            Some(log(cx, &task, done)?)
        } else {
            None
        };
        Ok(TaskCompleted {
            task,
            next,
            communication,
        })
    }
}

/// The next task of a series, with the links and the relative reminders of the one before. A task
/// that is completed again has its successor already: a series has one end.
fn follow(cx: &mut Context<'_>, done: &Task, at: Timestamp) -> Result<Option<Task>> {
    if let Some(known) = successor(cx, done.id)? {
        let standing = known.archived_at.is_none();
        let seen = standing && cx.sees(Permission::ActivityView, Task::DECL, known.id.uuid())?;
        return Ok(seen.then_some(known));
    }
    let (Some(rule), Some(due), Some(first)) = (done.recurrence, done.due_on, done.series_on)
    else {
        return Ok(None);
    };
    let today = zone_of(done, &*cx.settings()?)
        .date_at(at)
        .map_err(|invalid| Error::internal(invalid.reason))?;
    let Some(instance) = next_instance(&rule, done.recurs_from, first, due, today) else {
        return Ok(None);
    };
    let mut new = Task {
        subject: done.subject.clone(),
        description: done.description.clone(),
        kind: done.kind,
        kind_text: done.kind_text.clone(),
        priority: done.priority,
        due_on: Some(instance.on),
        due_time: done.due_time,
        time_zone: done.time_zone,
        assignee_id: done.assignee_id,
        backup_owner_ids: done.backup_owner_ids.clone(),
        team_id: done.team_id,
        checklist: done.checklist.clone(),
        recurrence: Some(rule),
        recurs_from: done.recurs_from,
        series_on: Some(first),
        follows_id: Some(done.id),
        missed: instance.missed,
        custom: done.custom.clone(),
        ..Task::default()
    };
    for step in &mut new.checklist {
        step.done = false;
    }
    let next = cx.insert(new)?;
    let item = RecordRef {
        kind: RecordKind::Task,
        id: next.id.uuid(),
    };
    let links: Vec<_> = link::of_item(cx, done.id.uuid())?
        .iter()
        .map(|link| (link.record(), link.origin))
        .collect();
    link::connect(cx, item, &links, false)?;
    reminder::carry_over(cx, done, &next)?;
    Ok(Some(next))
}

/// The task of a series that was made when this one was completed.
fn successor(cx: &mut Context<'_>, id: TaskId) -> Result<Option<Task>> {
    let follows = Filter::equals(
        Target::Field(place!(Task, "follows_id")),
        Value::Id(id.uuid()),
    );
    let select = Select::all(Task::DECL).filter(follows).limit(1);
    Ok(cx.peek_all(select)?.pop())
}

/// Logs what a task was (ACT-17). What it is about out of the actor's sight, the log is about too; and
/// what a rule linked, a rule links again, so that a closed deal stays as it is (semantics 4.3).
fn log(cx: &mut Context<'_>, task: &Task, at: Timestamp) -> Result<Communication> {
    let kind = match task.kind {
        TaskKind::Call => CommunicationKind::Call,
        TaskKind::Email => CommunicationKind::Email,
        TaskKind::Meeting => CommunicationKind::Meeting,
        TaskKind::Task | TaskKind::Todo | TaskKind::Other => CommunicationKind::Task,
    };
    let mut given: Vec<ItemLink> = link::of_item(cx, task.id.uuid())?;
    given.retain(|link| matches!(link.origin, LinkOrigin::Given | LinkOrigin::Rule));
    let mut seen = link::seen_of(cx, given.clone())?;
    seen.retain(|link| !link.is_by_rule());
    let logged = cx
        .nested(LogCommunication {
            communication: CommunicationDraft {
                kind,
                subject: Some(task.subject.clone()),
                summary: task.result.clone(),
                occurred_at: Some(at),
                task_id: Some(task.id),
                ..CommunicationDraft::default()
            },
            links: seen.iter().map(ItemLink::record).collect(),
            ..LogCommunication::default()
        })
        .map_err(|error| error.inside("log"))?;
    let item = RecordRef {
        kind: RecordKind::Communication,
        id: logged.communication.id.uuid(),
    };
    let others = given.iter().filter(|link| !seen.contains(link));
    let others: Vec<_> = others.map(|link| (link.record(), link.origin)).collect();
    link::connect(cx, item, &others, true)?;
    Ok(logged.communication)
}

/// Opens a completed or cancelled task again.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ReopenTask {
    /// Which task.
    pub id: TaskId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
}

impl Operation for ReopenTask {
    const NAME: &'static str = "tasks.reopen";
    const PERMISSION: Permission = Permission::ActivityUpdate;
    const ROUTE: Route = Route::put("/activities/{id}/reopen");
    const MODE: Mode = Mode::Write;
    type Output = Task;

    fn execute(self, cx: &mut Context<'_>) -> Result<Task> {
        let before: Task = cx.load(self.id)?;
        cx.expect(&before, self.expected_version)?;
        Context::require_live(&before)?;
        if before.status.is_open() {
            return Err(Error::conflict("the task is open").at("status"));
        }
        let mut after = before.clone();
        after.status = TaskStatus::Pending;
        after.completed_at = None;
        after.completed_by = None;
        cx.save(&before, after)
    }
}

/// Begins a task, puts it back, or gives it up. Completing is `tasks.complete`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct SetTaskStatus {
    /// Which task.
    pub id: TaskId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// What it is from now on: pending, in progress or cancelled.
    pub status: TaskStatus,
}

impl Operation for SetTaskStatus {
    const NAME: &'static str = "tasks.set_status";
    const PERMISSION: Permission = Permission::ActivityUpdate;
    const ROUTE: Route = Route::put("/activities/{id}/status");
    const MODE: Mode = Mode::Write;
    type Output = Task;

    fn execute(self, cx: &mut Context<'_>) -> Result<Task> {
        if self.status == TaskStatus::Completed {
            return Err(Error::invalid(
                "status",
                "a task is completed by `tasks.complete`",
            ));
        }
        let before = open(cx, self.id, self.expected_version)?;
        cx.require_write_field::<Task>("status")?;
        let mut after = before.clone();
        after.status = self.status;
        cx.save(&before, after)
    }
}

/// The task, if something is still to be done.
fn open(cx: &mut Context<'_>, id: TaskId, expected_version: Option<u64>) -> Result<Task> {
    let before: Task = cx.load(id)?;
    cx.expect(&before, expected_version)?;
    Context::require_live(&before)?;
    if !before.status.is_open() {
        let message = format!("the task is {}; reopen it first", before.status.name());
        return Err(Error::conflict(message).at("status"));
    }
    Ok(before)
}

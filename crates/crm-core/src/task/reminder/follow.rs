//! How reminders follow the task they are about.

use super::{Happening, Policy, Reminder, step};
use crate::error::Result;
use crate::field::{Record, RecordKind, Value, place};
use crate::operation::{Context, live};
use crate::query::{Filter, Select, Target};
use crate::task::{Task, TaskId};

/// The live reminders of a task, oldest first.
pub(in crate::task) fn of_task(cx: &mut Context<'_>, id: TaskId) -> Result<Vec<Reminder>> {
    let is = |place, value| Filter::equals(Target::Field(place), value);
    let kind = Value::Text(RecordKind::Task.name().to_owned());
    let select = Select::all(Reminder::DECL)
        .filter(live())
        .filter(is(place!(Reminder, "record_id"), Value::Id(id.uuid())))
        .filter(is(place!(Reminder, "record_kind"), kind));
    cx.peek_all(select)
}

/// Lets something happen to a reminder and saves it.
pub(in crate::task) fn apply(
    cx: &mut Context<'_>,
    reminder: &Reminder,
    happening: &Happening,
) -> Result<Reminder> {
    let policy = Policy::of(&*cx.settings()?, reminder);
    let step = step(reminder, happening, &policy, cx.now())?;
    cx.save(reminder, step.reminder)
}

/// Lets the reminders of a task follow a change of it.
pub(in crate::task) fn follow_task(
    cx: &mut Context<'_>,
    before: Option<&Task>,
    after: &Task,
) -> Result<()> {
    let Some(before) = before else { return Ok(()) };
    let stands = |task: &Task| task.status.is_open() && task.archived_at.is_none();
    let task_due = after.due_at;
    let happening = match (stands(before), stands(after)) {
        (true, false) => Happening::Over {
            done: after.completed_at.is_some(),
        },
        (false, true) => Happening::Resumed { task_due },
        _ if before.due_at != after.due_at => Happening::TaskMoved { task_due },
        _ => return Ok(()),
    };
    for reminder in of_task(cx, after.id)? {
        apply(cx, &reminder, &happening)?;
    }
    Ok(())
}

/// Gives the next task of a series the reminders that are reckoned from its due time.
pub(in crate::task) fn carry_over(cx: &mut Context<'_>, done: &Task, next: &Task) -> Result<()> {
    for former in of_task(cx, done.id)? {
        if former.before_minutes.is_none() {
            continue;
        }
        let new = Reminder {
            record_kind: RecordKind::Task,
            record_id: next.id.uuid(),
            text: former.text,
            before_minutes: former.before_minutes,
            time_zone: former.time_zone,
            priority: former.priority,
            working_hours: former.working_hours,
            assignee_id: former.assignee_id,
            backup_owner_ids: former.backup_owner_ids,
            ..Reminder::default()
        };
        let policy = Policy::of(&*cx.settings()?, &new);
        let happening = Happening::Plan {
            task_due: next.due_at,
        };
        let step = step(&new, &happening, &policy, cx.now())?;
        cx.insert(step.reminder)?;
    }
    Ok(())
}

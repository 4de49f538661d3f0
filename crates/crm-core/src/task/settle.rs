//! What makes a task valid, and what follows from its fields.

use super::reminder::follow_task;
use super::{Task, TaskKind};
use crate::access::Permission;
use crate::error::{Error, Result};
use crate::operation::{Context, Environment, Stored};
use crate::settings::Settings;
use crate::value::text::{LINE_MAX, check_line, collapse_spaces};
use crate::value::{TimeZone, Timestamp};

/// A task has at most this many steps.
const STEPS: usize = 200;

impl Stored for Task {
    const VIEW: Permission = Permission::ActivityView;

    fn settle(&mut self, environment: &Environment<'_>) -> Result<()> {
        self.subject = collapse_spaces(&self.subject);
        if self.subject.is_empty() {
            return Err(Error::invalid("subject", "a task needs a subject"));
        }
        if (self.kind == TaskKind::Other) != self.kind_text.is_some() {
            let reason = "kind `other` needs a word, and only it has one";
            return Err(Error::invalid("kind_text", reason));
        }
        if self.due_time.is_some() && self.due_on.is_none() {
            return Err(Error::invalid("due_on", "a due time needs a day"));
        }
        if self.recurrence.is_some() && self.due_on.is_none() {
            return Err(Error::invalid("due_on", "a task that returns needs a day"));
        }
        if self.checklist.len() > STEPS {
            let error = Error::limit("checklist", STEPS as u64, "too many steps");
            return Err(error.at("checklist"));
        }
        for (at, step) in self.checklist.iter_mut().enumerate() {
            let refuse = |reason: String| Error::invalid(format!("checklist[{at}].text"), reason);
            check_line(&step.text, LINE_MAX).map_err(|invalid| refuse(invalid.reason))?;
            step.text = collapse_spaces(&step.text);
            if step.text.is_empty() {
                return Err(refuse("a step has a text".to_owned()));
            }
        }
        crate::point::once(&mut self.backup_owner_ids);
        self.settle_outcome(environment.settings);
        self.due_at = due_at(self, environment.settings)?;
        // A series begins with its first day, also if that was moved forward.
        self.series_on = match self.recurrence {
            None => None,
            Some(_) => self.due_on.min(self.series_on.or(self.due_on)),
        };
        Ok(())
    }

    fn verify(&self, cx: &mut Context<'_>, before: Option<&Self>) -> Result<()> {
        self.require_outcome(&*cx.settings()?, before)?;
        follow_task(cx, before, self)?;
        crate::timeline::moved(cx, before, self)
    }
}

/// The instant after which a task is overdue.
fn due_at(task: &Task, settings: &Settings) -> Result<Option<Timestamp>> {
    let Some(day) = task.due_on else {
        return Ok(None);
    };
    let zone = zone_of(task, settings);
    let at = match task.due_time {
        Some(time) => zone.instant_of(day, time),
        None => match day.checked_add_days(1) {
            Some(next) => zone.start_of(next),
            None => return Err(Error::invalid("due_on", "this day is too late")),
        },
    };
    at.map(Some)
        .map_err(|invalid| Error::invalid("due_on", invalid.reason))
}

/// The zone of a task's day and time.
pub(super) fn zone_of(task: &Task, settings: &Settings) -> TimeZone {
    task.time_zone
        .or(settings.time_zone)
        .unwrap_or(TimeZone::UTC)
}

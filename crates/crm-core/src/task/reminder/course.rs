//! The course of a reminder: what it is after something happened (semantics 4.8).

use chrono::TimeDelta;

use super::record::{Reminder, ReminderState, Snooze, Transfer};
use crate::error::{Error, Result};
use crate::field::UserId;
use crate::settings::{Settings, WorkCalendar};
use crate::task::{RecursFrom, next_instance};
use crate::value::{Date, Timestamp};

/// What the tenant wants of reminders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// When the tenant works, in the reminder's zone.
    pub calendar: WorkCalendar,
    /// How often a reminder may be put off.
    pub snooze_limit: Option<u32>,
    /// For how long after it was first due it may be put off.
    pub snooze_horizon: Option<TimeDelta>,
    /// After how long without an answer it expires.
    pub expiry: Option<TimeDelta>,
}

impl Policy {
    /// The tenant's policy for a reminder.
    pub fn of(settings: &Settings, reminder: &Reminder) -> Self {
        let days = |days: Option<u32>| days.map(|days| TimeDelta::days(i64::from(days)));
        Self {
            calendar: WorkCalendar::of(settings, reminder.time_zone),
            snooze_limit: settings.snooze_limit,
            snooze_horizon: days(settings.snooze_days),
            expiry: days(settings.reminder_expiry_days),
        }
    }
}

/// What happens to a reminder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happening {
    /// It is planned, or planned anew by somebody; its task is due at that instant.
    Plan {
        /// When its task is due.
        task_due: Option<Timestamp>,
    },
    /// Its task is due at another instant now, or at none.
    TaskMoved {
        /// When its task is due.
        task_due: Option<Timestamp>,
    },
    /// Time has passed. If it is due, the host has so long to deliver it.
    Tick {
        /// For how long the host has it.
        lease: TimeDelta,
    },
    /// The host told somebody.
    Delivered {
        /// Whom.
        to: UserId,
    },
    /// Somebody has seen it.
    Acknowledge {
        /// Who.
        by: UserId,
    },
    /// Somebody puts it off.
    Snooze {
        /// Until when.
        until: Timestamp,
        /// Who.
        by: UserId,
    },
    /// Somebody does not want it.
    Dismiss {
        /// Who.
        by: UserId,
    },
    /// It served its purpose.
    Complete {
        /// Who says so.
        by: UserId,
    },
    /// It is handed over.
    Reassign {
        /// To whom.
        to: UserId,
        /// By whom.
        by: UserId,
        /// Why.
        reason: Option<String>,
    },
    /// What it is about is over: done, given up or archived. No series goes on.
    Over {
        /// Whether it was done.
        done: bool,
    },
    /// What it is about goes on after it was over: reopened or restored.
    Resumed {
        /// When its task is due.
        task_due: Option<Timestamp>,
    },
}

/// A reminder after something happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The reminder.
    pub reminder: Reminder,
    /// Whether a host is to deliver it now.
    pub deliver: bool,
}

/// The reminder after something happened at an instant. Refuses what its state does not allow.
pub fn step(
    reminder: &Reminder,
    happening: &Happening,
    policy: &Policy,
    now: Timestamp,
) -> Result<Step> {
    let mut course = Course {
        reminder: reminder.clone(),
        policy,
        now,
    };
    let deliver = course.take(happening)?;
    course.reminder.next_at = course.next_at();
    Ok(Step {
        reminder: course.reminder,
        deliver,
    })
}

struct Course<'p> {
    reminder: Reminder,
    policy: &'p Policy,
    now: Timestamp,
}

impl Course<'_> {
    fn take(&mut self, happening: &Happening) -> Result<bool> {
        use ReminderState as S;
        let state = self.reminder.state;
        if state.is_final() {
            match happening {
                Happening::Plan { .. } | Happening::Resumed { .. } => {}
                // Time and tasks go on without it.
                Happening::Tick { .. } | Happening::TaskMoved { .. } | Happening::Over { .. } => {
                    return Ok(false);
                }
                _ => return Err(self.refuse("is over")),
            }
        }
        match happening {
            Happening::Plan { task_due } => self.plan(*task_due)?,
            Happening::TaskMoved { task_due } => self.follow(*task_due)?,
            Happening::Tick { lease } => return self.tick(*lease),
            Happening::Delivered { to } => {
                // A second report of one delivery says nothing new.
                if state == S::Notified {
                    return Ok(false);
                }
                if state != S::Due {
                    return Err(self.refuse("is not due"));
                }
                self.reminder.state = S::Notified;
                self.reminder.notified_at = Some(self.now);
                self.reminder.notified_user_id = Some(*to);
                self.reminder.leased_until = None;
            }
            Happening::Acknowledge { by } => {
                if !matches!(state, S::Due | S::Notified | S::Acknowledged) {
                    return Err(self.refuse("is not due"));
                }
                self.reminder.state = S::Acknowledged;
                self.answer(*by);
            }
            Happening::Snooze { until, by } => self.snooze(*until, *by)?,
            Happening::Dismiss { by } => {
                self.answer(*by);
                self.finish(S::Dismissed)?;
            }
            Happening::Complete { by } => {
                self.answer(*by);
                self.finish(S::Completed)?;
            }
            Happening::Reassign { to, by, reason } => self.reassign(*to, *by, reason.clone()),
            Happening::Over { done } => {
                self.reminder.state = if *done { S::Completed } else { S::Dismissed };
                self.reminder.leased_until = None;
                self.reminder.ended_with_record = true;
            }
            Happening::Resumed { task_due } => self.resume(*task_due)?,
        }
        Ok(false)
    }

    fn refuse(&self, what: &str) -> Error {
        let state = self.reminder.state.name();
        Error::conflict(format!("the reminder {what}; it is {state}"))
            .at("state")
            .with("state", state)
    }

    fn answer(&mut self, by: UserId) {
        self.reminder.answered_at = Some(self.now);
        self.reminder.answered_by = Some(by);
        self.reminder.leased_until = None;
    }

    /// The instant that was entered, or that its task gives.
    fn planned(&self, task_due: Option<Timestamp>) -> Result<Option<Timestamp>> {
        let reminder = &self.reminder;
        let at = match (
            reminder.remind_at,
            reminder.before_minutes,
            reminder.local_on,
        ) {
            (Some(at), ..) => Some(at),
            (None, Some(minutes), _) => {
                task_due.and_then(|due| due.checked_add(-TimeDelta::minutes(i64::from(minutes))))
            }
            (None, None, Some(day)) => return self.instant(day).map(Some),
            _ => None,
        };
        at.map(|at| self.in_hours(at)).transpose()
    }

    /// The instant of the reminder's local time on a day.
    fn instant(&self, day: Date) -> Result<Timestamp> {
        let time = self
            .reminder
            .local_time
            .ok_or_else(|| Error::invalid("local_time", "a local time is needed"))?;
        let at = self
            .policy
            .calendar
            .zone
            .instant_of(day, time)
            .map_err(|invalid| Error::invalid("local_on", invalid.reason))?;
        self.in_hours(at)
    }

    fn in_hours(&self, at: Timestamp) -> Result<Timestamp> {
        if self.reminder.working_hours {
            self.policy.calendar.next_working_instant(at)
        } else {
            Ok(at)
        }
    }

    fn today(&self) -> Result<Date> {
        let zone = self.policy.calendar.zone;
        zone.date_at(self.now)
            .map_err(|invalid| Error::internal(invalid.reason))
    }

    /// A reminder whose task has no due time waits for one.
    fn plan(&mut self, task_due: Option<Timestamp>) -> Result<()> {
        let at = self.planned(task_due)?;
        let reminder = &mut self.reminder;
        reminder.state = ReminderState::Scheduled;
        reminder.due_at = at;
        reminder.original_due_at = at;
        reminder.instance_on = reminder.local_on;
        reminder.missed = 0;
        reminder.leased_until = None;
        reminder.ended_with_record = false;
        Ok(())
    }

    /// Goes on where it ended with what it is about: at the time that it was moved to by hand, else
    /// at the planned one. What somebody answered stays answered, and instances that came meanwhile
    /// were nobody's to deal with.
    fn resume(&mut self, task_due: Option<Timestamp>) -> Result<()> {
        if !std::mem::take(&mut self.reminder.ended_with_record) {
            return Ok(());
        }
        self.reminder.state = ReminderState::Scheduled;
        self.follow(task_due)?;
        if self.reminder.due_at.is_some_and(|due| due <= self.now) {
            self.go_on()?;
        }
        Ok(())
    }

    /// Relative reminders follow their task's due time unless moved by hand.
    fn follow(&mut self, task_due: Option<Timestamp>) -> Result<()> {
        if self.reminder.before_minutes.is_none() || self.reminder.moved_by_hand {
            return Ok(());
        }
        let at = self.planned(task_due)?;
        let reminder = &mut self.reminder;
        reminder.due_at = at;
        reminder.original_due_at = at;
        if at.is_none_or(|at| at > self.now) {
            reminder.state = ReminderState::Scheduled;
            reminder.leased_until = None;
        }
        Ok(())
    }

    fn tick(&mut self, lease: TimeDelta) -> Result<bool> {
        use ReminderState as S;
        if self.has_expired() {
            self.finish(S::Expired)?;
        }
        let come = self.reminder.due_at.is_some_and(|due| due <= self.now);
        let waiting = matches!(self.reminder.state, S::Scheduled | S::Snoozed);
        let collapsed = if self.reminder.state.is_final() || (waiting && !come) {
            0
        } else {
            self.collapse()?
        };
        let deliver = match self.reminder.state {
            S::Scheduled | S::Snoozed => come,
            S::Due => self
                .reminder
                .leased_until
                .is_none_or(|until| until <= self.now),
            S::Notified | S::Acknowledged => collapsed > 0,
            S::Dismissed | S::Completed | S::Expired => false,
        };
        if deliver {
            self.reminder.state = S::Due;
            self.reminder.leased_until = self.now.checked_add(lease);
            self.reminder.deliveries = self.reminder.deliveries.saturating_add(1);
        }
        Ok(deliver)
    }

    fn has_expired(&self) -> bool {
        use ReminderState as S;
        self.reminder.state == S::Notified && self.expires_at().is_some_and(|at| at <= self.now)
    }

    /// What nobody was told of does not expire: delivery is at least once.
    fn expires_at(&self) -> Option<Timestamp> {
        self.reminder.notified_at?.checked_add(self.policy.expiry?)
    }

    /// Instances of a series whose time has come become one, the last of them, with the count of
    /// the others. Answers how many came beside the one that there was.
    fn collapse(&mut self) -> Result<u32> {
        let seen = self.reminder.state == ReminderState::Acknowledged;
        let mut came: u32 = 0;
        while let Some((day, at)) = self.following()? {
            if at > self.now {
                break;
            }
            came = came.saturating_add(1);
            self.reminder.instance_on = Some(day);
            self.reminder.due_at = Some(at);
            self.reminder.original_due_at = Some(at);
            if came >= 10_000 {
                break;
            }
        }
        // An instance that somebody has seen was not missed.
        let missed = if seen { came.saturating_sub(1) } else { came };
        self.reminder.missed = if seen && came > 0 {
            missed
        } else {
            self.reminder.missed.saturating_add(missed)
        };
        if came > 0 {
            // Another instance was put off by nobody yet.
            self.reminder.snoozes.clear();
        }
        Ok(came)
    }

    /// The instance after this one by schedule.
    fn following(&self) -> Result<Option<(Date, Timestamp)>> {
        let reminder = &self.reminder;
        let (Some(rule), Some(first), Some(current)) =
            (reminder.recurrence, reminder.local_on, reminder.instance_on)
        else {
            return Ok(None);
        };
        if reminder.recurs_from == RecursFrom::Completion {
            return Ok(None);
        }
        match rule.next(first, current) {
            None => Ok(None),
            Some(day) => Ok(Some((day, self.instant(day)?))),
        }
    }

    /// Puts it off to a later instant, within what the policy allows.
    fn snooze(&mut self, until: Timestamp, by: UserId) -> Result<()> {
        use ReminderState as S;
        let state = self.reminder.state;
        if !matches!(state, S::Due | S::Notified | S::Acknowledged | S::Snoozed) {
            return Err(self.refuse("is not due"));
        }
        if until <= self.now {
            return Err(Error::invalid(
                "until",
                "a reminder is put off to a later instant",
            ));
        }
        let count = u32::try_from(self.reminder.snoozes.len()).unwrap_or(u32::MAX);
        if let Some(limit) = self.policy.snooze_limit.filter(|limit| count >= *limit) {
            let message = "the reminder was put off too often";
            return Err(Error::limit("snoozes", u64::from(limit), message).at("until"));
        }
        let latest = self
            .policy
            .snooze_horizon
            .zip(self.reminder.original_due_at)
            .and_then(|(horizon, due)| due.checked_add(horizon));
        if latest.is_some_and(|latest| until > latest) {
            return Err(Error::invalid(
                "until",
                "the tenant does not put reminders off so far",
            ));
        }
        self.answer(by);
        self.reminder.snoozes.push(Snooze {
            at: self.now,
            by,
            until,
        });
        self.reminder.moved_by_hand = true;
        self.reminder.state = S::Snoozed;
        self.reminder.due_at = Some(until);
        Ok(())
    }

    /// Keeps the due time, that of a snooze too; waits for it if it has not come, else is due to the
    /// new assignee.
    fn reassign(&mut self, to: UserId, by: UserId, reason: Option<String>) {
        use ReminderState as S;
        let from = self.reminder.assignee_id;
        self.reminder.transfers.push(Transfer {
            at: self.now,
            by,
            from,
            to,
            reason,
        });
        self.reminder.assignee_id = Some(to);
        self.reminder.leased_until = None;
        let come = self.reminder.due_at.is_some_and(|due| due <= self.now);
        self.reminder.state = if come { S::Due } else { S::Scheduled };
    }

    /// Ends it, or goes on with the next of its series.
    fn finish(&mut self, state: ReminderState) -> Result<()> {
        self.reminder.leased_until = None;
        self.reminder.state = state;
        self.go_on()
    }

    /// Schedules the next of its series, if there is one.
    fn go_on(&mut self) -> Result<()> {
        let (Some(rule), Some(first), Some(current)) = (
            self.reminder.recurrence,
            self.reminder.local_on,
            self.reminder.instance_on,
        ) else {
            return Ok(());
        };
        let from = self.reminder.recurs_from;
        let today = self.today()?;
        let mut next = next_instance(&rule, from, first, current, today).map(|next| next.on);
        // An instance whose time has passed today is answered too.
        while let Some(day) = next {
            let at = self.instant(day)?;
            if at > self.now {
                self.reminder.state = ReminderState::Scheduled;
                self.reminder.instance_on = Some(day);
                self.reminder.due_at = Some(at);
                self.reminder.original_due_at = Some(at);
                self.reminder.missed = 0;
                self.reminder.snoozes.clear();
                return Ok(());
            }
            let base = if from == RecursFrom::Completion {
                today
            } else {
                first
            };
            next = rule.next(base, day);
        }
        Ok(())
    }

    /// The next instant at which time alone changes something.
    fn next_at(&self) -> Option<Timestamp> {
        use ReminderState as S;
        let reminder = &self.reminder;
        let following = || self.following().ok().flatten().map(|(_, at)| at);
        let earliest = |times: &[Option<Timestamp>]| times.iter().copied().flatten().min();
        match reminder.state {
            S::Scheduled | S::Snoozed => reminder.due_at,
            S::Due => reminder.leased_until.or(reminder.due_at),
            S::Notified => earliest(&[following(), self.expires_at()]),
            S::Acknowledged => following(),
            S::Dismissed | S::Completed | S::Expired => None,
        }
    }
}

//! Telling somebody something at a time (semantics 4.8).
//!
//! The course of a reminder is one pure function, [`step`]: from the record, what happened, the
//! tenant's policy and the instant follow the record as it is then. Operations only load, step and
//! save.
//!
//! | state | ends by |
//! |---|---|
//! | `scheduled`, `snoozed` | its time: `due` |
//! | `due` | the host's report that it was delivered: `notified` |
//! | `notified` | an answer, or the policy's expiry |
//! | `acknowledged` | a later answer, or the next instance of its series |
//! | `completed`, `dismissed`, `expired` | nothing; a series goes on as `scheduled` |
//!
//! Times of a series are local wall time. A time that clocks skip is read with the offset from
//! before the gap, and of a time that happens twice the first is meant (RFC 5545, 3.3.5).

mod answer;
mod course;
mod create;
mod follow;
mod read;
mod reassign;
mod record;
mod snooze;
mod tick;
mod update;

pub use answer::{
    AcknowledgeReminder, CompleteReminder, DismissReminder, RemoveReminder, ReportReminder,
    SnoozeReminder,
};
pub use course::{Happening, Policy, Step, step};
pub(super) use create::for_task;
pub use create::{CreateReminder, NewReminder};
pub(super) use follow::{apply, carry_over, follow_task, of_task};
pub use read::ListReminders;
pub use reassign::ReassignReminder;
pub use record::{
    Reminder, ReminderDraft, ReminderId, ReminderPatch, ReminderState, Snooze, Transfer,
};
pub use snooze::{SnoozePreset, snooze_until};
pub use tick::{DueReminder, DueReminders, Recipient, Tick};
pub use update::UpdateReminder;

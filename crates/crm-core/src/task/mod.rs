//! What is to be done, and who is told of it when (group ACT, semantics 4.8).
//!
//! A [`Task`] is due on a day or at a time of it, in a zone; it is about any records, and it may
//! return ([`Recurrence`](crate::value::Recurrence)). A [`Reminder`] tells somebody something at a
//! time; its course is a pure function, [`step`]. The engine has no clock of its own and no threads:
//! the host calls `tasks.tick` as often as it likes, tells its users what that yields, and says that
//! it did.
//!
//! ```
//! use crm_core::task::{CreateTask, NewReminder, TaskDraft, Tick};
//!
//! let session = crm_core::memory::session("admin");
//! session.tasks().create(CreateTask {
//!     task: TaskDraft {
//!         subject: "Send the offer".into(),
//!         due_on: Some("2026-01-01".parse()?),
//!         due_time: Some("01:00".parse()?),
//!         ..TaskDraft::default()
//!     },
//!     reminders: vec![NewReminder { before_minutes: Some(60), ..NewReminder::default() }],
//!     ..CreateTask::default()
//! })?;
//! // The simulated clock stands at the beginning of 2026: the hour has come.
//! let due = session.tasks().tick(Tick::default())?;
//! assert_eq!(due.due.len(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod agenda;
mod assign;
mod complete;
mod create;
mod lifecycle;
mod outcome;
mod read;
mod record;
mod recur;
pub mod reminder;
mod settle;
mod statistics;
mod update;

#[cfg(test)]
mod tests;

pub use agenda::{Agenda, AgendaTask, AgendaWhose, Bucket, ListAgenda, bucket};
pub use assign::AssignTask;
pub use complete::{CompleteTask, ReopenTask, SetTaskStatus, TaskCompleted};
pub use create::{CreateTask, TaskDetail};
pub use lifecycle::{ArchiveTask, PurgeTask, RestoreTask};
pub use outcome::{OUTCOMES, outcomes};
pub use read::{GetTask, ListTasks};
pub use record::{
    ChecklistItem, RecursFrom, Task, TaskDraft, TaskId, TaskKind, TaskPatch, TaskStatus,
};
pub use recur::{Instance, next_instance};
pub use reminder::{
    AcknowledgeReminder, CompleteReminder, CreateReminder, DismissReminder, DueReminder,
    DueReminders, Happening, ListReminders, NewReminder, Policy, ReassignReminder, Recipient,
    Reminder, ReminderDraft, ReminderId, ReminderPatch, ReminderState, RemoveReminder,
    ReportReminder, Snooze, SnoozePreset, SnoozeReminder, Step, Tick, Transfer, UpdateReminder,
    snooze_until, step,
};
pub use statistics::{GetTaskStatistics, TaskStatistics};
pub use update::UpdateTask;

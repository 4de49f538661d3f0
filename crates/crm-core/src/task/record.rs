//! The task record: each field declared once.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::contact::Priority;
use crate::field::{Element, FieldKind, Id, Merge, Part, ScalarKind, SearchColumn, UserId, label};
use crate::team::TeamId;
use crate::value::{ClockTime, Date, Recurrence, TimeZone, Timestamp};

crate::record! {
    /// Something to be done.
    pub struct Task: Task, draft TaskDraft, patch TaskPatch;
    fixed {}
    entered {
        /// What is to be done, in a line.
        subject: String = label("Subject").personal().search(SearchColumn::Name);
        /// What is to be done, at length.
        description: Option<String> = label("Description").personal().search(SearchColumn::Text);
        /// Of what kind it is.
        kind: TaskKind = label("Kind").aliases(&["type"]);
        /// The kind in the tenant's own words, for kind `other`.
        kind_text: Option<String> = label("Kind, own word");
        /// How urgent it is.
        priority: Priority = label("Priority");
        /// The day by whose end it has to be done.
        due_on: Option<Date> = label("Due").indexed();
        /// The time of that day, if not its end.
        due_time: Option<ClockTime> = label("Due time");
        /// The zone of day and time; the tenant's if unset.
        time_zone: Option<TimeZone> = label("Time zone");
        /// Who does it; whoever creates it unless given.
        assignee_id: Option<UserId> = label("Assignee").aliases(&["assigned to"]).indexed();
        /// Users who stand in for the assignee, in order.
        backup_owner_ids: Vec<UserId> = label("Backup assignees").merge(Merge::Union);
        /// The team it belongs to.
        team_id: Option<TeamId> = label("Team");
        /// Steps on the way.
        checklist: Vec<ChecklistItem> = label("Checklist");
        /// How often it returns.
        recurrence: Option<Recurrence> = label("Recurrence");
        /// From when the next one is reckoned.
        recurs_from: RecursFrom = label("Recurs from");
        /// What came of it, in one of the tenant's words.
        outcome: Option<String> = label("Outcome");
        /// What came of it, at length.
        result: Option<String> = label("Result").personal();
    }
    derived {
        /// How far it is.
        status: TaskStatus = label("Status").indexed();
        /// The instant after which it is overdue: its time, or the end of its day.
        due_at: Option<Timestamp> = label("Due at").from(&["due_on", "due_time", "time_zone"]).indexed();
        /// When it was completed.
        completed_at: Option<Timestamp> = label("Completed").indexed();
        /// Who completed it.
        completed_by: Option<UserId> = label("Completed by");
        /// The day with which its series began.
        series_on: Option<Date> = label("Series began").from(&["due_on", "recurrence"]);
        /// The task of the series before it.
        follows_id: Option<TaskId> = label("Follows").indexed();
        /// How many instances of the series before it nobody did; they became this one.
        missed: u32 = label("Missed");
    }
}

/// The id of a task.
pub type TaskId = Id<Task>;

crate::choice! {
    /// Of what kind a task is (ACT-02).
    pub enum TaskKind {
        /// Any piece of work.
        #[default]
        Task = "task",
        /// A call to make.
        Call = "call",
        /// A message to write.
        Email = "email",
        /// A meeting to hold.
        Meeting = "meeting",
        /// A note to oneself.
        Todo = "todo",
        /// A kind of the tenant's own.
        Other = "other",
    }
}

crate::choice! {
    /// How far a task is (ACT-05).
    pub enum TaskStatus {
        /// Nobody has begun.
        #[default]
        Pending = "pending",
        /// Somebody is at it.
        InProgress = "in_progress",
        /// It is done.
        Completed = "completed",
        /// It will not be done.
        Cancelled = "cancelled",
    }
}

impl TaskStatus {
    /// Whether something is still to be done.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Pending | Self::InProgress)
    }
}

crate::choice! {
    /// From when the next of a series is reckoned.
    pub enum RecursFrom {
        /// From the day it was due.
        #[default]
        Schedule = "schedule",
        /// From the day it was done.
        Completion = "completion",
    }
}

/// A step on the way.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChecklistItem {
    /// What is to be done.
    pub text: String,
    /// Whether it is done.
    #[serde(default)]
    pub done: bool,
}

impl Element for ChecklistItem {
    const LIST: FieldKind = FieldKind::Elements(&[
        Part {
            name: "text",
            kind: ScalarKind::Text,
        },
        Part {
            name: "done",
            kind: ScalarKind::Boolean,
        },
    ]);
}

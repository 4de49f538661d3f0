//! What is overdue, due today, this week, later (ACT-22 to ACT-25).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Task, TaskStatus};
use crate::access::{Access, Answer, Permission};
use crate::error::{Error, RecordRef, Result};
use crate::field::{Record, Value, place};
use crate::link;
use crate::operation::{Context, Mode, Operation, Route, live};
use crate::page;
use crate::query::{Filter, Op, Select, Target};
use crate::value::{Date, TimeZone, Timestamp};

crate::choice! {
    /// Where a task stands in an agenda.
    pub enum Bucket {
        /// Its time has passed.
        #[default]
        Overdue = "overdue",
        /// It is due by the end of today.
        Today = "today",
        /// It is due by the end of this week's Sunday.
        ThisWeek = "this_week",
        /// It is due after that.
        Later = "later",
        /// It has no day.
        Undated = "undated",
    }
}

crate::choice! {
    /// Whose tasks an agenda shows.
    pub enum AgendaWhose {
        /// The actor's own.
        #[default]
        Mine = "mine",
        /// Those of the actor's teams.
        Team = "team",
        /// All that the actor sees.
        All = "all",
    }
}

/// Groups open tasks by when they are due, in the viewer's zone.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListAgenda {
    /// Whose tasks.
    #[serde(default)]
    pub whose: AgendaWhose,
    /// Only those about this contact, account or other record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<RecordRef>,
    /// The zone in which days and weeks begin and end; the tenant's if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<TimeZone>,
    /// Shows what is overdue and nothing else.
    #[serde(default)]
    pub overdue_only: bool,
    /// Shows tasks that were completed today too.
    #[serde(default)]
    pub show_completed: bool,
    /// How many tasks of each group; 50 if absent, 500 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Tasks by when they are due; each group in the order of its due times.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Agenda {
    /// Those whose time has passed.
    pub overdue: Vec<AgendaTask>,
    /// Those due by the end of today.
    pub today: Vec<AgendaTask>,
    /// Those due by the end of this week's Sunday.
    pub this_week: Vec<AgendaTask>,
    /// Those due after that.
    pub later: Vec<AgendaTask>,
    /// Those without a day, oldest first.
    pub undated: Vec<AgendaTask>,
    /// Those completed today, if asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub completed: Vec<AgendaTask>,
}

/// A task of an agenda.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct AgendaTask {
    /// The task.
    pub task: Task,
    /// For how many whole days it has been overdue; absent if it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_overdue: Option<u32>,
}

impl Answer for Agenda {
    fn project(&mut self, access: &Access) {
        for group in [
            &mut self.overdue,
            &mut self.today,
            &mut self.this_week,
            &mut self.later,
            &mut self.undated,
            &mut self.completed,
        ] {
            for entry in group {
                entry.task.project(access);
            }
        }
    }
}

/// The instants at which the groups of an agenda begin and end.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    now: Timestamp,
    day: Timestamp,
    tomorrow: Timestamp,
    next_week: Timestamp,
}

impl Bounds {
    fn of(now: Timestamp, zone: TimeZone) -> Option<Self> {
        use chrono::Datelike as _;
        let today = zone.date_at(now).ok()?;
        let weekday = i64::from(today.to_chrono().weekday().number_from_monday());
        let start = |day: Option<Date>| zone.start_of(day?).ok();
        Some(Self {
            now,
            day: start(Some(today))?,
            tomorrow: start(today.checked_add_days(1))?,
            next_week: start(today.checked_add_days(8 - weekday))?,
        })
    }
}

/// Where an open task stands. A task of a day without a time is due until that day ends, and its
/// end belongs to the day.
pub fn bucket(due_at: Option<Timestamp>, now: Timestamp, zone: TimeZone) -> Bucket {
    let (Some(due), Some(bounds)) = (due_at, Bounds::of(now, zone)) else {
        return Bucket::Undated;
    };
    if due <= bounds.now {
        Bucket::Overdue
    } else if due <= bounds.tomorrow {
        Bucket::Today
    } else if due <= bounds.next_week {
        Bucket::ThisWeek
    } else {
        Bucket::Later
    }
}

/// For how many whole days an open task has been overdue.
pub(super) fn days_overdue(task: &Task, now: Timestamp) -> Option<u32> {
    let due = task
        .due_at
        .filter(|due| *due <= now && task.status.is_open())?;
    u32::try_from(now.since(due).num_days()).ok()
}

/// Open tasks.
pub(super) fn open() -> Filter {
    Filter::In {
        target: Target::Field(place!(Task, "status")),
        operands: [TaskStatus::Pending, TaskStatus::InProgress]
            .map(|status| Value::Text(status.name().to_owned()))
            .into(),
    }
}

impl Operation for ListAgenda {
    const NAME: &'static str = "tasks.agenda";
    const PERMISSION: Permission = Permission::ActivityView;
    const ROUTE: Route = Route::get("/activities/agenda");
    const MODE: Mode = Mode::Read;
    type Output = Agenda;

    fn execute(self, cx: &mut Context<'_>) -> Result<Agenda> {
        let limit = page::limit(self.limit)?;
        let zone = self.time_zone.or(cx.settings()?.time_zone);
        let bounds = Bounds::of(cx.now(), zone.unwrap_or(TimeZone::UTC))
            .ok_or_else(|| Error::invalid("time_zone", "this zone has no days now"))?;
        let mut whose = whose(cx, self.whose);
        if let Some(about) = self.about {
            let record =
                crate::records::require_view(cx, about).map_err(|error| error.at("about"))?;
            whose = whose.and(link::about(record.id));
        }
        let due = place!(Task, "due_at");
        page::readable::<Task>(cx, "due_at", due)?;
        let mut group = |from: Option<Timestamp>, until: Option<Timestamp>| {
            let mut filter = open().and(Filter::IsSet(Target::Field(due)));
            for (op, at) in [(Op::Greater, from), (Op::LessOrEqual, until)] {
                filter = filter.and(at.map_or(Filter::All, |at| compare(due, op, at)));
            }
            entries(cx, whose.clone().and(filter), due, limit)
        };
        let mut agenda = Agenda {
            overdue: group(None, Some(bounds.now))?,
            ..Agenda::default()
        };
        if self.overdue_only {
            return Ok(agenda);
        }
        agenda.today = group(Some(bounds.now), Some(bounds.tomorrow))?;
        agenda.this_week = group(Some(bounds.tomorrow), Some(bounds.next_week))?;
        agenda.later = group(Some(bounds.next_week), None)?;
        let undated = open().and(Filter::IsSet(Target::Field(due)).negate());
        let created = crate::field::meta::CREATED_AT;
        agenda.undated = entries(cx, whose.clone().and(undated), created, limit)?;
        if self.show_completed {
            let done = place!(Task, "completed_at");
            let today = compare(done, Op::GreaterOrEqual, bounds.day);
            agenda.completed = entries(cx, whose.and(today), done, limit)?;
        }
        Ok(agenda)
    }
}

fn compare(place: usize, op: Op, at: Timestamp) -> Filter {
    Filter::Compare {
        target: Target::Field(place),
        op,
        operand: Value::Instant(at),
    }
}

/// Whose tasks are shown.
fn whose(cx: &Context<'_>, whose: AgendaWhose) -> Filter {
    let actor = cx.access().actor();
    match whose {
        AgendaWhose::Mine => Filter::equals(
            Target::Field(place!(Task, "assignee_id")),
            Value::Id(actor.user.uuid()),
        ),
        AgendaWhose::Team => Filter::In {
            target: Target::Field(place!(Task, "team_id")),
            operands: actor
                .teams
                .iter()
                .map(|team| Value::Id(team.uuid()))
                .collect(),
        },
        AgendaWhose::All => Filter::All,
    }
}

fn entries(cx: &mut Context<'_>, filter: Filter, by: usize, limit: u32) -> Result<Vec<AgendaTask>> {
    let select = Select::all(Task::DECL)
        .filter(live())
        .filter(filter)
        .sort(Target::Field(by), false)
        .limit(limit);
    let now = cx.now();
    let tasks: Vec<Task> = cx.select(select)?;
    Ok(tasks
        .into_iter()
        .map(|task| AgendaTask {
            days_overdue: days_overdue(&task, now),
            task,
        })
        .collect())
}

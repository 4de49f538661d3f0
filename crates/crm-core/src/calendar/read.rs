//! The calls that give texts for calendars.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::CalendarEntry;
use super::entry::EVENTS;
use crate::access::{Access, Answer, Permission, Veil, plain_answer};
use crate::communication::Communication;
use crate::error::{Error, RecordRef, Result};
use crate::field::{Record, RecordKind, UserId, Value, place};
use crate::link;
use crate::operation::{Context, Mode, Operation, Route};
use crate::page::{self, Page, PageRequest};
use crate::query::{Filter, Op, Target};
use crate::records;
use crate::task::Task;
use crate::value::Timestamp;

/// Gives a task, or a meeting or call, as an iCalendar text.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetCalendarItem {
    /// The kind of item: task or communication.
    pub item_kind: RecordKind,
    /// Which item.
    pub item_id: Uuid,
}

/// Gives tasks, or meetings and calls, as iCalendar texts: those with a time, the earliest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ReadCalendar {
    /// The kind of item: task or communication.
    pub item_kind: RecordKind,
    /// Only those about this contact, account or other record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<RecordRef>,
    /// Only tasks of this assignee, or communications of this owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// Only from this instant on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// Only before this instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Where to go on: the `next` of the text before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// How many items; 50 if absent, 500 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// A text for calendars.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct CalendarText {
    /// One iCalendar object (RFC 5545), with lines that end in CR LF; empty if there is no entry.
    /// Objects may follow each other in a file.
    pub text: String,
    /// How many entries it has.
    pub entries: u32,
    /// Where the next text goes on; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

// Records are projected before their text is written.
plain_answer!(CalendarText);

impl Operation for GetCalendarItem {
    const NAME: &'static str = "calendar.item";
    const PERMISSION: Permission = Permission::ActivityView;
    const ROUTE: Route = Route::get("/calendar/{item_kind}/{item_id}");
    const MODE: Mode = Mode::Read;
    type Output = CalendarText;

    fn permission(&self) -> Permission {
        records::view(self.item_kind)
    }

    fn execute(self, cx: &mut Context<'_>) -> Result<CalendarText> {
        let entry = match self.item_kind {
            RecordKind::Task => {
                let mut task: Task = cx.load(self.item_id.into())?;
                task.project(cx.access());
                task.into()
            }
            RecordKind::Communication => {
                let mut one: Communication = cx.load(self.item_id.into())?;
                one.project(cx.access());
                event(cx.access(), one).ok_or_else(|| {
                    let reason = "a meeting or a call with a time is an event";
                    Error::invalid("item_id", reason)
                })?
            }
            kind => return Err(no_calendar(kind)),
        };
        written(cx, &[entry], None)
    }
}

impl Operation for ReadCalendar {
    const NAME: &'static str = "calendar.read";
    const PERMISSION: Permission = Permission::ActivityView;
    const ROUTE: Route = Route::get("/calendar/{item_kind}");
    const MODE: Mode = Mode::Read;
    type Output = CalendarText;

    fn permission(&self) -> Permission {
        records::view(self.item_kind)
    }

    fn execute(self, cx: &mut Context<'_>) -> Result<CalendarText> {
        match self.item_kind {
            RecordKind::Task => {
                let mut page = self.tasks(cx)?;
                page.project(cx.access());
                let entries: Vec<_> = page.items.into_iter().map(CalendarEntry::from).collect();
                written(cx, &entries, page.next)
            }
            RecordKind::Communication => {
                let mut page = self.communications(cx)?;
                page.project(cx.access());
                let items = page.items.into_iter();
                let entries: Vec<_> = items.filter_map(|one| event(cx.access(), one)).collect();
                written(cx, &entries, page.next)
            }
            kind => Err(no_calendar(kind)),
        }
    }
}

impl ReadCalendar {
    fn tasks(&self, cx: &mut Context<'_>) -> Result<Page<Task>> {
        let due = page::readable::<Task>(cx, "from", place!(Task, "due_at"))?;
        let mut filters = self.common(cx, &due)?;
        if let Some(user) = self.user_id {
            let target = page::readable::<Task>(cx, "user_id", place!(Task, "assignee_id"))?;
            filters.push(Filter::equals(target, Value::Id(user.uuid())));
        }
        page::list(cx, &self.page("due_at"), filters)
    }

    fn communications(&self, cx: &mut Context<'_>) -> Result<Page<Communication>> {
        let place = place!(Communication, "timeline_at");
        let at = page::readable::<Communication>(cx, "from", place)?;
        let mut filters = self.common(cx, &at)?;
        let kinds = EVENTS.iter();
        filters.push(Filter::In {
            target: Target::Field(place!(Communication, "kind")),
            operands: kinds
                .map(|kind| Value::Text(kind.name().to_owned()))
                .collect(),
        });
        let timed = [
            place!(Communication, "occurred_at"),
            place!(Communication, "scheduled_at"),
        ];
        let timed = timed.map(|place| Filter::IsSet(Target::Field(place)));
        filters.push(Filter::Or(timed.into()));
        if let Some(user) = self.user_id {
            let place = place!(Communication, "owner_id");
            let target = page::readable::<Communication>(cx, "user_id", place)?;
            filters.push(Filter::equals(target, Value::Id(user.uuid())));
        }
        page::list(cx, &self.page("timeline_at"), filters)
    }

    /// What narrows both: the record, and the bounds of the time.
    fn common(&self, cx: &mut Context<'_>, time: &Target) -> Result<Vec<Filter>> {
        let mut filters = vec![Filter::IsSet(time.clone())];
        if let Some(about) = self.about {
            let record = records::require_view(cx, about).map_err(|error| error.at("about"))?;
            filters.push(link::about(record.id));
        }
        for (op, at) in [(Op::GreaterOrEqual, self.from), (Op::Less, self.until)] {
            if let Some(at) = at {
                filters.push(Filter::Compare {
                    target: time.clone(),
                    op,
                    operand: Value::Instant(at),
                });
            }
        }
        Ok(filters)
    }

    fn page(&self, sort: &str) -> PageRequest {
        PageRequest {
            sort: Some(sort.to_owned()),
            cursor: self.cursor.clone(),
            limit: self.limit,
            ..PageRequest::default()
        }
    }
}

/// A communication as its reader sees it. One whose status is hidden looks like one that was merely
/// logged, so nothing is said of how far it is.
fn event(access: &Access, one: Communication) -> Option<CalendarEntry> {
    let status = Veil::over(access, Communication::DECL, "status");
    let mut entry = CalendarEntry::of_communication(one)?;
    entry.status = entry.status.filter(|_| status.is_clear());
    Some(entry)
}

fn no_calendar(kind: RecordKind) -> Error {
    let reason = format!("a {} stands in no calendar", kind.noun());
    Error::invalid("item_kind", reason)
}

fn written(
    cx: &Context<'_>,
    entries: &[CalendarEntry],
    next: Option<String>,
) -> Result<CalendarText> {
    Ok(CalendarText {
        text: cx.formats()?.calendar(entries)?,
        entries: u32::try_from(entries.len()).unwrap_or(u32::MAX),
        next,
    })
}

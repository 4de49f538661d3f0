//! When what a link leads to stands on timelines, was done, and touched somebody.
//!
//! A link carries the times of its item, so that the items of a record come in their order out of one
//! index over its links, however many there are (API-92). The fields are the engine's own: they follow
//! the item, and the item's own fields say who may read a time.

use uuid::Uuid;

use super::ItemLink;
use super::record::{of_kind, to_any};
use crate::communication::Communication;
use crate::error::Result;
use crate::field::{Record, RecordKind, Row, Value, meta, place};
use crate::link::LinkOrigin;
use crate::operation::Context;
use crate::query::{Filter, Keyset, Op, Select, Target};
use crate::records;
use crate::task::Task;
use crate::timeline::TimelineEntry;
use crate::value::Timestamp;

/// The times of an item; none while it is archived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Times {
    /// Where it stands on timelines: when it was or will be, else when it was created.
    pub(crate) timeline: Option<Timestamp>,
    /// When a task was completed or a communication happened.
    pub(crate) done: Option<Timestamp>,
    /// When somebody was in touch by it.
    pub(crate) touched: Option<Timestamp>,
}

impl Times {
    /// Those of a stored item.
    pub(crate) fn of(kind: RecordKind, item: &Row) -> Self {
        if !item.value(meta::ARCHIVED_AT).is_null() {
            return Self::default();
        }
        let at = |place| instant(item, place);
        match kind {
            RecordKind::Communication => Self {
                timeline: at(place!(Communication, "timeline_at")),
                done: at(place!(Communication, "occurred_at")),
                touched: at(place!(Communication, "touched_at")),
            },
            RecordKind::Task => Self {
                timeline: at(meta::CREATED_AT),
                done: at(place!(Task, "completed_at")),
                touched: None,
            },
            RecordKind::TimelineEntry => Self {
                timeline: at(place!(TimelineEntry, "occurred_at")),
                ..Self::default()
            },
            _ => Self {
                timeline: at(meta::CREATED_AT),
                ..Self::default()
            },
        }
    }

    /// When something last happened by an item of a kind. What is only planned has not.
    pub(crate) fn activity(self, kind: RecordKind) -> Option<Timestamp> {
        match kind {
            RecordKind::Communication => self.done,
            _ => self.timeline.max(self.done),
        }
    }
}

impl ItemLink {
    /// The times of its item.
    pub(crate) fn times(&self) -> Times {
        Times {
            timeline: self.timeline_at,
            done: self.done_at,
            touched: self.touched_at,
        }
    }

    pub(super) fn carry(&mut self, times: Times) {
        self.timeline_at = times.timeline;
        self.done_at = times.done;
        self.touched_at = times.touched;
    }
}

/// The fields of a link that hold other times than its item has.
pub(crate) fn stale_times(cx: &mut Context<'_>, link: &ItemLink) -> Result<Vec<&'static str>> {
    let item = cx.row(records::declaration(link.item_kind), link.item_id)?;
    let are = item.map_or_else(Times::default, |item| Times::of(link.item_kind, &item));
    let held = link.times();
    let fields = [
        ("timeline_at", held.timeline, are.timeline),
        ("done_at", held.done, are.done),
        ("touched_at", held.touched, are.touched),
    ];
    let stale = fields.into_iter().filter(|(_, held, are)| held != are);
    Ok(stale.map(|(field, ..)| field).collect())
}

/// A time that links carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Time {
    Timeline,
    Done,
    Touched,
}

impl Time {
    fn field(self) -> usize {
        match self {
            Self::Timeline => place!(ItemLink, "timeline_at"),
            Self::Done => place!(ItemLink, "done_at"),
            Self::Touched => place!(ItemLink, "touched_at"),
        }
    }

    /// Links of which it compares so.
    pub(crate) fn is(self, op: Op, at: Timestamp) -> Filter {
        Filter::Compare {
            target: Target::Field(self.field()),
            op,
            operand: Value::Instant(at),
        }
    }

    /// Links to any of these records of which it is set, a question in the order of it.
    fn of(self, records: &[Uuid], descending: bool) -> Select {
        let item = place!(ItemLink, "item_id");
        let time = Target::Field(self.field());
        Select {
            fields: Some(vec![item, self.field()]),
            ..Select::all(ItemLink::DECL)
                .filter(to_any(records))
                .filter(Filter::IsSet(time.clone()))
                .sort(time, descending)
                .ties(item)
        }
    }
}

/// Where a walk goes on: after a time and, at that, after an item.
pub(crate) type After = (Timestamp, Uuid);

/// The items of a kind about any of some records, by one of their times, latest first, as far as a
/// filter holds for the links. What is about several of the records comes as often, one behind the
/// other.
pub(crate) fn walk(
    cx: &mut Context<'_>,
    (time, kind): (Time, RecordKind),
    records: &[Uuid],
    which: Filter,
    after: Option<After>,
    limit: u32,
) -> Result<Vec<After>> {
    let mut select = time
        .of(records, true)
        .filter(of_kind(kind))
        .filter(which)
        .limit(limit);
    select.after = after.map(|(at, id)| Keyset {
        value: Value::Instant(at),
        id,
    });
    let rows = cx.store().select(&select)?;
    let place = |row: &Row| {
        let item = row.value(place!(ItemLink, "item_id")).as_id()?;
        Some((instant(row, time.field())?, item))
    };
    Ok(rows.iter().filter_map(place).collect())
}

/// Links whose item is one for which a filter holds.
pub(crate) fn leading_to(kind: RecordKind, item: Filter) -> Filter {
    match item {
        Filter::All => Filter::All,
        item => Filter::Forward {
            field: place!(ItemLink, "item_id"),
            to: records::declaration(kind),
            filter: Box::new(item),
        },
    }
}

/// The latest or earliest time of the links to any of some records, to items of one kind or of any,
/// without those that a rule of the tenant made.
pub(crate) fn extreme(
    cx: &mut Context<'_>,
    records: &[Uuid],
    (time, kind): (Time, Option<RecordKind>),
    latest: bool,
) -> Result<Option<Timestamp>> {
    let by_rule = Filter::equals(
        Target::Field(place!(ItemLink, "origin")),
        Value::Text(LinkOrigin::Rule.name().to_owned()),
    );
    let select = time
        .of(records, latest)
        .filter(kind.map_or(Filter::All, of_kind))
        .filter(by_rule.negate())
        .limit(1);
    let rows = cx.store().select(&select)?;
    Ok(rows.first().and_then(|row| instant(row, time.field())))
}

fn instant(row: &Row, place: usize) -> Option<Timestamp> {
    match row.value(place) {
        Value::Instant(at) => Some(*at),
        _ => None,
    }
}

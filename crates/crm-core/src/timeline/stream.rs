//! The items that a timeline shows, in the order of one of their times: which kinds there are, and what
//! the store is asked of each.

use uuid::Uuid;

use super::item::TimelineKind;
use super::query::Wanted;
use crate::access::Veil;
use crate::communication::Communication;
use crate::field::{Record, RecordDecl, RecordKind, Row, UserId, Value, meta, place};
use crate::file::File;
use crate::link::{self, Time};
use crate::note::Note;
use crate::operation::Context;
use crate::query::{Filter, Op, Target};
use crate::records;
use crate::task::Task;
use crate::timeline::TimelineEntry;
use crate::value::text::fold;

/// Items of one kind, by one of their times.
#[derive(Debug)]
pub(super) struct Stream {
    pub(super) decl: &'static RecordDecl,
    /// The field that says when. Whoever may not read it learns the time from no order either.
    by: usize,
    /// Where links carry it.
    pub(super) time: Time,
    /// What the items are on a timeline.
    kinds: &'static [TimelineKind],
    /// The fields that say whose doing it was: the first that is set.
    doers: &'static [&'static str],
}

/// Every stream, in the order of ranks. A task counts as created and as completed.
pub(super) static STREAMS: [Stream; 6] = [
    Stream {
        decl: Communication::DECL,
        by: place!(Communication, "timeline_at"),
        time: Time::Timeline,
        kinds: &[
            TimelineKind::EmailSent,
            TimelineKind::EmailReceived,
            TimelineKind::MeetingScheduled,
            TimelineKind::MeetingHeld,
            TimelineKind::CallMade,
            TimelineKind::CallReceived,
            TimelineKind::MessageSent,
            TimelineKind::MessageReceived,
            TimelineKind::Touch,
            TimelineKind::TouchPlanned,
        ],
        doers: &["owner_id", "created_by"],
    },
    Stream {
        decl: TimelineEntry::DECL,
        by: place!(TimelineEntry, "occurred_at"),
        time: Time::Timeline,
        kinds: &[
            TimelineKind::EmailOpened,
            TimelineKind::EmailClicked,
            TimelineKind::Custom,
        ],
        doers: &["user_id"],
    },
    Stream {
        decl: Task::DECL,
        by: place!(Task, "completed_at"),
        time: Time::Done,
        kinds: &[TimelineKind::TaskCompleted],
        doers: &["completed_by"],
    },
    Stream {
        decl: Task::DECL,
        by: meta::CREATED_AT,
        time: Time::Timeline,
        kinds: &[TimelineKind::TaskCreated],
        doers: &["created_by"],
    },
    Stream {
        decl: Note::DECL,
        by: meta::CREATED_AT,
        time: Time::Timeline,
        kinds: &[TimelineKind::NoteAdded],
        doers: &["owner_id", "created_by"],
    },
    Stream {
        decl: File::DECL,
        by: meta::CREATED_AT,
        time: Time::Timeline,
        kinds: &[TimelineKind::FileAdded],
        doers: &["created_by"],
    },
];

impl Stream {
    /// Whether it can have something that is wanted and that the actor may be shown.
    pub(super) fn serves(&self, cx: &Context<'_>, wanted: &Wanted) -> bool {
        let seen = cx.access().scope(records::view(self.decl.kind)).is_some();
        let readable = self
            .decl
            .fields
            .get(self.by)
            .is_some_and(|field| cx.access().require_read(self.decl, field, false).is_ok());
        seen && readable
            && wanted.any_of(self.kinds)
            && (wanted.channels.is_empty() || self.decl.kind == RecordKind::Communication)
            && (wanted.user.is_none() || self.says_who(cx))
    }

    /// Whether the actor may know whose doing the items were: only if every field that says so may be
    /// read (semantics 4.11).
    fn says_who(&self, cx: &Context<'_>) -> bool {
        let clear = |field: &&str| Veil::over(cx.access(), self.decl, field).is_clear();
        self.doers.iter().all(clear)
    }

    /// Whose doing an item was, if the actor may know.
    pub(super) fn doer(&self, cx: &Context<'_>, item: &Row) -> Option<UserId> {
        let user = |field: &&str| {
            let (place, _) = self.decl.field(field)?;
            item.value(place).as_id().map(UserId::new)
        };
        let doer = self.doers.iter().find_map(user);
        doer.filter(|_| self.says_who(cx))
    }

    /// What the store is asked of the links to the items: the time, and of the items sight and
    /// everything else that it can tell. Only links to items that are live carry a time.
    pub(super) fn filter(&self, cx: &Context<'_>, wanted: &Wanted, person: Option<Uuid>) -> Filter {
        let mut item = cx
            .access()
            .condition(records::view(self.decl.kind), self.decl)
            .and(person.map_or(Filter::All, link::about));
        if let Some(text) = &wanted.text {
            item = item.and(self.says(cx, text));
        }
        if let Some(user) = wanted.user {
            item = item.and(self.done_by(user));
        }
        if !wanted.channels.is_empty() {
            let names = wanted.channels.iter().map(|kind| kind.name().to_owned());
            item = item.and(Filter::In {
                target: Target::Field(place!(Communication, "kind")),
                operands: names.map(Value::Text).collect(),
            });
        }
        let from = wanted.from.map(|at| self.time.is(Op::GreaterOrEqual, at));
        let until = wanted.until.map(|at| self.time.is(Op::Less, at));
        from.into_iter()
            .chain(until)
            .fold(Filter::All, Filter::and)
            .and(link::leading_to(self.decl.kind, item))
    }

    /// Items that have a text somewhere where the actor may read it.
    fn says(&self, cx: &Context<'_>, text: &str) -> Filter {
        let fields = self.decl.fields.iter().enumerate();
        let words = fields.filter(|(_, field)| {
            field.options.search.is_some()
                && cx.access().require_read(self.decl, field, false).is_ok()
        });
        let parts = words.map(|(place, _)| Filter::Compare {
            target: Target::Field(place),
            op: Op::Contains,
            operand: Value::Text(fold(text)),
        });
        Filter::Or(parts.collect())
    }

    /// Items that were a user's doing.
    fn done_by(&self, user: UserId) -> Filter {
        let mut unset = Filter::All;
        let mut parts = Vec::new();
        let places = self.doers.iter().filter_map(|name| self.decl.field(name));
        for target in places.map(|(place, _)| Target::Field(place)) {
            let is = Filter::equals(target.clone(), Value::Id(user.uuid()));
            parts.push(unset.clone().and(is));
            unset = unset.and(Filter::IsSet(target).negate());
        }
        Filter::Or(parts)
    }
}

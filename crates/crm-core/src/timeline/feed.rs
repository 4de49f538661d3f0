//! Several sources in one order: the merge behind every timeline.
//!
//! Each source is sorted as the whole is, and goes on after any place of the whole; so the whole
//! has no gap and no repetition wherever a page ends. A source is read when the next item may be
//! its, and not before: of an account with many deals, only those that changed lately are asked.

use std::collections::{BTreeMap, VecDeque};

use uuid::Uuid;

use super::item::{TimelineItem, TimelineKind, of_change, of_communication, of_entry};
use super::query::Wanted;
use super::reach::{Reached, ids};
use crate::access::{Access, Veil};
use crate::communication::Communication;
use crate::error::{RecordRef, Result};
use crate::field::{Record, RecordDecl, RecordKind, Row, UserId, Value, meta, place};
use crate::file::File;
use crate::link;
use crate::note::Note;
use crate::operation::{Context, live};
use crate::port::AuditQuery;
use crate::query::{Filter, Keyset, Op, Select, Target};
use crate::records;
use crate::task::Task;
use crate::timeline::TimelineEntry;
use crate::value::Timestamp;
use crate::value::text::fold;

/// A place in the order of a timeline: newest first, then by rank of the source, then newest id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) at: Timestamp,
    pub(super) rank: u8,
    pub(super) id: Uuid,
}

impl Place {
    /// The key by which the whole is sorted upwards.
    fn key(self) -> (std::cmp::Reverse<Timestamp>, u8, std::cmp::Reverse<Uuid>) {
        use std::cmp::Reverse;
        (Reverse(self.at), self.rank, Reverse(self.id))
    }

    /// The id behind which a source of a rank goes on at the same instant: all of its items come
    /// later if its rank does, none if it comes before.
    fn id_for(self, rank: u8) -> Uuid {
        match rank.cmp(&self.rank) {
            std::cmp::Ordering::Less => Uuid::nil(),
            std::cmp::Ordering::Equal => self.id,
            std::cmp::Ordering::Greater => Uuid::max(),
        }
    }
}

/// What a source reads.
enum From {
    /// Items, by one of their instants.
    Items {
        decl: &'static RecordDecl,
        by: usize,
        filter: Filter,
    },
    /// The audit chain of a record.
    Changes { record: RecordRef },
}

/// One sorted source.
struct Source {
    rank: u8,
    from: From,
    /// Where to go on reading.
    after: Option<Place>,
    /// Nothing of it is later.
    latest: Timestamp,
    ready: VecDeque<(Place, TimelineItem)>,
    done: bool,
}

/// The sources of a timeline, ready to be read after a place.
pub(super) struct Feed<'w> {
    wanted: &'w Wanted,
    sources: Vec<Source>,
    chunk: u32,
}

/// The kinds of item, by which instant, and what they are on a timeline, in the order of ranks.
fn streams() -> [(&'static RecordDecl, usize, &'static [TimelineKind]); 6] {
    use TimelineKind as T;
    [
        (
            Communication::DECL,
            place!(Communication, "timeline_at"),
            &[
                T::EmailSent,
                T::EmailReceived,
                T::MeetingScheduled,
                T::MeetingHeld,
                T::CallMade,
                T::CallReceived,
                T::MessageSent,
                T::MessageReceived,
                T::Touch,
                T::TouchPlanned,
            ],
        ),
        (
            TimelineEntry::DECL,
            place!(TimelineEntry, "occurred_at"),
            &[T::EmailOpened, T::EmailClicked, T::Custom],
        ),
        (
            Task::DECL,
            place!(Task, "completed_at"),
            &[T::TaskCompleted],
        ),
        (Task::DECL, meta::CREATED_AT, &[T::TaskCreated]),
        (Note::DECL, meta::CREATED_AT, &[T::NoteAdded]),
        (File::DECL, meta::CREATED_AT, &[T::FileAdded]),
    ]
}

/// What the audit chain gives.
const CHANGES: &[TimelineKind] = &[
    TimelineKind::DealStageChanged,
    TimelineKind::FieldChanged,
    TimelineKind::RecordCreated,
    TimelineKind::RecordArchived,
    TimelineKind::RecordRestored,
    TimelineKind::RecordMerged,
    TimelineKind::LeadConverted,
    TimelineKind::LeadUnconverted,
];

impl<'w> Feed<'w> {
    /// The sources for records, after a place.
    pub(super) fn open(
        cx: &mut Context<'_>,
        wanted: &'w Wanted,
        reached: &[Reached],
        after: Option<Place>,
        chunk: u32,
    ) -> Result<Self> {
        let ids = ids(reached);
        // Tasks are told of twice, and asked for once.
        let mut known: BTreeMap<RecordKind, Option<Filter>> = BTreeMap::new();
        let mut sources = Vec::new();
        for (rank, (decl, by, kinds)) in (0..).zip(streams()) {
            // An order by what the actor may not read would tell it.
            let readable = decl
                .fields
                .get(by)
                .is_some_and(|field| cx.access().require_read(decl, field, false).is_ok());
            if !readable || !wanted.any_of(kinds) {
                continue;
            }
            let about = match known.get(&decl.kind) {
                Some(about) => about.clone(),
                None => link::about_any_of_kind(cx, decl.kind, &ids)?,
            };
            known.insert(decl.kind, about.clone());
            let Some(about) = about else { continue };
            let filter = wanted.filter(cx, decl, by, about);
            let from = From::Items { decl, by, filter };
            sources.push(Source::new(rank, from, after, Timestamp::MAX));
        }
        if wanted.any_of(CHANGES) && wanted.takes_changes() {
            let rank = 6;
            let own = reached.first().into_iter();
            let staged = reached.iter().skip(1).filter(|one| {
                // Of what rolls up, the way through its stages is told on the account too.
                records::declaration(one.record.kind)
                    .field("stage_id")
                    .is_some()
            });
            sources.extend(own.chain(staged).map(|one| {
                let record = one.record;
                Source::new(rank, From::Changes { record }, after, one.changed_at)
            }));
        }
        Ok(Self {
            wanted,
            sources,
            chunk,
        })
    }

    /// The next item, if there is one.
    pub(super) fn next(&mut self, cx: &mut Context<'_>) -> Result<Option<(Place, TimelineItem)>> {
        loop {
            let first = self.sources.iter().filter_map(Source::first);
            let first = first.min_by_key(|place| place.key());
            // Whatever may come before it, or at the same instant, is read first.
            let unread = self.sources.iter_mut().filter(|source| {
                source.is_unread() && first.is_none_or(|first| source.latest >= first.at)
            });
            match unread.max_by_key(|source| source.latest) {
                Some(source) => source.fill(cx, self.wanted, self.chunk)?,
                None => break,
            }
        }
        let ready = self.sources.iter_mut().filter(|source| !source.is_empty());
        let first = ready.min_by_key(|source| source.first().map(Place::key));
        Ok(first.and_then(|source| source.ready.pop_front()))
    }
}

impl Source {
    fn new(rank: u8, from: From, after: Option<Place>, latest: Timestamp) -> Self {
        Self {
            rank,
            from,
            after,
            latest: after.map_or(latest, |after| latest.min(after.at)),
            ready: VecDeque::new(),
            done: false,
        }
    }

    /// The place of the next item that it has ready.
    fn first(&self) -> Option<Place> {
        self.ready.front().map(|(place, _)| *place)
    }

    fn is_empty(&self) -> bool {
        self.ready.is_empty()
    }

    /// Whether there may be more than is ready, and nothing is ready.
    fn is_unread(&self) -> bool {
        self.is_empty() && !self.done
    }

    /// Reads on until something is ready or nothing is left.
    fn fill(&mut self, cx: &mut Context<'_>, wanted: &Wanted, chunk: u32) -> Result<()> {
        while self.ready.is_empty() && !self.done {
            let read = match &self.from {
                From::Items { decl, by, filter } => {
                    let (decl, by) = (*decl, *by);
                    let mut select = Select::all(decl)
                        .filter(filter.clone())
                        .sort(Target::Field(by), true)
                        .limit(chunk);
                    select.after = self.after.map(|after| Keyset {
                        value: Value::Instant(after.at),
                        id: after.id_for(self.rank),
                    });
                    let rows = cx.store().select(&select)?;
                    self.take_rows(cx, decl, by, rows, wanted)?
                }
                From::Changes { record } => {
                    let record = *record;
                    self.take_changes(cx, record, wanted, chunk)?
                }
            };
            self.done = read < chunk as usize;
            self.latest = self.after.map_or(self.latest, |after| after.at);
        }
        Ok(())
    }

    fn take_rows(
        &mut self,
        cx: &Context<'_>,
        decl: &'static RecordDecl,
        by: usize,
        rows: Vec<Row>,
        wanted: &Wanted,
    ) -> Result<usize> {
        let read = rows.len();
        for row in rows {
            let Value::Instant(at) = *row.value(by) else {
                continue;
            };
            let place = Place {
                at,
                rank: self.rank,
                id: row.id,
            };
            self.after = Some(place);
            let item = item(cx.access(), decl.kind, by, at, row)?;
            if wanted.takes(&item) {
                self.ready.push_back((place, item));
            }
        }
        Ok(read)
    }

    fn take_changes(
        &mut self,
        cx: &mut Context<'_>,
        record: RecordRef,
        wanted: &Wanted,
        chunk: u32,
    ) -> Result<usize> {
        let earlier_than = match self.after {
            Some(after) => {
                let id = after.id_for(self.rank).as_u128();
                (after.at, u64::try_from(id).unwrap_or(u64::MAX))
            }
            None => (wanted.until.unwrap_or(Timestamp::MAX), u64::MAX),
        };
        let entries = cx.store().audit(&AuditQuery {
            record: Some(record),
            earlier_than: Some(earlier_than),
            limit: chunk,
            ..AuditQuery::default()
        })?;
        let read = entries.len();
        for entry in entries {
            let place = Place {
                at: entry.at,
                rank: self.rank,
                id: Uuid::from_u128(u128::from(entry.sequence)),
            };
            self.after = Some(place);
            let item = of_change(cx.access(), &entry);
            if let Some(item) = item.filter(|item| wanted.takes(item)) {
                self.ready.push_back((place, item));
            }
        }
        Ok(read)
    }
}

/// A stored item as a timeline shows it to somebody. Whose doing it was is said, and asked for, only
/// if every field that says so may be read (semantics 4.11).
fn item(
    access: &Access,
    kind: RecordKind,
    by: usize,
    at: Timestamp,
    row: Row,
) -> Result<TimelineItem> {
    let said = |user: Option<UserId>, fields: &[&str]| {
        let decl = records::declaration(kind);
        let clear = |field: &&str| Veil::over(access, decl, field).is_clear();
        user.filter(|_| fields.iter().all(clear))
    };
    let record = Some(RecordRef { kind, id: row.id });
    let shown = TimelineItem {
        at,
        record,
        ..TimelineItem::default()
    };
    Ok(match kind {
        RecordKind::Communication => {
            let one = Communication::from_row(row)?;
            TimelineItem {
                kind: of_communication(&one),
                by: said(one.owner_id.or(one.created_by), &["owner_id", "created_by"]),
                communication: Some(one),
                ..shown
            }
        }
        RecordKind::Task => {
            let task = Task::from_row(row)?;
            let created = by == meta::CREATED_AT;
            TimelineItem {
                kind: if created {
                    TimelineKind::TaskCreated
                } else {
                    TimelineKind::TaskCompleted
                },
                by: if created {
                    said(task.created_by, &["created_by"])
                } else {
                    said(task.completed_by, &["completed_by"])
                },
                task: Some(task),
                ..shown
            }
        }
        RecordKind::Note => {
            let note = Note::from_row(row)?;
            TimelineItem {
                kind: TimelineKind::NoteAdded,
                by: said(
                    note.owner_id.or(note.created_by),
                    &["owner_id", "created_by"],
                ),
                note: Some(note),
                ..shown
            }
        }
        RecordKind::File => {
            let file = File::from_row(row)?;
            TimelineItem {
                kind: TimelineKind::FileAdded,
                by: said(file.created_by, &["created_by"]),
                file: Some(file),
                ..shown
            }
        }
        _ => {
            let entry = TimelineEntry::from_row(row)?;
            TimelineItem {
                kind: of_entry(&entry),
                by: said(entry.user_id, &["user_id"]),
                entry: Some(entry),
                ..shown
            }
        }
    })
}

impl Wanted {
    /// What the store is asked of a kind of item: sight and everything that it can tell.
    fn filter(
        &self,
        cx: &Context<'_>,
        decl: &'static RecordDecl,
        by: usize,
        about: Filter,
    ) -> Filter {
        let sight = cx.access().condition(records::view(decl.kind), decl);
        let mut filter = live()
            .and(about)
            .and(self.person.map_or(Filter::All, link::about))
            .and(Filter::IsSet(Target::Field(by)))
            .and(sight);
        for (op, at) in [(Op::GreaterOrEqual, self.from), (Op::Less, self.until)] {
            if let Some(at) = at {
                filter = filter.and(Filter::Compare {
                    target: Target::Field(by),
                    op,
                    operand: Value::Instant(at),
                });
            }
        }
        if let Some(text) = &self.text {
            let words = decl.fields.iter().enumerate().filter(|(_, field)| {
                field.options.search.is_some()
                    && cx.access().require_read(decl, field, false).is_ok()
            });
            let parts = words.map(|(place, _)| Filter::Compare {
                target: Target::Field(place),
                op: Op::Contains,
                operand: Value::Text(fold(text)),
            });
            filter = filter.and(Filter::Or(parts.collect()));
        }
        if let (RecordKind::Communication, false) = (decl.kind, self.channels.is_empty()) {
            let names = self.channels.iter().map(|kind| kind.name().to_owned());
            filter = filter.and(Filter::In {
                target: Target::Field(place!(Communication, "kind")),
                operands: names.map(Value::Text).collect(),
            });
        }
        filter
    }
}

//! Several sources in one order: the merge behind every timeline.
//!
//! Each source is sorted as the whole is, and goes on after any place of the whole; so the whole
//! has no gap and no repetition wherever a page ends. Items are found by the times that their links
//! carry, and milestones as the store keeps them: either comes out of an index in its order, so that a
//! page reads what it shows, however much there is. A source is read when the next place may be its,
//! and not before; and no further than where the page is full without it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use chrono::TimeDelta;
use uuid::Uuid;

use super::item::{TimelineItem, TimelineKind, of_change, shown};
use super::query::Wanted;
use super::reach::{Reached, ids};
use super::stream::{STREAMS, Stream};
use crate::error::{RecordRef, Result};
use crate::field::{RecordKind, Row, Value};
use crate::link;
use crate::operation::Context;
use crate::port::AuditQuery;
use crate::query::{Filter, Op, Select, Target};
use crate::records;
use crate::value::Timestamp;

/// A place in the order of a timeline: newest first, then by rank of the source, then newest id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) at: Timestamp,
    pub(super) rank: u8,
    pub(super) id: Uuid,
}

impl Place {
    /// The key by which the whole is sorted upwards.
    fn key(self) -> (Reverse<Timestamp>, u8, Reverse<Uuid>) {
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

/// What stands at a place.
enum Found {
    /// An item, not read yet.
    Item(&'static Stream),
    Change(Box<TimelineItem>),
}

/// What a source reads.
enum From {
    /// Links, by the time of a stream.
    Links {
        stream: &'static Stream,
        filter: Filter,
    },
    /// The milestones in the audit chain of a record.
    Changes { record: RecordRef },
}

/// One sorted source.
struct Source {
    rank: u8,
    from: From,
    /// Where to go on reading.
    after: Option<Place>,
    /// Nothing of it that is not ready is later.
    latest: Timestamp,
    ready: VecDeque<(Place, Found)>,
    done: bool,
}

/// The sources of a timeline, ready to be read after a place.
pub(super) struct Feed<'w> {
    wanted: &'w Wanted,
    /// The records that the items are about.
    about: Vec<Uuid>,
    sources: Vec<Source>,
}

/// What the audit chain gives, behind all streams.
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
        cx: &Context<'_>,
        wanted: &'w Wanted,
        reached: &[Reached],
        after: Option<Place>,
    ) -> Self {
        let about = ids(reached);
        // What is about somebody whose items all stand here is all that is gone through.
        let (about, person) = match wanted.person {
            Some(person) if about.contains(&person) => (vec![person], None),
            person => (about, person),
        };
        let mut sources = Vec::new();
        for (rank, stream) in (0..).zip(&STREAMS) {
            if stream.serves(cx, wanted) {
                let filter = stream.filter(cx, wanted, person);
                let from = From::Links { stream, filter };
                sources.push(Source::new(rank, from, after, Timestamp::MAX));
            }
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
        Self {
            wanted,
            about,
            sources,
        }
    }

    /// What stands at the next so many places, without what is not wanted there; and whether
    /// something may stand behind them.
    pub(super) fn read(
        &mut self,
        cx: &mut Context<'_>,
        many: usize,
    ) -> Result<(Vec<(Place, TimelineItem)>, bool)> {
        let mut places = Vec::new();
        while places.len() < many
            && let Some(next) = self.next(cx, many, many - places.len())?
        {
            places.push(next);
        }
        let is_full = places.len() == many;
        let mut items = load(cx, places)?;
        items.retain(|(_, item)| self.wanted.takes(item));
        Ok((items, is_full))
    }

    /// The next place, if there is one, of which so many are still missing.
    fn next(
        &mut self,
        cx: &mut Context<'_>,
        chunk: usize,
        missing: usize,
    ) -> Result<Option<(Place, Found)>> {
        loop {
            let first = self.sources.iter().filter_map(Source::first);
            let first = first.min_by_key(|place| place.key());
            // Whatever may come before it, or at the same instant, is read first: what reaches
            // furthest, and items before milestones.
            let unread = self.sources.iter().enumerate().filter(|(_, source)| {
                source.is_unread() && first.is_none_or(|first| source.latest >= first.at)
            });
            let Some((next, _)) = unread.min_by_key(|(_, source)| Reverse(source.latest)) else {
                break;
            };
            let floor = self.floor(missing);
            if let Some(source) = self.sources.get_mut(next) {
                source.fill(cx, self.wanted, &self.about, chunk, floor)?;
            }
        }
        let ready = self.sources.iter_mut().filter(|source| !source.is_empty());
        let first = ready.min_by_key(|source| source.first().map(Place::key));
        Ok(first.and_then(|source| source.ready.pop_front()))
    }

    /// The instant at which so many places are found already: of what is earlier none is among them.
    fn floor(&self, missing: usize) -> Option<Timestamp> {
        let ready = self.sources.iter().flat_map(|source| &source.ready);
        let mut found: Vec<Timestamp> = ready.map(|(place, _)| place.at).collect();
        found.sort_unstable_by_key(|at| Reverse(*at));
        found.get(missing.checked_sub(1)?).copied()
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

    /// The first place that it has ready.
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

    /// Reads on until something is ready, or nothing is left down to the floor.
    fn fill(
        &mut self,
        cx: &mut Context<'_>,
        wanted: &Wanted,
        about: &[Uuid],
        chunk: usize,
        floor: Option<Timestamp>,
    ) -> Result<()> {
        let limit = u32::try_from(chunk).unwrap_or(u32::MAX);
        match &self.from {
            From::Links { stream, filter } => {
                let (stream, mut filter) = (*stream, filter.clone());
                if let Some(floor) = floor {
                    filter = stream.time.is(Op::GreaterOrEqual, floor).and(filter);
                }
                let after = self.after.map(|after| (after.at, after.id_for(self.rank)));
                let of = (stream.time, stream.decl.kind);
                let read = link::walk(cx, of, about, filter, after, limit)?;
                let is_full = read.len() == chunk;
                self.take_links(stream, read);
                match floor {
                    _ if is_full => self.latest = self.after.map_or(self.latest, |after| after.at),
                    Some(floor) => match floor.checked_add(-TimeDelta::microseconds(1)) {
                        Some(below) => self.latest = below,
                        None => self.done = true,
                    },
                    None => self.done = true,
                }
            }
            From::Changes { record } => {
                let record = *record;
                while self.is_unread() {
                    let read = self.take_changes(cx, record, wanted, limit)?;
                    self.done = read < chunk;
                    self.latest = self.after.map_or(self.latest, |after| after.at);
                }
            }
        }
        Ok(())
    }

    /// What is about several of the records comes once for each, one behind the other.
    fn take_links(&mut self, stream: &'static Stream, read: Vec<link::After>) {
        for (at, id) in read {
            let rank = self.rank;
            let place = Place { at, rank, id };
            if self.after != Some(place) {
                self.after = Some(place);
                self.ready.push_back((place, Found::Item(stream)));
            }
        }
    }

    fn take_changes(
        &mut self,
        cx: &mut Context<'_>,
        record: RecordRef,
        wanted: &Wanted,
        limit: u32,
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
            limit,
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
            if let Some(item) = of_change(cx.access(), &entry) {
                self.ready.push_back((place, Found::Change(Box::new(item))));
            }
        }
        Ok(read)
    }
}

/// Reads the items that stand at places, those of a kind in one question. That the actor sees them was
/// asked when they were found.
fn load(cx: &mut Context<'_>, places: Vec<(Place, Found)>) -> Result<Vec<(Place, TimelineItem)>> {
    let mut wanted: BTreeMap<RecordKind, BTreeSet<Uuid>> = BTreeMap::new();
    for (place, found) in &places {
        if let Found::Item(stream) = found {
            wanted.entry(stream.decl.kind).or_default().insert(place.id);
        }
    }
    let mut rows: BTreeMap<(RecordKind, Uuid), Row> = BTreeMap::new();
    for (kind, ids) in wanted {
        let among = Filter::In {
            target: Target::Id,
            operands: ids.into_iter().map(Value::Id).collect(),
        };
        let read = Select::all(records::declaration(kind)).filter(among);
        let read = cx.store().select(&read)?;
        rows.extend(read.into_iter().map(|row| ((kind, row.id), row)));
    }
    let mut items = Vec::with_capacity(places.len());
    for (place, found) in places {
        let item = match found {
            Found::Change(item) => *item,
            Found::Item(stream) => match rows.get(&(stream.decl.kind, place.id)) {
                Some(row) => shown(cx, stream, place.at, row.clone())?,
                None => continue,
            },
        };
        items.push((place, item));
    }
    Ok(items)
}

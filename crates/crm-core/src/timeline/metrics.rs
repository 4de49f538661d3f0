//! When something last happened with a record: values that follow from what is about it (ACC-34 to
//! ACC-36, AUT-14).
//!
//! They are what a count over all items would give, after every change: a newer item moves them on,
//! and when the item that they rest on is edited, archived or unlinked they are worked out anew. What
//! is about a contact, lead or deal counts for its account too. What a lead or deal does by itself,
//! such as to move on, counts for it alone.

use uuid::Uuid;

use crate::account::Account;
use crate::audit::Action;
use crate::error::{RecordRef, Result};
use crate::field::{Record, RecordDecl, RecordKind, Row, Value, meta};
use crate::link::{self, ItemLink, Time, Times};
use crate::operation::{Context, Stored, live};
use crate::query::{Filter, Select, Target};
use crate::records;
use crate::value::Timestamp;

/// What one item says of the records it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Moments {
    /// When something last happened by it.
    pub(super) activity: Option<Timestamp>,
    /// When somebody was in touch by it.
    pub(super) contact: Option<Timestamp>,
}

impl Moments {
    fn of(kind: RecordKind, times: Times) -> Self {
        Self {
            activity: times.activity(kind),
            contact: times.touched,
        }
    }
}

/// What all items of a record say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Extremes {
    pub(super) last_activity: Option<Timestamp>,
    pub(super) last_contact: Option<Timestamp>,
    pub(super) first_contact: Option<Timestamp>,
}

impl Extremes {
    /// The extremes after one item changed; `None` if only a count over all items tells.
    pub(super) fn after(self, before: Moments, after: Moments) -> Option<Self> {
        let (was, is) = (before.contact, after.contact);
        Some(Self {
            last_activity: later(self.last_activity, before.activity, after.activity)?,
            last_contact: later(self.last_contact, was, is)?,
            first_contact: earlier(self.first_contact, was, is)?,
        })
    }

    /// Whether these might no longer be so without those.
    fn rest_on(self, other: Self) -> bool {
        let is_of = |own: Moment, other: Moment| own.is_some() && own == other;
        is_of(self.last_activity, other.last_activity)
            || is_of(self.last_contact, other.last_contact)
            || is_of(self.first_contact, other.first_contact)
    }

    /// As the fields stand in [`EXTREMES`].
    fn in_order(self) -> [Moment; 3] {
        [self.last_activity, self.last_contact, self.first_contact]
    }

    /// The extremes of both.
    fn with(self, other: Self) -> Self {
        let first = self
            .first_contact
            .into_iter()
            .chain(other.first_contact)
            .min();
        Self {
            last_activity: self.last_activity.max(other.last_activity),
            last_contact: self.last_contact.max(other.last_contact),
            first_contact: first,
        }
    }
}

type Moment = Option<Timestamp>;

/// The latest after one value changed, if the change alone tells.
fn later(latest: Moment, was: Moment, is: Moment) -> Option<Moment> {
    if is.is_some() && is >= latest {
        Some(is)
    } else if was.is_some() && was == latest {
        None
    } else {
        Some(latest)
    }
}

/// The earliest after one value changed, if the change alone tells.
fn earlier(earliest: Moment, was: Moment, is: Moment) -> Option<Moment> {
    let before = |is: Timestamp| earliest.is_none_or(|earliest| is <= earliest);
    if is.is_some_and(before) {
        Some(is)
    } else if was.is_some() && was == earliest {
        None
    } else {
        Some(earliest)
    }
}

fn instant(row: &Row, place: usize) -> Moment {
    match row.value(place) {
        Value::Instant(at) => Some(*at),
        _ => None,
    }
}

/// Lets the links of an item and the records that it is about follow a change of it.
pub(crate) fn moved<R: Stored>(cx: &mut Context<'_>, before: Option<&R>, after: &R) -> Result<()> {
    // A new item has no links yet; each link that it gets brings it along.
    let kind = R::DECL.kind;
    let Some(before) = before.filter(|_| records::ITEMS.contains(&kind)) else {
        return Ok(());
    };
    let [was, is] = [before, after].map(|item| Times::of(kind, &item.to_row()));
    if was == is {
        return Ok(());
    }
    // Every link first: one record may be worked out anew from the links of another.
    let mut links = link::of_item(cx, after.id().uuid())?;
    for link in &mut links {
        *link = cx.gather_anew(link)?;
    }
    let [was, is] = [was, is].map(|times| Moments::of(kind, times));
    for link in links.iter().filter(|link| !link.is_by_rule()) {
        apply(cx, link.record(), was, is)?;
    }
    Ok(())
}

/// An item is about a record from now on.
pub(crate) fn linked(cx: &mut Context<'_>, link: &ItemLink) -> Result<()> {
    attached(cx, link)?;
    let is = Moments::of(link.item_kind, link.times());
    apply(cx, link.record(), Moments::default(), is)
}

/// An item is no longer about a record.
pub(crate) fn unlinked(cx: &mut Context<'_>, link: &ItemLink) -> Result<()> {
    attached(cx, link)?;
    let was = Moments::of(link.item_kind, link.times());
    apply(cx, link.record(), was, Moments::default())
}

/// A file that hangs on a communication is counted there.
fn attached(cx: &mut Context<'_>, link: &ItemLink) -> Result<()> {
    match (link.item_kind, link.record_kind) {
        (RecordKind::File, RecordKind::Communication) => {
            crate::communication::recount_attachments(cx, link.record_id.into())
        }
        _ => Ok(()),
    }
}

/// Works out anew what follows for an account from the records whose account it is.
pub(crate) fn rolled_up(cx: &mut Context<'_>, account: Option<Uuid>) -> Result<()> {
    let Some(id) = account else { return Ok(()) };
    let kind = RecordKind::Account;
    recounted(cx, RecordRef { kind, id }, None)
}

/// Works out anew what follows for a record from what is about it. A lead and a deal say of their
/// own accord too when something happened with them: `own` is the last time that they did. The
/// account follows that a record which held something else belongs to by now.
pub(crate) fn recounted(
    cx: &mut Context<'_>,
    record: RecordRef,
    own: Option<Timestamp>,
) -> Result<()> {
    let decl = records::declaration(record.kind);
    let Some(row) = cx.row(decl, record.id)? else {
        return Ok(());
    };
    let mut now = count(cx, record)?;
    now.last_activity = now.last_activity.max(own);
    let was = extremes(decl, &row);
    write(cx, record, now)?;
    if was == now {
        return Ok(());
    }
    rolled_up(cx, account_of(decl, &row))
}

/// The account that a record rolls up to. What is in the archive rolls up to none, above all a deal
/// that a conversion made and that was taken back (semantics 4.1.11).
fn account_of(decl: &RecordDecl, row: &Row) -> Option<Uuid> {
    let (place, _) = decl.field("account_id")?;
    let live = row.value(meta::ARCHIVED_AT).is_null();
    row.value(place).as_id().filter(|_| live)
}

/// What is about a record is about its account too (semantics 4.10): both accounts follow when it
/// gets another, and its own when it goes to the archive or comes back. Nothing is about a new
/// record yet. Only an account that rests on a record which leaves it is counted anew.
pub(crate) fn account_changed<R: Stored>(
    cx: &mut Context<'_>,
    before: Option<&R>,
    after: &R,
) -> Result<()> {
    let Some(before) = before.filter(|_| records::ENTITIES.contains(&R::DECL.kind)) else {
        return Ok(());
    };
    let rows = [before.to_row(), after.to_row()];
    let [was, is] = rows.each_ref().map(|row| account_of(R::DECL, row));
    if was == is {
        return Ok(());
    }
    let [leaving, coming] = rows;
    for (account, row, leaves) in [(was, leaving, true), (is, coming, false)] {
        let Some(id) = account else { continue };
        let of_record = of_items_of(cx, R::DECL, &row)?;
        let account = RecordRef {
            kind: RecordKind::Account,
            id,
        };
        let Some(held) = cx.row(Account::DECL, id)? else {
            continue;
        };
        let held = extremes(Account::DECL, &held);
        if !leaves {
            write(cx, account, held.with(of_record))?;
        } else if held.rest_on(of_record) {
            recounted(cx, account, None)?;
        }
    }
    Ok(())
}

/// What the items of one contact, lead or deal say. A contact does nothing by itself, so it holds
/// just that.
fn of_items_of(cx: &mut Context<'_>, decl: &'static RecordDecl, row: &Row) -> Result<Extremes> {
    if is_of_items(decl) {
        Ok(extremes(decl, row))
    } else {
        of_items(cx, &[row.id])
    }
}

fn apply(cx: &mut Context<'_>, record: RecordRef, was: Moments, is: Moments) -> Result<()> {
    if was == is || !records::ENTITIES.contains(&record.kind) {
        return Ok(());
    }
    let decl = records::declaration(record.kind);
    let Some(row) = cx.row(decl, record.id)? else {
        return Ok(());
    };
    let next = match extremes(decl, &row).after(was, is) {
        Some(next) => next,
        None => count(cx, record)?,
    };
    write(cx, record, next)?;
    // What is about a contact or a deal is about its account too (semantics 4.10).
    if let Some(id) = account_of(decl, &row) {
        let kind = RecordKind::Account;
        apply(cx, RecordRef { kind, id }, was, is)?;
    }
    Ok(())
}

/// The names of the fields that hold the extremes.
const EXTREMES: [&str; 3] = [
    "last_activity_at",
    "last_contacted_at",
    "first_contacted_at",
];

/// The fields that hold the extremes, those that the kind has.
fn places(decl: &RecordDecl) -> [Option<usize>; 3] {
    EXTREMES.map(|name| decl.field(name).map(|(at, _)| at))
}

pub(super) fn extremes(decl: &RecordDecl, row: &Row) -> Extremes {
    let at = |place: Option<usize>| place.and_then(|place| instant(row, place));
    let [activity, last, first] = places(decl);
    Extremes {
        last_activity: at(activity),
        last_contact: at(last),
        first_contact: at(first),
    }
}

/// The fields of an account or a contact that hold other times than a count over all items gives.
pub(crate) fn stale_times(
    cx: &mut Context<'_>,
    decl: &'static RecordDecl,
    row: &Row,
) -> Result<Vec<&'static str>> {
    let (kind, id) = (decl.kind, row.id);
    let follows = matches!(kind, RecordKind::Account | RecordKind::Contact);
    // What went to the archive follows nothing any more.
    if !follows || !row.value(meta::ARCHIVED_AT).is_null() {
        return Ok(Vec::new());
    }
    let held = extremes(decl, row).in_order();
    let counted = count(cx, RecordRef { kind, id })?.in_order();
    let fields = EXTREMES.into_iter().zip(held.into_iter().zip(counted));
    let stale = fields.filter(|(_, (held, counted))| held != counted);
    Ok(stale.map(|(field, _)| field).collect())
}

/// Writes the extremes of a record that its kind has, if they are others.
fn write(cx: &mut Context<'_>, record: RecordRef, next: Extremes) -> Result<()> {
    let decl = records::declaration(record.kind);
    let Some(before) = cx.row(decl, record.id)? else {
        return Ok(());
    };
    let mut after = before.clone();
    for (place, at) in places(decl).into_iter().zip(next.in_order()) {
        if let Some(value) = place.and_then(|place| after.values.get_mut(place)) {
            *value = at.map_or(Value::Null, Value::Instant);
        }
    }
    if after != before {
        records::carry_row(cx, record.kind, before, after, Action::Update)?;
    }
    Ok(())
}

/// The fields in which records say of their own accord when something happened with them: a deal
/// moved, a lead became another.
const OWN: &[(RecordKind, &[&str])] = &[
    (RecordKind::Deal, &["stage_entered_at"]),
    (
        RecordKind::Lead,
        &["created_at", "qualified_at", "closed_at", "converted_at"],
    ),
];

/// Whether what records of a kind hold is what their items say, and nothing of their own.
fn is_of_items(decl: &RecordDecl) -> bool {
    OWN.iter().all(|(kind, _)| *kind != decl.kind)
}

/// When something last happened with a record by itself.
fn own(decl: &RecordDecl, row: &Row) -> Moment {
    let names = OWN.iter().filter(|(kind, _)| *kind == decl.kind);
    names
        .flat_map(|(_, names)| names.iter())
        .filter_map(|name| instant(row, decl.field(name)?.0))
        .max()
}

/// The extremes over all items of a record and, for an account, of the records whose account it is.
pub(super) fn count(cx: &mut Context<'_>, record: RecordRef) -> Result<Extremes> {
    let mut found = of_items(cx, &[record.id])?;
    let decl = records::declaration(record.kind);
    if let Some(row) = cx.row(decl, record.id)? {
        found.last_activity = found.last_activity.max(own(decl, &row));
    }
    if record.kind != RecordKind::Account {
        return Ok(found);
    }
    for kind in records::ENTITIES {
        let decl = records::declaration(*kind);
        let Some((account, _)) = decl.field("account_id") else {
            continue;
        };
        let of_account = Filter::equals(Target::Field(account), Value::Id(record.id));
        // A merged record is its survivor, who has its own account.
        let of_account = of_account.and(live());
        let said = if is_of_items(decl) {
            held_by(cx, decl, &of_account)?
        } else {
            let select = Select {
                fields: Some(Vec::new()),
                ..Select::all(decl).filter(of_account)
            };
            let rows = cx.store().select(&select)?;
            let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
            of_items(cx, &ids)?
        };
        found = found.with(said);
    }
    Ok(found)
}

/// The extremes over what records of a kind hold; of each extreme one record is read.
fn held_by(cx: &mut Context<'_>, decl: &'static RecordDecl, which: &Filter) -> Result<Extremes> {
    let mut of = |place: Option<usize>, latest| match place {
        Some(place) => extreme(cx, decl, place, which.clone(), latest),
        None => Ok(None),
    };
    let [activity, last, first] = places(decl);
    Ok(Extremes {
        last_activity: of(activity, true)?,
        last_contact: of(last, true)?,
        first_contact: of(first, false)?,
    })
}

/// The times of links in which something last happened, and with items of which kind.
const ACTIVITY: &[(Time, RecordKind)] = &[
    (Time::Done, RecordKind::Communication),
    (Time::Timeline, RecordKind::Task),
    (Time::Done, RecordKind::Task),
    (Time::Timeline, RecordKind::Note),
    (Time::Timeline, RecordKind::File),
    (Time::Timeline, RecordKind::TimelineEntry),
];

/// What the items of records say: of each time one link is read, however many there are.
fn of_items(cx: &mut Context<'_>, records: &[Uuid]) -> Result<Extremes> {
    let mut found = Extremes::default();
    if records.is_empty() {
        return Ok(found);
    }
    for (time, kind) in ACTIVITY {
        let latest = link::extreme(cx, records, (*time, Some(*kind)), true)?;
        found.last_activity = found.last_activity.max(latest);
    }
    found.last_contact = link::extreme(cx, records, (Time::Touched, None), true)?;
    found.first_contact = link::extreme(cx, records, (Time::Touched, None), false)?;
    Ok(found)
}

/// The latest or earliest instant in a field of the records that a filter holds for.
fn extreme(
    cx: &mut Context<'_>,
    decl: &'static RecordDecl,
    place: usize,
    which: Filter,
    latest: bool,
) -> Result<Moment> {
    let select = Select {
        fields: Some(vec![place]),
        ..Select::all(decl)
            .filter(which)
            .filter(Filter::IsSet(Target::Field(place)))
            .sort(Target::Field(place), latest)
            .limit(1)
    };
    let rows = cx.store().select(&select)?;
    Ok(rows.first().and_then(|row| instant(row, place)))
}

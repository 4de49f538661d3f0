//! What was taken off the survivor since a merge, and with it what the merge had let join it: a tag
//! that both had and that nobody has any more does not return. What was taken off and put on again, or
//! stands under another tag that the first was merged into, was not taken off.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::association::Association;
use crate::audit::Action;
use crate::error::{RecordRef, Result};
use crate::field::{RecordDecl, RecordKind, Row, meta};
use crate::merge::{Merge, MergeId, MergedReference};
use crate::operation::{Context, live};
use crate::port::AuditQuery;
use crate::query::Select;
use crate::records;
use crate::reference::{outgoing, references};
use crate::value::Date;

/// So many entries of a record's history are looked at for how it left.
const HISTORY: u32 = 100;

/// The records that left for another that said the same, if that one was taken off since. Asked
/// before anything returns.
pub(super) fn taken_off(cx: &mut Context<'_>, merge: &Merge) -> Result<BTreeSet<RecordRef>> {
    let mut off = BTreeSet::new();
    let mut merges = Merges::new();
    for noted in merge.references.iter().filter(|noted| noted.left()) {
        let Some(id) = noted.into else { continue };
        let kind = noted.kind;
        let stands = standing(cx, RecordRef { kind, id }, &mut merges)?.is_some();
        if !stands && !is_said_again(cx, merge, noted)? {
            off.insert(noted.record());
        }
    }
    Ok(off)
}

/// Whether a live record says of the survivor what one said that left.
fn is_said_again(cx: &mut Context<'_>, merge: &Merge, noted: &MergedReference) -> Result<bool> {
    let decl = records::declaration(noted.kind);
    let row = match &noted.before {
        Some(before) => Some(records::from_wire(noted.kind, before.clone())?),
        None => cx.row(decl, noted.id)?,
    };
    let Some(row) = row else { return Ok(false) };
    let said = said(cx, merge, decl, &row)?;
    for reference in references(merge.record_kind)
        .iter()
        .filter(|to| to.decl == decl)
    {
        let to_survivor = reference.to(merge.record_kind, merge.survivor_id);
        let select = Select::all(decl).filter(live()).filter(to_survivor);
        for other in cx.store().select(&select)? {
            if other.id != noted.id && self::said(cx, merge, decl, &other)? == said {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// What a record says of whom: what it belongs to, each as who it is by now and by which field. Which
/// way round two records were told apart says nothing.
fn said(
    cx: &mut Context<'_>,
    merge: &Merge,
    decl: &'static RecordDecl,
    row: &Row,
) -> Result<BTreeSet<(&'static str, RecordRef)>> {
    let mut said = BTreeSet::new();
    for (field, mut to) in outgoing(decl, row) {
        if !field.belongs() {
            continue;
        }
        if merge.records.iter().any(|record| record.id == to.id) {
            to.id = merge.survivor_id;
        } else if let Some(target) = cx.row(records::declaration(to.kind), to.id)? {
            to.id = target.value(meta::MERGED_INTO).as_id().unwrap_or(to.id);
        }
        let name = match decl.kind {
            RecordKind::DuplicateDecision => "",
            _ => field.name,
        };
        said.insert((name, to));
    }
    Ok(said)
}

/// What left in which merges, each read once.
type Merges = BTreeMap<MergeId, BTreeMap<RecordRef, Option<Uuid>>>;

/// When the association ended that another joined, if it did.
pub(super) fn ended_since(cx: &mut Context<'_>, into: Option<RecordRef>) -> Result<Option<Date>> {
    let Some(into) = into.filter(|into| into.kind == RecordKind::Association) else {
        return Ok(None);
    };
    let Some(Standing::As(id)) = standing(cx, into, &mut Merges::new())? else {
        return Ok(None);
    };
    let into = cx.peek::<Association>(id.into())?;
    Ok(into.and_then(|into| into.ended_on))
}

/// How a record still stands.
enum Standing {
    /// Live, under this id.
    As(Uuid),
    /// A merge removed it, and nobody else: it returns with that merge.
    Merged,
}

/// How a record still stands: it is live, or other merges alone have moved it on. Nothing if somebody
/// has removed it.
fn standing(
    cx: &mut Context<'_>,
    mut record: RecordRef,
    merges: &mut Merges,
) -> Result<Option<Standing>> {
    let decl = records::declaration(record.kind);
    let mut known = BTreeSet::new();
    while known.insert(record.id) {
        if let Some(row) = cx.row(decl, record.id)? {
            if row.value(meta::ARCHIVED_AT).is_null() {
                return Ok(Some(Standing::As(record.id)));
            }
            if let Some(into) = row.value(meta::MERGED_INTO).as_id() {
                record.id = into;
                continue;
            }
        }
        match left_by_merge(cx, record, merges)? {
            None => return Ok(None),
            Some(Left { into: None }) => return Ok(Some(Standing::Merged)),
            Some(Left { into: Some(into) }) => record.id = into,
        }
    }
    Ok(None)
}

/// How a record left in a merge.
struct Left {
    /// For which record, if for one.
    into: Option<Uuid>,
}

/// How a record left, if a merge that holds removed or archived it last.
fn left_by_merge(
    cx: &mut Context<'_>,
    record: RecordRef,
    merges: &mut Merges,
) -> Result<Option<Left>> {
    let entries = cx.store().audit(&AuditQuery {
        record: Some(record),
        newest_first: true,
        limit: HISTORY,
        ..AuditQuery::default()
    })?;
    let left = |action| matches!(action, Action::Purge | Action::Archive | Action::MergeInto);
    let last = entries.iter().find(|entry| left(entry.action));
    let Some(cause) = last.and_then(|entry| entry.cause) else {
        return Ok(None);
    };
    let id = MergeId::new(cause);
    if let Entry::Vacant(unread) = merges.entry(id) {
        let merge: Option<Merge> = cx.peek(id)?;
        let noted = merge.into_iter().flat_map(|merge| merge.references);
        let left = noted.filter(MergedReference::left);
        unread.insert(left.map(|noted| (noted.record(), noted.into)).collect());
    }
    let left = merges.get(&id).and_then(|left| left.get(&record));
    Ok(left.map(|into| Left { into: *into }))
}

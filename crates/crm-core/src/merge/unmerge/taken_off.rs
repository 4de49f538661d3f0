//! What was taken off the survivor since a merge, and with it what the merge had let join it: a tag
//! that both had and that nobody has any more does not return.

use std::collections::BTreeSet;

use crate::association::Association;
use crate::audit::Action;
use crate::error::{RecordRef, Result};
use crate::field::{RecordKind, meta};
use crate::merge::{Merge, MergeId};
use crate::operation::Context;
use crate::port::AuditQuery;
use crate::records;
use crate::value::Date;

/// So many entries of a record's history are looked at for how it left.
const HISTORY: u32 = 100;

/// The records that left for another that said the same, if that one was taken off since. Asked
/// before anything returns.
pub(super) fn taken_off(cx: &mut Context<'_>, merge: &Merge) -> Result<BTreeSet<RecordRef>> {
    let mut off = BTreeSet::new();
    for noted in merge.references.iter().filter(|noted| noted.left()) {
        let Some(id) = noted.into else { continue };
        let kind = noted.kind;
        if standing(cx, RecordRef { kind, id })?.is_none() {
            off.insert(noted.record());
        }
    }
    Ok(off)
}

/// When the association ended that another joined, if it did.
pub(super) fn ended_since(cx: &mut Context<'_>, into: Option<RecordRef>) -> Result<Option<Date>> {
    let Some(into) = into.filter(|into| into.kind == RecordKind::Association) else {
        return Ok(None);
    };
    let Some(Standing::As(id)) = standing(cx, into)? else {
        return Ok(None);
    };
    let into = cx.peek::<Association>(id.into())?;
    Ok(into.and_then(|into| into.ended_on))
}

/// How a record still stands.
enum Standing {
    /// Live, under this id.
    As(uuid::Uuid),
    /// A merge removed it, and nobody else: it returns with that merge.
    Merged,
}

/// How a record still stands: it is live, or other merges alone have moved it on. Nothing if somebody
/// has removed it.
fn standing(cx: &mut Context<'_>, mut record: RecordRef) -> Result<Option<Standing>> {
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
        match left_by_merge(cx, record)? {
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
    into: Option<uuid::Uuid>,
}

/// How a record left, if a merge that holds removed or archived it last.
fn left_by_merge(cx: &mut Context<'_>, record: RecordRef) -> Result<Option<Left>> {
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
    let merge: Option<Merge> = cx.peek(MergeId::new(cause))?;
    let noted = merge.and_then(|merge| {
        let mut noted = merge.references.into_iter();
        noted.find(|noted| noted.record() == record && noted.left())
    });
    Ok(noted.map(|noted| Left { into: noted.into }))
}

//! Which later merges rest on one. Merges that do not touch the same are undone in any order;
//! others newest first (semantics 4.6).

use std::collections::BTreeSet;

use uuid::Uuid;

use super::fields::{age, is_entered, own_age};
use crate::access::Sight;
use crate::audit::Action;
use crate::error::{Error, RecordRef, Result};
use crate::merge::merged::Mergeable;
use crate::merge::{Merge, MergeId, MergedReference, of_survivor};
use crate::operation::Context;
use crate::port::AuditQuery;
use crate::records;

/// Refuses to undo a merge on which a later one rests.
pub(super) fn require_newest<R: Mergeable>(
    cx: &mut Context<'_>,
    merge: &Merge,
    kept_fields: &BTreeSet<String>,
    kept: &BTreeSet<RecordRef>,
) -> Result<()> {
    for id in of_survivor(cx, merge.record_kind, merge.survivor_id)? {
        let Some(later) = cx.peek::<Merge>(id)? else {
            continue;
        };
        if later.undone_at.is_none() && stands_after(&later, merge) {
            let fields = both_changed::<R>(cx, merge, &later, kept_fields)?;
            if !fields.is_empty() {
                return Err(rests(&later).with("fields", fields));
            }
        }
    }
    let written = written_by(cx, merge)?;
    for noted in &merge.references {
        if kept.contains(&noted.record()) || !has_moved_on(cx, noted)? {
            continue;
        }
        for later in merges_since(cx, noted.record(), written)? {
            let later: Option<Merge> = cx.peek(later)?;
            let later = later.filter(|later| later.undone_at.is_none() && later.id != merge.id);
            if let Some(later) = later.filter(|later| touches(later, noted)) {
                return Err(rests(&later));
            }
        }
    }
    Ok(())
}

fn stands_after(later: &Merge, merge: &Merge) -> bool {
    (later.created_at, later.id) > (merge.created_at, merge.id)
}

/// The fields of the survivor that both merges changed and that would return. Of a field that the
/// actor may not read or write neither is said nor done anything.
fn both_changed<R: Mergeable>(
    cx: &mut Context<'_>,
    merge: &Merge,
    later: &Merge,
    kept: &BTreeSet<String>,
) -> Result<Vec<String>> {
    let mut both = Vec::new();
    let changed: BTreeSet<&str> = later
        .fields
        .iter()
        .map(|f| f.change.field.as_str())
        .collect();
    for field in merge.fields.iter().map(|field| &field.change.field) {
        if !is_entered(R::DECL, field) || kept.contains(field) || !changed.contains(field.as_str())
        {
            continue;
        }
        let right = cx.right(R::DECL, field)?;
        if right.write && right.sight == Sight::Full {
            both.push(field.clone());
        }
    }
    // The survivor is as old as the oldest of all that are in it.
    if let Some(own) = own_age(merge)? {
        for record in &later.records {
            if record.id != later.survivor_id && age(record)? < own {
                both.push("created_at".to_owned());
                break;
            }
        }
    }
    Ok(both)
}

/// Whether a record that followed was written since, or is gone.
fn has_moved_on(cx: &mut Context<'_>, noted: &MergedReference) -> Result<bool> {
    let row = cx.row(records::declaration(noted.kind), noted.id)?;
    Ok(row.map(|row| row.version) != noted.version)
}

/// Whether a merge changed of a record what another had changed, or let it join or go.
fn touches(later: &Merge, noted: &MergedReference) -> bool {
    let mut again = later.references.iter();
    again.any(|again| {
        let same = again.record() == noted.record();
        let names = |noted: &MergedReference| -> BTreeSet<String> {
            noted.changes.iter().map(|c| c.field.clone()).collect()
        };
        same && (again.left() || !names(again).is_disjoint(&names(noted)))
    })
}

/// The number of the entry at which everything that a merge wrote to others was written.
pub(super) fn written_by(cx: &mut Context<'_>, merge: &Merge) -> Result<u64> {
    let entries = cx.store().audit(&AuditQuery {
        record: Some(merge.this()),
        cause: None,
        after: None,
        newest_first: false,
        earlier_than: None,
        limit: 1,
    })?;
    Ok(entries.first().map_or(0, |entry| entry.sequence))
}

/// The merges that wrote a record after an entry, as far as their causes say.
fn merges_since(
    cx: &mut Context<'_>,
    record: RecordRef,
    sequence: u64,
) -> Result<BTreeSet<MergeId>> {
    let entries = cx.store().audit(&AuditQuery {
        record: Some(record),
        cause: None,
        after: Some(sequence),
        newest_first: false,
        earlier_than: None,
        limit: u32::MAX,
    })?;
    let causes = entries.into_iter().filter_map(|entry| entry.cause);
    Ok(causes.map(MergeId::new).collect())
}

/// The refusal for a merge whose survivor was merged into another since.
pub(super) fn merged_on<R: Mergeable>(cx: &mut Context<'_>, merge: &Merge) -> Result<Error> {
    let entries = cx.store().audit(&AuditQuery {
        record: Some(RecordRef {
            kind: R::DECL.kind,
            id: merge.survivor_id,
        }),
        cause: None,
        after: None,
        newest_first: true,
        earlier_than: None,
        limit: u32::MAX,
    })?;
    let into = entries
        .iter()
        .find(|entry| entry.action == Action::MergeInto);
    let later = match into.and_then(|entry| entry.cause) {
        Some(cause) => cx.peek::<Merge>(MergeId::new(cause))?,
        None => None,
    };
    Ok(match later {
        Some(later) => rests(&later),
        None => Error::conflict("the survivor was merged into another record since"),
    })
}

fn rests(later: &Merge) -> Error {
    let id: Uuid = later.id.uuid();
    Error::conflict("a later merge rests on this one; undo that one first")
        .at("merge_id")
        .of(later.this())
        .with("merge_id", id.to_string())
}

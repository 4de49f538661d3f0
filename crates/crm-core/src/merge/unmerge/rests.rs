//! Which later merges rest on one. Merges that do not touch the same are undone in any order;
//! others newest first (semantics 4.6).

use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};

use super::fields::{age, is_entered, own_age};
use crate::access::Sight;
use crate::audit::Action;
use crate::error::{Error, RecordRef, Result};
use crate::merge::merged::Mergeable;
use crate::merge::{Merge, MergeId, MergedReference, of_survivor};
use crate::operation::Context;
use crate::port::AuditQuery;
use crate::records;
use crate::reference::seen_among;

/// Refuses to undo a merge on which a later one rests. What followed and was moved on by a merge that
/// the actor does not see is answered instead, and stays where it is: naming that merge would tell
/// of it, and waiting for somebody to undo it would be waiting in vain.
pub(super) fn require_newest<R: Mergeable>(
    cx: &mut Context<'_>,
    merge: &Merge,
    kept_fields: &BTreeSet<String>,
    kept: &BTreeSet<RecordRef>,
) -> Result<BTreeSet<RecordRef>> {
    for id in of_survivor(cx, merge.record_kind, merge.survivor_id)? {
        let Some(later) = cx.peek::<Merge>(id)? else {
            continue;
        };
        if later.undone_at.is_none() && stands_after(&later, merge) {
            let fields = both_changed::<R>(cx, merge, &later, kept_fields)?;
            if !fields.is_empty() {
                return Err(rests(later.this()).with("fields", fields));
            }
        }
    }
    let written = written_by(cx, merge)?;
    let mut known: BTreeMap<MergeId, Option<Later>> = BTreeMap::new();
    let mut held = BTreeSet::new();
    for noted in &merge.references {
        let record = noted.record();
        let there = cx.row(records::declaration(noted.kind), noted.id)?;
        let moved_on = there.as_ref().map(|row| row.version) != noted.version;
        if kept.contains(&record) || !moved_on {
            continue;
        }
        for id in merges_since(cx, record, written)? {
            if id == merge.id {
                continue;
            }
            let later = match known.entry(id) {
                Entry::Occupied(later) => later.into_mut(),
                Entry::Vacant(unknown) => unknown.insert(Later::read(cx, id)?),
            };
            let Some(later) = later.as_ref().filter(|later| later.touches(noted)) else {
                continue;
            };
            // What is gone was the survivor's own, which is in sight.
            let seen = later.seen && (there.is_none() || !seen_among(cx, [record])?.is_empty());
            if seen {
                return Err(rests(later.merge));
            }
            held.insert(record);
        }
    }
    Ok(held)
}

/// What is to be known of a later merge.
struct Later {
    merge: RecordRef,
    /// Whether its survivor is in sight.
    seen: bool,
    /// What it did to records: their fields that it changed, and whether it let them join or go.
    touched: BTreeMap<RecordRef, (BTreeSet<String>, bool)>,
}

impl Later {
    /// Nothing if it was undone, or is no merge.
    fn read(cx: &mut Context<'_>, id: MergeId) -> Result<Option<Self>> {
        let merge: Option<Merge> = cx.peek(id)?;
        let Some(merge) = merge.filter(|merge| merge.undone_at.is_none()) else {
            return Ok(None);
        };
        let survivor = RecordRef {
            kind: merge.record_kind,
            id: merge.survivor_id,
        };
        let seen = !seen_among(cx, [survivor])?.is_empty();
        let this = merge.this();
        let touched = merge.references.into_iter().map(|noted| {
            let (record, left) = (noted.record(), noted.left());
            let fields = noted.changes.into_iter().map(|change| change.field);
            (record, (fields.collect(), left))
        });
        Ok(Some(Self {
            merge: this,
            seen,
            touched: touched.collect(),
        }))
    }

    /// Whether it changed of a record what another had changed, or let it join or go.
    fn touches(&self, noted: &MergedReference) -> bool {
        let touched = self.touched.get(&noted.record());
        touched.is_some_and(|(fields, left)| {
            let mut changed = noted.changes.iter();
            *left || changed.any(|change| fields.contains(&change.field))
        })
    }
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
        Some(later) => rests(later.this()),
        None => Error::conflict("the survivor was merged into another record since"),
    })
}

fn rests(later: RecordRef) -> Error {
    Error::conflict("a later merge rests on this one; undo that one first")
        .at("merge_id")
        .of(later)
        .with("merge_id", later.id.to_string())
}

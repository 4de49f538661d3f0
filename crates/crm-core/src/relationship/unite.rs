//! What becomes of relationships when records become one (semantics 4.6).

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{Relationship, RelationshipId, at_end};
use crate::error::Result;
use crate::field::{RecordKind, place};
use crate::merge::{Entry, Fate, Fates, join};
use crate::operation::Context;

/// Unites relationships, their ends moved already: one that leads from a record to itself means
/// nothing any more, nor does one that closes a circle; the same one twice is there once.
pub(crate) fn unite(
    mut entries: Vec<Entry<Relationship>>,
    circles: &BTreeSet<RelationshipId>,
) -> Fates<Relationship> {
    entries.sort_by_key(|entry| (entry.record.created_at, entry.record.id));
    let mut fates: Fates<Relationship> = Vec::with_capacity(entries.len());
    let mut same: BTreeMap<String, Vec<Relationship>> = BTreeMap::new();
    for Entry { record, .. } in entries {
        let itself = (record.from_kind, record.from_id) == (record.to_kind, record.to_id);
        if record.archived_at.is_some() {
            fates.push((record.id, Fate::Stays(record)));
        } else if itself || circles.contains(&record.id) {
            fates.push((record.id, Fate::Goes));
        } else {
            same.entry(record.identity()).or_default().push(record);
        }
    }
    for records in same.into_values() {
        if let [first, others @ ..] = records.as_slice() {
            let joining = others.iter();
            fates.extend(joining.map(|other| (other.id, Fate::Joins(first.id))));
            fates.push((first.id, Fate::Stays(join(first, others))));
        }
    }
    fates.sort_by_key(|(id, _)| *id);
    fates
}

/// The relationships that would close a circle of referrals, reporting or descent once `members`
/// are one record: those of the last of them first, so that the survivor's own stay.
pub(crate) fn circles(
    cx: &mut Context<'_>,
    kind: RecordKind,
    members: &[Uuid],
    entries: &[(usize, Relationship)],
) -> Result<BTreeSet<RelationshipId>> {
    let mut closing = BTreeSet::new();
    let mut acyclic: Vec<&(usize, Relationship)> = entries
        .iter()
        .filter(|(_, edge)| edge.archived_at.is_none() && edge.kind.is_acyclic())
        .collect();
    acyclic.sort_by_key(|(rank, edge)| (std::cmp::Reverse(*rank), edge.id));
    for (_, edge) in acyclic {
        let is_member = |of: RecordKind, id: &Uuid| of == kind && members.contains(id);
        let (starts, ends) = match (
            is_member(edge.from_kind, &edge.from_id),
            is_member(edge.to_kind, &edge.to_id),
        ) {
            // It goes anyway.
            (true, true) => continue,
            (true, false) => (vec![edge.to_id], members.to_vec()),
            _ => (members.to_vec(), vec![edge.from_id]),
        };
        if leads(cx, edge, starts, &ends, &closing)? {
            closing.insert(edge.id);
        }
    }
    Ok(closing)
}

/// Whether a chain of the same kind leads from one of `starts` to one of `ends`, by other edges
/// than the one asked about and those that go.
fn leads(
    cx: &mut Context<'_>,
    edge: &Relationship,
    starts: Vec<Uuid>,
    ends: &[Uuid],
    going: &BTreeSet<RelationshipId>,
) -> Result<bool> {
    let mut known = starts;
    let mut next = 0;
    while let Some(&id) = known.get(next) {
        next += 1;
        if ends.contains(&id) {
            return Ok(true);
        }
        for other in at_end(cx, place!(Relationship, "from_id"), id)? {
            let follows = other.kind == edge.kind && other.id != edge.id;
            if follows && !going.contains(&other.id) && !known.contains(&other.to_id) {
                known.push(other.to_id);
            }
        }
    }
    Ok(false)
}

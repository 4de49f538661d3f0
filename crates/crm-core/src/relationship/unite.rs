//! What becomes of relationships when records become one (semantics 4.6).

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{RelationKind, Relationship, RelationshipId, at_end};
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
    let is_member = |of: RecordKind, id: &Uuid| of == kind && members.contains(id);
    let mut kinds: Vec<RelationKind> = Vec::new();
    for (_, edge) in &acyclic {
        if !kinds.contains(&edge.kind) {
            kinds.push(edge.kind);
        }
    }
    for kind in kinds {
        let chains = Chains::read(cx, kind, members)?;
        let mut ahead = walk(&chains.onwards, members, &closing);
        let mut behind = walk(&chains.backwards, members, &closing);
        for (_, edge) in acyclic.iter().filter(|(_, edge)| edge.kind == kind) {
            let closes = match (
                is_member(edge.from_kind, &edge.from_id),
                is_member(edge.to_kind, &edge.to_id),
            ) {
                // It goes anyway.
                (true, true) => false,
                (true, false) => behind.contains(&edge.to_id),
                _ => ahead.contains(&edge.from_id),
            };
            if closes {
                closing.insert(edge.id);
                ahead = walk(&chains.onwards, members, &closing);
                behind = walk(&chains.backwards, members, &closing);
            }
        }
    }
    Ok(closing)
}

/// From each record, where relationships lead.
type Steps = BTreeMap<Uuid, Vec<(RelationshipId, Uuid)>>;

/// The relationships of a kind in all chains that begin at the members, every record read once.
/// A circle through a member is made of these.
#[derive(Default)]
struct Chains {
    onwards: Steps,
    backwards: Steps,
}

impl Chains {
    fn read(cx: &mut Context<'_>, kind: RelationKind, members: &[Uuid]) -> Result<Self> {
        let mut chains = Self::default();
        let mut known: BTreeSet<Uuid> = members.iter().copied().collect();
        let mut next = members.to_vec();
        while let Some(id) = next.pop() {
            for edge in at_end(cx, place!(Relationship, "from_id"), id)? {
                if edge.kind != kind {
                    continue;
                }
                let onwards = chains.onwards.entry(id).or_default();
                onwards.push((edge.id, edge.to_id));
                let backwards = chains.backwards.entry(edge.to_id).or_default();
                backwards.push((edge.id, id));
                if known.insert(edge.to_id) {
                    next.push(edge.to_id);
                }
            }
        }
        Ok(chains)
    }
}

/// The records that steps lead to from the members, without the relationships that go.
fn walk(steps: &Steps, members: &[Uuid], going: &BTreeSet<RelationshipId>) -> BTreeSet<Uuid> {
    let mut known: BTreeSet<Uuid> = members.iter().copied().collect();
    let mut next = members.to_vec();
    while let Some(id) = next.pop() {
        for (edge, to) in steps.get(&id).into_iter().flatten() {
            if !going.contains(edge) && known.insert(*to) {
                next.push(*to);
            }
        }
    }
    known
}

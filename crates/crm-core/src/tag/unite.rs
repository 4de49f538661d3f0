//! What becomes of tags when records become one (semantics 4.6, 4.9).

use std::collections::{BTreeMap, BTreeSet};

use super::{TagId, TagLink};
use crate::merge::{Entry, Fate, Fates};

/// Unites the links of records that become one. Of two links with one tag the earlier stays; of
/// tags in one exclusive namespace the survivor's stays, else the earliest.
pub(crate) fn unite(
    mut entries: Vec<Entry<TagLink>>,
    exclusive: &BTreeMap<TagId, String>,
) -> Fates<TagLink> {
    let mut best: BTreeMap<TagId, usize> = BTreeMap::new();
    for entry in &entries {
        let rank = best.entry(entry.record.tag_id).or_insert(entry.rank);
        *rank = (*rank).min(entry.rank);
    }
    // The survivor's tags first, each with its earliest link first.
    entries.sort_by_key(|entry| {
        let record = &entry.record;
        let owner = best.get(&record.tag_id).copied().unwrap_or(entry.rank);
        (owner > 0, record.created_at, record.id)
    });
    let mut tags: BTreeSet<TagId> = BTreeSet::new();
    let mut namespaces: BTreeMap<&str, TagId> = BTreeMap::new();
    let mut fates: Fates<TagLink> = Vec::with_capacity(entries.len());
    for entry in entries {
        let tag = entry.record.tag_id;
        let space = exclusive.get(&tag).map(String::as_str);
        let ousted = space.is_some_and(|space| *namespaces.entry(space).or_insert(tag) != tag);
        let fate = if ousted || !tags.insert(tag) {
            Fate::Goes
        } else {
            Fate::Stays(entry.record.clone())
        };
        fates.push((entry.record.id, fate));
    }
    fates.sort_by_key(|(id, _)| *id);
    fates
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::field::Id;
    use crate::value::Timestamp;

    fn link(id: u128, rank: usize, tag: u128, since: i64) -> Entry<TagLink> {
        let record = TagLink {
            id: Id::new(Uuid::from_u128(id)),
            tag_id: Id::new(Uuid::from_u128(tag)),
            created_at: Timestamp::from_micros(since).unwrap_or_default(),
            ..TagLink::default()
        };
        Entry { rank, record }
    }

    fn staying(entries: Vec<Entry<TagLink>>, exclusive: &[u128]) -> Vec<u128> {
        let spaces = exclusive
            .iter()
            .map(|tag| (Id::new(Uuid::from_u128(*tag)), "tier".to_owned()))
            .collect();
        let fates = unite(entries, &spaces).into_iter();
        let stays = fates.filter(|(_, fate)| matches!(fate, Fate::Stays(_)));
        stays.map(|(id, _)| id.uuid().as_u128()).collect()
    }

    #[test]
    fn the_earliest_link_of_a_tag_stays_4_6() {
        let entries = vec![link(10, 0, 1, 50), link(11, 1, 1, 20), link(12, 1, 2, 90)];
        assert_eq!(staying(entries, &[]), [11, 12]);
    }

    #[test]
    fn the_survivor_keeps_its_tag_in_an_exclusive_namespace_4_9() {
        let entries = vec![link(10, 0, 1, 50), link(11, 1, 2, 20), link(12, 1, 3, 10)];
        assert_eq!(staying(entries, &[1, 2]), [10, 12]);
        // Among the others the earliest.
        let entries = vec![link(11, 1, 1, 50), link(12, 2, 2, 20)];
        assert_eq!(staying(entries, &[1, 2]), [12]);
    }
}

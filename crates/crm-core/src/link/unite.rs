//! What becomes of links when records become one (semantics 4.6).

use std::collections::BTreeSet;

use super::ItemLink;
use crate::merge::{Entry, Fate, Fates};

/// Unites the links of records that become one. Of two links of one item with one record the
/// survivor's stays, else the earliest.
pub(crate) fn unite(mut entries: Vec<Entry<ItemLink>>) -> Fates<ItemLink> {
    entries.sort_by_key(|entry| (entry.rank, entry.record.created_at, entry.record.id));
    let mut known = BTreeSet::new();
    let mut fates: Fates<ItemLink> = entries
        .into_iter()
        .map(|entry| {
            let link = entry.record;
            let new = known.insert((link.item_id, link.record_id));
            let id = link.id;
            (id, if new { Fate::Stays(link) } else { Fate::Goes })
        })
        .collect();
    fates.sort_by_key(|(id, _)| *id);
    fates
}

//! What becomes of shares when records become one (semantics 4.6).

use std::collections::BTreeMap;

use uuid::Uuid;

use super::Share;
use crate::merge::{Entry, Fate, Fates};

/// Unites the shares of records that become one. Of two for one user or team the survivor's stays,
/// else the earliest, at the stronger level; who was let in to one of the records is let in to the
/// whole.
pub(crate) fn unite(mut entries: Vec<Entry<Share>>) -> Fates<Share> {
    entries.sort_by_key(|entry| (entry.rank, entry.record.created_at, entry.record.id));
    let mut staying: BTreeMap<(Uuid, Option<Uuid>), Share> = BTreeMap::new();
    let mut fates: Fates<Share> = Vec::with_capacity(entries.len());
    for Entry { record, .. } in entries {
        let meeting = (record.record_id, record.grantee());
        match staying.get_mut(&meeting) {
            Some(first) => {
                first.level = first.level.max(record.level);
                fates.push((record.id, Fate::Joins(first.id)));
            }
            None => drop(staying.insert(meeting, record)),
        }
    }
    fates.extend(
        staying
            .into_values()
            .map(|share| (share.id, Fate::Stays(share))),
    );
    fates.sort_by_key(|(id, _)| *id);
    fates
}

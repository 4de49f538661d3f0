//! Candidate pairs of a collection, found through shared keys.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::attribute::{EXTRAS, Extra};
use crate::block::{KINDS, keys, share};
use crate::collection::Collection;

/// The blocks of a collection: who shares a key with whom.
#[derive(Debug)]
pub(crate) struct Blocks {
    /// Members of all blocks, block by block, ascending within each.
    members: Vec<u32>,
    /// Where each block starts; one more at the end.
    starts: Vec<u32>,
    /// The blocks of each profile, profile by profile.
    memberships: Vec<u32>,
    /// Where each profile's memberships start; one more at the end.
    rows: Vec<u32>,
}

/// How many comparisons a profile may cause on average, at least and per profile.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget {
    pub(crate) least: u64,
    pub(crate) each: u64,
}

impl Blocks {
    pub(crate) fn of(
        collection: &Collection,
        extras: &[Option<Extra>; EXTRAS],
        budget: Budget,
        threads: usize,
    ) -> Self {
        let count = collection.len() as u64;
        let budget = (budget.least.max(count * budget.each)).min(count.saturating_mul(count));
        // A few kinds at a time, so that the keys in hand stay few.
        let groups: Vec<Range<usize>> = (0..KINDS)
            .step_by(16)
            .map(|first| first..first + 16)
            .collect();
        let next = AtomicUsize::new(0);
        let mut found: Vec<(usize, Grouped)> = std::thread::scope(|scope| {
            let work = || {
                let take = || {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    groups
                        .get(at)
                        .map(|kinds| (at, grouped(collection, extras, kinds.clone(), budget)))
                };
                std::iter::from_fn(take).collect::<Vec<_>>()
            };
            let workers: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(work)).collect();
            workers
                .into_iter()
                .filter_map(|worker| worker.join().ok())
                .flatten()
                .collect()
        });
        // Whoever was first: the order is that of the kinds.
        found.sort_unstable_by_key(|(at, _)| *at);
        let (mut members, mut starts) = (Vec::new(), Vec::new());
        for (_, group) in found {
            let before = u32::try_from(members.len()).unwrap_or(u32::MAX);
            starts.extend(group.starts.iter().map(|start| start + before));
            members.extend(group.members);
        }
        starts.push(u32::try_from(members.len()).unwrap_or(u32::MAX));
        let (rows, memberships) = invert(&members, &starts, collection.len());
        Self {
            members,
            starts,
            memberships,
            rows,
        }
    }

    /// The profiles after `row` that share a block with it, ascending.
    pub(crate) fn after(&self, row: u32, found: &mut Vec<u32>) {
        found.clear();
        let at = |starts: &[u32], place: u32| {
            starts
                .get(place as usize)
                .map_or(0, |start| *start as usize)
        };
        let blocks = self
            .memberships
            .get(at(&self.rows, row)..at(&self.rows, row + 1))
            .unwrap_or(&[]);
        for block in blocks {
            let members = self
                .members
                .get(at(&self.starts, *block)..at(&self.starts, block + 1))
                .unwrap_or(&[]);
            let later = members.partition_point(|member| *member <= row);
            found.extend(members.get(later..).unwrap_or(&[]));
        }
        found.sort_unstable();
        found.dedup();
    }
}

/// Blocks of some kinds.
struct Grouped {
    members: Vec<u32>,
    starts: Vec<u32>,
}

/// The blocks of some kinds that are neither trivial nor too large.
fn grouped(
    collection: &Collection,
    extras: &[Option<Extra>; EXTRAS],
    kinds: Range<usize>,
    budget: u64,
) -> Grouped {
    let mut found: Vec<Vec<(u64, u32)>> = vec![Vec::new(); kinds.len()];
    let mut of_profile = Vec::new();
    for row in 0..u32::try_from(collection.len()).unwrap_or(u32::MAX) {
        keys(&collection.view(row), extras, &mut of_profile);
        for (kind, key) in &of_profile {
            let place = usize::from(*kind).checked_sub(kinds.start);
            if let Some(found) = place.and_then(|place| found.get_mut(place)) {
                found.push((*key, row));
            }
        }
    }
    let (mut members, mut starts) = (Vec::new(), Vec::new());
    for (kind, mut pairs) in kinds.zip(found) {
        pairs.sort_unstable();
        let cap = cap(&pairs, budget / share(kind));
        for block in pairs.chunk_by(|a, b| a.0 == b.0) {
            if (2..=cap).contains(&block.len()) {
                starts.push(u32::try_from(members.len()).unwrap_or(u32::MAX));
                members.extend(block.iter().map(|(_, row)| *row));
            }
        }
    }
    Grouped { members, starts }
}

/// The largest block that a kind may have if all its blocks together are to stay in the budget.
fn cap(pairs: &[(u64, u32)], budget: u64) -> usize {
    /// Blocks so small are never cut off.
    const ALWAYS: usize = 4;
    let mut sizes: Vec<u32> = Vec::new();
    for block in pairs.chunk_by(|a, b| a.0 == b.0) {
        if block.len() > sizes.len() {
            sizes.resize(block.len(), 0);
        }
        if let Some(count) = sizes.get_mut(block.len() - 1) {
            *count += 1;
        }
    }
    let (mut spent, mut cap) = (0_u64, ALWAYS);
    for (size, count) in (1_u64..).zip(&sizes) {
        spent += size * (size - 1) / 2 * u64::from(*count);
        if spent > budget {
            break;
        }
        cap = cap.max(usize::try_from(size).unwrap_or(usize::MAX));
    }
    cap
}

fn invert(members: &[u32], starts: &[u32], rows: usize) -> (Vec<u32>, Vec<u32>) {
    let mut ends = vec![0_u32; rows + 1];
    for member in members {
        if let Some(end) = ends.get_mut(*member as usize + 1) {
            *end += 1;
        }
    }
    let mut sum = 0;
    for end in &mut ends {
        sum += *end;
        *end = sum;
    }
    let starts_of_rows = ends.clone();
    let mut memberships = vec![0; members.len()];
    for (block, bounds) in (0_u32..).zip(starts.windows(2)) {
        let &[from, to] = bounds else { continue };
        for member in members.get(from as usize..to as usize).unwrap_or(&[]) {
            if let Some(place) = ends.get_mut(*member as usize) {
                if let Some(membership) = memberships.get_mut(*place as usize) {
                    *membership = block;
                }
                *place += 1;
            }
        }
    }
    (starts_of_rows, memberships)
}

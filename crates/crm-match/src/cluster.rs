//! From pairs to entities, guarded against chains.

use std::collections::BTreeMap;

use crate::bits::Bits;

/// A pair of profiles and the odds that they are one entity, in hundredths of a bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// The earlier profile.
    pub one: u32,
    /// The later profile.
    pub other: u32,
    /// log2 of the odds.
    pub odds: Bits,
}

/// Unites profiles, the surest pairs first, and gives each profile the number of its entity: that of
/// its first profile.
///
/// Two groups become one only if, over all pairs between them, the odds speak for it on the
/// average, pairs that are not among the links being asked for through `odds`. Odds are cut at
/// `bound` on both sides, so that one very sure pair cannot outvote several contradictions.
pub fn clusters(rows: u32, links: &[Link], bound: Bits, mut odds: impl FnMut(u32, u32) -> Bits) -> Vec<u32> {
    let mut of: Vec<u32> = (0..rows).collect();
    let mut groups: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let mut surest: Vec<Link> = links.iter().copied().filter(|link| link.odds > 0).collect();
    surest.sort_unstable_by_key(|link| (-link.odds, link.one, link.other));
    let mut known: std::collections::HashMap<(u32, u32), Bits> = std::collections::HashMap::new();
    for link in surest {
        let at = |of: &[u32], row: u32| of.get(row as usize).copied().unwrap_or(row);
        let (a, b) = (at(&of, link.one), at(&of, link.other));
        if a == b {
            continue;
        }
        let (first, second) = (a.min(b), a.max(b));
        let mine = groups.get(&first).cloned().unwrap_or_else(|| vec![first]);
        let theirs = groups.get(&second).cloned().unwrap_or_else(|| vec![second]);
        let pairs = mine.len() * theirs.len();
        if pairs > 1 {
            let mut sum = 0_i64;
            for x in &mine {
                for y in &theirs {
                    let key = (*x.min(y), *x.max(y));
                    let of_pair = *known.entry(key).or_insert_with(|| odds(key.0, key.1));
                    sum += i64::from(of_pair.clamp(-bound, bound));
                }
            }
            if sum <= 0 {
                continue;
            }
        }
        for row in &theirs {
            if let Some(of) = of.get_mut(*row as usize) {
                *of = first;
            }
        }
        groups.remove(&second);
        groups.insert(first, [mine, theirs].concat());
    }
    of
}

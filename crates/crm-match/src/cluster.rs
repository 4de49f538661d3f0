//! From pairs to entities, guarded against chains.
//!
//! Following every pair to the next chains strangers together: one wrong pair between two groups of
//! ten makes a hundred wrong ones. So groups are united the surest pair first, and only if all pairs
//! between them speak for it on the average. What a union says about its pairs is given back to
//! them: a doubtful pair inside a sure group is sure, and a pair whose groups were kept apart is
//! none.

use std::collections::BTreeMap;

use crate::bits::Bits;

/// A pair of profiles and the odds that they are one entity, in hundredths of a bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// The earlier profile.
    pub one: u32,
    /// The later profile.
    pub other: u32,
    /// log2 of the odds that the two alone have.
    pub odds: Bits,
    /// The same after the profiles around them have been heard.
    pub resolved: Bits,
}

/// Who is whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entities {
    /// The entity of each profile: the number of its first profile.
    pub of: Vec<u32>,
    /// The links given, resolved, and those between other members of one entity; by profiles.
    pub links: Vec<Link>,
}

impl Entities {
    /// The same for profiles under other numbers.
    pub(crate) fn renumbered(self, numbers: &[u32]) -> Self {
        let new = |row: u32| numbers.get(row as usize).copied().unwrap_or(row);
        // An entity is named after the first of its profiles, and another may be first now.
        let mut first: BTreeMap<u32, u32> = BTreeMap::new();
        for (row, entity) in (0..).zip(&self.of) {
            let number = new(row);
            let known = first.entry(*entity).or_insert(number);
            *known = number.min(*known);
        }
        let mut of = vec![0; self.of.len()];
        for (row, entity) in (0..).zip(&self.of) {
            if let Some(place) = of.get_mut(new(row) as usize) {
                *place = first.get(entity).copied().unwrap_or(*entity);
            }
        }
        let mut links = self.links;
        for link in &mut links {
            let (one, other) = (new(link.one), new(link.other));
            (link.one, link.other) = (one.min(other), one.max(other));
        }
        links.sort_unstable_by_key(|link| (link.one, link.other));
        Self { of, links }
    }
}

/// Odds are cut here on both sides, so that one very sure pair cannot outvote contradictions.
const BOUND: Bits = 1_500;

/// Unites profiles into entities.
///
/// Pairs that are not among the links are asked for through `odds`; only those between groups that
/// may be united are.
pub fn entities(rows: u32, links: &[Link], mut odds: impl FnMut(u32, u32) -> Bits) -> Entities {
    let mut of: Vec<u32> = (0..rows).collect();
    let mut groups: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let mut surest: Vec<Link> = links.iter().copied().filter(|link| link.odds > 0).collect();
    surest.sort_unstable_by_key(|link| (-link.odds, link.one, link.other));
    let mut known: BTreeMap<(u32, u32), Link> = BTreeMap::new();
    for link in surest {
        let at = |row: u32| of.get(row as usize).copied().unwrap_or(row);
        let (a, b) = (at(link.one), at(link.other));
        if a == b {
            continue;
        }
        let (first, second) = (a.min(b), a.max(b));
        let members = |group: u32| groups.get(&group).cloned().unwrap_or_else(|| vec![group]);
        let (mine, theirs) = (members(first), members(second));
        let pairs = || {
            mine.iter()
                .flat_map(|x| theirs.iter().map(move |y| (*x.min(y), *x.max(y))))
        };
        let mut sum = 0_i64;
        for (one, other) in pairs() {
            let of_pair = known.entry((one, other)).or_insert_with(|| {
                let odds = if (one, other) == (link.one, link.other) {
                    link.odds
                } else {
                    odds(one, other)
                };
                Link {
                    one,
                    other,
                    odds,
                    resolved: odds,
                }
            });
            sum += i64::from(of_pair.odds.clamp(-BOUND, BOUND));
        }
        let mean = sum / i64::try_from(mine.len() * theirs.len()).unwrap_or(1);
        let mean = Bits::try_from(mean).unwrap_or(0);
        let is_one = sum > 0;
        for pair in pairs() {
            if let Some(link) = known.get_mut(&pair) {
                link.resolved = if is_one {
                    link.odds.max(mean).max(1)
                } else {
                    link.odds.min(mean).min(-1)
                };
            }
        }
        if is_one {
            for row in &theirs {
                if let Some(of) = of.get_mut(*row as usize) {
                    *of = first;
                }
            }
            groups.remove(&second);
            groups.insert(first, [mine, theirs].concat());
        }
    }
    let given = links.iter().map(|link| ((link.one, link.other), *link));
    let mut all: BTreeMap<(u32, u32), Link> = given.collect();
    all.extend(known);
    Entities {
        of,
        links: all.into_values().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(one: u32, other: u32, odds: Bits) -> Link {
        Link {
            one,
            other,
            odds,
            resolved: odds,
        }
    }

    #[test]
    fn one_doubtful_pair_does_not_chain_two_groups() {
        let links = [link(0, 1, 900), link(2, 3, 900), link(1, 2, 300)];
        let found = entities(4, &links, |_, _| -800);
        assert_eq!(found.of, [0, 0, 2, 2]);
        let between = found
            .links
            .iter()
            .find(|link| (link.one, link.other) == (1, 2));
        assert!(between.is_some_and(|link| link.odds == 300 && link.resolved < 0));
    }

    #[test]
    fn a_group_speaks_for_its_doubtful_pair() {
        let links = [link(0, 1, 900), link(1, 2, 700)];
        let found = entities(3, &links, |_, _| -100);
        assert_eq!(found.of, [0, 0, 0]);
        let outer = found
            .links
            .iter()
            .find(|link| (link.one, link.other) == (0, 2));
        assert!(outer.is_some_and(|link| link.odds == -100 && link.resolved > 0));
    }
}

//! The names that nicknames stand for, for matching.
//!
//! ```
//! use crm_match::nickname;
//!
//! assert!(nickname::alike("bob", "robert") && nickname::alike("bob", "rob"));
//! assert!(!nickname::alike("bob", "rita"));
//! assert!(nickname::stands_for("bob").any(|full| full == "robert"));
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use crate::sorted_lines::SortedLines;

/// One line a nickname: it, a tab, the given names it stands for.
static NICKNAMES: SortedLines = SortedLines::new(include_str!("../data/nicknames.txt"));

/// The given names that a name, as a search key, may be short for; in byte order.
pub fn stands_for(name: &str) -> impl Iterator<Item = &'static str> {
    let line = NICKNAMES.find(|line| split(line).0.cmp(name));
    line.map_or("", |line| split(line).1).split_whitespace()
}

/// Whether two names, as search keys, may be the same person's: one is short for the other, or
/// both are short for a third.
pub fn alike(one: &str, other: &str) -> bool {
    let both = |full| stands_for(one).any(|of| of == full);
    one != other && (both(other) || stands_for(other).any(|full| full == one || both(full)))
}

/// The numbers of the names that a name, as a search key, stands for, its own included; ascending.
///
/// Two names are [`alike`] exactly if they share a number and are not equal. The numbers are those
/// of this edition of the list: whoever stores them stores the edition with them.
pub fn roots(name: &str) -> Vec<u16> {
    static NUMBERS: OnceLock<BTreeMap<&str, u16>> = OnceLock::new();
    let numbers = NUMBERS.get_or_init(|| {
        let names: BTreeSet<&str> = NICKNAMES
            .lines()
            .flat_map(|line| line.split_whitespace())
            .collect();
        names.into_iter().zip(1..).collect()
    });
    let own = numbers.get(name).copied();
    let full = stands_for(name).filter_map(|full| numbers.get(full).copied());
    let mut roots: Vec<u16> = full.chain(own).collect();
    roots.sort_unstable();
    roots.dedup();
    roots
}

fn split(line: &str) -> (&str, &str) {
    line.split_once('\t').unwrap_or((line, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_byte_order_and_in_key_form() {
        let nicknames: Vec<&str> = NICKNAMES.lines().map(|line| split(line).0).collect();
        assert!(nicknames.is_sorted_by(|a, b| a < b));
        for line in NICKNAMES.lines() {
            assert_eq!(crate::text::search_key(line), line);
            assert!(stands_for(split(line).0).next().is_some(), "{line}");
        }
    }

    #[test]
    fn being_alike_goes_both_ways_and_is_no_equality() {
        for (one, other) in [("peggy", "margaret"), ("bill", "will"), ("kathy", "cathy")] {
            assert!(alike(one, other) && alike(other, one), "{one} {other}");
        }
        for (one, other) in [
            ("peggy", "mary"),
            ("maria", "mario"),
            ("", "robert"),
            ("x", "x"),
        ] {
            assert!(!alike(one, other) && !alike(other, one), "{one} {other}");
        }
    }
}

//! The names that nicknames stand for, for matching.
//!
//! ```
//! use crm_core::value::nickname;
//!
//! assert!(nickname::alike("bob", "robert") && nickname::alike("bob", "rob"));
//! assert!(!nickname::alike("bob", "rita"));
//! assert!(nickname::stands_for("bob").any(|full| full == "robert"));
//! ```

use super::sorted_lines::SortedLines;

/// One line a nickname: it, a tab, the given names it stands for.
static NICKNAMES: SortedLines = SortedLines::new(include_str!("../../data/nicknames.txt"));

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
            assert_eq!(crate::value::text::search_key(line), line);
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

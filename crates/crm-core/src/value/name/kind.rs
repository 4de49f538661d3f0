//! Whether a text names one person, several or none.

use super::{
    letter_case::restore_all,
    parse::{NameOrder, is_any_particle, split_words},
    words,
};

/// What a text in a name field stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// One person.
    Person,
    /// Several people under one family name, such as `Mr & Mrs Smith`.
    Household,
    /// A company, a department or a role.
    Organisation,
    /// No name at all: an address, a number, nothing.
    NotAName,
}

/// The family name of several people; nothing if the text names one.
pub(super) fn household(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split(' ').collect();
    if let [first, family @ ..] = words.as_slice()
        && !family.is_empty()
        && words::is_family_word(first)
    {
        return Some(restore_all(family).join(" "));
    }
    if let [middle @ .., last] = words.as_slice()
        && words::is_family_word(last)
    {
        let family = middle
            .strip_prefix(&["The"])
            .or(middle.strip_prefix(&["the"]))
            .unwrap_or(middle);
        return (!family.is_empty()).then(|| restore_all(family).join(" "));
    }
    let (one, other) = words.split_at_checked(couple_at(&words)?)?;
    let other = other.get(1..)?;
    let titled = |words: &[&str]| {
        words
            .first()
            .is_some_and(|word| words::title(word, 2).is_some())
    };
    // Smith & Sons is a firm; Mr & Mrs Smith and John & Jane Smith are couples.
    let is_couple = titled(one) && titled(other) || other.len() >= 2;
    if !is_couple || words::is_organisation_word(words.last()?) {
        return None;
    }
    let restored = restore_all(other);
    let names: Vec<&str> = restored.iter().map(String::as_str).collect();
    split_words(&names, NameOrder::GivenFirst).family
}

/// Whether the last word, or an "and" between two single words, shows that this is no person.
pub(super) fn is_organisation(name: &str) -> bool {
    let words: Vec<&str> = name
        .split([' ', ','])
        .filter(|word| !word.is_empty())
        .collect();
    match words.as_slice() {
        [_, .., last] if words::is_organisation_word(last) => true,
        [only] => words::is_organisation_word(only),
        more => couple_at(more).is_some(),
    }
}

/// Where an "and" stands between two people or firms; von und zu joins particles.
fn couple_at(words: &[&str]) -> Option<usize> {
    let and = words.windows(2).position(|pair| {
        matches!(pair, [before, and]
            if words::is_couple_conjunction(and) && !is_any_particle(before))
    })?;
    Some(and + 1)
}

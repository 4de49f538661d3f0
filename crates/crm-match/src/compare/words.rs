//! Texts of several words.

use super::{Found, Pair};
use crate::attribute::Slot;
use crate::level::{Comparison as C, Level as L};
use crate::measure::{slips, tolerance};
use crate::profile::{Value, View};

/// How far two texts agree, all words being worth the same.
pub(super) fn alike(a: Value<'_>, b: Value<'_>) -> L {
    if a.bytes == b.bytes {
        return L::Exact;
    }
    let (one, other) = (a.text(), b.text());
    if slips(one, other, tolerance(one, other)).is_some() {
        return L::Close;
    }
    if !one.contains(' ') && !other.contains(' ') {
        return L::Different;
    }
    if one.split(' ').collect::<String>() == other.split(' ').collect::<String>() {
        return L::Exact;
    }
    let count = |text: &str| text.split(' ').filter(|word| word.len() > 1).count();
    let shared = one
        .split(' ')
        .filter(|word| word.len() > 1 && other.split(' ').any(|other| is_word(word, other)))
        .count();
    let (fewer, more) = (count(one).min(count(other)), count(one).max(count(other)));
    if shared > 0 && shared == more {
        L::Close
    } else if shared > 1 && shared >= fewer {
        L::Similar
    } else if shared > 0 && 2 * shared >= fewer {
        L::Partial
    } else {
        L::Different
    }
}

fn is_word(one: &str, other: &str) -> bool {
    one == other || slips(one, other, tolerance(one, other)).is_some()
}

impl Pair<'_, '_> {
    /// Names of organisations: rare words count for more.
    pub(super) fn named(&self, c: C, whole: Slot, word: Slot) -> Option<Found> {
        let (a, b) = (self.one.first(whole)?, self.other.first(whole)?);
        if let Some(shared) = self.one.values(whole).find(|mine| self.other.values(whole).any(|theirs| theirs.bytes == mine.bytes)) {
            return Some(self.found(c, whole, L::Exact, shared.frequency));
        }
        let (one, other) = (a.text(), b.text());
        if joined(one) == joined(other) {
            return Some(self.found(c, whole, L::Close, a.frequency.max(b.frequency)));
        }
        if slips(one, other, tolerance(one, other)).is_some() {
            return Some(self.found(c, whole, L::Close, a.frequency.max(b.frequency)));
        }
        if is_acronym(one, other) || is_acronym(other, one) {
            return Some(self.found(c, whole, L::Synonym, a.frequency.max(b.frequency)));
        }
        let (shared, mine) = self.shared_words(self.one, self.other, word);
        let (_, theirs) = self.shared_words(self.other, self.one, word);
        let (fewer, more) = (mine.min(theirs), mine.max(theirs));
        if shared == 0 || fewer == 0 {
            return Some(self.found(c, whole, L::Different, 0));
        }
        let level = if shared * 100 >= more * 85 {
            L::Close
        } else if shared * 100 >= more * 60 || shared * 100 >= fewer * 95 {
            L::Similar
        } else if shared * 100 >= more * 33 {
            L::Partial
        } else {
            L::Different
        };
        let mut found = self.found(c, whole, level, a.frequency.max(b.frequency));
        if level < L::Different {
            let most = self.model.rarity.get(whole, 0);
            found.surprise = (shared * 8 / 10).clamp(100, most);
        }
        Some(found)
    }

    /// How much the words say that both have, and all words of the first.
    fn shared_words(&self, one: &View<'_>, other: &View<'_>, slot: Slot) -> (i32, i32) {
        let (mut shared, mut all) = (0, 0);
        for mine in one.values(slot) {
            let rarity = self.model.rarity.get(slot, mine.frequency).max(50);
            all += rarity;
            let mut best = 0;
            for theirs in other.values(slot) {
                let worth = if mine.bytes == theirs.bytes {
                    rarity
                } else if is_word(mine.text(), theirs.text()) {
                    rarity.min(self.model.rarity.get(slot, theirs.frequency)) * 8 / 10
                } else if super::is_start(mine.text(), theirs.text()) {
                    rarity.min(self.model.rarity.get(slot, theirs.frequency)) * 6 / 10
                } else {
                    0
                };
                best = worth.max(best);
            }
            shared += best;
        }
        (shared, all)
    }
}

fn joined(text: &str) -> String {
    text.split(' ').collect()
}

/// Whether one is made of the first letters of the other's words.
fn is_acronym(short: &str, long: &str) -> bool {
    let letters = long.split(' ').filter_map(|word| word.chars().next());
    short.len() > 1 && long.contains(' ') && short.chars().eq(letters)
}

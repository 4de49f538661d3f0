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
    let (one, other) = (a.bytes, b.bytes);
    if slips(one, other, tolerance(one, other)).is_some() {
        return L::Close;
    }
    if !one.contains(&b' ') && !other.contains(&b' ') {
        return L::Different;
    }
    if joined(one).eq(joined(other)) {
        return L::Exact;
    }
    let count = |text| parts(text).filter(|word| word.len() > 1).count();
    let met = |one, other| {
        let meets = |word: &&[u8]| word.len() > 1 && parts(other).any(|other| is_word(word, other));
        parts(one).filter(meets).count()
    };
    // Two words of one may meet in one of the other, which counts once.
    let shared = met(one, other).min(met(other, one));
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

/// The words of a text.
pub(super) fn parts(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|byte| *byte == b' ')
}

fn is_word(one: &[u8], other: &[u8]) -> bool {
    one == other || slips(one, other, tolerance(one, other)).is_some()
}

impl Pair<'_, '_> {
    /// Names of organisations: rare words count for more.
    pub(super) fn named(&self, c: C, whole: Slot, word: Slot) -> Option<Found> {
        let (a, b) = (self.one.first(whole)?, self.other.first(whole)?);
        if let Some(shared) = self.one.values(whole).find(|mine| {
            self.other
                .values(whole)
                .any(|theirs| theirs.bytes == mine.bytes)
        }) {
            return Some(self.found(c, whole, L::Exact, shared.frequency));
        }
        let (one, other) = (a.bytes, b.bytes);
        if joined(one).eq(joined(other)) || slips(one, other, tolerance(one, other)).is_some() {
            return Some(self.found(c, whole, L::Close, a.frequency.max(b.frequency)));
        }
        if is_acronym(one, other) || is_acronym(other, one) {
            return Some(self.found(c, whole, L::Synonym, a.frequency.max(b.frequency)));
        }
        let (shared, mine) = self.shared_words(self.one, self.other, word);
        let (other_shared, theirs) = self.shared_words(self.other, self.one, word);
        // Two words of one may meet in one of the other, which counts once.
        let shared = shared.min(other_shared);
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
            let worth = self.worth(slot, mine);
            all += worth;
            let mut best = 0;
            for theirs in other.values(slot) {
                let agreed = if mine.bytes == theirs.bytes {
                    worth
                } else if mine.bytes.first() != theirs.bytes.first() {
                    0
                } else if is_word(mine.bytes, theirs.bytes) {
                    worth.min(self.worth(slot, theirs)) * 8 / 10
                } else if super::is_start(mine.bytes, theirs.bytes) {
                    worth.min(self.worth(slot, theirs)) * 6 / 10
                } else {
                    0
                };
                best = agreed.max(best);
            }
            shared += best;
        }
        (shared, all)
    }

    fn worth(&self, slot: Slot, word: Value<'_>) -> i32 {
        self.model.rarity.get(slot, word.frequency).max(50)
    }
}

/// The bytes of a text without its blanks.
fn joined(text: &[u8]) -> impl Iterator<Item = u8> {
    text.iter().copied().filter(|byte| *byte != b' ')
}

/// Whether one is made of the first letters of the other's words.
fn is_acronym(short: &[u8], long: &[u8]) -> bool {
    let letters = parts(long).filter_map(<[u8]>::first);
    short.len() > 1 && short.len() < long.len() / 2 && short.iter().eq(letters)
}

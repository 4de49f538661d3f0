//! How frequent values are: sharing `Smith` says little, sharing `Dowerg` much.
//!
//! A count is kept as a code of one byte, an eighth of a binary order of magnitude, beside the value
//! itself, so that comparing two profiles looks nothing up.

use crate::attribute::Slot;
use crate::bits::{self, Bits};
use crate::hash::hash;

/// The code of a number of profiles.
pub fn code(count: u32) -> u8 {
    let eighths = bits::log2(f64::from(count.max(1))) * 8 + 50;
    u8::try_from(eighths / 100).unwrap_or(u8::MAX)
}

/// The number of profiles that a code stands for.
pub fn count(code: u8) -> f64 {
    bits::exp2(i32::from(code) * 100 / 8)
}

/// The hash under which a value of a slot is counted.
pub(crate) fn key(slot: Slot, value: &[u8]) -> u64 {
    hash(u64::from(slot.0), value)
}

/// How much a shared value says for each code: log2 of one over the chance that another profile
/// has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rarity(Vec<[i16; 256]>);

impl Rarity {
    /// For so many profiles, of which each entity has `family` on average.
    ///
    /// An entity's own other profiles are no coincidence and do not count. Where only two profiles
    /// share a value made to be unique, few of them do so by accident.
    pub(crate) fn of(profiles: u32, family: f64) -> Self {
        let table = |slot: usize| {
            let accident = coincidence(slot);
            let mut row = [0; 256];
            for (at, rarity) in (0..=u8::MAX).zip(&mut row) {
                let others = count(at) - family;
                let chance = others.max(accident).min(f64::from(profiles)) / f64::from(profiles.max(1));
                *rarity = i16::try_from(-bits::log2(chance)).unwrap_or(0).max(0);
            }
            row
        };
        Self((0..Slot::COUNT).map(table).collect())
    }

    pub(crate) fn get(&self, slot: Slot, code: u8) -> Bits {
        let row = self.0.get(slot.index());
        row.and_then(|row| row.get(usize::from(code)))
            .map_or(0, |rarity| Bits::from(*rarity))
    }
}

/// How many accidental others a value has that no other profile is known to have.
fn coincidence(slot: usize) -> f64 {
    match slot {
        _ if [Slot::EMAIL, Slot::PHONE].iter().any(|unique| unique.index() == slot) => 0.1,
        _ if slot == Slot::EMAIL_LOCAL.index() => 0.5,
        _ => 0.7,
    }
}

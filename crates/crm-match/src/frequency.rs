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
            let (accident, most, own) = coincidence(slot);
            let accident = (accident * f64::from(profiles)).min(most);
            let own = own * family;
            let mut row = [0; 256];
            for (at, rarity) in (0..=u8::MAX).zip(&mut row) {
                let others = count(at) - own;
                let chance =
                    others.max(accident).min(f64::from(profiles)) / f64::from(profiles.max(1));
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

/// The chance of another entity to have a value that is not known to be frequent; the most others
/// that this is taken for; how many times its usual number of profiles an entity may have before
/// a value counts as shared.
fn coincidence(slot: usize) -> (f64, f64, f64) {
    const FIRST_EXTRA: usize = Slot::extra(0).index();
    const EMAIL: usize = Slot::EMAIL.index();
    const LOCAL: usize = Slot::EMAIL_LOCAL.index();
    const PHONE: usize = Slot::PHONE.index();
    const BIRTH: usize = Slot::BIRTH.index();
    const FAMILY: usize = Slot::FAMILY.index();
    const NAME: usize = Slot::NAME.index();
    const STREET: usize = Slot::STREET.index();
    match slot {
        EMAIL | PHONE => (1e-5, 0.1, 3.0),
        LOCAL => (1e-4, 0.5, 2.0),
        // There are some twenty thousand birthdays.
        BIRTH => (5e-5, 0.7, 2.0),
        FAMILY | NAME | STREET => (2e-4, 0.7, 1.0),
        FIRST_EXTRA.. => (1e-4, 0.7, 1.0),
        _ => (1e-3, 0.7, 1.0),
    }
}

//! An entity in the form in which it is stored and compared.
//!
//! A profile is one run of bytes: everything that comparing needs, normalised once, so that reading
//! a candidate costs a walk over some hundred bytes and nothing is computed again. The first byte is
//! the version of the normaliser; a profile of another version must be built anew.
//!
//! Each value is its slot, its length, the frequency code of the value in the collection (0 until a
//! batch fills it in) and its bytes, in ascending order of slots.

use crate::attribute::{EXTRAS, Extra, Slot};

/// The version of the normaliser and of the layout.
pub const VERSION: u8 = 1;

/// Slot, length and frequency.
const HEADER: usize = 3;

/// A normalised entity as bytes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Profile(Vec<u8>);

/// A blocking key: profiles that share one are worth comparing, unless too many share it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// What it is made of; keys of one kind share a cap.
    pub kind: u8,
    /// The key itself, different for each kind.
    pub hash: u64,
}

/// Why stored bytes are no profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// Written by another version of the normaliser; the profile must be built anew.
    Version,
    /// Damaged.
    Damaged,
}

impl Profile {
    /// Lays out values that stand in ascending order of slots.
    pub(crate) fn of(values: &[(Slot, Vec<u8>)]) -> Self {
        let mut bytes = vec![VERSION];
        for (slot, value) in values {
            let length = cut(value);
            bytes.extend([slot.0, length, 0]);
            bytes.extend(value.iter().take(usize::from(length)));
        }
        Self(bytes)
    }

    /// The form in which it is stored.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Reads what [`Self::as_bytes`] gave.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, Unreadable> {
        let (version, mut rest) = bytes.split_first().ok_or(Unreadable::Damaged)?;
        if *version != VERSION {
            return Err(Unreadable::Version);
        }
        let mut last = 0;
        while let [slot, length, _, after @ ..] = rest {
            if *slot < last || usize::from(*slot) >= Slot::COUNT {
                return Err(Unreadable::Damaged);
            }
            last = *slot;
            rest = after
                .get(usize::from(*length)..)
                .ok_or(Unreadable::Damaged)?;
        }
        if !rest.is_empty() || bytes.len() > usize::from(u16::MAX) {
            return Err(Unreadable::Damaged);
        }
        Ok(Self(bytes))
    }

    /// Notes how many profiles of the collection have each value, as `count` answers for the value's
    /// hash. Comparing a profile with strangers to the counting needs it on one side only.
    pub fn note_frequencies(&mut self, mut count: impl FnMut(u64) -> u32) {
        for_each_value(&mut self.0, |slot, value, frequency| {
            *frequency = crate::frequency::code(count(crate::frequency::key(slot, value)));
        });
    }

    /// The hashes under which its values are counted.
    pub fn value_hashes(&self) -> Vec<u64> {
        let mut hashes = Vec::new();
        for_each_value(&mut self.0.clone(), |slot, value, _| {
            hashes.push(crate::frequency::key(slot, value));
        });
        hashes
    }

    /// The keys under which profiles that may be the same entity are found.
    pub fn keys(&self, extras: &[Option<Extra>; EXTRAS]) -> Vec<Key> {
        let mut keys = Vec::new();
        crate::block::keys(&self.view(), extras, &mut keys);
        keys.into_iter()
            .map(|(kind, hash)| Key { kind, hash })
            .collect()
    }

    /// For comparing.
    pub fn view(&self) -> View<'_> {
        View::of(&self.0)
    }
}

/// The longest start of a value that fits, without cutting a character.
fn cut(value: &[u8]) -> u8 {
    let is_inside = |at: usize| value.get(at).is_some_and(|byte| byte & 0xC0 == 0x80);
    let mut length = value.len().min(usize::from(u8::MAX));
    while length > 0 && is_inside(length) {
        length -= 1;
    }
    u8::try_from(length).unwrap_or(u8::MAX)
}

/// A profile opened for comparing: where each slot's values lie.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    bytes: &'a [u8],
    ranges: [(u16, u16); Slot::COUNT],
}

impl<'a> View<'a> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a profile is shorter than 2^16 bytes"
    )]
    pub(crate) fn of(bytes: &'a [u8]) -> Self {
        let mut ranges = [(0, 0); Slot::COUNT];
        let mut at = 1;
        while let Some([slot, length, _]) = bytes.get(at..at + HEADER) {
            let end = at + HEADER + usize::from(*length);
            if let Some(range) = ranges.get_mut(usize::from(*slot)) {
                if range.1 == 0 {
                    range.0 = at as u16;
                }
                range.1 = end as u16;
            }
            at = end;
        }
        Self { bytes, ranges }
    }

    /// The values of a slot.
    pub(crate) fn values(&self, slot: Slot) -> Values<'a> {
        let (start, end) = self.ranges.get(slot.index()).copied().unwrap_or_default();
        Values(
            self.bytes
                .get(usize::from(start)..usize::from(end))
                .unwrap_or(&[]),
        )
    }

    /// The first value of a slot.
    pub(crate) fn first(&self, slot: Slot) -> Option<Value<'a>> {
        self.values(slot).next()
    }

    /// Whether a slot has a value.
    pub(crate) fn has(&self, slot: Slot) -> bool {
        self.ranges
            .get(slot.index())
            .is_some_and(|range| range.1 > 0)
    }
}

/// A normalised value and how frequent it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Value<'a> {
    pub(crate) bytes: &'a [u8],
    /// Code of the number of profiles that have it; see [`crate::frequency`].
    pub(crate) frequency: u8,
}

impl<'a> Value<'a> {
    pub(crate) fn text(self) -> &'a str {
        std::str::from_utf8(self.bytes).unwrap_or_default()
    }
}

/// Values of one slot, in the order in which they were given.
#[derive(Debug, Clone)]
pub(crate) struct Values<'a>(&'a [u8]);

impl<'a> Iterator for Values<'a> {
    type Item = Value<'a>;

    fn next(&mut self) -> Option<Value<'a>> {
        let [_, length, frequency, rest @ ..] = self.0 else {
            return None;
        };
        let (bytes, rest) = rest.split_at_checked(usize::from(*length))?;
        self.0 = rest;
        Some(Value {
            bytes,
            frequency: *frequency,
        })
    }
}

/// Calls back with each value's slot, bytes and place for its frequency.
pub(crate) fn for_each_value(profile: &mut [u8], mut at_value: impl FnMut(Slot, &[u8], &mut u8)) {
    let mut rest = profile.get_mut(1..).unwrap_or_default();
    while let [slot, length, frequency, after @ ..] = rest {
        let Some((bytes, after)) = after.split_at_mut_checked(usize::from(*length)) else {
            return;
        };
        at_value(Slot(*slot), bytes, frequency);
        rest = after;
    }
}

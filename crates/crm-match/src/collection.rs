//! Many profiles in one run of bytes.

use crate::attribute::Slot;
use crate::frequency;
use crate::profile::{Profile, View, for_each_value};
use crate::sound::skeleton;

/// Profiles that are matched with each other, known by the order in which they were added.
#[derive(Debug, Clone, Default)]
pub struct Collection {
    bytes: Vec<u8>,
    starts: Vec<u32>,
    ends: u32,
}

impl Collection {
    /// Adds a profile. More than four gigabytes do not fit; what comes after is left out.
    pub fn push(&mut self, profile: &Profile) {
        let length = u32::try_from(profile.as_bytes().len()).unwrap_or(0);
        if let Some(ends) = self.ends.checked_add(length) {
            self.starts.push(self.ends);
            self.bytes.extend(profile.as_bytes());
            self.ends = ends;
        }
    }

    /// Adds all profiles of another collection, in their order.
    pub fn append(&mut self, other: &Self) {
        if let Some(ends) = self.ends.checked_add(other.ends) {
            self.starts
                .extend(other.starts.iter().map(|start| start + self.ends));
            self.bytes.extend(&other.bytes);
            self.ends = ends;
        }
    }

    /// How many profiles there are.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The bytes that the profiles take.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// One profile for comparing; an empty one if there is none of that number.
    pub fn view(&self, row: u32) -> View<'_> {
        View::of(self.bytes_of(row))
    }

    /// The bytes of one profile.
    fn bytes_of(&self, row: u32) -> &[u8] {
        let at = |row: usize| {
            let start = self.starts.get(row);
            start.map_or(self.bytes.len(), |start| *start as usize)
        };
        let row = row as usize;
        self.bytes.get(at(row)..at(row + 1)).unwrap_or(&[])
    }

    /// The profiles in an order of their own, alike ones side by side, and the number that each of
    /// them had before.
    ///
    /// What is compared lies close together in memory, and nothing that is found depends on the
    /// order in which profiles were added.
    pub(crate) fn sorted(&self) -> (Self, Vec<u32>) {
        let sound = |row| {
            let view = self.view(row);
            let slots = [
                Slot::FAMILY,
                Slot::NAME,
                Slot::ORGANISATION,
                Slot::EMAIL_LOCAL,
            ];
            let name = slots.into_iter().find_map(|slot| view.first(slot));
            let mut code = Vec::new();
            skeleton(name.map_or("", |name| name.text()), &mut code);
            let mut start = [0; 8];
            for (place, byte) in start.iter_mut().zip(code) {
                *place = byte;
            }
            (u64::from_be_bytes(start), row)
        };
        let rows = 0..u32::try_from(self.len()).unwrap_or(u32::MAX);
        let mut order: Vec<(u64, u32)> = rows.map(sound).collect();
        order.sort_unstable_by(|a, b| {
            let bytes = || self.bytes_of(a.1).cmp(self.bytes_of(b.1));
            a.0.cmp(&b.0).then_with(bytes).then(a.1.cmp(&b.1))
        });
        let mut sorted = Self {
            bytes: Vec::with_capacity(self.bytes.len()),
            starts: Vec::with_capacity(self.len()),
            ends: self.ends,
        };
        for (_, row) in &order {
            sorted
                .starts
                .push(u32::try_from(sorted.bytes.len()).unwrap_or(u32::MAX));
            sorted.bytes.extend(self.bytes_of(*row));
        }
        (sorted, order.into_iter().map(|(_, row)| row).collect())
    }

    /// Counts how many profiles have each value and notes it beside the value.
    pub fn count_values(&mut self) {
        let mut groups = (0..Slot::COUNT).collect::<Vec<_>>();
        groups.retain(|slot| *slot != Slot::ROOTS.index());
        for group in groups.chunks(6) {
            let mut found: Vec<Vec<(u64, u32)>> = vec![Vec::new(); Slot::COUNT];
            let mut at = 0_usize;
            let bounds = self
                .starts
                .iter()
                .skip(1)
                .map(|start| *start as usize)
                .chain([self.bytes.len()]);
            let mut rest = self.bytes.as_mut_slice();
            for bound in bounds {
                let (profile, after) = std::mem::take(&mut rest).split_at_mut(bound - at);
                let mut place = u32::try_from(at + 1).unwrap_or(u32::MAX);
                for_each_value(profile, |slot, value, _| {
                    if group.contains(&slot.index())
                        && let Some(found) = found.get_mut(slot.index())
                    {
                        found.push((frequency::key(slot, value), place + 2));
                    }
                    place += 3 + u32::try_from(value.len()).unwrap_or(0);
                });
                rest = after;
                at = bound;
            }
            for mut values in found {
                values.sort_unstable();
                for same in values.chunk_by(|a, b| a.0 == b.0) {
                    let code = frequency::code(u32::try_from(same.len()).unwrap_or(u32::MAX));
                    for (_, place) in same {
                        if let Some(byte) = self.bytes.get_mut(*place as usize) {
                            *byte = code;
                        }
                    }
                }
            }
        }
    }
}

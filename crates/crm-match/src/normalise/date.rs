//! Days, whole or in part.

/// A day of which parts may be unknown; those are 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_field_names, reason = "a day has a day of the month")]
pub(crate) struct Day {
    pub(crate) year: u16,
    pub(crate) month: u8,
    pub(crate) day: u8,
}

impl Day {
    /// Reads `1815-12-10`, `18151210`, `10.12.1815`, `12/10/1815`, `1815-12`, `1815`.
    ///
    /// Where the order of day and month cannot be told, the month is taken to come first; the
    /// comparison knows swapped parts.
    pub(crate) fn read(value: &str) -> Option<Self> {
        let value = value.trim();
        let value = value.split([' ', 'T']).next().unwrap_or(value);
        let parts: Vec<&str> = value
            .split(|c: char| !c.is_ascii_digit())
            .filter(|part| !part.is_empty())
            .collect();
        let day = match parts.as_slice() {
            [one] if one.len() == 8 => Self {
                year: year(one.get(..4)?),
                month: part(one.get(4..6)?, 12),
                day: part(one.get(6..)?, 31),
            },
            [one] if one.len() == 4 => Self {
                year: year(one),
                ..Self::default()
            },
            [first, second] if first.len() == 4 => Self {
                year: year(first),
                month: part(second, 12),
                day: 0,
            },
            [first, second, third] if first.len() == 4 => Self {
                year: year(first),
                month: part(second, 12),
                day: part(third, 31),
            },
            [first, second, third] => {
                let is_day_first = value.contains('.') || part(first, 12) == 0;
                let (month, day) = if is_day_first {
                    (second, first)
                } else {
                    (first, second)
                };
                Self {
                    year: year(third),
                    month: part(month, 12),
                    day: part(day, 31),
                }
            }
            _ => return None,
        };
        (day.year != 0 || day.month != 0).then_some(day)
    }

    /// A number that grows by about one a day.
    pub(crate) fn number(self) -> u32 {
        (u32::from(self.year) * 12 + u32::from(self.month)) * 61 / 2 + u32::from(self.day)
    }

    pub(crate) fn bytes(self) -> Vec<u8> {
        let [low, high] = self.year.to_le_bytes();
        vec![high, low, self.month, self.day]
    }

    pub(crate) fn of_bytes(bytes: &[u8]) -> Option<Self> {
        let &[high, low, month, day] = bytes else {
            return None;
        };
        Some(Self {
            year: u16::from_le_bytes([low, high]),
            month,
            day,
        })
    }
}

/// A year; 0 if it is none. Two digits are taken to be of the last hundred years or so.
pub(super) fn year(value: &str) -> u16 {
    let value = value.trim();
    let value = value.strip_suffix(".0").unwrap_or(value);
    let year: u16 = value.parse().unwrap_or(0);
    if value.len() == 2 {
        if year > 30 { 1900 + year } else { 2000 + year }
    } else {
        year
    }
}

/// A month or a day of the month; 0 if it is none.
pub(super) fn part(value: &str, most: u8) -> u8 {
    let value = value.trim();
    let value = value.strip_suffix(".0").unwrap_or(value);
    value.parse().ok().filter(|part| *part <= most).unwrap_or(0)
}

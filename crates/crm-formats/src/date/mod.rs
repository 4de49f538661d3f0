//! Days as people and programs write them.
//!
//! A date is read where it can mean only one day. Order of day and month, the century of a
//! two-digit year and spreadsheet serial numbers are not guessed: the reading then says what the
//! choices are, or keeps the text. Nothing is ever half read: `1980-02-30` stays a text.

mod read;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

pub(crate) use read::day_order_shown;
pub use read::{DateReading, DayOrder, YearDigits, read_date};

/// A day of which parts may be unknown: `1980-12-31`, `1980-12`, `1980`, `--12-31`.
///
/// ```
/// let date: crm_formats::PartialDate = "--12-31".parse().unwrap();
/// assert_eq!((date.year(), date.month(), date.day()), (None, Some(12), Some(31)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartialDate {
    year: Option<u16>,
    month: Option<u8>,
    day: Option<u8>,
}

impl PartialDate {
    /// A date, if the parts name one that exists. A day needs a month, a month alone says nothing
    /// without a year or day, and 29 February exists where the year is unknown.
    pub fn new(year: Option<u16>, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        let exists = match (year, month, day) {
            (None, None | Some(_), None) | (_, None, Some(_)) => false,
            (Some(_), None, None) => true,
            (Some(_), Some(month), None) => (1..=12).contains(&month),
            (year, Some(month), Some(day)) => day >= 1 && day <= days_in(month, year),
        };
        let in_range = year.is_none_or(|year| (1..=9999).contains(&year));
        (exists && in_range).then_some(Self { year, month, day })
    }

    /// The year, where known.
    pub fn year(self) -> Option<u16> {
        self.year
    }

    /// The month, 1 to 12, where known.
    pub fn month(self) -> Option<u8> {
        self.month
    }

    /// The day of the month, where known.
    pub fn day(self) -> Option<u8> {
        self.day
    }

    /// The same day of any year; nothing where only the year is known.
    pub(crate) fn without_year(self) -> Option<Self> {
        Self::new(None, self.month, self.day)
    }

    /// The basic form of RFC 6350: `19801231`, `1980-12`, `1980`, `--1231`.
    pub fn to_basic(self) -> String {
        match (self.year, self.month, self.day) {
            (Some(year), Some(month), Some(day)) => format!("{year:04}{month:02}{day:02}"),
            (None, Some(month), Some(day)) => format!("--{month:02}{day:02}"),
            _ => self.to_string(),
        }
    }
}

fn days_in(month: u8, year: Option<u16>) -> u8 {
    let is_leap = year.is_none_or(|y| y % 4 == 0 && (y % 100 != 0 || y % 400 == 0));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 0,
    }
}

/// The extended form: `1980-12-31`, `1980-12`, `1980`, `--12-31`.
impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.year {
            Some(year) => write!(f, "{year:04}")?,
            None => write!(f, "-")?,
        }
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

/// The text is not a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a date")]
pub struct NotADate;

impl FromStr for PartialDate {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        read::iso(text).ok_or(NotADate)
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a failing unwrap is the failing test

    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_date_that_does_not_exist_cannot_be_made() {
        assert_eq!(PartialDate::new(Some(1980), Some(2), Some(30)), None);
        assert_eq!(PartialDate::new(Some(1900), Some(2), Some(29)), None);
        assert_eq!(PartialDate::new(None, Some(12), None), None);
        assert_eq!(PartialDate::new(Some(1980), None, Some(1)), None);
        assert!(PartialDate::new(None, Some(2), Some(29)).is_some());
        assert!(PartialDate::new(Some(2000), Some(2), Some(29)).is_some());
    }

    proptest! {
        #[test]
        fn both_written_forms_read_back(
            year in proptest::option::of(1_u16..=9999),
            month in proptest::option::of(1_u8..=12),
            day in proptest::option::of(1_u8..=31),
        ) {
            if let Some(date) = PartialDate::new(year, month, day) {
                prop_assert_eq!(date.to_string().parse(), Ok(date));
                prop_assert_eq!(date.to_basic().parse(), Ok(date));
            }
        }
    }
}

//! Calendar days, whole and partial.

use std::{fmt, str::FromStr};

use chrono::{Datelike as _, NaiveDate, TimeDelta};

use super::{Invalid, wire::text_on_the_wire};

/// A calendar day in the years 1 to 9999, without a time or a zone.
///
/// The wire form is ISO 8601, `2026-03-01`.
///
/// ```
/// use crm_core::value::Date;
///
/// let close: Date = "2026-02-28".parse()?;
/// assert_eq!(close.checked_add_days(1).map(|day| day.to_string()), Some("2026-03-01".into()));
/// assert!("2026-02-29".parse::<Date>().is_err());
/// # Ok::<(), crm_core::value::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(NaiveDate);

impl Date {
    /// The day with this year, month (1 to 12) and day of the month.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Result<Self, Invalid> {
        NaiveDate::from_ymd_opt(year, month, day)
            .ok_or_else(|| Invalid::new("no such day in the calendar"))
            .and_then(Self::try_from)
    }

    /// The year, 1 to 9999.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> u32 {
        self.0.day()
    }

    /// The day `days` later (earlier if negative), or nothing outside the years 1 to 9999.
    pub fn checked_add_days(self, days: i64) -> Option<Self> {
        let moved = self.0.checked_add_signed(TimeDelta::try_days(days)?)?;
        Self::try_from(moved).ok()
    }

    /// Whole days from `earlier` to this day; negative if `earlier` is in truth later.
    pub fn days_since(self, earlier: Self) -> i64 {
        self.0.signed_duration_since(earlier.0).num_days()
    }

    /// The day as the calendar library sees it.
    pub fn to_chrono(self) -> NaiveDate {
        self.0
    }
}

impl TryFrom<NaiveDate> for Date {
    type Error = Invalid;

    fn try_from(day: NaiveDate) -> Result<Self, Invalid> {
        if (1..=9999).contains(&day.year()) {
            Ok(Self(day))
        } else {
            Err(Invalid::new("not a day of the years 1 to 9999"))
        }
    }
}

impl FromStr for Date {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        match Parts::read(text.trim()) {
            Some(Parts {
                year: Some(year),
                month: Some(month),
                day: Some(day),
            }) => Self::from_ymd(year, month, day),
            _ => Err(Invalid::new("not a date such as 2026-03-01")),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:04}-{:02}-{:02}",
            self.year(),
            self.month(),
            self.day()
        )
    }
}

text_on_the_wire!(Date, {
    "type": "string",
    "format": "date",
    "description": "A calendar day, such as 2026-03-01.",
});

/// A date of which some parts are unknown, such as a birthday without its year (CON-49).
///
/// | text | known |
/// |---|---|
/// | `1980-12-31` | all |
/// | `1980-12` | year and month |
/// | `1980` | year |
/// | `--12-31` | month and day |
/// | `--12` | month |
///
/// The basic spellings of vCard (`19801231`, `--1231`) are read too. The 29th of February needs a
/// leap year only if the year is known. Order is by year, month, day, unknown parts first.
///
/// ```
/// use crm_core::value::PartialDate;
///
/// let birthday: PartialDate = "--0229".parse()?;
/// assert_eq!(birthday.to_string(), "--02-29");
/// assert_eq!(birthday.in_year(2027).map(|day| day.to_string()), Some("2027-02-28".into()));
/// # Ok::<(), crm_core::value::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate(Parts);

impl PartialDate {
    /// The date with these parts: at least a year or a month, and no day without a month.
    pub fn new(year: Option<i32>, month: Option<u32>, day: Option<u32>) -> Result<Self, Invalid> {
        let possible = match (year, month, day) {
            (None, None, _) | (_, None, Some(_)) => {
                return Err(Invalid::new("a partial date needs a year or a month"));
            }
            // 2000 is a leap year, so every day that exists in some year exists in it.
            (year, Some(month), day) => {
                NaiveDate::from_ymd_opt(year.unwrap_or(2000), month, day.unwrap_or(1)).is_some()
            }
            (Some(_), None, None) => true,
        };
        if !possible {
            return Err(Invalid::new("no such day in the calendar"));
        }
        if year.is_some_and(|year| !(1..=9999).contains(&year)) {
            return Err(Invalid::new("not a day of the years 1 to 9999"));
        }
        Ok(Self(Parts { year, month, day }))
    }

    /// The year, 1 to 9999, if known.
    pub fn year(self) -> Option<i32> {
        self.0.year
    }

    /// The month, 1 to 12, if known.
    pub fn month(self) -> Option<u32> {
        self.0.month
    }

    /// The day of the month, 1 to 31, if known.
    pub fn day(self) -> Option<u32> {
        self.0.day
    }

    /// The whole date, if every part is known.
    pub fn to_date(self) -> Option<Date> {
        Date::from_ymd(self.0.year?, self.0.month?, self.0.day?).ok()
    }

    /// The day on which the date recurs in `year`, if its month and day are known.
    ///
    /// The 29th of February falls on the 28th in a common year, so that a reminder is never late.
    pub fn in_year(self, year: i32) -> Option<Date> {
        let (month, day) = (self.0.month?, self.0.day?);
        Date::from_ymd(year, month, day)
            .or_else(|_| Date::from_ymd(year, month, day - 1))
            .ok()
    }
}

impl From<Date> for PartialDate {
    fn from(date: Date) -> Self {
        Self(Parts {
            year: Some(date.year()),
            month: Some(date.month()),
            day: Some(date.day()),
        })
    }
}

impl FromStr for PartialDate {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let parts = Parts::read(text.trim()).ok_or_else(|| {
            Invalid::new("not a date such as 1980-12-31, 1980-12, 1980, --12-31 or --12")
        })?;
        Self::new(parts.year, parts.month, parts.day)
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.year {
            Some(year) => write!(f, "{year:04}")?,
            None => f.write_str("-")?,
        }
        if let Some(month) = self.0.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.0.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

text_on_the_wire!(PartialDate, {
    "type": "string",
    "pattern": r"^([0-9]{4}(-?[0-9]{2}-?[0-9]{2}|-[0-9]{2})?|--[0-9]{2}(-?[0-9]{2})?)$",
    "description": "A date with optional parts: 1980-12-31, 1980-12, 1980, --12-31 (no year) or --12.",
});

/// The parts as written, not yet checked against the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Parts {
    year: Option<i32>,
    month: Option<u32>,
    day: Option<u32>,
}

impl Parts {
    /// Reads ISO 8601 and RFC 6350 spellings. `198012` is refused: it could be a short date too.
    fn read(text: &str) -> Option<Self> {
        if let Some(rest) = text.strip_prefix("--") {
            let (month, day) = rest.split_at_checked(2)?;
            return Self::with_month(None, month, day.strip_prefix('-').unwrap_or(day), day);
        }
        let (year, rest) = text.split_at_checked(4)?;
        let year = Some(number(year)?.cast_signed());
        if rest.is_empty() {
            return Some(Self {
                year,
                month: None,
                day: None,
            });
        }
        match rest.strip_prefix('-') {
            Some(rest) => {
                let (month, day) = rest.split_at_checked(2)?;
                Self::with_month(year, month, day.strip_prefix('-').unwrap_or(""), day)
            }
            // Without dashes only a full month and day may follow.
            None if rest.len() == 4 => {
                let (month, day) = rest.split_at_checked(2)?;
                Self::with_month(year, month, day, day)
            }
            None => None,
        }
    }

    /// The day is unknown only if nothing at all was written after the month.
    fn with_month(year: Option<i32>, month: &str, day: &str, written: &str) -> Option<Self> {
        let month = Some(number(month)?);
        if written.is_empty() {
            return Some(Self {
                year,
                month,
                day: None,
            });
        }
        (day.len() == 2).then_some(Self {
            year,
            month,
            day: Some(number(day)?),
        })
    }
}

/// ASCII digits only: no sign, no blank.
fn number(digits: &str) -> Option<u32> {
    digits
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| digits.parse().ok())?
}

#[cfg(test)]
#[path = "date_tests.rs"]
mod tests;

//! Times of day, as a clock on the wall shows them.

use std::{fmt, str::FromStr};

use chrono::NaiveTime;

use super::{Invalid, wire::text_on_the_wire};

/// A time of day to the minute, without a day or a zone.
///
/// The wire form is `HH:MM` from `00:00` to `23:59`. It becomes an instant only on a day in a zone,
/// see [`TimeZone::instant_of`](super::TimeZone::instant_of).
///
/// ```
/// use crm_core::value::ClockTime;
///
/// let nine: ClockTime = "09:00".parse()?;
/// assert_eq!((nine.hour(), nine.minute()), (9, 0));
/// assert!("24:00".parse::<ClockTime>().is_err());
/// # Ok::<(), crm_core::value::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockTime {
    hour: u32,
    minute: u32,
}

impl ClockTime {
    /// The time with this hour, 0 to 23, and minute, 0 to 59.
    pub fn new(hour: u32, minute: u32) -> Result<Self, Invalid> {
        if hour < 24 && minute < 60 {
            Ok(Self { hour, minute })
        } else {
            Err(Invalid::new("not a time of day between 00:00 and 23:59"))
        }
    }

    /// A time that stands in the engine's own rules; a wrong one is midnight.
    pub(crate) const fn at(hour: u32, minute: u32) -> Self {
        if hour < 24 && minute < 60 {
            Self { hour, minute }
        } else {
            Self { hour: 0, minute: 0 }
        }
    }

    /// The hour, 0 to 23.
    pub fn hour(self) -> u32 {
        self.hour
    }

    /// The minute, 0 to 59.
    pub fn minute(self) -> u32 {
        self.minute
    }

    /// The time as the calendar library sees it.
    pub fn to_chrono(self) -> NaiveTime {
        NaiveTime::from_hms_opt(self.hour, self.minute, 0).unwrap_or(NaiveTime::MIN)
    }
}

impl FromStr for ClockTime {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let number = |digits: &str| -> Option<u32> {
            (digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| digits.parse().ok())?
        };
        text.trim()
            .split_once(':')
            .and_then(|(hour, minute)| Some((number(hour)?, number(minute)?)))
            .ok_or_else(|| Invalid::new("not a time of day such as 09:30"))
            .and_then(|(hour, minute)| Self::new(hour, minute))
    }
}

impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)
    }
}

text_on_the_wire!(ClockTime, {
    "type": "string",
    "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$",
    "description": "A time of day as HH:MM, such as 09:30.",
});

//! Where the usual ways to put something off lead (semantics 4.8).

use chrono::TimeDelta;

use crate::error::{Error, Result};
use crate::settings::WorkCalendar;
use crate::value::{ClockTime, Timestamp};

crate::choice! {
    /// A usual way to put something off.
    pub enum SnoozePreset {
        /// For an hour.
        #[default]
        OneHour = "one_hour",
        /// Until tomorrow at nine, local time.
        Tomorrow = "tomorrow",
        /// Until work begins on the next working day.
        NextWorkingDay = "next_working_day",
        /// Until the same local time seven days later.
        SevenDays = "seven_days",
    }
}

/// Tomorrow morning.
const MORNING: ClockTime = ClockTime::at(9, 0);

/// The instant to which a preset leads, in the calendar's zone.
pub fn snooze_until(
    preset: SnoozePreset,
    calendar: &WorkCalendar,
    now: Timestamp,
) -> Result<Timestamp> {
    let far = || Error::invalid("preset", "this leads too far");
    let zone = calendar.zone;
    let today = zone.date_at(now).map_err(|_| far())?;
    let (day, time) = match preset {
        SnoozePreset::OneHour => return now.checked_add(TimeDelta::hours(1)).ok_or_else(far),
        SnoozePreset::Tomorrow => (today.checked_add_days(1), MORNING),
        SnoozePreset::NextWorkingDay => (calendar.next_working_day(today), calendar.from),
        SnoozePreset::SevenDays => (today.checked_add_days(7), zone.time_at(now)),
    };
    zone.instant_of(day.ok_or_else(far)?, time)
        .map_err(|_| far())
}

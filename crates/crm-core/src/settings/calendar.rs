//! When a tenant works (G-13): what reminders wait for and what the age of deals is counted in.

use super::{Settings, WORK_BEGINS, WORK_ENDS};
use crate::error::{Error, Result};
use crate::value::{ClockTime, Date, TimeZone, Timestamp};

/// Working days, working hours and holidays of a tenant, in a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkCalendar {
    /// The zone.
    pub zone: TimeZone,
    /// Weekdays, 1 for Monday to 7 for Sunday.
    pub days: Vec<u32>,
    /// When work begins.
    pub from: ClockTime,
    /// When work ends.
    pub until: ClockTime,
    /// Days on which nobody works, in order.
    pub holidays: Vec<Date>,
}

/// The weekdays on which people work if the tenant does not say: Monday to Friday.
const WORKING_DAYS: &[u32] = &[1, 2, 3, 4, 5];
/// A calendar with so many days in a row without work has none at all.
const FREE_DAYS: usize = 400;

impl WorkCalendar {
    /// The tenant's calendar in a zone, or in the tenant's own.
    pub fn of(settings: &Settings, zone: Option<TimeZone>) -> Self {
        let zone = zone.or(settings.time_zone).unwrap_or(TimeZone::UTC);
        let days = if settings.working_days.is_empty() {
            WORKING_DAYS.to_vec()
        } else {
            settings.working_days.clone()
        };
        Self {
            zone,
            days,
            from: settings.working_from.unwrap_or(WORK_BEGINS),
            until: settings.working_until.unwrap_or(WORK_ENDS),
            holidays: settings.holidays.clone(),
        }
    }

    /// Whether people work on a day.
    pub fn is_working_day(&self, day: Date) -> bool {
        use chrono::Datelike as _;
        let weekday = day.to_chrono().weekday().number_from_monday();
        self.days.contains(&weekday) && self.holidays.binary_search(&day).is_err()
    }

    /// The first working day after a day.
    pub fn next_working_day(&self, day: Date) -> Option<Date> {
        let mut next = day;
        for _ in 0..FREE_DAYS {
            next = next.checked_add_days(1)?;
            if self.is_working_day(next) {
                return Some(next);
            }
        }
        None
    }

    /// The first instant from `at` on at which people work; `at` itself if they never do.
    pub fn next_working_instant(&self, at: Timestamp) -> Result<Timestamp> {
        let day = self.zone.date_at(at).map_err(internal)?;
        let time = self.zone.time_at(at);
        if self.is_working_day(day) {
            if time >= self.from && time < self.until {
                return Ok(at);
            }
            if time < self.from {
                return self.zone.instant_of(day, self.from).map_err(internal);
            }
        }
        match self.next_working_day(day) {
            Some(next) => self.zone.instant_of(next, self.from).map_err(internal),
            None => Ok(at),
        }
    }
}

fn internal(invalid: crate::value::Invalid) -> Error {
    Error::invalid("time_zone", invalid.reason)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test fails by panicking

    use super::*;

    fn calendar(holidays: &[&str]) -> WorkCalendar {
        let settings = Settings {
            holidays: holidays.iter().map(|day| day.parse().unwrap()).collect(),
            ..Settings::default()
        };
        WorkCalendar::of(&settings, Some("Europe/Berlin".parse().unwrap()))
    }

    fn next(calendar: &WorkCalendar, at: &str) -> String {
        let at = calendar.next_working_instant(at.parse().unwrap());
        at.unwrap().to_string()
    }

    #[test]
    fn nights_weekends_and_holidays_are_passed_over_g_13() {
        let plain = calendar(&[]);
        // A Wednesday, 10:00 in Berlin.
        assert_eq!(
            next(&plain, "2026-01-07T09:00:00Z"),
            "2026-01-07T09:00:00.000000Z"
        );
        assert_eq!(
            next(&plain, "2026-01-07T03:00:00Z"),
            "2026-01-07T08:00:00.000000Z"
        );
        assert_eq!(
            next(&plain, "2026-01-07T16:00:00Z"),
            "2026-01-08T08:00:00.000000Z"
        );
        // Friday evening leads to Monday, and over a holiday to Tuesday.
        assert_eq!(
            next(&plain, "2026-01-09T20:00:00Z"),
            "2026-01-12T08:00:00.000000Z"
        );
        let monday_off = calendar(&["2026-01-12"]);
        assert_eq!(
            next(&monday_off, "2026-01-09T20:00:00Z"),
            "2026-01-13T08:00:00.000000Z"
        );
    }

    #[test]
    fn working_hours_follow_the_clock_over_its_changes() {
        // The clocks go forward on Sunday, 2026-03-29.
        let plain = calendar(&[]);
        assert_eq!(
            next(&plain, "2026-03-27T20:00:00Z"),
            "2026-03-30T07:00:00.000000Z"
        );
    }

    #[test]
    fn a_tenant_that_never_works_is_not_waited_for() {
        let mut never = calendar(&[]);
        never.days.clear();
        assert_eq!(
            next(&never, "2026-01-07T03:00:00Z"),
            "2026-01-07T03:00:00.000000Z"
        );
    }
}

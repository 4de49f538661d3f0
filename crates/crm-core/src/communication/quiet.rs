//! Quiet hours: when somebody does not want to hear from us (COM-19, CON-56).

use crate::value::{ClockTime, TimeZone, Timestamp};

/// Hours of the day in which somebody is left alone, in that person's zone. If they begin later
/// than they end, they last over midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quiet {
    /// The zone.
    pub zone: TimeZone,
    /// The first quiet minute.
    pub from: ClockTime,
    /// The first minute that is no longer quiet.
    pub until: ClockTime,
}

impl Quiet {
    fn holds(&self, at: Timestamp) -> bool {
        let time = self.zone.time_at(at);
        if self.from <= self.until {
            self.from <= time && time < self.until
        } else {
            time >= self.from || time < self.until
        }
    }

    /// The end of the quiet hours that `at` is in; the later one if clocks show it twice.
    fn end(&self, at: Timestamp) -> Option<Timestamp> {
        let mut day = self.zone.date_at(at).ok()?;
        if self.zone.time_at(at) >= self.until {
            day = day.checked_add_days(1)?;
        }
        self.zone
            .last_instant_of(day, self.until)
            .ok()
            .filter(|end| *end > at)
    }
}

/// The first instant from `at` on that is quiet for nobody. Where quiet hours of several people
/// leave no gap within a few days, the wish of the caller stands.
pub fn after_quiet(at: Timestamp, quiet: &[Quiet]) -> Timestamp {
    let mut moved = at;
    // Each round passes one person's night; three days of nights of everybody are enough.
    for _ in 0..quiet.len().saturating_mul(3) {
        match quiet.iter().find(|quiet| quiet.holds(moved)) {
            None => return moved,
            Some(night) => match night.end(moved) {
                Some(end) => moved = end,
                None => return at,
            },
        }
    }
    if quiet.iter().any(|quiet| quiet.holds(moved)) {
        at
    } else {
        moved
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test fails by panicking

    use super::*;

    fn night(zone: &str, from: &str, until: &str) -> Quiet {
        Quiet {
            zone: zone.parse().unwrap(),
            from: from.parse().unwrap(),
            until: until.parse().unwrap(),
        }
    }

    fn moved(at: &str, quiet: &[Quiet]) -> String {
        after_quiet(at.parse().unwrap(), quiet).to_string()
    }

    #[test]
    fn a_message_in_the_night_waits_for_the_morning_com_19() {
        let berlin = [night("Europe/Berlin", "20:00", "08:00")];
        assert_eq!(
            moved("2026-01-01T12:00:00Z", &berlin),
            "2026-01-01T12:00:00.000000Z"
        );
        assert_eq!(
            moved("2026-01-01T22:00:00Z", &berlin),
            "2026-01-02T07:00:00.000000Z"
        );
        assert_eq!(
            moved("2026-01-02T03:00:00Z", &berlin),
            "2026-01-02T07:00:00.000000Z"
        );
    }

    #[test]
    fn a_night_whose_end_is_shown_twice_ends_the_second_time_com_19() {
        // 02:30 happens twice in Berlin on 2026-10-25, at 00:30 and 01:30 in Greenwich.
        let berlin = [night("Europe/Berlin", "20:00", "02:30")];
        for asked in ["2026-10-24T23:00:00Z", "2026-10-25T01:15:00Z"] {
            assert_eq!(moved(asked, &berlin), "2026-10-25T01:30:00.000000Z");
        }
        // Where the end is skipped, the night lasts as long as it was meant to.
        assert_eq!(
            moved("2026-03-29T00:30:00Z", &berlin),
            "2026-03-29T01:30:00.000000Z"
        );
    }

    #[test]
    fn the_nights_of_two_people_are_both_respected() {
        let both = [
            night("Europe/Berlin", "20:00", "08:00"),
            night("America/New_York", "20:00", "08:00"),
        ];
        // New York wakes at 13:00 UTC, when Berlin is awake too.
        assert_eq!(
            moved("2026-01-01T22:00:00Z", &both),
            "2026-01-02T13:00:00.000000Z"
        );
    }

    #[test]
    fn quiet_hours_without_a_gap_change_nothing() {
        let always = [
            night("UTC", "00:00", "12:00"),
            night("UTC", "12:00", "00:00"),
        ];
        assert_eq!(
            moved("2026-01-01T22:00:00Z", &always),
            "2026-01-01T22:00:00.000000Z"
        );
    }
}

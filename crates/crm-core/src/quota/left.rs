//! What is left of a quota: a pure rule over what was used in the hours of a day.

use chrono::TimeDelta;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::field::{Element, FieldKind};
use crate::value::Timestamp;

/// An hour in microseconds.
const HOUR: i64 = 3_600_000_000;

/// How much may be used; any amount where nothing is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Quota {
    /// In an hour of the clock, UTC.
    pub per_hour: Option<u32>,
    /// In that hour and the twenty-three before it.
    pub per_day: Option<u32>,
}

/// How much was used in an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UsedInHour {
    /// When the hour began, UTC.
    pub hour: Timestamp,
    /// How much.
    pub count: u32,
}

impl Element for UsedInHour {
    const LIST: FieldKind = FieldKind::Document;
}

/// The time for which a limit holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Window {
    /// An hour of the clock.
    #[default]
    Hour,
    /// Twenty-four of them.
    Day,
}

/// What is left of a quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Left {
    /// How much may be used now.
    pub count: u32,
    /// The limit that binds, if one does: which, and what it is.
    pub limit: Option<(Window, u32)>,
    /// When something is left again, if nothing is now and ever will be.
    pub retry_at: Option<Timestamp>,
}

/// What is left of a quota at an instant. Of two limits the one that leaves less binds; if neither
/// leaves anything, the one that lifts later.
///
/// ```
/// use crm_core::quota::{Quota, UsedInHour, Window, left};
///
/// let used = [UsedInHour { hour: "2026-01-01T10:00:00Z".parse()?, count: 3 }];
/// let quota = Quota { per_hour: Some(3), per_day: Some(10) };
/// let now = left(&used, quota, "2026-01-01T10:59:00Z".parse()?);
/// assert_eq!((now.count, now.limit), (0, Some((Window::Hour, 3))));
/// assert_eq!(now.retry_at, Some("2026-01-01T11:00:00Z".parse()?));
/// assert_eq!(left(&used, quota, "2026-01-01T11:00:00Z".parse()?).count, 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn left(used: &[UsedInHour], quota: Quota, now: Timestamp) -> Left {
    let limits = [(Window::Hour, quota.per_hour), (Window::Day, quota.per_day)];
    let mut binding = Left {
        count: u32::MAX,
        ..Left::default()
    };
    for (window, limit) in limits {
        let Some(limit) = limit else { continue };
        let count = limit.saturating_sub(in_window(used, window, hour_of(now)));
        let retry_at = (count == 0)
            .then(|| lifts(used, window, limit, now))
            .flatten();
        // A limit of nothing never lifts.
        let lifts_later = |other: Option<Timestamp>| match (retry_at, other) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(this), Some(other)) => this > other,
        };
        let none_left = count == 0 && binding.count == 0;
        if count < binding.count || (none_left && lifts_later(binding.retry_at)) {
            binding = Left {
                count,
                limit: Some((window, limit)),
                retry_at,
            };
        }
    }
    binding
}

/// When the hour of the clock began.
pub(super) fn hour_of(at: Timestamp) -> Timestamp {
    let begun = at.as_micros().div_euclid(HOUR).saturating_mul(HOUR);
    Timestamp::from_micros(begun).unwrap_or(at)
}

/// How much was used in the window that ends with an hour.
fn in_window(used: &[UsedInHour], window: Window, hour: Timestamp) -> u32 {
    let hours = match window {
        Window::Hour => 1,
        Window::Day => 24,
    };
    let begun = hour.checked_add(-TimeDelta::hours(hours)).unwrap_or(hour);
    let within = used.iter().filter(|one| one.hour > begun);
    within.fold(0, |sum, one| sum.saturating_add(one.count))
}

/// The first hour in which less than the limit is used.
fn lifts(used: &[UsedInHour], window: Window, limit: u32, now: Timestamp) -> Option<Timestamp> {
    (1..=24)
        .filter_map(|hours| hour_of(now).checked_add(TimeDelta::hours(hours)))
        .find(|hour| in_window(used, window, *hour) < limit)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test fails by panicking

    use proptest::prelude::*;

    use super::*;

    fn at(hours: i64, minutes: i64) -> Timestamp {
        let begun: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        let delta = TimeDelta::hours(hours) + TimeDelta::minutes(minutes);
        begun.checked_add(delta).unwrap()
    }

    fn used(hours: &[(i64, u32)]) -> Vec<UsedInHour> {
        let hours = hours.iter();
        hours
            .map(|(hour, count)| UsedInHour {
                hour: at(*hour, 0),
                count: *count,
            })
            .collect()
    }

    #[test]
    fn the_limit_that_lifts_later_is_told_blk_13() {
        let quota = Quota {
            per_hour: Some(5),
            per_day: Some(8),
        };
        let used = used(&[(0, 3), (10, 5)]);
        let told = left(&used, quota, at(10, 30));
        assert_eq!(told.limit, Some((Window::Day, 8)));
        assert_eq!(told.retry_at, Some(at(24, 0)));
        assert_eq!(left(&used, quota, at(23, 59)).count, 0);
        assert_eq!(left(&used, quota, at(24, 0)).count, 3);
    }

    #[test]
    fn what_is_not_limited_is_never_used_up_and_nothing_is_never_left_of_nothing_blk_13() {
        let used = used(&[(0, u32::MAX), (1, u32::MAX)]);
        assert_eq!(left(&used, Quota::default(), at(1, 0)).count, u32::MAX);
        let nothing = Quota {
            per_hour: Some(0),
            per_day: Some(1),
        };
        let told = left(&used, nothing, at(1, 0));
        assert_eq!((told.count, told.retry_at), (0, None));
        assert_eq!(told.limit, Some((Window::Hour, 0)));
    }

    proptest! {
        /// Nothing is left until the instant that is told, and something is left at it.
        #[test]
        fn something_is_left_at_the_instant_told_and_nothing_before_it_blk_13(
            counts in prop::collection::vec(0_u32..4, 24),
            per_hour in 1_u32..5,
            per_day in 1_u32..20,
            minute in 0_i64..60,
        ) {
            let hours: Vec<(i64, u32)> = (0..).zip(counts).collect();
            let used = used(&hours);
            let quota = Quota { per_hour: Some(per_hour), per_day: Some(per_day) };
            let now = at(23, minute);
            let told = left(&used, quota, now);
            prop_assert_eq!(told.count == 0, told.retry_at.is_some());
            if let Some(retry_at) = told.retry_at {
                prop_assert!(left(&used, quota, retry_at).count > 0);
                let before = retry_at.checked_add(-TimeDelta::microseconds(1)).unwrap();
                prop_assert_eq!(left(&used, quota, before).count, 0);
            }
        }
    }
}

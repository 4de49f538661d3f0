//! When a deal is stalled: a pure question of its stay, the limit and the calendar (PIP-14,
//! semantics 4.2.7).

use crate::error::Result;
use crate::operation::Context;
use crate::pipeline::DayCount;
use crate::settings::WorkCalendar;
use crate::value::{Date, Timestamp};

/// Nothing is counted further than this many days; a tenant that never works stalls nothing.
const HORIZON: i64 = 36_600;

/// Whether a day counts.
fn counts(calendar: &WorkCalendar, day: Date, count: DayCount) -> bool {
    count == DayCount::Calendar || calendar.is_working_day(day)
}

/// How many days that count lie after a day, up to and including another.
fn days(calendar: &WorkCalendar, after: Date, until: Date, count: DayCount) -> u32 {
    let days = until.days_since(after).clamp(0, HORIZON);
    let counted = (1..=days)
        .filter_map(|day| after.checked_add_days(day))
        .filter(|day| counts(calendar, *day, count));
    u32::try_from(counted.count()).unwrap_or(u32::MAX)
}

/// The instant before which a deal must have entered its stage to be stalled at `now`; nothing if
/// none is, because nobody ever works.
pub(super) fn stalled_if_before(
    calendar: &WorkCalendar,
    limit: u32,
    count: DayCount,
    now: Timestamp,
) -> Option<Timestamp> {
    let mut day = calendar.zone.date_at(now).ok()?;
    let mut left = limit;
    for _ in 0..HORIZON {
        if counts(calendar, day, count) {
            if left == 0 {
                // Who came before this day has been there for one day too many.
                return calendar.zone.start_of(day).ok();
            }
            left -= 1;
        }
        day = day.checked_add_days(-1)?;
    }
    None
}

/// That a deal is stalled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stall {
    /// How many days it has been in its stage, of those that count. The day it came is none.
    pub days: u32,
    /// The first day on which it was stalled.
    pub since: Date,
}

/// Whether a deal that entered its stage at `entered_at` is stalled at `now`: it has been there for
/// more than `limit` days that count, in the tenant's zone.
///
/// ```
/// use crm_core::deal::stall;
/// use crm_core::pipeline::DayCount;
/// use crm_core::settings::{Settings, WorkCalendar};
///
/// let calendar = WorkCalendar::of(&Settings::default(), None);
/// let friday = "2026-01-02T10:00:00Z".parse().unwrap();
/// let monday = "2026-01-05T09:00:00Z".parse().unwrap();
/// assert!(stall(friday, 2, DayCount::Calendar, &calendar, monday).is_some());
/// assert!(stall(friday, 2, DayCount::Working, &calendar, monday).is_none());
/// ```
pub fn stall(
    entered_at: Timestamp,
    limit: u32,
    count: DayCount,
    calendar: &WorkCalendar,
    now: Timestamp,
) -> Option<Stall> {
    let entered = calendar.zone.date_at(entered_at).ok()?;
    let today = calendar.zone.date_at(now).ok()?;
    let counted = days(calendar, entered, today, count);
    if counted <= limit {
        return None;
    }
    let mut seen = 0;
    let mut since = entered;
    while seen <= limit && since < today {
        since = since.checked_add_days(1)?;
        if counts(calendar, since, count) {
            seen += 1;
        }
    }
    Some(Stall {
        days: counted,
        since,
    })
}

/// The tenant's calendar.
pub(crate) fn calendar(cx: &mut Context<'_>) -> Result<WorkCalendar> {
    Ok(WorkCalendar::of(&*cx.settings()?, None))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test fails by panicking

    use proptest::prelude::*;

    use super::*;
    use crate::settings::Settings;

    fn calendar() -> WorkCalendar {
        WorkCalendar::of(&Settings::default(), None)
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn days(text: &str, limit: u32, count: DayCount, calendar: &WorkCalendar) -> Option<u32> {
        // A Friday.
        let entered = at("2026-01-02T15:00:00Z");
        stall(entered, limit, count, calendar, at(text)).map(|stall| stall.days)
    }

    #[test]
    fn a_deal_is_stalled_when_its_time_exceeds_the_limit_4_2_7() {
        let calendar = calendar();
        let calendar_days = |text| days(text, 3, DayCount::Calendar, &calendar);
        assert_eq!(
            calendar_days("2026-01-05T23:59:59Z"),
            None,
            "three days are the limit"
        );
        assert_eq!(calendar_days("2026-01-06T00:00:00Z"), Some(4));
    }

    #[test]
    fn working_days_skip_week_ends_and_holidays_4_2_7() {
        let mut calendar = calendar();
        let working = |text, calendar: &_| days(text, 2, DayCount::Working, calendar);
        assert_eq!(working("2026-01-06T12:00:00Z", &calendar), None);
        assert_eq!(working("2026-01-07T00:00:00Z", &calendar), Some(3));
        calendar.holidays.push("2026-01-06".parse().unwrap());
        assert_eq!(
            working("2026-01-07T12:00:00Z", &calendar),
            None,
            "Epiphany is none"
        );
        assert_eq!(working("2026-01-08T12:00:00Z", &calendar), Some(3));
    }

    #[test]
    fn days_are_those_of_the_tenant_s_zone() {
        let mut calendar = calendar();
        calendar.zone = "Asia/Tokyo".parse().unwrap();
        // There it is the third of January already when it enters.
        let found = days("2026-01-06T15:00:00Z", 3, DayCount::Calendar, &calendar);
        assert_eq!(found, Some(4));
        assert_eq!(
            days("2026-01-06T14:59:59Z", 3, DayCount::Calendar, &calendar),
            None
        );
    }

    #[test]
    fn a_tenant_that_never_works_stalls_nothing() {
        let mut calendar = calendar();
        calendar.days.clear();
        assert_eq!(
            days("2036-01-01T00:00:00Z", 1, DayCount::Working, &calendar),
            None
        );
    }

    proptest! {
        #[test]
        fn the_instant_before_which_deals_are_stalled_says_the_same_as_each_deal_4_2_7(
            limit in 1_u32..30,
            minutes in 0_i64..100_000,
            working: bool,
        ) {
            let count = if working { DayCount::Working } else { DayCount::Calendar };
            let mut calendar = calendar();
            calendar.holidays = vec!["2026-01-06".parse().unwrap()];
            calendar.zone = "Asia/Tokyo".parse().unwrap();
            let now = at("2026-03-01T15:00:00Z");
            let entered = now.checked_add(chrono::TimeDelta::minutes(-minutes)).unwrap();
            let before = stalled_if_before(&calendar, limit, count, now).unwrap();
            let stalled = stall(entered, limit, count, &calendar, now).is_some();
            prop_assert_eq!(entered < before, stalled);
        }

        #[test]
        fn once_stalled_a_deal_stays_stalled_and_since_is_the_first_such_day(
            limit in 1_u32..30,
            later in 0_i64..120,
            working: bool,
        ) {
            let count = if working { DayCount::Working } else { DayCount::Calendar };
            let calendar = calendar();
            let entered = at("2026-01-02T15:00:00Z");
            let then = |days: i64| entered.checked_add(chrono::TimeDelta::days(days)).unwrap();
            let found = stall(entered, limit, count, &calendar, then(later));
            if let Some(found) = found {
                prop_assert!(stall(entered, limit, count, &calendar, then(later + 1)).is_some());
                let began = calendar.zone.start_of(found.since).unwrap();
                prop_assert!(stall(entered, limit, count, &calendar, began).is_some());
                let before = began.checked_add(chrono::TimeDelta::microseconds(-1)).unwrap();
                prop_assert!(stall(entered, limit, count, &calendar, before).is_none());
            }
        }
    }
}

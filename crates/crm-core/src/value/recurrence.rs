//! Series of days: what returns every so often.

use std::{fmt, str::FromStr};

use chrono::{Datelike as _, Months, NaiveDate, Weekday};

use super::{Date, Invalid, wire::text_on_the_wire};

/// How often something returns, as the part of an iCalendar rule (RFC 5545, 3.3.10) that people
/// use: `FREQ` of `DAILY`, `WEEKLY`, `MONTHLY` or `YEARLY`, `INTERVAL`, `BYDAY` with `WEEKLY`,
/// `BYMONTHDAY` (1 to 31, or -1 for the last) with `MONTHLY`, and `UNTIL`, a day.
///
/// A month without the day has its last day instead, and a common year the 28th of February, so
/// that nothing is lost (`SKIP=BACKWARD` in the words of RFC 7529).
///
/// ```
/// use crm_core::value::{Date, Recurrence};
///
/// let monthly: Recurrence = "FREQ=MONTHLY".parse()?;
/// let first: Date = "2026-01-31".parse()?;
/// let second = monthly.next(first, first).map(|day| day.to_string());
/// assert_eq!(second.as_deref(), Some("2026-02-28"));
/// # Ok::<(), crm_core::value::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Recurrence {
    frequency: Frequency,
    interval: u32,
    /// Monday is the lowest bit; none means the weekday of the first day.
    weekdays: u8,
    /// 1 to 31, or -1 for the last day of the month.
    month_day: Option<i32>,
    until: Option<Date>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Frequency {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("MO", Weekday::Mon),
    ("TU", Weekday::Tue),
    ("WE", Weekday::Wed),
    ("TH", Weekday::Thu),
    ("FR", Weekday::Fri),
    ("SA", Weekday::Sat),
    ("SU", Weekday::Sun),
];

const FREQUENCIES: [(&str, Frequency); 4] = [
    ("DAILY", Frequency::Daily),
    ("WEEKLY", Frequency::Weekly),
    ("MONTHLY", Frequency::Monthly),
    ("YEARLY", Frequency::Yearly),
];

/// The widest interval.
const INTERVAL_MAX: u32 = 1_000;

impl Recurrence {
    /// The first day of the series after a day. The series begins with `first`, which belongs to
    /// it even if the rule alone would not give it. `None` if the series is over.
    pub fn next(&self, first: Date, after: Date) -> Option<Date> {
        if after < first {
            return Some(first).filter(|day| self.lasts(*day));
        }
        let (start, after) = (first.to_chrono(), after.to_chrono());
        let day = match self.frequency {
            Frequency::Daily => self.next_daily(start, after),
            Frequency::Weekly => self.next_weekly(start, after),
            Frequency::Monthly => self.next_monthly(start, after, self.interval),
            Frequency::Yearly => self.next_monthly(start, after, self.interval.checked_mul(12)?),
        };
        Date::try_from(day?).ok().filter(|day| self.lasts(*day))
    }

    fn lasts(&self, day: Date) -> bool {
        self.until.is_none_or(|until| day <= until)
    }

    fn next_daily(&self, start: NaiveDate, after: NaiveDate) -> Option<NaiveDate> {
        let step = i64::from(self.interval);
        let gone = after.signed_duration_since(start).num_days();
        let days = (gone / step).checked_add(1)?.checked_mul(step)?;
        start.checked_add_signed(chrono::TimeDelta::try_days(days)?)
    }

    fn next_weekly(&self, start: NaiveDate, after: NaiveDate) -> Option<NaiveDate> {
        let monday = |day: NaiveDate| {
            let back = i64::from(day.weekday().num_days_from_monday());
            day.checked_sub_signed(chrono::TimeDelta::try_days(back)?)
        };
        let first_week = monday(start)?;
        let step = i64::from(self.interval) * 7;
        let gone = monday(after)?.signed_duration_since(first_week).num_days();
        // The week of `after`, if it is one of the series, and the next one of the series.
        let week = gone / step * step;
        [week, week.checked_add(step)?]
            .into_iter()
            .find_map(|week| {
                let week = first_week.checked_add_signed(chrono::TimeDelta::try_days(week)?)?;
                week.iter_days()
                    .take(7)
                    .find(|day| *day > after && self.has(day.weekday(), start))
            })
    }

    fn has(&self, weekday: Weekday, start: NaiveDate) -> bool {
        if self.weekdays == 0 {
            return weekday == start.weekday();
        }
        self.weekdays & (1 << weekday.num_days_from_monday()) != 0
    }

    fn next_monthly(&self, start: NaiveDate, after: NaiveDate, step: u32) -> Option<NaiveDate> {
        let first_month = start.with_day(1)?;
        let months = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
        let gone = u32::try_from(months(after) - months(start)).ok()?;
        let month = gone / step * step;
        [month, month.checked_add(step)?]
            .into_iter()
            .find_map(|months| {
                let month = first_month.checked_add_months(Months::new(months))?;
                let wanted = match self.month_day {
                    None => start.day(),
                    Some(-1) => 31,
                    Some(day) => u32::try_from(day).ok()?,
                };
                let last = month.checked_add_months(Months::new(1))?.pred_opt()?.day();
                month.with_day(wanted.min(last)).filter(|day| *day > after)
            })
    }
}

impl FromStr for Recurrence {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let refuse = || Invalid::new("not a rule such as FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE");
        let mut frequency = None;
        let mut rule = Self {
            frequency: Frequency::Daily,
            interval: 1,
            weekdays: 0,
            month_day: None,
            until: None,
        };
        if text.len() > 200 {
            return Err(refuse());
        }
        for part in text.trim().split(';') {
            let (name, value) = part.split_once('=').ok_or_else(refuse)?;
            match name.trim().to_ascii_uppercase().as_str() {
                "FREQ" => {
                    let known = FREQUENCIES
                        .iter()
                        .find(|(name, _)| name.eq_ignore_ascii_case(value.trim()));
                    frequency = Some(known.ok_or_else(refuse)?.1);
                }
                "INTERVAL" => {
                    rule.interval = value.trim().parse().map_err(|_| refuse())?;
                    if !(1..=INTERVAL_MAX).contains(&rule.interval) {
                        return Err(Invalid::new("an interval is from 1 to 1000"));
                    }
                }
                "BYDAY" => {
                    for day in value.split(',') {
                        let place = WEEKDAYS
                            .iter()
                            .position(|(name, _)| name.eq_ignore_ascii_case(day.trim()));
                        rule.weekdays |= 1 << place.ok_or_else(refuse)?;
                    }
                }
                "BYMONTHDAY" => {
                    let day: i32 = value.trim().parse().map_err(|_| refuse())?;
                    if day != -1 && !(1..=31).contains(&day) {
                        return Err(Invalid::new("a day of the month is 1 to 31, or -1"));
                    }
                    rule.month_day = Some(day);
                }
                "UNTIL" => {
                    let day = value.trim();
                    let day = day.split_once('T').map_or(day, |(day, _)| day);
                    rule.until = Some(compact_date(day).ok_or_else(refuse)?);
                }
                _ => {
                    return Err(Invalid::new(
                        "only FREQ, INTERVAL, BYDAY, BYMONTHDAY and UNTIL",
                    ));
                }
            }
        }
        rule.frequency = frequency.ok_or_else(refuse)?;
        if rule.weekdays != 0 && rule.frequency != Frequency::Weekly {
            return Err(Invalid::new("BYDAY goes with FREQ=WEEKLY"));
        }
        if rule.month_day.is_some() && rule.frequency != Frequency::Monthly {
            return Err(Invalid::new("BYMONTHDAY goes with FREQ=MONTHLY"));
        }
        Ok(rule)
    }
}

/// A day as `20261231` or `2026-12-31`.
fn compact_date(text: &str) -> Option<Date> {
    text.parse().ok().or_else(|| {
        let whole = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
        let part = |from, to| text.get(from..to)?.parse::<u32>().ok();
        let year = i32::try_from(part(0, 4).filter(|_| whole)?).ok()?;
        Date::from_ymd(year, part(4, 6)?, part(6, 8)?).ok()
    })
}

impl fmt::Display for Recurrence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = FREQUENCIES
            .iter()
            .find(|(_, frequency)| *frequency == self.frequency)
            .map_or("", |(name, _)| name);
        write!(f, "FREQ={name}")?;
        if self.interval != 1 {
            write!(f, ";INTERVAL={}", self.interval)?;
        }
        if self.weekdays != 0 {
            let days: Vec<&str> = WEEKDAYS
                .iter()
                .filter(|(_, day)| self.weekdays & (1 << day.num_days_from_monday()) != 0)
                .map(|(name, _)| *name)
                .collect();
            write!(f, ";BYDAY={}", days.join(","))?;
        }
        if let Some(day) = self.month_day {
            write!(f, ";BYMONTHDAY={day}")?;
        }
        if let Some(until) = self.until {
            write!(
                f,
                ";UNTIL={:04}{:02}{:02}",
                until.year(),
                until.month(),
                until.day()
            )?;
        }
        Ok(())
    }
}

text_on_the_wire!(Recurrence, {
    "type": "string",
    "description": "How often something returns, as an iCalendar rule such as FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE.",
});

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test fails by panicking

    use proptest::prelude::*;

    use super::*;

    fn series(rule: &str, first: &str, count: usize) -> Vec<String> {
        let rule: Recurrence = rule.parse().unwrap();
        let first: Date = first.parse().unwrap();
        let mut days = vec![first];
        while days.len() < count {
            match rule.next(first, *days.last().unwrap()) {
                Some(day) => days.push(day),
                None => break,
            }
        }
        days.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn days_weeks_months_and_years_return() {
        let expected = ["2026-01-30", "2026-02-02", "2026-02-05"];
        assert_eq!(series("FREQ=DAILY;INTERVAL=3", "2026-01-30", 3), expected);
        // 2026-01-07 is a Wednesday; every other week on Monday and Wednesday.
        let expected = ["2026-01-07", "2026-01-19", "2026-01-21", "2026-02-02"];
        assert_eq!(
            series("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE", "2026-01-07", 4),
            expected
        );
        let expected = ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"];
        assert_eq!(series("FREQ=MONTHLY", "2026-01-31", 4), expected);
        assert_eq!(
            series("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-01-31", 4),
            expected
        );
        let expected = [
            "2024-02-29",
            "2025-02-28",
            "2026-02-28",
            "2027-02-28",
            "2028-02-29",
        ];
        assert_eq!(series("FREQ=YEARLY", "2024-02-29", 5), expected);
    }

    #[test]
    fn a_series_ends_with_its_last_day() {
        let expected = ["2026-01-01", "2026-01-02"];
        assert_eq!(
            series("FREQ=DAILY;UNTIL=20260102", "2026-01-01", 9),
            expected
        );
    }

    #[test]
    fn what_is_no_rule_is_refused() {
        for text in [
            "",
            "DAILY",
            "FREQ=HOURLY",
            "FREQ=DAILY;INTERVAL=0",
            "FREQ=DAILY;BYDAY=MO",
            "FREQ=MONTHLY;BYMONTHDAY=32",
            "FREQ=WEEKLY;COUNT=3",
        ] {
            assert!(text.parse::<Recurrence>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_next_day_is_later_and_the_same_from_any_day_before_it(
            rule in prop::sample::select(vec![
                "FREQ=DAILY;INTERVAL=2", "FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=3;BYDAY=SU,MO",
                "FREQ=MONTHLY;INTERVAL=2", "FREQ=MONTHLY;BYMONTHDAY=30", "FREQ=YEARLY",
            ]),
            start in 0_i64..5_000,
            gone in 0_i64..2_000,
            later in 0_i64..40,
        ) {
            let rule: Recurrence = rule.parse().unwrap();
            let first = Date::from_ymd(2020, 1, 1).unwrap().checked_add_days(start).unwrap();
            let after = first.checked_add_days(gone).unwrap();
            let next = rule.next(first, after).unwrap();
            prop_assert!(next > after);
            let between = after.checked_add_days(later).unwrap();
            if between < next {
                prop_assert_eq!(rule.next(first, between).unwrap(), next);
            }
            prop_assert_eq!(rule.to_string().parse::<Recurrence>().unwrap(), rule);
        }

        #[test]
        fn reading_never_panics(text: String) {
            let _ = text.parse::<Recurrence>();
        }
    }
}

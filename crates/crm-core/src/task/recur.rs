//! The next of a series (semantics 4.8, ACT-31).

use super::RecursFrom;
use crate::value::{Date, Recurrence};

/// One of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instance {
    /// Its day.
    pub on: Date,
    /// How many instances before it nobody dealt with; they collapse into it.
    pub missed: u32,
}

/// A series with more missed instances than this is counted no further.
const MISSED: u32 = 10_000;

/// The instance after the one of `current`, in a series that began with `first`.
///
/// By schedule it is the next by rule. If that and others after it have passed already by `today`,
/// they collapse into the last of them, which carries the count of the rest. By completion it is
/// reckoned from `today` and nothing can be missed.
pub fn next_instance(
    rule: &Recurrence,
    from: RecursFrom,
    first: Date,
    current: Date,
    today: Date,
) -> Option<Instance> {
    if from == RecursFrom::Completion {
        let on = rule.next(today, today)?;
        return Some(Instance { on, missed: 0 });
    }
    let mut on = rule.next(first, current)?;
    let mut missed = 0;
    while let Some(next) = rule.next(first, on).filter(|next| *next <= today) {
        on = next;
        missed += 1;
        if missed >= MISSED {
            break;
        }
    }
    Some(Instance { on, missed })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test fails by panicking

    use super::*;

    fn next(rule: &str, from: RecursFrom, current: &str, today: &str) -> (String, u32) {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let rule: Recurrence = rule.parse().unwrap();
        let found = next_instance(&rule, from, day("2026-01-05"), day(current), day(today));
        let found = found.unwrap();
        (found.on.to_string(), found.missed)
    }

    #[test]
    fn the_next_by_schedule_follows_the_day_it_was_due_4_8() {
        let done_early = next(
            "FREQ=WEEKLY",
            RecursFrom::Schedule,
            "2026-01-12",
            "2026-01-10",
        );
        assert_eq!(done_early, ("2026-01-19".to_owned(), 0));
        let done_late = next(
            "FREQ=WEEKLY",
            RecursFrom::Schedule,
            "2026-01-05",
            "2026-01-08",
        );
        assert_eq!(done_late, ("2026-01-12".to_owned(), 0));
    }

    #[test]
    fn missed_instances_collapse_into_one_with_their_count_4_8() {
        let late = next(
            "FREQ=WEEKLY",
            RecursFrom::Schedule,
            "2026-01-05",
            "2026-01-28",
        );
        assert_eq!(late, ("2026-01-26".to_owned(), 2));
    }

    #[test]
    fn the_next_by_completion_follows_the_day_it_was_done_4_8() {
        let done = next(
            "FREQ=DAILY;INTERVAL=3",
            RecursFrom::Completion,
            "2026-01-05",
            "2026-01-28",
        );
        assert_eq!(done, ("2026-01-31".to_owned(), 0));
    }
}

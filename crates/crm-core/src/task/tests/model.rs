//! Random courses against what must always hold.

use chrono::TimeDelta;
use proptest::prelude::*;

use super::course::LEASE;
use crate::settings::Settings;
use crate::task::{Happening, Policy, Reminder, ReminderState as S, Step, step};
use crate::timeline::given::user;
use crate::value::Timestamp;

fn minute(at: i64) -> Timestamp {
    Timestamp::from_micros(1_767_225_600_000_000 + at * 60_000_000).unwrap()
}

fn reminder() -> impl Strategy<Value = Reminder> {
    let rule = prop::sample::select(vec![
        None,
        Some("FREQ=DAILY"),
        Some("FREQ=WEEKLY;BYDAY=MO,TH"),
        Some("FREQ=DAILY;UNTIL=20260110"),
    ]);
    let from = prop::sample::select(vec!["schedule", "completion"]);
    (rule, from, 0_i64..600, any::<bool>()).prop_map(|(rule, from, at, working_hours)| {
        let mut reminder = Reminder {
            assignee_id: Some(user(1)),
            recurs_from: from.parse().unwrap(),
            working_hours,
            ..Reminder::default()
        };
        match rule {
            None => reminder.remind_at = Some(minute(at)),
            Some(rule) => {
                reminder.local_on = Some("2026-01-01".parse().unwrap());
                reminder.local_time = Some("09:00".parse().unwrap());
                reminder.recurrence = Some(rule.parse().unwrap());
            }
        }
        reminder
    })
}

fn happening() -> impl Strategy<Value = (i64, Happening)> {
    let tick = Happening::Tick {
        lease: TimeDelta::seconds(LEASE),
    };
    let what = prop_oneof![
        6 => Just(tick),
        3 => Just(Happening::Delivered { to: user(1) }),
        2 => Just(Happening::Acknowledge { by: user(1) }),
        2 => (1_i64..3_000).prop_map(|at| Happening::Snooze { until: minute(at), by: user(1) }),
        1 => Just(Happening::Dismiss { by: user(1) }),
        1 => Just(Happening::Complete { by: user(1) }),
        1 => Just(Happening::Reassign { to: user(2), by: user(1), reason: None }),
        1 => any::<bool>().prop_map(|done| Happening::Over { done }),
        1 => Just(Happening::Resumed { task_due: None }),
    ];
    // Minutes that pass before it.
    (
        prop_oneof![3 => 0_i64..3, 2 => 0_i64..400, 1 => 0_i64..5_000],
        what,
    )
}

proptest! {
    #[test]
    fn whatever_happens_the_course_stays_sound_4_8(
        first in reminder(),
        happenings in prop::collection::vec(happening(), 1..40),
        limit in prop::option::of(0_u32..3),
        expiry in prop::option::of(1_u32..4),
    ) {
        let settings = Settings {
            snooze_limit: limit,
            reminder_expiry_days: expiry,
            ..Settings::default()
        };
        let policy = Policy::of(&settings, &first);
        let plan = Happening::Plan { task_due: None };
        let mut now = minute(0);
        let mut current = step(&first, &plan, &policy, now).unwrap().reminder;
        for (passed, happening) in happenings {
            now = now.checked_add(TimeDelta::minutes(passed)).unwrap();
            let before = current.clone();
            let Ok(Step { reminder, deliver }) = step(&before, &happening, &policy, now) else {
                // A refusal needs a reason: too early, over, or the policy.
                let ticks = matches!(happening, Happening::Tick { .. });
                prop_assert!(!ticks, "time is never refused");
                continue;
            };
            let ticked = matches!(happening, Happening::Tick { .. });
            // Only time delivers, only what is due, and it is leased to whoever delivers it.
            prop_assert!(!deliver || ticked);
            if deliver {
                prop_assert_eq!(reminder.state, S::Due);
                prop_assert!(reminder.due_at.unwrap() <= now);
                prop_assert!(reminder.leased_until.unwrap() > now);
                prop_assert_eq!(reminder.deliveries, before.deliveries + 1);
            }
            // Nobody ever waits for a tick that changes nothing: the next instant lies ahead.
            if ticked {
                prop_assert!(reminder.next_at.is_none_or(|next| next > now), "{reminder:?}");
                // And until then time changes nothing.
                let again = step(&reminder, &happening, &policy, now).unwrap();
                prop_assert!(!again.deliver);
                prop_assert_eq!(&again.reminder, &reminder);
            }
            // What is over waits for nothing; what is not over and not answered is not forgotten.
            if reminder.state.is_final() {
                prop_assert_eq!(reminder.next_at, None);
            } else if matches!(reminder.state, S::Scheduled | S::Snoozed | S::Due) {
                prop_assert!(reminder.next_at.is_some());
            }
            // What it is about ends and goes on; an answer is for good.
            if matches!(happening, Happening::Resumed { .. }) && before.state.is_final() {
                prop_assert_eq!(reminder.state.is_final(), !before.ended_with_record);
            }
            // A series never goes back.
            prop_assert!(reminder.instance_on >= before.instance_on);
            // The cap on snoozes holds within an instance.
            if let Some(limit) = limit {
                prop_assert!(reminder.snoozes.len() <= limit as usize);
            }
            // Who is told changes by handing over alone, and every time is on record.
            let handed = u32::from(matches!(happening, Happening::Reassign { .. }));
            prop_assert_eq!(reminder.transfers.len(), before.transfers.len() + handed as usize);
            current = reminder;
        }
    }

    /// However rarely the host looks, the count of instances comes out the same: each is either
    /// delivered or counted as missed.
    #[test]
    fn no_instance_is_lost_however_rarely_somebody_looks_4_8(
        gaps in prop::collection::vec(1_i64..12_000, 1..12),
    ) {
        let series = Reminder {
            local_on: Some("2026-01-01".parse().unwrap()),
            local_time: Some("09:00".parse().unwrap()),
            recurrence: Some("FREQ=DAILY".parse().unwrap()),
            ..Reminder::default()
        };
        let policy = Policy::of(&Settings::default(), &series);
        let plan = Happening::Plan { task_due: None };
        let mut now = minute(0);
        let mut current = step(&series, &plan, &policy, now).unwrap().reminder;
        let mut told = 0;
        let lease = TimeDelta::seconds(LEASE);
        for gap in gaps {
            now = now.checked_add(TimeDelta::minutes(gap)).unwrap();
            let next = step(&current, &Happening::Tick { lease }, &policy, now).unwrap();
            current = next.reminder;
            if next.deliver {
                told += 1 + current.missed;
                let done = Happening::Complete { by: user(1) };
                current = step(&current, &done, &policy, now).unwrap().reminder;
            }
        }
        // One a day at nine, from the first of January on.
        let hours = now.since(minute(0)).num_hours();
        let expected = u32::try_from((hours + 15) / 24).unwrap();
        prop_assert_eq!(told, expected);
    }
}

//! The rules of semantics 4.8, one by one, on the pure function.

use chrono::TimeDelta;

use crate::error::{ErrorCode, Result};
use crate::settings::{Settings, WorkCalendar};
use crate::task::{
    Happening, Policy, RecursFrom, Reminder, ReminderState as S, SnoozePreset, Step, snooze_until,
    step,
};
use crate::timeline::given::{at, user};
use crate::value::Timestamp;

/// A reminder in the middle of its course.
pub(super) struct Course {
    pub(super) reminder: Reminder,
    pub(super) settings: Settings,
}

pub(super) const LEASE: i64 = 60;

impl Course {
    pub(super) fn of(reminder: Reminder) -> Self {
        let mut course = Self {
            reminder,
            settings: Settings::default(),
        };
        course
            .go(&Happening::Plan { task_due: None }, "2026-01-01T00:00:00Z")
            .unwrap();
        course
    }

    fn once(when: &str) -> Self {
        Self::of(Reminder {
            remind_at: Some(at(when)),
            assignee_id: Some(user(1)),
            ..Reminder::default()
        })
    }

    fn series(rule: &str, first: &str, time: &str, zone: &str) -> Self {
        Self::of(Reminder {
            local_on: Some(first.parse().unwrap()),
            local_time: Some(time.parse().unwrap()),
            time_zone: Some(zone.parse().unwrap()),
            recurrence: Some(rule.parse().unwrap()),
            assignee_id: Some(user(1)),
            ..Reminder::default()
        })
    }

    pub(super) fn go(&mut self, happening: &Happening, now: &str) -> Result<bool> {
        let policy = Policy::of(&self.settings, &self.reminder);
        let Step { reminder, deliver } = step(&self.reminder, happening, &policy, at(now))?;
        self.reminder = reminder;
        Ok(deliver)
    }

    pub(super) fn tick(&mut self, now: &str) -> bool {
        let lease = TimeDelta::seconds(LEASE);
        self.go(&Happening::Tick { lease }, now).unwrap()
    }

    fn state(&self) -> S {
        self.reminder.state
    }

    fn due(&self) -> String {
        self.reminder.due_at.unwrap().to_string()
    }
}

fn told() -> Happening {
    Happening::Delivered { to: user(1) }
}

fn snooze(until: &str) -> Happening {
    Happening::Snooze {
        until: at(until),
        by: user(1),
    }
}

fn done() -> Happening {
    Happening::Complete { by: user(1) }
}

#[test]
fn states_scheduled_due_notified_then_an_answer_4_8() {
    let mut one = Course::once("2026-01-02T09:00:00Z");
    assert_eq!(one.state(), S::Scheduled);
    assert!(!one.tick("2026-01-02T08:59:59Z"));
    assert_eq!(one.state(), S::Scheduled);
    assert!(one.tick("2026-01-02T09:00:00Z"));
    assert_eq!(one.state(), S::Due);
    one.go(&told(), "2026-01-02T09:00:01Z").unwrap();
    assert_eq!(one.state(), S::Notified);
    assert_eq!(one.reminder.notified_user_id, Some(user(1)));
    one.go(
        &Happening::Acknowledge { by: user(1) },
        "2026-01-02T09:01:00Z",
    )
    .unwrap();
    assert_eq!(one.state(), S::Acknowledged);
    one.go(&done(), "2026-01-02T09:02:00Z").unwrap();
    assert_eq!(one.state(), S::Completed);
    let after = one.go(
        &Happening::Acknowledge { by: user(1) },
        "2026-01-02T09:03:00Z",
    );
    assert_eq!(after.unwrap_err().code(), ErrorCode::Conflict);
    assert!(!one.tick("2027-01-01T00:00:00Z"));
}

#[test]
fn dismissing_ends_it_and_nothing_is_answered_before_it_is_due_4_8() {
    let mut one = Course::once("2026-01-02T09:00:00Z");
    let early = Happening::Acknowledge { by: user(1) };
    assert!(one.go(&early, "2026-01-01T10:00:00Z").is_err());
    assert!(one.go(&told(), "2026-01-01T10:00:00Z").is_err());
    assert!(
        one.go(&snooze("2026-01-03T00:00:00Z"), "2026-01-01T10:00:00Z")
            .is_err()
    );
    one.go(&Happening::Dismiss { by: user(1) }, "2026-01-01T10:00:00Z")
        .unwrap();
    assert_eq!((one.state(), one.reminder.next_at), (S::Dismissed, None));
}

#[test]
fn what_nobody_answers_expires_if_the_policy_says_so_4_8() {
    let mut one = Course::once("2026-01-02T09:00:00Z");
    one.settings.reminder_expiry_days = Some(2);
    one.tick("2026-01-02T09:00:00Z");
    one.go(&told(), "2026-01-02T09:00:01Z").unwrap();
    assert_eq!(one.reminder.next_at, Some(at("2026-01-04T09:00:01Z")));
    assert!(!one.tick("2026-01-04T09:00:00Z"));
    assert_eq!(one.state(), S::Notified);
    assert!(!one.tick("2026-01-04T09:00:01Z"));
    assert_eq!(one.state(), S::Expired);
    // Seen is not forgotten.
    let mut seen = Course::once("2026-01-02T09:00:00Z");
    seen.settings.reminder_expiry_days = Some(2);
    seen.tick("2026-01-02T09:00:00Z");
    seen.go(
        &Happening::Acknowledge { by: user(1) },
        "2026-01-02T09:00:01Z",
    )
    .unwrap();
    seen.tick("2026-02-04T09:00:00Z");
    assert_eq!(seen.state(), S::Acknowledged);
}

#[test]
fn delivery_is_at_least_once_under_a_lease_4_8() {
    let mut one = Course::once("2026-01-02T09:00:00Z");
    assert!(one.tick("2026-01-02T09:00:00Z"));
    assert!(!one.tick("2026-01-02T09:00:59Z"), "somebody has it");
    assert!(
        one.tick("2026-01-02T09:01:00Z"),
        "it was not reported delivered"
    );
    assert_eq!(one.reminder.deliveries, 2);
    one.go(&told(), "2026-01-02T09:01:01Z").unwrap();
    one.go(&told(), "2026-01-02T09:01:02Z").unwrap();
    assert!(!one.tick("2026-01-02T10:00:00Z"), "it was");
}

#[test]
fn snoozing_keeps_the_first_due_time_and_every_snooze_4_8() {
    let mut one = Course::once("2026-01-02T09:00:00Z");
    one.tick("2026-01-02T09:00:00Z");
    one.go(&snooze("2026-01-02T10:00:00Z"), "2026-01-02T09:05:00Z")
        .unwrap();
    assert_eq!(
        (one.state(), one.due()),
        (S::Snoozed, "2026-01-02T10:00:00.000000Z".into())
    );
    assert!(!one.tick("2026-01-02T09:59:59Z"));
    assert!(one.tick("2026-01-02T10:00:00Z"));
    one.go(&snooze("2026-01-02T11:00:00Z"), "2026-01-02T10:01:00Z")
        .unwrap();
    let untils: Vec<Timestamp> = one.reminder.snoozes.iter().map(|one| one.until).collect();
    assert_eq!(
        untils,
        [at("2026-01-02T10:00:00Z"), at("2026-01-02T11:00:00Z")]
    );
    assert_eq!(
        one.reminder.original_due_at,
        Some(at("2026-01-02T09:00:00Z"))
    );
    let past = one.go(&snooze("2026-01-02T10:00:00Z"), "2026-01-02T10:02:00Z");
    assert_eq!(past.unwrap_err().field(), Some("until"));
}

#[test]
fn the_policy_caps_how_often_and_how_far_4_8() {
    let mut one = Course::once("2026-01-02T09:00:00Z");
    one.settings.snooze_limit = Some(1);
    one.settings.snooze_days = Some(3);
    one.tick("2026-01-02T09:00:00Z");
    let far = one.go(&snooze("2026-01-05T09:00:01Z"), "2026-01-02T09:05:00Z");
    assert_eq!(far.unwrap_err().field(), Some("until"));
    one.go(&snooze("2026-01-05T09:00:00Z"), "2026-01-02T09:05:00Z")
        .unwrap();
    one.tick("2026-01-05T09:00:00Z");
    let often = one.go(&snooze("2026-01-05T09:00:00Z"), "2026-01-05T08:00:00Z");
    assert_eq!(often.unwrap_err().code(), ErrorCode::Limit);
}

#[test]
fn presets_are_local_times_also_over_a_change_of_clocks_4_8() {
    let settings = Settings {
        holidays: vec!["2026-03-30".parse().unwrap()],
        ..Settings::default()
    };
    let berlin = WorkCalendar::of(&settings, Some("Europe/Berlin".parse().unwrap()));
    // Friday, 2026-03-27, 22:30 in Berlin; clocks go forward on Sunday, Monday is off.
    let now = at("2026-03-27T21:30:00Z");
    let until = |preset| snooze_until(preset, &berlin, now).unwrap().to_string();
    assert_eq!(until(SnoozePreset::OneHour), "2026-03-27T22:30:00.000000Z");
    assert_eq!(until(SnoozePreset::Tomorrow), "2026-03-28T08:00:00.000000Z");
    assert_eq!(
        until(SnoozePreset::NextWorkingDay),
        "2026-03-31T07:00:00.000000Z"
    );
    assert_eq!(
        until(SnoozePreset::SevenDays),
        "2026-04-03T20:30:00.000000Z"
    );
}

#[test]
fn reassigning_keeps_the_due_time_and_waits_for_it_or_tells_the_new_one_4_8() {
    let over = |by| Happening::Reassign {
        to: user(2),
        by: user(by),
        reason: Some("holiday".into()),
    };
    let mut early = Course::once("2026-01-02T09:00:00Z");
    early.go(&over(1), "2026-01-01T12:00:00Z").unwrap();
    assert_eq!(
        (early.state(), early.due()),
        (S::Scheduled, "2026-01-02T09:00:00.000000Z".into())
    );
    let mut late = Course::once("2026-01-02T09:00:00Z");
    late.tick("2026-01-02T09:00:00Z");
    late.go(&told(), "2026-01-02T09:00:01Z").unwrap();
    late.go(&over(1), "2026-01-02T09:30:00Z").unwrap();
    assert_eq!(late.due(), "2026-01-02T09:00:00.000000Z");
    assert!(
        late.tick("2026-01-02T09:30:00Z"),
        "the new assignee is told at once"
    );
    let transfer = &late.reminder.transfers[0];
    assert_eq!((transfer.from, transfer.to), (Some(user(1)), user(2)));
    assert_eq!(transfer.reason.as_deref(), Some("holiday"));
    // One that was put off is due when it was put off to.
    let mut snoozed = Course::once("2026-01-02T09:00:00Z");
    snoozed.tick("2026-01-02T09:00:00Z");
    snoozed
        .go(&snooze("2026-01-05T09:00:00Z"), "2026-01-02T09:05:00Z")
        .unwrap();
    snoozed.go(&over(1), "2026-01-02T10:00:00Z").unwrap();
    assert_eq!(
        (snoozed.state(), snoozed.due()),
        (S::Scheduled, "2026-01-05T09:00:00.000000Z".into())
    );
    assert!(!snoozed.tick("2026-01-05T08:59:59Z"));
    assert!(snoozed.tick("2026-01-05T09:00:00Z"));
    assert_eq!(
        snoozed.reminder.original_due_at,
        Some(at("2026-01-02T09:00:00Z"))
    );
}

#[test]
fn relative_reminders_follow_their_task_unless_moved_by_hand_4_8() {
    let relative = || Reminder {
        record_kind: crate::field::RecordKind::Task,
        before_minutes: Some(30),
        ..Reminder::default()
    };
    let moved = |due: &str| Happening::TaskMoved {
        task_due: Some(at(due)),
    };
    let mut one = Course::of(relative());
    assert_eq!((one.reminder.due_at, one.reminder.next_at), (None, None));
    one.go(&moved("2026-01-02T09:00:00Z"), "2026-01-01T00:00:00Z")
        .unwrap();
    assert_eq!(one.due(), "2026-01-02T08:30:00.000000Z");
    one.tick("2026-01-02T08:30:00Z");
    one.go(&moved("2026-01-03T09:00:00Z"), "2026-01-02T08:31:00Z")
        .unwrap();
    assert_eq!(
        (one.state(), one.due()),
        (S::Scheduled, "2026-01-03T08:30:00.000000Z".into())
    );
    one.tick("2026-01-03T08:30:00Z");
    one.go(&snooze("2026-01-04T00:00:00Z"), "2026-01-03T08:31:00Z")
        .unwrap();
    one.go(&moved("2026-01-09T09:00:00Z"), "2026-01-03T08:32:00Z")
        .unwrap();
    assert_eq!(
        one.due(),
        "2026-01-04T00:00:00.000000Z",
        "it was moved by hand"
    );
}

/// Each instance of a daily series, answered at once.
fn instances(mut series: Course, count: usize) -> Vec<String> {
    let mut due = Vec::new();
    for _ in 0..count {
        let now = series.due();
        assert!(series.tick(&now));
        due.push(now);
        let now = series.due();
        series.go(&done(), &now).unwrap();
    }
    due
}

#[test]
fn a_series_keeps_its_local_time_over_skipped_and_doubled_hours_4_8() {
    // 02:30 does not exist in Berlin on 2026-03-29: it is read with the offset before the gap.
    let spring = Course::series("FREQ=DAILY", "2026-03-28", "02:30", "Europe/Berlin");
    assert_eq!(
        instances(spring, 3),
        [
            "2026-03-28T01:30:00.000000Z",
            "2026-03-29T01:30:00.000000Z",
            "2026-03-30T00:30:00.000000Z",
        ]
    );
    // 02:30 happens twice on 2026-10-25: the first is meant.
    let autumn = Course::series("FREQ=DAILY", "2026-10-24", "02:30", "Europe/Berlin");
    assert_eq!(
        instances(autumn, 3),
        [
            "2026-10-24T00:30:00.000000Z",
            "2026-10-25T00:30:00.000000Z",
            "2026-10-26T01:30:00.000000Z",
        ]
    );
    // Clocks move by half an hour on Lord Howe Island, and at midnight in Beirut.
    let howe = Course::series("FREQ=DAILY", "2026-10-03", "02:15", "Australia/Lord_Howe");
    assert_eq!(
        instances(howe, 2),
        ["2026-10-02T15:45:00.000000Z", "2026-10-03T15:45:00.000000Z"]
    );
    let beirut = Course::series("FREQ=DAILY", "2026-03-28", "00:30", "Asia/Beirut");
    assert_eq!(
        instances(beirut, 2),
        ["2026-03-27T22:30:00.000000Z", "2026-03-28T22:30:00.000000Z"]
    );
    let new_york = Course::series("FREQ=WEEKLY", "2026-03-01", "09:00", "America/New_York");
    assert_eq!(
        instances(new_york, 2),
        ["2026-03-01T14:00:00.000000Z", "2026-03-08T13:00:00.000000Z"]
    );
}

#[test]
fn missed_instances_collapse_into_one_with_the_count_4_8() {
    let mut series = Course::series("FREQ=DAILY", "2026-01-02", "09:00", "UTC");
    // The app was closed for days.
    assert!(series.tick("2026-01-06T12:00:00Z"));
    assert_eq!(
        (series.due(), series.reminder.missed),
        ("2026-01-06T09:00:00.000000Z".into(), 4)
    );
    assert!(!series.tick("2026-01-06T12:00:01Z"));
    series.go(&done(), "2026-01-06T13:00:00Z").unwrap();
    assert_eq!(
        (series.due(), series.reminder.missed),
        ("2026-01-07T09:00:00.000000Z".into(), 0)
    );
    // Told and not answered: the next instance takes it over.
    series.tick("2026-01-07T09:00:00Z");
    series.go(&told(), "2026-01-07T09:00:01Z").unwrap();
    assert!(series.tick("2026-01-08T09:00:00Z"));
    assert_eq!((series.state(), series.reminder.missed), (S::Due, 1));
    // Seen: nothing was missed.
    series
        .go(
            &Happening::Acknowledge { by: user(1) },
            "2026-01-08T09:00:01Z",
        )
        .unwrap();
    assert!(series.tick("2026-01-09T09:00:00Z"));
    assert_eq!(series.reminder.missed, 0);
}

#[test]
fn the_next_instance_is_reckoned_from_schedule_or_completion_4_8() {
    let mut by_schedule = Course::series("FREQ=DAILY;INTERVAL=3", "2026-01-02", "09:00", "UTC");
    by_schedule.tick("2026-01-02T09:00:00Z");
    by_schedule.go(&done(), "2026-01-03T20:00:00Z").unwrap();
    assert_eq!(by_schedule.due(), "2026-01-05T09:00:00.000000Z");
    let mut by_completion = Course::series("FREQ=DAILY;INTERVAL=3", "2026-01-02", "09:00", "UTC");
    by_completion.reminder.recurs_from = RecursFrom::Completion;
    by_completion.tick("2026-01-02T09:00:00Z");
    by_completion.go(&done(), "2026-01-03T20:00:00Z").unwrap();
    assert_eq!(by_completion.due(), "2026-01-06T09:00:00.000000Z");
    let mut last = Course::series("FREQ=DAILY;UNTIL=20260102", "2026-01-02", "09:00", "UTC");
    last.tick("2026-01-02T09:00:00Z");
    last.go(&done(), "2026-01-02T09:01:00Z").unwrap();
    assert_eq!(last.state(), S::Completed);
}

#[test]
fn working_hours_and_holidays_move_what_asks_for_them_4_8() {
    let mut night = Course {
        reminder: Reminder {
            remind_at: Some(at("2026-01-02T22:00:00Z")), // a Friday
            working_hours: true,
            ..Reminder::default()
        },
        settings: Settings {
            holidays: vec!["2026-01-05".parse().unwrap()],
            ..Settings::default()
        },
    };
    let plan = Happening::Plan { task_due: None };
    night.go(&plan, "2026-01-01T00:00:00Z").unwrap();
    assert_eq!(night.due(), "2026-01-06T09:00:00.000000Z");
}

#[test]
fn a_second_report_of_one_delivery_says_nothing_new_4_8() {
    let mut one = Course::once("2026-01-02T09:00:00Z");
    one.settings.reminder_expiry_days = Some(2);
    one.tick("2026-01-02T09:00:00Z");
    one.go(&told(), "2026-01-02T09:00:01Z").unwrap();
    let before = one.reminder.clone();
    let other = Happening::Delivered { to: user(2) };
    one.go(&other, "2026-01-03T09:00:00Z").unwrap();
    assert_eq!(one.reminder, before, "neither whom nor when it expires");
}

#[test]
fn another_instance_was_put_off_by_nobody_yet_4_8() {
    let mut series = Course::series("FREQ=DAILY", "2026-01-02", "09:00", "UTC");
    series.settings.snooze_limit = Some(1);
    series.tick("2026-01-02T09:00:00Z");
    series
        .go(&snooze("2026-01-02T10:00:00Z"), "2026-01-02T09:05:00Z")
        .unwrap();
    assert!(series.tick("2026-01-03T09:00:00Z"));
    assert_eq!(series.reminder.snoozes, []);
    series
        .go(&snooze("2026-01-03T10:00:00Z"), "2026-01-03T09:05:00Z")
        .unwrap();
}

#[test]
fn what_ended_with_its_task_goes_on_with_it_and_what_was_answered_does_not_4_8() {
    let over = Happening::Over { done: true };
    let resumed = |due: &str| Happening::Resumed {
        task_due: Some(at(due)),
    };
    let mut relative = Course::of(Reminder {
        record_kind: crate::field::RecordKind::Task,
        before_minutes: Some(30),
        ..Reminder::default()
    });
    relative.go(&over, "2026-01-01T10:00:00Z").unwrap();
    assert_eq!(relative.state(), S::Completed);
    relative
        .go(&resumed("2026-01-05T09:00:00Z"), "2026-01-01T11:00:00Z")
        .unwrap();
    assert_eq!(
        (relative.state(), relative.due()),
        (S::Scheduled, "2026-01-05T08:30:00.000000Z".into())
    );
    // Whoever put it off meant the later time.
    let mut snoozed = Course::once("2026-01-02T09:00:00Z");
    snoozed.tick("2026-01-02T09:00:00Z");
    snoozed
        .go(&snooze("2026-01-05T09:00:00Z"), "2026-01-02T09:05:00Z")
        .unwrap();
    snoozed.go(&over, "2026-01-02T10:00:00Z").unwrap();
    snoozed
        .go(&resumed("2026-01-09T09:00:00Z"), "2026-01-02T11:00:00Z")
        .unwrap();
    assert_eq!(snoozed.due(), "2026-01-05T09:00:00.000000Z");
    // Instances that came while nobody had anything to do are not missed.
    let mut series = Course::series("FREQ=DAILY", "2026-01-02", "09:00", "UTC");
    series.go(&over, "2026-01-01T10:00:00Z").unwrap();
    series
        .go(&resumed("2026-01-09T09:00:00Z"), "2026-01-06T12:00:00Z")
        .unwrap();
    assert_eq!(
        (series.due(), series.reminder.missed),
        ("2026-01-07T09:00:00.000000Z".into(), 0)
    );
    let mut dismissed = Course::once("2026-01-02T09:00:00Z");
    dismissed
        .go(&Happening::Dismiss { by: user(1) }, "2026-01-01T10:00:00Z")
        .unwrap();
    dismissed.go(&over, "2026-01-01T11:00:00Z").unwrap();
    dismissed
        .go(&resumed("2026-01-09T09:00:00Z"), "2026-01-01T12:00:00Z")
        .unwrap();
    assert_eq!(dismissed.state(), S::Dismissed);
}

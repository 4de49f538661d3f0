#![allow(clippy::expect_used)] // a test fails by panicking

use proptest::prelude::*;

use super::*;
use crate::value::{TimeZone, Timestamp};

#[test]
fn partial_dates_read_iso_and_vcard_spellings() {
    for (text, shown) in [
        ("1980-12-31", "1980-12-31"),
        ("19801231", "1980-12-31"),
        ("1980-12", "1980-12"),
        ("1980", "1980"),
        ("--12-31", "--12-31"),
        ("--1231", "--12-31"),
        ("--12", "--12"),
        ("--02-29", "--02-29"),
        ("2024-02-29", "2024-02-29"),
        (" 0001-01-01 ", "0001-01-01"),
    ] {
        let date: PartialDate = text.parse().expect(text);
        assert_eq!(date.to_string(), shown);
        assert_eq!(
            serde_json::to_string(&date).expect("text"),
            format!("\"{shown}\"")
        );
    }
}

#[test]
fn impossible_or_unclear_dates_are_refused() {
    for text in [
        "",
        "-",
        "--",
        "---31",
        "198",
        "19801",
        "198012",
        "1980-",
        "1980-1",
        "1980-12-",
        "1980-12-1",
        "1980-13",
        "1980-00",
        "1980-12-00",
        "2023-02-29",
        "--02-30",
        "--13",
        "--04-31",
        "31.12.1980",
        "12/31/1980",
        "+980-12-31",
        "1980-+2",
        "0000-01-01",
        "0000",
        "198O-12-31",
        "１９８０",
        "1980-12-31T00:00:00Z",
        "1980 12 31",
        "--12-3",
        "---12-31",
        "19801231x",
    ] {
        assert!(text.parse::<PartialDate>().is_err(), "{text}");
    }
}

#[test]
fn a_whole_date_needs_all_its_parts() {
    assert!("1980-12".parse::<Date>().is_err());
    assert!("--12-31".parse::<Date>().is_err());
    assert_eq!("19801231".parse(), Date::from_ymd(1980, 12, 31));
    assert_eq!(
        PartialDate::new(Some(1980), Some(12), None)
            .expect("valid")
            .to_date(),
        None
    );
}

#[test]
fn a_leap_day_recurs_on_the_28th_in_common_years() {
    let leap: PartialDate = "2000-02-29".parse().expect("valid");
    assert_eq!(leap.in_year(2028), Date::from_ymd(2028, 2, 29).ok());
    assert_eq!(leap.in_year(2027), Date::from_ymd(2027, 2, 28).ok());
    assert_eq!(leap.in_year(10_000), None);
}

#[test]
fn instants_are_normalised_to_utc_microseconds() {
    for (text, shown) in [
        ("2026-03-01T10:30:00+02:00", "2026-03-01T08:30:00.000000Z"),
        (
            "2026-03-01T08:30:00.123456999Z",
            "2026-03-01T08:30:00.123456Z",
        ),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000000Z"),
        ("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000000Z"),
        ("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"),
    ] {
        let instant: Timestamp = text.parse().expect(text);
        assert_eq!(instant.to_string(), shown);
        assert_eq!(Timestamp::from_micros(instant.as_micros()), Ok(instant));
    }
}

#[test]
fn instants_without_offset_or_out_of_range_are_refused() {
    for text in [
        "",
        "2026-03-01",
        "2026-03-01T10:30:00",
        "10:30",
        "0000-12-31T23:59:59Z",
        "0001-01-01T00:00:00+01:00",
        "10000-01-01T00:00:00Z",
        "2026-02-29T00:00:00Z",
    ] {
        assert!(text.parse::<Timestamp>().is_err(), "{text}");
    }
    assert!(Timestamp::from_micros(i64::MAX).is_err());
    assert!(Timestamp::from_micros(i64::MIN).is_err());
}

#[test]
fn the_local_day_follows_the_zone() {
    let instant: Timestamp = "2026-03-01T23:30:00Z".parse().expect("valid");
    for (zone, day) in [("UTC", 1), ("Asia/Tokyo", 2), ("America/New_York", 1)] {
        let zone: TimeZone = zone.parse().expect("known");
        assert_eq!(zone.date_at(instant), Date::from_ymd(2026, 3, day));
    }
}

#[test]
fn a_day_starts_after_a_gap_and_at_the_first_of_two_midnights() {
    for (zone, day, start) in [
        ("Europe/Berlin", "2026-07-01", "2026-06-30T22:00:00.000000Z"),
        // Clocks jump from 24:00 to 01:00.
        ("Africa/Cairo", "2024-04-26", "2024-04-25T22:00:00.000000Z"),
        // Clocks fall back from 00:00 to 23:00 of the day before; the day itself starts once.
        (
            "America/Havana",
            "2024-11-03",
            "2024-11-03T04:00:00.000000Z",
        ),
        // The day was left out when the zone crossed the date line.
        ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00.000000Z"),
    ] {
        let zone: TimeZone = zone.parse().expect("known");
        let day: Date = day.parse().expect("valid");
        assert_eq!(
            zone.start_of(day).expect("starts").to_string(),
            start,
            "{zone}"
        );
    }
}

#[test]
fn unknown_zones_are_refused() {
    for text in [
        "",
        "Berlin",
        "GMT+0200",
        "W. Europe Standard Time",
        "europe/berlin",
    ] {
        assert!(text.parse::<TimeZone>().is_err(), "{text}");
    }
}

fn any_zone() -> impl Strategy<Value = TimeZone> {
    proptest::sample::select(chrono_tz::TZ_VARIANTS.to_vec())
        .prop_map(|zone| zone.name().parse().expect("its own name"))
}

proptest! {
    #[test]
    fn parsers_never_panic_on_any_text(text in any::<String>()) {
        let _ = text.parse::<Date>();
        let _ = text.parse::<PartialDate>();
        let _ = text.parse::<Timestamp>();
        let _ = text.parse::<TimeZone>();
    }

    #[test]
    fn date_like_texts_read_back_as_shown(text in "-{0,2}[0-9]{0,8}-{0,2}[0-9]{0,4}-?[0-9]{0,3}") {
        if let Ok(date) = text.parse::<PartialDate>() {
            prop_assert_eq!(date.to_string().parse(), Ok(date));
        }
    }

    #[test]
    fn partial_dates_of_any_parts_read_back(
        year in proptest::option::of(-5..10_005i32),
        month in proptest::option::of(0..14u32),
        day in proptest::option::of(0..33u32),
    ) {
        if let Ok(date) = PartialDate::new(year, month, day) {
            prop_assert_eq!(date.to_string().parse(), Ok(date));
        }
    }

    #[test]
    fn instants_read_back_and_order_like_their_text(a in any::<i64>(), b in any::<i64>()) {
        let range = 1_i64 << 55;
        let pair = (Timestamp::from_micros(a % range), Timestamp::from_micros(b % range));
        if let (Ok(a), Ok(b)) = pair {
            prop_assert_eq!(a.to_string().parse(), Ok(a));
            prop_assert_eq!(a.cmp(&b), a.to_string().cmp(&b.to_string()));
        }
    }

    #[test]
    fn a_day_starts_at_the_first_instant_of_that_day(zone in any_zone(), day in 0i64..40_000) {
        let day = Date::from_ymd(1960, 1, 1).expect("valid").checked_add_days(day).expect("valid");
        let start = zone.start_of(day).expect("starts");
        // A day skipped at the date line starts where the next day does.
        prop_assert!(zone.date_at(start).expect("valid") >= day);
        let before = start.checked_add(TimeDelta::microseconds(-1)).expect("valid");
        prop_assert!(zone.date_at(before).expect("valid") < day);
    }
}

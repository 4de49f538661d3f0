//! Reading a date out of a text.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::PartialDate;

/// Which of two small numbers is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayOrder {
    /// `31/12/1980`
    DayFirst,
    /// `12/31/1980`
    MonthFirst,
}

/// What a two-digit year means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YearDigits {
    /// A recent event: 70 to 99 are 19xx, the rest 20xx.
    Recent,
    /// A birth: the century cannot be known.
    Birth,
}

/// What a text says about a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateReading {
    /// Nothing, or a placeholder such as `0/0/00`.
    Empty,
    /// Exactly this.
    Date(PartialDate),
    /// Either of these; somebody has to decide.
    Ambiguous(PartialDate, PartialDate),
    /// The day number of a spreadsheet, of which two systems exist.
    Serial,
    /// Not a date that can be read.
    Text,
}

/// Reads a date in any of the usual spellings; a time of day behind it is dropped.
///
/// `order` settles `1/2/2024`; without it such a date is ambiguous unless one number exceeds 12.
///
/// ```
/// use crm_formats::{read_date, DateReading, YearDigits};
///
/// let read = |text| read_date(text, None, YearDigits::Recent);
/// assert_eq!(read("31.12.1980"), DateReading::Date("1980-12-31".parse().unwrap()));
/// assert_eq!(read("12. Mrz 24"), DateReading::Date("2024-03-12".parse().unwrap()));
/// assert!(matches!(read("1/2/2024"), DateReading::Ambiguous(..)));
/// assert_eq!(read("1980-02-30"), DateReading::Text);
/// ```
pub fn read_date(text: &str, order: Option<DayOrder>, digits: YearDigits) -> DateReading {
    let text = text.trim();
    let is_placeholder = !text.bytes().any(|b| b.is_ascii_digit() && b != b'0')
        && text
            .bytes()
            .all(|b| matches!(b, b'0' | b'/' | b'.' | b'-' | b' '));
    if is_placeholder {
        return DateReading::Empty;
    }
    let day = without_time(text);
    if let Some(date) = iso(day) {
        return DateReading::Date(date);
    }
    if is_serial(day) {
        return DateReading::Serial;
    }
    numbers(day, order, digits)
        .or_else(|| cjk(day).map(DateReading::Date))
        .or_else(|| month_name(day, digits))
        .unwrap_or(DateReading::Text)
}

/// The order of day and month that a date shows by a number above 12, if it shows one.
pub(crate) fn day_order_shown(text: &str) -> Option<DayOrder> {
    let mut numbers = without_time(text.trim())
        .split(['/', '-'])
        .map(|part| (part.len(), part.parse::<u8>()));
    match (numbers.next()?, numbers.next()?, numbers.next()?) {
        ((1..=2, Ok(day)), (1..=2, Ok(1..=12)), _) if (13..=31).contains(&day) => {
            Some(DayOrder::DayFirst)
        }
        ((1..=2, Ok(1..=12)), (1..=2, Ok(day)), _) if (13..=31).contains(&day) => {
            Some(DayOrder::MonthFirst)
        }
        _ => None,
    }
}

/// ISO 8601 and RFC 6350, extended and basic, whole or in part. Year 0 and Apple's 1604 stand for
/// an unknown year.
pub(super) fn iso(text: &str) -> Option<PartialDate> {
    let number = |part: &str, length: usize| -> Option<u16> {
        (part.len() == length && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse().ok())
            .flatten()
    };
    let small = |part: &str| number(part, 2).and_then(|n| u8::try_from(n).ok());
    if let Some(rest) = text.strip_prefix("--") {
        let (month, day) = match rest.len() {
            4 => (rest.get(..2)?, rest.get(2..)?),
            5 => rest.split_once('-')?,
            _ => return None,
        };
        return PartialDate::new(None, Some(small(month)?), Some(small(day)?));
    }
    let parts: Vec<&str> = match text.len() {
        8 if text.is_ascii() && !text.contains('-') => {
            vec![text.get(..4)?, text.get(4..6)?, text.get(6..)?]
        }
        _ => text.split('-').collect(),
    };
    let (year, month, day) = match parts.as_slice() {
        [year] => (number(year, 4)?, None, None),
        [year, month] => (number(year, 4)?, Some(small(month)?), None),
        [year, month, day] => (number(year, 4)?, Some(small(month)?), Some(small(day)?)),
        _ => return None,
    };
    let year = Some(year).filter(|year| !matches!(year, 0 | 1604));
    PartialDate::new(year, month, day)
}

/// Cuts `T10:00:00Z`, ` 00:00:00`, `, 4:05 PM`.
fn without_time(text: &str) -> &str {
    if let Some((day, time)) = text.split_once(['T', 't'])
        && day.len() >= 4
        && day.bytes().all(|b| b.is_ascii_digit() || b == b'-')
        && time.bytes().next().is_some_and(|b| b.is_ascii_digit())
    {
        return day;
    }
    let time_start = text.match_indices(' ').map(|(at, _)| at).find(|at| {
        let token = text.get(at + 1..).unwrap_or_default();
        let digits = token.bytes().take_while(u8::is_ascii_digit).count();
        (1..=2).contains(&digits) && token.as_bytes().get(digits) == Some(&b':')
    });
    let day = time_start.and_then(|at| text.get(..at)).unwrap_or(text);
    day.trim_end_matches([' ', ','])
}

/// Five digits: a day count between 1927 and 2119 in the commoner of the two systems.
fn is_serial(text: &str) -> bool {
    let whole = text.split_once(['.', ',']).map_or(text, |(whole, _)| whole);
    whole.len() == 5
        && text
            .bytes()
            .all(|b| b.is_ascii_digit() || b == b'.' || b == b',')
        && whole
            .parse::<u32>()
            .is_ok_and(|days| (10_000..=80_000).contains(&days))
}

/// `31.12.1980`, `12/31/80`, `1980/12/31`.
fn numbers(text: &str, order: Option<DayOrder>, digits: YearDigits) -> Option<DateReading> {
    let separator = ['.', '/', '-'].into_iter().find(|s| text.contains(*s))?;
    let parts: Vec<&str> = text
        .trim_end_matches('.')
        .split(separator)
        .map(str::trim)
        .collect();
    let [first, second, third] = parts.as_slice() else {
        return None;
    };
    let number = |part: &str| -> Option<u16> {
        (1..=4)
            .contains(&part.len())
            .then(|| part.parse().ok())
            .flatten()
    };
    let (a, b, c) = (number(first)?, number(second)?, number(third)?);
    if first.len() == 4 {
        let date = PartialDate::new(Some(a), u8::try_from(b).ok(), u8::try_from(c).ok());
        return Some(date.map_or(DateReading::Text, DateReading::Date));
    }
    let years = Years::of(third, c, digits)?;
    // With dots the day always comes first, in every region that writes dots.
    let order = if separator == '.' {
        Some(DayOrder::DayFirst)
    } else {
        order
    };
    let day_first = years.date(b, a);
    let month_first = years.date(a, b);
    Some(match (order, day_first, month_first) {
        (_, None, None) => DateReading::Text,
        (None, Some(left), Some(right)) if left != right => DateReading::Ambiguous(left, right),
        // A number above 12 leaves one reading; if the declared order is the other one, somebody
        // has to look.
        (Some(DayOrder::DayFirst), None, Some(date))
        | (Some(DayOrder::MonthFirst), Some(date), None) => DateReading::Ambiguous(date, date),
        (None | Some(DayOrder::DayFirst), Some(date), _)
        | (None | Some(DayOrder::MonthFirst), _, Some(date)) => years.settle(date),
    })
}

/// `2024年3月12日`, `2024년 3월 12일`.
fn cjk(text: &str) -> Option<PartialDate> {
    let marks = [('年', '月', '日'), ('년', '월', '일')];
    marks
        .into_iter()
        .find_map(|(year_mark, month_mark, day_mark)| {
            let (year, rest) = text.split_once(year_mark)?;
            let (month, rest) = rest.split_once(month_mark)?;
            let day = rest.trim().strip_suffix(day_mark)?;
            PartialDate::new(
                Some(year.trim().parse().ok()?),
                Some(month.trim().parse().ok()?),
                Some(day.trim().parse().ok()?),
            )
        })
}

/// `12 Mar 2024`, `March 12, 2024`, `7-Feb-22`, `12 de marzo de 2024`.
fn month_name(text: &str, digits: YearDigits) -> Option<DateReading> {
    let mut names: Vec<String> = Vec::new();
    let mut figures: Vec<&str> = Vec::new();
    for token in text
        .split([' ', '-', '/', ',', '.'])
        .filter(|token| !token.is_empty())
    {
        if token.bytes().all(|b| b.is_ascii_digit()) {
            figures.push(token);
        } else if !matches!(token, "de" | "del" | "of" | "the") {
            names.push(month_key(token));
        }
    }
    let [name] = names.as_slice() else {
        return None;
    };
    let months = MONTHS.get(name)?;
    let (day, year) = match figures.as_slice() {
        [day, year] if day.len() <= 2 => (day, year),
        [year, day] if year.len() == 4 && day.len() <= 2 => (day, year),
        _ => return None,
    };
    let years = Years::of(year, year.parse().ok()?, digits)?;
    let day: u16 = day.parse().ok()?;
    match months.as_slice() {
        [month] => Some(
            years
                .date(u16::from(*month), day)
                .map_or(DateReading::Text, |date| years.settle(date)),
        ),
        // The same word names different months in neighbouring languages.
        [one, other] => Some(DateReading::Ambiguous(
            years.date(u16::from(*one), day)?,
            years.date(u16::from(*other), day)?,
        )),
        _ => None,
    }
}

/// The year as written, with the other century it may mean.
#[derive(Clone, Copy)]
struct Years {
    year: u16,
    other: Option<u16>,
}

impl Years {
    fn of(text: &str, value: u16, digits: YearDigits) -> Option<Self> {
        match (text.len(), digits) {
            (4, _) => Some(Self {
                year: value,
                other: None,
            }),
            (2, YearDigits::Recent) if value >= 70 => Some(Self {
                year: 1900 + value,
                other: None,
            }),
            (2, YearDigits::Recent) => Some(Self {
                year: 2000 + value,
                other: None,
            }),
            (2, YearDigits::Birth) => Some(Self {
                year: 1900 + value,
                other: Some(2000 + value),
            }),
            _ => None,
        }
    }

    fn date(self, month: u16, day: u16) -> Option<PartialDate> {
        let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        PartialDate::new(
            Some(self.year).filter(|year| *year != 1604),
            Some(month),
            Some(day),
        )
    }

    fn settle(self, date: PartialDate) -> DateReading {
        let other = self
            .other
            .and_then(|year| PartialDate::new(Some(year), date.month, date.day));
        match other {
            Some(other) => DateReading::Ambiguous(date, other),
            None => DateReading::Date(date),
        }
    }
}

/// Month names of 42 locales, whole and abbreviated.
static MONTHS: LazyLock<HashMap<String, Vec<u8>>> = LazyLock::new(|| {
    let names: Vec<Vec<String>> =
        serde_json::from_str(include_str!("../data/month_names.json")).unwrap_or_default();
    let mut months: HashMap<String, Vec<u8>> = HashMap::new();
    for (month, names) in (1_u8..).zip(names) {
        for name in names {
            months.entry(name).or_default().push(month);
        }
    }
    months
});

fn month_key(token: &str) -> String {
    let token = token
        .strip_prefix("d’")
        .or_else(|| token.strip_prefix("d'"))
        .unwrap_or(token);
    token
        .nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| *c != '.')
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a failing unwrap is the failing test

    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> String {
        show(read_date(text, None, YearDigits::Recent))
    }

    fn show(reading: DateReading) -> String {
        match reading {
            DateReading::Empty => "empty".into(),
            DateReading::Date(date) => date.to_string(),
            DateReading::Ambiguous(a, b) => format!("{a} or {b}"),
            DateReading::Serial => "serial".into(),
            DateReading::Text => "text".into(),
        }
    }

    #[test]
    fn standard_spellings_are_read_whole() {
        for text in [
            "1980-12-31",
            "19801231",
            "1980-12-31T00:00:00Z",
            "1980-12-31T23:30:00+09:00",
            "1980-12-31 00:00:00",
            "31.12.1980",
            "1980/12/31",
            "12/31/1980",
            "31/12/1980",
        ] {
            assert_eq!(read(text), "1980-12-31", "{text}");
        }
        for text in ["--12-31", "--1231", "0000-12-31", "1604-12-31", " --12-31"] {
            assert_eq!(read(text), "--12-31", "{text}");
        }
        assert_eq!(read("1980-12"), "1980-12");
        assert_eq!(read("1980"), "1980");
    }

    #[test]
    fn month_names_are_read_in_many_languages() {
        for text in [
            "12 Mar 2024",
            "12. Mrz 24",
            "March 12, 2024",
            "12-Mar-24",
            "12 de marzo de 2024",
            "12 mars 2024",
            "12 марта 2024",
            "2024年3月12日",
            "2024년 3월 12일",
            "12 March 2024, 9:12 AM",
        ] {
            assert_eq!(read(text), "2024-03-12", "{text}");
        }
        assert_eq!(read("7-Feb-22"), "2022-02-07");
        assert_eq!(read("1 listopad 2024"), "2024-10-01 or 2024-11-01");
    }

    #[test]
    fn undecidable_orders_and_centuries_are_left_to_somebody() {
        assert_eq!(read("01/09/2024"), "2024-09-01 or 2024-01-09");
        assert_eq!(read("05/05/2024"), "2024-05-05");
        assert_eq!(read("1/23/18, 4:05 PM"), "2018-01-23");
        let declared = |order| show(read_date("01/09/2024", Some(order), YearDigits::Recent));
        assert_eq!(declared(DayOrder::DayFirst), "2024-09-01");
        assert_eq!(declared(DayOrder::MonthFirst), "2024-01-09");
        assert_eq!(
            show(read_date("3/14/79", None, YearDigits::Birth)),
            "1979-03-14 or 2079-03-14"
        );
    }

    #[test]
    fn a_number_above_twelve_shows_the_order() {
        assert_eq!(day_order_shown("31/12/2024"), Some(DayOrder::DayFirst));
        assert_eq!(
            day_order_shown("1/23/18, 4:05 PM"),
            Some(DayOrder::MonthFirst)
        );
        for text in ["01/09/2024", "2024-12-31", "31.12.2024", "", "13/13/2024"] {
            assert_eq!(day_order_shown(text), None, "{text}");
        }
    }

    #[test]
    fn a_date_against_the_declared_order_is_not_taken_silently() {
        for (text, order) in [
            ("3/14/2024", DayOrder::DayFirst),
            ("14/3/2024", DayOrder::MonthFirst),
        ] {
            let against = read_date(text, Some(order), YearDigits::Recent);
            assert!(matches!(against, DateReading::Ambiguous(..)), "{text}");
        }
    }

    #[test]
    fn placeholders_are_no_dates_and_other_texts_stay_texts() {
        for text in ["", "0/0/00", "0.0.00", "00/00/0000", "0000-00-00", " ", "-"] {
            assert_eq!(read(text), "empty", "{text}");
        }
        for text in [
            "circa 1800",
            "1980-02-30",
            "206-12-15",
            "31.02.1980",
            "soon",
            "1/2",
            "12345678901",
        ] {
            assert_eq!(read(text), "text", "{text}");
        }
        assert_eq!(read("45366"), "serial");
        assert_eq!(read("45366.5"), "serial");
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "\\PC{0,24}") {
            let _ = read_date(&text, None, YearDigits::Birth);
        }

        #[test]
        fn digits_and_separators_never_panic(text in "[0-9/.T: -]{0,20}") {
            let _ = read_date(&text, Some(DayOrder::DayFirst), YearDigits::Recent);
        }
    }
}

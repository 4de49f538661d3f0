//! Entries of calendars as text (RFC 5545).
//!
//! One object holds any number of to-dos and events. Lines are folded at 75 bytes (3.1), texts escaped
//! (3.3.11), and every instant is in UTC (3.3.5, form 2), so that no table of a zone has to come along.

use crm_core::calendar::{CalendarClass, CalendarDue, CalendarEntry, CalendarKind, CalendarStatus};
use crm_core::value::Timestamp;

use crate::vcard::{escaped, push_folded};

/// Who writes, as `PRODID` says it (3.7.3).
const PRODUCT: &str = "-//crm//crm//EN";

/// Writes entries as one iCalendar object; nothing if there are none, since an object has one
/// component at least (3.4, 3.6).
///
/// ```
/// use crm_core::calendar::CalendarEntry;
/// use crm_formats::write_calendar;
///
/// let entry = CalendarEntry { summary: Some("Call Ada; soon".into()), ..CalendarEntry::default() };
/// let text = write_calendar(&[entry]);
/// assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
/// assert!(text.contains("\r\nSUMMARY:Call Ada\\; soon\r\n"));
/// ```
pub fn write_calendar(entries: &[CalendarEntry]) -> String {
    if entries.is_empty() {
        return String::new();
    }
    let mut writer = Writer(String::new());
    writer.is("BEGIN", "VCALENDAR");
    writer.is("VERSION", "2.0");
    writer.is("PRODID", PRODUCT);
    for entry in entries {
        writer.entry(entry);
    }
    writer.is("END", "VCALENDAR");
    writer.0
}

struct Writer(String);

impl Writer {
    /// A property whose value is already in its written form.
    fn is(&mut self, name: &str, value: &str) {
        push_folded(&mut self.0, &format!("{name}:{value}"));
    }

    fn text(&mut self, name: &str, value: Option<&String>) {
        if let Some(value) = value {
            self.is(name, &escaped(value));
        }
    }

    fn instant(&mut self, name: &str, at: Option<Timestamp>) {
        if let Some(at) = at {
            self.is(name, &at.to_chrono().format("%Y%m%dT%H%M%SZ").to_string());
        }
    }

    fn entry(&mut self, entry: &CalendarEntry) {
        let component = match entry.kind {
            CalendarKind::Todo => "VTODO",
            CalendarKind::Event => "VEVENT",
        };
        self.is("BEGIN", component);
        self.is("UID", &entry.uid.to_string());
        // Without a method the stamp says when the entry last changed (3.8.7.2).
        self.instant("DTSTAMP", Some(entry.updated_at));
        self.instant("CREATED", Some(entry.created_at));
        self.instant("LAST-MODIFIED", Some(entry.updated_at));
        self.is("SEQUENCE", &entry.sequence.to_string());
        self.text("SUMMARY", entry.summary.as_ref());
        self.text("DESCRIPTION", entry.description.as_ref());
        self.text("LOCATION", entry.location.as_ref());
        self.instant("DTSTART", entry.begins_at);
        if let Some(seconds) = entry.seconds.filter(|_| entry.begins_at.is_some()) {
            self.is("DURATION", &format!("PT{seconds}S"));
        }
        match entry.due {
            Some(CalendarDue::At(at)) => self.instant("DUE", Some(at)),
            Some(CalendarDue::On(day)) => {
                let day = day.to_chrono().format("%Y%m%d").to_string();
                self.is("DUE;VALUE=DATE", &day);
            }
            None => {}
        }
        self.instant("COMPLETED", entry.completed_at);
        if let Some(status) = entry.status {
            self.is("STATUS", status_word(status));
        }
        if let Some(priority) = entry.priority {
            self.is("PRIORITY", &priority.to_string());
        }
        match entry.class {
            CalendarClass::Public => {}
            CalendarClass::Confidential => self.is("CLASS", "CONFIDENTIAL"),
            CalendarClass::Private => self.is("CLASS", "PRIVATE"),
        }
        self.is("END", component);
    }
}

const fn status_word(status: CalendarStatus) -> &'static str {
    match status {
        CalendarStatus::NeedsAction => "NEEDS-ACTION",
        CalendarStatus::InProcess => "IN-PROCESS",
        CalendarStatus::Completed => "COMPLETED",
        CalendarStatus::Cancelled => "CANCELLED",
        CalendarStatus::Confirmed => "CONFIRMED",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test fails by panicking

    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_task_and_a_meeting_are_written_as_rfc_5545_says_act_29() {
        let task = CalendarEntry {
            uid: Uuid::from_u128(1),
            created_at: at("2026-01-01T00:00:00Z"),
            updated_at: at("2026-01-02T03:04:05.678Z"),
            sequence: 2,
            summary: Some("Send \\ call, or \"write\"; soon".into()),
            description: Some("One\r\ntwo".into()),
            due: Some(CalendarDue::On("2026-03-29".parse().unwrap())),
            status: Some(CalendarStatus::NeedsAction),
            priority: Some(1),
            ..CalendarEntry::default()
        };
        let meeting = CalendarEntry {
            uid: Uuid::from_u128(2),
            kind: CalendarKind::Event,
            location: Some("Room 7, here".into()),
            begins_at: Some(at("2026-03-29T02:30:00+01:00")),
            seconds: Some(1800),
            status: Some(CalendarStatus::Confirmed),
            class: CalendarClass::Private,
            ..CalendarEntry::default()
        };
        let lines = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//crm//crm//EN",
            "BEGIN:VTODO",
            "UID:00000000-0000-0000-0000-000000000001",
            "DTSTAMP:20260102T030405Z",
            "CREATED:20260101T000000Z",
            "LAST-MODIFIED:20260102T030405Z",
            "SEQUENCE:2",
            "SUMMARY:Send \\\\ call\\, or \"write\"\\; soon",
            "DESCRIPTION:One\\ntwo",
            "DUE;VALUE=DATE:20260329",
            "STATUS:NEEDS-ACTION",
            "PRIORITY:1",
            "END:VTODO",
            "BEGIN:VEVENT",
            "UID:00000000-0000-0000-0000-000000000002",
            "DTSTAMP:19700101T000000Z",
            "CREATED:19700101T000000Z",
            "LAST-MODIFIED:19700101T000000Z",
            "SEQUENCE:0",
            "LOCATION:Room 7\\, here",
            "DTSTART:20260329T013000Z",
            "DURATION:PT1800S",
            "STATUS:CONFIRMED",
            "CLASS:PRIVATE",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ];
        assert_eq!(write_calendar(&[task, meeting]), lines.join("\r\n"));
    }

    #[test]
    fn a_calendar_of_nothing_is_no_calendar_act_29() {
        assert_eq!(write_calendar(&[]), "");
    }

    proptest! {
        /// No text can end its line, so none can add a property.
        #[test]
        fn a_text_stays_in_its_property_and_reads_back_act_29(text in "[a-z:;,\\\\\n\réž😊]{0,120}") {
            let entry = CalendarEntry {
                summary: Some(text.clone()),
                ..CalendarEntry::default()
            };
            let written = write_calendar(&[entry]);
            prop_assert!(written.split("\r\n").all(|line| line.len() <= 75));
            let unfolded = written.replace("\r\n ", "");
            let lines: Vec<_> = unfolded.split("\r\n").collect();
            prop_assert_eq!(lines.len(), write_calendar(&[CalendarEntry::default()]).split("\r\n").count() + 1);
            let value = lines.iter().find_map(|line| line.strip_prefix("SUMMARY:")).unwrap();
            let mut read = String::new();
            let mut characters = value.chars();
            while let Some(c) = characters.next() {
                match c {
                    '\\' => match characters.next().unwrap() {
                        'n' => read.push('\n'),
                        other => read.push(other),
                    },
                    ';' | ',' | '\n' | '\r' => {
                        return Err(TestCaseError::fail(format!("unescaped in {value:?}")));
                    }
                    other => read.push(other),
                }
            }
            prop_assert_eq!(read, text.replace('\r', ""));
        }
    }
}

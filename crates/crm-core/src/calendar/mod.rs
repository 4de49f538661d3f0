//! Tasks, meetings and calls as calendars understand them (ACT-27, ACT-29).
//!
//! The engine opens no connection: the host hands its texts to whatever calendar people use, as a feed
//! or one by one. An entry is known there by the id of its record and by its version, so that what
//! changes here replaces what stands there. Instants are told in UTC, so a text needs no tables of
//! zones; a task that is due on a day is due on that day wherever its reader is. Each task of a series is
//! an entry of its own: the engine makes the next one, not the calendar.
//!
//! What a role hides from the reader is in no text. Bytes are made in `crm-formats` (RFC 5545), behind
//! the [`Formats`](crate::import::Formats) port.

mod entry;
mod read;
#[cfg(test)]
mod tests;

pub use entry::{CalendarClass, CalendarDue, CalendarEntry, CalendarKind, CalendarStatus};
pub use read::{CalendarText, GetCalendarItem, ReadCalendar};

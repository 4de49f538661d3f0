//! Bytes to records and back.
//!
//! Address books leave other programs as CSV and vCard files that follow their standards loosely.
//! This crate reads them as they are: it finds encoding, dialect and exporter from the bytes,
//! keeps what it cannot map, and turns every doubt into a problem entry with a position instead
//! of a guess. A parse never fails as a whole because of one bad row or card.
//!
//! The way of an import: [`decode`] gives UTF-8 text and says which encoding it chose; the reader
//! of a format gives one neutral record or problem at a time in bounded memory. Nothing here knows
//! storage, and nothing here merges or matches records.
#![forbid(unsafe_code)]

mod adapter;
pub mod csv;
mod date;
pub mod decode;
mod detect;
mod entry;
pub mod export;
mod icalendar;
mod label;
mod limits;
mod number;
mod problem;
mod record;
mod source_ids;
mod spreadsheet;
pub mod vcard;

pub use adapter::FileFormats;
pub use date::{DateReading, DayOrder, NotADate, PartialDate, YearDigits, read_date};
pub use detect::{FileFormat, detect_format};
pub use entry::Entry;
pub use icalendar::write_calendar;
pub use limits::Limits;
pub use number::{AmountReading, read_amount};
pub use problem::{FormatError, Problem, ProblemCode, Severity};
pub use record::{
    Channel, ExternalId, LabelledDate, LinkKind, NamedText, OptOut, Position, RecordKind,
    SourceAddress, SourceAmount, SourceDate, SourceDeal, SourceEmail, SourceLink, SourceName,
    SourceOrganisation, SourcePhone, SourceRecord, SourceReference, SourceRelation,
};
pub use spreadsheet::{guard_formula, is_spreadsheet_damage, unguard_formula};

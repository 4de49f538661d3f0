//! What the formats give: records that are ready to be judged, row by row.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::kind::IncomingDraft;
use crate::calendar::CalendarEntry;
use crate::error::Result;
use crate::export::Outgoing;
use crate::field::RecordKind;
use crate::value::{Date, Decimal};

/// The file formats of an engine.
pub trait Formats: Send + Sync {
    /// Says what a file is and what its columns become, without reading it to the end.
    fn inspect(&self, bytes: &[u8], options: &ReadOptions) -> Result<Inspection>;

    /// Reads a file row by row, in bounded memory, after passing over the first `skip` rows as
    /// cheaply as the format allows. A bad row is an [`Incoming`] without a record; only a file
    /// that cannot be read at all is an error.
    fn read<'b>(
        &self,
        bytes: &'b [u8],
        options: &ReadOptions,
        skip: u64,
    ) -> Result<Box<dyn Iterator<Item = Incoming> + 'b>>;

    /// The number that a cell shows, as digits with a point for its mark. Where nobody knows
    /// whether a comma is the decimal mark, a number may have two readings.
    fn number(&self, text: &str, _decimal_comma: Option<bool>) -> Reading<String> {
        match text.trim().parse::<Decimal>() {
            Ok(number) => Reading::Says(number.to_string()),
            Err(_) => Reading::Unreadable,
        }
    }

    /// The day that a cell shows.
    fn day(&self, text: &str, _: &ReadOptions) -> Reading<Date> {
        text.trim()
            .parse()
            .map_or(Reading::Unreadable, Reading::Says)
    }

    /// Writes records as part of a file; `first` asks for the head of the file. `custom` names the
    /// tenant's own fields that the reader sees: a table without a choice of fields has a column for
    /// each, in this order.
    fn write(
        &self,
        records: Outgoing<'_>,
        custom: &[String],
        first: bool,
        options: &WriteOptions,
    ) -> Result<String>;

    /// Writes entries as one object for calendars.
    fn calendar(&self, entries: &[CalendarEntry]) -> Result<String>;
}

/// What a cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading<T> {
    /// This.
    Says(T),
    /// One of two things; somebody has to decide.
    Ambiguous,
    /// Nothing of the kind.
    Unreadable,
}

/// How a file is to be read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadOptions {
    /// `csv` or `vcard`; found from the bytes if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// What a row or card describes: a contact, an account, a lead or a deal. Found from the file
    /// if absent, as far as it says; rows of no known program are contacts or accounts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record_kind: Option<RecordKind>,
    /// What columns become, by header, where the proposal is not wanted: a target such as
    /// `job_title` or `custom.tier`, or an empty text to leave the column out.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub mapping: BTreeMap<String, String>,
    /// Whether days come before months in dates that could be read both ways; such dates need a
    /// decision if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_first: Option<bool>,
    /// Whether a comma is the decimal mark of numbers that could be read both ways; such numbers
    /// need a decision if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimal_comma: Option<bool>,
}

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Inspection {
    /// The format, such as `csv`.
    pub format: String,
    /// The program that wrote it, such as `google_contacts`, if it was recognised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exporter: Option<String>,
    /// What its rows describe, as far as the file as a whole says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record_kind: Option<RecordKind>,
    /// Whether a comma is the decimal mark, where the program that wrote it is known for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimal_comma: Option<bool>,
    /// The character encoding.
    pub encoding: String,
    /// The delimiter of a CSV file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<String>,
    /// The columns of a CSV file and what they become.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<ColumnPlan>,
    /// What was noticed about the file as a whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<RowProblem>,
}

/// A column and what it becomes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ColumnPlan {
    /// The header.
    pub header: String,
    /// The target; absent if the column is kept among the extras.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
}

/// One row or card.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Incoming {
    /// Its number, from 1, without header and preamble.
    pub row: u64,
    /// The line on which it begins, from 1.
    pub line: u64,
    /// The record, if one could be made of it.
    pub record: Option<IncomingRecord>,
    /// What is wrong with it.
    pub problems: Vec<RowProblem>,
}

/// A record from a file.
#[derive(Debug, Clone, PartialEq)]
pub struct IncomingRecord {
    /// What the format itself could make of it: names, addresses, numbers.
    pub draft: IncomingDraft,
    /// The texts of further cells by the field that they are for; see
    /// [`columns`](super::columns). What the field is declared as says how they are read.
    pub cells: BTreeMap<String, String>,
    /// Paths of its tags.
    pub tags: Vec<String>,
}

/// Something wrong with a row. It never quotes a value.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct RowProblem {
    /// A stable code, such as `ambiguous_date`.
    pub code: String,
    /// What is wrong, in a sentence.
    pub message: String,
    /// The column or field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Whether the row cannot be imported because of it.
    #[serde(default)]
    pub fatal: bool,
    /// Whether the caller has to choose between readings.
    #[serde(default)]
    pub needs_decision: bool,
}

crate::choice! {
    /// A format of exported files.
    pub enum WriteFormat {
        /// Comma-separated values.
        #[default]
        Csv = "csv",
        /// vCard 4.0, for contacts.
        Vcard = "vcard",
        /// One JSON object a line, after a manifest.
        Jsonl = "jsonl",
    }
}

/// How a file is to be written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WriteOptions {
    /// The format.
    #[serde(default)]
    pub format: WriteFormat,
    /// The fields of a CSV file, custom ones as `custom.<name>`; the usual ones if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// Leaves cells that a spreadsheet would take for a formula as they are. Only for programs
    /// that are not spreadsheets: by default such cells are defused (IMP-30).
    #[serde(default)]
    pub raw_cells: bool,
}

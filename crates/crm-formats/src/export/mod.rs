//! Files out: tables for spreadsheets and programs, and JSON Lines without loss.
//!
//! Cards are written by [`crate::vcard::write_card`].

mod csv;
mod json_lines;

pub use csv::{CsvWriter, TableOptions};
pub use json_lines::{JsonLine, JsonLinesReader, JsonLinesWriter, Manifest};

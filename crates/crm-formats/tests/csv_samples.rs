//! Every sample export gives the records written down for it.
//!
//! The expectations under `tests/expected` were read and checked by a person. With
//! `WRITE_EXPECTED=1` a run writes what it sees, for a person to read again.
#![allow(clippy::unwrap_used, clippy::panic)] // a failing unwrap is the failing test

mod support;

use crm_formats::Entry;
use crm_formats::csv::{CsvOptions, CsvReader};
use serde_json::{Value, json};

fn seen(bytes: &[u8]) -> Value {
    let mut reader = match CsvReader::open(bytes, CsvOptions::default()) {
        Ok(reader) => reader,
        Err(error) => return json!({ "refused": error.code, "message": error.message }),
    };
    let (mut records, mut problems) = (Vec::new(), Vec::new());
    for entry in &mut reader {
        match entry.unwrap() {
            Entry::Record(record) => records.push(serde_json::to_value(&record).unwrap()),
            Entry::Problem(problem) => problems.push(serde_json::to_value(&problem).unwrap()),
        }
    }
    let profile = reader.profile();
    json!({
        "encoding": format!("{} ({:?})", profile.encoding.name, profile.encoding.evidence),
        "delimiter": profile.dialect.delimiter as char,
        "header_line": profile.header_line,
        "exporter": profile.mapping.exporter,
        "count": records.len(),
        "records": records,
        "problems": problems,
    })
}

#[test]
fn every_export_gives_its_records() {
    for folder in [
        "google-contacts-csv",
        "outlook-csv",
        "linkedin",
        "hubspot",
        "salesforce",
        "pipedrive",
    ] {
        support::check_folder(folder, "csv", seen);
    }
}

//! Every sample card file gives the records written down for it.
//!
//! The expectations under `tests/expected` were read and checked by a person. With
//! `WRITE_EXPECTED=1` a run writes what it sees, for a person to read again.
#![allow(clippy::unwrap_used, clippy::panic)] // a failing unwrap is the failing test

mod support;

use crm_formats::Entry;
use crm_formats::vcard::{VcardOptions, VcardReader};
use serde_json::{Value, json};

fn seen(bytes: &[u8]) -> Value {
    let reader = VcardReader::open(bytes, VcardOptions::default()).unwrap();
    let encoding = reader.encoding();
    let (mut records, mut problems) = (Vec::new(), Vec::new());
    for entry in reader {
        match entry.unwrap() {
            Entry::Record(record) => records.push(serde_json::to_value(&record).unwrap()),
            Entry::Problem(problem) => problems.push(serde_json::to_value(&problem).unwrap()),
        }
    }
    json!({
        "encoding": format!("{} ({:?})", encoding.name, encoding.evidence),
        "count": records.len(),
        "records": records,
        "problems": problems,
    })
}

#[test]
fn every_card_file_gives_its_records() {
    for folder in ["vcard21", "vcard30", "vcard40"] {
        support::check_folder(folder, "vcf", seen);
    }
}

/// The birthdays of a file of one card per spelling, as the list beside it wants them.
#[test]
fn every_spelling_of_a_birthday_is_read_as_wanted_in_every_version() {
    let expected: Value =
        serde_json::from_str(include_str!("samples/vcard40/bday_expected.json")).unwrap();
    let files = [
        include_str!("samples/vcard21/bday_variants.vcf"),
        include_str!("samples/vcard30/bday_variants.vcf"),
        include_str!("samples/vcard40/bday_variants.vcf"),
    ];
    for file in files {
        let read: Vec<Value> = VcardReader::open(file.as_bytes(), VcardOptions::default())
            .unwrap()
            .map(|entry| match entry.unwrap() {
                Entry::Record(record) => {
                    record
                        .birthday
                        .map_or(Value::Null, |birthday| match birthday.date {
                            Some(date) => json!([date.year(), date.month(), date.day()]),
                            None => json!("text"),
                        })
                }
                Entry::Problem(problem) => panic!("{problem:?}"),
            })
            .collect();
        let wanted: Vec<Value> = expected
            .as_array()
            .unwrap()
            .iter()
            .map(|case| case["date"].clone())
            .collect();
        assert_eq!(read, wanted);
    }
}

//! Inputs made to break a reader: each is accepted, accepted in part or refused as written down.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a failing unwrap is the failing test

use crm_formats::csv::{CsvOptions, CsvReader};
use crm_formats::vcard::{VcardOptions, VcardReader};
use crm_formats::{Entry, FormatError, Problem, ProblemCode, Severity, SourceRecord};
use serde_json::Value;

#[derive(Debug, Default)]
struct Seen {
    records: Vec<SourceRecord>,
    problems: Vec<Problem>,
    refused: Option<ProblemCode>,
}

impl Seen {
    fn of(entries: impl Iterator<Item = Result<Entry, FormatError>>) -> Self {
        let mut seen = Self::default();
        for entry in entries {
            match entry {
                Ok(Entry::Record(record)) => {
                    seen.problems.extend(record.problems.clone());
                    seen.records.push(*record);
                }
                Ok(Entry::Problem(problem)) => seen.problems.push(problem),
                Err(error) => seen.refused = Some(error.code),
            }
        }
        seen
    }

    fn refused(error: &FormatError) -> Self {
        Self {
            refused: Some(error.code),
            ..Self::default()
        }
    }

    fn outcome(&self) -> &'static str {
        let is_serious = |problem: &Problem| problem.severity > Severity::Warning;
        match () {
            () if self.refused.is_some() || self.records.is_empty() => "reject",
            () if self.problems.is_empty() => "accept",
            () if self.problems.iter().any(is_serious) => "partial",
            () => "warned",
        }
    }

    fn codes(&self) -> Vec<String> {
        let codes = self.problems.iter().map(|p| p.code).chain(self.refused);
        codes.map(|code| format!("{code:?}")).collect()
    }
}

fn csv(bytes: &[u8]) -> Seen {
    match CsvReader::open(bytes, CsvOptions::default()) {
        Ok(reader) => Seen::of(reader),
        Err(error) => Seen::refused(&error),
    }
}

fn vcard(bytes: &[u8]) -> Seen {
    match VcardReader::open(bytes, VcardOptions::default()) {
        Ok(reader) => Seen::of(reader),
        Err(error) => Seen::refused(&error),
    }
}

fn bytes_of(input: &Value) -> Vec<u8> {
    if let Some(text) = input["text"].as_str() {
        return text.as_bytes().to_vec();
    }
    if let Some(hex) = input["hex"].as_str() {
        let digits = hex.as_bytes().chunks(2);
        return digits
            .map(|two| u8::from_str_radix(std::str::from_utf8(two).unwrap(), 16).unwrap())
            .collect();
    }
    let unit = input["repeat"].as_str().unwrap();
    let times = usize::try_from(input["times"].as_u64().unwrap()).unwrap();
    let (prefix, suffix) = (
        input["prefix"].as_str().unwrap(),
        input["suffix"].as_str().unwrap(),
    );
    format!("{prefix}{}{suffix}", unit.repeat(times)).into_bytes()
}

fn case(id: &str) -> Value {
    let document: Value = serde_json::from_str(include_str!("hostile/inputs.json")).unwrap();
    let cases = document["cases"].as_array().unwrap();
    cases.iter().find(|case| case["id"] == id).unwrap().clone()
}

/// Every case of a kind ends as written down, with the named problem among those reported.
fn check_all(kind: &str, read: fn(&[u8]) -> Seen) {
    let document: Value = serde_json::from_str(include_str!("hostile/inputs.json")).unwrap();
    let cases: Vec<&Value> = document["cases"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|case| case["kind"] == kind)
        .collect();
    assert!(cases.len() > 5);
    for case in cases {
        let seen = read(&bytes_of(&case["input"]));
        let id = case["id"].as_str().unwrap();
        let wanted = case["outcome"].as_str().unwrap();
        // A warning is a partial acceptance; an accepted case may warn where its check says so.
        let outcome = seen.outcome();
        let fits = outcome == wanted || (outcome == "warned" && wanted != "reject");
        assert!(
            fits,
            "{id}: {outcome} instead of {wanted}: {:?}",
            seen.codes()
        );
        if let Some(error) = case["error"].as_str() {
            assert!(
                seen.codes().iter().any(|code| code == error),
                "{id}: {:?}",
                seen.codes()
            );
        }
    }
}

#[test]
fn csv_cases_end_as_written_down() {
    check_all("csv", csv);
}

fn read_case(id: &str, read: fn(&[u8]) -> Seen) -> Seen {
    read(&bytes_of(&case(id)["input"]))
}

fn first_email(record: &SourceRecord) -> &str {
    &record.emails[0].address
}

#[test]
fn a_formula_is_stored_byte_for_byte() {
    let seen = read_case("H001", csv);
    assert_eq!(
        seen.records[0].name.full.as_deref(),
        Some("=HYPERLINK(\"\"x\"\")")
    );
}

#[test]
fn phone_and_negative_amount_are_data() {
    let seen = read_case("H003", csv);
    assert_eq!(seen.records[0].phones[0].number, "+14155550100");
    let amount = seen.records[0]
        .deal
        .as_ref()
        .unwrap()
        .amount
        .as_ref()
        .unwrap();
    assert_eq!(amount.value.as_deref(), Some("-12.50"));
}

#[test]
fn an_unclosed_quote_is_told_with_its_line_and_the_next_row_is_imported() {
    let seen = read_case("H005", csv);
    assert_eq!(seen.problems[0].line, 2);
    assert_eq!(
        seen.records.iter().map(first_email).collect::<Vec<_>>(),
        ["b@example.com"]
    );
}

#[test]
fn the_column_limit_is_named() {
    let bytes = bytes_of(&case("H009")["input"]);
    let error = CsvReader::open(bytes.as_slice(), CsvOptions::default()).unwrap_err();
    assert!(error.message.contains("columns"), "{}", error.message);
}

#[test]
fn utf16_is_decoded_and_control_characters_are_not_imported() {
    assert_eq!(
        read_case("H013", csv).records[0].name.full.as_deref(),
        Some("Ann")
    );
    assert_eq!(
        read_case("H015", csv).records[0].name.full.as_deref(),
        Some("Ann")
    );
    assert_eq!(read_case("H019", csv).records.len(), 2);
}

#[test]
fn every_one_of_identical_rows_is_delivered() {
    assert_eq!(read_case("H021", csv).records.len(), 100_000);
}

#[test]
fn amounts_are_neither_wrapped_nor_guessed() {
    let amounts = |id| -> Vec<Option<String>> {
        let records = read_case(id, csv).records;
        records
            .into_iter()
            .map(|r| r.deal.unwrap().amount.unwrap().value)
            .collect()
    };
    assert_eq!(amounts("H023"), [None]);
    assert_eq!(amounts("H025"), [None, Some("1234.5".to_owned())]);
}

#[test]
fn an_invisible_character_makes_another_address_and_is_told() {
    let seen = read_case("H027", csv);
    assert_ne!(first_email(&seen.records[0]), first_email(&seen.records[1]));
    assert_eq!((seen.problems.len(), seen.problems[0].line), (1, 2));
}

#[test]
fn accents_stay_as_they_were_written() {
    let seen = read_case("H029", csv);
    let names: Vec<_> = seen
        .records
        .iter()
        .map(|r| r.name.full.clone().unwrap())
        .collect();
    assert_ne!(names[0], names[1]);
}

#[test]
fn vcard_cases_end_as_written_down() {
    check_all("vcard", vcard);
}

#[test]
fn a_photo_beyond_the_limit_is_left_out_and_told() {
    let seen = read_case("H035", vcard);
    assert_eq!(seen.records[0].name.full.as_deref(), Some("A"));
    assert!(seen.records[0].raw_properties.is_empty());
    assert_eq!(seen.problems[0].field.as_deref(), Some("PHOTO"));
}

#[test]
fn two_people_with_one_uid_stay_two() {
    let seen = read_case("H041", vcard);
    assert_eq!(
        seen.records.iter().map(first_email).collect::<Vec<_>>(),
        ["a@example.com", "b@example.com"]
    );
    assert_eq!(seen.problems[0].line, 7);
}

#[test]
fn a_card_with_a_phone_alone_waits_for_a_decision() {
    let seen = read_case("H043", vcard);
    assert_eq!(seen.records[0].phones[0].number, "+14155550100");
    assert_eq!(seen.problems[0].severity, Severity::NeedsDecision);
}

#[test]
fn stray_lines_and_a_missing_end_are_two_findings_with_their_lines() {
    let seen = read_case("H045", vcard);
    assert_eq!(seen.records[0].name.full.as_deref(), Some("A"));
    let found: Vec<_> = seen
        .problems
        .iter()
        .map(|p| (p.code, p.line, p.last_line))
        .collect();
    assert_eq!(
        found,
        [
            (ProblemCode::Malformed, 1, Some(2)),
            (ProblemCode::Malformed, 7, None)
        ]
    );
}

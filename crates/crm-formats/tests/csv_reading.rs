//! What the CSV reader does with files that no exporter wrote.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a failing unwrap is the failing test

use std::collections::BTreeMap;

use crm_formats::csv::{Confidence, CsvOptions, CsvReader, Mapping, Target};
use crm_formats::{DayOrder, Entry, Problem, ProblemCode, RecordKind, Severity, SourceRecord};
use proptest::prelude::*;

fn read_with(text: &str, options: CsvOptions) -> (Vec<SourceRecord>, Vec<Problem>) {
    let (mut records, mut problems) = (Vec::new(), Vec::new());
    for entry in CsvReader::open(text.as_bytes(), options).unwrap() {
        match entry.unwrap() {
            Entry::Record(record) => records.push(*record),
            Entry::Problem(problem) => problems.push(problem),
        }
    }
    (records, problems)
}

fn read(text: &str) -> (Vec<SourceRecord>, Vec<Problem>) {
    read_with(text, CsvOptions::default())
}

fn targets(choices: &[(&str, &str)]) -> BTreeMap<String, Target> {
    choices
        .iter()
        .map(|(name, path)| ((*name).to_owned(), path.parse().unwrap()))
        .collect()
}

fn refusal(text: &str, options: CsvOptions) -> ProblemCode {
    CsvReader::open(text.as_bytes(), options).unwrap_err().code
}

#[test]
fn a_column_nobody_knows_is_kept_under_its_name() {
    let (records, _) = read("Vorname,Schuhgröße\nAda, 38 \n");
    assert_eq!(records[0].unmapped[0].name, "Schuhgröße");
    assert_eq!(records[0].unmapped[0].text, " 38 ");
}

#[test]
fn the_user_can_send_any_column_anywhere() {
    let chosen = targets(&[
        ("Schuhgröße", "custom.shoe size"),
        ("Kurz", "name.nickname"),
        ("Alt", "skip"),
    ]);
    let options = CsvOptions {
        targets: chosen,
        ..CsvOptions::default()
    };
    let (records, _) = read_with("Vorname,Kurz,Schuhgröße,Alt\nAda,Addie,38,x\n", options);
    assert_eq!(records[0].custom[0].name, "shoe size");
    assert_eq!(records[0].name.nickname.as_deref(), Some("Addie"));
    assert!(records[0].unmapped.is_empty());
}

#[test]
fn a_suggestion_gives_way_to_the_users_choice() {
    let chosen = targets(&[("Real name", "name.full")]);
    let options = CsvOptions {
        targets: chosen,
        ..CsvOptions::default()
    };
    let (records, _) = read_with("Name,Real name\nX1,Ada\n", options);
    assert_eq!(records[0].name.full.as_deref(), Some("Ada"));
    assert_eq!(records[0].unmapped[0].text, "X1");
}

#[test]
fn a_mapping_that_does_not_fit_is_refused() {
    let missing = CsvOptions {
        targets: targets(&[("Nope", "tags")]),
        ..CsvOptions::default()
    };
    assert_eq!(refusal("Name\nAda\n", missing), ProblemCode::InvalidMapping);
    let twice = targets(&[("A", "name.given"), ("B", "name.given")]);
    let twice = CsvOptions {
        targets: twice,
        ..CsvOptions::default()
    };
    assert_eq!(refusal("A,B\nx,y\n", twice), ProblemCode::InvalidMapping);
}

#[test]
fn a_saved_mapping_finds_its_columns_again() {
    let headers = ["Vorname", "Größe"].map(String::from);
    let mut saved = Mapping::suggest(&headers);
    saved
        .set_targets(&targets(&[("Größe", "custom.size")]))
        .unwrap();
    let text = serde_json::to_string(&saved).unwrap();
    let saved: Mapping = serde_json::from_str(&text).unwrap();
    let options = CsvOptions {
        mapping: Some(saved),
        ..CsvOptions::default()
    };
    let (records, _) = read_with("Neu,Größe,Vorname\n1,38,Ada\n", options);
    assert_eq!(records[0].custom[0].text, "38");
    assert_eq!(records[0].unmapped[0].name, "Neu");
}

#[test]
fn two_columns_of_one_name_need_numbers() {
    let text = "email,Email,name\na@example.com,b@example.com,Ann\n";
    assert_eq!(
        refusal(text, CsvOptions::default()),
        ProblemCode::DuplicateHeader
    );
    let chosen = targets(&[("#1", "email[work].address"), ("#2", "email[home].address")]);
    let (records, _) = read_with(
        text,
        CsvOptions {
            targets: chosen,
            ..CsvOptions::default()
        },
    );
    let labels: Vec<_> = records[0]
        .emails
        .iter()
        .map(|e| e.label.clone().unwrap())
        .collect();
    assert_eq!(labels, ["work", "home"]);
}

#[test]
fn a_file_without_a_header_keeps_its_first_row() {
    let (records, problems) = read("Ada,ada@example.com\nBob,bob@example.com\n");
    assert_eq!(
        (problems[0].code, problems[0].severity),
        (ProblemCode::NoHeader, Severity::NeedsDecision)
    );
    assert_eq!(records.len(), 2);
    assert_eq!(records[0].unmapped[1].name, "Column 2");
    let chosen = targets(&[("#1", "name.full"), ("#2", "email[1].address")]);
    let options = CsvOptions {
        targets: chosen,
        ..CsvOptions::default()
    };
    let (records, _) = read_with("Ada,ada@example.com\n", options);
    assert_eq!(records[0].emails[0].address, "ada@example.com");
}

#[test]
fn cells_beyond_the_header_are_kept_and_told() {
    let (records, _) = read("name,email\nAda,ada@example.com,more\n");
    assert_eq!(records[0].unmapped[0].name, "Column 3");
    assert_eq!(records[0].problems[0].code, ProblemCode::ExtraCells);
}

#[test]
fn thin_rows_after_a_blank_line_are_data_when_full_rows_follow() {
    let (records, problems) = read("name,email\nAda,a@example.com\n\nBob\nCid,c@example.com\n");
    let names: Vec<_> = records
        .iter()
        .map(|r| r.name.full.clone().unwrap())
        .collect();
    assert_eq!(names, ["Ada", "Bob", "Cid"]);
    assert_eq!(problems, []);
    assert_eq!(
        records
            .iter()
            .map(|r| r.position.number)
            .collect::<Vec<_>>(),
        [1, 2, 3]
    );
}

#[test]
fn a_footer_is_not_data() {
    let (records, problems) = read("name,email\nAda,a@example.com\n\nMy report\nCopyright\n");
    assert_eq!(records.len(), 1);
    assert_eq!(
        (problems[0].code, problems[0].line, problems[0].last_line),
        (ProblemCode::Trailer, 4, Some(5))
    );
}

#[test]
fn an_address_with_an_undecodable_byte_is_left_out_not_changed() {
    let mut bytes = "name,email,note\n".as_bytes().to_vec();
    bytes.extend("é".repeat(30).as_bytes());
    bytes.extend_from_slice(b",a\xffda@example.com,x\xffy\n");
    let mut reader = CsvReader::open(bytes.as_slice(), CsvOptions::default()).unwrap();
    let Some(Ok(Entry::Record(record))) = reader.next() else {
        panic!()
    };
    assert!(record.emails.is_empty());
    assert_eq!(record.notes, ["x\u{fffd}y"]);
    assert!(
        record
            .problems
            .iter()
            .all(|p| p.code == ProblemCode::UnreadableText)
    );
    assert_eq!(record.problems.len(), 2);
}

#[test]
fn the_order_of_day_and_month_is_taken_from_the_column_or_asked() {
    let birthdays = |text: &str, options| -> Vec<Option<String>> {
        let (records, _) = read_with(text, options);
        records
            .into_iter()
            .map(|r| r.birthday.unwrap().date.map(|d| d.to_string()))
            .collect()
    };
    let shown = "name,birthday\nA,01/02/1980\nB,31/12/1980\n";
    assert_eq!(
        birthdays(shown, CsvOptions::default())[0].as_deref(),
        Some("1980-02-01")
    );
    let open = "name,birthday\nA,01/02/1980\n";
    assert_eq!(birthdays(open, CsvOptions::default()), [None]);
    let options = CsvOptions {
        day_order: Some(DayOrder::MonthFirst),
        ..CsvOptions::default()
    };
    assert_eq!(birthdays(open, options)[0].as_deref(), Some("1980-01-02"));
    let contradictory = "name,birthday\nA,01/02/1980\nB,31/12/1980\nC,12/31/1980\n";
    assert_eq!(birthdays(contradictory, CsvOptions::default())[0], None);
}

#[test]
fn a_file_of_companies_gives_organisations() {
    let (records, _) = read("Company,Website,City\nAcme,https://acme.example,Springfield\n");
    assert_eq!(records[0].kind, RecordKind::Organisation);
    assert_eq!(records[0].name.full.as_deref(), Some("Acme"));
}

#[test]
fn doubtful_headers_are_settled_by_their_neighbours() {
    let path = |headers: &[&str], at: usize| {
        let headers: Vec<String> = headers.iter().map(|h| (*h).to_owned()).collect();
        let mapping = Mapping::suggest(&headers);
        (
            mapping.columns[at].target.to_string(),
            mapping.columns[at].confidence,
        )
    };
    assert_eq!(
        path(&["Name", "Vorname"], 0),
        ("name.family".to_owned(), Confidence::Words)
    );
    assert_eq!(path(&["Name", "Email"], 0).0, "name.full");
    assert_eq!(
        path(&["Name", "Company", "Title"], 2).0,
        "organisation[1].title"
    );
    assert_eq!(path(&["Title", "First Name"], 0).0, "name.prefix");
    assert_eq!(
        path(&["Birth Year", "Birth Month", "Birth Day"], 2).0,
        "birthday.day"
    );
}

#[test]
fn a_guard_apostrophe_comes_off_and_others_stay() {
    let (records, _) = read("name,city,note\n'=1+1,'s-Hertogenbosch,'quoted'\n");
    assert_eq!(records[0].name.full.as_deref(), Some("=1+1"));
    assert_eq!(
        records[0].addresses[0].city.as_deref(),
        Some("'s-Hertogenbosch")
    );
    assert_eq!(records[0].notes, ["'quoted'"]);
}

#[test]
fn several_addresses_in_one_cell_are_several() {
    let (records, _) =
        read("name,email\nAda,\"a@example.com; b@example.com\"\nBob,not an address\n");
    assert_eq!(records[0].emails.len(), 2);
    assert_eq!(records[1].emails[0].address, "not an address");
}

#[test]
fn an_id_met_twice_is_told_with_the_second() {
    let (records, _) = read("Record ID,Name\n7,Ann\n8,Bob\n7,Cid\n");
    let has_problem = |r: &SourceRecord| {
        r.problems
            .iter()
            .any(|p| p.code == ProblemCode::DuplicateSourceId)
    };
    assert_eq!(
        records.iter().map(has_problem).collect::<Vec<_>>(),
        [false, false, true]
    );
}

#[test]
fn too_many_rows_end_the_import_with_the_limit() {
    let mut options = CsvOptions::default();
    options.limits.rows_per_import = 2;
    let results: Vec<_> = CsvReader::open("name\na\nb\nc\n".as_bytes(), options)
        .unwrap()
        .collect();
    assert_eq!(results.len(), 3);
    assert_eq!(
        results[2].as_ref().unwrap_err().code,
        ProblemCode::LimitExceeded
    );
}

#[test]
fn no_problem_quotes_a_value() {
    let text = "name,email,birthday,amount\n\"An\u{0}n\"x,\nSecret\u{0},secret\u{200b}@example.com,Secret day,12x34,secret\n\n";
    let (records, problems) = read(text);
    let all = problems
        .iter()
        .chain(records.iter().flat_map(|r| &r.problems));
    let texts: Vec<_> = all
        .map(|p| format!("{} {:?}", p.message, p.field).to_lowercase())
        .collect();
    assert!(texts.len() > 4);
    assert!(
        texts
            .iter()
            .all(|text| !text.contains("secret") && !text.contains("12x34")),
        "{texts:?}"
    );
}

#[test]
fn a_value_that_is_a_header_word_in_some_language_is_no_header_below_a_fuller_row() {
    let text = "name,Zzz one,Zzz two\nx,,ad\n";
    let reader = CsvReader::open(text.as_bytes(), CsvOptions::default()).unwrap();
    let records = reader
        .filter(|entry| matches!(entry, Ok(Entry::Record(_))))
        .count();
    assert_eq!(records, 1);
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(reader) = CsvReader::open(bytes.as_slice(), CsvOptions::default()) {
            prop_assert!(reader.count() < 1000);
        }
    }

    #[test]
    fn any_table_is_read_without_loss(
        rows in proptest::collection::vec(proptest::collection::vec("[a-zA-Z0-9 @.,;\"'é=+-]{0,8}", 3), 1..8),
    ) {
        let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
        writer.write_record(["name", "Zzz one", "Zzz two"]).unwrap();
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let reader = CsvReader::open(bytes.as_slice(), CsvOptions::default()).unwrap();
        let kept: usize = reader
            .map(|entry| match entry.unwrap() {
                Entry::Record(record) => record.unmapped.len(),
                Entry::Problem(_) => 0,
            })
            .sum();
        let filled = rows.iter().flat_map(|row| row.iter().skip(1)).filter(|c| !c.trim().is_empty());
        prop_assert_eq!(kept, filled.count());
    }
}

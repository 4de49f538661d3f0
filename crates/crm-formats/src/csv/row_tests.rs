//! The laws of the row reader: what it reads, what it reports, and that it agrees with an
//! independent reader on everything well formed.
#![allow(clippy::unwrap_used)] // a failing unwrap is the failing test

use proptest::prelude::*;

use super::{Dialect, Row, RowEvent, RowReader};
use crate::decode::DecodedText;
use crate::limits::Limits;
use crate::problem::ProblemCode;

type Rows = Vec<(u64, Vec<String>)>;
type Problems = Vec<(ProblemCode, u64, Option<u64>)>;

fn read_with(text: &[u8], width: Option<usize>, limits: Limits) -> (Rows, Problems) {
    let decoded = DecodedText::new(text, None).unwrap();
    let mut reader = RowReader::new(decoded, Some(Dialect::default()), limits).unwrap();
    if let Some(width) = width {
        reader.expect_width(width);
    }
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    let mut row = Row::default();
    loop {
        match reader.next_row(&mut row).unwrap() {
            RowEvent::Row => rows.push((row.line, row.cells().map(str::to_owned).collect())),
            RowEvent::Problem(found) => problems.push((found.code, found.line, found.last_line)),
            RowEvent::End => return (rows, problems),
        }
    }
}

fn read(text: &str, width: usize) -> (Rows, Problems) {
    read_with(text.as_bytes(), Some(width), Limits::default())
}

fn lines(rows: &Rows) -> Vec<u64> {
    rows.iter().map(|(line, _)| *line).collect()
}

#[test]
fn every_kind_of_line_end_separates_rows() {
    for text in [
        "a,b\nc,d\n",
        "a,b\r\nc,d\r\n",
        "a,b\rc,d\r",
        "a,b\nc,d",
        "a,b\r\r\nc,d",
    ] {
        let (rows, problems) = read(text, 2);
        let cells: Vec<_> = rows.into_iter().map(|(_, cells)| cells.join("|")).collect();
        assert_eq!(
            (cells, problems),
            (vec!["a|b".to_owned(), "c|d".to_owned()], vec![]),
            "{text:?}"
        );
    }
}

#[test]
fn line_breaks_blank_lines_and_doubled_quotes_inside_quotes_are_data() {
    let (rows, problems) = read("\"x\n\ny\",\"say \"\"hi\"\"\"\nz,\n", 2);
    assert_eq!(
        rows,
        [
            (1, vec!["x\n\ny".into(), "say \"hi\"".into()]),
            (4, vec!["z".into(), String::new()])
        ]
    );
    assert_eq!(problems, []);
}

#[test]
fn an_unclosed_quote_costs_its_own_line_only() {
    let (rows, problems) = read("n,e,p,a\n\"Ann,a@example.com,,\nBob,b@example.com,,\n", 4);
    assert_eq!(lines(&rows), [1, 3]);
    assert_eq!(problems, [(ProblemCode::UnclosedQuote, 2, None)]);
}

#[test]
fn an_unclosed_quote_that_meets_a_later_quote_is_told_at_its_opening() {
    let (rows, problems) = read("\"Ann,1\n\"Bob\",2\nCid,3\n", 2);
    assert_eq!(lines(&rows), [2, 3]);
    assert_eq!(problems, [(ProblemCode::UnclosedQuote, 1, None)]);
}

#[test]
fn a_row_swallowed_by_a_quote_that_closes_by_chance_is_given_back() {
    let (rows, problems) = read("\"Ann,1,2\nBob,3,\"\nCid,4,5\n", 3);
    assert_eq!(
        problems,
        [
            (ProblemCode::UnclosedQuote, 1, None),
            (ProblemCode::MalformedRow, 2, None)
        ]
    );
    assert_eq!(lines(&rows), [3]);
}

#[test]
fn text_after_a_closing_quote_spoils_that_row_alone() {
    let (rows, problems) = read("\"Ann\"x,a\nBob,b\n\"Cid\" ,c\n", 2);
    assert_eq!(lines(&rows), [2, 3]);
    assert_eq!(problems, [(ProblemCode::MalformedRow, 1, None)]);
}

#[test]
fn lines_that_cannot_be_rows_after_a_fault_are_reported_together() {
    let (rows, problems) = read("a,b\n\"x,1\none\ntwo\nc,d\n", 2);
    assert_eq!(lines(&rows), [1, 5]);
    assert_eq!(
        problems,
        [
            (ProblemCode::UnclosedQuote, 2, None),
            (ProblemCode::MalformedRow, 3, Some(4))
        ]
    );
}

#[test]
fn each_bound_is_reported_for_the_row_that_breaks_it() {
    let limits = Limits {
        cell_bytes: 10,
        columns: 3,
        row_bytes: 25,
        ..Limits::default()
    };
    for bad in [
        "aaaaaaaaaaa,b",
        "\"aaaaaaaaaaa\",b",
        "a,b,c,d",
        "aaaaaaaaa,aaaaaaaaa,aaaaaaaaa",
    ] {
        let text = format!("h,i\n{bad}\nc,d\n");
        let (rows, problems) = read_with(text.as_bytes(), Some(2), limits.clone());
        assert_eq!(lines(&rows), [1, 3], "{bad}");
        assert_eq!(problems, [(ProblemCode::LimitExceeded, 2, None)], "{bad}");
    }
}

#[test]
fn a_line_longer_than_any_bound_is_passed_over_without_being_kept() {
    let limits = Limits {
        row_bytes: 1000,
        ..Limits::default()
    };
    let text = format!("a,b\n\"{}\nc,d\n", "x".repeat(300_000));
    let (rows, problems) = read_with(text.as_bytes(), Some(2), limits);
    assert_eq!(lines(&rows), [1, 3]);
    assert_eq!(problems, [(ProblemCode::LimitExceeded, 2, None)]);
}

#[test]
fn quotes_arranged_to_be_read_again_and_again_stay_cheap() {
    // Each line opens a quote when read alone and closes one when read inside a quote.
    let hostile = "a\",\"\"\"\nx,y\n".repeat(60_000);
    let decoded = DecodedText::new(hostile.as_bytes(), None).unwrap();
    let mut reader = RowReader::new(decoded, Some(Dialect::default()), Limits::default()).unwrap();
    reader.expect_width(2);
    let mut row = Row::default();
    while !matches!(reader.next_row(&mut row).unwrap(), RowEvent::End) {}
    let bound = reader.read.saturating_mul(4) + super::rows::FREE_REREAD + 16 * 1024 * 1024;
    assert!(
        reader.reread <= bound,
        "{} bytes were read again",
        reader.reread
    );
}

proptest! {
    #[test]
    fn well_formed_text_reads_as_an_independent_reader_reads_it(
        table in proptest::collection::vec(proptest::collection::vec("[a-c \",\n\r;é]{0,6}", 2..5), 1..6),
    ) {
        let mut writer = csv::WriterBuilder::new()
            .flexible(true)
            .quote_style(csv::QuoteStyle::Necessary)
            .from_writer(Vec::new());
        for cells in &table {
            writer.write_record(cells).unwrap();
        }
        let text = writer.into_inner().unwrap();
        let (rows, problems) = read_with(&text, None, Limits::default());
        let cells: Vec<_> = rows.into_iter().map(|(_, cells)| cells).collect();
        prop_assert_eq!(problems, vec![]);
        prop_assert_eq!(cells, table);
    }

    #[test]
    fn any_text_is_read_to_its_end(text in "[ab\",\n\r]{0,60}") {
        let (rows, _) = read_with(text.as_bytes(), Some(2), Limits::default());
        prop_assert!(rows.iter().zip(rows.iter().skip(1)).all(|(a, b)| a.0 < b.0));
    }

    #[test]
    fn rows_before_and_after_a_fault_are_all_read(before in 0_usize..4, after in 1_usize..4) {
        let good = "a,b\n";
        let text = format!("{}\"x,y\n{}", good.repeat(before), good.repeat(after));
        let (rows, problems) = read(&text, 2);
        prop_assert_eq!(rows.len(), before + after);
        prop_assert_eq!(problems.len(), 1);
    }
}

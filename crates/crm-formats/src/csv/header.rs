//! The header row: where it is, and whether its names are usable.

use super::mapping::{Exporter, header_key, is_known_header};
use super::scan::Row;
use crate::problem::{FormatError, ProblemCode};
use crate::spreadsheet::unguard_formula;

/// Lines searched for the header: exports may begin with notes for people.
pub(super) const LINES_SEARCHED: u64 = 20;

/// Finds the header among the first rows: the row with the most known names; without any, the
/// first row of the usual width, unless it looks like data.
pub(super) fn find<'r>(rows: &'r [Row], is_word: &dyn Fn(&str) -> bool) -> Option<&'r Row> {
    let rows = rows.iter().take_while(|row| row.line <= LINES_SEARCHED);
    let mut best: Option<(&Row, usize)> = None;
    let mut first_of_usual_width: Option<&Row> = None;
    let usual_width = rows.clone().map(Row::len).max().unwrap_or(0);
    let filled_cells = |row: &Row| row.cells().filter(|cell| !cell.trim().is_empty()).count();
    for row in rows {
        let known = row
            .cells()
            .filter(|cell| is_known_header(cell) || is_word(cell))
            .count();
        let filled = filled_cells(row);
        // One known word among many cells, or below a fuller row, is a value that happens to be
        // one: `Ad` is Turkish for a given name, and a word in a thousand other files.
        let is_lone_header = known * 2 >= filled
            && filled * 2 >= row.len()
            && first_of_usual_width.is_none_or(|first| filled_cells(first) < filled);
        let is_candidate = known >= 2 || (known == 1 && is_lone_header);
        if is_candidate && best.is_none_or(|(_, most)| known > most) {
            best = Some((row, known));
        }
        if row.len() == usual_width && first_of_usual_width.is_none() {
            first_of_usual_width = Some(row);
        }
    }
    best.map(|(row, _)| row)
        .or_else(|| first_of_usual_width.filter(|row| !looks_like_data(row)))
}

/// An address, or figures only in half of the cells: nobody names columns so.
fn looks_like_data(row: &Row) -> bool {
    let is_figure = |cell: &str| {
        let has_digit = cell.bytes().any(|b| b.is_ascii_digit());
        has_digit && !cell.chars().any(char::is_alphabetic)
    };
    let filled: Vec<&str> = row
        .cells()
        .map(str::trim)
        .filter(|cell| !cell.is_empty())
        .collect();
    let figures = filled.iter().filter(|cell| is_figure(cell)).count();
    filled.is_empty() || filled.iter().any(|cell| cell.contains('@')) || figures * 2 > filled.len()
}

/// The names of a header row; a column without a name gets its number.
pub(super) fn names(row: &Row) -> Vec<String> {
    row.cells()
        .enumerate()
        .map(|(at, cell)| match unguard_formula(cell).trim() {
            "" => column_name(at),
            name => name.trim_start_matches('\u{feff}').to_owned(),
        })
        .collect()
}

/// What a column without a name is called.
pub(super) fn column_name(at: usize) -> String {
    format!("Column {}", at + 1)
}

/// Refuses two columns of one name, unless the exporter is known to write such files: which of
/// them holds the value would be a guess.
pub(super) fn check_unique(
    names: &[String],
    line: u64,
    exporter: Option<&Exporter>,
) -> Result<(), FormatError> {
    if exporter.is_some_and(|e| e.duplicate_headers) {
        return Ok(());
    }
    let mut keys: Vec<(String, &String)> = names
        .iter()
        .map(|name| (name.trim().to_lowercase(), name))
        .filter(|(lower, _)| !header_key(lower).is_empty())
        .collect();
    keys.sort();
    let twice = keys
        .iter()
        .zip(keys.iter().skip(1))
        .find(|(a, b)| a.0 == b.0);
    match twice {
        None => Ok(()),
        Some(((_, name), _)) => Err(FormatError {
            line: Some(line),
            field: Some((*name).clone()),
            ..FormatError::new(
                ProblemCode::DuplicateHeader,
                "two columns have the same name; rename one or map them by number",
            )
        }),
    }
}

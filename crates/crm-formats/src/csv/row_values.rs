//! The cells of one row on their way into a record: cleaned, checked, with problems collected.

use std::borrow::Cow;

use super::mapping::{ColumnMapping, Single, Target};
use super::scan::Row;
use crate::date::{DateReading, YearDigits, read_date};
use crate::decode::{clean, flaws};
use crate::number::{AmountReading, read_amount};
use crate::problem::{Problem, ProblemCode, Severity};
use crate::record::{NamedText, SourceAmount, SourceDate};
use crate::spreadsheet::{is_spreadsheet_damage, unguard_formula};

/// One row's values by column, and what was found wrong with them.
pub(super) struct RowValues<'a> {
    columns: &'a [ColumnMapping],
    cells: Vec<Cow<'a, str>>,
    line: u64,
    pub(super) problems: Vec<Problem>,
    /// Values that could not go to their target; kept under their column's name.
    pub(super) kept: Vec<NamedText>,
}

impl<'a> RowValues<'a> {
    pub(super) fn new(row: &'a Row, columns: &'a [ColumnMapping]) -> Self {
        let mut values = Self {
            columns,
            cells: Vec::with_capacity(columns.len()),
            line: row.line,
            problems: Vec::new(),
            kept: Vec::new(),
        };
        for (at, column) in columns.iter().enumerate() {
            let cell = row.cell(at).unwrap_or_default();
            let cell = if cell.is_empty() {
                Cow::Borrowed("")
            } else {
                values.accept(cell, column)
            };
            values.cells.push(cell);
        }
        values
    }

    /// The value of a column, without surrounding blanks.
    pub(super) fn get(&self, at: usize) -> &str {
        self.raw(at).trim()
    }

    /// The value of a column as written.
    pub(super) fn raw(&self, at: usize) -> &str {
        self.cells.get(at).map_or("", |cell| cell.as_ref())
    }

    pub(super) fn header(&self, at: usize) -> &str {
        self.columns
            .get(at)
            .map_or("", |column| column.header.as_str())
    }

    /// What joins several values in a column.
    pub(super) fn split_by(&self, at: usize) -> Option<&str> {
        self.columns
            .get(at)
            .and_then(|column| column.split.as_deref())
    }

    /// Whether nothing is left in the row.
    pub(super) fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }

    pub(super) fn report(
        &mut self,
        at: usize,
        severity: Severity,
        code: ProblemCode,
        message: &str,
    ) {
        let problem = Problem::new(severity, code, self.line, message).in_field(self.header(at));
        self.problems.push(problem);
    }

    /// Keeps a value under its column's name because its target cannot take it.
    pub(super) fn keep(&mut self, at: usize, text: &str) {
        self.kept.push(NamedText {
            name: self.header(at).to_owned(),
            text: text.to_owned(),
        });
    }

    /// An id or number that may be used for matching, unless a spreadsheet has spoilt it.
    pub(super) fn undamaged(&mut self, at: usize, text: &str) -> Option<String> {
        if text.is_empty() {
            return None;
        }
        if !is_spreadsheet_damage(text) {
            return Some(text.to_owned());
        }
        let message = "a spreadsheet has rewritten this number; it is kept but not used";
        self.report(
            at,
            Severity::Warning,
            ProblemCode::SpreadsheetDamage,
            message,
        );
        self.keep(at, text);
        None
    }

    /// A date, read as its column says.
    pub(super) fn date(&mut self, at: usize, text: &str, digits: YearDigits) -> Option<SourceDate> {
        let order = self.columns.get(at).and_then(|column| column.day_order);
        let date = match read_date(text, order, digits) {
            DateReading::Empty => return None,
            DateReading::Date(date) => Some(date),
            DateReading::Ambiguous(..) => {
                let message =
                    "the date can be read as two days; say which order or century is meant";
                self.report(
                    at,
                    Severity::NeedsDecision,
                    ProblemCode::AmbiguousDate,
                    message,
                );
                None
            }
            DateReading::Serial => {
                let message = "the date has become a spreadsheet's day number";
                self.report(
                    at,
                    Severity::NeedsDecision,
                    ProblemCode::SpreadsheetDamage,
                    message,
                );
                None
            }
            DateReading::Text => {
                let message = "not a date that can be read; kept as text";
                self.report(at, Severity::Warning, ProblemCode::UnreadableDate, message);
                None
            }
        };
        Some(SourceDate {
            date,
            text: text.to_owned(),
        })
    }

    /// An amount, read with the decimal mark of the file.
    pub(super) fn amount(&mut self, at: usize, mark: Option<char>) -> Option<SourceAmount> {
        let text = self.get(at).to_owned();
        let value = match read_amount(&text, mark) {
            AmountReading::Empty => return None,
            AmountReading::Value(value) => Some(value),
            AmountReading::Ambiguous => {
                let message =
                    "the amount can be read as two numbers; say which decimal mark is meant";
                self.report(
                    at,
                    Severity::NeedsDecision,
                    ProblemCode::AmbiguousNumber,
                    message,
                );
                None
            }
            AmountReading::OutOfRange => {
                let message = "the amount is larger than any that can be stored";
                self.report(at, Severity::Warning, ProblemCode::OutOfRange, message);
                None
            }
            AmountReading::Text => {
                let message = "not an amount that can be read; kept as text";
                self.report(
                    at,
                    Severity::Warning,
                    ProblemCode::UnreadableNumber,
                    message,
                );
                None
            }
        };
        Some(SourceAmount { value, text })
    }

    /// Takes the guard and control characters off and drops the exporter's stand-ins for nothing.
    fn accept(&mut self, cell: &'a str, column: &ColumnMapping) -> Cow<'a, str> {
        let text = unguard_formula(cell);
        if column.defaults.iter().any(|default| default == text.trim()) {
            return Cow::Borrowed("");
        }
        let found = flaws(text);
        let field = || column.header.clone();
        let is_handle = is_handle(&column.target);
        let problem = |code, message: &str| {
            Problem::new(Severity::Warning, code, self.line, message).in_field(field())
        };
        if found.invisible && is_handle {
            let message = "an invisible character stands in the value";
            self.problems
                .push(problem(ProblemCode::InvisibleCharacter, message));
        }
        if !found.control && !found.unreadable {
            return Cow::Borrowed(text);
        }
        // Changing an address or id would make it somebody else's: it is left out instead.
        let outcome = if is_handle {
            "the value is left out"
        } else {
            "the rest of the value is kept"
        };
        let (code, what) = if found.control {
            (
                ProblemCode::ControlCharacter,
                "a control character stands in the value",
            )
        } else {
            (
                ProblemCode::UnreadableText,
                "part of the value could not be decoded",
            )
        };
        self.problems
            .push(problem(code, &format!("{what}; {outcome}")));
        if is_handle {
            Cow::Borrowed("")
        } else {
            clean(text)
        }
    }
}

/// Whether a target holds something that identifies: an address, number or id.
fn is_handle(target: &Target) -> bool {
    match target {
        Target::Slot { part, .. } => {
            matches!(
                *part,
                "address" | "number" | "url" | "handle" | "profile" | "id"
            )
        }
        Target::Single(single) => {
            matches!(single, Single::Id | Single::IdAliases | Single::MergedInto)
        }
        _ => false,
    }
}

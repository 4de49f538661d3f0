//! CSV by RFC 4180, with formulas defused.

use std::io::Write;

use crate::problem::FormatError;
use crate::spreadsheet::guard_formula;

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableOptions {
    /// The byte between two cells.
    pub delimiter: u8,
    /// Begins with a byte-order mark, without which some spreadsheets take UTF-8 for Latin text.
    pub byte_order_mark: bool,
    /// Puts an apostrophe before cells that a spreadsheet would run as a formula. Plain numbers and
    /// E.164 phone numbers are exempt. The reader of this crate takes it off again exactly.
    pub guard_formulas: bool,
}

impl TableOptions {
    /// For people with a spreadsheet.
    pub const SPREADSHEET: Self = Self {
        delimiter: b',',
        byte_order_mark: true,
        guard_formulas: true,
    };
    /// For programs: the values and nothing else.
    pub const MACHINE: Self = Self {
        delimiter: b',',
        byte_order_mark: false,
        guard_formulas: false,
    };
}

/// Writes rows of text, one at a time.
///
/// ```
/// use crm_formats::export::{CsvWriter, TableOptions};
///
/// let options = TableOptions { byte_order_mark: false, ..TableOptions::SPREADSHEET };
/// let mut table = CsvWriter::new(Vec::new(), options).unwrap();
/// table.row(["name", "amount"]).unwrap();
/// table.row(["=1+1", "-12.50"]).unwrap();
/// assert_eq!(table.guarded_cells(), 1);
/// assert_eq!(table.into_inner(), b"name,amount\r\n\"'=1+1\",-12.50\r\n");
/// ```
#[derive(Debug)]
pub struct CsvWriter<W> {
    out: W,
    options: TableOptions,
    line: Vec<u8>,
    guarded: u64,
}

impl<W: Write> CsvWriter<W> {
    /// Starts a file.
    pub fn new(mut out: W, options: TableOptions) -> Result<Self, FormatError> {
        if options.byte_order_mark {
            out.write_all(b"\xef\xbb\xbf")?;
        }
        Ok(Self::continued(out, options))
    }

    /// Goes on with a file that was begun before.
    pub fn continued(out: W, options: TableOptions) -> Self {
        Self {
            out,
            options,
            line: Vec::new(),
            guarded: 0,
        }
    }

    /// Writes one row.
    pub fn row<'c>(&mut self, cells: impl IntoIterator<Item = &'c str>) -> Result<(), FormatError> {
        self.line.clear();
        let mut count = 0;
        for cell in cells {
            if count > 0 {
                self.line.push(self.options.delimiter);
            }
            count += 1;
            self.cell(cell);
        }
        if count == 1 && self.line.is_empty() {
            // A row of one empty cell would read as no row at all.
            self.line.extend_from_slice(b"\"\"");
        }
        self.line.extend_from_slice(b"\r\n");
        self.out.write_all(&self.line)?;
        Ok(())
    }

    /// How many cells were guarded, to be told beside the file.
    pub fn guarded_cells(&self) -> u64 {
        self.guarded
    }

    /// What was written to.
    pub fn into_inner(self) -> W {
        self.out
    }

    fn cell(&mut self, text: &str) {
        let guarded = self
            .options
            .guard_formulas
            .then(|| guard_formula(text))
            .flatten();
        self.guarded += u64::from(guarded.is_some());
        let is_guarded = guarded.is_some();
        let text = guarded.as_deref().unwrap_or(text);
        let delimiter = self.options.delimiter;
        let is_special = |byte: u8| byte == delimiter || matches!(byte, b'"' | b'\r' | b'\n');
        // Blanks at the ends get lost in readers that trim.
        let needs_quotes = is_guarded || text.bytes().any(is_special) || text.trim() != text;
        if !needs_quotes {
            self.line.extend_from_slice(text.as_bytes());
            return;
        }
        self.line.push(b'"');
        self.line
            .extend_from_slice(text.replace('"', "\"\"").as_bytes());
        self.line.push(b'"');
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a failing unwrap is the failing test

    use super::*;
    use crate::csv::{Dialect, Row, RowEvent, RowReader};
    use crate::decode::DecodedText;
    use crate::limits::Limits;
    use crate::spreadsheet::unguard_formula;
    use proptest::prelude::*;

    fn written(rows: &[Vec<String>], options: TableOptions) -> Vec<u8> {
        let mut table = CsvWriter::new(Vec::new(), options).unwrap();
        for row in rows {
            table.row(row.iter().map(String::as_str)).unwrap();
        }
        table.into_inner()
    }

    fn read(bytes: &[u8]) -> Vec<Vec<String>> {
        let text = DecodedText::new(bytes, None).unwrap();
        let mut reader = RowReader::new(text, Some(Dialect::default()), Limits::default()).unwrap();
        let mut row = Row::default();
        let mut rows = Vec::new();
        while let RowEvent::Row = reader.next_row(&mut row).unwrap() {
            rows.push(row.cells().map(str::to_owned).collect());
        }
        rows
    }

    fn table() -> impl Strategy<Value = Vec<Vec<String>>> {
        let cell = "['=+@ \t\r\n\",;\\-a1é＝]{0,6}";
        proptest::collection::vec(proptest::collection::vec(cell, 2..4), 1..5)
    }

    proptest! {
        #[test]
        fn plain_tables_read_back_cell_by_cell(rows in table()) {
            prop_assert_eq!(read(&written(&rows, TableOptions::MACHINE)), rows);
        }

        #[test]
        fn guarded_tables_read_back_once_the_guard_is_off(rows in table()) {
            let mut again = read(&written(&rows, TableOptions::SPREADSHEET));
            for cell in again.iter_mut().flatten() {
                *cell = unguard_formula(cell).to_owned();
            }
            prop_assert_eq!(again, rows);
        }

        #[test]
        fn an_independent_reader_sees_no_formula_in_a_guarded_table(rows in table()) {
            let bytes = written(&rows, TableOptions { byte_order_mark: false, ..TableOptions::SPREADSHEET });
            let mut reader = ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes.as_slice());
            for record in reader.records() {
                for cell in &record.unwrap() {
                    let begins = cell.trim_start().chars().next();
                    let is_number = cell.parse::<f64>().is_ok();
                    prop_assert!(is_number || !matches!(begins, Some('=' | '+' | '-' | '@' | '＝')), "{cell:?}");
                }
            }
        }
    }
}

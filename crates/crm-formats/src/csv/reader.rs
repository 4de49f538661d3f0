//! The front door of CSV import.

use std::collections::{BTreeMap, VecDeque};
use std::io::Read;

use serde::Serialize;

use super::assemble::Assembler;
use super::dialect::Dialect;
use super::header;
use super::mapping::{Exporter, Family, Mapping, Single, Target};
use super::rows::{RowEvent, RowReader};
use super::scan::Row;
use super::trailer::TrailerWatch;
use super::vocabulary::Vocabularies;
use crate::date::{DayOrder, day_order_shown};
use crate::decode::{DecodedText, Encoding};
use crate::entry::{Entry, SeenIds};
use crate::limits::Limits;
use crate::problem::{FormatError, Problem, ProblemCode, Severity};
use crate::record::RecordKind;

/// Rows looked at for evidence before the first record is made.
const SAMPLE_ROWS: usize = 200;

/// What the caller knows better than the file says. Everything is optional.
#[derive(Debug, Clone, Default)]
pub struct CsvOptions {
    /// Upper bounds.
    pub limits: Limits,
    /// Encoding to use when the bytes are not UTF-8, such as `windows-1252`.
    pub encoding: Option<String>,
    /// Separator and quote.
    pub dialect: Option<Dialect>,
    /// A saved mapping; its columns are found again by their headers.
    pub mapping: Option<Mapping>,
    /// Changes to the mapping: header, or `#3` for the third column, to target.
    pub targets: BTreeMap<String, Target>,
    /// Order of day and month in dates like `1/2/2024`.
    pub day_order: Option<DayOrder>,
    /// Decimal mark of amounts.
    pub decimal_mark: Option<char>,
    /// What rows describe, where the file alone does not say.
    pub record: Option<RecordKind>,
    /// What records hold beside what address books know.
    pub vocabularies: Option<Vocabularies>,
    /// Name of the system the ids belong to, where the exporter is not recognised.
    pub system: Option<String>,
}

/// What was found out about the file before its first record.
#[derive(Debug, Clone, Serialize)]
pub struct CsvProfile {
    /// Encoding and why. For a long file of plain ASCII this may still change.
    pub encoding: Encoding,
    /// Separator and quote.
    pub dialect: Dialect,
    /// Line of the header; nothing if the file has none.
    pub header_line: Option<u64>,
    /// Where each column goes.
    pub mapping: Mapping,
}

/// Reads one CSV file as records.
///
/// ```
/// use crm_formats::csv::{CsvOptions, CsvReader};
/// use crm_formats::Entry;
///
/// let file = "Name;E-Mail\nAda Lovelace;ada@example.com\n\"broken\"row;x\n";
/// let mut reader = CsvReader::open(file.as_bytes(), CsvOptions::default()).unwrap();
/// assert_eq!(reader.profile().dialect.delimiter, b';');
///
/// let Some(Ok(Entry::Record(ada))) = reader.next() else { panic!() };
/// assert_eq!(ada.name.full.as_deref(), Some("Ada Lovelace"));
/// let Some(Ok(Entry::Problem(problem))) = reader.next() else { panic!() };
/// assert_eq!(problem.line, 3);
/// assert!(reader.next().is_none());
/// ```
#[derive(Debug)]
pub struct CsvReader<R> {
    rows: RowReader<R>,
    assembler: Assembler,
    header_line: Option<u64>,
    row: Row,
    /// A data row read while looking for the header.
    first_row: Option<Row>,
    after_hold: Option<Row>,
    trailer: TrailerWatch,
    waiting: VecDeque<Problem>,
    seen: SeenIds,
    number: u64,
    width: usize,
    /// Rows are counted, not made into records.
    is_passing: bool,
    ended: bool,
}

impl<R: Read> CsvReader<R> {
    /// Finds encoding, dialect, header, exporter and mapping. Refuses what cannot be read as a
    /// table of contacts at all: empty input, two columns of one name, more columns than allowed,
    /// an export that holds something else, a mapping that does not fit.
    pub fn open(input: R, options: CsvOptions) -> Result<Self, FormatError> {
        let text = DecodedText::new(input, options.encoding.as_deref())?;
        let mut rows = RowReader::new(text, options.dialect, options.limits.clone())?;
        if rows.is_blank() {
            return Err(FormatError::new(
                ProblemCode::EmptyInput,
                "the file is empty",
            ));
        }
        let words = |record| options.vocabularies.map(|of| of(record));
        let asked = options.record.and_then(words);
        let header = read_header(&mut rows, &|cell| {
            asked.is_some_and(|words| words.knows(cell))
        })?;
        let exporter = Exporter::find(&header.names);
        if let Some(what) = exporter
            .and_then(|e| e.refuse.as_ref())
            .filter(|_| options.mapping.is_none())
        {
            let message = format!("a recognised export that holds {what}");
            return Err(FormatError::new(ProblemCode::Unsupported, message));
        }
        let is_told_apart = options.targets.keys().any(|name| name.starts_with('#'));
        if !is_told_apart {
            header::check_unique(&header.names, header.line.unwrap_or(1), exporter)?;
        }
        let mut mapping = Mapping::for_exporter(&header.names, exporter);
        if let Some(saved) = &options.mapping {
            mapping.take_over(saved);
        }
        let record = options.record.unwrap_or(mapping.record);
        match words(record) {
            Some(words) => mapping.adopt(record, words),
            None => mapping.record = record,
        }
        mapping.set_targets(&options.targets)?;
        mapping.check()?;
        if exporter.is_none()
            && let Some(system) = &options.system
        {
            mapping.system.clone_from(system);
        }
        mapping.decimal_mark = options.decimal_mark.or(mapping.decimal_mark);
        rows.expect_width(header.names.len());
        let declared = options
            .day_order
            .or_else(|| exporter.and_then(|e| e.day_order));
        settle_day_orders(&mut mapping, declared, &rows.sample(SAMPLE_ROWS));
        let mut reader = Self {
            rows,
            width: header.names.len(),
            assembler: Assembler::new(mapping, options.limits),
            header_line: header.line,
            row: Row::default(),
            first_row: header.first_row,
            after_hold: None,
            trailer: TrailerWatch::default(),
            waiting: VecDeque::new(),
            seen: SeenIds::default(),
            number: 0,
            is_passing: false,
            ended: false,
        };
        if reader.header_line.is_none() {
            let message = "no row looks like a header; columns are kept by number";
            reader.waiting.push_back(Problem::new(
                Severity::NeedsDecision,
                ProblemCode::NoHeader,
                1,
                message,
            ));
        }
        Ok(reader)
    }

    /// What was found out about the file.
    pub fn profile(&self) -> CsvProfile {
        CsvProfile {
            encoding: self.rows.encoding(),
            dialect: self.rows.dialect(),
            header_line: self.header_line,
            mapping: self.assembler.mapping.clone(),
        }
    }

    /// What was noticed about the file as a whole before its first row.
    pub(crate) fn findings(&self) -> impl Iterator<Item = &Problem> {
        self.waiting.iter()
    }

    /// Passes over the first rows without making records of them; says how many there were. A row
    /// that is refused counts, a note about the file does not.
    pub(crate) fn pass_over(&mut self, rows: u64) -> Result<u64, FormatError> {
        let mut passed = 0;
        self.is_passing = true;
        while passed < rows {
            match self.advance()? {
                None => break,
                Some(Entry::Record(_)) => passed += 1,
                Some(Entry::Problem(problem)) => {
                    passed += u64::from(problem.severity == Severity::Refused);
                }
            }
        }
        self.is_passing = false;
        Ok(passed)
    }

    fn advance(&mut self) -> Result<Option<Entry>, FormatError> {
        loop {
            if let Some(problem) = self.waiting.pop_front() {
                return Ok(Some(Entry::Problem(problem)));
            }
            if self.after_hold.is_some() {
                // Rows held back turned out to be data: they come before the row that showed it.
                let held = self.trailer.release();
                if let Some(row) = held.or_else(|| self.after_hold.take()) {
                    if let Some(entry) = self.entry(&row)? {
                        return Ok(Some(entry));
                    }
                    continue;
                }
            }
            if let Some(row) = self.first_row.take() {
                if let Some(entry) = self.entry(&row)? {
                    return Ok(Some(entry));
                }
                continue;
            }
            let mut row = std::mem::take(&mut self.row);
            let event = self.rows.next_row(&mut row)?;
            let entry = match event {
                RowEvent::Row if self.trailer.holds(&row, self.width) => None,
                RowEvent::Row if self.trailer.is_holding() => {
                    self.after_hold = Some(row.clone());
                    None
                }
                RowEvent::Row => self.entry(&row)?,
                RowEvent::Problem(problem) => Some(Entry::Problem(problem)),
                RowEvent::End => return Ok(self.trailer.finish().map(Entry::Problem)),
            };
            self.row = row;
            if entry.is_some() {
                return Ok(entry);
            }
        }
    }

    fn entry(&mut self, row: &Row) -> Result<Option<Entry>, FormatError> {
        if self.number >= self.assembler.limits.rows_per_import {
            return Err(FormatError::limit("rows_per_import", Some(row.line)));
        }
        let made = if self.is_passing {
            self.assembler.outline(row, self.number + 1)
        } else {
            self.assembler.record(row, self.number + 1)
        };
        match made {
            Ok(Some(mut record)) => {
                self.number += 1;
                self.seen.check(&mut record);
                Ok(Some(Entry::Record(Box::new(record))))
            }
            Ok(None) => {
                let message = "the row has no values; left out";
                let problem =
                    Problem::new(Severity::Note, ProblemCode::EmptyRow, row.line, message);
                Ok(Some(Entry::Problem(problem)))
            }
            Err(problem) => Ok(Some(Entry::Problem(problem))),
        }
    }
}

impl<R: Read> Iterator for CsvReader<R> {
    type Item = Result<Entry, FormatError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = self.advance().transpose();
        self.ended = !matches!(next, Some(Ok(_)));
        next
    }
}

struct Header {
    names: Vec<String>,
    line: Option<u64>,
    /// Without a header, the row read in its place.
    first_row: Option<Row>,
}

/// Consumes the rows up to and including the header.
fn read_header<R: Read>(
    rows: &mut RowReader<R>,
    knows: &dyn Fn(&str) -> bool,
) -> Result<Header, FormatError> {
    let sample = rows.sample(usize::try_from(header::LINES_SEARCHED).unwrap_or(20));
    let found = header::find(&sample, knows).map(|row| row.line);
    let mut row = Row::default();
    loop {
        match rows.next_row(&mut row)? {
            RowEvent::Row => match found {
                Some(line) if row.line < line => {}
                Some(line) => {
                    return Ok(Header {
                        names: header::names(&row),
                        line: Some(line),
                        first_row: None,
                    });
                }
                None if sample.is_empty() => {
                    let line = Some(row.line);
                    return Ok(Header {
                        names: header::names(&row),
                        line,
                        first_row: None,
                    });
                }
                None => {
                    let names = (0..row.len()).map(header::column_name).collect();
                    return Ok(Header {
                        names,
                        line: None,
                        first_row: Some(row),
                    });
                }
            },
            RowEvent::Problem(problem) if is_in_header(&problem, found) => {
                return Err(FormatError {
                    line: Some(problem.line),
                    ..FormatError::new(
                        problem.code,
                        format!("the header cannot be read: {}", problem.message),
                    )
                });
            }
            RowEvent::Problem(_) => {}
            RowEvent::End => {
                return Err(FormatError::new(
                    ProblemCode::EmptyInput,
                    "the file has no rows",
                ));
            }
        }
    }
}

/// Whether a finding spoils the header: one at its line, or a row before it that is too large to
/// have been anything but the header.
fn is_in_header(problem: &Problem, header: Option<u64>) -> bool {
    let is_oversized = problem.code == ProblemCode::LimitExceeded;
    is_oversized || header.is_none_or(|line| problem.line >= line)
}

/// Settles the order of day and month per column: as declared, else as a number above 12 in the
/// first rows shows, unless they show both.
fn settle_day_orders(mapping: &mut Mapping, declared: Option<DayOrder>, sample: &[Row]) {
    for (at, column) in mapping.columns.iter_mut().enumerate() {
        let is_date = match &column.target {
            Target::Single(Single::Birthday) => true,
            Target::Deal(part) => part.word() == "close_date",
            Target::Slot {
                family: Family::Date,
                part,
                ..
            } => *part == "value",
            _ => false,
        };
        if !is_date || column.day_order.is_some() {
            continue;
        }
        let shown = || {
            let mut orders = sample
                .iter()
                .filter_map(|row| day_order_shown(row.cell(at)?));
            let first = orders.next()?;
            orders.all(|order| order == first).then_some(first)
        };
        column.day_order = declared.or_else(shown);
    }
}

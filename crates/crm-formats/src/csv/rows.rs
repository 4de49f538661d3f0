//! Rows from a stream, one bad row never taking the good ones with it.
//!
//! When a row is bad the reader goes back to the line after the row's first line and looks, line by
//! line, for one that is a complete row of the usual width; what lies between is reported as
//! skipped. So a quote that is never closed costs its own line, not the rest of the file. Reading
//! ahead and going back is paid from a budget in proportion to what has been read, after which
//! rows may no longer span lines: the time stays linear whatever the input.

use std::collections::VecDeque;
use std::io::Read;

use super::dialect::Dialect;
use super::scan::{Fault, Row, Rules, Scan, scan_row};
use crate::decode::{DecodedText, Encoding};
use crate::limits::Limits;
use crate::problem::{FormatError, Problem, ProblemCode, Severity};

const CHUNK: usize = 64 * 1024;
/// Bytes that may be read twice before the budget per byte read counts.
pub(super) const FREE_REREAD: u64 = 4 * 1024 * 1024;

/// What stands next in the file.
#[derive(Debug)]
pub enum RowEvent {
    /// The row handed in was filled.
    Row,
    /// Something at this place is not a row.
    Problem(Problem),
    /// Nothing more.
    End,
}

/// Reads the rows of one decoded text.
#[derive(Debug)]
pub struct RowReader<R> {
    text: DecodedText<R>,
    buffer: Vec<u8>,
    start: usize,
    ended: bool,
    line: u64,
    blank_before: bool,
    dialect: Dialect,
    limits: Limits,
    usual_width: Option<usize>,
    last_width: Option<usize>,
    recovery: Option<Recovery>,
    waiting: VecDeque<Problem>,
    pub(super) read: u64,
    pub(super) reread: u64,
}

/// The lines passed over since a bad row.
#[derive(Debug)]
struct Recovery {
    first: u64,
    last: Option<u64>,
}

impl<R: Read> RowReader<R> {
    /// Starts reading with a dialect that is given, or found from the first bytes.
    pub fn new(
        text: DecodedText<R>,
        dialect: Option<Dialect>,
        limits: Limits,
    ) -> Result<Self, FormatError> {
        let mut reader = Self {
            text,
            buffer: Vec::new(),
            start: 0,
            ended: false,
            line: 1,
            blank_before: false,
            dialect: Dialect::default(),
            limits,
            usual_width: None,
            last_width: None,
            recovery: None,
            waiting: VecDeque::new(),
            read: 0,
            reread: 0,
        };
        reader.fill(CHUNK)?;
        let found = super::dialect::detect(&reader.buffer, reader.ended, &reader.limits);
        if found.separator_line > 0 {
            reader.advance(found.separator_line, 1);
        }
        reader.dialect = dialect.unwrap_or(found.dialect);
        Ok(reader)
    }

    /// The dialect in use.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The encoding as far as it is known.
    pub fn encoding(&self) -> Encoding {
        self.text.encoding()
    }

    /// Whether the input holds nothing but blanks.
    pub(super) fn is_blank(&self) -> bool {
        self.ended && self.unread().iter().all(u8::is_ascii_whitespace)
    }

    /// Tells how many cells a row should have; used to find good rows again after a bad one.
    pub fn expect_width(&mut self, width: usize) {
        self.usual_width = Some(width);
    }

    /// The first rows that are already in memory, without consuming them.
    pub(super) fn sample(&self, rows: usize) -> Vec<Row> {
        let mut sample = Vec::new();
        let (mut at, mut line) = (0, self.line);
        while sample.len() < rows {
            let mut row = Row::default();
            let rest = self.unread().get(at..).unwrap_or_default();
            match scan_row(rest, self.ended, self.rules(false), &mut row) {
                Scan::Row { bytes, lines } if bytes > 0 => {
                    (row.line, row.last_line) = (line, line + lines.saturating_sub(1));
                    at += bytes;
                    line += lines;
                    sample.push(row);
                }
                Scan::Bad { .. } => {
                    let Some(end) = rest.iter().position(|byte| *byte == b'\n') else {
                        break;
                    };
                    at += end + 1;
                    line += 1;
                }
                Scan::Row { .. } | Scan::NeedMore => break,
            }
        }
        sample
    }

    /// Reads what stands next into `row`.
    pub fn next_row(&mut self, row: &mut Row) -> Result<RowEvent, FormatError> {
        loop {
            if let Some(problem) = self.waiting.pop_front() {
                return Ok(RowEvent::Problem(problem));
            }
            let one_line_only = self.recovery.is_some() || self.budget_is_spent();
            let rest = self.buffer.get(self.start..).unwrap_or_default();
            let rules = Rules {
                dialect: self.dialect,
                limits: &self.limits,
                one_line_only,
            };
            match scan_row(rest, self.ended, rules, row) {
                Scan::NeedMore if rest.len() > self.limits.row_bytes => {
                    self.begin_recovery(Fault::Limit("row_bytes"), 0, rest.len())?;
                }
                Scan::NeedMore => {
                    // Twice as much each time: a long row is then scanned in linear time.
                    let more = rest.len().max(CHUNK);
                    self.fill(more)?;
                }
                Scan::Row { bytes: 0, .. } => match self.recovery.take() {
                    Some(recovery) => self.report_skipped(&recovery),
                    None => return Ok(RowEvent::End),
                },
                Scan::Row { bytes, lines } => {
                    if let Some(event) = self.take_row(bytes, lines, row)? {
                        return Ok(event);
                    }
                }
                Scan::Bad {
                    fault,
                    line_offset,
                    scanned,
                } => {
                    if self.recovery.is_some() {
                        self.pass_over_line()?;
                    } else {
                        self.begin_recovery(fault, line_offset, scanned)?;
                    }
                }
            }
        }
    }

    fn take_row(
        &mut self,
        bytes: usize,
        lines: u64,
        row: &mut Row,
    ) -> Result<Option<RowEvent>, FormatError> {
        let is_blank_line = row.len() == 1 && bytes <= 2 && row.cell(0) == Some("");
        if is_blank_line {
            self.advance(bytes, lines);
            self.blank_before = true;
            return Ok(None);
        }
        if lines > 1 && self.has_swallowed_a_row(row.len()) {
            self.begin_recovery(Fault::UnclosedQuote, 0, bytes)?;
            return Ok(None);
        }
        if let Some(recovery) = &self.recovery {
            if !self.is_likely_row(row.len()) {
                self.pass_over_line()?;
                return Ok(None);
            }
            let recovery = Recovery { ..*recovery };
            self.recovery = None;
            self.report_skipped(&recovery);
            // Read the row again once the problem is out.
            return Ok(None);
        }
        row.line = self.line;
        row.last_line = self.line + lines.saturating_sub(1);
        row.blank_before = std::mem::take(&mut self.blank_before);
        self.last_width = Some(row.len());
        self.advance(bytes, lines);
        Ok(Some(RowEvent::Row))
    }

    /// A row that is too short and goes over several lines, whose second line alone has as many
    /// cells as a row: its quote was not meant to run on.
    fn has_swallowed_a_row(&self, width: usize) -> bool {
        let Some(usual) = self.usual_width.filter(|usual| width < *usual) else {
            return false;
        };
        let second_line = self
            .unread()
            .split(|byte| *byte == b'\n')
            .nth(1)
            .unwrap_or_default();
        let cells = second_line.split(|byte| *byte == self.dialect.delimiter);
        cells.count() == usual
    }

    fn is_likely_row(&self, width: usize) -> bool {
        match (self.usual_width, self.last_width) {
            (None, None) => width > 1,
            (usual, last) => usual.is_some_and(|usual| width >= usual) || last == Some(width),
        }
    }

    fn begin_recovery(
        &mut self,
        fault: Fault,
        line_offset: u64,
        scanned: usize,
    ) -> Result<(), FormatError> {
        let line = self.line + line_offset;
        let problem = Problem::new(Severity::Refused, fault.code(), line, fault.message());
        self.waiting.push_back(problem);
        self.reread = self
            .reread
            .saturating_add(u64::try_from(scanned).unwrap_or(u64::MAX));
        self.recovery = Some(Recovery {
            first: self.line + 1,
            last: None,
        });
        self.skip_line()
    }

    fn pass_over_line(&mut self) -> Result<(), FormatError> {
        if let Some(recovery) = &mut self.recovery {
            recovery.last = Some(self.line);
        }
        self.skip_line()
    }

    fn report_skipped(&mut self, recovery: &Recovery) {
        if let Some(last) = recovery.last {
            let message = "skipped after the bad row before, up to the next complete row";
            let problem = Problem::new(
                Severity::Refused,
                ProblemCode::MalformedRow,
                recovery.first,
                message,
            );
            self.waiting.push_back(problem.up_to_line(last));
        }
    }

    fn budget_is_spent(&self) -> bool {
        self.reread > self.read.saturating_mul(4).saturating_add(FREE_REREAD)
    }

    /// Leaves the current physical line behind, however long it is, without keeping it.
    fn skip_line(&mut self) -> Result<(), FormatError> {
        loop {
            let rest = self.unread();
            match rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
                Some(end) => {
                    if rest.get(end) == Some(&b'\r') && rest.len() == end + 1 && !self.ended {
                        self.fill(CHUNK)?;
                        continue;
                    }
                    let is_crlf = rest.get(end..end + 2) == Some(b"\r\n");
                    self.advance(end + 1 + usize::from(is_crlf), 1);
                    return Ok(());
                }
                None if self.ended => {
                    self.advance(rest.len(), 1);
                    return Ok(());
                }
                None => {
                    self.advance(rest.len(), 0);
                    self.fill(CHUNK)?;
                }
            }
        }
    }

    fn rules(&self, one_line_only: bool) -> Rules<'_> {
        Rules {
            dialect: self.dialect,
            limits: &self.limits,
            one_line_only,
        }
    }

    fn unread(&self) -> &[u8] {
        self.buffer.get(self.start..).unwrap_or_default()
    }

    fn advance(&mut self, bytes: usize, lines: u64) {
        self.start += bytes;
        self.line += lines;
        self.read += u64::try_from(bytes).unwrap_or(0);
    }

    fn fill(&mut self, at_least: usize) -> Result<(), FormatError> {
        self.buffer.drain(..self.start.min(self.buffer.len()));
        self.start = 0;
        self.ended = !self.text.append_to(&mut self.buffer, at_least)?;
        Ok(())
    }
}

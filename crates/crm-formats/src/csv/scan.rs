//! One row out of a byte buffer.
//!
//! The grammar is RFC 4180 with what exporters do besides: LF, CR LF or CR ends a line; a quote
//! inside an unquoted cell is an ordinary character; blanks may follow a closing quote. What can
//! only be a mistake (text after a closing quote, a quote never closed) is told, not repaired.

use super::dialect::Dialect;
use crate::limits::Limits;
use crate::problem::ProblemCode;

/// One row: where it stood and its cells.
#[derive(Debug, Default, Clone)]
pub struct Row {
    /// First line of the row, counted from 1.
    pub line: u64,
    /// Last line of the row; later than `line` when a cell contains line breaks.
    pub last_line: u64,
    /// A blank line stood directly before.
    pub blank_before: bool,
    text: String,
    ends: Vec<usize>,
}

impl Row {
    /// How many cells the row has.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether the row has no cells.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The text of a cell, without its quotes.
    pub fn cell(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.text.get(start..end)
    }

    /// All cells in order.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| self.cell(index).unwrap_or_default())
    }
}

/// What the bytes from a row's start turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Scan {
    /// A complete row with its line end.
    Row { bytes: usize, lines: u64 },
    /// The buffer ends inside the row.
    NeedMore,
    /// Not a row. `line_offset` counts from the row's first line.
    Bad {
        fault: Fault,
        line_offset: u64,
        scanned: usize,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    UnclosedQuote,
    TextAfterQuote,
    Limit(&'static str),
}

impl Fault {
    pub(super) fn code(self) -> ProblemCode {
        match self {
            Self::UnclosedQuote => ProblemCode::UnclosedQuote,
            Self::TextAfterQuote => ProblemCode::MalformedRow,
            Self::Limit(_) => ProblemCode::LimitExceeded,
        }
    }

    pub(super) fn message(self) -> String {
        match self {
            Self::UnclosedQuote => "a quoted cell is never closed".to_owned(),
            Self::TextAfterQuote => "text follows a closing quote".to_owned(),
            Self::Limit(name) => format!("the limit `{name}` is exceeded"),
        }
    }
}

/// How to read: the dialect, the bounds, and whether a row may go over several lines.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules<'a> {
    pub(super) dialect: Dialect,
    pub(super) limits: &'a Limits,
    pub(super) one_line_only: bool,
}

/// Reads one row from the start of `bytes`; `ended` says that nothing follows them.
pub(super) fn scan_row(bytes: &[u8], ended: bool, rules: Rules<'_>, row: &mut Row) -> Scan {
    row.ends.clear();
    let mut text = std::mem::take(&mut row.text).into_bytes();
    text.clear();
    let mut scanner = Scanner {
        bytes,
        ended,
        rules,
        at: 0,
        lines: 0,
        text,
        ends: &mut row.ends,
    };
    let scan = scanner.row();
    // The input is UTF-8 and is only ever cut at ASCII characters.
    row.text = String::from_utf8(scanner.text).unwrap_or_default();
    scan
}

struct Scanner<'a> {
    bytes: &'a [u8],
    ended: bool,
    rules: Rules<'a>,
    at: usize,
    lines: u64,
    text: Vec<u8>,
    ends: &'a mut Vec<usize>,
}

/// Stops the scan: either more bytes are needed or the row is bad.
type Step<T> = Result<T, Scan>;

impl Scanner<'_> {
    fn row(&mut self) -> Scan {
        match self.cells() {
            Ok(()) => Scan::Row {
                bytes: self.at,
                lines: self.lines,
            },
            Err(stop) => stop,
        }
    }

    fn cells(&mut self) -> Step<()> {
        loop {
            let open_line = self.lines;
            let start = self.text.len();
            if self.bytes.get(self.at) == Some(&self.rules.dialect.quote) {
                self.quoted(start)?;
            } else {
                self.unquoted(start)?;
            }
            self.ends.push(self.text.len());
            if self.ends.len() > self.rules.limits.columns {
                return Err(self.bad(Fault::Limit("columns"), 0));
            }
            if self.text.len() > self.rules.limits.row_bytes {
                return Err(self.bad(Fault::Limit("row_bytes"), 0));
            }
            match self.bytes.get(self.at) {
                Some(byte) if *byte == self.rules.dialect.delimiter => self.at += 1,
                Some(b'\n') => {
                    self.line_end(1);
                    return Ok(());
                }
                Some(b'\r') => return self.carriage_return(),
                None if self.ended => return Ok(()),
                None => return Err(Scan::NeedMore),
                // A quote closed on a later line than it opened and followed by text was most
                // likely never meant to close here.
                Some(_) if self.lines > open_line => {
                    return Err(self.bad(Fault::UnclosedQuote, open_line));
                }
                Some(_) => return Err(self.bad(Fault::TextAfterQuote, open_line)),
            }
        }
    }

    fn unquoted(&mut self, start: usize) -> Step<()> {
        let delimiter = self.rules.dialect.delimiter;
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest
            .iter()
            .position(|byte| *byte == delimiter || matches!(byte, b'\n' | b'\r'))
            .unwrap_or(rest.len());
        self.take(length, start, 0)?;
        if length == rest.len() && !self.ended {
            return Err(Scan::NeedMore);
        }
        Ok(())
    }

    fn quoted(&mut self, start: usize) -> Step<()> {
        let quote = self.rules.dialect.quote;
        let open_line = self.lines;
        self.at += 1;
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let length = rest
                .iter()
                .position(|byte| *byte == quote || matches!(byte, b'\n' | b'\r'))
                .unwrap_or(rest.len());
            self.take(length, start, open_line)?;
            match (self.bytes.get(self.at), self.bytes.get(self.at + 1)) {
                (None, _) if self.ended => return Err(self.bad(Fault::UnclosedQuote, open_line)),
                (None, _) => return Err(Scan::NeedMore),
                (Some(_), None) if !self.ended => return Err(Scan::NeedMore),
                (Some(byte), next) if *byte == quote => {
                    if next == Some(&quote) {
                        self.text.push(quote);
                        self.at += 2;
                    } else {
                        self.at += 1;
                        self.blanks_after_quote();
                        return Ok(());
                    }
                }
                (Some(byte), next) => {
                    if self.rules.one_line_only {
                        return Err(self.bad(Fault::UnclosedQuote, open_line));
                    }
                    // CR LF is one line end, counted at its LF.
                    let is_end = *byte == b'\n' || next != Some(&b'\n');
                    self.lines += u64::from(is_end);
                    self.take(1, start, open_line)?;
                }
            }
        }
    }

    fn blanks_after_quote(&mut self) {
        let delimiter = self.rules.dialect.delimiter;
        while let Some(b' ' | b'\t') = self.bytes.get(self.at) {
            if self.bytes.get(self.at) == Some(&delimiter) {
                return;
            }
            self.at += 1;
        }
    }

    fn take(&mut self, length: usize, start: usize, open_line: u64) -> Step<()> {
        let end = self.at + length;
        self.text
            .extend_from_slice(self.bytes.get(self.at..end).unwrap_or_default());
        self.at = end;
        if self.text.len().saturating_sub(start) > self.rules.limits.cell_bytes {
            return Err(self.bad(Fault::Limit("cell_bytes"), open_line));
        }
        Ok(())
    }

    fn carriage_return(&mut self) -> Step<()> {
        match self.bytes.get(self.at + 1) {
            Some(b'\n') => self.line_end(2),
            None if !self.ended => return Err(Scan::NeedMore),
            _ => self.line_end(1),
        }
        Ok(())
    }

    fn line_end(&mut self, bytes: usize) {
        self.at += bytes;
        self.lines += 1;
    }

    fn bad(&self, fault: Fault, line_offset: u64) -> Scan {
        Scan::Bad {
            fault,
            line_offset,
            scanned: self.at,
        }
    }
}

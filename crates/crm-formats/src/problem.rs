//! What a reader could not take as it was.
//!
//! Two shapes: a [`Problem`] belongs to one place in the file and the rest goes on; a
//! [`FormatError`] ends the reading because nothing sensible can follow. Neither ever quotes a
//! value from the file, because error texts end up in logs and a value may be somebody's data.

use std::io;

use serde::{Deserialize, Serialize};

/// What went wrong, as a stable word that programs can compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub enum ProblemCode {
    /// The input holds no text at all.
    EmptyInput,
    /// The bytes are not text in any encoding that can be read.
    Encoding,
    /// Reading the input failed; the cause is the source of the error.
    Io,
    /// A documented bound was exceeded; the text names it.
    LimitExceeded,
    /// Two columns carry the same name, so a value cannot be placed.
    DuplicateHeader,
    /// No row looks like a header.
    NoHeader,
    /// The file is recognised but holds something this reader does not import.
    Unsupported,
    /// A mapping names a target or a column that does not exist.
    InvalidMapping,
    /// A quoted cell is never closed.
    UnclosedQuote,
    /// A row breaks the quoting rules.
    MalformedRow,
    /// A row has more cells than the header.
    ExtraCells,
    /// A row holds no value at all.
    EmptyRow,
    /// Lines after the data that are not rows, such as a report's footer.
    Trailer,
    /// A control character stood in a value.
    ControlCharacter,
    /// An invisible character stands in an address or id.
    InvisibleCharacter,
    /// A value holds characters that could not be decoded.
    UnreadableText,
    /// A spreadsheet has rewritten a number, an id or a date.
    SpreadsheetDamage,
    /// A date could mean two days.
    AmbiguousDate,
    /// A date could not be read; its text is kept.
    UnreadableDate,
    /// An amount could mean two numbers.
    AmbiguousNumber,
    /// An amount is too large.
    OutOfRange,
    /// An amount could not be read; its text is kept.
    UnreadableNumber,
    /// A card or one of its lines breaks the format.
    Malformed,
    /// Two records of one file claim the same id.
    DuplicateSourceId,
    /// A record has no name.
    MissingName,
    /// A value was kept but cannot be used for reaching anybody.
    UnusableHandle,
}

/// What the problem means for the import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Nothing was lost; told for completeness.
    Note,
    /// The record is delivered, but a value was changed or left out.
    Warning,
    /// The record is delivered; somebody has to decide before it is stored.
    NeedsDecision,
    /// The row, card or property is not delivered.
    Refused,
}

/// One finding at one place of the input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// First line concerned, counted from 1 in the file as it is.
    pub line: u64,
    /// Last line concerned, where several are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_line: Option<u64>,
    /// Name of the column or property, where one is concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What went wrong.
    pub code: ProblemCode,
    /// What it means for the import.
    pub severity: Severity,
    /// A sentence for people. Holds no value from the file.
    pub message: String,
}

impl Problem {
    pub(crate) fn new(
        severity: Severity,
        code: ProblemCode,
        line: u64,
        message: impl Into<String>,
    ) -> Self {
        Self {
            line,
            last_line: None,
            field: None,
            code,
            severity,
            message: message.into(),
        }
    }

    pub(crate) fn in_field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    pub(crate) fn up_to_line(mut self, last: u64) -> Self {
        self.last_line = (last > self.line).then_some(last);
        self
    }
}

/// Why reading or writing ended.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct FormatError {
    /// What went wrong.
    pub code: ProblemCode,
    /// Line of the input, where known.
    pub line: Option<u64>,
    /// Column, property or limit concerned.
    pub field: Option<String>,
    /// A sentence for people. Holds no value from the file.
    pub message: String,
    /// The failure beneath, for `Io`.
    #[source]
    pub source: Option<io::Error>,
}

impl FormatError {
    pub(crate) fn new(code: ProblemCode, message: impl Into<String>) -> Self {
        Self {
            code,
            line: None,
            field: None,
            message: message.into(),
            source: None,
        }
    }

    pub(crate) fn limit(name: &str, line: Option<u64>) -> Self {
        Self {
            line,
            field: Some(name.to_owned()),
            ..Self::new(
                ProblemCode::LimitExceeded,
                format!("the limit `{name}` is exceeded"),
            )
        }
    }
}

impl From<io::Error> for FormatError {
    fn from(source: io::Error) -> Self {
        Self {
            source: Some(source),
            ..Self::new(
                ProblemCode::Io,
                "the input or output could not be read or written",
            )
        }
    }
}

//! The one error of the engine: a stable code, the record, the field path and a human sentence.
//!
//! Every language turns [`ErrorCode`] into its own idiom (an exception class, a sealed class, a
//! `code` property), so codes are part of the public contract and never change meaning (API-95).
//! An error never carries a person's data: only ids, field paths, rule names and figures reach
//! it, because error texts end up in logs (reliability T8).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::field::RecordKind;

/// What every fallible call of the engine returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a call was refused or failed.
///
/// ```
/// use crm_core::error::{Error, ErrorCode};
///
/// let error = Error::invalid("emails[0].address", "an address needs one @");
/// assert_eq!(error.code(), ErrorCode::Invalid);
/// assert_eq!(error.field(), Some("emails[0].address"));
/// assert_eq!(error.to_string(), "emails[0].address: an address needs one @");
/// ```
#[derive(Debug, Clone, PartialEq, thiserror::Error, Serialize, Deserialize)]
#[error("{}", self.sentence())]
#[serde(transparent)]
pub struct Error(Box<Inner>);

/// Why a call was refused or failed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
struct Inner {
    /// The stable code.
    code: ErrorCode,
    /// What is wrong, as a sentence without a person's data.
    message: String,
    /// The record it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    record: Option<RecordRef>,
    /// The argument it is about, as a path such as `emails[0].address`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// Further facts by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    details: BTreeMap<String, serde_json::Value>,
}

/// Errors end up in logs, and a caller may have chosen a part of them, such as an unknown name.
const MESSAGE_CHARS: usize = 1_000;
/// The same for paths of fields.
const FIELD_CHARS: usize = 200;

/// The text, cut if it is longer than an error should be.
fn capped(mut text: String, chars: usize) -> String {
    if let Some((end, _)) = text.char_indices().nth(chars) {
        text.truncate(end);
        text.push('…');
    }
    text
}

/// On the wire an error is what its box holds.
impl JsonSchema for Error {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Error".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Inner::json_schema(generator)
    }
}

/// The stable code of an error.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorCode {
    /// The input breaks a rule; `field` says where.
    Invalid,
    /// No such record for this actor; a record of another tenant or out of scope looks the same.
    NotFound,
    /// The actor lacks a permission, or a right on a field.
    Forbidden,
    /// The record has moved on since it was read, or a key was used for something else.
    Conflict,
    /// The record would repeat another one; `details.matches` lists them.
    Duplicate,
    /// A documented limit was reached; `details` names it.
    Limit,
    /// The engine does not offer this operation or this form of it.
    Unsupported,
    /// The caller cancelled the work.
    Cancelled,
    /// The store failed: disk, lock or database.
    Storage,
    /// The store holds something this engine cannot have written, or a newer format.
    Corrupt,
    /// A defect of the engine; `details.incident` identifies it in the host's log.
    Internal,
}

impl ErrorCode {
    /// Whether the store or the engine failed, rather than refused: nothing further is tried.
    pub const fn is_failure(self) -> bool {
        matches!(self, Self::Storage | Self::Corrupt | Self::Internal)
    }

    /// Every code, in a stable order.
    pub const ALL: &[Self] = &[
        Self::Invalid,
        Self::NotFound,
        Self::Forbidden,
        Self::Conflict,
        Self::Duplicate,
        Self::Limit,
        Self::Unsupported,
        Self::Cancelled,
        Self::Storage,
        Self::Corrupt,
        Self::Internal,
    ];
}

/// A record named by kind and id.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct RecordRef {
    /// The kind of record.
    pub kind: RecordKind,
    /// Its id.
    pub id: Uuid,
}

impl Error {
    /// An error with a code and a sentence.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            code,
            message: capped(message.into(), MESSAGE_CHARS),
            record: None,
            field: None,
            details: BTreeMap::new(),
        }))
    }

    /// The input at `field` breaks a rule.
    pub fn invalid(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::new(ErrorCode::Invalid, reason).at(field)
    }

    /// The same refusal in other words. What the store or the engine failed at stays a failure.
    #[must_use]
    pub(crate) fn told_as(self, other: impl FnOnce() -> Self) -> Self {
        if self.code().is_failure() {
            self
        } else {
            other()
        }
    }

    /// There is no such record for this actor.
    pub fn not_found(kind: RecordKind, id: Uuid) -> Self {
        Self::new(
            ErrorCode::NotFound,
            format!("there is no such {}", kind.noun()),
        )
        .of(RecordRef { kind, id })
    }

    /// The actor lacks a right.
    pub fn forbidden(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::Forbidden, message)
    }

    /// The record has moved on since the caller read it.
    pub fn conflict(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::Conflict, message)
    }

    /// A limit was reached.
    pub fn limit(name: &str, maximum: u64, message: impl Into<String>) -> Self {
        Self::new(ErrorCode::Limit, message)
            .with("limit", name)
            .with("maximum", maximum)
    }

    /// The store failed.
    pub fn storage(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::Storage, message)
    }

    /// The store holds something unreadable.
    pub fn corrupt(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::Corrupt, message)
    }

    /// A defect of the engine.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::Internal, message)
    }

    /// Names the field, as a path like `emails[0].address`.
    #[must_use]
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.0.field = Some(capped(field.into(), FIELD_CHARS));
        self
    }

    /// Names the record.
    #[must_use]
    pub fn of(mut self, record: RecordRef) -> Self {
        self.0.record = Some(record);
        self
    }

    /// Adds a named detail; never a person's data.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<serde_json::Value>) -> Self {
        self.0.details.insert(name.to_owned(), value.into());
        self
    }

    /// Puts a prefix before the field path: `address` inside `emails[0]`.
    #[must_use]
    pub fn inside(mut self, prefix: &str) -> Self {
        let path = match self.0.field.take() {
            Some(field) => format!("{prefix}.{field}"),
            None => prefix.to_owned(),
        };
        self.at(path)
    }

    /// The stable code.
    pub fn code(&self) -> ErrorCode {
        self.0.code
    }

    /// The sentence without the field.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The record concerned.
    pub fn record(&self) -> Option<RecordRef> {
        self.0.record
    }

    /// The path of the field concerned.
    pub fn field(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    /// Named details.
    pub fn details(&self) -> &BTreeMap<String, serde_json::Value> {
        &self.0.details
    }

    fn sentence(&self) -> String {
        match &self.0.field {
            Some(field) => format!("{field}: {}", self.0.message),
            None => self.0.message.clone(),
        }
    }
}

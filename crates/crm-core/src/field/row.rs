//! What crosses the storage port: a record as values in the order of its declaration.

use uuid::Uuid;

use crate::value::{Date, Decimal, Timestamp};

/// A stored record without its type: [`RecordDecl::fields`](super::RecordDecl::fields) names the
/// values, in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The id.
    pub id: Uuid,
    /// The version, from 1, one more for each change.
    pub version: u64,
    /// One value a declared field.
    pub values: Vec<Value>,
}

impl Row {
    /// The value of the field at `index`; unset when there is none.
    pub fn value(&self, index: usize) -> &Value {
        self.values.get(index).unwrap_or(&Value::Null)
    }
}

/// One stored value.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// Unset.
    #[default]
    Null,
    /// Text, and everything that is text on the wire.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Yes or no.
    Boolean(bool),
    /// An exact decimal.
    Decimal(Decimal),
    /// A day.
    Date(Date),
    /// An instant.
    Instant(Timestamp),
    /// An id.
    Id(Uuid),
    /// A composite value, its parts in the order of their declaration.
    Parts(Vec<Value>),
    /// A list or map, as canonical JSON text.
    Json(String),
}

impl Value {
    /// Whether nothing is there.
    pub fn is_null(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Parts(parts) => parts.iter().all(Self::is_null),
            _ => false,
        }
    }

    /// The text, if it is text.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The id, if it is one.
    pub fn as_id(&self) -> Option<Uuid> {
        match self {
            Self::Id(id) => Some(*id),
            _ => None,
        }
    }
}

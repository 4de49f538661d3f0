//! How stored values compare: the one order that every evaluator and store keeps.

use std::cmp::Ordering;

use uuid::Uuid;

use super::{Op, Target};
use crate::field::{RecordDecl, Row, Value};
use crate::value::text::fold;
use crate::value::{Date, Decimal, Timestamp};

/// A set value in comparable form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Comparable {
    /// Yes or no.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// An exact decimal.
    Decimal(Decimal),
    /// A day.
    Date(Date),
    /// An instant.
    Instant(Timestamp),
    /// Folded text.
    Text(String),
    /// An id.
    Id(Uuid),
}

impl Comparable {
    /// A stored value in comparable form, text folded; `None` if unset or not comparable.
    pub fn of(value: &Value) -> Option<Self> {
        Some(match value {
            Value::Text(text) => Self::Text(fold(text)),
            other => Self::folded(other)?,
        })
    }

    /// An operand, whose text is folded already.
    pub fn folded(value: &Value) -> Option<Self> {
        Some(match value {
            Value::Text(text) => Self::Text(text.clone()),
            Value::Integer(value) => Self::Integer(*value),
            Value::Boolean(value) => Self::Boolean(*value),
            Value::Decimal(value) => Self::Decimal(*value),
            Value::Date(value) => Self::Date(*value),
            Value::Instant(value) => Self::Instant(*value),
            Value::Id(value) => Self::Id(*value),
            Value::Null | Value::Parts(_) | Value::Json(_) => return None,
        })
    }

    /// The stored form.
    pub fn into_value(self) -> Value {
        match self {
            Self::Boolean(value) => Value::Boolean(value),
            Self::Integer(value) => Value::Integer(value),
            Self::Decimal(value) => Value::Decimal(value),
            Self::Date(value) => Value::Date(value),
            Self::Instant(value) => Value::Instant(value),
            Self::Text(value) => Value::Text(value),
            Self::Id(value) => Value::Id(value),
        }
    }
}

/// Whether `value op operand`; values of different types never compare.
pub fn compare(value: &Comparable, op: Op, operand: &Comparable) -> bool {
    if std::mem::discriminant(value) != std::mem::discriminant(operand) {
        return false;
    }
    let order = value.cmp(operand);
    match op {
        Op::Equals => order == Ordering::Equal,
        Op::Less => order == Ordering::Less,
        Op::LessOrEqual => order != Ordering::Greater,
        Op::Greater => order == Ordering::Greater,
        Op::GreaterOrEqual => order != Ordering::Less,
        Op::Contains | Op::StartsWith | Op::EndsWith => match (value, operand) {
            (Comparable::Text(value), Comparable::Text(operand)) => match op {
                Op::Contains => value.contains(operand.as_str()),
                Op::StartsWith => value.starts_with(operand.as_str()),
                _ => value.ends_with(operand.as_str()),
            },
            _ => false,
        },
    }
}

/// What a record is sorted by, text folded; unset if there is nothing to sort by.
pub(super) fn sort_value(decl: &RecordDecl, by: &Target, row: &Row) -> Value {
    super::evaluate::values(decl, by, row)
        .into_iter()
        .next()
        .map_or(Value::Null, Comparable::into_value)
}

//! Values on their way into columns and back.

use std::borrow::Cow;

use crm_core::field::{Row, ScalarKind, Value};
use crm_core::value::text::fold;
use crm_core::value::{Date, Decimal, Timestamp};
use crm_core::{Error, Result};
use rusqlite::types::ValueRef;
use uuid::Uuid;

use super::custom;
use super::failure::Describe;
use super::statement::Cell;
use super::table::{Place, Table};

/// A scalar as its column holds it.
pub(super) fn cell(value: &Value) -> Cell<'_> {
    match value {
        Value::Null | Value::Parts(_) => Cell::Null,
        Value::Text(text) | Value::Json(text) => Cell::Text(Cow::Borrowed(text)),
        Value::Integer(number) => Cell::Integer(*number),
        Value::Boolean(value) => Cell::Integer(i64::from(*value)),
        Value::Decimal(decimal) => Cell::Integer(decimal.as_e4()),
        Value::Date(date) => Cell::text(date.to_string()),
        Value::Instant(at) => Cell::Integer(at.as_micros()),
        Value::Id(id) => Cell::Blob(Cow::Borrowed(id.as_bytes())),
    }
}

/// Calls `write` with every column of a row and what it holds.
pub(super) fn each_cell<'r>(
    table: &Table,
    row: &'r Row,
    mut write: impl FnMut(usize, Cell<'r>) -> Result<()>,
) -> Result<()> {
    for (at, place) in table.places.iter().enumerate() {
        each_cell_of(*place, row.value(at), &mut write)?;
    }
    Ok(())
}

/// The same for one field.
pub(super) fn each_cell_of<'r>(
    place: Place,
    value: &'r Value,
    write: &mut impl FnMut(usize, Cell<'r>) -> Result<()>,
) -> Result<()> {
    match place {
        Place::Scalar { column, key, .. } => {
            write(column, cell(value))?;
            if let Some(key) = key {
                let folded = value
                    .as_text()
                    .map_or(Cell::Null, |text| Cell::text(fold(text)));
                write(key, folded)?;
            }
        }
        Place::Composite { first, parts } => {
            let values = match value {
                Value::Parts(values) => values.as_slice(),
                _ => &[],
            };
            for at in 0..parts.len() {
                write(first + at, values.get(at).map_or(Cell::Null, cell))?;
            }
        }
        Place::Json { column } => write(column, cell(value))?,
        Place::Custom { column, typed } => {
            write(column, cell(value))?;
            let twin = match value {
                Value::Json(text) => custom::typed(text),
                _ => None,
            };
            write(typed, twin.map_or(Cell::Null, Cell::text))?;
        }
    }
    Ok(())
}

/// Which columns of a row are read: those of the wanted fields, in the order of the declaration.
pub(super) fn wanted(
    table: &Table,
    fields: Option<&[usize]>,
) -> impl Iterator<Item = (usize, Place)> {
    let fields = fields.map(<[usize]>::to_vec);
    table
        .places
        .iter()
        .copied()
        .enumerate()
        .filter(move |(at, _)| fields.as_ref().is_none_or(|fields| fields.contains(at)))
}

/// The columns that [`read`] expects of a place.
pub(super) fn read_columns(place: Place) -> std::ops::Range<usize> {
    match place {
        Place::Scalar { column, .. } | Place::Json { column } | Place::Custom { column, .. } => {
            column..column + 1
        }
        Place::Composite { first, parts } => first..first + parts.len(),
    }
}

/// Reads a row of id, version and the columns of the wanted fields.
pub(super) fn read(
    table: &Table,
    fields: Option<&[usize]>,
    found: &rusqlite::Row<'_>,
) -> Result<Row> {
    let mut row = Row {
        id: id(found.get_ref(0).describe()?)?,
        version: unsigned(found, 1)?,
        values: vec![Value::Null; table.places.len()],
    };
    let mut column = 2;
    for (at, place) in wanted(table, fields) {
        let value = match place {
            Place::Scalar { kind, .. } => {
                column += 1;
                scalar(kind, found.get_ref(column - 1).describe()?)?
            }
            Place::Json { .. } | Place::Custom { .. } => {
                column += 1;
                json(found.get_ref(column - 1).describe()?)?
            }
            Place::Composite { parts, .. } => {
                let mut values = Vec::with_capacity(parts.len());
                for part in parts {
                    values.push(scalar(part.kind, found.get_ref(column).describe()?)?);
                    column += 1;
                }
                if values.iter().all(Value::is_null) {
                    Value::Null
                } else {
                    Value::Parts(values)
                }
            }
        };
        if let Some(slot) = row.values.get_mut(at) {
            *slot = value;
        }
    }
    Ok(row)
}

fn scalar(kind: ScalarKind, found: ValueRef<'_>) -> Result<Value> {
    Ok(match (kind, found) {
        (_, ValueRef::Null) => Value::Null,
        (ScalarKind::Text | ScalarKind::Choice(_), ValueRef::Text(bytes)) => {
            Value::Text(text(bytes)?.to_owned())
        }
        (ScalarKind::Integer, ValueRef::Integer(number)) => Value::Integer(number),
        (ScalarKind::Boolean, ValueRef::Integer(number)) => Value::Boolean(number != 0),
        (ScalarKind::Decimal, ValueRef::Integer(e4)) => Value::Decimal(Decimal::from_e4(e4)),
        (ScalarKind::Date, ValueRef::Text(bytes)) => {
            Value::Date(text(bytes)?.parse::<Date>().map_err(|_| mismatch())?)
        }
        (ScalarKind::Instant, ValueRef::Integer(micros)) => Value::Instant(instant(micros)?),
        (ScalarKind::Id(_), found) => Value::Id(id(found)?),
        _ => return Err(mismatch()),
    })
}

fn json(found: ValueRef<'_>) -> Result<Value> {
    match found {
        ValueRef::Null => Ok(Value::Null),
        ValueRef::Text(bytes) => Ok(Value::Json(text(bytes)?.to_owned())),
        _ => Err(mismatch()),
    }
}

fn text(bytes: &[u8]) -> Result<&str> {
    std::str::from_utf8(bytes).map_err(|_| mismatch())
}

/// An id out of its sixteen bytes.
pub(super) fn id(found: ValueRef<'_>) -> Result<Uuid> {
    match found {
        ValueRef::Blob(bytes) => Uuid::from_slice(bytes).map_err(|_| mismatch()),
        _ => Err(mismatch()),
    }
}

/// A number that is never negative.
pub(super) fn unsigned(found: &rusqlite::Row<'_>, column: usize) -> Result<u64> {
    let number: i64 = found.get(column).describe()?;
    u64::try_from(number).map_err(|_| mismatch())
}

/// An instant out of its microseconds.
pub(super) fn instant(micros: i64) -> Result<Timestamp> {
    Timestamp::from_micros(micros).map_err(|_| mismatch())
}

pub(super) fn mismatch() -> Error {
    Error::corrupt("the store holds a value of another type than its column")
}

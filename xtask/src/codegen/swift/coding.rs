//! Reading and writing of fields: what is absent, null or empty on the wire, and decimals as text.

use super::names::{bare, class, default, member, shape_type};
use crate::codegen::contract::{Field, Shape};
use crate::codegen::typed::{Absent, Typed};

/// The expression that reads a field from `keyed`.
pub(super) fn read(typed: &Typed<'_>, field: &Field) -> String {
    let shape = typed.shape(&field.shape);
    let key = member(&field.name);
    let crossing = crossing_type(bare(&shape));
    let home = |expression: String| from_wire(&expression, bare(&shape));
    match typed.absent(field) {
        Absent::Required if matches!(shape, Shape::Nullable(_)) => optional(
            &format!("try keyed.decode({crossing}?.self, forKey: .{key})"),
            bare(&shape),
        ),
        Absent::Required => home(format!("try keyed.decode({crossing}.self, forKey: .{key})")),
        Absent::Keep => {
            let patch = format!("try keyed.decodePatch({crossing}.self, forKey: .{key})");
            if has_decimal(bare(&shape)) {
                format!("({patch}).map {{ {} }}", from_wire("$0", bare(&shape)))
            } else {
                patch
            }
        }
        absent => {
            let present = optional(
                &format!("try keyed.decodeIfPresent({crossing}.self, forKey: .{key})"),
                bare(&shape),
            );
            match (absent, default(typed, field)) {
                (Absent::Null, _) | (_, None) => present,
                (_, Some(value)) => format!("{present} ?? {value}"),
            }
        }
    }
}

/// The statement that writes a field to `keyed`.
pub(super) fn write(typed: &Typed<'_>, field: &Field) -> String {
    let shape = typed.shape(&field.shape);
    let key = member(&field.name);
    let away = |expression: &str| to_wire(expression, bare(&shape));
    match typed.absent(field) {
        Absent::Keep if has_decimal(bare(&shape)) => format!(
            "try keyed.encodePatch({key}.map {{ {} }}, forKey: .{key})",
            away("$0")
        ),
        Absent::Keep => format!("try keyed.encodePatch({key}, forKey: .{key})"),
        Absent::Null => format!(
            "try keyed.encodeIfPresent({}, forKey: .{key})",
            optional_away(&key, bare(&shape))
        ),
        Absent::Empty => format!(
            "if !{key}.isEmpty {{ try keyed.encode({}, forKey: .{key}) }}",
            away(&key)
        ),
        Absent::Blank(name) => format!(
            "if {key} != {}() {{ try keyed.encode({key}, forKey: .{key}) }}",
            class(&name)
        ),
        Absent::Required if matches!(shape, Shape::Nullable(_)) => format!(
            "try keyed.encode({}, forKey: .{key})",
            optional_away(&key, bare(&shape))
        ),
        Absent::Required | Absent::Literal(_) | Absent::Member(..) => {
            format!("try keyed.encode({}, forKey: .{key})", away(&key))
        }
    }
}

/// The type as it crosses: decimals travel as text.
pub(super) fn crossing_type(shape: &Shape) -> String {
    match shape {
        Shape::Decimal => "DecimalText".to_owned(),
        Shape::Nullable(inner) => format!("{}?", crossing_type(inner)),
        Shape::List(inner) => format!("[{}]", crossing_type(inner)),
        Shape::Map(inner) => format!("[String: {}]", crossing_type(inner)),
        shape => shape_type(shape),
    }
}

/// Whether a decimal is in it outside of named types, which see to their own.
pub(super) fn has_decimal(shape: &Shape) -> bool {
    match shape {
        Shape::Decimal => true,
        Shape::Nullable(inner) | Shape::List(inner) | Shape::Map(inner) => has_decimal(inner),
        _ => false,
    }
}

/// A value that has crossed, as the caller sees it.
pub(super) fn from_wire(expression: &str, shape: &Shape) -> String {
    convert(expression, shape, |inner| format!("{inner}.value"))
}

fn to_wire(expression: &str, shape: &Shape) -> String {
    convert(expression, shape, |inner| format!("DecimalText({inner})"))
}

fn convert(expression: &str, shape: &Shape, leaf: fn(&str) -> String) -> String {
    if !has_decimal(shape) {
        return expression.to_owned();
    }
    // `try` covers all to its right, so a call that follows needs the brackets.
    let expression = if expression.starts_with("try ") {
        format!("({expression})")
    } else {
        expression.to_owned()
    };
    match shape {
        Shape::List(inner) | Shape::Nullable(inner) => {
            format!("{expression}.map {{ {} }}", convert("$0", inner, leaf))
        }
        Shape::Map(inner) => {
            format!(
                "{expression}.mapValues {{ {} }}",
                convert("$0", inner, leaf)
            )
        }
        _ => leaf(&expression),
    }
}

/// An optional value that has crossed.
fn optional(expression: &str, shape: &Shape) -> String {
    if has_decimal(shape) {
        format!("({expression}).map {{ {} }}", from_wire("$0", shape))
    } else {
        expression.to_owned()
    }
}

/// An optional value about to cross.
fn optional_away(expression: &str, shape: &Shape) -> String {
    if has_decimal(shape) {
        format!("{expression}.map {{ {} }}", to_wire("$0", shape))
    } else {
        expression.to_owned()
    }
}

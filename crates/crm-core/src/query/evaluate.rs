//! The in-memory evaluator: the meaning of a filter, in the plainest form.

use serde_json::Value as Json;
use uuid::Uuid;

use super::{Comparable, CustomKind, Filter, Op, Quantifier, Target, compare};
use crate::field::{FieldKind, RecordDecl, Row, Scalar, ScalarKind, Value};
use crate::value::{Date, Decimal, Timestamp};

/// Where the evaluator finds the records that a record is related to.
pub trait Facts {
    /// The record of this kind and id.
    fn record(&mut self, decl: &'static RecordDecl, id: Uuid) -> Option<Row>;
    /// Every record of kind `from` whose `field` refers to `id`.
    fn referring(&mut self, from: &'static RecordDecl, field: usize, id: Uuid) -> Vec<Row>;
}

/// Whether a filter holds for a record.
pub fn matches(
    filter: &Filter,
    decl: &'static RecordDecl,
    row: &Row,
    facts: &mut dyn Facts,
) -> bool {
    match filter {
        Filter::All => true,
        Filter::And(parts) => parts.iter().all(|part| matches(part, decl, row, facts)),
        Filter::Or(parts) => parts.iter().any(|part| matches(part, decl, row, facts)),
        Filter::Not(part) => !matches(part, decl, row, facts),
        Filter::Compare {
            target,
            op,
            operand,
        } => Comparable::folded(operand).is_some_and(|operand| {
            values(decl, target, row)
                .iter()
                .any(|value| compare(value, *op, &operand))
        }),
        Filter::In { target, operands } => {
            let operands: Vec<_> = operands.iter().filter_map(Comparable::folded).collect();
            values(decl, target, row)
                .iter()
                .any(|value| operands.contains(value))
        }
        Filter::IsSet(target) => !values(decl, target, row).is_empty(),
        Filter::Forward { field, to, filter } => row
            .value(*field)
            .as_id()
            .and_then(|id| facts.record(to, id))
            .is_some_and(|related| matches(filter, to, &related, facts)),
        Filter::Backward {
            from,
            field,
            quantifier,
            filter,
        } => {
            let related = facts.referring(from, *field, row.id);
            let count = related
                .iter()
                .filter(|related| matches(filter, from, related, facts))
                .count();
            counts(*quantifier, count)
        }
    }
}

fn counts(quantifier: Quantifier, count: usize) -> bool {
    match quantifier {
        Quantifier::Any => count > 0,
        Quantifier::None => count == 0,
        Quantifier::Count(op, number) => {
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            compare(
                &Comparable::Integer(count),
                op,
                &Comparable::Integer(i64::from(number)),
            )
        }
    }
}

/// The set values at a target, text folded: at most one, except for lists.
pub(super) fn values(decl: &RecordDecl, target: &Target, row: &Row) -> Vec<Comparable> {
    match target {
        Target::Id => vec![Comparable::Id(row.id)],
        Target::Field(field) => Comparable::of(row.value(*field)).into_iter().collect(),
        Target::Part(field, part) => match row.value(*field) {
            Value::Parts(parts) => parts
                .get(*part)
                .and_then(Comparable::of)
                .into_iter()
                .collect(),
            _ => Vec::new(),
        },
        Target::Items(field) => match target.kind(decl) {
            Some(kind) => items(row.value(*field))
                .iter()
                .filter_map(|v| typed(kind, v))
                .collect(),
            None => Vec::new(),
        },
        Target::Elements(field, part) => {
            let Some(FieldKind::Elements(parts)) = decl.fields.get(*field).map(|f| f.kind) else {
                return Vec::new();
            };
            let Some(part) = parts.get(*part) else {
                return Vec::new();
            };
            items(row.value(*field))
                .iter()
                .filter_map(|item| typed(part.kind, item.get(part.name)?))
                .collect()
        }
        Target::Custom(name, kind) => {
            let Some((field, _)) = decl.field("custom") else {
                return Vec::new();
            };
            let Value::Json(text) = row.value(field) else {
                return Vec::new();
            };
            let Ok(mut values) = serde_json::from_str::<Json>(text) else {
                return Vec::new();
            };
            values
                .get_mut(name)
                .map(Json::take)
                .map(|json| custom(*kind, json))
                .unwrap_or_default()
        }
    }
}

fn items(value: &Value) -> Vec<Json> {
    match value {
        Value::Json(text) => serde_json::from_str(text).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// A JSON value as the shape that a declaration gives it.
fn typed(kind: ScalarKind, json: &Json) -> Option<Comparable> {
    match (kind, json) {
        (ScalarKind::Boolean, Json::Bool(value)) => Some(Comparable::Boolean(*value)),
        (ScalarKind::Integer, Json::Number(value)) => value.as_i64().map(Comparable::Integer),
        (ScalarKind::Decimal, json) => serde_json::from_value::<Decimal>(json.clone())
            .ok()
            .map(Comparable::Decimal),
        (ScalarKind::Date, Json::String(text)) => text.parse::<Date>().ok().map(Comparable::Date),
        (ScalarKind::Instant, Json::String(text)) => {
            text.parse::<Timestamp>().ok().map(Comparable::Instant)
        }
        (ScalarKind::Id(_), Json::String(text)) => text.parse().ok().map(Comparable::Id),
        (ScalarKind::Text | ScalarKind::Choice(_), Json::String(text)) => {
            Comparable::of(&Scalar::to_scalar(text))
        }
        _ => None,
    }
}

fn custom(kind: CustomKind, json: Json) -> Vec<Comparable> {
    let one = match (kind, json) {
        (CustomKind::Texts, Json::Array(items)) => {
            return items
                .iter()
                .filter_map(|item| typed(ScalarKind::Text, item))
                .collect();
        }
        (CustomKind::Text, json) => typed(ScalarKind::Text, &json),
        // Custom numbers have at most 15 significant digits, so text and number agree exactly.
        (CustomKind::Number, Json::Number(number)) => {
            number.to_string().parse().ok().map(Comparable::Decimal)
        }
        (CustomKind::Amount, json) => json
            .get("amount")
            .and_then(|amount| typed(ScalarKind::Decimal, amount)),
        (CustomKind::Currency, json) => json
            .get("currency")
            .and_then(|currency| typed(ScalarKind::Text, currency)),
        (CustomKind::Boolean, json) => typed(ScalarKind::Boolean, &json),
        (CustomKind::Date, json) => typed(ScalarKind::Date, &json),
        (CustomKind::Instant, json) => typed(ScalarKind::Instant, &json),
        _ => None,
    };
    one.into_iter().collect()
}

/// Whether an operator makes sense for a shape; the type checker of rules asks.
pub fn applies(op: Op, kind: ScalarKind) -> bool {
    match op {
        Op::Equals => true,
        Op::Less | Op::LessOrEqual | Op::Greater | Op::GreaterOrEqual => !matches!(
            kind,
            ScalarKind::Boolean | ScalarKind::Id(_) | ScalarKind::Choice(_)
        ),
        Op::Contains | Op::StartsWith | Op::EndsWith => kind == ScalarKind::Text,
    }
}

//! Operands: from what was written to what the field holds.

use super::ast::{Literal, Operand};
use super::problem::RuleProblem;
use super::resolve::{Slot, nearest};
use crate::field::{ScalarKind, Value};
use crate::value::text::fold;
use crate::value::{Currency, Date, Decimal, Money, TimeZone, Timestamp};

/// An operand that fits a field.
#[derive(Debug, Clone)]
pub(super) struct Fitted {
    pub(super) value: Fit,
    /// Its canonical spelling.
    pub(super) literal: Literal,
}

/// What an operand is for the store.
#[derive(Debug, Clone)]
pub(super) enum Fit {
    /// One value, folded if text.
    One(Value),
    /// The instants of a calendar day: from the first, up to the second.
    Day(Timestamp, Timestamp),
}

impl Fit {
    /// The value that `>=` and `<` compare with.
    pub(super) fn first(&self) -> Value {
        match self {
            Self::One(value) => value.clone(),
            Self::Day(start, _) => Value::Instant(*start),
        }
    }
}

/// Fits an operand to a field.
pub(super) fn fit(slot: &Slot, operand: &Operand, zone: TimeZone) -> Result<Fitted, RuleProblem> {
    let literal = &operand.literal;
    let one = |value| Fit::One(value);
    let fitted = match (slot.kind, literal) {
        (ScalarKind::Text, Literal::Text(text)) if slot.options.is_empty() => {
            (one(Value::Text(fold(text))), literal.clone())
        }
        (ScalarKind::Text, Literal::Text(text)) => return option(slot, text, operand),
        (ScalarKind::Choice(names), Literal::Text(text)) => {
            let known = names.iter().find(|name| fold(name) == fold(text));
            let name = known.ok_or_else(|| {
                RuleProblem::new(&operand.place, expected(slot))
                    .nearest(nearest(text, names.iter().copied()))
            })?;
            let text = (*name).to_owned();
            (one(Value::Text(fold(name))), Literal::Text(text))
        }
        (ScalarKind::Boolean, Literal::Boolean(value)) => {
            (one(Value::Boolean(*value)), literal.clone())
        }
        (ScalarKind::Integer | ScalarKind::Decimal, literal) => {
            let number = number(literal).ok_or_else(|| mismatch(slot, operand))?;
            let value = if slot.kind == ScalarKind::Decimal {
                Value::Decimal(number)
            } else {
                let text = number.to_string();
                Value::Integer(text.parse().map_err(|_| mismatch(slot, operand))?)
            };
            (one(value), Literal::Number(number))
        }
        (ScalarKind::Date, Literal::Text(text)) => {
            let day: Date = text.parse().map_err(|_| mismatch(slot, operand))?;
            (one(Value::Date(day)), Literal::Text(day.to_string()))
        }
        (ScalarKind::Instant, Literal::Text(text)) => {
            if let Ok(day) = text.parse::<Date>() {
                let bounds = day_bounds(day, zone).ok_or_else(|| mismatch(slot, operand))?;
                (Fit::Day(bounds.0, bounds.1), Literal::Text(day.to_string()))
            } else {
                let at: Timestamp = text.parse().map_err(|_| mismatch(slot, operand))?;
                (one(Value::Instant(at)), Literal::Text(at.to_string()))
            }
        }
        (ScalarKind::Id(_), Literal::Text(text)) => {
            let id: uuid::Uuid = text.parse().map_err(|_| mismatch(slot, operand))?;
            (one(Value::Id(id)), Literal::Text(id.to_string()))
        }
        _ => return Err(mismatch(slot, operand)),
    };
    let (value, literal) = fitted;
    Ok(Fitted { value, literal })
}

/// The option of a select that a value or label names.
fn option(slot: &Slot, text: &str, operand: &Operand) -> Result<Fitted, RuleProblem> {
    let wanted = fold(text);
    let by = |of: fn(&crate::custom_field::SelectOption) -> &String| {
        slot.options
            .iter()
            .find(|option| fold(of(option)) == wanted)
    };
    let known = by(|option| &option.value).or_else(|| by(|option| &option.label));
    let option = known.ok_or_else(|| {
        let values = slot.options.iter().map(|option| option.value.as_str());
        RuleProblem::new(&operand.place, expected(slot)).nearest(nearest(text, values))
    })?;
    Ok(Fitted {
        value: Fit::One(Value::Text(fold(&option.value))),
        literal: Literal::Text(option.value.clone()),
    })
}

/// An amount; one without a currency is in the tenant's.
pub(super) fn money(operand: &Operand, currency: Currency) -> Result<Money, RuleProblem> {
    match &operand.literal {
        Literal::Money(money) => Ok(*money),
        literal => number(literal)
            .map(|amount| Money::new(amount, currency))
            .ok_or_else(|| {
                RuleProblem::new(&operand.place, "an amount was expected, such as 10000 EUR")
            }),
    }
}

/// A number; exact ones that JSON cannot hold come as text.
fn number(literal: &Literal) -> Option<Decimal> {
    match literal {
        Literal::Number(number) => Some(*number),
        Literal::Text(text) => text.parse().ok(),
        _ => None,
    }
}

/// The instants of a day in a zone.
pub(super) fn day_bounds(day: Date, zone: TimeZone) -> Option<(Timestamp, Timestamp)> {
    let next = day.checked_add_days(1)?;
    Some((zone.start_of(day).ok()?, zone.start_of(next).ok()?))
}

fn mismatch(slot: &Slot, operand: &Operand) -> RuleProblem {
    RuleProblem::new(&operand.place, expected(slot))
}

fn expected(slot: &Slot) -> String {
    let chosen = |names: &[&str]| format!("one of these was expected: {}", names.join(", "));
    match slot.kind {
        ScalarKind::Text if slot.options.is_empty() => "text in quotes was expected".to_owned(),
        ScalarKind::Text => {
            let values: Vec<_> = slot
                .options
                .iter()
                .map(|option| option.value.as_str())
                .collect();
            chosen(&values)
        }
        ScalarKind::Choice(names) => chosen(names),
        ScalarKind::Integer => "a whole number was expected".to_owned(),
        ScalarKind::Decimal => "a number was expected".to_owned(),
        ScalarKind::Boolean => "true or false was expected".to_owned(),
        ScalarKind::Date => "a day was expected, such as 2026-03-01".to_owned(),
        ScalarKind::Instant => {
            "a day or an instant was expected, such as 2026-03-01 or \"2026-03-01T08:30:00Z\""
                .to_owned()
        }
        ScalarKind::Id(_) => "an id was expected, in quotes".to_owned(),
    }
}

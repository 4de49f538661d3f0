//! Operators: from a fitted comparison to a filter.

use super::ast::{Comparison, Literal, Operand, Path, Period};
use super::operand::{Fit, Fitted, day_bounds, fit, money};
use super::operator::Operator;
use super::problem::RuleProblem;
use super::resolve::{End, Resolved, Setting, Slot};
use crate::field::{ScalarKind, Value};
use crate::query::{Filter, Op, Target, applies};
use crate::value::text::fold;
use crate::value::{Money, Timestamp};

/// A filter on the record that has the value, without negation, and the comparison in its
/// canonical spelling.
pub(super) fn compare(
    setting: &Setting<'_>,
    comparison: &Comparison,
    resolved: &Resolved,
) -> Result<(Filter, Comparison), RuleProblem> {
    let positive = comparison.operator.negates().unwrap_or(comparison.operator);
    let (filter, operator, operands) = match &resolved.end {
        End::Value(slot) => value(setting, comparison, slot, positive)?,
        End::Money { amount, currency } => {
            let place = (amount, currency);
            let (filter, operands) = amounts(setting, comparison, place, positive)?;
            (filter, comparison.operator, operands)
        }
        End::Parts(parts) => {
            let parts = parts.iter().cloned().map(Filter::IsSet);
            (Filter::Or(parts.collect()), comparison.operator, Vec::new())
        }
        // The checker asks for tags itself.
        End::Tag => (Filter::Or(Vec::new()), comparison.operator, Vec::new()),
    };
    let canonical = Comparison {
        path: Path {
            names: resolved.names.clone(),
            place: comparison.path.place.clone(),
        },
        operator,
        operands,
        place: comparison.place.clone(),
    };
    Ok((filter, canonical))
}

type Compared = (Filter, Operator, Vec<Operand>);

fn value(
    setting: &Setting<'_>,
    comparison: &Comparison,
    slot: &Slot,
    positive: Operator,
) -> Result<Compared, RuleProblem> {
    let operator = comparison.operator;
    let op = match positive {
        Operator::IsSet => {
            return Ok((Filter::IsSet(slot.target.clone()), operator, Vec::new()));
        }
        Operator::Within | Operator::WithinNext | Operator::OlderThan => {
            let filter = period(setting, comparison, slot)?;
            return Ok((filter, operator, comparison.operands.clone()));
        }
        Operator::Under => return Err(misfit(comparison, slot)),
        Operator::Equals | Operator::In => Op::Equals,
        Operator::Between | Operator::GreaterOrEqual => Op::GreaterOrEqual,
        Operator::Less => Op::Less,
        Operator::LessOrEqual => Op::LessOrEqual,
        Operator::Greater => Op::Greater,
        Operator::Includes if slot.list => Op::Equals,
        Operator::Contains if slot.list && is_chosen(slot) => Op::Equals,
        Operator::StartsWith => Op::StartsWith,
        Operator::EndsWith => Op::EndsWith,
        _ => Op::Contains,
    };
    if !applies(op, slot.kind) || (is_chosen(slot) && op != Op::Equals) {
        return Err(misfit(comparison, slot));
    }
    let fitted = comparison
        .operands
        .iter()
        .map(|operand| fit(slot, operand, setting.zone))
        .collect::<Result<Vec<_>, _>>()?;
    require_text(comparison, op, &fitted)?;
    let operands = canonical(comparison, &fitted);
    // On lists of choices `includes` and `contains` are other words for equality.
    let operator = match (operator, op) {
        (Operator::Includes | Operator::Contains, Op::Equals) => Operator::Equals,
        (Operator::NotContains, Op::Equals) => Operator::NotEquals,
        (Operator::Includes, _) => Operator::Contains,
        _ => operator,
    };
    let filter = match (positive, fitted.as_slice()) {
        (Operator::Between, [from, to]) => {
            require_single(comparison, slot)?;
            require_order(comparison, from, to)?;
            let upper = single(&slot.target, Op::LessOrEqual, &to.value);
            single(&slot.target, Op::GreaterOrEqual, &from.value).and(upper)
        }
        (Operator::In, all) => among(&slot.target, all),
        (_, [one]) => {
            if slot.list && matches!(one.value, Fit::Day(..)) {
                require_single(comparison, slot)?;
            }
            single(&slot.target, op, &one.value)
        }
        _ => return Err(misfit(comparison, slot)),
    };
    Ok((filter, operator, operands))
}

/// Whether the values are out of a fixed set.
fn is_chosen(slot: &Slot) -> bool {
    matches!(slot.kind, ScalarKind::Choice(_)) || !slot.options.is_empty()
}

/// One comparison. A day compared with an instant means the whole day.
fn single(target: &Target, op: Op, fit: &Fit) -> Filter {
    let compare = |op, operand| Filter::Compare {
        target: target.clone(),
        op,
        operand,
    };
    match fit {
        Fit::One(value) => compare(op, value.clone()),
        Fit::Day(start, end) => {
            let (start, end) = (Value::Instant(*start), Value::Instant(*end));
            match op {
                Op::Less => compare(Op::Less, start),
                Op::LessOrEqual => compare(Op::Less, end),
                Op::Greater => compare(Op::GreaterOrEqual, end),
                Op::GreaterOrEqual => compare(Op::GreaterOrEqual, start),
                _ => compare(Op::GreaterOrEqual, start).and(compare(Op::Less, end)),
            }
        }
    }
}

fn among(target: &Target, fitted: &[Fitted]) -> Filter {
    let days = |one: &&Fitted| matches!(one.value, Fit::Day(..));
    let operands: Vec<Value> = fitted
        .iter()
        .filter(|one| !days(one))
        .map(|one| one.value.first())
        .collect();
    let mut ways: Vec<Filter> = fitted
        .iter()
        .filter(days)
        .map(|one| single(target, Op::Equals, &one.value))
        .collect();
    if ways.is_empty() {
        let target = target.clone();
        return Filter::In { target, operands };
    }
    if !operands.is_empty() {
        let target = target.clone();
        ways.push(Filter::In { target, operands });
    }
    Filter::Or(ways)
}

/// Relative time (semantics 4.7): n days are calendar days of the tenant's zone, today one of
/// them; n hours are exact. A value leaves the period at one instant, so periods are half-open.
fn period(
    setting: &Setting<'_>,
    comparison: &Comparison,
    slot: &Slot,
) -> Result<Filter, RuleProblem> {
    require_single(comparison, slot)?;
    let Some(Operand {
        literal: Literal::Period(period),
        place,
    }) = comparison.operands.first()
    else {
        return Err(misfit(comparison, slot));
    };
    let beyond = || RuleProblem::new(place, "this period reaches beyond the calendar");
    let compare = |op, operand| Filter::Compare {
        target: slot.target.clone(),
        op,
        operand,
    };
    match (slot.kind, period) {
        (ScalarKind::Date | ScalarKind::Instant, Period::Days(days)) => {
            let days = i64::from(*days);
            let today = setting.zone.date_at(setting.now).map_err(|_| beyond())?;
            let (from, to) = match comparison.operator {
                Operator::WithinNext => (0, days),
                _ => (1_i64.saturating_sub(days), 1),
            };
            let bound = |days| {
                let day = today.checked_add_days(days)?;
                match slot.kind {
                    ScalarKind::Date => Some(Value::Date(day)),
                    _ => day_bounds(day, setting.zone).map(|(start, _)| Value::Instant(start)),
                }
            };
            let from = bound(from).ok_or_else(beyond)?;
            if comparison.operator == Operator::OlderThan {
                return Ok(compare(Op::Less, from));
            }
            let to = bound(to).ok_or_else(beyond)?;
            Ok(compare(Op::GreaterOrEqual, from).and(compare(Op::Less, to)))
        }
        (ScalarKind::Instant, Period::Hours(hours)) => {
            let hours = chrono::TimeDelta::try_hours(i64::from(*hours)).ok_or_else(beyond)?;
            let moved = |delta| -> Result<Value, RuleProblem> {
                let at: Option<Timestamp> = setting.now.checked_add(delta);
                at.map(Value::Instant).ok_or_else(beyond)
            };
            let now = Value::Instant(setting.now);
            Ok(match comparison.operator {
                Operator::WithinNext => {
                    compare(Op::GreaterOrEqual, now).and(compare(Op::Less, moved(hours)?))
                }
                Operator::OlderThan => compare(Op::LessOrEqual, moved(-hours)?),
                _ => compare(Op::Greater, moved(-hours)?).and(compare(Op::LessOrEqual, now)),
            })
        }
        (ScalarKind::Date, Period::Hours(_)) => Err(RuleProblem::new(
            place,
            "this field holds days, so days were expected",
        )),
        _ => Err(misfit(comparison, slot)),
    }
}

/// Money compares within a currency: amounts in another are neither less nor more.
fn amounts(
    setting: &Setting<'_>,
    comparison: &Comparison,
    (amount, currency): (&Target, &Target),
    positive: Operator,
) -> Result<(Filter, Vec<Operand>), RuleProblem> {
    if positive == Operator::IsSet {
        return Ok((Filter::IsSet(amount.clone()), Vec::new()));
    }
    let monies = comparison
        .operands
        .iter()
        .map(|operand| money(operand, setting.currency))
        .collect::<Result<Vec<_>, _>>()?;
    let order = |op, money: &Money| Filter::Compare {
        target: amount.clone(),
        op,
        operand: Value::Decimal(money.amount),
    };
    let of = |money: &Money| {
        let code = fold(money.currency.code());
        Filter::equals(currency.clone(), Value::Text(code))
    };
    let filter = match (positive, monies.as_slice()) {
        (Operator::Equals, [one]) => order(Op::Equals, one).and(of(one)),
        (Operator::Less, [one]) => order(Op::Less, one).and(of(one)),
        (Operator::LessOrEqual, [one]) => order(Op::LessOrEqual, one).and(of(one)),
        (Operator::Greater, [one]) => order(Op::Greater, one).and(of(one)),
        (Operator::GreaterOrEqual, [one]) => order(Op::GreaterOrEqual, one).and(of(one)),
        (Operator::In, all) => {
            let ways = all.iter().map(|one| order(Op::Equals, one).and(of(one)));
            Filter::Or(ways.collect())
        }
        (Operator::Between, [from, to]) => {
            if from.currency != to.currency {
                let message = "both bounds need the same currency";
                return Err(RuleProblem::new(&comparison.place, message));
            }
            if from.amount > to.amount {
                return Err(disordered(comparison));
            }
            order(Op::GreaterOrEqual, from)
                .and(order(Op::LessOrEqual, to))
                .and(of(from))
        }
        _ => {
            let message = "amounts take =, !=, <, <=, >, >=, in, between, is set and is unset";
            return Err(RuleProblem::new(&comparison.place, message));
        }
    };
    let operands = comparison
        .operands
        .iter()
        .zip(monies)
        .map(|(operand, money)| Operand {
            literal: Literal::Money(money),
            place: operand.place.clone(),
        });
    Ok((filter, operands.collect()))
}

fn canonical(comparison: &Comparison, fitted: &[Fitted]) -> Vec<Operand> {
    comparison
        .operands
        .iter()
        .zip(fitted)
        .map(|(operand, fitted)| Operand {
            literal: fitted.literal.clone(),
            place: operand.place.clone(),
        })
        .collect()
}

/// Every text contains the empty one, so asking for it is a mistake.
fn require_text(comparison: &Comparison, op: Op, fitted: &[Fitted]) -> Result<(), RuleProblem> {
    let partial = matches!(op, Op::Contains | Op::StartsWith | Op::EndsWith);
    let empty = |one: &Fitted| matches!(&one.value, Fit::One(Value::Text(text)) if text.is_empty());
    match comparison.operands.first() {
        Some(operand) if partial && fitted.iter().any(empty) => {
            let message = "every text has the empty one in it; `is set` asks for any text";
            Err(RuleProblem::new(&operand.place, message))
        }
        _ => Ok(()),
    }
}

/// On a list two bounds could hold for two different elements.
fn require_single(comparison: &Comparison, slot: &Slot) -> Result<(), RuleProblem> {
    if slot.list {
        let message = "a list is not compared with a range; compare with one bound";
        return Err(RuleProblem::new(&comparison.place, message));
    }
    Ok(())
}

fn require_order(comparison: &Comparison, from: &Fitted, to: &Fitted) -> Result<(), RuleProblem> {
    let bound = |fitted: &Fitted| crate::query::Comparable::folded(&fitted.value.first());
    if bound(from) > bound(to) {
        return Err(disordered(comparison));
    }
    Ok(())
}

fn disordered(comparison: &Comparison) -> RuleProblem {
    let message = "the lower bound is above the upper one";
    RuleProblem::new(&comparison.place, message)
}

fn misfit(comparison: &Comparison, slot: &Slot) -> RuleProblem {
    let (what, fit) = match slot.kind {
        ScalarKind::Text if !is_chosen(slot) => (
            "text",
            "=, !=, <, <=, >, >=, ~, !~, starts with, ends with, in, not in, between",
        ),
        ScalarKind::Text | ScalarKind::Choice(_) => ("a choice", "=, !=, in, not in"),
        ScalarKind::Integer | ScalarKind::Decimal => {
            ("a number", "=, !=, <, <=, >, >=, in, not in, between")
        }
        ScalarKind::Boolean => ("true or false", "=, !="),
        ScalarKind::Date | ScalarKind::Instant => (
            "a date",
            "=, !=, <, <=, >, >=, in, not in, between, within, within next, older than",
        ),
        ScalarKind::Id(_) => ("an id", "=, !=, in, not in"),
    };
    let message = format!(
        "`{}` does not fit {what}, which takes {fit}, is set and is unset",
        comparison.operator.text()
    );
    RuleProblem::new(&comparison.place, message)
}

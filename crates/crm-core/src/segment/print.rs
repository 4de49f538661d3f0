//! A rule into text: one spelling for each rule, and reading it gives the same rule again.

use std::fmt::{self, Write};

use super::ast::{Comparison, Literal, Node, Operand, Period, Quantity, Relation};
use super::operator::Takes;

/// Writes the text form.
pub(super) fn print(node: &Node) -> String {
    let mut text = String::new();
    // Writing into a string cannot fail.
    let _ = write_node(&mut text, node, Around::Rule);
    text
}

/// Writes a single comparison, for explanations.
pub(super) fn print_comparison(comparison: &Comparison) -> String {
    let mut text = String::new();
    let _ = write_comparison(&mut text, comparison);
    text
}

/// What a part stands in, which decides whether it needs brackets.
#[derive(Clone, Copy, PartialEq)]
enum Around {
    Rule,
    Or,
    And,
    Not,
}

fn write_node(out: &mut String, node: &Node, around: Around) -> fmt::Result {
    match node {
        Node::And(parts) => {
            let bracket = matches!(around, Around::And | Around::Not);
            write_joined(out, parts, " and ", Around::And, bracket)
        }
        Node::Or(parts) => {
            let bracket = around != Around::Rule;
            write_joined(out, parts, " or ", Around::Or, bracket)
        }
        Node::Not(part) => {
            out.push_str("not ");
            write_node(out, part, Around::Not)
        }
        Node::Compare(comparison) => write_comparison(out, comparison),
        Node::Related(relation) => write_relation(out, relation),
    }
}

fn write_joined(
    out: &mut String,
    parts: &[Node],
    join: &str,
    inside: Around,
    bracket: bool,
) -> fmt::Result {
    if bracket {
        out.push('(');
    }
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            out.push_str(join);
        }
        write_node(out, part, inside)?;
    }
    if bracket {
        out.push(')');
    }
    Ok(())
}

fn write_relation(out: &mut String, relation: &Relation) -> fmt::Result {
    let path = relation.path.dotted();
    match (relation.quantity, relation.condition.as_deref()) {
        (Quantity::Count(order, number), condition) => {
            write!(out, "count({path}")?;
            if let Some(condition) = condition {
                out.push_str(" where ");
                write_node(out, condition, Around::Rule)?;
            }
            write!(out, ") {} {number}", order.text())
        }
        (quantity, condition) => {
            let word = if quantity == Quantity::Any {
                "any"
            } else {
                "no"
            };
            write!(out, "{word} {path}")?;
            if let Some(condition) = condition {
                out.push_str(" (");
                write_node(out, condition, Around::Rule)?;
                out.push(')');
            }
            Ok(())
        }
    }
}

fn write_comparison(out: &mut String, comparison: &Comparison) -> fmt::Result {
    write!(
        out,
        "{} {}",
        comparison.path.dotted(),
        comparison.operator.text()
    )?;
    match comparison.operator.takes() {
        Takes::Nothing => Ok(()),
        Takes::List => {
            out.push_str(" (");
            write_operands(out, &comparison.operands, ", ")?;
            out.push(')');
            Ok(())
        }
        Takes::One | Takes::Two | Takes::Period => {
            out.push(' ');
            write_operands(out, &comparison.operands, " and ")
        }
    }
}

fn write_operands(out: &mut String, operands: &[Operand], join: &str) -> fmt::Result {
    for (at, operand) in operands.iter().enumerate() {
        if at > 0 {
            out.push_str(join);
        }
        write_literal(out, &operand.literal)?;
    }
    Ok(())
}

fn write_literal(out: &mut String, literal: &Literal) -> fmt::Result {
    match literal {
        Literal::Text(text) => write!(out, "\"{}\"", text.replace('"', "\"\"")),
        Literal::Number(number) => write!(out, "{number}"),
        Literal::Boolean(value) => write!(out, "{value}"),
        Literal::Money(money) => write!(out, "{} {}", money.amount, money.currency),
        Literal::Period(Period::Days(1)) => out.write_str("1 day"),
        Literal::Period(Period::Hours(1)) => out.write_str("1 hour"),
        Literal::Period(Period::Days(days)) => write!(out, "{days} days"),
        Literal::Period(Period::Hours(hours)) => write!(out, "{hours} hours"),
    }
}

//! Comparisons with operands, as SQL conditions on the values of a target.

use std::borrow::Cow;

use crm_core::Result;
use crm_core::field::{ScalarKind, Value};
use crm_core::query::{Op, Target};

use super::statement::{Alias, Cell, Sql};
use super::table::Table;
use super::target::expression;

/// Lists of at most this many operands are bound one by one, so that the planner sees them.
const BOUND_OPERANDS: usize = 8;

/// How SQL writes it; `None` for what only text can.
pub(super) fn operator(op: Op) -> Option<&'static str> {
    match op {
        Op::Equals => Some(" = "),
        Op::Less => Some(" < "),
        Op::LessOrEqual => Some(" <= "),
        Op::Greater => Some(" > "),
        Op::GreaterOrEqual => Some(" >= "),
        Op::Contains | Op::StartsWith | Op::EndsWith => None,
    }
}

/// A value that compares so with the operand; of a list, some element that does.
pub(super) fn comparison<'v>(
    sql: &mut Sql<'v>,
    table: &Table,
    row: Alias,
    target: &Target,
    op: Op,
    operand: &'v Value,
) -> Result<()> {
    let found = expression(table, target)?;
    let pair = found.and_then(|expression| {
        let operand = expression.operand(operand)?;
        Some((expression, operand))
    });
    let Some((expression, operand)) = pair else {
        sql.push("0");
        return Ok(());
    };
    if let Some(operator) = operator(op) {
        expression.any(sql, row, |sql, value| {
            value(sql);
            sql.push(operator).bind(operand);
        });
        return Ok(());
    }
    let (Cell::Text(text), ScalarKind::Text | ScalarKind::Choice(_)) = (operand, expression.kind)
    else {
        sql.push("0");
        return Ok(());
    };
    expression.any(sql, row, |sql, value| search(sql, value, op, text));
    Ok(())
}

/// Text that contains, begins or ends with another. In bytes, because SQL counts characters only
/// up to a NUL.
fn search<'v>(sql: &mut Sql<'v>, value: &dyn Fn(&mut Sql<'v>), op: Op, text: Cow<'v, str>) {
    if text.is_empty() {
        value(sql);
        sql.push(" IS NOT NULL");
        return;
    }
    let length = i64::try_from(text.len()).unwrap_or(i64::MAX);
    match op {
        Op::StartsWith => {
            // A range, which an index serves.
            let end = successor(&text);
            sql.push("(");
            value(sql);
            sql.push(" >= ").bind(Cell::Text(text));
            if let Some(end) = end {
                sql.push(" AND ");
                value(sql);
                sql.push(" < ").bind(Cell::text(end));
            }
            sql.push(")");
        }
        Op::EndsWith => {
            sql.push("substr(CAST(");
            value(sql);
            sql.push(" AS BLOB), ").bind(Cell::Integer(-length));
            sql.push(") = ")
                .bind(Cell::Blob(Cow::Owned(text.into_owned().into_bytes())));
        }
        _ => {
            sql.push("instr(");
            value(sql);
            sql.push(", ").bind(Cell::Text(text)).push(") > 0");
        }
    }
}

/// The smallest text greater than every text that begins with `prefix`.
fn successor(prefix: &str) -> Option<String> {
    let mut characters: Vec<char> = prefix.chars().collect();
    while let Some(last) = characters.pop() {
        let next = match last {
            char::MAX => continue,
            '\u{d7ff}' => '\u{e000}',
            last => char::from_u32(u32::from(last) + 1)?,
        };
        characters.push(next);
        return Some(characters.into_iter().collect());
    }
    None
}

/// A value that is among the operands.
pub(super) fn membership<'v>(
    sql: &mut Sql<'v>,
    table: &Table,
    row: Alias,
    target: &Target,
    operands: &'v [Value],
) -> Result<()> {
    let Some(expression) = expression(table, target)? else {
        sql.push("0");
        return Ok(());
    };
    let operands: Vec<Cell<'v>> = operands
        .iter()
        .filter_map(|operand| expression.operand(operand))
        .collect();
    if operands.is_empty() {
        sql.push("0");
        return Ok(());
    }
    expression.any(sql, row, |sql, value| {
        value(sql);
        sql.push(" IN (");
        if operands.len() <= BOUND_OPERANDS {
            sql.join(operands, ", ", |sql, operand| {
                sql.bind(operand);
            });
        } else {
            let are_ids = operands
                .iter()
                .any(|operand| matches!(operand, Cell::Blob(_)));
            let value = if are_ids { "unhex(value)" } else { "value" };
            sql.push("SELECT ").push(value).push(" FROM json_each(");
            sql.bind(Cell::text(list(operands))).push(")");
        }
        sql.push(")");
    });
    Ok(())
}

/// Operands as one JSON text; ids in hexadecimal.
fn list(operands: Vec<Cell<'_>>) -> String {
    let json = operands.into_iter().map(|operand| match operand {
        Cell::Null => serde_json::Value::Null,
        Cell::Integer(number) => number.into(),
        Cell::Text(text) => text.into(),
        Cell::Blob(bytes) => {
            let digits = |byte: &u8| {
                [byte >> 4, byte & 15]
                    .map(|digit| char::from_digit(digit.into(), 16).unwrap_or('0'))
            };
            bytes.iter().flat_map(digits).collect::<String>().into()
        }
    });
    serde_json::Value::Array(json.collect()).to_string()
}

/// Whether there is a value, or is none.
pub(super) fn set(
    sql: &mut Sql<'_>,
    table: &Table,
    row: Alias,
    target: &Target,
    wanted: bool,
) -> Result<()> {
    let Some(expression) = expression(table, target)? else {
        sql.push(if wanted { "0" } else { "1" });
        return Ok(());
    };
    if expression.is_list() {
        if !wanted {
            sql.push("NOT ");
        }
        expression.any(sql, row, |sql, value| {
            value(sql);
            sql.push(" IS NOT NULL");
        });
    } else {
        expression.unfolded(sql, row);
        sql.push(if wanted { " IS NOT NULL" } else { " IS NULL" });
    }
    Ok(())
}

//! Filters as SQL conditions.
//!
//! `query::matches` gives the meaning; a property test holds both to it. A comparison with an
//! unset value is NULL in SQL, which under AND and OR behaves like false, so only `NOT` needs
//! care: it becomes `IS NOT TRUE`, the complement over all records.

use std::borrow::Cow;

use crm_core::field::{FieldKind, ScalarKind, Value};
use crm_core::query::{Comparable, CustomKind, Filter, Op, Quantifier, Target, compare};
use crm_core::{Error, Result};

use super::custom;
use super::statement::{Alias, Cell, CustomName, Name, Sql};
use super::table::{Layout, Place, Table, is_folded};
use super::value::cell;

/// Rules nest at most this deep; SQLite's own limit lies far beyond.
const DEPTH: u32 = 200;
/// Lists of at most this many operands are bound one by one, so that the planner sees them.
const BOUND_OPERANDS: usize = 8;

/// Writes the conditions of one statement.
#[derive(Debug)]
pub(super) struct Conditions<'l> {
    layout: &'l Layout,
    tenant: i64,
    /// Whether the tenant stands in the text: indexes of custom fields are the tenant's own, and
    /// the planner proves that one serves only from a literal.
    literal: bool,
    aliases: u32,
    depth: u32,
}

/// A value of a row, or of each element of a list in it.
struct Expression<'t> {
    kind: ScalarKind,
    form: Form<'t>,
}

enum Form<'t> {
    /// The column holds the comparable form.
    Column(&'t Name),
    /// The column holds text that has to be folded.
    Folded(&'t Name),
    /// A custom value in the typed twin.
    Custom(&'t Name, CustomKind, CustomName<'t>),
    /// Elements of a JSON list: themselves, or a part of each.
    List(&'t Name, Option<&'static str>),
    /// Elements of a list in the typed twin.
    CustomList(&'t Name, CustomName<'t>),
    Id,
}

impl<'l> Conditions<'l> {
    pub(super) fn new(layout: &'l Layout, tenant: i64, literal: bool) -> Self {
        Self {
            layout,
            tenant,
            literal,
            aliases: 0,
            depth: 0,
        }
    }

    /// Records of this tenant only. Every table that a statement reads is narrowed by this.
    pub(super) fn tenant(&self, sql: &mut Sql<'_>, row: Alias) {
        sql.alias(row).push(".tenant = ");
        if self.literal {
            sql.integer(self.tenant);
        } else {
            sql.bind(Cell::Integer(self.tenant));
        }
    }

    /// The condition that a filter holds for a row of a table.
    pub(super) fn filter<'v>(
        &mut self,
        sql: &mut Sql<'v>,
        table: &Table,
        row: Alias,
        filter: &'v Filter,
    ) -> Result<()> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(Error::limit(
                "rule_depth",
                u64::from(DEPTH),
                "a rule nests too deep",
            ));
        }
        match filter {
            Filter::All => {
                sql.push("1");
            }
            Filter::And(parts) => self.chain(sql, table, row, parts, (" AND ", "1"))?,
            Filter::Or(parts) => self.chain(sql, table, row, parts, (" OR ", "0"))?,
            Filter::Not(part) => match part.as_ref() {
                Filter::IsSet(target) => set(sql, table, row, target, false)?,
                part => {
                    sql.push("(");
                    self.filter(sql, table, row, part)?;
                    sql.push(") IS NOT TRUE");
                }
            },
            Filter::Compare {
                target,
                op,
                operand,
            } => comparison(sql, table, row, target, *op, operand)?,
            Filter::In { target, operands } => membership(sql, table, row, target, operands)?,
            Filter::IsSet(target) => set(sql, table, row, target, true)?,
            Filter::Forward { field, to, filter } => {
                let to = self.layout.table(to.kind)?;
                match reference(table, *field)? {
                    Some(column) => self.forward(sql, row, column, to, filter)?,
                    None => {
                        sql.push("0");
                    }
                }
            }
            Filter::Backward {
                from,
                field,
                quantifier,
                filter,
            } => {
                let from = self.layout.table(from.kind)?;
                self.backward(sql, row, from, *field, *quantifier, filter)?;
            }
        }
        self.depth -= 1;
        Ok(())
    }

    /// Parts joined as a balanced tree, so that a long list does not become a deep expression.
    fn chain<'v>(
        &mut self,
        sql: &mut Sql<'v>,
        table: &Table,
        row: Alias,
        parts: &'v [Filter],
        (operator, empty): (&'static str, &'static str),
    ) -> Result<()> {
        match parts {
            [] => {
                sql.push(empty);
            }
            [part] => self.filter(sql, table, row, part)?,
            parts => {
                let (left, right) = parts.split_at(parts.len() / 2);
                sql.push("(");
                self.chain(sql, table, row, left, (operator, empty))?;
                sql.push(operator);
                self.chain(sql, table, row, right, (operator, empty))?;
                sql.push(")");
            }
        }
        Ok(())
    }

    fn forward<'v>(
        &mut self,
        sql: &mut Sql<'v>,
        row: Alias,
        column: &Name,
        to: &Table,
        filter: &'v Filter,
    ) -> Result<()> {
        let inner = self.alias();
        self.subquery(sql, "EXISTS (SELECT 1 FROM ", to, inner);
        sql.push(" AND ")
            .alias(inner)
            .push(".id = ")
            .column(row, column);
        self.inner(sql, to, inner, filter)
    }

    fn backward<'v>(
        &mut self,
        sql: &mut Sql<'v>,
        row: Alias,
        from: &Table,
        field: usize,
        quantifier: Quantifier,
        filter: &'v Filter,
    ) -> Result<()> {
        let Some(column) = reference(from, field)? else {
            let holds = match quantifier {
                Quantifier::Any => false,
                Quantifier::None => true,
                Quantifier::Count(op, number) => counts(0, op, number),
            };
            sql.push(if holds { "1" } else { "0" });
            return Ok(());
        };
        let inner = self.alias();
        let (open, compare) = match quantifier {
            Quantifier::Any => ("EXISTS (SELECT 1 FROM ", None),
            Quantifier::None => ("NOT EXISTS (SELECT 1 FROM ", None),
            Quantifier::Count(op, number) => {
                let Some(operator) = operator(op) else {
                    sql.push("0");
                    return Ok(());
                };
                ("(SELECT count(*) FROM ", Some((operator, number)))
            }
        };
        self.subquery(sql, open, from, inner);
        sql.push(" AND ")
            .column(inner, column)
            .push(" = ")
            .alias(row)
            .push(".id");
        self.inner(sql, from, inner, filter)?;
        if let Some((operator, number)) = compare {
            sql.push(operator).bind(Cell::Integer(i64::from(number)));
        }
        Ok(())
    }

    fn subquery(&self, sql: &mut Sql<'_>, open: &'static str, table: &Table, inner: Alias) {
        sql.push(open)
            .name(&table.name)
            .push(" AS ")
            .alias(inner)
            .push(" WHERE ");
        self.tenant(sql, inner);
    }

    /// The rest of a subquery.
    fn inner<'v>(
        &mut self,
        sql: &mut Sql<'v>,
        table: &Table,
        inner: Alias,
        filter: &'v Filter,
    ) -> Result<()> {
        if *filter != Filter::All {
            sql.push(" AND ");
            self.filter(sql, table, inner, filter)?;
        }
        sql.push(")");
        Ok(())
    }

    fn alias(&mut self) -> Alias {
        self.aliases += 1;
        Alias(self.aliases)
    }
}

/// The column of a field that holds an id.
fn reference(table: &Table, field: usize) -> Result<Option<&Name>> {
    match table.places.get(field) {
        Some(Place::Scalar {
            column,
            kind: ScalarKind::Id(_),
            ..
        }) => Ok(Some(&table.column(*column)?.name)),
        _ => Ok(None),
    }
}

fn counts(count: i64, op: Op, number: u32) -> bool {
    let number = Comparable::Integer(i64::from(number));
    compare(&Comparable::Integer(count), op, &number)
}

/// Whether a filter asks for custom values, so that the tenant's own indexes may serve it.
pub(super) fn mentions_custom(filter: &Filter) -> bool {
    let custom = |target: &Target| matches!(target, Target::Custom(..));
    match filter {
        Filter::All => false,
        Filter::And(parts) | Filter::Or(parts) => parts.iter().any(mentions_custom),
        Filter::Not(part) => mentions_custom(part),
        Filter::Compare { target, .. } | Filter::In { target, .. } | Filter::IsSet(target) => {
            custom(target)
        }
        Filter::Forward { filter, .. } | Filter::Backward { filter, .. } => mentions_custom(filter),
    }
}

/// Where a target's values are; `None` if it has none in this table.
fn expression<'t>(table: &'t Table, target: &'t Target) -> Result<Option<Expression<'t>>> {
    let Some(kind) = target.kind(table.decl) else {
        return Ok(None);
    };
    let name = |column: usize| table.column(column).map(|column| &column.name);
    let plain = |column: usize| -> Result<Form<'t>> {
        Ok(if is_folded(kind) {
            Form::Folded(name(column)?)
        } else {
            Form::Column(name(column)?)
        })
    };
    let form = match target {
        Target::Id => Form::Id,
        Target::Field(field) => match table.places.get(*field) {
            Some(Place::Scalar { key: Some(key), .. }) => Form::Column(name(*key)?),
            Some(Place::Scalar { column, .. }) => plain(*column)?,
            _ => return Ok(None),
        },
        Target::Part(field, part) => match table.places.get(*field) {
            Some(Place::Composite { first, .. }) => plain(first + part)?,
            _ => return Ok(None),
        },
        Target::Items(field) => match table.places.get(*field) {
            Some(Place::Json { column }) => Form::List(name(*column)?, None),
            _ => return Ok(None),
        },
        Target::Elements(field, part) => {
            let declared = table.decl.fields.get(*field).map(|field| field.kind);
            match (table.places.get(*field), declared) {
                (Some(Place::Json { column }), Some(FieldKind::Elements(parts))) => {
                    Form::List(name(*column)?, parts.get(*part).map(|part| part.name))
                }
                _ => return Ok(None),
            }
        }
        Target::Custom(custom, kind) => {
            let Some((_, typed)) = table.custom() else {
                return Ok(None);
            };
            let custom = CustomName::new(custom)?;
            match kind {
                CustomKind::Texts => Form::CustomList(name(typed)?, custom),
                kind => Form::Custom(name(typed)?, *kind, custom),
            }
        }
    };
    Ok(Some(Expression { kind, form }))
}

impl Expression<'_> {
    /// Writes a condition on the value; for a list, that it holds for some element.
    fn any<'v>(
        &self,
        sql: &mut Sql<'v>,
        row: Alias,
        condition: impl FnOnce(&mut Sql<'v>, &dyn Fn(&mut Sql<'v>)),
    ) {
        match self.form {
            Form::List(..) | Form::CustomList(..) => {
                sql.push("EXISTS (SELECT 1 FROM ");
                self.each(sql, row);
                sql.push(" WHERE ");
                condition(sql, &|sql| self.element(sql));
                sql.push(")");
            }
            _ => condition(sql, &|sql| self.single(sql, row)),
        }
    }

    /// The value; of a list, its first.
    pub(super) fn first(&self, sql: &mut Sql<'_>, row: Alias) {
        match self.form {
            Form::List(..) | Form::CustomList(..) => {
                sql.push("(SELECT ");
                self.element(sql);
                sql.push(" FROM ");
                self.each(sql, row);
                sql.push(" WHERE ");
                self.element(sql);
                sql.push(" IS NOT NULL ORDER BY e.key LIMIT 1)");
            }
            _ => self.single(sql, row),
        }
    }

    fn single(&self, sql: &mut Sql<'_>, row: Alias) {
        match self.form {
            Form::Column(name) => sql.column(row, name),
            Form::Folded(name) => sql.push("crm_fold(").column(row, name).push(")"),
            Form::Custom(name, kind, custom) => {
                sql.column(row, name);
                path(sql, " ->> '", kind, custom)
            }
            Form::Id => sql.alias(row).push(".id"),
            Form::List(..) | Form::CustomList(..) => sql.push("NULL"),
        };
    }

    /// The table-valued function over a list.
    fn each(&self, sql: &mut Sql<'_>, row: Alias) {
        match self.form {
            Form::List(name, _) => {
                sql.push("json_each(").column(row, name);
            }
            Form::CustomList(name, custom) => {
                sql.push("json_each(").column(row, name);
                path(sql, ", '", CustomKind::Texts, custom);
            }
            _ => return,
        }
        sql.push(") AS e");
    }

    /// One element of it.
    fn element(&self, sql: &mut Sql<'_>) {
        let part = match self.form {
            Form::List(_, part) => part,
            _ => None,
        };
        let close = match (self.kind, &self.form) {
            (kind, Form::List(..)) if is_folded(kind) => {
                sql.push("crm_fold(");
                ")"
            }
            (ScalarKind::Decimal, _) => {
                sql.push("crm_decimal(");
                ")"
            }
            _ => "",
        };
        sql.push("e.value");
        if let Some(part) = part {
            sql.push(" ->> '").push(part).push("'");
        }
        sql.push(close);
    }

    /// An operand as this expression compares it; `None` if values of its type never compare.
    fn operand<'v>(&self, operand: &'v Value) -> Option<Cell<'v>> {
        let in_json = matches!(self.form, Form::List(..));
        Some(match (self.kind, operand) {
            (ScalarKind::Instant, Value::Instant(at)) if in_json => Cell::text(at.to_string()),
            (ScalarKind::Id(_), Value::Id(id)) if in_json => Cell::text(id.to_string()),
            (ScalarKind::Text | ScalarKind::Choice(_), Value::Text(_))
            | (ScalarKind::Integer, Value::Integer(_))
            | (ScalarKind::Decimal, Value::Decimal(_))
            | (ScalarKind::Boolean, Value::Boolean(_))
            | (ScalarKind::Date, Value::Date(_))
            | (ScalarKind::Instant, Value::Instant(_))
            | (ScalarKind::Id(_), Value::Id(_)) => cell(operand),
            _ => return None,
        })
    }
}

/// What a page is sorted by, written into a statement.
pub(super) struct SortKey<'t>(Option<Expression<'t>>);

impl<'t> SortKey<'t> {
    pub(super) fn of(table: &'t Table, by: &'t Target) -> Result<Self> {
        expression(table, by).map(Self)
    }

    /// The expression; a target without values sorts nothing.
    pub(super) fn write(&self, sql: &mut Sql<'_>, row: Alias) {
        match &self.0 {
            Some(expression) => expression.first(sql, row),
            None => {
                sql.push("NULL");
            }
        }
    }

    /// The value of a cursor in comparable form; `None` if the last record had none.
    pub(super) fn place<'v>(&self, value: &'v Value) -> Result<Option<Cell<'v>>> {
        match (&self.0, value) {
            (_, Value::Null) | (None, _) => Ok(None),
            (Some(expression), value) => expression
                .operand(value)
                .map(Some)
                .ok_or_else(|| Error::invalid("cursor", "this cursor is not of this list")),
        }
    }
}

/// A path into the typed twin, from the quotation mark on.
fn path<'s, 'v>(
    sql: &'s mut Sql<'v>,
    open: &'static str,
    kind: CustomKind,
    name: CustomName<'_>,
) -> &'s mut Sql<'v> {
    sql.push(open)
        .push("$.")
        .push(custom::group(kind))
        .push(".")
        .custom(name)
        .push("'")
}

/// The expression that the index of a custom field holds.
pub(super) fn custom_expression(
    sql: &mut Sql<'_>,
    typed: &Name,
    kind: CustomKind,
    name: CustomName<'_>,
) {
    sql.name(typed);
    path(sql, " ->> '", kind, name);
}

fn operator(op: Op) -> Option<&'static str> {
    match op {
        Op::Equals => Some(" = "),
        Op::Less => Some(" < "),
        Op::LessOrEqual => Some(" <= "),
        Op::Greater => Some(" > "),
        Op::GreaterOrEqual => Some(" >= "),
        Op::Contains | Op::StartsWith | Op::EndsWith => None,
    }
}

fn comparison<'v>(
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

fn membership<'v>(
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

fn set(sql: &mut Sql<'_>, table: &Table, row: Alias, target: &Target, wanted: bool) -> Result<()> {
    let Some(mut expression) = expression(table, target)? else {
        sql.push(if wanted { "0" } else { "1" });
        return Ok(());
    };
    // Whether text is there needs no folding, and the twin is there exactly if the text is.
    if let Form::Folded(name) = expression.form {
        expression.form = Form::Column(name);
    }
    let is_list = matches!(expression.form, Form::List(..) | Form::CustomList(..));
    if is_list {
        if !wanted {
            sql.push("NOT ");
        }
        expression.any(sql, row, |sql, value| {
            value(sql);
            sql.push(" IS NOT NULL");
        });
    } else {
        expression.single(sql, row);
        sql.push(if wanted { " IS NOT NULL" } else { " IS NULL" });
    }
    Ok(())
}

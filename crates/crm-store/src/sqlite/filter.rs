//! Filters as SQL conditions.
//!
//! `query::matches` gives the meaning; a property test holds both to it. A comparison with an
//! unset value is NULL in SQL, which under AND and OR behaves like false, so only `NOT` needs
//! care: it becomes `IS NOT TRUE`, the complement over all records.

use crm_core::field::ScalarKind;
use crm_core::query::{Comparable, Filter, Op, Quantifier, Target, compare};
use crm_core::{Error, Result};

use super::comparison::{comparison, membership, operator, set};
use super::statement::{Alias, Cell, Name, Sql};
use super::table::{Layout, Place, Table};

/// Rules nest at most this deep; SQLite's own limit lies far beyond.
const DEPTH: u32 = 200;

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
        if quantifier == Quantifier::Any && pins(from, filter) {
            // What refers to the row is known without it, and little: the ids are looked up once
            // and lead to the rows, instead of every row being asked whether one refers to it.
            sql.alias(row).push(".id IN (SELECT ").column(inner, column);
            self.subquery(sql, " FROM ", from, inner);
            return self.inner(sql, from, inner, filter);
        }
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

/// Whether a filter demands a value that few rows of a table have and an index leads to.
fn pins(table: &Table, filter: &Filter) -> bool {
    match filter {
        Filter::And(parts) => parts.iter().any(|part| pins(table, part)),
        Filter::Compare {
            target: Target::Field(field),
            op: Op::Equals,
            ..
        }
        | Filter::In {
            target: Target::Field(field),
            ..
        } => table.leads_to_few(*field),
        _ => false,
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

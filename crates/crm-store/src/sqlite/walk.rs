//! Pages over several ranges of one index: what any of several records has, in one order.
//!
//! An index that is sorted within the values of a column gives one range for each of them. SQLite would
//! read all ranges and sort; here each is read from its beginning, and no further than its rows are among
//! those that are asked for. So a page over a few records costs a few seeks and its own rows, however much
//! each of them has.

use std::cmp::Ordering;

use crm_core::Result;
use crm_core::field::{Row, Value};
use crm_core::query::{Comparable, Filter, Select, Target};
use rusqlite::Connection;
use uuid::Uuid;

use super::failure::Describe;
use super::select::{Question, number_within, statement, stretches};
use super::statement::Name;
use super::table::{Layout, Place, Table};
use super::value::{cell, read};

/// A question about records with any of several values in the field within which its order is indexed.
pub(super) struct Walk<'v> {
    table: &'v Table,
    select: &'v Select,
    /// The column of that field, and its values.
    column: &'v Name,
    values: Vec<&'v Value>,
    /// What else must hold.
    filter: Filter,
}

impl<'v> Walk<'v> {
    /// The question as one, if it is.
    pub(super) fn of(table: &'v Table, select: &'v Select) -> Option<Self> {
        let Target::Field(by) = select.sort.by else {
            return None;
        };
        // Rows are compared by what they are sorted by, so that is read.
        let is_read = |field| {
            let fields = select.fields.as_ref();
            fields.is_none_or(|fields| fields.contains(&field))
        };
        if !is_read(by) || !select.sort.ties.is_none_or(is_read) {
            return None;
        }
        let Filter::And(parts) = &select.filter else {
            return None;
        };
        parts.iter().enumerate().find_map(|(at, part)| {
            let Filter::In {
                target: Target::Field(outer),
                operands,
            } = part
            else {
                return None;
            };
            let column = match table.places.get(*outer)? {
                Place::Scalar {
                    column, key: None, ..
                } => &table.columns.get(*column)?.name,
                _ => return None,
            };
            let (before, after) = (parts.get(..at)?, parts.get(at + 1..)?);
            let rest = before.iter().chain(after).cloned();
            table.is_sorted_within(by, *outer).then(|| Self {
                table,
                select,
                column,
                values: distinct(operands),
                filter: rest.fold(Filter::All, Filter::and),
            })
        })
    }

    /// Reads the first rows of every range, and keeps the first of them all.
    pub(super) fn go(
        &self,
        connection: &Connection,
        layout: &Layout,
        tenant: i64,
    ) -> Result<Vec<Row>> {
        let Some(first) = self.values.first() else {
            return Ok(Vec::new());
        };
        let question = Question {
            select: self.select,
            within: Some((self.column, cell(first))),
            filter: &self.filter,
        };
        let number = number_within(&question);
        let limit = i64::from(self.select.limit);
        let mut statements = Vec::new();
        for stretch in stretches(self.table, self.select)? {
            let sql = statement(layout, tenant, &question, &stretch, limit)?;
            statements.push(sql.prepare(connection)?);
        }
        let mut kept = Kept::of(self.select);
        for value in &self.values {
            'range: for statement in &mut statements {
                let value = cell(value);
                statement.raw_bind_parameter(number, value).describe()?;
                let mut found = statement.raw_query();
                while let Some(row) = found.next().describe()? {
                    let row = read(self.table, self.select.fields.as_deref(), row)?;
                    if !kept.take(row) {
                        break 'range;
                    }
                }
            }
        }
        Ok(kept.rows.into_iter().map(|(_, row)| row).collect())
    }
}

/// Each value once.
fn distinct(values: &[Value]) -> Vec<&Value> {
    let mut distinct: Vec<&Value> = values.iter().filter(|value| !value.is_null()).collect();
    distinct.sort_by_key(|value| Comparable::folded(value));
    distinct.dedup();
    distinct
}

/// Where a row stands: by its value, by the id that decides between ties, and where both are the same
/// by its own.
type Stand = (Option<Comparable>, Uuid, Uuid);

/// The first rows of all that came by.
struct Kept<'v> {
    select: &'v Select,
    limit: usize,
    rows: Vec<(Stand, Row)>,
}

impl<'v> Kept<'v> {
    fn of(select: &'v Select) -> Self {
        Self {
            select,
            limit: usize::try_from(select.limit).unwrap_or(usize::MAX),
            rows: Vec::new(),
        }
    }

    /// Takes a row up; answers whether it is among the first, as far as is known.
    fn take(&mut self, row: Row) -> bool {
        let keyset = self.select.keyset(&row);
        let stand = (Comparable::folded(&keyset.value), keyset.id, row.id);
        let is_before = |(kept, _): &(Stand, Row)| self.order(kept, &stand).is_lt();
        let at = self.rows.partition_point(is_before);
        if at >= self.limit {
            return false;
        }
        self.rows.insert(at, (stand, row));
        self.rows.truncate(self.limit);
        true
    }

    fn order(&self, one: &Stand, other: &Stand) -> Ordering {
        let upwards = (&one.0, one.1).cmp(&(&other.0, other.1));
        let placed = if self.select.sort.descending {
            upwards.reverse()
        } else {
            upwards
        };
        placed.then(one.2.cmp(&other.2))
    }
}

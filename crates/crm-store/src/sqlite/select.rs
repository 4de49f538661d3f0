//! Pages of rows.
//!
//! A page that goes on after a cursor is asked for in stretches, each of which one index range
//! serves: first the rest of the records tied with the last one, then those beyond, then, going
//! down, those without a value. A single condition for all of it would make SQLite read every
//! tied record again, or sort.

use crm_core::Result;
use crm_core::field::{RecordDecl, Row};
use crm_core::query::{Filter, Keyset, Select, Target};
use rusqlite::Connection;

use super::failure::Describe;
use super::filter::{Conditions, mentions_custom};
use super::statement::{Cell, Name, Sql};
use super::table::{Layout, Place, ROW, Table};
use super::target::SortKey;
use super::value::{read, unsigned, wanted};
use super::walk::Walk;

/// Answers the rows of a question.
pub(super) fn select(
    connection: &Connection,
    layout: &Layout,
    tenant: i64,
    select: &Select,
) -> Result<Vec<Row>> {
    let table = layout.table(select.decl.kind)?;
    if let Some(walk) = Walk::of(table, select) {
        return walk.go(connection, layout, tenant);
    }
    let mut rows = Vec::new();
    let question = Question::of(select);
    for stretch in stretches(table, select)? {
        let missing = i64::from(select.limit) - i64::try_from(rows.len()).unwrap_or(i64::MAX);
        if missing <= 0 {
            break;
        }
        let sql = statement(layout, tenant, &question, &stretch, missing)?;
        let mut statement = sql.prepare(connection)?;
        let mut found = statement.raw_query();
        while let Some(row) = found.next().describe()? {
            rows.push(read(table, select.fields.as_deref(), row)?);
        }
    }
    Ok(rows)
}

/// Counts the records that a filter holds for.
pub(super) fn count(
    connection: &Connection,
    layout: &Layout,
    tenant: i64,
    decl: &RecordDecl,
    filter: &Filter,
) -> Result<u64> {
    let table = layout.table(decl.kind)?;
    let mut sql = Sql::new("SELECT count(*)");
    let which = (None, filter);
    source(
        &mut sql,
        layout,
        table,
        tenant,
        which,
        mentions_custom(filter),
    )?;
    let mut statement = sql.prepare(connection)?;
    let mut found = statement.raw_query();
    match found.next().describe()? {
        Some(row) => unsigned(row, 0),
        None => Ok(0),
    }
}

/// A range of an order.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Stretch<'v> {
    Everything,
    /// Records with the value of the last one, on from its id.
    Tied(Option<Cell<'v>>, uuid::Uuid),
    /// Records beyond a value.
    Beyond(Cell<'v>),
    /// Records with a value.
    Set,
    /// Records without one.
    Unset,
}

pub(super) fn stretches<'v>(table: &Table, select: &'v Select) -> Result<Vec<Stretch<'v>>> {
    let Some(Keyset { value, id }) = &select.after else {
        return Ok(vec![Stretch::Everything]);
    };
    if select.sort.by == Target::Id {
        // Every record ties with itself alone, so the id is all there is to go on from.
        return Ok(vec![Stretch::Tied(None, *id)]);
    }
    let place = SortKey::of(table, &select.sort.by)?.place(value)?;
    let mut stretches = vec![Stretch::Tied(place.clone(), *id)];
    match (place, select.sort.descending) {
        (Some(value), false) => stretches.push(Stretch::Beyond(value)),
        (Some(value), true) => {
            stretches.push(Stretch::Beyond(value));
            if !demands(&select.filter, &select.sort.by) {
                stretches.push(Stretch::Unset);
            }
        }
        (None, false) => stretches.push(Stretch::Set),
        (None, true) => {}
    }
    Ok(stretches)
}

/// Whether a filter holds for no record without a value.
fn demands(filter: &Filter, value: &Target) -> bool {
    match filter {
        Filter::And(parts) => parts.iter().any(|part| demands(part, value)),
        Filter::Compare { target, .. } | Filter::In { target, .. } | Filter::IsSet(target) => {
            target == value
        }
        _ => false,
    }
}

/// What a statement asks for.
pub(super) struct Question<'v> {
    pub(super) select: &'v Select,
    /// A column that has a value, which stands in the place of a part of the filter.
    pub(super) within: Option<(&'v Name, Cell<'v>)>,
    /// What else must hold.
    pub(super) filter: &'v Filter,
}

impl<'v> Question<'v> {
    fn of(select: &'v Select) -> Self {
        Self {
            select,
            within: None,
            filter: &select.filter,
        }
    }
}

/// The number of the value of [`Question::within`] in its statement, which binds the tenant at most
/// before it.
pub(super) fn number_within(question: &Question<'_>) -> usize {
    if is_literal(question) { 1 } else { 2 }
}

/// Whether the tenant stands in the text of a statement.
fn is_literal(question: &Question<'_>) -> bool {
    let by_custom = matches!(question.select.sort.by, Target::Custom(..));
    mentions_custom(question.filter) || by_custom
}

pub(super) fn statement<'v>(
    layout: &Layout,
    tenant: i64,
    question: &Question<'v>,
    stretch: &Stretch<'v>,
    limit: i64,
) -> Result<Sql<'v>> {
    let select = question.select;
    let table = layout.table(select.decl.kind)?;
    let tie = tie(table, select)?;
    let key = SortKey::of(table, &select.sort.by)?;
    let by_id = select.sort.by == Target::Id;
    let descending = select.sort.descending;
    let mut sql = Sql::new("SELECT ");
    match &select.fields {
        None => sql.fixed(&table.reading),
        fields => {
            let places = wanted(table, fields.as_deref()).map(|(_, place)| place);
            sql.fixed(&table.reading(places).into_fixed())
        }
    };
    let which = (question.within.clone(), question.filter);
    source(&mut sql, layout, table, tenant, which, is_literal(question))?;
    match stretch {
        Stretch::Everything => {}
        Stretch::Tied(value, id) => {
            if !by_id {
                sql.push(" AND ");
                key.write(&mut sql, ROW);
                match value {
                    Some(value) => sql.push(" = ").bind(value.clone()),
                    None => sql.push(" IS NULL"),
                };
            }
            sql.push(" AND ");
            write_tie(&mut sql, tie);
            sql.push(if descending { " < " } else { " > " })
                .bind(Cell::id(*id));
        }
        Stretch::Beyond(value) => {
            sql.push(" AND ");
            key.write(&mut sql, ROW);
            sql.push(if descending { " < " } else { " > " })
                .bind(value.clone());
        }
        Stretch::Set => {
            sql.push(" AND ");
            key.write(&mut sql, ROW);
            sql.push(" IS NOT NULL");
        }
        Stretch::Unset => {
            sql.push(" AND ");
            key.write(&mut sql, ROW);
            sql.push(" IS NULL");
        }
    }
    let direction = if descending { " DESC" } else { "" };
    sql.push(" ORDER BY ");
    if !by_id {
        key.write(&mut sql, ROW);
        sql.push(direction).push(", ");
    }
    write_tie(&mut sql, tie);
    sql.push(direction)
        .push(" LIMIT ")
        .bind(Cell::Integer(limit));
    Ok(sql)
}

/// The column that decides between rows that tie, if it is not the id.
fn tie<'t>(table: &'t Table, select: &Select) -> Result<Option<&'t Name>> {
    match select.sort.ties.and_then(|field| table.places.get(field)) {
        Some(Place::Scalar { column, .. }) => Ok(Some(&table.column(*column)?.name)),
        _ => Ok(None),
    }
}

fn write_tie(sql: &mut Sql<'_>, tie: Option<&Name>) {
    match tie {
        Some(column) => sql.column(ROW, column),
        None => sql.alias(ROW).push(".id"),
    };
}

/// The table, the tenant, a column's value and the filter.
fn source<'v>(
    sql: &mut Sql<'v>,
    layout: &Layout,
    table: &Table,
    tenant: i64,
    (within, filter): (Option<(&Name, Cell<'v>)>, &'v Filter),
    literal: bool,
) -> Result<()> {
    sql.push(" FROM ")
        .name(&table.name)
        .push(" AS ")
        .alias(ROW)
        .push(" WHERE ");
    let mut conditions = Conditions::new(layout, tenant, literal);
    conditions.tenant(sql, ROW);
    if let Some((column, value)) = within {
        sql.push(" AND ")
            .column(ROW, column)
            .push(" = ")
            .bind(value);
    }
    if *filter != Filter::All {
        sql.push(" AND ");
        conditions.filter(sql, table, ROW, filter)?;
    }
    Ok(())
}

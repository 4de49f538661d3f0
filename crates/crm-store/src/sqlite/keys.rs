//! Records under a key, as far as a filter holds.

use crm_core::Result;
use crm_core::port::KeyQuery;
use crm_core::query::Filter;
use rusqlite::Connection;
use uuid::Uuid;

use super::filter::{Conditions, mentions_custom};
use super::statement::{Cell, Sql};
use super::table::{Layout, ROW};
use super::write::{ids, space};

/// The ids of the records under a key for which the filter holds, oldest id first. The key leads: its
/// index answers in the order of ids, so the filter looks at no more rows than it takes to fill the
/// answer.
pub(super) fn find(
    connection: &Connection,
    layout: &Layout,
    tenant: i64,
    query: &KeyQuery<'_>,
) -> Result<Vec<Uuid>> {
    let table = layout.table(query.decl.kind)?;
    let mut sql = Sql::new("SELECT k.id FROM ");
    sql.name(&table.keys).push(" AS k CROSS JOIN ");
    sql.name(&table.name).push(" AS ").alias(ROW);
    sql.push(" ON ")
        .alias(ROW)
        .push(".id = k.id WHERE k.tenant = ");
    sql.bind(Cell::Integer(tenant));
    sql.push(" AND k.space = ").bind(space(query.space));
    sql.push(" AND k.value = ")
        .bind(Cell::Text(query.value.into()));
    sql.push(" AND ");
    let mut conditions = Conditions::new(layout, tenant, mentions_custom(query.filter));
    conditions.tenant(&mut sql, ROW);
    if *query.filter != Filter::All {
        sql.push(" AND ");
        conditions.filter(&mut sql, table, ROW, query.filter)?;
    }
    sql.push(" ORDER BY k.id LIMIT ")
        .bind(Cell::Integer(i64::from(query.limit)));
    ids(connection, &sql)
}

//! Writing records: the row, its keys, its words.

use crm_core::error::{ErrorCode, RecordRef};
use crm_core::field::{RecordDecl, Row};
use crm_core::port::{Change, Indexing, Key, KeySpace};
use crm_core::{Error, Result};
use rusqlite::Connection;
use uuid::Uuid;

use super::failure::Describe;
use super::statement::{Cell, Sql};
use super::table::{Layout, Table};
use super::value::{each_cell, each_cell_of, id, unsigned};
use super::words::WordChange;

/// Writes one change. Whatever can refuse it is looked at before anything is written, so a
/// refused change leaves nothing. Answers what is left to do about the record's words.
pub(super) fn put(
    connection: &Connection,
    layout: &Layout,
    tenant: i64,
    change: &Change<'_>,
) -> Result<Option<WordChange>> {
    let table = layout.table(change.decl.kind)?;
    let record = change.after.id;
    let held = held(connection, table, tenant, record)?;
    if held.map(|(_, version)| version) != change.before.map(|row| row.version) {
        return Err(moved_on().of(RecordRef {
            kind: change.decl.kind,
            id: record,
        }));
    }
    require_free(connection, table, tenant, record, &change.is.keys)?;
    let rowid = match (held, change.before) {
        (Some((rowid, _)), Some(before)) => {
            update(connection, table, rowid, before, change.after)?;
            rowid
        }
        _ => insert(connection, table, tenant, change.after)?,
    };
    put_keys(
        connection,
        table,
        tenant,
        record,
        &change.was.keys,
        &change.is.keys,
    )?;
    if let Some(tally) = &table.tally {
        tally.follow(connection, tenant, change.before, Some(change.after))?;
    }
    Ok(WordChange::between(
        table,
        rowid,
        &change.was.words,
        &change.is.words,
    ))
}

/// Removes a record. Answers what is left to do about its words.
pub(super) fn delete(
    connection: &Connection,
    layout: &Layout,
    tenant: i64,
    decl: &'static RecordDecl,
    row: &Row,
    indexing: &Indexing,
) -> Result<Option<WordChange>> {
    let table = layout.table(decl.kind)?;
    let rowid = match held(connection, table, tenant, row.id)? {
        Some((rowid, version)) if version == row.version => rowid,
        _ => return Err(moved_on()),
    };
    let mut sql = Sql::new("DELETE FROM ");
    sql.name(&table.name)
        .push(" WHERE rowid = ")
        .bind(Cell::Integer(rowid));
    sql.execute(connection)?;
    put_keys(connection, table, tenant, row.id, &indexing.keys, &[])?;
    if let Some(tally) = &table.tally {
        tally.follow(connection, tenant, Some(row), None)?;
    }
    Ok(WordChange::between(table, rowid, &indexing.words, &[]))
}

fn moved_on() -> Error {
    Error::conflict("the record has moved on")
}

/// Row number and version of a record.
fn held(
    connection: &Connection,
    table: &Table,
    tenant: i64,
    record: Uuid,
) -> Result<Option<(i64, u64)>> {
    let mut sql = Sql::new("SELECT rowid, version FROM ");
    sql.name(&table.name)
        .push(" WHERE tenant = ")
        .bind(Cell::Integer(tenant));
    sql.push(" AND id = ").bind(Cell::id(record));
    let mut statement = sql.prepare(connection)?;
    let mut found = statement.raw_query();
    match found.next().describe()? {
        Some(row) => Ok(Some((row.get(0).describe()?, unsigned(row, 1)?))),
        None => Ok(None),
    }
}

fn insert(connection: &Connection, table: &Table, tenant: i64, row: &Row) -> Result<i64> {
    let mut sql = Sql::ready(&table.adding);
    sql.value(Cell::Integer(tenant))
        .value(Cell::id(row.id))
        .value(version(row)?);
    // Columns come in their order.
    each_cell(table, row, |_, cell| {
        sql.value(cell);
        Ok(())
    })?;
    sql.execute(connection)?;
    Ok(connection.last_insert_rowid())
}

/// Writes the columns of fields that differ; SQLite then touches only the indexes over those.
fn update(
    connection: &Connection,
    table: &Table,
    rowid: i64,
    before: &Row,
    after: &Row,
) -> Result<()> {
    let typed = table.custom().map(|(_, typed)| typed);
    let mut sql = Sql::new("UPDATE ");
    sql.name(&table.name)
        .push(" SET version = ")
        .bind(version(after)?);
    for (at, place) in table.places.iter().enumerate() {
        if before.value(at) == after.value(at) {
            continue;
        }
        each_cell_of(*place, after.value(at), &mut |column, cell| {
            sql.push(", ").name(&table.column(column)?.name).push(" = ");
            bind_column(&mut sql, Some(column) == typed, cell);
            Ok(())
        })?;
    }
    sql.push(" WHERE rowid = ").bind(Cell::Integer(rowid));
    sql.execute(connection).map(|_| ())
}

/// The typed twin of custom values is JSONB, everything else is what it is.
fn bind_column<'v>(sql: &mut Sql<'v>, typed: bool, cell: Cell<'v>) {
    if typed {
        sql.push("jsonb(").bind(cell).push(")");
    } else {
        sql.bind(cell);
    }
}

fn version(row: &Row) -> Result<Cell<'static>> {
    i64::try_from(row.version)
        .map(Cell::Integer)
        .map_err(|_| Error::internal("a version is beyond all bounds"))
}

/// Refuses unique keys that another record of the kind has.
fn require_free(
    connection: &Connection,
    table: &Table,
    tenant: i64,
    record: Uuid,
    keys: &[Key],
) -> Result<()> {
    for key in keys.iter().filter(|key| key.unique) {
        let holders = under_key(connection, table, tenant, key.space, &key.value, 2)?;
        if let Some(other) = holders.into_iter().find(|id| *id != record) {
            return Err(Error::new(
                ErrorCode::Duplicate,
                // The noun is one of ours; no value of the record is told.
                ["there is such a ", table.decl.kind.noun(), " already"].concat(),
            )
            .of(RecordRef {
                kind: table.decl.kind,
                id: other,
            }));
        }
    }
    Ok(())
}

/// Brings the keys of a record from what they were to what they are.
fn put_keys(
    connection: &Connection,
    table: &Table,
    tenant: i64,
    record: Uuid,
    was: &[Key],
    is: &[Key],
) -> Result<()> {
    let same = |a: &Key, b: &Key| a.space == b.space && a.value == b.value;
    for gone in was
        .iter()
        .filter(|old| !is.iter().any(|new| same(old, new)))
    {
        let mut sql = Sql::new("DELETE FROM ");
        sql.name(&table.keys)
            .push(" WHERE tenant = ")
            .bind(Cell::Integer(tenant));
        sql.push(" AND space = ").bind(space(gone.space));
        sql.push(" AND value = ")
            .bind(Cell::Text(gone.value.as_str().into()));
        sql.push(" AND id = ").bind(Cell::id(record));
        sql.execute(connection)?;
    }
    for new in is.iter().filter(|new| !was.contains(new)) {
        let mut sql = Sql::new("INSERT INTO ");
        sql.name(&table.keys)
            .push(" (tenant, space, value, id, is_unique) VALUES (");
        sql.bind(Cell::Integer(tenant))
            .push(", ")
            .bind(space(new.space))
            .push(", ");
        sql.bind(Cell::Text(new.value.as_str().into()))
            .push(", ")
            .bind(Cell::id(record));
        sql.push(", ").bind(Cell::Integer(i64::from(new.unique)));
        // A key may become unique, or stop being so.
        sql.push(") ON CONFLICT DO UPDATE SET is_unique = excluded.is_unique");
        sql.execute(connection)?;
    }
    Ok(())
}

/// The ids under a key, oldest id first.
pub(super) fn under_key(
    connection: &Connection,
    table: &Table,
    tenant: i64,
    key_space: KeySpace,
    value: &str,
    limit: u32,
) -> Result<Vec<Uuid>> {
    let mut sql = Sql::new("SELECT id FROM ");
    sql.name(&table.keys)
        .push(" WHERE tenant = ")
        .bind(Cell::Integer(tenant));
    sql.push(" AND space = ").bind(space(key_space));
    sql.push(" AND value = ").bind(Cell::Text(value.into()));
    sql.push(" ORDER BY id LIMIT ")
        .bind(Cell::Integer(i64::from(limit)));
    ids(connection, &sql)
}

/// The ids that a statement answers.
pub(super) fn ids(connection: &Connection, sql: &Sql<'_>) -> Result<Vec<Uuid>> {
    let mut statement = sql.prepare(connection)?;
    let mut found = statement.raw_query();
    let mut ids = Vec::new();
    while let Some(row) = found.next().describe()? {
        ids.push(id(row.get_ref(0).describe()?)?);
    }
    Ok(ids)
}

pub(super) fn space(space: KeySpace) -> Cell<'static> {
    Cell::Integer(i64::from(space as u8))
}

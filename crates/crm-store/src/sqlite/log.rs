//! What only grows: the audit chain, the outbox, remembered calls.
//!
//! Chain and outbox are clustered by tenant and number: one integer key holds both, so the head,
//! a range and an append are single seeks, and no other index is needed for them.

use crm_core::audit::{AuditEntry, FieldChange, Seal};
use crm_core::error::{ErrorCode, RecordRef};
use crm_core::event::Event;
use crm_core::field::Id;
use crm_core::port::{AuditHead, AuditQuery, Remembered};
use crm_core::timeline::is_milestone;
use crm_core::{Error, Result};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};
use uuid::Uuid;

use super::failure::Describe;
use super::statement::{Cell, Sql};
use super::value::{id, instant, mismatch, unsigned};

/// Bits of the number of an entry; the tenant stands above them.
const BITS: u32 = 40;
/// Entries of one tenant.
const ENTRIES: i64 = 1 << BITS;

/// The key of a tenant's entry.
fn entry(tenant: i64, number: u64) -> Result<i64> {
    if number < ENTRIES.unsigned_abs() {
        bound(tenant, number)
    } else {
        Err(full())
    }
}

/// A limit of the keys of a tenant; numbers beyond them all stand behind the last.
fn bound(tenant: i64, number: u64) -> Result<i64> {
    let number = i64::try_from(number).unwrap_or(ENTRIES).min(ENTRIES);
    tenant
        .checked_mul(ENTRIES)
        .and_then(|base| base.checked_add(number))
        .ok_or_else(full)
}

fn full() -> Error {
    let reason = "the store holds too many entries or tenants";
    Error::new(ErrorCode::Limit, reason)
}

/// The number inside a key.
fn number(entry: i64) -> u64 {
    u64::try_from(entry & (ENTRIES - 1)).unwrap_or(0)
}

/// Restricts a statement to entries of the tenant from `first` to before `end`.
fn between(sql: &mut Sql<'_>, tenant: i64, first: u64, end: u64) -> Result<()> {
    sql.push(" WHERE entry >= ")
        .bind(Cell::Integer(bound(tenant, first)?));
    sql.push(" AND entry < ")
        .bind(Cell::Integer(bound(tenant, end)?));
    Ok(())
}

fn first_row<T>(
    connection: &Connection,
    sql: &Sql<'_>,
    read: impl FnOnce(&Row<'_>) -> Result<T>,
) -> Result<Option<T>> {
    let mut statement = sql.prepare(connection)?;
    let mut rows = statement.raw_query();
    rows.next().describe()?.map(read).transpose()
}

/// The end of the tenant's chain.
pub(super) fn audit_head(connection: &Connection, tenant: i64) -> Result<AuditHead> {
    let mut sql = Sql::new("SELECT entry, hash FROM audit");
    between(&mut sql, tenant, 0, u64::MAX)?;
    sql.push(" ORDER BY entry DESC LIMIT 1");
    let head = first_row(connection, &sql, |row| {
        Ok(AuditHead {
            sequence: number(row.get(0).describe()?),
            hash: row.get(1).describe()?,
        })
    })?;
    Ok(head.unwrap_or_default())
}

/// Appends to the chain.
pub(super) fn append_audit(
    connection: &Connection,
    tenant: i64,
    audited: &AuditEntry,
) -> Result<()> {
    let mut sql = Sql::new(
        "INSERT INTO audit (entry, at, actor, operation, cause, action, kind, record, version, \
         changes, salt, commitment, hash, milestone) VALUES (",
    );
    let changes = if audited.changes.is_empty() {
        Cell::Null
    } else {
        let json = serde_json::to_string(&audited.changes);
        Cell::text(json.map_err(|_| Error::internal("a change has no JSON form"))?)
    };
    let cells = [
        Cell::Integer(entry(tenant, audited.sequence)?),
        Cell::Integer(audited.at.as_micros()),
        Cell::id(audited.actor.uuid()),
        Cell::Text(audited.operation.as_str().into()),
        audited.cause.map_or(Cell::Null, Cell::id),
        Cell::Text(audited.action.name().into()),
        Cell::Text(audited.record.kind.name().into()),
        Cell::id(audited.record.id),
        Cell::Integer(i64::try_from(audited.version).unwrap_or(i64::MAX)),
        changes,
        Cell::Blob(audited.seal.salt.as_slice().into()),
        Cell::Blob(audited.seal.commitment.as_slice().into()),
        Cell::Blob(audited.seal.hash.as_slice().into()),
        if is_milestone(audited) {
            Cell::Integer(1)
        } else {
            Cell::Null
        },
    ];
    sql.join(cells, ", ", |sql, cell| {
        sql.bind(cell);
    });
    sql.push(")");
    sql.execute(connection).map(|_| ())
}

/// Reads the chain.
pub(super) fn audit(
    connection: &Connection,
    tenant: i64,
    query: &AuditQuery,
) -> Result<Vec<AuditEntry>> {
    let (first, end) = match (query.after, query.newest_first) {
        (None, _) => (0, u64::MAX),
        (Some(after), false) => (after.saturating_add(1), u64::MAX),
        (Some(before), true) => (0, before),
    };
    let mut sql = Sql::new(
        "SELECT entry, at, actor, operation, cause, action, kind, record, version, changes, salt, \
         commitment, hash FROM audit",
    );
    between(&mut sql, tenant, first, end)?;
    if let Some(record) = query.record {
        sql.push(" AND record = ").bind(Cell::id(record.id));
        sql.push(" AND kind = ")
            .bind(Cell::Text(record.kind.name().into()));
    }
    if let Some(cause) = query.cause {
        sql.push(" AND cause = ").bind(Cell::id(cause));
    }
    if let Some((at, before)) = query.earlier_than {
        sql.push(" AND milestone AND (at, entry) < (")
            .bind(Cell::Integer(at.as_micros()));
        sql.push(", ").bind(Cell::Integer(bound(tenant, before)?));
        sql.push(") ORDER BY at DESC, entry DESC");
    } else {
        sql.push(" ORDER BY entry");
        if query.newest_first {
            sql.push(" DESC");
        }
    }
    sql.push(" LIMIT ")
        .bind(Cell::Integer(i64::from(query.limit)));
    let mut statement = sql.prepare(connection)?;
    let mut rows = statement.raw_query();
    let mut entries = Vec::new();
    while let Some(row) = rows.next().describe()? {
        entries.push(read_audit(row)?);
    }
    Ok(entries)
}

fn read_audit(row: &Row<'_>) -> Result<AuditEntry> {
    let changes: Vec<FieldChange> = match row.get_ref(9).describe()? {
        ValueRef::Null => Vec::new(),
        ValueRef::Text(json) => serde_json::from_slice(json).map_err(|_| mismatch())?,
        _ => return Err(mismatch()),
    };
    Ok(AuditEntry {
        sequence: number(row.get(0).describe()?),
        at: instant(row.get(1).describe()?)?,
        actor: Id::new(id_at(row, 2)?),
        operation: row.get(3).describe()?,
        cause: optional_id(row, 4)?,
        action: text_at(row, 5)?.parse().map_err(|()| mismatch())?,
        record: record_at(row, 6)?,
        version: unsigned(row, 8)?,
        changes,
        seal: Seal {
            salt: row.get(10).describe()?,
            commitment: row.get(11).describe()?,
            hash: row.get(12).describe()?,
        },
    })
}

/// Appends to the outbox, behind the last event of the tenant.
pub(super) fn append_event(connection: &Connection, tenant: i64, event: &Event) -> Result<()> {
    let mut last = Sql::new("SELECT entry FROM outbox");
    between(&mut last, tenant, 0, u64::MAX)?;
    last.push(" ORDER BY entry DESC LIMIT 1");
    let last = first_row(connection, &last, |row| Ok(number(row.get(0).describe()?)))?;
    let cursor = last.unwrap_or(0) + 1;
    let mut sql = Sql::new(
        "INSERT INTO outbox (entry, id, type, kind, record, version, at, actor, cause, \
         audit_sequence) VALUES (",
    );
    let cells = [
        Cell::Integer(entry(tenant, cursor)?),
        Cell::id(event.id),
        Cell::Text(event.kind.as_str().into()),
        Cell::Text(event.record.kind.name().into()),
        Cell::id(event.record.id),
        Cell::Integer(i64::try_from(event.version).unwrap_or(i64::MAX)),
        Cell::Integer(event.at.as_micros()),
        Cell::id(event.actor.uuid()),
        event.cause.map_or(Cell::Null, Cell::id),
        Cell::Integer(i64::try_from(event.audit_sequence).unwrap_or(i64::MAX)),
    ];
    sql.join(cells, ", ", |sql, cell| {
        sql.bind(cell);
    });
    sql.push(")");
    sql.execute(connection).map(|_| ())
}

/// The tenant's events after a cursor.
pub(super) fn events(
    connection: &Connection,
    tenant: i64,
    after: u64,
    limit: u32,
) -> Result<Vec<Event>> {
    let mut sql = Sql::new(
        "SELECT entry, id, type, kind, record, version, at, actor, cause, audit_sequence \
         FROM outbox",
    );
    between(&mut sql, tenant, after.saturating_add(1), u64::MAX)?;
    sql.push(" ORDER BY entry LIMIT ")
        .bind(Cell::Integer(i64::from(limit)));
    let mut statement = sql.prepare(connection)?;
    let mut rows = statement.raw_query();
    let mut events = Vec::new();
    while let Some(row) = rows.next().describe()? {
        events.push(Event {
            cursor: number(row.get(0).describe()?),
            id: id_at(row, 1)?,
            kind: row.get(2).describe()?,
            record: record_at(row, 3)?,
            version: unsigned(row, 5)?,
            at: instant(row.get(6).describe()?)?,
            actor: Id::new(id_at(row, 7)?),
            cause: optional_id(row, 8)?,
            audit_sequence: unsigned(row, 9)?,
        });
    }
    Ok(events)
}

/// What an idempotency key was used for.
pub(super) fn recall(
    connection: &Connection,
    tenant: i64,
    key: &str,
) -> Result<Option<Remembered>> {
    let mut sql =
        Sql::new("SELECT operation, fingerprint, answer FROM idempotency WHERE tenant = ");
    sql.bind(Cell::Integer(tenant))
        .push(" AND key = ")
        .bind(Cell::Text(key.into()));
    first_row(connection, &sql, |row| {
        Ok(Remembered {
            operation: row.get(0).describe()?,
            fingerprint: row.get(1).describe()?,
            answer: row.get(2).describe()?,
        })
    })
}

/// Notes what an idempotency key was used for.
pub(super) fn remember(
    connection: &Connection,
    tenant: i64,
    key: &str,
    remembered: &Remembered,
) -> Result<()> {
    let mut sql =
        Sql::new("INSERT INTO idempotency (tenant, key, operation, fingerprint, answer) VALUES (");
    let cells = [
        Cell::Integer(tenant),
        Cell::Text(key.into()),
        Cell::Text(remembered.operation.as_str().into()),
        Cell::Blob(remembered.fingerprint.as_slice().into()),
        Cell::Blob(remembered.answer.as_slice().into()),
    ];
    sql.join(cells, ", ", |sql, cell| {
        sql.bind(cell);
    });
    sql.push(
        ") ON CONFLICT (tenant, key) DO UPDATE SET operation = excluded.operation, \
         fingerprint = excluded.fingerprint, answer = excluded.answer",
    );
    sql.execute(connection).map(|_| ())
}

fn id_at(row: &Row<'_>, column: usize) -> Result<Uuid> {
    id(row.get_ref(column).describe()?)
}

fn optional_id(row: &Row<'_>, column: usize) -> Result<Option<Uuid>> {
    match row.get_ref(column).describe()? {
        ValueRef::Null => Ok(None),
        found => id(found).map(Some),
    }
}

fn text_at<'r>(row: &'r Row<'_>, column: usize) -> Result<&'r str> {
    match row.get_ref(column).describe()? {
        ValueRef::Text(bytes) => std::str::from_utf8(bytes).map_err(|_| mismatch()),
        _ => Err(mismatch()),
    }
}

/// A record named by kind and id in two neighbouring columns.
fn record_at(row: &Row<'_>, column: usize) -> Result<RecordRef> {
    Ok(RecordRef {
        kind: text_at(row, column)?.parse().map_err(|()| mismatch())?,
        id: id_at(row, column + 1)?,
    })
}

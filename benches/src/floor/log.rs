//! The audit chain and the outbox.

use crm::audit::{Action, AuditEntry, AuditHead, FieldChange, Seal, commit, link};
use crm::error::RecordRef;
use crm::field::RecordKind;
use crm::value::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, params};
use uuid::Uuid;

use crate::{Result, TENANT, USER};

/// A tenant's numbers stand above this many bits.
const ENTRIES: i64 = 1 << 40;

/// What happened to a contact.
pub(super) struct Happening {
    pub(super) operation: &'static str,
    pub(super) action: Action,
    pub(super) event: &'static str,
    pub(super) contact: Uuid,
    pub(super) version: u64,
    pub(super) at: Timestamp,
    pub(super) cause: Option<Uuid>,
    pub(super) changes: Vec<FieldChange>,
}

/// The ends of a tenant's chain and outbox.
#[derive(Clone, Copy)]
pub(super) struct Ends {
    audit: AuditHead,
    cursor: i64,
}

/// Reads the ends, as each transaction must before it appends.
pub(super) fn ends(connection: &Connection, tenant: i64) -> Result<Ends> {
    let (first, last) = (tenant * ENTRIES, (tenant + 1) * ENTRIES);
    let audit = connection
        .prepare_cached(
            "SELECT entry, hash FROM audit WHERE entry >= ?1 AND entry < ?2
             ORDER BY entry DESC LIMIT 1",
        )?
        .query_row([first, last], |row| {
            let entry: i64 = row.get(0)?;
            Ok(AuditHead {
                sequence: u64::try_from(entry % ENTRIES).unwrap_or(0),
                hash: row.get(1)?,
            })
        })
        .optional()?;
    let cursor: Option<i64> = connection
        .prepare_cached(
            "SELECT entry FROM outbox WHERE entry >= ?1 AND entry < ?2
             ORDER BY entry DESC LIMIT 1",
        )?
        .query_row([first, last], |row| row.get(0))
        .optional()?;
    Ok(Ends {
        audit: audit.unwrap_or_default(),
        cursor: cursor.unwrap_or(first),
    })
}

/// Appends one entry to each and moves the ends.
pub(super) fn append(
    connection: &Connection,
    tenant: i64,
    ends: &mut Ends,
    happening: Happening,
) -> Result<()> {
    let record = RecordRef {
        kind: RecordKind::Contact,
        id: happening.contact,
    };
    let salt = Uuid::new_v4().into_bytes();
    let mut entry = AuditEntry {
        sequence: ends.audit.sequence + 1,
        at: happening.at,
        actor: USER.into(),
        operation: happening.operation.to_owned(),
        cause: happening.cause,
        action: happening.action,
        record,
        version: happening.version,
        seal: Seal {
            salt,
            commitment: commit(salt, &happening.changes),
            hash: [0; 32],
        },
        changes: happening.changes,
    };
    entry.seal.hash = link(TENANT.into(), ends.audit.hash, &entry);
    let sequence = i64::try_from(entry.sequence)?;
    let version = i64::try_from(entry.version)?;
    let at = entry.at.as_micros();
    connection
        .prepare_cached(
            "INSERT INTO audit (entry, at, actor, operation, cause, action, kind, record, version,
               changes, salt, commitment, hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'contact', ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute(params![
            tenant * ENTRIES + sequence,
            at,
            USER,
            entry.operation,
            entry.cause,
            entry.action.name(),
            happening.contact,
            version,
            serde_json::to_string(&entry.changes)?,
            entry.seal.salt,
            entry.seal.commitment,
            entry.seal.hash,
        ])?;
    ends.audit = AuditHead {
        sequence: entry.sequence,
        hash: entry.seal.hash,
    };
    ends.cursor += 1;
    connection
        .prepare_cached(
            "INSERT INTO outbox (entry, id, type, kind, record, version, at, actor, cause,
               audit_sequence)
             VALUES (?1, ?2, ?3, 'contact', ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            ends.cursor,
            Uuid::now_v7(),
            happening.event,
            happening.contact,
            version,
            at,
            USER,
            entry.cause,
            sequence,
        ])?;
    Ok(())
}

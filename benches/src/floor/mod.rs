//! The floor: the same work as the engine's, written by hand in SQL on a file that the engine made.
//!
//! Same tables, indexes and full text, same audit chain and outbox, same settings of the
//! connection, one transaction for each call. What a caller of plain SQL would leave out is left
//! out: permissions, settings, custom fields, validation, and every duplicate rule but the look-up
//! of the primary address. The engine divided by this is what its generality costs. The tests show
//! that the engine reads what the floor wrote as if it had written it itself, chain included.

mod forms;
mod import;
mod log;
mod read;
mod write;

pub use read::{Place, Row};

use std::collections::HashMap;
use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OptionalExtension as _};
use uuid::Uuid;

use crate::{Result, TENANT};

/// A file that the engine made, reached by plain SQL.
#[derive(Debug)]
pub struct Floor {
    connection: Connection,
    tenant: i64,
    blocking: Vec<Vec<BlockingKey>>,
    written: usize,
}

/// A key of a space whose rules are the engine's own.
#[derive(Debug, Clone)]
struct BlockingKey {
    space: i64,
    value: String,
}

impl Floor {
    /// Opens a file with the settings that the engine uses.
    pub fn open(path: &Path) -> Result<Self> {
        let connection = Connection::open(path)?;
        connection.set_prepared_statement_cache_capacity(64);
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.execute_batch(
            "PRAGMA journal_mode = wal; PRAGMA synchronous = full; PRAGMA foreign_keys = on;
             PRAGMA cache_size = -32768; PRAGMA temp_store = memory;
             PRAGMA wal_autocheckpoint = 2048",
        )?;
        let tenant = connection
            .query_row(
                "SELECT number FROM tenant WHERE id = ?1",
                [TENANT.as_bytes()],
                |row| row.get(0),
            )
            .optional()?;
        let tenant = if let Some(tenant) = tenant {
            tenant
        } else {
            connection.execute("INSERT INTO tenant (id) VALUES (?1)", [TENANT.as_bytes()])?;
            connection.last_insert_rowid()
        };
        Ok(Self {
            connection,
            tenant,
            blocking: Vec::new(),
            written: 0,
        })
    }

    /// Takes the blocking keys of contacts that the engine wrote into another file, at most so many
    /// contacts. Which keys a person has is the duplicate rules' business, but writing as many of
    /// them is SQL's: each new contact here gets the keys of the next of those.
    pub fn take_blocking_keys(&mut self, from: &Path, contacts: u32) -> Result<()> {
        let other = Connection::open(from)?;
        let mut statement =
            other.prepare("SELECT id FROM contact WHERE rowid <= ?1 ORDER BY rowid")?;
        let ids = statement.query_map([contacts], |row| row.get(0))?;
        let ids: Vec<Uuid> = ids.collect::<rusqlite::Result<_>>()?;
        let places: HashMap<Uuid, usize> = ids.into_iter().zip(0..).collect();
        self.blocking.clear();
        self.blocking.resize_with(places.len(), Vec::new);
        // Keys stand by value, so one pass over all of them beats looking for those of each contact.
        let mut statement = other.prepare(
            "SELECT id, space, value FROM contact_key WHERE space NOT IN (1, 2, 3)
             ORDER BY tenant, space, value, id",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let place = places.get(&row.get(0)?);
            if let Some(keys) = place.and_then(|place| self.blocking.get_mut(*place)) {
                let (space, value) = (row.get(1)?, row.get(2)?);
                keys.push(BlockingKey { space, value });
            }
        }
        Ok(())
    }

    /// The ids of every contact, in the order in which they came.
    pub fn ids(&self) -> Result<Vec<Uuid>> {
        let mut statement = self
            .connection
            .prepare("SELECT id FROM contact WHERE tenant = ?1 ORDER BY rowid")?;
        let ids = statement.query_map([self.tenant], |row| row.get(0))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// Moves what stands in the log into the file itself, so that the file alone is everything.
    pub fn settle(&self) -> Result<()> {
        self.connection
            .query_row("PRAGMA wal_checkpoint(truncate)", [], |_| Ok(()))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;

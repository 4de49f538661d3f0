//! Connections: how each is set up, and who gets which.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crm_core::Result;
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};

use super::checkpoint::Checkpointer;
use super::failure::Describe;
use super::{Durability, Options, functions};

/// Statements kept ready a connection.
const STATEMENTS: usize = 256;
/// No value or row is larger than this (reliability, lesson 34).
const VALUE_BYTES: i32 = 128 << 20;

/// The connections of one store.
#[derive(Debug)]
pub(super) struct Connections {
    /// Absent in memory, where the one connection both reads and writes.
    path: Option<PathBuf>,
    options: Options,
    /// Absent in memory, where there is no log.
    _checkpointer: Option<Checkpointer>,
    // Before the writer, as the checkpointer is: fields are dropped in this order, and only a connection that writes can
    // fold the log into the file as the last one closes.
    readers: Mutex<Vec<Connection>>,
    writer: Mutex<Connection>,
}

/// A connection lent for one transaction.
pub(super) enum Lent<'s> {
    Writer(MutexGuard<'s, Connection>),
    Reader(&'s Connections, Option<Connection>),
}

impl Connections {
    pub(super) fn of_file(path: &Path, options: Options, mut writer: Connection) -> Result<Self> {
        let checkpointer = Checkpointer::start(path, &options, &mut writer)?;
        Ok(Self {
            path: Some(path.to_owned()),
            _checkpointer: Some(checkpointer),
            ..Self::in_memory(options, writer)
        })
    }

    pub(super) fn in_memory(options: Options, writer: Connection) -> Self {
        Self {
            path: None,
            options,
            _checkpointer: None,
            writer: Mutex::new(writer),
            readers: Mutex::new(Vec::new()),
        }
    }

    /// The one connection that writes. A panic while it was lent has rolled back, so the lock is
    /// never poisoned.
    pub(super) fn writer(&self) -> MutexGuard<'_, Connection> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A connection that only reads, beside the writer.
    pub(super) fn reader(&self) -> Result<Lent<'_>> {
        let Some(path) = &self.path else {
            return Ok(Lent::Writer(self.writer()));
        };
        let idle = self.idle().pop();
        let connection = match idle {
            Some(connection) => connection,
            None => open(path, &self.options, Role::Reader)?,
        };
        Ok(Lent::Reader(self, Some(connection)))
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Deref for Lent<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        match self {
            Self::Writer(connection) => connection,
            // Taken only by `drop`.
            Self::Reader(_, connection) => match connection {
                Some(connection) => connection,
                None => unreachable!("a reader is given back only when dropped"),
            },
        }
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        if let Self::Reader(connections, connection) = self
            && let Some(connection) = connection.take()
            && connection.is_autocommit()
        {
            let mut idle = connections.idle();
            if idle.len() < connections.options.readers {
                idle.push(connection);
            }
        }
    }
}

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Writer,
    Reader,
}

/// Opens a file.
pub(super) fn open(path: &Path, options: &Options, role: Role) -> Result<Connection> {
    let access = match role {
        Role::Writer => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        Role::Reader => OpenFlags::SQLITE_OPEN_READ_ONLY,
    };
    // Each connection is used by one thread at a time.
    let connection =
        Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX).describe()?;
    harden(&connection, options)?;
    Ok(connection)
}

/// Opens an empty database in memory.
pub(super) fn open_in_memory(options: &Options) -> Result<Connection> {
    let connection = Connection::open_in_memory().describe()?;
    harden(&connection, options)?;
    Ok(connection)
}

/// Settings that do not touch the file: what a hostile file could abuse is off, and plans stay.
fn harden(connection: &Connection, options: &Options) -> Result<()> {
    connection.busy_timeout(options.busy_timeout).describe()?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    for (config, wanted) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
        // Otherwise SQLite plans a kept statement again for every value that is bound to it, in
        // case the value changes the plan. Planning costs more than running them.
        (DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true),
    ] {
        connection.set_db_config(config, wanted).describe()?;
    }
    for (limit, value) in [
        (Limit::SQLITE_LIMIT_LENGTH, VALUE_BYTES),
        (Limit::SQLITE_LIMIT_ATTACHED, 1),
        (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 1),
        (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
    ] {
        connection.set_limit(limit, value).describe()?;
    }
    functions::register(connection)
}

/// Settings of a connection to a file that is known to be ours.
pub(super) fn prepare(connection: &Connection, options: &Options) -> Result<()> {
    let set = |name: &str, value: i64| connection.pragma_update(None, name, value).describe();
    set("foreign_keys", 1)?;
    set(
        "cache_size",
        -i64::try_from(options.cache_bytes / 1024).unwrap_or(i64::MAX),
    )?;
    set("temp_store", 2)?;
    set("secure_delete", i64::from(options.secure_delete))?;
    let synchronous = match options.durability {
        Durability::Full => 2,
        Durability::Normal => 1,
    };
    set("synchronous", synchronous)
}

//! The store in one SQLite file.

mod checkpoint;
mod comparison;
mod connection;
mod custom;
mod failure;
mod filter;
mod functions;
mod keys;
mod log;
mod migrate;
#[cfg(test)]
mod plan_tests;
mod schema;
mod select;
mod statement;
mod steps;
mod table;
mod tally;
mod target;
mod transaction;
mod value;
mod waiting;
mod walk;
mod words;
mod write;

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crm_core::field::{RecordDecl, TenantId};
use crm_core::port::{Mode, Storage, Transaction};
use crm_core::{Error, Result, records};
use rusqlite::Connection;

use connection::{Connections, Lent, Role};
use failure::Describe;
use table::Layout;
use transaction::SqliteTransaction;

/// What an acknowledged write survives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// Everything, power loss included: each commit waits until the disk has it, which is what a
    /// single write mostly waits for.
    #[default]
    Full,
    /// The end of the process, but not of the machine: power loss may undo the last commits. The
    /// file stays consistent.
    Normal,
}

/// How a store is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// What an acknowledged write survives.
    pub durability: Durability,
    /// Whether deleted content is overwritten with zeros. Costs writes; wanted where erased
    /// people must not be found in the file itself.
    pub secure_delete: bool,
    /// How long a write waits for another process that is writing.
    pub busy_timeout: Duration,
    /// How many idle reading connections are kept.
    pub readers: usize,
    /// Memory for pages, for each connection.
    pub cache_bytes: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            durability: Durability::Full,
            secure_delete: false,
            busy_timeout: Duration::from_secs(10),
            readers: 8,
            cache_bytes: 32 << 20,
        }
    }
}

/// A store in one SQLite file: one writer at a time, any number of readers beside it, each of
/// which sees one state of the file throughout.
#[derive(Debug)]
pub struct SqliteStorage {
    connections: Connections,
    layout: Arc<Layout>,
    /// Numbers of tenants that are in the file. A tenant once there stays, so this is never stale.
    tenants: Mutex<HashMap<TenantId, i64>>,
    /// The edition of the schema that was last found to be this build's.
    edition: Mutex<Option<(i32, i32)>>,
}

impl SqliteStorage {
    /// Opens a file, and makes it if there is none.
    ///
    /// Refuses with `corrupt` a file of another program, of a newer engine, or a damaged one;
    /// such a file is left as it is.
    pub fn open(path: &Path, options: Options) -> Result<Self> {
        Self::open_with(path, options, records::DECLARATIONS)
    }

    /// An empty store in memory; it ends with the last handle.
    pub fn in_memory() -> Result<Self> {
        let options = Options::default();
        let mut writer = connection::open_in_memory(&options)?;
        connection::prepare(&writer, &options)?;
        let layout = Layout::of(records::DECLARATIONS);
        migrate::migrate(&mut writer, &layout)?;
        Ok(Self::new(Connections::in_memory(options, writer), layout))
    }

    fn open_with(
        path: &Path,
        options: Options,
        declarations: &[&'static RecordDecl],
    ) -> Result<Self> {
        let mut writer = connection::open(path, &options, Role::Writer)?;
        migrate::require_ours(&writer)?;
        // A file keeps this mode; nothing is written if it has it.
        let mode: String = writer
            .pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))
            .describe()?;
        if mode != "wal" {
            return Err(Error::storage(
                "the file system does not offer what the store needs",
            ));
        }
        connection::prepare(&writer, &options)?;
        let layout = Layout::of(declarations);
        migrate::migrate(&mut writer, &layout)?;
        let connections = Connections::of_file(path, options, writer)?;
        Ok(Self::new(connections, layout))
    }

    fn new(connections: Connections, layout: Layout) -> Self {
        Self {
            connections,
            layout: Arc::new(layout),
            tenants: Mutex::new(HashMap::new()),
            edition: Mutex::new(None),
        }
    }

    /// Refuses to write if another build has changed the schema since it was last looked at.
    fn require_own_schema(&self, connection: &Connection) -> Result<()> {
        let edition = migrate::edition(connection)?;
        let mut own = self.edition.lock().unwrap_or_else(PoisonError::into_inner);
        if *own != Some(edition) {
            migrate::require_own(connection, &self.layout)?;
            *own = Some(edition);
        }
        Ok(())
    }

    /// Writes a consistent copy of the whole store to a new file, beside readers and the writer.
    /// The copy is complete and on disk when this returns; `path` must not exist.
    pub fn backup(&self, path: &Path) -> Result<()> {
        if path.exists() {
            return Err(Error::storage("the backup's file exists already"));
        }
        let mut name = path.as_os_str().to_owned();
        name.push(".partial");
        let partial = Path::new(&name);
        let _ = std::fs::remove_file(partial);
        let lent = self.connections.reader()?;
        let target = partial
            .to_str()
            .ok_or_else(|| Error::storage("the backup's path is not Unicode"))?;
        lent.execute("VACUUM INTO ?1", [target]).describe()?;
        drop(lent);
        sync(partial)?;
        std::fs::rename(partial, path).map_err(|_| unwritable())?;
        match path.parent() {
            // The rename itself must be on disk too.
            Some(folder) if cfg!(unix) && !folder.as_os_str().is_empty() => sync(folder),
            _ => Ok(()),
        }
    }

    /// The number of a tenant, if it is known to be in the file.
    fn known(&self, tenant: TenantId) -> Option<i64> {
        let tenants = self.tenants.lock().unwrap_or_else(PoisonError::into_inner);
        tenants.get(&tenant).copied()
    }

    fn learn(&self, tenant: TenantId, number: i64) {
        let mut tenants = self.tenants.lock().unwrap_or_else(PoisonError::into_inner);
        tenants.insert(tenant, number);
    }
}

fn sync(path: &Path) -> Result<()> {
    std::fs::File::open(path)
        .and_then(|file| file.sync_all())
        .map_err(|_| unwritable())
}

fn unwritable() -> Error {
    Error::storage("the backup cannot be written")
}

impl Storage for SqliteStorage {
    fn begin(&self, tenant: TenantId, mode: Mode) -> Result<Box<dyn Transaction + '_>> {
        let lent = match mode {
            Mode::Read => self.connections.reader()?,
            Mode::Write => Lent::Writer(self.connections.writer()),
        };
        Ok(Box::new(SqliteTransaction::begin(
            self, lent, tenant, mode,
        )?))
    }
}

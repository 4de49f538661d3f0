//! Writing the copies of a pattern into a file.

use std::path::Path;

use crm::field::{RecordDecl, Row, TenantId};
use crm::port::{Change, Indexing, Mode, Storage, Transaction};
use crm_store::{Durability, Options, SqliteStorage};
use rusqlite::Connection;
use uuid::Uuid;

use super::copies::Copies;
use super::pattern::Pattern;
use crate::{Result, TENANT};

/// Rows in a transaction. Keys come in no order, so that a transaction touches most of their
/// pages: few large ones write each page a few times only.
const ROWS: u32 = 200_000;
/// Memory for pages while seeding.
const CACHE: usize = 1 << 30;

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seeded {
    /// Rows of all tables.
    pub rows: u64,
    /// Every contact.
    pub contacts: Vec<Uuid>,
    /// The contacts with thousands of items.
    pub loud: Vec<Uuid>,
    /// Every account.
    pub accounts: Vec<Uuid>,
}

/// Writes so many copies of a pattern into a new file.
///
/// Indexes that only sort and lead to records are taken away first and made again at the end, which
/// costs less than keeping them up to date; the file ends with every index that the engine declares.
pub fn seed(file: &Path, pattern: &Pattern, copies: u32) -> Result<Seeded> {
    let options = Options {
        durability: Durability::Normal,
        cache_bytes: CACHE,
        ..Options::default()
    };
    drop(SqliteStorage::open(file, options.clone())?);
    let taken = Taken::from(file)?;
    let seeded = write(file, options, pattern, copies)?;
    taken.make_again(file)?;
    Ok(seeded)
}

fn write(file: &Path, options: Options, pattern: &Pattern, copies: u32) -> Result<Seeded> {
    use crm::field::RecordKind::{Account, Contact};
    let storage = SqliteStorage::open(file, options)?;
    let made = Copies::of(pattern, copies);
    let mut batch = Batch::new(&storage);
    for (decl, row) in &pattern.once {
        let (row, indexing) = made.once(decl, row)?;
        batch.put(decl, &row, &indexing)?;
    }
    let loudest = pattern.of(Contact).next().map(|row| row.id);
    let (mut contacts, mut loud, mut accounts) = (Vec::new(), Vec::new(), Vec::new());
    // All copies of one row, then those of the next: so rows come in the order of time.
    for (decl, row) in &pattern.rows {
        for copy in 0..copies {
            let (written, indexing) = made.row(decl, row, copy)?;
            batch.put(decl, &written, &indexing)?;
            match decl.kind {
                Contact => contacts.push(written.id),
                Account => accounts.push(written.id),
                _ => {}
            }
            if loudest == Some(row.id) {
                loud.push(written.id);
            }
        }
    }
    batch.commit()?;
    Ok(Seeded {
        rows: batch.rows,
        contacts,
        loud,
        accounts,
    })
}

/// Rows on their way into the file.
struct Batch<'s> {
    storage: &'s SqliteStorage,
    transaction: Option<Box<dyn Transaction + 's>>,
    waiting: u32,
    rows: u64,
}

impl<'s> Batch<'s> {
    fn new(storage: &'s SqliteStorage) -> Self {
        Self {
            storage,
            transaction: None,
            waiting: 0,
            rows: 0,
        }
    }

    fn put(&mut self, decl: &'static RecordDecl, row: &Row, is: &Indexing) -> Result<()> {
        if self.waiting == ROWS {
            self.commit()?;
            self.waiting = 0;
        }
        let storage = self.storage;
        let transaction = match &mut self.transaction {
            Some(transaction) => transaction,
            none => none.insert(storage.begin(TenantId::new(TENANT), Mode::Write)?),
        };
        transaction.put(&Change {
            decl,
            before: None,
            after: row,
            was: &Indexing::default(),
            is,
        })?;
        self.rows += 1;
        self.waiting += 1;
        Ok(())
    }

    /// Ends the transaction; there is one writer at a time, so the next begins after it.
    fn commit(&mut self) -> Result<()> {
        if let Some(transaction) = self.transaction.take() {
            transaction.commit()?;
        }
        Ok(())
    }
}

/// Indexes that say nothing about what may be there.
struct Taken {
    /// The statements that make them.
    indexes: Vec<String>,
    /// What the planner is told, which SQLite forgets together with an index.
    statistics: Vec<[String; 3]>,
}

impl Taken {
    /// Drops the indexes of a file.
    fn from(file: &Path) -> Result<Self> {
        let connection = Connection::open(file)?;
        let statistics = connection
            .prepare("SELECT tbl, idx, stat FROM sqlite_stat1")?
            .query_map([], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))?
            .collect::<rusqlite::Result<_>>()?;
        let found: Vec<(String, String)> = connection
            .prepare(
                "SELECT name, sql FROM sqlite_schema
                 WHERE type = 'index' AND sql LIKE 'CREATE INDEX %' ORDER BY name",
            )?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        for (name, _) in &found {
            connection.execute_batch(&format!("DROP INDEX \"{name}\""))?;
        }
        Ok(Self {
            indexes: found.into_iter().map(|(_, sql)| sql).collect(),
            statistics,
        })
    }

    fn make_again(&self, file: &Path) -> Result<()> {
        let connection = Connection::open(file)?;
        connection.execute_batch("PRAGMA synchronous = off; PRAGMA cache_size = -1048576")?;
        for index in &self.indexes {
            connection.execute_batch(index)?;
        }
        connection.execute_batch("DELETE FROM sqlite_stat1")?;
        for told in &self.statistics {
            connection.execute(
                "INSERT INTO sqlite_stat1 VALUES (?1, ?2, ?3)",
                told.each_ref(),
            )?;
        }
        connection.query_row("PRAGMA wal_checkpoint(truncate)", [], |_| Ok(()))?;
        Ok(())
    }
}

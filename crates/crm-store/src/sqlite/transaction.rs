//! One tenant's transaction on one connection.

use std::collections::BTreeMap;

use crm_core::audit::AuditEntry;
use crm_core::custom_field::CustomIndex;
use crm_core::event::Event;
use crm_core::field::{RecordDecl, RecordKind, Row, TenantId};
use crm_core::port::{
    AuditHead, AuditQuery, Change, Indexing, KeyQuery, KeySpace, Mode, Remembered, Tally,
    Transaction, WordQuery,
};
use crm_core::query::{Filter, Select, Target};
use crm_core::{Error, Result};
use rusqlite::Connection;
use uuid::Uuid;

use super::connection::Lent;
use super::failure::Describe;
use super::statement::{Cell, CustomName, Name, Sql};
use super::target::custom_expression;
use super::waiting::Waiting;
use super::words::{self, WordChange};
use super::{SqliteStorage, keys, log, select, write};

/// The number of a tenant that the file does not know: no record has it.
const UNKNOWN: i64 = 0;

/// A transaction; it rolls back unless committed, also when a panic unwinds through it.
pub(super) struct SqliteTransaction<'s> {
    storage: &'s SqliteStorage,
    connection: Lent<'s>,
    tenant: TenantId,
    number: i64,
    mode: Mode,
    waiting: Waiting,
    open: bool,
}

impl<'s> SqliteTransaction<'s> {
    pub(super) fn begin(
        storage: &'s SqliteStorage,
        connection: Lent<'s>,
        tenant: TenantId,
        mode: Mode,
    ) -> Result<Self> {
        let mut transaction = Self {
            storage,
            connection,
            tenant,
            number: UNKNOWN,
            mode,
            waiting: Waiting::default(),
            open: false,
        };
        transaction.run(match mode {
            Mode::Read => "BEGIN",
            // The lock is taken at once, so that no write fails for another's half way through.
            Mode::Write => "BEGIN IMMEDIATE",
        })?;
        transaction.open = true;
        if mode == Mode::Write {
            storage.require_own_schema(&transaction.connection)?;
        }
        transaction.number = match storage.known(tenant) {
            Some(number) => number,
            None => transaction.find_tenant()?,
        };
        Ok(transaction)
    }

    /// The number of the tenant; a writer gives it one.
    fn find_tenant(&self) -> Result<i64> {
        let tenant = || Cell::id(self.tenant.uuid());
        let mut sql = Sql::new("SELECT number FROM tenant WHERE id = ");
        sql.bind(tenant());
        let mut statement = sql.prepare(&self.connection)?;
        let mut rows = statement.raw_query();
        if let Some(row) = rows.next().describe()? {
            let number = row.get(0).describe()?;
            self.storage.learn(self.tenant, number);
            return Ok(number);
        }
        if self.mode == Mode::Read {
            return Ok(UNKNOWN);
        }
        let mut sql = Sql::new("INSERT INTO tenant (id) VALUES (");
        sql.bind(tenant()).push(")");
        sql.execute(&self.connection)?;
        Ok(self.connection.last_insert_rowid())
    }

    fn run(&self, statement: &'static str) -> Result<()> {
        Sql::new(statement).execute(&self.connection).map(|_| ())
    }

    fn writing(&self) -> Result<&Connection> {
        match self.mode {
            Mode::Write => Ok(&self.connection),
            Mode::Read => Err(Error::internal("a reading operation tried to write")),
        }
    }

    /// Words wait; what else is to be done is done by now.
    fn later(&mut self, change: Option<WordChange>) -> Result<()> {
        if let Some(change) = change {
            self.waiting.push(change);
        }
        if self.waiting.is_full() {
            self.write_words()?;
        }
        Ok(())
    }

    fn write_words(&mut self) -> Result<()> {
        let layout = &self.storage.layout;
        self.waiting.write(&self.connection, layout, self.number)
    }
}

fn no_savepoint() -> Error {
    Error::internal("no savepoint is open")
}

impl Drop for SqliteTransaction<'_> {
    fn drop(&mut self) {
        if self.open && !self.connection.is_autocommit() {
            // If even this fails, SQLite rolls back when the connection closes; a reader that is
            // still inside a transaction is not used again.
            let _ = self.run("ROLLBACK");
        }
    }
}

impl Transaction for SqliteTransaction<'_> {
    fn get(&mut self, decl: &'static RecordDecl, id: Uuid) -> Result<Option<Row>> {
        let select = Select::all(decl)
            .filter(Filter::equals(Target::Id, crm_core::field::Value::Id(id)))
            .limit(1);
        Ok(self.select(&select)?.pop())
    }

    fn select(&mut self, question: &Select) -> Result<Vec<Row>> {
        select::select(
            &self.connection,
            &self.storage.layout,
            self.number,
            question,
        )
    }

    fn count(&mut self, decl: &'static RecordDecl, filter: &Filter) -> Result<u64> {
        select::count(
            &self.connection,
            &self.storage.layout,
            self.number,
            decl,
            filter,
        )
    }

    fn tallies(&mut self, decl: &'static RecordDecl) -> Result<BTreeMap<Uuid, Tally>> {
        match &self.storage.layout.table(decl.kind)?.tally {
            Some(tally) => tally.read(&self.connection, self.number),
            None => Ok(BTreeMap::new()),
        }
    }

    fn put(&mut self, change: &Change<'_>) -> Result<()> {
        let layout = &self.storage.layout;
        let words = write::put(self.writing()?, layout, self.number, change)?;
        self.later(words)
    }

    fn delete(&mut self, decl: &'static RecordDecl, row: &Row, indexing: &Indexing) -> Result<()> {
        let layout = &self.storage.layout;
        let words = write::delete(self.writing()?, layout, self.number, decl, row, indexing)?;
        self.later(words)
    }

    fn under_key(
        &mut self,
        kind: RecordKind,
        space: KeySpace,
        value: &str,
        limit: u32,
    ) -> Result<Vec<Uuid>> {
        let table = self.storage.layout.table(kind)?;
        write::under_key(&self.connection, table, self.number, space, value, limit)
    }

    fn with_key(&mut self, query: &KeyQuery<'_>) -> Result<Vec<Uuid>> {
        keys::find(&self.connection, &self.storage.layout, self.number, query)
    }

    fn with_words(&mut self, query: &WordQuery<'_>) -> Result<Vec<Uuid>> {
        self.write_words()?;
        words::find(&self.connection, &self.storage.layout, self.number, query)
    }

    fn custom_index(&mut self, index: &CustomIndex, wanted: bool) -> Result<()> {
        let connection = self.writing()?;
        let table = self.storage.layout.table(index.kind)?;
        let Some((_, typed)) = table.custom() else {
            return Err(Error::internal("this kind of record has no custom fields"));
        };
        let name = Name::of_custom_index(&table.name, index.id);
        let mut sql = Sql::default();
        if wanted {
            sql.push("CREATE INDEX IF NOT EXISTS ")
                .name(&name)
                .push(" ON ")
                .name(&table.name);
            sql.push(" (");
            let custom = CustomName::new(&index.name)?;
            custom_expression(&mut sql, &table.column(typed)?.name, index.shape, custom);
            // Other tenants' records have no place in it.
            sql.push(", id) WHERE tenant = ").integer(self.number);
        } else {
            sql.push("DROP INDEX IF EXISTS ").name(&name);
        }
        connection.execute_batch(sql.text()).describe()
    }

    fn audit_head(&mut self) -> Result<AuditHead> {
        log::audit_head(&self.connection, self.number)
    }

    fn append_audit(&mut self, entry: &AuditEntry) -> Result<()> {
        log::append_audit(self.writing()?, self.number, entry)
    }

    fn audit(&mut self, query: &AuditQuery) -> Result<Vec<AuditEntry>> {
        log::audit(&self.connection, self.number, query)
    }

    fn append_event(&mut self, event: &Event) -> Result<()> {
        log::append_event(self.writing()?, self.number, event)
    }

    fn events(&mut self, after: u64, limit: u32) -> Result<Vec<Event>> {
        log::events(&self.connection, self.number, after, limit)
    }

    fn recall(&mut self, key: &str) -> Result<Option<Remembered>> {
        log::recall(&self.connection, self.number, key)
    }

    fn remember(&mut self, key: &str, remembered: &Remembered) -> Result<()> {
        log::remember(self.writing()?, self.number, key, remembered)
    }

    fn savepoint(&mut self) -> Result<()> {
        // Savepoints of one name nest; the last opened is meant.
        self.run("SAVEPOINT inner_work")?;
        self.waiting.mark();
        Ok(())
    }

    fn release(&mut self) -> Result<()> {
        self.waiting.release().ok_or_else(no_savepoint)?;
        self.run("RELEASE inner_work")
    }

    fn rollback_to_savepoint(&mut self) -> Result<()> {
        self.waiting.roll_back().ok_or_else(no_savepoint)?;
        self.run("ROLLBACK TO inner_work")?;
        self.run("RELEASE inner_work")
    }

    fn commit(mut self: Box<Self>) -> Result<()> {
        self.write_words()?;
        self.run("COMMIT")?;
        self.open = false;
        if self.mode == Mode::Write {
            self.storage.learn(self.tenant, self.number);
        }
        Ok(())
    }
}

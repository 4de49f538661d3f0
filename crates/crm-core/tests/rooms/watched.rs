//! A store that fails when told to, and counts what was committed.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crm_core::audit::AuditEntry;
use crm_core::custom_field::CustomIndex;
use crm_core::event::Event;
use crm_core::field::{RecordDecl, RecordKind, Row, TenantId};
use crm_core::port::{
    AuditHead, AuditQuery, Change, Indexing, KeyQuery, KeySpace, Mode, Remembered, Storage, Tally,
    Transaction, WordQuery,
};
use crm_core::query::{Filter, Select};
use crm_core::{Error, Result};
use uuid::Uuid;

use crate::support::Shared;

/// What a test sets, and sees, of a store.
#[derive(Debug, Clone)]
pub struct Watch {
    /// Calls still allowed before one fails.
    fuse: Arc<AtomicUsize>,
    commits: Arc<AtomicUsize>,
    /// Whether the store panics where it would fail.
    panics: bool,
}

impl Watch {
    /// A store that does not fail yet.
    pub fn new() -> Self {
        Self {
            fuse: Arc::new(AtomicUsize::new(usize::MAX)),
            commits: Arc::default(),
            panics: false,
        }
    }

    /// One that will panic instead, as a defect would.
    pub fn panicking() -> Self {
        Self {
            panics: true,
            ..Self::new()
        }
    }

    /// Has the store fail at the call after so many.
    pub fn fail_after(&self, calls: usize) {
        self.fuse.store(calls, Ordering::Relaxed);
    }

    /// Has it fail no more.
    pub fn mend(&self) {
        self.fail_after(usize::MAX);
    }

    /// How many transactions were committed.
    pub fn commits(&self) -> usize {
        self.commits.load(Ordering::Relaxed)
    }

    /// The store to give to an engine.
    pub fn over(&self, store: Shared) -> impl Storage + 'static {
        Watched {
            store,
            watch: self.clone(),
        }
    }

    fn burn(&self) -> Result<()> {
        let left = self.fuse.load(Ordering::Relaxed);
        assert!(left > 0 || !self.panics, "ordered by a test");
        if left == 0 {
            return Err(Error::storage("the disk is full"));
        }
        self.fuse.store(left - 1, Ordering::Relaxed);
        Ok(())
    }
}

struct Watched {
    store: Shared,
    watch: Watch,
}

impl Storage for Watched {
    fn begin(&self, tenant: TenantId, mode: Mode) -> Result<Box<dyn Transaction + '_>> {
        self.watch.burn()?;
        Ok(Box::new(WatchedTransaction {
            inner: self.store.begin(tenant, mode)?,
            watch: self.watch.clone(),
        }))
    }
}

struct WatchedTransaction<'s> {
    inner: Box<dyn Transaction + 's>,
    watch: Watch,
}

impl Transaction for WatchedTransaction<'_> {
    fn get(&mut self, decl: &'static RecordDecl, id: Uuid) -> Result<Option<Row>> {
        self.watch.burn()?;
        self.inner.get(decl, id)
    }
    fn select(&mut self, select: &Select) -> Result<Vec<Row>> {
        self.watch.burn()?;
        self.inner.select(select)
    }
    fn count(&mut self, decl: &'static RecordDecl, filter: &Filter) -> Result<u64> {
        self.watch.burn()?;
        self.inner.count(decl, filter)
    }
    fn tallies(&mut self, decl: &'static RecordDecl) -> Result<BTreeMap<Uuid, Tally>> {
        self.watch.burn()?;
        self.inner.tallies(decl)
    }
    fn put(&mut self, change: &Change<'_>) -> Result<()> {
        // A failure after the write is worse than one before it.
        self.inner.put(change)?;
        self.watch.burn()
    }
    fn delete(&mut self, decl: &'static RecordDecl, row: &Row, indexing: &Indexing) -> Result<()> {
        self.inner.delete(decl, row, indexing)?;
        self.watch.burn()
    }
    fn under_key(
        &mut self,
        kind: RecordKind,
        space: KeySpace,
        value: &str,
        limit: u32,
    ) -> Result<Vec<Uuid>> {
        self.watch.burn()?;
        self.inner.under_key(kind, space, value, limit)
    }
    fn with_key(&mut self, query: &KeyQuery<'_>) -> Result<Vec<Uuid>> {
        self.watch.burn()?;
        self.inner.with_key(query)
    }
    fn with_words(&mut self, query: &WordQuery<'_>) -> Result<Vec<Uuid>> {
        self.watch.burn()?;
        self.inner.with_words(query)
    }
    fn custom_index(&mut self, index: &CustomIndex, wanted: bool) -> Result<()> {
        self.inner.custom_index(index, wanted)?;
        self.watch.burn()
    }
    fn audit_head(&mut self) -> Result<AuditHead> {
        self.watch.burn()?;
        self.inner.audit_head()
    }
    fn append_audit(&mut self, entry: &AuditEntry) -> Result<()> {
        self.inner.append_audit(entry)?;
        self.watch.burn()
    }
    fn audit(&mut self, query: &AuditQuery) -> Result<Vec<AuditEntry>> {
        self.watch.burn()?;
        self.inner.audit(query)
    }
    fn append_event(&mut self, event: &Event) -> Result<()> {
        self.inner.append_event(event)?;
        self.watch.burn()
    }
    fn events(&mut self, after: u64, limit: u32) -> Result<Vec<Event>> {
        self.watch.burn()?;
        self.inner.events(after, limit)
    }
    fn recall(&mut self, key: &str) -> Result<Option<Remembered>> {
        self.watch.burn()?;
        self.inner.recall(key)
    }
    fn remember(&mut self, key: &str, remembered: &Remembered) -> Result<()> {
        self.inner.remember(key, remembered)?;
        self.watch.burn()
    }
    fn savepoint(&mut self) -> Result<()> {
        self.watch.burn()?;
        self.inner.savepoint()
    }
    fn release(&mut self) -> Result<()> {
        self.watch.burn()?;
        self.inner.release()
    }
    fn rollback_to_savepoint(&mut self) -> Result<()> {
        self.watch.burn()?;
        self.inner.rollback_to_savepoint()
    }
    fn commit(self: Box<Self>) -> Result<()> {
        self.watch.burn()?;
        self.watch.commits.fetch_add(1, Ordering::Relaxed);
        self.inner.commit()
    }
}

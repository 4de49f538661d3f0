//! A store that counts what it is asked, for tests of how many questions a call takes, and that can
//! fail at the end.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use uuid::Uuid;

use super::MemoryStorage;
use crate::audit::AuditEntry;
use crate::custom_field::CustomIndex;
use crate::error::{Error, Result};
use crate::event::Event;
use crate::field::{RecordDecl, RecordKind, Row, TenantId};
use crate::port::{
    AuditHead, AuditQuery, Change, Indexing, KeyQuery, KeySpace, Mode, Remembered, Storage, Tally,
    Transaction, WordQuery,
};
use crate::query::{Filter, Select};

/// The reference store with counters of the questions about records and of what came back.
#[derive(Debug, Default)]
pub(crate) struct CountedStorage {
    inner: MemoryStorage,
    pub(crate) questions: Arc<AtomicUsize>,
    /// Records that its answers had.
    pub(crate) rows: Arc<AtomicUsize>,
    /// Whether it fails to commit, as on a full disk.
    pub(crate) is_full: Arc<AtomicBool>,
}

impl Storage for CountedStorage {
    fn begin(&self, tenant: TenantId, mode: Mode) -> Result<Box<dyn Transaction + '_>> {
        Ok(Box::new(Counted {
            inner: self.inner.begin(tenant, mode)?,
            questions: &self.questions,
            rows: &self.rows,
            is_full: &self.is_full,
        }))
    }
}

struct Counted<'a> {
    inner: Box<dyn Transaction + 'a>,
    questions: &'a AtomicUsize,
    rows: &'a AtomicUsize,
    is_full: &'a AtomicBool,
}

impl Counted<'_> {
    fn asked(&mut self) -> &mut dyn Transaction {
        self.questions.fetch_add(1, Ordering::Relaxed);
        self.inner.as_mut()
    }

    fn answered(&self, rows: usize) {
        self.rows.fetch_add(rows, Ordering::Relaxed);
    }
}

impl Transaction for Counted<'_> {
    fn get(&mut self, decl: &'static RecordDecl, id: Uuid) -> Result<Option<Row>> {
        let found = self.asked().get(decl, id)?;
        self.answered(found.iter().count());
        Ok(found)
    }

    fn select(&mut self, select: &Select) -> Result<Vec<Row>> {
        let found = self.asked().select(select)?;
        self.answered(found.len());
        Ok(found)
    }

    fn count(&mut self, decl: &'static RecordDecl, filter: &Filter) -> Result<u64> {
        self.asked().count(decl, filter)
    }

    fn tallies(&mut self, decl: &'static RecordDecl) -> Result<BTreeMap<Uuid, Tally>> {
        self.asked().tallies(decl)
    }

    fn put(&mut self, change: &Change<'_>) -> Result<()> {
        self.inner.put(change)
    }

    fn delete(&mut self, decl: &'static RecordDecl, row: &Row, indexing: &Indexing) -> Result<()> {
        self.inner.delete(decl, row, indexing)
    }

    fn under_key(
        &mut self,
        kind: RecordKind,
        space: KeySpace,
        value: &str,
        limit: u32,
    ) -> Result<Vec<Uuid>> {
        self.asked().under_key(kind, space, value, limit)
    }

    fn with_key(&mut self, query: &KeyQuery<'_>) -> Result<Vec<Uuid>> {
        let found = self.asked().with_key(query)?;
        self.answered(found.len());
        Ok(found)
    }

    fn with_words(&mut self, query: &WordQuery<'_>) -> Result<Vec<Uuid>> {
        self.asked().with_words(query)
    }

    fn custom_index(&mut self, index: &CustomIndex, wanted: bool) -> Result<()> {
        self.inner.custom_index(index, wanted)
    }

    fn audit_head(&mut self) -> Result<AuditHead> {
        self.inner.audit_head()
    }

    fn append_audit(&mut self, entry: &AuditEntry) -> Result<()> {
        self.inner.append_audit(entry)
    }

    fn audit(&mut self, query: &AuditQuery) -> Result<Vec<AuditEntry>> {
        let found = self.asked().audit(query)?;
        self.answered(found.len());
        Ok(found)
    }

    fn append_event(&mut self, event: &Event) -> Result<()> {
        self.inner.append_event(event)
    }

    fn events(&mut self, after: u64, limit: u32) -> Result<Vec<Event>> {
        self.inner.events(after, limit)
    }

    fn recall(&mut self, key: &str) -> Result<Option<Remembered>> {
        self.inner.recall(key)
    }

    fn remember(&mut self, key: &str, remembered: &Remembered) -> Result<()> {
        self.inner.remember(key, remembered)
    }

    fn savepoint(&mut self) -> Result<()> {
        self.inner.savepoint()
    }

    fn release(&mut self) -> Result<()> {
        self.inner.release()
    }

    fn rollback_to_savepoint(&mut self) -> Result<()> {
        self.inner.rollback_to_savepoint()
    }

    fn commit(self: Box<Self>) -> Result<()> {
        if self.is_full.load(Ordering::Relaxed) {
            return Err(Error::storage("nothing more fits"));
        }
        self.inner.commit()
    }
}

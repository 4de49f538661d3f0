//! What the host or an adapter supplies: a store, a clock, ids.
//!
//! The store port is small and tenant-scoped by construction: [`Storage::begin`] is the only
//! door, and nothing behind it takes a tenant again, so no query can forget one (TEN-01). A
//! store knows records only as [`Row`]s of declared fields; it contains no rule.

mod blob;
mod record;
mod tally;

pub use blob::{BlobStore, MalwareScanner, UserDirectory, Verdict};
pub use record::{
    AuditHead, AuditQuery, Change, Indexing, Key, KeyQuery, KeySpace, Remembered, WordQuery,
};
pub use tally::{Share, Sum, Tallied, Tally};

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::audit::AuditEntry;
use crate::custom_field::CustomIndex;
use crate::error::Result;
use crate::event::Event;
use crate::field::{RecordDecl, RecordKind, Row, TenantId};
use crate::query::{Filter, Select};
use crate::value::Timestamp;

/// A store of records.
pub trait Storage: Send + Sync {
    /// Begins a transaction for one tenant. It sees one state of the store throughout; nothing
    /// of it remains unless [`Transaction::commit`] succeeds.
    fn begin(&self, tenant: TenantId, mode: Mode) -> Result<Box<dyn Transaction + '_>>;
}

/// A shared store is a store.
impl<S: Storage + ?Sized> Storage for std::sync::Arc<S> {
    fn begin(&self, tenant: TenantId, mode: Mode) -> Result<Box<dyn Transaction + '_>> {
        (**self).begin(tenant, mode)
    }
}

/// Whether a transaction writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// It only reads, beside any number of others.
    Read,
    /// It may write; there is one such at a time.
    Write,
}

/// One tenant's records during one transaction.
pub trait Transaction {
    /// The record of this kind and id, archived or merged ones included.
    fn get(&mut self, decl: &'static RecordDecl, id: Uuid) -> Result<Option<Row>>;

    /// The records that a question asks for, in its order.
    fn select(&mut self, select: &Select) -> Result<Vec<Row>>;

    /// How many records a filter holds for.
    fn count(&mut self, decl: &'static RecordDecl, filter: &Filter) -> Result<u64>;

    /// What the live records of a kind come to together, by the group that its declaration names
    /// ([`tallied`](crate::field::Options::tallied())): as if they were added up now, as
    /// fast as if there were few. Groups without a record are left out.
    fn tallies(&mut self, decl: &'static RecordDecl) -> Result<BTreeMap<Uuid, Tally>>;

    /// Writes a record: a new one if the change has no `before`, else its next version. Refuses
    /// with `conflict` if the store holds another version than `before`, and with `duplicate` if
    /// a unique key is taken.
    fn put(&mut self, change: &Change<'_>) -> Result<()>;

    /// Removes a record and its index entries. Whoever calls has dealt with what refers to it.
    fn delete(&mut self, decl: &'static RecordDecl, row: &Row, indexing: &Indexing) -> Result<()>;

    /// The ids of records of a kind under a key, oldest id first, at most `limit`.
    fn under_key(
        &mut self,
        kind: RecordKind,
        space: KeySpace,
        value: &str,
        limit: u32,
    ) -> Result<Vec<Uuid>>;

    /// The ids of the records under a key for which a filter holds, oldest id first.
    fn with_key(&mut self, query: &KeyQuery<'_>) -> Result<Vec<Uuid>>;

    /// Candidates for full text: ids of records with every one of the words, newest record first.
    /// Ranking is the caller's.
    fn with_words(&mut self, query: &WordQuery<'_>) -> Result<Vec<Uuid>>;

    /// Makes, or drops, the index of a custom field.
    fn custom_index(&mut self, index: &CustomIndex, wanted: bool) -> Result<()>;

    /// The end of the tenant's audit chain.
    fn audit_head(&mut self) -> Result<AuditHead>;

    /// Appends to the audit chain.
    fn append_audit(&mut self, entry: &AuditEntry) -> Result<()>;

    /// Reads the audit chain, oldest first unless the query says otherwise.
    fn audit(&mut self, query: &AuditQuery) -> Result<Vec<AuditEntry>>;

    /// Appends to the outbox; the store gives the event its cursor.
    fn append_event(&mut self, event: &Event) -> Result<()>;

    /// The tenant's events after a cursor, in order.
    fn events(&mut self, after: u64, limit: u32) -> Result<Vec<Event>>;

    /// What an idempotency key was used for.
    fn recall(&mut self, key: &str) -> Result<Option<Remembered>>;

    /// Notes what an idempotency key was used for.
    fn remember(&mut self, key: &str, remembered: &Remembered) -> Result<()>;

    /// Opens an inner transaction; they nest.
    fn savepoint(&mut self) -> Result<()>;

    /// Keeps what was written since the last open savepoint, and closes it.
    fn release(&mut self) -> Result<()>;

    /// Undoes what was written since the last open savepoint, and closes it.
    fn rollback_to_savepoint(&mut self) -> Result<()>;

    /// Makes everything durable. Dropping the transaction instead undoes everything.
    fn commit(self: Box<Self>) -> Result<()>;
}

/// The time, from outside: the domain reads no clock.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// Ids and salts, from outside: the domain draws no random number.
pub trait IdGen: Send + Sync {
    /// A new id, greater than those before (a version 7 UUID at `now`).
    fn id(&self, now: Timestamp) -> Uuid;
    /// Sixteen unpredictable bytes.
    fn salt(&self) -> [u8; 16];
}

//! What crosses the store port beside rows.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::RecordRef;
use crate::field::{RecordDecl, Row, SearchColumn};
use crate::query::Filter;
use crate::value::Timestamp;

/// One write of a record.
#[derive(Debug, Clone, Copy)]
pub struct Change<'a> {
    /// The kind.
    pub decl: &'static RecordDecl,
    /// The record as the store holds it; none creates it.
    pub before: Option<&'a Row>,
    /// The record as it shall be.
    pub after: &'a Row,
    /// How `before` was indexed; empty if there is none.
    pub was: &'a Indexing,
    /// How `after` is indexed.
    pub is: &'a Indexing,
}

/// What a record is found by beside its columns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Indexing {
    /// Look-up and blocking keys, sorted, each once.
    pub keys: Vec<Key>,
    /// Words for full text by column, each column at most once; words separated by one blank.
    pub words: Vec<(SearchColumn, String)>,
}

/// What is asked of the full-text index.
#[derive(Debug, Clone, Copy)]
pub struct WordQuery<'q> {
    /// The kind of record.
    pub decl: &'static RecordDecl,
    /// Words from [`tokens`](crate::value::text::tokens), all of which must be there. The last
    /// character of one may be `*`: any word that begins so.
    pub words: &'q [String],
    /// The columns that count; in no column no word is found.
    pub columns: &'q [SearchColumn],
    /// What must hold for a record besides. It narrows before the limit does, so that records out
    /// of an actor's sight take no place in the answer.
    pub filter: &'q Filter,
    /// Only records older than this one: the last of the page before.
    pub before: Option<Uuid>,
    /// How many ids at most.
    pub limit: u32,
}

/// What is asked of the keys.
#[derive(Debug, Clone, Copy)]
pub struct KeyQuery<'q> {
    /// The kind of record.
    pub decl: &'static RecordDecl,
    /// What kind of key.
    pub space: KeySpace,
    /// Its normalised value.
    pub value: &'q str,
    /// What must hold for a record besides. It narrows before the limit does, so that records out
    /// of an actor's sight take no place in the answer.
    pub filter: &'q Filter,
    /// How many ids at most.
    pub limit: u32,
}

/// A key under which a record is found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// What kind of key.
    pub space: KeySpace,
    /// The normalised value.
    pub value: String,
    /// Whether only one record of the kind may have it.
    pub unique: bool,
}

/// The kinds of key. The code is stored, so it never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum KeySpace {
    /// A normalised e-mail address.
    Email = 1,
    /// The primary e-mail address of a live record, under the unique policy.
    PrimaryEmail = 2,
    /// A telephone number in E.164.
    Phone = 3,
    /// An id in another system.
    External = 4,
    /// A registrable domain.
    Domain = 5,
    /// The full path of a tag, or the name of a field, role or the like: unique in its kind.
    Name = 6,
    /// A social profile.
    Social = 7,
    /// A blocking key for duplicates.
    Block = 8,
    /// A pair of records, for decisions about it.
    Pair = 9,
    /// What a message calls itself.
    Message = 10,
}

/// The end of an audit chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AuditHead {
    /// The number of the last entry; 0 if there is none.
    pub sequence: u64,
    /// Its hash; zeros if there is none.
    pub hash: [u8; 32],
}

/// Which part of the audit chain to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AuditQuery {
    /// Only entries of this record.
    pub record: Option<RecordRef>,
    /// Only entries of this cause, such as an import.
    pub cause: Option<Uuid>,
    /// Only entries after this number, or before it if `newest_first`.
    pub after: Option<u64>,
    /// From the end backwards.
    pub newest_first: bool,
    /// Only milestones ([`is_milestone`](crate::timeline::is_milestone)), by time instead, latest
    /// first and then by number backwards, from before this instant and number on: clocks can be set
    /// back, numbers cannot.
    pub earlier_than: Option<(Timestamp, u64)>,
    /// How many at most.
    pub limit: u32,
}

/// What an idempotency key was used for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remembered {
    /// The operation.
    pub operation: String,
    /// A digest of its arguments and actor.
    pub fingerprint: [u8; 32],
    /// Its whole answer, as JSON, before any field was hidden from its reader.
    pub answer: Vec<u8>,
}

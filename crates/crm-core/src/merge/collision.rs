//! References that meet when records become one: two associations with the same account, the
//! same tag twice, a relationship of a record with itself.
//!
//! The rule for each kind stands in its own room. Here is what they have in common, and the list
//! of the kinds that have one; of every other kind, each reference simply follows.

use crate::field::{Id, RecordKind};

/// A record that refers to one of the merged, its references moved to the survivor already.
#[derive(Debug, Clone)]
pub(crate) struct Entry<R> {
    /// Whose it was: 0 for the survivor, then the others in their order.
    pub(crate) rank: usize,
    /// The record.
    pub(crate) record: R,
}

/// What becomes of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Fate<R> {
    /// It stays, perhaps changed.
    Stays(R),
    /// Another, which stays, says what it said.
    Joins(Id<R>),
    /// It means nothing any more.
    Goes,
}

/// What becomes of each of several.
pub(crate) type Fates<R> = Vec<(Id<R>, Fate<R>)>;

/// The kinds with a rule of their own.
pub(super) const KINDS: &[RecordKind] = &[
    RecordKind::Association,
    RecordKind::TagLink,
    RecordKind::Link,
    RecordKind::Relationship,
    RecordKind::DuplicateDecision,
    RecordKind::DealContact,
    RecordKind::Share,
];

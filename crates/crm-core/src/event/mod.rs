//! The outbox: what happened, for consumers to pull (semantics 4.13).
//!
//! An event is written in the transaction of its change, and consumers read by cursor, so an
//! event exists exactly if the change does. It points at the audit entry that holds the old and
//! new values; one copy of personal data is enough to guard and to erase.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::RecordRef;
use crate::field::UserId;
use crate::value::Timestamp;

/// One thing that happened to one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// The id, for receivers to tell a repetition.
    pub id: Uuid,
    /// The place in the tenant's stream; the store gives it.
    pub cursor: u64,
    /// What happened, such as `contact.updated`.
    #[serde(rename = "type")]
    pub kind: String,
    /// To which record.
    pub record: RecordRef,
    /// Its version after; versions of a record have no gaps, so this is also its sequence.
    pub version: u64,
    /// When, UTC.
    pub at: Timestamp,
    /// Who caused it.
    pub actor: UserId,
    /// What it was part of: an import, a merge, a request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Uuid>,
    /// The audit entry with the changed values.
    pub audit_sequence: u64,
}

//! The outbox: what happened, for consumers to pull (semantics 4.13).
//!
//! An event is written in the transaction of its change, and consumers read by cursor, so an
//! event exists exactly if the change does. It points at the audit entry that holds the old and
//! new values; one copy of personal data is enough to guard and to erase.

#[cfg(test)]
mod tests;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::{Permission, plain_answer};
use crate::error::{RecordRef, Result};
use crate::field::UserId;
use crate::operation::{Context, Mode, Operation, Route};
use crate::page;
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

/// Reads what happened after a cursor, in order: consumers pull at their own pace and keep the
/// cursor of the last event they dealt with.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListEvents {
    /// The cursor of the last event dealt with; from the beginning if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<u64>,
    /// How many at most; 50 if absent, 500 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Events of the tenant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EventStream {
    /// In the order in which they were committed. An event names a record; what changed on it is
    /// read through its history, which applies the reader's field levels.
    pub events: Vec<Event>,
}

plain_answer!(EventStream);

impl Operation for ListEvents {
    const NAME: &'static str = "events.list";
    const PERMISSION: Permission = Permission::AuditView;
    const ROUTE: Route = Route::get("/events");
    const MODE: Mode = Mode::Read;
    type Output = EventStream;

    fn execute(self, cx: &mut Context<'_>) -> Result<EventStream> {
        // The stream tells of every record, so it takes the right to audit every record.
        cx.access().require_all(Permission::AuditView)?;
        let limit = page::limit(self.limit)?;
        let events = cx.store().events(self.after.unwrap_or(0), limit)?;
        Ok(EventStream { events })
    }
}

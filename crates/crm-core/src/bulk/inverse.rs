//! Undoing a bulk change.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::record::{Bulk, BulkStatus};
use crate::access::{Access, Answer};
use crate::error::{Error, RecordRef, Result};
use crate::field::RecordKind;
use crate::inverse::{self, Job, UndoConflict};
use crate::operation::Context;

/// What undoing a bulk change did.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct BulkUndone {
    /// Records of the bulk change of which something was taken back by this call.
    pub reverted: u32,
    /// What could not be taken back, because someone touched it since or the actor may not. Records
    /// out of sight are not listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<UndoConflict>,
    /// Whether there is more to undo: call again.
    #[serde(default)]
    pub more: bool,
}

impl Answer for BulkUndone {
    fn project(&mut self, access: &Access) {
        UndoConflict::project(&mut self.conflicts, access);
    }
}

/// Takes the next changes of a bulk change back, newest first, at most `changes`.
pub(super) fn undo(cx: &mut Context<'_>, bulk: &Bulk, changes: u32) -> Result<BulkUndone> {
    if matches!(bulk.status, BulkStatus::Planned | BulkStatus::Undone) {
        return Err(Error::conflict("there is nothing to undo"));
    }
    let job = Job {
        record: RecordRef {
            kind: RecordKind::Bulk,
            id: bulk.id.uuid(),
        },
        about: &[bulk.record_kind],
        creates: false,
        undone_to: bulk.undone_to,
    };
    let undone = inverse::step(cx, &job, changes)?;
    let mut after = bulk.clone();
    after.undone_to = undone.reached;
    let more = undone.reached.is_some();
    after.status = if more {
        BulkStatus::Undoing
    } else {
        BulkStatus::Undone
    };
    cx.save(bulk, after)?;
    Ok(BulkUndone {
        reverted: u32::try_from(undone.subjects.len()).unwrap_or(u32::MAX),
        conflicts: undone.conflicts,
        more,
    })
}

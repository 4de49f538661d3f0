//! Undoing an import.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Import, ImportStatus};
use crate::access::{Access, Answer};
use crate::error::{Error, RecordRef, Result};
use crate::field::RecordKind;
use crate::inverse::{self, Job, UndoConflict};
use crate::operation::Context;

/// What undoing an import did.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct UndoReport {
    /// Records that it had created, and that are gone again by this call.
    pub removed: u32,
    /// Records that it had changed, and of which something was put back by this call.
    pub restored: u32,
    /// What stays as it is, because someone has touched or refers to it since, it belongs to such a
    /// record, or the actor may not take it back. Records out of sight are not listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<UndoConflict>,
    /// Whether there is more to undo: call again.
    #[serde(default)]
    pub more: bool,
}

impl Answer for UndoReport {
    fn project(&mut self, access: &Access) {
        UndoConflict::project(&mut self.kept, access);
    }
}

/// What rows bring in. What links two of them is a part of the first: who takes part in a deal one
/// of the deal, and an association one of the contact.
const BROUGHT: &[RecordKind] = &[
    RecordKind::Deal,
    RecordKind::Lead,
    RecordKind::Contact,
    RecordKind::Account,
];

/// Takes the next changes of an import back, newest first, at most `changes`.
pub(super) fn undo(cx: &mut Context<'_>, import: &Import, changes: u32) -> Result<UndoReport> {
    if matches!(import.status, ImportStatus::Planned | ImportStatus::Undone) {
        return Err(Error::conflict("there is nothing to undo"));
    }
    let job = Job {
        record: RecordRef {
            kind: RecordKind::Import,
            id: import.id.uuid(),
        },
        about: BROUGHT,
        creates: true,
        undone_to: import.undone_to,
    };
    let undone = inverse::step(cx, &job, changes)?;
    let mut after = import.clone();
    after.undone_to = undone.reached;
    let more = undone.reached.is_some();
    after.status = if more {
        ImportStatus::Undoing
    } else {
        ImportStatus::Undone
    };
    cx.save(import, after)?;
    Ok(UndoReport {
        removed: undone.removed,
        restored: u32::try_from(undone.restored.len()).unwrap_or(u32::MAX),
        kept: undone.conflicts,
        more,
    })
}

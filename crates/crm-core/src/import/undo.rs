//! Undoing an import: what it wrote goes, what was touched since stays and is listed.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Import, ImportStatus};
use crate::access::plain_answer;
use crate::audit::{Action, AuditEntry};
use crate::error::{Error, RecordRef, Result};
use crate::operation::Context;
use crate::port::AuditQuery;
use crate::query::Select;
use crate::records;
use crate::reference::references;

/// What undoing an import did.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct UndoReport {
    /// Records that it had created, and that are gone again.
    pub removed: u32,
    /// Records that it had changed, and that are as before in the fields it changed.
    pub restored: u32,
    /// Records that someone has touched since; they stay as they are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<RecordRef>,
}

plain_answer!(UndoReport);

/// Undoes an import as a whole, newest write first, so that what depends on a record goes before
/// the record.
pub(super) fn undo(cx: &mut Context<'_>, import: &Import) -> Result<UndoReport> {
    if matches!(import.status, ImportStatus::Planned | ImportStatus::Undone) {
        return Err(Error::conflict("there is nothing to undo"));
    }
    let cause = import.id.uuid();
    let entries = cx.store().audit(&AuditQuery {
        record: None,
        cause: Some(cause),
        after: None,
        newest_first: true,
        limit: u32::MAX,
    })?;
    let own = RecordRef {
        kind: crate::field::RecordKind::Import,
        id: cause,
    };
    cx.because_of(cx_undo_id(cause));
    let mut report = UndoReport::default();
    let mut touched: BTreeSet<RecordRef> = BTreeSet::new();
    let mut restored: BTreeSet<RecordRef> = BTreeSet::new();
    let mut seen: BTreeSet<RecordRef> = BTreeSet::new();
    for entry in entries.iter().filter(|entry| entry.record != own) {
        // The newest write of the import must be the newest of all, or someone came after.
        if seen.insert(entry.record) && touched_since(cx, entry)? {
            touched.insert(entry.record);
        }
        if touched.contains(&entry.record) {
            continue;
        }
        match entry.action {
            // What this import put on the record is gone by now; whoever still refers to it came
            // after, so the record stays.
            Action::Create if referred_to(cx, entry.record)? => {
                touched.insert(entry.record);
            }
            Action::Create => {
                restored.remove(&entry.record);
                records::remove_created(cx, entry.record)?;
                report.removed += 1;
            }
            Action::Update => {
                records::take_back(cx, entry.record, &entry.changes)?;
                restored.insert(entry.record);
            }
            _ => {}
        }
    }
    report.restored = u32::try_from(restored.len()).unwrap_or(u32::MAX);
    report.kept = touched.into_iter().collect();
    let mut after = import.clone();
    after.status = ImportStatus::Undone;
    cx.save(import, after)?;
    Ok(report)
}

/// The undoing is a cause of its own, so that it is not taken for part of the import.
fn cx_undo_id(import: uuid::Uuid) -> uuid::Uuid {
    let mut bytes = import.into_bytes();
    // The last byte is random in a version 7 id; its complement names the undoing.
    bytes[15] = !bytes[15];
    uuid::Uuid::from_bytes(bytes)
}

fn referred_to(cx: &mut Context<'_>, record: RecordRef) -> Result<bool> {
    for reference in references(record.kind) {
        let select = Select::all(reference.decl)
            .filter(reference.to(record.kind, record.id))
            .limit(1);
        if !cx.store().select(&select)?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn touched_since(cx: &mut Context<'_>, entry: &AuditEntry) -> Result<bool> {
    let newest = cx.store().audit(&AuditQuery {
        record: Some(entry.record),
        cause: None,
        after: None,
        newest_first: true,
        limit: 1,
    })?;
    Ok(newest
        .first()
        .is_none_or(|newest| newest.sequence != entry.sequence))
}

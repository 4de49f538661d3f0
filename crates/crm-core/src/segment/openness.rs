//! Who may know a rule: those who may read every field that it speaks of (semantics 4.7, 4.11).
//!
//! This holds for the rule as it is and for every rule of the past, so it is decided from the
//! fields that a rule spoke of and not from the record.

use super::record::{Segment, SegmentId};
use crate::access::{Access, Mask, Sight};
use crate::audit::AuditEntry;
use crate::error::{RecordRef, Result};
use crate::field::{RecordKind, Sensitivity};
use crate::operation::Context;
use crate::port::AuditQuery;
use crate::records;

/// Entries read at a time.
const CHUNK: u32 = 500;

/// Whether an actor may know a rule that speaks of these fields.
pub(super) fn is_open(fields: &[String], access: &Access) -> bool {
    fields.iter().all(|name| {
        let Some((kind, field)) = name.split_once('.') else {
            return false;
        };
        let Ok(kind) = kind.parse::<RecordKind>() else {
            return false;
        };
        let decl = records::declaration(kind);
        if let Some(custom) = field.strip_prefix("custom.") {
            let (right, mask) = access.custom(kind, custom, Sensitivity::Internal);
            return right.sight == Sight::Full
                || (right.sight == Sight::Masked && mask == Mask::Token);
        }
        match decl.field(field) {
            Some((_, field)) => access.require_read(decl, field, true).is_ok(),
            // Ids and tags, which are no declared fields.
            None => true,
        }
    })
}

/// Takes out of the history of a segment, newest entry first, every rule that the actor may not
/// know. `latest` are the fields that the rule speaks of after the newest entry; what cannot be
/// known is withheld.
pub(crate) fn withhold_history(
    entries: &mut [AuditEntry],
    latest: Option<Vec<String>>,
    access: &Access,
) {
    let mut after = latest;
    for entry in entries {
        let before = match fields_changed(entry) {
            Some((old, new)) => {
                after = new;
                old
            }
            None => after.clone(),
        };
        let open = |fields: &Option<Vec<String>>| {
            fields
                .as_ref()
                .is_some_and(|fields| is_open(fields, access))
        };
        if !open(&before) || !open(&after) {
            entry
                .changes
                .retain(|change| !matches!(change.field.as_str(), "rule" | "rule_fields"));
        }
        after = before;
    }
}

/// The fields that the rule of a segment spoke of before an entry of the chain, or speaks of now.
pub(crate) fn fields_before(
    cx: &mut Context<'_>,
    id: SegmentId,
    entry: Option<u64>,
) -> Result<Option<Vec<String>>> {
    let record = RecordRef {
        kind: RecordKind::Segment,
        id: id.uuid(),
    };
    let mut read = entry.map(|entry| entry.saturating_sub(1));
    while let Some(after) = read {
        let entries = cx.store().audit(&AuditQuery {
            record: Some(record),
            cause: None,
            after: Some(after),
            newest_first: false,
            limit: CHUNK,
        })?;
        if let Some((old, _)) = entries.iter().find_map(fields_changed) {
            return Ok(old);
        }
        read = entries.last().map(|last| last.sequence);
    }
    let segment = cx.peek::<Segment>(id)?;
    Ok(segment.map(|segment| segment.rule_fields))
}

/// The fields that the rule spoke of before and after an entry that changed them.
fn fields_changed(entry: &AuditEntry) -> Option<(Option<Vec<String>>, Option<Vec<String>>)> {
    let named = |value: &Option<serde_json::Value>| match value {
        Some(fields) => serde_json::from_value(fields.clone()).ok(),
        None => Some(Vec::new()),
    };
    let change = entry
        .changes
        .iter()
        .find(|change| change.field == "rule_fields")?;
    Some((named(&change.old), named(&change.new)))
}

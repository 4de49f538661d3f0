//! The fold: a record from the entries of its audit chain.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::audit::{Action, AuditEntry, FieldChange};
use crate::field::RecordDecl;
use crate::value::Timestamp;

crate::choice! {
    /// What had become of a record.
    pub enum RecordState {
        /// It did not exist yet.
        #[default]
        Absent = "absent",
        /// It was live.
        Live = "live",
        /// It was in the archive.
        Archived = "archived",
        /// Another record had taken it over.
        Merged = "merged",
        /// It was removed for good.
        Purged = "purged",
    }
}

/// A record as its entries tell it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Folded {
    pub(super) state: RecordState,
    pub(super) version: u64,
    pub(super) changed_at: Option<Timestamp>,
    /// The set fields in wire form; custom ones as `custom.<name>`.
    pub(super) fields: BTreeMap<String, Json>,
    /// Whether values are missing, because the person was erased.
    pub(super) erased: bool,
}

/// What the entries of one record, oldest first, make of it. What an entry says beside changed
/// fields is no part of the record.
pub(super) fn fold<'a>(
    decl: &RecordDecl,
    entries: impl IntoIterator<Item = &'a AuditEntry>,
) -> Folded {
    let mut folded = Folded::default();
    for entry in entries {
        // Handing a record out changes nothing of it.
        if matches!(entry.action, Action::Export | Action::Read) {
            continue;
        }
        folded.version = entry.version;
        folded.changed_at = Some(entry.at);
        folded.erased |= entry.changes.is_empty() && entry.seal.salt == [0; 16];
        for change in entry.changes.iter().filter(|change| is_field(decl, change)) {
            match &change.new {
                Some(value) => folded.fields.insert(change.field.clone(), value.clone()),
                None => folded.fields.remove(&change.field),
            };
        }
        folded.state = if entry.action == Action::Purge {
            RecordState::Purged
        } else if folded.fields.contains_key("merged_into") {
            RecordState::Merged
        } else if folded.fields.contains_key("archived_at") {
            RecordState::Archived
        } else {
            RecordState::Live
        };
        if folded.state == RecordState::Purged {
            folded.fields.clear();
        }
    }
    folded
}

fn is_field(decl: &RecordDecl, change: &FieldChange) -> bool {
    change.field.starts_with("custom.") || decl.field(&change.field).is_some()
}

/// Every field that differs between two states of a record.
pub(super) fn difference(
    old: &BTreeMap<String, Json>,
    new: &BTreeMap<String, Json>,
) -> Vec<FieldChange> {
    let names: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    names
        .into_iter()
        .filter(|name| old.get(*name) != new.get(*name))
        .map(|name| FieldChange {
            field: name.clone(),
            old: old.get(name).cloned(),
            new: new.get(name).cloned(),
        })
        .collect()
}

//! The records of a bulk change: the job, and each record it is about.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::access::{Access, Permission, Veil};
use crate::entity;
use crate::error::Result;
use crate::field::{Id, Merge, RecordKind, UserId, document, label};
use crate::operation::{Environment, Stored};
use crate::records;
use crate::team::TeamId;

crate::record! {
    /// One change of many records.
    pub struct Bulk: Bulk, draft BulkDraft, patch BulkPatch;
    fixed {
        /// The kind of record that it changes.
        record_kind: RecordKind = label("Record kind");
    }
    entered {}
    derived {
        /// Who planned it; others with the permission for all records may see and undo it too.
        owner_id: Option<UserId> = label("Planned by").indexed();
        /// Where it stands.
        status: BulkStatus = label("Status").indexed();
        /// What is done to each record.
        action: Option<BulkAction> = label("Action").speaks();
        /// How many records it is about.
        total: u32 = label("Records");
        /// How many have been dealt with.
        processed: u32 = label("Processed");
        /// How many were changed.
        changed: u32 = label("Changed");
        /// How many were as asked already.
        unchanged: u32 = label("Unchanged");
        /// How many were refused.
        refused: u32 = label("Refused");
        /// The last of its records that was dealt with.
        reached_id: Option<BulkItemId> = label("Reached");
        /// The number of the audit entry down to which it is undone, while it is being undone.
        undone_to: Option<i64> = label("Undone to");
    }
}

/// The id of a bulk change.
pub type BulkId = Id<Bulk>;

crate::choice! {
    /// Where a bulk change stands.
    pub enum BulkStatus {
        /// Planned; nothing is changed yet.
        #[default]
        Planned = "planned",
        /// Some records are dealt with.
        Running = "running",
        /// Every record is dealt with.
        Completed = "completed",
        /// Stopped by the caller; what was changed stays until it is undone.
        Cancelled = "cancelled",
        /// Some of it is undone; undoing goes on.
        Undoing = "undoing",
        /// Undone.
        Undone = "undone",
    }
}

crate::choice! {
    /// What is done to each record.
    pub enum BulkVerb {
        /// Fields are set or cleared (BLK-07, BLK-08).
        #[default]
        Update = "update",
        /// It is handed to another owner or team (BLK-01).
        Assign = "assign",
        /// Tags are put on and taken off (BLK-02, BLK-10).
        Tag = "tag",
        /// It is archived (BLK-09).
        Archive = "archive",
        /// It comes back from the archive.
        Restore = "restore",
    }
}

/// What is done to each record.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkAction {
    /// What.
    #[serde(default)]
    pub verb: BulkVerb,
    /// For `update`: values by field, in wire form; `null` clears one. Custom fields stand under
    /// `custom`, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, Json>,
    /// For `assign`: the new owner; of a task, who does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<UserId>,
    /// For `assign`: the new team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_id: Option<TeamId>,
    /// For `tag`: paths of tags to put on; missing ones are created if the actor may.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub add_tags: Vec<String>,
    /// For `tag`: paths of tags to take off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remove_tags: Vec<String>,
}

document!(BulkAction);

impl Stored for Bulk {
    const VIEW: Permission = Permission::BulkRun;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        Ok(())
    }

    /// The values of a change are as guarded as the fields that get them (semantics 4.11).
    fn withhold(&mut self, access: &Access) {
        let decl = records::declaration(self.record_kind);
        let Some(action) = &mut self.action else {
            return;
        };
        let veil = |field: &str| Veil::over(access, decl, field);
        let seen = |name: &str, value: Json| match (name, value) {
            ("custom", Json::Object(values)) => {
                let seen = values.into_iter().filter_map(|(name, value)| {
                    let value = veil(&format!("custom.{name}")).through(value)?;
                    Some((name, value))
                });
                Some(Json::Object(seen.collect()))
            }
            (name, value) => veil(name).through(value),
        };
        action.fields = std::mem::take(&mut action.fields)
            .into_iter()
            .filter_map(|(name, value)| Some((name.clone(), seen(&name, value)?)))
            .collect();
        let (_, owner) = entity::hands_over(self.record_kind);
        action.owner_id = action.owner_id.filter(|_| veil(owner).is_clear());
        action.team_id = action.team_id.filter(|_| veil("team_id").is_clear());
    }
}

crate::record! {
    /// One record of a bulk change and what became of it.
    pub struct BulkItem: BulkItem, draft BulkItemDraft, patch BulkItemPatch;
    fixed {
        /// The bulk change.
        bulk_id: BulkId = label("Bulk change").indexed();
        /// Its number, from 1.
        position: u32 = label("Position");
        /// The record. A log names it even after it is gone or merged, so this is no reference
        /// that merging would move.
        record_id: Uuid = label("Record").merge(Merge::Derived);
    }
    entered {}
    derived {
        /// What became of it.
        outcome: BulkOutcome = label("Outcome");
        /// The code of the refusal.
        code: Option<String> = label("Code");
        /// What was wrong, as a sentence without a person's data.
        reason: Option<String> = label("Reason");
        /// The field it was about.
        field: Option<String> = label("Field");
    }
}

/// The id of one record of a bulk change.
pub type BulkItemId = Id<BulkItem>;

crate::choice! {
    /// What became of a record in a bulk change.
    pub enum BulkOutcome {
        /// Nothing yet.
        #[default]
        Pending = "pending",
        /// It was changed.
        Changed = "changed",
        /// It was as asked already.
        Unchanged = "unchanged",
        /// It was refused; the reason stands beside.
        Refused = "refused",
    }
}

impl Stored for BulkItem {
    const VIEW: Permission = Permission::BulkRun;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        Ok(())
    }
}

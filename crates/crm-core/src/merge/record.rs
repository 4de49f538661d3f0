//! What is kept of a merge: enough to undo it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;

use super::plan::FieldChoice;
use super::survivorship::MergeReason;
use crate::access::Permission;
use crate::audit::FieldChange;
use crate::error::{RecordRef, Result};
use crate::field::{Element, FieldKind, Id, Merge as Rule, RecordKind, UserId, label};
use crate::operation::{Environment, Stored};
use crate::value::Timestamp;

crate::record! {
    /// One merge: what became one, what was before, what followed and why. Nobody reads it as it
    /// is, since it holds copies of fields that have guards of their own; undoing a merge does, and
    /// leaves no copies behind.
    pub struct Merge: Merge, draft MergeDraft, patch MergePatch;
    fixed {
        /// The kind of the records.
        record_kind: RecordKind = label("Record kind");
        /// The record that stayed. A merge says what happened then, so a later merge of the
        /// survivor does not move this.
        survivor_id: Uuid = label("Survivor").merge(Rule::Derived).indexed();
    }
    entered {}
    derived {
        /// The records as they were, the survivor first.
        records: Vec<MergedRecord> = label("Records").sealed();
        /// The survivor's fields that changed.
        fields: Vec<MergedField> = label("Fields").sealed();
        /// The records that referred to those that went.
        references: Vec<MergedReference> = label("References").sealed();
        /// What the caller had decide otherwise than the rules.
        choices: Vec<FieldChoice> = label("Choices").sealed();
        /// When it was undone, if it was; nothing is kept of it from then on but who was merged.
        undone_at: Option<Timestamp> = label("Undone at");
        /// Who undid it.
        undone_by: Option<UserId> = label("Undone by");
    }
}

/// The id of a merge; audit entries and events of the merge have it as their cause.
pub type MergeId = Id<Merge>;

/// A record as it was before a merge.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MergedRecord {
    /// Its id.
    pub id: Uuid,
    /// Its version before.
    pub version: u64,
    /// Its version after.
    pub version_after: u64,
    /// All of it; nothing once the merge was undone.
    pub before: Json,
}

/// A field of the survivor that a merge changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MergedField {
    /// What changed: undoing gives the old value back if the field still has the new one.
    #[serde(flatten)]
    pub change: FieldChange,
    /// Why.
    pub because: Option<MergeReason>,
    /// The records that the value came from.
    pub from: Vec<Uuid>,
}

crate::choice! {
    /// What became of a record that referred to a merged one.
    pub enum ReferenceOutcome {
        /// Its reference leads to the survivor.
        #[default]
        Moved = "moved",
        /// It stayed, and others that said the same joined it.
        Combined = "combined",
        /// It joined another that said the same.
        Joined = "joined",
        /// It would have led from the survivor to itself, or meant nothing any more.
        Dropped = "dropped",
        /// It follows from another that moved.
        Followed = "followed",
        /// It was merged into one of the records before, and leads to the survivor now.
        Redirected = "redirected",
    }
}

/// A record that referred to a merged one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MergedReference {
    /// Its kind.
    pub kind: RecordKind,
    /// Its id.
    pub id: Uuid,
    /// What became of it.
    pub outcome: ReferenceOutcome,
    /// The record that it joined, or that says the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<Uuid>,
    /// Its version after; none if it was removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
    /// What changed on it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<FieldChange>,
    /// All of it, if it was removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Json>,
}

impl Element for MergedRecord {
    const LIST: FieldKind = FieldKind::Document;
}

impl Element for MergedField {
    const LIST: FieldKind = FieldKind::Document;
}

impl Element for MergedReference {
    const LIST: FieldKind = FieldKind::Document;
}

impl Element for FieldChoice {
    const LIST: FieldKind = FieldKind::Document;
}

impl Merge {
    /// The merge as a record, for errors that name it.
    pub(super) fn this(&self) -> RecordRef {
        RecordRef {
            kind: RecordKind::Merge,
            id: self.id.uuid(),
        }
    }

    /// The ids of the records that went.
    pub(super) fn gone(&self) -> impl Iterator<Item = Uuid> {
        let survivor = self.survivor_id;
        let all = self.records.iter().map(|record| record.id);
        all.filter(move |id| *id != survivor)
    }
}

impl MergedReference {
    /// The record that referred.
    pub(super) fn record(&self) -> RecordRef {
        RecordRef {
            kind: self.kind,
            id: self.id,
        }
    }

    /// Whether it left: another says what it said, or it meant nothing any more.
    pub(super) fn left(&self) -> bool {
        matches!(
            self.outcome,
            ReferenceOutcome::Joined | ReferenceOutcome::Dropped
        )
    }
}

impl Stored for Merge {
    const VIEW: Permission = Permission::AuditView;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        Ok(())
    }
}

//! What is to be undone of a merge, and what that does.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::{Access, Answer, Veil};
use crate::audit::{FieldChange, project_changes};
use crate::error::RecordRef;
use crate::field::RecordKind;
use crate::merge::{MergeId, RecordVersion};
use crate::records;

/// What is to be undone of a merge.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct UnmergeRequest {
    /// The kind of the records.
    pub kind: RecordKind,
    /// Which merge.
    pub merge_id: MergeId,
    /// The records to take out; all that the merge took in if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<Uuid>,
    /// Fields of the survivor that stay as they are, custom ones as `custom.<name>`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keep_fields: Vec<String>,
    /// Records that followed in the merge and go on referring to the survivor.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keep_references: Vec<RecordRef>,
    /// Records out of `proposed` of the plan that go along.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub take: Vec<RecordRef>,
}

/// What undoing a merge does. The plan is made by doing it and keeping nothing, so it says what
/// will happen. Records out of sight are never listed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct UnmergePlan {
    /// The merge.
    pub merge_id: MergeId,
    /// The kind of record.
    pub kind: RecordKind,
    /// The record that the others went into.
    pub survivor_id: Uuid,
    /// The survivor and the records that are taken out of it, with their versions; undoing takes
    /// them.
    pub records: Vec<RecordVersion>,
    /// Records that stay merged; a merge of their own has them from then on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remaining: Vec<Uuid>,
    /// What changes on the survivor.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<FieldChange>,
    /// Fields of the survivor that stay, though undoing would have changed them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept_fields: Vec<UnmergedField>,
    /// The records that followed in the merge, by kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<UnmergeReferences>,
    /// Records that followed and stay with the survivor, or of which something stays.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept_references: Vec<UnmergedReference>,
    /// Records added since that name an address or a number of a record that returns. They stay
    /// with the survivor unless they are named in `take`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proposed: Vec<ProposedReference>,
    /// A digest of the plan as the actor sees it; undoing with it refuses anything else.
    pub digest: String,
}

crate::choice! {
    /// Why something that a merge did stays when it is undone.
    pub enum StayReason {
        /// Somebody has changed it since.
        #[default]
        Edited = "edited",
        /// The caller wants it to stay.
        Chosen = "chosen",
        /// The actor may not write it.
        Forbidden = "forbidden",
        /// It does not fit any more: something else has taken its place, or what it belonged to is
        /// gone.
        Ousted = "ousted",
    }
}

/// A field of the survivor that stays, though undoing would have changed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UnmergedField {
    /// The field.
    pub field: String,
    /// Why it stays.
    pub because: StayReason,
}

/// A record that followed in a merge and stays, or of which a field does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UnmergedReference {
    /// The record.
    pub record: RecordRef,
    /// Its field that stays, if it is not the record as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Why.
    pub because: StayReason,
}

/// What becomes of the records of a kind that followed in a merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UnmergeReferences {
    /// The kind.
    pub kind: RecordKind,
    /// How many go back where they came from.
    pub returned: u64,
    /// How many stay as a whole.
    pub kept: u64,
}

/// A record added since a merge that could go with a record that returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProposedReference {
    /// The record: somebody who took part in a communication.
    pub record: RecordRef,
    /// What it belongs to: the communication.
    pub of: RecordRef,
    /// The record that has the very address or number.
    pub to: Uuid,
}

impl Answer for UnmergePlan {
    fn project(&mut self, access: &Access) {
        let decl = records::declaration(self.kind);
        let survivor = RecordRef {
            kind: self.kind,
            id: self.survivor_id,
        };
        project_changes(&mut self.changes, survivor, access);
        self.kept_fields
            .retain(|kept| Veil::over(access, decl, &kept.field).shows());
        for kept in &mut self.kept_references {
            let decl = records::declaration(kept.record.kind);
            let shown = |field: &String| Veil::over(access, decl, field).shows();
            kept.field = kept.field.take().filter(shown);
        }
        self.kept_references.dedup();
    }
}

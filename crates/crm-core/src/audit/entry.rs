//! One entry of the audit chain.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::RecordRef;
use crate::field::UserId;
use crate::value::Timestamp;

crate::choice! {
    /// What was done to a record.
    pub enum Action {
        /// It was created.
        #[default]
        Create = "create",
        /// Fields changed.
        Update = "update",
        /// It was archived.
        Archive = "archive",
        /// It came back from the archive.
        Restore = "restore",
        /// It was removed for good.
        Purge = "purge",
        /// It took other records over.
        Merge = "merge",
        /// It was taken over by another record.
        MergeInto = "merge_into",
        /// It became a contact, an account or a deal.
        Convert = "convert",
        /// Its conversion was undone.
        Unconvert = "unconvert",
        /// A merge was undone.
        Unmerge = "unmerge",
        /// It was handed out as a file.
        Export = "export",
        /// Guarded fields of it were read.
        Read = "read",
    }
}

/// Who changed what, when and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AuditEntry {
    /// The number in the tenant's chain, from 1, without gaps.
    pub sequence: u64,
    /// When, UTC.
    pub at: Timestamp,
    /// Who.
    pub actor: UserId,
    /// Through which operation, such as `contacts.update`.
    pub operation: String,
    /// What it was part of: an import, a merge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Uuid>,
    /// What was done.
    pub action: Action,
    /// To which record.
    pub record: RecordRef,
    /// Its version after.
    pub version: u64,
    /// The changed fields; empty once the person was erased.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<FieldChange>,
    /// What the chain keeps of the changes: a commitment that says nothing about them.
    #[serde(skip)]
    #[schemars(skip)]
    pub seal: Seal,
}

/// The part of an entry that the chain needs and readers do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seal {
    /// The salt of the commitment; zeros once erased.
    pub salt: [u8; 16],
    /// The commitment to the changes.
    pub commitment: [u8; 32],
    /// The hash of this entry, over the one before.
    pub hash: [u8; 32],
}

/// One field's values before and after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FieldChange {
    /// The field, by name.
    pub field: String,
    /// The value before, in wire form; absent if it was unset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old: Option<serde_json::Value>,
    /// The value after, in wire form; absent if it is unset now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new: Option<serde_json::Value>,
}

//! The records of an import: the job, and what became of each row.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Inspection, ReadOptions, RowProblem};
use crate::access::Permission;
use crate::contact::DuplicatePolicy;
use crate::error::Result;
use crate::field::{Element, FieldKind, Id, Merge, RecordKind, UserId, document, label};
use crate::operation::{Environment, Stored};
use crate::value::Timestamp;

crate::record! {
    /// An import of a file.
    pub struct Import: Import, draft ImportDraft, patch ImportPatch;
    fixed {
        /// The name of the file, for people.
        file_name: Option<String> = label("File name");
    }
    entered {}
    derived {
        /// Where it stands.
        status: ImportStatus = label("Status").indexed();
        /// What the file is.
        inspection: Option<Inspection> = label("Inspection");
        /// How it was asked to be imported.
        options: Option<ImportOptions> = label("Options");
        /// A digest of the bytes: a step refuses other bytes than the plan's.
        digest: String = label("Digest");
        /// How many rows the file has.
        total_rows: u32 = label("Rows");
        /// How many rows have been dealt with.
        processed_rows: u32 = label("Processed");
        /// What became of them.
        counts: Option<ImportCounts> = label("Counts");
        /// The rows that were dealt with of late, where the tenant limits how many.
        recent: Vec<RecentRows> = label("Recent rows");
        /// The number of the audit entry down to which it is undone, while it is being undone.
        undone_to: Option<i64> = label("Undone to");
    }
}

/// The id of an import.
pub type ImportId = Id<Import>;

crate::choice! {
    /// Where an import stands.
    pub enum ImportStatus {
        /// Planned; nothing is written yet.
        #[default]
        Planned = "planned",
        /// Some rows are written.
        Running = "running",
        /// Every row is dealt with.
        Completed = "completed",
        /// Stopped by the caller; what was written stays until it is undone.
        Cancelled = "cancelled",
        /// Some of it is undone; undoing goes on.
        Undoing = "undoing",
        /// Undone.
        Undone = "undone",
    }
}

/// How a file is to be imported.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportOptions {
    /// How the file is read.
    #[serde(default)]
    pub read: ReadOptions,
    /// What to do with rows that seem to exist already. `reject` skips the row and names
    /// the matches.
    #[serde(default)]
    pub on_duplicate: DuplicatePolicy,
    /// The owner of new records that name none; the importing user if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<UserId>,
    /// Paths of tags for every imported record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Links people to accounts by the domain of their address or the exact name of their
    /// company, and creates accounts that are missing.
    #[serde(default)]
    pub link_accounts: bool,
}

/// What became of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ImportCounts {
    /// New records.
    pub created: u32,
    /// Existing records that were changed.
    pub updated: u32,
    /// Existing records that had everything already.
    pub unchanged: u32,
    /// Rows skipped because they seem to exist already.
    pub duplicates: u32,
    /// Rows that could not be imported.
    pub failed: u32,
}

/// Rows that an import dealt with at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct RecentRows {
    /// When the last of them was dealt with, UTC.
    pub at: Timestamp,
    /// How many.
    pub rows: u32,
}

document!(Inspection, ImportOptions, ImportCounts);

impl Element for RecentRows {
    const LIST: FieldKind = FieldKind::Document;
}

impl Element for RowProblem {
    const LIST: FieldKind = FieldKind::Document;
}

impl Stored for Import {
    const VIEW: Permission = Permission::ImportRun;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        Ok(())
    }
}

crate::record! {
    /// One row of an imported file and what became of it.
    pub struct ImportRow: ImportRow, draft ImportRowDraft, patch ImportRowPatch;
    fixed {
        /// The import.
        import_id: ImportId = label("Import").indexed();
        /// Its number, from 1.
        row: u32 = label("Row");
        /// The line on which it begins, from 1.
        line: u32 = label("Line");
        /// What became of it.
        outcome: RowOutcome = label("Outcome");
        /// The kind of record it became, or matches.
        record_kind: Option<RecordKind> = label("Record kind");
        /// The record it became, or matches. A log names it even after it is gone or merged, so
        /// this is no reference that merging would move.
        record_id: Option<Uuid> = label("Record").merge(Merge::Derived);
        /// What is wrong with it.
        problems: Vec<RowProblem> = label("Problems");
    }
    entered {}
    derived {}
}

crate::choice! {
    /// What became of a row.
    pub enum RowOutcome {
        /// A record was created.
        #[default]
        Created = "created",
        /// An existing record was changed.
        Updated = "updated",
        /// An existing record had everything already.
        Unchanged = "unchanged",
        /// It seems to exist already and was skipped.
        Duplicate = "duplicate",
        /// It could not be imported.
        Failed = "failed",
    }
}

impl Stored for ImportRow {
    const VIEW: Permission = Permission::ImportRun;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        Ok(())
    }
}

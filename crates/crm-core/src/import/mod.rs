//! Files in: plan, preview, apply in steps, undo (catalogue group IMP).
//!
//! The host stages bytes ([`Engine::stage`](crate::Engine::stage)) and names the handle. A plan
//! says what the file is, what each column becomes, how many rows can be imported, and what the
//! first of them would do. It brings these in and lets go of them again, so it is the same code that
//! applies; the rows of a long file beyond that are judged by the rules of their kind alone.
//! Applying goes in steps, each one transaction: a caller in any language shows progress and cancels
//! between two steps, and a crash repeats or resumes a step without harm. Everything an import
//! writes carries its id as cause, so it can be undone, in steps too; what was touched since stays,
//! and is listed.
//!
//! Bytes become rows in `crm-formats`, behind the [`Formats`] port; this room knows no format. It
//! knows no kind of record either: what a cell becomes follows from the declaration of its field,
//! and the rest each kind says of itself by being importable.
//!
//! ```
//! # use crm_core::import::columns;
//! # use crm_core::field::RecordKind;
//! let takes = |kind, name| columns(kind).any(|field| field.name == name);
//! assert!(takes(RecordKind::Lead, "budget") && takes(RecordKind::Deal, "expected_close_on"));
//! ```

mod apply;
mod cells;
mod incoming;
mod kind;
mod operations;
mod plan;
mod quota;
mod reader;
mod record;
mod reference;
mod run;
mod staging;
#[cfg(test)]
mod tests;
mod undo;

pub use crate::inverse::UndoConflict;
pub use incoming::{
    ColumnPlan, Formats, Incoming, IncomingRecord, Inspection, ReadOptions, Reading, RowProblem,
    WriteFormat, WriteOptions,
};
pub(crate) use kind::{Arrival, Aside, Importable, Said};
pub use kind::{IncomingDraft, columns};
pub use operations::{
    ApplyImport, CancelImport, GetImport, ImportRows, ImportRowsPage, PlanImport, UndoImport,
};
pub use plan::{ImportPlan, PreviewRow};
pub use record::{
    Import, ImportCounts, ImportDraft, ImportId, ImportOptions, ImportPatch, ImportRow,
    ImportRowDraft, ImportRowPatch, ImportStatus, RecentRows, RowOutcome,
};
pub(crate) use reference::by_external_id;
pub use staging::{Staged, Staging};
pub use undo::UndoReport;

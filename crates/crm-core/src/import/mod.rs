//! Files in: plan, preview, apply in steps, undo (catalogue group IMP).
//!
//! The host stages bytes ([`Engine::stage`](crate::Engine::stage)) and names the handle. A plan
//! says what the file is, what each column becomes, how many rows can be imported, and what the
//! first of them would do; it is the same code that applies. Applying goes in steps, each one
//! transaction: a caller in any language shows progress and cancels between two steps, and a crash
//! repeats or resumes a step without harm. Everything an import writes carries its id as cause, so
//! it can be undone as a whole; what was touched since stays, and is listed.
//!
//! Bytes become records in `crm-formats`, behind the [`Formats`] port; this room knows no format.

mod apply;
mod cells;
mod incoming;
mod operations;
mod plan;
mod record;
mod run;
mod staging;
mod undo;

pub use incoming::{
    ColumnPlan, ContactFields, Formats, Incoming, IncomingRecord, Inspection, ReadOptions, Reading,
    RowProblem, WriteFormat, WriteOptions,
};
pub use operations::{
    ApplyImport, CancelImport, GetImport, ImportRows, ImportRowsPage, PlanImport, UndoImport,
};
pub use plan::{ImportPlan, PreviewRow};
pub use record::{
    Import, ImportCounts, ImportDraft, ImportId, ImportOptions, ImportPatch, ImportRow,
    ImportRowDraft, ImportRowPatch, ImportStatus, RowOutcome,
};
pub use staging::{Staged, Staging};
pub use undo::UndoReport;

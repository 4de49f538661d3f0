//! Files in: plan, preview, apply in steps, undo (catalogue group IMP).
//!
//! The host stages bytes ([`Engine::stage`](crate::Engine::stage)) and names the handle. A plan
//! says what the file is, what each column becomes, how many rows can be imported, and what the
//! first of them would do; it is the same code that applies. Applying goes in steps, each one
//! transaction: a caller in any language shows progress and cancels between two steps, and a crash
//! repeats or resumes a step without harm. Everything an import writes carries its id as cause, so
//! it can be undone as a whole; what was touched since stays, and is listed.
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
mod undo;

pub use incoming::{
    ColumnPlan, Formats, Incoming, IncomingRecord, Inspection, ReadOptions, Reading, RowProblem,
    WriteFormat, WriteOptions,
};
pub(crate) use kind::{Arrival, Aside, Importable, Resembling};
pub use kind::{IncomingDraft, columns};
pub use operations::{
    ApplyImport, CancelImport, GetImport, ImportRows, ImportRowsPage, PlanImport, UndoImport,
};
pub use plan::{ImportPlan, PreviewRow};
pub use record::{
    Import, ImportCounts, ImportDraft, ImportId, ImportOptions, ImportPatch, ImportRow,
    ImportRowDraft, ImportRowPatch, ImportStatus, RowOutcome,
};
pub(crate) use reference::by_external_id;
pub use staging::{Staged, Staging};
pub use undo::UndoReport;

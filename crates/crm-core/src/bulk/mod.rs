//! One change of many records: planned, applied in steps, undone as a whole (catalogue group BLK).
//!
//! A plan freezes the selection to ids, so that what is changed is what was planned, whatever
//! matches the rule meanwhile (BLK-15). It rehearses the change on the first records and says
//! which would be refused. Applying goes in steps, each one transaction, as with imports: a caller
//! shows progress, pauses or cancels between two steps, and a crash repeats or resumes a step
//! without harm. Each record is changed through its kind's own operation with the actor's own
//! rights, and gets an outcome of its own. Everything written carries the id of the bulk change as
//! its cause, so it can be undone, in steps too; what someone touched since stays, and is listed.
//!
//! ```
//! use crm_core::bulk::{ApplyBulk, BulkAction, BulkSelection, BulkVerb, PlanBulk, UndoBulk};
//! use crm_core::contact::{ContactDraft, CreateContact};
//!
//! let session = crm_core::memory::session("admin");
//! for name in ["Ada", "Grace"] {
//!     session.contacts().create(CreateContact {
//!         contact: ContactDraft { display_as: Some(name.into()), ..ContactDraft::default() },
//!         ..CreateContact::default()
//!     })?;
//! }
//! let plan = session.bulk().plan(PlanBulk {
//!     selection: BulkSelection { rule: Some("job_title is unset".into()), ..BulkSelection::default() },
//!     action: BulkAction {
//!         verb: BulkVerb::Update,
//!         fields: [("job_title".to_owned(), "Analyst".into())].into(),
//!         ..BulkAction::default()
//!     },
//!     ..PlanBulk::default()
//! })?;
//! assert_eq!((plan.bulk.total, plan.refused), (2, 0));
//! let done = session.bulk().apply(ApplyBulk { id: plan.bulk.id, ..ApplyBulk::default() })?;
//! assert_eq!(done.changed, 2);
//! let undone = session.bulk().undo(UndoBulk { id: done.id, ..UndoBulk::default() })?;
//! assert_eq!((undone.reverted, undone.conflicts.len()), (2, 0));
//! # Ok::<(), crm_core::Error>(())
//! ```

mod act;
mod apply;
mod inverse;
mod operations;
mod plan;
mod record;
mod select;

#[cfg(test)]
mod tests;

pub use crate::inverse::UndoConflict;
pub use inverse::BulkUndone;
pub use operations::{ApplyBulk, CancelBulk, GetBulk, ListBulkItems, PlanBulk, UndoBulk};
pub use plan::{BulkPlan, PlannedItem};
pub use record::{
    Bulk, BulkAction, BulkDraft, BulkId, BulkItem, BulkItemDraft, BulkItemId, BulkItemPatch,
    BulkOutcome, BulkPatch, BulkStatus, BulkVerb,
};
pub use select::BulkSelection;

//! Undoing a merge (semantics 4.6, DED-17): late, field by field, around whatever came since.
//!
//! The records that went are themselves again, under their ids. A field of the survivor returns to
//! what it was if it still is what the merge made of it; what somebody has changed since stays, and
//! is listed. What followed goes back where it came from; what was added since stays with the
//! survivor, and a message that names an address of a record that returns is proposed to go along.
//!
//! - One of several can be taken out: the rest is merged anew, as if it had never been among them.
//! - Merges that rest on each other are undone newest first; others in any order.
//! - Fields and records can be named that stay as they are.
//! - It takes the permission to unmerge and to change the survivor and what returns. A field that
//!   the actor may not write stays.
//! - The pair is never suggested as duplicates again.
//!
//! ```
//! use crm_core::contact::{ContactDraft, CreateContact, GetContact};
//! use crm_core::merge::{ApplyMerge, MergeRequest, PlanMerge, PlanUnmerge, Unmerge, UnmergeRequest};
//!
//! let session = crm_core::memory::session("admin");
//! let create = |name: &str| {
//!     let contact = ContactDraft { display_as: Some(name.into()), ..ContactDraft::default() };
//!     session.run(CreateContact { contact, ..CreateContact::default() })
//! };
//! let (one, other) = (create("Ada")?.contact.id, create("Augusta")?.contact.id);
//! let request = MergeRequest { ids: vec![one.uuid(), other.uuid()], ..MergeRequest::default() };
//! let plan = session.merge().plan(PlanMerge { request: request.clone() })?;
//! let versions = plan.records;
//! let merged = session.merge().apply(ApplyMerge { request, versions, digest: None })?;
//!
//! let request = UnmergeRequest { merge_id: merged.merge_id, ..UnmergeRequest::default() };
//! let plan = session.merge().plan_unmerge(PlanUnmerge { request: request.clone() })?;
//! assert!(plan.kept_fields.is_empty());
//! session.merge().unmerge(Unmerge { request, versions: plan.records, digest: Some(plan.digest) })?;
//! assert_eq!(session.contacts().get(GetContact { id: other })?.display_name.as_deref(), Some("Augusta"));
//! # Ok::<(), crm_core::Error>(())
//! ```

mod as_left;
mod claims;
mod fields;
mod follow;
mod operations;
mod plan;
mod proposed;
mod references;
mod report;
mod rests;
mod subjects;
mod take_out;
mod taken_off;

pub use operations::{PlanUnmerge, Unmerge, Unmerged};
pub use plan::{
    ProposedReference, StayReason, UnmergePlan, UnmergeReferences, UnmergeRequest, UnmergedField,
    UnmergedReference,
};

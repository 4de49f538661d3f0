//! Making one record out of several (semantics 4.6).
//!
//! A merge is planned, looked at, and applied. The plan names the survivor, the value of every
//! field with its source and reason, and what follows; applying does exactly that, or nothing if
//! a record has moved on. The others are not deleted: their ids lead to the survivor in one step,
//! everything that referred to them refers to it, and a [`Merge`] keeps what was before, so that
//! [`Unmerge`] can undo it at any later time.
//!
//! - Each field merges by the rule that it declares; a caller may choose otherwise.
//! - The order in which records are named changes nothing.
//! - References follow by the registry of the schema, so none is missed. Where two say the same
//!   they become one; what would lead from the survivor to itself goes, and is remembered.
//! - It takes the permission to merge and to change every one of the records. Fields that the
//!   actor may not read merge by rule without being shown.
//!
//! ```
//! use crm_core::contact::{ContactDraft, CreateContact, GetContact};
//! use crm_core::merge::{ApplyMerge, MergeRequest, PlanMerge};
//! use crm_core::point::{EmailPoint, PhonePoint};
//! use crm_core::value::PersonName;
//!
//! let session = crm_core::memory::session("admin");
//! let create = |contact| session.run(CreateContact { contact, ..CreateContact::default() });
//! let name = PersonName { given: Some("Ada".into()), family: Some("Lovelace".into()), ..PersonName::default() };
//! let one = create(ContactDraft {
//!     name: name.clone(),
//!     emails: vec![EmailPoint::new("ada@example.com")],
//!     job_title: Some("Analyst".into()),
//!     ..ContactDraft::default()
//! })?.contact.id;
//! let other = create(ContactDraft {
//!     name,
//!     phones: vec![PhonePoint::new("+44 20 7946 0958")],
//!     ..ContactDraft::default()
//! })?.contact.id;
//!
//! let request = MergeRequest { ids: vec![one.uuid(), other.uuid()], ..MergeRequest::default() };
//! let plan = session.merge().plan(PlanMerge { request: request.clone() })?;
//! assert_eq!(plan.survivor_id, one.uuid());
//! session.merge().apply(ApplyMerge { request, versions: plan.records, digest: Some(plan.digest) })?;
//!
//! let ada = session.contacts().get(GetContact { id: other })?;
//! assert_eq!(ada.id, one);
//! assert_eq!((ada.emails.len(), ada.phones.len()), (1, 1));
//! # Ok::<(), crm_core::Error>(())
//! ```

mod again;
mod apply;
mod collision;
mod consequence;
mod list;
mod merged;
mod overlay;
mod plan;
mod provenance;
mod record;
mod survivor;
mod survivorship;
#[cfg(test)]
mod tests;
mod unmerge;
mod work;

pub use apply::{ApplyMerge, Merged};
pub(crate) use apply::{forget, of_survivor};
pub(crate) use collision::{Entry, Fate, Fates};
pub use list::{ListMerges, MergeList, MergeSummary};
pub(crate) use overlay::overlay_field;
pub use plan::{
    FieldChoice, MergeConcern, MergePlan, MergeReferences, MergeRequest, MergeWarning, PlanMerge,
    RecordVersion,
};
pub use record::{
    Merge, MergeDraft, MergeId, MergePatch, MergedField, MergedRecord, MergedReference,
    ReferenceOutcome,
};
pub use survivor::SurvivorReason;
pub(crate) use survivorship::join;
pub use survivorship::{MergeField, MergeReason, MergeStrategy, MergeValue};
pub use unmerge::{
    PlanUnmerge, ProposedReference, StayReason, Unmerge, UnmergePlan, UnmergeReferences,
    UnmergeRequest, Unmerged, UnmergedField, UnmergedReference,
};

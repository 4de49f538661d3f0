//! Records as they were: as of any instant, field by field, put back, archived, planned to go
//! (AUD-06, AUD-07, R-05).
//!
//! Nothing is kept twice for this. The audit chain has every change with its old and new value,
//! so a record as of an instant is a fold over its entries, and putting it back is an ordinary
//! update: asked for permission, versioned, audited like any other.
//!
//! ```
//! use crm_core::contact::{ContactDraft, ContactPatch, CreateContact, UpdateContact};
//! use crm_core::field::{Patch, RecordKind};
//! use crm_core::history::{GetAsOf, Moment, RestoreVersion};
//!
//! let session = crm_core::memory::session("admin");
//! let ada = session.contacts().create(CreateContact {
//!     contact: ContactDraft {
//!         display_as: Some("Ada".into()),
//!         job_title: Some("Analyst".into()),
//!         ..ContactDraft::default()
//!     },
//!     ..CreateContact::default()
//! })?.contact;
//! session.contacts().update(UpdateContact {
//!     id: ada.id,
//!     patch: ContactPatch { job_title: Patch::set("Director"), ..ContactPatch::default() },
//!     ..UpdateContact::default()
//! })?;
//! let first = Moment { version: Some(1), ..Moment::default() };
//! let was = session.history().as_of(GetAsOf {
//!     record_kind: RecordKind::Contact,
//!     id: ada.id.uuid(),
//!     moment: first.clone(),
//! })?;
//! assert_eq!(was.snapshot.fields["job_title"], "Analyst");
//! let back = session.history().restore(RestoreVersion {
//!     record_kind: RecordKind::Contact,
//!     id: ada.id.uuid(),
//!     moment: first,
//!     ..RestoreVersion::default()
//! })?;
//! assert_eq!(back.version, 3);
//! # Ok::<(), crm_core::Error>(())
//! ```

mod fold;
mod plan;
mod read;
mod restore;
mod trash;

#[cfg(test)]
mod tests;

pub use fold::RecordState;
pub use plan::{LifecycleAction, LifecyclePlan, PlanLifecycle, PlannedEffect};
pub use read::{
    CompareVersions, FieldHistory, FieldPeriod, GetAsOf, GetFieldHistory, Moment, RecordAsOf,
    VersionDifference,
};
pub use restore::{KeptField, RestoreVersion, RestoredVersion};
pub use trash::{ListTrash, TrashPage};

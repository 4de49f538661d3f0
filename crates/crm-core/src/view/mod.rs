//! Saved views: which records, which of their fields, in which order, in which shape (group VIE).
//!
//! A view stores names. They are checked against declarations and custom fields when it is saved,
//! and again when it is opened: a column or an order that is gone is left out with a warning, so a
//! view survives the removal of a field (VIE-09). Its filter is never loosened; what it no longer
//! means is refused. A view shows what its reader may see, not what its author could: hidden
//! columns are absent, and a view whose filter, order or lanes use a field that the reader may not
//! read is refused with that reason.
//!
//! Table, card, board and chart are shapes of one query; a host switches between them freely.
//!
//! ```
//! use crm_core::contact::{ContactDraft, CreateContact};
//! use crm_core::view::{CreateView, OpenView, ViewDraft};
//!
//! let session = crm_core::memory::session("admin");
//! session.contacts().create(CreateContact {
//!     contact: ContactDraft {
//!         display_as: Some("Ada".into()),
//!         job_title: Some("Director".into()),
//!         ..ContactDraft::default()
//!     },
//!     ..CreateContact::default()
//! })?;
//! let view = session.views().create(CreateView {
//!     view: ViewDraft {
//!         name: "Directors".into(),
//!         filter: Some("title ~ 'director'".into()),
//!         columns: vec!["display_name".into(), "job_title".into()],
//!         ..ViewDraft::default()
//!     },
//! })?;
//! let page = session.views().rows(OpenView { id: view.id, ..OpenView::default() })?;
//! assert_eq!(page.rows[0].fields["job_title"], "Director");
//! # Ok::<(), crm_core::Error>(())
//! ```

mod lane;
mod mark;
mod operations;
mod query;
mod record;

#[cfg(test)]
mod tests;

pub use lane::{BoardLane, OpenBoard, ViewBoard};
pub use mark::{MarkView, ViewMark, ViewMarkDraft, ViewMarkPatch};
pub(crate) use operations::naming;
pub use operations::{
    ArchiveView, CreateView, GetView, ListViews, SegmentFromView, UpdateView, ViewEntry, ViewList,
};
pub use query::{OpenView, ViewColumn, ViewRows, ViewWarning};
pub use record::{View, ViewDraft, ViewId, ViewPatch, ViewShape, ViewVisibility};

//! What is about whom: communications, tasks, notes and files hang on records by links.
//!
//! One kind of link serves every item and every entity, so that a new kind of entity needs no new
//! link. An item may be about several records at once and is there once in each of their
//! timelines. Each link says how it came about: given by a caller, or found by the engine because
//! somebody took part or because a person belongs to an account (COM-30).
//!
//! ```
//! use crm_core::contact::{ContactDraft, CreateContact};
//! use crm_core::field::RecordKind;
//! use crm_core::link::ListLinks;
//! use crm_core::note::{CreateNote, NoteDraft};
//! use crm_core::error::RecordRef;
//!
//! let session = crm_core::memory::session("admin");
//! let contact = ContactDraft { display_as: Some("Ada".into()), ..ContactDraft::default() };
//! let ada = session.contacts().create(CreateContact { contact, ..CreateContact::default() })?;
//! let about = RecordRef { kind: RecordKind::Contact, id: ada.contact.id.uuid() };
//! let note = session.notes().create(CreateNote {
//!     note: NoteDraft { body: "Prefers tea.".into(), ..NoteDraft::default() },
//!     links: vec![about],
//!     ..CreateNote::default()
//! })?;
//! let links = session.links().list(ListLinks {
//!     item_kind: RecordKind::Note,
//!     item_id: note.note.id.uuid(),
//! })?;
//! assert_eq!(links.links[0].record_id, ada.contact.id.uuid());
//! # Ok::<(), crm_core::Error>(())
//! ```

mod operations;
mod record;
mod resolve;
mod times;
mod unite;

pub use operations::{AddLink, LinkList, ListLinks, RemoveLink, Unlinked};
pub use record::{ItemLink, ItemLinkDraft, ItemLinkId, ItemLinkPatch, LinkOrigin};
pub(crate) use record::{about, ends, items_of, of_item, of_items, put, seen_of};
pub(crate) use resolve::{connect, resolve};
pub(crate) use times::{After, Time, Times, extreme, leading_to, stale_times, walk};
pub(crate) use unite::unite;

//! Everything that happened with a record, in one order (ACC-40, ACC-44, COM-25, COM-31).
//!
//! A timeline is not stored: it is the union of what is stored anyway, newest first. Communications,
//! tasks, notes, files and what other systems saw ([`TimelineEntry`]) come from their own records,
//! milestones of the record itself from its audit chain. So an item is there once, however many of the
//! records in question it is about. Links carry the times of what they lead to, and the store notes
//! which entries of the chain are milestones: a page comes out of indexes in its order, and costs the
//! same however much there is.
//!
//! | rule | |
//! |---|---|
//! | order | time, newest first; then kind; then id, newest first |
//! | an account | what is about it, or about a record whose `account_id` it is: contacts of which it is the main account, its deals. What is about a contact reaches a secondary account only by a link of its own (semantics 4.10) |
//! | sight | narrowed before paging, so pages are full and counts tell nothing |
//! | pages | go on after a time, a kind and an id, whatever was written meanwhile |
//!
//! ```
//! use crm_core::communication::{CommunicationDraft, LogCommunication};
//! use crm_core::contact::{ContactDraft, CreateContact};
//! use crm_core::error::RecordRef;
//! use crm_core::field::RecordKind;
//! use crm_core::timeline::{RecordTimeline, TimelineKind, TimelineQuery};
//!
//! let session = crm_core::memory::session("admin");
//! let contact = ContactDraft { display_as: Some("Ada".into()), ..ContactDraft::default() };
//! let ada = session.contacts().create(CreateContact { contact, ..CreateContact::default() })?.contact;
//! session.communications().log(LogCommunication {
//!     communication: CommunicationDraft { subject: Some("Hello".into()), ..CommunicationDraft::default() },
//!     links: vec![RecordRef { kind: RecordKind::Contact, id: ada.id.uuid() }],
//!     ..LogCommunication::default()
//! })?;
//! let page = session.timeline().for_record(RecordTimeline {
//!     record_kind: RecordKind::Contact,
//!     id: ada.id.uuid(),
//!     query: TimelineQuery::default(),
//! })?;
//! let kinds: Vec<_> = page.items.iter().map(|item| item.kind).collect();
//! assert_eq!(kinds, [TimelineKind::CallMade, TimelineKind::RecordCreated]);
//! # Ok::<(), crm_core::Error>(())
//! ```

mod entry;
mod feed;
mod item;
mod metrics;
mod query;
mod reach;
mod record_entry;
mod stream;

#[cfg(test)]
pub(crate) mod given;
#[cfg(test)]
mod tests;

pub use entry::{
    ActivityKind, Detail, TimelineEntry, TimelineEntryDraft, TimelineEntryId, TimelineEntryPatch,
};
pub use item::{TimelineItem, TimelineKind, is_milestone};
pub(crate) use metrics::{
    account_changed, linked, moved, recounted, rolled_up, stale_times, unlinked,
};
pub use query::{AccountTimeline, RecordTimeline, TimelinePage, TimelineQuery};
pub use record_entry::RecordActivity;

//! Finding records by words (catalogue group SRC).
//!
//! One call searches every kind: a question is read ([`SearchRecords`]), a bounded set of
//! candidates comes from the store's word index, and the core ranks them: names over addresses
//! and numbers over companies over text, whole words over beginnings, then what changed last.
//! The words, and with them the answer, are the same in every store and every language.
//!
//! The core looks at a candidate through the actor's eyes only: every word has to be found in a
//! field that the actor may read, and highlights come from such fields alone (SRC-19).
//!
//! ```
//! use crm_core::contact::{ContactDraft, CreateContact};
//! use crm_core::search::SearchRecords;
//!
//! let session = crm_core::memory::session("admin");
//! session.contacts().create(CreateContact {
//!     contact: ContactDraft {
//!         display_as: Some("Ada Lovelace".into()),
//!         company_text: Some("Analytical Engines".into()),
//!         ..ContactDraft::default()
//!     },
//!     ..CreateContact::default()
//! })?;
//! let found = session.search().query(SearchRecords {
//!     text: "analytical lov".into(),
//!     ..SearchRecords::default()
//! })?;
//! let hit = &found.groups[0].hits[0];
//! assert_eq!(hit.title.as_deref(), Some("Ada Lovelace"));
//! assert_eq!(hit.matched[1].field, "display_as");
//! # Ok::<(), crm_core::Error>(())
//! ```

mod fields;
mod find;
mod highlight;
mod query;
mod question;
mod rank;

#[cfg(test)]
mod tests;

pub use highlight::{Highlight, HighlightMark};
pub use query::{SearchGroup, SearchHit, SearchMatch, SearchRecords, SearchResults};

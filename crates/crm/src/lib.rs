//! An embeddable CRM engine: the SQLite of CRM.
//!
//! This crate is the front door. It joins the domain (`crm-core`) with a store (`crm-store`),
//! file formats (`crm-formats`), the system's clock and random ids, and gives it all as one
//! [`Engine`].
//!
//! ```
//! use crm::contact::{ContactDraft, CreateContact};
//! use crm::point::EmailPoint;
//!
//! let engine = crm::open_in_memory()?;
//! let session = engine.session(crm::Actor {
//!     tenant: "018f4e1c-0000-7000-8000-000000000001".parse().unwrap(),
//!     user: "018f4e1c-0000-7000-8000-000000000002".parse().unwrap(),
//!     roles: vec!["admin".into()],
//!     teams: vec![],
//! })?;
//! let created = session.contacts().create(CreateContact {
//!     contact: ContactDraft {
//!         emails: vec![EmailPoint::new("ada@example.com")],
//!         ..ContactDraft::default()
//!     },
//!     ..CreateContact::default()
//! })?;
//! assert_eq!(created.contact.version, 1);
//! # Ok::<(), crm::Error>(())
//! ```
#![forbid(unsafe_code)]

pub mod binding;
mod open;
mod system;

pub use crm_core::*;
pub use open::{Durability, Options, open, open_in_memory, open_simulated, open_with};
pub use system::{SystemClock, SystemIds};

/// The public contract of every operation, as one JSON document.
pub fn schema() -> serde_json::Value {
    operation::contract()
}

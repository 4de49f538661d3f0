//! People.
//!
//! A [`Contact`] is a person the tenant deals with, found and matched by many points of contact,
//! employed by any number of accounts over time ([`association`](crate::association)). Creating
//! one needs a single identifying value (R-01) and checks for an existing one first (R-25).
//!
//! ```
//! use crm_core::contact::{ContactDraft, CreateContact};
//! use crm_core::point::EmailPoint;
//! use crm_core::value::PersonName;
//!
//! let session = crm_core::memory::session("admin");
//! let ada = session.run(CreateContact {
//!     contact: ContactDraft {
//!         name: PersonName { given: Some("Ada".into()), family: Some("Lovelace".into()), ..PersonName::default() },
//!         emails: vec![EmailPoint::new("Ada@Example.com")],
//!         ..ContactDraft::default()
//!     },
//!     ..CreateContact::default()
//! })?;
//! assert_eq!(ada.contact.display_name.as_deref(), Some("Ada Lovelace"));
//! assert_eq!(ada.contact.primary_email.as_deref(), Some("ada@example.com"));
//! # Ok::<(), crm_core::Error>(())
//! ```

mod arrive;
mod create;
mod lifecycle;
mod read;
mod record;
mod settle;
#[cfg(test)]
mod tests;
mod update;

pub use create::{CreateContact, Created, DuplicatePolicy, Outcome};
pub use lifecycle::{ArchiveContact, PurgeContact, RestoreContact};
pub use read::{GetContact, ListContacts};
pub use record::{
    Channel, Contact, ContactDraft, ContactId, ContactPatch, ContactStatus, CreatedVia,
    LabelledDate, LeadStatus, Preference, Priority, SourceDetail,
};
pub use update::UpdateContact;

//! Storage adapters of the CRM engine.
//!
//! [`SqliteStorage`] keeps everything in one SQLite file: real tables with real columns, generated
//! from the declarations of the domain, so that an analyst can read them with plain SQL
//! (`docs/storage.md` says how). It implements [`crm_core::port::Storage`] and contains no rule. [`FolderBlobs`] keeps the bytes of files in a folder.
//!
//! ```
//! use crm_core::field::{Id, Record};
//! use crm_core::port::{Mode, Storage};
//! use crm_core::query::Select;
//! use crm_store::SqliteStorage;
//!
//! let storage = SqliteStorage::in_memory()?;
//! let tenant = Id::new(uuid::Uuid::from_u128(1));
//! let mut transaction = storage.begin(tenant, Mode::Read)?;
//! let contacts = transaction.select(&Select::all(crm_core::contact::Contact::DECL))?;
//! assert!(contacts.is_empty());
//! # Ok::<(), crm_core::Error>(())
//! ```
#![forbid(unsafe_code)]

mod blobs;
mod sqlite;

pub use blobs::FolderBlobs;
pub use sqlite::{Durability, Options, SqliteStorage};

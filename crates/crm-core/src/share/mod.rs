//! Sharing: one record opened to a user or a team that does not reach it by its scopes (SEC-46,
//! NOT-09).
//!
//! A share lengthens the reach of permissions that somebody has, for one record; it gives no
//! permission and no level for a field, and whoever has a record only by a share passes it on only
//! if a role says so. It is enforced where scopes are: see [`Access`](crate::access::Access).
//!
//! ```
//! use crm_core::contact::{ContactDraft, CreateContact};
//! use crm_core::field::{RecordKind, UserId};
//! use crm_core::share::{GiveShare, ShareDraft, ShareLevel};
//! use uuid::Uuid;
//!
//! let session = crm_core::memory::session("admin");
//! let ada = session.run(CreateContact {
//!     contact: ContactDraft { display_as: Some("Ada Lovelace".into()), ..ContactDraft::default() },
//!     ..CreateContact::default()
//! })?;
//! let share = session.run(GiveShare {
//!     share: ShareDraft {
//!         record_kind: RecordKind::Contact,
//!         record_id: ada.contact.id.uuid(),
//!         user_id: Some(UserId::new(Uuid::from_u128(7))),
//!         level: ShareLevel::Edit,
//!         ..ShareDraft::default()
//!     },
//! })?;
//! assert_eq!(share.level, ShareLevel::Edit);
//! # Ok::<(), crm_core::Error>(())
//! ```

mod operations;
mod record;
#[cfg(test)]
mod tests;
mod unite;

pub(crate) use operations::open_to;
pub use operations::{GiveShare, ListShares, ShareWithdrawn, WithdrawShare};
pub use record::{Share, ShareDraft, ShareId, ShareLevel, SharePatch};
pub(crate) use unite::unite;

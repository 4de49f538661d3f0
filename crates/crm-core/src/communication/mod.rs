//! Touches: what was said, written or met, and what is scheduled to be (R-19, group COM).
//!
//! A [`Communication`] of any channel happened at an instant or is scheduled for one. Who took part
//! is kept as [`Participant`]s, which are resolved to contacts where an address is known; from them
//! and their accounts follow the records it is about. Its [`Privacy`] says who of those that see
//! such a record may read it. An outbound message that the engine is asked to schedule goes through
//! the states of [`DeliveryStatus`]; the host sends it, since the engine has no network. Messages
//! belong to conversations by their headers, and a body in HTML comes with a form that is safe to show.
//!
//! ```
//! use crm_core::communication::{CommunicationDraft, CommunicationKind, LogCommunication, NewParticipant};
//! use crm_core::contact::{ContactDraft, CreateContact, GetContact};
//! use crm_core::point::EmailPoint;
//!
//! let session = crm_core::memory::session("admin");
//! let contact = ContactDraft { emails: vec![EmailPoint::new("ada@example.com")], ..ContactDraft::default() };
//! let ada = session.contacts().create(CreateContact { contact, ..CreateContact::default() })?.contact;
//! let logged = session.communications().log(LogCommunication {
//!     communication: CommunicationDraft {
//!         kind: CommunicationKind::Email,
//!         subject: Some("Your question".into()),
//!         ..CommunicationDraft::default()
//!     },
//!     participants: vec![NewParticipant { address: Some("Ada@example.com".into()), ..NewParticipant::default() }],
//!     ..LogCommunication::default()
//! })?;
//! assert_eq!(logged.participants[0].contact_id, Some(ada.id));
//! let ada = session.contacts().get(GetContact { id: ada.id })?;
//! assert_eq!(ada.last_contacted_at, logged.communication.occurred_at);
//! # Ok::<(), crm_core::Error>(())
//! ```

mod detail;
mod due;
mod html;
mod lifecycle;
mod log;
mod messages;
mod participant;
mod quiet;
mod read;
mod record;
mod schedule;
mod settle;
mod status;
mod thread;
mod update;

#[cfg(test)]
mod tests;

pub use detail::CommunicationDetail;
pub use due::{DueCommunications, ListDueCommunications};
pub use html::{Reading, read_html};
pub use lifecycle::{ArchiveCommunication, PurgeCommunication, RestoreCommunication};
pub use log::{FollowUp, LogCommunication};
pub use messages::{ListMessages, Message, MessagePage, MessageSignal};
pub use participant::{
    NewParticipant, Participant, ParticipantDraft, ParticipantId, ParticipantPatch, ParticipantRole,
};
pub(crate) use participant::{hand_over, point_of, taking_part};
pub use quiet::{Quiet, after_quiet};
pub use read::{GetCommunication, ListCommunications};
pub use record::{
    Communication, CommunicationDraft, CommunicationId, CommunicationKind, CommunicationOutcome,
    CommunicationPatch, Direction, Privacy,
};
pub use schedule::{CancelCommunication, ReportDelivery, ScheduleCommunication};
pub(crate) use settle::recount_attachments;
pub use status::{DeliveryStatus, transition};
pub use thread::{first_message, message_ids};
pub use update::UpdateCommunication;

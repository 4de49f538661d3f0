//! Which contact belonged to which account, when, in what role (semantics 4.10).
//!
//! - While a contact has a live association exactly one is its primary; the first becomes so.
//! - Ending the primary promotes the caller's choice, else the live one that started last.
//! - One live association a pair; past periods stay and do not overlap (REL-16).
//! - An account has at most one primary contact; when that person leaves, it is cleared with an
//!   event, never silently refilled.
//! - A contact's job title is the title of its primary association.
//! - Seeing an association takes sight of both ends; otherwise the far end is withheld.

mod combine;
mod operations;
mod record;
mod rules;
#[cfg(test)]
mod tests;

pub(crate) use combine::{Merged, combine};
pub(crate) use operations::join;
pub use operations::{
    AssociateContact, AssociationView, AssociationsOf, EndAssociation, ListAssociations,
    SetPrimaryAccount, SetPrimaryContact, UpdateAssociation,
};
pub use record::{
    Association, AssociationDraft, AssociationId, AssociationPatch, DecisionRole, Sentiment,
};
pub(crate) use rules::{
    all_of_contact, contacts_of, count_in_sight, end, follow_contact, live_of_account,
    live_of_contact, make_primary_account, members_among, set_primary_contact_of,
    settle_main_account, settle_main_contact, withdraw,
};

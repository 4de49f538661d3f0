//! The audit chain: who changed what, when and why, in a form where tampering shows.
//!
//! Each tenant has one chain. An entry's hash covers the hash before it, so editing, deleting,
//! inserting or reordering an entry is found by [`verify`]. The changed values are covered through
//! a salted commitment: erasing a person removes payload and salt, and the chain still verifies
//! (reliability E3, AUD-08). A tail cut off the end is found only against a head that was kept
//! elsewhere, so hosts should export [`AuditHead`]s.

mod chain;
mod disclosures;
mod entry;
mod read;
mod reconcile;
#[cfg(test)]
mod tests;

pub use chain::{Fault, commit, link, verify};
pub use entry::{Action, AuditEntry, FieldChange, Seal};

pub use crate::port::AuditHead;
pub use disclosures::{Disclosure, DisclosureLog, ListDisclosures};
pub(crate) use disclosures::{EXPORTED, said_of};
pub use read::{AuditLog, ChainReport, GetHistory, VerifyChain};
pub(crate) use read::{project_changes, require_readable};
pub use reconcile::{Inconsistency, Problem, Reconcile, Reconciliation};

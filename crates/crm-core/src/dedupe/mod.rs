//! Finding records that stand for the same person or company.
//!
//! A record is normalised, compared with those that share a blocking key, and each agreement or
//! contradiction is weighed; the weights sum to a score, which stands for a probability. Nothing
//! is trained or tuned by the caller, and every [`Match`] says what speaks for and against it.
//!
//! | step | does |
//! |---|---|
//! | normalise | brings each value into the form in which it is compared |
//! | block | says which records are worth comparing, so that the work stays bounded |
//! | compare | finds how far two records agree, comparison by comparison |
//! | weigh | gives each agreement its weight, and their sum its probability and [`Band`] |
//! | explain | says which fields a comparison looks at, and so who may see what it found |
//!
//! Creating a contact or account acts on [`Band::Certain`]. Probing, finding and scanning compare
//! only what the reader may read, so that their answers tell nothing of what it may not.
//!
//! ```
//! use crm_core::contact::{ContactDraft, CreateContact};
//! use crm_core::dedupe::{Band, Level, ProbeDuplicates};
//! use crm_core::point::PhonePoint;
//! use crm_core::value::PersonName;
//!
//! let person = |given: &str| ContactDraft {
//!     name: PersonName { given: Some(given.into()), family: Some("Lovelace".into()), ..PersonName::default() },
//!     phones: vec![PhonePoint::new("+44 20 7946 0958")],
//!     ..ContactDraft::default()
//! };
//! let session = crm_core::memory::session("admin");
//! session.run(CreateContact { contact: person("Robert"), ..CreateContact::default() })?;
//!
//! let draft = Some(person("Bob"));
//! let found = session.duplicates().probe(ProbeDuplicates { contact: draft, ..ProbeDuplicates::default() })?;
//! let best = &found.matches[0];
//! assert_eq!(best.band, Band::Likely);
//! assert_eq!(best.because[0].level, Level::Nickname);
//! assert_eq!(best.score, best.because.iter().map(|evidence| evidence.weight).sum::<i32>());
//! # Ok::<(), crm_core::Error>(())
//! ```

mod block;
mod candidates;
mod compare;
mod decision;
mod explain;
mod find;
mod normalise;
mod probe;
mod record;
mod scan;
#[cfg(test)]
mod tests;
mod weigh;

pub use decision::{
    DismissDuplicates, DuplicateDecision, DuplicateDecisionDraft, DuplicateDecisionId,
    DuplicateDecisionPatch, DuplicateDecisions, ReconsiderDuplicates,
};
pub(crate) use decision::{dismiss, is_dismissed, unite as unite_decisions};
pub use find::{FindDuplicates, Limits, Matches};
pub use probe::ProbeDuplicates;
pub use record::{Band, Comparison, Evidence, Level, Match, MatchRule};
pub use scan::{DuplicatePair, DuplicatePairs, ScanDuplicates};

use crate::account::Account;
use crate::contact::Contact;
use crate::error::Result;
use crate::field::RecordKind;
use crate::lead::Lead;
use crate::operation::Context;
use crate::port::{Key, KeySpace};
use candidates::{Matched, Terms};

/// Blocking keys of a contact.
pub(crate) fn contact_blocks(contact: &Contact) -> Vec<Key> {
    blocks(contact)
}

/// Blocking keys of a lead.
pub(crate) fn lead_blocks(lead: &Lead) -> Vec<Key> {
    blocks(lead)
}

/// Blocking keys of an account.
pub(crate) fn account_blocks(account: &Account) -> Vec<Key> {
    blocks(account)
}

fn blocks<R: Matched>(record: &R) -> Vec<Key> {
    let key = |value| Key {
        space: KeySpace::Block,
        value,
        unique: false,
    };
    block::stored(&record.traits())
        .into_iter()
        .map(key)
        .collect()
}

/// Contacts in sight that resemble a new one, best first.
pub(crate) fn matches(cx: &mut Context<'_>, contact: &Contact) -> Result<Vec<Match>> {
    let terms = Terms::of_creator(cx, RecordKind::Contact);
    candidates::matches(cx, contact, &terms)
}

/// Leads in sight that resemble one, best first.
pub(crate) fn lead_matches(cx: &mut Context<'_>, lead: &Lead) -> Result<Vec<Match>> {
    candidates::matches(cx, lead, &Terms::of_creator(cx, RecordKind::Lead))
}

/// Accounts in sight that resemble a new one, best first.
pub(crate) fn account_matches(cx: &mut Context<'_>, account: &Account) -> Result<Vec<Match>> {
    let terms = Terms::of_creator(cx, RecordKind::Account);
    candidates::matches(cx, account, &terms)
}

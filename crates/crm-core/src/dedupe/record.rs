//! What resembles a record, by the keys it is stored under.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::plain_answer;
use crate::account::Account;
use crate::contact::Contact;
use crate::error::Result;
use crate::field::RecordKind;
use crate::operation::{Context, Stored};
use crate::port::{Key, KeySpace};

crate::choice! {
    /// How sure a match is.
    pub enum Band {
        /// Worth a look.
        #[default]
        Possible = "possible",
        /// Probably the same.
        Likely = "likely",
        /// The same, as far as rules can tell.
        Certain = "certain",
    }
}

/// A record that resembles another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Match {
    /// Its id.
    pub id: Uuid,
    /// How sure it is.
    pub band: Band,
}

plain_answer!(Match);

/// Blocking keys of a contact.
pub(crate) fn contact_blocks(_: &Contact) -> Vec<Key> {
    Vec::new()
}

/// Blocking keys of an account.
pub(crate) fn account_blocks(_: &Account) -> Vec<Key> {
    Vec::new()
}

/// Contacts that resemble one, best first.
pub(crate) fn matches(cx: &mut Context<'_>, contact: &Contact) -> Result<Vec<Match>> {
    by_keys(
        cx,
        RecordKind::Contact,
        contact,
        &[KeySpace::PrimaryEmail, KeySpace::External],
    )
}

/// Accounts that resemble one, best first.
pub(crate) fn account_matches(cx: &mut Context<'_>, account: &Account) -> Result<Vec<Match>> {
    by_keys(
        cx,
        RecordKind::Account,
        account,
        &[KeySpace::Domain, KeySpace::External],
    )
}

fn by_keys<R: Stored>(
    cx: &mut Context<'_>,
    kind: RecordKind,
    record: &R,
    spaces: &[KeySpace],
) -> Result<Vec<Match>> {
    let mut ids = Vec::new();
    for key in record
        .keys()
        .iter()
        .filter(|key| spaces.contains(&key.space))
    {
        ids.extend(cx.store().under_key(kind, key.space, &key.value, 10)?);
    }
    ids.sort_unstable();
    ids.dedup();
    let mut matches = Vec::new();
    for id in ids {
        if cx.sees(R::VIEW, R::DECL, id)? {
            matches.push(Match {
                id,
                band: Band::Certain,
            });
        }
    }
    Ok(matches)
}

//! Mentions of users in texts (NOT-06).

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::{Colleague, Insight, Needed, insight};
use crate::error::{Error, RecordRef, Result};
use crate::field::UserId;
use crate::operation::Context;

/// A text mentions at most this many users.
const MENTIONS: usize = 100;

crate::choice! {
    /// What to do if a mentioned user does not see what the text is about.
    pub enum OnHidden {
        /// Refuse the call.
        #[default]
        Refuse = "refuse",
        /// Write the text and say so; the user is not told of it.
        Report = "report",
    }
}

/// A mentioned user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mention {
    /// The user.
    pub user_id: UserId,
    /// Whether the user sees what the text is about.
    pub sight: Insight,
}

/// The users whom a text mentions as `<@user id>`, in order, each once.
///
/// ```
/// use crm_core::note::mentions;
///
/// let text = "Ask <@00000000-0000-4000-8000-000000000007>, not <@somebody>.";
/// assert_eq!(mentions(text).len(), 1);
/// ```
pub fn mentions(text: &str) -> Vec<UserId> {
    let mut known = BTreeSet::new();
    text.split("<@")
        .skip(1)
        .filter_map(|rest| rest.split_once('>'))
        .filter_map(|(id, _)| id.parse::<Uuid>().ok())
        .filter(|id| known.insert(*id))
        .map(UserId::new)
        .collect()
}

/// What becomes of the mentions in a text about records: who is told, and what the answer says.
#[derive(Debug, Default)]
pub(super) struct Mentioned {
    pub(super) told: Vec<UserId>,
    pub(super) all: Vec<Mention>,
}

/// Checks that mentioned users see what a text is about (NOT-06). Those mentioned before stay.
pub(super) fn check(
    cx: &mut Context<'_>,
    text: &str,
    before: &[UserId],
    about: &[RecordRef],
    colleagues: &[Colleague],
    on_hidden: OnHidden,
) -> Result<Mentioned> {
    let users = mentions(text);
    if users.len() > MENTIONS {
        let error = Error::limit(
            "mentions",
            MENTIONS as u64,
            "a text mentions too many users",
        );
        return Err(error.at("body"));
    }
    let mut mentioned = Mentioned::default();
    for user_id in users {
        let sight = insight(cx, user_id, colleagues, about, Needed::Any)?;
        let hidden = sight == Insight::Hidden && !before.contains(&user_id);
        if hidden && on_hidden == OnHidden::Refuse {
            let reason = "a mentioned user does not see what this is about";
            return Err(Error::invalid("body", reason).with("user", user_id.to_string()));
        }
        if !hidden {
            mentioned.told.push(user_id);
        }
        mentioned.all.push(Mention { user_id, sight });
    }
    Ok(mentioned)
}

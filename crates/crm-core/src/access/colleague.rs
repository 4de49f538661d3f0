//! What another user may see: asked before somebody is mentioned or handed work.
//!
//! Users are the host's, so the engine knows their roles only if it is told: by the host's user
//! directory or, where that knows nothing, by the caller, who vouches for a colleague as for its
//! own actor. A caller learns nothing so of records that it does not see itself.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Access, Actor};
use crate::error::{RecordRef, Result};
use crate::field::UserId;
use crate::operation::Context;
use crate::records;
use crate::reference::in_sight;
use crate::team::TeamId;

/// Another user of the tenant, as the caller vouches for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Colleague {
    /// The user, by the host's id.
    pub user: UserId,
    /// Role keys.
    #[serde(default)]
    pub roles: Vec<String>,
    /// The teams the user belongs to.
    #[serde(default)]
    pub teams: Vec<TeamId>,
}

crate::choice! {
    /// Whether another user sees what something is about.
    pub enum Insight {
        /// Neither caller nor host said what the user may do.
        #[default]
        Unknown = "unknown",
        /// The user sees it.
        Seen = "seen",
        /// The user does not see it.
        Hidden = "hidden",
    }
}

/// How much of several records a user has to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Needed {
    /// One of them, as for an item that is about them.
    Any,
    /// Each of them.
    Every,
}

/// Whether a user sees records, as far as the actor sees them.
pub(crate) fn insight(
    cx: &mut Context<'_>,
    user: UserId,
    colleagues: &[Colleague],
    records: &[RecordRef],
    needed: Needed,
) -> Result<Insight> {
    let own = cx.access().actor().clone();
    let oneself = user == own.user;
    let actor = if oneself {
        Some(own)
    } else {
        match cx.user(user) {
            Some(known) => Some(known),
            None => vouched_for(cx, user, colleagues)?,
        }
    };
    let Some(actor) = actor else {
        return Ok(Insight::Unknown);
    };
    if records.is_empty() {
        return Ok(Insight::Seen);
    }
    let mut known = Vec::with_capacity(records.len());
    for record in records {
        if oneself || in_sight(cx, record.kind, record.id)?.is_some() {
            known.push(*record);
        }
    }
    if known.is_empty() {
        return Ok(Insight::Unknown);
    }
    let access = cx.access_of(&actor)?;
    for record in known {
        let seen = sees(cx, &access, record)?;
        match (needed, seen) {
            (Needed::Any, true) => return Ok(Insight::Seen),
            (Needed::Every, false) => return Ok(Insight::Hidden),
            _ => {}
        }
    }
    Ok(match needed {
        Needed::Any => Insight::Hidden,
        Needed::Every => Insight::Seen,
    })
}

/// The user as the caller vouches for, if it does.
fn vouched_for(
    cx: &mut Context<'_>,
    user: UserId,
    colleagues: &[Colleague],
) -> Result<Option<Actor>> {
    let mut colleagues = colleagues.iter().enumerate();
    let Some((at, known)) = colleagues.find(|(_, colleague)| colleague.user == user) else {
        return Ok(None);
    };
    let actor = Actor {
        tenant: cx.access().tenant(),
        user,
        roles: known.roles.clone(),
        teams: known.teams.clone(),
    };
    // Roles that there are not are the caller's mistake.
    cx.access_of(&actor)
        .map_err(|error| error.inside(&format!("colleagues[{at}]")))?;
    Ok(Some(actor))
}

fn sees(cx: &mut Context<'_>, access: &Access, record: RecordRef) -> Result<bool> {
    let decl = records::declaration(record.kind);
    match cx.row(decl, record.id)? {
        None => Ok(false),
        Some(row) => cx.reaches(access, records::view(record.kind), decl, &row),
    }
}

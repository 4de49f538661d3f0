//! What another user may see: asked before somebody is mentioned or handed work.
//!
//! Users are the host's, so the engine knows their roles only if it is told: by the caller, who
//! vouches for a colleague as for its own actor, or by the host's user directory.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Access, Actor};
use crate::error::{RecordRef, Result};
use crate::field::UserId;
use crate::operation::Context;
use crate::records;
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

/// Whether a user sees records.
pub(crate) fn insight(
    cx: &mut Context<'_>,
    user: UserId,
    colleagues: &[Colleague],
    records: &[RecordRef],
    needed: Needed,
) -> Result<Insight> {
    let own = cx.access().actor().clone();
    let actor = if user == own.user {
        Some(own)
    } else if let Some((at, known)) = colleagues
        .iter()
        .enumerate()
        .find(|(_, colleague)| colleague.user == user)
    {
        let actor = Actor {
            tenant: own.tenant,
            user,
            roles: known.roles.clone(),
            teams: known.teams.clone(),
        };
        // Roles that there are not are the caller's mistake.
        cx.access_of(&actor)
            .map_err(|error| error.inside(&format!("colleagues[{at}]")))?;
        Some(actor)
    } else {
        cx.user(user)
    };
    let Some(actor) = actor else {
        return Ok(Insight::Unknown);
    };
    if records.is_empty() {
        return Ok(Insight::Seen);
    }
    let access = cx.access_of(&actor)?;
    for record in records {
        let seen = sees(cx, &access, *record)?;
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

fn sees(cx: &mut Context<'_>, access: &Access, record: RecordRef) -> Result<bool> {
    let decl = records::declaration(record.kind);
    match cx.row(decl, record.id)? {
        None => Ok(false),
        Some(row) => cx.reaches(access, records::view(record.kind), decl, &row),
    }
}

//! The share record.

use uuid::Uuid;

use crate::access::Permission;
use crate::error::{Error, Result};
use crate::field::{Id, RecordKind, UserId, label};
use crate::operation::{Environment, Stored};
use crate::port::{Key, KeySpace};
use crate::records;
use crate::team::TeamId;

crate::record! {
    /// One record opened to one user or one team.
    pub struct Share: Share, draft ShareDraft, patch SharePatch;
    fixed {
        /// The kind of record: contact, account, lead or deal.
        record_kind: RecordKind = label("Record kind");
        /// The record.
        record_id: Uuid = label("Record").refers_by("record_kind").indexed();
    }
    entered {
        /// The user it is opened to; either a user or a team is.
        user_id: Option<UserId> = label("User").indexed();
        /// The team it is opened to, all members of it, but not the teams below.
        team_id: Option<TeamId> = label("Team").indexed();
        /// How far it is opened.
        level: ShareLevel = label("Level");
    }
    derived {}
}

/// The id of a share.
pub type ShareId = Id<Share>;

crate::choice! {
    /// How far a shared record is opened; each level includes those before it.
    pub enum ShareLevel {
        /// Every permission to view reaches the record.
        #[default]
        View = "view",
        /// The permission to update records of its kind does too.
        Edit = "edit",
    }
}

impl Stored for Share {
    const VIEW: Permission = Permission::ShareView;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        if !records::ENTITIES.contains(&self.record_kind) {
            let reason = format!(
                "a {} is seen with what it is about; share that",
                self.record_kind.noun()
            );
            return Err(Error::invalid("record_kind", reason));
        }
        match (self.user_id, self.team_id) {
            (None, None) => Err(Error::invalid("user_id", "a user or a team is needed")),
            (Some(_), Some(_)) => Err(Error::invalid(
                "team_id",
                "a share is for a user or for a team; give two",
            )),
            _ => Ok(()),
        }
    }

    fn keys(&self) -> Vec<Key> {
        let key = |grantee| Key {
            space: KeySpace::Pair,
            value: pair(self.record_id, grantee),
            unique: true,
        };
        self.grantee().map(key).into_iter().collect()
    }

    /// For whom a share is never changes.
    fn held(&self, field: &str) -> Option<&'static str> {
        (field != "level")
            .then_some("a share is for whom it was given; withdraw it and give another")
    }
}

impl Share {
    /// The user or the team.
    pub(super) fn grantee(&self) -> Option<Uuid> {
        let team = self.team_id.map(Id::uuid);
        self.user_id.map(Id::uuid).or(team)
    }
}

/// The key of what is shared and with whom.
pub(super) fn pair(record: Uuid, grantee: Uuid) -> String {
    format!("{record}|{grantee}")
}

//! A communication with everything that belongs to it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Communication, Participant, participant};
use crate::access::{Access, Answer};
use crate::error::Result;
use crate::link::{self, ItemLink};
use crate::operation::Context;
use crate::task::Task;

/// A communication, who took part and what it is about.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct CommunicationDetail {
    /// The communication.
    pub communication: Communication,
    /// Who took part, in the order in which they were given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub participants: Vec<Participant>,
    /// The records in sight that it is about, each with how the link came about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<ItemLink>,
    /// How many records out of sight it is about too.
    #[serde(default)]
    pub withheld: u64,
    /// The task that was made to follow up, if one was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_up: Option<Task>,
    /// Whether it was there already, known by an external id.
    #[serde(default)]
    pub existing: bool,
}

impl Answer for CommunicationDetail {
    fn project(&mut self, access: &Access) {
        self.communication.project(access);
        self.participants.project(access);
        self.links.project(access);
        self.follow_up.project(access);
    }
}

impl CommunicationDetail {
    /// What belongs to a communication. Contacts out of sight are left out of its participants,
    /// and so are their addresses.
    pub(super) fn of(cx: &mut Context<'_>, communication: Communication) -> Result<Self> {
        let mut participants = participant::of(cx, communication.id)?;
        for one in &mut participants {
            let Some(contact) = one.contact_id else {
                continue;
            };
            let view = crate::access::Permission::ContactView;
            let decl = <crate::contact::Contact as crate::field::Record>::DECL;
            if !cx.sees(view, decl, contact.uuid())? {
                one.contact_id = None;
                one.address = None;
                one.name = None;
            }
        }
        let links = link::of_item(cx, communication.id.uuid())?;
        let all = links.len();
        let links = link::seen_of(cx, links)?;
        Ok(Self {
            withheld: u64::try_from(all - links.len()).unwrap_or(u64::MAX),
            communication,
            participants,
            links,
            ..Self::default()
        })
    }
}

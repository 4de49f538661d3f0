//! Moving a person to another place of the chart (ORG-04).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::chart::Chart;
use crate::access::{Permission, plain_answer};
use crate::account::AccountId;
use crate::contact::ContactId;
use crate::error::{Error, RecordRef, Result};
use crate::field::RecordKind;
use crate::operation::{Context, Mode, Operation, Route};
use crate::relationship::{
    CreateRelationship, RelationKind, RelationshipDraft, RelationshipId, RemoveRelationship,
};

/// Has a person report to another one of the account, or to nobody. Those below move with it.
/// Nobody can come to stand below itself.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct MoveNode {
    /// Which account.
    pub account_id: AccountId,
    /// Who moves.
    pub contact_id: ContactId,
    /// To whom it reports from now on; to nobody if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager_id: Option<ContactId>,
    /// The `line_id` of the node as the caller saw it, absent if it had none; refused with
    /// `conflict` if someone has moved it since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line_id: Option<RelationshipId>,
}

/// A person at another place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NodeMoved {
    /// Who moved.
    pub contact_id: ContactId,
    /// To whom it reports now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager_id: Option<ContactId>,
    /// The relationship that says so now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line_id: Option<RelationshipId>,
    /// To whom it reported before. Moving it there with the present `line_id` undoes this move.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former_manager_id: Option<ContactId>,
}

plain_answer!(NodeMoved);

impl Operation for MoveNode {
    const NAME: &'static str = "org_chart.relocate";
    const PERMISSION: Permission = Permission::ContactUpdate;
    const ROUTE: Route = Route::post("/accounts/{account_id}/org-chart/move");
    const MODE: Mode = Mode::Write;
    type Output = NodeMoved;

    fn execute(self, cx: &mut Context<'_>) -> Result<NodeMoved> {
        let chart = Chart::load(cx, self.account_id)?;
        chart.require(self.contact_id, "contact_id")?;
        if let Some(manager) = self.manager_id {
            chart.require(manager, "manager_id")?;
        }
        let forest = chart.forest();
        let line = forest.manager.get(&self.contact_id.uuid());
        let seen: Option<RelationshipId> = line.map(|line| line.id.into());
        if seen != self.line_id {
            let this = RecordRef {
                kind: RecordKind::Contact,
                id: self.contact_id.uuid(),
            };
            return Err(Error::conflict("someone has moved this person since")
                .at("line_id")
                .of(this));
        }
        let former: Option<ContactId> = line.map(|line| line.to.into());
        let mut moved = NodeMoved {
            contact_id: self.contact_id,
            manager_id: self.manager_id,
            line_id: seen,
            former_manager_id: former,
        };
        if former == self.manager_id {
            return Ok(moved);
        }
        // Lines beside the one that counted go too: a person has one manager in an account.
        for tie in chart.inside(RelationKind::ReportsTo) {
            if tie.from_id == self.contact_id.uuid() {
                cx.nested(RemoveRelationship { id: tie.id })?;
            }
        }
        moved.line_id = match self.manager_id {
            None => None,
            Some(manager) => {
                let relationship = RelationshipDraft {
                    from_kind: RecordKind::Contact,
                    from_id: self.contact_id.uuid(),
                    kind: RelationKind::ReportsTo,
                    to_kind: RecordKind::Contact,
                    to_id: manager.uuid(),
                    ..RelationshipDraft::default()
                };
                let created = cx
                    .nested(CreateRelationship { relationship })
                    .map_err(|error| match error.field() {
                        Some("to_id") => error.at("manager_id"),
                        _ => error,
                    })?;
                Some(created.id)
            }
        };
        Ok(moved)
    }
}

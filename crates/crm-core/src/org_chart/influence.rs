//! Who has whose ear: the chart as a map of influence (ORG-05, ORG-06, REL-07).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::chart::Chart;
use crate::access::{Access, Answer, Permission};
use crate::account::AccountId;
use crate::association::Association;
use crate::contact::ContactId;
use crate::error::Result;
use crate::field::{Record, RecordDecl, place};
use crate::operation::{Context, Mode, Operation, Route};
use crate::relationship::{RelationKind, Relationship, RelationshipId};
use crate::snapshot::Snapshot;

/// The weight of an edge whose strength nobody has said.
const UNSAID: u32 = 50;
/// What everyone below a person in the chart adds to its score.
const REPORT: u32 = 10;

/// Reads who influences whom in an account, those who count most first.
///
/// The score of a person is the sum of four factors, all in the answer: the influence set by hand;
/// `direct`, the strengths of the edges that lead from it, 50 where none is set; half of
/// `indirect`, over every way of two edges the product of the strengths divided by 100; and 10 for
/// everyone below it in the chart. Equal scores go by id.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ReadInfluence {
    /// Which account.
    pub account_id: AccountId,
}

/// A map of influence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct InfluenceMap {
    /// The people, those with the highest score first.
    pub nodes: Vec<InfluenceNode>,
    /// Who influences whom.
    pub edges: Vec<InfluenceEdge>,
}

/// A person on the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct InfluenceNode {
    /// The person: name and title.
    pub contact: Snapshot,
    /// The part it plays there: role, sentiment, influence.
    pub association: Snapshot,
    /// The sum.
    pub score: u32,
    /// The influence set by hand, from 1 to 100; 0 if none is.
    pub set: u32,
    /// The strengths of the edges that lead from it.
    pub direct: u32,
    /// Over every way of two edges, the product of the strengths divided by 100.
    pub indirect: u32,
    /// How many stand below it in the chart.
    pub below: u32,
}

/// One edge of the map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct InfluenceEdge {
    /// The relationship.
    pub id: RelationshipId,
    /// Who influences.
    pub from_id: ContactId,
    /// Whom.
    pub to_id: ContactId,
    /// How strongly, from 1 to 100.
    pub weight: u32,
}

impl Answer for InfluenceMap {
    fn project(&mut self, access: &Access) {
        for node in &mut self.nodes {
            node.contact.project(access);
            node.association.project(access);
        }
    }
}

impl Operation for ReadInfluence {
    const NAME: &'static str = "org_chart.influence";
    const PERMISSION: Permission = Permission::ContactView;
    const ROUTE: Route = Route::get("/accounts/{account_id}/org-chart/influence");
    const MODE: Mode = Mode::Read;
    type Output = InfluenceMap;

    fn execute(self, cx: &mut Context<'_>) -> Result<InfluenceMap> {
        let chart = Chart::load(cx, self.account_id)?;
        // A score must not tell what its reader may not read.
        let weighed = reads(cx, Relationship::DECL, place!(Relationship, "strength"));
        let rated = reads(cx, Association::DECL, place!(Association, "influence"));
        let edges: Vec<InfluenceEdge> = chart
            .inside(RelationKind::Influences)
            .map(|tie| InfluenceEdge {
                id: tie.id,
                from_id: tie.from_id.into(),
                to_id: tie.to_id.into(),
                weight: tie.strength.filter(|_| weighed).unwrap_or(UNSAID),
            })
            .collect();
        let below: BTreeMap<Uuid, u32> = chart
            .forest()
            .walk(None)
            .into_iter()
            .map(|place| (place.person, place.below))
            .collect();
        let mut nodes = Vec::with_capacity(chart.people.len());
        for (id, person) in &chart.people {
            let (contact, association) = person.shown()?;
            let (direct, indirect) = reach(&edges, (*id).into());
            let set = person.association.influence.filter(|_| rated).unwrap_or(0);
            let below = below.get(id).copied().unwrap_or_default();
            nodes.push(InfluenceNode {
                contact,
                association,
                score: set
                    .saturating_add(direct)
                    .saturating_add(indirect / 2)
                    .saturating_add(below.saturating_mul(REPORT)),
                set,
                direct,
                indirect,
                below,
            });
        }
        nodes.sort_by_key(|node| (std::cmp::Reverse(node.score), node.contact.record.id));
        Ok(InfluenceMap { nodes, edges })
    }
}

/// How far a person's word reaches in one step and in two.
fn reach(edges: &[InfluenceEdge], person: ContactId) -> (u32, u32) {
    let mut direct = 0_u32;
    let mut indirect = 0_u32;
    for first in edges.iter().filter(|edge| edge.from_id == person) {
        direct = direct.saturating_add(first.weight);
        let onward = edges
            .iter()
            .filter(|edge| edge.from_id == first.to_id && edge.to_id != person);
        for second in onward {
            indirect = indirect.saturating_add(first.weight.saturating_mul(second.weight) / 100);
        }
    }
    (direct, indirect)
}

fn reads(cx: &Context<'_>, decl: &'static RecordDecl, place: usize) -> bool {
    let field = decl.fields.get(place);
    field.is_some_and(|field| cx.access().require_read(decl, field, false).is_ok())
}

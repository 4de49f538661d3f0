//! Relationships as a graph: chains of referrals, maps of who is tied to whom (REL-09, REL-11).

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{RelationKind, Relationship};
use crate::access::{Access, Answer, Permission};
use crate::error::{Error, RecordRef, Result};
use crate::field::{Record, RecordKind, Value, place};
use crate::operation::{Context, Mode, Operation, Route, live};
use crate::query::{Filter, Select, Target};
use crate::records;
use crate::reference::seen_among;

crate::choice! {
    /// In which direction relationships are followed.
    pub enum GraphDirection {
        /// Both ways.
        #[default]
        Both = "both",
        /// From the first record of a relationship to the second: whom it referred.
        Forward = "forward",
        /// From the second to the first: who referred it.
        Backward = "backward",
    }
}

/// Follows relationships from a record, step by step. With the kind `referred`, forward gives
/// everyone who came through a person, and backward the chain that it came by.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ReadGraph {
    /// The kind of record.
    pub record_kind: RecordKind,
    /// Which record.
    pub id: Uuid,
    /// Only relationships of this kind, or of its inverse turned round; all if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<RelationKind>,
    /// In which direction.
    #[serde(default)]
    pub direction: GraphDirection,
    /// How many steps; one if absent, 20 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depth: Option<u32>,
}

/// A part of the graph of relationships.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RelationshipGraph {
    /// The records that the actor sees, nearest first; the first is the one asked about.
    pub nodes: Vec<GraphNode>,
    /// The relationships between these, by id.
    pub edges: Vec<Relationship>,
    /// Whether there would be more nodes than an answer holds.
    pub truncated: bool,
}

/// A record in a graph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GraphNode {
    /// The record.
    pub record: RecordRef,
    /// How many steps away; renderers lay nodes out in rings by it.
    pub steps: u32,
}

impl Answer for RelationshipGraph {
    fn project(&mut self, access: &Access) {
        self.edges.project(access);
    }
}

/// An answer holds at most this many nodes.
const NODES: usize = 500;
/// And follows at most this many steps.
const STEPS: u32 = 20;

impl Operation for ReadGraph {
    const NAME: &'static str = "relationships.graph";
    const PERMISSION: Permission = Permission::ContactView;
    const ROUTE: Route = Route::get("/relationships/graph");
    const MODE: Mode = Mode::Read;
    type Output = RelationshipGraph;

    fn execute(self, cx: &mut Context<'_>) -> Result<RelationshipGraph> {
        let steps = self.depth.unwrap_or(1);
        if steps > STEPS {
            let reason = format!("at most {STEPS} steps are followed");
            return Err(Error::invalid("depth", reason));
        }
        let asked = RecordRef {
            kind: self.record_kind,
            id: self.id,
        };
        let start = records::require_view(cx, asked)?;
        // Only one of a pair of inverse kinds is stored, so asking for the other turns round.
        let (kind, turned) = match self.kind {
            None => (None, false),
            Some(kind) => {
                let (kind, turned) = kind.stored();
                (Some(kind), turned)
            }
        };
        let direction = match (self.direction, turned) {
            (GraphDirection::Forward, true) => GraphDirection::Backward,
            (GraphDirection::Backward, true) => GraphDirection::Forward,
            (direction, _) => direction,
        };
        let mut walk = Walk {
            kind,
            direction,
            nodes: BTreeMap::from([(start, 0)]),
            edges: BTreeMap::new(),
            truncated: false,
        };
        let mut ring = BTreeSet::from([start]);
        for step in 1..=steps {
            ring = walk.step(cx, &ring, step)?;
            if ring.is_empty() {
                break;
            }
        }
        Ok(walk.graph())
    }
}

struct Walk {
    kind: Option<RelationKind>,
    direction: GraphDirection,
    nodes: BTreeMap<RecordRef, u32>,
    edges: BTreeMap<Uuid, Relationship>,
    truncated: bool,
}

impl Walk {
    /// One ring further: a question or two for the relationships, and one for each kind of record
    /// that they lead to. Answers what is new.
    fn step(
        &mut self,
        cx: &mut Context<'_>,
        ring: &BTreeSet<RecordRef>,
        step: u32,
    ) -> Result<BTreeSet<RecordRef>> {
        let ids: Vec<Value> = ring.iter().map(|record| Value::Id(record.id)).collect();
        let (from, to) = (
            place!(Relationship, "from_id"),
            place!(Relationship, "to_id"),
        );
        let ends: &[usize] = match self.direction {
            GraphDirection::Forward => &[from],
            GraphDirection::Backward => &[to],
            GraphDirection::Both => &[from, to],
        };
        let mut found: Vec<Relationship> = Vec::new();
        for &end in ends {
            let Some(field) = Relationship::DECL.fields.get(end) else {
                continue;
            };
            let readable = cx.access().require_read(Relationship::DECL, field, false);
            if readable.is_err() {
                continue;
            }
            let among = Filter::In {
                target: Target::Field(end),
                operands: ids.clone(),
            };
            let mut select = Select::all(Relationship::DECL).filter(among).filter(live());
            if let Some(kind) = self.kind {
                let place = Target::Field(place!(Relationship, "kind"));
                let kind = Value::Text(kind.name().to_owned());
                select = select.filter(Filter::equals(place, kind));
            }
            found.extend(cx.peek_all::<Relationship>(select)?);
        }
        let far: BTreeSet<RecordRef> = found
            .iter()
            .flat_map(<[RecordRef; 2]>::from)
            .filter(|record| !self.nodes.contains_key(record))
            .collect();
        let mut new = seen_among(cx, far)?;
        let room = NODES.saturating_sub(self.nodes.len());
        if new.len() > room {
            self.truncated = true;
            new = new.into_iter().take(room).collect();
        }
        self.nodes.extend(new.iter().map(|record| (*record, step)));
        for edge in found {
            self.edges.insert(edge.id.uuid(), edge);
        }
        Ok(new)
    }

    fn graph(self) -> RelationshipGraph {
        let mut nodes: Vec<GraphNode> = self
            .nodes
            .iter()
            .map(|(&record, &steps)| GraphNode { record, steps })
            .collect();
        nodes.sort_by_key(|node| (node.steps, node.record));
        let both_seen = |edge: &Relationship| {
            <[RecordRef; 2]>::from(edge)
                .iter()
                .all(|end| self.nodes.contains_key(end))
        };
        RelationshipGraph {
            nodes,
            edges: self.edges.into_values().filter(both_seen).collect(),
            truncated: self.truncated,
        }
    }
}

impl From<&Relationship> for [RecordRef; 2] {
    fn from(edge: &Relationship) -> Self {
        [
            RecordRef {
                kind: edge.from_kind,
                id: edge.from_id,
            },
            RecordRef {
                kind: edge.to_kind,
                id: edge.to_id,
            },
        ]
    }
}

//! The chart as a tree, and what is wrong with it.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::chart::Chart;
use crate::access::{Access, Answer, Permission, plain_answer};
use crate::account::AccountId;
use crate::contact::ContactId;
use crate::error::{Error, Result};
use crate::operation::{Context, Mode, Operation, Route};
use crate::page;
use crate::relationship::{RelationKind, RelationshipId};
use crate::snapshot::Snapshot;

/// Reads who reports to whom in an account, from the top down, a page at a time (ORG-03).
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ReadChart {
    /// Which account.
    pub account_id: AccountId,
    /// Only this person and those below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root_id: Option<ContactId>,
    /// Only so many steps down; all if absent. 0 answers the top alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depth: Option<u32>,
    /// The last person of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<ContactId>,
    /// How many people; 50 if absent, 500 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// A part of an organisation chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OrgChart {
    /// From the top down; those below a person follow it at once.
    pub nodes: Vec<OrgNode>,
    /// Whether there are more after the last of these.
    pub more: bool,
    /// How many people the whole chart has.
    pub people: u32,
}

/// A person in a chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OrgNode {
    /// The person: name and title.
    pub contact: Snapshot,
    /// The part it plays there: title, department, role, sentiment, influence.
    pub association: Snapshot,
    /// To whom it reports.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager_id: Option<ContactId>,
    /// The relationship that says so; moving the node asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line_id: Option<RelationshipId>,
    /// To whom it reports by dotted lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dotted_ids: Vec<ContactId>,
    /// How many steps below the top, or below the person asked for.
    pub depth: u32,
    /// How many report to it.
    pub reports: u32,
    /// How many stand below it, at any depth.
    pub below: u32,
}

impl Answer for OrgChart {
    fn project(&mut self, access: &Access) {
        for node in &mut self.nodes {
            node.contact.project(access);
            node.association.project(access);
        }
    }
}

impl Operation for ReadChart {
    const NAME: &'static str = "org_chart.read";
    const PERMISSION: Permission = Permission::ContactView;
    const ROUTE: Route = Route::get("/accounts/{account_id}/org-chart");
    const MODE: Mode = Mode::Read;
    type Output = OrgChart;

    fn execute(self, cx: &mut Context<'_>) -> Result<OrgChart> {
        let chart = Chart::load(cx, self.account_id)?;
        let limit = page::limit(self.limit)? as usize;
        if let Some(root) = self.root_id {
            chart.require(root, "root_id")?;
        }
        let forest = chart.forest();
        let mut dotted: BTreeMap<Uuid, Vec<ContactId>> = BTreeMap::new();
        for tie in chart.inside(RelationKind::ReportsDotted) {
            dotted
                .entry(tie.from_id)
                .or_default()
                .push(tie.to_id.into());
        }
        let deepest = self.depth.unwrap_or(u32::MAX);
        let mut places: Vec<_> = forest.walk(self.root_id.map(ContactId::uuid));
        places.retain(|place| place.depth <= deepest);
        let begin = match self.after {
            None => 0,
            Some(after) => places
                .iter()
                .position(|place| place.person == after.uuid())
                .map(|place| place.saturating_add(1))
                .ok_or_else(|| Error::invalid("after", "the person is not in this chart"))?,
        };
        let mut nodes = Vec::new();
        for place in places.iter().skip(begin).take(limit) {
            let Some(person) = chart.people.get(&place.person) else {
                continue;
            };
            let line = forest.manager.get(&place.person);
            let (contact, association) = person.shown()?;
            let reports = forest.reports.get(&place.person).map_or(0, Vec::len);
            nodes.push(OrgNode {
                contact,
                association,
                manager_id: line.map(|line| line.to.into()),
                line_id: line.map(|line| line.id.into()),
                dotted_ids: dotted.remove(&place.person).unwrap_or_default(),
                depth: place.depth,
                reports: u32::try_from(reports).unwrap_or(u32::MAX),
                below: place.below,
            });
        }
        Ok(OrgChart {
            more: places.len() > begin.saturating_add(limit),
            people: u32::try_from(chart.people.len()).unwrap_or(u32::MAX),
            nodes,
        })
    }
}

/// Says what a chart lacks: people outside of it, lines that lead out of the account, people with
/// several managers, circles.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct CheckChart {
    /// Which account.
    pub account_id: AccountId,
}

/// What a chart lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChartReport {
    /// Those at the top with someone below.
    pub roots: Vec<ContactId>,
    /// Those without a manager and without anyone below: nobody has placed them yet.
    pub orphans: Vec<ContactId>,
    /// Those whose manager does not, or no longer, belong to the account.
    pub outside: Vec<ContactId>,
    /// Those with several managers; the oldest line counts.
    pub doubled: Vec<DoubledNode>,
    /// Circles, each cut above its first person.
    pub loops: Vec<Vec<ContactId>>,
}

/// A person with several managers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DoubledNode {
    /// The person.
    pub contact_id: ContactId,
    /// The line that does not count.
    pub line_id: RelationshipId,
}

plain_answer!(ChartReport);

impl Operation for CheckChart {
    const NAME: &'static str = "org_chart.check";
    const PERMISSION: Permission = Permission::ContactView;
    const ROUTE: Route = Route::get("/accounts/{account_id}/org-chart/check");
    const MODE: Mode = Mode::Read;
    type Output = ChartReport;

    fn execute(self, cx: &mut Context<'_>) -> Result<ChartReport> {
        let chart = Chart::load(cx, self.account_id)?;
        let forest = chart.forest();
        let leads = |id: &Uuid| forest.reports.contains_key(id);
        let placed =
            |id: &Uuid| leads(id) || forest.loops.iter().flatten().any(|in_it| in_it == id);
        let (roots, orphans): (Vec<Uuid>, Vec<Uuid>) =
            forest.roots.iter().copied().partition(placed);
        let lines = chart.lines();
        let outside: BTreeSet<Uuid> = lines
            .iter()
            .filter(|line| {
                chart.people.contains_key(&line.from) && !chart.people.contains_key(&line.to)
            })
            .map(|line| line.from)
            .collect();
        let ids = |ids: Vec<Uuid>| ids.into_iter().map(ContactId::from).collect();
        Ok(ChartReport {
            roots: ids(roots),
            orphans: ids(orphans),
            outside: ids(outside.into_iter().collect()),
            doubled: forest
                .doubled
                .iter()
                .map(|line| DoubledNode {
                    contact_id: line.from.into(),
                    line_id: line.id.into(),
                })
                .collect(),
            loops: forest.loops.into_iter().map(ids).collect(),
        })
    }
}

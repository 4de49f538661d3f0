//! Typed, directed relationships between people and companies (REL-05 to REL-09).
//!
//! A relationship leads from one record to another and has a kind; each kind has an inverse, so
//! reading from the other end gives the other word (`manages` and `reports to`). Chains of
//! referrals and of reporting never close into a circle.

mod graph;
mod manager;
mod second_manager;
#[cfg(test)]
mod tests;
mod unite;

pub use graph::{GraphDirection, GraphNode, ReadGraph, RelationshipGraph};
pub(crate) use manager::require_one_manager;
use manager::{accounts_of, require_no_manager};
pub(crate) use second_manager::{Moving, second_managers};
pub(crate) use unite::{circles, unite};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::{Access, Answer, Permission};
use crate::error::{Error, RecordRef, Result};
use crate::field::{Id, Merge, Record, RecordKind, Value, label, place};
use crate::operation::{Context, Environment, Mode, Operation, Route, Stored, live};
use crate::page;
use crate::port::{Key, KeySpace};
use crate::query::{Filter, Keyset, Select, Target};
use crate::records;
use crate::value::Date;

crate::record! {
    /// A typed, directed relationship between two records.
    pub struct Relationship: Relationship, draft RelationshipDraft, patch RelationshipPatch;
    fixed {
        /// The kind of the record it leads from.
        from_kind: RecordKind = label("From, kind");
        /// The record it leads from.
        from_id: Uuid = label("From").refers_by("from_kind").indexed();
        /// What it says: the first record `kind` the second.
        kind: RelationKind = label("Kind");
        /// The kind of the record it leads to.
        to_kind: RecordKind = label("To, kind");
        /// The record it leads to.
        to_id: Uuid = label("To").refers_by("to_kind").indexed();
    }
    entered {
        /// The relationship in the tenant's own words, for kind `other`.
        kind_text: Option<String> = label("Kind, own word");
        /// How strong it is, from 1 to 100; influence maps use it.
        strength: Option<u32> = label("Strength");
        /// Since when.
        since: Option<Date> = label("Since").merge(Merge::Earliest);
        /// Free text about it.
        note: Option<String> = label("Note").personal();
    }
    derived {}
}

/// The id of a relationship.
pub type RelationshipId = Id<Relationship>;

crate::choice! {
    /// What a relationship says of its two ends.
    pub enum RelationKind {
        /// The first knows the second.
        #[default]
        Knows = "knows",
        /// The first referred the second.
        Referred = "referred",
        /// The second referred the first.
        ReferredBy = "referred_by",
        /// The first reports to the second.
        ReportsTo = "reports_to",
        /// The first manages the second.
        Manages = "manages",
        /// The first reports to the second by a dotted line, beside its own manager.
        ReportsDotted = "reports_dotted_to",
        /// The first manages the second by a dotted line.
        ManagesDotted = "manages_dotted",
        /// The first influences the second.
        Influences = "influences",
        /// The second influences the first.
        InfluencedBy = "influenced_by",
        /// The first assists the second.
        Assists = "assists",
        /// The second assists the first.
        AssistedBy = "assisted_by",
        /// They are spouses or partners.
        Spouse = "spouse",
        /// The first is a parent of the second.
        ParentOf = "parent_of",
        /// The first is a child of the second.
        ChildOf = "child_of",
        /// They are otherwise related.
        Relative = "relative",
        /// The first supplies the second.
        Supplies = "supplies",
        /// The second supplies the first.
        SuppliedBy = "supplied_by",
        /// They work together.
        Partner = "partner",
        /// They compete.
        Competitor = "competitor",
        /// Something else; see `kind_text`.
        Other = "other",
    }
}

impl RelationKind {
    /// What the second record is to the first.
    #[must_use]
    pub const fn inverse(self) -> Self {
        match self {
            Self::Referred => Self::ReferredBy,
            Self::ReferredBy => Self::Referred,
            Self::ReportsTo => Self::Manages,
            Self::Manages => Self::ReportsTo,
            Self::ReportsDotted => Self::ManagesDotted,
            Self::ManagesDotted => Self::ReportsDotted,
            Self::Influences => Self::InfluencedBy,
            Self::InfluencedBy => Self::Influences,
            Self::Assists => Self::AssistedBy,
            Self::AssistedBy => Self::Assists,
            Self::ParentOf => Self::ChildOf,
            Self::ChildOf => Self::ParentOf,
            Self::Supplies => Self::SuppliedBy,
            Self::SuppliedBy => Self::Supplies,
            symmetric => symmetric,
        }
    }

    /// The one of a pair that is stored, so that a relationship and its inverse are one record.
    const fn stored(self) -> (Self, bool) {
        match self {
            Self::ReferredBy
            | Self::Manages
            | Self::ManagesDotted
            | Self::InfluencedBy
            | Self::AssistedBy
            | Self::ChildOf
            | Self::SuppliedBy => (self.inverse(), true),
            kind => (kind, false),
        }
    }

    /// Whether it says the same from both ends. What `other` says is the tenant's affair.
    fn is_symmetric(self) -> bool {
        self != Self::Other && self.inverse() == self
    }

    /// Whether a chain of it must not close into a circle.
    const fn is_acyclic(self) -> bool {
        matches!(self, Self::Referred | Self::ReportsTo | Self::ParentOf)
    }
}

impl Stored for Relationship {
    const VIEW: Permission = Permission::ContactView;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        if (self.from_kind, self.from_id) == (self.to_kind, self.to_id) {
            return Err(Error::invalid(
                "to_id",
                "a record has no relationship with itself",
            ));
        }
        if self
            .strength
            .is_some_and(|strength| !(1..=100).contains(&strength))
        {
            return Err(Error::invalid("strength", "a strength is from 1 to 100"));
        }
        let (kind, turned) = self.kind.stored();
        if turned {
            self.kind = kind;
            std::mem::swap(&mut self.from_kind, &mut self.to_kind);
            std::mem::swap(&mut self.from_id, &mut self.to_id);
        }
        Ok(())
    }

    fn keys(&self) -> Vec<Key> {
        vec![Key {
            space: KeySpace::Pair,
            value: self.identity(),
            unique: true,
        }]
    }
}

impl Relationship {
    /// What it says; two that say the same are one.
    fn identity(&self) -> String {
        let words = self
            .kind_text
            .as_deref()
            .map(crate::value::text::fold)
            .unwrap_or_default();
        let (mut from, mut to) = (self.from_id, self.to_id);
        if self.kind.is_symmetric() && to < from {
            std::mem::swap(&mut from, &mut to);
        }
        format!("{from}|{}|{to}|{words}", self.kind.name())
    }
}

/// Relates two records. The inverse need not be given; it is the same relationship read from the
/// other end.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateRelationship {
    /// Both ends, kind and details.
    #[serde(flatten)]
    pub relationship: RelationshipDraft,
}

impl Operation for CreateRelationship {
    const NAME: &'static str = "relationships.create";
    const PERMISSION: Permission = Permission::ContactUpdate;
    const ROUTE: Route = Route::post("/relationships");
    const MODE: Mode = Mode::Write;
    type Output = Relationship;

    fn execute(mut self, cx: &mut Context<'_>) -> Result<Relationship> {
        let draft = &mut self.relationship;
        let from = RecordRef {
            kind: draft.from_kind,
            id: draft.from_id,
        };
        let to = RecordRef {
            kind: draft.to_kind,
            id: draft.to_id,
        };
        let from = records::require_update(cx, from).map_err(|error| error.at("from_id"))?;
        let to = records::require_view(cx, to).map_err(|error| error.at("to_id"))?;
        (draft.from_id, draft.to_id) = (from.id, to.id);
        let (kind, turned) = draft.kind.stored();
        let (start, end) = if turned { (to, from) } else { (from, to) };
        if kind.is_acyclic() && reaches(cx, kind, end, start)? {
            return Err(Error::invalid(
                "to_id",
                "the chain would close into a circle",
            ));
        }
        if kind == RelationKind::ReportsTo {
            require_no_manager(cx, start, end)?;
        }
        cx.create(self.relationship)
    }
}

/// Refuses a relationship that is there again and does not fit what has come since: it would close
/// a circle, or give somebody a second manager.
pub(crate) fn require_place(cx: &mut Context<'_>, line: &Relationship) -> Result<()> {
    if line.archived_at.is_some() {
        return Ok(());
    }
    let [from, to] = <[RecordRef; 2]>::from(line);
    if line.kind.is_acyclic() && reaches(cx, line.kind, to, from)? {
        return Err(Error::conflict("the chain would close into a circle"));
    }
    match line.kind {
        RelationKind::ReportsTo => require_no_manager(cx, from, to),
        _ => Ok(()),
    }
}

/// Chains are followed at most this far.
const CHAIN: usize = 10_000;

/// Whether a chain of relationships of a kind leads from one record to another.
fn reaches(
    cx: &mut Context<'_>,
    kind: RelationKind,
    from: RecordRef,
    to: RecordRef,
) -> Result<bool> {
    let mut known = vec![from.id];
    let mut next = 0;
    while let Some(&id) = known.get(next) {
        next += 1;
        if id == to.id {
            return Ok(true);
        }
        for relationship in at_end(cx, place!(Relationship, "from_id"), id)? {
            if relationship.kind == kind && !known.contains(&relationship.to_id) {
                known.push(relationship.to_id);
            }
        }
        if known.len() > CHAIN {
            return Err(Error::limit("chain", CHAIN as u64, "the chain is too long"));
        }
    }
    Ok(false)
}

fn at_end(cx: &mut Context<'_>, end: usize, id: Uuid) -> Result<Vec<Relationship>> {
    let target = Target::Field(end);
    cx.peek_all(
        Select::all(Relationship::DECL)
            .filter(Filter::equals(target, Value::Id(id)))
            .filter(live()),
    )
}

/// Changes the details of a relationship.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateRelationship {
    /// Which relationship.
    pub id: RelationshipId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// The change.
    #[serde(flatten)]
    pub patch: RelationshipPatch,
}

impl Operation for UpdateRelationship {
    const NAME: &'static str = "relationships.update";
    const PERMISSION: Permission = Permission::ContactUpdate;
    const ROUTE: Route = Route::patch("/relationships/{id}");
    const MODE: Mode = Mode::Write;
    type Output = Relationship;

    fn execute(self, cx: &mut Context<'_>) -> Result<Relationship> {
        require_ends(cx, self.id)?;
        cx.update(self.id, self.expected_version, self.patch)
    }
}

/// Ends a relationship.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct RemoveRelationship {
    /// Which relationship.
    pub id: RelationshipId,
}

impl Operation for RemoveRelationship {
    const NAME: &'static str = "relationships.remove";
    const PERMISSION: Permission = Permission::ContactUpdate;
    const ROUTE: Route = Route::delete("/relationships/{id}");
    const MODE: Mode = Mode::Write;
    type Output = Relationship;

    fn execute(self, cx: &mut Context<'_>) -> Result<Relationship> {
        require_ends(cx, self.id)?;
        cx.archive(self.id)
    }
}

/// Refuses an actor who does not see both ends, as if there were no such relationship, or who may
/// change neither.
fn require_ends(cx: &mut Context<'_>, id: RelationshipId) -> Result<()> {
    let found: Relationship = cx.load(id)?;
    let from = RecordRef {
        kind: found.from_kind,
        id: found.from_id,
    };
    let to = RecordRef {
        kind: found.to_kind,
        id: found.to_id,
    };
    match records::require_update(cx, from) {
        Err(error) if !error.code().is_failure() => records::require_update(cx, to).map(drop),
        found => found.map(drop),
    }
}

/// Lists the relationships of a record, each as seen from it, a page at a time.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListRelationships {
    /// The kind of record.
    pub record_kind: RecordKind,
    /// Which record.
    pub id: Uuid,
    /// Where to go on: the `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<RelationshipId>,
    /// How many relationships; 50 if absent, 500 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Relationships of a record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RelationshipList {
    /// In the order of creation; those whose other end is out of sight are left out.
    pub relationships: Vec<RelationshipView>,
    /// Where the next page goes on; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<RelationshipId>,
}

/// A relationship as seen from one end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RelationshipView {
    /// The relationship.
    pub relationship: Relationship,
    /// What the record asked about is to the other: `reports_to` or `manages`.
    pub kind: RelationKind,
    /// The other end.
    pub other: RecordRef,
}

impl Answer for RelationshipList {
    fn project(&mut self, access: &Access) {
        for view in &mut self.relationships {
            view.relationship.project(access);
        }
    }
}

impl Operation for ListRelationships {
    const NAME: &'static str = "relationships.list";
    const PERMISSION: Permission = Permission::ContactView;
    const ROUTE: Route = Route::get("/relationships");
    const MODE: Mode = Mode::Read;
    type Output = RelationshipList;

    fn execute(self, cx: &mut Context<'_>) -> Result<RelationshipList> {
        let record = RecordRef {
            kind: self.record_kind,
            id: self.id,
        };
        let record = records::require_view(cx, record)?;
        let size = page::limit(self.limit)?;
        let mut found = seen_at(cx, &FROM, record.id, self.cursor, size)?;
        found.extend(seen_at(cx, &TO, record.id, self.cursor, size)?);
        found.sort_by_key(|view| view.relationship.id);
        let more = found.len() > size as usize;
        found.truncate(size as usize);
        let last = found.last().filter(|_| more);
        Ok(RelationshipList {
            next: last.map(|view| view.relationship.id),
            relationships: found,
        })
    }
}

/// One end of relationships: where its id stands, and where kind and id of the other one.
struct End {
    id: usize,
    other_kind: usize,
    other_id: usize,
    /// Whether it is the one that relationships lead to.
    turned: bool,
}

const FROM: End = End {
    id: place!(Relationship, "from_id"),
    other_kind: place!(Relationship, "to_kind"),
    other_id: place!(Relationship, "to_id"),
    turned: false,
};

const TO: End = End {
    id: place!(Relationship, "to_id"),
    other_kind: place!(Relationship, "from_kind"),
    other_id: place!(Relationship, "from_id"),
    turned: true,
};

/// The relationships that have a record at one end and one in sight at the other, one more than
/// asked for. The store decides what is in sight, for all of them at once.
fn seen_at(
    cx: &mut Context<'_>,
    end: &End,
    id: Uuid,
    after: Option<RelationshipId>,
    size: u32,
) -> Result<Vec<RelationshipView>> {
    let kinds = RecordKind::ALL.iter().copied();
    let kinds = kinds.filter(|kind| records::carries(*kind));
    let seen = cx
        .access()
        .leads_to_sight(end.other_kind, end.other_id, kinds);
    let mut select = Select::all(Relationship::DECL)
        .filter(Filter::equals(Target::Field(end.id), Value::Id(id)))
        .filter(live())
        .filter(seen)
        .limit(size.saturating_add(1));
    select.after = after.map(|after| Keyset {
        value: Value::Id(after.uuid()),
        id: after.uuid(),
    });
    let found: Vec<Relationship> = cx.peek_all(select)?;
    let views = found.into_iter().map(|relationship| {
        let (kind, other_kind, other_id) = if end.turned {
            let inverse = relationship.kind.inverse();
            (inverse, relationship.from_kind, relationship.from_id)
        } else {
            let kind = relationship.kind;
            (kind, relationship.to_kind, relationship.to_id)
        };
        RelationshipView {
            relationship,
            kind,
            other: RecordRef {
                kind: other_kind,
                id: other_id,
            },
        }
    });
    Ok(views.collect())
}

//! Why a record is, or is not, a member (SEG-25): every clause with its outcome and its facts.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::clause::{Checked, Clause, Related, Test};
use super::print;
use super::relation::Way;
use super::resolve::{End, Hop};
use crate::access::{Access, Mask};
use crate::error::{Error, RecordRef, Result};
use crate::field::{FieldKind, Record, RecordDecl, RecordKind, Row, TenantId, Value, place};
use crate::port::Transaction;
use crate::query::{Facts, Filter, Select, Target, matches};
use crate::tag::{Tag, TagLink};

/// A list of facts is cut after so many.
const VALUES: usize = 20;
/// Related records beyond so many are only counted.
const RELATED: usize = 10;

crate::choice! {
    /// The kinds of clause.
    pub enum ClauseKind {
        /// Every part must hold.
        And = "and",
        /// Some part must hold.
        Or = "or",
        /// The part must not hold.
        Not = "not",
        /// A value is compared.
        #[default]
        Comparison = "comparison",
        /// Related records are counted.
        Relation = "relation",
    }
}

/// One clause of a rule, and what became of it for one record.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ClauseExplanation {
    /// What kind of clause it is.
    pub kind: ClauseKind,
    /// Its text, for comparisons and relations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Whether it holds for the record.
    pub holds: bool,
    /// The values that decided a comparison; none if nothing is set there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<ClauseFact>,
    /// The parts of an and, or, not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<ClauseExplanation>,
    /// How many related records satisfy a relation's condition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// Related records in sight, those that count first, ten at most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<RelatedExplanation>,
}

/// The values of a field that a comparison looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClauseFact {
    /// The field, as the rule names it in canonical spelling.
    pub field: String,
    /// The record that has it, if it is not the one asked about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<RecordRef>,
    /// Its values, in a masked form if the actor sees only that; twenty at most.
    pub values: Vec<Json>,
    /// Whether the values are masked or withheld.
    #[serde(default)]
    pub masked: bool,
    /// Where the values come from, if they are told as they are: a record and fields of it.
    #[serde(skip)]
    #[schemars(skip)]
    pub(super) told: Option<(RecordRef, Vec<String>)>,
}

/// A related record, and why it counts or not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RelatedExplanation {
    /// The record.
    pub record: RecordRef,
    /// Whether it counts.
    pub holds: bool,
    /// The condition, if the relation has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<ClauseExplanation>,
}

impl ClauseExplanation {
    /// Notes the values that it tells.
    pub(super) fn tell(&self, access: &Access) {
        for (record, fields) in self.facts.iter().filter_map(|fact| fact.told.as_ref()) {
            for field in fields {
                access.tells(*record, field);
            }
        }
        let related = self.related.iter();
        let because = related.filter_map(|other| other.because.as_ref());
        for part in self.parts.iter().chain(because) {
            part.tell(access);
        }
    }
}

impl End {
    /// The names of the fields whose values it compares.
    fn fields(&self, decl: &RecordDecl) -> Vec<String> {
        let targets = match self {
            Self::Value(slot) => std::slice::from_ref(&slot.target),
            Self::Money { amount, .. } => std::slice::from_ref(amount),
            Self::Parts(parts) => parts,
            Self::Tag => &[],
        };
        let name = |target: &Target| match target {
            Target::Id => None,
            Target::Field(place)
            | Target::Part(place, _)
            | Target::Items(place)
            | Target::Elements(place, _) => {
                let field = decl.fields.get(*place)?;
                Some(field.name.to_owned())
            }
            Target::Custom(name, _) => Some(format!("custom.{name}")),
        };
        targets.iter().filter_map(name).collect()
    }
}

/// Explains a checked rule for one record.
pub(super) fn explain(
    checked: &Checked,
    row: &Row,
    tenant: TenantId,
    facts: &mut dyn Facts,
) -> ClauseExplanation {
    Explaining { tenant, facts }.clause(&checked.clause, checked.decl, row)
}

struct Explaining<'f> {
    tenant: TenantId,
    facts: &'f mut dyn Facts,
}

impl Explaining<'_> {
    fn clause(
        &mut self,
        clause: &Clause,
        decl: &'static RecordDecl,
        row: &Row,
    ) -> ClauseExplanation {
        match clause {
            Clause::And(parts) => {
                let parts = self.parts(parts, decl, row);
                joined(ClauseKind::And, parts.iter().all(|part| part.holds), parts)
            }
            Clause::Or(parts) => {
                let parts = self.parts(parts, decl, row);
                joined(ClauseKind::Or, parts.iter().any(|part| part.holds), parts)
            }
            Clause::Not(part) => {
                let part = self.clause(part, decl, row);
                joined(ClauseKind::Not, !part.holds, vec![part])
            }
            Clause::Test(test) => ClauseExplanation {
                kind: ClauseKind::Comparison,
                text: Some(print::print_comparison(&test.comparison)),
                holds: matches(&clause.filter(), decl, row, self.facts),
                facts: self.fact(test, row).into_iter().collect(),
                ..ClauseExplanation::default()
            },
            Clause::Related(related) => ClauseExplanation {
                kind: ClauseKind::Relation,
                text: Some(print::print(&clause.node())),
                holds: matches(&clause.filter(), decl, row, self.facts),
                ..self.related(related, row)
            },
        }
    }

    fn parts(
        &mut self,
        parts: &[Clause],
        decl: &'static RecordDecl,
        row: &Row,
    ) -> Vec<ClauseExplanation> {
        parts
            .iter()
            .map(|part| self.clause(part, decl, row))
            .collect()
    }

    fn fact(&mut self, test: &Test, row: &Row) -> Option<ClauseFact> {
        let there = self.follow(&test.hops, row)?;
        let mut values = match &test.end {
            End::Value(slot) => shown(test.decl, &there, &slot.target),
            End::Money { amount, .. } => shown_money(test.decl, &there, amount),
            End::Parts(parts) => parts
                .iter()
                .flat_map(|part| shown(test.decl, &there, part))
                .collect(),
            End::Tag => self.tags(there.id),
        };
        values.truncate(VALUES);
        if let Some(mask) = test.mask {
            values = values
                .iter()
                .filter_map(|value| masked(mask, self.tenant, &test.end, value))
                .collect();
        }
        let record = RecordRef {
            kind: test.decl.kind,
            id: there.id,
        };
        (!values.is_empty() || test.mask.is_some()).then(|| ClauseFact {
            field: test.comparison.path.dotted(),
            record: (!test.hops.is_empty()).then_some(record),
            values,
            masked: test.mask.is_some(),
            told: (test.mask.is_none()).then(|| (record, test.end.fields(test.decl))),
        })
    }

    /// The record that the hops lead to, if every one on the way is in sight.
    fn follow(&mut self, hops: &[Hop], row: &Row) -> Option<Row> {
        let mut at = row.clone();
        for hop in hops {
            let next = self.facts.record(hop.to, at.value(hop.field).as_id()?)?;
            if !matches(&hop.sight, hop.to, &next, self.facts) {
                return None;
            }
            at = next;
        }
        Some(at)
    }

    fn related(&mut self, related: &Related, row: &Row) -> ClauseExplanation {
        let Some(there) = self.follow(&related.hops, row) else {
            return ClauseExplanation::default();
        };
        let to = related.kin.to;
        // All are decided, but only those that are shown are explained.
        let condition = related.condition.as_ref().map(Clause::filter);
        let mut found = Vec::new();
        for other in self.kin(related, there.id) {
            let holds = condition
                .as_ref()
                .is_none_or(|condition| matches(condition, to, &other, self.facts));
            found.push((holds, other));
        }
        let count = found.iter().filter(|(holds, _)| *holds).count();
        found.sort_by_key(|(holds, other)| (!holds, other.id));
        found.truncate(RELATED);
        let mut shown = Vec::with_capacity(found.len());
        for (holds, other) in found {
            let condition = related.condition.as_ref();
            shown.push(RelatedExplanation {
                record: RecordRef {
                    kind: to.kind,
                    id: other.id,
                },
                holds,
                because: condition.map(|condition| self.clause(condition, to, &other)),
            });
        }
        ClauseExplanation {
            count: u64::try_from(count).ok(),
            related: shown,
            ..ClauseExplanation::default()
        }
    }

    /// The related records in sight.
    fn kin(&mut self, related: &Related, id: Uuid) -> Vec<Row> {
        let to = related.kin.to;
        let rows = match &related.kin.way {
            Way::Direct { field } => self.facts.referring(to, *field, id),
            Way::Through {
                link,
                here,
                there,
                counts,
            } => {
                let links = self.facts.referring(link, *here, id);
                links
                    .iter()
                    .filter(|between| matches(counts, link, between, self.facts))
                    .filter_map(|between| between.value(*there).as_id())
                    .collect::<Vec<_>>()
                    .into_iter()
                    .filter_map(|id| self.facts.record(to, id))
                    .collect()
            }
        };
        rows.into_iter()
            .filter(|other| matches(&related.sight, to, other, self.facts))
            .collect()
    }

    fn tags(&mut self, id: Uuid) -> Vec<Json> {
        let links = self
            .facts
            .referring(TagLink::DECL, place!(TagLink, "record_id"), id);
        let mut paths: Vec<String> = links
            .iter()
            .filter_map(|link| {
                let tag = link.value(place!(TagLink, "tag_id")).as_id()?;
                let tag = self.facts.record(Tag::DECL, tag)?;
                tag.value(place!(Tag, "path")).as_text().map(str::to_owned)
            })
            .collect();
        paths.sort();
        paths.into_iter().map(Json::String).collect()
    }
}

fn joined(kind: ClauseKind, holds: bool, parts: Vec<ClauseExplanation>) -> ClauseExplanation {
    ClauseExplanation {
        kind,
        holds,
        parts,
        ..ClauseExplanation::default()
    }
}

/// The masked form of a value.
fn masked(mask: Mask, tenant: TenantId, end: &End, value: &Json) -> Option<Json> {
    match end {
        End::Value(slot) if !matches!(slot.target, Target::Custom(..)) => {
            mask.apply_wire(tenant, FieldKind::Scalar(slot.kind), value)
        }
        _ => mask.apply_custom(tenant, value),
    }
}

/// The values at a place, as they were entered rather than folded.
fn shown(decl: &RecordDecl, row: &Row, target: &Target) -> Vec<Json> {
    let items = |field: &usize| match row.value(*field) {
        Value::Json(text) => serde_json::from_str::<Vec<Json>>(text).unwrap_or_default(),
        _ => Vec::new(),
    };
    match target {
        Target::Id => vec![json!(row.id)],
        Target::Field(field) => wire(row.value(*field)).into_iter().collect(),
        Target::Part(field, part) => match row.value(*field) {
            Value::Parts(parts) => parts.get(*part).and_then(wire).into_iter().collect(),
            _ => Vec::new(),
        },
        Target::Items(field) => items(field),
        Target::Elements(field, part) => {
            let name = match decl.fields.get(*field).map(|field| field.kind) {
                Some(FieldKind::Elements(parts)) => parts.get(*part).map(|part| part.name),
                _ => None,
            };
            let named = |item: &Json| name.and_then(|name| item.get(name).cloned());
            items(field).iter().filter_map(named).collect()
        }
        Target::Custom(name, _) => match custom(decl, row, name) {
            Some(Json::Array(items)) => items,
            other => other.into_iter().collect(),
        },
    }
}

/// An amount with its currency.
fn shown_money(decl: &RecordDecl, row: &Row, amount: &Target) -> Vec<Json> {
    match amount {
        Target::Part(field, _) => match row.value(*field) {
            Value::Parts(parts) => {
                let mut parts = parts.iter().filter_map(wire);
                let (amount, currency) = (parts.next(), parts.next());
                vec![json!({ "amount": amount, "currency": currency })]
            }
            _ => Vec::new(),
        },
        other => shown(decl, row, other),
    }
}

fn custom(decl: &RecordDecl, row: &Row, name: &str) -> Option<Json> {
    let (field, _) = decl.field("custom")?;
    let Value::Json(text) = row.value(field) else {
        return None;
    };
    let mut values: Json = serde_json::from_str(text).ok()?;
    values.get_mut(name).map(Json::take)
}

fn wire(value: &Value) -> Option<Json> {
    Some(match value {
        Value::Null | Value::Parts(_) | Value::Json(_) => return None,
        Value::Text(text) => json!(text),
        Value::Integer(number) => json!(number),
        Value::Boolean(value) => json!(value),
        Value::Decimal(number) => json!(number),
        Value::Date(day) => json!(day),
        Value::Instant(at) => json!(at),
        Value::Id(id) => json!(id),
    })
}

/// Related records out of a store, each read once and not more of them than a limit. An error,
/// of the store or of the limit, is kept until the end, and nothing is read after it.
pub(super) struct StoreFacts<'s> {
    store: &'s mut dyn Transaction,
    known: BTreeMap<(RecordKind, Uuid), Option<Row>>,
    limit: usize,
    read: usize,
    failed: Option<Error>,
}

impl<'s> StoreFacts<'s> {
    pub(super) fn new(store: &'s mut dyn Transaction, limit: usize) -> Self {
        Self {
            store,
            known: BTreeMap::new(),
            limit,
            read: 0,
            failed: None,
        }
    }

    /// The error that the facts are incomplete for, if any.
    pub(super) fn finish(self) -> Result<()> {
        self.failed.map_or(Ok(()), Err)
    }

    /// The rows of an answer of the store, if they are within the limit.
    fn take(&mut self, answer: Result<Vec<Row>>) -> Vec<Row> {
        let answer = answer.and_then(|rows| {
            self.read = self.read.saturating_add(rows.len());
            if self.read <= self.limit {
                return Ok(rows);
            }
            let maximum = u64::try_from(self.limit).unwrap_or(u64::MAX);
            let message = "the record has too many related records to explain the rule";
            Err(Error::limit("explained_records", maximum, message))
        });
        answer.unwrap_or_else(|error| {
            self.failed = Some(error);
            Vec::new()
        })
    }
}

impl Facts for StoreFacts<'_> {
    fn record(&mut self, decl: &'static RecordDecl, id: Uuid) -> Option<Row> {
        if self.failed.is_some() {
            return None;
        }
        if let Some(known) = self.known.get(&(decl.kind, id)) {
            return known.clone();
        }
        let row = self.store.get(decl, id);
        let row = self.take(row.map(|row| row.into_iter().collect())).pop();
        self.known.insert((decl.kind, id), row.clone());
        row
    }

    fn referring(&mut self, from: &'static RecordDecl, field: usize, id: Uuid) -> Vec<Row> {
        if self.failed.is_some() {
            return Vec::new();
        }
        let refers = Filter::equals(Target::Field(field), Value::Id(id));
        // One more than may be read tells that there are too many.
        let most = self.limit.saturating_sub(self.read).saturating_add(1);
        let most = u32::try_from(most).unwrap_or(u32::MAX);
        let rows = self
            .store
            .select(&Select::all(from).filter(refers).limit(most));
        self.take(rows)
    }
}

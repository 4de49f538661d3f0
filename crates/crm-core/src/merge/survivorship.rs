//! Which value of each field survives (semantics 4.6). Pure: it sees records, their history and
//! the caller's choices, and answers the merged record with a reason for every field.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;

use super::provenance::{Origin, Provenance};
use crate::field::{Accessor, FieldDecl, FieldKind, Merge, Record, Value, meta};
use crate::query::Comparable;
use crate::value::text::fold;

crate::choice! {
    /// A rule that replaces the declared one for a field.
    pub enum MergeStrategy {
        /// The survivor's value, even if it has none.
        #[default]
        Survivor = "survivor",
        /// The value that was set last.
        Newest = "newest",
        /// The value that was set first.
        Oldest = "oldest",
        /// What any of the lists has.
        Union = "union",
    }
}

crate::choice! {
    /// Why a value survives a merge.
    pub enum MergeReason {
        /// It is the survivor's.
        #[default]
        Survivor = "survivor",
        /// All records that have one have the same.
        Same = "same",
        /// No other record has one.
        Only = "only",
        /// Its source is more trusted: human, integration, import, enrichment.
        Source = "source",
        /// It was set last.
        Newest = "newest",
        /// It was set first.
        Oldest = "oldest",
        /// Its record has the lowest id.
        LowestId = "lowest_id",
        /// The caller chose it.
        Chosen = "chosen",
        /// Lists are united.
        United = "united",
        /// It protects, and some record has it.
        AnyTrue = "any_true",
        /// It is the furthest stage.
        Furthest = "furthest",
        /// It is the earliest.
        Earliest = "earliest",
        /// It is the latest.
        Latest = "latest",
        /// Somebody took the value away on purpose.
        Cleared = "cleared",
        /// It follows from the main account's association.
        MainAccount = "main_account",
        /// It does not fit the merged record.
        NotApplicable = "not_applicable",
    }
}

/// One field of the merged record and how it came about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MergeField {
    /// The field, by name; a custom one as `custom.<name>`.
    pub field: String,
    /// Its value after the merge; absent if it is unset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Json>,
    /// The records that it comes from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<Uuid>,
    /// Why.
    pub because: MergeReason,
    /// Values of other records that are not kept in the field; the merge remembers them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<MergeValue>,
}

impl MergeField {
    /// The records whose values it tells: those that the value comes from, else the one that stays,
    /// and those that have others.
    pub(super) fn told_of(&self, survivor: Uuid) -> impl Iterator<Item = Uuid> {
        let made = self.value.is_some() && self.from.is_empty();
        let others = self.others.iter().map(|other| other.id);
        let from = self.from.iter().copied().chain(others);
        from.chain(made.then_some(survivor))
    }
}

/// A value that one of the records has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MergeValue {
    /// The record.
    pub id: Uuid,
    /// Its value.
    pub value: Json,
}

/// One of the records to merge, with what its history tells.
#[derive(Debug, Clone)]
pub(super) struct Claim<R> {
    pub(super) record: R,
    pub(super) provenance: Provenance,
}

/// What the caller wants otherwise for a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wish {
    /// The value of this record, by its place.
    Take(usize),
    /// Another rule.
    Rule(MergeStrategy),
}

/// A caller's wish for a field by name.
pub(super) type Wishes = std::collections::BTreeMap<String, Wish>;

/// What one record holds in one field.
struct Holding {
    id: Uuid,
    value: Option<Json>,
    origin: Origin,
}

impl Holding {
    /// Whether it says something: a value, or that there shall be none.
    fn speaks(&self) -> bool {
        self.value.is_some() || self.origin.cleared
    }
}

/// Unites records into the first. The others' order must not depend on the caller.
pub(super) fn survive<R: Record>(
    claims: &[Claim<R>],
    wishes: &Wishes,
    stages: &[&str],
) -> Option<(R, Vec<MergeField>)> {
    let mut merged = claims.first()?.record.clone();
    let mut fields = Vec::new();
    for (field, accessor) in R::DECL.fields.iter().zip(R::accessors()).skip(meta::COUNT) {
        if field.kind == FieldKind::Custom || field.options.merge == Merge::Derived {
            continue;
        }
        let holdings = holdings(claims, field.name, accessor.json);
        if !holdings.iter().any(Holding::speaks) {
            continue;
        }
        let wish = wishes.get(field.name).copied();
        fields.push(one_field(
            &mut merged,
            claims,
            field,
            accessor,
            &holdings,
            wish,
            stages,
        ));
    }
    custom_fields(&mut merged, claims, wishes, &mut fields);
    Some((merged, fields))
}

fn holdings<R: Record>(
    claims: &[Claim<R>],
    field: &str,
    json: impl Fn(&R) -> Option<Json>,
) -> Vec<Holding> {
    claims
        .iter()
        .map(|claim| {
            let value = json(&claim.record);
            let mut origin = claim.provenance.of(field);
            origin.cleared &= value.is_none();
            Holding {
                id: claim.record.id().uuid(),
                value,
                origin,
            }
        })
        .collect()
}

fn one_field<R: Record>(
    merged: &mut R,
    claims: &[Claim<R>],
    field: &FieldDecl,
    accessor: &Accessor<R>,
    holdings: &[Holding],
    wish: Option<Wish>,
    stages: &[&str],
) -> MergeField {
    let rule = if field.fixed {
        Merge::Derived
    } else {
        field.options.merge
    };
    let unites = match wish {
        None => rule == Merge::Union,
        Some(wish) => wish == Wish::Rule(MergeStrategy::Union),
    };
    if unites {
        for claim in claims.iter().skip(1) {
            (accessor.unite)(merged, &claim.record);
        }
        return united(field.name, (accessor.json)(merged), holdings);
    }
    let stored = |holding: usize| {
        claims
            .get(holding)
            .map(|claim| (accessor.value)(&claim.record))
    };
    let (place, because) = match wish {
        Some(wish) => granted(wish, holdings),
        None => match rule {
            Merge::Or => any_true(claims.len(), &stored),
            Merge::Furthest => furthest(holdings, stages),
            Merge::Earliest => extreme(holdings, &stored, false),
            Merge::Latest => extreme(holdings, &stored, true),
            // What never changes stays the survivor's.
            Merge::Derived => (0, MergeReason::Survivor),
            Merge::Scalar | Merge::Whole | Merge::Union => scalar(holdings),
        },
    };
    if place > 0 {
        let value = stored(place).unwrap_or_default();
        // The value was read from a record of the same kind, so it fits.
        if value.is_null() || (accessor.load)(merged, value).is_err() {
            (accessor.reset)(merged);
        }
    }
    chosen(field.name, place, because, holdings)
}

fn custom_fields<R: Record>(
    merged: &mut R,
    claims: &[Claim<R>],
    wishes: &Wishes,
    fields: &mut Vec<MergeField>,
) {
    let of = |claim: &Claim<R>| -> Vec<String> { claim.record.custom().keys().cloned().collect() };
    let names: BTreeSet<String> = claims.iter().flat_map(of).collect();
    for name in names {
        let path = format!("custom.{name}");
        let holdings = holdings(claims, &path, |record: &R| {
            record.custom().get(&name).cloned()
        });
        let (place, because) = match wishes.get(&path) {
            Some(wish) => granted(*wish, &holdings),
            None => scalar(&holdings),
        };
        match holdings
            .get(place)
            .and_then(|holding| holding.value.clone())
        {
            Some(value) => merged.custom_mut().insert(name, value),
            None => merged.custom_mut().remove(&name),
        };
        fields.push(chosen(&path, place, because, &holdings));
    }
}

/// The survivor's value if it says anything, else by source, then the newest, then the record with
/// the lowest id. Taking a value away counts as a value with its own time.
fn scalar(holdings: &[Holding]) -> (usize, MergeReason) {
    let survivor = holdings.first().filter(|holding| holding.speaks());
    if let Some(survivor) = survivor {
        let because = match &survivor.value {
            None => MergeReason::Cleared,
            Some(value) => alone_or(holdings, value, MergeReason::Survivor),
        };
        return (0, because);
    }
    let rank = |holding: &Holding| {
        let age = std::cmp::Reverse(holding.origin.at);
        (holding.origin.source, age, holding.id)
    };
    let mut speaking: Vec<(usize, &Holding)> = holdings
        .iter()
        .enumerate()
        .filter(|(_, holding)| holding.speaks())
        .collect();
    speaking.sort_by_key(|(_, holding)| rank(holding));
    let Some((place, best)) = speaking.first().copied() else {
        return (0, MergeReason::Survivor);
    };
    let because = match (&best.value, speaking.get(1)) {
        (None, _) => MergeReason::Cleared,
        (Some(_), None) => MergeReason::Only,
        (Some(value), Some((_, next))) => {
            let ((source, age, _), (next_source, next_age, _)) = (rank(best), rank(next));
            let because = if source != next_source {
                MergeReason::Source
            } else if age != next_age {
                MergeReason::Newest
            } else {
                MergeReason::LowestId
            };
            alone_or(holdings, value, because)
        }
    };
    (place, because)
}

/// Where all agree the reason is that; else it is the given one.
fn alone_or(holdings: &[Holding], value: &Json, because: MergeReason) -> MergeReason {
    let speaking: Vec<&Holding> = holdings.iter().filter(|holding| holding.speaks()).collect();
    if speaking.len() > 1
        && speaking
            .iter()
            .all(|holding| holding.value.as_ref() == Some(value))
    {
        MergeReason::Same
    } else if speaking.len() == 1 && because != MergeReason::Survivor {
        MergeReason::Only
    } else {
        because
    }
}

fn granted(wish: Wish, holdings: &[Holding]) -> (usize, MergeReason) {
    let by_time = |newest: bool| {
        let speaking = holdings
            .iter()
            .enumerate()
            .filter(|(_, holding)| holding.speaks());
        let place = speaking.min_by_key(|(_, holding)| {
            let at = holding.origin.at.as_micros();
            (if newest { at.saturating_neg() } else { at }, holding.id)
        });
        place.map_or(0, |(place, _)| place)
    };
    match wish {
        Wish::Take(place) => (place, MergeReason::Chosen),
        Wish::Rule(MergeStrategy::Newest) => (by_time(true), MergeReason::Newest),
        Wish::Rule(MergeStrategy::Oldest) => (by_time(false), MergeReason::Oldest),
        Wish::Rule(_) => (0, MergeReason::Survivor),
    }
}

fn any_true(count: usize, stored: &dyn Fn(usize) -> Option<Value>) -> (usize, MergeReason) {
    let place = (0..count).find(|place| stored(*place) == Some(Value::Boolean(true)));
    (place.unwrap_or(0), MergeReason::AnyTrue)
}

/// The furthest of the tenant's stages; one that the tenant no longer has counts as none.
fn furthest(holdings: &[Holding], stages: &[&str]) -> (usize, MergeReason) {
    let place_of = |holding: &Holding| {
        let stage = fold(holding.value.as_ref()?.as_str()?);
        stages.iter().position(|known| fold(known) == stage)
    };
    let far = |holding: &Holding| (place_of(holding), holding.value.is_some());
    let best = holdings
        .iter()
        .enumerate()
        .max_by_key(|(place, holding)| (far(holding), std::cmp::Reverse(*place)));
    (best.map_or(0, |(place, _)| place), MergeReason::Furthest)
}

fn extreme(
    holdings: &[Holding],
    stored: &dyn Fn(usize) -> Option<Value>,
    latest: bool,
) -> (usize, MergeReason) {
    let set =
        (0..holdings.len()).filter_map(|place| Some((Comparable::of(&stored(place)?)?, place)));
    if latest {
        let best = set.max_by_key(|(value, place)| (value.clone(), std::cmp::Reverse(*place)));
        (best.map_or(0, |(_, place)| place), MergeReason::Latest)
    } else {
        let best = set.min_by_key(|(value, place)| (value.clone(), *place));
        (best.map_or(0, |(_, place)| place), MergeReason::Earliest)
    }
}

fn chosen(field: &str, place: usize, because: MergeReason, holdings: &[Holding]) -> MergeField {
    let value = holdings
        .get(place)
        .and_then(|holding| holding.value.clone());
    let from = holdings
        .iter()
        .filter(|holding| holding.value.is_some() && holding.value == value)
        .map(|holding| holding.id)
        .collect();
    let others = holdings
        .iter()
        .filter(|holding| holding.value != value)
        .filter_map(|holding| {
            Some(MergeValue {
                id: holding.id,
                value: holding.value.clone()?,
            })
        })
        .collect();
    MergeField {
        field: field.to_owned(),
        value,
        from,
        because,
        others,
    }
}

fn united(field: &str, value: Option<Json>, holdings: &[Holding]) -> MergeField {
    let having: Vec<&Holding> = holdings
        .iter()
        .filter(|holding| holding.value.is_some())
        .collect();
    let because = match having.as_slice() {
        [one] if holdings.first().is_some_and(|first| first.id == one.id) => MergeReason::Survivor,
        [_] => MergeReason::Only,
        _ if having.iter().all(|holding| holding.value == value) => MergeReason::Same,
        _ => MergeReason::United,
    };
    MergeField {
        field: field.to_owned(),
        value,
        from: having.iter().map(|holding| holding.id).collect(),
        because,
        others: Vec::new(),
    }
}

/// Makes one record of several that say the same of the same: the first keeps its values, the
/// others fill what it lacks, by the rules that the fields declare.
pub(crate) fn join<R: Record>(first: &R, others: &[R]) -> R {
    let mut joined = first.clone();
    for (field, accessor) in R::DECL.fields.iter().zip(R::accessors()).skip(meta::COUNT) {
        for other in others {
            let (mine, theirs) = ((accessor.value)(&joined), (accessor.value)(other));
            let takes = match field.options.merge {
                Merge::Union => {
                    (accessor.unite)(&mut joined, other);
                    false
                }
                Merge::Or => theirs == Value::Boolean(true),
                Merge::Earliest => before(&theirs, &mine),
                Merge::Latest => before(&mine, &theirs),
                Merge::Scalar | Merge::Whole => mine.is_null() && !field.fixed,
                Merge::Furthest | Merge::Derived => false,
            };
            if takes && !theirs.is_null() {
                // The value was read from a record of the same kind, so it fits.
                let _ = (accessor.load)(&mut joined, theirs);
            }
        }
    }
    joined
}

/// Whether a value is set and before another, or the only one set.
fn before(one: &Value, other: &Value) -> bool {
    match (Comparable::of(one), Comparable::of(other)) {
        (Some(one), Some(other)) => one < other,
        (one, other) => one.is_some() != other.is_some(),
    }
}

#[cfg(test)]
#[path = "survivorship_tests.rs"]
mod tests;

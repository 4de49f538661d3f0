//! "These are not duplicates": said once, remembered for good (DED-08).

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::{Access, Answer, Permission};
use crate::error::{Error, RecordRef, Result};
use crate::field::{Id, Record, RecordKind, label};
use crate::merge::{Entry, Fate, Fates};
use crate::operation::{Context, Environment, Mode, Operation, Route, Stored};
use crate::port::{Key, KeySpace};
use crate::records;

crate::record! {
    /// Somebody's word that two records are not the same; they are not suggested again.
    pub struct DuplicateDecision: DuplicateDecision, draft DuplicateDecisionDraft,
        patch DuplicateDecisionPatch;
    fixed {
        /// The kind of both records.
        record_kind: RecordKind = label("Record kind");
        /// The record with the lower id.
        first_id: Uuid = label("First record").refers_by("record_kind").indexed();
        /// The record with the higher id.
        second_id: Uuid = label("Second record").refers_by("record_kind").indexed();
    }
    entered {
        /// Why, in the decider's words.
        reason: Option<String> = label("Reason");
    }
    derived {}
}

/// The id of a decision.
pub type DuplicateDecisionId = Id<DuplicateDecision>;

impl Stored for DuplicateDecision {
    const VIEW: Permission = Permission::ContactView;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        if self.first_id == self.second_id {
            return Err(Error::invalid("ids", "a record is no duplicate of itself"));
        }
        self.order();
        Ok(())
    }

    fn keys(&self) -> Vec<Key> {
        vec![Key {
            space: KeySpace::Pair,
            value: pair(self.record_kind, self.first_id, self.second_id),
            unique: true,
        }]
    }
}

impl DuplicateDecision {
    /// Puts the lower id first, so that a pair has one decision.
    pub(crate) fn order(&mut self) {
        if self.second_id < self.first_id {
            std::mem::swap(&mut self.first_id, &mut self.second_id);
        }
    }
}

fn pair(kind: RecordKind, one: Uuid, other: Uuid) -> String {
    let (first, second) = (one.min(other), one.max(other));
    format!("{}:{first}:{second}", kind.name())
}

/// The decision on a pair of records.
pub(crate) fn on(
    cx: &mut Context<'_>,
    kind: RecordKind,
    one: Uuid,
    other: Uuid,
) -> Result<Option<DuplicateDecision>> {
    let key = pair(kind, one, other);
    let found = cx
        .store()
        .under_key(RecordKind::DuplicateDecision, KeySpace::Pair, &key, 1)?;
    match found.first() {
        Some(id) => cx.peek((*id).into()),
        None => Ok(None),
    }
}

/// Whether somebody said that two records are not the same.
pub(crate) fn is_dismissed(
    cx: &mut Context<'_>,
    kind: RecordKind,
    one: Uuid,
    other: Uuid,
) -> Result<bool> {
    if one.is_nil() {
        // A draft was never judged.
        return Ok(false);
    }
    let key = pair(kind, one, other);
    let found = cx
        .store()
        .under_key(RecordKind::DuplicateDecision, KeySpace::Pair, &key, 1)?;
    Ok(!found.is_empty())
}

/// Has a pair of records never be suggested again, because they were one and somebody parted them.
pub(crate) fn dismiss(cx: &mut Context<'_>, kind: RecordKind, pair: [Uuid; 2]) -> Result<()> {
    let [first_id, second_id] = pair;
    if is_dismissed(cx, kind, first_id, second_id)? {
        return Ok(());
    }
    let mut decision = DuplicateDecision {
        record_kind: kind,
        first_id,
        second_id,
        ..DuplicateDecision::default()
    };
    decision.order();
    records::add_row(cx, RecordKind::DuplicateDecision, decision.to_row())
}

/// Unites decisions about records that become one, their ids moved already: one about a record
/// and itself means nothing any more, and a pair is judged once.
pub(crate) fn unite(mut entries: Vec<Entry<DuplicateDecision>>) -> Fates<DuplicateDecision> {
    entries.sort_by_key(|entry| (entry.record.created_at, entry.record.id));
    let mut judged: BTreeSet<String> = BTreeSet::new();
    let mut fates: Fates<DuplicateDecision> = Vec::with_capacity(entries.len());
    for Entry { mut record, .. } in entries {
        record.order();
        let key = pair(record.record_kind, record.first_id, record.second_id);
        let gone = record.first_id == record.second_id || !judged.insert(key);
        let fate = if gone && record.archived_at.is_none() {
            Fate::Goes
        } else {
            Fate::Stays(record.clone())
        };
        fates.push((record.id, fate));
    }
    fates.sort_by_key(|(id, _)| *id);
    fates
}

/// One call judges at most this many records.
const RECORDS: usize = 20;

/// Says that records are not duplicates of each other: no pair of them is suggested again.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct DismissDuplicates {
    /// The kind of record.
    pub kind: RecordKind,
    /// Two records or more.
    pub ids: Vec<Uuid>,
    /// Why, for those who ask later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Decisions that pairs of records are not duplicates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DuplicateDecisions {
    /// One a pair, by the ids of the pair.
    pub decisions: Vec<DuplicateDecision>,
}

impl Answer for DuplicateDecisions {
    fn project(&mut self, access: &Access) {
        self.decisions.project(access);
    }
}

impl Operation for DismissDuplicates {
    const NAME: &'static str = "duplicates.dismiss";
    const PERMISSION: Permission = Permission::ContactUpdate;
    const ROUTE: Route = Route::post("/duplicates/dismiss");
    const MODE: Mode = Mode::Write;
    type Output = DuplicateDecisions;

    fn permission(&self) -> Permission {
        records::update(self.kind)
    }

    fn execute(self, cx: &mut Context<'_>) -> Result<DuplicateDecisions> {
        let mut decisions = Vec::new();
        for (first, second) in pairs(cx, self.kind, &self.ids)? {
            let known = on(cx, self.kind, first, second)?;
            decisions.push(match known {
                Some(known) => known,
                None => cx.insert(DuplicateDecision {
                    record_kind: self.kind,
                    first_id: first,
                    second_id: second,
                    reason: self.reason.clone(),
                    ..DuplicateDecision::default()
                })?,
            });
        }
        Ok(DuplicateDecisions { decisions })
    }
}

/// Takes back that records are not duplicates of each other: they may be suggested again.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ReconsiderDuplicates {
    /// The kind of record.
    pub kind: RecordKind,
    /// Two records or more; every decision on a pair of them is taken back.
    pub ids: Vec<Uuid>,
}

impl Operation for ReconsiderDuplicates {
    const NAME: &'static str = "duplicates.reconsider";
    const PERMISSION: Permission = Permission::ContactUpdate;
    const ROUTE: Route = Route::post("/duplicates/reconsider");
    const MODE: Mode = Mode::Write;
    type Output = DuplicateDecisions;

    fn permission(&self) -> Permission {
        records::update(self.kind)
    }

    fn execute(self, cx: &mut Context<'_>) -> Result<DuplicateDecisions> {
        let mut decisions = Vec::new();
        for (first, second) in pairs(cx, self.kind, &self.ids)? {
            if let Some(known) = on(cx, self.kind, first, second)? {
                decisions.push(cx.archive_record(&known)?);
            }
        }
        Ok(DuplicateDecisions { decisions })
    }
}

/// Every pair of the records that ids lead to; the actor must be able to change each of them.
fn pairs(cx: &mut Context<'_>, kind: RecordKind, ids: &[Uuid]) -> Result<Vec<(Uuid, Uuid)>> {
    if ids.len() > RECORDS {
        let error = Error::limit(
            "judged_records",
            RECORDS as u64,
            "too many records in a call",
        );
        return Err(error.at("ids"));
    }
    let mut found = Vec::with_capacity(ids.len());
    for (at, id) in ids.iter().enumerate() {
        let record = RecordRef { kind, id: *id };
        let record =
            records::require_update(cx, record).map_err(|error| error.at(format!("ids[{at}]")))?;
        found.push(record.id);
    }
    found.sort_unstable();
    found.dedup();
    if found.len() < 2 {
        return Err(Error::invalid("ids", "two different records are needed"));
    }
    let mut pairs = Vec::new();
    for (at, first) in found.iter().enumerate() {
        pairs.extend(found.iter().skip(at + 1).map(|second| (*first, *second)));
    }
    Ok(pairs)
}

//! What a bulk change would do.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::act::act;
use super::record::{Bulk, BulkAction, BulkItem, BulkOutcome};
use super::select::{BulkSelection, freeze};
use crate::access::{Access, Answer};
use crate::entity::Refusal;
use crate::error::{Error, RecordRef, Result};
use crate::field::{Record, RecordKind};
use crate::operation::Context;
use crate::port::{Change, Indexing};

/// A bulk change before anything is changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BulkPlan {
    /// The bulk change, with the number of its records.
    pub bulk: Bulk,
    /// How many records were rehearsed: all, if there are not too many.
    pub rehearsed: u32,
    /// How many of these would be changed.
    pub changed: u32,
    /// How many are as asked already.
    pub unchanged: u32,
    /// How many would be refused.
    pub refused: u32,
    /// The first records and what would become of them.
    pub sample: Vec<PlannedItem>,
    /// The first that would be refused, at most a hundred.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refusals: Vec<PlannedItem>,
}

/// What would become of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlannedItem {
    /// Which record.
    pub record_id: Uuid,
    /// What would become of it.
    pub outcome: BulkOutcome,
    /// Why it would be refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Refusal>,
}

impl Answer for BulkPlan {
    fn project(&mut self, access: &Access) {
        self.bulk.project(access);
    }
}

/// A plan rehearses this many records.
const REHEARSED: usize = 1_000;
/// It shows this many.
const SAMPLE: usize = 20;
/// It lists this many refusals.
const REFUSALS: usize = 100;

/// Freezes a selection, rehearses the action and notes the plan.
pub(super) fn plan(
    cx: &mut Context<'_>,
    kind: RecordKind,
    selection: BulkSelection,
    action: BulkAction,
) -> Result<BulkPlan> {
    action.require_sense()?;
    let needed = action.permission(kind)?;
    cx.access().require(needed)?;
    let ids = freeze(cx, kind, selection)?;
    let mut plan = BulkPlan {
        bulk: Bulk::default(),
        rehearsed: 0,
        changed: 0,
        unchanged: 0,
        refused: 0,
        sample: Vec::new(),
        refusals: Vec::new(),
    };
    for &id in ids.iter().take(REHEARSED) {
        let outcome = cx.rehearse(|cx| act(cx, RecordRef { kind, id }, &action))?;
        plan.note(id, outcome);
    }
    plan.bulk = cx.insert(Bulk {
        record_kind: kind,
        owner_id: Some(cx.access().actor().user),
        action: Some(action),
        total: u32::try_from(ids.len()).unwrap_or(u32::MAX),
        ..Bulk::default()
    })?;
    for (at, id) in ids.into_iter().enumerate() {
        let item = BulkItem {
            bulk_id: plan.bulk.id,
            position: u32::try_from(at.saturating_add(1)).unwrap_or(u32::MAX),
            record_id: id,
            ..BulkItem::default()
        };
        note(cx, None, item)?;
    }
    Ok(plan)
}

impl BulkPlan {
    fn note(&mut self, record_id: Uuid, outcome: Result<bool, Error>) {
        self.rehearsed += 1;
        let (outcome, refusal) = match outcome {
            Ok(true) => (BulkOutcome::Changed, None),
            Ok(false) => (BulkOutcome::Unchanged, None),
            Err(error) => (BulkOutcome::Refused, Some(Refusal::from(&error))),
        };
        match outcome {
            BulkOutcome::Changed => self.changed += 1,
            BulkOutcome::Unchanged => self.unchanged += 1,
            _ => self.refused += 1,
        }
        let item = PlannedItem {
            record_id,
            outcome,
            refusal,
        };
        if outcome == BulkOutcome::Refused && self.refusals.len() < REFUSALS {
            self.refusals.push(item.clone());
        }
        if self.sample.len() < SAMPLE {
            self.sample.push(item);
        }
    }
}

/// Notes an item. The note is a log of the engine's own: it is not audited, since what is done to
/// the record is.
pub(super) fn note(
    cx: &mut Context<'_>,
    before: Option<&BulkItem>,
    mut item: BulkItem,
) -> Result<()> {
    let mut meta = item.meta();
    match before {
        None => {
            meta.id = crate::field::Id::new(cx.new_id());
            meta.version = 1;
            meta.created_at = cx.now();
        }
        Some(before) => meta.version = before.version.saturating_add(1),
    }
    meta.updated_at = cx.now();
    item.set_meta(meta);
    let none = Indexing::default();
    let former = before.map(Record::to_row);
    cx.put(&Change {
        decl: BulkItem::DECL,
        before: former.as_ref(),
        after: &item.to_row(),
        was: &none,
        is: &none,
    })
}

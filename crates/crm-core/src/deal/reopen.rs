//! Reopening a deal that was won or lost (semantics 4.2.5).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::moving::{Entry, move_to, require_stage, said};
use super::record::{Deal, DealId, DealStatus};
use super::settle::of;
use super::stay::{MoveCause, stays_of};
use super::transition;
use crate::access::Permission;
use crate::error::{Error, Result};
use crate::operation::{Context, Mode, Operation, Route};
use crate::pipeline::{self, Pipeline, Stage, StageOutcome};

/// Reopens a deal. The outcome stays in its history; the day of closing and the reasons leave the
/// deal, and the probability is that of the stage again.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ReopenDeal {
    /// Which deal.
    pub id: DealId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// The open stage it goes to, by id, key or label; the one it was closed from if absent. It has
    /// to be given what it asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// What is to be said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Operation for ReopenDeal {
    const NAME: &'static str = "deals.reopen";
    const PERMISSION: Permission = Permission::DealReopen;
    const ROUTE: Route = Route::post("/deals/{id}/reopen");
    const MODE: Mode = Mode::Write;
    type Output = Deal;

    fn execute(self, cx: &mut Context<'_>) -> Result<Deal> {
        let deal: Deal = cx.load(self.id)?;
        cx.expect(&deal, self.expected_version)?;
        Context::require_live(&deal)?;
        if deal.is_open() {
            return Err(Error::conflict("the deal is open already").of(of(&deal)));
        }
        let pipeline = pipeline::of_deal(cx, deal.pipeline_id)?;
        let stage = match &self.stage {
            Some(wanted) => require_stage(&pipeline, wanted)?.clone(),
            None => closed_from(cx, &deal, &pipeline)?,
        };
        if stage.outcome != StageOutcome::Open {
            return Err(Error::invalid("stage", "an open stage is needed"));
        }
        let mut after = deal.clone();
        after.closed_on = None;
        after.closed_at = None;
        after.won_reason = None;
        after.lost_reason = None;
        after.reason_text = None;
        after.lost_to_id = None;
        transition::require(cx, &after, None, &stage)?;
        let entry = Entry {
            cause: MoveCause::Reopened,
            note: said("note", self.note)?,
            update_probability: true,
            ..Entry::default()
        };
        move_to(cx, &deal, after, &pipeline, &stage, entry)
    }
}

/// The open stage that the deal was last in, if its pipeline still has it; else the first.
fn closed_from(cx: &mut Context<'_>, deal: &Deal, pipeline: &Pipeline) -> Result<Stage> {
    let stays = stays_of(cx, deal.id)?;
    let last = stays
        .iter()
        .rev()
        .find(|stay| stay.status == DealStatus::Open);
    let open = |stage: &&Stage| stage.outcome == StageOutcome::Open;
    last.and_then(|stay| {
        pipeline
            .stages
            .iter()
            .find(|stage| stage.id == stay.stage_id)
    })
    .filter(open)
    .or_else(|| pipeline.first(StageOutcome::Open))
    .cloned()
    .ok_or_else(|| Error::corrupt("a pipeline has no open stage"))
}

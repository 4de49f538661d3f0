//! Moving a deal to another stage, and what every move does (DEA-37, semantics 4.2).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::position::{Position, rank};
use super::probability::on_entry;
use super::record::{Deal, DealId, DealStatus};
use super::settle::{of, require_open};
use super::stay::{MoveCause, begin, stays_of};
use super::transition;
use crate::access::Permission;
use crate::document::SalesDocumentId;
use crate::error::{Error, Result};
use crate::field::{Record, Value, place};
use crate::operation::{Context, Mode, Operation, Route};
use crate::pipeline::{self, Pipeline, PipelineId, Stage, StageId, StageOutcome};
use crate::query::{Filter, Select, Target};
use crate::value::text::{LONG_MAX, check_text};

/// Moves a deal to another open stage, or to another place in its column (DEA-46). Deals are closed
/// by `deals.win` and `deals.lose`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct MoveStage {
    /// Which deal.
    pub id: DealId,
    /// The version the move is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// The stage, by id, key or label.
    pub stage: String,
    /// Another pipeline, whose stage it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pipeline_id: Option<PipelineId>,
    /// What is to be said about the move.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Takes the probability of the stage; otherwise one that was set by hand or by a model stays.
    #[serde(default = "yes")]
    pub update_probability: bool,
    /// The deal of the stage that it comes right behind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_id: Option<DealId>,
    /// Puts it before every other of the stage. Otherwise it comes last, or stays where it is if it
    /// was in the stage already.
    #[serde(default)]
    pub first: bool,
}

fn yes() -> bool {
    true
}

impl Default for MoveStage {
    fn default() -> Self {
        Self {
            id: DealId::default(),
            expected_version: None,
            stage: String::new(),
            pipeline_id: None,
            note: None,
            update_probability: true,
            after_id: None,
            first: false,
        }
    }
}

impl Operation for MoveStage {
    const NAME: &'static str = "deals.move_stage";
    const PERMISSION: Permission = Permission::DealStageChange;
    const ROUTE: Route = Route::put("/deals/{id}/stage");
    const MODE: Mode = Mode::Write;
    type Output = Deal;

    fn execute(self, cx: &mut Context<'_>) -> Result<Deal> {
        let deal: Deal = cx.load(self.id)?;
        cx.expect(&deal, self.expected_version)?;
        Context::require_live(&deal)?;
        let from = pipeline::of_deal(cx, deal.pipeline_id)?;
        let to = match self.pipeline_id {
            Some(id) if id != deal.pipeline_id => {
                pipeline::ensure(cx)?;
                pipeline::required(cx, Some(id))?
            }
            _ => from.clone(),
        };
        let stage = require_stage(&to, &self.stage)?.clone();
        let position = match (self.after_id, self.first) {
            (Some(_), true) => {
                let reason = "a deal is first or behind another, not both";
                return Err(Error::invalid("after_id", reason));
            }
            (Some(id), false) => Some(Position::Behind(id)),
            (None, true) => Some(Position::First),
            (None, false) => None,
        };
        if self.after_id == Some(deal.id) {
            return Err(Error::invalid("after_id", "this is the deal itself"));
        }
        if stage.id == deal.stage_id {
            return match position {
                None => Ok(deal),
                Some(position) => {
                    let mut after = deal.clone();
                    after.rank = rank(cx, stage.id, position)?;
                    cx.save(&deal, after)
                }
            };
        }
        require_open(&deal)?;
        if stage.outcome != StageOutcome::Open {
            let operation = match stage.outcome {
                StageOutcome::Won => "deals.win",
                _ => "deals.lose",
            };
            let reason = format!("moving does not close a deal; {operation} does");
            return Err(Error::invalid("stage", reason).with("operation", operation));
        }
        let leaving = if from.id == to.id {
            Some(deal.stage_id)
        } else {
            // Another pipeline is no way around the stages that a stage leads to.
            last_in(cx, deal.id, to.id)?.filter(|last| *last != stage.id)
        };
        let leaving = to.stages.iter().find(|stage| Some(stage.id) == leaving);
        transition::require(cx, &deal, leaving, &stage)?;
        let entry = Entry {
            cause: MoveCause::Moved,
            document: None,
            note: said("note", self.note)?,
            update_probability: self.update_probability,
            position: position.unwrap_or_default(),
        };
        move_to(cx, &deal, deal.clone(), &to, &stage, entry)
    }
}

/// The open stage of a pipeline that a deal was last in.
fn last_in(cx: &mut Context<'_>, deal: DealId, pipeline: PipelineId) -> Result<Option<StageId>> {
    let stays = stays_of(cx, deal)?;
    let last = stays
        .iter()
        .rev()
        .find(|stay| stay.pipeline_id == pipeline && stay.status == DealStatus::Open);
    Ok(last.map(|stay| stay.stage_id))
}

/// A stage of a pipeline by id, key or label.
pub(super) fn require_stage<'p>(pipeline: &'p Pipeline, wanted: &str) -> Result<&'p Stage> {
    pipeline.stage(wanted).ok_or_else(|| {
        let keys: Vec<&str> = pipeline
            .stages
            .iter()
            .map(|stage| stage.key.as_str())
            .collect();
        let reason = format!("the pipeline has no such stage; it has {}", keys.join(", "));
        Error::invalid("stage", reason)
    })
}

/// A text that someone gave, in its stored form.
pub(super) fn said(field: &str, text: Option<String>) -> Result<Option<String>> {
    let Some(text) = text else { return Ok(None) };
    check_text(&text, LONG_MAX).map_err(|invalid| Error::invalid(field, invalid.reason))?;
    let text = text.trim();
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// How a deal enters a stage.
#[derive(Debug, Default)]
pub(crate) struct Entry {
    pub(crate) cause: MoveCause,
    pub(crate) document: Option<SalesDocumentId>,
    pub(crate) note: Option<String>,
    pub(crate) update_probability: bool,
    pub(crate) position: Position,
}

/// Puts a deal into a stage: stage, status, probability, place and stay, in one step. `after` holds
/// what else changes with the move.
pub(crate) fn move_to(
    cx: &mut Context<'_>,
    before: &Deal,
    mut after: Deal,
    pipeline: &Pipeline,
    stage: &Stage,
    entry: Entry,
) -> Result<Deal> {
    after.rank = rank(cx, stage.id, entry.position)?;
    settle_in(cx, &mut after, pipeline, stage, entry.update_probability);
    let after = cx.save(before, after)?;
    begin(cx, &after, entry.cause, entry.document, entry.note)?;
    Ok(after)
}

/// What of a deal follows from entering a stage.
pub(super) fn settle_in(
    cx: &Context<'_>,
    deal: &mut Deal,
    pipeline: &Pipeline,
    stage: &Stage,
    update_probability: bool,
) {
    let current = (deal.probability, deal.probability_source);
    (deal.probability, deal.probability_source) = on_entry(stage, current, update_probability);
    deal.pipeline_id = pipeline.id;
    deal.configuration = pipeline.configuration;
    deal.stand_in(stage);
    deal.stage_entered_at = cx.now();
    deal.last_activity_at = Some(cx.now());
}

/// Moves every deal of a stage that is removed; answers how many. The stage that takes them has the
/// same outcome, so nothing is closed or reopened by it.
pub(crate) fn move_all(
    cx: &mut Context<'_>,
    from: StageId,
    pipeline: &Pipeline,
    to: &Stage,
) -> Result<u64> {
    let in_stage = Filter::equals(
        Target::Field(place!(Deal, "stage_id")),
        Value::Id(from.uuid()),
    );
    let mut deals: Vec<Deal> = cx.peek_all(Select::all(Deal::DECL).filter(in_stage))?;
    deals.sort_by(|a, b| (&a.rank, a.id).cmp(&(&b.rank, b.id)));
    let mut moved = 0;
    for deal in deals {
        if deal.status != to.outcome.into() {
            return Err(Error::internal("a deal would change its status").of(of(&deal)));
        }
        let entry = Entry {
            cause: MoveCause::Configuration,
            ..Entry::default()
        };
        move_to(cx, &deal, deal.clone(), pipeline, to, entry)?;
        moved += 1;
    }
    Ok(moved)
}

//! Adding, changing, ordering and removing stages.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::configuration::{change, reach};
use super::record::{Pipeline, PipelineId};
use super::stage::{
    DayCount, EntryRequirements, ForecastCategory, Stage, StageDraft, StageId, StageOutcome,
};
use crate::access::{Access, Answer, Permission};
use crate::deal;
use crate::error::{Error, Result};
use crate::field::Patch;
use crate::operation::{Context, Mode, Operation, Route};
use crate::value::Decimal;

/// Adds a stage to a pipeline.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct AddStage {
    /// Which pipeline.
    pub id: PipelineId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// The stage.
    pub stage: StageDraft,
    /// The stage it comes before, by id, key or label; last if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
}

impl Operation for AddStage {
    const NAME: &'static str = "pipelines.add_stage";
    const PERMISSION: Permission = Permission::PipelineUpdate;
    const ROUTE: Route = Route::post("/pipelines/{id}/stages");
    const MODE: Mode = Mode::Write;
    type Output = Pipeline;

    fn execute(self, cx: &mut Context<'_>) -> Result<Pipeline> {
        let before = reach(cx, self.id, self.expected_version)?;
        let place = match &self.before {
            Some(wanted) => place(&before, "before", wanted)?,
            None => before.stages.len(),
        };
        let mut after = before.clone();
        let stage = self.stage.into_stage(cx.new_id());
        after.stages.insert(place, stage);
        change(cx, &before, after)
    }
}

/// Changes a stage: given values are set, `null` clears one, absent ones stay. Deals in the stage
/// keep the probability they have (PIP-20).
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateStage {
    /// Which pipeline.
    pub id: PipelineId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// Which stage, by id, key or label.
    pub stage: String,
    /// Another label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Another probability, in percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<Decimal>,
    /// Another outcome; refused while deals are in the stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<StageOutcome>,
    /// Another way to count days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_count: Option<DayCount>,
    /// Another forecast category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forecast: Option<ForecastCategory>,
    /// Other requirements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<EntryRequirements>,
    /// Other stages that a deal may go to; an empty list for any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leads_to: Option<Vec<String>>,
    /// Another colour.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub colour: Patch<String>,
    /// Another limit of days.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub days_limit: Patch<u32>,
}

impl Operation for UpdateStage {
    const NAME: &'static str = "pipelines.update_stage";
    const PERMISSION: Permission = Permission::PipelineUpdate;
    const ROUTE: Route = Route::patch("/pipelines/{id}/stages/{stage}");
    const MODE: Mode = Mode::Write;
    type Output = Pipeline;

    fn execute(self, cx: &mut Context<'_>) -> Result<Pipeline> {
        let before = reach(cx, self.id, self.expected_version)?;
        let place = place(&before, "stage", &self.stage)?;
        let mut after = before.clone();
        let Some(stage) = after.stages.get_mut(place) else {
            return Err(no_stage("stage"));
        };
        if let Some(outcome) = self.outcome.filter(|outcome| *outcome != stage.outcome) {
            let deals = deal::count_in_stage(cx, stage.id)?;
            if deals > 0 {
                let reason = "deals are in the stage, and their status follows from its outcome";
                return Err(Error::conflict(reason).at("outcome").with("deals", deals));
            }
            // What is decided belongs to its forecast category; an open stage takes the usual one.
            stage.forecast = ForecastCategory::Pipeline;
            stage.outcome = outcome;
        }
        set(&mut stage.label, self.label);
        set(&mut stage.probability, self.probability);
        set(&mut stage.day_count, self.day_count);
        set(&mut stage.forecast, self.forecast);
        set(&mut stage.entry, self.entry);
        set(&mut stage.leads_to, self.leads_to);
        patch(&mut stage.colour, self.colour);
        patch(&mut stage.days_limit, self.days_limit);
        change(cx, &before, after)
    }
}

fn set<T>(field: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *field = value;
    }
}

fn patch<T>(field: &mut Option<T>, patch: Patch<T>) {
    match patch {
        Patch::Keep => {}
        Patch::Clear => *field = None,
        Patch::Set(value) => *field = Some(value),
    }
}

/// Puts the stages of a pipeline into another order, in one step (PIP-09).
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ReorderStages {
    /// Which pipeline.
    pub id: PipelineId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// Every stage once, by id, key or label, in the new order.
    pub stages: Vec<String>,
}

impl Operation for ReorderStages {
    const NAME: &'static str = "pipelines.reorder";
    const PERMISSION: Permission = Permission::PipelineUpdate;
    const ROUTE: Route = Route::put("/pipelines/{id}/order");
    const MODE: Mode = Mode::Write;
    type Output = Pipeline;

    fn execute(self, cx: &mut Context<'_>) -> Result<Pipeline> {
        let before = reach(cx, self.id, self.expected_version)?;
        let mut after = before.clone();
        after.stages = reordered(&before, &self.stages)?;
        change(cx, &before, after)
    }
}

/// The stages in the order of `wanted`, which must name each of them exactly once.
pub(super) fn reordered(pipeline: &Pipeline, wanted: &[String]) -> Result<Vec<Stage>> {
    let mut stages: Vec<Stage> = Vec::with_capacity(wanted.len());
    for (at, name) in wanted.iter().enumerate() {
        let field = format!("stages[{at}]");
        let stage = pipeline.stage(name).ok_or_else(|| no_stage(&field))?;
        if stages.iter().any(|other| other.id == stage.id) {
            return Err(Error::invalid(field, "this stage is there twice"));
        }
        stages.push(stage.clone());
    }
    if stages.len() == pipeline.stages.len() {
        return Ok(stages);
    }
    let missing = pipeline.stages.iter().map(|stage| stage.id);
    let missing = missing.filter(|id| !stages.iter().any(|stage| stage.id == *id));
    let missing: Vec<String> = missing.map(|id: StageId| id.to_string()).collect();
    Err(Error::invalid("stages", "every stage of the pipeline is needed").with("missing", missing))
}

/// Removes a stage. While deals are in it, archived ones too, the call is refused with their number
/// unless another stage of the same outcome takes them (semantics 4.2.8).
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct RemoveStage {
    /// Which pipeline.
    pub id: PipelineId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// Which stage, by id, key or label.
    pub stage: String,
    /// The stage that its deals move to, by id, key or label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub move_to: Option<String>,
}

/// A pipeline without a stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StageRemoved {
    /// The pipeline.
    pub pipeline: Pipeline,
    /// How many deals moved.
    pub moved: u64,
}

impl Answer for StageRemoved {
    fn project(&mut self, access: &Access) {
        self.pipeline.project(access);
    }
}

impl Operation for RemoveStage {
    const NAME: &'static str = "pipelines.remove_stage";
    const PERMISSION: Permission = Permission::PipelineUpdate;
    const ROUTE: Route = Route::delete("/pipelines/{id}/stages/{stage}");
    const MODE: Mode = Mode::Write;
    type Output = StageRemoved;

    fn execute(self, cx: &mut Context<'_>) -> Result<StageRemoved> {
        let before = reach(cx, self.id, self.expected_version)?;
        let place = place(&before, "stage", &self.stage)?;
        let mut after = before.clone();
        let gone = after.stages.remove(place);
        for stage in &mut after.stages {
            stage.leads_to.retain(|key| *key != gone.key);
        }
        let target = match &self.move_to {
            None => None,
            Some(wanted) => Some(
                after
                    .stage(wanted)
                    .ok_or_else(|| no_stage("move_to"))?
                    .clone(),
            ),
        };
        let target = require_place(cx, &gone, target.as_ref(), "move_to")?;
        let pipeline = change(cx, &before, after)?;
        let moved = match target {
            Some(target) => deal::move_all(cx, gone.id, &pipeline, &target)?,
            None => 0,
        };
        Ok(StageRemoved { pipeline, moved })
    }
}

/// The stage that the deals of one that goes move to; none if it has no deals. Refused if there
/// are deals and no stage of the same outcome is given.
pub(super) fn require_place(
    cx: &mut Context<'_>,
    gone: &Stage,
    target: Option<&Stage>,
    field: &str,
) -> Result<Option<Stage>> {
    if let Some(target) = target
        && target.outcome != gone.outcome
    {
        let reason = "deals move to a stage of the same outcome; close or reopen them otherwise";
        return Err(Error::invalid(field, reason).with("stage", gone.key.clone()));
    }
    let deals = deal::count_in_stage(cx, gone.id)?;
    match target {
        _ if deals == 0 => Ok(None),
        Some(target) => Ok(Some(target.clone())),
        None => Err(
            Error::conflict("deals are in the stage; say which stage takes them")
                .at(field)
                .with("stage", gone.key.clone())
                .with("deals", deals),
        ),
    }
}

pub(super) fn no_stage(field: &str) -> Error {
    Error::invalid(field, "the pipeline has no such stage")
}

fn place(pipeline: &Pipeline, field: &str, wanted: &str) -> Result<usize> {
    pipeline
        .stage(wanted)
        .and_then(|stage| pipeline.order(stage.id))
        .ok_or_else(|| no_stage(field))
}

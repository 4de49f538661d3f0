//! Making, reading and changing pipelines.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::configuration::{add, all, change, ensure, find, reach, versions};
use super::record::{Pipeline, PipelineDraft, PipelineId, PipelinePatch, PipelineVersion};
use super::seed;
use super::stage::StageDraft;
use crate::access::{Access, Answer, Permission};
use crate::error::Result;
use crate::field::Record;
use crate::operation::{Context, Mode, Operation, Route};
use crate::value::text::fold;

/// Makes a pipeline (PIP-16). Without stages it has those of the standard one.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreatePipeline {
    /// The pipeline.
    #[serde(flatten)]
    pub pipeline: PipelineDraft,
    /// Its stages, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<StageDraft>,
    /// Makes it the default.
    #[serde(default)]
    pub make_default: bool,
}

impl Operation for CreatePipeline {
    const NAME: &'static str = "pipelines.create";
    const PERMISSION: Permission = Permission::PipelineCreate;
    const ROUTE: Route = Route::post("/pipelines");
    const MODE: Mode = Mode::Write;
    type Output = Pipeline;

    fn execute(self, cx: &mut Context<'_>) -> Result<Pipeline> {
        ensure(cx)?;
        cx.require_write::<Pipeline>(&self.pipeline)?;
        let mut pipeline = Pipeline::from_draft(self.pipeline);
        pipeline.stages = if self.stages.is_empty() {
            let mut stages = seed::seeded().stages;
            for stage in &mut stages {
                stage.id = cx.new_id().into();
            }
            stages
        } else {
            let drafts = self.stages.into_iter();
            drafts.map(|draft| draft.into_stage(cx.new_id())).collect()
        };
        let pipeline = add(cx, pipeline)?;
        if self.make_default {
            return make_default(cx, &pipeline);
        }
        Ok(pipeline)
    }
}

/// Reads a pipeline with its stages.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetPipeline {
    /// Which pipeline.
    pub id: PipelineId,
}

impl Operation for GetPipeline {
    const NAME: &'static str = "pipelines.get";
    const PERMISSION: Permission = Permission::PipelineView;
    const ROUTE: Route = Route::get("/pipelines/{id}");
    const MODE: Mode = Mode::Read;
    type Output = Pipeline;

    fn execute(self, cx: &mut Context<'_>) -> Result<Pipeline> {
        find(cx, self.id)
    }
}

/// Lists the pipelines with their stages. A tenant that has made none has the standard one.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListPipelines {}

/// Every pipeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PipelineList {
    /// The default first, then by name.
    pub pipelines: Vec<Pipeline>,
}

impl Answer for PipelineList {
    fn project(&mut self, access: &Access) {
        self.pipelines.project(access);
    }
}

impl Operation for ListPipelines {
    const NAME: &'static str = "pipelines.list";
    const PERMISSION: Permission = Permission::PipelineView;
    const ROUTE: Route = Route::get("/pipelines");
    const MODE: Mode = Mode::Read;
    type Output = PipelineList;

    fn execute(self, cx: &mut Context<'_>) -> Result<PipelineList> {
        let mut pipelines = all(cx)?;
        pipelines.sort_by_cached_key(|pipeline| (!pipeline.is_default, fold(&pipeline.name)));
        Ok(PipelineList { pipelines })
    }
}

/// Changes a pipeline; its stages are changed one by one.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdatePipeline {
    /// Which pipeline.
    pub id: PipelineId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// The change.
    #[serde(flatten)]
    pub patch: PipelinePatch,
}

impl Operation for UpdatePipeline {
    const NAME: &'static str = "pipelines.update";
    const PERMISSION: Permission = Permission::PipelineUpdate;
    const ROUTE: Route = Route::patch("/pipelines/{id}");
    const MODE: Mode = Mode::Write;
    type Output = Pipeline;

    fn execute(self, cx: &mut Context<'_>) -> Result<Pipeline> {
        reach(cx, self.id, self.expected_version)?;
        cx.update(self.id, None, self.patch)
    }
}

/// Makes a pipeline the default; the former default is one no more (PIP-04).
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct SetDefaultPipeline {
    /// Which pipeline; an active one.
    pub id: PipelineId,
}

impl Operation for SetDefaultPipeline {
    const NAME: &'static str = "pipelines.set_default";
    const PERMISSION: Permission = Permission::PipelineUpdate;
    const ROUTE: Route = Route::put("/pipelines/{id}/default");
    const MODE: Mode = Mode::Write;
    type Output = Pipeline;

    fn execute(self, cx: &mut Context<'_>) -> Result<Pipeline> {
        let pipeline = reach(cx, self.id, None)?;
        make_default(cx, &pipeline)
    }
}

/// Moves the default flag.
fn make_default(cx: &mut Context<'_>, chosen: &Pipeline) -> Result<Pipeline> {
    for other in all(cx)? {
        if other.is_default && other.id != chosen.id {
            let mut after = other.clone();
            after.is_default = false;
            change(cx, &other, after)?;
        }
    }
    let mut after = chosen.clone();
    after.is_default = true;
    change(cx, chosen, after)
}

/// Lists every configuration that the stages of a pipeline ever had.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListPipelineVersions {
    /// Which pipeline.
    pub id: PipelineId,
}

/// The configurations of a pipeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PipelineHistory {
    /// Oldest first; `created_at` is when each came into force.
    pub versions: Vec<PipelineVersion>,
}

impl Answer for PipelineHistory {
    fn project(&mut self, access: &Access) {
        self.versions.project(access);
    }
}

impl Operation for ListPipelineVersions {
    const NAME: &'static str = "pipelines.versions";
    const PERMISSION: Permission = Permission::PipelineView;
    const ROUTE: Route = Route::get("/pipelines/{id}/versions");
    const MODE: Mode = Mode::Read;
    type Output = PipelineHistory;

    fn execute(self, cx: &mut Context<'_>) -> Result<PipelineHistory> {
        find(cx, self.id)?;
        let versions = versions(cx, self.id)?;
        Ok(PipelineHistory { versions })
    }
}

//! Deleting a pipeline (PIP-17, semantics 4.2.8).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::configuration::{reach, required};
use super::record::{Pipeline, PipelineId};
use super::stage::{Stage, StageId};
use super::stages::{no_stage, require_place};
use crate::access::{Access, Answer, Permission};
use crate::deal;
use crate::error::{Error, Result};
use crate::operation::{Context, Mode, Operation, Route};

/// Deletes a pipeline. While it holds deals, archived ones too, the call is refused with their
/// number, unless another pipeline takes them and every stage that holds deals is mapped.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct DeletePipeline {
    /// Which pipeline; not the default one.
    pub id: PipelineId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// The pipeline that its deals move to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub move_to: Option<PipelineId>,
    /// Where the deals of each stage go.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<StageMapping>,
}

/// Where the deals of a stage go.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StageMapping {
    /// The stage they are in, by id, key or label.
    pub from: String,
    /// The stage of the other pipeline that takes them; of the same outcome.
    pub to: String,
}

/// A deleted pipeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PipelineRemoved {
    /// The pipeline; archived, because the history of deals refers to it.
    pub pipeline: Pipeline,
    /// How many deals moved.
    pub moved: u64,
}

impl Answer for PipelineRemoved {
    fn project(&mut self, access: &Access) {
        self.pipeline.project(access);
    }
}

impl Operation for DeletePipeline {
    const NAME: &'static str = "pipelines.delete";
    const PERMISSION: Permission = Permission::PipelineDelete;
    const ROUTE: Route = Route::delete("/pipelines/{id}");
    const MODE: Mode = Mode::Write;
    type Output = PipelineRemoved;

    fn execute(self, cx: &mut Context<'_>) -> Result<PipelineRemoved> {
        let gone = reach(cx, self.id, self.expected_version)?;
        if gone.is_default {
            let reason = "this is the default pipeline; make another one the default first";
            return Err(Error::conflict(reason).at("id"));
        }
        let mut moved = 0;
        if let Some(to) = self.move_to {
            let (target, places) = self.places(cx, &gone, to)?;
            for (from, place) in places {
                moved += deal::move_all(cx, from, &target, &place)?;
            }
        } else {
            let deals = deal::count_in_pipeline(cx, gone.id)?;
            if deals > 0 {
                let reason = "the pipeline holds deals; say which pipeline takes them";
                return Err(Error::conflict(reason).at("move_to").with("deals", deals));
            }
        }
        let pipeline = cx.archive(self.id)?;
        Ok(PipelineRemoved { pipeline, moved })
    }
}

impl DeletePipeline {
    /// The pipeline that takes the deals, and which stage goes where.
    fn places(
        &self,
        cx: &mut Context<'_>,
        gone: &Pipeline,
        to: PipelineId,
    ) -> Result<(Pipeline, Vec<(StageId, Stage)>)> {
        if to == gone.id {
            return Err(Error::invalid("move_to", "another pipeline is needed"));
        }
        let target = required(cx, Some(to)).map_err(|error| error.at("move_to"))?;
        let mut mapped: Vec<(StageId, &Stage)> = Vec::with_capacity(self.stages.len());
        for (at, mapping) in self.stages.iter().enumerate() {
            let path = |part: &str| format!("stages[{at}].{part}");
            let from = gone.stage(&mapping.from);
            let from = from.ok_or_else(|| no_stage(&path("from")))?;
            let into = target.stage(&mapping.to);
            let into = into.ok_or_else(|| no_stage(&path("to")))?;
            if mapped.iter().any(|(id, _)| *id == from.id) {
                return Err(Error::invalid(path("from"), "this stage is there twice"));
            }
            mapped.push((from.id, into));
        }
        let mut places = Vec::new();
        for stage in &gone.stages {
            let into = mapped.iter().find(|(id, _)| *id == stage.id);
            let into = require_place(cx, stage, into.map(|(_, into)| *into), "stages")?;
            places.extend(into.map(|into| (stage.id, into)));
        }
        Ok((target, places))
    }
}

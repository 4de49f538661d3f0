//! Pipelines and their stages: the way a deal takes (semantics 4.2).
//!
//! A pipeline's stages are one configuration: they are checked, ordered and versioned as a whole,
//! so no reader ever meets half of a change. Each configuration that was ever in force is kept as a
//! [`PipelineVersion`], and every stay of a deal names the one it began under; changing a stage
//! never rewrites history (PIP-20).
//!
//! A stage has a key that never changes and a label that may; either, or its id, names it (R-10).
//! A tenant that has made no pipeline has the standard one; it is written when it is first needed.
//!
//! ```
//! use crm_core::pipeline::{ListPipelines, StageOutcome};
//!
//! let session = crm_core::memory::session("admin");
//! let pipelines = session.pipelines().list(ListPipelines::default())?.pipelines;
//! let standard = &pipelines[0];
//! assert!(standard.is_default);
//! let keys: Vec<_> = standard.stages.iter().map(|stage| stage.key.as_str()).collect();
//! assert_eq!(keys, ["prospecting", "qualification", "proposal", "negotiation", "won", "lost"]);
//! assert_eq!(standard.stages[4].outcome, StageOutcome::Won);
//! # Ok::<(), crm_core::Error>(())
//! ```

mod configuration;
mod operations;
mod record;
mod remove;
mod seed;
mod stage;
mod stages;

#[cfg(test)]
mod tests;

pub(crate) use configuration::{all, called, ensure, of_deal, required};
pub use operations::{
    CreatePipeline, GetPipeline, ListPipelineVersions, ListPipelines, PipelineHistory,
    PipelineList, SetDefaultPipeline, UpdatePipeline,
};
pub use record::{
    Pipeline, PipelineDraft, PipelineId, PipelinePatch, PipelineStatus, PipelineVersion,
    PipelineVersionDraft, PipelineVersionPatch, SalesRule, SalesRuleSetting,
};
pub use remove::{DeletePipeline, PipelineRemoved, StageMapping};
pub use seed::{SEEDED, seeded};
pub(crate) use stage::check_percent;
pub use stage::{
    DayCount, EntryRequirements, ForecastCategory, Stage, StageDraft, StageId, StageOutcome,
};
pub use stages::{AddStage, RemoveStage, ReorderStages, StageRemoved, UpdateStage};

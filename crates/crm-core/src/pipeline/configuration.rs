//! Finding pipelines, the standard one included, and writing their configurations.

use super::record::{Pipeline, PipelineId, PipelineVersion};
use super::seed;
use super::stage::Stage;
use crate::access::{Permission, Veil};
use crate::deal::Deal;
use crate::error::{Error, ErrorCode, Result};
use crate::field::{FieldKind, Record, RecordKind, Value, place};
use crate::misspelling;
use crate::operation::{Context, live};
use crate::query::{Filter, Select, Target};
use crate::value::text::fold;

/// Whether the tenant has written pipelines of its own; until then it has the standard one.
fn is_written(cx: &mut Context<'_>) -> Result<bool> {
    Ok(cx.peek::<Pipeline>(seed::ID)?.is_some())
}

/// Every live pipeline, by id.
pub(crate) fn all(cx: &mut Context<'_>) -> Result<Vec<Pipeline>> {
    if is_written(cx)? {
        cx.peek_all(Select::all(Pipeline::DECL).filter(live()))
    } else {
        Ok(vec![seed::seeded()])
    }
}

/// The live pipelines that a text names by id or name, for those who may see pipelines.
pub(crate) fn called(cx: &mut Context<'_>, text: &str) -> Result<Vec<PipelineId>> {
    if cx.access().scope(Permission::PipelineView).is_none() {
        return Ok(Vec::new());
    }
    let id = text.parse::<uuid::Uuid>().ok();
    let wanted = fold(text.trim());
    let mut found = all(cx)?;
    found.retain(|pipeline| Some(pipeline.id.uuid()) == id || fold(&pipeline.name) == wanted);
    Ok(found.into_iter().map(|pipeline| pipeline.id).collect())
}

/// The pipeline of that id, whether or not it is archived.
pub(super) fn find(cx: &mut Context<'_>, id: PipelineId) -> Result<Pipeline> {
    match cx.peek(id)? {
        Some(pipeline) => Ok(pipeline),
        None if id == seed::ID => Ok(seed::seeded()),
        None => Err(Error::not_found(RecordKind::Pipeline, id.uuid())),
    }
}

/// The live pipeline of that id, or the default one, for whatever reads or writes deals.
pub(crate) fn required(cx: &mut Context<'_>, id: Option<PipelineId>) -> Result<Pipeline> {
    let Some(id) = id else {
        let default = all(cx)?.into_iter().find(|pipeline| pipeline.is_default);
        return default.ok_or_else(|| Error::corrupt("the tenant has no default pipeline"));
    };
    let unknown = || Error::invalid("pipeline_id", "there is no such pipeline");
    match find(cx, id) {
        Ok(pipeline) if pipeline.archived_at.is_none() => Ok(pipeline),
        Ok(_) => Err(unknown()),
        Err(error) if error.code() == ErrorCode::NotFound => Err(unknown()),
        Err(error) => Err(error),
    }
}

/// The pipeline that a deal is in.
pub(crate) fn of_deal(cx: &mut Context<'_>, id: PipelineId) -> Result<Pipeline> {
    find(cx, id)
}

/// Writes the standard pipeline if the tenant has none yet.
pub(crate) fn ensure(cx: &mut Context<'_>) -> Result<()> {
    if !is_written(cx)? {
        let written = cx.insert_at(seed::ID, seed::seeded())?;
        keep(cx, &written)?;
    }
    Ok(())
}

/// Writes a new pipeline and its first configuration.
pub(super) fn add(cx: &mut Context<'_>, mut pipeline: Pipeline) -> Result<Pipeline> {
    require_fields(cx, &[], &pipeline.stages)?;
    pipeline.configuration = 1;
    let pipeline = cx.insert(pipeline)?;
    keep(cx, &pipeline)?;
    Ok(pipeline)
}

/// Writes a changed pipeline; changed stages make a new configuration (PIP-20).
pub(super) fn change(
    cx: &mut Context<'_>,
    before: &Pipeline,
    mut after: Pipeline,
) -> Result<Pipeline> {
    let changed = after.stages != before.stages;
    if changed {
        require_fields(cx, &before.stages, &after.stages)?;
        after.configuration = before.configuration.saturating_add(1);
    }
    let after = cx.save(before, after)?;
    if changed {
        keep(cx, &after)?;
    }
    Ok(after)
}

/// Refuses stages that newly ask for fields that deals have not, or not for the actor, with the name
/// that may be meant.
fn require_fields(cx: &mut Context<'_>, before: &[Stage], after: &[Stage]) -> Result<()> {
    let custom = cx.known_definitions::<Deal>()?;
    let custom = custom.iter().map(|field| format!("custom.{}", field.name));
    let access = cx.access();
    let own = Deal::DECL.fields.iter();
    let own = own.filter(|field| {
        let readable = access.require_read(Deal::DECL, field, false).is_ok();
        readable && field.kind != FieldKind::Custom
    });
    let own = own.map(|field| field.name.to_owned());
    let custom = custom.filter(|name| Veil::over(access, Deal::DECL, name).is_clear());
    let names: Vec<String> = own.chain(custom).collect();
    for (at, stage) in after.iter().enumerate() {
        let was = before.iter().find(|was| was.id == stage.id);
        for (place, name) in stage.entry.fields.iter().enumerate() {
            let asked = was.is_some_and(|was| was.entry.fields.contains(name));
            if asked || names.contains(name) {
                continue;
            }
            let path = format!("stages[{at}].entry.fields[{place}]");
            let error = Error::invalid(path, "a deal has no such field");
            let names = names.iter().map(String::as_str);
            return Err(match misspelling::nearest(name, names, str::to_owned) {
                Some(nearest) => error.with("nearest", nearest),
                None => error,
            });
        }
    }
    Ok(())
}

fn keep(cx: &mut Context<'_>, pipeline: &Pipeline) -> Result<()> {
    cx.insert(PipelineVersion {
        pipeline_id: pipeline.id,
        configuration: pipeline.configuration,
        stages: pipeline.stages.clone(),
        ..PipelineVersion::default()
    })?;
    Ok(())
}

/// The pipeline to be changed, written if it was the standard one, if it is of the version that
/// the caller read.
pub(super) fn reach(
    cx: &mut Context<'_>,
    id: PipelineId,
    expected: Option<u64>,
) -> Result<Pipeline> {
    if id == seed::ID && expected == Some(0) {
        // What the caller read was the standard pipeline before it was written.
        if is_written(cx)? {
            return Err(Error::conflict("the pipeline has moved on from version 0").at("id"));
        }
        ensure(cx)?;
        return cx.load(id);
    }
    ensure(cx)?;
    let pipeline: Pipeline = cx.load(id)?;
    Context::require_live(&pipeline)?;
    cx.expect(&pipeline, expected)?;
    Ok(pipeline)
}

/// The configurations of a pipeline, oldest first.
pub(super) fn versions(cx: &mut Context<'_>, id: PipelineId) -> Result<Vec<PipelineVersion>> {
    let of = Target::Field(place!(PipelineVersion, "pipeline_id"));
    let select =
        Select::all(PipelineVersion::DECL).filter(Filter::equals(of, Value::Id(id.uuid())));
    let mut versions: Vec<PipelineVersion> = cx.peek_all(select)?;
    versions.sort_by_key(|version| version.configuration);
    Ok(versions)
}

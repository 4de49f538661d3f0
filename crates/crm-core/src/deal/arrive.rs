//! Deals out of files.
//!
//! Deals have no names or addresses by which two of them could be told to be one: a deal is there
//! already if it has the id that the file gives, in the system that wrote it or in this one. One in
//! the archive is not there, whichever of the two knows it: its row makes another.

use uuid::Uuid;

use super::close::{NEEDS_REASON, require_winnable};
use super::contact::NewDealContact;
use super::create::REACHES_NOBODY;
use super::moving::require_stage;
use super::record::{DealDraft, DealStatus, LostReason};
use super::{CreateDeal, Deal, DealId, DealPatch, LoseDeal, UpdateDeal, WinDeal};
use crate::access::Permission;
use crate::contact::{ContactId, CreatedVia, DuplicatePolicy, Outcome};
use crate::error::{Error, ErrorCode, RecordRef, Result};
use crate::field::{Patch, Record, Touched, meta};
use crate::import::{Arrival, Aside, Importable, PreviewRow, Said, by_external_id};
use crate::operation::Context;
use crate::pipeline::{self, PipelineId, Stage, StageOutcome};
use crate::value::{Date, Decimal};

/// The system whose ids are ours, in files that this engine has written.
const OWN: &str = "crm";

impl Importable for Deal {
    const CREATE: Permission = Permission::DealCreate;
    const TAKES: &'static [&'static str] = &[
        "pipeline_id",
        "stage",
        "status",
        "probability",
        "primary_contact_id",
        "closed_on",
        "won_reason",
        "lost_reason",
        "reason_text",
    ];

    fn aside(draft: &mut DealDraft) -> Aside<'_> {
        Aside {
            custom: &mut draft.custom,
            extras: &mut draft.extras,
        }
    }

    fn check(&mut self, cx: &mut Context<'_>, said: &Said<'_>) -> Result<()> {
        let has_account = self.account_id.is_some() || said.awaits("account_id");
        if !has_account && self.primary_contact_id.is_none() {
            return Err(Error::invalid("account_id", REACHES_NOBODY));
        }
        let pipeline = Some(self.pipeline_id).filter(|id| *id != PipelineId::default());
        let named = Some(std::mem::take(&mut self.stage)).filter(|stage| !stage.is_empty());
        let status = Some(self.status).filter(|status| *status != DealStatus::Open);
        let (pipeline, stage) = place(cx, pipeline, named.as_deref(), status)?;
        match stage.outcome {
            StageOutcome::Open => {}
            StageOutcome::Won => {
                cx.access().require(Permission::DealWin)?;
                if !has_account {
                    require_winnable(cx, self)?;
                }
            }
            StageOutcome::Lost => {
                cx.access().require(Permission::DealLose)?;
                if self.lost_reason.is_none() && self.reason_text.is_none() {
                    return Err(Error::invalid("reason", NEEDS_REASON));
                }
            }
        }
        self.pipeline_id = pipeline;
        self.status = stage.outcome.into();
        if !said.gives("probability") || stage.outcome != StageOutcome::Open {
            self.probability = stage.probability;
        }
        (self.stage_id, self.stage) = (stage.id, stage.key);
        Ok(())
    }

    fn resembling(&self, cx: &mut Context<'_>) -> Result<Vec<Uuid>> {
        Ok(known(cx, self)?
            .map(|deal| deal.id.uuid())
            .into_iter()
            .collect())
    }

    fn arrive(cx: &mut Context<'_>, arrival: Arrival<'_, Self>) -> Result<(DealId, Outcome)> {
        let Arrival {
            mut draft,
            mut beside,
            options,
            ..
        } = arrival;
        draft.created_via = CreatedVia::Import;
        if options.on_duplicate == DuplicatePolicy::CreateAnyway {
            cx.access().require(Permission::DuplicateOverride)?;
        }
        if let Some(same) = known(cx, &Deal::from_draft(draft.clone()))? {
            match options.on_duplicate {
                DuplicatePolicy::CreateAnyway => {}
                DuplicatePolicy::Reject => return Err(duplicate(&same)),
                DuplicatePolicy::ReturnExisting => return Ok((same.id, Outcome::Existing)),
                policy => {
                    let fill = policy == DuplicatePolicy::FillMissing;
                    return onto(cx, &same, draft, fill);
                }
            }
        }
        draft.owner_id = draft.owner_id.or(options.owner_id);
        let contact: Option<ContactId> = beside.take("primary_contact_id")?;
        let pipeline: Option<PipelineId> = beside.take("pipeline_id")?;
        let named: Option<String> = beside.take("stage")?;
        let (pipeline_id, stage) = place(cx, pipeline, named.as_deref(), beside.take("status")?)?;
        let is_open = stage.outcome == StageOutcome::Open;
        let given: Option<Decimal> = beside.take("probability")?;
        let deal = cx.nested(CreateDeal {
            deal: draft,
            pipeline_id: Some(pipeline_id),
            stage: is_open.then(|| stage.key.clone()),
            // What the stage says already is nobody's own estimate.
            probability: given.filter(|given| is_open && *given != stage.probability),
            contacts: contact
                .into_iter()
                .map(|contact_id| NewDealContact {
                    contact_id,
                    ..NewDealContact::default()
                })
                .collect(),
            ..CreateDeal::default()
        })?;
        // A day that is over is when it was decided, as other programs write it.
        let today = cx.today()?;
        let decided = deal.expected_close_on.filter(|day| *day <= today);
        let closed_on: Option<Date> = beside.take("closed_on")?.or(decided);
        let reason_text: Option<String> = beside.take("reason_text")?;
        match stage.outcome {
            StageOutcome::Open => {}
            StageOutcome::Won => {
                cx.nested(WinDeal {
                    id: deal.id,
                    closed_on,
                    reason: beside.take("won_reason")?,
                    reason_text,
                    stage: Some(stage.key),
                    ..WinDeal::default()
                })?;
            }
            StageOutcome::Lost => {
                let reason: Option<LostReason> = beside.take("lost_reason")?;
                cx.nested(LoseDeal {
                    id: deal.id,
                    closed_on,
                    // Other programs write why in words of their own.
                    reason: reason.or(reason_text.is_some().then_some(LostReason::Other)),
                    reason_text,
                    stage: Some(stage.key),
                    ..LoseDeal::default()
                })?;
            }
        }
        Ok((deal.id, Outcome::Created))
    }

    fn show(self, row: &mut PreviewRow) {
        row.deal = Some(self);
    }
}

/// The pipeline and stage that a file names by pipeline, stage and status, as far as it does.
fn place(
    cx: &mut Context<'_>,
    pipeline: Option<PipelineId>,
    named: Option<&str>,
    status: Option<DealStatus>,
) -> Result<(PipelineId, Stage)> {
    let pipeline = pipeline::required(cx, pipeline)?;
    let first = |status: DealStatus| {
        let mut stages = pipeline.stages.iter();
        let found = stages.find(|stage| DealStatus::from(stage.outcome) == status);
        found.ok_or_else(|| Error::corrupt("a pipeline lacks a stage of some outcome"))
    };
    let stage = match named {
        Some(named) => require_stage(&pipeline, named)?,
        None => first(status.unwrap_or_default())?,
    };
    let reached = DealStatus::from(stage.outcome);
    let stage = match status {
        None => stage,
        Some(status) if status == reached => stage,
        // Other programs close a deal in the stage where it was.
        Some(status) if reached == DealStatus::Open => first(status)?,
        Some(_) => {
            let reason = "the status is not that of the stage";
            return Err(Error::invalid("status", reason));
        }
    };
    Ok((pipeline.id, stage.clone()))
}

/// The live deal in sight that has an id of the draft's.
fn known(cx: &mut Context<'_>, deal: &Deal) -> Result<Option<Deal>> {
    for external in &deal.external_ids {
        let mut found = by_external_id(cx, Deal::DECL, external)?;
        found.extend(
            external
                .id
                .parse::<Uuid>()
                .ok()
                .filter(|_| external.system == OWN),
        );
        for id in found {
            let row = cx.visible_row(Permission::DealView, Deal::DECL, id)?;
            if let Some(live) = row.filter(|row| row.value(meta::ARCHIVED_AT).is_null()) {
                return Deal::from_row(live).map(Some);
            }
        }
    }
    Ok(None)
}

/// Puts a draft onto the deal that is there. Where it stands is not the file's to say any more.
fn onto(
    cx: &mut Context<'_>,
    same: &Deal,
    draft: DealDraft,
    fill: bool,
) -> Result<(DealId, Outcome)> {
    cx.require_write::<Deal>(&draft)?;
    let given = draft.touched();
    let incoming = Deal::from_draft(draft);
    let mut target = same.clone();
    for name in given {
        if name != "created_via" {
            crate::merge::overlay_field(&mut target, &incoming, name, fill);
        }
    }
    let mut custom = incoming.custom;
    custom.retain(|name, value| match same.custom.get(name) {
        Some(held) => !fill && held != value,
        None => true,
    });
    let mut patch = DealPatch::between(same, &target);
    if !custom.is_empty() {
        patch.custom = Patch::Set(custom);
    }
    let updated = cx.nested(UpdateDeal {
        id: same.id,
        patch,
        ..UpdateDeal::default()
    })?;
    let outcome = if updated.version == same.version {
        Outcome::Existing
    } else {
        Outcome::Updated
    };
    Ok((same.id, outcome))
}

fn duplicate(same: &Deal) -> Error {
    let reason = "a deal has this id already; choose another policy to change it";
    Error::new(ErrorCode::Duplicate, reason)
        .at("on_duplicate")
        .of(RecordRef {
            kind: Deal::DECL.kind,
            id: same.id.uuid(),
        })
        .with("matches", vec![same.id.to_string()])
}

//! The deal that a lead becomes, or is put into (semantics 4.1.8, 4.1.12).

use super::candidates::Candidates;
use super::choose::{ConversionMode, ConversionRequest, Situation, TargetAction, choose};
use super::copy::{Copying, FieldPlan, TO_DEAL};
use super::plan::TargetPlan;
use super::reading::{Reading, linked};
use super::record::CopyAction;
use super::subject::Subject;
use super::work::{DealWork, Target, owned, planned};
use crate::access::Permission;
use crate::account::Account;
use crate::contact::Contact;
use crate::deal::{CreateDeal, Deal, DealDraft};
use crate::error::{Error, Result};
use crate::field::{Id, Record, RecordKind};
use crate::operation::Context;
use crate::pipeline::{self, Pipeline, PipelineStatus, StageOutcome};
use crate::point::Extra;

/// Works out what becomes of the deal.
pub(super) fn deal(
    cx: &mut Context<'_>,
    request: &ConversionRequest,
    subject: &Subject,
    account: &Target<Account>,
    contact: &Target<Contact>,
    reading: &mut Reading,
) -> Result<(DealWork, TargetPlan)> {
    let wanted = &request.deal;
    let hangs = account.record().is_some() || contact.record().is_some();
    let candidates = Candidates::default();
    let choice = choose(Situation {
        action: wanted.action,
        id: wanted.id.map(Id::uuid),
        known: None,
        candidates: &candidates,
        // What is undecided about the others will be there when this is carried out.
        enough: hangs
            || request.account.action == TargetAction::Suggest
            || request.contact.action == TargetAction::Suggest,
        automatic: request.mode == ConversionMode::Automatic,
    })
    .map_err(|(part, reason)| Error::invalid(format!("deal.{part}"), reason))?;
    let mut plan = planned(RecordKind::Deal, choice, candidates);
    let work = match (choice.action, choice.id) {
        (TargetAction::Link, Some(id)) => {
            let deal: Deal = linked(cx, id, "deal", reading, Permission::DealUpdate)?;
            plan.id = Some(deal.id.uuid());
            DealWork::Link(Box::new(deal))
        }
        (TargetAction::Create, _) => {
            let (create, fields) = new_deal(cx, request, subject, account)?;
            let pipeline =
                pipeline::required(cx, wanted.pipeline_id).map_err(|error| error.inside("deal"))?;
            reading.note(&pipeline);
            require_stage(&pipeline, wanted.stage.as_deref())?;
            let sketch = Deal::from_draft(create.deal.clone());
            reading.require_create(cx, Permission::DealCreate, &sketch);
            plan.fields = fields;
            DealWork::Create(Box::new(create))
        }
        _ => DealWork::None,
    };
    Ok((work, plan))
}

/// The deal to be created, without account and contact, and what it takes from the lead (4.1.8).
fn new_deal(
    cx: &mut Context<'_>,
    request: &ConversionRequest,
    Subject { lead, seen }: &Subject,
    account: &Target<Account>,
) -> Result<(CreateDeal, Vec<FieldPlan>)> {
    let wanted = &request.deal;
    let name = wanted
        .name
        .clone()
        .or_else(|| seen.company_text.clone())
        .or_else(|| account.record().map(|account| account.name.clone()))
        .or_else(|| seen.display_name.clone())
        .ok_or_else(|| Error::invalid("deal.name", "the deal needs a name"))?;
    let mut deal = Deal {
        name,
        amount: wanted.amount,
        owner_id: seen.owner_id,
        team_id: seen.team_id,
        ..Deal::default()
    };
    owned(cx, &mut deal.owner_id, deal.team_id);
    let access = cx.access().clone();
    let here = cx.definitions(RecordKind::Lead)?;
    let there = cx.definitions(RecordKind::Deal)?;
    let copying = Copying {
        lead,
        access: &access,
        skip: &request.skip,
        custom: (&here, &there),
    };
    let fields = copying.onto(TO_DEAL, &mut deal, true, |_| Ok(()))?;
    let unfit = |field: &FieldPlan| field.field == "source" && field.action == CopyAction::Unfit;
    if let Some(word) = seen.acquisition_source.clone()
        && fields.iter().any(unfit)
    {
        // A deal has fewer words for it; the lead's own stays with it all the same.
        deal.extras.push(Extra {
            source: "lead".to_owned(),
            name: "acquisition_source".to_owned(),
            value: word,
        });
    }
    let create = CreateDeal {
        deal: DealDraft {
            created_via: seen.created_via,
            name: deal.name,
            amount: deal.amount,
            expected_close_on: wanted.expected_close_on,
            source: deal.source,
            medium: deal.medium,
            campaign: deal.campaign,
            note: deal.note,
            owner_id: deal.owner_id,
            team_id: deal.team_id,
            extras: deal.extras,
            custom: deal.custom,
            ..DealDraft::default()
        },
        pipeline_id: wanted.pipeline_id,
        stage: wanted.stage.clone(),
        ..CreateDeal::default()
    };
    Ok((create, fields))
}

/// A new deal begins in an open stage of an active pipeline.
fn require_stage(pipeline: &Pipeline, wanted: Option<&str>) -> Result<()> {
    if pipeline.status == PipelineStatus::Inactive {
        let reason = "the pipeline is inactive and takes no new deals";
        return Err(Error::invalid("deal.pipeline_id", reason));
    }
    let Some(wanted) = wanted else {
        return Ok(());
    };
    match pipeline.stage(wanted) {
        Some(stage) if stage.outcome == StageOutcome::Open => Ok(()),
        Some(_) => Err(Error::invalid("deal.stage", "a deal begins open")),
        None => Err(Error::invalid(
            "deal.stage",
            "the pipeline has no such stage",
        )),
    }
}

//! Winning and losing a deal (DEA-39, DEA-40, semantics 4.2.4).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::competitor::CompetitorId;
use super::moving::{Entry, move_to, require_stage, said};
use super::record::{Deal, DealId, LostReason};
use super::settle::{of, require_competitors, require_open};
use super::stay::MoveCause;
use super::transition;
use crate::access::{Access, Answer, Permission};
use crate::document::{self, SalesDocument, SalesDocumentId};
use crate::error::{Error, Result};
use crate::operation::{Context, Mode, Operation, Route};
use crate::pipeline::{self, Pipeline, Stage, StageOutcome};
use crate::value::Date;
use crate::value::text::{SHORT_MAX, clean_line};

/// Why a deal is not closed as lost.
pub(super) const NEEDS_REASON: &str = "a lost deal needs a reason";

/// Marks a deal as won. It needs an account, unless the tenant does without.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct WinDeal {
    /// Which deal.
    pub id: DealId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// The day on which it was won; today in the tenant's zone if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<Date>,
    /// Why, in the tenant's vocabulary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// More about why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason_text: Option<String>,
    /// What is to be said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Which won stage, by id, key or label; the first one if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// Makes a draft of an order from the lines of the deal; takes the permission to record
    /// documents.
    #[serde(default)]
    pub create_order: bool,
}

/// A won deal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WonDeal {
    /// The deal.
    pub deal: Deal,
    /// The draft of an order, if one was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<SalesDocument>,
}

impl Answer for WonDeal {
    fn project(&mut self, access: &Access) {
        self.deal.project(access);
        self.order.project(access);
    }
}

impl Operation for WinDeal {
    const NAME: &'static str = "deals.win";
    const PERMISSION: Permission = Permission::DealWin;
    const ROUTE: Route = Route::post("/deals/{id}/win");
    const MODE: Mode = Mode::Write;
    type Output = WonDeal;

    fn execute(self, cx: &mut Context<'_>) -> Result<WonDeal> {
        let (deal, pipeline, stage) = reach(
            cx,
            (self.id, self.expected_version),
            StageOutcome::Won,
            self.stage.as_deref(),
        )?;
        require_written(
            cx,
            &[
                ("closed_on", self.closed_on.is_some()),
                ("won_reason", self.reason.is_some()),
                ("reason_text", self.reason_text.is_some()),
            ],
        )?;
        if self.create_order {
            cx.access().require(Permission::DocumentRecord)?;
        }
        require_winnable(cx, &deal)?;
        transition::require(cx, &deal, None, &stage)?;
        let mut after = deal.clone();
        after.won_reason = clean_line(self.reason, SHORT_MAX)
            .map_err(|invalid| Error::invalid("reason", invalid.reason))?;
        after.reason_text = said("reason_text", self.reason_text)?;
        let entry = Entry {
            cause: MoveCause::Won,
            note: said("note", self.note)?,
            ..Entry::default()
        };
        let deal = close(cx, &deal, after, self.closed_on, &pipeline, &stage, entry)?;
        let order = if self.create_order {
            Some(document::order_of(cx, &deal)?)
        } else {
            None
        };
        Ok(WonDeal { deal, order })
    }
}

/// Marks a deal as lost.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct LoseDeal {
    /// Which deal.
    pub id: DealId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// The day on which it was lost; today in the tenant's zone if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<Date>,
    /// Why; needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<LostReason>,
    /// More about why; needed for the reason `other`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason_text: Option<String>,
    /// The competitor it was lost to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub competitor_id: Option<CompetitorId>,
    /// What is to be said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Which lost stage, by id, key or label; the first one if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
}

impl Operation for LoseDeal {
    const NAME: &'static str = "deals.lose";
    const PERMISSION: Permission = Permission::DealLose;
    const ROUTE: Route = Route::post("/deals/{id}/lose");
    const MODE: Mode = Mode::Write;
    type Output = Deal;

    fn execute(self, cx: &mut Context<'_>) -> Result<Deal> {
        let (deal, pipeline, stage) = reach(
            cx,
            (self.id, self.expected_version),
            StageOutcome::Lost,
            self.stage.as_deref(),
        )?;
        require_written(
            cx,
            &[
                ("closed_on", self.closed_on.is_some()),
                ("lost_reason", self.reason.is_some()),
                ("reason_text", self.reason_text.is_some()),
                ("lost_to_id", self.competitor_id.is_some()),
                ("competitor_ids", self.competitor_id.is_some()),
            ],
        )?;
        if self.reason.is_none() {
            return Err(Error::invalid("reason", NEEDS_REASON));
        }
        transition::require(cx, &deal, None, &stage)?;
        let mut after = deal.clone();
        after.lost_reason = self.reason;
        after.reason_text = said("reason_text", self.reason_text)?;
        if let Some(id) = self.competitor_id {
            after.lost_to_id = Some(id);
            after.competitor_ids.push(id);
            require_competitors(cx, Some(&deal), &after)
                .map_err(|error| error.at("competitor_id"))?;
        }
        let entry = Entry {
            cause: MoveCause::Lost,
            note: said("note", self.note)?,
            ..Entry::default()
        };
        close(cx, &deal, after, self.closed_on, &pipeline, &stage, entry)
    }
}

/// An open deal that is to be closed, its pipeline, and the stage it goes to.
fn reach(
    cx: &mut Context<'_>,
    (id, expected): (DealId, Option<u64>),
    outcome: StageOutcome,
    wanted: Option<&str>,
) -> Result<(Deal, Pipeline, Stage)> {
    let deal: Deal = cx.load(id)?;
    cx.expect(&deal, expected)?;
    Context::require_live(&deal)?;
    require_open(&deal)?;
    let pipeline = pipeline::of_deal(cx, deal.pipeline_id)?;
    let stage = match wanted {
        Some(wanted) => require_stage(&pipeline, wanted)?,
        None => pipeline
            .first(outcome)
            .ok_or_else(|| Error::corrupt("a pipeline lacks a closing stage"))?,
    };
    if stage.outcome != outcome {
        let reason = format!("a stage of the outcome {} is needed", outcome.name());
        return Err(Error::invalid("stage", reason));
    }
    let stage = stage.clone();
    Ok((deal, pipeline, stage))
}

/// Refuses fields that are given and that the actor may not write.
fn require_written(cx: &mut Context<'_>, fields: &[(&str, bool)]) -> Result<()> {
    for (field, given) in fields {
        if *given {
            cx.require_write_field::<Deal>(field)?;
        }
    }
    Ok(())
}

/// Refuses to win a deal without an account.
pub(super) fn require_winnable(cx: &mut Context<'_>, deal: &Deal) -> Result<()> {
    if deal.account_id.is_none() && !cx.settings()?.win_without_account {
        let reason = "a deal needs an account to be won";
        return Err(Error::conflict(reason).at("account_id").of(of(deal)));
    }
    Ok(())
}

/// Closes a deal, today unless said otherwise.
fn close(
    cx: &mut Context<'_>,
    before: &Deal,
    mut after: Deal,
    closed_on: Option<Date>,
    pipeline: &Pipeline,
    stage: &Stage,
    entry: Entry,
) -> Result<Deal> {
    let today = cx.today()?;
    after.closed_on = Some(closed_on.unwrap_or(today));
    after.closed_at = Some(cx.now());
    let entry = Entry {
        update_probability: true,
        ..entry
    };
    move_to(cx, before, after, pipeline, stage, entry)
}

/// Puts a deal into a stage because of a sales document. Answers what it lacks instead, if it lacks
/// something.
pub(crate) fn move_by_document(
    cx: &mut Context<'_>,
    deal: &Deal,
    after: Deal,
    pipeline: &Pipeline,
    stage: &Stage,
    document: SalesDocumentId,
) -> Result<Result<Deal, Vec<String>>> {
    let leaving = pipeline.stages.iter().find(|from| from.id == deal.stage_id);
    let lacking = transition::lacking(cx, &after, leaving, stage)?;
    let mut lacking: Vec<String> = lacking.into_iter().map(|unmet| unmet.name).collect();
    let wins = stage.outcome == StageOutcome::Won;
    if wins && require_winnable(cx, &after).is_err() {
        lacking.push("account_id".to_owned());
    }
    if !lacking.is_empty() {
        return Ok(Err(lacking));
    }
    let entry = Entry {
        cause: MoveCause::SalesDocument,
        document: Some(document),
        update_probability: true,
        ..Entry::default()
    };
    let moved = if wins {
        close(cx, deal, after, None, pipeline, stage, entry)?
    } else {
        move_to(cx, deal, after, pipeline, stage, entry)?
    };
    Ok(Ok(moved))
}

//! Creating a deal (DEA-35).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::contact::{self, NewDealContact};
use super::line::{self, NewDealLine, reprice};
use super::moving::{require_stage, settle_in};
use super::number;
use super::position::{Position, rank};
use super::probability::ProbabilitySource;
use super::record::{Deal, DealDraft};
use super::settle::{SUM_OF_LINES, require_competitors};
use super::stay::{MoveCause, begin};
use super::transition;
use crate::access::Permission;
use crate::account::Account;
use crate::error::{Error, RecordRef, Result};
use crate::field::{Record, RecordKind, place};
use crate::lead::LeadId;
use crate::operation::{Context, Mode, Operation, Route};
use crate::pipeline::{self, PipelineId, PipelineStatus, StageOutcome};
use crate::value::Decimal;

/// Why a deal is refused that is about nobody.
pub(super) const REACHES_NOBODY: &str = "a deal needs an account or a contact";

/// Creates a deal, with its contacts, lines and tags. It needs an account or a contact.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateDeal {
    /// The deal.
    #[serde(flatten)]
    pub deal: DealDraft,
    /// The pipeline; the default one if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pipeline_id: Option<PipelineId>,
    /// The stage, by id, key or label; the first open one if absent. A later one has to be given
    /// what it asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// How likely it is won, in percent; as its stage says if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<Decimal>,
    /// Who says so: a person, if absent, or a model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability_source: Option<ProbabilitySource>,
    /// Who takes part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<NewDealContact>,
    /// What is to be sold; the amount is their sum.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<NewDealLine>,
    /// Paths of tags; missing ones are created if the actor may.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// A number out of a block that the user has reserved; the next one if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
}

impl Operation for CreateDeal {
    const NAME: &'static str = "deals.create";
    const PERMISSION: Permission = Permission::DealCreate;
    const ROUTE: Route = Route::post("/deals");
    const MODE: Mode = Mode::Write;
    type Output = Deal;

    fn execute(self, cx: &mut Context<'_>) -> Result<Deal> {
        self.carry_out(cx, None)
    }
}

impl CreateDeal {
    /// Creates the deal, and says from which lead it came.
    pub(crate) fn carry_out(self, cx: &mut Context<'_>, lead: Option<LeadId>) -> Result<Deal> {
        let mut deal = self.prepare(cx)?;
        deal.lead_id = lead;
        let mut deal = cx.insert(deal)?;
        for (at, new) in self.contacts.into_iter().enumerate() {
            contact::add(cx, &deal, new)
                .map_err(|error| error.inside(&format!("contacts[{at}]")))?;
        }
        let has_lines = !self.lines.is_empty();
        for (at, new) in self.lines.into_iter().enumerate() {
            line::add(cx, &deal, new).map_err(|error| error.inside(&format!("lines[{at}]")))?;
        }
        if has_lines {
            deal = reprice(cx, deal.id)?;
        }
        // The stay keeps the amount at entry, which lines make only now.
        begin(cx, &deal, MoveCause::Created, None, None)?;
        if !self.tags.is_empty() {
            cx.access().require(Permission::TagApply)?;
            let record = RecordRef {
                kind: RecordKind::Deal,
                id: deal.id.uuid(),
            };
            crate::tag::put(cx, record, &self.tags)?;
        }
        let deal: Deal = cx
            .peek(deal.id)?
            .ok_or_else(|| Error::internal("a deal vanished within its own call"))?;
        require_entry(cx, &deal)?;
        Ok(deal)
    }

    /// The deal as it will be written, in its stage.
    fn prepare(&self, cx: &mut Context<'_>) -> Result<Deal> {
        let mut draft = self.deal.clone();
        cx.require_write::<Deal>(&draft)?;
        if draft.account_id.is_none() && self.contacts.is_empty() {
            return Err(Error::invalid("account_id", REACHES_NOBODY));
        }
        if draft.amount.is_some() && !self.lines.is_empty() {
            return Err(Error::invalid("amount", SUM_OF_LINES));
        }
        let actor = cx.access().actor();
        if draft.owner_id.is_none() && draft.team_id.is_none() {
            draft.owner_id = Some(actor.user);
            draft.team_id = actor.teams.first().copied();
        }
        let mut deal = Deal::from_draft(draft);
        cx.require_references(None, &mut deal)?;
        require_competitors(cx, None, &deal)?;
        self.settle_currency(cx, &mut deal)?;
        pipeline::ensure(cx)?;
        let pipeline = pipeline::required(cx, self.pipeline_id)?;
        if pipeline.status == PipelineStatus::Inactive {
            let reason = "the pipeline is inactive and takes no new deals";
            return Err(Error::invalid("pipeline_id", reason));
        }
        let stage = match &self.stage {
            Some(wanted) => require_stage(&pipeline, wanted)?,
            None => pipeline
                .first(StageOutcome::Open)
                .ok_or_else(|| Error::corrupt("a pipeline has no open stage"))?,
        };
        if stage.outcome != StageOutcome::Open {
            let reason = "a deal begins open; win or lose it afterwards";
            return Err(Error::invalid("stage", reason));
        }
        settle_in(cx, &mut deal, &pipeline, stage, true);
        if let Some(probability) = self.probability {
            cx.require_write_field::<Deal>("probability")?;
            deal.probability = probability;
            deal.probability_source = said_by(self.probability_source)?;
        } else if self.probability_source.is_some() {
            let reason = "a source goes with a probability";
            return Err(Error::invalid("probability_source", reason));
        }
        deal.rank = rank(cx, stage.id, Position::Last)?;
        deal.number = number::take(cx, self.number)?;
        Ok(deal)
    }

    /// The currency is that of the amounts, else the account's, if the actor may read it, else the
    /// tenant's (DEA-12).
    fn settle_currency(&self, cx: &mut Context<'_>, deal: &mut Deal) -> Result<()> {
        let priced = self.lines.iter().find_map(|line| line.price);
        let given = [deal.amount, priced, deal.discount, deal.tax];
        let given = given
            .into_iter()
            .flatten()
            .next()
            .map(|money| money.currency);
        deal.currency = deal.currency.or(given);
        let field = Account::DECL.fields.get(place!(Account, "currency"));
        let readable = field.is_some_and(|field| {
            let access = cx.access();
            access.require_read(Account::DECL, field, false).is_ok()
        });
        if deal.currency.is_none()
            && readable
            && let Some(id) = deal.account_id
        {
            let account: Option<Account> = cx.peek(id)?;
            deal.currency = account.and_then(|account| account.currency);
        }
        Ok(())
    }
}

/// A deal that begins in a later stage enters it as one that moves there does (semantics 4.2.3).
fn require_entry(cx: &mut Context<'_>, deal: &Deal) -> Result<()> {
    let pipeline = pipeline::of_deal(cx, deal.pipeline_id)?;
    let first = pipeline.first(StageOutcome::Open).map(|stage| stage.id);
    if first == Some(deal.stage_id) {
        return Ok(());
    }
    let stage = pipeline.stages.iter().find(|one| one.id == deal.stage_id);
    stage.map_or(Ok(()), |stage| transition::require(cx, deal, None, stage))
}

/// Who says how likely a deal is won, if it is not its stage.
pub(super) fn said_by(source: Option<ProbabilitySource>) -> Result<ProbabilitySource> {
    match source {
        None => Ok(ProbabilitySource::Manual),
        Some(ProbabilitySource::Stage) => {
            let reason = "what a stage says is not entered";
            Err(Error::invalid("probability_source", reason))
        }
        Some(source) => Ok(source),
    }
}

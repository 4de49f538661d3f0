//! Deals: what may be sold to whom, for how much, and how far it has come (semantics 4.2).
//!
//! A deal's status is the outcome of its stage, so the two cannot disagree (R-12); its total is
//! computed and never written (DEA-15). Every stay in a stage is a record of its own, so dwell times
//! and past forecasts are read, not guessed. All amounts are exact.
//!
//! The pure rules stand in files of their own: `price` (totals), `probability`, `transition` (who
//! may go where), `rank` (places in a column), `worth` (sums of a board), `stalled`, `buying_group`,
//! `badge`, `predict`. Everything else loads, asks them and writes.
//!
//! `docs/deals.md` is the manual.
//!
//! ```
//! use crm_core::account::{AccountDraft, CreateAccount};
//! use crm_core::deal::{CreateDeal, DealDraft, DealStatus, MoveStage, WinDeal};
//! use crm_core::value::{Currency, Money};
//!
//! let session = crm_core::memory::session("admin");
//! let account = session.accounts().create(CreateAccount {
//!     account: AccountDraft { name: "Acme".into(), ..AccountDraft::default() },
//!     ..CreateAccount::default()
//! })?.account;
//! let deal = session.deals().create(CreateDeal {
//!     deal: DealDraft {
//!         name: "Fleet renewal".into(),
//!         account_id: Some(account.id),
//!         amount: Some(Money::new("110000".parse().unwrap(), Currency::USD)),
//!         ..DealDraft::default()
//!     },
//!     ..CreateDeal::default()
//! })?;
//! assert_eq!((deal.number.as_str(), deal.stage.as_str()), ("D-00001", "prospecting"));
//! let deal = session.deals().move_stage(MoveStage {
//!     id: deal.id,
//!     stage: "Proposal".into(),
//!     ..MoveStage::default()
//! })?;
//! assert_eq!(deal.probability.to_string(), "75");
//! let deal = session.deals().win(WinDeal { id: deal.id, ..WinDeal::default() })?.deal;
//! assert_eq!(deal.status, DealStatus::Won);
//! # Ok::<(), crm_core::Error>(())
//! ```

mod advance;
mod alert;
mod arrive;
mod badge;
mod board;
mod buying_group;
mod close;
mod competitor;
mod conflict;
mod contact;
mod create;
mod details;
mod group;
mod line;
mod list;
mod moving;
mod number;
mod position;
mod predict;
mod price;
mod probability;
mod rank;
mod rates;
mod record;
mod reopen;
mod settle;
mod stalled;
mod stay;
mod totals;
mod transition;
mod update;
mod worth;

#[cfg(test)]
mod tests;

pub use advance::{AdvanceDeals, DealsAdvanced, ListStalledDeals, StalledDeal, StalledDeals};
pub use alert::{
    AlertKind, DealAlert, DealAlertDraft, DealAlertId, DealAlertPatch, DealAlerts, ListDealAlerts,
    ResolveDealAlert, SnoozeDealAlert,
};
pub(crate) use alert::{Concern, raise};
pub use badge::{Badge, BadgeRules, badges};
pub use board::{BoardColumn, BoardTotals, DealBoard, DealCard, ReadBoard};
pub use buying_group::{
    BuyingGroup, GroupFactor, GroupFactorKind, GroupMember, GroupRecommendation, GroupRisk, assess,
};
pub(crate) use close::move_by_document;
pub use close::{LoseDeal, WinDeal, WonDeal};
pub use competitor::{
    ArchiveCompetitor, Competitor, CompetitorDraft, CompetitorId, CompetitorList, CompetitorPatch,
    CreateCompetitor, ListCompetitors, UpdateCompetitor,
};
pub(crate) use conflict::task_completed;
pub use contact::{
    AddDealContact, DealContact, DealContactDraft, DealContactId, DealContactPatch, NewDealContact,
    RemoveDealContact, UpdateDealContact,
};
pub(crate) use contact::{add as add_contact, combine, contacts_of, withdraw as withdraw_contact};
pub use create::CreateDeal;
pub use details::{DealDetails, DealRelation, GetDealDetails};
pub use group::GetBuyingGroup;
pub(crate) use line::lines_of;
pub use line::{
    AddDealLine, DealLine, DealLineDraft, DealLineId, DealLinePatch, NewDealLine, RemoveDealLine,
    ReorderDealLines, UpdateDealLine,
};
pub use list::{DealFilter, GetDeal, ListDeals};
pub use moving::MoveStage;
pub(crate) use moving::move_all;
pub(crate) use number::check_format as check_number_format;
pub use number::{
    NumberBlock, NumberSequence, NumberSequenceDraft, NumberSequencePatch, ReserveDealNumbers,
};
pub use predict::{DealPrediction, PredictDeal, PredictionBasis};
pub use price::{line_total, total};
pub use probability::ProbabilitySource;
pub use rank::between;
pub use rates::{ExchangeRate, Rates};
pub use record::{
    Deal, DealDraft, DealId, DealMember, DealPatch, DealSource, DealStatus, LostReason, Slip,
};
pub use reopen::ReopenDeal;
pub use stalled::{Stall, stall};
pub(crate) use stay::stays_of;
pub use stay::{
    ListStays, MoveCause, StageStay, StageStayDraft, StageStayId, StageStayPatch, StayView, Stays,
};
pub use totals::{CurrencyTotal, DealTotals, GetDealTotals, StatusTotals};
pub use transition::{MoveApproval, Unmet, UnmetKind};
pub use update::{ArchiveDeal, PurgeDeal, RestoreDeal, UpdateDeal};
pub use worth::{Worth, WorthOf};

use crate::error::Result;
use crate::field::{Record, Value, place};
use crate::operation::Context;
use crate::pipeline::{PipelineId, StageId};
use crate::query::{Filter, Target};

/// How many deals are in a stage, archived ones too: they come back to it.
pub(crate) fn count_in_stage(cx: &mut Context<'_>, stage: StageId) -> Result<u64> {
    let of = Target::Field(place!(Deal, "stage_id"));
    let filter = Filter::equals(of, Value::Id(stage.uuid()));
    cx.store().count(Deal::DECL, &filter)
}

/// How many deals are in a pipeline, archived ones too.
pub(crate) fn count_in_pipeline(cx: &mut Context<'_>, pipeline: PipelineId) -> Result<u64> {
    let of = Target::Field(place!(Deal, "pipeline_id"));
    let filter = Filter::equals(of, Value::Id(pipeline.uuid()));
    cx.store().count(Deal::DECL, &filter)
}

//! Stays: how long a deal was in which stage (semantics 4.2.2).
//!
//! The stays of a deal follow each other without gap and without overlap, from the instant it was
//! created; the last one has no end. Dwell times, win rates and forecasts of the past are read from
//! them. They also keep every outcome, so reopening a deal hides nothing (DEA-42).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::competitor::CompetitorId;
use super::record::{Deal, DealId, DealStatus, LostReason};
use crate::access::{Access, Answer, Permission};
use crate::document::SalesDocumentId;
use crate::error::Result;
use crate::field::{Id, Record, RecordKind, Value, label, place};
use crate::operation::{Context, Environment, Mode, Operation, Route, Stored};
use crate::pipeline::{PipelineId, StageId};
use crate::query::{Filter, Select, Target};
use crate::value::{Date, Decimal, Money, Timestamp};

crate::record! {
    /// The time that a deal was in a stage.
    pub struct StageStay: StageStay, draft StageStayDraft, patch StageStayPatch;
    fixed {
        /// The deal.
        deal_id: DealId = label("Deal").indexed();
        /// The pipeline.
        pipeline_id: PipelineId = label("Pipeline");
        /// The configuration of the pipeline at that time.
        configuration: u32 = label("Configuration");
        /// The stage, by id.
        stage_id: StageId = label("Stage, id").indexed();
        /// The stage, by key.
        stage: String = label("Stage");
        /// What being there meant.
        status: DealStatus = label("Status");
        /// When the deal entered, UTC.
        entered_at: Timestamp = label("Entered at");
        /// Why it entered. Who moved it stands in `created_by`.
        cause: MoveCause = label("Cause");
        /// The sales document that caused it.
        document_id: Option<SalesDocumentId> = label("Document").provenance();
        /// Its amount when it entered.
        amount: Option<Money> = label("Amount").same_as(RecordKind::Deal, "amount");
        /// Its total when it entered.
        total: Option<Money> = label("Total").same_as(RecordKind::Deal, "total");
        /// Its probability when it entered, in percent.
        probability: Decimal = label("Probability")
            .same_as(RecordKind::Deal, "probability");
        /// When it was expected to be decided, as of then.
        expected_close_on: Option<Date> = label("Expected close")
            .same_as(RecordKind::Deal, "expected_close_on");
        /// What was said about the move.
        note: Option<String> = label("Note").same_as(RecordKind::Deal, "note");
        /// The day on which it was won or lost.
        closed_on: Option<Date> = label("Closed on")
            .same_as(RecordKind::Deal, "closed_on");
        /// Why it was won.
        won_reason: Option<String> = label("Won because")
            .same_as(RecordKind::Deal, "won_reason");
        /// Why it was lost.
        lost_reason: Option<LostReason> = label("Lost because")
            .same_as(RecordKind::Deal, "lost_reason");
        /// More about why.
        reason_text: Option<String> = label("Reason, in words")
            .same_as(RecordKind::Deal, "reason_text");
        /// The competitor it was lost to.
        lost_to_id: Option<CompetitorId> = label("Lost to")
            .same_as(RecordKind::Deal, "lost_to_id").provenance();
    }
    entered {}
    derived {
        /// When the deal left, UTC; unset while it is there.
        left_at: Option<Timestamp> = label("Left at");
    }
}

/// The id of a stay.
pub type StageStayId = Id<StageStay>;

crate::choice! {
    /// Why a deal entered a stage.
    pub enum MoveCause {
        /// It was created there.
        #[default]
        Created = "created",
        /// Someone moved it.
        Moved = "moved",
        /// Someone marked it as won.
        Won = "won",
        /// Someone marked it as lost.
        Lost = "lost",
        /// Someone reopened it.
        Reopened = "reopened",
        /// A sales document moved it.
        SalesDocument = "sales_document",
        /// Its former stage or pipeline was removed.
        Configuration = "configuration",
    }
}

impl Stored for StageStay {
    const VIEW: Permission = Permission::DealView;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        Ok(())
    }
}

impl StageStay {
    /// How many whole seconds the deal was there, until `now` if it still is.
    pub fn seconds(&self, now: Timestamp) -> i64 {
        self.left_at
            .unwrap_or(now)
            .since(self.entered_at)
            .num_seconds()
    }
}

/// Ends the stay that a deal is in, if any, and begins the next, at one instant.
pub(super) fn begin(
    cx: &mut Context<'_>,
    deal: &Deal,
    cause: MoveCause,
    document: Option<SalesDocumentId>,
    note: Option<String>,
) -> Result<StageStay> {
    let now = cx.now();
    for open in stays_of(cx, deal.id)? {
        if open.left_at.is_none() {
            let mut ended = open.clone();
            ended.left_at = Some(now);
            cx.save(&open, ended)?;
        }
    }
    cx.insert(StageStay {
        deal_id: deal.id,
        pipeline_id: deal.pipeline_id,
        configuration: deal.configuration,
        stage_id: deal.stage_id,
        stage: deal.stage.clone(),
        status: deal.status,
        entered_at: now,
        cause,
        document_id: document,
        amount: deal.amount,
        total: deal.total,
        probability: deal.probability,
        expected_close_on: deal.expected_close_on,
        note,
        closed_on: deal.closed_on,
        won_reason: deal.won_reason.clone(),
        lost_reason: deal.lost_reason,
        reason_text: deal.reason_text.clone(),
        lost_to_id: deal.lost_to_id,
        ..StageStay::default()
    })
}

/// The stays of a deal, oldest first.
pub(crate) fn stays_of(cx: &mut Context<'_>, deal: DealId) -> Result<Vec<StageStay>> {
    let of = Target::Field(place!(StageStay, "deal_id"));
    let filter = Filter::equals(of, Value::Id(deal.uuid()));
    let mut stays: Vec<StageStay> = cx.peek_all(Select::all(StageStay::DECL).filter(filter))?;
    stays.sort_by_key(|stay| (stay.entered_at, stay.id));
    Ok(stays)
}

/// Lists the stages that a deal was in, with the time it spent there (DEA-50).
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListStays {
    /// Which deal.
    pub id: DealId,
}

/// Where a deal was, and for how long.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Stays {
    /// Oldest first.
    pub stays: Vec<StayView>,
}

/// One stay.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StayView {
    /// The stay.
    pub stay: StageStay,
    /// The key of the stage before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// How many whole seconds it lasted, until now if it goes on.
    pub seconds: i64,
}

impl Answer for Stays {
    fn project(&mut self, access: &Access) {
        self.stays.project(access);
    }
}

impl Answer for StayView {
    fn project(&mut self, access: &Access) {
        self.stay.project(access);
    }
}

impl Operation for ListStays {
    const NAME: &'static str = "deals.stays";
    const PERMISSION: Permission = Permission::DealView;
    const ROUTE: Route = Route::get("/deals/{id}/stays");
    const MODE: Mode = Mode::Read;
    type Output = Stays;

    fn execute(self, cx: &mut Context<'_>) -> Result<Stays> {
        let deal: Deal = cx.load(self.id)?;
        Ok(Stays {
            stays: views(cx, deal.id)?,
        })
    }
}

/// The stays of a deal as they are shown.
pub(super) fn views(cx: &mut Context<'_>, deal: DealId) -> Result<Vec<StayView>> {
    let now = cx.now();
    let mut from = None;
    let mut views = Vec::new();
    for stay in stays_of(cx, deal)? {
        let before = from.replace(stay.stage.clone());
        views.push(StayView {
            from: before,
            seconds: stay.seconds(now),
            stay,
        });
    }
    Ok(views)
}

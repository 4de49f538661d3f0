//! The board: columns of a pipeline with their deals, counts and sums (DEA-44 to DEA-47).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::badge::{Badge, BadgeRules, badges};
use super::list::DealFilter;
use super::rates::Rates;
use super::record::Deal;
use super::stalled::{calendar, stall};
use super::worth::Worth;
use crate::access::{Access, Answer, Permission};
use crate::error::{Error, Result};
use crate::field::{Record, meta, place};
use crate::operation::{Context, Mode, Operation, Route, live};
use crate::page::{self, Page, PageRequest};
use crate::pipeline::{self, Pipeline, PipelineId, Stage, StageOutcome};
use crate::port::Tally;
use crate::query::{Filter, Select};
use crate::value::{Currency, Date, Money};

/// Deals that are added up at a time.
const AT_A_TIME: u32 = 1_000;

/// Reads the board of a pipeline: every stage with its first deals, their number and their exact
/// sums. One column goes on where `stage` and `cursor` say.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ReadBoard {
    /// The pipeline; the default one if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pipeline_id: Option<PipelineId>,
    /// Only this column, by id, key or label of its stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// Where the column goes on: its `next` of the call before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// How many deals a column shows; 50 if absent, 500 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Which.
    #[serde(flatten)]
    pub which: DealFilter,
}

/// A pipeline and the deals in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DealBoard {
    /// The pipeline.
    pub pipeline_id: PipelineId,
    /// Its name.
    pub name: String,
    /// Its stages, in order.
    pub columns: Vec<BoardColumn>,
    /// What the open deals of the shown columns are worth together.
    pub open: BoardTotals,
}

/// A stage and the deals in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BoardColumn {
    /// The stage.
    pub stage: Stage,
    /// Its place in the pipeline, from 1.
    pub order: u32,
    /// What its deals are worth, not only those shown here.
    pub totals: BoardTotals,
    /// The deals, in the order in which people put them.
    pub cards: Vec<DealCard>,
    /// The cursor of the next cards; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// What deals are worth together.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct BoardTotals {
    /// How many they are.
    pub count: u64,
    /// Their totals, an amount for each currency. Absent if the reader may not read totals.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub total: Vec<Money>,
    /// Their totals times their probabilities, an amount for each currency. Absent if the reader
    /// may not read totals or probabilities.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weighted: Vec<Money>,
    /// The totals in the base currency of the rates, if there are rates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_in_base: Option<Money>,
    /// The weighted totals in the base currency of the rates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weighted_in_base: Option<Money>,
    /// The day of the rates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rates_as_of: Option<Date>,
    /// Currencies that the rates lack; their deals are not in the amounts in the base currency.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing_rates: Vec<Currency>,
}

/// A deal on a board.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DealCard {
    /// The deal.
    pub deal: Deal,
    /// Its marks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub badges: Vec<Badge>,
    /// Whether it has been in its stage for longer than the stage allows.
    #[serde(default)]
    pub stalled: bool,
}

impl Answer for DealBoard {
    fn project(&mut self, access: &Access) {
        for column in &mut self.columns {
            for card in &mut column.cards {
                card.deal.project(access);
            }
        }
    }
}

impl Operation for ReadBoard {
    const NAME: &'static str = "deals.board";
    const PERMISSION: Permission = Permission::DealView;
    const ROUTE: Route = Route::get("/deals/board");
    const MODE: Mode = Mode::Read;
    type Output = DealBoard;

    fn execute(self, cx: &mut Context<'_>) -> Result<DealBoard> {
        let pipeline = pipeline::required(cx, self.pipeline_id)?;
        let only = match &self.stage {
            None => None,
            Some(wanted) => {
                let stage = pipeline.stage(wanted);
                Some(
                    stage
                        .ok_or_else(|| Error::invalid("stage", "the pipeline has no such stage"))?,
                )
            }
        };
        if self.cursor.is_some() && only.is_none() {
            return Err(Error::invalid("cursor", "a cursor goes on in one column"));
        }
        let kept = self.kept(cx)?;
        let mut columns = Vec::new();
        let mut open = Worth::default();
        for (stage, order) in pipeline.stages.iter().zip(1_u32..) {
            if only.is_some_and(|only| only.id != stage.id) {
                continue;
            }
            let worth = match &kept {
                Some(kept) => {
                    let tally = kept.get(&stage.id.uuid()).cloned();
                    Worth::from(tally.unwrap_or_default())
                }
                None => self.worth(cx, stage)?,
            };
            if stage.outcome == StageOutcome::Open {
                open.include(&worth);
            }
            let page = self.page(cx, stage)?;
            columns.push(BoardColumn {
                stage: stage.clone(),
                order,
                totals: told(cx, &worth, self.which.rates.as_ref())?,
                cards: cards(cx, &pipeline, stage, page.items)?,
                next: page.next,
            });
        }
        Ok(DealBoard {
            pipeline_id: pipeline.id,
            name: pipeline.name,
            columns,
            open: told(cx, &open, self.which.rates.as_ref())?,
        })
    }
}

impl ReadBoard {
    fn filters(
        &self,
        cx: &mut Context<'_>,
        stage: &Stage,
    ) -> Result<(Vec<Filter>, Option<page::Rule>)> {
        let place = place!(Deal, "stage_id");
        let mut filters = vec![page::field_equals::<Deal>(
            cx,
            "stage",
            place,
            stage.id.uuid(),
        )?];
        let rule = self.which.filters(cx, &mut filters)?;
        Ok((filters, rule))
    }

    /// The first deals of a column.
    fn page(&self, cx: &mut Context<'_>, stage: &Stage) -> Result<Page<Deal>> {
        let (filters, rule) = self.filters(cx, stage)?;
        let request = PageRequest {
            sort: Some("rank".to_owned()),
            cursor: self.cursor.clone(),
            limit: self.limit,
            ..PageRequest::default()
        };
        page::list_by(cx, &request, filters, rule)
    }

    /// What the store keeps of every stage, if the board is of every deal: one that is narrowed, or
    /// whose reader does not see every deal, is added up.
    fn kept(&self, cx: &mut Context<'_>) -> Result<Option<BTreeMap<Uuid, Tally>>> {
        let every = DealFilter {
            rates: self.which.rates.clone(),
            ..DealFilter::default()
        };
        if self.which != every || cx.reach(Deal::DECL) != Filter::All {
            return Ok(None);
        }
        cx.store().tallies(Deal::DECL).map(Some)
    }

    /// What every deal of a column is worth; of each only what is needed is read, and of all only
    /// some at a time.
    fn worth(&self, cx: &mut Context<'_>, stage: &Stage) -> Result<Worth> {
        let (filters, rule) = self.filters(cx, stage)?;
        let mut select = Select::all(Deal::DECL).filter(live());
        for filter in filters {
            select = select.filter(filter);
        }
        if let Some(rule) = rule {
            select = select.filter(rule.into_filter());
        }
        select.fields = Some(vec![
            meta::ARCHIVED_AT,
            place!(Deal, "total"),
            place!(Deal, "probability"),
        ]);
        select.limit = AT_A_TIME;
        let mut worth = Worth::default();
        loop {
            let deals: Vec<Deal> = cx.select(select.clone())?;
            for deal in &deals {
                worth.add(deal.total, deal.probability);
            }
            match deals.last() {
                Some(last) if deals.len() == AT_A_TIME as usize => {
                    select.after = Some(select.keyset(&last.to_row()));
                }
                _ => return Ok(worth),
            }
        }
    }
}

/// Sums as they may be told: an amount that the actor may not read is not in a sum either.
fn told(cx: &Context<'_>, worth: &Worth, rates: Option<&Rates>) -> Result<BoardTotals> {
    let reads = |place: usize| {
        let field = Deal::DECL.fields.get(place);
        field.is_some_and(|field| cx.access().require_read(Deal::DECL, field, false).is_ok())
    };
    let mut told = BoardTotals {
        count: worth.count(),
        ..BoardTotals::default()
    };
    if !reads(place!(Deal, "total")) {
        return Ok(told);
    }
    let weighs = reads(place!(Deal, "probability"));
    for of in worth.totals()? {
        told.total.push(of.total);
        if weighs {
            told.weighted.push(of.weighted);
        }
    }
    if let Some(rates) = rates {
        let converted = worth.converted(rates)?;
        told.total_in_base = Some(converted.total);
        told.weighted_in_base = weighs.then_some(converted.weighted);
        told.rates_as_of = Some(rates.as_of);
        told.missing_rates = converted.missing;
    }
    Ok(told)
}

/// The cards of a column. A mark would tell what it rests on, so it is only for who may read that.
fn cards(
    cx: &mut Context<'_>,
    pipeline: &Pipeline,
    stage: &Stage,
    deals: Vec<Deal>,
) -> Result<Vec<DealCard>> {
    let calendar = calendar(cx)?;
    let (now, today) = (cx.now(), cx.today()?);
    let rules = BadgeRules::from(pipeline);
    let access = cx.access().clone();
    let reads = |place: usize| {
        let field = Deal::DECL.fields.get(place);
        field.is_some_and(|field| access.require_read(Deal::DECL, field, false).is_ok())
    };
    let allowed = |badge: &Badge| match badge {
        Badge::Hot => reads(place!(Deal, "probability")),
        Badge::Overdue => reads(place!(Deal, "expected_close_on")),
        Badge::HighValue => reads(place!(Deal, "total")),
    };
    let dated = reads(place!(Deal, "stage_entered_at"));
    let cards = deals.into_iter().map(|deal| {
        let mut badges = badges(&deal, &rules, today);
        badges.retain(allowed);
        let entered = deal.stage_entered_at;
        let stalled = stage
            .days_limit
            .is_some_and(|limit| stall(entered, limit, stage.day_count, &calendar, now).is_some());
        DealCard {
            deal,
            badges,
            stalled: stalled && dated,
        }
    });
    Ok(cards.collect())
}

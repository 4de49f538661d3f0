//! Finding stalled deals, and raising one alert for each stay (PIP-14, semantics 4.2.7).
//!
//! Nothing runs by itself: the host calls `deals.advance` as often as it likes. Repeating it raises
//! nothing twice.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::alert::{AlertKind, Concern, DealAlert, raise};
use super::record::{Deal, DealId};
use super::stalled::{Stall, calendar, stall, stalled_if_before};
use super::stay::{StageStay, StageStayId};
use crate::access::{Access, Answer, Permission};
use crate::error::Result;
use crate::field::{Record, Value, place};
use crate::operation::{Context, Mode, Operation, Route, live};
use crate::page;
use crate::pipeline::{self, PipelineId};
use crate::query::{Filter, Op, Quantifier, Select, Target};
use crate::value::{Date, Timestamp};

/// Raises an alert for every stay that has come to exceed the limit of its stage, as far as the
/// actor may change the deals.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct AdvanceDeals {
    /// How many alerts to raise at most; 50 if absent, 500 at most. If as many were raised, call
    /// again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// What was raised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DealsAdvanced {
    /// New alerts, those of the longest stays first.
    pub alerts: Vec<DealAlert>,
}

impl Answer for DealsAdvanced {
    fn project(&mut self, access: &Access) {
        self.alerts.project(access);
    }
}

impl Operation for AdvanceDeals {
    const NAME: &'static str = "deals.advance";
    const PERMISSION: Permission = Permission::DealUpdate;
    const ROUTE: Route = Route::post("/deals/advance");
    const MODE: Mode = Mode::Write;
    type Output = DealsAdvanced;

    fn execute(self, cx: &mut Context<'_>) -> Result<DealsAdvanced> {
        let limit = page::limit(self.limit)?;
        let deals = stalled(cx, None, Some(raised()), limit)?;
        let stays = current_stays(cx, &deals)?;
        let mut alerts = Vec::new();
        for (deal, _) in deals {
            if let Some(stay) = stays.get(&deal.id) {
                alerts.extend(raise(cx, deal.id, Concern::Stalled(*stay))?);
            }
        }
        Ok(DealsAdvanced { alerts })
    }
}

/// Lists the deals that have been in their stage for longer than the stage allows, the longest
/// first; those whose alert is snoozed or resolved are left out unless asked for.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListStalledDeals {
    /// Only those of this pipeline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pipeline_id: Option<PipelineId>,
    /// Those whose alert is snoozed or resolved too.
    #[serde(default)]
    pub all: bool,
    /// How many at most; 50 if absent, 500 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Stalled deals.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StalledDeals {
    /// The longest in their stage first.
    pub deals: Vec<StalledDeal>,
}

/// A stalled deal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StalledDeal {
    /// The deal.
    pub deal: Deal,
    /// How many days it has been in its stage, of those that count.
    pub days: u32,
    /// The first day on which it was stalled.
    pub since: Date,
}

impl Answer for StalledDeals {
    fn project(&mut self, access: &Access) {
        for stalled in &mut self.deals {
            stalled.deal.project(access);
        }
    }
}

impl Operation for ListStalledDeals {
    const NAME: &'static str = "deals.stalled";
    const PERMISSION: Permission = Permission::DealView;
    const ROUTE: Route = Route::get("/deals/stalled");
    const MODE: Mode = Mode::Read;
    type Output = StalledDeals;

    fn execute(self, cx: &mut Context<'_>) -> Result<StalledDeals> {
        let limit = page::limit(self.limit)?;
        let but = (!self.all).then(|| raised().and(put_off(cx.now())));
        let deals = stalled(cx, self.pipeline_id, but, limit)?;
        let view = |(deal, stall): (Deal, Stall)| StalledDeal {
            deal,
            days: stall.days,
            since: stall.since,
        };
        Ok(StalledDeals {
            deals: deals.into_iter().map(view).collect(),
        })
    }
}

/// Alerts that were raised for a stay that goes on.
fn raised() -> Filter {
    let kind = Target::Field(place!(DealAlert, "kind"));
    let left = Target::Field(place!(StageStay, "left_at"));
    let here = Filter::Forward {
        field: place!(DealAlert, "stay_id"),
        to: StageStay::DECL,
        filter: Box::new(Filter::IsSet(left).negate()),
    };
    Filter::equals(kind, Value::Text(AlertKind::Stalled.name().to_owned()))
        .and(live())
        .and(here)
}

/// Alerts that nobody wants to see at an instant: those that are not due.
fn put_off(now: Timestamp) -> Filter {
    let resolved = Filter::IsSet(Target::Field(place!(DealAlert, "resolved_at")));
    let snoozed = Filter::Compare {
        target: Target::Field(place!(DealAlert, "snoozed_until")),
        op: Op::Greater,
        operand: Value::Instant(now),
    };
    Filter::Or(vec![resolved, snoozed])
}

/// The stalled deals that the operation reaches, the longest in their stage first, but those with
/// such an alert. Which deals are stalled is asked of the store: of each limit it is known when a
/// deal must have come to exceed it.
fn stalled(
    cx: &mut Context<'_>,
    only: Option<PipelineId>,
    but: Option<Filter>,
    limit: u32,
) -> Result<Vec<(Deal, Stall)>> {
    let calendar = calendar(cx)?;
    let now = cx.now();
    let mut limits = BTreeMap::new();
    let mut long_there = Vec::new();
    for pipeline in pipeline::all(cx)? {
        if only.is_some_and(|only| only != pipeline.id) {
            continue;
        }
        for stage in &pipeline.stages {
            let Some(limit) = stage.days_limit else {
                continue;
            };
            let Some(before) = stalled_if_before(&calendar, limit, stage.day_count, now) else {
                continue;
            };
            let here = Target::Field(place!(Deal, "stage_id"));
            let in_stage = Filter::equals(here, Value::Id(stage.id.uuid()));
            long_there.push(in_stage.and(Filter::Compare {
                target: Target::Field(place!(Deal, "stage_entered_at")),
                op: Op::Less,
                operand: Value::Instant(before),
            }));
            limits.insert(stage.id, (limit, stage.day_count));
        }
    }
    let mut select = Select::all(Deal::DECL)
        .filter(live())
        .filter(Filter::Or(long_there))
        .sort(Target::Field(place!(Deal, "stage_entered_at")), false)
        .limit(limit);
    if let Some(but) = but {
        select = select.filter(Filter::Backward {
            from: DealAlert::DECL,
            field: place!(DealAlert, "deal_id"),
            quantifier: Quantifier::None,
            filter: Box::new(but),
        });
    }
    let deals: Vec<Deal> = cx.select(select)?;
    let exceeded = |deal: Deal| {
        let (limit, count) = limits.get(&deal.stage_id)?;
        let stall = stall(deal.stage_entered_at, *limit, *count, &calendar, now)?;
        Some((deal, stall))
    };
    Ok(deals.into_iter().filter_map(exceeded).collect())
}

/// The stays that deals are in.
fn current_stays(
    cx: &mut Context<'_>,
    deals: &[(Deal, Stall)],
) -> Result<BTreeMap<DealId, StageStayId>> {
    let among = Filter::In {
        target: Target::Field(place!(StageStay, "deal_id")),
        operands: deals
            .iter()
            .map(|(deal, _)| Value::Id(deal.id.uuid()))
            .collect(),
    };
    let left = Filter::IsSet(Target::Field(place!(StageStay, "left_at")));
    let select = Select::all(StageStay::DECL)
        .filter(among)
        .filter(left.negate());
    let stays: Vec<StageStay> = cx.peek_all(select)?;
    Ok(stays.iter().map(|stay| (stay.deal_id, stay.id)).collect())
}

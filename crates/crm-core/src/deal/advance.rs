//! Finding stalled deals, and raising one alert for each stay (PIP-14, semantics 4.2.7).
//!
//! Nothing runs by itself: the host calls `deals.advance` as often as it likes. Repeating it raises
//! nothing twice.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::alert::{Concern, DealAlert, alerts_of, raise};
use super::record::Deal;
use super::stalled::{Stall, calendar, stall};
use super::stay::stays_of;
use crate::access::{Access, Answer, Permission};
use crate::error::Result;
use crate::field::{Record, Value, place};
use crate::operation::{Context, Mode, Operation, Route, live};
use crate::page;
use crate::pipeline::{self, PipelineId};
use crate::query::{Filter, Op, Select, Target};
use crate::value::Date;

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
        let limit = page::limit(self.limit)? as usize;
        let mut alerts = Vec::new();
        for (deal, _) in stalled(cx, None)? {
            if alerts.len() >= limit {
                break;
            }
            let stays = stays_of(cx, deal.id)?;
            if let Some(stay) = stays.iter().find(|stay| stay.left_at.is_none()) {
                alerts.extend(raise(cx, deal.id, Concern::Stalled(stay.id))?);
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
        let limit = page::limit(self.limit)? as usize;
        let now = cx.now();
        let mut deals = Vec::new();
        for (deal, stall) in stalled(cx, self.pipeline_id)? {
            if deals.len() >= limit {
                break;
            }
            if !self.all {
                let stays = stays_of(cx, deal.id)?;
                let stay = stays.iter().find(|stay| stay.left_at.is_none());
                let alerts = alerts_of(cx, deal.id)?;
                let put_off = alerts
                    .iter()
                    .any(|alert| alert.stay_id == stay.map(|stay| stay.id) && !alert.is_due(now));
                if put_off {
                    continue;
                }
            }
            deals.push(StalledDeal {
                deal,
                days: stall.days,
                since: stall.since,
            });
        }
        Ok(StalledDeals { deals })
    }
}

/// The stalled deals that the operation reaches, the longest in their stage first.
fn stalled(cx: &mut Context<'_>, only: Option<PipelineId>) -> Result<Vec<(Deal, Stall)>> {
    let calendar = calendar(cx)?;
    let (now, today) = (cx.now(), cx.today()?);
    let mut found = Vec::new();
    for pipeline in pipeline::all(cx)? {
        if only.is_some_and(|only| only != pipeline.id) {
            continue;
        }
        for stage in &pipeline.stages {
            let Some(limit) = stage.days_limit else {
                continue;
            };
            // Of any days that count there are no more than there are days.
            let before = today
                .checked_add_days(-i64::from(limit))
                .and_then(|day| calendar.zone.start_of(day).ok());
            let Some(before) = before else { continue };
            let in_stage = Filter::equals(
                Target::Field(place!(Deal, "stage_id")),
                Value::Id(stage.id.uuid()),
            );
            let long_ago = Filter::Compare {
                target: Target::Field(place!(Deal, "stage_entered_at")),
                op: Op::Less,
                operand: Value::Instant(before),
            };
            let select = Select::all(Deal::DECL).filter(live()).filter(in_stage);
            for deal in cx.select::<Deal>(select.filter(long_ago))? {
                let entered = deal.stage_entered_at;
                if let Some(stall) = stall(entered, limit, stage.day_count, &calendar, now) {
                    found.push((deal, stall));
                }
            }
        }
    }
    found.sort_by_key(|(deal, _)| (deal.stage_entered_at, deal.id));
    Ok(found)
}

//! What a deal will be worth and when it will be decided, judged by those before it (DEA-51).
//!
//! The estimate is the median of what happened: of the totals of won deals of the same pipeline and
//! currency, and of the days that won deals took from the same stage on. It is deterministic, names
//! the number of deals it rests on, and below a floor it says that it does not know.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::record::{Deal, DealId, DealStatus};
use super::stay::stays_of;
use crate::access::{Permission, plain_answer};
use crate::error::{Error, Result};
use crate::field::{Record, Value, place};
use crate::operation::{Context, Mode, Operation, Route, live};
use crate::query::{Filter, Select, Target};
use crate::value::{Date, Decimal, Money, TimeZone};

/// Of fewer deals nothing is concluded.
const FLOOR: usize = 5;
/// So many won deals are looked at, the latest first.
const SAMPLE: u32 = 200;

/// Estimates total and day of decision of an open deal from won deals before it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct PredictDeal {
    /// Which deal.
    pub id: DealId,
}

/// What is to be expected of a deal.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct DealPrediction {
    /// The median total of won deals; absent if too few are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Money>,
    /// What the total rests on.
    pub total_basis: PredictionBasis,
    /// The day on which deals that were in this stage as long are won, by the median; never before
    /// today. Absent if too few are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub close_on: Option<Date>,
    /// What the day rests on.
    pub close_basis: PredictionBasis,
}

/// What an estimate rests on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct PredictionBasis {
    /// How many won deals it rests on.
    pub deals: u32,
    /// Whether they are too few to conclude anything.
    pub insufficient: bool,
}

plain_answer!(DealPrediction);

impl Operation for PredictDeal {
    const NAME: &'static str = "deals.predict";
    const PERMISSION: Permission = Permission::DealView;
    const ROUTE: Route = Route::get("/deals/{id}/prediction");
    const MODE: Mode = Mode::Read;
    type Output = DealPrediction;

    fn execute(self, cx: &mut Context<'_>) -> Result<DealPrediction> {
        for name in ["total", "closed_on", "stage", "currency", "status"] {
            let readable = Deal::DECL.field(name).is_some_and(|(_, field)| {
                cx.access().require_read(Deal::DECL, field, false).is_ok()
            });
            if !readable {
                let reason = "your roles do not let you read what estimates rest on";
                return Err(Error::forbidden(reason));
            }
        }
        let deal: Deal = cx.load(self.id)?;
        super::settle::require_open(&deal)?;
        let won = won_before(cx, &deal)?;
        let zone = cx.settings()?.time_zone.unwrap_or(TimeZone::UTC);
        let mut totals = Vec::new();
        let mut days = Vec::new();
        for other in &won {
            let same = other
                .total
                .filter(|total| Some(total.currency) == deal.currency);
            totals.extend(same.map(|total| total.amount.as_e4()));
            let stays = stays_of(cx, other.id)?;
            let entered = stays.iter().find(|stay| stay.stage_id == deal.stage_id);
            let entered = entered.and_then(|stay| zone.date_at(stay.entered_at).ok());
            if let (Some(entered), Some(closed)) = (entered, other.closed_on) {
                days.push(closed.days_since(entered).max(0));
            }
        }
        let today = cx.today()?;
        let since = zone.date_at(deal.stage_entered_at).unwrap_or(today);
        let close_on = median(&mut days).and_then(|days| since.checked_add_days(days));
        let total = median(&mut totals).zip(deal.currency);
        Ok(DealPrediction {
            total: total.map(|(e4, currency)| Money::new(Decimal::from_e4(e4), currency)),
            total_basis: basis(&totals),
            close_on: close_on.map(|day| day.max(today)),
            close_basis: basis(&days),
        })
    }
}

/// Won deals of the same pipeline in sight, the latest first.
fn won_before(cx: &mut Context<'_>, deal: &Deal) -> Result<Vec<Deal>> {
    let equals = |place, value| Filter::equals(Target::Field(place), value);
    let won = Value::Text(DealStatus::Won.name().to_owned());
    let select = Select::all(Deal::DECL)
        .filter(live())
        .filter(equals(
            place!(Deal, "pipeline_id"),
            Value::Id(deal.pipeline_id.uuid()),
        ))
        .filter(equals(place!(Deal, "status"), won))
        .sort(Target::Field(place!(Deal, "closed_on")), true)
        .limit(SAMPLE);
    cx.select(select)
}

fn basis(sample: &[i64]) -> PredictionBasis {
    PredictionBasis {
        deals: u32::try_from(sample.len()).unwrap_or(u32::MAX),
        insufficient: sample.len() < FLOOR,
    }
}

/// The lower middle of a sample; nothing of too small a one.
fn median(sample: &mut [i64]) -> Option<i64> {
    sample.sort_unstable();
    let middle = sample.len().saturating_sub(1) / 2;
    sample
        .get(middle)
        .copied()
        .filter(|_| sample.len() >= FLOOR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_needs_five_deals_dea_51() {
        assert_eq!(median(&mut [4, 1, 3, 2]), None);
        assert_eq!(median(&mut [5, 4, 1, 3, 2]), Some(3));
        assert_eq!(
            median(&mut [100, 5, 4, 1, 3, 2]),
            Some(3),
            "the lower of two middles"
        );
    }
}

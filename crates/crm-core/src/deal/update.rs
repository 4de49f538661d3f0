//! Changing, archiving, restoring and purging deals.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::close::require_winnable;
use super::create::said_by;
use super::probability::ProbabilitySource;
use super::record::{Deal, DealId, DealPatch, DealStatus, Slip};
use super::settle::{CURRENCY_OF_LINES, SUM_OF_LINES, require_competitors, require_open};
use crate::access::Permission;
use crate::error::{Error, Result};
use crate::field::{Patch, UserId};
use crate::operation::{Context, Mode, Operation, Route, lifecycle};
use crate::pipeline;
use crate::value::{Date, Decimal, Money, Timestamp};

lifecycle!(@archive Deal, "deals", "/deals", DealDelete => ArchiveDeal);
lifecycle!(@restore Deal, "deals", "/deals", DealDelete => RestoreDeal);
lifecycle!(@purge Deal, "deals", "/deals", DealPurge => PurgeDeal);

/// Changes a deal: given fields are set, `null` clears one, absent ones stay. Its stage changes by
/// moving, winning, losing and reopening it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateDeal {
    /// Which deal.
    pub id: DealId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// How likely it is won, in percent; `null` for what its stage says.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub probability: Patch<Decimal>,
    /// Who says so: a person, if absent, or a model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability_source: Option<ProbabilitySource>,
    /// Another day on which it was won or lost; takes the permission to win or lose it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<Date>,
    /// The change.
    #[serde(flatten)]
    pub patch: DealPatch,
}

impl Operation for UpdateDeal {
    const NAME: &'static str = "deals.update";
    const PERMISSION: Permission = Permission::DealUpdate;
    const ROUTE: Route = Route::patch("/deals/{id}");
    const MODE: Mode = Mode::Write;
    type Output = Deal;

    fn execute(self, cx: &mut Context<'_>) -> Result<Deal> {
        let prices = !self.patch.amount.is_keep();
        let keeps_currency = self.patch.currency.is_keep();
        let Self {
            probability,
            probability_source,
            closed_on,
            ..
        } = self;
        if let Some(_day) = closed_on {
            let deal: Deal = cx.load(self.id)?;
            let needed = match deal.status {
                DealStatus::Won => Permission::DealWin,
                DealStatus::Lost => Permission::DealLose,
                DealStatus::Open => {
                    let reason = "only a deal that was won or lost has a day of that";
                    return Err(Error::invalid("closed_on", reason));
                }
            };
            let _: Deal = cx.load_for(needed, deal.id)?;
            cx.require_write_field::<Deal>("closed_on")?;
        }
        cx.update_with(
            self.id,
            self.expected_version,
            self.patch,
            |cx, before, after| {
                if prices && before.line_count > 0 {
                    return Err(Error::invalid("amount", SUM_OF_LINES));
                }
                if let Some(amount) = after.amount.filter(|_| prices && keeps_currency) {
                    // A new amount says its currency; that of other amounts must then be the same.
                    after.currency = Some(amount.currency);
                }
                if before.line_count > 0 && after.currency != before.currency {
                    return Err(Error::invalid("currency", CURRENCY_OF_LINES));
                }
                require_competitors(cx, Some(before), after)?;
                if before.account_id.is_some() && after.status == DealStatus::Won {
                    // What it took to win it, a won deal keeps.
                    require_winnable(cx, after)?;
                }
                after.quoted = before.quoted && !is_priced_anew(before, after);
                reconsider(cx, before, after, &probability, probability_source)?;
                after.closed_on = closed_on.or(after.closed_on);
                let (by, at) = (cx.access().actor().user, cx.now());
                note_slip(before.expected_close_on, after, by, at);
                Ok(())
            },
        )
    }
}

/// Whether somebody gave both amount and tax anew, so that neither is from a quotation.
fn is_priced_anew(before: &Deal, after: &Deal) -> bool {
    let anew = |was: Option<Money>, is: Option<Money>| is.is_none() || is != was;
    anew(before.amount, after.amount) && anew(before.tax, after.tax)
}

/// Sets the probability that someone says, or that of the stage.
fn reconsider(
    cx: &mut Context<'_>,
    before: &Deal,
    after: &mut Deal,
    probability: &Patch<Decimal>,
    source: Option<ProbabilitySource>,
) -> Result<()> {
    if !probability.is_keep() {
        require_open(before).map_err(|error| error.at("probability"))?;
        cx.require_write_field::<Deal>("probability")?;
    }
    match probability {
        Patch::Keep if source.is_some() => {
            let reason = "a source goes with a probability";
            Err(Error::invalid("probability_source", reason))
        }
        Patch::Keep => Ok(()),
        Patch::Set(percent) => {
            after.probability = *percent;
            after.probability_source = said_by(source)?;
            Ok(())
        }
        Patch::Clear => {
            let pipeline = pipeline::of_deal(cx, before.pipeline_id)?;
            let stage = pipeline
                .stages
                .iter()
                .find(|stage| stage.id == before.stage_id);
            if let Some(stage) = stage {
                after.probability = stage.probability;
            }
            after.probability_source = ProbabilitySource::Stage;
            Ok(())
        }
    }
}

/// Keeps a change of the expected close (DEA-17).
fn note_slip(from: Option<Date>, deal: &mut Deal, by: UserId, at: Timestamp) {
    let to = deal.expected_close_on;
    if from == to {
        return;
    }
    deal.slips.push(Slip { at, by, from, to });
    if let (Some(from), Some(to)) = (from, to) {
        deal.slip_days = deal.slip_days.saturating_add(to.days_since(from));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_of_the_expected_close_is_kept_dea_17() {
        let day = |day| Date::from_ymd(2026, 3, day).ok();
        let mut deal = Deal::default();
        let mut at = deal.expected_close_on;
        for to in [day(1), day(15), day(15), None, day(10), day(8)] {
            deal.expected_close_on = to;
            note_slip(at, &mut deal, UserId::default(), Timestamp::default());
            at = to;
        }
        let days: Vec<_> = deal.slips.iter().map(|slip| (slip.from, slip.to)).collect();
        let expected = [
            (None, day(1)),
            (day(1), day(15)),
            (day(15), None),
            (None, day(10)),
            (day(10), day(8)),
        ];
        assert_eq!(days, expected);
        assert_eq!(deal.slip_days, 12, "fourteen later, two nearer");
    }
}

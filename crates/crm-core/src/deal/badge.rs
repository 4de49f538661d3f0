//! What a card says at a glance (DEA-47): pure rules.

use super::record::Deal;
use crate::pipeline::Pipeline;
use crate::value::{Date, Decimal, Money};

/// From which probability on a deal is hot if its pipeline does not say, in percent.
const HOT: Decimal = Decimal::from_e4(750_000);

crate::choice! {
    /// A mark on the card of a deal.
    pub enum Badge {
        /// It is likely to be won.
        #[default]
        Hot = "hot",
        /// It should have been decided by now.
        Overdue = "overdue",
        /// It is worth much.
        HighValue = "high_value",
    }
}

/// When which mark is put on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadgeRules {
    /// From which probability on a deal is hot, in percent.
    pub hot: Decimal,
    /// From which total on it is of high value; never if absent. Totals of other currencies are not
    /// compared with it.
    pub high_value: Option<Money>,
}

impl From<&Pipeline> for BadgeRules {
    fn from(pipeline: &Pipeline) -> Self {
        Self {
            hot: pipeline.hot_probability.unwrap_or(HOT),
            high_value: pipeline.high_value,
        }
    }
}

/// The marks of a deal. A decided one is neither hot nor overdue.
pub fn badges(deal: &Deal, rules: &BadgeRules, today: Date) -> Vec<Badge> {
    let hot = deal.is_open() && deal.probability >= rules.hot;
    let overdue = deal.is_open() && deal.expected_close_on.is_some_and(|day| day < today);
    let high = deal
        .total
        .zip(rules.high_value)
        .is_some_and(|(total, from)| {
            total.currency == from.currency && total.amount >= from.amount
        });
    [
        (hot, Badge::Hot),
        (overdue, Badge::Overdue),
        (high, Badge::HighValue),
    ]
    .into_iter()
    .filter_map(|(is, badge)| is.then_some(badge))
    .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test fails by panicking

    use super::*;
    use crate::deal::DealStatus;
    use crate::value::Currency;

    #[test]
    fn a_card_is_hot_overdue_or_of_high_value_dea_47() {
        let today = Date::from_ymd(2026, 3, 10).unwrap();
        let money = |amount: i32| Money::new(Decimal::from(amount), Currency::USD);
        let rules = BadgeRules {
            hot: HOT,
            high_value: Some(money(100_000)),
        };
        let mut deal = Deal {
            probability: Decimal::from(75),
            expected_close_on: Date::from_ymd(2026, 3, 9).ok(),
            total: Some(money(100_000)),
            ..Deal::default()
        };
        assert_eq!(
            badges(&deal, &rules, today),
            [Badge::Hot, Badge::Overdue, Badge::HighValue]
        );
        deal.expected_close_on = Some(today);
        deal.probability = "74.99".parse().unwrap();
        deal.total = Some(Money::new(Decimal::from(200_000), Currency::EUR));
        assert_eq!(badges(&deal, &rules, today), []);
        deal.expected_close_on = Date::from_ymd(2026, 1, 1).ok();
        deal.status = DealStatus::Won;
        deal.probability = Decimal::from(100);
        assert_eq!(
            badges(&deal, &rules, today),
            [],
            "what is decided is neither"
        );
    }
}

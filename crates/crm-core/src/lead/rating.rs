//! From scores to ratings (LEA-12, LEA-13, LEA-43).

use super::record::Lead;
use crate::field::{Value, place};
use crate::query::{Filter, Op, Target};
use crate::settings::Settings;
use crate::value::Timestamp;

/// The highest score.
pub(super) const HIGHEST: u32 = 100;

crate::choice! {
    /// How promising a lead is (LEA-13).
    pub enum LeadRating {
        /// Very: from 80, unless the tenant says otherwise.
        Hot = "hot",
        /// Rather: from 50, unless the tenant says otherwise.
        Warm = "warm",
        /// Little.
        #[default]
        Cold = "cold",
    }
}

/// The scores from which leads are warm and hot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RatingThresholds {
    /// Warm from here.
    pub warm: u32,
    /// Hot from here.
    pub hot: u32,
}

impl RatingThresholds {
    /// Those of a tenant.
    pub fn of(settings: &Settings) -> Self {
        Self {
            warm: settings.lead_warm_from.unwrap_or(50),
            hot: settings.lead_hot_from.unwrap_or(80),
        }
    }

    /// The rating of a score.
    ///
    /// ```
    /// use crm_core::lead::{LeadRating, RatingThresholds};
    ///
    /// let usual = RatingThresholds { warm: 50, hot: 80 };
    /// let ratings = [49, 50, 79, 80].map(|score| usual.rate(score));
    /// assert_eq!(ratings, [LeadRating::Cold, LeadRating::Warm, LeadRating::Warm, LeadRating::Hot]);
    /// ```
    pub fn rate(self, score: u32) -> LeadRating {
        if score >= self.hot {
            LeadRating::Hot
        } else if score >= self.warm {
            LeadRating::Warm
        } else {
            LeadRating::Cold
        }
    }

    /// The scores of a rating: from, and below.
    pub(super) fn range(self, rating: LeadRating) -> (Option<u32>, Option<u32>) {
        match rating {
            LeadRating::Hot => (Some(self.hot), None),
            LeadRating::Warm => (Some(self.warm), Some(self.hot)),
            LeadRating::Cold => (None, Some(self.warm.min(self.hot))),
        }
    }
}

impl Lead {
    /// Brings score and rating up to an instant: a score by hand counts until it lapses.
    pub(super) fn rate(&mut self, now: Timestamp, thresholds: RatingThresholds) {
        let by_hand = self
            .score_override
            .filter(|_| self.score_until.is_none_or(|until| now < until));
        self.score = by_hand.unwrap_or(self.automatic_score).min(HIGHEST);
        self.rating = thresholds.rate(self.score);
    }
}

/// Leads whose score at an instant compares so, whether or not what is stored has lapsed.
pub(super) fn scored(op: Op, score: u32, now: Timestamp) -> Filter {
    let compare = |place| Filter::Compare {
        target: Target::Field(place),
        op,
        operand: Value::Integer(i64::from(score)),
    };
    let until = Target::Field(place!(Lead, "score_until"));
    let counts = Filter::Or(vec![
        Filter::IsSet(until.clone()).negate(),
        Filter::Compare {
            target: until,
            op: Op::Greater,
            operand: Value::Instant(now),
        },
    ]);
    let by_hand = place!(Lead, "score_override");
    let valid = Filter::IsSet(Target::Field(by_hand)).and(counts);
    let lapsed = valid.clone().negate();
    Filter::Or(vec![
        valid.and(compare(by_hand)),
        lapsed.and(compare(place!(Lead, "automatic_score"))),
    ])
}

/// Leads of a rating at an instant.
pub(super) fn rated(rating: LeadRating, thresholds: RatingThresholds, now: Timestamp) -> Filter {
    let (from, below) = thresholds.range(rating);
    let from = from.map(|score| scored(Op::GreaterOrEqual, score, now));
    let below = below.map(|score| scored(Op::Less, score, now));
    from.into_iter().chain(below).fold(Filter::All, Filter::and)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_rating_and_its_range_agree_whatever_the_thresholds_lea_13(
            warm in 0_u32..=100,
            hot in 0_u32..=100,
            score in 0_u32..=100,
        ) {
            let thresholds = RatingThresholds { warm, hot };
            let holds = |rating: &LeadRating| {
                let (from, below) = thresholds.range(*rating);
                from.is_none_or(|from| score >= from) && below.is_none_or(|below| score < below)
            };
            let found: Vec<_> = LeadRating::ALL.iter().copied().filter(|r| holds(r)).collect();
            prop_assert_eq!(found, vec![thresholds.rate(score)]);
        }

        #[test]
        fn a_score_by_hand_counts_until_it_lapses_lea_43(
            by_hand in proptest::option::of(0_u32..=100),
            automatic in 0_u32..=100,
            until in proptest::option::of(0_i64..100),
            now in 0_i64..100,
        ) {
            let at = |micros| Timestamp::from_micros(micros).unwrap_or_default();
            let mut lead = Lead {
                score_override: by_hand,
                automatic_score: automatic,
                score_until: until.map(at),
                ..Lead::default()
            };
            lead.rate(at(now), RatingThresholds { warm: 50, hot: 80 });
            let counts = until.is_none_or(|until| now < until);
            prop_assert_eq!(lead.score, by_hand.filter(|_| counts).unwrap_or(automatic));
        }
    }
}

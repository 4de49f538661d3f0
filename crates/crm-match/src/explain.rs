//! Why a pair scored what it did.

use crate::bits::Bits;
use crate::compare::compare;
use crate::level::{Comparison, Level};
use crate::model::Model;
use crate::profile::View;

/// What one comparison adds to a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evidence {
    /// What was compared.
    pub comparison: Comparison,
    /// How far it agrees.
    pub level: Level,
    /// What the level weighs on the average, in hundredths of a bit.
    pub base: Bits,
    /// What is added because the value is rare, or taken off because it is frequent.
    pub frequency: Bits,
}

impl Evidence {
    /// What the comparison adds to the score.
    pub fn weight(&self) -> Bits {
        self.base + self.frequency
    }
}

/// One bar of a waterfall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// What the bar stands for: a comparison's name, `prior`, `tie` or `moved`.
    pub label: &'static str,
    /// Where it starts, in hundredths of a bit.
    pub from: Bits,
    /// Where it ends.
    pub to: Bits,
}

/// A pair's odds, taken apart. All its parts sum to `odds`.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// log2 of the odds before anything is compared.
    pub prior: Bits,
    /// What each comparison adds.
    pub evidence: Vec<Evidence>,
    /// What is taken off because a household, a workplace, an area or a common name explains it.
    pub tie: Bits,
    /// What is given back because one move explains all that differs about places.
    pub moved: Bits,
    /// log2 of the odds that the two are one entity.
    pub odds: Bits,
    /// The probability that these odds stand for.
    pub probability: f64,
}

/// Compares two profiles and takes the result apart.
pub fn explain(model: &Model, one: &View<'_>, other: &View<'_>) -> Explanation {
    let pattern = compare(model, one, other);
    let weighed = model.weigh(&pattern);
    let evidence = Comparison::all()
        .filter_map(|comparison| {
            let (level, surprise) = pattern.of(comparison)?;
            let base = model.average_weight(comparison, level);
            let frequency = model.weight(comparison, level, surprise) - base;
            Some(Evidence {
                comparison,
                level,
                base,
                frequency,
            })
        })
        .collect();
    let odds = weighed.score + model.prior();
    Explanation {
        prior: model.prior(),
        evidence,
        tie: weighed.tie,
        moved: weighed.moved,
        odds,
        probability: crate::bits::probability(odds),
    }
}

impl Explanation {
    /// The way from nothing to the odds, bar by bar.
    pub fn waterfall(&self) -> Vec<Step> {
        let evidence = self
            .evidence
            .iter()
            .map(|evidence| (evidence.comparison.name(), evidence.weight()));
        let parts = std::iter::once(("prior", self.prior))
            .chain(evidence)
            .chain([("tie", self.tie), ("moved", self.moved)]);
        let mut at = 0;
        parts
            .map(|(label, weight)| {
                let from = at;
                at += weight;
                Step {
                    label,
                    from,
                    to: at,
                }
            })
            .collect()
    }
}

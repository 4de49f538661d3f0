//! How much is known of what qualifies a lead: budget, authority, need, timeline (LEA-34).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::choice::LeadAuthority;
use super::record::Lead;

crate::choice! {
    /// A part of what qualifies a lead.
    pub enum BantPart {
        /// What there is to spend.
        #[default]
        Budget = "budget",
        /// Whether the person may decide.
        Authority = "authority",
        /// Whether there is a need.
        Need = "need",
        /// When it is to be decided.
        Timeline = "timeline",
    }
}

/// What is known of one part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BantFact {
    /// The part.
    pub part: BantPart,
    /// Whether it is known, favourable or not.
    pub known: bool,
    /// What it adds to the measure, in percent.
    pub percent: u32,
}

/// How much is known of what qualifies a lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Bant {
    /// All parts together: 25 percent for each known one.
    pub percent: u32,
    /// Every part, in order.
    pub parts: Vec<BantFact>,
}

/// What each part is worth.
const SHARE: u32 = 25;

/// Measures how much is known of a lead. Knowing that someone may not decide is knowing it too:
/// the measure says what is left to ask, not how good the answers are.
///
/// ```
/// use crm_core::lead::{Lead, LeadAuthority, LeadTimeline, bant};
///
/// let lead = Lead {
///     authority: LeadAuthority::No,
///     timeline: Some(LeadTimeline::Immediate),
///     ..Lead::default()
/// };
/// let measured = bant(&lead);
/// assert_eq!(measured.percent, 50);
/// assert!(!measured.parts[0].known, "the budget is left to ask");
/// ```
pub fn bant(lead: &Lead) -> Bant {
    let known = |part| match part {
        BantPart::Budget => lead.budget.is_some(),
        BantPart::Authority => lead.authority != LeadAuthority::Unknown,
        BantPart::Need => lead.need.is_some(),
        BantPart::Timeline => lead.timeline.is_some(),
    };
    let parts: Vec<BantFact> = BantPart::ALL
        .iter()
        .map(|&part| BantFact {
            part,
            known: known(part),
            percent: if known(part) { SHARE } else { 0 },
        })
        .collect();
    Bant {
        percent: parts.iter().map(|fact| fact.percent).sum(),
        parts,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::lead::{LeadNeed, LeadTimeline};
    use crate::value::{Currency, Money};

    proptest! {
        #[test]
        fn the_measure_is_the_sum_of_its_parts_lea_34(
            (budget, authority, need, timeline) in any::<(bool, bool, bool, bool)>(),
        ) {
            let lead = Lead {
                budget: budget.then(|| Money::zero(Currency::EUR)),
                authority: if authority { LeadAuthority::Yes } else { LeadAuthority::Unknown },
                need: need.then_some(LeadNeed::Implied),
                timeline: timeline.then_some(LeadTimeline::OneToThreeMonths),
                ..Lead::default()
            };
            let measured = bant(&lead);
            let known: Vec<bool> = measured.parts.iter().map(|fact| fact.known).collect();
            prop_assert_eq!(&known, &vec![budget, authority, need, timeline]);
            let count = known.iter().filter(|known| **known).count();
            prop_assert_eq!(measured.percent as usize, count * 25);
        }
    }
}

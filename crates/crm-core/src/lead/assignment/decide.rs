//! Whom a rule chooses, as a pure function (LEA-45).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::record::{AssignmentCandidate, AssignmentRule, AssignmentRuleId, AssignmentStrategy};
use crate::field::UserId;
use crate::value::text::fold;

/// What a rule knows beside itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AssignmentFacts {
    /// How many open leads each user has.
    pub open: BTreeMap<UserId, u64>,
    /// What the territory field of the lead says.
    pub territories: Vec<String>,
}

crate::choice! {
    /// How a candidate stands.
    pub enum StandingReason {
        /// It is the one.
        #[default]
        Chosen = "chosen",
        /// Someone else is before it.
        Behind = "behind",
        /// It has as many open leads as it takes.
        Full = "full",
        /// It serves other territories.
        ElsewhereTerritory = "elsewhere",
    }
}

/// How one candidate stood in a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CandidateStanding {
    /// The user.
    pub user_id: UserId,
    /// How it stood.
    pub because: StandingReason,
    /// How many leads the rule had given it before.
    pub given: u32,
    /// Its share.
    pub weight: u32,
    /// How many open leads it had.
    pub open: u64,
}

/// Whom a rule chose, and how everybody stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AssignmentDecision {
    /// The rule.
    pub rule_id: AssignmentRuleId,
    /// Its strategy.
    pub strategy: AssignmentStrategy,
    /// The owner to be.
    pub owner_id: UserId,
    /// Every candidate, in the order of the rule.
    pub candidates: Vec<CandidateStanding>,
}

/// Whom a rule chooses; nobody if no candidate serves the lead or has room.
///
/// In turn means: whoever would have the smallest part of its share after getting one more, by
/// count over weight, compared without division; of equals the first. With equal weights everybody
/// comes once before anybody comes twice. Least loaded goes by open leads first, then by turn.
///
/// ```
/// use crm_core::lead::{AssignmentCandidate, AssignmentFacts, AssignmentRule, decide};
/// use uuid::Uuid;
///
/// let candidate = |number| AssignmentCandidate {
///     user_id: Uuid::from_u128(number).into(),
///     ..AssignmentCandidate::default()
/// };
/// let rule = AssignmentRule { candidates: vec![candidate(7), candidate(8)], ..AssignmentRule::default() };
/// let decided = decide(&rule, &AssignmentFacts::default()).unwrap();
/// assert_eq!(decided.owner_id.uuid(), Uuid::from_u128(7));
/// ```
pub fn decide(rule: &AssignmentRule, facts: &AssignmentFacts) -> Option<AssignmentDecision> {
    let mut standings: Vec<CandidateStanding> = rule
        .candidates
        .iter()
        .map(|candidate| standing(rule, candidate, facts))
        .collect();
    let chosen = standings
        .iter()
        .enumerate()
        .filter(|(_, standing)| standing.because == StandingReason::Behind)
        .reduce(|best, next| {
            if precedes(rule, next.1, best.1) {
                next
            } else {
                best
            }
        })
        .map(|(at, _)| at)?;
    let standing = standings.get_mut(chosen)?;
    standing.because = StandingReason::Chosen;
    Some(AssignmentDecision {
        rule_id: rule.id,
        strategy: rule.strategy,
        owner_id: standing.user_id,
        candidates: standings,
    })
}

/// How a candidate stands before one is chosen.
fn standing(
    rule: &AssignmentRule,
    candidate: &AssignmentCandidate,
    facts: &AssignmentFacts,
) -> CandidateStanding {
    let user = candidate.user_id;
    let open = facts.open.get(&user).copied().unwrap_or(0);
    let weighs = matches!(
        rule.strategy,
        AssignmentStrategy::Weighted | AssignmentStrategy::Territory
    );
    let serves = |place: &String| {
        let served = candidate.territories.iter();
        served
            .into_iter()
            .any(|known| fold(known.trim()) == fold(place.trim()))
    };
    let elsewhere =
        rule.strategy == AssignmentStrategy::Territory && !facts.territories.iter().any(serves);
    let full = candidate
        .most_open
        .is_some_and(|most| open >= u64::from(most));
    let because = if elsewhere {
        StandingReason::ElsewhereTerritory
    } else if full {
        StandingReason::Full
    } else {
        StandingReason::Behind
    };
    CandidateStanding {
        user_id: user,
        because,
        given: rule.given_to(user),
        weight: candidate.weight.filter(|_| weighs).unwrap_or(1).max(1),
        open,
    }
}

/// Whether one candidate comes before another that stands earlier in the rule.
fn precedes(rule: &AssignmentRule, one: &CandidateStanding, other: &CandidateStanding) -> bool {
    if rule.strategy == AssignmentStrategy::LeastLoaded && one.open != other.open {
        return one.open < other.open;
    }
    // (given + 1) / weight, cross-multiplied: 64 bits hold the product of two 32-bit numbers.
    let part = |a: &CandidateStanding, b: &CandidateStanding| {
        (u64::from(a.given) + 1) * u64::from(b.weight)
    };
    part(one, other) < part(other, one)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a test that fails shall say so by panicking
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn user(number: usize) -> UserId {
        Uuid::from_u128(number as u128 + 1).into()
    }

    fn rule(strategy: AssignmentStrategy, weights: &[u32]) -> AssignmentRule {
        let candidates = weights
            .iter()
            .enumerate()
            .map(|(at, weight)| AssignmentCandidate {
                user_id: user(at),
                weight: Some(*weight),
                ..AssignmentCandidate::default()
            });
        AssignmentRule {
            strategy,
            candidates: candidates.collect(),
            ..AssignmentRule::default()
        }
    }

    /// Gives out so many leads, and answers who got each.
    fn run(rule: &mut AssignmentRule, facts: &mut AssignmentFacts, leads: usize) -> Vec<UserId> {
        let give = |_| {
            let decided = decide(rule, facts)?;
            rule.count(decided.owner_id);
            *facts.open.entry(decided.owner_id).or_default() += 1;
            Some(decided.owner_id)
        };
        (0..leads).filter_map(give).collect()
    }

    #[test]
    fn territories_are_matched_in_any_case_and_nobody_else_comes_in() {
        let mut rule = rule(AssignmentStrategy::Territory, &[1, 1]);
        rule.candidates[0].territories = vec!["DE".into(), "AT".into()];
        rule.candidates[1].territories = vec!["FR".into()];
        let facts = |place: &str| AssignmentFacts {
            territories: vec![place.to_owned()],
            ..AssignmentFacts::default()
        };
        let decided = decide(&rule, &facts("fr ")).unwrap();
        assert_eq!(decided.owner_id, user(1));
        assert_eq!(
            decided.candidates[0].because,
            StandingReason::ElsewhereTerritory
        );
        assert_eq!(decide(&rule, &facts("ES")), None);
        assert_eq!(decide(&rule, &AssignmentFacts::default()), None);
    }

    #[test]
    fn somebody_who_is_full_is_passed_over() {
        let mut rule = rule(AssignmentStrategy::RoundRobin, &[1, 1]);
        rule.candidates[0].most_open = Some(2);
        let mut facts = AssignmentFacts::default();
        let got = run(&mut rule, &mut facts, 6);
        assert_eq!(got.iter().filter(|id| **id == user(0)).count(), 2);
        let last = decide(&rule, &facts).unwrap();
        assert_eq!(last.candidates[0].because, StandingReason::Full);
    }

    #[test]
    fn the_least_loaded_comes_first_and_of_equals_the_next_in_turn() {
        let mut rule = rule(AssignmentStrategy::LeastLoaded, &[1, 1, 1]);
        let mut facts = AssignmentFacts::default();
        facts.open.insert(user(0), 5);
        facts.open.insert(user(1), 1);
        let got = run(&mut rule, &mut facts, 4);
        assert_eq!(got, [user(2), user(1), user(2), user(1)]);
    }

    proptest! {
        #[test]
        fn round_robin_gives_everybody_one_before_anybody_two(
            people in 1_usize..8,
            leads in 0_usize..50,
        ) {
            let mut rule = rule(AssignmentStrategy::RoundRobin, &vec![1; people]);
            let got = run(&mut rule, &mut AssignmentFacts::default(), leads);
            let expected: Vec<UserId> = (0..leads).map(|at| user(at % people)).collect();
            prop_assert_eq!(got, expected);
        }

        #[test]
        fn shares_follow_the_weights(
            weights in proptest::collection::vec(1_u32..10, 1..6),
            rounds in 1_u32..6,
        ) {
            let mut rule = rule(AssignmentStrategy::Weighted, &weights);
            let leads = weights.iter().sum::<u32>() * rounds;
            run(&mut rule, &mut AssignmentFacts::default(), leads as usize);
            for (at, weight) in weights.iter().enumerate() {
                prop_assert_eq!(rule.given_to(user(at)), weight * rounds);
            }
        }

        #[test]
        fn the_same_leads_go_to_the_same_people_again(
            strategy in 0_usize..3,
            weights in proptest::collection::vec(1_u32..5, 1..5),
            leads in 0_usize..30,
        ) {
            let strategy = AssignmentStrategy::ALL[strategy];
            let [once, again] = [(); 2].map(|()| {
                run(&mut rule(strategy, &weights), &mut AssignmentFacts::default(), leads)
            });
            prop_assert_eq!(once, again);
        }
    }
}

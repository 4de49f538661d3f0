//! How well a deal's buying group is covered: pure rules (ORG-07 to ORG-14).
//!
//! The strength is a sum of factors, each with the points it gives and could give, so that it
//! explains itself. Risks and recommendations follow from the same facts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::contact::DealContactId;
use crate::association::DecisionRole;
use crate::contact::ContactId;
use crate::value::Timestamp;

/// After so many days without a word someone is silent.
const SILENT_DAYS: i64 = 30;
/// So many people and a deal does not hang on one.
const THREADS: usize = 3;

/// A person of the buying group.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct GroupMember {
    /// The contact's place in the deal.
    pub id: DealContactId,
    /// The contact.
    pub contact_id: ContactId,
    /// The part the person plays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<DecisionRole>,
    /// Whether this is the contact to turn to.
    pub primary: bool,
    /// When someone was last in touch with the person, UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_contacted_at: Option<Timestamp>,
}

/// The people who decide about a deal, and how well they are covered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct BuyingGroup {
    /// Who pushes for the purchase from inside.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub champions: Vec<GroupMember>,
    /// Who decides or holds the money.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decision_makers: Vec<GroupMember>,
    /// Who has a say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub influencers: Vec<GroupMember>,
    /// Who is against it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blockers: Vec<GroupMember>,
    /// Everybody else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<GroupMember>,
    /// How well the group is covered, from 0 to 100: the points of the factors together. Factors
    /// that rest on what the actor may not read are left out, and so are risks.
    pub strength: u32,
    /// What makes up the strength.
    pub factors: Vec<GroupFactor>,
    /// What endangers the deal.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub risks: Vec<GroupRisk>,
    /// What to do about it, the most important first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recommendations: Vec<GroupRecommendation>,
}

/// One part of the strength.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct GroupFactor {
    /// What it is about.
    pub kind: GroupFactorKind,
    /// The points it gives.
    pub points: u32,
    /// The points it could give.
    pub of: u32,
}

crate::choice! {
    /// What a part of the strength is about.
    pub enum GroupFactorKind {
        /// Someone pushes for the purchase from inside.
        #[default]
        Champion = "champion",
        /// It is known who decides or holds the money.
        DecisionMaker = "decision_maker",
        /// Who decides was heard of within thirty days.
        Reached = "reached",
        /// Three people or more are known.
        Breadth = "breadth",
        /// Someone has a say in it: an influencer, evaluator or user.
        Influence = "influence",
        /// Nobody is known to be against it; counts once anybody is known.
        Unopposed = "unopposed",
    }
}

crate::choice! {
    /// What endangers a deal (ORG-13).
    pub enum GroupRisk {
        /// Nobody pushes for it from inside.
        #[default]
        NoChampion = "no_champion",
        /// It is not known who decides.
        NoDecisionMaker = "no_decision_maker",
        /// It hangs on one person.
        SingleThreaded = "single_threaded",
        /// Who decides has not been heard of for thirty days.
        SilentDecisionMaker = "silent_decision_maker",
        /// Someone is against it.
        ActiveBlocker = "active_blocker",
    }
}

/// Something to do (ORG-14).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct GroupRecommendation {
    /// The risk it answers.
    pub risk: GroupRisk,
    /// The step, as a word for programs.
    pub step: String,
    /// The contacts it is about, if they are known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contact_ids: Vec<ContactId>,
}

/// Judges a buying group.
///
/// ```
/// use crm_core::association::DecisionRole;
/// use crm_core::deal::{GroupMember, GroupRisk, assess};
/// use crm_core::value::Timestamp;
///
/// let champion = GroupMember { role: Some(DecisionRole::Champion), ..GroupMember::default() };
/// let group = assess(vec![champion], Timestamp::default());
/// assert_eq!(group.strength, 35); // a champion, and nobody against it
/// assert_eq!(group.risks, [GroupRisk::NoDecisionMaker, GroupRisk::SingleThreaded]);
/// ```
pub fn assess(members: Vec<GroupMember>, now: Timestamp) -> BuyingGroup {
    let count = members.len();
    let mut group = BuyingGroup::default();
    for member in members {
        use DecisionRole as R;
        let slot = match member.role {
            Some(R::Champion) => &mut group.champions,
            Some(R::DecisionMaker | R::EconomicBuyer) => &mut group.decision_makers,
            Some(R::Influencer | R::Evaluator | R::User) => &mut group.influencers,
            Some(R::Blocker) => &mut group.blockers,
            _ => &mut group.others,
        };
        slot.push(member);
    }
    let reached = group.decision_makers.iter().any(|one| heard(one, now));
    let factors = [
        (GroupFactorKind::Champion, 25, !group.champions.is_empty()),
        (
            GroupFactorKind::DecisionMaker,
            25,
            !group.decision_makers.is_empty(),
        ),
        (GroupFactorKind::Reached, 15, reached),
        (GroupFactorKind::Breadth, 15, count >= THREADS),
        (
            GroupFactorKind::Influence,
            10,
            !group.influencers.is_empty(),
        ),
        (
            GroupFactorKind::Unopposed,
            10,
            count > 0 && group.blockers.is_empty(),
        ),
    ];
    group.factors = factors
        .into_iter()
        .map(|(kind, of, met)| GroupFactor {
            kind,
            points: if met { of } else { 0 },
            of,
        })
        .collect();
    group.strength = group.factors.iter().map(|factor| factor.points).sum();
    let risks = [
        (GroupRisk::NoChampion, group.champions.is_empty()),
        (GroupRisk::NoDecisionMaker, group.decision_makers.is_empty()),
        (GroupRisk::SingleThreaded, count <= 1),
        (
            GroupRisk::SilentDecisionMaker,
            !group.decision_makers.is_empty() && !reached,
        ),
        (GroupRisk::ActiveBlocker, !group.blockers.is_empty()),
    ];
    group.risks = risks
        .into_iter()
        .filter_map(|(risk, is)| is.then_some(risk))
        .collect();
    group.recommendations = recommendations(&group);
    group
}

impl BuyingGroup {
    /// The group as far as it is known without asking when anybody was heard of.
    #[must_use]
    pub fn without_times(mut self) -> Self {
        self.factors
            .retain(|factor| factor.kind != GroupFactorKind::Reached);
        self.strength = self.factors.iter().map(|factor| factor.points).sum();
        self.risks
            .retain(|risk| *risk != GroupRisk::SilentDecisionMaker);
        self.recommendations
            .retain(|one| one.risk != GroupRisk::SilentDecisionMaker);
        self
    }
}

fn heard(member: &GroupMember, now: Timestamp) -> bool {
    member
        .last_contacted_at
        .is_some_and(|at| now.since(at) <= chrono::TimeDelta::days(SILENT_DAYS))
}

fn recommendations(group: &BuyingGroup) -> Vec<GroupRecommendation> {
    let ids = |members: &[GroupMember]| members.iter().map(|one| one.contact_id).collect();
    let step = |risk: GroupRisk| {
        let (step, contact_ids) = match risk {
            // Whoever has a say may be won as a champion.
            GroupRisk::NoChampion => ("develop_champion", ids(&group.influencers)),
            // A champion knows who decides.
            GroupRisk::NoDecisionMaker => ("identify_decision_maker", ids(&group.champions)),
            GroupRisk::SingleThreaded => ("add_contacts", Vec::new()),
            GroupRisk::SilentDecisionMaker => ("reach_decision_maker", ids(&group.decision_makers)),
            GroupRisk::ActiveBlocker => ("address_blocker", ids(&group.blockers)),
        };
        GroupRecommendation {
            risk,
            step: step.to_owned(),
            contact_ids,
        }
    };
    group.risks.iter().map(|risk| step(*risk)).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test fails by panicking

    use proptest::prelude::*;

    use super::*;

    fn now() -> Timestamp {
        "2026-03-10T00:00:00Z".parse().unwrap()
    }

    fn member(role: Option<DecisionRole>, days_ago: Option<i64>) -> GroupMember {
        let at = |days: i64| now().checked_add(chrono::TimeDelta::days(-days)).unwrap();
        GroupMember {
            role,
            last_contacted_at: days_ago.map(at),
            ..GroupMember::default()
        }
    }

    #[test]
    fn a_covered_group_has_full_strength_and_no_risk_org_12() {
        use DecisionRole::{Champion, DecisionMaker, Evaluator};
        let group = assess(
            vec![
                member(Some(Champion), None),
                member(Some(DecisionMaker), Some(30)),
                member(Some(Evaluator), None),
            ],
            now(),
        );
        assert_eq!(group.strength, 100);
        assert_eq!((group.risks, group.recommendations), (vec![], vec![]));
    }

    #[test]
    fn risks_follow_from_the_facts_org_13() {
        use DecisionRole::{Blocker, EconomicBuyer};
        let group = assess(
            vec![
                member(Some(EconomicBuyer), Some(31)),
                member(Some(Blocker), None),
            ],
            now(),
        );
        let expected = [
            GroupRisk::NoChampion,
            GroupRisk::SilentDecisionMaker,
            GroupRisk::ActiveBlocker,
        ];
        assert_eq!(group.risks, expected);
        assert_eq!(group.strength, 25, "only the decision maker is known");
        let nobody = assess(Vec::new(), now());
        assert_eq!(nobody.strength, 0);
        let expected = [
            GroupRisk::NoChampion,
            GroupRisk::NoDecisionMaker,
            GroupRisk::SingleThreaded,
        ];
        assert_eq!(nobody.risks, expected);
    }

    #[test]
    fn every_risk_has_a_step_org_14() {
        let group = assess(vec![member(Some(DecisionRole::Blocker), None)], now());
        let answered: Vec<_> = group.recommendations.iter().map(|one| one.risk).collect();
        assert_eq!(answered, group.risks);
        let last = group.recommendations.last().map(|one| one.step.as_str());
        assert_eq!(last, Some("address_blocker"));
    }

    proptest! {
        #[test]
        fn factors_sum_to_the_strength_and_everybody_is_there_once_org_12(
            roles in proptest::collection::vec(
                (0_usize..10, proptest::option::of(0_i64..60)),
                0..8,
            ),
        ) {
            let members: Vec<_> = roles
                .iter()
                .map(|(role, days)| member(DecisionRole::ALL.get(*role).copied(), *days))
                .collect();
            let group = assess(members, now());
            let points: u32 = group.factors.iter().map(|factor| factor.points).sum();
            prop_assert_eq!(group.strength, points);
            prop_assert_eq!(group.factors.iter().map(|factor| factor.of).sum::<u32>(), 100);
            let slots = [
                &group.champions,
                &group.decision_makers,
                &group.influencers,
                &group.blockers,
                &group.others,
            ];
            prop_assert_eq!(slots.iter().map(|slot| slot.len()).sum::<usize>(), roles.len());
        }
    }
}

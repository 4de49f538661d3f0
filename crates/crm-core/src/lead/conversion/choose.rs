//! Whether a conversion creates a record or links one, as a pure function (semantics 4.1.3, 4.1.4).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::candidates::{Candidates, MatchBasis};
use crate::account::AccountId;
use crate::contact::ContactId;
use crate::deal::DealId;
use crate::dedupe::Band;
use crate::field::RecordKind;
use crate::lead::LeadId;
use crate::pipeline::PipelineId;
use crate::value::{Date, Money};

crate::choice! {
    /// What a conversion does about an account, a contact or a deal.
    pub enum TargetAction {
        /// What the matches suggest; in a plan, what is still to be decided.
        #[default]
        Suggest = "suggest",
        /// Creates one.
        Create = "create",
        /// Links one that is there.
        Link = "link",
        /// Nothing.
        None = "none",
    }
}

crate::choice! {
    /// Why a conversion does so.
    pub enum TargetReason {
        /// The caller wants it.
        #[default]
        Chosen = "chosen",
        /// The lead was known to be or to belong to it.
        Known = "known",
        /// It is the only one that matches exactly.
        OnlyMatch = "only_match",
        /// Nothing resembles it.
        NoMatch = "no_match",
        /// Others resemble it, but none is the same for sure.
        Similar = "similar",
        /// Several match exactly.
        Several = "several",
        /// So many match exactly that none of them is proposed.
        Crowded = "crowded",
        /// The lead does not say enough to make one.
        TooLittle = "too_little",
    }
}

crate::choice! {
    /// Who decides what the matches leave open.
    pub enum ConversionMode {
        /// A person, who looks at the plan.
        #[default]
        Manual = "manual",
        /// Nobody: the conversion stops where somebody would have to look.
        Automatic = "automatic",
    }
}

/// What to do about the account.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountTarget {
    /// What to do.
    #[serde(default)]
    pub action: TargetAction,
    /// Which account to link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<AccountId>,
    /// What a new account is called; as the lead says if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// What to do about the contact.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactTarget {
    /// What to do.
    #[serde(default)]
    pub action: TargetAction,
    /// Which contact to link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<ContactId>,
}

/// What to do about the deal. One is created unless the caller says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DealTarget {
    /// What to do.
    #[serde(default)]
    pub action: TargetAction,
    /// Which deal to link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<DealId>,
    /// What a new deal is called; as the company or the person if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The pipeline of a new deal; the default one if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pipeline_id: Option<PipelineId>,
    /// The stage of a new deal, by id, key or label; the first open one if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// What a new deal is worth; the lead's budget if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// The day on which a new deal is expected to be decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_close_on: Option<Date>,
}

/// A field that is not to be copied.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldToSkip {
    /// The kind of the record it would go to.
    pub kind: RecordKind,
    /// The field there.
    pub field: String,
}

/// What is to become of a lead.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ConversionRequest {
    /// Which lead.
    pub id: LeadId,
    /// Who decides what the matches leave open.
    #[serde(default)]
    pub mode: ConversionMode,
    /// What to do about the account.
    #[serde(default)]
    pub account: AccountTarget,
    /// What to do about the contact.
    #[serde(default)]
    pub contact: ContactTarget,
    /// What to do about the deal.
    #[serde(default)]
    pub deal: DealTarget,
    /// Fields that are not to be copied.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skip: Vec<FieldToSkip>,
}

/// What is known when a choice is made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Situation<'a> {
    /// What the caller wants.
    pub(super) action: TargetAction,
    /// Which record the caller names.
    pub(super) id: Option<Uuid>,
    /// Which record the lead was linked to before.
    pub(super) known: Option<Uuid>,
    /// What matches.
    pub(super) candidates: &'a Candidates,
    /// Whether the lead says enough to create one.
    pub(super) enough: bool,
    /// Whether nobody looks.
    pub(super) automatic: bool,
}

/// What is to be done, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) action: TargetAction,
    pub(super) id: Option<Uuid>,
    pub(super) because: TargetReason,
}

impl Choice {
    const fn new(action: TargetAction, id: Option<Uuid>, because: TargetReason) -> Self {
        Self {
            action,
            id,
            because,
        }
    }
}

/// Chooses; an error names the argument that makes no sense. What has to be decided by somebody
/// stays at [`TargetAction::Suggest`].
pub(super) fn choose(situation: Situation<'_>) -> Result<Choice, (&'static str, &'static str)> {
    use {TargetAction as A, TargetReason as R};
    match (situation.action, situation.id) {
        (A::Link | A::Suggest, Some(id)) => Ok(Choice::new(A::Link, Some(id), R::Chosen)),
        (A::Link, None) => Err(("id", "a record to link is needed")),
        (A::Create | A::None, Some(_)) => Err(("id", "only a record that is linked has an id")),
        (A::Create, None) if !situation.enough => {
            Err(("action", "the lead says too little to create one"))
        }
        (A::Create, None) => Ok(Choice::new(A::Create, None, R::Chosen)),
        (A::None, None) => Ok(Choice::new(A::None, None, R::Chosen)),
        (A::Suggest, None) => Ok(suggest(situation)),
    }
}

fn suggest(situation: Situation<'_>) -> Choice {
    use {TargetAction as A, TargetReason as R};
    if let Some(known) = situation.known {
        return Choice::new(A::Link, Some(known), R::Known);
    }
    let Candidates { matches, crowded } = situation.candidates;
    let exact = || matches.iter().filter(|found| found.basis.is_exact());
    // To a person what agrees in the strongest way decides. Where nobody looks, the ways may not
    // contradict each other: all of them lead to the one record, or somebody has to look.
    let decides =
        |basis: MatchBasis| situation.automatic || exact().all(|found| basis <= found.basis);
    if crowded.is_some_and(decides) {
        return Choice::new(A::Suggest, None, R::Crowded);
    }
    let mut deciding = exact().filter(|found| decides(found.basis));
    match (deciding.next(), deciding.next()) {
        (Some(one), None) => return Choice::new(A::Link, Some(one.id), R::OnlyMatch),
        (Some(_), Some(_)) => return Choice::new(A::Suggest, None, R::Several),
        (None, _) => {}
    }
    let similar = !matches.is_empty();
    let certain = matches.iter().any(|found| {
        let evidence = found.evidence.as_ref();
        evidence.is_some_and(|evidence| evidence.band == Band::Certain)
    });
    if certain || (similar && situation.automatic) {
        Choice::new(A::Suggest, None, R::Similar)
    } else if !situation.enough {
        Choice::new(A::None, None, R::TooLittle)
    } else if similar {
        Choice::new(A::Create, None, R::Similar)
    } else {
        Choice::new(A::Create, None, R::NoMatch)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a test that fails shall say so by panicking
mod tests {
    use super::super::candidates::ConversionMatch;
    use super::*;

    fn found(id: u128, basis: MatchBasis) -> ConversionMatch {
        ConversionMatch {
            id: Uuid::from_u128(id),
            basis,
            version: 1,
            evidence: None,
        }
    }

    fn candidates(matches: &[ConversionMatch]) -> Candidates {
        Candidates {
            matches: matches.to_vec(),
            crowded: None,
        }
    }

    fn situation(candidates: &Candidates, automatic: bool) -> Situation<'_> {
        Situation {
            action: TargetAction::Suggest,
            id: None,
            known: None,
            candidates,
            enough: true,
            automatic,
        }
    }

    #[test]
    fn a_single_exact_match_is_linked_4_1_3() {
        let found = candidates(&[found(1, MatchBasis::Email), found(2, MatchBasis::Similar)]);
        for automatic in [false, true] {
            let chosen = choose(situation(&found, automatic)).unwrap();
            assert_eq!(chosen.action, TargetAction::Link);
            assert_eq!(chosen.id, Some(Uuid::from_u128(1)));
        }
    }

    #[test]
    fn several_exact_matches_are_left_to_somebody_4_1_3() {
        let found = candidates(&[found(1, MatchBasis::Email), found(2, MatchBasis::Email)]);
        for automatic in [false, true] {
            let chosen = choose(situation(&found, automatic)).unwrap();
            assert_eq!(
                (chosen.action, chosen.because),
                (TargetAction::Suggest, TargetReason::Several)
            );
        }
    }

    #[test]
    fn the_address_comes_before_the_phone_but_not_where_nobody_looks_4_1_3() {
        let found = candidates(&[
            found(1, MatchBasis::Email),
            found(2, MatchBasis::Phone),
            found(3, MatchBasis::Similar),
        ]);
        let manual = choose(situation(&found, false)).unwrap();
        assert_eq!(
            (manual.action, manual.id),
            (TargetAction::Link, Some(Uuid::from_u128(1)))
        );
        let automatic = choose(situation(&found, true)).unwrap();
        assert_eq!(
            (automatic.action, automatic.because),
            (TargetAction::Suggest, TargetReason::Several)
        );
    }

    #[test]
    fn a_key_that_too_many_hold_is_not_passed_over_4_1_3() {
        let crowd = |basis, matches: &[ConversionMatch]| Candidates {
            crowded: Some(basis),
            ..candidates(matches)
        };
        let reason = |found: &Candidates, automatic| {
            let chosen = choose(situation(found, automatic)).unwrap();
            (chosen.action, chosen.because)
        };
        let undecided = (TargetAction::Suggest, TargetReason::Crowded);
        let address = crowd(MatchBasis::Email, &[found(1, MatchBasis::Phone)]);
        let phone = crowd(MatchBasis::Phone, &[found(1, MatchBasis::Email)]);
        for automatic in [false, true] {
            assert_eq!(reason(&crowd(MatchBasis::Email, &[]), automatic), undecided);
            assert_eq!(reason(&address, automatic), undecided);
        }
        assert_eq!(reason(&phone, true), undecided);
        let linked = (TargetAction::Link, TargetReason::OnlyMatch);
        assert_eq!(reason(&phone, false), linked, "the address is the stronger");
    }

    #[test]
    fn what_is_only_similar_is_a_proposal_and_stops_what_nobody_looks_at_4_1_3() {
        let found = candidates(&[found(1, MatchBasis::Similar)]);
        let manual = choose(situation(&found, false)).unwrap();
        assert_eq!(manual.action, TargetAction::Create);
        let automatic = choose(situation(&found, true)).unwrap();
        assert_eq!(automatic.action, TargetAction::Suggest);
        let nothing = choose(situation(&candidates(&[]), true)).unwrap();
        assert_eq!(
            (nothing.action, nothing.because),
            (TargetAction::Create, TargetReason::NoMatch)
        );
    }

    #[test]
    fn what_the_lead_is_known_to_be_needs_no_match_lea_11() {
        let known = Some(Uuid::from_u128(9));
        let found = candidates(&[found(1, MatchBasis::Email), found(2, MatchBasis::Email)]);
        let chosen = choose(Situation {
            known,
            ..situation(&found, true)
        })
        .unwrap();
        assert_eq!((chosen.id, chosen.because), (known, TargetReason::Known));
    }
}

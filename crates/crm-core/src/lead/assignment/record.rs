//! The assignment rule.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::access::Permission;
use crate::error::{Error, Result};
use crate::field::{Element, FieldKind, Id, Record, UserId, label};
use crate::lead::Lead;
use crate::operation::{Environment, Stored};
use crate::port::{Key, KeySpace};
use crate::value::text::{SHORT_MAX, clean_line, fold};

crate::record! {
    /// Who gets which leads.
    pub struct AssignmentRule: AssignmentRule, draft AssignmentRuleDraft, patch AssignmentRulePatch;
    fixed {}
    entered {
        /// What it is called; unique in the tenant.
        name: String = label("Name").indexed();
        /// Its place in the order, smallest first.
        position: u32 = label("Position").indexed();
        /// Whether it is switched off.
        disabled: bool = label("Disabled");
        /// Which leads it is for, in the language of rules; every one if unset.
        condition: Option<String> = label("Condition");
        /// How it chooses among its candidates.
        strategy: AssignmentStrategy = label("Strategy");
        /// For territories: the field of the lead that says where it belongs, such as
        /// `addresses.country` or `custom.region`.
        territory_field: Option<String> = label("Territory field");
        /// Among whom it chooses, in order.
        candidates: Vec<AssignmentCandidate> = label("Candidates");
    }
    derived {
        /// How many leads each candidate got since the candidates last changed.
        given: Vec<AssignmentCount> = label("Given out");
    }
}

/// The id of an assignment rule.
pub type AssignmentRuleId = Id<AssignmentRule>;

crate::choice! {
    /// How a rule chooses.
    pub enum AssignmentStrategy {
        /// Everybody in turn.
        #[default]
        RoundRobin = "round_robin",
        /// In turn, and by weight.
        Weighted = "weighted",
        /// Whoever has the fewest open leads.
        LeastLoaded = "least_loaded",
        /// Whoever serves the lead's territory, in turn and by weight.
        Territory = "territory",
    }
}

/// Somebody who may get leads.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignmentCandidate {
    /// The user.
    pub user_id: UserId,
    /// The share, for strategies that weigh; 1 if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<u32>,
    /// Gets no more while there are so many open leads of this user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_open: Option<u32>,
    /// The territories that the user serves, in any case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub territories: Vec<String>,
}

/// How many leads a candidate got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignmentCount {
    /// The user.
    pub user_id: UserId,
    /// How many.
    pub count: u32,
}

impl Element for AssignmentCandidate {
    const LIST: FieldKind = FieldKind::Document;
}

impl Element for AssignmentCount {
    const LIST: FieldKind = FieldKind::Document;
}

/// A rule has at most this many candidates.
const CANDIDATES: usize = 1_000;

impl AssignmentRule {
    /// How many leads a user got by it.
    pub fn given_to(&self, user: UserId) -> u32 {
        self.given
            .iter()
            .find(|given| given.user_id == user)
            .map_or(0, |given| given.count)
    }

    /// Counts one more for a user.
    pub(super) fn count(&mut self, user: UserId) {
        match self.given.iter_mut().find(|given| given.user_id == user) {
            Some(given) => given.count = given.count.saturating_add(1),
            None => self.given.push(AssignmentCount {
                user_id: user,
                count: 1,
            }),
        }
    }
}

impl Stored for AssignmentRule {
    const VIEW: Permission = Permission::LeadView;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        self.name = clean_line(Some(std::mem::take(&mut self.name)), SHORT_MAX)
            .map_err(|invalid| Error::invalid("name", invalid.reason))?
            .ok_or_else(|| Error::invalid("name", "a rule needs a name"))?;
        if self.candidates.is_empty() {
            return Err(Error::invalid("candidates", "a rule needs candidates"));
        }
        if self.candidates.len() > CANDIDATES {
            let most = CANDIDATES as u64;
            return Err(Error::limit("candidates", most, "too many").at("candidates"));
        }
        let mut known = BTreeSet::new();
        for (at, candidate) in self.candidates.iter().enumerate() {
            let refuse = |part: &str, reason| {
                Err(Error::invalid(format!("candidates[{at}].{part}"), reason))
            };
            if !known.insert(candidate.user_id) {
                return refuse("user_id", "this user is there twice");
            }
            if candidate
                .weight
                .is_some_and(|weight| !(1..=1_000).contains(&weight))
            {
                return refuse("weight", "a weight is from 1 to 1000");
            }
        }
        self.require_territory()
    }

    fn keys(&self) -> Vec<Key> {
        vec![Key {
            space: KeySpace::Name,
            value: fold(&self.name),
            unique: true,
        }]
    }
}

impl AssignmentRule {
    /// Territories need a field to go by, and nothing else does.
    fn require_territory(&self) -> Result<()> {
        let refuse = |reason| Err(Error::invalid("territory_field", reason));
        match (&self.territory_field, self.strategy) {
            (None, AssignmentStrategy::Territory) => refuse("a territory is told by a field"),
            (None, _) => Ok(()),
            (Some(_), strategy) if strategy != AssignmentStrategy::Territory => {
                refuse("only the strategy territory goes by a field")
            }
            (Some(field), _) => {
                let name = field.split('.').next().unwrap_or_default();
                if name == "custom" || Lead::DECL.field(name).is_some() {
                    Ok(())
                } else {
                    refuse("a lead has no such field")
                }
            }
        }
    }
}

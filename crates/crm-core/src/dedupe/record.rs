//! What matching answers: which records, how sure, and why.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::weigh::{self, Model};
use crate::access::{Access, Answer};
use crate::field::RecordKind;

crate::choice! {
    /// How sure a match is.
    pub enum Band {
        /// Worth a look.
        #[default]
        Possible = "possible",
        /// Probably the same.
        Likely = "likely",
        /// The same, as far as rules can tell.
        Certain = "certain",
    }
}

crate::choice! {
    /// What puts a match into its band.
    pub enum MatchRule {
        /// The weight of all evidence.
        #[default]
        Weight = "weight",
        /// Another system has one id for both.
        SameExternalId = "same_external_id",
        /// The same e-mail address, and names that may be one person's.
        SameEmail = "same_email",
        /// The same domain, and few companies have it.
        SameDomain = "same_domain",
        /// The same company name, and no other domain.
        SameName = "same_name",
    }
}

crate::choice! {
    /// What of two records is compared.
    pub enum Comparison {
        /// Given names, nicknames, what follows the name.
        #[default]
        GivenName = "given_name",
        /// Family names.
        FamilyName = "family_name",
        /// E-mail addresses.
        Email = "email",
        /// Telephone numbers.
        Phone = "phone",
        /// Company names: the account's own, or of the companies a person belongs to.
        Company = "company",
        /// Domains of a company.
        Domain = "domain",
        /// Postal addresses.
        Address = "address",
        /// Birthdays.
        Birthday = "birthday",
        /// Profiles on social networks.
        Social = "social",
        /// Ids in other systems.
        ExternalId = "external_id",
    }
}

crate::choice! {
    /// How far a comparison agrees; the best agreement of any two values counts.
    pub enum Level {
        /// The same.
        Exact = "exact",
        /// The same mailbox in another spelling of the address.
        Mailbox = "mailbox",
        /// The same company name but for the legal form.
        Core = "core",
        /// One is short for the other.
        Nickname = "nickname",
        /// The same but for a slip of the pen.
        Close = "close",
        /// Given and family name stand in each other's place.
        Swapped = "swapped",
        /// One is a part of the other, or only a part is known.
        Partial = "partial",
        /// One is the first letter of the other.
        Initial = "initial",
        /// The same before the @, at another domain.
        Local = "local",
        /// The same company's domain.
        Domain = "domain",
        /// The same, but many have it, or people with other given names do.
        Shared = "shared",
        /// The same name in another generation, as in Jr. and Sr.
        Generation = "generation",
        /// The same but for a number by which a company tells namesakes apart.
        Namesake = "namesake",
        /// Nothing agrees.
        #[default]
        Different = "different",
    }
}

/// One reason for or against a match. It tells how far values agree, never the values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// What was compared.
    pub comparison: Comparison,
    /// How far it agrees.
    pub level: Level,
    /// What that weighs, in hundredths of a bit; below zero it speaks against.
    pub weight: i32,
}

/// A record that resembles another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Match {
    /// The kind of record.
    pub kind: RecordKind,
    /// Its id.
    pub id: Uuid,
    /// How sure it is.
    pub band: Band,
    /// What puts it into that band.
    pub rule: MatchRule,
    /// The sum of the weights, in hundredths of a bit: 100 more make it twice as likely.
    pub score: i32,
    /// How likely it is that both are the same, in thousandths.
    pub probability: u32,
    /// What was compared, in a fixed order; what one of them lacks is not.
    pub because: Vec<Evidence>,
    /// Whether there is more evidence, on fields that the reader may not read. Score,
    /// probability and band are then those of the evidence shown.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withheld: bool,
}

impl Match {
    /// The match that evidence makes; none if it is not worth a look.
    pub(super) fn from_evidence(model: &Model, id: Uuid, because: Vec<Evidence>) -> Option<Self> {
        let score = weigh::sum(&because);
        let (band, rule) = model.band(&because)?;
        Some(Self {
            kind: model.kind,
            id,
            band,
            rule,
            score,
            probability: model.probability(score),
            because,
            withheld: false,
        })
    }

    /// The order in which matches are answered: best first.
    pub(super) fn rank(&self) -> (std::cmp::Reverse<(Band, i32)>, Uuid) {
        (std::cmp::Reverse((self.band, self.score)), self.id)
    }
}

impl Answer for Match {
    /// A score follows from its evidence, so it is as guarded (semantics 4.11): evidence on
    /// fields that the actor may not read goes, and with it its share of the score.
    fn project(&mut self, access: &Access) {
        let before = self.because.len();
        let allowed = super::explain::readable(access, self.kind);
        self.because
            .retain(|evidence| allowed.contains(&evidence.comparison));
        if self.because.len() == before {
            return;
        }
        self.withheld = true;
        let model = Model::of(self.kind);
        self.score = weigh::sum(&self.because);
        self.probability = model.probability(self.score);
        (self.band, self.rule) = model.band(&self.because).unwrap_or_default();
    }
}

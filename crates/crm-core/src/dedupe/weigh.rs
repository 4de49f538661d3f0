//! What evidence weighs: the fourth step of matching.
//!
//! The model is that of Fellegi and Sunter: a level of agreement weighs log2(m/u), where m is its
//! share among pairs that are the same and u its share among pairs that are not. Weights are
//! whole hundredths of a bit from a declared table, and the probability follows from their sum by
//! whole-number arithmetic, so every platform gives the same digits.

use super::record::{Band, Comparison as C, Evidence, Level as L, MatchRule};
use crate::field::RecordKind;

/// A declared table of weights and thresholds for one kind of record.
#[derive(Debug)]
pub(crate) struct Model {
    /// The kind.
    pub(crate) kind: RecordKind,
    /// How likely two records that blocking brings together are the same before anything is
    /// compared: log2 of the odds, in hundredths.
    prior: i32,
    weights: &'static [(C, L, i32)],
    /// Scores from which a match is possible, likely, certain.
    bands: [(i32, Band); 3],
}

/// What evidence on people weighs.
const PEOPLE: &[(C, L, i32)] = &[
    (C::GivenName, L::Exact, 600),
    (C::GivenName, L::Nickname, 450),
    (C::GivenName, L::Close, 400),
    (C::GivenName, L::Swapped, 550),
    (C::GivenName, L::Partial, 350),
    (C::GivenName, L::Initial, 250),
    (C::GivenName, L::Generation, -500),
    (C::GivenName, L::Different, -450),
    (C::FamilyName, L::Exact, 800),
    (C::FamilyName, L::Close, 600),
    (C::FamilyName, L::Swapped, 700),
    (C::FamilyName, L::Partial, 500),
    (C::FamilyName, L::Initial, 200),
    (C::FamilyName, L::Different, -450),
    (C::Email, L::Exact, 1_300),
    (C::Email, L::Mailbox, 1_200),
    (C::Email, L::Close, 900),
    (C::Email, L::Local, 600),
    (C::Email, L::Domain, 150),
    (C::Email, L::Shared, 150),
    (C::Email, L::Namesake, -600),
    (C::Email, L::Different, -100),
    (C::Phone, L::Exact, 1_000),
    (C::Phone, L::Partial, 700),
    (C::Phone, L::Shared, 150),
    (C::Phone, L::Different, -100),
    (C::Company, L::Exact, 500),
    (C::Company, L::Core, 500),
    (C::Company, L::Close, 400),
    (C::Company, L::Partial, 200),
    (C::Company, L::Different, -150),
    (C::Address, L::Exact, 800),
    (C::Address, L::Close, 600),
    (C::Address, L::Partial, 250),
    (C::Address, L::Shared, 200),
    (C::Address, L::Different, -150),
    (C::Birthday, L::Exact, 1_200),
    (C::Birthday, L::Close, 700),
    (C::Birthday, L::Partial, 600),
    (C::Birthday, L::Different, -500),
    (C::Social, L::Exact, 1_200),
    (C::Social, L::Different, -200),
    (C::ExternalId, L::Exact, 1_600),
    (C::ExternalId, L::Different, -50),
];

/// Contacts.
static CONTACT: Model = Model::of_people(RecordKind::Contact);

/// Leads, which are people as well.
static LEAD: Model = Model::of_people(RecordKind::Lead);

/// Companies and other organisations.
static ACCOUNT: Model = Model {
    kind: RecordKind::Account,
    prior: -1_000,
    weights: &[
        (C::Email, L::Exact, 900),
        (C::Email, L::Mailbox, 900),
        (C::Email, L::Close, 500),
        (C::Email, L::Local, 500),
        (C::Email, L::Domain, 500),
        (C::Email, L::Shared, 100),
        (C::Email, L::Namesake, 100),
        (C::Email, L::Different, -50),
        (C::Phone, L::Exact, 900),
        (C::Phone, L::Partial, 600),
        (C::Phone, L::Shared, 100),
        (C::Phone, L::Different, -100),
        (C::Company, L::Exact, 1_100),
        (C::Company, L::Core, 1_000),
        (C::Company, L::Close, 700),
        (C::Company, L::Partial, 400),
        (C::Company, L::Different, -600),
        (C::Domain, L::Exact, 1_200),
        (C::Domain, L::Shared, 200),
        (C::Domain, L::Different, -300),
        (C::Address, L::Exact, 700),
        (C::Address, L::Close, 500),
        (C::Address, L::Partial, 200),
        (C::Address, L::Different, -200),
        (C::Social, L::Exact, 1_200),
        (C::Social, L::Different, -200),
        (C::ExternalId, L::Exact, 1_600),
        (C::ExternalId, L::Different, -50),
    ],
    bands: [
        (2_200, Band::Certain),
        (1_400, Band::Likely),
        (1_000, Band::Possible),
    ],
};

impl Model {
    /// The model of a kind that stands for people.
    const fn of_people(kind: RecordKind) -> Self {
        Self {
            kind,
            prior: -1_200,
            weights: PEOPLE,
            bands: [
                (2_400, Band::Certain),
                (1_600, Band::Likely),
                (1_200, Band::Possible),
            ],
        }
    }

    /// The model of a kind; kinds that are not matched have that of people and nothing to compare.
    pub(crate) fn of(kind: RecordKind) -> &'static Self {
        match kind {
            RecordKind::Account => &ACCOUNT,
            RecordKind::Lead => &LEAD,
            _ => &CONTACT,
        }
    }

    /// What a level of a comparison weighs; nothing if the model does not know it.
    pub(crate) fn weight(&self, comparison: C, level: L) -> i32 {
        self.weights
            .iter()
            .find(|(of, at, _)| (*of, *at) == (comparison, level))
            .map_or(0, |(_, _, weight)| *weight)
    }

    /// The most that a comparison can weigh.
    pub(crate) fn most(&self, comparison: C) -> i32 {
        let of_it = self.weights.iter().filter(|(of, _, _)| *of == comparison);
        of_it.map(|(_, _, weight)| *weight).max().unwrap_or(0)
    }

    /// The score below which a match by weight is not worth a look.
    pub(crate) fn floor(&self) -> i32 {
        self.bands
            .iter()
            .map(|(score, _)| *score)
            .min()
            .unwrap_or(0)
    }

    /// The probability that a score stands for, in thousandths; never quite 1000.
    pub(crate) fn probability(&self, score: i32) -> u32 {
        let odds = exp2(self.prior.saturating_add(score));
        let share = 1_000 * odds / (odds + ONE);
        u32::try_from(share).unwrap_or(0)
    }

    /// The band that evidence leads to, and by what rule; none if it is not worth a look.
    pub(crate) fn band(&self, evidence: &[Evidence]) -> Option<(Band, MatchRule)> {
        if let Some(rule) = self.certain(evidence) {
            return Some((Band::Certain, rule));
        }
        let score = sum(evidence);
        let (_, band) = self.bands.iter().find(|(from, _)| score >= *from)?;
        Some((*band, MatchRule::Weight))
    }

    /// The rule by which evidence is certain whatever it weighs.
    fn certain(&self, evidence: &[Evidence]) -> Option<MatchRule> {
        let level = |of: C| {
            let found = evidence.iter().find(|evidence| evidence.comparison == of);
            found.map(|evidence| evidence.level)
        };
        let (company, domain) = (level(C::Company), level(C::Domain));
        let is_company = self.kind == RecordKind::Account;
        let one_name = if is_company {
            company != Some(L::Different)
        } else {
            let (given, family) = (level(C::GivenName), level(C::FamilyName));
            // A new family name with the given name kept is a marriage; without a given name to
            // go by it is another person.
            let given_differs = matches!(given, Some(L::Different | L::Generation));
            !given_differs && (family != Some(L::Different) || given.is_some())
        };
        if level(C::ExternalId) == Some(L::Exact) {
            Some(MatchRule::SameExternalId)
        } else if level(C::Email) == Some(L::Exact) && one_name {
            Some(MatchRule::SameEmail)
        } else if domain == Some(L::Exact) {
            Some(MatchRule::SameDomain)
        } else if is_company && company == Some(L::Exact) && domain != Some(L::Different) {
            Some(MatchRule::SameName)
        } else {
            None
        }
    }
}

/// The sum of weights.
pub(crate) fn sum(evidence: &[Evidence]) -> i32 {
    evidence.iter().map(|evidence| evidence.weight).sum()
}

/// One, in the fixed-point form of [`exp2`].
const ONE: u128 = 1 << 40;
/// 2^(1/100), with sixty binary places.
const HUNDREDTH: u128 = 1_160_940_707_843_607_465;

/// Two to the power of so many hundredths, with forty binary places.
fn exp2(hundredths: i32) -> u128 {
    let (whole, part) = (hundredths.div_euclid(100), hundredths.rem_euclid(100));
    let fraction = (0..part).fold(ONE << 20, |power, _| (power * HUNDREDTH) >> 60) >> 20;
    match u32::try_from(whole) {
        // Beyond 2^40 the probability is 999 thousandths whatever comes.
        Ok(whole) => fraction << whole.min(40),
        Err(_) => fraction >> whole.unsigned_abs().min(127),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_two_are_exact_and_their_roots_close() {
        assert_eq!(exp2(0), ONE);
        assert_eq!(exp2(300), ONE * 8);
        assert_eq!(exp2(-300), ONE / 8);
        // 2^0.5 and 2^-0.5, in billionths.
        for (hundredths, billionths) in [(50, 1_414_213_562), (-50, 707_106_781)] {
            assert_eq!(exp2(hundredths) * 1_000_000_000 / ONE, billionths);
        }
    }

    #[test]
    fn a_probability_rises_with_the_score_and_never_reaches_certainty() {
        for model in [&CONTACT, &LEAD, &ACCOUNT] {
            let at = |score| model.probability(score);
            assert!((-6_000..6_000).all(|score| at(score) <= at(score + 1)));
            assert_eq!(at(-model.prior), 500, "even odds");
            assert_eq!(at(-model.prior + 100), 666, "two to one");
            assert_eq!((at(i32::MIN), at(i32::MAX)), (0, 999));
        }
    }

    #[test]
    fn possible_means_more_likely_than_not() {
        for model in [&CONTACT, &LEAD, &ACCOUNT] {
            let bands = model.bands;
            assert!(bands.is_sorted_by(|a, b| a > b), "surest first");
            assert_eq!(model.probability(model.floor()), 500);
        }
    }

    #[test]
    fn a_better_level_never_weighs_less() {
        // Contradictions stand before plain difference, and both names are swapped or neither.
        let aside = [L::Swapped, L::Generation, L::Namesake];
        for model in [&CONTACT, &LEAD, &ACCOUNT] {
            for comparison in C::ALL {
                let mut weights: Vec<(L, i32)> = model
                    .weights
                    .iter()
                    .filter(|(of, level, _)| of == comparison && !aside.contains(level))
                    .map(|(_, level, weight)| (*level, *weight))
                    .collect();
                weights.sort_unstable();
                assert!(
                    weights.windows(2).all(|pair| pair[0].1 >= pair[1].1),
                    "{comparison:?} {weights:?}"
                );
            }
        }
    }

    #[test]
    fn each_level_of_a_comparison_weighs_once() {
        for model in [&CONTACT, &LEAD, &ACCOUNT] {
            for (at, (of, level, _)) in model.weights.iter().enumerate() {
                let earlier = model.weights.iter().take(at);
                assert!(
                    earlier
                        .into_iter()
                        .all(|known| (known.0, known.1) != (*of, *level))
                );
            }
        }
    }
}

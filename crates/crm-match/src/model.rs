//! What agreement weighs.
//!
//! The model is that of Fellegi and Sunter: a level of agreement weighs log2(m/u), where m is its
//! share among pairs of one entity and u its chance among others, which for a shared value follows
//! from how frequent that value is. Taken alone it trusts too much in evidence that relatives,
//! colleagues and neighbours share, because it takes surname, street and telephone for independent
//! witnesses. So pairs of different entities are a mixture: strangers, and people who share a
//! household, a workplace or an area. What such a tie explains is taken off the score as a
//! [`Weighed::tie`], and what is left for the tie to cancel is only personal evidence.

use crate::attribute::{EXTRAS, Extra};
use crate::bits::{self, Bits};
use crate::compare::Pattern;
use crate::frequency::Rarity;
use crate::level::{Comparison as C, Level as L};
use crate::ready::{TIES, ready};

/// Weights for every level of every comparison.
type Table = Vec<[Bits; L::COUNT]>;

/// Everything that one level of one comparison weighs, side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Weights {
    same: Bits,
    ties: [Option<Bits>; 3],
}

/// A trained or ready-made matcher for one collection.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// How each extra attribute is compared.
    pub(crate) extras: [Option<Extra>; EXTRAS],
    /// Whether the entities have names that are no persons'.
    pub(crate) profiles: u32,
    /// How many profiles an entity has.
    pub(crate) family: f64,
    /// log2 of the odds that two profiles taken at random are one entity.
    pub(crate) prior: Bits,
    /// Shares among pairs of one entity.
    pub(crate) m: Vec<[f64; L::COUNT]>,
    /// Shares among other pairs.
    pub(crate) u: Vec<[f64; L::COUNT]>,
    log_m: Table,
    weights: Vec<Weights>,
    /// -log2 u.
    pub(crate) surprise: Table,
    ties: [Tie; 3],
    /// Which comparisons an entity that moves or changes its employer fails all at once.
    movable: [bool; C::COUNT],
    /// The share of an entity's pairs between which it moved.
    pub(crate) moved: f64,
    log_moved: Bits,
    /// How much more frequent namesakes are than if given and family names were chosen apart: log2.
    pub(crate) namesakes: Bits,
    /// How many pairs have the same given and family name.
    pub(crate) same_names: f64,
    /// Shares among pairs taken at random, of which a few are one entity.
    pub(crate) random: Vec<[f64; L::COUNT]>,
    pub(crate) rarity: Rarity,
}

/// Something that different entities share: what each comparison then says.
#[derive(Debug, Clone, PartialEq)]
struct Tie {
    log_m: Vec<Option<[Bits; L::COUNT]>>,
}

/// A pair's evidence, weighed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weighed {
    /// The sum of all weights, of `tie` and of `moved`.
    pub score: Bits,
    /// What a tie between different entities explains; never positive.
    pub tie: Bits,
    /// What a move excuses; never negative.
    pub moved: Bits,
}

impl Model {
    /// The ready-made model for so many profiles.
    pub fn ready(profiles: u32, extras: [Option<Extra>; EXTRAS]) -> Self {
        let tables: Vec<[(f64, f64); L::COUNT]> = C::all().map(|c| ready(c, &extras)).collect();
        let m = tables.iter().map(|row| row.map(|level| level.0)).collect();
        let u = tables.iter().map(|row| row.map(|level| level.1)).collect();
        let mut model = Self {
            extras,
            profiles,
            family: 1.3,
            prior: bits::log2(0.4 / f64::from(profiles.max(1))),
            m,
            u,
            log_m: Vec::new(),
            weights: Vec::new(),
            surprise: Vec::new(),
            ties: TIES.map(|of| Tie {
                log_m: C::all()
                    .map(|c| of(as_known(c, &extras)).map(logs))
                    .collect(),
            }),
            movable: [false; C::COUNT],
            moved: 0.08,
            log_moved: 0,
            namesakes: 200,
            same_names: 0.0,
            random: Vec::new(),
            rarity: Rarity::of(profiles, 1.3),
        };
        for (movable, c) in model.movable.iter_mut().zip(C::all()) {
            *movable = matches!(
                as_known(c, &extras),
                C::ORGANISATION
                    | C::STREET
                    | C::HOUSE
                    | C::POSTCODE
                    | C::CITY
                    | C::REGION
                    | C::COUNTRY
            );
        }
        model.settle();
        model
    }

    /// Brings the logarithms in line with the shares.
    pub(crate) fn settle(&mut self) {
        self.log_m = self.m.iter().map(|row| row.map(bits::log2)).collect();
        self.surprise = self
            .u
            .iter()
            .map(|row| row.map(|u| -bits::log2(u)))
            .collect();
        self.log_moved = bits::log2(self.moved);
        self.weights = (0..C::COUNT)
            .flat_map(|c| L::ALL.map(|level| (c, level)))
            .map(|(c, level)| Weights {
                same: at(&self.log_m, c, level),
                ties: std::array::from_fn(|tie| {
                    let row = self.ties.get(tie)?.log_m.get(c)?.as_ref()?;
                    row.get(level.index()).copied()
                }),
            })
            .collect();
        self.rarity = Rarity::of(self.profiles, self.family);
    }

    /// The most that may be taken to differ among pairs of one entity.
    ///
    /// Learning without labels finds whatever forms groups: colleagues as soon as persons. What makes
    /// a pair one entity is fixed here: it mostly has one name, one birthday and one number.
    pub(crate) fn hold(&mut self) {
        for (row, c) in self.m.iter_mut().zip(C::all()) {
            let (held, most) = match as_known(c, &self.extras) {
                C::GIVEN => (L::Different, 0.05),
                C::FAMILY => (L::Different, 0.07),
                C::NAME => (L::Different, 0.15),
                C::BIRTH => (L::Different, 0.3),
                // Colleagues have mailboxes and numbers side by side; one person seldom does.
                C::EMAIL | C::PHONE => (L::Range, 0.03),
                _ => continue,
            };
            let share = row.get(held.index()).copied().unwrap_or(0.0);
            if share > most {
                let (others, rest) = (1.0 - share, 1.0 - most);
                for (level, share) in L::ALL.iter().zip(row.iter_mut()) {
                    *share = if *level == held {
                        most
                    } else {
                        *share * rest / others
                    };
                }
            }
        }
    }

    pub(crate) fn is_movable(&self, c: usize) -> bool {
        self.movable.get(c).copied().unwrap_or(false)
    }

    /// What a level weighs, given how surprising it is in others.
    pub(crate) fn weight(&self, c: C, level: L, surprise: Bits) -> Bits {
        at(&self.log_m, c.index(), level) + surprise
    }

    /// What a level weighs for a value of average frequency.
    pub(crate) fn average_weight(&self, c: C, level: L) -> Bits {
        at(&self.log_m, c.index(), level) + at(&self.surprise, c.index(), level)
    }

    /// log2 of the odds that two profiles taken at random are one entity, in hundredths.
    pub fn prior(&self) -> Bits {
        self.prior
    }

    /// Weighs a pair.
    pub fn weigh(&self, pattern: &Pattern) -> Weighed {
        let (mut plain, mut place) = (0, 0);
        let mut ties = [(0, 0); TIES.len()];
        for (c, level, surprise) in pattern.evidence() {
            let Some(weights) = self.weights.get(c * L::COUNT + level.index()) else {
                continue;
            };
            let surprise = Bits::from(surprise);
            plain += weights.same + surprise;
            if self.is_movable(c) {
                place += weights.same + surprise;
            }
            for ((sum, pivot), log_m) in ties.iter_mut().zip(weights.ties) {
                if let Some(log_m) = log_m {
                    *sum += log_m + surprise;
                    *pivot = (log_m + surprise).max(*pivot);
                }
            }
        }
        // The strongest shared value is met by chance, and the others come with it.
        let mut alternatives = if pattern.has_one_name() {
            self.namesakes
        } else {
            0
        };
        for (sum, pivot) in ties {
            if pivot > 0 {
                alternatives = bits::sum(alternatives, sum - pivot - 200);
            }
        }
        let moved = bits::sum(0, self.log_moved - place);
        Weighed {
            score: plain - alternatives + moved,
            tie: -alternatives,
            moved,
        }
    }

    /// The probability that a pair of so much score is one entity.
    pub fn probability(&self, score: Bits) -> f64 {
        bits::probability(score + self.prior)
    }
}

/// What a model has learned, for keeping: the same state gives the same model.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// How each extra attribute is compared.
    pub extras: [Option<Extra>; EXTRAS],
    /// How many profiles there are.
    pub profiles: u32,
    /// How many of them an entity has on average.
    pub family: f64,
    /// log2 of the prior odds, in hundredths.
    pub prior: Bits,
    /// log2 of how much more frequent namesakes are than by chance, in hundredths.
    pub namesakes: Bits,
    /// The share of an entity's pairs between which it moved.
    pub moved: f64,
    /// For each comparison, its levels' shares among pairs of one entity.
    pub m: Vec<[f64; L::COUNT]>,
    /// For each comparison, its levels' shares among other pairs.
    pub u: Vec<[f64; L::COUNT]>,
}

impl Model {
    /// What it has learned.
    pub fn state(&self) -> State {
        State {
            extras: self.extras,
            profiles: self.profiles,
            family: self.family,
            prior: self.prior,
            namesakes: self.namesakes,
            moved: self.moved,
            m: self.m.clone(),
            u: self.u.clone(),
        }
    }

    /// The model of a kept state. Shares that are missing or no shares are those of the ready-made
    /// model.
    pub fn of(state: &State) -> Self {
        let mut model = Self::ready(state.profiles, state.extras);
        let is_share =
            |row: &[f64; L::COUNT]| row.iter().all(|share| (1e-12..=1.0).contains(share));
        for (rows, kept) in [(&mut model.m, &state.m), (&mut model.u, &state.u)] {
            for (row, kept) in rows.iter_mut().zip(kept) {
                if is_share(kept) {
                    *row = *kept;
                }
            }
        }
        model.family = state.family.clamp(1.0, 20.0);
        model.prior = state.prior;
        model.namesakes = state.namesakes;
        model.moved = state.moved.clamp(0.001, 0.5);
        model.settle();
        model
    }
}

fn at(table: &[[Bits; L::COUNT]], c: usize, level: L) -> Bits {
    let row = table.get(c);
    row.and_then(|row| row.get(level.index()))
        .copied()
        .unwrap_or(0)
}

fn logs(row: [f64; L::COUNT]) -> [Bits; L::COUNT] {
    row.map(bits::log2)
}

/// The comparison that an extra attribute resembles in what it shares.
fn as_known(c: C, extras: &[Option<Extra>; EXTRAS]) -> C {
    match c
        .extra_number()
        .and_then(|number| extras.get(number).copied().flatten())
    {
        Some(Extra::Url) => C::ORGANISATION,
        _ => c,
    }
}

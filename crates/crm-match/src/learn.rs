//! What a collection teaches about itself, without labels.

use crate::attribute::Slot;
use crate::bits;
use crate::collection::Collection;
use crate::compare::{Pattern, compare};
use crate::frequency;
use crate::level::{Comparison as C, Level as L};
use crate::model::Model;

/// Fits `u` to pairs taken at random, nearly all of which are different entities.
pub(crate) fn chance(model: &mut Model, collection: &Collection, pairs: u32) {
    /// How much the ready-made shares count, in pairs.
    const TRUST: f64 = 500.0;
    let rows = u64::try_from(collection.len()).unwrap_or(0);
    if rows < 2 {
        return;
    }
    let mut counts = vec![[0.0_f64; L::COUNT]; C::COUNT];
    let mut state = 0x1234_5678_9ABC_DEF0_u64;
    for _ in 0..pairs {
        let mut draw = || {
            state = crate::hash::join(state, 0x9E37_79B9_7F4A_7C15);
            u32::try_from(state % rows).unwrap_or(0)
        };
        let (a, b) = (draw(), draw());
        if a == b {
            continue;
        }
        let pattern = compare(model, &collection.view(a), &collection.view(b));
        for (c, level, _) in pattern.evidence() {
            if let Some(count) = counts.get_mut(c).and_then(|row| row.get_mut(level.index())) {
                *count += 1.0;
            }
        }
    }
    for (shares, counts) in model.u.iter_mut().zip(&counts) {
        fit(shares, counts, TRUST);
    }
    model.random = model.u.clone();
    model.same_names = (0..model.profiles)
        .filter_map(|row| collection.view(row).first(Slot::FULL_NAME))
        .map(|name| (frequency::count(name.frequency) - 1.0) / 2.0)
        .sum();
    model.settle();
}

/// A pattern with the weight that a sampled pair has for the whole.
pub(crate) struct Sampled {
    pub(crate) pattern: Pattern,
}

/// Fits `m` and the prior to candidate pairs by expectation and maximisation.
///
/// `share` is the part of all candidate pairs that was sampled.
pub(crate) fn fit_to(model: &mut Model, sample: &[Sampled], share: f64, rounds: u32) {
    /// How much the ready-made shares count, in pairs of one entity.
    const TRUST: f64 = 60.0;
    let ready = model.m.clone();
    for _ in 0..rounds {
        let mut counts = vec![[0.0_f64; L::COUNT]; C::COUNT];
        let (mut same, mut moves, mut one_name) = (0.0, 0.0, 0.0);
        for pair in sample {
            let weighed = model.weigh(&pair.pattern);
            let probability = model.probability(weighed.score);
            if pair.pattern.level(C::GIVEN) == Some(L::Exact)
                && pair.pattern.level(C::FAMILY) == Some(L::Exact)
            {
                one_name += probability;
            }
            if probability < 0.001 {
                continue;
            }
            same += probability;
            let stayed = bits::exp2(-weighed.moved);
            moves += probability * (1.0 - stayed);
            for (c, level, _) in pair.pattern.evidence() {
                if let Some(count) = counts.get_mut(c).and_then(|row| row.get_mut(level.index())) {
                    *count += if model.is_movable(c) {
                        probability * stayed
                    } else {
                        probability
                    };
                }
            }
        }
        for ((shares, counts), ready) in model.m.iter_mut().zip(&counts).zip(&ready) {
            *shares = *ready;
            fit(shares, counts, TRUST);
        }
        model.hold();
        model.moved = ((0.08 * TRUST + moves) / (TRUST + same)).clamp(0.005, 0.3);
        let rows = f64::from(model.profiles);
        let all_pairs = (rows * (rows - 1.0) / 2.0).max(1.0);
        let same_pairs = (same / share.max(1e-9)) + 0.02 * rows;
        let odds = same_pairs / all_pairs;
        for ((u, random), m) in model.u.iter_mut().zip(&model.random).zip(&model.m) {
            for ((u, random), m) in u.iter_mut().zip(random).zip(m) {
                *u = ((random - odds * m) / (1.0 - odds)).max(random / 20.0);
            }
        }
        let exact = |c: C| {
            model
                .u
                .get(c.index())
                .and_then(|row| row.first())
                .copied()
                .unwrap_or(0.0)
        };
        let expected = all_pairs * exact(C::GIVEN) * exact(C::FAMILY);
        let namesakes = (model.same_names - one_name / share.max(1e-9)).max(0.0);
        let excess = (namesakes + 4.0 * 20.0) / (expected + 20.0);
        model.namesakes = bits::log2(excess).clamp(0, 800);
        model.prior = bits::log2((same_pairs / all_pairs).min(0.3));
        model.family = (1.0 + 2.0 * same_pairs / rows).min(20.0);
        model.settle();
    }
}

/// Shares as counted, the ready-made ones counting as so many.
fn fit(shares: &mut [f64; L::COUNT], counts: &[f64; L::COUNT], trust: f64) {
    let total: f64 = counts.iter().sum();
    for (share, count) in shares.iter_mut().zip(counts) {
        *share = (*share * trust + count) / (trust + total);
    }
}

//! A whole collection at once: learn, block, compare, cluster.

use crate::attribute::{EXTRAS, Extra};
use crate::bits::Bits;
use crate::candidates::{Blocks, Budget};
use crate::cluster::{Entities, Link, entities};
use crate::collection::Collection;
use crate::compare::compare;
use crate::learn::{self, Sampled};
use crate::model::Model;

/// What matching a collection found.
#[derive(Debug)]
pub struct Outcome {
    /// The model fitted to the collection.
    pub model: Model,
    /// Who is whom, and the pairs whose odds are not hopeless.
    pub entities: Entities,
    /// How many pairs were compared.
    pub compared: u64,
    blocks: Blocks,
    /// The number that each profile had before they were sorted.
    order: Vec<u32>,
}

impl Outcome {
    /// Calls back with every pair that was compared.
    pub fn for_each_candidate(&self, mut at_pair: impl FnMut(u32, u32)) {
        let mut found = Vec::new();
        for one in 0..self.model.profiles {
            self.blocks.after(one, &mut found);
            let before = |row: u32| self.order.get(row as usize).copied().unwrap_or(row);
            for other in &found {
                let (one, other) = (before(one), before(*other));
                at_pair(one.min(other), one.max(other));
            }
        }
    }
}

/// Links below these odds are not kept.
const FLOOR: Bits = -700;
/// How many pairs taken at random show what chance does.
const RANDOM_PAIRS: u32 = 200_000;
/// How often expectation and maximisation take turns.
const ROUNDS: u32 = 12;
/// How many profiles a thread takes at a time.
const RUN: usize = 256;
/// What comparing may cost; see [`Budget`].
const BUDGET: Budget = Budget {
    least: 2_000_000,
    each: 8,
};

/// Matches a collection with itself, on so many threads, which change nothing but the time it takes.
///
/// `done` hears the name of each stage at its end.
pub fn run(
    collection: Collection,
    extras: [Option<Extra>; EXTRAS],
    threads: usize,
    mut done: impl FnMut(&'static str),
) -> Outcome {
    let rows = u32::try_from(collection.len()).unwrap_or(u32::MAX);
    let (mut collection, order) = {
        let given = collection;
        given.sorted()
    };
    collection.count_values();
    done("count");
    let mut model = Model::ready(rows, extras);
    learn::chance(&mut model, &collection, RANDOM_PAIRS);
    done("chance");
    let blocks = Blocks::of(&collection, &extras, BUDGET, threads);
    done("block");
    let (sample, share) = sample(&model, &collection, &blocks, rows);
    learn::fit_to(&mut model, &sample, share, ROUNDS);
    drop(sample);
    done("learn");
    let parts = std::thread::scope(|scope| {
        let part = |part| {
            let (model, collection, blocks) = (&model, &collection, &blocks);
            // Runs of neighbours, dealt out in turn.
            let is_mine = move |row: &u32| (*row as usize / RUN) % threads.max(1) == part;
            let rows = (0..rows).filter(is_mine);
            scope.spawn(move || score(model, collection, blocks, rows))
        };
        let workers: Vec<_> = (0..threads.max(1)).map(part).collect();
        let results = workers.into_iter().filter_map(|worker| worker.join().ok());
        results.collect::<Vec<_>>()
    });
    let compared = parts.iter().map(|part| part.1).sum();
    let mut links: Vec<Link> = parts.into_iter().flat_map(|part| part.0).collect();
    links.sort_unstable_by_key(|link| (link.one, link.other));
    done("compare");
    let odds = |one, other| {
        let pattern = compare(&model, &collection.view(one), &collection.view(other));
        model.weigh(&pattern).score + model.prior
    };
    let entities = entities(rows, &links, odds).renumbered(&order);
    done("cluster");
    Outcome {
        model,
        entities,
        compared,
        blocks,
        order,
    }
}

fn score(
    model: &Model,
    collection: &Collection,
    blocks: &Blocks,
    rows: impl Iterator<Item = u32>,
) -> (Vec<Link>, u64) {
    let (mut links, mut compared) = (Vec::new(), 0);
    let mut found = Vec::new();
    for one in rows {
        blocks.after(one, &mut found);
        if found.is_empty() {
            continue;
        }
        compared += found.len() as u64;
        let view = collection.view(one);
        for other in &found {
            let pattern = compare(model, &view, &collection.view(*other));
            let odds = model.weigh(&pattern).score + model.prior;
            if odds > FLOOR {
                links.push(Link {
                    one,
                    other: *other,
                    odds,
                    resolved: odds,
                });
            }
        }
    }
    (links, compared)
}

/// Patterns of all candidates of every so-many-th profile, and the part of the whole they are.
fn sample(
    model: &Model,
    collection: &Collection,
    blocks: &Blocks,
    rows: u32,
) -> (Vec<Sampled>, f64) {
    const ROWS: u32 = 12_000;
    let step = rows.div_ceil(ROWS).max(1);
    let mut sample = Vec::new();
    let mut found = Vec::new();
    for one in (0..rows).step_by(step as usize) {
        blocks.after(one, &mut found);
        let view = collection.view(one);
        for other in &found {
            sample.push(Sampled {
                pattern: compare(model, &view, &collection.view(*other)),
            });
        }
    }
    (sample, 1.0 / f64::from(step))
}

//! A whole collection at once: learn, block, compare, cluster.

use std::time::Instant;

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
    /// How many pairs were compared.
    pub compared: u64,
    /// Who is whom, and the pairs whose odds are not hopeless.
    pub entities: Entities,
    /// What each stage took, in seconds.
    pub seconds: Vec<(&'static str, f64)>,
}

/// Links below these odds are not kept.
const FLOOR: Bits = -700;

/// Matches a collection with itself. `has_pair` is asked nothing; it exists for measuring recall.
pub fn run(
    mut collection: Collection,
    extras: [Option<Extra>; EXTRAS],
    threads: usize,
    mut on_candidate: impl FnMut(u32, u32),
) -> Outcome {
    let rows = u32::try_from(collection.len()).unwrap_or(u32::MAX);
    let mut seconds = Vec::new();
    let mut last = Instant::now();
    let mut lap = |name, last: &mut Instant| {
        seconds.push((name, last.elapsed().as_secs_f64()));
        *last = Instant::now();
    };
    collection.count_values();
    lap("count", &mut last);
    let mut model = Model::ready(rows, extras);
    learn::chance(&mut model, &collection, 200_000);
    lap("chance", &mut last);
    let blocks = Blocks::of(
        &collection,
        &extras,
        Budget {
            least: 2_000_000,
            each: 8,
        },
        threads,
    );
    lap("block", &mut last);
    let (sample, share) = sample(&model, &collection, &blocks, rows);
    learn::fit_to(&mut model, &sample, share, 12);
    drop(sample);
    lap("learn", &mut last);
    let parts = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|part| {
                let (model, collection, blocks) = (&model, &collection, &blocks);
                scope.spawn(move || {
                    score(
                        model,
                        collection,
                        blocks,
                        (0..rows).skip(part).step_by(threads),
                    )
                })
            })
            .collect();
        workers
            .into_iter()
            .filter_map(|worker| worker.join().ok())
            .collect::<Vec<_>>()
    });
    let compared = parts.iter().map(|part| part.1).sum();
    let mut links: Vec<Link> = parts.into_iter().flat_map(|part| part.0).collect();
    links.sort_unstable_by_key(|link| (link.one, link.other));
    lap("compare", &mut last);
    let odds = |one, other| {
        let pattern = compare(&model, &collection.view(one), &collection.view(other));
        model.weigh(&pattern).score + model.prior
    };
    let entities = entities(rows, &links, odds);
    drop(links);
    lap("cluster", &mut last);
    let mut found = Vec::new();
    for row in 0..rows {
        blocks.after(row, &mut found);
        for other in &found {
            on_candidate(row, *other);
        }
    }
    Outcome {
        model,
        compared,
        entities,
        seconds,
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

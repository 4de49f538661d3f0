//! Real operations at random: SQLite and the reference store answer and hold the same.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // a test may fail; it tells what it did

use std::sync::Arc;

use crm_core::memory::MemoryStorage;
use crm_core::operation::OPERATIONS;
use crm_core::port::Storage;
use crm_core::testkit::simulation::{Tally, compare, part_again, setting, transcript};
use crm_store::SqliteStorage;

/// What no caller calls: files in and out, whose formats the domain alone does not have.
const UNASKED: &[&str] = &[
    "calendar.item",
    "calendar.read",
    "exports.contacts",
    "exports.accounts",
    "exports.leads",
    "exports.deals",
    "imports.plan",
    "imports.apply",
    "imports.cancel",
    "imports.get",
    "imports.rows",
    "imports.undo",
];

fn memory() -> Arc<dyn Storage> {
    Arc::new(MemoryStorage::default())
}

fn sqlite() -> Arc<dyn Storage> {
    Arc::new(SqliteStorage::in_memory().unwrap())
}

#[test]
fn sqlite_and_memory_answer_and_hold_the_same() {
    // Many short lives: a young store and a full one both matter, and states stay small.
    const LIFE: u32 = 1_000;
    /// So many operations get round to everything.
    const USUAL: u64 = 100_000;
    let first = setting("CRM_SIM_SEED", 1);
    let operations = setting("CRM_SIM_OPERATIONS", USUAL);
    let lives = operations.div_ceil(LIFE.into());
    // A life does not depend on the others, so the processors share them.
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let mut tally = Tally::default();
    std::thread::scope(|scope| {
        let shares: Vec<_> = (first..)
            .take(workers)
            .map(|from| {
                scope.spawn(move || {
                    let mut share = Tally::default();
                    for seed in (from..first + lives).step_by(workers) {
                        compare(seed, LIFE, &memory(), &sqlite(), &mut share);
                    }
                    share
                })
            })
            .collect();
        for share in shares {
            tally.add(share.join().unwrap());
        }
    });
    let (answered, refused) = tally.total();
    println!("{answered} answered, {refused} refused");
    for (operation, fate) in &tally.0 {
        let refusal = fate.refusal.as_deref().unwrap_or_default();
        let (answered, refused) = (fate.answered, fate.refused);
        println!("{operation}: {answered} and {refused} {refusal}");
    }
    assert!(
        answered > refused,
        "a run that is mostly refused shows little"
    );
    if operations < USUAL {
        return;
    }
    let never = tally.0.iter().filter(|(_, fate)| fate.answered == 0);
    let never: Vec<_> = never
        .map(|(operation, fate)| {
            format!(
                "{operation}: {}",
                fate.refusal.as_deref().unwrap_or_default()
            )
        })
        .collect();
    assert!(never.is_empty(), "never answered:\n{}", never.join("\n"));
    let unasked: Vec<_> = OPERATIONS
        .iter()
        .map(|info| info.name)
        .filter(|name| !tally.0.contains_key(name))
        .collect();
    assert_eq!(unasked, UNASKED);
}

#[test]
fn the_same_seed_twice_gives_the_same_bytes() {
    for seed in 1..4 {
        let one = transcript(seed, 300, &sqlite(), false);
        assert!(
            one == transcript(seed, 300, &sqlite(), false),
            "seed {seed}"
        );
        assert!(
            one == transcript(seed, 300, &memory(), false),
            "seed {seed}"
        );
    }
}

#[test]
fn what_one_tenant_does_shows_in_no_answer_to_another() {
    for seed in 1..6 {
        let alone = transcript(seed, 300, &sqlite(), false);
        let beside = transcript(seed, 300, &sqlite(), true);
        assert!(alone == beside, "seed {seed}");
    }
}

#[test]
fn what_is_merged_and_parted_again_is_as_it_was_in_every_table_4_6() {
    // `CRM_SIM_OPERATIONS` counts the calls of both stores.
    const LIFE: usize = 400;
    let first = setting("CRM_SIM_SEED", 1);
    let lives = setting("CRM_SIM_OPERATIONS", 16_000).div_ceil(2 * LIFE as u64);
    let mut parted = 0;
    for seed in first..first + lives {
        let [one, two] = [memory(), sqlite()].map(|store| part_again(seed, LIFE, &store));
        assert_eq!(one, two, "seed {seed}");
        parted += one + two;
    }
    println!("{parted} merges undone in {} histories", 2 * lives);
    assert!(parted as u64 > 2 * lives, "too few records could be merged");
}

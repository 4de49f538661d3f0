//! Measures the matcher on labelled tables.
//!
//! A table is read, its columns are mapped to what the matcher knows by their names and content,
//! it is matched with the shipped model and no labels, and only then are the labels looked at.
#![forbid(unsafe_code)]

pub mod columns;
pub mod figures;
pub mod mistakes;
pub mod table;

use std::time::Instant;

use crm_match::batch;
use serde_json::{Value, json};
use table::Table;

/// Matches a table and says how well that went.
pub fn report(table: Table, name: &str, mistakes: usize) -> (Value, Vec<String>) {
    let Table {
        collection,
        extras,
        truth,
        columns,
        rows,
        seconds,
    } = table;
    let bytes = collection.size();
    let kept = (mistakes > 0).then(|| collection.clone());
    let (mut stages, mut last) = (vec![("read", seconds)], Instant::now());
    let outcome = batch::run(collection, extras, table::THREADS, |stage| {
        stages.push((stage, last.elapsed().as_secs_f64()));
        last = Instant::now();
    });
    let peak = figures::peak();
    let mut found = 0_u64;
    outcome.for_each_candidate(|one, other| {
        found += u64::from(truth.get(one as usize) == truth.get(other as usize));
    });
    let figures = figures::of(&outcome, &truth);
    let told = kept.map_or_else(Vec::new, |kept| {
        mistakes::list(&outcome, &truth, &rows, kept, mistakes)
    });
    let total: f64 = stages.iter().map(|stage| stage.1).sum();
    let seconds: serde_json::Map<String, Value> = stages
        .into_iter()
        .map(|(stage, time)| (stage.to_owned(), json!(figures::round(time))))
        .collect();
    let report = json!({
        "data": name,
        "rows": truth.len(),
        "columns": columns,
        "gold_pairs": figures.gold,
        "pairs_compared": outcome.compared,
        "blocking_recall": figures::ratio(found, figures.gold),
        "pairs": figures.pairs,
        "pairs_alone": figures.alone,
        "clusters": figures.clusters,
        "seconds": seconds,
        "total": figures::round(total),
        "profile_bytes": bytes,
        "peak_mb": peak,
    });
    (report, told)
}

//! Measures the matcher on labelled tables.
//!
//! A table is read, its columns are mapped to what the matcher knows by their names and content,
//! it is matched with the shipped model and no labels, and only then are the labels looked at.
#![forbid(unsafe_code)]

pub mod columns;
pub mod figures;
pub mod mistakes;
pub mod table;

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
    let mut found = 0_u64;
    let outcome = batch::run(collection, extras, table::THREADS, |one, other| {
        found += u64::from(truth.get(one as usize) == truth.get(other as usize));
    });
    let figures = figures::of(&outcome, &truth);
    let told = kept.map_or_else(Vec::new, |kept| {
        mistakes::list(&outcome, &truth, &rows, kept, mistakes)
    });
    let mut stages = serde_json::Map::new();
    let mut total = 0.0;
    for (stage, time) in std::iter::once(("read", seconds)).chain(outcome.seconds.iter().copied()) {
        stages.insert(stage.to_owned(), json!(figures::round(time)));
        total += time;
    }
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
        "seconds": stages,
        "total": figures::round(total),
        "profile_bytes": bytes,
        "peak_mb": figures::peak(),
    });
    (report, told)
}

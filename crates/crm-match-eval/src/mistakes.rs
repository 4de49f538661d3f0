//! Pairs that were got wrong, with what spoke for and against them.

use std::collections::{BTreeMap, BTreeSet};

use crm_match::batch::Outcome;
use crm_match::{Collection, Explanation, explain};
use csv::StringRecord;

/// Up to so many wrong pairs and as many missed ones, spread over the table.
pub fn list(
    outcome: &Outcome,
    truth: &[u32],
    rows: &[StringRecord],
    mut collection: Collection,
    most: usize,
) -> Vec<String> {
    collection.count_values();
    let is_same = |one: u32, other: u32| truth.get(one as usize) == truth.get(other as usize);
    let links = &outcome.entities.links;
    let found: BTreeSet<(u32, u32)> = links
        .iter()
        .filter(|link| link.resolved > 0)
        .map(|link| (link.one, link.other))
        .collect();
    let wrong: Vec<(u32, u32)> = found
        .iter()
        .copied()
        .filter(|(one, other)| !is_same(*one, *other))
        .collect();
    let mut entities: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (row, label) in (0..).zip(truth) {
        entities.entry(*label).or_default().push(row);
    }
    let pairs = entities.values().flat_map(|rows| {
        rows.iter()
            .enumerate()
            .flat_map(|(at, one)| rows.iter().skip(at + 1).map(|other| (*one, *other)))
    });
    let missed: Vec<(u32, u32)> = pairs.filter(|pair| !found.contains(pair)).collect();
    let show = |kind: &str, (one, other): (u32, u32)| {
        let row = |row: u32| {
            rows.get(row as usize)
                .map(|row| row.iter().collect::<Vec<_>>().join("|"))
        };
        let explained = explain(
            &outcome.model,
            &collection.view(one),
            &collection.view(other),
        );
        format!(
            "{kind} {}\n  {}\n  {}",
            line(&explained),
            row(one).unwrap_or_default(),
            row(other).unwrap_or_default()
        )
    };
    let spread = |pairs: &[(u32, u32)], kind: &str| -> Vec<String> {
        let step = pairs.len().div_ceil(most.max(1)).max(1);
        pairs
            .iter()
            .step_by(step)
            .map(|pair| show(kind, *pair))
            .collect()
    };
    [spread(&wrong, "WRONG"), spread(&missed, "MISSED")].concat()
}

fn line(explained: &Explanation) -> String {
    let steps = explained.waterfall();
    let levels = explained
        .evidence
        .iter()
        .map(|evidence| format!("{}={:?}", evidence.comparison.name(), evidence.level));
    let weights = steps
        .iter()
        .map(|step| format!("{}{:+}", step.label, step.to - step.from));
    let (levels, weights): (Vec<_>, Vec<_>) = (levels.collect(), weights.collect());
    format!(
        "{} [{}] {}",
        explained.odds,
        levels.join(" "),
        weights.join(" ")
    )
}

//! Precision, recall and their kin.

use std::collections::HashMap;

use crm_match::Link;
use crm_match::batch::Outcome;
use serde_json::{Value, json};

/// How well a table was matched.
#[derive(Debug)]
pub struct Figures {
    /// Pairs of one entity.
    pub gold: u64,
    /// Pairs as they are reported, at the default threshold and at the best.
    pub pairs: Value,
    /// The same before the groups around them are heard.
    pub alone: Value,
    /// Entities.
    pub clusters: Value,
}

/// A share to four places; 0 of nothing.
pub fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        round(float(part) / float(whole))
    }
}

/// Four places after the point.
pub fn round(x: f64) -> f64 {
    (x * 10_000.0).round() / 10_000.0
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of pairs are far below 2^52"
)]
fn float(n: u64) -> f64 {
    n as f64
}

fn pairs(n: u64) -> u64 {
    n * n.saturating_sub(1) / 2
}

fn row(hits: u64, found: u64, gold: u64) -> (Value, f64) {
    let f1 = if found + gold == 0 {
        1.0
    } else {
        2.0 * float(hits) / float(found + gold)
    };
    (
        json!({"precision": ratio(hits, found), "recall": ratio(hits, gold), "f1": round(f1)}),
        f1,
    )
}

/// Compares an outcome with the true entity of each row.
pub fn of(outcome: &Outcome, truth: &[u32]) -> Figures {
    let mut sizes: HashMap<u32, u64> = HashMap::new();
    for label in truth {
        *sizes.entry(*label).or_default() += 1;
    }
    let gold = sizes.values().map(|n| pairs(*n)).sum();
    Figures {
        gold,
        pairs: sweep(outcome, truth, gold, |link| link.resolved),
        alone: sweep(outcome, truth, gold, |link| link.odds),
        clusters: clusters(outcome, truth, gold, &sizes),
    }
}

/// Figures at the default threshold, even odds, and at the best one.
fn sweep(outcome: &Outcome, truth: &[u32], gold: u64, odds: impl Fn(&Link) -> i32) -> Value {
    let is_same = |link: &Link| truth.get(link.one as usize) == truth.get(link.other as usize);
    let mut links: Vec<(i32, bool)> = outcome
        .entities
        .links
        .iter()
        .map(|link| (odds(link), is_same(link)))
        .collect();
    links.sort_unstable_by_key(|link| -link.0);
    let (mut found, mut hits) = (0_u64, 0_u64);
    let (mut best, mut best_f1) = (row(0, 0, gold).0, -1.0);
    let mut default = row(0, 0, gold).0;
    for same in links.chunk_by(|a, b| a.0 == b.0) {
        found += same.len() as u64;
        hits += same.iter().filter(|link| link.1).count() as u64;
        let (figures, f1) = row(hits, found, gold);
        let odds = same.first().map_or(0, |link| link.0);
        if odds > 0 {
            default = figures.clone();
        }
        if f1 > best_f1 {
            best_f1 = f1;
            best = figures;
            if let Some(best) = best.as_object_mut() {
                best.insert("odds_bits".into(), json!(f64::from(odds) / 100.0));
            }
        }
    }
    json!({"default": default, "best": best})
}

fn clusters(outcome: &Outcome, truth: &[u32], gold: u64, gold_sizes: &HashMap<u32, u64>) -> Value {
    let mut sizes: HashMap<u32, u64> = HashMap::new();
    let mut both: HashMap<(u32, u32), u64> = HashMap::new();
    for (cluster, label) in outcome.entities.of.iter().zip(truth) {
        *sizes.entry(*cluster).or_default() += 1;
        *both.entry((*cluster, *label)).or_default() += 1;
    }
    let found: u64 = sizes.values().map(|n| pairs(*n)).sum();
    let hits: u64 = both.values().map(|n| pairs(*n)).sum();
    let n = float(truth.len().max(1) as u64);
    let share = |of: &dyn Fn(&(u32, u32)) -> u64| {
        let mut terms: Vec<f64> = both
            .iter()
            .map(|(key, count)| float(count * count) / float(of(key)))
            .collect();
        terms.sort_by(f64::total_cmp);
        terms.iter().sum::<f64>() / n
    };
    let precision = share(&|key| sizes.get(&key.0).copied().unwrap_or(1));
    let recall = share(&|key| gold_sizes.get(&key.1).copied().unwrap_or(1));
    let mut pure: HashMap<u32, u64> = HashMap::new();
    for (cluster, _) in both.keys() {
        *pure.entry(*cluster).or_default() += 1;
    }
    let wrong = pure
        .iter()
        .filter(|(_, labels)| **labels > 1)
        .filter_map(|(cluster, _)| sizes.get(cluster))
        .max();
    let mut figures = row(hits, found, gold).0;
    if let Some(figures) = figures.as_object_mut() {
        figures.insert(
            "b_cubed_f1".into(),
            json!(round(
                2.0 * precision * recall / (precision + recall).max(1e-9)
            )),
        );
        figures.insert("largest_wrong".into(), json!(wrong.copied().unwrap_or(0)));
        figures.insert("count".into(), json!(sizes.len()));
    }
    figures
}

/// The most memory the process has had, in megabytes; 0 where the system does not tell.
pub fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok())
        .map_or(0, |kilobytes| kilobytes / 1_024)
}

//! Measures the matcher on a labelled table and prints JSON.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "a command line program speaks on standard output")]

mod columns;
mod figures;

use std::collections::{HashMap, HashSet};
use std::time::Instant;

use crm_match::{Attribute, Collection, Draft, EXTRAS, Extra, Profile, batch};
use serde_json::json;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).cloned()
    };
    let file = value("--data").ok_or("--data FILE.csv is missing")?;
    let gold = value("--gold").ok_or("--gold COLUMN is missing")?;
    let map = value("--map").unwrap_or_default();
    let errors: usize = value("--errors").and_then(|n| n.parse().ok()).unwrap_or(0);

    let start = Instant::now();
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(&file)?;
    let headers: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
    let mut head = Vec::new();
    for record in reader.records().take(2_000) {
        head.push(record?);
    }
    let chosen = columns::map(&headers, &head, &gold, &map)?;
    let gold_at = headers.iter().position(|name| *name == gold).ok_or("no such gold column")?;
    let parts = std::thread::scope(|scope| {
        let part = |part: usize| {
            let (file, chosen) = (&file, &chosen);
            scope.spawn(move || read_part(file, chosen, gold_at, part))
        };
        let workers: Vec<_> = (0..THREADS).map(part).collect();
        workers.into_iter().filter_map(|worker| worker.join().ok()?.ok()).collect::<Vec<_>>()
    });
    let mut collection = Collection::default();
    let mut labels: HashMap<String, u32> = HashMap::new();
    let mut truth = Vec::new();
    let mut parts: Vec<_> = parts.into_iter().map(Vec::into_iter).collect();
    let mut part = 0;
    while let Some(chunk) = parts.get_mut(part % THREADS).and_then(Iterator::next) {
        part += 1;
        for (profile, label) in chunk {
            collection.push(&profile);
            let next = u32::try_from(labels.len())?;
            truth.push(*labels.entry(label).or_insert(next));
        }
    }
    let mut raw: Vec<csv::StringRecord> = Vec::new();
    if errors > 0 {
        raw = csv::ReaderBuilder::new().flexible(true).from_path(&file)?.records().collect::<Result<_, _>>()?;
    }
    let read = start.elapsed().as_secs_f64();
    let mut extras: [Option<Extra>; EXTRAS] = [None; EXTRAS];
    for attribute in &chosen {
        if let Attribute::Extra(number, kind) = attribute
            && let Some(place) = extras.get_mut(usize::from(*number))
        {
            *place = Some(*kind);
        }
    }
    let bytes = collection.size();
    let (mut true_candidates, kept) = (0_u64, collection.clone());
    let outcome = batch::run(collection, extras, 2, |a, b| {
        true_candidates += u64::from(truth.get(a as usize) == truth.get(b as usize));
    });
    let seconds: f64 = read + outcome.seconds.iter().map(|stage| stage.1).sum::<f64>();
    let figures = figures::of(&outcome, &truth);
    if errors > 0 {
        explain(&outcome, &truth, &raw, &kept, errors);
    }
    let mut stages = serde_json::Map::new();
    stages.insert("read".into(), json!((read * 1_000.0).round() / 1_000.0));
    for (name, time) in &outcome.seconds {
        stages.insert((*name).into(), json!((time * 1_000.0).round() / 1_000.0));
    }
    let recall = figures::ratio(true_candidates, figures.gold);
    println!(
        "{}",
        json!({
            "data": file, "rows": truth.len(), "gold_pairs": figures.gold, "pairs_compared": outcome.compared, "blocking_recall": recall,
            "seconds": stages, "total": (seconds * 100.0).round() / 100.0, "peak_mb": figures::peak(), "profile_bytes": bytes,
            "pairs": figures.pairs, "pairs_alone": figures.alone, "clusters": figures.clusters,
            "prior": outcome.model.prior(), "columns": headers.iter().zip(&chosen).map(|(h, c)| format!("{h}={c:?}")).collect::<Vec<_>>(),
        })
    );
    Ok(())
}

/// How many threads read and compare.
const THREADS: usize = 2;
/// How many rows a thread takes at a time.
const CHUNK: usize = 1_024;

/// Every so-many-th chunk of rows, as profiles with their labels.
fn read_part(file: &str, chosen: &[Attribute], gold: usize, part: usize) -> Result<Vec<Vec<(Profile, String)>>, csv::Error> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(file)?;
    let mut record = csv::StringRecord::new();
    let mut chunks = Vec::new();
    let mut row = 0_usize;
    while reader.read_record(&mut record)? {
        let chunk = row / CHUNK;
        if chunk % THREADS == part {
            let mut draft = Draft::default();
            for (attribute, cell) in chosen.iter().zip(&record) {
                draft.add(*attribute, cell);
            }
            if row % CHUNK == 0 {
                chunks.push(Vec::with_capacity(CHUNK));
            }
            if let Some(last) = chunks.last_mut() {
                last.push((draft.profile(), record.get(gold).unwrap_or_default().to_owned()));
            }
        }
        row += 1;
    }
    Ok(chunks)
}

fn explain(outcome: &batch::Outcome, truth: &[u32], raw: &[csv::StringRecord], collection: &Collection, errors: usize) {
    let mut shown = [0; 2];
    let found: HashSet<(u32, u32)> = outcome.entities.links.iter().filter(|l| l.resolved > 0).map(|l| (l.one, l.other)).collect();
    let line = |row: u32| raw.get(row as usize).map(|r| r.iter().collect::<Vec<_>>().join("|")).unwrap_or_default();
    let at = |row: u32| truth.get(row as usize).copied();
    let mut collection = collection.clone();
    collection.count_values();
    let step = (found.len() / (errors * 2)).max(1);
    for link in outcome.entities.links.iter().filter(|l| l.resolved > 0 && at(l.one) != at(l.other)).step_by(step.min(7)) {
        shown[0] += 1;
        if shown[0] > errors { break; }
        println!("FP {} \n   {}\n   {}\n   {}", link.odds, line(link.one), line(link.other), line_of(&crm_match::explain(&outcome.model, &collection.view(link.one), &collection.view(link.other))));
    }
    let mut of: HashMap<u32, Vec<u32>> = HashMap::new();
    for (row, label) in (0_u32..).zip(truth) {
        of.entry(*label).or_default().push(row);
    }
    let mut entities: Vec<_> = of.into_values().collect();
    entities.sort();
    let mut n = 0;
    for rows in entities {
        for (i, a) in rows.iter().enumerate() {
            for b in rows.iter().skip(i + 1) {
                if !found.contains(&(*a, *b)) {
                    n += 1;
                    if n % 7 != 0 { continue; }
                    shown[1] += 1;
                    if shown[1] > errors { return; }
                    let odds = outcome.entities.links.iter().find(|l| l.one == *a && l.other == *b).map(|l| l.odds);
                    println!("FN {odds:?}\n   {}\n   {}\n   {}", line(*a), line(*b), line_of(&crm_match::explain(&outcome.model, &collection.view(*a), &collection.view(*b))));
                }
            }
        }
    }
}

fn line_of(explanation: &crm_match::Explanation) -> String {
    let parts: Vec<String> = explanation
        .evidence
        .iter()
        .map(|e| format!("{}={:?}:{}{:+}", e.comparison.name(), e.level, e.base, e.frequency))
        .collect();
    format!("{} tie={} moved={} prior={} odds={}", parts.join(" "), explanation.tie, explanation.moved, explanation.prior, explanation.odds)
}

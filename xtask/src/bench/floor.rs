//! The engine beside the floor: runs the criterion bench and puts the two medians side by side.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::page::{Section, cell, time};
use crate::Outcome;
use crate::checkout::Checkout;
use crate::tool::Tool;

/// What is measured, by the name of its group, and what the page calls it.
const OPERATIONS: &[(&str, &str)] = &[
    ("create", "create one, one commit"),
    ("update", "update three fields, one commit"),
    ("get", "get one by id"),
    ("page", "next page of 50 by name"),
    ("import", "import a CSV file, a row"),
];

/// Contacts in the store, as usual and at the full size.
const USUAL: u32 = 100_000;
const FULL: u32 = 1_000_000;
/// Rows of the imported file.
const IMPORT: u32 = 100_000;

/// Runs `cargo bench`; other arguments than `--full` go to it, to choose and narrow. The page is
/// written only by a run of everything.
pub(super) fn run(checkout: &Checkout, arguments: &[String]) -> Outcome {
    let full = arguments.first().is_some_and(|first| first == "--full");
    let narrowing = if full { &arguments[1..] } else { arguments };
    let results = checkout.target("criterion");
    for (operation, _) in OPERATIONS {
        // Medians of another run must not stand beside those of this one.
        for side in ["engine", "floor"] {
            let old = results.join(operation).join(side).join("new");
            if old.exists() {
                fs::remove_dir_all(&old).map_err(|error| format!("{}: {error}", old.display()))?;
            }
        }
    }
    let contacts = if full { FULL } else { USUAL };
    Tool::new("cargo")
        .args(["bench", "--quiet", "-p", "crm-benches", "--bench", "floor"])
        .args(narrowing)
        .with("CRITERION_HOME", &results)
        // Set in any case, so that the page never shows sizes that it does not name.
        .with("CRM_BENCH_CONTACTS", contacts.to_string())
        .with("CRM_BENCH_IMPORT", IMPORT.to_string())
        .within(checkout.root())
        .must()?;
    let rows = table(&results);
    if rows.is_empty() {
        return Ok(());
    }
    let (section, command) = if full {
        (Section::Full, "cargo xtask bench --full")
    } else {
        (Section::Floor, "cargo xtask bench")
    };
    let head = "| | engine | hand-written SQL | engine / SQL |\n|---|---:|---:|---:|\n";
    let table = format!("{head}{}", rows.concat());
    println!("\n{table}");
    if rows.len() == OPERATIONS.len() {
        section.write(checkout, command, &[], &table)?;
    }
    Ok(())
}

/// The rows of whatever both sides measured.
fn table(results: &Path) -> Vec<String> {
    let median = |operation: &str, side: &str| {
        let file = results
            .join(operation)
            .join(side)
            .join("new/estimates.json");
        let estimates: Value = serde_json::from_slice(&fs::read(file).ok()?).ok()?;
        estimates["median"]["point_estimate"].as_f64()
    };
    let row = |&(operation, title): &(&str, &str)| {
        let one = if operation == "import" {
            f64::from(IMPORT)
        } else {
            1.0
        };
        let engine = median(operation, "engine")? / one / 1e3;
        let floor = median(operation, "floor")? / one / 1e3;
        let ratio = cell(engine / floor);
        Some(format!(
            "| {title} | {} | {} | {ratio} |\n",
            time(engine),
            time(floor)
        ))
    };
    OPERATIONS.iter().filter_map(row).collect()
}

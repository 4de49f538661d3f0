//! Runs `conformance/*.json` through the JSON gateway, over the reference store and over SQLite; the
//! format is described beside the cases.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test runner of its own speaks and stops"
)]

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::Value;

mod steps;

/// The seed that every case runs with.
const SEED: u64 = 1;

fn main() -> ExitCode {
    if std::env::args().any(|argument| argument == "--list") {
        return ExitCode::SUCCESS;
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conformance");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "json"))
        .collect();
    files.sort();
    let mut failed = 0_usize;
    for file in &files {
        let case: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            steps::run(
                &case,
                &crm::open_simulated(SEED).unwrap(),
                &mut |_, _, _| (),
            )?;
            steps::run(&case, &simulated_over_sqlite(), &mut |_, _, _| ())
                .map_err(|reason| format!("SQLite, {reason}"))
        }));
        if !matches!(outcome, Ok(Ok(()))) {
            failed += 1;
            let reason = outcome.map_or_else(|_| "panicked".to_owned(), |told| told.unwrap_err());
            println!("{} ({}): {reason}", case["name"], file.display());
        }
    }
    let passed = files.len() - failed;
    let verdict = if failed == 0 { "ok" } else { "FAILED" };
    println!("conformance: {} cases", files.len());
    println!("test result: {verdict}. {passed} passed; {failed} failed; 0 ignored");
    if failed == 0 && passed > 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// The simulated engine with the store that users have.
fn simulated_over_sqlite() -> crm::Engine {
    crm::Engine::builder(
        crm_store::SqliteStorage::in_memory().unwrap(),
        crm::memory::SimulatedClock::default(),
        crm::memory::SimulatedIds::new(SEED),
    )
    .formats(crm_formats::FileFormats::default())
    .build()
}

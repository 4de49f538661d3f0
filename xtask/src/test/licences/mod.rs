//! Licences, bans and sources of dependencies, judged by `deny.toml`.
//!
//! The judgement is our own, so that it needs no program that takes ten minutes to install and is
//! never left out. `deny.toml` is the one policy: where `cargo-deny` is installed it reads the same
//! file, and both have to agree.

mod judge;
mod policy;

use std::fs;

use super::graph::Graph;
use super::tally::Tally;
use crate::Outcome;
use crate::checkout::Checkout;
use crate::tool::{self, Tool};
use judge::Judgement;
use policy::Policy;

/// Our workspaces: the engine, and the fuzz targets beside it, which have a lock file of their own.
const MANIFESTS: &[&str] = &["Cargo.toml", "fuzz/Cargo.toml"];

/// Judges every dependency, then lets `cargo deny` do the same if it is there.
pub(super) fn run(checkout: &Checkout, tally: &mut Tally) -> Outcome {
    let file = checkout.path("deny.toml");
    let text = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let policy: Policy = text.parse()?;
    for manifest in MANIFESTS {
        let graph = Graph::read(checkout, manifest, policy.all_features())?;
        let count = graph.packages.len();
        for Judgement { what, faults } in judge::judge(&policy, &graph) {
            for fault in &faults {
                println!("  {fault}");
            }
            let outcome = if faults.is_empty() {
                Ok(())
            } else {
                Err(faults.join("; "))
            };
            let _ = tally.check(
                &format!("{what} of {count} packages of {manifest}"),
                outcome,
            );
        }
    }
    if tool::version("cargo-deny", "--version").is_none() {
        tally.skip(
            "cargo deny agrees",
            "cargo-deny is not installed, so the judgement above is the only one, and known\n\
             vulnerabilities were not looked up: cargo install cargo-deny --locked",
        );
        return Ok(());
    }
    let run = Tool::new("cargo")
        .args(["deny", "--offline", "check", "licenses", "bans", "sources"])
        .within(checkout.root())
        .run()?;
    tally.program("cargo deny agrees", &run);
    Ok(())
}

//! `cargo xtask fuzz`: every fuzz target in turn, on the stable compiler.

use crate::Outcome;
use crate::checkout::Checkout;
use crate::tool::{self, Tool};

/// Seconds a target gets unless told (reliability F2).
const DEFAULT_SECONDS: u32 = 45;

/// Runs every target listed by `cargo fuzz`, each for so many seconds.
pub(crate) fn run(checkout: &Checkout, arguments: &[String]) -> Outcome {
    let seconds = match arguments.first() {
        Some(text) => text
            .parse()
            .map_err(|_| format!("«{text}» is not a number of seconds."))?,
        None => DEFAULT_SECONDS,
    };
    tool::require(
        "cargo-fuzz",
        "--version",
        "cargo install cargo-fuzz --locked",
    )?;
    let listed = Tool::new("cargo")
        .args(["fuzz", "list"])
        .within(checkout.root())
        .must()?;
    for target in listed.output.lines().filter(|line| !line.is_empty()) {
        Tool::new("cargo")
            .args(["fuzz", "run", target, "--"])
            .arg(format!("-max_total_time={seconds}"))
            // The sanitizer flags are unstable; this lets the stable compiler take them.
            .with("RUSTC_BOOTSTRAP", "1")
            .within(checkout.root())
            .must()?;
    }
    Ok(())
}

//! The Rust crates: format, lints, tests, documentation examples, conformance through the gateway.

use super::tally::{Runner, Tally};
use crate::Outcome;
use crate::checkout::Checkout;
use crate::setup;
use crate::tool::Tool;

/// Format and lints cover every crate, tests those that need no foreign language.
pub(super) fn run(checkout: &Checkout, tally: &mut Tally) -> Outcome {
    setup::rust(checkout)?;
    let cargo = |arguments: &[&str]| {
        Tool::new("cargo")
            .args(arguments)
            .within(checkout.root())
            .run()
    };
    tally.program("format", &cargo(&["fmt", "--all", "--check"])?);
    tally.program(
        "lints",
        &cargo(&[
            "clippy",
            "--quiet",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ])?,
    );
    tally.tests(
        Runner::Cargo,
        &cargo(&["test", "--quiet", "--no-fail-fast"])?,
    );
    tally.tests(
        Runner::Cargo,
        &cargo(&["test", "--quiet", "--no-fail-fast", "-p", "xtask"])?,
    );
    Ok(())
}

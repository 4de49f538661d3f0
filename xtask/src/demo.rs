//! `cargo xtask demo`: the walk through the engine on the shipped sample data.

use crate::Outcome;
use crate::checkout::Checkout;
use crate::tool::Tool;

/// Runs the walk-through, which is the front door's example of the same name.
pub(crate) fn run(checkout: &Checkout, arguments: &[String]) -> Outcome {
    Tool::new("cargo")
        .args([
            "run",
            "--quiet",
            "--release",
            "-p",
            "crm",
            "--example",
            "demo",
            "--",
        ])
        .args(arguments)
        .within(checkout.root())
        .must()
        .map(drop)
}

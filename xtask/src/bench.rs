//! `cargo xtask bench`: the benches of every crate that has some.

use crate::Outcome;
use crate::checkout::Checkout;
use crate::tool::Tool;

/// Runs `cargo bench` over the everyday crates; the arguments choose and narrow.
pub(crate) fn run(checkout: &Checkout, arguments: &[String]) -> Outcome {
    Tool::new("cargo")
        .arg("bench")
        .args(arguments)
        .within(checkout.root())
        .must()
        .map(drop)
}

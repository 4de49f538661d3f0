//! The Node package: strict types, tests, the packed package in an ESM and a CommonJS project.

use super::tally::{Runner, Tally};
use crate::Outcome;
use crate::checkout::Checkout;
use crate::demo;
use crate::setup;
use crate::tool::Tool;

/// Builds the native module and the JavaScript, then runs type tests and tests.
pub(super) fn run(checkout: &Checkout, tally: &mut Tally) -> Outcome {
    setup::node(checkout)?;
    let npm = |script: &str| {
        Tool::new("npm")
            .args(["run", "--silent", script])
            .within(checkout.path("bindings/node"))
    };
    npm("build:native")
        .args(["--", "--features", "fault-injection"])
        .must()?;
    tally.program("compile", &npm("build:ts").run()?);
    tally.program("types", &npm("test:types").run()?);
    tally.tests(
        Runner::Node,
        &npm("test:node").with("RUST_BACKTRACE", "0").run()?,
    );
    let opens = demo::opens(checkout, "Node", |lines| {
        Tool::new("node")
            .args(["--input-type=module", "--eval", lines])
            .within(checkout.path("bindings/node"))
    });
    tally.check("the demo's lines open its file", opens)
}

//! The fuzz targets: a workspace of their own, which nothing else compiles.

use super::tally::Tally;
use crate::Outcome;
use crate::checkout::Checkout;
use crate::tool::Tool;

/// Checks that every target still compiles; that their laws hold, the tests of the formats try.
pub(super) fn run(checkout: &Checkout, tally: &mut Tally) -> Outcome {
    let target = checkout.target("fuzz-check");
    let run = Tool::new("cargo")
        .args(["check", "--quiet", "--locked", "--bins", "--manifest-path"])
        .arg(checkout.path("fuzz/Cargo.toml"))
        .arg("--target-dir")
        .arg(&target)
        // Checking links nothing, so libFuzzer itself, which is C++, need not be built.
        .with("CUSTOM_LIBFUZZER_PATH", target.join("libfuzzer.a"))
        .within(checkout.root())
        .run()?;
    tally.program("the fuzz targets compile", &run);
    Ok(())
}

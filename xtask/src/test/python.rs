//! The Python package: strict types, tests against the built wheel, the wheel in a fresh environment.

use super::tally::{Runner, Tally};
use crate::Outcome;
use crate::checkout::Checkout;
use crate::demo;
use crate::setup;
use crate::tool::Tool;

/// Builds the wheel, installs it and lets the tests run against what users would get.
pub(super) fn run(checkout: &Checkout, tally: &mut Tally) -> Outcome {
    setup::python(checkout)?;
    let folder = checkout.path("bindings/python");
    let wheels = checkout.target("wheels");
    let python = |arguments: &[&str]| {
        Tool::new(setup::venv_program(checkout, "python"))
            .arg("-m")
            .args(arguments)
            .within(&folder)
    };
    if wheels.exists() {
        std::fs::remove_dir_all(&wheels).map_err(|error| format!("old wheels stay: {error}"))?;
    }
    python(&[
        "maturin",
        "build",
        "--quiet",
        "--features",
        "fault-injection",
        "--out",
    ])
    .arg(&wheels)
    .must()?;
    let wheel = std::fs::read_dir(&wheels)
        .map_err(|error| format!("no wheel: {error}"))?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|kind| kind == "whl"))
        .ok_or("maturin left no wheel")?;
    python(&[
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--force-reinstall",
    ])
    .arg(&wheel)
    .must()?;
    tally.program("types", &python(&["mypy"]).run()?);
    tally.tests(
        Runner::Pytest,
        &python(&["pytest", "--quiet"])
            .with("CRM_WHEEL", &wheel)
            .with("RUST_BACKTRACE", "0")
            .run()?,
    );
    let opens = demo::opens(checkout, "Python", |lines| {
        Tool::new(setup::venv_program(checkout, "python")).args(["-c", lines])
    });
    tally.check("the demo's lines open its file", opens)
}

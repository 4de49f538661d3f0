//! What the peers need: pinned packages beside their scripts, and the engine's packages in release.

use std::fs;
use std::path::PathBuf;

use crate::Outcome;
use crate::checkout::Checkout;
use crate::setup;
use crate::tool::Tool;

/// The Python of the comparison.
pub(super) fn python_program(checkout: &Checkout) -> PathBuf {
    let folder = if cfg!(windows) { "Scripts" } else { "bin" };
    checkout
        .path("benches/peers/python/.venv")
        .join(folder)
        .join("python")
}

/// A virtual environment with the pinned packages and a wheel as users would install it.
pub(super) fn python(checkout: &Checkout) -> Outcome {
    setup::python(checkout)?;
    let folder = checkout.path("benches/peers/python");
    let requirements = folder.join("requirements.txt");
    let wanted = fs::read_to_string(&requirements)
        .map_err(|error| format!("{}: {error}", requirements.display()))?;
    let pip = || {
        Tool::new(python_program(checkout)).args(["-m", "pip", "install", "--quiet", "--no-deps"])
    };
    setup::once(
        &folder.join(".venv/requirements.installed"),
        &wanted,
        || {
            Tool::new(setup::interpreter()?)
                .args(["-m", "venv", "--clear"])
                .arg(folder.join(".venv"))
                .must()?;
            pip().arg("-r").arg(&requirements).must().map(drop)
        },
    )?;
    let wheels = checkout.target("bench-wheels");
    if wheels.exists() {
        fs::remove_dir_all(&wheels).map_err(|error| format!("old wheels stay: {error}"))?;
    }
    Tool::new(setup::venv_program(checkout, "python"))
        .args(["-m", "maturin", "build", "--quiet", "--release", "--out"])
        .arg(&wheels)
        .within(checkout.path("bindings/python"))
        .must()?;
    let wheel = fs::read_dir(&wheels)
        .map_err(|error| format!("no wheel: {error}"))?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|kind| kind == "whl"))
        .ok_or("maturin left no wheel")?;
    pip().arg("--force-reinstall").arg(wheel).must().map(drop)
}

/// The locked packages, and the engine's package built in release.
pub(super) fn node(checkout: &Checkout) -> Outcome {
    setup::node(checkout)?;
    let folder = checkout.path("benches/peers/node");
    let lock = folder.join("package-lock.json");
    let wanted =
        fs::read_to_string(&lock).map_err(|error| format!("{}: {error}", lock.display()))?;
    setup::once(&folder.join("node_modules/.installed"), &wanted, || {
        Tool::new("npm")
            .args(["ci", "--no-audit", "--no-fund"])
            .within(&folder)
            .must()
            .map(drop)
    })?;
    Tool::new("npm")
        .args(["run", "--silent", "build"])
        .within(checkout.path("bindings/node"))
        .must()
        .map(drop)
}

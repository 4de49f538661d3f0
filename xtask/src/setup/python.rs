//! Python: a virtual environment with the pinned requirements, in `bindings/python/.venv`.

use std::fs;
use std::path::{Path, PathBuf};

use super::{major_minor, once};
use crate::Outcome;
use crate::checkout::Checkout;
use crate::tool::{self, Tool};

/// The oldest Python the wheels serve.
const OLDEST: (u32, u32) = (3, 11);

/// Makes the environment, or refreshes it when the requirements changed.
pub(crate) fn prepare(checkout: &Checkout) -> Outcome {
    environment(checkout, "bindings/python")
}

/// A virtual environment in `folder` with what its `requirements.txt` lists.
pub(super) fn environment(checkout: &Checkout, folder: &str) -> Outcome {
    let folder = checkout.path(folder);
    let requirements = folder.join("requirements.txt");
    let wanted = fs::read_to_string(&requirements)
        .map_err(|error| format!("{}: {error}", requirements.display()))?;
    let stamp = folder.join(".venv/requirements.installed");
    once(&stamp, &wanted, || {
        Tool::new(interpreter()?)
            .args(["-m", "venv", "--clear"])
            .arg(folder.join(".venv"))
            .must()?;
        Tool::new(program_in(&folder, "python"))
            .args(["-m", "pip", "install", "--quiet", "--no-deps", "-r"])
            .arg(&requirements)
            .must()
            .map(drop)
    })
}

/// A program of the virtual environment.
pub(crate) fn program(checkout: &Checkout, name: &str) -> PathBuf {
    program_in(&checkout.path("bindings/python"), name)
}

/// A program of the virtual environment in this folder.
pub(super) fn program_in(folder: &Path, name: &str) -> PathBuf {
    let scripts = if cfg!(windows) { "Scripts" } else { "bin" };
    folder.join(".venv").join(scripts).join(name)
}

/// The first Python on the path that is new enough.
pub(crate) fn interpreter() -> Result<&'static str, String> {
    [
        "python3",
        "python3.13",
        "python3.12",
        "python3.11",
        "python",
    ]
    .into_iter()
    .find(|name| {
        tool::version(name, "--version")
            .and_then(|version| major_minor(&version))
            .is_some_and(|version| version >= OLDEST)
    })
    .ok_or_else(|| {
        "Python 3.11 or newer is missing. Install it: apt-get install python3 python3-venv (or \
             brew install python)"
            .to_owned()
    })
}

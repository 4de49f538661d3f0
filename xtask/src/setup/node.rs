//! Node: the locked packages, in `bindings/node/node_modules`.

use std::fs;

use super::{major_minor, once};
use crate::Outcome;
use crate::checkout::Checkout;
use crate::tool::{self, Tool};

/// The oldest Node the package serves.
const OLDEST: (u32, u32) = (20, 0);

/// Installs what the lock file says, or refreshes it when the lock file changed.
pub(crate) fn prepare(checkout: &Checkout) -> Outcome {
    let install = "apt-get install nodejs npm (or brew install node)";
    let version = tool::require("node", "--version", install)?;
    if major_minor(&version).is_none_or(|version| version < OLDEST) {
        return Err(format!(
            "Node 20 or newer is needed, this is {version}. Install it: {install}"
        ));
    }
    tool::require("npm", "--version", install)?;
    let lock = checkout.path("bindings/node/package-lock.json");
    let wanted =
        fs::read_to_string(&lock).map_err(|error| format!("{}: {error}", lock.display()))?;
    let stamp = checkout.path("bindings/node/node_modules/.installed");
    once(&stamp, &wanted, || {
        Tool::new("npm")
            .args(["ci", "--no-audit", "--no-fund"])
            .within(checkout.path("bindings/node"))
            .must()
            .map(drop)
    })
}

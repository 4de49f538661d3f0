//! `cargo xtask eval dedupe`: how well the matcher does on a labelled table, with the shipped model.

use std::process::Command;

use crate::Outcome;
use crate::checkout::Checkout;

/// Builds the measuring program with optimisations and hands it the arguments.
///
/// It is not run as other tools are: standard output is to hold JSON and nothing else, and paths are
/// those of the caller's folder.
pub(crate) fn run(checkout: &Checkout, arguments: &[String]) -> Outcome {
    let Some((what, rest)) = arguments.split_first() else {
        return Err("eval what? There is: dedupe.".to_owned());
    };
    if what != "dedupe" {
        return Err(format!("There is no «{what}» to evaluate, only dedupe."));
    }
    let status = Command::new("cargo")
        .args(["run", "--quiet", "--release", "--package", "crm-match-eval"])
        .arg("--manifest-path")
        .arg(checkout.path("Cargo.toml"))
        .arg("--")
        .args(rest)
        .status()
        .map_err(|error| format!("cargo does not start: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err("The table could not be evaluated.".to_owned())
    }
}

//! Dependencies only point down: bindings → front door → adapters → domain.

use std::process::Command;

use serde_json::Value;

use super::tally::Tally;
use crate::Outcome;
use crate::checkout::Checkout;

/// Which of our crates each of our crates may use. A crate that is not listed may not exist.
const ALLOWED: &[(&str, &[&str])] = &[
    ("crm-match", &[]),
    ("crm-match-eval", &["crm-match"]),
    ("crm-core", &["crm-match"]),
    ("crm-formats", &["crm-core"]),
    ("crm-store", &["crm-core"]),
    ("crm", &["crm-core", "crm-formats", "crm-store"]),
    ("crm-py", &["crm"]),
    ("crm-node", &["crm"]),
    ("crm-ffi", &["crm"]),
    // A store of millions is filled through the port of the store, not by calls of the engine.
    ("crm-benches", &["crm", "crm-store"]),
    ("uniffi-bindgen", &[]),
    ("xtask", &[]),
];

/// What the domain must not know: files, databases, networks, runtimes, interpreters.
const FOREIGN_TO_THE_DOMAIN: &[&str] = &[
    "rusqlite", "tokio", "pyo3", "napi", "uniffi", "csv", "postgres", "reqwest", "rand",
];

/// Judges every workspace crate's declared dependencies; one check each.
pub(super) fn run(checkout: &Checkout, tally: &mut Tally) -> Outcome {
    let output = Command::new("cargo")
        .args([
            "metadata",
            "--format-version",
            "1",
            "--no-deps",
            "--offline",
        ])
        .current_dir(checkout.root())
        .output()
        .map_err(|error| format!("cargo does not start: {error}"))?;
    let metadata: Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("cargo metadata answers no JSON: {error}"))?;
    let packages = metadata["packages"].as_array().ok_or("no packages")?;
    let mut broken = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        let dependencies: Vec<&str> = package["dependencies"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|dependency| dependency["kind"].is_null())
            .filter_map(|dependency| dependency["name"].as_str())
            .collect();
        let found = faults(name, &dependencies);
        let outcome = if found.is_empty() {
            Ok(())
        } else {
            Err(found.join(", "))
        };
        if let Err(reason) = tally.check(name, outcome) {
            broken.push(reason);
        }
    }
    if broken.is_empty() {
        Ok(())
    } else {
        Err(broken.join("; "))
    }
}

/// What is wrong with one crate's dependencies.
fn faults(name: &str, dependencies: &[&str]) -> Vec<String> {
    let Some((_, allowed)) = ALLOWED.iter().find(|(crate_name, _)| *crate_name == name) else {
        return vec![format!("{name} has no place in the layering")];
    };
    dependencies
        .iter()
        .filter(|dependency| {
            let ours = ALLOWED
                .iter()
                .any(|(crate_name, _)| crate_name == *dependency);
            let foreign = ["crm-match", "crm-core"].contains(&name)
                && FOREIGN_TO_THE_DOMAIN.contains(dependency);
            foreign || (ours && !allowed.contains(dependency))
        })
        .map(|dependency| format!("{name} must not know {dependency}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_domain_knows_no_sibling_and_no_database() {
        assert_eq!(faults("crm-core", &["serde", "uuid"]), Vec::<String>::new());
        assert_eq!(
            faults("crm-core", &["crm-store"]),
            ["crm-core must not know crm-store"]
        );
        assert_eq!(
            faults("crm-core", &["rusqlite"]),
            ["crm-core must not know rusqlite"]
        );
    }

    #[test]
    fn a_binding_only_knows_the_front_door() {
        assert_eq!(faults("crm-py", &["crm", "pyo3"]), Vec::<String>::new());
        assert_eq!(
            faults("crm-py", &["crm-core"]),
            ["crm-py must not know crm-core"]
        );
    }

    #[test]
    fn a_crate_without_a_place_is_a_fault() {
        assert_eq!(
            faults("crm-new", &[]),
            ["crm-new has no place in the layering"]
        );
    }
}

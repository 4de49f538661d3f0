//! The oldest compiler that the README promises.

use super::graph::Graph;
use super::tally::Tally;
use crate::Outcome;
use crate::checkout::Checkout;
use crate::tool::{self, Tool};

/// Holds what dependencies declare to what we promise, and lets that compiler check the workspace
/// if it is installed.
pub(super) fn run(checkout: &Checkout, tally: &mut Tally) -> Outcome {
    let graph = Graph::read(checkout, "Cargo.toml", true)?;
    let promised = promised(&graph)?;
    let faults = younger(&graph, promised);
    for fault in &faults {
        println!("  {fault}");
    }
    let outcome = if faults.is_empty() {
        Ok(())
    } else {
        Err(faults.join("; "))
    };
    let _ = tally.check("no package declares a younger compiler", outcome);

    let (major, minor, _) = promised;
    let toolchain = format!("{major}.{minor}");
    let installed = tool::version("rustup", "--version").is_some()
        && tool::answers("rustup", &["run", &toolchain, "rustc", "--version"]);
    let name = "the promised compiler checks the workspace";
    if !installed {
        let reason = format!(
            "Rust {toolchain} is not installed, so it was not seen to compile the workspace; only \
             what\npackages declare was compared: rustup toolchain install {toolchain} --profile minimal"
        );
        tally.skip(name, &reason);
        return Ok(());
    }
    let run = Tool::new("rustup")
        .args(["run", &toolchain, "cargo", "check", "--quiet", "--locked"])
        .args(["--workspace", "--target-dir"])
        .arg(checkout.target("msrv"))
        .within(checkout.root())
        .run()?;
    tally.program(name, &run);
    Ok(())
}

/// A version of the compiler.
type Version = (u64, u64, u64);

/// The version that our packages declare, which has to be one.
fn promised(graph: &Graph) -> Result<Version, String> {
    let ours = graph
        .packages
        .iter()
        .filter(|package| package.source.is_none());
    let mut declared: Vec<Option<Version>> = ours
        .map(|package| version(package.rust_version.as_deref()?))
        .collect();
    declared.sort_unstable();
    declared.dedup();
    match declared.as_slice() {
        [Some(version)] => Ok(*version),
        _ => Err("our packages do not declare one and the same `rust-version`".to_owned()),
    }
}

/// Packages that declare a younger compiler than the promised one.
fn younger(graph: &Graph, promised: Version) -> Vec<String> {
    let packages = graph.packages.iter();
    packages
        .filter_map(|package| {
            let declared = package.rust_version.as_deref()?;
            match version(declared) {
                Some(version) if version <= promised => None,
                _ => Some(format!("{package} needs Rust {declared}")),
            }
        })
        .collect()
}

/// `1.89` or `1.89.0`.
fn version(text: &str) -> Option<Version> {
    let mut numbers = text.split('.').map(str::parse);
    let version = (
        numbers.next()?.ok()?,
        numbers.next()?.ok()?,
        numbers.next().unwrap_or(Ok(0)).ok()?,
    );
    numbers.next().is_none().then_some(version)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;
    use serde_json::{Value, json};

    fn graph(ours: &[Value], theirs: &[Value]) -> Graph {
        let package = |source: Value| {
            move |rust_version: &Value| {
                json!({
                    "id": "a", "name": "a", "version": "1.0.0", "license": null,
                    "source": source, "rust_version": rust_version, "dependencies": [],
                })
            }
        };
        let ours = ours.iter().map(package(Value::Null));
        let theirs = theirs.iter().map(package(json!("registry")));
        let packages: Vec<Value> = ours.chain(theirs).collect();
        serde_json::from_value(json!({"packages": packages, "resolve": {"nodes": []}})).unwrap()
    }

    #[test]
    fn a_package_that_declares_a_younger_compiler_is_found() {
        let graph = graph(
            &[json!("1.89")],
            &[json!("1.89.0"), json!("1.90"), json!("1.9"), Value::Null],
        );
        let promised = promised(&graph).unwrap();
        assert_eq!(promised, (1, 89, 0));
        assert_eq!(younger(&graph, promised), ["a 1.0.0 needs Rust 1.90"]);
    }

    #[test]
    fn our_packages_promise_one_version() {
        assert!(promised(&graph(&[json!("1.89"), json!("1.88")], &[])).is_err());
        assert!(promised(&graph(&[json!("1.89"), Value::Null], &[])).is_err());
        assert!(promised(&graph(&[], &[json!("1.89")])).is_err());
    }

    #[test]
    fn what_is_no_version_counts_as_younger() {
        assert_eq!(version("1.89.0-beta"), None);
        assert_eq!(version("one"), None);
        let graph = graph(&[json!("1.89")], &[json!("next")]);
        assert_eq!(younger(&graph, (1, 89, 0)), ["a 1.0.0 needs Rust next"]);
    }
}

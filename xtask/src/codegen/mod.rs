//! `cargo xtask codegen`: from the engine's public contract to every language's types and client.
//!
//! The engine describes itself in JSON Schema. [`contract`] reads that once into a small model, and
//! each language has one emitter from the model to files. What is emitted is committed, so a change
//! of the public surface is reviewed like any other; `--check` says what is stale.

pub(crate) mod contract;
mod kotlin;
pub(crate) mod native;
mod python;
mod schema;
#[cfg(test)]
mod stale_tests;
mod swift;
pub(crate) mod text;
mod typed;
mod typescript;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::Outcome;
use crate::checkout::Checkout;
use crate::coverage;
use contract::Contract;

/// A generated file.
pub(crate) struct Generated {
    /// Where it stands in the checkout, with forward slashes.
    pub(crate) path: &'static str,
    /// What it says.
    pub(crate) text: String,
}

/// Every language's emitter. A new language is one file in this folder and one line here.
const EMITTERS: &[fn(&Contract) -> Vec<Generated>] = &[
    schema::emit,
    python::emit,
    typescript::emit,
    kotlin::emit,
    swift::emit,
];

/// Writes what is stale, or with `--check` fails naming it.
pub(crate) fn run(checkout: &Checkout, arguments: &[String]) -> Outcome {
    let check = match arguments {
        [] => false,
        [flag] if flag == "--check" => true,
        [flag] if flag == "--native" => return native::update(checkout),
        _ => return Err("`cargo xtask codegen` takes --check or --native.".to_owned()),
    };
    let contract = Contract::read(&described(checkout)?)?;
    let files = generated(&contract, checkout.root())?;
    let stale = stale(&files, checkout.root());
    if check {
        require_fresh(&stale)?;
    }
    for file in stale {
        write(&checkout.path(file.path), &file.text)?;
        println!("wrote {}", file.path);
    }
    println!(
        "{} generated files up to date: {} operations, {} types",
        files.len(),
        contract.operations.len(),
        contract.types.len()
    );
    Ok(())
}

/// Every generated file: from the contract, and the page of requirements from its rows.
fn generated(contract: &Contract, root: &Path) -> Result<Vec<Generated>, String> {
    let mut files: Vec<Generated> = EMITTERS.iter().flat_map(|emit| emit(contract)).collect();
    files.push(coverage::emit(root)?);
    Ok(files)
}

/// Those of the files that do not stand below `root` as they should.
fn stale<'f>(files: &'f [Generated], root: &Path) -> Vec<&'f Generated> {
    let fresh = |file: &&Generated| {
        fs::read_to_string(root.join(file.path)).is_ok_and(|present| present == file.text)
    };
    files.iter().filter(|file| !fresh(file)).collect()
}

/// Refuses stale files, and says what to run.
fn require_fresh(stale: &[&Generated]) -> Outcome {
    if stale.is_empty() {
        return Ok(());
    }
    let paths: Vec<&str> = stale.iter().map(|file| file.path).collect();
    Err(format!(
        "These generated files are stale: {}. Run `cargo xtask codegen` and commit what it writes.",
        paths.join(", ")
    ))
}

/// The engine's description of itself, asked of the engine as it stands in the checkout.
fn described(checkout: &Checkout) -> Result<Value, String> {
    let output = Command::new("cargo")
        .args(["run", "--quiet", "-p", "crm", "--example", "schema"])
        .current_dir(checkout.root())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cargo does not start: {error}"))?;
    if !output.status.success() {
        return Err("The engine does not describe itself; see above.".to_owned());
    }
    serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("The engine's description is no JSON: {error}"))
}

fn write(path: &Path, text: &str) -> Outcome {
    path.parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::write(path, text))
        .map_err(|error| format!("{} cannot be written: {error}", path.display()))
}

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
    let mut stale = Vec::new();
    let mut total = 0_usize;
    for file in EMITTERS.iter().flat_map(|emit| emit(&contract)) {
        total += 1;
        let path = checkout.path(file.path);
        if fs::read_to_string(&path).is_ok_and(|present| present == file.text) {
            continue;
        }
        if !check {
            write(&path, &file.text)?;
            println!("wrote {}", file.path);
        }
        stale.push(file.path);
    }
    if check && !stale.is_empty() {
        return Err(format!(
            "These generated files are stale: {}. Run `cargo xtask codegen`.",
            stale.join(", ")
        ));
    }
    println!(
        "{total} generated files up to date: {} operations, {} types",
        contract.operations.len(),
        contract.types.len()
    );
    Ok(())
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

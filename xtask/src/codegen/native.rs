//! The native side of Kotlin and Swift, which UniFFI writes from the compiled library.
//!
//! It has one object and hardly ever changes, and making it takes a library and a generator that take
//! minutes to build. So it is not written with every `cargo xtask codegen` but on request, and
//! the Kotlin part of the tests, which has the library anyway, says when it is stale.

use std::fs;
use std::path::{Path, PathBuf};

use super::write;
use crate::Outcome;
use crate::checkout::Checkout;
use crate::tool::Tool;

/// What the generator writes, and where it is committed.
const FILES: &[(&str, &str)] = &[
    (
        "kotlin/crm/ffi/crm.kt",
        "bindings/kotlin/src/generated/kotlin/crm/ffi/Native.kt",
    ),
    (
        "swift/CrmNative.swift",
        "bindings/swift/Sources/Crm/Generated/Native.swift",
    ),
    ("swift/CrmFFI.h", "bindings/swift/Sources/CrmFFI/CrmFFI.h"),
    (
        "swift/CrmFFI.modulemap",
        "bindings/swift/Sources/CrmFFI/module.modulemap",
    ),
];

/// Builds the library for tests, which lets them order a panic, and answers its path.
pub(crate) fn library(checkout: &Checkout) -> Result<PathBuf, String> {
    Tool::new("cargo")
        .args([
            "build",
            "--quiet",
            "-p",
            "crm-ffi",
            "--features",
            "fault-injection",
        ])
        .within(checkout.root())
        .must()?;
    let name = format!(
        "debug/{}crm_ffi{}",
        std::env::consts::DLL_PREFIX,
        std::env::consts::DLL_SUFFIX
    );
    Ok(checkout.target(&name))
}

/// Writes what is stale.
pub(super) fn update(checkout: &Checkout) -> Outcome {
    for (committed, text) in generated(checkout, &library(checkout)?)? {
        write(&checkout.path(committed), &text)?;
        println!("wrote {committed}");
    }
    Ok(())
}

/// Fails naming what is stale.
pub(crate) fn check(checkout: &Checkout, library: &Path) -> Outcome {
    let stale: Vec<&str> = generated(checkout, library)?
        .into_iter()
        .filter(|(committed, text)| {
            fs::read_to_string(checkout.path(committed))
                .ok()
                .is_none_or(|present| present != *text)
        })
        .map(|(committed, _)| committed)
        .collect();
    if stale.is_empty() {
        return Ok(());
    }
    let reason = format!(
        "These native sources are stale: {}. Run `cargo xtask codegen --native`.",
        stale.join(", ")
    );
    println!("{reason}");
    Err(reason)
}

/// Every committed path with what should stand there.
fn generated(checkout: &Checkout, library: &Path) -> Result<Vec<(&'static str, String)>, String> {
    let out = checkout.target("uniffi");
    for language in ["kotlin", "swift"] {
        Tool::new("cargo")
            .args(["run", "--quiet", "-p", "uniffi-bindgen", "--"])
            .args([
                "generate",
                "--no-format",
                "--language",
                language,
                "--out-dir",
            ])
            .arg(out.join(language))
            .arg(library)
            .within(checkout.root())
            .must()?;
    }
    FILES
        .iter()
        .map(|(made, committed)| {
            let path = out.join(made);
            let text = fs::read_to_string(&path)
                .map_err(|error| format!("{}: {error}", path.display()))?;
            // The generator leaves blanks at the ends of lines.
            let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
            Ok((*committed, lines.join("\n").trim_end().to_owned() + "\n"))
        })
        .collect()
}

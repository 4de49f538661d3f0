//! `cargo xtask fuzz`: every fuzz target in turn, on the stable compiler and without further tools.
//!
//! A target is an ordinary program that links libFuzzer. What makes it look for new paths is the coverage
//! that the compiler is asked to count; those flags are stable. The address sanitizer, which is not, would
//! find nothing: what is fuzzed forbids unsafe code.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::Outcome;
use crate::checkout::Checkout;
use crate::tool::{self, Tool};

/// Seconds a target gets unless told (reliability F2).
const DEFAULT_SECONDS: u32 = 45;
/// No input is longer; a parser that needs more to fail is found by the tests of its limits.
const LONGEST: &str = "-max_len=16384";
/// An input that takes so many seconds counts as a failure.
const SLOWEST: &str = "-timeout=20";

/// Coverage counters and comparisons, as libFuzzer reads them.
const COUNTED: &str = "-Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares \
    --cfg fuzzing";

/// Builds the targets and runs all of them, or those that are named, each for so many seconds.
pub(crate) fn run(checkout: &Checkout, arguments: &[String]) -> Outcome {
    let (seconds, named) = match arguments.split_first() {
        Some((first, rest)) => match first.parse() {
            Ok(seconds) => (seconds, rest),
            Err(_) => (DEFAULT_SECONDS, arguments),
        },
        None => (DEFAULT_SECONDS, arguments),
    };
    let targets = targets(checkout)?;
    if let Some(unknown) = named.iter().find(|name| !targets.contains(name)) {
        return Err(format!(
            "There is no target «{unknown}». There are: {}.",
            targets.join(", ")
        ));
    }
    let built = build(checkout)?;
    seed_calls(checkout)?;
    let wanted = |target: &&String| named.is_empty() || named.contains(target);
    for target in targets.iter().filter(wanted) {
        let folder = |kind: &str| checkout.path(&format!("fuzz/{kind}/{target}"));
        let (corpus, artifacts) = (folder("corpus"), folder("artifacts"));
        for folder in [&corpus, &artifacts] {
            fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        }
        Tool::new(built.join(target))
            .arg(format!("-max_total_time={seconds}"))
            .args([LONGEST, SLOWEST, "-print_final_stats=1", "-verbosity=0"])
            .arg(format!("-artifact_prefix={}/", artifacts.display()))
            .arg(corpus)
            .arg(seeds(checkout, target))
            .must()?;
    }
    Ok(())
}

/// The targets, by the files that they are in.
fn targets(checkout: &Checkout) -> Result<Vec<String>, String> {
    let folder = checkout.path("fuzz/fuzz_targets");
    let files = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut targets: Vec<String> = files
        .filter_map(|file| Some(file.ok()?.path().file_stem()?.to_str()?.to_owned()))
        .collect();
    targets.sort();
    Ok(targets)
}

/// Builds every target; answers the folder that they are in.
fn build(checkout: &Checkout) -> Result<PathBuf, String> {
    let version = tool::version("rustc", "-vV").ok_or("rustc does not start")?;
    let host = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .ok_or("rustc names no host")?;
    let folder = checkout.target("fuzz");
    Tool::new("cargo")
        .args(["build", "--release", "--bins", "--manifest-path"])
        .arg(checkout.path("fuzz/Cargo.toml"))
        // With a target named, the flags are for it and not for what runs while building.
        .args(["--target", host, "--target-dir"])
        .arg(&folder)
        .with("RUSTFLAGS", COUNTED)
        .must()?;
    Ok(folder.join(host).join("release"))
}

/// Where a target finds inputs to begin with: the exports that ship with the tests, or its own.
fn seeds(checkout: &Checkout, target: &str) -> PathBuf {
    let own = checkout.path(&format!("fuzz/seeds/{target}"));
    if own.exists() {
        own
    } else {
        checkout.path("crates/crm-formats/tests/samples")
    }
}

/// Writes the calls of the conformance cases into the corpus of the gateway, where `$id` stands for
/// somebody who exists.
fn seed_calls(checkout: &Checkout) -> Outcome {
    let corpus = checkout.path("fuzz/corpus/gateway");
    let failed = |path: &Path| {
        let path = path.display().to_string();
        move |error: std::io::Error| format!("{path}: {error}")
    };
    fs::create_dir_all(&corpus).map_err(failed(&corpus))?;
    let folder = checkout.path("conformance");
    for file in fs::read_dir(&folder).map_err(failed(&folder))? {
        let path = file.map_err(failed(&folder))?.path();
        if path.extension().is_none_or(|kind| kind != "json") {
            continue;
        }
        let text = fs::read_to_string(&path).map_err(failed(&path))?;
        let case: Value =
            serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        for (number, call) in calls(&case).into_iter().enumerate() {
            let seed = corpus.join(format!("seed-{name}-{number}"));
            fs::write(&seed, call).map_err(failed(&seed))?;
        }
    }
    Ok(())
}

/// The calls of a case, each with its name before the arguments.
fn calls(case: &Value) -> Vec<String> {
    let steps = case["steps"].as_array().into_iter().flatten();
    steps
        .filter_map(|step| {
            let mut arguments = step["args"].clone();
            settle(&mut arguments);
            Some(format!("{} {arguments}", step["call"].as_str()?))
        })
        .collect()
}

/// Puts `$id` for whatever an earlier step would have saved.
fn settle(arguments: &mut Value) {
    match arguments {
        Value::String(text) if text.starts_with('$') => "$id".clone_into(text),
        Value::Array(items) => items.iter_mut().for_each(settle),
        Value::Object(fields) => fields.values_mut().for_each(settle),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_seed_is_a_name_and_arguments_with_ids_that_exist() {
        let case = json!({"steps": [
            {"call": "contacts.get", "args": {"id": "$ada.id"}},
            {"advance": 5},
        ]});
        assert_eq!(calls(&case), [r#"contacts.get {"id":"$id"}"#]);
    }
}

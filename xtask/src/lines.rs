//! `cargo xtask lines`: which share of crm-core's lines its tests run, counted by the compiler.
//!
//! The counters and the tools that read them come with the toolchain, so nothing else is needed. Tests and
//! the test kit are left out: a test always runs itself. Tests inside a file of the library count as that
//! file's lines; there are few of them.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::Outcome;
use crate::checkout::Checkout;
use crate::tool::{self, Tool};

/// What is counted.
const COUNTED: &str = "crates/crm-core/src";
/// Whose tests count: the core's own, and those of the store that run its operations.
const TESTS: [&str; 7] = [
    "test",
    "-p",
    "crm-core",
    "-p",
    "crm-store",
    "--lib",
    "--tests",
];
/// Fewer than this many of a hundred lines is a failure.
const LEAST: usize = 90;
/// How many of the least covered files are named.
const NAMED: usize = 20;
/// Counting makes the tests slow, and a long simulation runs no other lines than a short one.
const SIMULATED: &str = "10000";

/// The lines of one file.
struct Lines {
    file: String,
    all: usize,
    run: usize,
}

/// Runs the tests with counters and reports what they ran.
pub(crate) fn run(checkout: &Checkout, _: &[String]) -> Outcome {
    let tools = Tools::find()?;
    let folder = checkout.target("lines");
    let profiles = folder.join("profiles");
    if profiles.exists() {
        fs::remove_dir_all(&profiles)
            .map_err(|error| format!("{}: {error}", profiles.display()))?;
    }
    let cargo = |arguments: &[&str]| {
        let mut command = Command::new("cargo");
        command
            .args(TESTS)
            // With a target named, the counters are not in what runs while building.
            .args(["--target", &tools.host, "--target-dir"])
            .arg(&folder)
            .args(arguments)
            .env("RUSTFLAGS", "-Cinstrument-coverage")
            .env("LLVM_PROFILE_FILE", profiles.join("%p-%m.profraw"))
            .env("CRM_SIM_OPERATIONS", SIMULATED)
            .current_dir(checkout.root());
        command
    };
    let programs = programs(cargo(&["--no-run", "--message-format=json"]))?;
    let status = cargo(&["--quiet"]).status();
    if !status.is_ok_and(|status| status.success()) {
        return Err("The tests failed, so their lines say nothing.".to_owned());
    }
    let merged = folder.join("merged.profdata");
    Tool::new(tools.folder.join("llvm-profdata"))
        .args(["merge", "--sparse", "--output"])
        .arg(&merged)
        .arg(&profiles)
        .must()?;
    report(&tools.lines(checkout, &merged, &programs)?)
}

/// The tools of the toolchain.
struct Tools {
    host: String,
    folder: PathBuf,
}

impl Tools {
    fn find() -> Result<Self, String> {
        let version = tool::version("rustc", "-vV").ok_or("rustc does not start")?;
        let host = version
            .lines()
            .find_map(|line| line.strip_prefix("host: "))
            .ok_or("rustc names no host")?;
        let root = tool::version("rustc", "--print=sysroot").ok_or("rustc names no sysroot")?;
        let folder = Path::new(&root).join(format!("lib/rustlib/{host}/bin"));
        if !folder.join("llvm-cov").exists() {
            return Err("llvm-cov is missing. Install it: rustup component add llvm-tools".into());
        }
        Ok(Self {
            host: host.to_owned(),
            folder,
        })
    }

    /// The counted files and their lines.
    fn lines(
        &self,
        checkout: &Checkout,
        merged: &Path,
        programs: &[PathBuf],
    ) -> Result<Vec<Lines>, String> {
        let objects = programs
            .iter()
            .flat_map(|p| [OsStr::new("--object"), p.as_os_str()]);
        let output = Command::new(self.folder.join("llvm-cov"))
            .args(["export", "--summary-only", "--instr-profile"])
            .arg(merged)
            .args(objects)
            .output()
            .map_err(|error| format!("llvm-cov does not start: {error}"))?;
        let summary: Value = serde_json::from_slice(&output.stdout)
            .map_err(|error| format!("llvm-cov answers no JSON: {error}"))?;
        let root = checkout.path(COUNTED);
        let files = summary["data"][0]["files"].as_array().into_iter().flatten();
        let lines = files.filter_map(|file| {
            let path = Path::new(file["filename"].as_str()?);
            let name = path
                .strip_prefix(&root)
                .ok()?
                .to_string_lossy()
                .into_owned();
            let count = |what: &str| usize::try_from(file["summary"]["lines"][what].as_u64()?).ok();
            (!is_test(&name)).then_some(Lines {
                file: name,
                all: count("count")?,
                run: count("covered")?,
            })
        });
        Ok(lines.collect())
    }
}

/// Whether a file of the core is there for tests only.
fn is_test(name: &str) -> bool {
    let mut parts = name.split('/');
    parts.any(|part| matches!(part, "tests" | "testkit") || part.ends_with("tests.rs"))
}

/// The programs that a build of tests made.
fn programs(mut build: Command) -> Result<Vec<PathBuf>, String> {
    println!("$ {build:?}");
    let output = build
        .stderr(std::process::Stdio::inherit())
        .output()
        .map_err(|error| format!("cargo does not start: {error}"))?;
    if !output.status.success() {
        return Err("The tests do not compile.".to_owned());
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let messages = text
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let made = messages.filter_map(|message| message["executable"].as_str().map(PathBuf::from));
    Ok(made.collect())
}

/// Prints the share and the least covered files; fails below [`LEAST`].
fn report(lines: &[Lines]) -> Outcome {
    let all: usize = lines.iter().map(|file| file.all).sum();
    let run: usize = lines.iter().map(|file| file.run).sum();
    if all == 0 {
        return Err("No lines were counted.".to_owned());
    }
    let mut gaps: Vec<&Lines> = lines.iter().collect();
    gaps.sort_by_key(|file| std::cmp::Reverse(file.all - file.run));
    println!("\nmost lines that no test runs:");
    for file in gaps.into_iter().take(NAMED) {
        println!(
            "{:>6} of {:>5}  {}",
            file.all - file.run,
            file.all,
            file.file
        );
    }
    let thousandths = run * 1_000 / all;
    let (percent, tenth) = (thousandths / 10, thousandths % 10);
    println!("\n{COUNTED}: {run} of {all} lines are run by tests, {percent}.{tenth} %");
    if percent < LEAST {
        return Err(format!("That is less than {LEAST} %."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Lines, is_test, report};

    #[test]
    fn too_few_lines_and_none_at_all_are_failures() {
        let of = |run| Lines {
            file: "a.rs".into(),
            all: 10,
            run,
        };
        assert!(report(&[of(9)]).is_ok());
        assert!(report(&[of(9), of(8)]).is_err());
        assert!(report(&[]).is_err());
    }

    #[test]
    fn files_of_tests_are_told_from_the_library() {
        assert!(
            is_test("deal/tests/moves.rs") && is_test("note/tests.rs") && is_test("testkit/mod.rs")
        );
        assert!(is_test("sqlite/plan_tests.rs") && !is_test("contact/create.rs"));
    }
}

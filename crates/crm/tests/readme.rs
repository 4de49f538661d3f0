//! What the README shows is what is in the files it names, and the Rust one of them runs.
#![allow(clippy::unwrap_used, clippy::expect_used)] // a test fails by panicking

use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Each quick start: its language in the README, and its file.
const QUICK_STARTS: &[(&str, &str)] = &[
    ("python", "examples/quickstart/quickstart.py"),
    ("js", "examples/quickstart/quickstart.mjs"),
    ("kotlin", "examples/quickstart/Quickstart.kt"),
    ("swift", "examples/quickstart/quickstart.swift"),
    ("rust", "crates/crm/examples/quickstart.rs"),
];

#[test]
fn quick_starts_of_the_readme_are_the_files_that_the_tests_run() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    for (language, file) in QUICK_STARTS {
        let fence = format!("```{language}\n");
        let start = readme
            .find(&fence)
            .expect("the README shows every language")
            + fence.len();
        let shown = readme.get(start..).unwrap().split("```").next().unwrap();
        let written = std::fs::read_to_string(root().join(file)).unwrap();
        assert_eq!(
            shown, written,
            "README.md and {file} differ; make them equal"
        );
    }
}

#[test]
fn the_rust_quick_start_runs() {
    let test = std::env::current_exe().unwrap();
    let built = test
        .parent()
        .and_then(Path::parent)
        .unwrap()
        .join("examples/quickstart");
    assert!(
        built.exists(),
        "run `cargo test -p crm`, which builds the examples too"
    );
    let folder = std::env::temp_dir().join(format!("crm-quickstart-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let output = Command::new(built).current_dir(&folder).output().unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(printed, "Dr. Ada Lovelace ada@example.com\n");
}

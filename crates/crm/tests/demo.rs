//! The walk of `cargo xtask demo` succeeds, says the same every time, and leaves a CRM behind.
#![allow(clippy::unwrap_used, clippy::expect_used)] // a test fails by panicking

use std::path::Path;
use std::process::{Command, Output};

/// Runs the example, which `cargo test` built beside this test.
fn walk(folder: &Path, file: &[&str]) -> Output {
    let test = std::env::current_exe().unwrap();
    let built = test
        .parent()
        .and_then(Path::parent)
        .unwrap()
        .join("examples/demo");
    assert!(
        built.exists(),
        "run `cargo test -p crm`, which builds the examples too"
    );
    Command::new(built)
        .args(file)
        .current_dir(folder)
        .output()
        .unwrap()
}

/// What the walk printed, less what differs from run to run: the file and the hash that covers ids and times.
fn printed(output: &Output) -> String {
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let walk = text.split("\nThe CRM is in").next().unwrap();
    let same = walk.lines().filter(|line| !line.starts_with("  head "));
    same.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_walk_is_the_same_every_time_and_leaves_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let first = printed(&walk(folder.path(), &["one.db"]));
    let second = printed(&walk(folder.path(), &["two.db"]));
    assert_eq!(first, second);
    for stage in [
        "Import the exports of other programs",
        "Find duplicates",
        "Merge the certain ones",
        "Save a segment",
        "Search",
        "Guard a field",
        "Convert leads",
        "Move a deal over the board",
        "Remind of a task, and look back",
        "Verify the audit chain",
        "In all",
    ] {
        assert!(first.contains(stage), "{stage} is missing:\n{first}");
    }
    let mut left: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    left.sort();
    assert_eq!(
        left,
        ["one.db", "two.db"],
        "a log beside a file was not folded in"
    );
}

#[test]
fn a_file_that_is_there_is_never_touched() {
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("crm-demo.db");
    std::fs::write(&kept, "not a CRM").unwrap();

    let refused = walk(folder.path(), &["crm-demo.db"]);
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("is there already"));

    // Without a name the walk says that it takes another.
    let beside = walk(folder.path(), &[]);
    assert!(beside.status.success());
    let said = String::from_utf8_lossy(&beside.stdout).into_owned();
    assert!(
        said.starts_with("crm-demo.db is there from an earlier walk"),
        "{said}"
    );
    assert!(folder.path().join("crm-demo-2.db").exists());
    assert_eq!(std::fs::read_to_string(kept).unwrap(), "not a CRM");
}

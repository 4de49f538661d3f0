//! The requirements, row by row, with what shows that each is met.
//!
//! The rows stand in `docs/coverage/*.toml`, one file a group. [`emit`] makes the page
//! `docs/coverage.md` from them, and the test in [`check`] holds them to the code: every row is
//! there once, and every test, case and section of a document that is named exists and is run.

#[cfg(test)]
mod check;
mod page;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::codegen::Generated;

/// Where the rows stand.
const FOLDER: &str = "docs/coverage";

/// A group of requirements: one file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    /// The letters that its ids begin with.
    #[serde(rename = "group")]
    letters: String,
    /// What it is about.
    title: String,
    /// How many rows it has; they are numbered from 01.
    rows: u32,
    /// The rows, by id.
    row: BTreeMap<String, Row>,
}

/// A requirement.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    /// What is asked for, in short.
    title: String,
    /// Whether it is there.
    state: State,
    /// How it is met, as far as it is.
    #[serde(default)]
    how: String,
    /// What shows it: `path::test`, a conformance case, or `document.md#section`.
    #[serde(default)]
    tests: Vec<String>,
    /// What is missing and what it waits for, unless it is met.
    #[serde(default)]
    open: String,
}

/// Whether a requirement is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum State {
    /// Wholly, and something shows it.
    Met,
    /// In part; the row says what is missing.
    Partly,
    /// Not yet; the row says what it waits for.
    Open,
}

impl State {
    /// Every state, best first.
    const ALL: [Self; 3] = [Self::Met, Self::Partly, Self::Open];

    /// The word for it.
    const fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Partly => "partly",
            Self::Open => "open",
        }
    }
}

/// The page of requirements, made from the rows below `root`.
pub(crate) fn emit(root: &Path) -> Result<Generated, String> {
    Ok(Generated {
        path: "docs/coverage.md",
        text: page::page(&groups(root)?),
    })
}

/// The groups in the order of their files' names.
fn groups(root: &Path) -> Result<Vec<Group>, String> {
    let folder = root.join(FOLDER);
    let entries = fs::read_dir(&folder).map_err(|error| format!("{FOLDER}: {error}"))?;
    let mut paths: Vec<_> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "toml"))
        .collect();
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> Result<Group, String> {
    let told = |reason: String| format!("{}: {reason}", path.display());
    let text = fs::read_to_string(path).map_err(|error| told(error.to_string()))?;
    parse(&text).map_err(told)
}

/// A group from its file; the parser itself refuses a row that is there twice.
fn parse(text: &str) -> Result<Group, String> {
    toml::from_str(text).map_err(|error| error.to_string())
}

//! The engine beside what one would use instead, through Python and through Node, in one run.
//!
//! Every side works on the same rows, in rounds: a round runs each side once on a new file, so that
//! a slow minute of the machine meets all of them. What stands in the table is the median of the
//! rounds' medians.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::environment;
use super::page::{Section, cell, time};
use crate::Outcome;
use crate::checkout::Checkout;
use crate::tool::Tool;

const ROUNDS: usize = 3;
const ROWS: u32 = 20_000;
const NEW: u32 = 2_000;

const OPERATIONS: &[(&str, &str)] = &[
    ("create", "create one, one commit"),
    ("update", "update three fields, one commit"),
    ("get", "get one by id"),
    ("page", "next page of 50 by name"),
    ("import", "import the CSV file, a row"),
];

/// One language: the engine's script, and the peer's, which runs without and with the same work.
struct Language {
    title: &'static str,
    peer: &'static str,
    engine_script: &'static str,
    peer_script: &'static str,
    prepare: fn(&Checkout) -> Outcome,
    program: fn(&Checkout) -> PathBuf,
}

const LANGUAGES: &[Language] = &[
    Language {
        title: "Python",
        peer: "SQLAlchemy 2 + pydantic",
        engine_script: "benches/peers/python/engine.py",
        peer_script: "benches/peers/python/sqlalchemy_peer.py",
        prepare: environment::python,
        program: environment::python_program,
    },
    Language {
        title: "Node",
        peer: "better-sqlite3, SQL by hand, zod",
        engine_script: "benches/peers/node/engine.mjs",
        peer_script: "benches/peers/node/better_sqlite3_peer.mjs",
        prepare: environment::node,
        program: |_| PathBuf::from("node"),
    },
];

/// Runs every side; an argument is the number of rows.
pub(super) fn run(checkout: &Checkout, arguments: &[String]) -> Outcome {
    let rows: u32 = match arguments.first() {
        None => ROWS,
        Some(text) => text
            .parse()
            .map_err(|_| format!("«{text}» is no number of rows"))?,
    };
    for language in LANGUAGES {
        (language.prepare)(checkout)?;
    }
    let folder = checkout.target("bench-peers");
    make_empty(&folder)?;
    Tool::new("cargo")
        .args([
            "run",
            "--quiet",
            "--release",
            "-p",
            "crm-benches",
            "--bin",
            "people",
            "--",
        ])
        .args([rows.to_string(), NEW.to_string()])
        .arg(&folder)
        .within(checkout.root())
        .must()?;
    let mut sides: Vec<[Side; 3]> = LANGUAGES.iter().map(|_| Default::default()).collect();
    for _ in 0..ROUNDS {
        for (language, sides) in LANGUAGES.iter().zip(&mut sides) {
            let [engine, plain, same] = sides;
            engine.hear(checkout, &folder, language, language.engine_script, None)?;
            plain.hear(checkout, &folder, language, language.peer_script, None)?;
            let how = Some("--same-work");
            same.hear(checkout, &folder, language, language.peer_script, how)?;
        }
    }
    fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut tables = format!("{rows} rows imported, medians of {ROUNDS} rounds.\n");
    let mut versions = Vec::new();
    for (language, sides) in LANGUAGES.iter().zip(&sides) {
        tables.push_str(&table(language, sides)?);
        for version in sides.iter().flat_map(|side| &side.versions) {
            if !versions.contains(version) {
                versions.push(version.clone());
            }
        }
    }
    println!("\n{tables}");
    Section::Peers.write(checkout, "cargo xtask bench peers", &versions, &tables)
}

/// What one side said, round by round.
#[derive(Default)]
struct Side {
    medians: Vec<(String, f64)>,
    versions: Vec<String>,
}

impl Side {
    /// Runs a script once on a new file and notes what it measured.
    fn hear(
        &mut self,
        checkout: &Checkout,
        folder: &Path,
        language: &Language,
        script: &str,
        how: Option<&str>,
    ) -> Outcome {
        let store = folder.join("store");
        make_empty(&store)?;
        let run = Tool::new((language.program)(checkout))
            .arg(checkout.path(script))
            .arg(folder)
            .arg(store.join("crm.db"))
            .args(how)
            .must()?;
        for line in run.output.lines() {
            let Ok(said) = serde_json::from_str::<Value>(line) else {
                continue;
            };
            if let (Some(operation), Some(median)) =
                (said["operation"].as_str(), said["median"].as_f64())
            {
                self.medians.push((operation.to_owned(), median));
            }
            for (name, version) in said["versions"].as_object().into_iter().flatten() {
                let version = format!("{name} {}", version.as_str().unwrap_or_default());
                if !self.versions.contains(&version) {
                    self.versions.push(version);
                }
            }
        }
        Ok(())
    }

    /// The median of the rounds.
    fn of(&self, operation: &str) -> Result<f64, String> {
        let mut medians: Vec<f64> = self
            .medians
            .iter()
            .filter(|(name, _)| name == operation)
            .map(|(_, median)| *median)
            .collect();
        medians.sort_by(f64::total_cmp);
        medians
            .get(medians.len() / 2)
            .copied()
            .ok_or_else(|| format!("a side did not measure «{operation}»"))
    }
}

fn table(language: &Language, [engine, plain, same]: &[Side; 3]) -> Result<String, String> {
    let Language { title, peer, .. } = language;
    let mut table = format!(
        "\n| {title} | engine | {peer} | ratio | the same, given the same work | ratio |\n\
         |---|---:|---:|---:|---:|---:|\n"
    );
    for (operation, name) in OPERATIONS {
        let (ours, plain, same) = (
            engine.of(operation)?,
            plain.of(operation)?,
            same.of(operation)?,
        );
        let _ = writeln!(
            table,
            "| {name} | {} | {} | {} | {} | {} |",
            time(ours),
            time(plain),
            cell(plain / ours),
            time(same),
            cell(same / ours),
        );
    }
    Ok(table)
}

fn make_empty(folder: &Path) -> Outcome {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_the_rounds_stands_for_a_side() {
        let side = Side {
            medians: [5.0, 1.0, 3.0]
                .map(|median| ("get".to_owned(), median))
                .to_vec(),
            versions: Vec::new(),
        };
        assert_eq!(side.of("get"), Ok(3.0));
        assert!(side.of("page").is_err());
    }
}

//! `cargo xtask setup`: each language's environment, inside the checkout and ignored by git.
//!
//! Nothing is skipped: a missing program is named with the one command that installs it. What is
//! already in place is left alone, so every other command may call this first.

mod kotlin;
mod node;
mod python;
mod swift;

pub(crate) use kotlin::prepare as kotlin;
pub(crate) use node::prepare as node;
pub(crate) use python::{interpreter, prepare as python, program as venv_program};
pub(crate) use swift::{prepare as swift, python as swift_python};

use std::fs;
use std::path::Path;

use crate::Outcome;
use crate::checkout::Checkout;
use crate::tool;

/// One language's preparation.
struct Language {
    name: &'static str,
    prepare: fn(&Checkout) -> Outcome,
}

/// Every language with an environment. A new language is one file in this folder and one line here.
const LANGUAGES: &[Language] = &[
    Language {
        name: "rust",
        prepare: rust,
    },
    Language {
        name: "python",
        prepare: python,
    },
    Language {
        name: "node",
        prepare: node,
    },
    Language {
        name: "kotlin",
        prepare: kotlin,
    },
    Language {
        name: "swift",
        prepare: swift,
    },
];

/// Prepares the named languages, or all of them.
pub(crate) fn run(checkout: &Checkout, names: &[String]) -> Outcome {
    if let Some(unknown) = names
        .iter()
        .find(|name| !LANGUAGES.iter().any(|language| language.name == **name))
    {
        return Err(format!("There is no environment called «{unknown}»."));
    }
    let mut missing = Vec::new();
    for language in LANGUAGES {
        if names.is_empty() || names.iter().any(|name| name == language.name) {
            match (language.prepare)(checkout) {
                Ok(()) => println!("{}: ready", language.name),
                Err(reason) => missing.push(format!("{}: {reason}", language.name)),
            }
        }
    }
    if missing.is_empty() {
        Ok(())
    } else {
        Err(missing.join("\n"))
    }
}

/// Rust itself is what runs this; its formatter and linter are components that may be absent.
pub(crate) fn rust(_: &Checkout) -> Outcome {
    tool::require("cargo-fmt", "--version", "rustup component add rustfmt")?;
    tool::require("cargo-clippy", "--version", "rustup component add clippy")?;
    Ok(())
}

/// Does `work` unless `stamp` says it was done for the same `wanted` text.
pub(crate) fn once(stamp: &Path, wanted: &str, work: impl FnOnce() -> Outcome) -> Outcome {
    if fs::read_to_string(stamp).is_ok_and(|done| done == wanted) {
        return Ok(());
    }
    work()?;
    fs::write(stamp, wanted).map_err(|error| format!("{}: {error}", stamp.display()))
}

/// The major and minor number of a version such as `Python 3.11.7` or `v20.20.2`.
fn major_minor(version: &str) -> Option<(u32, u32)> {
    let digits = version.find(|letter: char| letter.is_ascii_digit())?;
    let mut numbers = version[digits..].split('.').map(|part| {
        part.chars()
            .take_while(char::is_ascii_digit)
            .collect::<String>()
            .parse()
            .ok()
    });
    Some((numbers.next()??, numbers.next()??))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_programs_print() {
        assert_eq!(major_minor("Python 3.11.7"), Some((3, 11)));
        assert_eq!(major_minor("v20.20.2"), Some((20, 20)));
        assert_eq!(major_minor("Python 3.13rc1"), Some((3, 13)));
        assert_eq!(major_minor("no number"), None);
    }
}

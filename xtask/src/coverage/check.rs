//! Holds the rows to the code.

#![allow(clippy::unwrap_used)] // a test fails by panicking

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use super::{FOLDER, Group, Row, State, groups, parse};

/// The list of the tests that every store passes; each promise on it is one.
const PROMISES: &str = "crates/crm-core/src/testkit/mod.rs";

/// What is wrong with the groups, each with what to do; `file` gives the text of a file of the
/// checkout.
fn faults(groups: &[Group], file: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
    let mut faults = Vec::new();
    for group in groups {
        let place = format!("{FOLDER}/{}.toml", group.letters.to_lowercase());
        let wanted: BTreeSet<String> = (1..=group.rows)
            .map(|number| format!("{}-{number:02}", group.letters))
            .collect();
        for id in wanted.iter().filter(|id| !group.row.contains_key(*id)) {
            faults.push(format!(
                "{place}: {id} is missing; add it, `open` with its reason if need be"
            ));
        }
        for id in group.row.keys().filter(|id| !wanted.contains(*id)) {
            faults.push(format!(
                "{place}: {id} is no row of this group; correct its number or `rows`"
            ));
        }
        for (id, row) in &group.row {
            let told = row_faults(row, file);
            faults.extend(
                told.into_iter()
                    .map(|fault| format!("{place}: {id} {fault}")),
            );
        }
    }
    faults
}

fn row_faults(row: &Row, file: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
    let mut faults = Vec::new();
    let mut fault = |text: &str| faults.push(text.to_owned());
    if row.title.is_empty() {
        fault("has no title; say in a few words what is asked for");
    }
    let shown = !row.tests.is_empty();
    let state_fault = match row.state {
        State::Met if !shown => {
            "is met but names nothing that shows it; name a test or set it to `open`"
        }
        State::Met if !row.open.is_empty() => {
            "is met but names what is missing; set it to `partly`"
        }
        State::Partly if !shown => {
            "is partly met but names nothing that shows it; name a test or set it to `open`"
        }
        State::Partly | State::Open if row.open.is_empty() => {
            "does not say what is missing and what it waits for; say it in `open`"
        }
        _ => "",
    };
    if !state_fault.is_empty() {
        fault(state_fault);
    }
    if row.state != State::Open && row.how.is_empty() {
        fault("does not say how it is met; say it in `how`");
    }
    for test in &row.tests {
        if let Err(reason) = exists(test, file) {
            fault(&format!(
                "names `{test}`, but {reason}; name what shows the row, or set it to `open`"
            ));
        }
    }
    faults
}

/// Whether what a row names is there.
fn exists(named: &str, file: &dyn Fn(&str) -> Option<String>) -> Result<(), &'static str> {
    let (path, name) = match named.split_once("::") {
        Some((path, name)) => (path, Some(name)),
        None => (named, None),
    };
    let text = file(path).ok_or("there is no such file")?;
    let kind = Path::new(path).extension().and_then(OsStr::to_str);
    match name {
        None if path.starts_with("conformance/") && kind == Some("json") => {
            let case: serde_json::Value =
                serde_json::from_str(&text).map_err(|_| "the case is no JSON")?;
            let steps = case["steps"].as_array().map_or(0, Vec::len);
            if steps > 0 {
                Ok(())
            } else {
                Err("the case has no steps")
            }
        }
        None if kind == Some("md") => Ok(()),
        None => Err("it is neither a test, nor a case, nor a document"),
        Some(name) => {
            let promises = || {
                path.contains("/promises/")
                    .then(|| file(PROMISES))
                    .flatten()
            };
            if is_test(&text, name)
                || promises().is_some_and(|list| list.split_whitespace().any(|word| word == name))
            {
                Ok(())
            } else {
                Err("that file has no such test")
            }
        }
    }
}

/// Whether a source has a function of this name that is marked as a test.
fn is_test(text: &str, name: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let (rust, python) = (format!("fn {name}("), format!("def {name}("));
    let found = lines
        .iter()
        .position(|line| line.contains(&rust) || line.starts_with(&python));
    found.is_some_and(|at| {
        let above = lines[..at].iter().rev();
        let attributes = above.take_while(|line| {
            line.starts_with('#') || line.starts_with("//") || line.ends_with(")]")
        });
        lines[at].starts_with("def test_") || attributes.into_iter().any(|line| *line == "#[test]")
    })
}

#[test]
fn every_row_is_there_once_and_what_it_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let groups = groups(&root).unwrap();
    let file = |path: &str| fs::read_to_string(root.join(path)).ok();
    let faults = faults(&groups, &file);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    for wanted in ["ACC", "AUD", "CFD", "CON", "REL", "SEC", "TAG", "TEN"] {
        assert!(
            groups.iter().any(|group| group.letters == wanted),
            "{FOLDER} lacks {wanted}"
        );
    }
}

const GROUP: &str = r#"
    group = "TAG"
    title = "Tags"
    rows = 1
"#;

/// What is said of a group with this text below its head, in a checkout with one test file, one
/// case and one document.
fn said(rows: &str) -> Vec<String> {
    let file = |path: &str| {
        let text = match path {
            "a.rs" => "#[test]\n#[ignore]\nfn shows_it() {}\n\nfn helper() {}\n",
            "conformance/tags.json" => r#"{"steps": [{}]}"#,
            "conformance/empty.json" => "{}",
            "docs/x.md" => "x",
            _ => return None,
        };
        Some(text.to_owned())
    };
    faults(&[parse(&format!("{GROUP}{rows}")).unwrap()], &file)
}

/// A met row that names this.
fn naming(test: &str) -> String {
    format!("[row.TAG-01]\ntitle = \"A\"\nstate = \"met\"\nhow = \"B.\"\ntests = [\"{test}\"]\n")
}

#[test]
fn a_row_that_names_what_exists_has_no_fault() {
    for test in ["a.rs::shows_it", "conformance/tags.json", "docs/x.md"] {
        assert_eq!(said(&naming(test)), Vec::<String>::new(), "{test}");
    }
}

#[test]
fn a_test_case_or_document_that_does_not_exist_is_a_fault() {
    for (test, reason) in [
        ("a.rs::gone", "has no such test"),
        ("a.rs::helper", "has no such test"),
        ("b.rs::shows_it", "no such file"),
        ("conformance/gone.json", "no such file"),
        ("conformance/empty.json", "no steps"),
        ("docs/gone.md", "no such file"),
        ("a.rs", "neither a test"),
    ] {
        let said = said(&naming(test));
        assert!(
            said.len() == 1 && said[0].contains(reason) && said[0].contains("TAG-01"),
            "{test}: {said:?}"
        );
    }
}

#[test]
fn a_missing_a_foreign_and_a_doubled_row_are_faults() {
    assert!(said("[row]\n")[0].contains("TAG-01 is missing; add it"));
    let foreign = format!(
        "{}[row.TAG-02]\ntitle = \"A\"\nstate = \"open\"\nopen = \"B.\"\n",
        naming("docs/x.md")
    );
    assert!(said(&foreign)[0].contains("TAG-02 is no row of this group"));
    let doubled = format!("{GROUP}{}{}", naming("docs/x.md"), naming("docs/x.md"));
    assert!(parse(&doubled).unwrap_err().contains("duplicate"));
}

#[test]
fn a_row_that_shows_or_says_nothing_is_a_fault() {
    for (row, reason) in [
        (
            "state = \"met\"\nhow = \"B.\"",
            "names nothing that shows it",
        ),
        (
            "state = \"partly\"\nhow = \"B.\"\nopen = \"C.\"",
            "names nothing that shows it",
        ),
        ("state = \"open\"", "what it waits for"),
        (
            "state = \"partly\"\nhow = \"B.\"\ntests = [\"docs/x.md\"]",
            "what it waits for",
        ),
        ("state = \"met\"\ntests = [\"docs/x.md\"]", "how it is met"),
        (
            "state = \"met\"\nhow = \"B.\"\nopen = \"C.\"\ntests = [\"docs/x.md\"]",
            "set it to `partly`",
        ),
    ] {
        let said = said(&format!("[row.TAG-01]\ntitle = \"A\"\n{row}\n"));
        assert!(
            said.len() == 1 && said[0].contains(reason),
            "{row}: {said:?}"
        );
    }
}

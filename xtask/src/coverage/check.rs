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
        if let Err(reason) = shows(test, &row.title, file) {
            fault(&format!(
                "names `{test}`, but {reason}; name what shows the row, or set it to `open`"
            ));
        }
    }
    faults
}

/// Whether what a row names is there and can show what its title asks for.
fn shows(
    named: &str,
    title: &str,
    file: &dyn Fn(&str) -> Option<String>,
) -> Result<(), &'static str> {
    let (path, name) = match named.split_once("::") {
        Some((path, name)) => (path, Some(name)),
        None => (named, None),
    };
    if let Some((path, anchor)) = path.split_once('#') {
        let text = file(path).ok_or("there is no such file")?;
        let section = section(&text, anchor).ok_or("that document has no such section")?;
        return if speaks_of(&section, title) {
            Ok(())
        } else {
            Err("that section has no word of the row's title")
        };
    }
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
        None if kind == Some("md") => {
            Err("a whole document shows nothing in particular; name a section of it")
        }
        None => Err("it is neither a test, nor a case, nor a document"),
        Some(name) => {
            let promises = || {
                path.contains("/testkit/promises/")
                    .then(|| file(PROMISES))
                    .flatten()
            };
            if is_left_out(&text, name) {
                Err("that test is left out of every run")
            } else if is_test(&text, name)
                || promises().is_some_and(|list| list.split_whitespace().any(|word| word == name))
            {
                Ok(())
            } else {
                Err("that file has no such test")
            }
        }
    }
}

/// The part of a document under the heading that this anchor leads to, down to the next heading
/// that stands as high.
fn section(text: &str, anchor: &str) -> Option<String> {
    let level = |line: &str| line.find(|letter| letter != '#').filter(|level| *level > 0);
    let mut fenced = false;
    let mut depth = None;
    let mut section = String::new();
    for line in text.lines() {
        fenced ^= line.starts_with("```");
        let heading = level(line).filter(|_| !fenced);
        match (depth, heading) {
            (None, Some(level)) if anchor_of(&line[level..]) == anchor => depth = Some(level),
            (None, _) => continue,
            (Some(depth), Some(level)) if level <= depth => break,
            (Some(_), _) => {}
        }
        section.push_str(line);
        section.push('\n');
    }
    depth.map(|_| section)
}

/// The anchor that readers of Markdown give a heading.
fn anchor_of(heading: &str) -> String {
    let letters = heading.trim().chars().filter_map(|letter| match letter {
        ' ' | '-' => Some('-'),
        letter if letter.is_alphanumeric() || letter == '_' => Some(letter),
        _ => None,
    });
    letters.collect::<String>().to_lowercase()
}

/// Whether a text has a word of a title; words of up to three letters say nothing.
fn speaks_of(text: &str, title: &str) -> bool {
    let text = text.to_lowercase();
    let title = title.to_lowercase();
    let mut words = title.split(|letter: char| !letter.is_alphanumeric());
    words.any(|word| word.chars().count() > 3 && text.contains(word))
}

/// Where a source has a function of this name: its line, and the attributes and comments above it.
fn function<'t>(text: &'t str, name: &str) -> Option<(&'t str, Vec<&'t str>)> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let (rust, python) = (format!("fn {name}("), format!("def {name}("));
    let at = lines
        .iter()
        .position(|line| line.contains(&rust) || line.starts_with(&python))?;
    let above = lines[..at].iter().rev();
    let attributes = above.take_while(|line| {
        line.starts_with(['#', '@']) || line.starts_with("//") || line.ends_with(")]")
    });
    Some((lines[at], attributes.copied().collect()))
}

/// Whether a source has a function of this name that is marked as a test.
fn is_test(text: &str, name: &str) -> bool {
    function(text, name).is_some_and(|(line, attributes)| {
        line.starts_with("def test_") || attributes.contains(&"#[test]")
    })
}

/// Whether a source has a function of this name that no run of the tests carries out.
fn is_left_out(text: &str, name: &str) -> bool {
    let marks = ["#[ignore", "@pytest.mark.skip"];
    function(text, name).is_some_and(|(_, attributes)| {
        let left_out = |line: &&str| marks.iter().any(|mark| line.starts_with(mark));
        attributes.iter().any(left_out)
    })
}

#[test]
fn every_row_is_there_once_and_what_it_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let groups = groups(&root).unwrap();
    let file = |path: &str| fs::read_to_string(root.join(path)).ok();
    let faults = faults(&groups, &file);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    for wanted in [
        "ACC", "ACT", "API", "AUD", "BLK", "CFD", "COM", "CON", "DEA", "DED", "EVT", "FIL", "IMP",
        "LEA", "NOT", "ORG", "PIP", "REL", "SAL", "SEC", "SEG", "SRC", "TAG", "TEN", "VIE",
    ] {
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
            "a.rs" => {
                "#[test]\n#[should_panic]\nfn shows_it() {}\n\nfn helper() {}\n\n\
                 #[test]\n#[ignore = \"slow\"]\nfn never_runs() {}\n\n\
                 #[ignore]\n#[test]\nfn never_runs_either() {}\n"
            }
            "a.py" => "@pytest.mark.skip\ndef test_later():\n\ndef test_now():\n",
            "conformance/tags.json" => r#"{"steps": [{}]}"#,
            "conformance/empty.json" => "{}",
            "docs/x.md" => {
                "# X\n\n## Words and signs\n\nAn alphabet.\n\n```text\n# Alphabet\n```\n\n\
                 ## Others\n\nNumbers.\n"
            }
            _ => return None,
        };
        Some(text.to_owned())
    };
    faults(&[parse(&format!("{GROUP}{rows}")).unwrap()], &file)
}

/// A met row that names this.
fn naming(test: &str) -> String {
    format!(
        "[row.TAG-01]\ntitle = \"The alphabet\"\nstate = \"met\"\nhow = \"B.\"\ntests = [\"{test}\"]\n"
    )
}

#[test]
fn a_row_that_names_what_exists_has_no_fault() {
    for test in [
        "a.rs::shows_it",
        "a.py::test_now",
        "conformance/tags.json",
        "docs/x.md#words-and-signs",
        "docs/x.md#x",
    ] {
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
        ("docs/gone.md#words-and-signs", "no such file"),
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
fn a_test_that_no_run_carries_out_is_a_fault() {
    for test in [
        "a.rs::never_runs",
        "a.rs::never_runs_either",
        "a.py::test_later",
    ] {
        let said = said(&naming(test));
        assert!(
            said.len() == 1 && said[0].contains("left out of every run"),
            "{test}: {said:?}"
        );
    }
}

#[test]
fn a_document_is_named_with_a_section_that_speaks_of_the_row() {
    for (test, reason) in [
        ("docs/x.md", "name a section"),
        ("docs/x.md#gone", "no such section"),
        ("docs/x.md#alphabet", "no such section"),
        ("docs/x.md#others", "no word of the row's title"),
    ] {
        let said = said(&naming(test));
        assert!(
            said.len() == 1 && said[0].contains(reason),
            "{test}: {said:?}"
        );
    }
}

#[test]
fn a_missing_a_foreign_and_a_doubled_row_are_faults() {
    assert!(said("[row]\n")[0].contains("TAG-01 is missing; add it"));
    let foreign = format!(
        "{}[row.TAG-02]\ntitle = \"A\"\nstate = \"open\"\nopen = \"B.\"\n",
        naming("docs/x.md#x")
    );
    assert!(said(&foreign)[0].contains("TAG-02 is no row of this group"));
    let doubled = format!("{GROUP}{}{}", naming("docs/x.md#x"), naming("docs/x.md#x"));
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
            "state = \"partly\"\nhow = \"B.\"\ntests = [\"docs/x.md#x\"]",
            "what it waits for",
        ),
        (
            "state = \"met\"\ntests = [\"docs/x.md#x\"]",
            "how it is met",
        ),
        (
            "state = \"met\"\nhow = \"B.\"\nopen = \"C.\"\ntests = [\"docs/x.md#x\"]",
            "set it to `partly`",
        ),
    ] {
        let said = said(&format!("[row.TAG-01]\ntitle = \"The alphabet\"\n{row}\n"));
        assert!(
            said.len() == 1 && said[0].contains(reason),
            "{row}: {said:?}"
        );
    }
}

//! The page that people read.

use std::fmt::Write;

use super::{Group, Row, State};

const HEAD: &str = "\
# What is met, and what shows it

<!-- Written by `cargo xtask codegen` from docs/coverage/*.toml; change those. -->

Every requirement of the groups built so far, by its number. A row is **met** when a named test, a case
that every language runs, or a section of a document shows it; **partly** when something of it is missing, which the row
names; **open** when it waits for something, which the row names too. `cargo xtask test` fails if a row is
missing, or if a test, case or section named here does not exist or is never run.

";

/// The page of these groups.
pub(super) fn page(groups: &[Group]) -> String {
    let mut page = HEAD.to_owned();
    page.push_str("| Group | About |");
    for state in State::ALL {
        let _ = write!(page, " {} |", state.word());
    }
    page.push_str(" rows |\n|---|---|--:|--:|--:|--:|\n");
    for group in groups {
        let link = group.letters.to_lowercase();
        let _ = write!(page, "| [{}](#{link}) | {} |", group.letters, group.title);
        counts(&mut page, std::slice::from_ref(group));
    }
    page.push_str("| | **together** |");
    counts(&mut page, groups);
    for group in groups {
        let _ = write!(
            page,
            "\n## {}\n\n{}.\n\n| Row | Asked for | State | How, and what shows it |\n|---|---|---|---|\n",
            group.letters, group.title
        );
        for (id, row) in &group.row {
            let _ = writeln!(
                page,
                "| {id} | {} | {} | {} |",
                row.title,
                row.state.word(),
                story(row)
            );
        }
    }
    page
}

/// How many rows are in each state, and how many there are.
fn counts(page: &mut String, groups: &[Group]) {
    let rows = || groups.iter().flat_map(|group| group.row.values());
    for state in State::ALL {
        let _ = write!(
            page,
            " {} |",
            rows().filter(|row| row.state == state).count()
        );
    }
    let all: u32 = groups.iter().map(|group| group.rows).sum();
    let _ = writeln!(page, " {all} |");
}

/// How a row is met, what is missing, and links to what shows it.
fn story(row: &Row) -> String {
    let mut parts = Vec::new();
    if !row.how.is_empty() {
        parts.push(row.how.clone());
    }
    if !row.open.is_empty() {
        parts.push(format!("**Missing:** {}", row.open));
    }
    let links: Vec<String> = row.tests.iter().map(|test| link(test)).collect();
    if !links.is_empty() {
        parts.push(links.join(", "));
    }
    parts.join("<br>")
}

/// A link to the file, under the name of the test or of the file.
fn link(test: &str) -> String {
    let (path, name) = match test.split_once("::") {
        Some((path, name)) => (path, name),
        None => (test, test.rsplit('/').next().unwrap_or(test)),
    };
    // The page stands in `docs`.
    format!("[`{name}`](../{path})")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test fails by panicking

    use super::super::parse;
    use super::*;

    #[test]
    fn the_page_counts_and_links() {
        let group = parse(
            r#"
            group = "TAG"
            title = "Tags"
            rows = 2
            [row.TAG-01]
            title = "A tag"
            state = "met"
            how = "A record."
            tests = ["a/b.rs::shows_it", "conformance/tags.json", "docs/tags.md#a-tag"]
            [row.TAG-02]
            title = "Another"
            state = "open"
            open = "waits."
            "#,
        );
        let page = page(&[group.unwrap()]);
        for line in [
            "| Group | About | met | partly | open | rows |",
            "| [TAG](#tag) | Tags | 1 | 0 | 1 | 2 |",
            "| TAG-01 | A tag | met | A record.<br>[`shows_it`](../a/b.rs), [`tags.json`](../conformance/tags.json), [`tags.md#a-tag`](../docs/tags.md#a-tag) |",
            "| TAG-02 | Another | open | **Missing:** waits. |",
        ] {
            assert!(page.lines().any(|there| there == line), "{line}\n{page}");
        }
    }
}

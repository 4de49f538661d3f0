//! `cargo xtask demo`: the walk through the engine on the shipped sample data.

use std::path::Path;

use crate::Outcome;
use crate::checkout::Checkout;
use crate::tool::Tool;

/// Runs the walk, which is the front door's example of the same name, where it is called from.
pub(crate) fn run(_: &Checkout, arguments: &[String]) -> Outcome {
    println!("Building the engine; the first time this takes some minutes.");
    walk().args(arguments).hand_over()
}

/// Checks that the lines which the walk shows for a language open what it left: they are run as
/// they were printed, and have to count the contacts that the walk counted.
pub(crate) fn opens(
    checkout: &Checkout,
    language: &str,
    program: impl FnOnce(&str) -> Tool,
) -> Outcome {
    let folder = checkout.target("demo");
    let file = folder.join(format!("{}.db", language.to_lowercase()));
    fresh(&folder, &file).map_err(|error| format!("{}: {error}", file.display()))?;
    let walked = walk().arg(&file).within(checkout.root()).must()?.output;
    let lines = lines(&walked, language)
        .ok_or_else(|| format!("the walk shows no lines for {language}"))?;
    let counted = contacts(&walked, " contacts now").ok_or("the walk counts no contacts")?;
    let opened = program(&lines).must()?.output;
    if contacts(&opened, " contacts") == Some(counted) {
        Ok(())
    } else {
        Err(format!("{language} does not see {counted} contacts"))
    }
}

/// The everyday build: it is quick enough for the samples, and the tests use it too.
fn walk() -> Tool {
    Tool::new("cargo").args(["run", "-p", "crm", "--example", "demo", "--"])
}

fn fresh(folder: &Path, file: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    if file.exists() {
        std::fs::remove_file(file)?;
    }
    Ok(())
}

/// The indented lines under the heading of a language.
fn lines(walked: &str, language: &str) -> Option<String> {
    let lines: Vec<&str> = walked
        .lines()
        .skip_while(|line| !line.starts_with(&format!("{language}, ")))
        .skip(2)
        .map_while(|line| line.strip_prefix("    "))
        .collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// The number before these words.
fn contacts(output: &str, words: &str) -> Option<u64> {
    let mut counts = output.lines().filter_map(|line| line.strip_suffix(words));
    counts.find_map(|count| count.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    const WALKED: &str = "  25 contacts now\n\nPython, after this:\n\n    with a:\n        b()\n\n\
                          Node, after that:\n\n    c();\n";

    #[test]
    fn the_lines_of_a_language_are_those_under_its_name() {
        assert_eq!(lines(WALKED, "Python").as_deref(), Some("with a:\n    b()"));
        assert_eq!(lines(WALKED, "Node").as_deref(), Some("c();"));
        assert_eq!(lines(WALKED, "Kotlin"), None);
    }

    #[test]
    fn the_contacts_counted_are_read() {
        assert_eq!(contacts(WALKED, " contacts now"), Some(25));
        assert_eq!(contacts("25 contacts\n", " contacts"), Some(25));
        assert_eq!(contacts("no contacts\n", " contacts"), None);
    }
}

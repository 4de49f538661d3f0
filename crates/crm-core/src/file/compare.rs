//! Comparing two versions of a file (FIL-05).

use std::io::Read;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use similar::{Algorithm, capture_diff_slices};

use super::content::{open, version};
use super::{File, FileId, FileVersion, ScanResult};
use crate::access::{Access, Answer, Permission};
use crate::error::{Error, Result};
use crate::operation::{Context, Mode, Operation, Route};
use crate::value::text::{LINE_MAX, is_forbidden_control};

/// Longer content is not compared line by line: a MiB.
const BYTES: u64 = 1 << 20;
/// Nor is content of more lines: the work grows with the lines times the differences.
const LINES: usize = 5_000;
/// So many changed lines are told.
const TOLD: usize = 1_000;

/// Compares two versions of a file: what is said of them and, if both are texts, line by line.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct CompareFileVersions {
    /// Which file.
    pub id: FileId,
    /// The number of the version to begin with; the one before the other if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<u32>,
    /// The number of the version to compare it with; the current one if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<u32>,
}

/// Two versions of a file beside each other.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct FileComparison {
    /// The first, with its name, type, size and digest.
    pub from: FileVersion,
    /// The second.
    pub to: FileVersion,
    /// By how many bytes the second is larger; negative if it is smaller.
    pub size_change: i64,
    /// How their contents could be compared.
    pub content: ContentComparison,
    /// How many lines of text the second has that the first has not.
    pub added_lines: u32,
    /// How many lines of text the first has that the second has not.
    pub removed_lines: u32,
    /// The first 1000 of those lines, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<LineChange>,
}

crate::choice! {
    /// How two contents could be compared.
    pub enum ContentComparison {
        /// They are the same, byte for byte.
        #[default]
        Same = "same",
        /// Both are texts in UTF-8; their lines are compared.
        Text = "text",
        /// They differ, and at least one of them is no text.
        Binary = "binary",
        /// They differ, and at least one has more than a MiB or than 5000 lines.
        TooLarge = "too_large",
        /// They differ, and a scanner found something in one of them, so that it is not handed out.
        Withheld = "withheld",
    }
}

crate::choice! {
    /// What became of a line.
    pub enum LineChangeKind {
        /// The second version has it, the first has not.
        #[default]
        Added = "added",
        /// The first version has it, the second has not.
        Removed = "removed",
    }
}

/// A line that only one of two versions has.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct LineChange {
    /// What became of it.
    pub kind: LineChangeKind,
    /// Its number in the version that has it, from 1.
    pub line: u32,
    /// What it says: at most 1000 characters, without the end of the line.
    pub text: String,
}

impl Answer for FileComparison {
    fn project(&mut self, access: &Access) {
        self.from.project(access);
        self.to.project(access);
    }
}

impl Operation for CompareFileVersions {
    const NAME: &'static str = "files.compare";
    const PERMISSION: Permission = Permission::FileView;
    const ROUTE: Route = Route::get("/files/{id}/compare");
    const MODE: Mode = Mode::Read;
    type Output = FileComparison;

    fn execute(self, cx: &mut Context<'_>) -> Result<FileComparison> {
        let file: File = cx.load(self.id)?;
        let second = self.to.unwrap_or(file.version_count);
        let first = self.from.unwrap_or(second.saturating_sub(1));
        let to = version(cx, file.id, Some(second)).map_err(|error| error.at("to"))?;
        let from = version(cx, file.id, Some(first)).map_err(|error| error.at("from"))?;
        let mut comparison = FileComparison {
            size_change: to.size_bytes.saturating_sub(from.size_bytes),
            ..FileComparison::default()
        };
        let quarantined = |version: &FileVersion| version.scan == ScanResult::Quarantined;
        if from.digest == to.digest {
            comparison.content = ContentComparison::Same;
        } else if quarantined(&from) || quarantined(&to) {
            comparison.content = ContentComparison::Withheld;
        } else {
            let (old, new) = (read(cx, &from)?, read(cx, &to)?);
            comparison.content = match (text(&old), text(&new)) {
                (Ok(old), Ok(new)) => {
                    comparison.compare_lines(&old, &new);
                    ContentComparison::Text
                }
                (Err(why), _) | (_, Err(why)) => why,
            };
        }
        (comparison.from, comparison.to) = (from, to);
        Ok(comparison)
    }
}

/// The content, or as much of it as tells that it is too large.
fn read(cx: &Context<'_>, version: &FileVersion) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(cx, version)?
        .take(BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| Error::storage("the content could not be read"))?;
    Ok(bytes)
}

/// The lines of a text with their ends, which count: a text may differ in nothing else.
fn text(bytes: &[u8]) -> Result<Vec<&str>, ContentComparison> {
    if bytes.len() as u64 > BYTES {
        return Err(ContentComparison::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| ContentComparison::Binary)?;
    if text.contains(is_forbidden_control) {
        return Err(ContentComparison::Binary);
    }
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    if lines.len() > LINES {
        return Err(ContentComparison::TooLarge);
    }
    Ok(lines)
}

impl FileComparison {
    fn compare_lines(&mut self, old: &[&str], new: &[&str]) {
        for change in capture_diff_slices(Algorithm::Myers, old, new) {
            if matches!(change, similar::DiffOp::Equal { .. }) {
                continue;
            }
            for at in change.old_range() {
                self.removed_lines = self.removed_lines.saturating_add(1);
                self.tell(LineChangeKind::Removed, at, old);
            }
            for at in change.new_range() {
                self.added_lines = self.added_lines.saturating_add(1);
                self.tell(LineChangeKind::Added, at, new);
            }
        }
    }

    fn tell(&mut self, kind: LineChangeKind, at: usize, lines: &[&str]) {
        let Some(line) = lines.get(at).filter(|_| self.lines.len() < TOLD) else {
            return;
        };
        let said = line.trim_end_matches(['\r', '\n']);
        self.lines.push(LineChange {
            kind,
            line: u32::try_from(at + 1).unwrap_or(u32::MAX),
            text: said.chars().take(LINE_MAX).collect(),
        });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn referred(text: &[String]) -> Vec<&str> {
        text.iter().map(String::as_str).collect()
    }

    proptest! {
        /// Without the removed lines, and with the added ones, the first text is the second.
        #[test]
        fn the_changed_lines_make_the_second_text_of_the_first_fil_05(
            old in prop::collection::vec("[ab]{0,2}\n", 0..30),
            new in prop::collection::vec("[ab]{0,2}\n", 0..30),
        ) {
            let lines = |text: &[String]| -> Vec<String> {
                text.iter().map(|line| line.trim_end().to_owned()).collect()
            };
            let mut told = FileComparison::default();
            told.compare_lines(&referred(&old), &referred(&new));
            let number = |change: &LineChange| change.line as usize - 1;
            let (added, removed): (Vec<_>, Vec<_>) =
                told.lines.iter().partition(|change| change.kind == LineChangeKind::Added);
            let mut made = lines(&old);
            for change in removed.iter().rev() {
                prop_assert_eq!(&made.remove(number(change)), &change.text);
            }
            for change in &added {
                made.insert(number(change), change.text.clone());
            }
            prop_assert_eq!(made, lines(&new));
            let counted = (told.added_lines as usize, told.removed_lines as usize);
            prop_assert_eq!(counted, (added.len(), removed.len()));
        }
    }

    #[test]
    fn what_is_no_text_or_too_long_is_said_to_be_fil_05() {
        assert_eq!(text(b"a\r\nb").map(|lines| lines.len()), Ok(2));
        assert_eq!(text(b"a\0b"), Err(ContentComparison::Binary));
        assert_eq!(text(b"\xff\xfe"), Err(ContentComparison::Binary));
        let many = "\n".repeat(LINES);
        assert_eq!(text(many.as_bytes()).map(|lines| lines.len()), Ok(LINES));
        let more = "\n".repeat(LINES + 1);
        assert_eq!(text(more.as_bytes()), Err(ContentComparison::TooLarge));
        let long = vec![b'a'; 1 << 20];
        assert_eq!(text(&long).map(|lines| lines.len()), Ok(1));
        let longer = vec![0xff; (1 << 20) + 1];
        assert_eq!(text(&longer), Err(ContentComparison::TooLarge));
    }
}

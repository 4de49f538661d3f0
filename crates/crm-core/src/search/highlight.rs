//! The piece of text in which a hit's words stand, and where in it they stand.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::question::Question;
use crate::value::text::{is_word_character, tokens};

/// A snippet has about so many characters.
const LENGTH: usize = 160;
/// So many of them stand before the first mark.
const BEFORE: usize = 40;

/// A piece of a field's text with the words that were looked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Highlight {
    /// The field, such as `name` or `emails.address`.
    pub field: String,
    /// The text, or a piece of it with an ellipsis where it was cut. It is plain text: whoever
    /// shows it as HTML escapes it.
    pub text: String,
    /// Where the words stand in it, in order, not overlapping.
    pub marks: Vec<HighlightMark>,
}

/// A part of a text, counted in characters (Unicode scalar values) from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HighlightMark {
    /// The first character.
    pub start: u32,
    /// The character after the last.
    pub end: u32,
}

/// The best of a field's texts, cut to a snippet; none if the words are in none of them.
pub(super) fn highlight(field: &str, texts: &[String], question: &Question) -> Option<Highlight> {
    let marked = texts.iter().map(|text| {
        let text: Vec<char> = text.chars().collect();
        let marks = marks(&text, question);
        (text, marks)
    });
    let (text, marks) = marked
        .filter(|(_, marks)| !marks.is_empty())
        // The first of those with most marks.
        .reduce(|best, other| {
            if other.1.len() > best.1.len() {
                other
            } else {
                best
            }
        })?;
    Some(cut(field, &text, &marks))
}

/// The whole of a text, when it is what was looked for.
pub(super) fn whole(field: &str, text: &str) -> Highlight {
    let text: Vec<char> = text.chars().collect();
    cut(field, &text, &[(0, text.len())])
}

/// Where the words of a question stand.
fn marks(text: &[char], question: &Question) -> Vec<(usize, usize)> {
    let wanted = |token: &String| {
        let word = question
            .words
            .iter()
            .any(|word| word.text == *token || (word.prefix && token.starts_with(&word.text)));
        word || question
            .phrases
            .iter()
            .any(|phrase| phrase.words.contains(token))
    };
    let mut marks: Vec<(usize, usize)> = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let rest = text.get(start..).unwrap_or_default();
        let length = rest
            .iter()
            .position(|c| !is_word_character(*c))
            .unwrap_or(rest.len());
        if length == 0 {
            start = start.saturating_add(1);
            continue;
        }
        let run = rest.get(..length).unwrap_or_default();
        let words = tokens(&run.iter().collect::<String>());
        if words.iter().any(wanted) {
            if words.len() > 1 {
                marks.extend(
                    within(run, &wanted)
                        .map(|(from, to)| (start.saturating_add(from), start.saturating_add(to))),
                );
            } else {
                marks.push((start, start.saturating_add(length)));
            }
        }
        start = start.saturating_add(length);
    }
    joined(marks)
}

/// The pairs of characters that were looked for, where no blank parts the words.
fn within(run: &[char], wanted: &impl Fn(&String) -> bool) -> impl Iterator<Item = (usize, usize)> {
    let mut pairs: Vec<(usize, usize)> = run
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| tokens(&pair.iter().collect::<String>()).iter().any(wanted))
        .map(|(at, _)| (at, at.saturating_add(2)))
        .collect();
    if pairs.is_empty() {
        pairs.push((0, run.len()));
    }
    pairs.into_iter()
}

/// Marks that touch are one.
fn joined(marks: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    let mut joined: Vec<(usize, usize)> = Vec::with_capacity(marks.len());
    for (start, end) in marks {
        match joined.last_mut() {
            Some((_, last)) if start <= *last => *last = end.max(*last),
            _ => joined.push((start, end)),
        }
    }
    joined
}

/// A piece of the text around its first mark.
fn cut(field: &str, text: &[char], marks: &[(usize, usize)]) -> Highlight {
    let first = marks.first().map_or(0, |(start, _)| *start);
    let (from, to) = if text.len() <= LENGTH {
        (0, text.len())
    } else {
        let wanted = first.saturating_sub(BEFORE);
        let head = text.get(wanted..first).unwrap_or_default();
        // Not in the middle of a word, if there is a blank to cut at.
        let blank = head.iter().position(|c| c.is_whitespace());
        let from = match (wanted, blank) {
            (0, _) => 0,
            (_, Some(blank)) => wanted.saturating_add(blank).saturating_add(1),
            (_, None) => wanted,
        };
        (from, from.saturating_add(LENGTH).min(text.len()))
    };
    let mut piece: String = text.get(from..to).unwrap_or_default().iter().collect();
    let mut shift = 0;
    if from > 0 {
        piece.insert(0, '…');
        shift = 1;
    }
    if to < text.len() {
        piece.push('…');
    }
    let place = |at: usize| {
        let at = at
            .clamp(from, to)
            .saturating_sub(from)
            .saturating_add(shift);
        u32::try_from(at).unwrap_or(u32::MAX)
    };
    let marks = marks
        .iter()
        .filter(|(start, end)| *start < to && *end > from)
        .map(|(start, end)| HighlightMark {
            start: place(*start),
            end: place(*end),
        });
    Highlight {
        field: field.to_owned(),
        marks: marks.collect(),
        text: piece,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test fails by panicking

    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str, question: &str) -> String {
        let question = Question::read(question, &|_| false).unwrap();
        let Some(highlight) = highlight("note", &[text.to_owned()], &question) else {
            return String::new();
        };
        let mut shown = String::new();
        for (at, c) in (0_u32..).zip(highlight.text.chars()) {
            if highlight.marks.iter().any(|mark| mark.start == at) {
                shown.push('[');
            }
            shown.push(c);
            if highlight.marks.iter().any(|mark| mark.end == at + 1) {
                shown.push(']');
            }
        }
        shown
    }

    #[test]
    fn whole_words_are_marked_whatever_their_case_and_marks_src_04() {
        assert_eq!(shown("Zoë met ZOE's aunt", "zoe"), "[Zoë] met [ZOE]'s aunt");
        assert_eq!(shown("Straße 5", "strasse"), "[Straße] 5");
        assert_eq!(shown("Lovelace, Ada", "ada love"), "[Lovelace], [Ada]");
        assert_eq!(shown("nothing here", "ada"), "");
    }

    #[test]
    fn in_scripts_without_blanks_the_pairs_are_marked() {
        assert_eq!(shown("株式会社東京商事", "東京"), "株式会社[東京]商事");
    }

    #[test]
    fn a_long_text_is_cut_around_the_first_mark() {
        let text = format!("{}needle {}", "hay ".repeat(100), "straw ".repeat(100));
        let shown = shown(&text, "needle");
        assert!(shown.starts_with("…hay hay"), "{shown}");
        assert!(shown.contains("[needle] straw"), "{shown}");
        assert!(shown.ends_with('…'), "{shown}");
        assert!(shown.chars().count() <= LENGTH + 4, "{shown}");
    }

    #[test]
    fn markup_stays_plain_text() {
        assert_eq!(shown("<b>ada</b>", "ada"), "<b>[ada]</b>");
    }

    proptest! {
        #[test]
        fn marks_are_in_order_and_inside_the_text(
            text in "[a-c東京 é]{0,300}",
            question in "[a-c東京]{1,3}( [a-c]{1,2})?",
        ) {
            let question = Question::read(&question, &|_| false).unwrap();
            if let Some(highlight) = highlight("note", &[text], &question) {
                let length = u32::try_from(highlight.text.chars().count()).unwrap();
                let mut last = 0;
                for mark in &highlight.marks {
                    prop_assert!(last <= mark.start && mark.start < mark.end);
                    prop_assert!(mark.end <= length);
                    last = mark.end;
                }
            }
        }
    }
}

//! Whether a record is a hit, how good a one, and why.

use super::fields::{Searched, in_scope};
use super::question::{Phrase, Question, Word};
use crate::field::{RecordKind, Row, SearchColumn};
use crate::value::text::tokens;

/// How well a record answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rank {
    /// Points of all words together; [`BEST`] each at most.
    pub(super) points: u32,
    /// Where each word was found best, in the order of the question.
    pub(super) found: Vec<Found>,
}

/// Where a word or phrase was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) text: String,
    /// The place of the field among the searched ones.
    pub(super) field: usize,
    pub(super) exact: bool,
}

/// The points of a whole word in a name.
pub(super) const BEST: u32 = 8;

/// Points of a match: the column first, then whole words over beginnings (SRC-08).
const fn points(column: SearchColumn, exact: bool) -> u32 {
    let base = match column {
        SearchColumn::Name => 7,
        SearchColumn::Point => 5,
        SearchColumn::Company => 3,
        SearchColumn::Text => 1,
    };
    if exact { base + 1 } else { base }
}

/// A record's searched words: for each field its texts, each a list of words.
pub(super) struct Words(Vec<Vec<Vec<String>>>);

impl Words {
    pub(super) fn of(fields: &[Searched], row: &Row) -> Self {
        let of_field = |field: &Searched| {
            let texts = field.texts(row);
            texts.iter().map(|text| tokens(text)).collect()
        };
        Self(fields.iter().map(of_field).collect())
    }
}

/// Ranks a record; none if some word is not found in a field that the actor may read.
pub(super) fn rank(
    kind: RecordKind,
    fields: &[Searched],
    words: &Words,
    question: &Question,
) -> Option<Rank> {
    let mut rank = Rank {
        points: 0,
        found: Vec::new(),
    };
    for word in &question.words {
        let best = best(kind, fields, words, word.scope.as_deref(), |texts| {
            holds(texts, word)
        })?;
        rank.add(&word.text, fields, best);
    }
    for phrase in &question.phrases {
        let best = best(kind, fields, words, phrase.scope.as_deref(), |texts| {
            follows(texts, phrase).then_some(true)
        })?;
        rank.add(&phrase.words.join(" "), fields, best);
    }
    Some(rank)
}

impl Rank {
    fn add(&mut self, text: &str, fields: &[Searched], (field, exact): (usize, bool)) {
        let column = fields.get(field).map(|field| field.column);
        let points = column.map_or(0, |column| points(column, exact));
        self.points = self.points.saturating_add(points);
        self.found.push(Found {
            text: text.to_owned(),
            field,
            exact,
        });
    }
}

/// The field with the best match, and whether that is exact; the first of equal ones.
fn best(
    kind: RecordKind,
    fields: &[Searched],
    words: &Words,
    scope: Option<&str>,
    matches: impl Fn(&[Vec<String>]) -> Option<bool>,
) -> Option<(usize, bool)> {
    let allowed = scope.map(|scope| in_scope(kind, fields, scope));
    let mut best: Option<(usize, bool, u32)> = None;
    for (at, (field, texts)) in fields.iter().zip(&words.0).enumerate() {
        let allowed = allowed
            .as_ref()
            .is_none_or(|allowed| allowed.contains(&field.decl.name));
        if !allowed {
            continue;
        }
        if let Some(exact) = matches(texts) {
            let points = points(field.column, exact);
            if best.is_none_or(|(_, _, most)| points > most) {
                best = Some((at, exact, points));
            }
        }
    }
    best.map(|(at, exact, _)| (at, exact))
}

/// Whether a word is there: whole, or as a beginning.
fn holds(texts: &[Vec<String>], word: &Word) -> Option<bool> {
    let mut begins = false;
    for token in texts.iter().flatten() {
        if *token == word.text {
            return Some(true);
        }
        begins |= word.prefix && token.starts_with(&word.text);
    }
    begins.then_some(false)
}

/// Whether the words of a phrase follow each other in one text.
fn follows(texts: &[Vec<String>], phrase: &Phrase) -> bool {
    texts.iter().any(|text| {
        text.windows(phrase.words.len())
            .any(|window| window == phrase.words)
    })
}

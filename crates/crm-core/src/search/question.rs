//! What was typed into a search box: words, phrases in quotes, words for one field.

use crate::error::{Error, Result};
use crate::value::text::tokens;

/// The longest text, in bytes.
const BYTES: usize = 1_000;
/// The most words.
const WORDS: usize = 32;

/// What is looked for; everything has to be found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Question {
    pub(super) words: Vec<Word>,
    pub(super) phrases: Vec<Phrase>,
    /// The whole text without its scope, which may be an address or a number.
    pub(super) whole: String,
    /// The scope before it.
    pub(super) scope: Option<String>,
}

/// One word, in the form in which it is indexed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    /// Whether words that only begin so are meant too: the last one, which is being typed.
    pub(super) prefix: bool,
    /// The name before the colon, as in `company:acme`.
    pub(super) scope: Option<String>,
}

/// Words that follow each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phrase {
    pub(super) words: Vec<String>,
    pub(super) scope: Option<String>,
}

impl Question {
    /// Reads what was typed. Any text is a question; `is_scope` says which names before a colon
    /// mean a field, other colons (`10:30`, `https:`) are nothing special.
    pub(super) fn read(text: &str, is_scope: &dyn Fn(&str) -> bool) -> Result<Self> {
        let limit = |name, maximum: usize| {
            let maximum = u64::try_from(maximum).unwrap_or(u64::MAX);
            Error::limit(name, maximum, "the search is too long").at("text")
        };
        if text.len() > BYTES {
            return Err(limit("search_bytes", BYTES));
        }
        let mut question = Self::default();
        let mut rest = text.trim();
        let mut chunks = 0_usize;
        while !rest.is_empty() {
            let (scope, after) = scope(rest, is_scope);
            chunks = chunks.saturating_add(1);
            if chunks == 1 {
                after.clone_into(&mut question.whole);
                question.scope = scope.map(str::to_owned);
            }
            let taken = if let Some(quoted) = after.strip_prefix('"') {
                let (inner, after) = quoted.split_once('"').unwrap_or((quoted, ""));
                question.phrase(tokens(inner), scope);
                after
            } else {
                let end = after
                    .find(|c: char| c.is_whitespace() || c == '"')
                    .unwrap_or(after.len());
                let (chunk, after) = after.split_at_checked(end).unwrap_or((after, ""));
                let last = after.trim_start().is_empty();
                question.add(tokens(chunk), scope, last);
                after
            };
            rest = taken.trim_start();
        }
        let phrased = question.phrases.iter().map(|phrase| phrase.words.len());
        if question.words.len().saturating_add(phrased.sum()) > WORDS {
            return Err(limit("search_words", WORDS));
        }
        Ok(question)
    }

    /// Whether nothing searchable was typed.
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty() && self.phrases.is_empty()
    }

    /// Every scope that was named.
    pub(super) fn scopes(&self) -> impl Iterator<Item = &Option<String>> {
        let of_words = self.words.iter().map(|word| &word.scope);
        of_words.chain(self.phrases.iter().map(|phrase| &phrase.scope))
    }

    /// The words for the store: all of them whole, or the last one as a beginning.
    pub(super) fn stored(&self, prefix: bool) -> Vec<String> {
        let words = self.words.iter().map(|word| {
            if prefix && word.prefix {
                format!("{}*", word.text)
            } else {
                word.text.clone()
            }
        });
        let phrased = self
            .phrases
            .iter()
            .flat_map(|phrase| &phrase.words)
            .cloned();
        words.chain(phrased).collect()
    }

    /// Whether the last word may be a beginning.
    pub(super) fn has_prefix(&self) -> bool {
        self.words.iter().any(|word| word.prefix)
    }

    fn phrase(&mut self, words: Vec<String>, scope: Option<&str>) {
        let scope = scope.map(str::to_owned);
        if !words.is_empty() {
            self.phrases.push(Phrase { words, scope });
        }
    }

    fn add(&mut self, words: Vec<String>, scope: Option<&str>, last: bool) {
        let count = words.len();
        for (at, text) in words.into_iter().enumerate() {
            self.words.push(Word {
                text,
                prefix: last && at.saturating_add(1) == count,
                scope: scope.map(str::to_owned),
            });
        }
    }
}

/// The name before a colon that directly precedes a word or quote, and what follows it.
fn scope<'t>(text: &'t str, is_scope: &dyn Fn(&str) -> bool) -> (Option<&'t str>, &'t str) {
    let name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    match text.split_once(':') {
        Some((scope, after))
            if !scope.is_empty()
                && scope.chars().all(name)
                && after.starts_with(|c: char| !c.is_whitespace())
                && is_scope(scope) =>
        {
            (Some(scope), after)
        }
        _ => (None, text),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test fails by panicking

    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Question {
        Question::read(text, &|scope| matches!(scope, "name" | "company")).unwrap()
    }

    fn words(text: &str) -> Vec<(String, bool, Option<String>)> {
        let words = read(text).words.into_iter();
        words
            .map(|word| (word.text, word.prefix, word.scope))
            .collect()
    }

    #[test]
    fn the_last_word_may_be_a_beginning_src_12() {
        let word = |text: &str, prefix| (text.to_owned(), prefix, None);
        assert_eq!(words("Ada Lov"), [word("ada", false), word("lov", true)]);
        assert_eq!(
            words("  o'Bri  "),
            [word("o", false), word("bri", true)],
            "blanks end nothing"
        );
        assert_eq!(words("10:30"), [word("10", false), word("30", true)]);
        assert!(read("  -- ").is_empty());
    }

    #[test]
    fn quotes_make_a_phrase_that_is_no_beginning() {
        let question = read("cto \"Ada Lovelace\"");
        assert_eq!(question.phrases[0].words, ["ada", "lovelace"]);
        assert!(!question.has_prefix());
        assert_eq!(read("\"ada lov").phrases[0].words, ["ada", "lov"]);
    }

    #[test]
    fn a_scope_binds_what_follows_it_at_once() {
        let scoped = |text: &str, prefix| (text.to_owned(), prefix, Some("company".to_owned()));
        assert_eq!(
            words("company:acme-x"),
            [scoped("acme", false), scoped("x", true)]
        );
        assert_eq!(
            read("company:\"big co\"").phrases[0].scope.as_deref(),
            Some("company")
        );
        assert_eq!(words("company: acme")[0].2, None);
        assert_eq!(words("https://x")[0].2, None);
        let question = read("company:+49 170");
        assert_eq!(question.whole, "+49 170");
        assert_eq!(question.scope.as_deref(), Some("company"));
    }

    #[test]
    fn limits_are_reported() {
        let read = |text: &str| Question::read(text, &|_| false);
        assert_eq!(
            read(&"a ".repeat(33)).unwrap_err().details()["limit"],
            "search_words"
        );
        assert_eq!(
            read(&"a".repeat(1_001)).unwrap_err().details()["limit"],
            "search_bytes"
        );
    }

    proptest! {
        #[test]
        fn any_text_is_a_question(text in "\\PC{0,40}") {
            let _ = Question::read(&text, &|scope| scope.len() % 2 == 0);
        }
    }
}

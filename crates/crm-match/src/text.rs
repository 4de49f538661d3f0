//! Texts in the forms in which they are compared.
//!
//! Pure functions of the text: no locale, so a Turkish and an English host agree.
//!
//! ```
//! use crm_match::text;
//!
//! assert_eq!(text::fold("STRASSE"), text::fold("straße"));
//! assert_eq!(text::search_key("Søren Łukasz Ćwik"), "soren lukasz cwik");
//! assert_eq!(text::words("O'Brien-Smith"), "obrien smith");
//! ```

use caseless::Caseless as _;
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use crate::romanise;

/// Folds the text for comparison: compatibility forms unified (NFKC), case folded in full.
///
/// Two texts are equal in a rule exactly if their folds are equal. Unicode's compatibility caseless
/// form (definition D146), recomposed. Folding never depends on a language: `İ` and `i` differ.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfd()
        .default_case_fold()
        .nfkd()
        .default_case_fold()
        .nfkc()
        .collect()
}

/// The text as it is searched: folded, without diacritics, romanised where the script allows.
///
/// Latin letters with no decomposition are spelled out (ø o, æ ae, ł l), Cyrillic and Greek are
/// romanised simply, Katakana becomes Hiragana, Arabic and Hebrew lose their vowel points, digits
/// of every script become ASCII. Marks that carry a vowel, as in Devanagari or Thai, stay.
/// A key is for finding, never for display: it cannot be turned back.
pub fn search_key(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    // Composed first, so that й is seen as one letter and not as и with a mark to strip.
    let romanised = fold(text)
        .chars()
        .fold(String::with_capacity(text.len()), |mut key, c| {
            romanise::letter(c, &mut key);
            key
        });
    let stripped = romanised
        .nfkd()
        .filter(|c| !romanise::is_dropped(*c))
        .collect::<String>();
    let mut key = String::with_capacity(stripped.len());
    for c in stripped.nfc() {
        romanise::letter(c, &mut key);
    }
    key
}

/// Whether a character belongs to a word: a letter, a digit, or a mark on one.
pub fn is_word_character(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// The words of a text as a key, with one blank between them.
///
/// An apostrophe joins (`O'Brien`), everything else that is neither letter nor digit separates.
pub fn words(text: &str) -> String {
    let key = search_key(text);
    let mut words = String::with_capacity(key.len());
    let mut pending = false;
    for c in key.chars() {
        if is_word_character(c) {
            if pending && !words.is_empty() {
                words.push(' ');
            }
            pending = false;
            words.push(c);
        } else if c != '\'' {
            pending = true;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_separated_by_one_blank_and_joined_by_apostrophes() {
        for (text, key) in [
            ("  Dr.  O'Neill--Smith ", "dr oneill smith"),
            ("", ""),
            ("...", ""),
            ("Jürgen\tMüller", "jurgen muller"),
        ] {
            assert_eq!(words(text), key);
        }
    }
}

//! Text: what is stored, what is compared, what is searched.
//!
//! Three forms, each made from the one before it and each idempotent:
//!
//! | form | made by | for |
//! |---|---|---|
//! | stored | [`nfc`] | what the person typed, in one Unicode spelling |
//! | folded | [`fold`] | equality and ordering in rules and segments (semantics 4.7) |
//! | key | [`search_key`], [`tokens`] | full text and matching, where é, e and е should meet |
//!
//! All three are pure functions of the text: no locale, so a Turkish and an English host agree.
//!
//! ```
//! use crm_core::value::text;
//!
//! assert_eq!(text::nfc("Zoe\u{308}"), "Zoë");
//! assert_eq!(text::fold("STRASSE"), text::fold("straße"));
//! assert_eq!(text::search_key("Søren Łukasz Ćwik"), "soren lukasz cwik");
//! assert_eq!(text::tokens("O'Brien-Smith"), ["o", "brien", "smith"]);
//! assert_eq!(text::tokens("東京都"), ["東京", "京都"]);
//! ```

pub(crate) use crm_match::text::is_word_character;
pub use crm_match::text::{fold, search_key};
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark, is_nfc};

use super::Invalid;

/// The longest name part, label or other short line, in characters.
pub const SHORT_MAX: usize = 255;
/// The longest single-line text, such as a title, a subject or an address line, in characters.
pub const LINE_MAX: usize = 1_000;
/// The longest free text, such as a note or a description, in characters.
pub const LONG_MAX: usize = 100_000;
/// The longest search token, in characters; longer runs are cut, not dropped.
pub const TOKEN_MAX: usize = 64;
/// The most tokens taken from one text, so that one huge note cannot swell the index.
pub const TOKENS_MAX: usize = 20_000;

/// Composes the text canonically (NFC), the form in which every text is stored.
pub fn nfc(text: &str) -> String {
    if is_nfc(text) {
        text.to_owned()
    } else {
        text.nfc().collect()
    }
}

/// The text's search words, in order, with repeats.
///
/// Words of the search key, split wherever a character is neither letter, digit nor mark. Scripts
/// written without spaces become overlapping pairs, so that a part of a name finds it.
pub fn tokens(text: &str) -> Vec<String> {
    let key = search_key(text);
    key.split(|c: char| !is_word_character(c))
        .filter(|word| !word.is_empty())
        .flat_map(word_tokens)
        .take(TOKENS_MAX)
        .collect()
}

/// Cuts one word into runs of spaced and unspaced script, and the latter into pairs.
fn word_tokens(word: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut run = Vec::new();
    let mut run_is_unspaced = false;
    for c in word.chars() {
        let unspaced = is_unspaced(c) || (run_is_unspaced && is_combining_mark(c));
        if unspaced != run_is_unspaced {
            close_run(&mut run, run_is_unspaced, &mut tokens);
            run_is_unspaced = unspaced;
        }
        run.push(c);
    }
    close_run(&mut run, run_is_unspaced, &mut tokens);
    tokens
}

fn close_run(run: &mut Vec<char>, unspaced: bool, tokens: &mut Vec<String>) {
    match run.as_slice() {
        [] => {}
        pairs @ [_, _, ..] if unspaced => {
            tokens.extend(pairs.windows(2).map(|pair| pair.iter().collect::<String>()));
        }
        whole => tokens.push(whole.iter().take(TOKEN_MAX).collect()),
    }
    run.clear();
}

/// Han, Kana, Bopomofo, Hangul, Thai, Lao, Burmese and Khmer: no space marks a word's end there,
/// or (Korean) particles hang on the noun.
fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1100..=0x11FF | 0x1780..=0x17FF
        | 0x3005..=0x3007 | 0x3040..=0x312F | 0x3130..=0x318F | 0x31A0..=0x31BF | 0x31F0..=0x31FF
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xA960..=0xA97F | 0xAC00..=0xD7FF | 0xF900..=0xFAFF
        | 0x20000..=0x3FFFF)
}

/// Whether the character may not stand in any stored text: NUL, the C0 controls other than tab,
/// line feed and carriage return, delete, and the C1 controls.
pub fn is_forbidden_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r')
}

/// Whether the text has characters that cannot be seen, such as a zero-width space.
///
/// They are legal, and two of them are letters' helpers in Persian and Indic scripts. In an address or
/// a code they make two different values look the same, which is worth a warning.
pub fn has_invisible(text: &str) -> bool {
    text.chars().any(|c| {
        matches!(u32::from(c), 0x00AD | 0x034F | 0x061C | 0x115F..=0x1160 | 0x180E | 0x200B..=0x200F
            | 0x202A..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFEFF | 0xFFA0 | 0xE0000..=0xE0FFF)
    })
}

/// Accepts text of at most `max` characters without control characters; line breaks are allowed.
pub fn check_text(text: &str, max: usize) -> Result<(), Invalid> {
    if text.chars().any(is_forbidden_control) {
        return Err(Invalid::new("contains a control character"));
    }
    check_length(text, max)
}

/// Accepts one line of at most `max` characters: no control characters and no line breaks.
pub fn check_line(text: &str, max: usize) -> Result<(), Invalid> {
    if text
        .chars()
        .any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
    {
        return Err(Invalid::new("contains a control character or a line break"));
    }
    check_length(text, max)
}

fn check_length(text: &str, max: usize) -> Result<(), Invalid> {
    // The byte length bounds the character count, so only long texts are counted.
    if text.len() > max && text.chars().count() > max {
        return Err(Invalid::new(format!("longer than {max} characters")));
    }
    Ok(())
}

/// One line as it is stored: composed, trimmed, single blanks; nothing if it is blank.
pub fn clean_line(line: Option<String>, max: usize) -> Result<Option<String>, Invalid> {
    let Some(line) = line else { return Ok(None) };
    if line.chars().any(is_forbidden_control) {
        return Err(Invalid::new("contains a control character"));
    }
    let clean = collapse_spaces(&nfc(&line));
    check_line(&clean, max)?;
    Ok(Some(clean).filter(|clean| !clean.is_empty()))
}

/// Joins the words with single spaces: trims, and turns every run of white space into one blank.
pub fn collapse_spaces(text: &str) -> String {
    let mut words = text.split_whitespace();
    let mut collapsed = String::with_capacity(text.len());
    if let Some(first) = words.next() {
        collapsed.push_str(first);
    }
    for word in words {
        collapsed.push(' ');
        collapsed.push_str(word);
    }
    collapsed
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;

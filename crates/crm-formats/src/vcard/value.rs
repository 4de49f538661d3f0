//! A property's value: out of its transfer encoding, out of its character set, out of its escapes.

use super::content_line::ContentLine;
use crate::decode::{for_label, guess, is_mostly_utf8};

/// The version of a card, as far as it changes how values are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// A backslash is a letter, except before the separators of a structured value.
    V21,
    /// Backslash escapes, types in `TYPE`. Also assumed where a card names no version.
    V30,
    /// As 3.0, with dates in basic format and URIs.
    V40,
}

/// The encodings to try for values that name none and are not UTF-8.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Charsets {
    /// What other properties of the card name.
    pub(super) card: Option<&'static encoding_rs::Encoding>,
    /// What the caller declared, else the guess over the beginning of the file.
    pub(super) file: Option<&'static encoding_rs::Encoding>,
}

/// The text of a value, before its escapes are taken off. The flag says that its encoding was
/// neither named nor UTF-8.
pub(super) fn decoded(line: &ContentLine, charsets: Charsets) -> (String, bool) {
    let bytes = transfer_decoded(line);
    let named = line
        .param("CHARSET")
        .and_then(|label| for_label(label).ok());
    if let Some(codec) = named {
        return (
            codec.decode_without_bom_handling(&bytes).0.into_owned(),
            false,
        );
    }
    match String::from_utf8(bytes) {
        Ok(text) => (text, false),
        Err(error) => {
            let bytes = error.into_bytes();
            if is_mostly_utf8(&bytes) {
                return (String::from_utf8_lossy(&bytes).into_owned(), false);
            }
            let codec = charsets
                .card
                .or(charsets.file)
                .unwrap_or_else(|| guess(&bytes));
            (
                codec.decode_without_bom_handling(&bytes).0.into_owned(),
                true,
            )
        }
    }
}

fn transfer_decoded(line: &ContentLine) -> Vec<u8> {
    if line.has("ENCODING", "QUOTED-PRINTABLE") {
        quoted_printable(&line.value)
    } else {
        line.value.clone()
    }
}

/// Takes quoted-printable off; what is not a valid pair stays as it is.
pub(super) fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let digit = |byte: Option<&u8>| byte.and_then(|b| char::from(*b).to_digit(16));
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let pair = (digit(bytes.get(at + 1)), digit(bytes.get(at + 2)));
        if let (b'=', (Some(high), Some(low))) = (byte, pair) {
            out.push(u8::try_from(high * 16 + low).unwrap_or(b'='));
            at += 3;
        } else {
            out.push(*byte);
            at += 1;
        }
    }
    out
}

/// A text value without escapes. In version 2.1 there are none.
pub(super) fn text(value: &str, version: Version) -> String {
    let text = match version {
        Version::V21 => value.to_owned(),
        Version::V30 | Version::V40 => unescaped(value),
    };
    one_line_end(&text)
}

/// The components of a structured value, each without escapes.
pub(super) fn components(value: &str, version: Version) -> Vec<String> {
    split_escaped(value, ';')
        .into_iter()
        .map(|part| component(part, version))
        .collect()
}

/// The items of a list, each without escapes.
pub(super) fn list(value: &str, version: Version) -> Vec<String> {
    split_escaped(value, ',')
        .into_iter()
        .map(|part| component(part, version))
        .collect()
}

/// One component. An inner list (`Philip,Paul`) is one text with its items joined by blanks.
fn component(value: &str, version: Version) -> String {
    let text = match version {
        Version::V21 => unescaped_separators(value),
        Version::V30 | Version::V40 => unescaped(value),
    };
    one_line_end(text.trim())
}

/// Splits at a separator that no backslash precedes.
pub(super) fn split_escaped(value: &str, separator: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut escaped = false;
    for (at, character) in value.char_indices() {
        if character == separator && !escaped {
            parts.push(value.get(start..at).unwrap_or_default());
            start = at + character.len_utf8();
        }
        escaped = character == '\\' && !escaped;
    }
    parts.push(value.get(start..).unwrap_or_default());
    parts
}

fn unescaped(value: &str) -> String {
    if !value.contains('\\') {
        return value.to_owned();
    }
    let mut text = String::with_capacity(value.len());
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            text.push(character);
            continue;
        }
        match characters.next() {
            Some('n' | 'N') => text.push('\n'),
            // Any other escaped character stands for itself.
            Some(other) => text.push(other),
            None => text.push('\\'),
        }
    }
    text
}

/// Version 2.1: only what the splitting needs is escaped.
fn unescaped_separators(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut characters = value.chars().peekable();
    while let Some(character) = characters.next() {
        let next = characters.peek().copied();
        let is_escape = character == '\\' && matches!(next, Some(';' | '\\' | ':' | ','));
        text.push(if is_escape {
            characters.next().unwrap_or('\\')
        } else {
            character
        });
    }
    text
}

fn one_line_end(text: &str) -> String {
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text.to_owned()
    }
}

/// A text as it stands in a card of version 3.0 or 4.0, or in a calendar (RFC 5545, 3.3.11).
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\\\"),
            ',' => out.push_str("\\,"),
            ';' => out.push_str("\\;"),
            '\n' => out.push_str("\\n"),
            '\r' => {}
            other => out.push(other),
        }
    }
    out
}

/// An address of a resource: only the backslash and line ends are escaped in it.
pub(super) fn escaped_uri(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('\r', "")
        .replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escapes_mean_what_the_version_says() {
        assert_eq!(text("a\\nb\\, c\\; d\\\\", Version::V30), "a\nb, c; d\\");
        assert_eq!(text("a\\nb\\, c", Version::V21), "a\\nb\\, c");
        assert_eq!(
            components("A\\;B\\\\;C\\\\\\;;D;\\:E", Version::V21),
            ["A;B\\", "C\\;", "D", ":E"]
        );
        assert_eq!(components("a\\;b;c", Version::V30), ["a;b", "c"]);
    }

    #[test]
    fn broken_quoted_printable_stays_as_it_is() {
        assert_eq!(quoted_printable(b"=C3=91=ZZ=4"), "Ñ=ZZ=4".as_bytes());
    }

    proptest! {
        #[test]
        fn escaping_and_back_is_the_identity(value in "[a-z,;:\\\\\n é]{0,20}") {
            prop_assert_eq!(text(&escaped(&value), Version::V40), value.clone());
            prop_assert_eq!(text(&escaped_uri(&value), Version::V40), value);
        }

        #[test]
        fn escaped_texts_do_not_split(value in "[a-z,;\\\\]{1,20}") {
            let written = escaped(&value);
            prop_assert_eq!(split_escaped(&written, ';').len(), 1);
            prop_assert_eq!(split_escaped(&written, ',').len(), 1);
        }
    }
}

//! Parts of postal addresses.

use super::Normalised;
use crate::attribute::Slot;
use crate::text;

/// A street with or without its number.
pub(super) fn street(value: &str, values: &mut Normalised) {
    let key = text::words(value);
    let mut number = None;
    let mut words: Vec<&str> = Vec::new();
    for word in key.split(' ') {
        let is_number = word.starts_with(|c: char| c.is_ascii_digit());
        if is_number && number.is_none() && !is_ordinal(word) {
            number = Some(word);
        } else {
            words.push(stem(word));
        }
    }
    if let Some(number) = number {
        values.push(Slot::HOUSE, number);
    }
    let telling: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| !is_kind(word) && !word.is_empty())
        .collect();
    let street = if telling.is_empty() {
        words.join(" ")
    } else {
        telling.join(" ")
    };
    values.push(Slot::STREET, street);
}

pub(super) fn house(value: &str, values: &mut Normalised) {
    let key = text::words(value).replace(' ', "");
    values.push(Slot::HOUSE, key.trim_start_matches('0'));
}

/// Letters and digits alone; `12345-6789` without its extension, `123.0` as spreadsheets make it 123.
pub(super) fn postcode(value: &str) -> String {
    let value = value.trim();
    let value = value.strip_suffix(".0").unwrap_or(value);
    let value = match value.split_once('-') {
        Some((short, long)) if short.len() == 5 && long.len() == 4 => short,
        _ => value,
    };
    let key = text::search_key(value);
    key.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// `42nd` names a street.
fn is_ordinal(word: &str) -> bool {
    let tail = word.trim_start_matches(|c: char| c.is_ascii_digit());
    matches!(tail, "st" | "nd" | "rd" | "th")
}

/// The name of a street that is written in one word with its kind.
fn stem(word: &str) -> &str {
    let long = word
        .strip_suffix("strasse")
        .or_else(|| word.strip_suffix("straat"))
        .or_else(|| word.strip_suffix("str"));
    long.filter(|stem| stem.len() > 2).unwrap_or(word)
}

/// Kinds of streets and what else an address line says besides its name.
fn is_kind(word: &str) -> bool {
    matches!(
        word,
        "street"
            | "st"
            | "str"
            | "road"
            | "rd"
            | "avenue"
            | "ave"
            | "av"
            | "avenida"
            | "avda"
            | "boulevard"
            | "blvd"
            | "bd"
            | "boul"
            | "drive"
            | "dr"
            | "lane"
            | "ln"
            | "place"
            | "pl"
            | "platz"
            | "square"
            | "sq"
            | "court"
            | "ct"
            | "crt"
            | "highway"
            | "hwy"
            | "strasse"
            | "straat"
            | "calle"
            | "c"
            | "rue"
            | "r"
            | "rua"
            | "via"
            | "v"
            | "viale"
            | "piazza"
            | "ulitsa"
            | "ulica"
            | "ul"
            | "circuit"
            | "cct"
            | "crescent"
            | "cres"
            | "cr"
            | "close"
            | "cl"
            | "way"
            | "terrace"
            | "tce"
            | "ter"
            | "parkway"
            | "pkwy"
            | "pky"
            | "weg"
            | "gasse"
            | "allee"
            | "no"
            | "nr"
            | "n"
    )
}

//! Letter case of names that were typed without it.

use super::words;

/// Whether the word shouts: at least two letters with case, all of them capitals.
pub(super) fn is_shouted(word: &str) -> bool {
    word.chars().filter(|c| c.is_uppercase()).count() >= 2 && !word.chars().any(char::is_lowercase)
}

/// Whether the word has letters with case and none of them is a capital.
pub(super) fn is_lower(word: &str) -> bool {
    word.chars().any(char::is_lowercase) && !word.chars().any(char::is_uppercase)
}

/// Restores the case of a name typed wholly in capitals or wholly without; leaves any other alone.
///
/// Accents that the capitals have lost stay lost: guessing them would invent a name.
pub(super) fn restore_all(words: &[&str]) -> Vec<String> {
    let cased = || {
        words
            .iter()
            .filter(|word| word.chars().any(|c| c.is_uppercase() || c.is_lowercase()))
    };
    let is_initial = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() < 2;
    let shouted = cased().any(|word| is_shouted(word))
        && cased().all(|word| is_shouted(word) || is_initial(word) && !is_lower(word));
    let lower = cased().next().is_some() && cased().all(|word| is_lower(word));
    words
        .iter()
        .enumerate()
        .map(|(at, word)| {
            if shouted || lower {
                restore(word, at > 0)
            } else {
                (*word).to_owned()
            }
        })
        .collect()
}

/// One word with a capital where a name has one: after its start, a hyphen or an apostrophe.
///
/// Inside a name, particles stay small. `MC` is followed by a capital, as in `McDonald`.
pub(super) fn restore(word: &str, inside: bool) -> String {
    let turkish = word.contains(['İ', 'ı', 'ğ', 'Ğ', 'ş', 'Ş']);
    let lower: Vec<char> = word.chars().flat_map(|c| lower_case(c, turkish)).collect();
    let plain: String = lower.iter().collect();
    if inside && words::is_particle(&plain) {
        return plain;
    }
    let mut restored = String::with_capacity(word.len());
    let mut capital = true;
    for (at, c) in lower.iter().copied().enumerate() {
        if capital && c.is_alphabetic() {
            restored.extend(upper_case(c, turkish));
            capital = false;
        } else {
            restored.push(c);
        }
        let starts_part = matches!(c, '-' | '‐' | '‑' | '–' | '.' | '/')
            || (matches!(c, '\'' | '’') && at <= 2 && lower.len() > at + 2);
        let after_mc = at == 1 && lower.starts_with(&['m', 'c']) && lower.len() > 4;
        capital = capital || starts_part || after_mc;
    }
    final_sigma(restored)
}

fn lower_case(c: char, turkish: bool) -> Vec<char> {
    match c {
        'İ' => vec!['i'],
        'I' if turkish => vec!['ı'],
        c => c.to_lowercase().collect(),
    }
}

fn upper_case(c: char, turkish: bool) -> Vec<char> {
    match c {
        'i' if turkish => vec!['İ'],
        c => c.to_uppercase().collect(),
    }
}

/// A small sigma at a word's end has its own shape.
fn final_sigma(word: String) -> String {
    match word.strip_suffix('σ') {
        Some(stem) if stem.chars().any(char::is_alphabetic) => format!("{stem}ς"),
        _ => word,
    }
}

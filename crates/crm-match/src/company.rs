//! Company names as they are matched.
//!
//! A name is stored and shown exactly as its owner writes it. Only the key by which two names are
//! compared leaves out what says nothing about identity: the legal form, the article, the "and".
//!
//! ```
//! use crm_match::company;
//!
//! assert_eq!(company::match_key("The Engines & Looms GmbH & Co. KG"), "engines looms");
//! assert_eq!(company::match_key("Engines and Looms, S.p.A."), "engines looms");
//! assert_eq!(company::match_key("株式会社エンジン"), company::match_key("エンジン（株）"));
//! // A name that is nothing but legal forms stays what it is.
//! assert_eq!(company::match_key("AG"), "ag");
//! ```

use crate::{sorted_lines::SortedLines, text};

/// Legal forms at the end of a name, as [`words`] joined with blanks.
static SUFFIXES: SortedLines = SortedLines::new(include_str!("../data/company_suffixes.txt"));
/// What is longer is no name; its end is left out, so that the work stays bounded.
const LINE_MAX: usize = 1_000;
/// The most words a legal form in the list has: `akciova spol s r o`.
const FORM_WORDS_MAX: usize = 6;

/// Words before a name: the article, and legal forms put first in the Baltic, Nordic and Indonesian
/// habit.
const PREFIXES: [&str; 9] = ["ab", "as", "cv", "ou", "oy", "pt", "sia", "the", "uab"];

/// Forms that would be taken for Latin words or initials once romanised, so they are recognised in
/// their own letters.
const CYRILLIC: [&str; 10] = [
    "ао", "ано", "зао", "ип", "нао", "оао", "ооо", "пао", "тов", "фоп",
];

/// Forms written against the name without a blank, the longer ones first.
const ATTACHED: [&str; 14] = [
    "一般社団法人",
    "股份有限公司",
    "有限责任公司",
    "有限責任公司",
    "株式会社",
    "有限会社",
    "合同会社",
    "有限公司",
    "股份公司",
    "주식회사",
    "유한회사",
    "(株)",
    "(有)",
    "(주)",
];

/// The core of a company's name, by which two companies are compared.
///
/// Folded, without accents and punctuation; legal forms at both ends, a leading "the" and the words
/// for "and" are left out, unless nothing would remain.
pub fn match_key(name: &str) -> String {
    let mut key: String = name.chars().take(LINE_MAX).collect();
    // Taking one form off may bare another; every round but the last makes the key shorter.
    loop {
        let shorter = without_outer_forms(&key);
        if shorter == key {
            return key;
        }
        key = shorter;
    }
}

fn without_outer_forms(name: &str) -> String {
    let words = words(strip_attached(&text::fold(name)));
    let core = strip_forms(&words);
    let telling: Vec<&str> = core
        .iter()
        .map(String::as_str)
        .filter(|word| !is_conjunction(word))
        .collect();
    if telling.is_empty() {
        words.join(" ")
    } else {
        telling.join(" ")
    }
}

/// The words of a name in key form.
///
/// Folded and without accents, apostrophes left out, split at everything else that is neither
/// letter nor digit. Dots between single letters or pairs hold an abbreviation together: `S.p.A.`
/// is `spa`, but `engines.example` is two words.
pub fn words(name: &str) -> Vec<String> {
    let key = text::search_key(name).replace('\'', "");
    let is_part_of_word = |c: char| text::is_word_character(c) || c == '.';
    key.split(|c: char| !is_part_of_word(c))
        .flat_map(|chunk| {
            let pieces: Vec<&str> = chunk.split('.').filter(|piece| !piece.is_empty()).collect();
            let is_abbreviation = pieces.iter().all(|piece| piece.chars().count() <= 2);
            if is_abbreviation && !pieces.is_empty() {
                vec![pieces.concat()]
            } else {
                pieces.into_iter().map(str::to_owned).collect()
            }
        })
        .collect()
}

/// The words without a legal form at either end, unless nothing else is left.
fn strip_forms(words: &[String]) -> &[String] {
    match strip_suffix(words) {
        [first, rest @ ..] if !rest.is_empty() && PREFIXES.contains(&first.as_str()) => rest,
        core => core,
    }
}

/// The words without the longest legal form at their end, and without an "and" left before it.
fn strip_suffix(words: &[String]) -> &[String] {
    let most = FORM_WORDS_MAX.min(words.len().saturating_sub(1));
    for count in (1..=most).rev() {
        let (name, form) = words.split_at(words.len() - count);
        if SUFFIXES.contains(&form.join(" ")) {
            return match name {
                [before @ .., last] if !before.is_empty() && is_conjunction(last) => before,
                _ => name,
            };
        }
    }
    words
}

fn strip_attached(folded: &str) -> &str {
    let mut name = folded.trim();
    loop {
        let attached = ATTACHED
            .iter()
            .find_map(|form| name.strip_prefix(form).or_else(|| name.strip_suffix(form)));
        let cyrillic = || {
            let quote = |c: char| !c.is_alphanumeric();
            CYRILLIC.iter().find_map(|form| {
                name.strip_prefix(form)
                    .filter(|rest| rest.starts_with(quote))
                    .or_else(|| name.strip_suffix(form).filter(|rest| rest.ends_with(quote)))
            })
        };
        match attached.or_else(cyrillic).map(str::trim) {
            Some(rest) if rest.chars().any(char::is_alphanumeric) => name = rest,
            _ => return name,
        }
    }
}

fn is_conjunction(word: &str) -> bool {
    matches!(word, "and" | "und" | "et" | "y" | "og" | "och")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn legal_forms_do_not_tell_companies_apart() {
        for (name, key) in [
            ("Engines GmbH", "engines"),
            ("Engines G.m.b.H.", "engines"),
            ("ENGINES, Inc.", "engines"),
            ("Engines Pty. Ltd.", "engines"),
            ("Engines SE & Co. KGaA", "engines"),
            ("Engines UG (haftungsbeschränkt)", "engines"),
            ("Moteurs et Métiers S.à r.l.", "moteurs metiers"),
            ("Motores S.A. de C.V.", "motores"),
            ("Silniki Sp. z o.o.", "silniki"),
            ("Silniki Spółka z o.o.", "silniki"),
            ("Motory, spol. s r.o.", "motory"),
            ("Motorer A/S", "motorer"),
            ("AB Motor", "motor"),
            ("PT Mesin Tbk", "mesin"),
            ("ООО «Двигатель»", "dvigatel"),
            ("Двигатель, ООО", "dvigatel"),
            ("有限会社エンジン", "えんじん"),
            ("엔진 주식회사", "엔진"),
            ("上海引擎有限公司", "上海引擎"),
            ("Motor A.Ş.", "motor"),
            ("McEngine's Ltd", "mcengines"),
            ("Engine.example Inc", "engine example"),
        ] {
            assert_eq!(match_key(name), match_key(key), "{name}");
            assert_eq!(words(&match_key(name)).join(" "), match_key(name), "{name}");
        }
    }

    #[test]
    fn what_tells_companies_apart_stays() {
        for (one, other) in [
            ("Engines Nord GmbH", "Engines Süd GmbH"),
            ("SC Engines", "Engines"),
            ("Engines UK", "Engines"),
            ("Company of Engines", "Engines"),
            ("IP Systems", "Systems"),
        ] {
            assert_ne!(match_key(one), match_key(other));
        }
        for (name, key) in [
            ("Limited", "limited"),
            ("The Co.", "the"),
            ("& Co", "co"),
            ("", ""),
            ("AG", "ag"),
        ] {
            assert_eq!(match_key(name), key, "{name}");
        }
    }

    #[test]
    fn the_list_is_in_byte_order_and_in_word_form() {
        assert!(SUFFIXES.lines().is_sorted_by(|a, b| a < b));
        for form in SUFFIXES.lines() {
            assert_eq!(words(form).join(" "), form);
            assert!(words(form).len() <= FORM_WORDS_MAX, "{form}");
        }
    }

    proptest! {
        #[test]
        fn keys_never_panic_and_are_their_own_key(name in any::<String>()) {
            let key = match_key(&name);
            prop_assert_eq!(match_key(&key), key);
        }

        #[test]
        fn keys_of_form_like_names_are_their_own_key(
            name in "((the|ab|ooo|engine|gmbh|co|kg|s\\.a\\.|and|&|株式会社|ооо) ?){0,6}",
        ) {
            let key = match_key(&name);
            prop_assert_eq!(match_key(&key), key);
        }
    }
}

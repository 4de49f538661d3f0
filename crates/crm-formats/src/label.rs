//! One word for one meaning: `Work`, `_$!<Work>!$_`, `Büro` and `TYPE=WORK` are all `work`.
//!
//! A label made of several known words joins them with `_` in a fixed order, place before device:
//! `work_fax`. A label with any unknown word is the owner's own text and stays exactly as it is.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Deserialize)]
struct Words {
    apple: HashMap<String, String>,
    words: HashMap<String, Vec<String>>,
}

static WORDS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let read: Option<Words> = serde_json::from_str(include_str!("data/labels.json")).ok();
    let mut words = HashMap::new();
    let Some(Words {
        apple,
        words: lists,
    }) = read
    else {
        return words;
    };
    for (label, list) in lists {
        words.insert(label.clone(), label.clone());
        for word in list {
            words.insert(word, label.clone());
        }
    }
    words.extend(apple);
    words
});

/// Places come first in a joined label.
const PLACES: [&str; 4] = ["work", "home", "other", "main"];

/// The canonical form of one word, if it is known.
pub(crate) fn canonical_word(word: &str) -> Option<&'static str> {
    let key = word.trim().trim_end_matches('.').to_lowercase();
    WORDS.get(&key).map(String::as_str)
}

/// The canonical form of a label, or the label itself; nothing for a blank one.
pub(crate) fn canonical(label: &str) -> Option<String> {
    let label = label.trim();
    let bare = label
        .strip_prefix("_$!<")
        .and_then(|l| l.strip_suffix(">!$_"))
        .unwrap_or(label);
    if bare.is_empty() {
        return None;
    }
    if let Some(word) = canonical_word(bare) {
        return Some(word.to_owned());
    }
    let words: Option<Vec<&str>> = bare
        .split([' ', '_'])
        .filter(|word| !word.is_empty())
        .map(|word| canonical_word(word).or_else(|| is_filler(word).then_some("")))
        .collect();
    match words {
        Some(words) if words.iter().any(|word| !word.is_empty()) => Some(join(words)),
        _ => Some(bare.to_owned()),
    }
}

/// Joins canonical words, places first, without repeats.
pub(crate) fn join(words: Vec<&str>) -> String {
    let mut ordered: Vec<&str> = Vec::new();
    let (places, others): (Vec<&str>, Vec<&str>) = words
        .into_iter()
        .filter(|w| !w.is_empty())
        .partition(|word| PLACES.contains(word));
    for word in places.into_iter().chain(others) {
        if !ordered.contains(&word) {
            ordered.push(word);
        }
    }
    ordered.join("_")
}

/// Words that add nothing to a label of a phone or address.
fn is_filler(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "phone" | "telefon" | "number" | "address" | "email"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_meaning_share_a_word() {
        for (label, expected) in [
            ("Work", "work"),
            ("_$!<Work>!$_", "work"),
            ("geschäftlich", "work"),
            ("Work Fax", "work_fax"),
            ("_$!<HomeFAX>!$_", "home_fax"),
            ("Fax home", "home_fax"),
            ("携帯", "mobile"),
            ("Mobile Phone", "mobile"),
            ("Anniversary", "anniversary"),
            ("work_fax", "work_fax"),
        ] {
            assert_eq!(canonical(label).as_deref(), Some(expected), "{label}");
        }
    }

    #[test]
    fn an_unknown_label_is_kept_as_it_is() {
        for label in ["Boat", "GRAND_CENTRAL", "Work boat", "Customer no", "phone"] {
            assert_eq!(canonical(label).as_deref(), Some(label));
        }
        assert_eq!(canonical("  "), None);
    }

    #[test]
    fn a_canonical_label_is_its_own_canonical_form() {
        for label in WORDS.values() {
            assert_eq!(canonical(label).as_deref(), Some(label.as_str()));
        }
    }
}

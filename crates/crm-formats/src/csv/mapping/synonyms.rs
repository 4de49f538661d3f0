//! Mapping by the words of a header, for files of no known exporter.
//!
//! First the whole header is looked up among the spellings of about twenty languages. Failing that,
//! words that only say which one (`work`, `2`, `primary`) are set aside and the rest is looked up:
//! `Work E-mail 2` is an e-mail address labelled work.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

use super::Confidence;
use super::exporter::Exporter;
use super::header::{HeaderPattern, header_key};
use super::target::Target;
use crate::label;

/// Path of a canonical field; families get their slot from the header.
fn path_of(field: &str) -> Option<&'static str> {
    Some(match field {
        "given_name" => "name.given",
        "family_name" => "name.family",
        "middle_name" => "name.middle",
        "full_name" => "name.full",
        "prefix" => "name.prefix",
        "suffix" => "name.suffix",
        "nickname" => "name.nickname",
        "given_phonetic" => "name.phonetic_given",
        "family_phonetic" => "name.phonetic_family",
        "email" => "email[1].address",
        "phone" => "phone[1].number",
        "mobile" => "phone[mobile].number",
        "fax" => "phone[fax].number",
        "company" => "organisation[1].name",
        "title" => "organisation[1].title",
        "department" => "organisation[1].department",
        "street" => "address[1].street",
        "city" => "address[1].city",
        "region" => "address[1].region",
        "postcode" => "address[1].postcode",
        "country" => "address[1].country",
        "birthday" => "birthday",
        "website" => "link[1].url",
        "linkedin" => "link[profile].profile",
        "notes" => "notes",
        "tags" => "tags",
        "external_id" => "id",
        "owner" => "attribute.owner",
        "created_at" => "attribute.created_at",
        "updated_at" => "attribute.updated_at",
        "connected_on" => "date[connected].value",
        "opt_out_email" => "opt_out.email",
        "do_not_call" => "opt_out.call",
        "birth_year" => "birthday.year",
        "birth_month" => "birthday.month",
        "birth_day" => "birthday.day",
        "amount" => "deal.amount",
        "currency" => "deal.currency",
        _ => return None,
    })
}

#[derive(Default, Deserialize)]
struct Document {
    map: BTreeMap<String, Vec<String>>,
}

struct Synonyms {
    exact: HashMap<String, Target>,
    numbered: Vec<(HeaderPattern, Target)>,
}

static SYNONYMS: LazyLock<Synonyms> = LazyLock::new(|| {
    let document: Document =
        serde_json::from_str(include_str!("../../data/csv_headers.json")).unwrap_or_default();
    let mut synonyms = Synonyms {
        exact: HashMap::new(),
        numbered: Vec::new(),
    };
    for (field, headers) in &document.map {
        let Some(target) = path_of(field).and_then(|path| path.parse::<Target>().ok()) else {
            continue;
        };
        for header in headers {
            match HeaderPattern::new(header) {
                HeaderPattern::Exact(key) => {
                    synonyms.exact.insert(key, target.clone());
                }
                pattern @ HeaderPattern::Numbered { .. } => {
                    synonyms.numbered.push((pattern, target.clone()));
                }
            }
        }
    }
    synonyms
});

/// Whether a cell could be a header.
pub(crate) fn is_known_header(header: &str) -> bool {
    let key = header_key(header);
    !key.is_empty() && (lookup(&key).is_some() || Exporter::any_knows(&key))
}

fn lookup(key: &str) -> Option<(Target, Option<u32>)> {
    let synonyms = &*SYNONYMS;
    if let Some(target) = synonyms.exact.get(key) {
        return Some((target.clone(), None));
    }
    let mut fits = synonyms
        .numbered
        .iter()
        .filter_map(|(pattern, target)| Some((target.clone(), pattern.fits(key)?.number())));
    fits.next()
}

/// The target a header suggests, and how sure that is.
pub(super) fn suggest(header: &str) -> Option<(Target, Confidence)> {
    let words: Vec<&str> = header
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let key = header_key(header);
    if let Some((target, number)) = lookup(&key) {
        let slot = slot_words(&words, number);
        return Some((place(&target, slot.as_deref()), Confidence::Synonym));
    }
    let telling: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| !is_slot_word(word))
        .collect();
    if telling.len() == words.len() {
        return None;
    }
    let (target, number) = lookup(&header_key(&telling.join(" ")))?;
    let slot = slot_words(&words, number);
    Some((place(&target, slot.as_deref()), Confidence::Words))
}

/// Puts a family's target into the slot its header names. What has one value only is not moved.
fn place(target: &Target, slot: Option<&str>) -> Target {
    use super::target::Family::{Address, Email, Link, Phone};
    match (target, slot) {
        (
            Target::Slot {
                family: Phone,
                slot: own,
                ..
            },
            Some(slot),
        ) if own != "1" => target.in_slot(&combined(slot, own)),
        (
            Target::Slot {
                family: Email | Phone | Address | Link,
                ..
            },
            Some(slot),
        ) => target.in_slot(slot),
        _ => target.clone(),
    }
}

/// `work` and `fax` make `work_fax`; `work_fax` and `fax` stay.
fn combined(slot: &str, own: &str) -> String {
    label::join(slot.split('_').chain([own]).collect())
}

/// The slot that a header's words name: its label, else its number.
fn slot_words(words: &[&str], number: Option<u32>) -> Option<String> {
    let labels: Vec<&str> = words.iter().filter_map(|word| label_word(word)).collect();
    let number = number.map(|n| n.to_string()).or_else(|| {
        words
            .iter()
            .find(|w| w.bytes().all(|b| b.is_ascii_digit()))
            .map(|w| (*w).to_owned())
    });
    match (labels.is_empty(), number) {
        (false, None) => Some(label::join(labels)),
        (false, Some(number)) => Some(format!("{}-{number}", label::join(labels))),
        (true, number) => number,
    }
}

fn is_slot_word(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_digit()) || label_word(word).is_some()
}

fn label_word(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    match word.as_str() {
        "primary" | "preferred" | "haupt" => Some("primary"),
        "secondary" | "alternate" | "alternative" => Some("secondary"),
        "mailing" => Some("mailing"),
        "billing" => Some("billing"),
        "shipping" => Some("shipping"),
        // These say what a thing is, not which one.
        "mobile" | "handy" | "portable" | "standard" | "direct" | "auto" => None,
        other => label::canonical_word(other)
            .filter(|known| matches!(*known, "work" | "home" | "other" | "main" | "fax" | "pager")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(header: &str) -> String {
        suggest(header).map_or("none".into(), |(target, _)| target.to_string())
    }

    #[test]
    fn headers_of_many_languages_find_their_target() {
        for (header, path) in [
            ("Vorname", "name.given"),
            ("Prénom", "name.given"),
            ("名", "name.given"),
            ("ФИО", "name.full"),
            ("E-Mail-Adresse", "email[1].address"),
            ("Correo electrónico", "email[1].address"),
            ("携帯電話", "phone[mobile].number"),
            ("PLZ", "address[1].postcode"),
            ("Notizen", "notes"),
            ("LinkedIn URL", "link[profile].profile"),
            ("amount", "deal.amount"),
            ("Birth Year", "birthday.year"),
        ] {
            assert_eq!(of(header), path, "{header}");
        }
    }

    #[test]
    fn words_that_say_which_one_become_the_slot() {
        for (header, path) in [
            ("Business Phone", "phone[work].number"),
            ("Telefon (privat)", "phone[home].number"),
            ("Business Phone 2", "phone[work-2].number"),
            ("Business Fax", "phone[work_fax].number"),
            ("Fax geschäftlich", "phone[work_fax].number"),
            ("Work Email", "email[work].address"),
            ("email 2", "email[2].address"),
            ("E-mail 3 Address", "email[3].address"),
            ("Primary Email", "email[primary].address"),
            ("Business City", "address[work].city"),
            ("Mailing City", "address[mailing].city"),
            ("Work Mobile", "phone[work_mobile].number"),
        ] {
            assert_eq!(of(header), path, "{header}");
        }
    }

    #[test]
    fn no_spelling_stands_for_two_fields() {
        let document: Document =
            serde_json::from_str(include_str!("../../data/csv_headers.json")).unwrap_or_default();
        let mut fields: BTreeMap<String, &str> = BTreeMap::new();
        for (field, headers) in &document.map {
            assert!(path_of(field).is_some(), "{field}");
            for header in headers {
                let earlier = fields.insert(header_key(header), field);
                assert!(earlier.is_none_or(|earlier| earlier == field), "{header}");
            }
        }
        assert!(fields.len() > 300);
    }

    #[test]
    fn an_unknown_header_suggests_nothing() {
        for header in ["Favourite colour", "", "--", "Column 7", "Work", "2"] {
            assert_eq!(of(header), "none", "{header}");
        }
    }
}

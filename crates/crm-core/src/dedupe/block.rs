//! Which records are worth comparing: the second step of matching.
//!
//! Records are compared only if they share a key. A record is stored under a bounded number of
//! them, each cheap and each surviving another kind of difference: another spelling, a nickname,
//! another address. A key under which very many records stand tells nothing and is passed over,
//! so the work for a record is bounded whatever the base holds.

use std::collections::BTreeSet;

use super::normalise::Traits;
use crate::point::ExternalId;
use crate::port::KeySpace;
use crate::value::nickname;

/// A record is stored under at most this many blocking keys.
const BLOCKS: usize = 32;

/// The blocking keys under which a record is stored, the most telling first.
pub(crate) fn stored(traits: &Traits) -> Vec<String> {
    let mut blocks: Vec<String> = Vec::new();
    if traits.given.is_empty() && traits.family.is_empty() {
        companies(traits, &mut blocks);
    } else {
        people(traits, &traits.given, &traits.family, &mut blocks);
    }
    places(traits, &mut blocks);
    mailboxes(traits, &mut blocks);
    tails(traits, &mut blocks);
    let mut known = BTreeSet::new();
    blocks.retain(|block| known.insert(block.clone()));
    blocks.truncate(BLOCKS);
    blocks
}

/// The keys by which records that resemble this one are sought.
pub(crate) fn sought(traits: &Traits) -> BTreeSet<(KeySpace, String)> {
    let mut keys: BTreeSet<(KeySpace, String)> = BTreeSet::new();
    for mailbox in &traits.emails {
        keys.insert((KeySpace::Email, mailbox.normal.clone()));
        keys.insert((KeySpace::Email, mailbox.inbox.clone()));
        keys.insert((KeySpace::Block, format!("m:{}", mailbox.inbox)));
    }
    let numbers = traits.phones.iter().filter_map(|phone| phone.e164.clone());
    keys.extend(numbers.map(|number| (KeySpace::Phone, number)));
    let domains = traits.domains.iter().cloned();
    keys.extend(domains.map(|domain| (KeySpace::Domain, domain)));
    let ids = traits.external.iter().map(ExternalId::key);
    keys.extend(ids.map(|key| (key.space, key.value)));
    let profiles = traits.social.iter();
    keys.extend(
        profiles.map(|(network, handle)| {
            (KeySpace::Social, crate::point::handle_key(*network, handle))
        }),
    );
    let mut blocks = stored(traits);
    if !traits.given.is_empty() && !traits.family.is_empty() {
        // Someone may have entered the names in each other's place.
        name_keys(&traits.family, &traits.given, &mut blocks);
    }
    keys.extend(blocks.into_iter().map(|block| (KeySpace::Block, block)));
    keys
}

/// Mailboxes in the provider's spelling, and what stands before the @.
fn mailboxes(traits: &Traits, blocks: &mut Vec<String>) {
    for mailbox in &traits.emails {
        if mailbox.inbox != mailbox.normal {
            blocks.push(format!("m:{}", mailbox.inbox));
        }
        let digits = mailbox.local.bytes().all(|byte| byte.is_ascii_digit());
        if !mailbox.role && !digits && mailbox.local.len() >= 5 {
            blocks.push(format!("l:{}", mailbox.local));
        }
    }
}

/// Ends of telephone numbers, for numbers of which the beginning is lost.
fn tails(traits: &Traits, blocks: &mut Vec<String>) {
    let tails = traits.phones.iter().map(|phone| &phone.tail);
    blocks.extend(
        tails
            .filter(|tail| !tail.is_empty())
            .map(|tail| format!("p:{tail}")),
    );
}

fn people(traits: &Traits, given: &[String], family: &[String], blocks: &mut Vec<String>) {
    name_keys(given, family, blocks);
    let surname = family.concat();
    let first = given.first().map(String::as_str).unwrap_or_default();
    if let Some(day) = traits.birthday.and_then(crate::value::PartialDate::to_date) {
        blocks.extend(initial(first).map(|letter| format!("b:{day}:{letter}")));
        blocks.extend(initial(&surname).map(|letter| format!("f:{day}:{letter}")));
    }
    for company in &traits.companies {
        let company: String = company
            .core
            .chars()
            .filter(|c| *c != ' ')
            .take(32)
            .collect();
        for name in [first, surname.as_str()] {
            if !name.is_empty() {
                blocks.push(format!("c:{company}:{name}"));
            }
        }
    }
    for place in &traits.addresses {
        if !place.postal_code.is_empty() && !first.is_empty() {
            blocks.push(format!("z:{}:{first}", place.postal_code));
        }
    }
}

/// Family name, as written and as heard, with the first letter of the given name and of every
/// name it may be short for.
fn name_keys(given: &[String], family: &[String], blocks: &mut Vec<String>) {
    let first = given.first().map(String::as_str).unwrap_or_default();
    let full = nickname::stands_for(first);
    let letters: BTreeSet<char> = initial(first)
        .into_iter()
        .chain(full.filter_map(initial))
        .collect();
    let mut surnames: BTreeSet<String> = BTreeSet::from([family.concat()]);
    if family.len() > 1 {
        surnames.extend(family.iter().filter(|word| word.len() > 3).cloned());
    }
    for surname in surnames.iter().filter(|surname| !surname.is_empty()) {
        if letters.is_empty() {
            blocks.push(format!("n:{surname}:"));
        }
        for letter in &letters {
            blocks.push(format!("n:{surname}:{letter}"));
        }
    }
    let heard = soundex(&family.concat());
    for letter in &letters {
        blocks.extend(heard.iter().map(|code| format!("s:{code}:{letter}")));
    }
    // The other way round: the given name with the first letter of the family name.
    if first.chars().count() > 1
        && let Some(letter) = family.first().and_then(|name| initial(name))
    {
        blocks.push(format!("g:{first}:{letter}"));
    }
}

fn companies(traits: &Traits, blocks: &mut Vec<String>) {
    for company in traits.companies.iter().take(6) {
        blocks.push(format!("k:{}", company.core.replace(' ', "")));
    }
    for company in traits.companies.iter().take(6) {
        let words: Vec<&str> = company.core.split(' ').collect();
        if let Some(code) = words.first().and_then(|word| soundex(word)) {
            blocks.push(format!("h:{code}"));
        }
        let telling = words.iter().filter(|word| word.chars().count() >= 4);
        blocks.extend(telling.take(4).map(|word| format!("w:{word}")));
    }
}

fn places(traits: &Traits, blocks: &mut Vec<String>) {
    for place in &traits.addresses {
        if !place.postal_code.is_empty() && !place.number.is_empty() {
            blocks.push(format!("a:{}:{}", place.postal_code, place.number));
        }
    }
}

fn initial(name: &str) -> Option<char> {
    name.chars().next()
}

/// The American Soundex of a name in Latin letters; none for other scripts.
fn soundex(name: &str) -> Option<String> {
    let code = |c: u8| match c {
        b'b' | b'f' | b'p' | b'v' => Some('1'),
        b'c' | b'g' | b'j' | b'k' | b'q' | b's' | b'x' | b'z' => Some('2'),
        b'd' | b't' => Some('3'),
        b'l' => Some('4'),
        b'm' | b'n' => Some('5'),
        b'r' => Some('6'),
        _ => None,
    };
    let first = name.bytes().next().filter(u8::is_ascii_lowercase)?;
    let mut sound = String::from(char::from(first));
    let mut last = code(first);
    for letter in name.bytes().skip(1) {
        let this = code(letter);
        if let Some(digit) = this.filter(|_| this != last) {
            sound.push(digit);
        }
        // A vowel parts equal sounds; h and w do not.
        if !matches!(letter, b'h' | b'w') {
            last = this;
        }
        if sound.len() == 4 {
            break;
        }
    }
    while sound.len() < 4 {
        sound.push('0');
    }
    Some(sound)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::Contact;
    use crate::point::EmailPoint;
    use crate::value::PersonName;

    fn person(given: &str, family: &str) -> Traits {
        let name = PersonName {
            given: Some(given.into()),
            family: Some(family.into()),
            ..PersonName::default()
        };
        let contact = Contact {
            name,
            ..Contact::default()
        };
        Traits::of_contact(&contact)
    }

    /// Whether seeking one finds the other.
    fn meets(one: &Traits, other: &Traits) -> bool {
        let stored: BTreeSet<String> = stored(other).into_iter().collect();
        sought(one)
            .iter()
            .any(|(space, value)| *space == KeySpace::Block && stored.contains(value))
    }

    #[test]
    fn names_meet_across_nicknames_initials_spellings_and_order() {
        for (one, other) in [
            (person("Bob", "Lovelace"), person("Robert", "Lovelace")),
            (person("A.", "Lovelace"), person("Ada", "Lovelace")),
            (person("Ada", "Lovelace"), person("Ada", "Loveless")),
            (person("Ada", "Smyth"), person("Anna", "Smith")),
            (person("Ada", "Lovelace"), person("Lovelace", "Ada")),
            (person("Ada", "King-Lovelace"), person("Ada", "Lovelace")),
        ] {
            assert!(
                meets(&one, &other) && meets(&other, &one),
                "{one:?} {other:?}"
            );
        }
        assert!(!meets(
            &person("Ada", "Lovelace"),
            &person("Grace", "Hopper")
        ));
    }

    #[test]
    fn addresses_meet_across_spellings_of_one_mailbox() {
        let with = |address: &str| {
            let contact = Contact {
                emails: vec![EmailPoint::new(address)],
                ..Contact::default()
            };
            Traits::of_contact(&contact)
        };
        let one = with("ada.l@gmail.com");
        let other = with("adal+crm@googlemail.com");
        assert!(meets(&one, &other) && meets(&other, &one));
    }

    #[test]
    fn soundex_is_the_published_one() {
        for (name, code) in [
            ("robert", "r163"),
            ("rupert", "r163"),
            ("ashcraft", "a261"),
            ("tymczak", "t522"),
            ("pfister", "p236"),
            ("honeyman", "h555"),
            ("lee", "l000"),
        ] {
            assert_eq!(soundex(name).as_deref(), Some(code), "{name}");
        }
        assert_eq!(soundex("王"), None);
    }

    #[test]
    fn a_record_is_stored_under_a_bounded_number_of_keys() {
        let mut traits = person("Al", "van den Berg-Smith-Jones");
        for at in 0..100 {
            let contact = Contact {
                emails: vec![EmailPoint::new(format!("someone{at}@example.com"))],
                ..Contact::default()
            };
            traits.emails.extend(Traits::of_contact(&contact).emails);
        }
        assert_eq!(stored(&traits).len(), BLOCKS);
    }
}

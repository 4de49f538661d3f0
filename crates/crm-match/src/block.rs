//! Which profiles are worth comparing: those that share a blocking key.
//!
//! A profile has some thirty keys of different kinds, from the whole e-mail address to the sound of
//! a surname beside a postal code, so that damage to any one or two values leaves others. Keys are
//! pure functions of the profile and can be stored. How many others share a key says whether it is
//! worth following: whoever looks up cuts off the keys that are too frequent, kind by kind.

use crate::attribute::{EXTRAS, Extra, Slot};
use crate::hash::{hash, join};
use crate::nickname;
use crate::profile::View;
use crate::sound::skeleton;

/// What a key is made of.
pub(crate) type Kind = u8;

/// How many kinds there are.
pub(crate) const KINDS: usize = 64;

/// The part of the budget, as one over so many, that blocks of a kind may spend together.
///
/// Kinds that bring persons together on little get less: what they find beyond the others are rare
/// values, whose blocks are small.
pub(crate) fn share(kind: usize) -> u64 {
    match kind {
        0..=4 | 6..=8 | 11 | 13 | 17 | 22 | 24 | 26 | 28 | 29 | 37 | 47..=51 | 57 => 6,
        9 | 12 | 14 | 15 | 23 | 25 | 27 | 30 | 31 | 34..=36 | 38..=40 | 42 | 55 | 58..=61 => 16,
        _ => 40,
    }
}

/// Collects the keys of one profile.
pub(crate) struct Keys<'k> {
    keys: &'k mut Vec<(Kind, u64)>,
}

impl Keys<'_> {
    fn add(&mut self, kind: Kind, value: Option<u64>) {
        if let Some(value) = value {
            let key = (kind, hash(u64::from(kind), &value.to_le_bytes()));
            if !self.keys.contains(&key) {
                self.keys.push(key);
            }
        }
    }

    fn add_both(&mut self, kind: Kind, one: Option<u64>, other: Option<u64>) {
        self.add(kind, one.zip(other).map(|(one, other)| join(one, other)));
    }

    /// The same key whichever of the two comes first.
    fn add_either(&mut self, kind: Kind, one: Option<u64>, other: Option<u64>) {
        let ordered = one
            .zip(other)
            .map(|(one, other)| join(one.min(other), one.max(other)));
        self.add(kind, ordered);
    }
}

fn text(value: &str) -> Option<u64> {
    (!value.is_empty()).then(|| hash(1, value.as_bytes()))
}

fn sound(value: &str) -> Option<u64> {
    let mut code = Vec::with_capacity(12);
    skeleton(value, &mut code);
    (!code.is_empty()).then(|| hash(2, &code))
}

fn start(value: &str, characters: usize) -> Option<u64> {
    let end = value
        .char_indices()
        .nth(characters)
        .map_or(value.len(), |(at, _)| at);
    text(value.get(..end).unwrap_or_default())
}

fn end(value: &str, characters: usize) -> Option<u64> {
    let count = value.chars().count();
    let from = value
        .char_indices()
        .nth(count.saturating_sub(characters))
        .map_or(0, |(at, _)| at);
    text(value.get(from..).unwrap_or_default())
}

/// All keys of a profile.
pub(crate) fn keys(view: &View<'_>, extras: &[Option<Extra>; EXTRAS], keys: &mut Vec<(Kind, u64)>) {
    keys.clear();
    let mut keys = Keys { keys };
    let parts = Parts::of(view);
    of_points(view, &parts, &mut keys);
    of_names(&parts, &mut keys);
    of_organisations(view, &parts, &mut keys);
    of_days(&parts, &mut keys);
    of_places(&parts, &mut keys);
    of_titles(view, &parts, &mut keys);
    of_extras(view, extras, &parts, &mut keys);
}

/// What keys are made of, each part hashed once.
struct Parts<'a> {
    given: &'a str,
    family: &'a str,
    title: &'a str,
    given_sound: Option<u64>,
    family_sound: Option<u64>,
    initial: Option<u64>,
    city: Option<u64>,
    city_sound: Option<u64>,
    postcode: Option<u64>,
    street: Option<u64>,
    street_word: Option<u64>,
    house: Option<u64>,
    birth: Option<&'a [u8]>,
    whole_day: Option<u64>,
}

impl<'a> Parts<'a> {
    fn of(view: &View<'a>) -> Self {
        let of = |slot| view.first(slot).map_or("", |value| value.text());
        let given = of(Slot::GIVEN).split(' ').next().unwrap_or_default();
        let family = of(Slot::FAMILY);
        let birth = view.first(Slot::BIRTH).map(|day| day.bytes);
        let has_day = |day: &&[u8]| day.get(2..).is_some_and(|rest| rest != [0, 0]);
        Self {
            given,
            family,
            title: of(Slot::NAME),
            given_sound: sound(given),
            family_sound: sound(family),
            initial: start(given, 1),
            city: text(of(Slot::CITY)),
            city_sound: sound(of(Slot::CITY)),
            postcode: text(of(Slot::POSTCODE)),
            street: text(of(Slot::STREET)),
            street_word: of(Slot::STREET)
                .split(' ')
                .max_by_key(|word| word.len())
                .and_then(sound),
            house: text(of(Slot::HOUSE)),
            birth,
            whole_day: birth.filter(has_day).map(|day| hash(3, day)),
        }
    }
}

fn of_points(view: &View<'_>, parts: &Parts<'_>, keys: &mut Keys<'_>) {
    for email in view.values(Slot::EMAIL) {
        keys.add(0, text(email.text()));
    }
    for local in view.values(Slot::EMAIL_LOCAL) {
        let local = local.text();
        if local.len() > 2 {
            keys.add(1, text(local));
        }
        let letters: String = local.chars().filter(char::is_ascii_alphabetic).collect();
        if letters.len() > 4 {
            keys.add(2, text(&letters));
        }
    }
    // A local part that spells a name meets the name.
    if !parts.given.is_empty() && !parts.family.is_empty() {
        let family = parts.family.replace(' ', "");
        keys.add(2, text(&format!("{}{family}", parts.given)));
        keys.add(2, text(&format!("{family}{}", parts.given)));
    }
    for phone in view.values(Slot::PHONE) {
        let phone = phone.text();
        keys.add(3, text(phone));
        let end = end(phone, 5);
        keys.add_both(4, end, parts.family_sound);
        keys.add_both(5, end, parts.given_sound);
    }
    for domain in view.values(Slot::EMAIL_DOMAIN) {
        keys.add_both(26, text(domain.text()), parts.family_sound);
        keys.add_both(27, text(domain.text()), parts.given_sound);
    }
}

fn of_names(parts: &Parts<'_>, keys: &mut Keys<'_>) {
    let (given, family) = (text(parts.given), text(parts.family));
    let (gs, fs) = (parts.given_sound, parts.family_sound);
    keys.add_either(6, given, family);
    keys.add_either(7, gs, fs);
    for root in nickname::roots(parts.given).iter().take(4) {
        let root = Some(hash(7, &root.to_le_bytes()));
        keys.add_both(8, root, fs);
        keys.add_both(9, root, parts.postcode);
        keys.add_both(10, root, parts.city);
    }
    keys.add_both(11, start(parts.given, 3), start(parts.family, 4));
    keys.add_both(12, parts.initial, end(parts.family, 5));
    keys.add_both(13, fs, parts.postcode);
    keys.add_both(14, gs, parts.postcode);
    keys.add_both(15, fs, parts.city_sound);
    keys.add_both(16, gs, parts.city_sound);
    let initialled = fs.zip(parts.initial).map(|(f, g)| join(f, g));
    keys.add_both(17, initialled, parts.city_sound);
    keys.add(18, family);
    keys.add(19, given);
    keys.add(20, fs);
    keys.add_both(21, parts.initial, fs);
}

fn of_organisations(view: &View<'_>, parts: &Parts<'_>, keys: &mut Keys<'_>) {
    let words = || view.values(Slot::ORGANISATION_WORD).take(4);
    for (at, word) in (0_usize..).zip(words()) {
        let word = text(word.text());
        if at < 2 {
            keys.add_both(22, word, parts.family_sound);
            keys.add_both(23, word, parts.given_sound);
        }
        for next in words().skip(at + 1) {
            let both = word.zip(text(next.text()));
            let both = both.map(|(one, other)| join(one.min(other), one.max(other)));
            keys.add_both(24, both, parts.family_sound);
            keys.add_both(25, both, parts.given_sound);
        }
    }
}

fn of_days(parts: &Parts<'_>, keys: &mut Keys<'_>) {
    let part = |range: std::ops::Range<usize>, seed| {
        let part = parts.birth?.get(range)?;
        part.iter().any(|byte| *byte != 0).then(|| hash(seed, part))
    };
    let (year, month_day) = (part(0..2, 4), part(2..4, 5));
    let year_month = year.and(part(2..3, 6)).and(part(0..3, 6));
    keys.add(28, parts.whole_day);
    keys.add_both(29, parts.whole_day, parts.family_sound);
    keys.add_both(30, parts.whole_day, parts.given_sound);
    keys.add_both(31, year, parts.family_sound);
    keys.add_both(32, year, parts.given_sound);
    keys.add_both(33, month_day, parts.given_sound);
    keys.add_both(34, month_day, parts.family_sound);
    keys.add_both(35, year_month, parts.postcode);
    keys.add_both(36, month_day, parts.postcode);
}

fn of_places(parts: &Parts<'_>, keys: &mut Keys<'_>) {
    keys.add_both(37, parts.street, parts.house);
    keys.add_both(38, parts.street, parts.family_sound);
    keys.add_both(39, parts.street, parts.given_sound);
    keys.add_both(40, parts.street, parts.postcode);
    keys.add_both(41, parts.house, parts.postcode);
    keys.add_both(42, parts.street_word, parts.house);
    keys.add(43, parts.street);
    keys.add(44, parts.postcode);
    keys.add_both(45, parts.city, parts.house);
}

/// Of names that are no persons'.
fn of_titles(view: &View<'_>, parts: &Parts<'_>, keys: &mut Keys<'_>) {
    let words = || view.values(Slot::NAME_WORD).take(5);
    for (at, word) in (0_usize..).zip(words()) {
        let (exact, rough) = (text(word.text()), sound(word.text()));
        keys.add(46, exact);
        keys.add_both(47, rough, parts.postcode);
        keys.add_both(48, rough, parts.city_sound);
        keys.add_both(49, rough, parts.house);
        keys.add_both(50, rough, parts.street_word);
        for next in words().skip(at + 1) {
            keys.add_either(51, rough, sound(next.text()));
        }
    }
    let joined = parts.title.replace(' ', "");
    keys.add(52, start(&joined, 7));
    keys.add(53, end(&joined, 7));
}

fn of_extras(
    view: &View<'_>,
    extras: &[Option<Extra>; EXTRAS],
    parts: &Parts<'_>,
    keys: &mut Keys<'_>,
) {
    for (number, kind) in (0_u8..).zip(extras) {
        let Some((kind, value)) = (*kind).zip(view.first(Slot::extra(number))) else {
            continue;
        };
        let exact = Some(hash(u64::from(number) + 100, value.bytes));
        keys.add(54, exact);
        if kind != Extra::Category {
            keys.add_both(55, exact, parts.family_sound);
            keys.add_both(56, exact, parts.given_sound);
            keys.add_both(57, exact, sound(parts.title));
            keys.add_both(58, exact, parts.whole_day);
            keys.add_both(59, exact, parts.postcode);
        }
        if kind == Extra::Identifier {
            let numbered = |part: u64| join(part, u64::from(number));
            keys.add(60, start(value.text(), 5).map(numbered));
            keys.add(61, end(value.text(), 4).map(numbered));
        }
    }
}

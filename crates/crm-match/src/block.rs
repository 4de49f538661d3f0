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
        let ordered = one.zip(other).map(|(one, other)| join(one.min(other), one.max(other)));
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
    let end = value.char_indices().nth(characters).map_or(value.len(), |(at, _)| at);
    text(value.get(..end).unwrap_or_default())
}

fn end(value: &str, characters: usize) -> Option<u64> {
    let count = value.chars().count();
    let from = value.char_indices().nth(count.saturating_sub(characters)).map_or(0, |(at, _)| at);
    text(value.get(from..).unwrap_or_default())
}

/// All keys of a profile.
pub(crate) fn keys(view: &View<'_>, extras: &[Option<Extra>; EXTRAS], keys: &mut Vec<(Kind, u64)>) {
    keys.clear();
    let mut keys = Keys { keys };
    let of = |slot| view.first(slot).map_or("", |value| value.text());
    let (given, family) = (of(Slot::GIVEN), of(Slot::FAMILY));
    let given = given.split(' ').next().unwrap_or_default();
    let (g, f) = (text(given), text(family));
    let (gs, fs) = (sound(given), sound(family));
    let gi = start(given, 1);
    let (city, postcode) = (text(of(Slot::CITY)), text(of(Slot::POSTCODE)));
    let city_sound = sound(of(Slot::CITY));
    let street = text(of(Slot::STREET));
    let street_word = of(Slot::STREET).split(' ').max_by_key(|word| word.len()).and_then(sound);
    let house = text(of(Slot::HOUSE));
    let birth = view.first(Slot::BIRTH).map(|day| day.bytes);
    let whole_day = birth.filter(|day| day.get(2..).is_some_and(|rest| rest != [0, 0])).map(|day| hash(3, day));
    let year = birth.and_then(|day| day.get(..2)).filter(|year| *year != [0, 0]).map(|year| hash(4, year));
    let month_day = birth.and_then(|day| day.get(2..)).filter(|rest| *rest != [0, 0]).map(|rest| hash(5, rest));
    let year_month = birth.and_then(|day| day.get(..3)).filter(|part| !part.contains(&0)).map(|part| hash(6, part));

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
    if !given.is_empty() && !family.is_empty() {
        let family = family.replace(' ', "");
        keys.add(2, text(&format!("{given}{family}")));
        keys.add(2, text(&format!("{family}{given}")));
    }
    for phone in view.values(Slot::PHONE) {
        let phone = phone.text();
        keys.add(3, text(phone));
        let end = end(phone, 5);
        keys.add_both(4, end, fs);
        keys.add_both(5, end, gs);
    }
    keys.add_either(6, g, f);
    keys.add_either(7, gs, fs);
    for root in nickname::roots(given).iter().take(4) {
        let root = Some(hash(7, &root.to_le_bytes()));
        keys.add_both(8, root, fs);
        keys.add_both(9, root, postcode);
        keys.add_both(10, root, city);
    }
    keys.add_both(11, start(given, 3), start(family, 4));
    keys.add_both(12, gi, end(family, 5));
    keys.add_both(13, fs, postcode);
    keys.add_both(14, gs, postcode);
    keys.add_both(15, fs, city_sound);
    keys.add_both(16, gs, city_sound);
    keys.add_both(17, fs.zip(gi).map(|(f, g)| join(f, g)), city_sound);
    keys.add(18, f);
    keys.add(19, g);
    keys.add(20, fs);
    keys.add_both(21, gi, fs);

    let organisation_words = || view.values(Slot::ORGANISATION_WORD).take(4);
    for (at, word) in (0_u8..).zip(organisation_words()) {
        let word = text(word.text());
        if at < 2 {
            keys.add_both(22, word, fs);
            keys.add_both(23, word, gs);
        }
        for next in organisation_words().skip(usize::from(at) + 1) {
            let both = word.zip(text(next.text())).map(|(one, other)| join(one.min(other), one.max(other)));
            keys.add_both(24, both, fs);
            keys.add_both(25, both, gs);
        }
    }
    for domain in view.values(Slot::EMAIL_DOMAIN) {
        keys.add_both(26, text(domain.text()), fs);
        keys.add_both(27, text(domain.text()), gs);
    }

    keys.add(28, whole_day);
    keys.add_both(29, whole_day, fs);
    keys.add_both(30, whole_day, gs);
    keys.add_both(31, year, fs);
    keys.add_both(32, year, gs);
    keys.add_both(33, month_day, gs);
    keys.add_both(34, month_day, fs);
    keys.add_both(35, year_month, postcode);
    keys.add_both(36, month_day, postcode);

    keys.add_both(37, street, house);
    keys.add_both(38, street, fs);
    keys.add_both(39, street, gs);
    keys.add_both(40, street, postcode);
    keys.add_both(41, house, postcode);
    keys.add_both(42, street_word, house);
    keys.add(43, street);
    keys.add(44, postcode);
    keys.add_both(45, city, house);

    let name_words = || view.values(Slot::NAME_WORD).take(5);
    for (at, word) in (0_usize..).zip(name_words()) {
        let (exact, rough) = (text(word.text()), sound(word.text()));
        keys.add(46, exact);
        keys.add_both(47, rough, postcode);
        keys.add_both(48, rough, city_sound);
        keys.add_both(49, rough, house);
        keys.add_both(50, rough, street_word);
        for next in name_words().skip(at + 1) {
            keys.add_either(51, rough, sound(next.text()));
        }
    }
    keys.add(52, start(&of(Slot::NAME).replace(' ', ""), 7));
    keys.add(53, end(&of(Slot::NAME).replace(' ', ""), 7));

    for (number, kind) in (0_u8..).zip(extras) {
        let Some(kind) = kind else { continue };
        let slot = Slot::extra(number);
        let Some(value) = view.first(slot) else { continue };
        let exact = Some(hash(u64::from(number) + 100, value.bytes));
        keys.add(54, exact);
        if *kind != Extra::Category {
            keys.add_both(55, exact, fs);
            keys.add_both(56, exact, gs);
            keys.add_both(57, exact, sound(of(Slot::NAME)));
            keys.add_both(58, exact, whole_day);
            keys.add_both(59, exact, postcode);
        }
        if *kind == Extra::Identifier {
            keys.add(60, start(value.text(), 5).map(|start| join(start, u64::from(number))));
            keys.add(61, end(value.text(), 4).map(|end| join(end, u64::from(number))));
        }
    }
}

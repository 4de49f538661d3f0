//! How far two profiles agree, comparison by comparison.

mod mailbox;
mod words;

use crate::attribute::{Extra, Slot};
use crate::level::{Comparison as C, Level as L};
use crate::measure::{slips, tolerance};
use crate::model::Model;
use crate::normalise::Day;
use crate::profile::{Value, View};
use words::parts;

/// The levels of all comparisons of one pair; what one side lacks is not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pattern {
    levels: [u8; C::COUNT],
    surprises: [i16; C::COUNT],
}

/// No level: one side lacks a value.
const MISSING: u8 = u8::MAX;

impl Pattern {
    const NOTHING: Self = Self {
        levels: [MISSING; C::COUNT],
        surprises: [0; C::COUNT],
    };

    /// Place of the comparison, level, and how surprising that is among others: -log2 u.
    pub(crate) fn evidence(&self) -> impl Iterator<Item = (usize, L, i16)> + '_ {
        let both = self.levels.iter().zip(&self.surprises).enumerate();
        both.filter_map(|(c, (level, surprise))| {
            let level = L::ALL.get(usize::from(*level))?;
            Some((c, *level, *surprise))
        })
    }

    /// The level of one comparison.
    pub fn level(&self, c: C) -> Option<L> {
        self.of(c).map(|(level, _)| level)
    }

    /// The level of one comparison, and how surprising it is among others.
    pub(crate) fn of(&self, c: C) -> Option<(L, i32)> {
        let level = *self.levels.get(c.index())?;
        let surprise = *self.surprises.get(c.index())?;
        Some((*L::ALL.get(usize::from(level))?, i32::from(surprise)))
    }

    /// Whether given and family names are both the same, slips aside.
    pub(crate) fn has_one_name(&self) -> bool {
        [C::GIVEN, C::FAMILY]
            .into_iter()
            .all(|c| self.level(c).is_some_and(|level| level <= L::Close))
    }

    fn set(&mut self, c: C, found: Option<Found>) {
        let Some(found) = found else { return };
        if let (Some(level), Some(surprise)) = (
            self.levels.get_mut(c.index()),
            self.surprises.get_mut(c.index()),
        ) {
            *level = found.level as u8;
            *surprise = i16::try_from(found.surprise).unwrap_or(i16::MAX);
        }
    }
}

/// A level and how surprising it is.
#[derive(Debug, Clone, Copy)]
struct Found {
    level: L,
    surprise: i32,
}

/// Compares two profiles under a model, which knows how frequent values are.
pub fn compare(model: &Model, one: &View<'_>, other: &View<'_>) -> Pattern {
    let pair = Pair { model, one, other };
    let mut pattern = Pattern::NOTHING;
    let (given, family) = pair.person();
    pattern.set(C::GIVEN, given);
    pattern.set(C::FAMILY, family);
    pattern.set(C::MIDDLE, pair.best(C::MIDDLE, Slot::MIDDLE, middle));
    pattern.set(
        C::GENERATION,
        pair.best(C::GENERATION, Slot::GENERATION, same),
    );
    pattern.set(C::NAME, pair.named(C::NAME, Slot::NAME, Slot::NAME_WORD));
    pattern.set(
        C::ORGANISATION,
        pair.named(C::ORGANISATION, Slot::ORGANISATION, Slot::ORGANISATION_WORD),
    );
    pattern.set(C::EMAIL, pair.mailbox());
    pattern.set(C::PHONE, pair.best(C::PHONE, Slot::PHONE, phone));
    pattern.set(C::STREET, pair.best(C::STREET, Slot::STREET, words::alike));
    pattern.set(C::HOUSE, pair.best(C::HOUSE, Slot::HOUSE, house));
    pattern.set(
        C::POSTCODE,
        pair.best(C::POSTCODE, Slot::POSTCODE, postcode),
    );
    pattern.set(C::CITY, pair.best(C::CITY, Slot::CITY, words::alike));
    pattern.set(C::REGION, pair.best(C::REGION, Slot::REGION, close));
    pattern.set(
        C::COUNTRY,
        pair.country(pattern.level(C::GIVEN), pattern.level(C::FAMILY)),
    );
    pattern.set(C::BIRTH, pair.best(C::BIRTH, Slot::BIRTH, day));
    for (number, kind) in (0..).zip(&model.extras) {
        let measure = match kind {
            None => continue,
            Some(Extra::Identifier) => identifier,
            Some(Extra::Date) => day,
            Some(Extra::Text) => words::alike,
            Some(Extra::Category) => same,
            Some(Extra::Number) => house,
            Some(Extra::Url) => close,
        };
        pattern.set(
            C::extra(number),
            pair.best(C::extra(number), Slot::extra(number), measure),
        );
    }
    pattern
}

struct Pair<'m, 'a> {
    model: &'m Model,
    one: &'m View<'a>,
    other: &'m View<'a>,
}

impl Pair<'_, '_> {
    /// The best level over all values of a slot.
    fn best(&self, c: C, slot: Slot, measure: fn(Value<'_>, Value<'_>) -> L) -> Option<Found> {
        if !(self.one.has(slot) && self.other.has(slot)) {
            return None;
        }
        let mut best: Option<(L, u8)> = None;
        for a in self.one.values(slot) {
            for b in self.other.values(slot) {
                let level = if a.bytes == b.bytes {
                    L::Exact
                } else {
                    measure(a, b)
                };
                let frequency = a.frequency.max(b.frequency);
                if best.is_none_or(|known| (level, frequency) < known) {
                    best = Some((level, frequency));
                }
            }
        }
        best.map(|(level, frequency)| self.found(c, slot, level, frequency))
    }

    /// How surprising a level is for values of such a frequency.
    fn found(&self, c: C, slot: Slot, level: L, frequency: u8) -> Found {
        let average = self.average(c, level);
        let of_value = || self.model.rarity.get(slot, frequency);
        // Around a frequent value there are more that nearly equal it.
        let near = || (of_value() - 100).clamp(average - 300, average + 400);
        let surprise = match level {
            L::Exact => of_value(),
            L::Local | L::Range if slot != Slot::PHONE => of_value(),
            L::Synonym | L::Close if c != C::BIRTH => near(),
            _ => average,
        };
        Found { level, surprise }
    }

    fn average(&self, c: C, level: L) -> i32 {
        let row = self.model.surprise.get(c.index());
        row.and_then(|row| row.get(level.index()))
            .copied()
            .unwrap_or(0)
    }

    /// Given and family names, which may stand in each other's place.
    fn person(&self) -> (Option<Found>, Option<Found>) {
        let (given, family) = (
            (self.one.first(Slot::GIVEN), self.other.first(Slot::GIVEN)),
            (self.one.first(Slot::FAMILY), self.other.first(Slot::FAMILY)),
        );
        let given_level = match given {
            (Some(a), Some(b)) if !is_foreign(a, b) => Some(self.call(a, b)),
            _ => None,
        };
        let family_level = match family {
            (Some(a), Some(b)) if !is_foreign(a, b) => Some(surname(a, b)),
            _ => None,
        };
        let frequency = |pair: (Option<Value<'_>>, Option<Value<'_>>)| {
            let code = |value: Option<Value<'_>>| value.map_or(0, |value| value.frequency);
            code(pair.0).max(code(pair.1))
        };
        let is_bad = |level: Option<L>| level.is_none_or(|level| level >= L::Partial);
        if is_bad(given_level)
            && is_bad(family_level)
            && let (Some(a), Some(x)) = (given.0, family.0)
            && let (Some(b), Some(y)) = (given.1, family.1)
            && (crossed(a, y) || (is_initial_of(a, y) && x.bytes == b.bytes))
            && (crossed(x, b) || (is_initial_of(b, x) && a.bytes == y.bytes))
        {
            let swapped = self.found(
                C::GIVEN,
                Slot::GIVEN,
                L::Exact,
                a.frequency.max(y.frequency),
            );
            let mut exact = self.found(
                C::FAMILY,
                Slot::FAMILY,
                L::Exact,
                x.frequency.max(b.frequency),
            );
            exact.surprise = exact.surprise.min(self.average(C::FAMILY, L::Exact) + 600);
            return (
                Some(Found {
                    level: L::Swapped,
                    ..swapped
                }),
                Some(exact),
            );
        }
        // One part is missing, and the other stands in its place.
        if is_bad(given_level)
            && is_bad(family_level)
            && (given_level.is_none() || family_level.is_none())
        {
            for (a, b) in [(given.0, family.1), (family.0, given.1)] {
                if let (Some(a), Some(b)) = (a, b)
                    && crossed(a, b)
                {
                    let swapped = self.found(
                        C::GIVEN,
                        Slot::GIVEN,
                        L::Exact,
                        a.frequency.max(b.frequency),
                    );
                    return (
                        Some(Found {
                            level: L::Swapped,
                            ..swapped
                        }),
                        None,
                    );
                }
            }
        }
        let found_given =
            given_level.map(|level| self.found(C::GIVEN, Slot::GIVEN, level, frequency(given)));
        let mut found_family =
            family_level.map(|level| self.found(C::FAMILY, Slot::FAMILY, level, frequency(family)));
        // Names that go together often, as in one language, are no two coincidences.
        if let (Some(L::Exact), Some(L::Exact)) = (given_level, family_level)
            && let (Some(of_given), Some(of_family)) = (&found_given, &mut found_family)
            && let whole = [self.one, self.other].map(|view| view.first(Slot::FULL_NAME))
            && let Some(frequency) = whole.iter().flatten().map(|name| name.frequency).max()
            && frequency > FREQUENT
        {
            let both = self.model.rarity.get(Slot::FULL_NAME, frequency);
            of_family.surprise = of_family.surprise.min((both - of_given.surprise).max(0));
        }
        (found_given, found_family)
    }

    /// Countries. Names already tell where somebody comes from: with one name shared, a shared
    /// country is no news; with both, it tells that they are more frequent there than elsewhere.
    fn country(&self, given: Option<L>, family: Option<L>) -> Option<Found> {
        let mut found = self.best(C::COUNTRY, Slot::COUNTRY, close)?;
        if found.level == L::Exact {
            let agrees = |level: Option<L>| level.is_some_and(|level| level <= L::Close);
            found.surprise = match u8::from(agrees(given)) + u8::from(agrees(family)) {
                0 => found.surprise,
                1 => 0,
                _ => -found.surprise,
            };
        }
        Some(found)
    }

    /// Two given names.
    fn call(&self, a: Value<'_>, b: Value<'_>) -> L {
        if a.bytes == b.bytes {
            return L::Exact;
        }
        let (whole, other_whole) = (a.bytes, b.bytes);
        let (first, other_first) = (first_word(whole), first_word(other_whole));
        if is_letter(first) || is_letter(other_first) {
            return if first_letter(first) == first_letter(other_first) {
                L::Initial
            } else {
                L::Different
            };
        }
        if shared_root(self.one, self.other) && first != other_first {
            return L::Synonym;
        }
        match words::alike(a, b) {
            L::Exact => L::Exact,
            L::Close => L::Close,
            _ if first == other_first => L::Partial,
            _ if parts(whole)
                .any(|word| word.len() > 1 && parts(other_whole).any(|other| other == word)) =>
            {
                L::Partial
            }
            _ if is_start(first, other_first) || is_near(first, other_first) => L::Similar,
            _ => L::Different,
        }
    }
}

/// The code from which a whole name is known to be frequent: eight profiles have it.
const FREQUENT: u8 = 24;

fn shared_root(one: &View<'_>, other: &View<'_>) -> bool {
    let (Some(mine), Some(theirs)) = (one.first(Slot::ROOTS), other.first(Slot::ROOTS)) else {
        return false;
    };
    mine.bytes
        .chunks(2)
        .any(|root| theirs.bytes.chunks(2).any(|other| other == root))
}

fn first_word(name: &[u8]) -> &[u8] {
    parts(name).next().unwrap_or(name)
}

/// The bytes of the first character.
fn first_letter(name: &[u8]) -> &[u8] {
    let rest = name
        .iter()
        .skip(1)
        .take_while(|byte| **byte & 0xC0 == 0x80)
        .count();
    name.get(..=rest).unwrap_or(name)
}

fn is_letter(name: &[u8]) -> bool {
    !name.is_empty() && first_letter(name).len() == name.len()
}

/// Whether one is the first letter of the other, which is more than a letter.
fn is_initial_of(one: Value<'_>, other: Value<'_>) -> bool {
    let (one, other) = (one.bytes, other.bytes);
    is_letter(one) && !is_letter(other) && other.starts_with(one)
}

/// Whether two names stand in scripts of which neither key is a spelling of the other.
fn is_foreign(one: Value<'_>, other: Value<'_>) -> bool {
    one.bytes.is_ascii() != other.bytes.is_ascii()
}

/// Whether one is a longer start of the other.
fn is_start(one: &[u8], other: &[u8]) -> bool {
    let (short, long) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    short.len() > 2 && long.starts_with(short)
}

/// Whether two names look alike at a glance: more than half of the letters agree.
fn is_near(one: &[u8], other: &[u8]) -> bool {
    let length = one.len().min(other.len());
    length > 2
        && one.is_ascii()
        && other.is_ascii()
        && slips(one, other, (length * 2).div_ceil(5)).is_some()
}

/// Whether a given name is written where the other has the family name.
fn crossed(a: Value<'_>, b: Value<'_>) -> bool {
    let (a, b) = (a.bytes, b.bytes);
    a.len() > 1
        && b.len() > 1
        && (a == b
            || slips(a, b, tolerance(a, b)).is_some()
            || (first_word(a) == first_word(b) && first_word(a).len() > 2))
}

fn surname(a: Value<'_>, b: Value<'_>) -> L {
    if a.bytes == b.bytes {
        return L::Exact;
    }
    let (one, other) = (a.bytes, b.bytes);
    if is_letter(one) || is_letter(other) {
        return if first_letter(one) == first_letter(other) {
            L::Initial
        } else {
            L::Different
        };
    }
    match words::alike(a, b) {
        level @ (L::Exact | L::Close) => level,
        L::Similar | L::Partial => L::Partial,
        _ if is_start(one, other) || is_near(one, other) => L::Similar,
        level => level,
    }
}

fn middle(a: Value<'_>, b: Value<'_>) -> L {
    let (a, b) = (a.bytes, b.bytes);
    let agree = if is_letter(a) || is_letter(b) {
        first_letter(a) == first_letter(b)
    } else {
        slips(a, b, tolerance(a, b)).is_some()
    };
    if agree { L::Exact } else { L::Different }
}

fn same(_: Value<'_>, _: Value<'_>) -> L {
    L::Different
}

fn close(a: Value<'_>, b: Value<'_>) -> L {
    let (a, b) = (a.bytes, b.bytes);
    if slips(a, b, tolerance(a, b)).is_some() {
        L::Close
    } else {
        L::Different
    }
}

fn identifier(a: Value<'_>, b: Value<'_>) -> L {
    let (a, b) = (a.bytes, b.bytes);
    let most = if a.len().min(b.len()) >= 7 { 2 } else { 1 };
    if slips(a, b, most).is_some() {
        L::Close
    } else {
        L::Different
    }
}

fn phone(a: Value<'_>, b: Value<'_>) -> L {
    let (a, b) = (a.bytes, b.bytes);
    if a.len() < 7 || b.len() < 7 {
        return L::Different;
    }
    // The head of a company's numbers is the same for all its extensions.
    let end = a.len() - 3;
    let is_one_head = a.len() == b.len() && a.get(..end) == b.get(..end);
    if slips(a, b, 1).is_some() {
        L::Close
    } else if is_one_head {
        L::Range
    } else {
        L::Different
    }
}

fn house(a: Value<'_>, b: Value<'_>) -> L {
    let (a, b) = (a.bytes, b.bytes);
    let digits = |number: &[u8]| {
        number.len()
            - number
                .iter()
                .rev()
                .take_while(|byte| !byte.is_ascii_digit())
                .count()
    };
    if a.get(..digits(a)) == b.get(..digits(b)) && digits(a) > 0 {
        return L::Close;
    }
    if a.len().min(b.len()) > 1 && slips(a, b, 1).is_some() {
        L::Close
    } else {
        L::Different
    }
}

fn postcode(a: Value<'_>, b: Value<'_>) -> L {
    let (a, b) = (a.bytes, b.bytes);
    if a.len().min(b.len()) > 2 && slips(a, b, 1).is_some() {
        return L::Close;
    }
    let start = if a.len().min(b.len()) > 4 { 3 } else { 2 };
    match (a.get(..start), b.get(..start)) {
        (Some(x), Some(y)) if x == y => L::Partial,
        _ => L::Different,
    }
}

/// A number in eight digits.
fn digits(number: u32) -> [u8; 8] {
    let (mut rest, mut digits) = (number, [b'0'; 8]);
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
    }
    digits
}

/// Whether two digits at most keep two days apart.
fn within_digits(a: Day, b: Day) -> bool {
    let whole = |day: Day| {
        digits(u32::from(day.year) * 10_000 + u32::from(day.month) * 100 + u32::from(day.day))
    };
    slips(&whole(a), &whole(b), 2).is_some()
}

fn day(a: Value<'_>, b: Value<'_>) -> L {
    let (Some(a), Some(b)) = (Day::of_bytes(a.bytes), Day::of_bytes(b.bytes)) else {
        return L::Different;
    };
    let known = |x: u32, y: u32| x != 0 && y != 0;
    let agrees = |x: u32, y: u32| known(x, y) && x == y;
    let (years, months, days) = (
        (u32::from(a.year), u32::from(b.year)),
        (u32::from(a.month), u32::from(b.month)),
        (u32::from(a.day), u32::from(b.day)),
    );
    let parts = [years, months, days];
    let agreeing = parts.iter().filter(|(x, y)| agrees(*x, *y)).count();
    let compared = parts.iter().filter(|(x, y)| known(*x, *y)).count();
    let is_slip = |(x, y): (u32, u32)| slips(&digits(x), &digits(y), 1).is_some();
    let swapped = agrees(years.0, years.1) && a.month == b.day && a.day == b.month;
    match (agreeing, compared) {
        (3, _) => L::Exact,
        (2, 3) if parts.iter().all(|pair| pair.0 == pair.1 || is_slip(*pair)) => L::Close,
        _ if swapped => L::Close,
        (2, _) => L::Similar,
        (1, _) if agrees(years.0, years.1) => L::Partial,
        (_, 3) if within_digits(a, b) => L::Similar,
        (_, 3) if a.number().abs_diff(b.number()) < 400 => L::Partial,
        _ => L::Different,
    }
}

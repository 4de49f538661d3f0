//! Splitting a bare name into its parts (R-01).

use super::{
    PersonName,
    asides::Asides,
    east_asian,
    kind::{NameKind, household, is_organisation},
    letter_case::{is_shouted, restore_all},
    surnames,
    words::{self, Title, opt},
};

/// The order of given and family name, where the text alone does not show it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameOrder {
    /// By the script and by what the words show; given name first otherwise.
    #[default]
    Auto,
    /// Given name first, as in English.
    GivenFirst,
    /// Family name first, as in Hungarian.
    FamilyFirst,
}

impl NameOrder {
    /// The order in which speakers of a language write names, by its BCP 47 tag.
    ///
    /// ```
    /// use crm_core::value::{NameOrder, PersonName};
    ///
    /// let name = PersonName::parse("Nagy János", NameOrder::of_language("hu-HU"));
    /// assert_eq!(name.family.as_deref(), Some("Nagy"));
    /// ```
    pub fn of_language(tag: &str) -> Self {
        let language = tag
            .split(['-', '_'])
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        match language.as_str() {
            "hu" | "ja" | "km" | "ko" | "mn" | "vi" | "yue" | "zh" => Self::FamilyFirst,
            _ => Self::Auto,
        }
    }
}

/// A bare name taken apart, with what else the text held.
///
/// ```
/// use crm_core::value::{NameKind, NameOrder, ParsedName};
///
/// let read = ParsedName::read("Lovelace, Ada (she/her) | Engines Ltd", NameOrder::Auto);
/// assert_eq!(read.kind, NameKind::Person);
/// assert_eq!(read.name.display(), "Ada Lovelace");
/// assert_eq!(read.pronouns.as_deref(), Some("she/her"));
/// assert_eq!(read.dropped.as_deref(), Some("| Engines Ltd"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedName {
    /// The person's name; the family name alone for a household, empty for the other kinds.
    pub name: PersonName,
    /// What the text stands for.
    pub kind: NameKind,
    /// Pronouns given in brackets.
    pub pronouns: Option<String>,
    /// What was left out as no part of the name.
    pub dropped: Option<String>,
}

impl ParsedName {
    /// Reads a bare name; never fails, at worst there is no name in it.
    pub fn read(raw: &str, order: NameOrder) -> Self {
        let asides = Asides::remove(raw);
        let mut dropped = asides.dropped;
        let (kind, name) = if asides.name.chars().any(char::is_alphabetic) {
            if let Some(family) = household(&asides.name) {
                (
                    NameKind::Household,
                    PersonName {
                        family: opt(&family),
                        ..PersonName::default()
                    },
                )
            } else if is_organisation(&asides.name) {
                (NameKind::Organisation, PersonName::default())
            } else {
                let name = split(&asides.name, order, &mut dropped);
                (
                    NameKind::Person,
                    PersonName {
                        nickname: asides.nickname,
                        ..name
                    },
                )
            }
        } else {
            (NameKind::NotAName, PersonName::default())
        };
        let dropped = match kind {
            NameKind::NotAName => None,
            _ => opt(&dropped.join(" ")),
        };
        Self {
            name,
            kind,
            pronouns: asides.pronouns,
            dropped,
        }
    }
}

fn split(name: &str, order: NameOrder, dropped: &mut Vec<String>) -> PersonName {
    let segments: Vec<&str> = name
        .split([',', '，', '،'])
        .map(str::trim)
        .filter(|segment| !segment.is_empty())
        .collect();
    let Some((main, rest)) = segments.split_first() else {
        return PersonName::default();
    };
    let (mut prefixes, mut suffixes, mut given) = (Vec::new(), Vec::new(), None);
    for segment in rest {
        let all = |is: fn(&str) -> bool| segment.split(' ').all(is);
        if all(|word| words::is_generation(word) || words::is_credential(word)) {
            suffixes.push(*segment);
        } else if all(|word| words::title(word, 2).is_some() || words::continues_title(word)) {
            prefixes.push(*segment);
        } else if given.is_none() {
            given = Some(*segment);
        } else {
            dropped.push((*segment).to_owned());
        }
    }
    let mut name = match given {
        Some(given) => family_then_given(main, given),
        None => split_spaced(main, order),
    };
    append(&mut name.prefix, " ", &prefixes);
    append(&mut name.suffix, ", ", &suffixes);
    name
}

fn append(part: &mut Option<String>, separator: &str, more: &[&str]) {
    let all: Vec<&str> = part
        .as_deref()
        .into_iter()
        .chain(more.iter().copied())
        .collect();
    *part = opt(&all.join(separator));
}

/// `van der Harten, Dr. Rene J.`: the comma shows which name is which.
fn family_then_given(family: &str, given: &str) -> PersonName {
    let mut outer = Outer::default();
    let family = restore_all(&outer.strip(&family.split(' ').collect::<Vec<_>>()));
    let given = restore_all(&outer.strip(&given.split(' ').collect::<Vec<_>>()));
    // Dutch lists put the particles last: Harten, Rene van der.
    let names = given
        .iter()
        .rposition(|word| !is_any_particle(word))
        .map_or(0, |last| last + 1);
    let (given, particles) = given
        .split_at_checked(names.max(1))
        .unwrap_or((&given, &[]));
    let family = [particles, &family].concat().join(" ");
    let (given, middle) = given.split_at_checked(1).unwrap_or((given, &[]));
    let given = spread_initials(given);
    let (given, initials) = given.split_at_checked(1).unwrap_or((&given, &[]));
    PersonName {
        given: opt(&given.join(" ")),
        middle: opt(&[initials, middle].concat().join(" ")),
        family: opt(&family),
        ..outer.into_name()
    }
}

/// A name without commas.
fn split_spaced(name: &str, order: NameOrder) -> PersonName {
    if order != NameOrder::GivenFirst
        && let Some(name) = east_asian::split(name)
    {
        return name;
    }
    let mut outer = Outer::default();
    let words: Vec<&str> = name.split(' ').collect();
    let inner = outer.strip(&words);
    let name = if let ([only], Some(Title::BeforeFamily)) = (inner.as_slice(), outer.last_title) {
        PersonName {
            family: opt(&restore_all(&[only]).join(" ")),
            ..PersonName::default()
        }
    } else if let Some(marked) = split_marked(&inner) {
        // Capitals that mark the family name are read before the case is evened out.
        marked
    } else {
        let restored = restore_all(&inner);
        let words: Vec<&str> = restored.iter().map(String::as_str).collect();
        split_words(&outer.take_nobility(&words), order)
    };
    let outer = outer.into_name();
    PersonName {
        prefix: outer.prefix,
        suffix: outer.suffix,
        ..name
    }
}

/// The titles before a name and the suffixes after it.
#[derive(Default)]
struct Outer {
    prefix: Vec<String>,
    suffix: Vec<String>,
    last_title: Option<Title>,
}

impl Outer {
    /// Takes titles and suffixes off the ends of the words, leaving one word at least.
    fn strip<'a>(&mut self, words: &[&'a str]) -> Vec<&'a str> {
        let mut rest = words;
        while let [word, following @ ..] = rest
            && !following.is_empty()
        {
            let title = words::title(word, following.len());
            if title.is_none() && !(self.last_title.is_some() && words::continues_title(word)) {
                break;
            }
            self.last_title = title.or(self.last_title);
            self.prefix.push((*word).to_owned());
            rest = following;
        }
        let mut suffix = Vec::new();
        let shouted = rest.iter().all(|word| is_shouted(word));
        while let [before @ .., word] = rest
            && !before.is_empty()
        {
            let is_short = word.chars().filter(|c| c.is_alphabetic()).count() <= 2;
            let is_suffix = words::is_generation(word)
                || words::is_address_after(word)
                || (words::is_credential(word) && !(is_short && (shouted || before.len() < 2)));
            // Neto is a surname too; alone with a given name it is taken for one.
            let is_surname = before.len() < 2
                && matches!(words::key(word).as_str(), "neto" | "filho" | "sobrinho");
            if !is_suffix || is_surname {
                break;
            }
            suffix.insert(0, (*word).to_owned());
            rest = before;
        }
        self.suffix.extend(suffix);
        rest.to_vec()
    }

    /// Moves a title of nobility before a particle to the other titles.
    fn take_nobility<'a>(&mut self, words: &[&'a str]) -> Vec<&'a str> {
        let title = words.windows(2).position(|pair| {
            matches!(pair, [title, next] if words::is_nobility(title) && is_any_particle(next))
        });
        match title.filter(|at| *at > 0) {
            Some(at) => {
                self.prefix
                    .extend(words.get(at).map(|title| (*title).to_owned()));
                words
                    .iter()
                    .enumerate()
                    .filter(|(i, _)| *i != at)
                    .map(|(_, word)| *word)
                    .collect()
            }
            None => words.to_vec(),
        }
    }

    fn into_name(self) -> PersonName {
        PersonName {
            prefix: opt(&self.prefix.join(" ")),
            suffix: opt(&self.suffix.join(" ")),
            ..PersonName::default()
        }
    }
}

pub(super) fn is_any_particle(word: &str) -> bool {
    words::is_particle(word) || words::is_small_particle(word)
}

/// `Élodie DUPONT`, `VAN DER BERG Jan`: some words in capitals, the others not.
fn split_marked(words: &[&str]) -> Option<PersonName> {
    let is_marked = |word: &&str| is_shouted(word) && !is_initials(word);
    let start = words.iter().position(&is_marked)?;
    let end = words.iter().rposition(&is_marked)? + 1;
    let inside = words.get(start..end)?;
    let (before, after) = (words.get(..start)?, words.get(end..)?);
    let others = || before.iter().chain(after);
    let is_mark = inside.iter().all(&is_marked)
        && others().next().is_some()
        && others().all(|word| word.chars().any(char::is_lowercase) || is_initials(word))
        && (before.is_empty() || after.is_empty());
    if !is_mark {
        return None;
    }
    // Particles in small letters before the capitals belong to them.
    let first = before
        .iter()
        .rposition(|word| !is_any_particle(word))
        .map_or(0, |last| last + 1);
    let (before, particles) = before.split_at_checked(first)?;
    let family = [particles, inside].concat();
    let restored: Vec<String> = family
        .iter()
        .enumerate()
        .map(|(at, word)| super::letter_case::restore(word, at > 0 || family.len() > 1))
        .collect();
    let given: Vec<&str> = before.iter().chain(after).copied().collect();
    let (given, middle) = given_and_middle(&given);
    Some(PersonName {
        given,
        middle,
        family: opt(&restored.join(" ")),
        ..PersonName::default()
    })
}

/// The core of the rule: words without titles, suffixes, commas or marks.
pub(super) fn split_words(words: &[&str], order: NameOrder) -> PersonName {
    let (given, middle, family): (&[&str], &[&str], &[&str]) = match words {
        [] => return PersonName::default(),
        [only] => (std::slice::from_ref(only), &[], &[]),
        // van Beethoven, de Gaulle: a family name alone.
        [first, ..] if is_any_particle(first) && first.chars().all(|c| !c.is_uppercase()) => {
            if order == NameOrder::FamilyFirst {
                let last = words
                    .iter()
                    .position(|word| !is_any_particle(word))
                    .unwrap_or(0)
                    + 1;
                let (family, given) = words.split_at_checked(last).unwrap_or((words, &[]));
                (given, &[], family)
            } else {
                (&[], &[], words)
            }
        }
        // Lovelace A.K., Иванов И. И.: initials can only be the given names'.
        [family, initials @ ..]
            if initials.iter().all(|word| is_initials(word)) && !is_initials(family) =>
        {
            (initials, &[], std::slice::from_ref(family))
        }
        // Venkata Ramana Murthy K: the letter stands for the family's name.
        [given @ .., letter] if is_letter(letter) && !given.iter().all(|word| is_letter(word)) => {
            (given, &[], std::slice::from_ref(letter))
        }
        [family, given, patronymic] if patronymic_is_last(words) => (
            std::slice::from_ref(given),
            std::slice::from_ref(patronymic),
            std::slice::from_ref(family),
        ),
        [family, middle @ .., given] if is_vietnamese(words, order) => (
            std::slice::from_ref(given),
            middle,
            std::slice::from_ref(family),
        ),
        [family, given @ ..] if is_family_first(words, order) => {
            (given, &[], std::slice::from_ref(family))
        }
        [given, family] => (
            std::slice::from_ref(given),
            &[],
            std::slice::from_ref(family),
        ),
        _ => match family_start(words).and_then(|start| words.split_at_checked(start)) {
            Some((given, family)) => (given, &[], family),
            None if is_romanised_chinese(words) => {
                let (family, given) = words.split_last().unwrap_or((&"", &[]));
                (given, &[], std::slice::from_ref(family))
            }
            None => {
                let compound = usize::from(words.first().is_some_and(|word| is_open_given(word)));
                let (given, rest) = words.split_at_checked(1 + compound).unwrap_or((words, &[]));
                match rest.split_last() {
                    Some((family, middle)) => (given, middle, std::slice::from_ref(family)),
                    None => (given, &[], &[]),
                }
            }
        },
    };
    let family = opt(&family.join(" "));
    let (given, initials) = given_and_middle(given);
    let middle: Vec<&str> = initials
        .as_deref()
        .into_iter()
        .chain(middle.iter().copied())
        .collect();
    PersonName {
        given,
        middle: opt(&middle.join(" ")),
        family,
        ..PersonName::default()
    }
}

/// Given names stay together; from the first initial after a name on, they are middle names.
fn given_and_middle(words: &[&str]) -> (Option<String>, Option<String>) {
    let spread = spread_initials(words);
    let names = spread
        .iter()
        .skip(1)
        .position(|word| is_initials(word))
        .map_or(spread.len(), |initial| initial + 1);
    let (given, middle) = spread.split_at_checked(names).unwrap_or((&spread, &[]));
    (opt(&given.join(" ")), opt(&middle.join(" ")))
}

/// `J.R.` as `J.` and `R.`
fn spread_initials(words: &[impl AsRef<str>]) -> Vec<String> {
    words
        .iter()
        .flat_map(|word| {
            let word = word.as_ref();
            if is_initials(word) && word.contains('.') {
                word.split_inclusive('.').map(str::to_owned).collect()
            } else {
                vec![word.to_owned()]
            }
        })
        .collect()
}

/// `A.`, `A.K.`, `А.К.`: single letters, each with its dot.
fn is_initials(word: &str) -> bool {
    word.ends_with('.')
        && word.split_terminator('.').all(|letter| {
            let mut letters = letter.trim_start_matches('-').chars();
            letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
        })
}

/// One capital without a dot.
fn is_letter(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
}

/// `Mª` and the Arabic servant-of open a given name of two words.
fn is_open_given(word: &str) -> bool {
    matches!(words::key(word).as_str(), "mª" | "عبد")
}

fn patronymic_is_last(words: &[&str]) -> bool {
    matches!(words, [_, middle, last] if surnames::is_patronymic(last) && !surnames::is_patronymic(middle))
}

fn is_vietnamese(words: &[&str], order: NameOrder) -> bool {
    let surname_first = words
        .first()
        .is_some_and(|word| surnames::is_vietnamese_surname(word));
    order != NameOrder::GivenFirst && surname_first && surnames::is_vietnamese(&words.join(" "))
}

fn is_family_first(words: &[&str], order: NameOrder) -> bool {
    match (order, words) {
        (NameOrder::FamilyFirst, _) => true,
        (NameOrder::Auto, [first, second]) => {
            surnames::is_slavic_surname(first)
                && !surnames::is_slavic_surname(second)
                && !surnames::is_patronymic(second)
        }
        _ => false,
    }
}

/// Given names and surname all sound Chinese, and the surname is one: Wei Ling Ng.
fn is_romanised_chinese(words: &[&str]) -> bool {
    words.split_last().is_some_and(|(surname, given)| {
        surnames::is_romanised_chinese_surname(surname)
            && given.iter().all(|word| surnames::is_chinese_syllable(word))
    })
}

/// Where the family name starts in three words or more; nothing if it is the last word alone.
fn family_start(words: &[&str]) -> Option<usize> {
    let last = words.len().checked_sub(1)?;
    let first = 1 + usize::from(words.first().is_some_and(|word| is_open_given(word)));
    let mut at = first;
    while at < last {
        let word = words.get(at)?;
        let next = words.get(at + 1)?;
        if is_any_particle(word) {
            // María del Carmen, Maria de los Ángeles: the particle belongs to the given name.
            let noun = words
                .iter()
                .skip(at)
                .position(|word| !is_any_particle(word))?
                + at;
            if noun < last && surnames::is_devotional(words.get(noun)?) {
                at = noun + 1;
                continue;
            }
            return Some(at);
        }
        let joined = words::is_surname_conjunction(next) && at + 1 < last;
        let doubled =
            surnames::is_iberian_surname(word) && (at + 1 == last || is_any_particle(next));
        if joined || doubled {
            return Some(at);
        }
        at += 1;
    }
    // After a devotional given name the last word is the family's, and nothing is middle.
    let before = words.get(last.checked_sub(1)?)?;
    (last > first
        && surnames::is_devotional(before)
        && words
            .get(last - 2)
            .is_some_and(|word| is_any_particle(word)))
    .then_some(last)
}

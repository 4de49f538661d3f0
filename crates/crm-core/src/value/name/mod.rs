//! People's names.

mod asides;
mod east_asian;
mod kind;
mod letter_case;
mod parse;
mod surnames;
mod words;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Invalid, text};

pub use kind::NameKind;
pub use parse::{NameOrder, ParsedName};

/// A person's name in parts (R-01), each optional.
///
/// A name with no part at all is empty and stands for "not known".
///
/// ```
/// use crm_core::value::{NameOrder, PersonName};
///
/// let name = PersonName::parse("Dr. Ludwig van Beethoven Jr.", NameOrder::Auto);
/// assert_eq!(name.prefix.as_deref(), Some("Dr."));
/// assert_eq!(name.given.as_deref(), Some("Ludwig"));
/// assert_eq!(name.family.as_deref(), Some("van Beethoven"));
/// assert_eq!(name.suffix.as_deref(), Some("Jr."));
/// assert_eq!(name.display(), "Dr. Ludwig van Beethoven Jr.");
/// assert_eq!(name.initials(), "LB");
///
/// let name = PersonName::parse("山田 太郎", NameOrder::Auto);
/// assert_eq!(name.family.as_deref(), Some("山田"));
/// assert_eq!(name.display(), "山田太郎");
/// ```
#[derive(
    Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(default, deny_unknown_fields)]
#[schemars(description = "A person's name in parts, each optional.")]
pub struct PersonName {
    /// Titles before the name, such as `Prof. Dr.`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// The given name or names, such as `Anne Marie`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given: Option<String>,
    /// Middle names, initials or a patronymic, such as `King` or `Иванович`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub middle: Option<String>,
    /// The family name with its particles, such as `van den Berg`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    /// What follows the name, such as `Jr.` or `PhD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suffix: Option<String>,
    /// The name the person goes by, such as `Addie`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nickname: Option<String>,
    /// How the given name is read, in kana, bopomofo or pinyin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_phonetic: Option<String>,
    /// How the family name is read, in kana, bopomofo or pinyin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family_phonetic: Option<String>,
}

impl PersonName {
    /// Splits a bare name into its parts; `ParsedName` tells what else the text was and held.
    ///
    /// The rule, first match first: the comma form, a family name in capitals, the order of the
    /// script or of the hint, particles, double surnames, patronymics, initials, and otherwise
    /// first word given, last word family, the rest middle. What is no person's name gives an
    /// empty one; the caller keeps the raw text in any case.
    pub fn parse(raw: &str, order: NameOrder) -> Self {
        ParsedName::read(raw, order).name
    }

    /// Whether no part holds anything but white space.
    pub fn is_empty(&self) -> bool {
        self.parts()
            .into_iter()
            .flatten()
            .all(|part| part.trim().is_empty())
    }

    /// The name as it is stored: every part composed, trimmed and on one line, blank parts gone.
    pub fn cleaned(self) -> Result<Self, Invalid> {
        let clean = |part: Option<String>| text::clean_line(part, text::SHORT_MAX);
        Ok(Self {
            prefix: clean(self.prefix)?,
            given: clean(self.given)?,
            middle: clean(self.middle)?,
            family: clean(self.family)?,
            suffix: clean(self.suffix)?,
            nickname: clean(self.nickname)?,
            given_phonetic: clean(self.given_phonetic)?,
            family_phonetic: clean(self.family_phonetic)?,
        })
    }

    /// The whole name as it is shown, in the order of its own script; empty if there is no name.
    ///
    /// Names in Han, Kana or Hangul put the family name first without a blank; Vietnamese names put
    /// it first with blanks; all others put the given name first. Without any other part the
    /// nickname stands alone.
    pub fn display(&self) -> String {
        self.display_in(NameOrder::Auto)
    }

    /// The whole name as it is shown with the given order of given and family name.
    pub fn display_in(&self, order: NameOrder) -> String {
        let [prefix, given, middle, family, suffix, nickname, ..] = self.present_parts();
        if given.is_empty() && middle.is_empty() && family.is_empty() {
            return if nickname.is_empty() {
                suffix_after(prefix, suffix)
            } else {
                nickname.into()
            };
        }
        let (words, blank) = match self.shown_order(order) {
            Shown::EastAsian => ([family, middle, given], ""),
            Shown::FamilyFirst => ([family, middle, given], " "),
            Shown::FamilyThenGivenNames => ([family, given, middle], " "),
            Shown::GivenFirst => ([given, middle, family], " "),
        };
        let core = join(blank, &words);
        suffix_after(&join(" ", &[prefix, &core]), suffix)
    }

    /// One or two letters for the person: of the first and the last name in the order shown.
    pub fn initials(&self) -> String {
        let [_, given, _, family, _, nickname, ..] = self.present_parts();
        let family_letter = words::without_particles(family);
        let pair = match self.shown_order(NameOrder::Auto) {
            Shown::GivenFirst => [given, family_letter],
            _ => [family_letter, given],
        };
        let letters: String = pair.into_iter().filter_map(first_letter).collect();
        if letters.is_empty() {
            first_letter(nickname).into_iter().collect()
        } else {
            letters
        }
    }

    fn shown_order(&self, order: NameOrder) -> Shown {
        let [_, given, middle, family, ..] = self.present_parts();
        let native = |part: &str| part.chars().all(east_asian::is_native);
        if order != NameOrder::GivenFirst && [given, middle, family].into_iter().all(native) {
            return Shown::EastAsian;
        }
        let vietnamese = surnames::is_vietnamese(&[family, middle, given].join(" "))
            && surnames::is_vietnamese_surname(family);
        match order {
            NameOrder::Auto | NameOrder::FamilyFirst if vietnamese => Shown::FamilyFirst,
            NameOrder::FamilyFirst => Shown::FamilyThenGivenNames,
            NameOrder::Auto | NameOrder::GivenFirst => Shown::GivenFirst,
        }
    }

    fn parts(&self) -> [Option<&str>; 8] {
        [
            self.prefix.as_deref(),
            self.given.as_deref(),
            self.middle.as_deref(),
            self.family.as_deref(),
            self.suffix.as_deref(),
            self.nickname.as_deref(),
            self.given_phonetic.as_deref(),
            self.family_phonetic.as_deref(),
        ]
    }

    fn present_parts(&self) -> [&str; 8] {
        self.parts().map(|part| part.unwrap_or_default().trim())
    }
}

/// The orders in which a name is shown.
enum Shown {
    GivenFirst,
    /// Family, given, middle: Hungarian.
    FamilyThenGivenNames,
    /// Family, middle, given: Vietnamese.
    FamilyFirst,
    /// Family first and no blanks.
    EastAsian,
}

/// The parts that are not empty, joined.
fn join(blank: &str, parts: &[&str]) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .copied()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(blank)
}

/// A generation follows with a blank, a credential with a comma, an East Asian form of address
/// with nothing.
fn suffix_after(name: &str, suffix: &str) -> String {
    let separator = if suffix.chars().all(east_asian::is_native) {
        ""
    } else if name.is_empty()
        || !words::is_credential(suffix.split([' ', ',']).next().unwrap_or(""))
    {
        " "
    } else {
        ", "
    };
    [name, suffix].join(separator).trim().to_owned()
}

fn first_letter(part: &str) -> Option<String> {
    let letter = part.chars().find(|c| c.is_alphabetic())?;
    // One letter even where the capital is two, as of ß.
    letter.to_uppercase().next().map(String::from)
}

#[cfg(test)]
mod tests;

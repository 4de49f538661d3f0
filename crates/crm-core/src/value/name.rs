//! People's names.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Invalid, text};

/// A person's name in parts, each optional.
///
/// The parts are what the person would call them; nothing is derived from them here that could not
/// be shown. A name with no part at all is empty and stands for "not known".
#[derive(
    Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(default, deny_unknown_fields)]
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
}

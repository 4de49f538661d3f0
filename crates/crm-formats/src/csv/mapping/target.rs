//! Where a column's values go, written as a path that can be saved and edited.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// Declares an enum of parts with the word each has in a path.
macro_rules! parts {
    ($(#[$doc:meta])* $name:ident { $($(#[$part_doc:meta])* $part:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$part_doc])* $part),+ }

        impl $name {
            const WORDS: &'static [(Self, &'static str)] = &[$((Self::$part, $word)),+];

            /// The word in a path.
            pub fn word(self) -> &'static str {
                Self::WORDS.iter().find(|(part, _)| *part == self).map_or("", |(_, word)| word)
            }

            fn of(word: &str) -> Option<Self> {
                Self::WORDS.iter().find(|(_, known)| *known == word).map(|(part, _)| *part)
            }
        }
    };
}

parts! {
    /// A part of a name.
    NamePart {
        /// Whole name.
        Full = "full",
        /// Honorific before the name.
        Prefix = "prefix",
        /// Given name.
        Given = "given",
        /// Middle names.
        Middle = "middle",
        /// Family name.
        Family = "family",
        /// Suffix after the name.
        Suffix = "suffix",
        /// Nickname.
        Nickname = "nickname",
        /// Pronunciation of the given name.
        PhoneticGiven = "phonetic_given",
        /// Pronunciation of the middle name.
        PhoneticMiddle = "phonetic_middle",
        /// Pronunciation of the family name.
        PhoneticFamily = "phonetic_family",
    }
}

parts! {
    /// Families of which a record can hold several.
    Family {
        /// E-mail addresses.
        Email = "email",
        /// Phone numbers.
        Phone = "phone",
        /// Postal addresses.
        Address = "address",
        /// Links and handles.
        Link = "link",
        /// Organisations.
        Organisation = "organisation",
        /// Dates other than the birthday.
        Date = "date",
        /// Relations to people.
        Relation = "relation",
        /// Custom fields whose name stands in a column of its own.
        CustomField = "custom_field",
        /// References to records of the same system.
        Reference = "reference",
    }
}

impl Family {
    /// The words a path may end with, the value itself first.
    pub(crate) fn parts(self) -> &'static [&'static str] {
        match self {
            Self::Email => &["address", "label", "kind"],
            Self::Phone => &["number", "label"],
            Self::Address => &[
                "street",
                "street2",
                "street3",
                "extended",
                "po_box",
                "city",
                "region",
                "postcode",
                "country",
                "country_code",
                "formatted",
                "label",
            ],
            Self::Link => &["url", "handle", "profile", "service", "label"],
            Self::Organisation => &["name", "department", "title", "role"],
            Self::Date | Self::CustomField => &["value", "label"],
            Self::Relation => &["name", "label"],
            Self::Reference => &["id", "name"],
        }
    }
}

parts! {
    /// A fact of a deal.
    DealPart {
        /// Its name.
        Title = "title",
        /// Its value.
        Amount = "amount",
        /// Currency.
        Currency = "currency",
        /// Stage.
        Stage = "stage",
        /// Pipeline.
        Pipeline = "pipeline",
        /// Open, won or lost.
        Status = "status",
        /// Probability.
        Probability = "probability",
        /// Day of closing.
        CloseDate = "close_date",
        /// Why it was lost.
        LostReason = "lost_reason",
    }
}

parts! {
    /// Targets that exist once.
    Single {
        /// Birthday in one column.
        Birthday = "birthday",
        /// Year of birth.
        BirthYear = "birthday.year",
        /// Month of birth.
        BirthMonth = "birthday.month",
        /// Day of birth.
        BirthDay = "birthday.day",
        /// A note.
        Notes = "notes",
        /// Groups, labels, categories.
        Tags = "tags",
        /// The record's id in its system.
        Id = "id",
        /// Other ids of the same record.
        IdAliases = "id.aliases",
        /// Whether the record is deleted at its source.
        Deleted = "deleted",
        /// The record this one was merged into.
        MergedInto = "merged_into",
        /// Refusal of marketing e-mail.
        OptOutEmail = "opt_out.email",
        /// Refusal of calls.
        OptOutCall = "opt_out.call",
        /// Legal basis for processing.
        LegalBasis = "legal_basis",
        /// Kept under the column's own name.
        Keep = "keep",
        /// Left out, by the user's wish only.
        Skip = "skip",
    }
}

/// Where a column's values go.
///
/// As text it is a path: `name.given`, `email[1].address`, `phone[work_fax].number`,
/// `address[home].city`, `organisation[1].title`, `attribute.owner`, `deal.amount`,
/// `custom.<name>`, `tags`, `keep`, … The text in brackets tells slots of one family apart; where
/// it is not a number it is the label.
///
/// ```
/// use crm_formats::csv::Target;
///
/// let target: Target = "custom.shoe size".parse().unwrap();
/// assert_eq!(target, Target::Custom("shoe size".into()));
/// assert!("emial[1].address".parse::<Target>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// A part of the name.
    Name(NamePart),
    /// One part of one slot of a family.
    Slot {
        /// The family.
        family: Family,
        /// The slot: a number or a label.
        slot: String,
        /// The part, one of the family's words.
        part: &'static str,
    },
    /// A fact of a deal.
    Deal(DealPart),
    /// A single fact under a well-known name.
    Attribute(String),
    /// A custom field.
    Custom(String),
    /// A field that only whoever imports knows.
    Field(String),
    /// One of the targets that exist once.
    Single(Single),
}

impl Target {
    /// Kept under the column's own name.
    pub const KEEP: Self = Self::Single(Single::Keep);

    /// Whether two columns may have this target.
    pub(super) fn is_shared(&self) -> bool {
        match self {
            Self::Custom(_) => true,
            Self::Single(single) => {
                matches!(
                    single,
                    Single::Keep | Single::Skip | Single::Notes | Single::Tags
                )
            }
            _ => false,
        }
    }

    /// The same target in another slot.
    pub(super) fn in_slot(&self, slot: &str) -> Self {
        match self {
            Self::Slot { family, part, .. } => Self::Slot {
                family: *family,
                slot: slot.to_owned(),
                part,
            },
            other => other.clone(),
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(part) => write!(f, "name.{}", part.word()),
            Self::Slot { family, slot, part } => write!(f, "{}[{slot}].{part}", family.word()),
            Self::Deal(part) => write!(f, "deal.{}", part.word()),
            Self::Attribute(name) => write!(f, "attribute.{name}"),
            Self::Custom(name) => write!(f, "custom.{name}"),
            Self::Field(name) => write!(f, "field.{name}"),
            Self::Single(single) => f.write_str(single.word()),
        }
    }
}

/// The text is not the path of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no such mapping target")]
pub struct NoSuchTarget;

impl FromStr for Target {
    type Err = NoSuchTarget;

    fn from_str(path: &str) -> Result<Self, NoSuchTarget> {
        if let Some(single) = Single::of(path) {
            return Ok(Self::Single(single));
        }
        let (head, rest) = path.split_once('.').ok_or(NoSuchTarget)?;
        let target = match head {
            "name" => NamePart::of(rest).map(Self::Name),
            "deal" => DealPart::of(rest).map(Self::Deal),
            "attribute" if !rest.is_empty() => Some(Self::Attribute(rest.to_owned())),
            "custom" if !rest.is_empty() => Some(Self::Custom(rest.to_owned())),
            "field" if !rest.is_empty() => Some(Self::Field(rest.to_owned())),
            _ => slot(path),
        };
        target.ok_or(NoSuchTarget)
    }
}

fn slot(path: &str) -> Option<Target> {
    let (family, rest) = path.split_once('[')?;
    let (slot, part) = rest.rsplit_once("].")?;
    let family = Family::of(family)?;
    let part = family.parts().iter().find(|known| **known == part)?;
    let is_plain = !slot.is_empty() && !slot.contains(['[', ']']);
    is_plain.then(|| Target::Slot {
        family,
        slot: slot.to_owned(),
        part,
    })
}

impl Serialize for Target {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_reads_back_as_written() {
        for path in [
            "name.given",
            "email[1].address",
            "email[work].label",
            "phone[work-2].number",
            "address[home].po_box",
            "link[profile].profile",
            "organisation[1].title",
            "deal.amount",
            "date[connected].value",
            "relation[assistant].name",
            "custom_field[1].label",
            "reference[reports_to].id",
            "attribute.owner",
            "custom.a.b c",
            "field.stage",
            "birthday.year",
            "tags",
            "id.aliases",
            "opt_out.email",
            "keep",
            "skip",
        ] {
            let target: Result<Target, _> = path.parse();
            assert_eq!(target.map(|t| t.to_string()).as_deref(), Ok(path));
        }
    }

    #[test]
    fn paths_that_name_nothing_are_refused() {
        for path in [
            "",
            "name",
            "name.nose",
            "email.address",
            "email[].address",
            "email[1].street",
            "custom.",
            "attribute.",
            "mail[1].address",
            "email[1]address",
            "a[b]c].d",
        ] {
            assert_eq!(path.parse::<Target>(), Err(NoSuchTarget), "{path}");
        }
    }
}

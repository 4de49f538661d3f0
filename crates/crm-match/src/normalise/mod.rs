//! Values as they were written, into the form in which they are compared.

mod date;
mod person;
mod place;
mod point;

use crate::attribute::{Attribute, Extra, Slot};
use crate::profile::Profile;
use crate::{company, nickname, text};

pub(crate) use date::Day;

/// The values of one entity, as they were written.
///
/// ```
/// use crm_match::{Attribute, Draft};
///
/// let ada = Draft::default()
///     .with(Attribute::Person, "Dr. Ada Lovelace")
///     .with(Attribute::Email, "Ada@Engines.example");
/// let same = Draft::default()
///     .with(Attribute::Given, "ADA")
///     .with(Attribute::Family, "Lovelace")
///     .with(Attribute::Email, "ada+crm@engines.example");
/// assert_eq!(ada.profile(), same.profile());
/// ```
#[derive(Debug, Clone, Default)]
pub struct Draft<'a> {
    values: Vec<(Attribute, &'a str)>,
}

impl<'a> Draft<'a> {
    /// Adds a value; a blank one says nothing.
    #[must_use]
    pub fn with(mut self, attribute: Attribute, value: &'a str) -> Self {
        self.add(attribute, value);
        self
    }

    /// Adds a value; a blank one says nothing.
    pub fn add(&mut self, attribute: Attribute, value: &'a str) {
        if !value.trim().is_empty() && attribute != Attribute::Ignored {
            self.values.push((attribute, value));
        }
    }

    /// The entity as it is stored and compared.
    pub fn profile(&self) -> Profile {
        let mut values = Normalised::default();
        let mut person = person::Name::default();
        let mut day = Day::default();
        for (attribute, value) in &self.values {
            match attribute {
                Attribute::Given => person.given(value),
                Attribute::Middle => person.middle(value),
                Attribute::Family => person.family(value),
                Attribute::Generation => person.generation(value),
                Attribute::Person => person.whole(value),
                Attribute::Name => values.name(value),
                Attribute::Organisation => values.organisation(value),
                Attribute::Email => point::email(value, &mut values),
                Attribute::Phone => point::phones(value, &mut values),
                Attribute::Street => place::street(value, &mut values),
                Attribute::House => place::house(value, &mut values),
                Attribute::Postcode => values.push(Slot::POSTCODE, place::postcode(value)),
                Attribute::City => values.push(Slot::CITY, text::words(value)),
                Attribute::Region => values.push(Slot::REGION, text::words(value)),
                Attribute::Country => values.push(Slot::COUNTRY, text::words(value)),
                Attribute::Birth => day = Day::read(value).unwrap_or(day),
                Attribute::BirthYear => day.year = date::year(value),
                Attribute::BirthMonth => day.month = date::part(value, 12),
                Attribute::BirthDay => day.day = date::part(value, 31),
                Attribute::Extra(number, kind) => values.extra(*number, *kind, value),
                Attribute::Ignored => {}
            }
        }
        person.settle(&mut values);
        if day != Day::default() {
            values.push(Slot::BIRTH, day.bytes());
        }
        values.profile()
    }
}

/// Normalised values on their way into a profile.
#[derive(Debug, Default)]
pub(crate) struct Normalised(Vec<(Slot, Vec<u8>)>);

impl Normalised {
    /// Adds a value once.
    fn push(&mut self, slot: Slot, value: impl Into<Vec<u8>>) {
        let value = value.into();
        let says_nothing = value.is_empty() || (slot > Slot::NAME_WORD && is_blank(&value));
        if !says_nothing
            && !self
                .0
                .iter()
                .any(|known| known.0 == slot && known.1 == value)
        {
            self.0.push((slot, value));
        }
    }

    /// Adds a value even if it is there, so that slots of several parts stay in step.
    fn push_part(&mut self, slot: Slot, value: impl Into<Vec<u8>>) {
        self.0.push((slot, value.into()));
    }

    fn has(&self, slot: Slot, value: &[u8]) -> bool {
        self.0
            .iter()
            .any(|known| known.0 == slot && known.1 == value)
    }

    fn name(&mut self, value: &str) {
        self.named(value, Slot::NAME, Slot::NAME_WORD);
    }

    fn organisation(&mut self, value: &str) {
        self.named(value, Slot::ORGANISATION, Slot::ORGANISATION_WORD);
    }

    fn named(&mut self, value: &str, whole: Slot, word: Slot) {
        let key = company::match_key(value);
        let words: Vec<&str> = key.split(' ').map(long_form).collect();
        let key = words.join(" ");
        if is_blank(key.as_bytes()) {
            return;
        }
        for part in &words {
            self.push(word, *part);
        }
        self.push(whole, key);
    }

    fn extra(&mut self, number: u8, kind: Extra, value: &str) {
        let slot = Slot::extra(number);
        if slot.index() >= Slot::COUNT {
            return;
        }
        match kind {
            Extra::Identifier | Extra::Number => {
                let key = text::search_key(value);
                let key: String = key.chars().filter(|c| c.is_alphanumeric()).collect();
                self.push(slot, key);
            }
            Extra::Date => {
                if let Some(day) = Day::read(value) {
                    self.push(slot, day.bytes());
                }
            }
            Extra::Text | Extra::Category => self.push(slot, text::words(value)),
            Extra::Url => self.push(slot, point::host(value)),
        }
    }

    fn profile(mut self) -> Profile {
        self.0.sort_by_key(|(slot, _)| *slot);
        Profile::of(&self.0)
    }
}

/// What people write where they have nothing to write.
fn is_blank(value: &[u8]) -> bool {
    matches!(
        value,
        b"" | b"n a"
            | b"na"
            | b"nan"
            | b"null"
            | b"none"
            | b"unknown"
            | b"nil"
            | b"not available"
            | b"not applicable"
            | b"self employed"
            | b"selfemployed"
            | b"freelance"
            | b"test"
            | b"tbd"
    )
}

/// One spelling for the words of organisations' names that are abbreviated at will.
fn long_form(word: &str) -> &str {
    match word {
        "tech" | "technology" => "technologies",
        "intl" | "int" => "international",
        "eng" | "engg" => "engineering",
        "sol" | "soln" | "solns" | "solution" => "solutions",
        "ind" | "inds" | "industry" => "industries",
        "sys" | "system" => "systems",
        "consult" | "consultants" => "consulting",
        "grp" => "group",
        "ins" => "insurance",
        "constr" | "const" => "construction",
        "assoc" | "assn" | "association" => "associates",
        "mfg" => "manufacturing",
        "hldgs" | "holding" => "holdings",
        "props" | "property" => "properties",
        "elec" | "electrical" => "electric",
        "svc" | "svcs" | "service" => "services",
        "mgmt" | "mgt" => "management",
        "natl" => "national",
        "univ" => "university",
        "hosp" => "hospital",
        "ctr" | "centre" | "cntr" => "center",
        "sch" => "school",
        "elem" => "elementary",
        "acad" => "academy",
        "inst" => "institute",
        "dept" => "department",
        "govt" => "government",
        "rest" | "ristorante" => "restaurant",
        "bros" => "brothers",
        "ent" | "entprs" => "enterprises",
        "comm" | "comms" => "communications",
        "lab" => "labs",
        "mktg" => "marketing",
        "dist" | "distr" => "distribution",
        "st" => "saint",
        "mt" => "mount",
        "ft" => "fort",
        _ => word,
    }
}

/// The numbers of the names a given name may be short for, its own included, as they are stored.
fn roots(given: &str) -> Vec<u8> {
    nickname::roots(given)
        .iter()
        .flat_map(|root| root.to_le_bytes())
        .collect()
}

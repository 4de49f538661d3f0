//! Postal addresses.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{CountryCode, Invalid, text};

/// What an address is for.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum AddressKind {
    /// Where a person lives.
    Home,
    /// Where a person works.
    Work,
    /// Where invoices go.
    Billing,
    /// Where goods go.
    Shipping,
    /// The seat a company is registered at.
    Registered,
    /// A place of business.
    Office,
    /// Anything else, or not known.
    #[default]
    Other,
}

/// A postal address (CON-15, R-34).
///
/// ```
/// use crm_core::value::{Address, AddressKind};
///
/// let office = Address {
///     kind: AddressKind::Office,
///     line1: Some("10 Downing Street".into()),
///     city: Some("London".into()),
///     postal_code: Some("SW1A 2AA".into()),
///     country: Some("GB".parse()?),
///     ..Address::default()
/// };
/// assert_eq!(office.one_line(), "10 Downing Street, London, SW1A 2AA, United Kingdom");
/// assert_eq!(office.lines(), ["10 Downing Street", "London", "SW1A 2AA", "United Kingdom"]);
/// # Ok::<(), crm_core::value::Invalid>(())
/// ```
#[derive(
    Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(default, deny_unknown_fields)]
#[schemars(description = "A postal address.")]
pub struct Address {
    /// What the address is for.
    pub kind: AddressKind,
    /// The name somebody gave the address, such as `Warehouse North`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Street and house number, or a post box.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line1: Option<String>,
    /// Building, floor, care-of or what else does not fit the first line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line2: Option<String>,
    /// City, town or village.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// State, province or prefecture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// Country as its two-letter ISO 3166-1 code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<CountryCode>,
    /// Whether this is the address to use if nothing else is said.
    pub primary: bool,
}

/// The comparable parts of an address, each folded to a search key; an unknown part is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AddressKey {
    /// Street name without number, its kind of street shortened.
    pub street: String,
    /// House number with its letter, `12b`.
    pub number: String,
    /// City.
    pub city: String,
    /// Postal code, letters and digits only.
    pub postal_code: String,
    /// Two-letter country code.
    pub country: &'static str,
}

impl Address {
    /// Whether the address says nothing about a place.
    pub fn is_empty(&self) -> bool {
        self.country.is_none() && self.parts().all(|part| part.trim().is_empty())
    }

    /// The address as it is stored: every part composed, trimmed and on one line, blank parts gone.
    pub fn cleaned(self) -> Result<Self, Invalid> {
        let clean = |part: Option<String>| text::clean_line(part, text::SHORT_MAX);
        Ok(Self {
            label: clean(self.label)?,
            line1: clean(self.line1)?,
            line2: clean(self.line2)?,
            city: clean(self.city)?,
            state: clean(self.state)?,
            postal_code: clean(self.postal_code)?,
            ..self
        })
    }

    /// The lines as written on an envelope, the country's English name last.
    ///
    /// The order of city, state and postal code follows the country's habit; addresses written in
    /// Chinese, Japanese or Korean go from the largest unit to the smallest.
    pub fn lines(&self) -> Vec<String> {
        let line1 = present(self.line1.as_ref());
        let line2 = present(self.line2.as_ref());
        let city = present(self.city.as_ref());
        let state = present(self.state.as_ref());
        let code = present(self.postal_code.as_ref());
        let place = match self.layout() {
            Layout::LargestFirst => {
                let place = [state, city, line1, line2].concat();
                return self.with_country(vec![code.to_owned(), place]);
            }
            Layout::PostalCodeFirst => vec![join(", ", &[&join(" ", &[code, city]), state])],
            Layout::StateThenCode => vec![join(", ", &[city, &join(" ", &[state, code])])],
            Layout::CityThenCode => vec![join(", ", &[&join(" ", &[city, code]), state])],
            Layout::CodeAlone => vec![city.to_owned(), state.to_owned(), code.to_owned()],
        };
        let street = [line1.to_owned(), line2.to_owned()];
        self.with_country(street.into_iter().chain(place).collect())
    }

    /// The address in one line, parts separated by commas.
    pub fn one_line(&self) -> String {
        self.lines().join(", ")
    }

    /// City and country, for a profile's headline (CON-16).
    pub fn location(&self) -> String {
        let country = self.country.map_or("", CountryCode::name);
        join(", ", &[present(self.city.as_ref()), country])
    }

    /// The parts by which two addresses are compared.
    pub fn key(&self) -> AddressKey {
        let line = text::search_key(present(self.line1.as_ref()));
        let words = line
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty());
        let (numbers, names): (Vec<&str>, Vec<&str>) =
            words.partition(|word| word.starts_with(|c: char| c.is_ascii_digit()));
        let code = text::search_key(present(self.postal_code.as_ref()));
        AddressKey {
            street: names
                .into_iter()
                .map(short_street)
                .collect::<Vec<_>>()
                .join(" "),
            number: numbers.first().copied().unwrap_or_default().to_owned(),
            city: text::tokens(present(self.city.as_ref())).join(" "),
            postal_code: code.chars().filter(|c| c.is_alphanumeric()).collect(),
            country: self.country.map_or("", CountryCode::code),
        }
    }

    fn parts(&self) -> impl Iterator<Item = &str> {
        [
            &self.line1,
            &self.line2,
            &self.city,
            &self.state,
            &self.postal_code,
        ]
        .into_iter()
        .filter_map(|part| part.as_deref())
    }

    fn with_country(&self, mut lines: Vec<String>) -> Vec<String> {
        lines.push(self.country.map_or("", CountryCode::name).to_owned());
        lines.retain(|line| !line.is_empty());
        lines
    }

    fn layout(&self) -> Layout {
        let in_ideographs = || self.parts().any(|part| part.chars().any(is_ideograph));
        match self.country.map_or("", CountryCode::code) {
            "CN" | "HK" | "JP" | "KR" | "MO" | "TW" if in_ideographs() => Layout::LargestFirst,
            "AO" | "AS" | "AU" | "BH" | "BM" | "BT" | "CA" | "CC" | "CU" | "CX" | "FM" | "GU"
            | "JP" | "KY" | "LB" | "LS" | "LV" | "MH" | "MM" | "MP" | "MU" | "MV" | "NA" | "NF"
            | "NP" | "PG" | "PK" | "PR" | "SA" | "TT" | "UM" | "US" | "VE" | "VI" => {
                Layout::StateThenCode
            }
            "BD" | "BG" | "ID" | "IN" | "JM" | "KH" | "LK" | "NG" | "NZ" | "PE" | "SG" | "TH"
            | "TK" | "VN" => Layout::CityThenCode,
            "BR" | "CN" | "EC" | "EG" | "FK" | "GB" | "GG" | "GS" | "IE" | "IM" | "IQ" | "IR"
            | "JE" | "JO" | "KE" | "KR" | "MN" | "OM" | "PA" | "RU" | "SH" | "TC" | "TW" | "UA"
            | "UZ" | "ZA" => Layout::CodeAlone,
            _ => Layout::PostalCodeFirst,
        }
    }
}

/// How city, state and postal code stand to each other; see `data/SOURCES.md` for the assignment.
enum Layout {
    /// `10115 Berlin`, the habit of most countries.
    PostalCodeFirst,
    /// `Springfield, IL 62701`
    StateThenCode,
    /// `Wellington 6011`
    CityThenCode,
    /// `London` and `SW1A 2AA` on lines of their own.
    CodeAlone,
    /// `100-0001`, then `東京都千代田区千代田1-1` without blanks.
    LargestFirst,
}

fn present(part: Option<&String>) -> &str {
    part.map_or("", |part| part.trim())
}

/// The parts that are not empty, joined.
fn join(separator: &str, parts: &[&str]) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .copied()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(separator)
}

fn is_ideograph(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xAC00..=0xD7AF | 0x20000..=0x3FFFF)
}

/// One spelling for the words that people abbreviate at will.
fn short_street(word: &str) -> &str {
    match word {
        "street" | "saint" => "st",
        "road" => "rd",
        "avenue" | "av" | "avenida" | "avda" => "ave",
        "boulevard" | "bd" | "boul" => "blvd",
        "drive" => "dr",
        "lane" => "ln",
        "place" | "platz" => "pl",
        "square" => "sq",
        "court" => "ct",
        "highway" => "hwy",
        "strasse" => "str",
        "calle" => "c",
        "viale" => "vle",
        "piazza" => "pza",
        "ulitsa" | "ulica" => "ul",
        _ => word.strip_suffix("strasse").map_or(word, |_| {
            // hauptstrasse and hauptstr meet in hauptstr.
            word.get(..word.len() - "asse".len()).unwrap_or(word)
        }),
    }
}

#[cfg(test)]
#[path = "address_tests.rs"]
mod tests;

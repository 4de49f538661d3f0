//! Telephone numbers.

use std::fmt;

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat, Region};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Invalid,
    phone_text::{self, Reading},
    text,
};

/// The longest text that may hold one number with its label and extension, in characters.
pub const PHONE_TEXT_MAX: usize = 100;

/// A telephone number as it was written, beside its international form where it has one.
///
/// The international form (E.164, `+4930123456`) is what numbers are compared by. It is known if the
/// number was written with its country code, or if a default region was given and the number is a
/// valid one there. Internal and short numbers, service codes and numbers of an unknown country keep
/// their raw text and have none.
///
/// ```
/// use crm_core::value::PhoneNumber;
///
/// let office = PhoneNumber::parse("Tel.: (030) 1234-5678, Durchwahl 9", Some("DE"))?;
/// assert_eq!(office.e164(), Some("+493012345678"));
/// assert_eq!(office.extension(), Some("9"));
/// assert_eq!(office.region(), Some("DE"));
///
/// // A spreadsheet has thrown the digits away.
/// assert!(PhoneNumber::parse("4.915E+11", Some("DE")).is_err());
/// # Ok::<(), crm_core::value::Invalid>(())
/// ```
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "Wire")]
#[schemars(
    description = "A telephone number: the text as written and, where known, its E.164 form, extension and region."
)]
pub struct PhoneNumber {
    raw: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    e164: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extension: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<String>,
}

impl PhoneNumber {
    /// Reads one number.
    ///
    /// `default_region` (two letters, such as `DE`) says where a number without country code is
    /// dialled from; an unknown region counts as none. Labels around the number, extensions in many
    /// languages, digits of every script and `tel:` addresses are understood. Refused are texts
    /// without a digit, with several numbers, and numbers that a spreadsheet has turned into powers
    /// of ten, because their digits are lost.
    pub fn parse(raw: &str, default_region: Option<&str>) -> Result<Self, Invalid> {
        let raw = raw.trim();
        text::check_line(raw, PHONE_TEXT_MAX)?;
        let reading = Reading::of(raw)?;
        let region = default_region.and_then(|code| Region::from_code(code).ok());
        let known = reading
            .dialled
            .as_deref()
            .and_then(|dialled| known_number(dialled, region));
        let (e164, region) = known.map_or((None, None), |known| (Some(known.e164), known.region));
        Ok(Self {
            raw: raw.to_owned(),
            e164,
            extension: reading.extension,
            region,
        })
    }

    /// The same number read again, as after a change of the default region or of the numbering plans.
    pub fn renormalize(&self, default_region: Option<&str>) -> Result<Self, Invalid> {
        Self::parse(&self.raw, default_region)
    }

    /// The number as it was written.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// The number in E.164 form, without its extension, if it is known.
    pub fn e164(&self) -> Option<&str> {
        self.e164.as_deref()
    }

    /// The digits to dial after the connection is made.
    pub fn extension(&self) -> Option<&str> {
        self.extension.as_deref()
    }

    /// The region the number belongs to, such as `DE`; none for satellite and other shared codes.
    pub fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }

    /// The texts of the single numbers in a cell that may hold several.
    ///
    /// Split at line breaks, `;`, `:::`, `|`, and at commas and spaced slashes between two full
    /// numbers. Blank parts are left out.
    pub fn split_cell(cell: &str) -> Vec<&str> {
        phone_text::split_cell(cell)
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.raw)
    }
}

struct Known {
    e164: String,
    region: Option<String>,
}

/// What the numbering plans say about a plain number: an optional plus sign and ASCII digits.
///
/// Only such texts, of at most [`phone_text::DIGITS_MAX`] digits, reach the library, so that no
/// crafted input meets its text handling.
fn known_number(dialled: &str, region: Option<Region>) -> Option<Known> {
    let number = PHONE_NUMBER_UTIL.parse(dialled, region).ok()?;
    // A number with its country code is somebody's even where the plan lags behind. One without is
    // trusted only if it is valid, or every internal number would become a stranger's.
    let international = dialled.starts_with('+');
    if !international && !PHONE_NUMBER_UTIL.is_valid_number(&number) {
        return None;
    }
    let e164 = in_e164(&number);
    // A number that no plan knows may lose another zero each time that it is read.
    let again = PHONE_NUMBER_UTIL.parse(&e164, None).ok()?;
    if !is_e164(&e164) || in_e164(&again) != e164 {
        return None;
    }
    let region = PHONE_NUMBER_UTIL
        .get_region_for_number(&number)
        .map(|region| region.as_region_str().to_string())
        .filter(|code| is_region(code));
    Some(Known { e164, region })
}

fn in_e164(number: &rlibphonenumber::PhoneNumber) -> String {
    PHONE_NUMBER_UTIL
        .format(number, PhoneNumberFormat::E164)
        .into_owned()
}

fn is_e164(number: &str) -> bool {
    number.strip_prefix('+').is_some_and(|digits| {
        (5..=17).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.bytes().all(|b| b.is_ascii_digit())
    })
}

fn is_region(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase())
}

/// The stored form. It is checked in shape but not read again, so that a newer numbering plan never
/// makes an old record unreadable.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PhoneNumber")]
struct Wire {
    /// The number as it was written, without outer blanks.
    raw: String,
    /// The number in E.164 form, such as +4930123456, if it is known.
    #[serde(default)]
    e164: Option<String>,
    /// The digits to dial after the connection is made.
    #[serde(default)]
    extension: Option<String>,
    /// The two-letter region the number belongs to, if it belongs to one.
    #[serde(default)]
    region: Option<String>,
}

impl TryFrom<Wire> for PhoneNumber {
    type Error = Invalid;

    fn try_from(
        Wire {
            raw,
            e164,
            extension,
            region,
        }: Wire,
    ) -> Result<Self, Invalid> {
        text::check_line(&raw, PHONE_TEXT_MAX)?;
        let is_extension = |digits: &str| {
            (1..=phone_text::EXTENSION_MAX).contains(&digits.len())
                && digits.bytes().all(|b| b.is_ascii_digit())
        };
        if raw.trim().is_empty() {
            Err(Invalid::new("a telephone number needs its raw text"))
        } else if !e164.as_deref().is_none_or(is_e164) {
            Err(Invalid::new("not an E.164 number such as +4930123456"))
        } else if !extension.as_deref().is_none_or(is_extension) {
            Err(Invalid::new("an extension is 1 to 20 digits"))
        } else if !region.as_deref().is_none_or(is_region) {
            Err(Invalid::new("a region is a two-letter code such as DE"))
        } else {
            Ok(Self {
                raw,
                e164,
                extension,
                region,
            })
        }
    }
}

#[cfg(test)]
#[path = "phone_tests.rs"]
mod tests;

//! What a field can hold.
//!
//! Each type here is a value with its own rules: how it is read, when it is refused, how it is
//! written on the wire, how two of them compare. Everything is a pure function of its input; no
//! text, however crafted, makes it panic. A refusal is an [`Invalid`] with a reason that never
//! repeats the refused value.
//!
//! | | |
//! |---|---|
//! | [`text`] | stored, folded and searchable forms of text |
//! | [`Timestamp`], [`TimeZone`], [`Date`], [`PartialDate`] | instants, zones, calendar days |
//! | [`ClockTime`], [`Recurrence`] | times on the wall, series of days |
//! | [`ContentDigest`] | what bytes are known by |
//! | [`Decimal`], [`Currency`], [`Money`] | exact amounts |
//! | [`PersonName`], [`ParsedName`], [`nickname`] | a person's name in parts, and what nicknames stand for |
//! | [`EmailAddress`], [`PhoneNumber`] | what reaches a person |
//! | [`Address`], [`CountryCode`] | where somebody is |
//! | [`WebUrl`], [`DomainName`], [`SocialProfile`] | places on the internet |
//! | [`company`] | the core of a company name, for matching |
//!
//! Where the written form matters to people and another form to comparison, both are kept: the raw
//! text for display, the normal form for look-up. Forms called `match_key` or `key` go further
//! and serve suggestions only; equality of keys never merges two records by itself.
//!
//! ```
//! use crm_core::value::{
//!     CountryCode, EmailAddress, Money, NameOrder, PartialDate, PersonName, PhoneNumber,
//! };
//!
//! let name = PersonName::parse("LOVELACE, Ada", NameOrder::Auto);
//! let email: EmailAddress = "Ada@Engines.Example".parse()?;
//! let phone = PhoneNumber::parse("030 12345678", Some("DE"))?;
//! let birthday: PartialDate = "--12-10".parse()?;
//! let budget = Money::new("1250.50".parse()?, "EUR".parse()?);
//!
//! assert_eq!(name.display(), "Ada Lovelace");
//! assert_eq!(email.normalized(), "ada@engines.example");
//! assert_eq!(phone.e164(), Some("+493012345678"));
//! assert_eq!((birthday.month(), birthday.year()), (Some(12), None));
//! assert_eq!(budget.to_string(), "1250.50 EUR");
//! assert_eq!(CountryCode::detect("Allemagne").map(CountryCode::code), Some("DE"));
//! # Ok::<(), crm_core::value::Invalid>(())
//! ```

mod address;
mod clock_time;
mod country;
mod currency;
mod date;
mod decimal;
mod digest;
mod domain;
mod email;
mod error;
mod money;
mod name;
mod phone;
mod phone_text;
mod recurrence;
mod social;
pub mod text;
mod timestamp;
mod web;
mod wire;

pub use crm_match::{company, nickname};

pub use address::{Address, AddressKey, AddressKind};
pub use clock_time::ClockTime;
pub use country::CountryCode;
pub use currency::Currency;
pub use date::{Date, PartialDate};
pub use decimal::Decimal;
pub(crate) use decimal::divide_half_even;
pub use digest::ContentDigest;
pub use domain::DomainName;
pub use email::EmailAddress;
pub use error::Invalid;
pub use money::Money;
pub use name::{NameKind, NameOrder, ParsedName, PersonName};
pub use phone::{PHONE_TEXT_MAX, PhoneNumber};
pub use recurrence::Recurrence;
pub use social::{SocialNetwork, SocialProfile};
pub use timestamp::{TimeZone, Timestamp};
pub use web::{URL_MAX, WebUrl};

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used)] // a test fails by panicking

    use schemars::{JsonSchema, schema_for};

    use super::*;

    fn described<T: JsonSchema>() -> String {
        let schema = schema_for!(T);
        let description = schema.get("description").and_then(|text| text.as_str());
        description.expect("a description").to_owned()
    }

    #[test]
    fn every_wire_type_is_described_in_plain_sentences() {
        for description in [
            described::<Address>(),
            described::<AddressKind>(),
            described::<ClockTime>(),
            described::<ContentDigest>(),
            described::<CountryCode>(),
            described::<Currency>(),
            described::<Date>(),
            described::<Decimal>(),
            described::<DomainName>(),
            described::<EmailAddress>(),
            described::<Money>(),
            described::<PartialDate>(),
            described::<PersonName>(),
            described::<PhoneNumber>(),
            described::<Recurrence>(),
            described::<SocialNetwork>(),
            described::<SocialProfile>(),
            described::<TimeZone>(),
            described::<Timestamp>(),
            described::<WebUrl>(),
        ] {
            assert!(description.ends_with('.'), "{description}");
            assert!(!description.contains(['`', '[', '#']), "{description}");
        }
    }
}

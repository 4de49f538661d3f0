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
//! | [`Decimal`], [`Currency`], [`Money`] | exact amounts |
//! | [`PersonName`] | a person's name in parts |
//! | [`EmailAddress`], [`PhoneNumber`] | what reaches a person |
//! | [`Address`], [`CountryCode`] | where somebody is |
//! | [`company`] | the core of a company name, for matching |
//! | [`WebUrl`], [`DomainName`], [`SocialProfile`] | places on the internet |

mod address;
pub mod company;
mod country;
mod currency;
mod date;
mod decimal;
mod domain;
mod email;
mod error;
mod money;
mod name;
mod phone;
mod phone_text;
mod romanise;
mod social;
mod sorted_lines;
pub mod text;
mod timestamp;
mod web;
mod wire;

pub use address::{Address, AddressKey, AddressKind};
pub use country::CountryCode;
pub use currency::Currency;
pub use date::{Date, PartialDate};
pub use decimal::Decimal;
pub use domain::DomainName;
pub use email::EmailAddress;
pub use error::Invalid;
pub use money::Money;
pub use name::{NameKind, NameOrder, ParsedName, PersonName};
pub use phone::{PHONE_TEXT_MAX, PhoneNumber};
pub use social::{SocialNetwork, SocialProfile};
pub use timestamp::{TimeZone, Timestamp};
pub use web::{URL_MAX, WebUrl};

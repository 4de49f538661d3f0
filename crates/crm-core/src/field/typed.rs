//! How a Rust type becomes a field: its shape for the store and the rule language, and the way
//! to and from a stored [`Value`].

use std::collections::BTreeMap;

use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::{Id, Marker, RecordKind, Value};
use crate::error::{Error, Result};
use crate::value::{
    CountryCode, Currency, Date, Decimal, Money, PartialDate, PersonName, TimeZone, Timestamp,
    WebUrl,
};

/// The shape of a value that can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScalarKind {
    /// Text, compared after folding.
    Text,
    /// Text out of a fixed set of wire names.
    Choice(&'static [&'static str]),
    /// A whole number.
    Integer,
    /// An exact decimal.
    Decimal,
    /// Yes or no.
    Boolean,
    /// A day.
    Date,
    /// An instant.
    Instant,
    /// The id of a record of this kind, or of something the host keeps.
    Id(Option<RecordKind>),
}

/// A named part of a composite or of a list element, addressed as `field.part`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The name after the dot.
    pub name: &'static str,
    /// What it holds.
    pub kind: ScalarKind,
}

/// The shape of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// One comparable value.
    Scalar(ScalarKind),
    /// Several named values that belong together (a name, an amount of money); a column each.
    Composite(&'static [Part]),
    /// A list of plain values.
    List(ScalarKind),
    /// A list of objects; the first part identifies the element.
    Elements(&'static [Part]),
    /// Values of the fields that the tenant defined.
    Custom,
    /// A document that no rule looks into.
    Document,
}

/// A type that a declared field can have.
pub trait FieldValue: Sized {
    /// Its shape.
    const KIND: FieldKind;
    /// Whether it can be unset; an enum with a default cannot.
    const CLEARABLE: bool = true;
    /// Whether a caller must give it: it has no value that would do by default.
    const REQUIRED: bool = false;
    /// Whether "nothing" is one of its values; only such a field can be hidden without a lie.
    const OPTIONAL: bool = true;
    /// What a patch sets: the `T` of an `Option<T>`.
    type Item;

    /// The stored form.
    fn to_value(&self) -> Value;
    /// Reads the stored form; what the engine wrote always reads back.
    fn from_value(value: Value) -> Result<Self>;
    /// Whether nothing is there.
    fn is_unset(&self) -> bool;
    /// Takes a patch's value.
    fn from_item(item: Self::Item) -> Self;
    /// Gives a patch's value; `None` if unset.
    fn into_item(self) -> Option<Self::Item>;
    /// Takes in what another value has beside this one, for records that are merged. Only lists
    /// unite; of anything else one value survives.
    fn unite(&mut self, _other: Self) {}
}

/// A type that is one comparable value.
pub trait Scalar: Sized {
    /// Its shape.
    const SCALAR: ScalarKind;
    /// Whether a plain (non-optional) field of it may be cleared to its default.
    const CLEARABLE: bool = false;
    /// Whether a caller must give a plain field of it: text and ids have no value by default.
    const REQUIRED: bool = matches!(Self::SCALAR, ScalarKind::Text | ScalarKind::Id(_));

    /// The stored form.
    fn to_scalar(&self) -> Value;
    /// Reads the stored form.
    fn from_scalar(value: Value) -> Result<Self>;
}

/// A type that stands for several named values.
pub trait Composite: Sized {
    /// The parts, in order.
    const PARTS: &'static [Part];

    /// The stored values of the parts, in order.
    fn to_parts(&self) -> Vec<Value>;
    /// Reads them back.
    fn from_parts(parts: Vec<Value>) -> Result<Self>;
}

/// A type that a list field holds.
pub trait Element: Serialize + DeserializeOwned {
    /// The shape of the list.
    const LIST: FieldKind;

    /// Unites two lists for records that are merged: the survivor's come first, and what is in
    /// both is there once.
    fn unite(survivor: Vec<Self>, other: Vec<Self>) -> Vec<Self> {
        let wire = |element: &Self| serde_json::to_value(element).unwrap_or_default();
        let mut known: Vec<serde_json::Value> = survivor.iter().map(wire).collect();
        let mut united = survivor;
        for element in other {
            let this = wire(&element);
            if !known.contains(&this) {
                known.push(this);
                united.push(element);
            }
        }
        united
    }
}

/// The value in the store does not fit the declaration.
pub(super) fn mismatch(expected: &str) -> Error {
    Error::corrupt(format!(
        "the store holds something other than {expected} where one is declared"
    ))
}

impl<T: Scalar> FieldValue for Option<T> {
    const KIND: FieldKind = FieldKind::Scalar(T::SCALAR);
    type Item = T;

    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, Scalar::to_scalar)
    }

    fn from_value(value: Value) -> Result<Self> {
        if value.is_null() {
            Ok(None)
        } else {
            T::from_scalar(value).map(Some)
        }
    }

    fn is_unset(&self) -> bool {
        self.is_none()
    }

    fn from_item(item: T) -> Self {
        Some(item)
    }

    fn into_item(self) -> Option<T> {
        self
    }
}

impl<T: Scalar> FieldValue for T {
    const KIND: FieldKind = FieldKind::Scalar(T::SCALAR);
    const CLEARABLE: bool = <T as Scalar>::CLEARABLE;
    const REQUIRED: bool = T::REQUIRED;
    const OPTIONAL: bool = false;
    type Item = T;

    fn to_value(&self) -> Value {
        self.to_scalar()
    }

    fn from_value(value: Value) -> Result<Self> {
        T::from_scalar(value)
    }

    fn is_unset(&self) -> bool {
        false
    }

    fn from_item(item: T) -> Self {
        item
    }

    fn into_item(self) -> Option<T> {
        Some(self)
    }
}

impl<T: Element> FieldValue for Vec<T> {
    const KIND: FieldKind = T::LIST;
    type Item = Self;

    fn to_value(&self) -> Value {
        if self.is_empty() {
            Value::Null
        } else {
            to_json(self)
        }
    }

    fn from_value(value: Value) -> Result<Self> {
        if value.is_null() {
            Ok(Self::new())
        } else {
            from_json(&value)
        }
    }

    fn is_unset(&self) -> bool {
        self.is_empty()
    }

    fn from_item(item: Self) -> Self {
        item
    }

    fn into_item(self) -> Option<Self> {
        (!self.is_empty()).then_some(self)
    }

    fn unite(&mut self, other: Self) {
        *self = T::unite(std::mem::take(self), other);
    }
}

/// The values of custom fields by name; see [`custom_field`](crate::custom_field).
pub type CustomValues = BTreeMap<String, serde_json::Value>;

impl FieldValue for CustomValues {
    const KIND: FieldKind = FieldKind::Custom;
    type Item = Self;

    fn to_value(&self) -> Value {
        if self.is_empty() {
            Value::Null
        } else {
            to_json(self)
        }
    }

    fn from_value(value: Value) -> Result<Self> {
        if value.is_null() {
            Ok(Self::new())
        } else {
            from_json(&value)
        }
    }

    fn is_unset(&self) -> bool {
        self.is_empty()
    }

    fn from_item(item: Self) -> Self {
        item
    }

    fn into_item(self) -> Option<Self> {
        (!self.is_empty()).then_some(self)
    }
}

/// Stores a serialisable value as canonical JSON text.
pub(crate) fn to_json<T: Serialize>(value: &T) -> Value {
    // Our own types have string keys and no fallible serialisers, so this cannot fail; were a
    // future type to break that, `Null` would be caught by the round-trip test of its record.
    serde_json::to_string(value).map_or(Value::Null, Value::Json)
}

/// Reads canonical JSON text.
pub(crate) fn from_json<T: DeserializeOwned>(value: &Value) -> Result<T> {
    match value {
        Value::Json(text) => {
            serde_json::from_str(text).map_err(|_| mismatch("a well-formed document"))
        }
        _ => Err(mismatch("a document")),
    }
}

macro_rules! composite {
    ($type:ty, $field:ty, $unset:expr, $read:expr, $write:expr, $item:expr, $into:expr) => {
        impl FieldValue for $field {
            const KIND: FieldKind = FieldKind::Composite(<$type as Composite>::PARTS);
            type Item = $type;

            fn to_value(&self) -> Value {
                if self.is_unset() {
                    Value::Null
                } else {
                    Value::Parts($write(self))
                }
            }

            fn from_value(value: Value) -> Result<Self> {
                match value {
                    value if value.is_null() => Ok(Self::default()),
                    Value::Parts(parts) => <$type>::from_parts(parts).map($read),
                    _ => Err(mismatch("a composite value")),
                }
            }

            fn is_unset(&self) -> bool {
                $unset(self)
            }

            fn from_item(item: $type) -> Self {
                $item(item)
            }

            fn into_item(self) -> Option<$type> {
                $into(self)
            }
        }
    };
}

composite!(
    PersonName,
    PersonName,
    PersonName::is_empty,
    |name| name,
    Composite::to_parts,
    |name| name,
    |name: PersonName| (!name.is_empty()).then_some(name)
);
composite!(
    Money,
    Option<Money>,
    Option::is_none,
    Some,
    |money: &Option<Money>| money.as_ref().map(Composite::to_parts).unwrap_or_default(),
    Some,
    |money| money
);

const fn text(name: &'static str) -> Part {
    Part {
        name,
        kind: ScalarKind::Text,
    }
}

impl Composite for PersonName {
    const PARTS: &'static [Part] = &[
        text("prefix"),
        text("given"),
        text("middle"),
        text("family"),
        text("suffix"),
        text("nickname"),
        text("given_phonetic"),
        text("family_phonetic"),
    ];

    fn to_parts(&self) -> Vec<Value> {
        [
            &self.prefix,
            &self.given,
            &self.middle,
            &self.family,
            &self.suffix,
            &self.nickname,
            &self.given_phonetic,
            &self.family_phonetic,
        ]
        .map(FieldValue::to_value)
        .into()
    }

    fn from_parts(parts: Vec<Value>) -> Result<Self> {
        let mut parts = parts.into_iter();
        let mut next = || parts.next().map_or(Ok(None), Option::<String>::from_value);
        Ok(Self {
            prefix: next()?,
            given: next()?,
            middle: next()?,
            family: next()?,
            suffix: next()?,
            nickname: next()?,
            given_phonetic: next()?,
            family_phonetic: next()?,
        })
    }
}

impl Composite for Money {
    const PARTS: &'static [Part] = &[
        Part {
            name: "amount",
            kind: ScalarKind::Decimal,
        },
        text("currency"),
    ];

    fn to_parts(&self) -> Vec<Value> {
        vec![
            Value::Decimal(self.amount),
            Value::Text(self.currency.to_string()),
        ]
    }

    fn from_parts(parts: Vec<Value>) -> Result<Self> {
        let mut parts = parts.into_iter();
        let amount = Decimal::from_scalar(parts.next().unwrap_or_default())?;
        let currency = Currency::from_scalar(parts.next().unwrap_or_default())?;
        Ok(Self { amount, currency })
    }
}

macro_rules! scalar {
    ($($type:ty, $kind:expr, $variant:ident, $noun:literal;)+) => {
        $(
            impl Scalar for $type {
                const SCALAR: ScalarKind = $kind;

                fn to_scalar(&self) -> Value {
                    Value::$variant(self.clone())
                }

                fn from_scalar(value: Value) -> Result<Self> {
                    match value {
                        Value::$variant(value) => Ok(value),
                        _ => Err(mismatch($noun)),
                    }
                }
            }
        )+
    };
}

scalar! {
    String, ScalarKind::Text, Text, "text";
    i64, ScalarKind::Integer, Integer, "a number";
    bool, ScalarKind::Boolean, Boolean, "yes or no";
    Decimal, ScalarKind::Decimal, Decimal, "a decimal";
    Date, ScalarKind::Date, Date, "a day";
    Timestamp, ScalarKind::Instant, Instant, "an instant";
    Uuid, ScalarKind::Id(None), Id, "an id";
}

/// Numbers that are never negative and fit the wire's 53 bits.
impl Scalar for u32 {
    const SCALAR: ScalarKind = ScalarKind::Integer;

    fn to_scalar(&self) -> Value {
        Value::Integer(i64::from(*self))
    }

    fn from_scalar(value: Value) -> Result<Self> {
        match value {
            Value::Integer(value) => value.to_u32().ok_or_else(|| mismatch("a small number")),
            _ => Err(mismatch("a number")),
        }
    }
}

impl<R: Marker> Scalar for Id<R> {
    const SCALAR: ScalarKind = ScalarKind::Id(R::KIND);

    fn to_scalar(&self) -> Value {
        Value::Id(self.uuid())
    }

    fn from_scalar(value: Value) -> Result<Self> {
        value
            .as_id()
            .map(Self::new)
            .ok_or_else(|| mismatch("an id"))
    }
}

impl<R: Marker> Element for Id<R> {
    const LIST: FieldKind = FieldKind::List(ScalarKind::Id(R::KIND));
}

impl Element for String {
    const LIST: FieldKind = FieldKind::List(ScalarKind::Text);
}

impl Element for Date {
    const LIST: FieldKind = FieldKind::List(ScalarKind::Date);
}

/// Types that are stored as their wire text.
macro_rules! textual {
    ($($type:ty, $noun:literal;)+) => {
        $(
            impl Scalar for $type {
                const SCALAR: ScalarKind = ScalarKind::Text;

                fn to_scalar(&self) -> Value {
                    Value::Text(self.to_string())
                }

                fn from_scalar(value: Value) -> Result<Self> {
                    value
                        .as_text()
                        .and_then(|text| text.parse().ok())
                        .ok_or_else(|| mismatch($noun))
                }
            }
        )+
    };
}

textual! {
    PartialDate, "a partial date";
    TimeZone, "a time zone";
    Currency, "a currency";
    CountryCode, "a country";
    WebUrl, "a web address";
}

/// Makes a plain enum a field type, stored and compared by its wire name.
///
/// ```
/// crm_core::choice! {
///     /// How warm a lead is.
///     pub enum Warmth {
///         /// No reaction yet.
///         #[default]
///         Cold = "cold",
///         /// Answered.
///         Warm = "warm",
///     }
/// }
/// assert_eq!(Warmth::default().name(), "cold");
/// assert_eq!("warm".parse(), Ok(Warmth::Warm));
/// ```
#[macro_export]
macro_rules! choice {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $($(#[$variant_meta:meta])+ $variant:ident = $wire:literal,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default,
            ::serde::Serialize, ::serde::Deserialize, ::schemars::JsonSchema,
        )]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_meta])+ #[serde(rename = $wire)] $variant,)+
        }

        impl $name {
            /// Every value, in order.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];
            /// The wire names, in order.
            pub const NAMES: &[&str] = &[$($wire,)+];

            /// The wire name.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $wire,)+ }
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ();

            fn from_str(text: &str) -> ::std::result::Result<Self, ()> {
                match text { $($wire => Ok(Self::$variant),)+ _ => Err(()) }
            }
        }

        impl $crate::field::Scalar for $name {
            const SCALAR: $crate::field::ScalarKind =
                $crate::field::ScalarKind::Choice(Self::NAMES);
            const CLEARABLE: bool = true;

            fn to_scalar(&self) -> $crate::field::Value {
                $crate::field::Value::Text(self.name().to_owned())
            }

            fn from_scalar(value: $crate::field::Value) -> $crate::error::Result<Self> {
                value.as_text().and_then(|text| text.parse().ok()).ok_or_else(|| {
                    $crate::error::Error::corrupt(concat!(
                        "the store holds an unknown ", stringify!($name)
                    ))
                })
            }
        }
    };
}

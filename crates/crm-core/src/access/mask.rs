//! The forms in which a guarded value is still shown (semantics 4.11).

use hmac::{Hmac, KeyInit, Mac};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use sha2::Sha256;

use crate::field::{FieldKind, FieldValue, Part, Scalar, ScalarKind, TenantId, Value};
use crate::hex;
use crate::value::text::fold;
use crate::value::{Date, Decimal, Money};

/// How a guarded value is shown.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Mask {
    /// Not at all; only that the field is masked.
    #[default]
    Full,
    /// The last four characters.
    LastFour,
    /// The domain of an address.
    DomainOnly,
    /// First letters of words.
    Initials,
    /// The year of a date.
    YearOnly,
    /// The order of magnitude of a number.
    Bucket,
    /// A token that is equal for equal values of a tenant, and says nothing else.
    Token,
}

impl Mask {
    /// How much of a value it shows, compared with other masks; the order is ours, so that the
    /// order in which an actor names its roles decides nothing.
    const fn sight(self) -> u8 {
        match self {
            Self::Full => 0,
            Self::Token => 1,
            Self::Bucket => 2,
            Self::YearOnly => 3,
            Self::Initials => 4,
            Self::DomainOnly => 5,
            Self::LastFour => 6,
        }
    }

    /// The one that shows more.
    pub(super) fn max_by_sight(self, other: Self) -> Self {
        if other.sight() > self.sight() {
            other
        } else {
            self
        }
    }

    /// The one that shows less.
    pub(super) fn min_by_sight(self, other: Self) -> Self {
        if other.sight() < self.sight() {
            other
        } else {
            self
        }
    }

    /// The masked form of a stored value; unset if nothing may be shown in the field's type.
    pub(super) fn apply(self, tenant: TenantId, kind: FieldKind, value: Value) -> Value {
        match (kind, value) {
            (FieldKind::Composite(of), Value::Parts(parts)) => Value::Parts(
                of.iter()
                    .zip(parts)
                    .map(|(part, value)| {
                        if self.keeps(part) {
                            value
                        } else {
                            self.scalar(tenant, part.kind, value)
                        }
                    })
                    .collect(),
            ),
            (FieldKind::List(_) | FieldKind::Elements(_), Value::Json(text)) => {
                let json: Json = serde_json::from_str(&text).unwrap_or_default();
                self.apply_wire(tenant, kind, &json)
                    .map_or(Value::Null, |json| Value::Json(json.to_string()))
            }
            (FieldKind::Scalar(kind), value) => self.scalar(tenant, kind, value),
            _ => Value::Null,
        }
    }

    /// The masked form of a value of a declared field in wire form, as history has it.
    pub(crate) fn apply_wire(self, tenant: TenantId, kind: FieldKind, json: &Json) -> Option<Json> {
        match kind {
            FieldKind::Scalar(kind) => self.scalar_wire(tenant, kind, json),
            FieldKind::Composite(parts) => {
                let masked: serde_json::Map<String, Json> = parts
                    .iter()
                    .filter_map(|part| {
                        let value = json.get(part.name)?;
                        let shown = if self.keeps(part) {
                            value.clone()
                        } else {
                            self.scalar_wire(tenant, part.kind, value)?
                        };
                        Some((part.name.to_owned(), shown))
                    })
                    .collect();
                (!masked.is_empty()).then_some(Json::Object(masked))
            }
            FieldKind::List(kind) => collect(json, |item| self.scalar_wire(tenant, kind, item)),
            // Only the part that identifies an element is shown, masked: labels or dates beside
            // it could tell the rest.
            FieldKind::Elements(parts) => {
                let part = parts.first()?;
                collect(json, |item| {
                    let shown = self.scalar_wire(tenant, part.kind, item.get(part.name)?)?;
                    Some(serde_json::json!({ part.name: shown }))
                })
            }
            FieldKind::Custom | FieldKind::Document => None,
        }
    }

    /// The masked form of a custom value, whose type only its definition knows: every text in it
    /// is masked, numbers and amounts by their order of magnitude, and whatever else goes.
    pub(crate) fn apply_custom(self, tenant: TenantId, json: &Json) -> Option<Json> {
        match json {
            Json::String(text) => self.text(tenant, text).map(Json::String),
            Json::Number(number) if self == Self::Bucket => {
                let decimal: Decimal = number.to_string().parse().ok()?;
                self.scalar_wire(
                    tenant,
                    ScalarKind::Decimal,
                    &serde_json::to_value(decimal).ok()?,
                )
                .and_then(|shown| shown.as_str()?.parse::<serde_json::Number>().ok())
                .map(Json::Number)
            }
            Json::Array(_) => collect(json, |item| self.apply_custom(tenant, item)),
            Json::Object(_) => self.apply_wire(tenant, <Option<Money>>::KIND, json),
            Json::Null | Json::Bool(_) | Json::Number(_) => None,
        }
    }

    /// Whether a part is shown as it is: what an order of magnitude is of.
    fn keeps(self, part: &Part) -> bool {
        self == Self::Bucket && part.name == "currency"
    }

    fn scalar(self, tenant: TenantId, kind: ScalarKind, value: Value) -> Value {
        match (self, kind, value) {
            (_, ScalarKind::Text, Value::Text(text)) => {
                self.text(tenant, &text).map_or(Value::Null, Value::Text)
            }
            (Self::YearOnly, _, Value::Date(date)) => {
                Date::from_ymd(date.year(), 1, 1).map_or(Value::Null, Value::Date)
            }
            (Self::Bucket, _, Value::Decimal(amount)) => {
                Value::Decimal(Decimal::from_e4(magnitude(amount.as_e4())))
            }
            (Self::Bucket, _, Value::Integer(number)) => Value::Integer(magnitude(number)),
            // A choice shows nothing else than one of its own values, so nothing.
            _ => Value::Null,
        }
    }

    fn scalar_wire(self, tenant: TenantId, kind: ScalarKind, json: &Json) -> Option<Json> {
        let value = match kind {
            ScalarKind::Text => String::from_wire(json),
            ScalarKind::Date => Date::from_wire(json),
            ScalarKind::Decimal => Decimal::from_wire(json),
            ScalarKind::Integer => i64::from_wire(json),
            _ => None,
        }?;
        match self.scalar(tenant, kind, value) {
            Value::Text(text) => Some(Json::String(text)),
            Value::Date(date) => serde_json::to_value(date).ok(),
            Value::Decimal(decimal) => serde_json::to_value(decimal).ok(),
            Value::Integer(number) => Some(number.into()),
            _ => None,
        }
    }

    fn text(self, tenant: TenantId, text: &str) -> Option<String> {
        match self {
            Self::Full | Self::Bucket => None,
            Self::LastFour => {
                let tail = text.chars().count().saturating_sub(4);
                // A short value would be shown whole, so it is not shown at all.
                (tail > 0).then(|| format!("…{}", text.chars().skip(tail).collect::<String>()))
            }
            Self::DomainOnly => text
                .rsplit_once('@')
                .map(|(_, domain)| format!("…@{domain}")),
            Self::Initials => Some(
                text.split_whitespace()
                    .filter_map(|word| word.chars().next())
                    .map(|first| format!("{first}."))
                    .collect::<Vec<_>>()
                    .join(" "),
            ),
            // Partial dates: the year leads unless it is unknown.
            Self::YearOnly => text
                .get(..4)
                .filter(|y| y.bytes().all(|b| b.is_ascii_digit()))
                .map(str::to_owned),
            Self::Token => Some(token(tenant, text)),
        }
    }
}

/// A scalar read from its wire form.
trait FromWire: Scalar + serde::de::DeserializeOwned {
    fn from_wire(json: &Json) -> Option<Value> {
        let value: Self = serde_json::from_value(json.clone()).ok()?;
        Some(value.to_scalar())
    }
}

impl FromWire for String {}
impl FromWire for Date {}
impl FromWire for Decimal {}
impl FromWire for i64 {}

/// The masked elements of a list; nothing if none is shown.
fn collect(json: &Json, mask: impl Fn(&Json) -> Option<Json>) -> Option<Json> {
    let masked: Vec<Json> = json.as_array()?.iter().filter_map(mask).collect();
    (!masked.is_empty()).then_some(Json::Array(masked))
}

/// The largest power of ten not above a number: 0, ±1, ±10, ±100, …
fn magnitude(number: i64) -> i64 {
    let digits = number.unsigned_abs().checked_ilog10();
    digits.map_or(0, |digits| {
        10_i64
            .saturating_pow(digits)
            .saturating_mul(number.signum())
    })
}

/// Equal for equal values (after folding) of one tenant; otherwise it says nothing.
pub(crate) fn token(tenant: TenantId, text: &str) -> String {
    let key = tenant.uuid();
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else {
        return String::new();
    };
    mac.update(b"crm mask token v1");
    mac.update(fold(text).as_bytes());
    let digest = mac.finalize().into_bytes();
    let mut token = hex::encode(&digest);
    token.truncate(16);
    format!("tok_{token}")
}

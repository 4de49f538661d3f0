//! The forms in which a guarded value is still shown (semantics 4.11).

use hmac::{Hmac, KeyInit, Mac};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use sha2::Sha256;

use crate::field::{FieldKind, ScalarKind, TenantId, Value};
use crate::hex;
use crate::value::text::fold;
use crate::value::{Date, Decimal};

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
    /// The masked form of a stored value; unset if nothing may be shown in the field's type.
    pub(super) fn apply(self, tenant: TenantId, kind: FieldKind, value: Value) -> Value {
        match (kind, value) {
            (FieldKind::Composite(_), Value::Parts(parts)) => Value::Parts(
                parts
                    .into_iter()
                    .map(|part| self.scalar(tenant, part))
                    .collect(),
            ),
            (FieldKind::List(ScalarKind::Text), Value::Json(text)) => {
                self.list(tenant, &text, None)
            }
            (FieldKind::Elements(parts), Value::Json(text)) => {
                self.list(tenant, &text, parts.first().map(|part| part.name))
            }
            // A choice shows nothing else than one of its own values, so nothing.
            (FieldKind::Scalar(ScalarKind::Choice(_)), _) => Value::Null,
            (FieldKind::Scalar(_), value) => self.scalar(tenant, value),
            _ => Value::Null,
        }
    }

    /// The masked form of a custom value.
    pub(crate) fn apply_json(self, tenant: TenantId, json: &Json) -> Option<Json> {
        self.apply_wire(tenant, None, json)
    }

    /// The masked form of a value of a declared field, or a custom one, in wire form: every text
    /// in it is masked, and whatever is not text goes.
    pub(crate) fn apply_wire(
        self,
        tenant: TenantId,
        kind: Option<FieldKind>,
        json: &Json,
    ) -> Option<Json> {
        if matches!(kind, Some(FieldKind::Scalar(ScalarKind::Choice(_)))) {
            return None;
        }
        match json {
            Json::String(text) => self.text(tenant, text).map(Json::String),
            Json::Array(items) => {
                let masked: Vec<Json> = items
                    .iter()
                    .filter_map(|item| self.apply_wire(tenant, kind, item))
                    .collect();
                (!masked.is_empty()).then_some(Json::Array(masked))
            }
            Json::Object(parts) => {
                let identifying = match kind {
                    Some(FieldKind::Elements(parts)) => parts.first().map(|part| part.name),
                    _ => None,
                };
                let masked: serde_json::Map<String, Json> = parts
                    .iter()
                    .filter(|(name, _)| identifying.is_none_or(|part| part == name.as_str()))
                    .filter_map(|(name, part)| {
                        Some((name.clone(), self.apply_wire(tenant, None, part)?))
                    })
                    .collect();
                (!masked.is_empty()).then_some(Json::Object(masked))
            }
            Json::Null | Json::Bool(_) | Json::Number(_) => None,
        }
    }

    fn scalar(self, tenant: TenantId, value: Value) -> Value {
        match (self, value) {
            (_, Value::Text(text)) => self.text(tenant, &text).map_or(Value::Null, Value::Text),
            (Self::YearOnly, Value::Date(date)) => {
                Date::from_ymd(date.year(), 1, 1).map_or(Value::Null, Value::Date)
            }
            (Self::Bucket, Value::Decimal(amount)) => {
                Value::Decimal(Decimal::from_e4(magnitude(amount.as_e4())))
            }
            (Self::Bucket, Value::Integer(number)) => Value::Integer(magnitude(number)),
            _ => Value::Null,
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

    fn list(self, tenant: TenantId, text: &str, part: Option<&str>) -> Value {
        let Ok(items) = serde_json::from_str::<Vec<Json>>(text) else {
            return Value::Null;
        };
        let masked: Vec<Json> = items
            .iter()
            .filter_map(|item| match part {
                None => self.text(tenant, item.as_str()?).map(Json::String),
                Some(part) => {
                    let shown = self.text(tenant, item.get(part)?.as_str()?)?;
                    // Only the masked part is kept: labels or dates could tell the rest.
                    let mut element = serde_json::Map::new();
                    element.insert(part.to_owned(), Json::String(shown));
                    Some(Json::Object(element))
                }
            })
            .collect();
        if masked.is_empty() {
            Value::Null
        } else {
            Value::Json(Json::Array(masked).to_string())
        }
    }
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

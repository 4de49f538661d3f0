//! The typed twin of custom values: for each value, what it is as text, number, amount, yes or
//! no, day and instant, each in the form that compares natively.
//!
//! The store does not know definitions, and a name may have had another type before, so every
//! reading that a value allows is written down; a rule asks for the one that its definition
//! names, and finds nothing if the value is of another type. One JSONB column holds it:
//!
//! ```json
//! {"text": {"tier": "gold"}, "number": {"seats": 40000}, "texts": {"topics": ["a", "b"]}}
//! ```
//!
//! Numbers and amounts count ten-thousandths, instants microseconds since 1970.

use crm_core::query::CustomKind;
use crm_core::value::text::fold;
use crm_core::value::{Date, Decimal, Timestamp};
use serde_json::{Map, Value as Json};

/// Where the values of a shape are, for paths into the twin.
pub(super) const fn group(kind: CustomKind) -> &'static str {
    match kind {
        CustomKind::Text => "text",
        CustomKind::Texts => "texts",
        CustomKind::Number => "number",
        CustomKind::Amount => "amount",
        CustomKind::Currency => "currency",
        CustomKind::Boolean => "boolean",
        CustomKind::Date => "date",
        CustomKind::Instant => "instant",
    }
}

/// The twin of custom values in JSON text, as JSON text; nothing if no value compares.
pub(super) fn typed(values: &str) -> Option<String> {
    let values: Map<String, Json> = serde_json::from_str(values).ok()?;
    let mut groups = Groups::default();
    for (name, value) in values {
        groups.read(&name, value);
    }
    groups.into_text()
}

#[derive(Default)]
struct Groups(Map<String, Json>);

impl Groups {
    fn read(&mut self, name: &str, value: Json) {
        match value {
            Json::String(text) => {
                if let Ok(date) = text.parse::<Date>() {
                    self.put(CustomKind::Date, name, date.to_string().into());
                }
                if let Ok(at) = text.parse::<Timestamp>() {
                    self.put(CustomKind::Instant, name, at.as_micros().into());
                }
                self.put(CustomKind::Text, name, fold(&text).into());
            }
            Json::Number(number) => {
                if let Ok(decimal) = number.to_string().parse::<Decimal>() {
                    self.put(CustomKind::Number, name, decimal.as_e4().into());
                }
            }
            Json::Bool(value) => self.put(CustomKind::Boolean, name, i64::from(value).into()),
            Json::Array(items) => {
                let texts = items.iter().filter_map(Json::as_str);
                let folded: Vec<Json> = texts.map(|text| fold(text).into()).collect();
                if !folded.is_empty() {
                    self.put(CustomKind::Texts, name, folded.into());
                }
            }
            Json::Object(mut parts) => {
                let amount = parts
                    .remove("amount")
                    .map(serde_json::from_value::<Decimal>);
                if let Some(Ok(amount)) = amount {
                    self.put(CustomKind::Amount, name, amount.as_e4().into());
                }
                if let Some(Json::String(currency)) = parts.get("currency") {
                    self.put(CustomKind::Currency, name, fold(currency).into());
                }
            }
            Json::Null => {}
        }
    }

    fn put(&mut self, kind: CustomKind, name: &str, value: Json) {
        let group = self
            .0
            .entry(group(kind))
            .or_insert_with(|| Json::Object(Map::new()));
        if let Json::Object(values) = group {
            values.insert(name.to_owned(), value);
        }
    }

    fn into_text(self) -> Option<String> {
        (!self.0.is_empty()).then(|| Json::Object(self.0).to_string())
    }
}

//! Custom values as the text of a cell, as files have them (CFD-08).

use serde_json::{Value as Json, json};

use super::value::normalise;
use super::{CustomField, CustomType};
use crate::operation::Environment;
use crate::value::text::fold;

/// Between the values of one cell: what exports of this engine write, and what people type.
const BETWEEN: [&str; 4] = [":::", ";", "|", "\n"];

/// The value that a text means for a field, as it is stored, or why it means none.
pub(crate) fn of_text(
    definition: &CustomField,
    text: &str,
    environment: &Environment<'_>,
) -> Result<Json, String> {
    let text = text.trim();
    let value = match definition.field_type {
        CustomType::Number => text
            .parse::<serde_json::Number>()
            .map(Json::Number)
            .map_err(|_| "a number is expected, with a point before its decimals".to_owned())?,
        CustomType::Boolean => match fold(text).as_str() {
            "true" | "yes" | "y" | "1" => json!(true),
            "false" | "no" | "n" | "0" => json!(false),
            _ => return Err("yes or no is expected".to_owned()),
        },
        CustomType::Currency => match text.split_once(' ') {
            Some((amount, currency)) => json!({"amount": amount, "currency": currency.trim()}),
            None => json!({"amount": text}),
        },
        CustomType::Multiselect => {
            let between = BETWEEN.iter().find(|mark| text.contains(**mark));
            let parts = text.split(between.copied().unwrap_or(";")).map(str::trim);
            parts.filter(|part| !part.is_empty()).collect()
        }
        _ => text.into(),
    };
    normalise(definition, &value, None, environment)
}

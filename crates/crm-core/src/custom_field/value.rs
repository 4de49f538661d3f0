//! Validation and normalisation of custom values, by definition.

use serde_json::{Value as Json, json};

use super::{CustomField, CustomType};
use crate::error::{Error, Result};
use crate::field::Record;
use crate::operation::Environment;
use crate::value::text::{LONG_MAX, check_text, nfc};
use crate::value::{Date, Decimal, EmailAddress, Invalid, Money, PhoneNumber, Timestamp, WebUrl};

/// Significant digits that a double keeps exactly: within them, SQL, JavaScript and this engine
/// agree on every comparison.
const DIGITS: usize = 15;

/// Validates and normalises the custom values of `after` that differ from those of `before`, and
/// on creation asks for the required ones (CFD-12). Values of a field that was archived since
/// stay as they are.
pub(crate) fn settle<R: Record>(
    after: &mut R,
    before: Option<&R>,
    environment: &Environment<'_>,
) -> Result<()> {
    let definitions = environment.definitions;
    let mut custom = std::mem::take(after.custom_mut());
    custom.retain(|_, value| !value.is_null());
    for (name, value) in &mut custom {
        let former = before.and_then(|before| before.custom().get(name));
        if former == Some(value) {
            continue;
        }
        let path = format!("custom.{name}");
        let definition = definitions
            .iter()
            .find(|definition| definition.name == *name)
            .ok_or_else(|| unknown(&path, name, definitions))?;
        *value = normalise(definition, value, former, environment)
            .map_err(|reason| Error::invalid(path, reason))?;
    }
    // A text without characters and a choice of nothing are no values.
    custom.retain(|_, value| match value {
        Json::String(text) => !text.is_empty(),
        Json::Array(items) => !items.is_empty(),
        _ => true,
    });
    if before.is_none() {
        let missing = definitions
            .iter()
            .find(|definition| definition.required && !custom.contains_key(&definition.name));
        if let Some(definition) = missing {
            return Err(Error::invalid(
                format!("custom.{}", definition.name),
                "this field is required",
            ));
        }
    } else if let Some(definition) = definitions.iter().find(|definition| {
        let had = before.is_some_and(|before| before.custom().contains_key(&definition.name));
        definition.required && had && !custom.contains_key(&definition.name)
    }) {
        let path = format!("custom.{}", definition.name);
        return Err(Error::invalid(
            path,
            "this field is required, so it cannot be cleared",
        ));
    }
    *after.custom_mut() = custom;
    Ok(())
}

/// The error that names a custom field that there is not, or that the caller may not know of.
pub(crate) fn unknown(path: &str, name: &str, definitions: &[CustomField]) -> Error {
    let names = definitions.iter().map(|definition| &*definition.name);
    let nearest = crate::misspelling::nearest(name, names, str::to_owned);
    let error = Error::invalid(path, "the tenant has defined no such field");
    match nearest {
        Some(nearest) => error.with("nearest", nearest),
        None => error,
    }
}

/// The value as it is stored, or why it cannot be.
pub(crate) fn normalise(
    definition: &CustomField,
    value: &Json,
    former: Option<&Json>,
    environment: &Environment<'_>,
) -> Result<Json, String> {
    let text = |what: &str| {
        value
            .as_str()
            .map(str::trim)
            .ok_or_else(|| format!("{what} is given as text"))
    };
    match definition.field_type {
        CustomType::Text | CustomType::Textarea => {
            let text = value.as_str().ok_or("text is expected")?;
            check_text(text, LONG_MAX).map_err(|invalid| invalid.reason)?;
            Ok(nfc(text.trim()).into())
        }
        CustomType::Number => number(value),
        CustomType::Currency => money(value, environment),
        CustomType::Date => {
            let date: Date = text("a day")?.parse().map_err(|error| format!("{error}"))?;
            Ok(date.to_string().into())
        }
        CustomType::Datetime => {
            let at: Timestamp = text("an instant")?
                .parse()
                .map_err(|error| format!("{error}"))?;
            Ok(at.to_string().into())
        }
        CustomType::Boolean => value
            .as_bool()
            .map(Json::Bool)
            .ok_or_else(|| "true or false is expected".to_owned()),
        CustomType::Select => choose(definition, value, former.into_iter()),
        CustomType::Multiselect => {
            let items = value.as_array().ok_or("a list of options is expected")?;
            let had = former
                .and_then(Json::as_array)
                .map(Vec::as_slice)
                .unwrap_or_default();
            let mut chosen: Vec<Json> = Vec::new();
            for item in items {
                let option = choose(definition, item, had.iter())?;
                if !chosen.contains(&option) {
                    chosen.push(option);
                }
            }
            Ok(Json::Array(chosen))
        }
        CustomType::Url => {
            let url: WebUrl = text("a web address")?
                .parse()
                .map_err(|error| format!("{error}"))?;
            Ok(url.as_str().into())
        }
        CustomType::Email => {
            let email: EmailAddress = text("an address")?
                .parse()
                .map_err(|error| format!("{error}"))?;
            Ok(email.normalized().into())
        }
        CustomType::Phone => {
            let phone = PhoneNumber::parse(text("a number")?, environment.settings.region())
                .map_err(|error| format!("{error}"))?;
            Ok(phone.e164().unwrap_or(phone.raw()).into())
        }
    }
}

fn number(value: &Json) -> Result<Json, String> {
    let number = value.as_number().ok_or("a number is expected")?;
    let text = number.to_string();
    let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    if digits.trim_start_matches('0').trim_end_matches('0').len() > DIGITS {
        return Err(format!("a number has at most {DIGITS} significant digits"));
    }
    // Within the range and the places of a decimal, so that every store orders them alike.
    let double = number
        .as_f64()
        .filter(|double| double.is_finite())
        .ok_or("too large a number")?;
    let decimal: Decimal = match number.as_i64() {
        Some(whole) => whole.to_string().parse(),
        None => double.to_string().parse(),
    }
    .map_err(|error: Invalid| error.reason)?;
    // 4.0 and 4 are one number, and 1e3 is written out, so that equal numbers are equal texts.
    let e4 = decimal.as_e4();
    if e4 % 10_000 == 0 {
        Ok(json!(e4 / 10_000))
    } else {
        Ok(json!(double))
    }
}

fn money(value: &Json, environment: &Environment<'_>) -> Result<Json, String> {
    let mut value = value.clone();
    if let Json::Object(parts) = &mut value {
        let default = environment.settings.currency().to_string();
        parts.entry("currency").or_insert_with(|| default.into());
    }
    let money: Money = serde_json::from_value(value).map_err(|error| {
        format!(
            "amount and currency are expected: {}",
            crate::field::reason(&error)
        )
    })?;
    serde_json::to_value(money).map_err(|error| error.to_string())
}

/// The value of the option that a value or label names. Retired options may only be kept.
fn choose<'a>(
    definition: &CustomField,
    value: &Json,
    mut former: impl Iterator<Item = &'a Json>,
) -> Result<Json, String> {
    let text = value.as_str().ok_or("an option is named by its value")?;
    let option = definition
        .options
        .iter()
        .find(|option| option.value == text)
        .or_else(|| {
            definition
                .options
                .iter()
                .find(|option| option.label == text)
        })
        .ok_or_else(|| {
            let live: Vec<_> = definition
                .options
                .iter()
                .filter(|option| !option.retired)
                .map(|option| option.value.as_str())
                .collect();
            format!("this is none of the options: {}", live.join(", "))
        })?;
    let kept = former.any(|former| former.as_str() == Some(&option.value));
    if option.retired && !kept {
        return Err("this option is retired; new values cannot use it".to_owned());
    }
    Ok(option.value.clone().into())
}

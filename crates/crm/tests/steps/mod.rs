//! Steps through the JSON gateway, in the format that `conformance/README.md` describes.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// What is done beside each call of a case: with its name, its arguments and what came of it.
pub(crate) type Beside<'b> = &'b mut dyn FnMut(&str, &Value, &Result<Value, Value>);

/// Runs one case on a fresh engine; an error names the step that went wrong.
pub(crate) fn run(case: &Value, engine: &crm::Engine, beside: Beside<'_>) -> Result<(), String> {
    let mut sessions = BTreeMap::new();
    for (name, actor) in case["actors"].as_object().into_iter().flatten() {
        let actor = serde_json::from_value(actor.clone()).unwrap();
        sessions.insert(name.as_str(), engine.session(actor).unwrap());
    }
    let mut saved = Map::new();
    for (place, step) in case["steps"].as_array().unwrap().iter().enumerate() {
        let told = |reason: String| format!("step {} ({step}): {reason}", place + 1);
        let outcome = if let Some(text) = step["stage"].as_str() {
            Ok(Value::from(engine.stage(text.as_bytes().to_vec())))
        } else {
            let session = &sessions[step["as"].as_str().unwrap_or("admin")];
            let name = step["call"].as_str().unwrap();
            let arguments = match step.get("args") {
                Some(arguments) => filled(arguments, &saved),
                None => Value::Object(Map::new()),
            };
            let outcome = call(session, name, &arguments, step["idempotency_key"].as_str())
                .map_err(|error| serde_json::to_value(error).unwrap());
            beside(name, &arguments, &outcome);
            outcome
        };
        match (outcome, step.get("error")) {
            (Ok(answer), None) => {
                if let Some(expected) = step.get("answer") {
                    matches(expected, Some(&answer), &saved, "answer").map_err(told)?;
                }
                if let Some(name) = step["save"].as_str() {
                    saved.insert(name.to_owned(), answer);
                }
            }
            (Err(error), Some(expected)) => {
                matches(expected, Some(&error), &saved, "error").map_err(told)?;
            }
            (Ok(answer), Some(_)) => return Err(told(format!("it answered {answer}"))),
            (Err(error), None) => return Err(told(format!("it failed: {error}"))),
        }
    }
    Ok(())
}

/// One call, JSON in and JSON out.
pub(crate) fn call(
    session: &crm::Session,
    name: &str,
    arguments: &Value,
    key: Option<&str>,
) -> crm::Result<Value> {
    let options = crm::CallOptions {
        idempotency_key: key.map(str::to_owned),
    };
    session
        .call(name, &serde_json::to_vec(arguments).unwrap(), &options)
        .map(|answer| serde_json::from_slice(&answer).unwrap())
}

/// The arguments with what was saved in its places.
fn filled(args: &Value, saved: &Map<String, Value>) -> Value {
    match args {
        Value::String(text) => recalled(text, saved),
        Value::Array(values) => values.iter().map(|value| filled(value, saved)).collect(),
        Value::Object(entries) => entries
            .iter()
            .map(|(name, value)| (name.clone(), filled(value, saved)))
            .collect(),
        other => other.clone(),
    }
}

/// What `$name.path` stands for; any other text stands for itself.
fn recalled(text: &str, saved: &Map<String, Value>) -> Value {
    let Some(path) = text.strip_prefix('$') else {
        return text.into();
    };
    if path.starts_with('$') {
        return path.into();
    }
    let mut steps = path.split('.');
    let name = steps.next().unwrap_or_default();
    let mut found = saved
        .get(name)
        .unwrap_or_else(|| panic!("nothing was saved as {name}"));
    for step in steps {
        found = match step.parse::<usize>() {
            Ok(place) => found.get(place),
            Err(_) => found.get(step),
        }
        .unwrap_or_else(|| panic!("{text} leads nowhere"));
    }
    found.clone()
}

/// Compares as the format says; an error names the place that differs.
fn matches(
    expected: &Value,
    found: Option<&Value>,
    saved: &Map<String, Value>,
    place: &str,
) -> Result<(), String> {
    let shown = || found.map_or_else(|| "nothing".to_owned(), Value::to_string);
    let judge = |good: bool| {
        good.then_some(())
            .ok_or_else(|| format!("{place}: expected {expected}, found {}", shown()))
    };
    let text = found.and_then(Value::as_str).unwrap_or_default();
    match expected {
        Value::String(word) if word == "$any" => judge(found.is_some_and(|found| !found.is_null())),
        Value::String(word) if word == "$uuid" => judge(text.parse::<uuid::Uuid>().is_ok()),
        Value::String(word) if word == "$instant" => judge(instant(text).is_some()),
        Value::String(word) if word == "$absent" => judge(match found {
            None | Some(Value::Null) => true,
            Some(Value::Array(values)) => values.is_empty(),
            Some(Value::Object(entries)) => entries.is_empty(),
            Some(_) => false,
        }),
        Value::String(word) => match recalled(word, saved) {
            Value::String(wanted) => judge(
                found.is_some_and(Value::is_string)
                    && (wanted == text
                        || instant(&wanted).is_some_and(|wanted| instant(text) == Some(wanted))),
            ),
            wanted => judge(Some(&wanted) == found),
        },
        Value::Object(entries) if entries.contains_key("$contains") => {
            let candidates = found.and_then(Value::as_array);
            for wanted in entries["$contains"].as_array().unwrap() {
                let mut met = candidates.into_iter().flatten();
                let stands = || wanted.as_str().is_some_and(|part| text.contains(part));
                if !met.any(|one| matches(wanted, Some(one), saved, place).is_ok()) && !stands() {
                    return Err(format!("{place}: no {wanted} in {}", shown()));
                }
            }
            Ok(())
        }
        Value::Object(entries) => {
            judge(found.is_some_and(Value::is_object))?;
            entries.iter().try_for_each(|(name, wanted)| {
                let inner = found.and_then(|found| found.get(name));
                matches(wanted, inner, saved, &format!("{place}.{name}"))
            })
        }
        Value::Array(values) => {
            let list = found.and_then(Value::as_array);
            judge(list.map_or(0, Vec::len) == values.len())?;
            values.iter().enumerate().try_for_each(|(index, wanted)| {
                let inner = list.and_then(|list| list.get(index));
                matches(wanted, inner, saved, &format!("{place}[{index}]"))
            })
        }
        Value::Number(number) => judge(found.and_then(Value::as_f64) == number.as_f64()),
        other => judge(Some(other) == found),
    }
}

/// The moment that an RFC 3339 text names.
fn instant(text: &str) -> Option<chrono::DateTime<chrono::Utc>> {
    chrono::DateTime::parse_from_rfc3339(text)
        .ok()
        .map(|moment| moment.to_utc())
}

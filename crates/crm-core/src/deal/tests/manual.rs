//! Every example of the manual does what the manual says.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::*;
use crate::CallOptions;

const MANUAL: &str = include_str!("../../../../../docs/deals.md");

/// The steps: a call in one block, what of its answer matters in the next.
fn steps() -> Vec<(String, Json, Json)> {
    let mut steps: Vec<(String, Json, Json)> = Vec::new();
    for block in MANUAL.split("```").skip(1).step_by(2) {
        let (info, text) = block.split_once('\n').unwrap();
        match info.split(' ').collect::<Vec<_>>()[..] {
            ["call", name] => {
                steps.push((
                    name.to_owned(),
                    serde_json::from_str(text).unwrap(),
                    Json::Null,
                ));
            }
            ["answer"] => steps.last_mut().unwrap().2 = serde_json::from_str(text).unwrap(),
            ["text"] => {}
            ref other => unreachable!("a block of no kind: {other:?}"),
        }
    }
    steps
}

/// Puts what was answered before in the place of `$name.path`.
fn filled(json: &Json, known: &BTreeMap<String, Json>) -> Json {
    match json {
        Json::String(text) => text.strip_prefix('$').map_or_else(
            || json.clone(),
            |path| {
                let (name, path) = path.split_once('.').unwrap();
                let pointer = format!("/{}", path.replace('.', "/"));
                known[name].pointer(&pointer).unwrap().clone()
            },
        ),
        Json::Array(items) => items.iter().map(|item| filled(item, known)).collect(),
        Json::Object(fields) => fields
            .iter()
            .map(|(name, value)| (name.clone(), filled(value, known)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        other => other.clone(),
    }
}

/// Whether an answer has everything that is expected of it.
fn holds(expected: &Json, got: &Json) -> bool {
    match (expected, got) {
        (Json::Object(expected), Json::Object(got)) => expected
            .iter()
            .all(|(name, value)| got.get(name).is_some_and(|got| holds(value, got))),
        (Json::Array(expected), Json::Array(got)) => {
            expected.len() == got.len() && expected.iter().zip(got).all(|(a, b)| holds(a, b))
        }
        (expected, got) => expected == got,
    }
}

#[test]
fn every_example_of_the_manual_is_true() {
    let (session, _) = standing("2026-03-02T09:00:00Z");
    let mut known: BTreeMap<String, Json> = BTreeMap::new();
    let steps = steps();
    for (name, arguments, expected) in &steps {
        let mut arguments = filled(arguments, &known);
        let saved = arguments.as_object_mut().unwrap().remove("#save");
        let bytes = serde_json::to_vec(&arguments).unwrap();
        let answer = match session.call(name, &bytes, &CallOptions::default()) {
            Ok(answer) => serde_json::from_slice(&answer).unwrap(),
            Err(error) => serde_json::json!({ "error": error }),
        };
        let expected = filled(expected, &known);
        assert!(
            expected.is_null() || holds(&expected, &answer),
            "{name} {arguments}\nexpected {expected}\ngot {answer}"
        );
        if let Some(Json::String(name)) = saved {
            known.insert(name, answer);
        }
    }
    assert!(
        steps.len() >= 15,
        "the manual has its examples: {}",
        steps.len()
    );
}

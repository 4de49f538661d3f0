//! Every example of the manual does what the manual says.

#![allow(clippy::unwrap_used, clippy::panic)] // a test fails by panicking

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::operation::CallOptions;

const MANUAL: &str = include_str!("../../../../docs/timeline.md");

/// The text with what was answered in the places of its names.
fn filled(json: Json, saved: &BTreeMap<String, Json>) -> Json {
    match json {
        Json::String(text) => match text.strip_prefix('$') {
            None => Json::String(text),
            Some(path) => {
                let (name, path) = path.split_once('.').unwrap();
                let pointer = format!("/{}", path.replace('.', "/"));
                let found = saved[name].pointer(&pointer);
                found
                    .unwrap_or_else(|| panic!("{text} leads nowhere"))
                    .clone()
            }
        },
        Json::Array(items) => items.into_iter().map(|item| filled(item, saved)).collect(),
        Json::Object(entries) => entries
            .into_iter()
            .map(|(name, value)| (name, filled(value, saved)))
            .collect(),
        other => other,
    }
}

/// Whether an answer has everything that is expected of it.
fn has(found: &Json, expected: &Json) -> bool {
    match (found, expected) {
        (Json::Object(found), Json::Object(expected)) => expected
            .iter()
            .all(|(name, wanted)| found.get(name).is_some_and(|found| has(found, wanted))),
        (Json::Array(found), Json::Array(expected)) => {
            found.len() == expected.len()
                && found
                    .iter()
                    .zip(expected)
                    .all(|(found, wanted)| has(found, wanted))
        }
        (found, expected) => found == expected,
    }
}

#[test]
fn every_example_of_the_manual_is_true() {
    let session = crate::memory::session("admin");
    let mut saved: BTreeMap<String, Json> = BTreeMap::new();
    let mut answer = None;
    let mut calls = 0;
    for block in MANUAL.split("```").skip(1).step_by(2) {
        let (info, text) = block.split_once('\n').unwrap();
        match info.split(' ').collect::<Vec<_>>().as_slice() {
            ["call", operation, name @ ..] => {
                // Nothing may fail unless the manual says so.
                assert!(
                    !matches!(answer, Some(Err(_))),
                    "{answer:?} before {operation}"
                );
                let arguments = filled(serde_json::from_str(text).unwrap(), &saved);
                let called = session.call(
                    operation,
                    arguments.to_string().as_bytes(),
                    &CallOptions::default(),
                );
                let called = called.map(|bytes| serde_json::from_slice::<Json>(&bytes).unwrap());
                if let (["as", name], Ok(found)) = (name, &called) {
                    saved.insert((*name).to_owned(), found.clone());
                }
                answer = Some(called);
                calls += 1;
            }
            ["answer"] => {
                let expected = filled(serde_json::from_str(text).unwrap(), &saved);
                let found = answer.take().unwrap().unwrap();
                assert!(has(&found, &expected), "{expected}\n{found}");
            }
            ["refused"] => {
                let error = answer.take().unwrap().unwrap_err();
                assert_eq!(error.field(), Some(text.trim()));
            }
            other => panic!("an example of no kind: {other:?}"),
        }
    }
    assert!(calls >= 20, "the manual has its examples: {calls}");
}

#[test]
fn the_manual_has_the_table_of_delivery_as_it_is() {
    use crate::communication::DeliveryStatus;

    for state in DeliveryStatus::ALL
        .iter()
        .filter(|state| !state.next().is_empty())
    {
        let next: Vec<String> = state
            .next()
            .iter()
            .map(|one| format!("`{}`", one.name()))
            .collect();
        let row = format!("| `{}` | {} |", state.name(), next.join(", "));
        assert!(MANUAL.contains(&row), "{row}");
    }
    for preset in crate::task::SnoozePreset::NAMES {
        assert!(MANUAL.contains(&format!("| `{preset}` |")), "{preset}");
    }
}

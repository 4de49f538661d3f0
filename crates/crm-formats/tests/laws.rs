//! The laws of the fuzz targets, on the samples, the hostile inputs and variations of both; what a
//! fuzzer would only find after a long time is found by it, what breaks every day is found here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)] // a test fails by panicking
#![allow(clippy::missing_panics_doc, unreachable_pub)] // the laws are a library elsewhere

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::Value;

#[path = "../../../fuzz/src/lib.rs"]
mod laws;
use laws::LAWS;

/// The laws of what reads files.
const OF_FILES: &[&str] = &["csv", "decode", "import", "vcard"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn samples() -> Vec<Vec<u8>> {
    let mut samples = Vec::new();
    for folder in fs::read_dir(root().join("crates/crm-formats/tests/samples")).unwrap() {
        for file in fs::read_dir(folder.unwrap().path()).unwrap() {
            samples.push(fs::read(file.unwrap().path()).unwrap());
        }
    }
    samples
}

/// Texts of hostile inputs, as far as they are written out.
fn hostile() -> Vec<Vec<u8>> {
    let document: Value = serde_json::from_str(include_str!("hostile/inputs.json")).unwrap();
    let cases = document["cases"].as_array().unwrap();
    let texts = cases
        .iter()
        .filter_map(|case| case["input"]["text"].as_str());
    texts.map(|text| text.as_bytes().to_vec()).collect()
}

/// Every call of the conformance cases; what it would have saved stands for somebody who exists.
fn calls() -> Vec<Vec<u8>> {
    let mut calls = Vec::new();
    for file in fs::read_dir(root().join("conformance")).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|kind| kind != "json") {
            continue;
        }
        let case: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
        for step in case["steps"].as_array().unwrap() {
            let mut arguments = step["args"].clone();
            settle(&mut arguments);
            if let Some(name) = step["call"].as_str() {
                calls.push(format!("{name} {arguments}").into_bytes());
            }
        }
    }
    calls
}

fn settle(arguments: &mut Value) {
    match arguments {
        Value::String(text) if text.starts_with('$') => "$id".clone_into(text),
        Value::Array(items) => items.iter_mut().for_each(settle),
        Value::Object(fields) => fields.values_mut().for_each(settle),
        _ => {}
    }
}

/// What each law is tried on.
fn inputs(law: &str) -> Vec<Vec<u8>> {
    match law {
        "gateway" => calls(),
        law if OF_FILES.contains(&law) => samples().into_iter().chain(hostile()).collect(),
        law => fs::read_dir(root().join("fuzz/seeds").join(law))
            .expect("a law that reads no files has seeds of its own")
            .map(|file| fs::read(file.unwrap().path()).unwrap())
            .collect(),
    }
}

#[test]
fn every_law_holds_for_what_people_and_attackers_send() {
    for (name, law) in LAWS {
        let inputs = inputs(name);
        assert!(inputs.len() > 2, "{name} is tried on nothing");
        for input in inputs.iter().chain(&hostile()) {
            law(input);
        }
    }
}

/// A change that a fuzzer would make.
#[derive(Debug, Clone)]
enum Change {
    Cut(prop::sample::Index),
    Flip(prop::sample::Index, u8),
    Insert(prop::sample::Index, Vec<u8>),
    Repeat(prop::sample::Index, prop::sample::Index),
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        let at = |place: &prop::sample::Index, bytes: &[u8]| place.index(bytes.len() + 1);
        match self {
            Self::Cut(place) => bytes.truncate(at(place, bytes)),
            Self::Flip(place, mask) => {
                let at = at(place, bytes);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= mask;
                }
            }
            Self::Insert(place, new) => {
                let at = at(place, bytes);
                bytes.splice(at..at, new.iter().copied());
            }
            Self::Repeat(from, to) => {
                let (from, to) = (at(from, bytes), at(to, bytes));
                let piece = bytes[from.min(to)..from.max(to)].to_vec();
                bytes.extend(piece);
            }
        }
    }
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let index = any::<prop::sample::Index>;
    let telling = prop::sample::select(vec![
        "\"",
        "'",
        ",",
        ";",
        ":",
        "\n",
        "\r\n",
        "\0",
        "{",
        "}",
        "[",
        "(",
        ")",
        "null",
        "-1",
        "1e400",
        "$id",
        "BEGIN:VCARD\n",
        "END:VCARD",
        "=0D=0A",
        " and ",
        " not ",
        "\u{feff}",
        "\u{202e}",
        "İ",
        "𝔄",
        "東京",
    ]);
    let new = prop_oneof![
        telling.prop_map(|text| text.as_bytes().to_vec()),
        prop::collection::vec(any::<u8>(), 1..4),
    ];
    let change = prop_oneof![
        1 => index().prop_map(Change::Cut),
        3 => (index(), any::<u8>()).prop_map(|(at, mask)| Change::Flip(at, mask)),
        4 => (index(), new).prop_map(|(at, new)| Change::Insert(at, new)),
        1 => (index(), index()).prop_map(|(from, to)| Change::Repeat(from, to)),
    ];
    prop::collection::vec(change, 1..6)
}

#[test]
fn every_law_holds_for_variations() {
    for (name, law) in LAWS {
        let inputs: Vec<Vec<u8>> = inputs(name)
            .into_iter()
            .filter(|input| input.len() < 8_000)
            .collect();
        let strategy = (prop::sample::select(inputs), changes());
        let config = ProptestConfig {
            cases: 128,
            failure_persistence: None,
            ..ProptestConfig::default()
        };
        let tried = TestRunner::new(config).run(&strategy, |(mut input, changes)| {
            for change in &changes {
                change.apply(&mut input);
            }
            law(&input);
            Ok(())
        });
        assert!(tried.is_ok(), "{name}: {}", tried.unwrap_err());
    }
}

//! Parity: of every operation a conformance case says what it answers, and every language ran every case.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use super::tally::Tally;
use crate::Outcome;
use crate::checkout::Checkout;

/// The languages that carry the cases out; all must have run the same number.
const CONFORMING: &[&str] = &["rust", "python", "node", "kotlin"];

/// Compares what each language ran with the cases in the checkout, one check a language,
/// and the cases with the operations.
pub(super) fn run(checkout: &Checkout, tally: &mut Tally) -> Outcome {
    let cases = cases(checkout)?;
    let mut wrong = Vec::new();
    for name in CONFORMING {
        let ran = tally.conformance(name);
        let outcome = if ran == cases.len() as u64 && ran > 0 {
            Ok(())
        } else {
            Err(format!("{name} ran {ran} of {} cases", cases.len()))
        };
        if let Err(reason) = tally.check(&format!("{name}, {ran} cases"), outcome) {
            wrong.push(reason);
        }
    }
    let missing = unanswered(checkout, &cases)?;
    let outcome = if missing.is_empty() {
        Ok(())
    } else {
        Err(format!(
            "no case says what these answer: {}",
            missing.join(", ")
        ))
    };
    if let Err(reason) = tally.check("every operation has a case", outcome) {
        wrong.push(reason);
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(wrong.join(", "))
    }
}

fn cases(checkout: &Checkout) -> Result<Vec<Value>, String> {
    let mut cases = Vec::new();
    let folder = checkout.path("conformance");
    let entries = fs::read_dir(&folder).map_err(|error| format!("conformance: {error}"))?;
    for entry in entries.filter_map(Result::ok) {
        let path = entry.path();
        if path.extension().is_some_and(|kind| kind == "json") {
            let text = fs::read_to_string(&path).map_err(|error| error.to_string())?;
            let case = serde_json::from_str(&text);
            cases.push(case.map_err(|error| format!("{}: {error}", path.display()))?);
        }
    }
    Ok(cases)
}

/// The operations of the committed schema of which no step says what they answer. A call whose answer nobody looks
/// at would show nothing.
fn unanswered(checkout: &Checkout, cases: &[Value]) -> Result<Vec<String>, String> {
    let text = fs::read_to_string(checkout.path("schema/crm.schema.json"))
        .map_err(|error| format!("schema: {error}"))?;
    let schema: Value = serde_json::from_str(&text).map_err(|error| format!("schema: {error}"))?;
    let called: BTreeSet<&str> = cases
        .iter()
        .filter_map(|case| case["steps"].as_array())
        .flatten()
        .filter(|step| {
            step["answer"]
                .as_object()
                .is_some_and(|said| !said.is_empty())
        })
        .filter_map(|step| step["call"].as_str())
        .collect();
    let operations = schema["operations"].as_array().into_iter().flatten();
    Ok(operations
        .filter_map(|operation| operation["name"].as_str())
        .filter(|name| !called.contains(name))
        .map(str::to_owned)
        .collect())
}

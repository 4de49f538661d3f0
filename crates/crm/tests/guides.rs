//! What the guides show is what happens: the calls on a page are carried out in order, on a fresh engine.
#![allow(clippy::unwrap_used, clippy::panic)] // a test fails by panicking

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

mod steps;

/// The guides with calls; `docs/segments.md` and `docs/deals.md` have tests of their own, which read
/// rules, and blocks of another form.
const GUIDES: &[&str] = &[
    "access",
    "contacts-and-accounts",
    "duplicates-and-merging",
    "events-and-audit",
    "imports-and-exports",
    "leads",
    "relationships-and-charts",
    "search",
    "tags-and-fields",
    "timeline",
    "views-history-and-bulk",
];

/// The steps of a page: one JSON object after another, in every `json steps` block.
fn steps_of(page: &str) -> Vec<Value> {
    let blocks = page.split("```json steps\n").skip(1);
    let blocks = blocks.map(|rest| rest.split("```").next().unwrap());
    blocks
        .flat_map(|block| serde_json::Deserializer::from_str(block).into_iter())
        .map(|step| step.unwrap_or_else(|error| panic!("a step is no JSON: {error}")))
        .collect()
}

#[test]
fn the_calls_of_every_guide_answer_as_shown() {
    let actor = |user: u8, role: &str| {
        json!({
            "tenant": "00000000-0000-4000-8000-00000000000a",
            "user": format!("00000000-0000-4000-8000-{user:012}"),
            "roles": [role],
        })
    };
    for guide in GUIDES {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../docs/{guide}.md"));
        let steps = steps_of(&fs::read_to_string(file).unwrap());
        assert!(steps.len() > 2, "{guide} shows nothing");
        let case = json!({
            "actors": {"admin": actor(1, "admin"), "reception": actor(2, "reception"), "clerk": actor(3, "clerk")},
            "steps": steps,
        });
        steps::run(&case, &crm::open_simulated(1).unwrap(), &mut |_, _, _| ())
            .unwrap_or_else(|reason| panic!("docs/{guide}.md, {reason}"));
    }
}

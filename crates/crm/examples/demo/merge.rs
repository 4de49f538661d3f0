//! Making one record of those that are certainly one person.

use std::collections::BTreeSet;

use crm::Session;
use crm::dedupe::{Band, DuplicatePair};
use crm::merge::{ApplyMerge, MergePlan, MergeReason, MergeRequest, PlanMerge};
use serde_json::Value;
use uuid::Uuid;

use crate::Outcome;
use crate::duplicates::contact;
use crate::terminal::{heading, require, wire};

/// What was merged.
#[derive(Default)]
pub(crate) struct Done {
    pub(crate) merges: usize,
    pub(crate) gone: u64,
}

/// Plans each merge, shows the plan, applies exactly that, and follows the old ids.
pub(crate) fn run(session: &Session, pairs: &[DuplicatePair]) -> Outcome<Done> {
    heading("Merge the certain ones");
    let mut done = Done::default();
    for group in groups(pairs) {
        let request = MergeRequest {
            ids: group.iter().copied().collect(),
            ..MergeRequest::default()
        };
        let plan = session.merge().plan(PlanMerge {
            request: request.clone(),
        })?;
        show(session, &plan)?;
        let applied = session.merge().apply(ApplyMerge {
            request,
            versions: plan.records.clone(),
            digest: Some(plan.digest.clone()),
        })?;
        require(
            applied.plan == plan,
            "what was applied is what the plan showed",
        )?;
        for id in &group {
            let led_to = contact(session, *id)?.id.uuid();
            require(
                led_to == plan.survivor_id,
                "every old id leads to the survivor",
            )?;
        }
        let gone = group.len() - 1;
        println!("  applied as planned; {gone} old ids lead to the survivor\n");
        done.merges += 1;
        done.gone += gone as u64;
    }
    require(done.merges > 0, "there was something certain to merge")?;
    println!("  What is likely or possible stays for a person to judge.");
    Ok(done)
}

/// The fields for which more than one record had something to say, and what decides them.
fn show(session: &Session, plan: &MergePlan) -> Outcome<()> {
    let survivor = contact(session, plan.survivor_id)?;
    println!(
        "  {} records become one: {} stays, being {}",
        plan.records.len(),
        crate::name(&survivor),
        plan.survivor_because.name().replace('_', " "),
    );
    for field in &plan.fields {
        if field.others.is_empty() && field.because != MergeReason::United {
            continue;
        }
        println!(
            "    {:<16} {:<10} {}",
            field.field,
            field.because.name(),
            field.value.as_ref().map(outline).unwrap_or_default(),
        );
    }
    for references in &plan.references {
        println!(
            "    {:<16} {} follow, {} join others",
            format!("{}s", references.kind),
            references.moved,
            references.joined,
        );
    }
    Ok(())
}

/// Sets of records that certain pairs connect, in the order in which they were found.
fn groups(pairs: &[DuplicatePair]) -> Vec<BTreeSet<Uuid>> {
    let mut groups: Vec<BTreeSet<Uuid>> = Vec::new();
    let certain = pairs
        .iter()
        .filter(|pair| pair.duplicate.band == Band::Certain);
    for pair in certain {
        let mut joined = BTreeSet::from([pair.id, pair.duplicate.id]);
        groups.retain(|group| {
            let apart = group.is_disjoint(&joined);
            if !apart {
                joined.extend(group);
            }
            apart
        });
        groups.push(joined);
    }
    groups
}

/// A value on one line: how many there are of a list, the parts of a composite, the start of a text.
fn outline(value: &Value) -> String {
    let text = match value {
        Value::Array(values) => format!("{} values", values.len()),
        Value::Object(parts) => parts.values().map(wire).collect::<Vec<_>>().join(" "),
        other => wire(other),
    };
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end].replace('\n', " ")),
        None => text,
    }
}

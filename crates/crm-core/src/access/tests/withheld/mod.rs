//! The property of field levels: two tenants that differ only in what an actor may not see give
//! that actor the same answers to every call (semantics 4.11).

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use crate::operation::{Mode, OPERATIONS};
use crate::wire::{admin, user};

mod fill;
mod questions;

use questions::questions;

/// What is asked about.
#[derive(Default)]
struct Subjects {
    ada: Json,
    twin: Json,
    account: Json,
    segment: Json,
    deal: Json,
    document: Json,
    lead: Json,
    /// A lead that was converted.
    converted: Json,
    communication: Json,
    task: Json,
    note: Json,
    file: Json,
    view: Json,
    bulk: Json,
}

/// Fields that the reader may not see, with two values for each.
struct Hidden {
    note: &'static str,
    title: &'static str,
    code: &'static str,
    revenue: &'static str,
    media: &'static str,
    owner: &'static str,
}

const ONE: Hidden = Hidden {
    note: "likes engines",
    title: "Analyst",
    code: "A-1",
    revenue: "10",
    media: "text/plain",
    owner: "00000000-0000-0000-0000-000000000007",
};
const OTHER: Hidden = Hidden {
    note: "dislikes looms",
    title: "Chief",
    code: "B-2",
    revenue: "99999",
    media: "text/markdown",
    owner: "00000000-0000-0000-0000-000000000008",
};

/// The answers, errors included, that the reader gets in a tenant with these hidden values.
fn surface(hidden: &Hidden) -> Vec<(String, String)> {
    let (engine, admin) = admin();
    let subjects = Subjects::fill(&admin, hidden);
    let rules = [
        ("contact", "note"),
        ("contact", "job_title"),
        ("contact", "custom.code"),
        ("account", "annual_revenue"),
        ("deal", "amount"),
        // Whoever converted the lead put its note here too.
        ("deal", "note"),
        ("deal_line", "price"),
        ("sales_document", "total"),
        ("sales_document", "payments"),
        ("lead", "note"),
        ("lead", "job_title"),
        ("lead", "budget"),
        ("communication", "body"),
        ("communication", "owner_id"),
        ("timeline_entry", "description"),
        ("timeline_entry", "user_id"),
        ("task", "description"),
        ("reminder", "text"),
        ("note", "title"),
        ("note", "owner_id"),
        ("file", "description"),
        ("file", "media_type"),
        ("share", "user_id"),
    ]
    .map(|(kind, field)| json!({"kind": kind, "field": field, "level": "none"}));
    let grants: Vec<Json> = [
        "crm.contact.view",
        "crm.contact.create",
        "crm.contact.update",
        "crm.contact.merge",
        "crm.customer.view",
        "crm.customer.update",
        "crm.tag.view",
        "crm.tag.apply",
        "crm.search.view",
        "crm.segment.view",
        "crm.settings.view",
        "crm.settings.manage",
        "crm.import.run",
        "crm.lead.view",
        "crm.lead.update",
        "crm.lead.convert",
        "crm.lead.unconvert",
        "crm.communication.view",
        "crm.activity.view",
        "crm.note.view",
        "crm.file.view",
        "crm.view.use",
        "crm.bulk.run",
        "crm.deal.create",
        "crm.deal.view",
        "crm.deal.update",
        "crm.deal.stage_change",
        "crm.pipeline.view",
        "crm.document.view",
        "crm.document.record",
        "crm.share.view",
        "crm.share.give",
    ]
    .iter()
    .map(|permission| json!({"permission": permission, "scope": "all"}))
    .collect();
    admin.call(
        "roles.create",
        &json!({"key": "reader", "grants": grants, "fields": rules}),
    );
    let reader = user(&engine, 2, "reader");
    questions(&subjects)
        .into_iter()
        .map(|(name, arguments)| {
            let answer = match reader.attempt(name, &arguments) {
                Ok(answer) => answer.to_string(),
                Err(error) => {
                    let asked = !error.message().contains("takes no such argument");
                    assert!(asked, "{name} {arguments}: {error}");
                    format!("{error} {:?} {:?}", error.field(), error.details())
                }
            };
            (format!("{name} {arguments}"), answer)
        })
        .collect()
}

#[test]
fn what_is_hidden_changes_no_answer_of_any_call_4_11() {
    let (one, other) = (surface(&ONE), surface(&OTHER));
    let differing: Vec<_> = one.iter().zip(&other).filter(|(a, b)| a != b).collect();
    assert!(differing.is_empty(), "{differing:#?}");
    // What is hidden is seen by those who may: the tenants do differ.
    let (_, admin) = admin();
    let Subjects { ada, .. } = Subjects::fill(&admin, &ONE);
    let ada = admin.call("contacts.get", &json!({"id": ada}));
    assert_eq!(ada["note"], ONE.note);
}

#[test]
fn every_reading_operation_is_among_the_questions_4_11() {
    let asked = questions(&Subjects::default());
    let asked: BTreeSet<&str> = asked.iter().map(|(name, _)| *name).collect();
    let unasked: Vec<&str> = OPERATIONS
        .iter()
        .filter(|info| info.mode == Mode::Read && !asked.contains(info.name))
        .map(|info| info.name)
        .collect();
    assert_eq!(unasked, Vec::<&str>::new(), "ask it in this test too");
}

//! The property of field levels: two tenants that differ only in what an actor may not see give
//! that actor the same answers to every call (semantics 4.11).

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use crate::operation::{Mode, OPERATIONS};
use crate::wire::{Caller, admin, user};

/// Fields that the reader may not see, with two values for each.
struct Hidden {
    note: &'static str,
    title: &'static str,
    code: &'static str,
    revenue: &'static str,
}

const ONE: Hidden = Hidden {
    note: "likes engines",
    title: "Analyst",
    code: "A-1",
    revenue: "10",
};
const OTHER: Hidden = Hidden {
    note: "dislikes looms",
    title: "Chief",
    code: "B-2",
    revenue: "99999",
};

/// The answers, errors included, that the reader gets in a tenant with these hidden values.
fn surface(hidden: &Hidden) -> Vec<(String, String)> {
    let (engine, admin) = admin();
    admin.call(
        "fields.define",
        &json!({"record_kind": "contact", "name": "code", "field_type": "text"}),
    );
    let rules = [
        ("contact", "note"),
        ("contact", "job_title"),
        ("contact", "custom.code"),
        ("account", "annual_revenue"),
        ("deal", "amount"),
        ("deal_line", "price"),
        ("sales_document", "total"),
        ("sales_document", "payments"),
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
        "crm.deal.view",
        "crm.deal.update",
        "crm.deal.stage_change",
        "crm.pipeline.view",
        "crm.document.view",
        "crm.document.record",
    ]
    .iter()
    .map(|permission| json!({"permission": permission, "scope": "all"}))
    .collect();
    admin.call(
        "roles.create",
        &json!({"key": "reader", "grants": grants, "fields": rules}),
    );
    let (ids, segment) = fill(&admin, hidden);
    let reader = user(&engine, 2, "reader");
    questions(&ids, &segment)
        .into_iter()
        .map(|(name, arguments)| {
            let answer = match reader.attempt(name, &arguments) {
                Ok(answer) => answer.to_string(),
                Err(error) => format!("{error} {:?} {:?}", error.field(), error.details()),
            };
            (format!("{name} {arguments}"), answer)
        })
        .collect()
}

/// Two contacts who are alike, an account, and what ties them; a segment that rests on a hidden
/// field.
fn fill(admin: &Caller, hidden: &Hidden) -> ([Json; 5], Json) {
    let person = json!({"name": {"given": "Ada", "family": "Lovelace"}, "note": hidden.note,
        "job_title": hidden.title, "custom": {"code": hidden.code}, "emails": [{"address": "ada@example.com"}]});
    let mut twin = person.clone();
    twin["emails"] = json!([{"address": "a.lovelace@example.com"}]);
    twin["on_duplicate"] = json!("create_anyway");
    let ada = admin.call("contacts.create", &person)["contact"]["id"].take();
    let twin = admin.call("contacts.create", &twin)["contact"]["id"].take();
    let account =
        json!({"name": "Engines", "annual_revenue": {"amount": hidden.revenue, "currency": "GBP"}});
    let account = admin.call("accounts.create", &account)["account"]["id"].take();
    let tie = json!({"contact_id": ada, "account_id": account, "title": hidden.title});
    admin.call("associations.create", &tie);
    admin.call(
        "tags.apply",
        &json!({"record_kind": "contact", "record_ids": [ada], "add": ["vip"]}),
    );
    let rule = format!("custom.code = '{}'", hidden.code);
    let segment = admin.call("segments.create", &json!({"name": "Coded", "rule": rule}))["segment"]
        ["id"]
        .take();
    let (deal, document) = sell(admin, hidden, &ada, &account);
    ([ada, twin, account, deal, document], segment)
}

/// A deal of a hidden worth, in its second stage, and an invoice about it.
fn sell(admin: &Caller, hidden: &Hidden, contact: &Json, account: &Json) -> (Json, Json) {
    let pipelines = admin.call("pipelines.list", &json!({}));
    let marked = json!({"id": pipelines["pipelines"][0]["id"],
        "high_value": {"amount": "1000", "currency": "USD"}});
    admin.call("pipelines.update", &marked);
    let worth = json!({"amount": hidden.revenue, "currency": "USD"});
    let deal = json!({"name": "Mill", "account_id": account, "contacts": [{"contact_id": contact}],
        "lines": [{"name": "Engine", "price": worth}]});
    let deal = admin.call("deals.create", &deal)["id"].take();
    admin.call(
        "deals.move_stage",
        &json!({"id": deal, "stage": "proposal"}),
    );
    let invoice = json!({"kind": "invoice", "status": "open", "deal_id": deal, "issued_on": "2025-12-01",
        "total": {"amount": "1000000", "currency": "USD"},
        "payments": [{"paid_on": "2025-12-02", "amount": worth}]});
    admin.call("deals.lose", &json!({"id": deal, "reason": "price"}));
    let invoice = admin.call("documents.record", &invoice)["document"]["id"].take();
    admin.call("deals.reopen", &json!({"id": deal}));
    (deal, invoice)
}

/// Every reading operation, and those writing ones whose answers could tell something.
fn questions(
    [ada, twin, account, deal, document]: &[Json; 5],
    segment: &Json,
) -> Vec<(&'static str, Json)> {
    let mut questions = about_people([ada, twin, account], segment);
    questions.extend(about_deals(deal, document, account));
    questions
}

fn about_deals(deal: &Json, document: &Json, account: &Json) -> Vec<(&'static str, Json)> {
    let id = json!({"id": deal});
    let of_account = json!({"account_id": account});
    let usd = |amount| json!({"amount": amount, "currency": "USD"});
    vec![
        ("pipelines.list", json!({})),
        ("pipelines.get", json!({"id": deal})),
        ("pipelines.versions", json!({"id": deal})),
        ("deals.get", id.clone()),
        ("deals.details", id.clone()),
        ("deals.list", json!({"count": true})),
        ("deals.list", json!({"min_value": usd("50")})),
        ("deals.list", json!({"filter": "value.amount > 50"})),
        ("deals.list", json!({"filter": "total.amount > 50"})),
        (
            "deals.list",
            json!({"filter": "any lines (price.amount > 50)"}),
        ),
        ("deals.board", json!({})),
        ("deals.board", json!({"max_value": usd("50")})),
        ("deals.stays", id.clone()),
        ("deals.buying_group", id.clone()),
        ("deals.predict", id.clone()),
        ("deals.stalled", json!({})),
        ("deals.alerts", json!({"id": deal, "all": true})),
        ("competitors.list", json!({})),
        ("documents.get", json!({"id": document})),
        ("documents.list", of_account.clone()),
        ("documents.draft", json!({"deal_id": deal})),
        ("documents.events", json!({"deal_id": deal})),
        ("documents.payments", of_account.clone()),
        ("documents.lifetime_value", of_account),
        ("documents.propose_accounts", json!({})),
        ("accounts.statistics", json!({"id": account})),
        (
            "audit.history",
            json!({"record_kind": "deal", "record_id": deal}),
        ),
        ("deals.update", json!({"id": deal, "note": "x"})),
        (
            "deals.move_stage",
            json!({"id": deal, "stage": "negotiation"}),
        ),
    ]
}

fn about_people([ada, twin, account]: [&Json; 3], segment: &Json) -> Vec<(&'static str, Json)> {
    let of = json!({"record_kind": "contact", "id": ada});
    vec![
        ("contacts.get", json!({"id": ada})),
        ("contacts.list", json!({"count": true})),
        ("contacts.list", json!({"sort": "job_title"})),
        (
            "contacts.list",
            json!({"filter": "note ~ 'engines'", "count": true}),
        ),
        ("contacts.list", json!({"filter": "custom.code = 'A-1'"})),
        ("accounts.get", json!({"id": account})),
        (
            "accounts.list",
            json!({"filter": "annual_revenue > '50 GBP'"}),
        ),
        (
            "associations.list",
            json!({"contact_id": ada, "past": true}),
        ),
        ("tags.list", json!({"count": "contact"})),
        (
            "tags.of",
            json!({"record_kind": "contact", "record_id": ada}),
        ),
        ("fields.list", json!({"record_kind": "contact"})),
        ("fields.values", of.clone()),
        ("fields.usage", json!({"id": ada})),
        ("relationships.list", of.clone()),
        (
            "duplicates.probe",
            json!({"contact": {"name": {"given": "Ada", "family": "Lovelace"}, "note": "likes engines", "job_title": "Analyst"}}),
        ),
        ("duplicates.find", json!({"id": ada})),
        ("duplicates.scan", json!({})),
        (
            "merge.plan",
            json!({"kind": "contact", "survivor_id": ada, "ids": [twin]}),
        ),
        ("events.list", json!({})),
        ("imports.get", json!({"id": ada})),
        ("imports.rows", json!({"id": ada})),
        ("search.query", json!({"text": "engines"})),
        ("search.query", json!({"text": "analyst"})),
        ("search.query", json!({"text": "ada"})),
        ("segments.get", json!({"id": segment})),
        ("segments.list", json!({})),
        ("segments.count", json!({"id": segment})),
        ("segments.members", json!({"id": segment})),
        ("segments.explain", json!({"id": segment, "record_id": ada})),
        ("segments.check", json!({"rule": "note is set"})),
        ("leads.list", json!({})),
        ("assignment_rules.list", json!({})),
        ("settings.get", json!({})),
        ("roles.list", json!({})),
        ("teams.list", json!({})),
        (
            "access.explain",
            json!({"permission": "crm.contact.view", "kind": "contact", "id": ada, "field": "note"}),
        ),
        ("audit.history", of),
        ("audit.verify", json!({})),
        (
            "contacts.create",
            json!({"name": {"given": "Ada"}, "emails": [{"address": "ada@example.com"}]}),
        ),
        (
            "contacts.create",
            json!({"emails": [{"address": "ada@example.com"}], "on_duplicate": "return_existing"}),
        ),
        ("contacts.update", json!({"id": ada, "department": "Mill"})),
        (
            "accounts.update",
            json!({"id": account, "industry": "Tools"}),
        ),
        (
            "tags.apply",
            json!({"record_kind": "contact", "record_ids": [ada], "add": ["vip"]}),
        ),
    ]
}

#[test]
fn what_is_hidden_changes_no_answer_of_any_call_4_11() {
    for (one, other) in surface(&ONE).into_iter().zip(surface(&OTHER)) {
        assert_eq!(one, other);
    }
    // What is hidden is seen by those who may: the tenants do differ.
    let (_, admin) = admin();
    let ([ada, ..], _) = {
        admin.call(
            "fields.define",
            &json!({"record_kind": "contact", "name": "code", "field_type": "text"}),
        );
        fill(&admin, &ONE)
    };
    assert_eq!(
        admin.call("contacts.get", &json!({"id": ada}))["note"],
        ONE.note
    );
}

#[test]
fn every_reading_operation_is_among_the_questions_4_11() {
    let asked = questions(&[const { Json::Null }; 5], &Json::Null);
    let asked: BTreeSet<&str> = asked.iter().map(|(name, _)| *name).collect();
    let unasked: Vec<&str> = OPERATIONS
        .iter()
        .filter(|info| info.mode == Mode::Read && !asked.contains(info.name))
        .map(|info| info.name)
        .collect();
    assert_eq!(unasked, Vec::<&str>::new(), "ask it in this test too");
}

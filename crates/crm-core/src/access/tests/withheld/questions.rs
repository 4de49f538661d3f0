//! Every reading operation, and those writing ones whose answers could tell something.

use serde_json::{Value as Json, json};

use super::{ONE, Subjects};

/// An operation and its arguments.
type Question = (&'static str, Json);

/// What is asked about the subjects.
pub(super) fn questions(of: &Subjects) -> Vec<Question> {
    let mut questions = about_people(of);
    questions.extend(about_leads(of));
    questions.extend(about_deals(of));
    questions.extend(about_items(of));
    questions.extend(about_the_past(of));
    questions
}

fn about_deals(of: &Subjects) -> Vec<Question> {
    let Subjects {
        deal,
        document,
        account,
        ..
    } = of;
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
        ("deals.totals", of_account.clone()),
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
        ("audit.history", json!({"record_kind": "deal", "id": deal})),
        ("deals.update", json!({"id": deal, "note": "x"})),
        (
            "deals.move_stage",
            json!({"id": deal, "stage": "negotiation"}),
        ),
    ]
}

fn about_people(of: &Subjects) -> Vec<Question> {
    let Subjects {
        ada,
        twin,
        account,
        segment,
        ..
    } = of;
    let of = json!({"record_kind": "contact", "id": ada});
    vec![
        ("contacts.get", json!({"id": ada})),
        (
            "badges.read",
            json!({"record_kind": "contact", "ids": [ada, twin]}),
        ),
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
        ("shares.list", json!({"record_id": ada, "count": true})),
        ("shares.list", json!({"sort": "user_id"})),
        ("shares.list", json!({"user_id": ONE.owner})),
        (
            "shares.give",
            json!({"record_kind": "contact", "record_id": twin, "user_id": ONE.owner}),
        ),
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
        ("merge.list", json!({"kind": "contact", "id": ada})),
        ("events.list", json!({})),
        ("imports.get", json!({"id": ada})),
        ("imports.rows", json!({"id": ada})),
        ("search.query", json!({"text": "engines"})),
        ("search.query", json!({"text": "analyst"})),
        ("search.query", json!({"text": "ada"})),
        ("segments.get", json!({"id": segment})),
        ("segments.list", json!({})),
        ("segments.list", json!({"sort": "rule", "limit": 1})),
        ("segments.count", json!({"id": segment})),
        ("segments.members", json!({"id": segment})),
        ("segments.explain", json!({"id": segment, "record_id": ada})),
        ("segments.check", json!({"rule": "note is set"})),
        ("settings.get", json!({})),
        ("roles.list", json!({})),
        ("teams.list", json!({})),
        (
            "access.explain",
            json!({"permission": "crm.contact.view", "kind": "contact", "id": ada, "field": "note"}),
        ),
        ("audit.history", of),
        ("audit.verify", json!({})),
        ("audit.reconcile", json!({})),
        ("audit.disclosures", json!({})),
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

fn about_leads(of: &Subjects) -> Vec<Question> {
    let Subjects {
        lead, converted, ..
    } = of;
    let id = json!({"id": lead});
    let linked = json!({"id": lead, "account": {"action": "link", "id": of.account},
        "contact": {"action": "link", "id": of.ada}, "deal": {"action": "create"}});
    vec![
        ("leads.get", id.clone()),
        ("leads.get", json!({"id": converted})),
        ("leads.qualification", id.clone()),
        ("leads.plan_conversion", id.clone()),
        ("leads.plan_conversion", linked),
        ("leads.conversion", json!({"id": converted})),
        ("leads.list", json!({"count": true})),
        (
            "leads.list",
            json!({"filter": "budget.amount > 50", "count": true}),
        ),
        ("leads.list", json!({"filter": "note ~ 'engines'"})),
        ("assignment_rules.list", json!({})),
        ("duplicates.find", json!({"kind": "lead", "id": lead})),
        ("audit.history", json!({"record_kind": "lead", "id": lead})),
        ("leads.update", json!({"id": lead, "campaign": "Fair"})),
        ("leads.unconvert", json!({"id": converted})),
    ]
}

fn about_items(of: &Subjects) -> Vec<Question> {
    let about = json!({"kind": "contact", "id": of.ada});
    let record = json!({"record_kind": "contact", "id": of.ada});
    let of_item = |kind: &str, id: &Json| json!({"item_kind": kind, "item_id": id});
    vec![
        ("communications.get", json!({"id": of.communication})),
        (
            "communications.list",
            json!({"about": about, "count": true}),
        ),
        (
            "communications.list",
            json!({"filter": "body ~ 'engines'", "count": true}),
        ),
        ("communications.due", json!({})),
        ("tasks.get", json!({"id": of.task})),
        ("communications.messages", json!({"about": about})),
        (
            "calendar.read",
            json!({"item_kind": "task", "about": about}),
        ),
        ("calendar.read", json!({"item_kind": "communication"})),
        (
            "calendar.item",
            json!({"item_kind": "task", "item_id": of.task}),
        ),
        ("tasks.list", json!({"about": about, "count": true})),
        (
            "tasks.list",
            json!({"filter": "description ~ 'engines'", "count": true}),
        ),
        ("tasks.agenda", json!({"about": about, "whose": "all"})),
        ("tasks.statistics", json!({"about": about})),
        ("reminders.list", json!({"about": about})),
        ("notes.get", json!({"id": of.note})),
        ("notes.list", json!({"about": about})),
        ("notes.versions", json!({"id": of.note})),
        (
            "comments.list",
            json!({"record_kind": "contact", "record_id": of.ada}),
        ),
        ("files.get", json!({"id": of.file})),
        ("files.list", json!({"about": about})),
        ("files.versions", json!({"id": of.file})),
        ("files.compare", json!({"id": of.file, "from": 1, "to": 1})),
        ("files.content", json!({"id": of.file})),
        ("files.verify", json!({"id": of.file})),
        ("links.list", of_item("communication", &of.communication)),
        ("links.list", of_item("file", &of.file)),
        ("timeline.for_record", record.clone()),
        (
            "timeline.for_record",
            json!({"record_kind": "contact", "id": of.ada, "text": "engines"}),
        ),
        (
            "timeline.for_record",
            json!({"record_kind": "contact", "id": of.ada, "user_id": ONE.owner}),
        ),
        (
            "timeline.for_record",
            json!({"record_kind": "lead", "id": of.lead}),
        ),
        (
            "timeline.for_record",
            json!({"record_kind": "deal", "id": of.deal}),
        ),
        ("timeline.for_account", json!({"id": of.account})),
        (
            "timeline.for_account",
            json!({"id": of.account, "text": "engines"}),
        ),
        (
            "search.query",
            json!({"text": "engines", "kinds": ["communication", "task", "note", "file"]}),
        ),
        (
            "audit.history",
            json!({"record_kind": "note", "id": of.note}),
        ),
    ]
}

/// How records were, what shows them in other shapes, and what was done to many.
fn about_the_past(of: &Subjects) -> Vec<Question> {
    let record = |kind: &str, id: &Json| json!({"record_kind": kind, "id": id});
    let with = |mut question: Json, name: &str, value: Json| {
        question[name] = value;
        question
    };
    let contact = record("contact", &of.ada);
    let account = record("account", &of.account);
    let bulk = json!({"id": of.bulk});
    vec![
        ("bulk.get", bulk.clone()),
        ("bulk.items", bulk),
        (
            "audit.history",
            json!({"record_kind": "bulk", "id": of.bulk}),
        ),
        (
            "audit.history",
            json!({"record_kind": "view", "id": of.view}),
        ),
        ("views.get", json!({"id": of.view})),
        ("views.list", json!({})),
        ("views.rows", json!({"id": of.view, "count": true})),
        ("views.board", json!({"id": of.view})),
        (
            "overview.get",
            with(
                contact.clone(),
                "include",
                json!(["association", "deal_contact", "lead", "relationship"]),
            ),
        ),
        (
            "overview.get",
            with(
                account.clone(),
                "include",
                json!(["contact", "deal", "sales_document", "lead"]),
            ),
        ),
        ("overview.get", record("deal", &of.deal)),
        ("overview.get", record("lead", &of.lead)),
        ("overview.part", with(account, "part", json!("deal"))),
        ("org_chart.read", json!({"account_id": of.account})),
        ("org_chart.check", json!({"account_id": of.account})),
        ("org_chart.influence", json!({"account_id": of.account})),
        ("relationships.graph", contact.clone()),
        ("history.as_of", with(contact.clone(), "version", json!(1))),
        (
            "history.as_of",
            with(record("deal", &of.deal), "version", json!(1)),
        ),
        (
            "history.field",
            with(contact.clone(), "field", json!("note")),
        ),
        (
            "history.field",
            with(contact.clone(), "field", json!("custom.code")),
        ),
        (
            "history.compare",
            with(contact, "from", json!({"version": 1})),
        ),
        (
            "history.compare",
            with(record("lead", &of.lead), "from", json!({"version": 1})),
        ),
        ("trash.list", json!({"record_kind": "contact"})),
        ("trash.list", json!({"record_kind": "lead"})),
    ]
}

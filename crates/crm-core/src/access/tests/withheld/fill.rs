//! A tenant with something of everything, in each of which is something hidden.

use serde_json::json;

use super::{Hidden, Subjects};
use crate::wire::Caller;

impl Subjects {
    /// Fills a tenant.
    pub(super) fn fill(admin: &Caller, hidden: &Hidden) -> Self {
        let mut subjects = people(admin, hidden);
        subjects.sell(admin, hidden);
        subjects.leads(admin, hidden);
        subjects.items(admin, hidden);
        subjects.shapes(admin, hidden);
        subjects
    }
}

/// Two contacts who are alike, an account, and what ties them; a segment that rests on a hidden
/// field.
fn people(admin: &Caller, hidden: &Hidden) -> Subjects {
    admin.call(
        "fields.define",
        &json!({"record_kind": "contact", "name": "code", "field_type": "text"}),
    );
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
    for record in [&ada, &twin] {
        let share = json!({"record_kind": "contact", "record_id": record, "user_id": hidden.owner});
        admin.call("shares.give", &share);
    }
    let rule = format!("custom.code = '{}'", hidden.code);
    let segment = admin.call("segments.create", &json!({"name": "Coded", "rule": rule}))["segment"]
        ["id"]
        .take();
    Subjects {
        ada,
        twin,
        account,
        segment,
        ..Subjects::default()
    }
}

impl Subjects {
    /// A deal of a hidden worth, in its second stage, and an invoice about it.
    fn sell(&mut self, admin: &Caller, hidden: &Hidden) {
        let pipelines = admin.call("pipelines.list", &json!({}));
        let marked = json!({"id": pipelines["pipelines"][0]["id"],
            "high_value": {"amount": "1000", "currency": "USD"}});
        admin.call("pipelines.update", &marked);
        let worth = json!({"amount": hidden.revenue, "currency": "USD"});
        let deal = json!({"name": "Mill", "account_id": self.account, "contacts": [{"contact_id": self.ada}],
            "lines": [{"name": "Engine", "price": worth}]});
        self.deal = admin.call("deals.create", &deal)["id"].take();
        let deal = &self.deal;
        admin.call(
            "deals.move_stage",
            &json!({"id": deal, "stage": "proposal"}),
        );
        let invoice = json!({"kind": "invoice", "status": "open", "deal_id": deal, "issued_on": "2025-12-01",
            "total": {"amount": "1000000", "currency": "USD"},
            "payments": [{"paid_on": "2025-12-02", "amount": worth}]});
        admin.call("deals.lose", &json!({"id": deal, "reason": "price"}));
        self.document = admin.call("documents.record", &invoice)["document"]["id"].take();
        admin.call("deals.reopen", &json!({"id": deal}));
    }

    /// A lead of a hidden budget, and one that became a contact, a deal and nothing else.
    fn leads(&mut self, admin: &Caller, hidden: &Hidden) {
        let lead = |name: &str| {
            let lead = json!({"full_name": name, "note": hidden.note, "job_title": hidden.title,
                "budget": {"amount": hidden.revenue, "currency": "USD"},
                "authority": "yes", "need": "explicit", "timeline": "immediate"});
            admin.call("leads.create", &lead)["lead"]["id"].take()
        };
        self.lead = lead("Charles Babbage");
        self.converted = lead("Mary Somerville");
        admin.call(
            "leads.convert",
            &json!({"id": self.converted, "mode": "automatic", "account": {"action": "link", "id": self.account},
                "contact": {"action": "link", "id": self.twin}, "deal": {"action": "create"}}),
        );
    }

    /// What was said, is to be done and was written, with hidden words in it.
    fn items(&mut self, admin: &Caller, hidden: &Hidden) {
        let about = json!([{"kind": "contact", "id": self.ada}, {"kind": "deal", "id": self.deal}]);
        let mail = json!({"kind": "email", "subject": "Mail", "body": hidden.note, "owner_id": hidden.owner,
            "occurred_at": "2025-12-01T00:00:00Z", "links": about});
        self.communication = admin.call("communications.log", &mail)["communication"]["id"].take();
        let opened = json!({"kind": "email_opened", "communication_id": self.communication,
            "happened_at": "2025-12-02T00:00:00Z", "description": hidden.note,
            "user_id": hidden.owner});
        admin.call("timeline.record", &opened);
        let task = json!({"subject": "Call", "description": hidden.note, "links": about,
            "due_on": "2026-01-02"});
        self.task = admin.call("tasks.create", &task)["task"]["id"].take();
        let reminder = json!({"record_kind": "contact", "record_id": self.ada,
            "text": hidden.note, "remind_at": "2026-06-01T00:00:00Z"});
        admin.call("reminders.create", &reminder);
        let note = json!({"title": hidden.note, "body": "Text", "links": about,
            "owner_id": hidden.owner});
        self.note = admin.call("notes.create", &note)["note"]["id"].take();
        admin.call(
            "notes.update",
            &json!({"id": self.note, "title": hidden.title}),
        );
        let comment = json!({"record_kind": "contact", "record_id": self.ada,
            "body": "Well"});
        admin.call("comments.create", &comment);
        let file = json!({"name": "file.txt", "text": "bytes", "description": hidden.note,
            "media_type": hidden.media, "links": about});
        self.file = admin.call("files.upload", &file)["file"]["id"].take();
    }

    /// A view that rests on a hidden field, a change of many, and someone in the archive.
    fn shapes(&mut self, admin: &Caller, hidden: &Hidden) {
        let view = json!({"name": "Noted", "filter": format!("note = '{}'", hidden.note),
            "columns": ["display_name", "note"], "group_by": "status", "visibility": "all"});
        self.view = admin.call("views.create", &view)["id"].take();
        let plan = json!({"selection": {"ids": [self.twin]},
            "action": {"verb": "update", "fields": {"note": hidden.title}}});
        self.bulk = admin.call("bulk.plan", &plan)["bulk"]["id"].take();
        admin.call("bulk.apply", &json!({"id": self.bulk}));
        let gone = json!({"name": {"given": "Gone"}, "note": hidden.note});
        let gone = admin.call("contacts.create", &gone)["contact"]["id"].take();
        admin.call("contacts.archive", &json!({"id": gone}));
        let lead = json!({"full_name": "Lost Lead", "note": hidden.note});
        let lead = admin.call("leads.create", &lead)["lead"]["id"].take();
        admin.call("leads.archive", &json!({"id": lead}));
    }
}

//! Filling a tenant with one record of every kind.

use serde_json::json;

use super::{COLLEAGUE, FILE, Ids};
use crate::support::{Caller, id};

impl Ids {
    /// Fills a tenant with one record of every kind.
    pub fn fill(admin: &Caller) -> Self {
        let mut ids = Self::default();
        ids.people(admin);
        ids.tenant(admin);
        ids.leads(admin);
        ids.deals(admin);
        ids.communications(admin);
        ids.tasks(admin);
        ids.writing(admin);
        ids.changes(admin);
        ids
    }

    fn people(&mut self, admin: &Caller) {
        self.contact = admin.contact_with(json!({
            "name": { "given": "Ada", "family": "Lovelace" }, "note": "first",
            "emails": [{ "address": "ada@example.com" }],
        }));
        self.other_contact = admin.contact("Mary");
        [self.twin, self.other_twin] = ["Grace", "Gracie"].map(|name| admin.contact(name));
        self.archived_contact = admin.contact("Gone");
        admin.call("contacts.archive", json!({ "id": self.archived_contact }));
        let engines = json!({ "name": "Engines", "domains": ["engines.example"] });
        self.account = admin.account_with(engines);
        self.other_account = admin.account("Looms");
        self.archived_account = admin.account("Shut");
        admin.call("accounts.archive", json!({ "id": self.archived_account }));
        let title = json!({ "title": "Analyst" });
        self.association = admin.associate(&self.contact, &self.account, title);
        self.secondary = admin.associate(&self.contact, &self.other_account, json!({}));
        self.relationship = id(&admin.call(
            "relationships.create",
            json!({ "from_kind": "contact", "from_id": self.contact, "kind": "knows",
                    "to_kind": "contact", "to_id": self.other_contact }),
        ));
        self.chief = admin.contact("Charles");
        admin.associate(&self.chief, &self.account, json!({}));
        let under = json!({
            "account_id": self.account, "contact_id": self.contact, "manager_id": self.chief,
        });
        let moved = admin.call("org_chart.relocate", under);
        self.chart_line = id(&json!({ "id": moved["line_id"] }));
    }

    fn tenant(&mut self, admin: &Caller) {
        let tag = |name: &str| id(&admin.call("tags.create", json!({ "name": name })));
        [self.tag, self.other_tag, self.archived_tag] =
            ["tier/gold", "tier/silver", "old"].map(tag);
        admin.call("tags.archive", json!({ "id": self.archived_tag }));
        self.field = id(&admin.call(
            "fields.define",
            json!({ "record_kind": "contact", "name": "level", "field_type": "number" }),
        ));
        self.role = admin.role("clerk", json!([]), json!([]));
        let team = |name: &str| id(&admin.call("teams.create", json!({ "name": name })));
        [self.team, self.other_team] = ["North", "West"].map(team);
        self.share = id(&admin.call(
            "shares.give",
            json!({ "record_kind": "contact", "record_id": self.contact, "user_id": COLLEAGUE }),
        ));
        let plan = |text: &str| {
            let plan = admin.call("imports.plan", json!({ "text": text }));
            id(&plan["import"])
        };
        let done = "Emmy;Noether;emmy@ring.example;";
        [self.planned_import, self.done_import] = [FILE, done].map(plan);
        admin.call(
            "imports.apply",
            json!({ "id": self.done_import, "text": done }),
        );
        let segment = |name: &str| {
            let args = json!({ "name": name, "rule": "title is set or custom.level > 2" });
            id(&admin.call("segments.create", args)["segment"])
        };
        [self.segment, self.archived_segment] = ["Titled", "Left"].map(segment);
        admin.call("segments.archive", json!({ "id": self.archived_segment }));
        let view = json!({ "name": "Titled", "filter": "title is set", "group_by": "status" });
        self.view = id(&admin.call("views.create", view));
    }

    fn leads(&mut self, admin: &Caller) {
        let lead = |name: &str| {
            let lead = json!({ "full_name": format!("{name} Miller"), "tags": ["tier/gold"] });
            id(&admin.call("leads.create", lead)["lead"])
        };
        [
            self.lead,
            self.archived_lead,
            self.closed_lead,
            self.converted_lead,
        ] = ["Open", "Archived", "Closed", "Converted"].map(lead);
        admin.call("leads.archive", json!({ "id": self.archived_lead }));
        let spam = json!({ "id": self.closed_lead, "reason": "spam" });
        admin.call("leads.disqualify", spam);
        admin.call(
            "leads.convert",
            json!({
                "id": self.converted_lead, "mode": "automatic", "account": { "action": "create", "name": "Mills" },
                "contact": { "action": "create" }, "deal": { "action": "create" },
            }),
        );
        let rule = json!({ "name": "All", "candidates": [{ "user_id": COLLEAGUE }] });
        self.assignment_rule = id(&admin.call("assignment_rules.create", rule));
    }

    fn deals(&mut self, admin: &Caller) {
        self.pipeline = id(&admin.call(
            "pipelines.create",
            json!({
                "name": "Renewals",
                "stages": [
                    { "label": "Due soon", "probability": "20" },
                    { "label": "Called", "probability": "40" },
                    { "label": "Renewed", "outcome": "won" },
                    { "label": "Left", "outcome": "lost" },
                ],
            }),
        ));
        [self.competitor, self.other_competitor] = ["Initech", "Initrode"]
            .map(|name| id(&admin.call("competitors.create", json!({ "name": name }))));
        let usd = |amount: &str| json!({ "amount": amount, "currency": "USD" });
        let deal = |name: &str| {
            let deal = json!({
                "name": name, "account_id": self.account,
                "contacts": [{ "contact_id": self.contact }],
                "lines": [{ "name": "Van", "price": usd("500") },
                          { "name": "Wheel", "price": usd("50") }],
            });
            id(&admin.call("deals.create", deal))
        };
        [self.deal, self.lost_deal, self.archived_deal] = ["Fleet", "Lost", "Archived"].map(deal);
        let details = admin.call("deals.details", json!({ "id": self.deal }));
        self.deal_line = id(&details["lines"][0]);
        self.other_deal_line = id(&details["lines"][1]);
        self.deal_contact = id(&details["contacts"][0]["link"]);
        admin.call("deals.archive", json!({ "id": self.archived_deal }));
        let price = json!({ "id": self.lost_deal, "reason": "price" });
        admin.call("deals.lose", price);
        let record = |document| id(&admin.call("documents.record", document)["document"]);
        self.document = record(json!({
            "kind": "quotation", "number": "Q1", "status": "draft", "deal_id": self.deal,
        }));
        self.loose_document = record(json!({
            "kind": "invoice", "number": "I1", "status": "open", "customer_name": "Engines",
            "total": usd("10"),
        }));
        let paid = json!({
            "kind": "invoice", "number": "I2", "status": "open", "deal_id": self.lost_deal,
            "issued_on": "2025-12-20", "total": usd("10"),
            "payments": [{ "paid_on": "2025-12-24", "amount": usd("10") }],
        });
        self.alert = id(&admin.call("documents.record", paid)["alerts"][0]);
    }

    fn communications(&mut self, admin: &Caller) {
        let log = |more| id(&admin.call("communications.log", more)["communication"]);
        let mail = |subject: &str| {
            json!({
                "kind": "email", "subject": subject, "occurred_at": "2025-12-31T10:00:00Z",
                "participants": [{ "address": "ada@example.com" }],
            })
        };
        self.communication = log(mail("A question"));
        self.archived_communication = log(mail("An error"));
        admin.call(
            "communications.archive",
            json!({ "id": self.archived_communication }),
        );
        let to = json!([{ "contact_id": self.contact }]);
        self.draft_communication =
            log(json!({ "kind": "email", "participants": to, "draft": true }));
        self.scheduled_communication = log(json!({
            "kind": "sms", "participants": to, "schedule_at": "2027-02-01T00:00:00Z",
        }));
    }

    fn tasks(&mut self, admin: &Caller) {
        let about = json!([{ "kind": "contact", "id": self.contact }]);
        let task = |subject: &str| {
            let task = json!({ "subject": subject, "due_on": "2027-01-04", "links": about });
            id(&admin.call("tasks.create", task)["task"])
        };
        [self.task, self.done_task, self.archived_task] = ["Call", "Ask", "Forget"].map(task);
        admin.call("tasks.complete", json!({ "id": self.done_task }));
        admin.call("tasks.archive", json!({ "id": self.archived_task }));
        let remind = |at: &str| {
            let reminder = json!({
                "record_kind": "contact", "record_id": self.contact, "text": "Call Ada",
                "remind_at": at,
            });
            id(&admin.call("reminders.create", reminder))
        };
        self.told_reminder = remind("2026-01-01T00:00:01Z");
        admin.call("tasks.tick", json!({}));
        self.reminder = remind("2026-01-01T00:00:02Z");
    }

    fn writing(&mut self, admin: &Caller) {
        let about = json!([{ "kind": "contact", "id": self.contact }]);
        let note = |body: &str| {
            let note = json!({ "body": body, "links": about });
            id(&admin.call("notes.create", note)["note"])
        };
        [self.note, self.archived_note] = ["Prefers tea.", "Wrong."].map(note);
        admin.call("notes.archive", json!({ "id": self.archived_note }));
        let comment = json!({
            "record_kind": "contact", "record_id": self.contact, "body": "What now?",
        });
        self.comment = id(&admin.call("comments.create", comment)["comment"]);
        let file = |name: &str| {
            let file = json!({ "name": name, "text": "first", "links": about });
            id(&admin.call("files.upload", file)["file"])
        };
        [self.file, self.other_file, self.archived_file] =
            ["offer.txt", "face.png", "wrong.txt"].map(file);
        admin.call("files.archive", json!({ "id": self.archived_file }));
        let second = json!({ "id": self.file, "text": "second" });
        admin.call("files.add_version", second);
    }

    fn changes(&mut self, admin: &Caller) {
        let plan = |field: &str| {
            let plan = json!({
                "selection": { "ids": [self.other_contact] },
                "action": { "verb": "update", "fields": { field: "changed" } },
            });
            id(&admin.call("bulk.plan", plan)["bulk"])
        };
        [self.planned_bulk, self.done_bulk] = ["note", "department"].map(plan);
        admin.call("bulk.apply", json!({ "id": self.done_bulk }));
        [self.merge_survivor, self.merge_loser] = ["Lise", "Liese"].map(|name| admin.contact(name));
        let both = [&self.merge_survivor, &self.merge_loser];
        let merged = admin.call(
            "merge.apply",
            json!({
                "kind": "contact", "survivor_id": self.merge_survivor, "ids": both,
                "versions": both.map(|id| json!({ "id": id, "version": 1 })),
            }),
        );
        self.done_merge = id(&json!({ "id": merged["merge_id"] }));
        let note = json!({ "id": self.contact, "note": "second" });
        admin.call("contacts.update", note);
    }
}

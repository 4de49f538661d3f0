//! The calls that look at one record or at what a tenant has set up, and the small changes of it.

use serde_json::{Value as Json, json};

use super::caller::{COMPANIES, Caller, FAMILY, TAGS};

/// What takes nothing but the id of a record of a kind.
const OF_ONE: &[(&str, &str)] = &[
    ("contacts.get", "contact"),
    ("accounts.get", "account"),
    ("leads.get", "lead"),
    ("deals.get", "deal"),
    ("documents.get", "document"),
    ("pipelines.get", "pipeline"),
    ("tasks.get", "task"),
    ("notes.get", "note"),
    ("files.get", "file"),
    ("files.versions", "file"),
    ("files.compare", "file"),
    ("files.content", "file"),
    ("files.verify", "file"),
    ("segments.get", "segment"),
    ("bulk.get", "applied bulk"),
    ("competitors.archive", "competitor"),
];
/// What takes nothing.
const OF_ALL: &[&str] = &[
    "assignment_rules.list",
    "settings.get",
    "roles.list",
    "teams.list",
    "tags.list",
    "audit.disclosures",
    "communications.messages",
];
const RULES: &[&str] = &["email is set", "custom.tier = 'gold'", "any", "titel = 1"];

impl Caller {
    /// Looks.
    pub(super) fn looking(&mut self) -> (&'static str, Json) {
        match self.random.below(15) {
            0..=5 => {
                let (name, kind) = *self.random.pick(OF_ONE);
                (name, json!({"id": self.known(kind)}))
            }
            6 => (*self.random.pick(OF_ALL), json!({})),
            7 => {
                let kind = self.subject();
                ("fields.list", json!({"record_kind": kind}))
            }
            8 => {
                let asked = json!({"record_kind": self.kind(), "rule": self.text(RULES)});
                ("segments.check", asked)
            }
            9 => {
                let kind = self.subject();
                let part = self.text(&["communication", "task", "note", "deal", "association"]);
                let asked = json!({
                    "record_kind": kind, "id": self.known(kind), "part": part, "limit": 2,
                });
                ("overview.part", asked)
            }
            10 => {
                let kind = self.kind();
                let asked = json!({
                    "permission": "crm.contact.update", "kind": kind, "id": self.known(kind),
                });
                ("access.explain", asked)
            }
            11 => {
                let kind = self.kind();
                let asked = json!({"record_kind": kind, "ids": self.some(kind, 3)});
                ("badges.read", asked)
            }
            12 => ("deals.totals", json!({"account_id": self.known("account")})),
            13 => ("duplicates.scan", json!({"kind": self.kind()})),
            _ => {
                let id = self.known("note");
                ("links.list", json!({"item_kind": "note", "item_id": id}))
            }
        }
    }

    /// Changes a little of what was set up.
    pub(super) fn adjusting(&mut self) -> (&'static str, Json) {
        match self.random.below(10) {
            0 => {
                let patch = json!({"name": self.text(COMPANIES)});
                ("pipelines.update", self.versioned(patch, "pipeline"))
            }
            1 => {
                let patch = json!({"name": self.text(COMPANIES)});
                ("competitors.update", self.versioned(patch, "competitor"))
            }
            2 => {
                let patch = json!({"name": self.text(TAGS)});
                ("views.update", self.versioned(patch, "view"))
            }
            3 => {
                let patch = json!({"priority": "high"});
                ("reminders.update", self.versioned(patch, "reminder"))
            }
            4 => {
                let patch = json!({"folder": self.text(TAGS), "labels": [self.text(FAMILY)]});
                ("files.update", self.versioned(patch, "file"))
            }
            5 => {
                let patch = json!({"name": self.text(FAMILY)});
                ("roles.update", self.versioned(patch, "role"))
            }
            6 => {
                let patch = json!({"name": self.text(FAMILY)});
                ("teams.update", self.versioned(patch, "team"))
            }
            7 => {
                let asked = json!({"id": self.known("deal"), "lines": self.some("line", 1)});
                ("deals.reorder_lines", asked)
            }
            8 => {
                let ids = self.some("contact", 2);
                let asked = json!({"kind": "contact", "ids": ids});
                ("duplicates.reconsider", asked)
            }
            _ => {
                let asked = json!({
                    "kind": self.text(&["email_opened", "email_clicked"]),
                    "communication_id": self.known("message"),
                    "title": self.text(FAMILY),
                });
                ("timeline.record", asked)
            }
        }
    }
}

//! The calls that make what another call wanted and did not find.

use serde_json::{Value as Json, json};

use super::caller::{COMPANIES, Caller, FAMILY, TAGS};
use super::labels::FIELDS;

impl Caller {
    /// The call that makes a record of a kind, or brings one to the state that is wanted.
    pub(super) fn filling(&mut self, kind: &str) -> Option<(&'static str, Json)> {
        let call = match kind {
            "contact" => ("contacts.create", self.contact()),
            "account" => ("accounts.create", self.account()),
            "association" => {
                let asked = json!({
                    "account_id": self.known("account"), "contact_id": self.known("contact"),
                });
                ("associations.create", asked)
            }
            "relationship" => ("relationships.create", self.relationship()),
            "lead" => ("leads.create", self.lead()),
            "assignment rule" => ("assignment_rules.create", self.assignment_rule()),
            "pipeline" => ("pipelines.create", self.pipeline()),
            "deal" => ("deals.create", self.deal()),
            "line" => {
                let line = json!({
                    "name": "Van", "quantity": "2",
                    "price": {"amount": "20", "currency": "EUR"},
                });
                (
                    "deals.add_line",
                    json!({"id": self.known("deal"), "line": line}),
                )
            }
            "deal contact" => {
                let contact = json!({"contact_id": self.known("contact")});
                let asked = json!({"id": self.known("deal"), "contact": contact});
                ("deals.add_contact", asked)
            }
            "competitor" => ("competitors.create", json!({"name": self.text(COMPANIES)})),
            "document" => ("documents.record", self.document()),
            "alert" => ("deals.advance", json!({})),
            "tag" => ("tags.create", json!({"name": self.text(TAGS)})),
            "field" => {
                let name = self.text(FIELDS);
                let asked = json!({"record_kind": "contact", "name": name, "field_type": "text"});
                ("fields.define", asked)
            }
            "segment" => ("segments.create", self.segment()),
            "view" => ("views.create", self.view()),
            "bulk" => {
                let asked = json!({
                    "selection": {"ids": [self.known("contact")]},
                    "action": {"verb": "update", "fields": {"note": "called"}},
                });
                ("bulk.plan", asked)
            }
            "team" => ("teams.create", json!({"name": self.text(FAMILY)})),
            "communication" => ("communications.log", self.communication()),
            "message" => ("communications.log", self.message()),
            "told reminder" => ("tasks.tick", json!({"limit": 5})),
            "task" => ("tasks.create", self.task()),
            "reminder" => ("reminders.create", self.reminder()),
            "note" => ("notes.create", self.note()),
            "comment" => ("comments.create", self.comment()),
            "file" => ("files.upload", self.file()),
            state => self.bringing_to(state)?,
        };
        Some(call)
    }

    /// The call that brings a record to a state.
    fn bringing_to(&mut self, state: &str) -> Option<(&'static str, Json)> {
        let (name, kind) = match state {
            "archived contact" => ("contacts.archive", "contact"),
            "archived account" => ("accounts.archive", "account"),
            "archived lead" => ("leads.archive", "lead"),
            "archived deal" => ("deals.archive", "deal"),
            "archived segment" => ("segments.archive", "segment"),
            "archived communication" => ("communications.archive", "communication"),
            "archived task" => ("tasks.archive", "task"),
            "archived note" => ("notes.archive", "note"),
            "archived file" => ("files.archive", "file"),
            "applied bulk" => ("bulk.apply", "bulk"),
            "archived tag" => ("tags.archive", "tag"),
            "done task" => ("tasks.complete", "task"),
            "closed deal" => ("deals.win", "deal"),
            "closed lead" => {
                let asked = json!({"id": self.known("lead"), "reason": "timing"});
                return Some(("leads.lose", asked));
            }
            "converted lead" => {
                let asked = json!({"id": self.known("lead"), "mode": "automatic"});
                return Some(("leads.convert", asked));
            }
            _ => return None,
        };
        Some((name, json!({"id": self.known(kind)})))
    }
}

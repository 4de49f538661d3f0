//! What a caller learns from answers: which records there are, and what became of them.

use serde_json::{Value as Json, json};

use super::Call;
use super::caller::{Caller, GONE};
use crate::error::Result;

/// Which operation creates which kind; the answer is the record, or has it under its kind.
const CREATED: &[(&str, &str)] = &[
    ("contacts.create", "contact"),
    ("accounts.create", "account"),
    ("associations.create", "association"),
    ("relationships.create", "relationship"),
    ("leads.create", "lead"),
    ("assignment_rules.create", "assignment rule"),
    ("pipelines.create", "pipeline"),
    ("deals.create", "deal"),
    ("deals.add_line", "line"),
    ("deals.add_contact", "deal contact"),
    ("competitors.create", "competitor"),
    ("documents.record", "document"),
    ("tags.create", "tag"),
    ("fields.define", "field"),
    ("roles.create", "role"),
    ("teams.create", "team"),
    ("segments.create", "segment"),
    ("communications.log", "communication"),
    ("tasks.create", "task"),
    ("reminders.create", "reminder"),
    ("reminders.delivered", "told reminder"),
    ("notes.create", "note"),
    ("comments.create", "comment"),
    ("files.upload", "file"),
    ("views.create", "view"),
    ("shares.give", "share"),
    ("bulk.plan", "bulk"),
];

/// Which operation takes the record with its `id` from which kind to which.
const MOVED: &[(&str, &str, &str)] = &[
    ("contacts.archive", "contact", "archived contact"),
    ("contacts.restore", "archived contact", "contact"),
    ("contacts.purge", "archived contact", GONE),
    ("accounts.archive", "account", "archived account"),
    ("accounts.restore", "archived account", "account"),
    ("accounts.purge", "archived account", GONE),
    ("leads.convert", "lead", "converted lead"),
    ("leads.unconvert", "converted lead", "lead"),
    ("leads.disqualify", "lead", "closed lead"),
    ("leads.lose", "lead", "closed lead"),
    ("leads.reopen", "closed lead", "lead"),
    ("leads.archive", "lead", "archived lead"),
    ("leads.restore", "archived lead", "lead"),
    ("leads.purge", "archived lead", GONE),
    ("deals.win", "deal", "closed deal"),
    ("deals.lose", "deal", "closed deal"),
    ("deals.reopen", "closed deal", "deal"),
    ("deals.archive", "deal", "archived deal"),
    ("deals.restore", "archived deal", "deal"),
    ("deals.purge", "archived deal", GONE),
    ("deals.remove_line", "line", GONE),
    ("deals.remove_contact", "deal contact", GONE),
    (
        "communications.archive",
        "communication",
        "archived communication",
    ),
    (
        "communications.restore",
        "archived communication",
        "communication",
    ),
    ("communications.purge", "archived communication", GONE),
    ("tasks.complete", "task", "done task"),
    ("tasks.reopen", "done task", "task"),
    ("tasks.archive", "task", "archived task"),
    ("tasks.restore", "archived task", "task"),
    ("tasks.purge", "archived task", GONE),
    ("reminders.remove", "reminder", GONE),
    ("shares.withdraw", "share", GONE),
    ("notes.archive", "note", "archived note"),
    ("notes.restore", "archived note", "note"),
    ("notes.purge", "archived note", GONE),
    ("comments.remove", "comment", GONE),
    ("files.archive", "file", "archived file"),
    ("files.restore", "archived file", "file"),
    ("files.purge", "archived file", GONE),
    ("segments.archive", "segment", "archived segment"),
    ("segments.restore", "archived segment", "segment"),
    ("tags.archive", "tag", "archived tag"),
    ("tags.restore", "archived tag", "tag"),
    ("tags.remove", "tag", GONE),
    ("relationships.remove", "relationship", GONE),
    ("associations.end", "association", GONE),
    ("assignment_rules.archive", "assignment rule", GONE),
    ("competitors.archive", "competitor", GONE),
    ("pipelines.delete", "pipeline", GONE),
    ("fields.archive", "field", GONE),
    ("views.archive", "view", GONE),
    ("teams.archive", "team", GONE),
    ("roles.archive", "role", GONE),
];

/// Which operation is planned by which, and what of the plan its arguments say.
const PLANNED: &[(&str, &str, &str)] = &[
    ("merge.plan", "merge.apply", "records"),
    ("merge.plan_unmerge", "merge.unmerge", "records"),
    ("leads.plan_conversion", "leads.convert", "versions"),
];

impl Caller {
    /// Notes what an answer created, and what became of what there was.
    pub fn learn(&mut self, call: &Call, answer: &Result<Vec<u8>>) {
        let Ok(answer) = answer else { return };
        let answer: Json = serde_json::from_slice(answer).expect("answers are JSON");
        // A conversion that somebody has to look at first converted nothing.
        if answer
            .get("outcome")
            .is_some_and(|outcome| outcome == "needs_review")
        {
            return;
        }
        if let Some((_, kind)) = CREATED.iter().find(|(name, _)| *name == call.name) {
            let record = answer.get(*kind).filter(|part| part.is_object());
            let id = record.unwrap_or(&answer).get("id");
            self.found(kind, id.expect("what was created has an id"));
        }
        if let Some((_, from, to)) = MOVED.iter().find(|(name, ..)| *name == call.name) {
            let id = call.arguments.get("id").cloned().unwrap_or_default();
            self.moves(from, to, id);
        }
        if let Some((_, next, versions)) = PLANNED.iter().find(|(name, ..)| *name == call.name) {
            // A plan is applied later, as it stands.
            let mut arguments = call.arguments.clone();
            arguments["versions"] = answer[*versions].clone();
            arguments["digest"] = answer["digest"].clone();
            self.planned.push((next, arguments));
        }
        match call.name {
            "merge.apply" => self.learn_merge(call, &answer),
            "merge.unmerge" => self.learn_unmerge(call, &answer),
            "leads.convert" => {
                for kind in ["account", "contact", "deal"] {
                    if let Some(id) = answer[kind].get("id") {
                        self.found(kind, id);
                    }
                }
            }
            "associations.create" => {
                let [account, contact] =
                    ["account_id", "contact_id"].map(|field| call.arguments[field].clone());
                self.members.push((account, contact));
            }
            "communications.log" if call.arguments.get("schedule_at").is_some() => {
                self.found("message", &answer["communication"]["id"]);
            }
            "bulk.apply" if answer["status"] != "planned" => {
                let id = call.arguments["id"].clone();
                self.moves("bulk", "applied bulk", id);
            }
            "tasks.tick" => {
                for due in answer["due"].as_array().into_iter().flatten() {
                    let told = json!({"id": due["reminder"]["id"], "user_id": due["user_id"]});
                    self.planned.push(("reminders.delivered", told));
                }
            }
            "deals.details" => {
                let lines = answer["lines"].as_array().into_iter().flatten();
                let mut lines: Vec<Json> = lines.map(|line| line["id"].clone()).collect();
                for line in &lines {
                    self.found("line", line);
                }
                lines.reverse();
                let order = json!({"id": call.arguments["id"], "lines": lines});
                self.planned.push(("deals.reorder_lines", order));
            }
            "deals.advance" => {
                for alert in answer["alerts"].as_array().into_iter().flatten() {
                    self.found("alert", &alert["id"]);
                }
            }
            _ => {}
        }
    }

    /// What was taken out of a merge is itself again; what stays merged is a merge of its own.
    fn learn_unmerge(&mut self, call: &Call, answer: &Json) {
        let kind = kind_of(call);
        for part in ["contacts", "accounts"] {
            for record in answer[part].as_array().into_iter().flatten() {
                self.moves(GONE, kind, record["id"].clone());
            }
        }
        if let Some(again) = answer.get("merge_id") {
            self.merged(kind, again.clone(), &answer["plan"]["remaining"]);
        }
    }

    /// Remembers a merge and whom it took in, so that it can be undone.
    fn merged(&mut self, kind: &'static str, id: Json, ids: &Json) {
        let ids = ids.as_array().cloned().unwrap_or_default();
        self.merges.push((kind, id, ids));
    }

    /// What was merged leads to its survivor from now on.
    fn learn_merge(&mut self, call: &Call, answer: &Json) {
        let kind = kind_of(call);
        let survivor = &answer["plan"]["survivor_id"];
        let records = answer["plan"]["records"].as_array().into_iter().flatten();
        let ids = records.map(|record| record["id"].clone());
        let ids: Vec<Json> = ids.filter(|id| id != survivor).collect();
        for id in &ids {
            self.moves(kind, GONE, id.clone());
        }
        self.merged(kind, answer["merge_id"].clone(), &json!(ids));
    }
}

/// The kind of record that a call merges or parts.
fn kind_of(call: &Call) -> &'static str {
    if call.arguments["kind"] == "contact" {
        "contact"
    } else {
        "account"
    }
}

//! What an actor asks who would like to know what it may not.

use serde_json::{Value, json};

use super::Hidden;
use crate::every_operation::{Ids, arguments, properties};
use crate::support::merge;

impl Hidden {
    /// Calls that ask for the field, beside the usual one.
    #[allow(clippy::too_many_lines)] // a line or two for each operation
    pub fn asking(&self, operation: &str, ids: &Ids, merging: &Value) -> Vec<Value> {
        let usual = arguments(operation, ids);
        let with = |more: Value| {
            let mut arguments = usual.clone();
            merge(&mut arguments, more);
            arguments
        };
        let mut calls = vec![usual.clone()];
        for property in properties(operation) {
            match property.as_str() {
                "sort" => calls.push(with(json!({ "sort": self.field }))),
                "filter" => calls.push(with(json!({ "filter": format!("{} is set", self.field) }))),
                "rule" => calls.push(
                    json!({ "rule": format!("{} is set", self.field), "record_kind": self.kind }),
                ),
                "field" => calls.push(with(json!({ "field": self.field }))),
                _ => {}
            }
        }
        if self.field == "custom.level" && operation == "fields.usage" {
            // Who manages the fields may know how many records use one.
            return Vec::new();
        }
        let own = match self.kind {
            "contact" => &ids.contact,
            "account" => &ids.account,
            "lead" => &ids.lead,
            "deal_line" => &ids.deal_line,
            "sales_document" => &ids.document,
            "share" => &ids.share,
            _ => &ids.deal,
        };
        let writes = match self.kind {
            "deal_line" => ["deals.update_line", ""],
            "stage_stay" => ["deals.move_stage", ""],
            "sales_document" => ["documents.record", ""],
            "share" => ["shares.list", ""],
            "deal" => ["deals.create", "deals.update"],
            "lead" => ["leads.create", "leads.update"],
            "account" => ["accounts.create", "accounts.update"],
            _ => ["contacts.create", "contacts.update"],
        };
        if writes.contains(&operation) {
            for value in &self.values {
                let mut arguments = usual.clone();
                self.put(&mut arguments, Some(value));
                calls.push(arguments);
            }
        }
        if operation.strip_prefix(self.kind) == Some("s.list") {
            calls.push(json!({ "count": true }));
        }
        if operation == "access.explain" && self.kind == "share" {
            // About somebody with whom the contact is shared by either of the teams.
            let teams = self.values.clone();
            let somebody = json!({
                "tenant": "00000000-0000-0000-0000-00000000000a",
                "user": "00000000-0000-0000-0000-000000000008",
                "roles": ["short_sighted"], "teams": teams,
            });
            calls.push(json!({
                "permission": "crm.contact.view", "kind": "contact", "id": ids.contact,
                "actor": somebody,
            }));
        }
        let emails = json!([{ "address": "subject@example.com" }]);
        match operation {
            "contacts.create" | "leads.create" => {
                let policies = [
                    "reject",
                    "return_existing",
                    "fill_missing",
                    "update_existing",
                ];
                let policies = policies.into_iter();
                calls.extend(
                    policies.map(|policy| json!({ "emails": emails, "on_duplicate": policy })),
                );
            }
            "leads.convert" => {
                let alone = json!({ "action": "none" });
                calls.push(json!({ "id": ids.lead, "mode": "automatic", "deal": alone }));
                calls.push(json!({ "id": ids.lead, "mode": "automatic", "account": alone }));
            }
            "search.query" => calls.extend(
                ["one", "two", "paris", "zelda", "subject"].map(|text| json!({ "text": text })),
            ),
            "duplicates.probe" => {
                let mut probe = json!({});
                self.put(&mut probe, Some(&self.values[0]));
                calls.push(json!({ self.kind: probe }));
                calls.push(json!({ "contact": { "emails": emails } }));
            }
            "duplicates.find" | "audit.history" | "fields.values" | "access.explain"
            | "relationships.list" => {
                calls.push(with(
                    json!({ "kind": self.kind, "record_kind": self.kind, "id": own }),
                ));
            }
            "documents.lifetime_value" => {
                // Between the days that hidden invoices may be of, so that counting them tells.
                let days = ["2001-02-02", "2002-01-01", "2002-03-04"];
                calls.extend(days.map(|day| with(json!({ "until": day }))));
            }
            "deals.create" => calls.push(json!({ "name": "Bare", "account_id": ids.account })),
            "communications.log" | "communications.update" => {
                calls.extend(
                    ["one@hidden.example", "+442079460011"]
                        .map(|address| with(json!({ "participants": [{ "address": address }] }))),
                );
            }
            "duplicates.scan" => calls.push(json!({ "kind": self.kind })),
            "merge.plan" => calls.push(json!({ "kind": self.kind, "ids": merging["ids"] })),
            "merge.apply" => {
                let mut apply = merging.clone();
                if let Some(apply) = apply.as_object_mut() {
                    apply.remove("undoing");
                }
                calls.push(apply);
            }
            "merge.list" => calls.push(json!({ "kind": self.kind, "id": own })),
            "merge.plan_unmerge" | "merge.unmerge" => {
                calls.extend(merging.get("undoing").cloned());
                // What is to stay is named by whoever may read it.
                let field = json!([self.field]);
                calls.extend(merging.get("undoing").map(|undoing| {
                    let mut keeping = undoing.clone();
                    merge(&mut keeping, json!({ "keep_fields": field }));
                    keeping
                }));
            }
            "segments.explain" => calls
                .push(json!({ "rule": "id is set", "record_kind": self.kind, "record_id": own })),
            "imports.plan" => calls.extend(self.plans()),
            _ => {}
        }
        calls
    }

    /// Plans of files that resemble what is hidden.
    fn plans(&self) -> Vec<Value> {
        let plan = |text: &str, kind: &str| {
            let read = json!({ "record_kind": kind });
            json!({ "text": text, "options": { "on_duplicate": "reject", "read": read } })
        };
        let people = ["contact", "lead"];
        let mut plans: Vec<Value> = people
            .map(|kind| plan("Sub;Ject;subject@example.com;", kind))
            .into();
        // Whether a deal finds its account tells what the account is called.
        let texts = self.values.iter().filter_map(Value::as_str);
        plans.extend(texts.map(|text| plan(&format!("Looms;;;{text}"), "deal")));
        plans
    }
}

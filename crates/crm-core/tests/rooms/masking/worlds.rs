//! Stores that differ in one field.

use crm_core::Error;
use serde_json::{Value, json};

use super::Hidden;
use crate::every_operation::Ids;
use crate::support::{Caller, World, id, merge};

/// Who asks.
const ASKING: &str = "00000000-0000-0000-0000-000000000002";

/// Calls of an administrator whose times and ids do not depend on what earlier ones did.
struct Steps<'w> {
    world: &'w World,
    admin: Caller,
    step: u64,
}

impl Steps<'_> {
    fn call(&mut self, operation: &str, arguments: Value) -> Value {
        self.attempt(operation, &arguments)
            .unwrap_or_else(|error| panic!("{operation} {arguments}: {error}"))
    }

    fn attempt(&mut self, operation: &str, arguments: &Value) -> Result<Value, Error> {
        self.step += 1_000;
        self.world.count.put(self.step);
        self.admin.attempt(operation, arguments)
    }
}

impl Hidden {
    /// Puts a value into arguments, where there is one.
    pub fn put(&self, arguments: &mut Value, value: Option<&Value>) {
        let arguments = arguments.as_object_mut().unwrap();
        match (self.field.strip_prefix("custom."), value) {
            (None, None) => drop(arguments.remove(&self.field)),
            (None, Some(value)) => drop(arguments.insert(self.field.clone(), value.clone())),
            (Some(_), None) => {}
            (Some(name), Some(value)) => {
                arguments.insert("custom".into(), json!({ name: value }));
            }
        }
    }

    /// A store in which two records have the value, and in every other way the same as any; with
    /// what merges the two.
    pub fn world(&self, filled: &World, ids: &Ids, value: Option<&Value>) -> (World, Ids, Value) {
        let world = filled.fork();
        let mut ids = ids.clone();
        let mut steps = Steps {
            world: &world,
            admin: world.admin(),
            step: 1_000_000,
        };
        let merge = match self.kind {
            "contact" | "account" => self.people(&mut steps, &mut ids, value),
            "lead" => self.leads(&mut steps, &mut ids, value),
            "sales_document" => self.documents(&mut steps, &mut ids, value),
            "share" => self.shares(&mut steps, &mut ids, value),
            _ => self.deals(&mut steps, &mut ids, value),
        };
        let (kind, rule) = (self.kind, format!("{} is set", self.field));
        let rule = json!({ "name": "Hidden", "record_kind": kind, "rule": rule });
        if let Ok(saved) = steps.attempt("segments.create", &rule) {
            ids.segment = id(&saved["segment"]);
        }
        drop(steps);
        (world, ids, merge)
    }

    /// A record of the kind in which the value is.
    fn with(&self, mut record: Value, value: Option<&Value>, ids: &Ids) -> Value {
        // A record that names neither owner nor team would get one.
        merge(&mut record, json!({ "owner_id": ids.role }));
        self.put(&mut record, value);
        record
    }

    fn people(&self, steps: &mut Steps<'_>, ids: &mut Ids, value: Option<&Value>) -> Value {
        let create = format!("{}s.create", self.kind);
        let mut subject = |number: &str| {
            let record = match self.kind {
                "contact" => json!({
                    "emails": [{ "address": format!("{number}@example.com") }],
                    "phones": [{ "number": if number == "second" { "+442079460033" } else { "+442079460044" } }],
                    "on_duplicate": "create_anyway",
                }),
                _ => json!({ "name": "Subject", "on_duplicate": "create_anyway" }),
            };
            // Primary addresses are unique, so only one record can have it.
            let both = (self.field.as_str(), number) != ("emails", "second");
            let record = if both {
                self.with(record, value, ids)
            } else {
                let mut record = record;
                merge(&mut record, json!({ "owner_id": ids.role }));
                record
            };
            id(&steps.call(&create, record)[self.kind])
        };
        let (first, second) = (subject("subject"), subject("second"));
        let place = if self.kind == "contact" {
            (&mut ids.contact, &mut ids.twin)
        } else {
            (&mut ids.account, &mut ids.other_account)
        };
        (*place.0, *place.1) = (first.clone(), second.clone());
        let associate = |steps: &mut Steps<'_>, account: &str| {
            let pair = json!({ "contact_id": ids.contact, "account_id": account });
            id(&steps.call("associations.create", pair))
        };
        let main = ids.account.clone();
        ids.association = associate(steps, &main);
        let navy = steps.call("accounts.create", json!({ "name": "Navy" }));
        ids.secondary = associate(steps, &id(&navy["account"]));
        steps.call(
            "tags.apply",
            json!({
                "record_kind": self.kind, "record_ids": [first], "add": ["tier/gold"],
            }),
        );
        ids.relationship = id(&steps.call(
            "relationships.create",
            json!({
                "from_kind": self.kind, "from_id": first, "kind": "knows",
                "to_kind": "contact", "to_id": ids.other_twin,
            }),
        ));
        // A lead that matches one of the values, as whoever guesses it would create.
        let guess = json!({
            "emails": [{ "address": "one@hidden.example" }],
            "phones": [{ "number": "+442079460011" }],
            "company_text": "one", "website": "https://one.example/", "owner_id": ids.role,
        });
        ids.lead = id(&steps.call("leads.create", guess)["lead"]);
        let merging = self.merging(steps, [&first, &second]);
        self.merged(steps, value, ids, merging)
    }

    /// Merges a record that has the value into one that has none; adds what undoes that.
    fn merged(
        &self,
        steps: &mut Steps<'_>,
        value: Option<&Value>,
        ids: &Ids,
        mut merging: Value,
    ) -> Value {
        let create = format!("{}s.create", self.kind);
        let mut named = |name: &str, value: Option<&Value>| {
            let record = match self.kind {
                // One of its names may be what is hidden.
                "contact" => json!({
                    "display_as": name, "name": { "given": name }, "on_duplicate": "create_anyway",
                }),
                _ => json!({ "name": name, "on_duplicate": "create_anyway" }),
            };
            // Primary addresses are unique, and another record has this one.
            let value = value.filter(|_| self.field != "emails");
            id(&steps.call(&create, self.with(record, value, ids))[self.kind])
        };
        let both = [named("Stays", None), named("Goes", value)];
        let mut apply = self.merging(steps, [&both[0], &both[1]]);
        merge(&mut apply, json!({ "survivor_id": both[0] }));
        let merged = steps.call("merge.apply", apply);
        let mut undoing = json!({ "kind": self.kind, "merge_id": merged["merge_id"] });
        let plan = steps.call("merge.plan_unmerge", undoing.clone());
        merge(&mut undoing, json!({ "versions": plan["records"] }));
        merge(&mut merging, json!({ "undoing": undoing }));
        merging
    }

    fn merging(&self, steps: &mut Steps<'_>, both: [&String; 2]) -> Value {
        let get = format!("{}s.get", self.kind);
        let versions: Value = both
            .iter()
            .map(|id| {
                let record = steps.call(&get, json!({ "id": id }));
                json!({ "id": id, "version": record["version"] })
            })
            .collect();
        json!({ "kind": self.kind, "ids": both, "versions": versions })
    }

    /// Two leads, one of them converted without what is hidden, among people that one of the
    /// values matches.
    fn leads(&self, steps: &mut Steps<'_>, ids: &mut Ids, value: Option<&Value>) -> Value {
        steps.call(
            "contacts.create",
            json!({
                "display_as": "Match", "emails": [{ "address": "one@hidden.example" }],
                "phones": [{ "number": "+442079460011" }],
            }),
        );
        let sub = ["one", "two"].map(|name| json!({ "status": "new", "name": name }));
        steps.call("settings.update", json!({ "lead_sub_statuses": sub }));
        let company = json!({ "name": "one", "domains": ["one.example"] });
        steps.call("accounts.create", company);
        let mut subject = |number: &str| {
            // Whatever is hidden, something names the lead.
            let mut record = json!({
                "display_as": format!("{number} lead"), "company_text": "Weavers",
                "on_duplicate": "create_anyway",
            });
            if self.field == "display_as" {
                // Some name it must have.
                merge(
                    &mut record,
                    json!({ "company_text": format!("{number} company") }),
                );
            }
            if self.field == "budget_to" {
                merge(
                    &mut record,
                    json!({ "budget": { "amount": "1", "currency": "EUR" } }),
                );
            }
            id(&steps.call("leads.create", self.with(record, value, ids))["lead"])
        };
        (ids.lead, ids.converted_lead) = (subject("Open"), subject("Converted"));
        let skip: Value = ["contact", "account", "deal"]
            .iter()
            .flat_map(|kind| {
                let fields = [
                    "name",
                    "display_as",
                    "emails",
                    "phones",
                    "addresses",
                    "company_text",
                    "job_title",
                    "acquisition_source",
                    "medium",
                    "source_detail",
                    "note",
                    "website",
                    "amount",
                    "source",
                    "campaign",
                ];
                fields.map(|field| json!({ "kind": kind, "field": field }))
            })
            .collect();
        steps.call(
            "leads.convert",
            json!({
                "id": ids.converted_lead, "mode": "automatic", "skip": skip,
                "account": { "action": "link", "id": ids.other_account },
                "contact": { "action": "link", "id": ids.other_contact },
                "deal": { "action": "none" },
            }),
        );
        json!({})
    }

    /// A deal that goes on and one that was won, with lines where those are what is hidden.
    fn deals(&self, steps: &mut Steps<'_>, ids: &mut Ids, value: Option<&Value>) -> Value {
        let usd = |amount: &str| json!({ "amount": amount, "currency": "USD" });
        let mut subject = |name: &str| {
            let mut record = json!({
                "name": name, "account_id": ids.account,
                "contacts": [{ "contact_id": ids.contact }],
            });
            match self.kind {
                "deal" => {
                    if self.field != "currency" {
                        merge(&mut record, json!({ "amount": usd("100") }));
                    }
                    record = self.with(record, value, ids);
                }
                "deal_line" => {
                    let mut line = json!({ "name": "Van", "price": usd("100") });
                    self.put(&mut line, value);
                    merge(&mut record, json!({ "lines": [line] }));
                }
                _ => {}
            }
            let deal = id(&steps.call("deals.create", record));
            let mut step = json!({ "id": deal, "stage": "qualification" });
            if self.kind == "stage_stay" {
                self.put(&mut step, value);
            }
            steps.call("deals.move_stage", step);
            deal
        };
        let (open, won) = (subject("Open"), subject("Won"));
        steps.call("deals.win", json!({ "id": won, "reason": "quality" }));
        let details = steps.call("deals.details", json!({ "id": open }));
        if let Some(line) = details["lines"].get(0) {
            ids.deal_line = id(line);
        }
        ids.deal_contact = id(&details["contacts"][0]["link"]);
        let quotation = json!({
            "kind": "quotation", "number": "Q9", "status": "draft", "deal_id": open,
        });
        ids.document = id(&steps.call("documents.record", quotation)["document"]);
        ids.deal = open;
        json!({})
    }

    /// Two contacts shared with the same, who is somebody in every store, and with who asks.
    fn shares(&self, steps: &mut Steps<'_>, ids: &mut Ids, value: Option<&Value>) -> Value {
        let mut share = |contact: &String| {
            let mut share = json!({ "record_kind": "contact", "record_id": contact });
            self.put(&mut share, value.or(Some(&self.values[0])));
            id(&steps.call("shares.give", share))
        };
        share(&ids.other_twin);
        ids.share = share(&ids.twin);
        for contact in [&ids.twin, &ids.other_twin] {
            steps.call(
                "shares.give",
                json!({ "record_kind": "contact", "record_id": contact, "user_id": ASKING }),
            );
        }
        ids.contact = ids.twin.clone();
        let both = [ids.twin.clone(), ids.other_twin.clone()];
        json!({ "kind": "contact", "ids": both, "versions": [
            { "id": both[0], "version": 1 }, { "id": both[1], "version": 1 },
        ] })
    }

    /// A quotation and an invoice of a deal, an invoice of nobody's, and one of an account that was
    /// paid.
    fn documents(&self, steps: &mut Steps<'_>, ids: &mut Ids, value: Option<&Value>) -> Value {
        let mut record = |kind: &str, number: u8, deal: Option<&String>| {
            let system = [json!({ "system": "erp", "id": format!("{kind} {number}") })];
            let mut record = json!({
                "kind": kind, "number": format!("{kind} {number}"), "status": "open", "deal_id": deal,
                "external_ids": system, "issued_on": "2025-12-20",
                "total": { "amount": "1000", "currency": "USD" },
            });
            self.put(&mut record, value);
            id(&steps.call("documents.record", record)["document"])
        };
        ids.document = record("quotation", 9, Some(&ids.deal));
        if self.field != "external_ids" {
            // Two invoices under one external id would be one.
            record("invoice", 8, Some(&ids.deal));
        }
        ids.loose_document = record("invoice", 9, None);
        if self.field != "external_ids" {
            // Paid, as the host says, and so of the value of its account from the day of its issue.
            let mut paid = json!({
                "kind": "invoice", "number": "invoice 7", "status": "done",
                "account_id": ids.account, "issued_on": "2025-12-20",
                "external_ids": [{ "system": "erp", "id": "invoice 7" }],
                "total": { "amount": "1000", "currency": "USD" },
            });
            self.put(&mut paid, value);
            steps.call("documents.record", paid);
        }
        json!({})
    }
}

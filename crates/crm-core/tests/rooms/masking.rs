//! Two stores that differ only in what an actor may not see are one to it (semantics 4.11).

use crm_core::access::Permission;
use crm_core::account::Account;
use crm_core::contact::Contact;
use crm_core::field::{FieldDecl, Record as _};
use crm_core::operation::{Mode, OPERATIONS};
use serde_json::{Value, json};

use crate::every_operation::{Ids, arguments, filled, properties};
use crate::hidden_values;
use crate::support::{Caller, World, id, merge};

/// A field that a role hides, and what two stores hold in it.
struct Hidden {
    kind: &'static str,
    field: String,
    values: [Value; 2],
}

/// Every field that callers enter, and one of the tenant's own.
fn fields(ids: &Ids) -> Vec<Hidden> {
    let of = |kind, fields: &'static [FieldDecl]| {
        let entered = fields.iter().filter(|field| {
            field.entered && !["custom", "individual_contact_id"].contains(&field.name)
        });
        entered.map(move |field| Hidden {
            kind,
            field: field.name.to_owned(),
            values: hidden_values::two(field, ids),
        })
    };
    let custom = Hidden {
        kind: "contact",
        field: "custom.level".into(),
        values: [json!(3), json!(8)],
    };
    // An individual is backed by one contact for good, so that field goes with the kind, which
    // cannot be hidden.
    let contact = of("contact", Contact::DECL.fields);
    contact
        .chain(of("account", Account::DECL.fields))
        .chain([custom])
        .collect()
}

impl Hidden {
    /// Puts a value into arguments, where there is one.
    fn put(&self, arguments: &mut Value, value: Option<&Value>) {
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

    /// A store in which two records have the value, and in every other way the same as any.
    fn world(&self, filled: &World, ids: &Ids, value: Option<&Value>) -> (World, Ids, Value) {
        let world = filled.fork();
        let admin = world.admin();
        let mut ids = ids.clone();
        let mut step = 1_000_000;
        let mut at = || {
            step += 1_000;
            world.count.put(step);
        };
        let create = format!("{}s.create", self.kind);
        let mut subject = |number: &str| {
            at();
            // A record that names neither owner nor team would get one.
            let owner = json!({ "owner_id": ids.role });
            let mut record = match self.kind {
                "contact" => json!({
                    "emails": [{ "address": format!("{number}@example.com") }],
                    "phones": [{ "number": if number == "second" { "+442079460033" } else { "+442079460044" } }],
                }),
                _ => json!({ "name": "Subject" }),
            };
            merge(&mut record, owner);
            merge(&mut record, json!({ "on_duplicate": "create_anyway" }));
            // Primary addresses are unique, so only one record can have it.
            if (self.field.as_str(), number) != ("emails", "second") {
                self.put(&mut record, value);
            }
            id(&admin.call(&create, record)[self.kind])
        };
        let first = subject("subject");
        let second = subject("second");
        let place = if self.kind == "contact" {
            (&mut ids.contact, &mut ids.twin)
        } else {
            (&mut ids.account, &mut ids.other_account)
        };
        (*place.0, *place.1) = (first.clone(), second.clone());
        at();
        ids.association = admin.associate(&ids.contact, &ids.account, json!({}));
        at();
        let navy = admin.account("Navy");
        at();
        ids.secondary = admin.associate(&ids.contact, &navy, json!({}));
        at();
        admin.call(
            "tags.apply",
            json!({
                "record_kind": self.kind, "record_ids": [first], "add": ["tier/gold"],
            }),
        );
        at();
        ids.relationship = id(&admin.call(
            "relationships.create",
            json!({
                "from_kind": self.kind, "from_id": first, "kind": "knows",
                "to_kind": "contact", "to_id": ids.other_twin,
            }),
        ));
        at();
        let rule = json!({ "name": "Hidden", "record_kind": self.kind, "rule": format!("{} is set", self.field) });
        if let Ok(saved) = admin.attempt("segments.create", &rule) {
            ids.segment = id(&saved["segment"]);
        }
        let get = |id: &str| admin.call(&format!("{}s.get", self.kind), json!({ "id": id }));
        let versions = json!([
            { "id": first, "version": get(&first)["version"] },
            { "id": second, "version": get(&second)["version"] },
        ]);
        let merge = json!({ "kind": self.kind, "ids": [first, second], "versions": versions });
        (world, ids, merge)
    }

    /// Calls that ask for the field, beside the usual one.
    fn asking(&self, operation: &str, ids: &Ids, merging: &Value) -> Vec<Value> {
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
        let own = if self.kind == "contact" {
            &ids.contact
        } else {
            &ids.account
        };
        match operation.strip_prefix(self.kind) {
            Some("s.create" | "s.update") => {
                for value in &self.values {
                    let mut arguments = usual.clone();
                    self.put(&mut arguments, Some(value));
                    calls.push(arguments);
                }
                if operation == "contacts.create" {
                    for policy in [
                        "reject",
                        "return_existing",
                        "fill_missing",
                        "update_existing",
                    ] {
                        calls.push(json!({ "emails": [{ "address": "subject@example.com" }], "on_duplicate": policy }));
                    }
                }
            }
            Some("s.list") => calls.push(json!({ "count": true })),
            _ => {}
        }
        match operation {
            "search.query" => calls.extend(["one", "two", "paris", "zelda", "subject"].map(|text| json!({ "text": text }))),
            "duplicates.probe" => {
                let mut probe = json!({});
                self.put(&mut probe, Some(&self.values[0]));
                calls.push(json!({ self.kind: probe }));
                calls.push(json!({ "contact": { "emails": [{ "address": "subject@example.com" }] } }));
            }
            "duplicates.find" | "audit.history" | "fields.values" | "access.explain" | "relationships.list" => {
                calls.push(with(json!({ "kind": self.kind, "record_kind": self.kind, "id": own })));
            }
            "deals.create" => calls.push(json!({ "name": "Bare", "account_id": ids.account })),
            "communications.log" | "communications.update" => {
                calls.extend(["one@hidden.example", "+442079460011"].map(|address| {
                    with(json!({ "participants": [{ "address": address }] }))
                }));
            }
            "duplicates.scan" => calls.push(json!({ "kind": self.kind })),
            "merge.plan" => calls.push(json!({ "kind": self.kind, "ids": merging["ids"] })),
            "merge.apply" => calls.push(merging.clone()),
            "segments.explain" => calls.push(json!({ "rule": "id is set", "record_kind": self.kind, "record_id": own })),
            "imports.plan" => calls.push(json!({ "text": "Sub;Ject;subject@example.com;", "options": { "on_duplicate": "reject" } })),
            _ => {}
        }
        calls
    }
}

/// What the actor learns from a call.
fn learned(caller: &Caller, operation: &str, arguments: &Value) -> Value {
    match caller.attempt(operation, arguments) {
        Ok(mut answer) => {
            if operation == "audit.verify" {
                // A hash over salted commitments differs with the salt alone; it says nothing.
                answer.as_object_mut().unwrap().remove("head_hash");
            }
            answer
        }
        Err(error) => json!({ "error": error }),
    }
}

/// Calls every operation in stores that differ in one hidden field, and lists what differs.
/// Stores without a value are among them only if `unset`.
fn differences(level: &str, unset: bool, but: &[&str]) -> Vec<String> {
    let (world, ids) = filled();
    let mut differences = Vec::new();
    let mut tried = 0;
    for hidden in fields(&ids) {
        let world = world.fork();
        let grants: Value = Permission::ALL
            .iter()
            .map(|permission| json!({ "permission": permission.name(), "scope": "all" }))
            .collect();
        let rule = json!([{ "kind": hidden.kind, "field": hidden.field, "level": level }]);
        let draft = json!({ "key": "short_sighted", "grants": grants, "fields": rule });
        if let Err(error) = world.admin().attempt("roles.create", &draft) {
            // Every record has this field, so no role can hide it.
            assert_eq!(error.field(), Some("fields[0].level"), "{error}");
            continue;
        }
        if but.contains(&hidden.field.as_str()) {
            continue;
        }
        tried += 1;
        let values = hidden.values.iter().map(Some);
        let worlds: Vec<_> = values
            .chain(unset.then_some(None))
            .map(|value| hidden.world(&world, &ids, value))
            .collect();
        for info in OPERATIONS {
            for arguments in hidden.asking(info.name, &worlds[0].1, &worlds[0].2) {
                let mut answers = worlds.iter().map(|(world, ..)| {
                    let ask = |world: &World| {
                        world.count.put(9_000_000);
                        learned(&world.user(&["short_sighted"]), info.name, &arguments)
                    };
                    match info.mode {
                        Mode::Read => ask(world),
                        Mode::Write => ask(&world.fork()),
                    }
                });
                let first = answers.next().unwrap();
                if let Some(other) = answers.find(|answer| *answer != first) {
                    differences.push(format!(
                        "{}.{}: {} {arguments}\n  {first}\n  {other}",
                        hidden.kind, hidden.field, info.name
                    ));
                }
            }
        }
    }
    assert!(tried > 50, "next to nothing can be hidden");
    differences
}

fn none(differences: &[String]) {
    let count = differences.len();
    assert!(
        differences.is_empty(),
        "{count}:\n{}",
        differences.join("\n")
    );
}

#[test]
fn stores_that_differ_in_a_hidden_field_answer_every_operation_alike_4_11() {
    none(&differences("none", true, &[]));
}

#[test]
fn stores_that_differ_in_a_wholly_masked_value_answer_every_operation_alike_4_11() {
    // Whether there is a value at all is what a mask still shows.
    none(&differences("masked", false, &[]));
}

#[test]
fn stores_that_differ_in_a_value_only_written_answer_every_operation_alike_4_11() {
    // That a primary address is taken is said to whoever wants it.
    none(&differences("write_only", true, &["emails"]));
}

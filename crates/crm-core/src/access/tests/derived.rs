//! A derived value names what it comes from (semantics 4.11): whatever changes with an input is
//! guarded by it. Each call is made twice, in tenants that are otherwise the same, and differs in
//! one input; no output may change that does not declare it.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use crate::field::{FieldDecl, RecordDecl, RecordKind};
use crate::records;
use crate::wire::{Caller, admin};

/// A call, and what is changed of it, one after the other.
struct Case {
    kind: RecordKind,
    call: &'static str,
    /// Where in the answer the record stands.
    at: &'static str,
    /// What has to be there; answers the arguments.
    given: fn(&Caller) -> Json,
    /// An input, and arguments in which only it is different.
    inputs: Vec<(&'static str, Json)>,
}

impl Case {
    /// The record after the call, with these arguments beside the usual ones.
    fn record(&self, change: &Json) -> Json {
        let (_, admin) = admin();
        let mut arguments = (self.given)(&admin);
        for (name, value) in change.as_object().unwrap() {
            arguments[name] = value.clone();
        }
        let answer = admin.call(self.call, &arguments);
        answer.pointer(self.at).unwrap().clone()
    }
}

/// Everything that a field comes from, with itself.
fn closure(decl: &RecordDecl, field: &FieldDecl) -> BTreeSet<&'static str> {
    let mut found = BTreeSet::from([field.name]);
    let mut next: Vec<&FieldDecl> = vec![field];
    while let Some(field) = next.pop() {
        for source in field.options.sources {
            // Two fields may come from each other.
            if found.insert(source) {
                next.push(decl.field(source).unwrap().1);
            }
        }
    }
    found
}

#[test]
fn no_derived_value_follows_an_input_that_it_does_not_declare_4_11() {
    let mut undeclared = Vec::new();
    let mut tried: BTreeSet<(RecordKind, &str)> = BTreeSet::new();
    for case in cases() {
        let decl = records::declaration(case.kind);
        let usual = case.record(&json!({}));
        for (input, change) in &case.inputs {
            tried.insert((case.kind, input));
            let other = case.record(change);
            for field in decl.fields.iter().filter(|field| !field.entered) {
                let differs = usual.get(field.name) != other.get(field.name);
                if differs && !closure(decl, field).contains(input) {
                    undeclared.push(format!("{}.{} <- {input}", decl.kind, field.name));
                }
            }
            assert_ne!(usual, other, "{} {change}", case.call);
        }
    }
    assert_eq!(undeclared, Vec::<String>::new());
    // And every input that a caller enters is among those tried.
    for kind in cases().into_iter().map(|case| case.kind) {
        let decl = records::declaration(kind);
        for field in decl.fields.iter().filter(|field| !field.entered) {
            for input in closure(decl, field) {
                let (_, entered) = decl.field(input).unwrap();
                assert!(
                    !entered.entered || tried.contains(&(kind, input)),
                    "change {kind}.{input} in this test too"
                );
            }
        }
    }
}

fn cases() -> Vec<Case> {
    let mut cases = said();
    cases.extend(written());
    cases.extend(reminders());
    cases.extend(people());
    cases.extend(sales());
    cases
}

fn people() -> Vec<Case> {
    let emails = || ("emails", json!({"emails": [{"address": "b@example.com"}]}));
    let phones = || ("phones", json!({"phones": [{"number": "+442079460011"}]}));
    let addresses = || ("addresses", json!({"addresses": [{"city": "Oslo"}]}));
    let name = || ("name", json!({"name": {"given": "Grace"}}));
    let nobody = |_: &Caller| json!({"emails": [{"address": "a@example.com"}]});
    vec![
        Case {
            kind: RecordKind::Contact,
            call: "contacts.create",
            at: "/contact",
            given: nobody,
            inputs: vec![
                name(),
                ("display_as", json!({"display_as": "Grace"})),
                emails(),
                phones(),
                addresses(),
            ],
        },
        Case {
            kind: RecordKind::Lead,
            call: "leads.create",
            at: "/lead",
            given: nobody,
            inputs: vec![
                name(),
                ("display_as", json!({"display_as": "Grace"})),
                ("company_text", json!({"company_text": "Looms"})),
                (
                    "owner_id",
                    json!({"owner_id": "00000000-0000-0000-0000-000000000007"}),
                ),
                emails(),
                phones(),
                addresses(),
            ],
        },
        Case {
            kind: RecordKind::Account,
            call: "accounts.create",
            at: "/account",
            given: |_| json!({"name": "Acme"}),
            inputs: vec![
                ("name", json!({"name": "Looms"})),
                ("employee_count", json!({"employee_count": 300})),
                ("size_override", json!({"size_override": "enterprise"})),
                emails(),
                phones(),
                addresses(),
            ],
        },
    ]
}

fn usd(amount: &str) -> Json {
    json!({"amount": amount, "currency": "USD"})
}

fn sales() -> Vec<Case> {
    let document = |given, inputs| Case {
        kind: RecordKind::SalesDocument,
        call: "documents.record",
        at: "/document",
        given,
        inputs,
    };
    vec![
        Case {
            kind: RecordKind::Deal,
            call: "deals.create",
            at: "",
            given: |admin| json!({"name": "Mill", "account_id": admin.account("Acme"), "amount": usd("100")}),
            inputs: vec![
                ("amount", json!({"amount": usd("200")})),
                ("discount", json!({"discount": usd("5")})),
                ("discount_percent", json!({"discount_percent": "10"})),
                ("tax", json!({"tax": usd("19")})),
                (
                    "members",
                    json!({"members": [{"user_id": "00000000-0000-0000-0000-000000000007"}]}),
                ),
                (
                    "expected_close_on",
                    json!({"expected_close_on": "2030-01-04"}),
                ),
            ],
        },
        Case {
            kind: RecordKind::DealLine,
            call: "deals.update_line",
            at: "",
            given: |admin| {
                let deal = json!({"name": "Mill", "account_id": admin.account("Acme"),
                    "lines": [{"name": "Van", "price": usd("100")}]});
                let deal = admin.call("deals.create", &deal)["id"].take();
                let lines = admin.call("deals.details", &json!({"id": deal}))["lines"].take();
                json!({"id": lines[0]["id"], "name": "Bus"})
            },
            inputs: vec![
                ("quantity", json!({"quantity": "2"})),
                ("price", json!({"price": usd("200")})),
                ("discount", json!({"discount": usd("5")})),
                ("discount_percent", json!({"discount_percent": "10"})),
            ],
        },
        document(
            |_| json!({"kind": "invoice", "status": "open", "total": usd("100")}),
            vec![
                ("total", json!({"total": usd("200")})),
                ("status", json!({"status": "done"})),
                (
                    "payments",
                    json!({"payments": [{"paid_on": "2026-01-01", "amount": usd("100")}]}),
                ),
            ],
        ),
        document(
            |_| json!({"kind": "order", "status": "open"}),
            vec![
                ("status", json!({"status": "done"})),
                (
                    "lines",
                    json!({"lines": [{"name": "Van", "quantity": "1", "fulfilled": "1"}]}),
                ),
            ],
        ),
    ]
}

fn said() -> Vec<Case> {
    let day = "2025-11-02T00:00:00Z";
    vec![
        Case {
            kind: RecordKind::Communication,
            call: "communications.log",
            at: "/communication",
            given: |_| json!({"kind": "email", "occurred_at": "2025-12-01T00:00:00Z"}),
            inputs: vec![
                ("occurred_at", json!({"occurred_at": day})),
                ("kind", json!({"kind": "note"})),
                ("direction", json!({"direction": "internal"})),
                ("status", json!({"draft": true})),
                ("subject", json!({"subject": "Words"})),
                ("thread_id", json!({"thread_id": "t"})),
                ("body", json!({"body": "Words"})),
                ("body_html", json!({"body_html": "<p>Words"})),
                ("message_id", json!({"message_id": "<1@example.com>"})),
                ("outcome", json!({"outcome": "no_answer"})),
                ("privacy", json!({"privacy": "team"})),
            ],
        },
        Case {
            kind: RecordKind::Communication,
            call: "communications.log",
            at: "/communication",
            given: |_| json!({"kind": "sms", "schedule_at": "2030-01-03T10:00:00Z"}),
            inputs: vec![(
                "scheduled_at",
                json!({"schedule_at": "2030-01-04T10:00:00Z"}),
            )],
        },
        Case {
            kind: RecordKind::TimelineEntry,
            call: "timeline.record",
            at: "",
            given: |admin| {
                let about = json!([{"kind": "contact", "id": admin.contact("Ada")}]);
                let mail = json!({"kind": "email", "links": about,
                    "occurred_at": "2025-12-01T00:00:00Z"});
                let mail = admin.call("communications.log", &mail);
                json!({"kind": "email_opened", "communication_id": mail["communication"]["id"],
                    "happened_at": "2025-12-02T00:00:00Z"})
            },
            inputs: vec![
                ("happened_at", json!({"happened_at": day})),
                ("title", json!({"title": "Words"})),
                ("automatic", json!({"automatic": true})),
            ],
        },
    ]
}

fn written() -> Vec<Case> {
    vec![
        Case {
            kind: RecordKind::Note,
            call: "notes.create",
            at: "/note",
            given: |_| json!({"body": "Text"}),
            inputs: vec![
                ("pinned", json!({"pinned": true})),
                (
                    "body",
                    json!({"body": "Look, <@00000000-0000-0000-0000-000000000007>!"}),
                ),
                ("title", json!({"title": "Words"})),
                ("privacy", json!({"privacy": "team"})),
            ],
        },
        Case {
            kind: RecordKind::Task,
            call: "tasks.create",
            at: "/task",
            given: |_| {
                json!({"subject": "Call", "due_on": "2030-01-04", "due_time": "10:00",
                    "time_zone": "Europe/Berlin", "recurrence": "FREQ=WEEKLY"})
            },
            inputs: vec![
                ("due_on", json!({"due_on": "2030-01-05"})),
                ("due_time", json!({"due_time": "11:00"})),
                ("time_zone", json!({"time_zone": "Europe/London"})),
                ("recurrence", json!({"recurrence": null})),
                ("recurs_from", json!({"recurs_from": "completion"})),
                ("priority", json!({"priority": "urgent"})),
                ("kind", json!({"kind": "call"})),
            ],
        },
    ]
}

/// Reminders at an instant, at a local time, before a task, and put off.
fn reminders() -> Vec<Case> {
    let case = |given, inputs| Case {
        kind: RecordKind::Reminder,
        call: "reminders.create",
        at: "",
        given,
        inputs,
    };
    vec![
        case(
            |admin| {
                // A night before a day without work.
                json!({"record_kind": "contact", "record_id": admin.contact("Ada"),
                    "remind_at": "2030-06-01T03:00:00Z", "text": "Words"})
            },
            vec![
                ("remind_at", json!({"remind_at": "2030-06-02T03:00:00Z"})),
                ("working_hours", json!({"working_hours": true})),
                ("priority", json!({"priority": "urgent"})),
                ("text", json!({"text": "Other words"})),
                ("key", json!({"key": "rule"})),
            ],
        ),
        case(
            |admin| {
                json!({"record_kind": "contact", "record_id": admin.contact("Ada"),
                    "local_on": "2030-01-04", "local_time": "09:00",
                    "time_zone": "Europe/Berlin", "recurrence": "FREQ=DAILY"})
            },
            vec![
                ("local_on", json!({"local_on": "2030-01-05"})),
                ("local_time", json!({"local_time": "10:00"})),
                ("time_zone", json!({"time_zone": "Europe/London"})),
                ("recurrence", json!({"recurrence": "FREQ=WEEKLY"})),
                ("recurs_from", json!({"recurs_from": "completion"})),
            ],
        ),
        case(
            |admin| {
                let task = json!({"subject": "Call", "due_on": "2030-01-04"});
                let task = admin.call("tasks.create", &task)["task"]["id"].take();
                json!({"record_kind": "task", "record_id": task, "before_minutes": 60})
            },
            vec![("before_minutes", json!({"before_minutes": 90}))],
        ),
        Case {
            call: "reminders.snooze",
            ..case(
                |admin| {
                    let reminder = json!({"record_kind": "contact",
                        "record_id": admin.contact("Ada"), "remind_at": "2025-12-01T00:00:00Z"});
                    let id = admin.call("reminders.create", &reminder)["id"].take();
                    admin.call("tasks.tick", &json!({}));
                    json!({"id": id, "until": "2030-01-01T00:00:00Z"})
                },
                vec![("snoozes", json!({"until": "2030-01-02T00:00:00Z"}))],
            )
        },
        Case {
            call: "tasks.tick",
            at: "/due/0/reminder",
            ..case(
                |admin| {
                    let reminder = json!({"record_kind": "contact",
                        "record_id": admin.contact("Ada"), "remind_at": "2025-12-01T00:00:00Z"});
                    admin.call("reminders.create", &reminder);
                    json!({})
                },
                vec![("leased_until", json!({"lease_seconds": 600}))],
            )
        },
    ]
}

#[test]
fn an_hour_that_is_hidden_is_read_and_sorted_by_nowhere_4_11() {
    let (engine, admin) = admin();
    let task = json!({"subject": "Call", "due_on": "2026-01-02",
        "reminders": [{"before_minutes": 60}]});
    admin.call("tasks.create", &task);
    let grants = json!([{"permission": "crm.activity.view", "scope": "all"},
        {"permission": "crm.activity.update", "scope": "all"}]);
    let rules = json!([{"kind": "task", "field": "due_on", "level": "none"}]);
    let role = json!({"key": "timeless", "grants": grants, "fields": rules});
    admin.call("roles.create", &role);
    let reader = crate::wire::user(&engine, 9, "timeless");
    let reminders = reader.call("reminders.list", &json!({}));
    let reminder = reminders["items"][0].as_object().unwrap();
    for field in ["due_at", "original_due_at", "next_at", "delivery_order"] {
        assert!(!reminder.contains_key(field), "{field}");
    }
    for sort in ["due_at", "next_at", "delivery_order"] {
        let refused = reader.refused("reminders.list", &json!({"sort": sort}));
        assert_eq!(refused.field(), Some("sort"));
    }
}

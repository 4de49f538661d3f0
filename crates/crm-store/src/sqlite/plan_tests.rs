//! What SQLite makes of the statements: orders come out of indexes, and nothing is read through
//! that is not about the question.
#![allow(clippy::unwrap_used)] // a test fails by panicking

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crm_core::export::Outgoing;
use crm_core::field::{FieldKind, Index, RecordDecl, ScalarKind, TenantId, Value, meta};
use crm_core::import::{
    Formats, Incoming, IncomingDraft, IncomingRecord, Inspection, ReadOptions, WriteOptions,
};
use crm_core::memory::{SimulatedClock, SimulatedIds};
use crm_core::port::{Mode, Storage};
use crm_core::query::{Filter, Keyset, Select, Target};
use crm_core::records::DECLARATIONS;
use crm_core::value::{Date, Decimal, Timestamp};
use crm_core::{Actor, CallOptions, Engine, Session};
use rusqlite::Connection;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::SqliteStorage;

mod timeline;

thread_local! {
    static NOTED: RefCell<Option<BTreeSet<String>>> = const { RefCell::new(None) };
}

/// Notes a statement that is about to run, if somebody listens.
pub(super) fn note(text: &str) {
    NOTED.with_borrow_mut(|noted| {
        if let Some(noted) = noted {
            noted.insert(text.to_owned());
        }
    });
}

/// The statements that run meanwhile.
fn statements(work: impl FnOnce()) -> BTreeSet<String> {
    NOTED.set(Some(BTreeSet::new()));
    work();
    NOTED.take().unwrap_or_default()
}

fn tenant() -> TenantId {
    TenantId::new(Uuid::from_u128(1))
}

/// The steps of a plan.
fn plan(connection: &Connection, statement: &str) -> Vec<String> {
    let mut prepared = connection
        .prepare(&format!("EXPLAIN QUERY PLAN {statement}"))
        .unwrap();
    let mut rows = prepared.raw_query();
    let mut lines = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        lines.push(row.get(3).unwrap());
    }
    lines
}

/// What of a plan reads more than the question is about.
fn faults(plan: &[String], may_sort: bool) -> Vec<&String> {
    let reads_all = |line: &str| {
        // A list in a row, one that is given and words are read as a whole, as they should.
        line.starts_with("SCAN ") && !line.contains("VIRTUAL TABLE") && !line.contains("CONSTANT")
    };
    plan.iter()
        .filter(|line| reads_all(line) || (!may_sort && line.contains("TEMP B-TREE FOR")))
        .collect()
}

/// Some value of a field, for a page to go on from.
fn some(kind: ScalarKind) -> Value {
    match kind {
        ScalarKind::Text | ScalarKind::Choice(_) => Value::Text("m".to_owned()),
        ScalarKind::Integer => Value::Integer(7),
        ScalarKind::Boolean => Value::Boolean(true),
        ScalarKind::Decimal => Value::Decimal(Decimal::from(7)),
        ScalarKind::Date => Value::Date(Date::from_ymd(2026, 1, 2).unwrap()),
        ScalarKind::Instant => Value::Instant(Timestamp::from_micros(7).unwrap()),
        ScalarKind::Id(_) => Value::Id(Uuid::from_u128(7)),
    }
}

/// What a page may go on after.
fn places(kind: Option<ScalarKind>) -> Vec<Option<Keyset>> {
    let keyset = |value| {
        Some(Keyset {
            value,
            id: Uuid::from_u128(9),
        })
    };
    let mut places = vec![None, keyset(Value::Null)];
    places.extend(kind.map(|kind| keyset(some(kind))));
    places
}

fn live() -> Filter {
    Filter::IsSet(Target::Field(meta::ARCHIVED_AT)).negate()
}

/// Every order that pages of a kind may have.
fn orders(decl: &RecordDecl) -> Vec<(Target, Option<ScalarKind>)> {
    let fields = decl.fields.iter().enumerate();
    let sorted = fields.filter_map(|(at, field)| match field.kind {
        FieldKind::Scalar(kind) if field.options.index == Index::Sorted => {
            Some((Target::Field(at), Some(kind)))
        }
        _ => None,
    });
    std::iter::once((Target::Id, None)).chain(sorted).collect()
}

#[test]
fn a_sorted_page_of_any_kind_comes_out_of_an_index_r_29() {
    let storage = SqliteStorage::in_memory().unwrap();
    for decl in DECLARATIONS {
        for (by, kind) in orders(decl) {
            for descending in [false, true] {
                for after in places(kind) {
                    for filter in [live(), Filter::All] {
                        let mut select = Select::all(decl)
                            .filter(filter)
                            .sort(by.clone(), descending)
                            .limit(51);
                        select.after.clone_from(&after);
                        let mut transaction = storage.begin(tenant(), Mode::Read).unwrap();
                        let asked = statements(|| {
                            transaction.select(&select).unwrap();
                        });
                        drop(transaction);
                        assert!(!asked.is_empty());
                        for statement in asked.iter().filter(|text| text.contains(" LIMIT ")) {
                            let plan = plan(&storage.connections.writer(), statement);
                            let faults = faults(&plan, false);
                            assert!(faults.is_empty(), "{statement}\n{plan:#?}");
                        }
                    }
                }
            }
        }
    }
}

/// Kinds of which a tenant has few, so that reading them all is what is wanted.
const FEW: &[&str] = &[
    "settings",
    "role",
    "team",
    "custom_field",
    "pipeline",
    "tag",
    "deal_tally",
];

/// Whether a question is about the records of a kind, and not about a column of that name.
fn reads(question: &str, kind: &str) -> bool {
    question.contains(&format!("FROM \"{kind}\""))
}

/// Whether a question is for the first of all records in some order, which begins an index.
fn is_first_of_all(question: &str) -> bool {
    question.contains("WHERE r0.tenant = ?1 ORDER BY") && question.ends_with(" LIMIT ?2")
}

/// Whether a step of a plan seeks what the question is about, not only the tenant.
fn seeks(step: &str) -> bool {
    let Some(step) = step.strip_prefix("SEARCH ") else {
        return true;
    };
    let beyond = step.replace("tenant=?", "");
    beyond.contains("=?") || step.contains("INTEGER PRIMARY KEY")
}

/// What a call reads that it is not about.
fn strays(storage: &SqliteStorage, asked: &BTreeSet<String>) -> Vec<String> {
    let questions = asked
        .iter()
        .filter(|text| text.starts_with("SELECT ") && !FEW.iter().any(|kind| reads(text, kind)))
        .filter(|text| !is_first_of_all(text));
    let mut strays = Vec::new();
    for statement in questions {
        let plan = plan(&storage.connections.writer(), statement);
        if !faults(&plan, true).is_empty() || !plan.iter().all(|step| seeks(step)) {
            strays.push(format!("{statement}\n{plan:#?}"));
        }
    }
    strays
}

#[test]
fn what_belongs_to_a_record_is_found_from_the_record() {
    let world = World::new();
    let contact = json!({"record_kind": "contact", "id": world.contact});
    let account = json!({"record_kind": "account", "id": world.account});
    let of_contact = [
        "association",
        "relationship",
        "tag_link",
        "deal",
        "deal_contact",
        "lead",
        "communication",
        "task",
        "note",
        "file",
        "timeline_entry",
    ];
    let of_account = [
        "contact",
        "association",
        "deal",
        "lead",
        "communication",
        "task",
        "note",
    ];
    let with = |base: &Json, name: &str, value: Json| {
        let mut arguments = base.clone();
        arguments[name] = value;
        arguments
    };
    let calls = [
        ("overview.get", with(&contact, "include", json!(of_contact))),
        ("overview.get", with(&account, "include", json!(of_account))),
        ("timeline.for_record", contact.clone()),
        ("timeline.for_record", with(&contact, "limit", json!(1))),
        ("timeline.for_record", with(&account, "limit", json!(1))),
        (
            "deals.list",
            json!({"contact_id": world.contact, "sort": "name"}),
        ),
        (
            "deals.list",
            json!({"account_id": world.account, "sort": "name"}),
        ),
        (
            "contacts.list",
            json!({"account_id": world.account, "sort": "sort_name"}),
        ),
        ("contacts.get", json!({"id": world.contact})),
    ];
    for (operation, arguments) in calls {
        let (asked, answer) = world.call(operation, &arguments);
        let strays = strays(&world.storage, &asked);
        assert!(
            strays.is_empty(),
            "{operation} {arguments}\n{}",
            strays.join("\n")
        );
        // Where a page goes on, it seeks too.
        if let Some(next) = answer.get("next").filter(|next| next.is_string()) {
            let (asked, _) = world.call(operation, &with(&arguments, "cursor", next.clone()));
            let strays = self::strays(&world.storage, &asked);
            assert!(strays.is_empty(), "{operation}, on\n{}", strays.join("\n"));
        }
    }
}

#[test]
fn what_a_conversion_and_the_figures_of_an_account_ask_is_found_from_what_they_are_about() {
    let world = World::new();
    let lead = json!({"full_name": "Ada Lovelace", "company_text": "Acme",
        "emails": [{"address": "ada@example.com"}], "tags": ["vip"]});
    let (_, lead) = world.call("leads.create", &lead);
    let lead = &lead["lead"]["id"];
    let account = json!({"account_id": world.account});
    for (operation, arguments) in [
        ("leads.plan_conversion", json!({"id": lead})),
        ("documents.payments", account.clone()),
        ("documents.lifetime_value", account),
        ("accounts.statistics", json!({"id": world.account})),
        (
            "leads.convert",
            json!({"id": lead, "mode": "automatic",
                "contact": {"action": "link", "id": world.contact},
                "account": {"action": "link", "id": world.account}}),
        ),
        ("leads.unconvert", json!({"id": lead})),
    ] {
        let (asked, _) = world.call(operation, &arguments);
        let strays = strays(&world.storage, &asked);
        assert!(strays.is_empty(), "{operation}\n{}", strays.join("\n"));
    }
}

#[test]
fn items_of_a_sparse_kind_are_looked_up_however_many_there_are_of_others() {
    let world = World::new();
    let links = json!([{"kind": "contact", "id": world.contact}]);
    let mail = json!({"kind": "email", "subject": "Tea", "links": links});
    let (_, mail) = world.call("communications.log", &mail);
    let id = &mail["communication"]["id"];
    for _ in 0..501 {
        let opened = json!({"kind": "email_opened", "communication_id": id, "links": links});
        world.call("timeline.record", &opened);
    }
    let of = |asked: &BTreeSet<String>, kind: &str| -> Vec<String> {
        let from = format!("FROM \"{kind}\" AS r0");
        let of_kind = asked.iter().filter(|text| text.contains(&from));
        of_kind.cloned().collect()
    };
    let contact = json!({"record_kind": "contact", "id": world.contact});
    let (asked, _) = world.call("timeline.for_record", &contact);
    assert!(of(&asked, "file").is_empty(), "there is none: {asked:#?}");
    assert!(of(&asked, "note").is_empty(), "none is shown: {asked:#?}");
    assert!(!of(&asked, "timeline_entry").is_empty(), "{asked:#?}");
    let contact = json!({"record_kind": "contact", "id": world.contact,
        "kinds": ["note_added", "file_added"]});
    let (asked, page) = world.call("timeline.for_record", &contact);
    assert_eq!(page["items"].as_array().map(Vec::len), Some(3), "{page}");
    assert!(of(&asked, "file").is_empty(), "there is none: {asked:#?}");
    let notes = of(&asked, "note");
    assert!(!notes.is_empty(), "{asked:#?}");
    for statement in &notes {
        let plan = plan(&world.storage.connections.writer(), statement);
        let first = plan.iter().find(|step| step.contains(" r0 ")).unwrap();
        assert!(first.contains("note_by_id"), "{statement}\n{plan:#?}");
    }
    let strays = strays(&world.storage, &asked);
    assert!(strays.is_empty(), "{}", strays.join("\n"));
}

#[test]
fn cards_of_a_column_come_in_their_order() {
    let world = World::new();
    let (asked, _) = world.call("deals.board", &json!({}));
    let pages: Vec<_> = asked
        .iter()
        .filter(|text| text.contains("FROM \"deal\"") && text.contains("\"rank_key\", r0.id LIMIT"))
        .collect();
    assert!(!pages.is_empty(), "{asked:#?}");
    for page in pages {
        let plan = plan(&world.storage.connections.writer(), page);
        assert!(faults(&plan, false).is_empty(), "{page}\n{plan:#?}");
        assert!(plan.iter().all(|step| seeks(step)), "{page}\n{plan:#?}");
    }
    let strays = strays(&world.storage, &asked);
    assert!(strays.is_empty(), "{}", strays.join("\n"));
}

#[test]
fn a_list_that_many_records_are_in_keeps_its_order() {
    let world = World::new();
    let user = Uuid::from_u128(2);
    let calls = [
        (
            "contacts.list",
            json!({"owner_id": user, "sort": "sort_name"}),
        ),
        ("accounts.list", json!({"owner_id": user, "sort": "name"})),
        ("leads.list", json!({"owner_id": user, "sort": "sort_name"})),
        ("deals.list", json!({"owner_id": user, "sort": "name"})),
        (
            "deals.list",
            json!({"status": "open", "sort": "-created_at"}),
        ),
        ("communications.list", json!({"sort": "-occurred_at"})),
        ("tasks.list", json!({"sort": "due_at"})),
        ("notes.list", json!({"sort": "-created_at"})),
        ("files.list", json!({"sort": "-created_at"})),
        ("documents.list", json!({"sort": "-created_at"})),
        ("segments.list", json!({"sort": "name"})),
    ];
    for (operation, arguments) in calls {
        let (asked, _) = world.call(operation, &arguments);
        let pages = asked.iter().filter(|text| {
            text.contains(" LIMIT ")
                && text.contains("ORDER BY")
                && !text.contains("BY r0.id LIMIT")
        });
        let mut seen = false;
        for page in pages {
            seen = true;
            let plan = plan(&world.storage.connections.writer(), page);
            assert!(
                faults(&plan, false).is_empty(),
                "{operation}: {page}\n{plan:#?}"
            );
        }
        assert!(seen, "{operation}: {asked:#?}");
    }
}

/// A deal a line: its account, by whatever people call that.
struct Deals;

impl Formats for Deals {
    fn inspect(&self, _: &[u8], _: &ReadOptions) -> crm_core::Result<Inspection> {
        Ok(Inspection::default())
    }

    fn read<'b>(
        &self,
        bytes: &'b [u8],
        _: &ReadOptions,
        skip: u64,
    ) -> crm_core::Result<Box<dyn Iterator<Item = Incoming> + 'b>> {
        let lines = std::str::from_utf8(bytes).unwrap().lines().zip(1_u64..);
        let rows = lines.map(|(account, row)| Incoming {
            row,
            line: row,
            record: Some(IncomingRecord {
                draft: IncomingDraft::Deal(Box::default()),
                cells: BTreeMap::from([
                    ("name".to_owned(), "Looms".to_owned()),
                    ("account_id".to_owned(), account.to_owned()),
                ]),
                tags: Vec::new(),
            }),
            problems: Vec::new(),
        });
        Ok(Box::new(rows.skip(usize::try_from(skip).unwrap())))
    }

    fn write(
        &self,
        _: Outgoing<'_>,
        _: &[String],
        _: bool,
        _: &WriteOptions,
    ) -> crm_core::Result<String> {
        Ok(String::new())
    }

    fn calendar(&self, _: &[crm_core::calendar::CalendarEntry]) -> crm_core::Result<String> {
        Ok(String::new())
    }
}

#[test]
fn whatever_people_call_an_account_is_found_without_reading_all_imp_29() {
    let world = World::new();
    let engines = json!({"name": "Engines", "domains": ["engines.example"]});
    world.call("accounts.create", &engines);
    let file = "Acme\nengines.example\nhubspot:7\nNobody Inc\nnobody.example\n";
    let (asked, plan) = world.call("imports.plan", &json!({"text": file}));
    assert_eq!(plan["valid_rows"], 2, "{plan}");
    let of_accounts: BTreeSet<String> = asked
        .into_iter()
        .filter(|text| text.contains("FROM \"account"))
        .collect();
    assert!(!of_accounts.is_empty());
    let strays = strays(&world.storage, &of_accounts);
    assert!(strays.is_empty(), "{}", strays.join("\n"));
}

/// One of each of what calls are about.
struct World {
    storage: Arc<SqliteStorage>,
    engine: Engine,
    session: Session,
    contact: Json,
    account: Json,
}

impl World {
    fn new() -> Self {
        let storage = Arc::new(SqliteStorage::in_memory().unwrap());
        let clock = SimulatedClock::default();
        let ids = SimulatedIds::new(1);
        let engine = Engine::builder(Arc::clone(&storage), clock, ids)
            .formats(Deals)
            .build();
        let actor = Actor::new(tenant().uuid(), Uuid::from_u128(2), ["admin"]);
        let session = engine.session(actor).unwrap();
        let mut world = Self {
            storage,
            engine,
            session,
            contact: Json::Null,
            account: Json::Null,
        };
        let run =
            |world: &Self, operation: &str, arguments: Json| world.call(operation, &arguments).1;
        let ada = run(&world, "contacts.create", json!({"name": {"given": "Ada"}}));
        world.contact = ada["contact"]["id"].clone();
        let acme = run(&world, "accounts.create", json!({"name": "Acme"}));
        world.account = acme["account"]["id"].clone();
        let both =
            json!({"contact_id": world.contact, "account_id": world.account, "primary": true});
        run(&world, "associations.create", both);
        let links = json!([{"kind": "contact", "id": world.contact}]);
        for number in 0..3 {
            let people = json!([{"contact_id": world.contact}]);
            let call = json!({"kind": "call", "subject": "Hello", "participants": people});
            run(&world, "communications.log", call);
            run(
                &world,
                "notes.create",
                json!({"body": "Tea", "links": links}),
            );
            run(
                &world,
                "tasks.create",
                json!({"subject": "Ring", "links": links}),
            );
            let name = format!("Cogs {number}");
            let deal = json!({"name": name, "account_id": world.account, "contacts": people});
            run(&world, "deals.create", deal);
        }
        world
    }

    /// A user with a role.
    fn somebody(&self, user: u128, role: &str) -> Session {
        let actor = Actor::new(tenant().uuid(), Uuid::from_u128(user), [role]);
        self.engine.session(actor).unwrap()
    }

    /// Runs a call; answers what the store was asked and what came of it.
    fn call(&self, operation: &str, arguments: &Json) -> (BTreeSet<String>, Json) {
        call_as(&self.session, operation, arguments)
    }
}

fn call_as(session: &Session, operation: &str, arguments: &Json) -> (BTreeSet<String>, Json) {
    let mut answer = Json::Null;
    let asked = statements(|| {
        let arguments = serde_json::to_vec(arguments).unwrap();
        let options = CallOptions::default();
        let said = session.call(operation, &arguments, &options).unwrap();
        answer = serde_json::from_slice(&said).unwrap();
    });
    (asked, answer)
}

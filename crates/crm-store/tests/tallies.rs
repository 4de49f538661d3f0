//! What the file keeps of amounts is what its deals come to, whatever happened to them.
#![allow(clippy::unwrap_used, clippy::panic)] // a test may fail

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crm_core::field::{Id, RecordKind, TenantId};
use crm_core::memory::{SimulatedClock, SimulatedIds};
use crm_core::port::{Mode, Storage, Tallied, Tally};
use crm_core::query::Select;
use crm_core::records::declaration;
use crm_core::testkit::Random;
use crm_core::{Actor, CallOptions, Engine, Session};
use crm_store::{Options, SqliteStorage};
use rusqlite::Connection;
use serde_json::{Value, json};
use tempfile::TempDir;
use uuid::Uuid;

fn tenant() -> TenantId {
    Id::new(Uuid::from_u128(1))
}

fn session(storage: &Arc<SqliteStorage>, ids: u64) -> Session {
    let clock = SimulatedClock::default();
    let engine = Engine::builder(Arc::clone(storage), clock, SimulatedIds::new(ids)).build();
    let actor = Actor::new(tenant().uuid(), Uuid::from_u128(2), ["admin"]);
    engine.session(actor).unwrap()
}

fn open(path: &Path) -> Arc<SqliteStorage> {
    Arc::new(SqliteStorage::open(path, Options::default()).unwrap())
}

fn call(session: &Session, operation: &str, arguments: &Value) -> crm_core::Result<Value> {
    let arguments = arguments.to_string();
    let answer = session.call(operation, arguments.as_bytes(), &CallOptions::default())?;
    Ok(serde_json::from_slice(&answer).unwrap())
}

fn done(session: &Session, operation: &str, arguments: &Value) -> Value {
    call(session, operation, arguments).unwrap_or_else(|error| panic!("{operation}: {error:?}"))
}

/// What is kept, after making sure that it is what adding up gives.
fn kept(storage: &SqliteStorage) -> BTreeMap<Uuid, Tally> {
    let decl = declaration(RecordKind::Deal);
    let tallied = Tallied::of(decl).unwrap();
    let mut transaction = storage.begin(tenant(), Mode::Read).unwrap();
    let mut recount: BTreeMap<Uuid, Tally> = BTreeMap::new();
    for row in transaction.select(&Select::all(decl)).unwrap() {
        if let Some(share) = tallied.share(&row) {
            let tally = recount.entry(share.group).or_default();
            tally.add(share.currency, share.sum);
        }
    }
    let kept = transaction.tallies(decl).unwrap();
    assert_eq!(kept, recount);
    kept
}

/// The board of every deal, and the same board added up: every deal is called so.
fn boards(session: &Session) -> [Value; 2] {
    ["board", "added up"].map(|which| {
        let asked = match which {
            "board" => json!({}),
            _ => json!({"text": "Deal"}),
        };
        done(session, "deals.board", &asked)
    })
}

/// Something that may happen to deals.
fn happens(random: &mut Random, deals: &[Value], accounts: &[Value]) -> (&'static str, Value) {
    let pick = |random: &mut Random, from: &[Value]| from.get(random.below(from.len())).cloned();
    let text = |random: &mut Random, from: &[&str]| (*random.pick(from)).to_owned();
    let money = |random: &mut Random| {
        let currency = text(random, &["EUR", "USD"]);
        let amount = text(random, &["100", "0.01", "99999.99", "270000"]);
        json!({"amount": amount, "currency": currency})
    };
    let stages = ["prospecting", "qualification", "proposal", "negotiation"];
    let (id, account) = (pick(random, deals), pick(random, accounts));
    let several = json!([id, pick(random, deals)]);
    match random.below(16) {
        0..=2 => {
            let stage = text(random, &stages);
            let mut deal = json!({"name": "Deal", "account_id": account, "stage": stage});
            if random.once_in(2) {
                deal["amount"] = money(random);
            }
            ("deals.create", deal)
        }
        3 | 4 => {
            let stage = text(random, &stages);
            let asked = json!({"id": id, "stage": stage, "update_probability": random.once_in(2)});
            ("deals.move_stage", asked)
        }
        5 => {
            let price = json!({"amount": "19.99", "currency": "EUR"});
            let line = json!({"name": "Cogs", "quantity": "2.5", "price": price});
            ("deals.add_line", json!({"id": id, "line": line}))
        }
        6 => ("deals.update", json!({"id": id, "amount": money(random)})),
        7 => ("deals.update", json!({"id": id, "probability": "33.33"})),
        8 => ("deals.win", json!({"id": id})),
        9 => ("deals.lose", json!({"id": id, "reason": "price"})),
        10 => ("deals.reopen", json!({"id": id})),
        11 => ("deals.archive", json!({"id": id})),
        12 => ("deals.restore", json!({"id": id})),
        13 => ("deals.purge", json!({"id": id, "confirm": true})),
        14 => {
            let verb = text(random, &["archive", "restore"]);
            let selection = json!({"ids": several});
            let action = json!({"verb": verb});
            let asked = json!({"record_kind": "deal", "selection": selection, "action": action});
            ("bulk.plan", asked)
        }
        _ => {
            let ids = json!([accounts.first(), account]);
            let asked = json!({"kind": "account", "ids": ids, "survivor_id": accounts.first()});
            ("merge.plan", asked)
        }
    }
}

#[test]
fn kept_totals_equal_a_recount_over_random_calls_dea_44() {
    let mut answered: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in 1..=6 {
        let storage = Arc::new(SqliteStorage::in_memory().unwrap());
        let session = session(&storage, seed);
        let mut random = Random::new(seed);
        let accounts: Vec<Value> = (0..5)
            .map(|number| json!({"name": format!("Account {number}")}))
            .map(|draft| done(&session, "accounts.create", &draft)["account"]["id"].clone())
            .collect();
        let deal = json!({"name": "Deal", "account_id": accounts.first()});
        let mut deals = vec![done(&session, "deals.create", &deal)["id"].clone()];
        for _ in 0..120 {
            let (operation, arguments) = happens(&mut random, &deals, &accounts);
            let Ok(answer) = call(&session, operation, &arguments) else {
                kept(&storage);
                continue;
            };
            *answered.entry(operation).or_default() += 1;
            match operation {
                "deals.create" => deals.push(answer["id"].clone()),
                "bulk.plan" => {
                    let bulk = json!({"id": answer["bulk"]["id"]});
                    done(&session, "bulk.apply", &bulk);
                    kept(&storage);
                    if random.once_in(2) && call(&session, "bulk.undo", &bulk).is_ok() {
                        *answered.entry("bulk.undo").or_default() += 1;
                    }
                }
                "merge.plan" => {
                    let mut apply = arguments.clone();
                    apply["versions"] = answer["records"].clone();
                    if let Ok(merged) = call(&session, "merge.apply", &apply) {
                        kept(&storage);
                        *answered.entry("merge.apply").or_default() += 1;
                        let undo = json!({"id": merged["merge"]["id"]});
                        let _ = call(&session, "merge.undo", &undo);
                    }
                }
                _ => {}
            }
            kept(&storage);
        }
        let [board, added_up] = boards(&session);
        assert_eq!(board, added_up);
    }
    // Each of them happened, so that it was tried at all.
    for operation in [
        "deals.create",
        "deals.move_stage",
        "deals.add_line",
        "deals.update",
        "deals.win",
        "deals.lose",
        "deals.reopen",
        "deals.archive",
        "deals.restore",
        "deals.purge",
        "bulk.plan",
        "bulk.undo",
        "merge.apply",
    ] {
        assert!(
            answered.contains_key(operation),
            "{operation}: {answered:?}"
        );
    }
}

#[test]
fn a_file_from_before_totals_were_kept_has_them_counted_when_it_is_opened() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("crm.db");
    let before = {
        let storage = open(&file);
        let session = session(&storage, 1);
        for (amount, stage) in [
            ("110000", "prospecting"),
            ("270000", "qualification"),
            ("135000", "proposal"),
            ("125000", "negotiation"),
        ] {
            let amount = json!({"amount": amount, "currency": "USD"});
            let account = done(&session, "accounts.create", &json!({"name": stage}));
            let account = &account["account"]["id"];
            let deal =
                json!({"name": "Deal", "amount": amount, "stage": stage, "account_id": account});
            done(&session, "deals.create", &deal);
        }
        let [board, added_up] = boards(&session);
        assert_eq!(board, added_up);
        assert_eq!(board["open"]["weighted"][0]["amount"], "376250");
        kept(&storage)
    };
    Connection::open(&file)
        .unwrap()
        .execute_batch(
            "DROP TABLE deal_tally;
             UPDATE engine SET value = replace(value, ' deal_tally', '') WHERE name = 'kinds';
             UPDATE engine SET value = 'former' WHERE name = 'schema'",
        )
        .unwrap();
    for _ in 0..2 {
        let storage = open(&file);
        assert_eq!(kept(&storage), before);
    }
    // Whoever does not know of the sums would write past them, and is refused.
    let kinds: String = Connection::open(&file)
        .unwrap()
        .query_row("SELECT value FROM engine WHERE name = 'kinds'", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert!(kinds.split(' ').any(|kind| kind == "deal_tally"), "{kinds}");
}

//! The laws of unmerging, over random histories. What is merged and parted again, with nothing in
//! between, is as it was in every table (semantics 4.6); what somebody does in between outlives it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::outliving::outlives;
use super::{Call, Caller, LEAP, LEAPS, engine};
use crate::access::Actor;
use crate::error::Result;
use crate::field::RecordKind;
use crate::memory::SimulatedClock;
use crate::operation::{CallOptions, Session};
use crate::port::{Mode, Storage};
use crate::query::Select;
use crate::records;
use crate::testkit::{Random, inconsistencies};

/// Records are merged and parted again once in so many calls.
const PARTING: usize = 12;

/// Runs random calls, and now and then merges two or three records and undoes it: at once, or after
/// other calls, one of several, one merge within another. Panics with seed and arguments if a law is
/// broken; answers how many merges were undone.
pub fn part_again(seed: u64, calls: usize, storage: &Arc<dyn Storage>) -> usize {
    let clock = SimulatedClock::default();
    let engine = engine(storage, seed, &clock);
    let mut caller = Caller::new(seed, 1);
    let mut choice = Random::new(seed ^ 3);
    let admin = Actor::new(Uuid::from_u128(1), Uuid::from_u128(7), ["admin"]);
    let mut parted = 0;
    for _ in 0..calls {
        if choice.once_in(LEAP) {
            clock.advance(*choice.pick(LEAPS));
        }
        if choice.once_in(PARTING) {
            let (_, asked) = caller.merging();
            let session = engine.session(admin.clone()).expect("a session");
            parted += if choice.once_in(3) {
                usize::from(holds(&session, storage, &asked, seed))
            } else {
                outlives(&session, storage, &mut caller, &asked, seed)
            };
            continue;
        }
        let call: Call = caller.call();
        let answer = call.run(&engine);
        caller.learn(&call, &answer);
    }
    let session = engine.session(admin).expect("a session");
    assert_eq!(inconsistencies(&session, 10_000), [], "seed {seed}");
    parted
}

/// Merges and parts; answers whether the records could be merged.
fn holds(session: &Session, storage: &Arc<dyn Storage>, asked: &Json, seed: u64) -> bool {
    let Ok(plan) = call(session, "merge.plan", asked) else {
        return false;
    };
    let before = everything(storage);
    let mut arguments = asked.clone();
    arguments["versions"] = plan["records"].clone();
    arguments["digest"] = plan["digest"].clone();
    let Ok(merged) = call(session, "merge.apply", &arguments) else {
        return false;
    };
    let mut undo = json!({"kind": asked["kind"], "merge_id": merged["merge_id"]});
    let told = format!("seed {seed}, {asked}, {undo}");
    let plan = call(session, "merge.plan_unmerge", &undo);
    let plan = plan.unwrap_or_else(|error| panic!("{told}: {error}"));
    undo["versions"] = plan["records"].clone();
    undo["digest"] = plan["digest"].clone();
    let undone = call(session, "merge.unmerge", &undo);
    let undone = undone.unwrap_or_else(|error| panic!("{told}: {error}"));
    for kept in ["kept_fields", "kept_references"] {
        assert!(undone["plan"].get(kept).is_none(), "{told}: {undone}");
    }
    let mut after = everything(storage);
    // What is new is the merge itself and the word that they are no duplicates.
    let new = [RecordKind::Merge, RecordKind::DuplicateDecision];
    after.retain(|key, _| before.contains_key(key) || !new.contains(&key.0));
    let mut differences = String::new();
    for key in before.keys().chain(after.keys()) {
        let (was, is) = (before.get(key), after.get(key));
        if was != is {
            let _ = writeln!(differences, "{key:?}\n  was {was:?}\n  is  {is:?}");
        }
    }
    assert!(differences.is_empty(), "{told}\n{differences}");
    true
}

pub(super) fn call(session: &Session, name: &str, arguments: &Json) -> Result<Json> {
    let arguments = arguments.to_string();
    let answer = session.call(name, arguments.as_bytes(), &CallOptions::default())?;
    Ok(serde_json::from_slice(&answer).expect("answers are JSON"))
}

/// Every record of the tenant without what each write changes, and what the records come to.
fn everything(storage: &Arc<dyn Storage>) -> BTreeMap<(RecordKind, Uuid), Json> {
    let tenant = Uuid::from_u128(1).into();
    let mut transaction = storage.begin(tenant, Mode::Read).expect("a transaction");
    let mut all = BTreeMap::new();
    for decl in records::DECLARATIONS {
        let rows = transaction.select(&Select::all(decl)).expect("the records");
        for row in rows {
            let id = row.id;
            let mut record = records::wire(decl.kind, row).expect("a wire form");
            if let Json::Object(fields) = &mut record {
                fields
                    .retain(|name, _| !["version", "updated_at", "updated_by"].contains(&&**name));
            }
            all.insert((decl.kind, id), record);
        }
        let tallies = transaction.tallies(decl).expect("the tallies");
        if !matches!(decl.kind, RecordKind::Merge | RecordKind::DuplicateDecision) {
            all.insert((decl.kind, Uuid::nil()), json!(format!("{tallies:?}")));
        }
    }
    all
}

//! Limits over time, through sessions.

#![allow(clippy::unwrap_used)] // a test fails by panicking

use std::sync::Arc;
use std::sync::atomic::Ordering;

use serde_json::{Value as Json, json};

use crate::bulk::{ApplyBulk, Bulk, BulkAction, BulkSelection, BulkVerb, PlanBulk, UndoBulk};
use crate::error::{Error, ErrorCode};
use crate::field::Patch;
use crate::memory::CountedStorage;
use crate::operation::Session;
use crate::settings::SettingsPatch;
use crate::timeline::given::World;

fn plan(world: &World, session: &Session, names: &[&str]) -> Bulk {
    let ids = names
        .iter()
        .map(|name| world.contact(name).uuid())
        .collect();
    let planned = session.bulk().plan(PlanBulk {
        selection: BulkSelection {
            ids,
            ..BulkSelection::default()
        },
        action: BulkAction {
            verb: BulkVerb::Update,
            fields: [("note".to_owned(), json!("x"))].into(),
            ..BulkAction::default()
        },
        ..PlanBulk::default()
    });
    planned.unwrap().bulk
}

fn apply(session: &Session, bulk: &Bulk) -> Result<Bulk, Error> {
    session.bulk().apply(ApplyBulk {
        id: bulk.id,
        max_records: Some(1),
    })
}

fn told(error: &Error) -> (ErrorCode, Json, Json) {
    let detail = |name: &str| error.details().get(name).cloned().unwrap_or_default();
    (error.code(), detail("limit"), detail("retry_at"))
}

#[test]
fn steps_of_bulk_changes_are_limited_by_hour_and_day_for_each_user_blk_13_sec_60() {
    let world = World::new();
    let bulk = plan(&world, &world.admin, &["A", "B", "C", "D", "E"]);
    // Nothing is limited, and so nothing counted, before the tenant says so.
    apply(&world.admin, &bulk).unwrap();
    world.settings(SettingsPatch {
        bulk_calls_per_hour: Patch::Set(2),
        bulk_calls_per_day: Patch::Set(3),
        ..SettingsPatch::default()
    });
    world.set("2026-01-01T10:15:00Z");
    apply(&world.admin, &bulk).unwrap();
    apply(&world.admin, &bulk).unwrap();
    let refused = apply(&world.admin, &bulk).unwrap_err();
    assert_eq!(
        told(&refused),
        (
            ErrorCode::Limit,
            json!("bulk_calls_per_hour"),
            json!("2026-01-01T11:00:00.000000Z")
        )
    );
    // Another user has a count of its own.
    let other = world.session(3, &["admin"]);
    let others = plan(&world, &other, &["F", "G"]);
    apply(&other, &others).unwrap();

    world.set("2026-01-01T11:00:00Z");
    let before = apply(&world.admin, &bulk).unwrap();
    let refused = apply(&world.admin, &bulk).unwrap_err();
    assert_eq!(
        told(&refused),
        (
            ErrorCode::Limit,
            json!("bulk_calls_per_day"),
            json!("2026-01-02T10:00:00.000000Z")
        )
    );
    // What was refused left everything as it was.
    let read = crate::bulk::GetBulk { id: bulk.id };
    assert_eq!(world.admin.bulk().get(read).unwrap(), before);
    world.set("2026-01-02T10:00:00Z");
    assert_eq!(apply(&world.admin, &bulk).unwrap().processed, 5);
}

#[test]
fn a_call_that_fails_uses_nothing_blk_13() {
    let storage = CountedStorage::default();
    let full = Arc::clone(&storage.is_full);
    let world = World::on(storage);
    let bulk = plan(&world, &world.admin, &["A"]);
    world.settings(SettingsPatch {
        bulk_calls_per_hour: Patch::Set(1),
        ..SettingsPatch::default()
    });
    full.store(true, Ordering::SeqCst);
    let failed = apply(&world.admin, &bulk).unwrap_err();
    assert_eq!(failed.code(), ErrorCode::Storage);
    full.store(false, Ordering::SeqCst);
    apply(&world.admin, &bulk).unwrap();
}

#[test]
fn steps_of_undoing_count_as_steps_blk_13_sec_60() {
    let world = World::new();
    let bulk = plan(&world, &world.admin, &["A", "B", "C"]);
    for _ in 0..3 {
        apply(&world.admin, &bulk).unwrap();
    }
    world.settings(SettingsPatch {
        bulk_calls_per_hour: Patch::Set(2),
        ..SettingsPatch::default()
    });
    let undo = || {
        world.admin.bulk().undo(UndoBulk {
            id: bulk.id,
            max_changes: Some(1),
        })
    };
    assert!(undo().unwrap().more);
    assert!(undo().unwrap().more);
    let refused = undo().unwrap_err();
    let (code, limit, _) = told(&refused);
    assert_eq!(
        (code, limit),
        (ErrorCode::Limit, json!("bulk_calls_per_hour"))
    );
}

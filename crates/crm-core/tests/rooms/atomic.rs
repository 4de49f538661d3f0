//! Record, audit entry and event together, or nothing (Z1, AUD-01, R5).

use crm_core::ErrorCode;
use crm_core::operation::OPERATIONS;
use crm_core::port::{AuditQuery, Mode, Storage as _};
use serde_json::json;
use uuid::Uuid;

use crate::every_operation::{Ids, arguments, filled};
use crate::support::{HERE, World};
use crate::watched::Watch;

#[test]
fn a_store_that_fails_at_any_call_of_any_operation_is_left_as_it_was_z1() {
    let (world, ids) = filled();
    let before = world.digest(HERE);
    for info in OPERATIONS.iter().filter(|info| info.mode == Mode::Write) {
        let call = |world: &World| {
            let arguments = arguments(info.name, &ids);
            let answer = world
                .admin()
                .attempt_with(info.name, &arguments, Some("key"));
            answer.map_err(|error| error.code())
        };
        for calls in 0.. {
            let watch = Watch::new();
            let world = world.fork_through(|store| watch.over(store));
            watch.fail_after(calls);
            let outcome = call(&world);
            watch.mend();
            if outcome.is_ok() {
                assert!(calls > 3, "{} hardly touched the store", info.name);
                break;
            }
            assert_eq!(outcome, Err(ErrorCode::Storage), "{} at {calls}", info.name);
            assert_eq!(world.digest(HERE), before, "{} at {calls}", info.name);
            // The key was not remembered: the same call may be tried again.
            let again = call(&world);
            assert!(again.is_ok(), "{} at {calls}: {again:?}", info.name);
        }
    }
}

#[test]
fn a_refused_operation_leaves_everything_as_it_was_z1() {
    for info in OPERATIONS {
        let (world, ids) = filled();
        world.admin().role("nobody", json!([]), json!([]));
        let before = world.digest(HERE);
        for (caller, arguments) in [
            (world.user(&["nobody"]), arguments(info.name, &ids)),
            (world.admin(), arguments(info.name, &Ids::unknown())),
        ] {
            if let Err(error) = caller.attempt(info.name, &arguments) {
                assert_ne!(error.code(), ErrorCode::Internal, "{}: {error}", info.name);
                assert_eq!(world.digest(HERE), before, "{}", info.name);
            } else {
                break;
            }
        }
    }
}

#[test]
fn every_write_has_an_entry_and_an_event_with_the_same_version_aud_01() {
    for info in OPERATIONS.iter().filter(|info| info.mode == Mode::Write) {
        let (world, ids) = filled();
        let tenant = Uuid::from_u128(HERE).into();
        let read = || {
            let mut transaction = world.store.begin(tenant, Mode::Read).unwrap();
            let query = AuditQuery {
                record: None,
                cause: None,
                after: None,
                newest_first: false,
                earlier_than: None,
                limit: u32::MAX,
            };
            let entries = transaction.audit(&query).unwrap();
            let events = transaction.events(0, u32::MAX).unwrap();
            (entries, events)
        };
        let (before, _) = read();
        world.admin().call(info.name, arguments(info.name, &ids));
        let (entries, events) = read();
        // Nothing is due yet, and nothing was left behind.
        let changes_nothing = [
            "duplicates.reconsider",
            "leads.advance",
            "deals.advance",
            "files.sweep",
            "trash.plan",
            "merge.plan_unmerge",
        ]
        .contains(&info.name);
        assert_eq!(
            entries.len() > before.len(),
            !changes_nothing,
            "{}",
            info.name
        );
        assert_eq!(entries.len(), events.len(), "{}", info.name);
        for (entry, event) in entries.iter().zip(&events) {
            assert_eq!(entry.record, event.record, "{}", info.name);
            assert_eq!(entry.version, event.version, "{}", info.name);
            assert_eq!(entry.sequence, event.audit_sequence, "{}", info.name);
            assert_eq!(entry.actor, event.actor, "{}", info.name);
        }
    }
}

#[test]
fn the_events_of_a_record_are_numbered_without_gaps_4_13() {
    let world = World::new();
    let admin = world.admin();
    let ids = Ids::fill(&admin);
    for info in OPERATIONS {
        let _ = admin.attempt(info.name, &arguments(info.name, &ids));
    }
    let mut transaction = world
        .store
        .begin(Uuid::from_u128(HERE).into(), Mode::Read)
        .unwrap();
    let events = transaction.events(0, u32::MAX).unwrap();
    let mut versions = std::collections::BTreeMap::new();
    for (at, event) in events.iter().enumerate() {
        assert_eq!(event.cursor, at as u64 + 1);
        if event.kind.ends_with(".exported") {
            continue;
        }
        let version = versions.entry(event.record).or_insert(0_u64);
        *version += 1;
        assert_eq!(event.version, *version, "{event:?}");
    }
    assert!(versions.len() > 20, "the plan wrote next to nothing");
}

//! No tenant learns anything of another (I1 to I5, TEN-01 to TEN-05).

use std::sync::LazyLock;

use crm_core::operation::OPERATIONS;
use serde_json::{Value, json};

use crate::every_operation::{Ids, arguments, filled, filled_beside};
use crate::support::{Caller, HERE, THERE, World};

fn other_admin(world: &World) -> Caller {
    world.caller(THERE, 9, &["admin"], &[])
}

/// What came of a call.
fn outcome(caller: &Caller, operation: &str, ids: &Ids) -> String {
    let outcome = match caller.attempt(operation, &arguments(operation, ids)) {
        Ok(answer) => format!("answer {answer}"),
        Err(error) => format!("error {}", serde_json::to_value(error).unwrap()),
    };
    named(outcome, ids)
}

/// A text with ids replaced by their places.
fn named(text: String, ids: &Ids) -> String {
    ids.named()
        .into_iter()
        .fold(text, |text, (id, name)| text.replace(id, name))
}

#[test]
fn an_id_of_another_tenant_is_like_an_id_of_nobody_for_every_operation_ten_02() {
    for info in OPERATIONS {
        let ask = |which: fn(Ids) -> Ids| {
            let (world, _, theirs) = filled_beside();
            let untouched = world.digest(THERE);
            world.count.put(100_000);
            let ids = which(theirs);
            let answer = outcome(&world.admin(), info.name, &ids);
            assert_eq!(world.digest(THERE), untouched, "{}", info.name);
            (answer, named(world.dump(HERE), &ids))
        };
        let foreign = ask(|theirs| theirs);
        let unknown = ask(|_| Ids::unknown());
        assert_eq!(foreign, unknown, "{}", info.name);
    }
}

/// A filled world in which another tenant has done everything too.
fn busy_world() -> (World, Ids) {
    static BUSY: LazyLock<(World, Ids)> = LazyLock::new(|| {
        let (world, ids, theirs) = filled_beside();
        let other = other_admin(&world);
        for info in OPERATIONS {
            let _ = other.attempt(info.name, &arguments(info.name, &theirs));
        }
        (world, ids)
    });
    (BUSY.0.fork(), BUSY.1.clone())
}

#[test]
fn what_another_tenant_has_changes_no_answer_of_any_operation_ten_03() {
    for info in OPERATIONS {
        let ask = |busy: bool| {
            let (world, ids) = if busy { busy_world() } else { filled() };
            world.count.put(100_000);
            let answer = outcome(&world.admin(), info.name, &ids);
            (answer, world.dump(HERE))
        };
        assert_eq!(ask(false), ask(true), "{}", info.name);
    }
}

#[test]
fn a_whole_plan_of_calls_is_the_same_beside_another_tenant_i4() {
    let run = |busy: bool| -> Vec<String> {
        let world = World::new();
        let (here, there) = (world.admin(), other_admin(&world));
        let ids = Ids::fill(&here);
        let mut answers = Vec::new();
        let mut count = 100_000;
        for info in OPERATIONS.iter().chain(OPERATIONS) {
            if busy {
                let theirs = Ids::unknown();
                let _ = there.attempt(info.name, &arguments(info.name, &theirs));
                let _ = there.attempt(
                    "contacts.create",
                    &json!({
                        "emails": [{ "address": "ada@example.com" }],
                        "external_ids": [{ "system": "x", "id": count.to_string() }],
                    }),
                );
            }
            count += 1_000;
            world.count.put(count);
            answers.push(outcome(&here, info.name, &ids));
        }
        answers
    };
    assert_eq!(run(false), run(true));
}

#[test]
fn a_cursor_of_another_tenant_is_refused_i5() {
    let world = World::new();
    let there = other_admin(&world);
    for caller in [&world.admin(), &there] {
        for name in ["A", "B", "C"] {
            caller.contact(name);
        }
    }
    let page = there.call(
        "contacts.list",
        json!({ "limit": 1, "sort": "display_name" }),
    );
    let error = world
        .admin()
        .attempt(
            "contacts.list",
            &json!({ "limit": 1, "sort": "display_name", "cursor": page["next"] }),
        )
        .unwrap_err();
    assert_eq!(error.field(), Some("cursor"));
}

#[test]
fn staged_bytes_are_of_the_tenant_that_named_them_first_i5() {
    let world = World::new();
    let source = world.engine.stage(b"Ada;Lovelace;;".to_vec());
    let plan = |caller: &Caller, source: &str| {
        caller.attempt("imports.plan", &json!({ "source": source }))
    };
    plan(&world.admin(), &source).unwrap();
    let foreign = plan(&other_admin(&world), &source).unwrap_err();
    let unknown = plan(&other_admin(&world), "staged-1").unwrap_err();
    assert_eq!(foreign, unknown);
}

#[test]
fn an_idempotency_key_of_another_tenant_is_free_i5() {
    let world = World::new();
    let args = json!({ "name": { "given": "Ada" } });
    let create = |caller: &Caller| {
        let answer = caller
            .attempt_with("contacts.create", &args, Some("one"))
            .unwrap();
        answer["contact"]["id"].clone()
    };
    let (here, there) = (create(&world.admin()), create(&other_admin(&world)));
    assert_ne!(here, there);
}

#[test]
fn the_same_unique_values_are_free_in_every_tenant_ten_05() {
    let world = World::new();
    for caller in [world.admin(), other_admin(&world)] {
        caller.contact_with(json!({ "emails": [{ "address": "ada@example.com" }] }));
        caller.call("tags.create", json!({ "name": "tier" }));
        caller.call("teams.create", json!({ "name": "North" }));
        caller.role("clerk", json!([]), json!([]));
        caller.call(
            "fields.define",
            json!({ "record_kind": "contact", "name": "level", "field_type": "number" }),
        );
    }
}

#[test]
fn settings_are_a_tenants_own_ten_07() {
    let world = World::new();
    world
        .admin()
        .call("settings.update", json!({ "currency": "EUR" }));
    let theirs = other_admin(&world).call("settings.get", json!({}));
    assert_eq!(theirs.get("currency"), None, "{theirs}");
    let history: Value = world
        .admin()
        .history("settings", "00000000-0000-0000-0000-000000000000")[0]
        .clone();
    assert_eq!(history["changes"][0]["field"], "currency");
}

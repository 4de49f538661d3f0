//! Levels of fields and how roles combine (semantics 4.11).

use proptest::prelude::*;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::access::{Access, Actor, FieldLevel, FieldRule, Mask, Right, Role, Sight};
use crate::contact::Contact;
use crate::error::ErrorCode;
use crate::field::{Record, RecordKind};
use crate::wire::{Caller, admin, user};

/// A contact with a note and a title, and a user whose role sees it by these rules.
fn reading(rules: &Json) -> (Json, Caller, Caller) {
    let (engine, admin) = admin();
    let grants: Vec<Json> = [
        "crm.contact.view",
        "crm.contact.update",
        "crm.contact.create",
        "crm.settings.view",
    ]
    .iter()
    .map(|permission| json!({"permission": permission, "scope": "all"}))
    .collect();
    admin.call(
        "roles.create",
        &json!({"key": "reader", "grants": grants, "fields": rules}),
    );
    let arguments =
        json!({"name": {"given": "Ada"}, "note": "likes engines", "job_title": "Chief Analyst"});
    let id = admin.call("contacts.create", &arguments)["contact"]["id"].take();
    (id, user(&engine, 2, "reader"), admin)
}

#[test]
fn a_hidden_field_is_absent_and_cannot_be_written_sec_49_sec_50_4_11() {
    let (id, reader, _) = reading(&json!([{"kind": "contact", "field": "note", "level": "none"}]));
    let contact = reader.call("contacts.get", &json!({"id": id}));
    assert!(!contact.as_object().unwrap().contains_key("note"));
    assert_eq!(contact["job_title"], "Chief Analyst");
    let error = reader.refused("contacts.update", &json!({"id": id, "note": "x"}));
    assert!(!error.to_string().contains("engines"));
    let created = json!({"name": {"given": "Bo"}, "note": "x"});
    assert!(matches!(
        reader.refused("contacts.create", &created).code(),
        ErrorCode::Forbidden | ErrorCode::Invalid
    ));
}

#[test]
fn a_readable_field_is_not_written_and_a_write_only_one_not_shown_4_11() {
    let (id, reader, admin) = reading(&json!([
        {"kind": "contact", "field": "note", "level": "read"},
        {"kind": "contact", "field": "job_title", "level": "write_only"},
    ]));
    let contact = reader.call("contacts.get", &json!({"id": id}));
    assert_eq!(contact["note"], "likes engines");
    assert!(!contact.as_object().unwrap().contains_key("job_title"));
    let refused = reader.refused("contacts.update", &json!({"id": id, "note": "x"}));
    assert_eq!(
        (refused.code(), refused.field()),
        (ErrorCode::Forbidden, Some("note"))
    );
    let written = reader.call("contacts.update", &json!({"id": id, "job_title": "CTO"}));
    assert!(!written.as_object().unwrap().contains_key("job_title"));
    assert_eq!(
        admin.call("contacts.get", &json!({"id": id}))["job_title"],
        "CTO"
    );
}

#[test]
fn what_is_not_read_is_neither_sorted_nor_filtered_by_4_11() {
    for level in ["none", "masked", "write_only"] {
        let (_, reader, _) = reading(
            &json!([{"kind": "contact", "field": "job_title", "level": level, "mask": "initials"}]),
        );
        let sorted = reader.refused("contacts.list", &json!({"sort": "job_title"}));
        assert_eq!(
            (sorted.code(), sorted.field()),
            (ErrorCode::Invalid, Some("sort")),
            "{level}"
        );
        for rule in ["job_title = 'Chief Analyst'", "job_title is set"] {
            let filtered = reader.refused("contacts.list", &json!({"filter": rule}));
            assert_eq!(
                (filtered.code(), filtered.field()),
                (ErrorCode::Invalid, Some("filter")),
                "{level}"
            );
        }
    }
}

#[test]
fn a_derived_field_is_as_hidden_as_its_inputs_4_11() {
    let (_, reader, admin) =
        reading(&json!([{"kind": "contact", "field": "emails", "level": "none"}]));
    let arguments = json!({"emails": [{"address": "ada@example.com"}], "name": {"given": "Cy"}});
    let id = &admin.call("contacts.create", &arguments)["contact"]["id"];
    let contact = reader.call("contacts.get", &json!({"id": id}));
    for field in ["emails", "primary_email", "display_name", "sort_name"] {
        assert!(!contact.as_object().unwrap().contains_key(field), "{field}");
    }
}

#[test]
fn sensitive_fields_are_written_by_administrators_alone_sec_51() {
    let (engine, admin) = admin();
    let salary = json!({"record_kind": "contact", "name": "salary", "field_type": "number", "sensitivity": "sensitive"});
    admin.call("fields.define", &salary);
    let id = admin.contact("Ada");
    let change = json!({"id": id, "custom": {"salary": 5}});
    let manager = user(&engine, 2, "manager");
    let error = manager.refused("contacts.update", &change);
    assert_eq!(
        (error.code(), error.field()),
        (ErrorCode::Forbidden, Some("custom.salary"))
    );
    admin.call("contacts.update", &change);
    assert_eq!(
        manager.call("contacts.get", &json!({"id": id}))["custom"]["salary"],
        5
    );
}

fn level() -> impl Strategy<Value = FieldLevel> {
    prop::sample::select(vec![
        FieldLevel::None,
        FieldLevel::Masked,
        FieldLevel::Read,
        FieldLevel::Write,
        FieldLevel::WriteOnly,
    ])
}

/// The right of an actor with one role a rule; a role without one follows its permission.
fn right(rules: &[Option<(FieldLevel, bool)>]) -> Right {
    let held = rules.iter().map(|rule| Role {
        fields: rule
            .iter()
            .map(|&(level, hard)| FieldRule {
                kind: RecordKind::Contact,
                field: "note".to_owned(),
                level,
                mask: Mask::Full,
                hard,
            })
            .collect(),
        ..Role::default()
    });
    let actor = Actor::new(Uuid::from_u128(1), Uuid::from_u128(2), ["r"]);
    let access = Access::new(actor, held.collect(), Vec::new());
    let (_, note) = Contact::DECL.field("note").unwrap();
    access.field(Contact::DECL, note).0
}

proptest! {
    /// Roles add up; a hard restriction takes away whatever the others say; the order in which an
    /// actor names its roles decides nothing.
    #[test]
    fn roles_combine_to_the_most_unless_one_is_hard_4_11(
        rules in prop::collection::vec(prop::option::of((level(), any::<bool>())), 1..5),
    ) {
        let all = || rules.iter().map(|rule| rule.map_or(Right::ALL, |(level, _)| level.into()));
        let hard = || rules.iter().flatten().filter(|(_, hard)| *hard).map(|(level, _)| Right::from(*level));
        let most = all().map(|right| right.sight).max().unwrap();
        let least = hard().map(|right| right.sight).min().unwrap_or(Sight::Full);
        let found = right(&rules);
        prop_assert_eq!(found.sight, most.min(least));
        prop_assert_eq!(found.write, all().any(|right| right.write) && hard().all(|right| right.write));
        let turned: Vec<_> = rules.iter().rev().copied().collect();
        prop_assert_eq!(right(&turned), found);
    }
}

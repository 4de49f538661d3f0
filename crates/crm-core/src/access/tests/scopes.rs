//! How far a permission reaches (semantics 4.12).

use serde_json::{Value as Json, json};

use crate::error::ErrorCode;
use crate::operation::Engine;
use crate::wire::{Caller, TENANT, actor, admin, each};

const ME: &str = "00000000-0000-0000-0000-000000000007";
const OTHER: &str = "00000000-0000-0000-0000-000000000063";

/// Two teams, one below the other, and a contact for each way to be near to user 7.
struct Office {
    engine: Engine,
    admin: Caller,
    team: Json,
    near: [(&'static str, Json); 5],
}

fn office() -> Office {
    let (engine, admin) = admin();
    let team = admin.call("teams.create", &json!({"name": "Sales"}))["id"].take();
    let below = json!({"name": "North", "parent_id": team});
    let below = admin.call("teams.create", &below)["id"].take();
    let owned = |given: &str, fields: Json| {
        let mut arguments = json!({"name": {"given": given}, "owner_id": OTHER});
        for (name, value) in fields.as_object().unwrap() {
            arguments[name] = value.clone();
        }
        admin.call("contacts.create", &arguments)["contact"]["id"].take()
    };
    let near = [
        ("owner", owned("Ada", json!({"owner_id": ME}))),
        (
            "backup",
            owned("Bo", json!({"backup_owner_ids": [OTHER, ME]})),
        ),
        ("team", owned("Cy", json!({"team_id": team}))),
        ("team below", owned("Di", json!({"team_id": below}))),
        ("nothing", owned("Ed", json!({}))),
    ];
    for scope in ["own", "team", "team_tree", "all"] {
        let grants: Vec<Json> = [
            "crm.contact.view",
            "crm.contact.update",
            "crm.search.view",
            "crm.tag.view",
            "crm.segment.view",
        ]
        .iter()
        .map(|permission| json!({"permission": permission, "scope": scope}))
        .collect();
        admin.call("roles.create", &json!({"key": scope, "grants": grants}));
    }
    Office {
        engine,
        admin,
        team,
        near,
    }
}

impl Office {
    fn me(&self, scope: &str) -> Caller {
        actor(&self.engine, TENANT, 7, &[scope], &[&self.team])
    }
}

#[test]
fn each_scope_includes_those_before_it_sec_46_sec_47_sec_48() {
    let office = office();
    for (scope, reach) in [("own", 2), ("team", 3), ("team_tree", 4), ("all", 5)] {
        let me = office.me(scope);
        for (at, (near, id)) in office.near.iter().enumerate() {
            let read = me.attempt("contacts.get", &json!({"id": id}));
            let written = me.attempt("contacts.update", &json!({"id": id, "note": scope}));
            assert_eq!(read.is_ok(), at < reach, "{scope}: {near}");
            assert_eq!(written.is_ok(), at < reach, "{scope}: {near}");
            if let Err(error) = read {
                assert_eq!(error.code(), ErrorCode::NotFound);
            }
        }
    }
}

#[test]
fn lists_counts_searches_and_segments_stay_within_the_scope_4_12() {
    let office = office();
    for (_, id) in &office.near {
        office
            .admin
            .call("contacts.update", &json!({"id": id, "department": "Mill"}));
    }
    for (scope, reach) in [("own", 2), ("team", 3), ("team_tree", 4), ("all", 5)] {
        let me = office.me(scope);
        let list = me.call("contacts.list", &json!({"count": true}));
        assert_eq!(list["total"], reach, "{scope}");
        let expected: Vec<Json> = office.near[..reach]
            .iter()
            .map(|(_, id)| id.clone())
            .collect();
        assert_eq!(each(&list["items"], "id"), expected, "{scope}");
        let found = me.call(
            "search.query",
            &json!({"text": "mill", "kinds": ["contact"]}),
        );
        assert_eq!(found["groups"][0]["total"], reach, "{scope}");
        let count = me.call("segments.count", &json!({"rule": "department = 'mill'"}));
        assert_eq!(count["count"], reach, "{scope}");
    }
}

#[test]
fn a_scope_may_differ_by_permission_sec_44_sec_46() {
    let office = office();
    let rep = actor(&office.engine, TENANT, 7, &["sales_rep"], &[]);
    for (near, id) in &office.near {
        rep.call("contacts.get", &json!({"id": id}));
        let own = matches!(*near, "owner" | "backup");
        let changed = rep.attempt("contacts.update", &json!({"id": id, "note": "x"}));
        assert_eq!(changed.is_ok(), own, "{near}");
        let archived = rep.attempt("contacts.archive", &json!({"id": id}));
        assert_eq!(archived.is_ok(), own, "{near}");
    }
}

#[test]
fn a_change_of_owner_or_role_holds_from_the_next_read_4_12() {
    let office = office();
    let me = office.me("own");
    let (_, ada) = &office.near[0];
    me.call("contacts.get", &json!({"id": ada}));
    office
        .admin
        .call("contacts.update", &json!({"id": ada, "owner_id": OTHER}));
    assert_eq!(
        me.refused("contacts.get", &json!({"id": ada})).code(),
        ErrorCode::NotFound
    );
    let roles = office.admin.call("roles.list", &json!({}))["roles"].take();
    let own = roles
        .as_array()
        .unwrap()
        .iter()
        .find(|role| role["key"] == "own")
        .unwrap();
    let grants = json!([{"permission": "crm.contact.view", "scope": "all"}]);
    office
        .admin
        .call("roles.update", &json!({"id": own["id"], "grants": grants}));
    me.call("contacts.get", &json!({"id": ada}));
}

#[test]
fn an_explanation_names_grants_scope_and_field_rules_sec_62_4_12() {
    let office = office();
    office.admin.call("roles.create", &json!({"key": "strict", "fields": [
        {"kind": "contact", "field": "note", "level": "masked", "mask": "initials", "hard": true},
    ]}));
    let explain = |id: &Json| {
        office.admin.call("access.explain", &json!({
            "actor": {"tenant": "00000000-0000-0000-0000-000000000001", "user": ME, "roles": ["own", "strict"]},
            "permission": "crm.contact.update", "kind": "contact", "id": id, "field": "note",
        }))
    };
    let (_, owned) = &office.near[0];
    let mine = explain(owned);
    assert_eq!(mine["allowed"], true);
    assert_eq!(
        (&mine["field_level"], &mine["mask"]),
        (&json!("masked"), &json!("initials"))
    );
    let because = mine["because"].as_array().unwrap();
    for reason in [
        json!({"kind": "granted", "permission": "crm.contact.update", "role": "own", "scope": "own"}),
        json!({"kind": "record", "within_scope": true}),
        json!({"kind": "field_default", "role": "own", "record_kind": "contact", "field": "note", "level": "write"}),
        json!({"kind": "field_rule", "role": "strict", "record_kind": "contact", "field": "note", "level": "masked", "hard": true}),
    ] {
        assert!(because.contains(&reason), "{reason} in {mine}");
    }
    let (_, foreign) = &office.near[4];
    let theirs = explain(foreign);
    assert_eq!(theirs["allowed"], false);
    assert!(
        theirs["because"]
            .as_array()
            .unwrap()
            .contains(&json!({"kind": "record", "within_scope": false}))
    );
}

//! Views: what is saved, who may open it, what it shows.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test fails by panicking
#![allow(clippy::needless_pass_by_value)] // arguments are made where they are given

use serde_json::{Value as Json, json};

use crate::error::{ErrorCode, Result};
use crate::memory;
use crate::operation::{CallOptions, Engine, Session};

fn call(session: &Session, name: &str, arguments: Json) -> Result<Json> {
    let arguments = arguments.to_string();
    let answer = session.call(name, arguments.as_bytes(), &CallOptions::default())?;
    Ok(serde_json::from_slice(&answer).unwrap())
}

fn done(session: &Session, name: &str, arguments: Json) -> Json {
    call(session, name, arguments).unwrap()
}

fn session_as(engine: &Engine, user: u128, role: &str) -> Session {
    let mut actor = memory::session("admin").actor().clone();
    actor.user = uuid::Uuid::from_u128(user).into();
    actor.roles = vec![role.to_owned()];
    engine.session(actor).unwrap()
}

fn contact(session: &Session, name: &str, title: Json) -> Json {
    let contact = json!({"display_as": name, "job_title": title});
    done(session, "contacts.create", contact)["contact"]["id"].clone()
}

fn names(page: &Json) -> Vec<&str> {
    let rows = page["rows"].as_array().unwrap().iter();
    rows.map(|row| row["fields"]["display_name"].as_str().unwrap())
        .collect()
}

#[test]
fn a_view_shows_its_records_columns_and_order_vie_01() {
    let session = memory::session("admin");
    for (name, title) in [
        ("Ada", "Director"),
        ("Grace", "Admiral"),
        ("Zoë", "Director"),
    ] {
        contact(&session, name, json!(title));
    }
    let view = done(
        &session,
        "views.create",
        json!({
            "name": "Directors", "filter": "title = 'director'", "sort": "-display_name",
            "columns": ["display_name"],
        }),
    );
    assert_eq!(
        view["fields"],
        json!(["contact.display_name", "contact.job_title"])
    );
    let page = done(
        &session,
        "views.rows",
        json!({"id": view["id"], "count": true, "limit": 1}),
    );
    assert_eq!((names(&page), &page["total"]), (vec!["Zoë"], &json!(2)));
    assert_eq!(page["columns"][0]["field"], "display_name");
    assert_eq!(page["rows"][0]["fields"].as_object().unwrap().len(), 1);
    let rest = json!({"id": view["id"], "limit": 1, "cursor": page["next"]});
    assert_eq!(names(&done(&session, "views.rows", rest)), ["Ada"]);
}

#[test]
fn a_private_view_is_nobody_elses_vie_03() {
    let engine = memory::engine(1);
    let one = session_as(&engine, 3, "sales_rep");
    let other = session_as(&engine, 4, "sales_rep");
    let view = done(&one, "views.create", json!({"name": "Mine"}));
    for operation in [
        "views.get",
        "views.rows",
        "views.archive",
        "views.mark",
        "views.to_segment",
    ] {
        let error = call(&other, operation, json!({"id": view["id"]})).unwrap_err();
        assert_eq!(error.code(), ErrorCode::NotFound, "{operation}");
    }
    assert_eq!(done(&other, "views.list", json!({}))["views"], json!([]));
    let shared = json!({"id": view["id"], "visibility": "all"});
    let error = call(&one, "views.update", shared.clone()).unwrap_err();
    assert_eq!(
        (error.code(), error.field()),
        (ErrorCode::Forbidden, Some("visibility"))
    );
    done(&session_as(&engine, 5, "manager"), "views.update", shared);
    assert_eq!(
        done(&other, "views.get", json!({"id": view["id"]}))["name"],
        "Mine"
    );
    let rename = json!({"id": view["id"], "name": "Theirs"});
    let error = call(&other, "views.update", rename).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Forbidden);
}

#[test]
fn a_shared_view_shows_its_reader_what_the_reader_may_see_4_11() {
    let engine = memory::engine(1);
    let admin = session_as(&engine, 2, "admin");
    done(
        &admin,
        "roles.create",
        json!({
            "key": "partner",
            "grants": [{"permission": "crm.contact.view", "scope": "all"},
                       {"permission": "crm.view.use", "scope": "own"}],
            "fields": [{"kind": "contact", "field": "job_title", "level": "none"}],
        }),
    );
    contact(&admin, "Ada", json!("Director"));
    let partner = session_as(&engine, 9, "partner");
    let open = json!({
        "name": "Everyone", "visibility": "all", "columns": ["display_name", "job_title"],
    });
    let open = done(&admin, "views.create", open);
    let page = done(&partner, "views.rows", json!({"id": open["id"]}));
    assert_eq!(page["columns"].as_array().unwrap().len(), 1);
    assert_eq!(page["rows"][0]["fields"], json!({"display_name": "Ada"}));
    let seen = done(&partner, "views.get", json!({"id": open["id"]}));
    assert_eq!(seen["columns"], json!(["display_name"]));
    let closed = json!({
        "name": "Directors", "visibility": "all", "filter": "job_title = 'Director'",
    });
    let closed = done(&admin, "views.create", closed);
    for operation in ["views.rows", "views.to_segment"] {
        let error = call(&partner, operation, json!({"id": closed["id"]})).unwrap_err();
        assert_eq!(error.code(), ErrorCode::Forbidden, "{operation}");
    }
    assert_eq!(
        done(&partner, "views.get", json!({"id": closed["id"]})).get("filter"),
        None
    );
}

#[test]
fn a_view_survives_the_removal_of_a_field_with_a_warning_vie_09() {
    let session = memory::session("admin");
    let field = json!({
        "record_kind": "contact", "name": "tier", "field_type": "text", "indexed": true,
    });
    let field = done(&session, "fields.define", field);
    contact(&session, "Ada", json!("Director"));
    let view = done(
        &session,
        "views.create",
        json!({
            "name": "Tiers", "columns": ["display_name", "custom.tier"], "sort": "custom.tier",
        }),
    );
    let usage = done(&session, "fields.usage", json!({"id": field["id"]}));
    assert_eq!(usage["views"], json!([view["id"]]));
    let error = call(&session, "fields.archive", json!({"id": field["id"]})).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Conflict);
    done(
        &session,
        "fields.archive",
        json!({"id": field["id"], "confirm": true}),
    );
    let page = done(&session, "views.rows", json!({"id": view["id"]}));
    let parts: Vec<_> = page["warnings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|warning| warning["part"].as_str().unwrap())
        .collect();
    assert_eq!(parts, ["columns", "sort"]);
    assert_eq!(names(&page), ["Ada"]);
}

#[test]
fn the_lanes_of_a_board_hold_every_record_once_vie_04() {
    let session = memory::session("admin");
    done(
        &session,
        "fields.define",
        json!({
            "record_kind": "contact", "name": "tier", "field_type": "select",
            "options": [{"value": "Gold", "label": "Gold"}, {"value": "silver", "label": "Silver"}],
        }),
    );
    for (name, tier) in [
        ("Ada", json!("Gold")),
        ("Grace", json!("Gold")),
        ("Zoë", Json::Null),
    ] {
        let id = contact(&session, name, Json::Null);
        done(
            &session,
            "contacts.update",
            json!({"id": id, "custom": {"tier": tier}}),
        );
    }
    let view = done(
        &session,
        "views.create",
        json!({
            "name": "Tiers", "shape": "board", "group_by": "custom.tier",
        }),
    );
    let board = done(
        &session,
        "views.board",
        json!({"id": view["id"], "limit": 1}),
    );
    let lanes: Vec<_> = board["lanes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|lane| {
            (
                lane["value"].as_str().unwrap(),
                lane["total"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(lanes, [("Gold", 2), ("silver", 0), ("", 1)]);
    let next = board["lanes"][0]["next"].clone();
    let rest = json!({"id": view["id"], "lane": "Gold", "cursor": next, "limit": 1});
    assert_eq!(names(&done(&session, "views.rows", rest)), ["Grace"]);
    let error = call(
        &session,
        "views.create",
        json!({"name": "No", "group_by": "job_title"}),
    );
    assert_eq!(error.unwrap_err().field(), Some("group_by"));
}

#[test]
fn each_user_pins_and_begins_with_views_of_its_own_vie_02() {
    let engine = memory::engine(1);
    let admin = session_as(&engine, 2, "admin");
    let other = session_as(&engine, 4, "user");
    let ids: Vec<Json> = ["A", "B", "C"]
        .iter()
        .map(|name| {
            let view = json!({"name": name, "visibility": "all"});
            done(&admin, "views.create", view)["id"].clone()
        })
        .collect();
    let mark = |at: usize, marks: Json| {
        let mut marks = marks;
        marks["id"] = ids[at].clone();
        done(&other, "views.mark", marks);
    };
    mark(2, json!({"pinned": true, "position": 1, "preferred": true}));
    mark(1, json!({"pinned": true, "position": 2, "preferred": true}));
    let listed = done(&other, "views.list", json!({"record_kind": "contact"}));
    let listed: Vec<_> = listed["views"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            (
                entry["view"]["name"].as_str().unwrap(),
                entry["preferred"] == true,
            )
        })
        .collect();
    assert_eq!(listed, [("C", false), ("B", true), ("A", false)]);
    let all = done(&admin, "views.list", json!({}));
    assert!(
        all["views"]
            .as_array()
            .unwrap()
            .iter()
            .all(|entry| entry["pinned"] == false)
    );
}

#[test]
fn a_view_becomes_a_segment_vie_07() {
    let session = memory::session("admin");
    let view = json!({"name": "Directors", "filter": "title = 'Director'"});
    let view = done(&session, "views.create", view);
    let saved = done(&session, "views.to_segment", json!({"id": view["id"]}));
    assert_eq!(saved["segment"]["rule"], view["filter"]);
}

#[test]
fn deals_stand_in_lanes_by_stage_in_the_order_of_the_pipeline_vie_04() {
    let session = memory::session("admin");
    let account = done(&session, "accounts.create", json!({"name": "Acme"}));
    for (name, stage) in [
        ("Fleet", "proposal"),
        ("Mill", "proposal"),
        ("Loom", "negotiation"),
    ] {
        let deal = json!({"name": name, "account_id": account["account"]["id"], "stage": stage});
        done(&session, "deals.create", deal);
    }
    let view = json!({"name": "Deals", "record_kind": "deal", "group_by": "stage_id"});
    let view = done(&session, "views.create", view);
    let board = done(&session, "views.board", json!({"id": view["id"]}));
    let pipelines = done(&session, "pipelines.list", json!({}));
    let stages = pipelines["pipelines"][0]["stages"].as_array().unwrap();
    let lanes = board["lanes"].as_array().unwrap();
    assert_eq!(
        lanes.len(),
        stages.len() + 1,
        "and one for deals without a stage"
    );
    for (lane, stage) in lanes.iter().zip(stages) {
        assert_eq!(
            (&lane["value"], &lane["label"]),
            (&stage["id"], &stage["label"])
        );
        let expected = match stage["key"].as_str().unwrap() {
            "proposal" => 2,
            "negotiation" => 1,
            _ => 0,
        };
        assert_eq!(lane["total"], expected, "{stage}");
    }
    let rows = json!({"id": view["id"], "lane": lanes[2]["value"], "count": true});
    assert_eq!(
        done(&session, "views.rows", rows)["total"],
        lanes[2]["total"]
    );
    let account = json!({"name": "No", "record_kind": "deal", "group_by": "account_id"});
    let refused = call(&session, "views.create", account).unwrap_err();
    assert_eq!(
        (refused.code(), refused.field()),
        (ErrorCode::Invalid, Some("group_by"))
    );
}

#[test]
fn every_shape_shows_the_same_records_vie_04() {
    let session = memory::session("admin");
    for name in ["Ada", "Grace"] {
        contact(&session, name, json!("Director"));
    }
    for shape in ["table", "card", "org_chart", "board"] {
        let view =
            json!({"name": shape, "shape": shape, "group_by": "status", "sort": "display_name"});
        let view = done(&session, "views.create", view);
        assert_eq!(view["shape"], shape);
        let page = done(&session, "views.rows", json!({"id": view["id"]}));
        assert_eq!(
            (&page["shape"], names(&page)),
            (&json!(shape), vec!["Ada", "Grace"])
        );
    }
    let error = call(
        &session,
        "views.create",
        json!({"name": "No", "shape": "board"}),
    );
    assert_eq!(error.unwrap_err().field(), Some("group_by"));
}

#[test]
fn a_view_is_of_leads_and_deals_too_vie_01_vie_06_cfd_11() {
    let session = memory::session("admin");
    let account = done(&session, "accounts.create", json!({"name": "Acme"}));
    let account = account["account"]["id"].clone();
    for kind in ["lead", "deal"] {
        let field = json!({"record_kind": kind, "name": "region", "field_type": "text"});
        done(&session, "fields.define", field);
    }
    let lead = json!({"company_text": "Looms", "custom": {"region": "south"}});
    done(&session, "leads.create", lead);
    let deal = json!({"name": "Cogs", "account_id": account, "custom": {"region": "north"}});
    done(&session, "deals.create", deal);
    for (kind, columns, filter, row) in [
        (
            "lead",
            json!(["display_name", "custom.region"]),
            "status = 'new'",
            json!({"display_name": "Looms", "custom.region": "south"}),
        ),
        (
            "deal",
            json!(["custom.region", "stage"]),
            "account.name = 'Acme'",
            json!({"custom.region": "north", "stage": "prospecting"}),
        ),
    ] {
        let view = json!({"record_kind": kind, "name": kind, "columns": columns, "filter": filter});
        let view = done(&session, "views.create", view);
        let page = done(&session, "views.rows", json!({"id": view["id"]}));
        assert_eq!(page["rows"][0]["fields"], row, "{kind}");
        let names: Vec<_> = page["columns"]
            .as_array()
            .unwrap()
            .iter()
            .map(|column| column["field"].clone())
            .collect();
        assert_eq!(Json::from(names), columns, "{kind}");
    }
}

//! The tree of teams (SEC-47).

#![allow(clippy::unwrap_used)] // a test fails by panicking

use serde_json::json;

use crate::error::ErrorCode;
use crate::wire::admin;

#[test]
fn teams_form_a_tree_without_circles_sec_47() {
    let (_, admin) = admin();
    let sales = admin.call("teams.create", &json!({"name": "Sales"}))["id"].take();
    let north = admin.call(
        "teams.create",
        &json!({"name": "North", "parent_id": sales}),
    )["id"]
        .take();
    for (id, parent) in [(&sales, &north), (&sales, &sales)] {
        let error = admin.refused("teams.update", &json!({"id": id, "parent_id": parent}));
        assert_eq!(
            (error.code(), error.field()),
            (ErrorCode::Invalid, Some("parent_id"))
        );
    }
    let same = admin.refused("teams.create", &json!({"name": "SALES"}));
    assert_eq!(same.code(), ErrorCode::Duplicate);
}

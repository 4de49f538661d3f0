//! The rules of the tree of tags, one by one (semantics 4.9, catalogue group TAG).

#![allow(clippy::unwrap_used)] // a test fails by panicking
#![allow(clippy::cloned_ref_to_slice_refs)] // `[id.clone()]` reads better beside an answer

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::error::ErrorCode;
use crate::wire::{Caller, actor, admin, each, user, uuid};

#[track_caller]
fn tag(admin: &Caller, path: &str) -> Json {
    admin.call("tags.create", &json!({"name": path}))["id"].take()
}

#[track_caller]
fn put(admin: &Caller, ids: &[&Json], add: &[&str]) -> Json {
    let arguments = json!({"record_kind": "contact", "record_ids": ids, "add": add});
    admin.call("tags.apply", &arguments)
}

#[track_caller]
fn paths(admin: &Caller, contact: &Json) -> Vec<String> {
    let of = json!({"record_kind": "contact", "record_id": contact});
    let tags = each(&admin.call("tags.of", &of)["tags"], "tag");
    tags.iter()
        .map(|tag| tag["path"].as_str().unwrap().to_owned())
        .collect()
}

/// Path to (direct count, count with descendants) of contacts.
fn counts(admin: &Caller) -> BTreeMap<String, (u64, u64)> {
    let list = admin.call("tags.list", &json!({"count": "contact"}));
    list["tags"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| {
            let count = |key: &str| node["counts"][key].as_u64().unwrap();
            let path = node["tag"]["path"].as_str().unwrap().to_owned();
            (path, (count("direct"), count("with_descendants")))
        })
        .collect()
}

#[test]
fn a_tag_has_name_colour_description_and_time_tag_01_tag_02_tag_08() {
    let (_, admin) = admin();
    let given = json!({"name": "Gold", "color": "#ffcc00", "description": "Our best customers"});
    let created = admin.call("tags.create", &given);
    for (name, value) in given.as_object().unwrap() {
        assert_eq!(&created[name], value);
    }
    assert!(created["created_at"].is_string());
    assert_eq!(uuid(&created["id"]).get_version_num(), 7);
    let error = admin.refused("tags.create", &json!({"name": "x", "color": "gold"}));
    assert_eq!(error.field(), Some("color"));
}

#[test]
fn a_path_is_unique_whatever_its_case_4_9_tag_04() {
    let (engine, admin) = admin();
    tag(&admin, "Persona/Buyer");
    for same in ["persona/buyer", "PERSONA/BUYER", "persona / buyer"] {
        let error = admin.refused("tags.create", &json!({"name": same}));
        assert_eq!(error.code(), ErrorCode::Duplicate, "{same}");
    }
    // The same last part elsewhere is another tag, and another tenant has tags of its own.
    tag(&admin, "role/buyer");
    tag(&actor(&engine, 2, 1, &["admin"], &[]), "persona/buyer");
}

#[test]
fn a_path_has_at_most_eight_parts_4_9() {
    let (_, admin) = admin();
    let deepest = tag(&admin, "1/2/3/4/5/6/7/8");
    let error = admin.refused("tags.create", &json!({"name": "9", "parent_id": deepest}));
    assert_eq!(error.code(), ErrorCode::Limit);
    assert_eq!(error.details()["maximum"], 8);
}

#[test]
fn only_explicit_tags_are_stored_and_a_question_says_which_it_means_4_9_tag_06_tag_10() {
    let (_, admin) = admin();
    let (ada, grace) = (admin.contact("Ada"), admin.contact("Grace"));
    put(&admin, &[&ada], &["region/europe/uk"]);
    put(&admin, &[&grace], &["region/europe"]);
    assert_eq!(paths(&admin, &ada), ["region/europe/uk"]);
    let europe = admin.call("tags.list", &json!({}))["tags"][1]["tag"]["id"].take();
    let ids = |exact: bool| {
        let list = json!({"tag_id": europe, "tag_exact": exact, "count": true});
        let found = admin.call("contacts.list", &list);
        (found["total"].clone(), each(&found["items"], "id"))
    };
    assert_eq!(ids(true), (json!(1), vec![grace.clone()]));
    assert_eq!(ids(false), (json!(2), vec![ada.clone(), grace.clone()]));
}

#[test]
fn a_branch_moves_as_a_whole_and_its_old_paths_lead_on_4_9() {
    let (_, admin) = admin();
    let ada = admin.contact("Ada");
    put(&admin, &[&ada], &["sales/emea/uk"]);
    let nodes = admin.call("tags.list", &json!({}));
    let emea = &nodes["tags"][1]["tag"]["id"];
    let regions = tag(&admin, "regions");
    admin.call("tags.relocate", &json!({"id": emea, "parent_id": regions}));
    assert_eq!(paths(&admin, &ada), ["regions/emea/uk"]);
    // An old path still means the tag, so nothing is created in its place.
    assert_eq!(put(&admin, &[&ada], &["SALES/emea/uk"])["unchanged"], 1);
    let found = admin.call(
        "contacts.list",
        &json!({"filter": "tag under 'sales/emea'"}),
    );
    assert_eq!(each(&found["items"], "id"), [ada]);
    assert_eq!(
        counts(&admin).keys().collect::<Vec<_>>(),
        ["regions", "regions/emea", "regions/emea/uk", "sales"]
    );
    for (id, parent) in [(&regions, emea), (emea, emea)] {
        let circle = admin.refused("tags.relocate", &json!({"id": id, "parent_id": parent}));
        assert_eq!(
            (circle.code(), circle.field()),
            (ErrorCode::Invalid, Some("parent_id"))
        );
    }
}

#[test]
fn a_move_that_fails_anywhere_changes_nothing_4_9() {
    let (_, admin) = admin();
    tag(&admin, "a/b/c/d");
    let top = admin.call("tags.list", &json!({}))["tags"][0]["tag"]["id"].take();
    let deep = tag(&admin, "1/2/3/4/5");
    let before = counts(&admin);
    // `a` itself would fit below `5`; `d` would be the ninth part.
    let error = admin.refused("tags.relocate", &json!({"id": top, "parent_id": deep}));
    assert_eq!(error.code(), ErrorCode::Limit);
    assert_eq!(counts(&admin), before);
}

#[test]
fn renaming_keeps_the_id_and_the_old_name_leads_on_4_9_tag_16() {
    let (_, admin) = admin();
    let ada = admin.contact("Ada");
    put(&admin, &[&ada], &["tier/gold"]);
    let gold = admin.call("tags.list", &json!({}))["tags"][1]["tag"]["id"].take();
    let renamed = admin.call("tags.update", &json!({"id": gold, "name": "platinum"}));
    assert_eq!(
        (&renamed["id"], &renamed["path"]),
        (&gold, &json!("tier/platinum"))
    );
    assert_eq!(put(&admin, &[&ada], &["tier/gold"])["unchanged"], 1);
}

#[test]
fn a_merge_of_tags_is_recorded_and_moves_their_records_4_9_tag_16() {
    let (_, admin) = admin();
    let (ada, grace) = (admin.contact("Ada"), admin.contact("Grace"));
    put(&admin, &[&ada], &["vip", "key account"]);
    put(&admin, &[&grace], &["key account"]);
    let list = admin.call("tags.list", &json!({}));
    let (key, vip) = (&list["tags"][0]["tag"]["id"], &list["tags"][1]["tag"]["id"]);
    admin.call("tags.merge", &json!({"into_id": vip, "ids": [key]}));
    for contact in [&ada, &grace] {
        assert_eq!(paths(&admin, contact), ["vip"]);
    }
    assert_eq!(put(&admin, &[&grace], &["Key Account"])["unchanged"], 1);
    let history = admin.call("audit.history", &json!({"record_kind": "tag", "id": key}));
    assert_eq!(history["entries"][0]["operation"], "tags.merge");
    tag(&admin, "branch/leaf");
    let parent = admin.call("tags.list", &json!({}))["tags"][0]["tag"]["id"].take();
    let error = admin.refused("tags.merge", &json!({"into_id": vip, "ids": [parent]}));
    assert_eq!(
        (error.code(), error.field()),
        (ErrorCode::Invalid, Some("ids[0]"))
    );
}

#[test]
fn removing_a_tag_takes_its_relations_only_and_both_come_back_4_9_tag_15() {
    let (_, admin) = admin();
    let ada = admin.contact("Ada");
    put(&admin, &[&ada], &["vip", "speaker"]);
    let vip = admin.call("tags.list", &json!({}))["tags"][1]["tag"]["id"].take();
    let removed = admin.call("tags.remove", &json!({"id": vip}));
    assert_eq!(removed, json!({"tags": 1, "links": 1}));
    assert_eq!(paths(&admin, &ada), ["speaker"]);
    admin.call("contacts.get", &json!({"id": ada}));
    admin.call("tags.restore", &json!({"id": vip}));
    assert_eq!(paths(&admin, &ada), ["speaker", "vip"]);
}

#[test]
fn tags_below_a_removed_one_move_up_or_go_as_the_caller_says_4_9() {
    for (children, left) in [
        ("reparent", vec!["a", "a/c", "a/c/d"]),
        ("remove", vec!["a"]),
    ] {
        let (_, admin) = admin();
        tag(&admin, "a/b/c/d");
        let middle = admin.call("tags.list", &json!({}))["tags"][1]["tag"]["id"].take();
        admin.call("tags.remove", &json!({"id": middle, "children": children}));
        assert_eq!(counts(&admin).into_keys().collect::<Vec<_>>(), left);
    }
}

#[test]
fn an_exclusive_namespace_has_one_tag_a_record_4_9_tag_07() {
    let (_, admin) = admin();
    admin.call(
        "settings.update",
        &json!({"exclusive_tag_namespaces": ["Tier"]}),
    );
    let ada = admin.contact("Ada");
    put(
        &admin,
        &[&ada],
        &["tier/gold", "persona/buyer", "persona/user"],
    );
    let changes = put(&admin, &[&ada], &["TIER/silver"]);
    assert_eq!(
        (&changes["added"], &changes["removed"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(
        paths(&admin, &ada),
        ["persona/buyer", "persona/user", "tier/silver"]
    );
    // Of two in one call the later one stays.
    put(
        &admin,
        &[&ada],
        &["tier/gold", "tier/silver", "tier/bronze"],
    );
    assert_eq!(
        paths(&admin, &ada),
        ["persona/buyer", "persona/user", "tier/bronze"]
    );
}

#[test]
fn a_branch_says_which_kinds_it_is_for_4_9_tag_03() {
    let (_, admin) = admin();
    let (ada, engines) = (admin.contact("Ada"), admin.account("Engines"));
    admin.call(
        "tags.create",
        &json!({"name": "supplier", "applies_to": ["account"]}),
    );
    let on = |kind: &str, id: &Json| json!({"record_kind": kind, "record_ids": [id], "add": ["supplier/local"]});
    admin.call("tags.apply", &on("account", &engines));
    let error = admin.refused("tags.apply", &on("contact", &ada));
    assert_eq!(
        (error.code(), error.field()),
        (ErrorCode::Invalid, Some("add[0]"))
    );
}

#[test]
fn a_branch_says_who_may_apply_it_4_9() {
    let (engine, admin) = admin();
    let ada = admin.contact("Ada");
    tag(&admin, "legal/hold");
    let legal = admin.call("tags.list", &json!({}))["tags"][0]["tag"]["id"].take();
    admin.call(
        "tags.update",
        &json!({"id": legal, "applied_by": ["admin"]}),
    );
    let change =
        |key: &str| json!({"record_kind": "contact", "record_ids": [ada], key: ["legal/hold"]});
    let manager = user(&engine, 2, "manager");
    assert_eq!(
        manager.refused("tags.apply", &change("add")).code(),
        ErrorCode::Forbidden
    );
    admin.call("tags.apply", &change("add"));
    assert_eq!(
        manager.refused("tags.apply", &change("remove")).code(),
        ErrorCode::Forbidden
    );
    assert_eq!(paths(&admin, &ada), ["legal/hold"]);
}

#[test]
fn one_call_tags_and_untags_many_and_says_how_many_tag_09_tag_11() {
    let (_, admin) = admin();
    let ids = ["Ada", "Bo", "Cy"].map(|name| admin.contact(name));
    put(&admin, &[&ids[0]], &["old"]);
    put(&admin, &[&ids[1]], &["new", "vip"]);
    let changes = admin.call(
        "tags.apply",
        &json!({
            "record_kind": "contact", "record_ids": ids, "add": ["new", "vip"], "remove": ["old"],
        }),
    );
    assert_eq!(
        changes,
        json!({"changed": 2, "unchanged": 1, "added": 4, "removed": 1})
    );
    // Nothing is done if anything fails.
    let missing = json!({"record_kind": "contact", "add": ["late"],
        "record_ids": [ids[0], "00000000-0000-0000-0000-00000000dead"]});
    let error = admin.refused("tags.apply", &missing);
    assert_eq!(
        (error.code(), error.field()),
        (ErrorCode::NotFound, Some("record_ids[1]"))
    );
    assert_eq!(paths(&admin, &ids[0]), ["new", "vip"]);
    assert!(!counts(&admin).contains_key("late"));
}

#[test]
fn a_tag_on_a_record_keeps_its_time_and_actor_tag_12() {
    let (engine, admin) = admin();
    let ada = admin.contact("Ada");
    put(&admin, &[&ada], &["vip"]);
    let of = json!({"record_kind": "contact", "record_id": ada});
    let first = admin.call("tags.of", &of)["tags"][0].take();
    assert_eq!(uuid(&first["by"]).as_u128(), 1);
    // Putting it there again changes neither.
    let put_again = json!({"record_kind": "contact", "record_ids": [ada], "add": ["vip"]});
    user(&engine, 2, "manager").call("tags.apply", &put_again);
    assert_eq!(
        admin.call("tags.of", &of)["tags"][0]["since"],
        first["since"]
    );
}

#[test]
fn contacts_and_accounts_have_tags_tag_13() {
    let (_, admin) = admin();
    let (ada, engines) = (admin.contact("Ada"), admin.account("Engines"));
    for (kind, id) in [("contact", &ada), ("account", &engines)] {
        let put = json!({"record_kind": kind, "record_ids": [id], "add": ["vip"]});
        assert_eq!(admin.call("tags.apply", &put)["added"], 1);
        let of = admin.call("tags.of", &json!({"record_kind": kind, "record_id": id}));
        assert_eq!(of["tags"][0]["tag"]["path"], "vip");
    }
}

#[test]
fn a_path_in_words_makes_its_tags_if_the_actor_may_tag_14() {
    let (engine, admin) = admin();
    let ada = admin.contact("Ada");
    put(&admin, &[&ada], &["Persona/Early adopter"]);
    assert_eq!(counts(&admin).len(), 2);
    admin.call(
        "roles.create",
        &json!({"key": "tagger", "grants": [
            {"permission": "crm.contact.view", "scope": "all"},
            {"permission": "crm.contact.update", "scope": "all"},
            {"permission": "crm.tag.apply", "scope": "all"},
        ]}),
    );
    let tagger = user(&engine, 2, "tagger");
    let on = |path: &str| json!({"record_kind": "contact", "record_ids": [ada], "add": [path]});
    assert_eq!(tagger.call("tags.apply", &on("persona"))["added"], 1);
    assert_eq!(
        tagger.refused("tags.apply", &on("brand new")).code(),
        ErrorCode::Forbidden
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// However records are tagged and untagged, removed and archived: both counts are exact.
    #[test]
    fn both_counts_are_exact_4_9_tag_05(
        steps in prop::collection::vec((0_usize..4, 0_usize..5, 0_u8..4), 1..16),
    ) {
        const PATHS: [&str; 5] = ["a", "a/b", "a/b/c", "a/d", "e"];
        let (_, admin) = admin();
        let ids = ["Ada", "Bo", "Cy", "Di"].map(|name| admin.contact(name));
        for path in PATHS {
            let _ = admin.attempt("tags.create", &json!({"name": path}));
        }
        let mut model: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
        let mut archived = BTreeSet::new();
        for (who, what, how) in steps {
            if archived.contains(&who) {
                continue;
            }
            let path = PATHS[what];
            let on = |key: &str| json!({"record_kind": "contact", "record_ids": [ids[who]], key: [path]});
            match how {
                0 => {
                    admin.call("tags.apply", &on("remove"));
                    model.entry(who).or_default().remove(path);
                }
                1 => {
                    admin.call("contacts.archive", &json!({"id": ids[who]}));
                    archived.insert(who);
                    model.remove(&who);
                }
                _ => {
                    admin.call("tags.apply", &on("add"));
                    model.entry(who).or_default().insert(path);
                }
            }
        }
        for (path, (direct, below)) in counts(&admin) {
            let with = |wanted: &dyn Fn(&str) -> bool| {
                model.values().filter(|tags| tags.iter().any(|tag| wanted(tag))).count() as u64
            };
            let prefix = format!("{path}/");
            prop_assert_eq!(direct, with(&|tag| tag == path));
            prop_assert_eq!(below, with(&|tag| tag == path || tag.starts_with(&prefix)));
        }
    }
}

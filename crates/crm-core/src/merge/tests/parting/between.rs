//! What somebody did between merging and parting stays as it was left: nothing returns that was taken
//! off, and nothing is decided anew that somebody has decided.

use super::*;
use crate::wire::{Caller, admin};

fn person(admin: &Caller, mut parts: Json) -> Json {
    parts["on_duplicate"] = json!("create_anyway");
    admin.call("contacts.create", &parts)["contact"]["id"].take()
}

/// Three contacts, the first of which takes in the others.
fn three(admin: &Caller, stays: Json, goes: Json) -> [Json; 3] {
    let third = json!({"name": {"given": "B"}, "phones": [{"number": "+442079460959"}]});
    [stays, goes, third].map(|parts| person(admin, parts))
}

fn one(admin: &Caller, kind: &str, ids: &[Json], choices: Json) -> Json {
    let mut asked = json!({"kind": kind, "survivor_id": ids[0], "ids": ids});
    asked["choices"] = choices;
    let plan = admin.call("merge.plan", &asked);
    asked["versions"] = plan["records"].clone();
    asked["digest"] = plan["digest"].clone();
    admin.call("merge.apply", &asked)["merge_id"].take()
}

/// Undoes a merge of contacts, of all of it or of these.
fn parted(admin: &Caller, kind: &str, merge: &Json, ids: &[&Json]) -> Json {
    let mut asked = json!({"kind": kind, "merge_id": merge, "ids": ids});
    let plan = admin.call("merge.plan_unmerge", &asked);
    asked["versions"] = plan["records"].clone();
    asked["digest"] = plan["digest"].clone();
    admin.call("merge.unmerge", &asked)
}

fn read(admin: &Caller, id: &Json) -> Json {
    admin.call("contacts.get", &json!({"id": id}))
}

fn tagged(admin: &Caller, id: &Json) -> Vec<Json> {
    let asked = json!({"record_kind": "contact", "record_id": id});
    let tags = admin.call("tags.of", &asked)["tags"].take();
    let tags = tags.as_array().cloned().unwrap_or_default();
    tags.iter().map(|one| one["tag"]["path"].clone()).collect()
}

fn tag_all(admin: &Caller, ids: &[&Json], change: &str) {
    let mut asked = json!({"record_kind": "contact", "record_ids": ids});
    asked[change] = json!(["vip"]);
    admin.call("tags.apply", &asked);
}

fn join(admin: &Caller, contact: &Json, account: &Json, title: Option<&str>) -> Json {
    let asked = json!({"contact_id": contact, "account_id": account, "title": title});
    admin.call("associations.create", &asked)["id"].take()
}

fn company(admin: &Caller, name: &str) -> Json {
    let asked = json!({"name": name, "on_duplicate": "create_anyway"});
    admin.call("accounts.create", &asked)["account"]["id"].take()
}

fn members(admin: &Caller, contact: &Json) -> Vec<Json> {
    let listed = admin.call("associations.list", &json!({"contact_id": contact}));
    let listed = listed["associations"].as_array().cloned();
    let listed = listed.unwrap_or_default().into_iter();
    listed.map(|mut view| view["association"].take()).collect()
}

#[test]
fn taking_one_out_leaves_a_list_that_somebody_shortened_4_6() {
    let (_, admin) = admin();
    let mails = |all: &[&str]| -> Json { all.iter().map(|at| json!({"address": at})).collect() };
    let [s, a, b] = three(
        &admin,
        json!({"name": {"given": "S"}, "emails": mails(&["s@x.example", "a@x.example"])}),
        json!({"name": {"given": "A"}, "emails": mails(&["a@x.example"])}),
    );
    let c = person(&admin, json!({"name": {"given": "C"}}));
    let merge = one(
        &admin,
        "contact",
        &[s.clone(), a.clone(), b.clone(), c.clone()],
        json!([]),
    );
    let shorter = json!({"id": s, "emails": mails(&["s@x.example"])});
    admin.call("contacts.update", &shorter);
    let addresses = || {
        let emails = read(&admin, &s)["emails"].take();
        let emails = emails.as_array().cloned().unwrap_or_default();
        emails
            .iter()
            .map(|one| one["address"].clone())
            .collect::<Vec<_>>()
    };
    let done = parted(&admin, "contact", &merge, &[&b]);
    assert_eq!(addresses(), ["s@x.example"]);
    let kept = json!([{"field": "emails", "because": "edited"}]);
    assert_eq!(done["plan"]["kept_fields"], kept, "it is listed");
    // And of what is merged anew another one.
    let done = parted(&admin, "contact", &done["merge_id"], &[&c]);
    assert_eq!(addresses(), ["s@x.example"]);
    parted(&admin, "contact", &done["merge_id"], &[]);
    assert_eq!(addresses(), ["s@x.example"]);
    assert_eq!(read(&admin, &a)["primary_email"], "a@x.example");
}

#[test]
fn taking_one_out_leaves_a_value_that_was_chosen_and_changed_since_4_6() {
    let (_, admin) = admin();
    let [s, a, b] = three(
        &admin,
        json!({"name": {"given": "S"}, "job_title": "Analyst", "lifecycle_stage": "customer"}),
        json!({"name": {"given": "A"}, "job_title": "Analyst", "lifecycle_stage": "customer", "note": "x"}),
    );
    let c = person(&admin, json!({"name": {"given": "C"}}));
    let choices = json!([{"field": "job_title", "from": a}]);
    let merge = one(
        &admin,
        "contact",
        &[s.clone(), a.clone(), b.clone(), c.clone()],
        choices,
    );
    let patch = json!({"id": s, "job_title": "Boss", "note": null, "lifecycle_stage": "lead"});
    admin.call("contacts.update", &patch);
    let now = || {
        let now = read(&admin, &s);
        ["job_title", "note", "lifecycle_stage"].map(|field| now[field].clone())
    };
    let left = now();
    assert_eq!(left[..2], [json!("Boss"), Json::Null]);
    let done = parted(&admin, "contact", &merge, &[&b]);
    assert_eq!(now(), left);
    let done = parted(&admin, "contact", &done["merge_id"], &[&c]);
    assert_eq!(now(), left);
    parted(&admin, "contact", &done["merge_id"], &[]);
    assert_eq!(now(), left);
}

#[test]
fn a_tag_that_both_had_and_that_was_taken_off_since_does_not_return_4_6() {
    for older in [0, 1] {
        for all in [true, false] {
            let (_, admin) = admin();
            let [s, a, b] = three(
                &admin,
                json!({"name": {"given": "S"}}),
                json!({"name": {"given": "A"}}),
            );
            let both = [&s, &a];
            tag_all(&admin, &[both[older]], "add");
            tag_all(&admin, &[both[1 - older]], "add");
            let merge = one(
                &admin,
                "contact",
                &[s.clone(), a.clone(), b.clone()],
                json!([]),
            );
            tag_all(&admin, &[&s], "remove");
            let out: &[&Json] = if all { &[] } else { &[&b] };
            parted(&admin, "contact", &merge, out);
            assert_eq!(tagged(&admin, &s), [] as [Json; 0], "{older} {all}");
            assert_eq!(tagged(&admin, &a), [] as [Json; 0], "{older} {all}");
        }
    }
}

#[test]
fn a_tag_that_was_taken_off_and_put_on_again_returns_to_both_4_6() {
    for renamed in [false, true] {
        let (_, admin) = admin();
        let [s, a, b] = three(
            &admin,
            json!({"name": {"given": "S"}}),
            json!({"name": {"given": "A"}}),
        );
        for one in [&s, &a] {
            tag_all(&admin, &[one], "add");
        }
        let records = [s.clone(), a.clone(), b];
        let merge = one(&admin, "contact", &records, json!([]));
        if renamed {
            let gold = admin.call("tags.create", &json!({"name": "gold"}))["id"].clone();
            let tags = admin.call(
                "tags.of",
                &json!({"record_kind": "contact", "record_id": s}),
            );
            let vip = &tags["tags"][0]["tag"]["id"];
            admin.call("tags.merge", &json!({"ids": [vip], "into_id": gold}));
        } else {
            tag_all(&admin, &[&s], "remove");
            tag_all(&admin, &[&s], "add");
        }
        parted(&admin, "contact", &merge, &[]);
        let expected = [if renamed { "gold" } else { "vip" }];
        assert_eq!(tagged(&admin, &s), expected);
        assert_eq!(tagged(&admin, &a), expected);
    }
}

#[test]
fn a_tag_that_does_not_return_is_listed_4_6() {
    let (_, admin) = admin();
    let [s, a, b] = three(
        &admin,
        json!({"name": {"given": "S"}}),
        json!({"name": {"given": "A"}}),
    );
    for one in [&s, &a] {
        tag_all(&admin, &[one], "add");
    }
    let merge = one(&admin, "contact", &[s.clone(), a, b], json!([]));
    tag_all(&admin, &[&s], "remove");
    let undo = json!({"kind": "contact", "merge_id": merge});
    let plan = admin.call("merge.plan_unmerge", &undo);
    assert_eq!(plan["kept_references"][0]["record"]["kind"], "tag_link");
    assert_eq!(plan["kept_references"][0]["because"], "edited");
    let counted = plan["references"].as_array().unwrap().iter();
    let tags: Vec<&Json> = counted.filter(|one| one["kind"] == "tag_link").collect();
    assert_eq!(
        tags,
        [&json!({"kind": "tag_link", "returned": 0, "kept": 1})]
    );
}

#[test]
fn a_tag_that_another_merge_let_join_returns_with_this_one_4_6() {
    let (_, admin) = admin();
    let [s, a, c] = three(
        &admin,
        json!({"name": {"given": "S"}}),
        json!({"name": {"given": "A"}}),
    );
    for one in [&c, &s, &a] {
        tag_all(&admin, &[one], "add");
    }
    let first = one(&admin, "contact", &[s.clone(), a.clone()], json!([]));
    // Of these two the link of the one that goes is the older one.
    one(&admin, "contact", &[s.clone(), c], json!([]));
    parted(&admin, "contact", &first, &[]);
    assert_eq!(tagged(&admin, &a), ["vip"]);
    assert_eq!(tagged(&admin, &s), ["vip"]);
}

#[test]
fn a_period_that_ended_since_has_ended_for_all_who_joined_it_4_10() {
    for all in [true, false] {
        let (_, admin) = admin();
        let [s, a, b] = three(
            &admin,
            json!({"name": {"given": "S"}}),
            json!({"name": {"given": "A"}}),
        );
        let engines = company(&admin, "Engines");
        let own = join(&admin, &s, &engines, None);
        join(&admin, &a, &engines, Some("Analyst"));
        let merge = one(
            &admin,
            "contact",
            &[s.clone(), a.clone(), b.clone()],
            json!([]),
        );
        admin.call("associations.end", &json!({"id": own}));
        let out: &[&Json] = if all { &[] } else { &[&b] };
        parted(&admin, "contact", &merge, out);
        for one in [&s, &a] {
            assert_eq!(members(&admin, one), [] as [Json; 0], "{all}");
            assert_eq!(read(&admin, one)["account_id"], Json::Null);
        }
    }
}

#[test]
fn taking_one_out_leaves_what_somebody_wrote_on_what_followed_4_6() {
    let (_, admin) = admin();
    let [s, a, b] = three(
        &admin,
        json!({"name": {"given": "S"}}),
        json!({"name": {"given": "A"}}),
    );
    let [engines, looms] = ["Engines", "Looms"].map(|name| company(&admin, name));
    let own = join(&admin, &s, &engines, None);
    join(&admin, &a, &engines, Some("Analyst"));
    let other = join(&admin, &a, &looms, Some("Weaver"));
    let merge = one(
        &admin,
        "contact",
        &[s.clone(), a.clone(), b.clone()],
        json!([]),
    );
    assert_eq!(
        read(&admin, &s)["job_title"],
        "Analyst",
        "from the joined one"
    );
    // The title is taken away, and the other company is the main one from now on.
    let untitled = json!({"id": own, "title": null});
    admin.call("associations.update", &untitled);
    admin.call("associations.set_primary", &json!({"id": other}));
    let state = || {
        let mut all = members(&admin, &s);
        all.sort_by_key(|one| one["id"].to_string());
        let plain = |one: &Json| {
            let names = ["id", "account_id", "title", "primary_account", "ended_on"];
            names.map(|name| one[name].clone())
        };
        let contact = read(&admin, &s);
        let head = ["account_id", "job_title"].map(|name| contact[name].clone());
        (head, all.iter().map(plain).collect::<Vec<_>>())
    };
    let left = state();
    assert_eq!(left.0, [looms.clone(), json!("Weaver")]);
    let done = parted(&admin, "contact", &merge, &[&b]);
    assert_eq!(state(), left);
    // Undone as a whole, each has its own, with what was written on it.
    parted(&admin, "contact", &done["merge_id"], &[]);
    assert_eq!(read(&admin, &s)["account_id"], engines);
    assert_eq!(members(&admin, &s)[0]["title"], Json::Null);
    let others = members(&admin, &a);
    assert_eq!(others.len(), 2);
    let main = others.iter().filter(|one| one["primary_account"] == true);
    assert_eq!(main.count(), 1);
}

#[test]
fn the_inner_merge_is_undone_after_the_outer_one_whatever_came_between_4_6() {
    let (_, admin) = admin();
    let [a, b, c] = three(
        &admin,
        json!({"name": {"given": "A"}}),
        json!({"name": {"given": "B"}, "job_title": "Buyer", "note": "theirs"}),
    );
    tag_all(&admin, &[&a, &b], "add");
    let inner = one(&admin, "contact", &[a.clone(), b.clone()], json!([]));
    let outer = one(&admin, "contact", &[c.clone(), a.clone()], json!([]));
    // What leads to a record that goes is no reference that could stay behind.
    let kept = json!({"kind": "contact", "merge_id": outer,
        "keep_references": [{"kind": "contact", "id": b}]});
    let refused = admin.refused("merge.plan_unmerge", &kept);
    assert_eq!(refused.field(), Some("keep_references[0]"));
    admin.call("contacts.update", &json!({"id": c, "note": "ours"}));
    tag_all(&admin, &[&c], "remove");
    parted(&admin, "contact", &outer, &[]);
    parted(&admin, "contact", &inner, &[]);
    assert_eq!(read(&admin, &b)["id"], b);
    let titles = [&a, &b, &c].map(|one| read(&admin, one)["job_title"].clone());
    assert_eq!(titles, [Json::Null, json!("Buyer"), Json::Null]);
    assert_eq!(read(&admin, &c)["note"], "ours");
    for one in [&a, &b, &c] {
        assert_eq!(
            tagged(&admin, one),
            [] as [Json; 0],
            "taken off all that was one"
        );
    }
}

#[test]
fn what_is_wanted_to_stay_does_not_contradict_the_main_account_4_10() {
    for keeps in ["contact", "association"] {
        let (_, admin) = admin();
        let [s, l] = ["S", "L"].map(|name| company(&admin, name));
        let person = person(&admin, json!({"name": {"given": "C"}}));
        let between = join(&admin, &person, &l, Some("Analyst"));
        let merge = one(&admin, "account", &[s.clone(), l], json!([]));
        let id = if keeps == "contact" {
            &person
        } else {
            &between
        };
        let mut asked = json!({"kind": "account", "merge_id": merge,
            "keep_references": [{"kind": keeps, "id": id}]});
        asked["versions"] = admin.call("merge.plan_unmerge", &asked)["records"].take();
        admin.call("merge.unmerge", &asked);
        let now = members(&admin, &person);
        assert_eq!((now.len(), &now[0]["account_id"]), (1, &s), "{keeps}");
        assert_eq!(read(&admin, &person)["account_id"], s, "{keeps}");
    }
}

#[test]
fn what_stays_of_a_main_contact_is_that_of_the_account_4_10() {
    let (_, admin) = admin();
    let [s, a] = ["S", "A"].map(|name| person(&admin, json!({"name": {"given": name}})));
    let engines = company(&admin, "Engines");
    let between = join(&admin, &a, &engines, None);
    let main = json!({"id": engines, "contact_id": a});
    admin.call("accounts.set_primary_contact", &main);
    let merge = one(&admin, "contact", &[s.clone(), a], json!([]));
    let mut asked = json!({"kind": "contact", "merge_id": merge,
        "keep_references": [{"kind": "association", "id": between}]});
    asked["versions"] = admin.call("merge.plan_unmerge", &asked)["records"].take();
    admin.call("merge.unmerge", &asked);
    let account = admin.call("accounts.get", &json!({"id": engines}));
    assert_eq!(account["primary_contact_id"], s);
    let now = members(&admin, &s);
    assert_eq!(now[0]["primary_contact"], true);
}

#[test]
fn a_field_returns_to_nothing_that_is_gone_and_follows_what_became_another_record_4_6() {
    for gone in [true, false] {
        let (_, admin) = admin();
        let [above, beside, ninth] = ["P1", "P2", "P9"].map(|name| company(&admin, name));
        let [s, l] = ["S", "L"].map(|name| company(&admin, name));
        for (one, parent) in [(&s, &above), (&l, &beside)] {
            admin.call("accounts.update", &json!({"id": one, "parent_id": parent}));
        }
        let choices = json!([{"field": "parent_id", "from": l}]);
        let merge = one(&admin, "account", &[s.clone(), l], choices);
        if gone {
            admin.call("accounts.archive", &json!({"id": above}));
            admin.call("accounts.purge", &json!({"id": above, "confirm": true}));
        } else {
            one(&admin, "account", &[ninth.clone(), above], json!([]));
        }
        let done = parted(&admin, "account", &merge, &[]);
        let parent = admin.call("accounts.get", &json!({"id": s}))["parent_id"].take();
        let kept = &done["plan"]["kept_fields"];
        if gone {
            assert_eq!(parent, beside);
            assert_eq!(*kept, json!([{"field": "parent_id", "because": "ousted"}]));
        } else {
            assert_eq!((parent, kept), (ninth, &Json::Null));
        }
    }
}

#[test]
fn who_was_parted_is_never_suggested_to_each_other_either_4_6() {
    let (_, admin) = admin();
    let alike = || {
        let parts = json!({"name": {"given": "Ada", "family": "Lovelace"},
            "phones": [{"number": "+442079460958"}]});
        person(&admin, parts)
    };
    let all = [alike(), alike(), alike(), alike()];
    let merge = one(&admin, "contact", &all, json!([]));
    let matches = |id: &Json| {
        let found = admin.call("duplicates.find", &json!({"kind": "contact", "id": id}));
        found["matches"].as_array().map_or(0, Vec::len)
    };
    // One that is taken out, two that are parted from what is left.
    let done = parted(&admin, "contact", &merge, &[&all[1]]);
    parted(&admin, "contact", &done["merge_id"], &[]);
    assert_eq!(all.each_ref().map(matches), [0; 4]);
}

#[test]
fn a_survivor_that_would_have_nothing_left_is_a_conflict_and_can_keep_something() {
    let (_, admin) = admin();
    let mails = json!({"emails": [{"address": "s@x.example"}]});
    let (s, l) = (
        person(&admin, mails),
        person(&admin, json!({"name": {"given": "L"}})),
    );
    let merge = one(&admin, "contact", &[s.clone(), l], json!([]));
    admin.call("contacts.update", &json!({"id": s, "emails": []}));
    let mut asked = json!({"kind": "contact", "merge_id": merge});
    let refused = admin.refused("merge.plan_unmerge", &asked);
    assert_eq!(
        (refused.code(), refused.field()),
        (ErrorCode::Conflict, Some("keep_fields"))
    );
    asked["keep_fields"] = json!(["name"]);
    asked["versions"] = admin.call("merge.plan_unmerge", &asked)["records"].take();
    admin.call("merge.unmerge", &asked);
    assert_eq!(read(&admin, &s)["name"]["given"], "L");
}

#[test]
fn what_somebody_wrote_on_one_that_joins_another_anew_is_on_that_one_4_6() {
    let (_, admin) = admin();
    let [s, a, b] = three(
        &admin,
        json!({"name": {"given": "S"}}),
        json!({"name": {"given": "A"}}),
    );
    let [engines, looms] = ["Engines", "Looms"].map(|name| company(&admin, name));
    let own = join(&admin, &s, &engines, Some("Fitter"));
    join(&admin, &a, &engines, Some("Analyst"));
    let merge = one(&admin, "contact", &[s.clone(), a, b.clone()], json!([]));
    let titled = json!({"id": own, "title": "Chief"});
    admin.call("associations.update", &titled);
    // Another one is the main one from now on, so that of the two the other's stays when they meet.
    let main = json!({"contact_id": s, "account_id": looms, "primary": true});
    admin.call("associations.create", &main);
    parted(&admin, "contact", &merge, &[&b]);
    let all = members(&admin, &s);
    let of = |company: &Json| {
        all.iter()
            .find(|one| one["account_id"] == *company)
            .unwrap()
    };
    assert_eq!(all.len(), 2);
    assert_eq!(of(&engines)["title"], "Chief");
    assert_eq!(of(&looms)["primary_account"], true);
    assert_eq!(read(&admin, &s)["account_id"], looms);
}

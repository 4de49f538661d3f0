//! The rules of primary and secondary accounts, one by one (semantics 4.10, catalogue group REL).

#![allow(clippy::unwrap_used)] // a test fails by panicking
#![allow(clippy::cloned_ref_to_slice_refs)] // `[id.clone()]` reads better beside an answer

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::error::ErrorCode;
use crate::wire::{Caller, admin, each, user};

/// Associates; answers the association's id.
#[track_caller]
fn tie(admin: &Caller, contact: &Json, account: &Json, details: &Json) -> Json {
    let mut arguments = json!({"contact_id": contact, "account_id": account});
    for (name, value) in details.as_object().unwrap() {
        arguments[name] = value.clone();
    }
    admin.call("associations.create", &arguments)["id"].take()
}

/// The live associations of a contact: account to whether it is the main one.
fn live(admin: &Caller, contact: &Json) -> BTreeMap<String, bool> {
    let found = admin.call("associations.list", &json!({"contact_id": contact}));
    each(&found["associations"], "association")
        .iter()
        .map(|tie| {
            let account = tie["account_id"].as_str().unwrap().to_owned();
            (account, tie["primary_account"].as_bool().unwrap())
        })
        .collect()
}

/// The main account of a contact.
fn main_account(admin: &Caller, contact: &Json) -> Json {
    admin.call("contacts.get", &json!({"id": contact}))["account_id"].take()
}

#[test]
fn the_first_account_becomes_the_main_one_and_others_stand_beside_it_4_10_rel_01_rel_02() {
    let (_, admin) = admin();
    let ada = admin.contact("Ada");
    let accounts = ["A", "B", "C"].map(|name| admin.account(name));
    for account in &accounts {
        tie(&admin, &ada, account, &json!({}));
    }
    let flags = live(&admin, &ada);
    assert_eq!(flags.len(), 3);
    assert_eq!(flags.values().filter(|main| **main).count(), 1);
    assert_eq!(main_account(&admin, &ada), accounts[0]);
}

#[test]
fn another_main_account_leaves_the_former_as_a_secondary_one_4_10() {
    let (_, admin) = admin();
    let ada = admin.contact("Ada");
    let (a, b) = (admin.account("A"), admin.account("B"));
    tie(&admin, &ada, &a, &json!({}));
    let second = tie(&admin, &ada, &b, &json!({}));
    admin.call("associations.set_primary", &json!({"id": second}));
    let flags = live(&admin, &ada);
    assert!(!flags[a.as_str().unwrap()]);
    assert!(flags[b.as_str().unwrap()]);
    assert_eq!(main_account(&admin, &ada), b);
}

#[test]
fn when_the_main_one_ends_the_caller_s_choice_follows_4_10() {
    let (_, admin) = admin();
    let ada = admin.contact("Ada");
    let accounts = ["A", "B", "C"].map(|name| admin.account(name));
    let main = tie(&admin, &ada, &accounts[0], &json!({}));
    let early = tie(
        &admin,
        &ada,
        &accounts[1],
        &json!({"started_on": "2001-01-01"}),
    );
    tie(
        &admin,
        &ada,
        &accounts[2],
        &json!({"started_on": "2020-01-01"}),
    );
    admin.call(
        "associations.end",
        &json!({"id": main, "successor_id": early}),
    );
    assert_eq!(main_account(&admin, &ada), accounts[1]);
}

#[test]
fn without_a_choice_the_latest_start_follows_and_after_the_last_none_4_10() {
    let (_, admin) = admin();
    let ada = admin.contact("Ada");
    let accounts = ["A", "B", "C"].map(|name| admin.account(name));
    let main = tie(&admin, &ada, &accounts[0], &json!({}));
    let late = tie(
        &admin,
        &ada,
        &accounts[1],
        &json!({"started_on": "2020-01-01"}),
    );
    let early = tie(
        &admin,
        &ada,
        &accounts[2],
        &json!({"started_on": "2001-01-01"}),
    );
    for (ended, follows) in [
        (&main, &accounts[1]),
        (&late, &accounts[2]),
        (&early, &Json::Null),
    ] {
        admin.call("associations.end", &json!({"id": ended}));
        assert_eq!(&main_account(&admin, &ada), follows);
    }
}

#[test]
fn a_pair_has_one_live_period_and_its_past_ones_do_not_overlap_4_10_rel_16() {
    let (_, admin) = admin();
    let (ada, a) = (admin.contact("Ada"), admin.account("A"));
    let first = json!({"started_on": "2010-01-01", "ended_on": "2012-01-01", "title": "Clerk"});
    tie(&admin, &ada, &a, &first);
    for overlapping in [
        json!({"started_on": "2011-12-31"}),
        json!({"started_on": "2009-01-01", "ended_on": "2010-01-02"}),
        json!({"ended_on": "2011-01-01"}),
        json!({}),
    ] {
        let mut arguments = overlapping.clone();
        arguments["contact_id"] = ada.clone();
        arguments["account_id"] = a.clone();
        let error = admin.refused("associations.create", &arguments);
        assert_eq!(error.code(), ErrorCode::Invalid, "{overlapping}");
    }
    tie(
        &admin,
        &ada,
        &a,
        &json!({"started_on": "2012-01-01", "title": "Head"}),
    );
    let again = json!({"contact_id": ada, "account_id": a, "started_on": "2025-01-01"});
    assert_eq!(
        admin.refused("associations.create", &again).field(),
        Some("account_id")
    );
    let past = admin.call(
        "associations.list",
        &json!({"contact_id": ada, "past": true}),
    );
    assert_eq!(
        each(&each(&past["associations"], "association").into(), "title"),
        ["Head", "Clerk"]
    );
}

#[test]
fn what_held_on_a_day_can_be_asked_rel_04() {
    let (_, admin) = admin();
    let ada = admin.contact("Ada");
    let (a, b) = (admin.account("A"), admin.account("B"));
    tie(
        &admin,
        &ada,
        &a,
        &json!({"started_on": "2010-01-01", "ended_on": "2012-01-01"}),
    );
    tie(&admin, &ada, &b, &json!({"started_on": "2012-01-01"}));
    for (day, account) in [
        ("2010-01-01", &a),
        ("2011-12-31", &a),
        ("2012-01-01", &b),
        ("2030-01-01", &b),
    ] {
        let found = admin.call("associations.list", &json!({"contact_id": ada, "on": day}));
        let accounts = each(
            &each(&found["associations"], "association").into(),
            "account_id",
        );
        assert_eq!(accounts, [account.clone()], "{day}");
    }
}

#[test]
fn an_account_has_at_most_one_main_contact_4_10_rel_03_acc_43() {
    let (_, admin) = admin();
    let a = admin.account("A");
    let (ada, grace, bo) = (
        admin.contact("Ada"),
        admin.contact("Grace"),
        admin.contact("Bo"),
    );
    tie(&admin, &ada, &a, &json!({}));
    tie(&admin, &grace, &a, &json!({}));
    for contact in [&ada, &grace] {
        let account = admin.call(
            "accounts.set_primary_contact",
            &json!({"id": a, "contact_id": contact}),
        );
        assert_eq!(&account["primary_contact_id"], contact);
        let found = admin.call("associations.list", &json!({"account_id": a}));
        let ties: Json = each(&found["associations"], "association").into();
        let main: Vec<Json> = ties
            .as_array()
            .unwrap()
            .iter()
            .filter(|tie| tie["primary_contact"] == true)
            .map(|tie| tie["contact_id"].clone())
            .collect();
        assert_eq!(main, [contact.clone()]);
    }
    let stranger = json!({"id": a, "contact_id": bo});
    assert_eq!(
        admin
            .refused("accounts.set_primary_contact", &stranger)
            .field(),
        Some("contact_id")
    );
    let cleared = admin.call("accounts.set_primary_contact", &json!({"id": a}));
    assert_eq!(cleared["primary_contact_id"], Json::Null);
}

#[test]
fn a_main_contact_who_leaves_is_not_replaced_silently_4_10() {
    let (_, admin) = admin();
    let (a, ada, grace) = (
        admin.account("A"),
        admin.contact("Ada"),
        admin.contact("Grace"),
    );
    let leaving = tie(&admin, &ada, &a, &json!({}));
    tie(&admin, &grace, &a, &json!({}));
    admin.call(
        "accounts.set_primary_contact",
        &json!({"id": a, "contact_id": ada}),
    );
    let events = admin.call("events.list", &json!({}))["events"]
        .as_array()
        .unwrap()
        .len();
    admin.call("associations.end", &json!({"id": leaving}));
    let account = admin.call("accounts.get", &json!({"id": a}));
    assert_eq!(account["primary_contact_id"], Json::Null);
    let new = admin.call("events.list", &json!({"after": events}));
    let told: Vec<&Json> = new["events"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|event| event["record"]["id"] == a)
        .collect();
    assert_eq!(told.len(), 1, "{new}");
    assert_eq!(told[0]["type"], "account.updated");
}

#[test]
fn a_contact_s_title_is_that_of_its_main_association_4_10() {
    let (_, admin) = admin();
    let ada = admin.contact("Ada");
    let (a, b) = (admin.account("A"), admin.account("B"));
    let first = tie(
        &admin,
        &ada,
        &a,
        &json!({"title": "Clerk", "department": "Mill"}),
    );
    let second = tie(
        &admin,
        &ada,
        &b,
        &json!({"title": "Head", "department": "Board"}),
    );
    let of = || {
        let contact = admin.call("contacts.get", &json!({"id": ada}));
        (contact["job_title"].clone(), contact["department"].clone())
    };
    assert_eq!(of(), (json!("Clerk"), json!("Mill")));
    admin.call("associations.set_primary", &json!({"id": second}));
    assert_eq!(of(), (json!("Head"), json!("Board")));
    admin.call(
        "associations.update",
        &json!({"id": second, "title": "Chair"}),
    );
    admin.call(
        "associations.update",
        &json!({"id": first, "title": "Porter"}),
    );
    assert_eq!(of(), (json!("Chair"), json!("Board")));
    // Written on the contact, it is written on the association.
    admin.call(
        "contacts.update",
        &json!({"id": ada, "job_title": "Patron"}),
    );
    let found = admin.call("associations.list", &json!({"contact_id": ada}));
    let titles = each(&each(&found["associations"], "association").into(), "title");
    assert_eq!(titles, ["Patron", "Porter"]);
}

#[test]
fn every_part_in_decisions_can_be_played_con_20_rel_04_r_07() {
    let (_, admin) = admin();
    let ada = admin.contact("Ada");
    for role in [
        "decision_maker",
        "influencer",
        "user",
        "gatekeeper",
        "champion",
        "blocker",
        "economic_buyer",
        "evaluator",
        "other",
    ] {
        let account = admin.account(role);
        let details = json!({"role": role, "role_text": "in our words", "title": "T", "department": "D",
            "started_on": "2020-01-01"});
        tie(&admin, &ada, &account, &details);
        let found = admin.call("associations.list", &json!({"account_id": account}));
        let read = &found["associations"][0]["association"];
        for (name, value) in details.as_object().unwrap() {
            assert_eq!(&read[name], value, "{role} {name}");
        }
    }
}

#[test]
fn a_contact_s_accounts_and_an_account_s_contacts_are_listed_rel_15_acc_39() {
    let (_, admin) = admin();
    let (ada, grace) = (admin.contact("Ada"), admin.contact("Grace"));
    let (a, b) = (admin.account("A"), admin.account("B"));
    tie(&admin, &ada, &a, &json!({}));
    tie(&admin, &ada, &b, &json!({}));
    tie(&admin, &grace, &b, &json!({}));
    assert_eq!(live(&admin, &ada).len(), 2);
    // Everybody with a live association counts, not only those whose main account it is.
    let people = admin.call(
        "contacts.list",
        &json!({"account_id": b, "limit": 1, "count": true}),
    );
    assert_eq!(
        (&people["total"], people["items"].as_array().unwrap().len()),
        (&json!(2), 1)
    );
}

#[test]
fn an_end_out_of_sight_is_withheld_4_10() {
    let (engine, admin) = admin();
    admin.call(
        "roles.create",
        &json!({"key": "people", "grants": [
            {"permission": "crm.contact.view", "scope": "all"},
            {"permission": "crm.contact.update", "scope": "all"},
            {"permission": "crm.customer.view", "scope": "own"},
        ]}),
    );
    let ada = admin.contact("Ada");
    let (hidden, shared) = (admin.account("Secret"), admin.account("Shared"));
    let owner = json!({"id": shared, "backup_owner_ids": ["00000000-0000-0000-0000-000000000007"]});
    admin.call("accounts.update", &owner);
    let out_of_sight = tie(&admin, &ada, &hidden, &json!({"title": "Spy"}));
    tie(&admin, &ada, &shared, &json!({}));
    let people = user(&engine, 7, "people");
    let found = people.call("associations.list", &json!({"contact_id": ada}));
    let withheld = each(&found["associations"], "withheld");
    assert_eq!(withheld, [true, false]);
    assert!(!found.to_string().contains(hidden.as_str().unwrap()));
    assert!(!found.to_string().contains("Spy"));
    let change = json!({"id": out_of_sight, "title": "Known"});
    assert_eq!(
        people.refused("associations.update", &change).code(),
        ErrorCode::NotFound
    );
}

/// One thing done to the accounts of one contact.
#[derive(Debug, Clone)]
enum Step {
    Begin(usize, bool),
    End(usize),
    Main(usize),
    Archive(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0_usize..4, any::<bool>()).prop_map(|(account, main)| Step::Begin(account, main)),
        2 => (0_usize..4).prop_map(Step::End),
        2 => (0_usize..4).prop_map(Step::Main),
        1 => (0_usize..4).prop_map(Step::Archive),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever is done: while an association is live exactly one is the main one, the contact
    /// names its account, and without any it names none.
    #[test]
    fn while_any_is_live_exactly_one_is_the_main_account_4_10(steps in prop::collection::vec(step(), 1..14)) {
        let (_, admin) = admin();
        let ada = admin.contact("Ada");
        let accounts = ["A", "B", "C", "D"].map(|name| admin.account(name));
        let mut started: [Option<Json>; 4] = Default::default();
        for step in steps {
            // A step that the rules refuse changes nothing; which ones they are, other tests say.
            match step {
                Step::Begin(at, main) => {
                    let day = json!({"contact_id": ada, "account_id": accounts[at], "primary": main,
                        "started_on": "2026-01-01"});
                    if let Ok(tie) = admin.attempt("associations.create", &day) {
                        started[at] = Some(tie["id"].clone());
                    }
                }
                Step::End(at) => if let Some(id) = &started[at] {
                    let _ = admin.attempt("associations.end", &json!({"id": id, "ended_on": "2026-01-01"}));
                },
                Step::Main(at) => if let Some(id) = &started[at] {
                    let _ = admin.attempt("associations.set_primary", &json!({"id": id}));
                },
                Step::Archive(at) => {
                    let _ = admin.attempt("accounts.archive", &json!({"id": accounts[at]}));
                }
            }
            let flags = live(&admin, &ada);
            let main: Vec<&String> = flags.iter().filter(|(_, main)| **main).map(|(id, _)| id).collect();
            prop_assert_eq!(main.len(), usize::from(!flags.is_empty()));
            let named = main_account(&admin, &ada);
            prop_assert_eq!(named.as_str(), main.first().map(|id| id.as_str()));
        }
    }
}

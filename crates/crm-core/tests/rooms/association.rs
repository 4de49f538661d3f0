//! Who belongs to which account (semantics 4.10).

use crm_core::ErrorCode::{Conflict, Invalid, NotFound};
use serde_json::{Value, json};

use crate::support::{Caller, World, scoped};

/// A contact with three accounts, first primary, started on these days.
fn three(admin: &Caller, days: [Value; 3]) -> (String, [String; 3], [String; 3]) {
    let ada = admin.contact("Ada");
    let accounts = ["Engines", "Looms", "Navy"].map(|name| admin.account(name));
    let mut at = accounts.iter().zip(days);
    let periods = ["Analyst", "Weaver", "Admiral"].map(|title| {
        let (account, day) = at.next().unwrap();
        admin.associate(&ada, account, json!({ "title": title, "started_on": day }))
    });
    (ada, accounts, periods)
}

fn associations(caller: &Caller, args: Value) -> Vec<Value> {
    let list = caller.call("associations.list", args);
    list["associations"].as_array().unwrap().clone()
}

fn primaries(admin: &Caller, contact: &str) -> Vec<String> {
    associations(admin, json!({ "contact_id": contact }))
        .iter()
        .filter(|view| view["association"]["primary_account"] == true)
        .map(|view| view["association"]["id"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn the_first_account_is_primary_and_exactly_one_is_4_10() {
    let world = World::new();
    let admin = world.admin();
    let (ada, accounts, periods) = three(&admin, [json!(null), json!(null), json!(null)]);
    assert_eq!(primaries(&admin, &ada), [periods[0].clone()]);
    assert_eq!(admin.get(&ada)["account_id"], accounts[0].as_str());
}

#[test]
fn a_later_account_may_be_made_primary_at_once_4_10() {
    let world = World::new();
    let admin = world.admin();
    let (ada, ..) = three(&admin, [json!(null), json!(null), json!(null)]);
    let fourth = admin.account("Fourth");
    let period = admin.associate(&ada, &fourth, json!({ "primary": true }));
    assert_eq!(primaries(&admin, &ada), [period]);
}

#[test]
fn changing_the_primary_keeps_the_old_one_as_secondary_4_10() {
    let world = World::new();
    let admin = world.admin();
    let (ada, accounts, periods) = three(&admin, [json!(null), json!(null), json!(null)]);
    let changed = admin.call("associations.set_primary", json!({ "id": periods[2] }));
    assert_eq!(changed["primary_account"], true);
    assert_eq!(primaries(&admin, &ada), [periods[2].clone()]);
    assert_eq!(associations(&admin, json!({ "contact_id": ada })).len(), 3);
    let contact = admin.get(&ada);
    assert_eq!(contact["account_id"], accounts[2].as_str());
    assert_eq!(contact["job_title"], "Admiral");
}

#[test]
fn ending_the_primary_promotes_the_callers_choice_4_10() {
    let world = World::new();
    let admin = world.admin();
    let days = [
        json!("2020-01-01"),
        json!("2022-01-01"),
        json!("2021-01-01"),
    ];
    let (ada, _, periods) = three(&admin, days);
    admin.call(
        "associations.end",
        json!({ "id": periods[0], "successor_id": periods[2] }),
    );
    assert_eq!(primaries(&admin, &ada), [periods[2].clone()]);
}

#[test]
fn ending_the_primary_promotes_the_live_one_that_started_last_4_10() {
    let world = World::new();
    let admin = world.admin();
    let days = [
        json!("2020-01-01"),
        json!("2022-01-01"),
        json!("2021-01-01"),
    ];
    let (ada, accounts, periods) = three(&admin, days);
    admin.call("associations.end", json!({ "id": periods[0] }));
    assert_eq!(primaries(&admin, &ada), [periods[1].clone()]);
    admin.call(
        "associations.update",
        json!({ "id": periods[1], "ended_on": "2026-01-01" }),
    );
    assert_eq!(primaries(&admin, &ada), [periods[2].clone()]);
    assert_eq!(admin.get(&ada)["account_id"], accounts[2].as_str());
}

#[test]
fn a_known_beginning_is_later_than_an_unknown_one_4_10() {
    let world = World::new();
    let admin = world.admin();
    let (ada, _, periods) = three(&admin, [json!(null), json!(null), json!("1999-01-01")]);
    admin.call("associations.end", json!({ "id": periods[0] }));
    assert_eq!(primaries(&admin, &ada), [periods[2].clone()]);
}

#[test]
fn when_the_last_one_ends_the_contact_has_no_account_4_10() {
    let world = World::new();
    let admin = world.admin();
    let (ada, _, periods) = three(&admin, [json!(null), json!(null), json!(null)]);
    for period in &periods {
        admin.call("associations.end", json!({ "id": period }));
    }
    assert!(primaries(&admin, &ada).is_empty());
    assert_eq!(admin.get(&ada).get("account_id"), None);
    assert_eq!(
        associations(&admin, json!({ "contact_id": ada, "past": true })).len(),
        3
    );
}

#[test]
fn ending_a_secondary_one_leaves_the_primary_and_takes_no_successor_4_10() {
    let world = World::new();
    let admin = world.admin();
    let (ada, _, periods) = three(&admin, [json!(null), json!(null), json!(null)]);
    let args = json!({ "id": periods[1], "successor_id": periods[2] });
    admin.refuse("associations.end", args, Invalid, "successor_id");
    admin.call("associations.end", json!({ "id": periods[1] }));
    assert_eq!(primaries(&admin, &ada), [periods[0].clone()]);
}

#[test]
fn the_successor_is_another_live_one_of_the_same_contact_4_10() {
    let world = World::new();
    let admin = world.admin();
    let (_, accounts, periods) = three(&admin, [json!(null), json!(null), json!(null)]);
    let bob = admin.contact("Bob");
    let foreign = admin.associate(&bob, &accounts[0], json!({}));
    for successor in [&periods[0], &foreign] {
        let args = json!({ "id": periods[0], "successor_id": successor });
        admin.refuse("associations.end", args, Invalid, "successor_id");
    }
}

#[test]
fn a_pair_has_one_live_association_4_10() {
    let world = World::new();
    let admin = world.admin();
    let (ada, accounts, _) = three(&admin, [json!(null), json!(null), json!(null)]);
    let args = json!({ "contact_id": ada, "account_id": accounts[0] });
    admin.refuse("associations.create", args, Invalid, "account_id");
}

#[test]
fn past_periods_of_a_pair_stay_and_may_touch_but_not_overlap_4_10() {
    let world = World::new();
    let admin = world.admin();
    let (ada, engines) = (admin.contact("Ada"), admin.account("Engines"));
    let period = |from: &str, until: &str| {
        let args = json!({ "contact_id": ada, "account_id": engines, "started_on": from, "ended_on": until });
        admin.attempt("associations.create", &args)
    };
    period("2020-01-01", "2021-01-01").unwrap();
    period("2021-01-01", "2022-01-01").unwrap();
    for (from, until) in [
        ("2020-06-01", "2020-07-01"),
        ("2019-01-01", "2020-01-02"),
        ("2021-12-31", "2023-01-01"),
    ] {
        assert_eq!(period(from, until).unwrap_err().code(), Invalid, "{from}");
    }
    let live = admin.associate(&ada, &engines, json!({ "started_on": "2022-01-01" }));
    let earlier = json!({ "id": live, "started_on": "2021-06-01" });
    admin.refuse("associations.update", earlier, Invalid, "started_on");
    assert_eq!(
        associations(&admin, json!({ "contact_id": ada, "past": true })).len(),
        3
    );
}

#[test]
fn an_end_is_not_before_its_beginning_4_10() {
    let world = World::new();
    let admin = world.admin();
    let (ada, engines) = (admin.contact("Ada"), admin.account("Engines"));
    let live = admin.associate(&ada, &engines, json!({ "started_on": "2025-06-01" }));
    admin.refuse(
        "associations.end",
        json!({ "id": live, "ended_on": "2025-05-31" }),
        Invalid,
        "ended_on",
    );
    let future = admin.associate(
        &ada,
        &admin.account("Moon"),
        json!({ "started_on": "2030-01-01" }),
    );
    let ended = admin.call("associations.end", json!({ "id": future }));
    assert_eq!(ended["ended_on"], "2030-01-01", "over before it began");
}

#[test]
fn an_ended_association_neither_ends_again_nor_is_primary_4_10() {
    let world = World::new();
    let admin = world.admin();
    let (_, _, periods) = three(&admin, [json!(null), json!(null), json!(null)]);
    let ended = admin.call("associations.end", json!({ "id": periods[0] }));
    assert_eq!(ended["primary_account"], false);
    assert_eq!(ended["ended_on"], "2026-01-01");
    admin.refuse(
        "associations.end",
        json!({ "id": periods[0] }),
        Invalid,
        "id",
    );
    admin.refuse(
        "associations.set_primary",
        json!({ "id": periods[0] }),
        Invalid,
        "id",
    );
}

#[test]
fn a_reopened_period_that_is_the_only_live_one_is_primary_4_10() {
    let world = World::new();
    let admin = world.admin();
    let (ada, engines) = (admin.contact("Ada"), admin.account("Engines"));
    let period = admin.associate(&ada, &engines, json!({ "title": "Analyst" }));
    admin.call("associations.end", json!({ "id": period }));
    let open = admin.call(
        "associations.update",
        json!({ "id": period, "ended_on": null }),
    );
    assert_eq!(open["primary_account"], true);
    assert_eq!(admin.get(&ada)["account_id"], engines.as_str());
}

#[test]
fn an_account_has_at_most_one_primary_contact_4_10() {
    let world = World::new();
    let admin = world.admin();
    let engines = admin.account("Engines");
    let people = ["Ada", "Bob"].map(|name| admin.contact(name));
    for person in &people {
        admin.associate(person, &engines, json!({}));
    }
    for person in &people {
        let account = admin.call(
            "accounts.set_primary_contact",
            json!({ "id": engines, "contact_id": person }),
        );
        assert_eq!(account["primary_contact_id"], person.as_str());
        let main: Vec<_> = associations(&admin, json!({ "account_id": engines }))
            .into_iter()
            .filter(|view| view["association"]["primary_contact"] == true)
            .collect();
        assert_eq!(main.len(), 1);
        assert_eq!(main[0]["association"]["contact_id"], person.as_str());
    }
    let stranger = admin.contact("Cyd");
    let args = json!({ "id": engines, "contact_id": stranger });
    admin.refuse("accounts.set_primary_contact", args, Invalid, "contact_id");
    let cleared = admin.call("accounts.set_primary_contact", json!({ "id": engines }));
    assert_eq!(cleared.get("primary_contact_id"), None);
}

#[test]
fn a_primary_contact_who_leaves_is_cleared_with_an_event_and_not_replaced_4_10() {
    let world = World::new();
    let admin = world.admin();
    let engines = admin.account("Engines");
    let (ada, bob) = (admin.contact("Ada"), admin.contact("Bob"));
    let period = admin.associate(&ada, &engines, json!({}));
    admin.associate(&bob, &engines, json!({}));
    admin.call(
        "accounts.set_primary_contact",
        json!({ "id": engines, "contact_id": ada }),
    );
    admin.call("associations.end", json!({ "id": period }));
    let account = admin.call("accounts.get", json!({ "id": engines }));
    assert_eq!(account.get("primary_contact_id"), None);
    let entry = &admin.history("account", &engines)[0];
    let change = &entry["changes"][0];
    assert_eq!(
        (&change["field"], &change["old"]),
        (&json!("primary_contact_id"), &json!(ada))
    );
    let events = admin.call("events.list", json!({ "limit": 500 }));
    let told = events["events"]
        .as_array()
        .unwrap()
        .iter()
        .rev()
        .find(|event| event["record"]["id"] == engines.as_str());
    assert_eq!(told.unwrap()["type"], "account.updated");
}

#[test]
fn the_job_title_is_the_primary_associations_title_4_10() {
    let world = World::new();
    let admin = world.admin();
    let ada = admin.contact_with(
        json!({ "name": { "given": "Ada" }, "job_title": "Countess", "department": "Home" }),
    );
    let (engines, looms) = (admin.account("Engines"), admin.account("Looms"));
    let first = admin.associate(&ada, &engines, json!({}));
    let period = |id: &str| {
        let all = associations(&admin, json!({ "contact_id": ada }));
        all.into_iter()
            .find(|view| view["association"]["id"] == id)
            .unwrap()["association"]
            .clone()
    };
    assert_eq!(
        period(&first)["title"],
        "Countess",
        "the first one takes what is known"
    );
    admin.call(
        "associations.update",
        json!({ "id": first, "title": "Analyst" }),
    );
    assert_eq!(admin.get(&ada)["job_title"], "Analyst");
    admin.call(
        "contacts.update",
        json!({ "id": ada, "job_title": "Chief", "department": "Maths" }),
    );
    assert_eq!(period(&first)["title"], "Chief");
    assert_eq!(period(&first)["department"], "Maths");
    let second = admin.associate(&ada, &looms, json!({ "primary": true }));
    assert_eq!(
        admin.get(&ada).get("job_title"),
        None,
        "the new employer's title is not known"
    );
    admin.call(
        "contacts.update",
        json!({ "id": ada, "job_title": "Weaver" }),
    );
    assert_eq!(period(&second)["title"], "Weaver");
    assert_eq!(period(&first)["title"], "Chief");
}

#[test]
fn the_employers_of_a_day_are_listed_rel_04() {
    let world = World::new();
    let admin = world.admin();
    let (ada, engines, looms) = (
        admin.contact("Ada"),
        admin.account("Engines"),
        admin.account("Looms"),
    );
    admin.associate(
        &ada,
        &engines,
        json!({ "started_on": "2020-01-01", "ended_on": "2021-01-01", "role": "champion" }),
    );
    admin.associate(&ada, &looms, json!({ "started_on": "2020-06-01" }));
    let on = |day: &str| associations(&admin, json!({ "contact_id": ada, "on": day })).len();
    assert_eq!(
        [
            on("2019-12-31"),
            on("2020-01-01"),
            on("2020-06-01"),
            on("2020-12-31"),
            on("2021-01-01")
        ],
        [0, 1, 2, 2, 1]
    );
}

#[test]
fn a_list_is_of_a_contact_or_of_an_account() {
    let world = World::new();
    world
        .admin()
        .refuse("associations.list", json!({}), Invalid, "contact_id");
}

#[test]
fn seeing_an_association_takes_sight_of_both_ends_4_10() {
    let world = World::new();
    let admin = world.admin();
    let mut grants = scoped(
        &[
            "crm.contact.view",
            "crm.contact.update",
            "crm.customer.view",
            "crm.customer.create",
            "crm.contact.create",
        ],
        "own",
    );
    grants
        .as_array_mut()
        .unwrap()
        .push(json!({ "permission": "crm.settings.view", "scope": "all" }));
    admin.role("own", grants, json!([]));
    let user = world.user(&["own"]);
    let (mine, theirs) = (user.contact("Mine"), admin.contact("Theirs"));
    let (my_account, their_account) = (user.account("Mine"), admin.account("Theirs"));
    let half = admin.associate(&mine, &their_account, json!({}));
    let other_half = admin.associate(&theirs, &my_account, json!({}));
    let hidden = admin.associate(&theirs, &their_account, json!({}));

    let views = associations(&user, json!({ "contact_id": mine }));
    assert_eq!(views, [json!({ "withheld": true })]);
    let views = associations(&user, json!({ "account_id": my_account }));
    assert_eq!(views, [json!({ "withheld": true })]);
    for id in [&half, &other_half, &hidden] {
        let error = user.refuse("associations.end", json!({ "id": id }), NotFound, "");
        assert_eq!(
            error.record().unwrap().id.to_string(),
            *id,
            "nothing tells of its ends"
        );
        user.refuse(
            "audit.history",
            json!({ "record_kind": "association", "id": id }),
            NotFound,
            "",
        );
    }
    user.refuse(
        "contacts.list",
        json!({ "account_id": their_account }),
        NotFound,
        "account_id",
    );
}

#[test]
fn an_archived_contact_is_not_associated_4_10() {
    let world = World::new();
    let admin = world.admin();
    let (ada, engines) = (admin.contact("Ada"), admin.account("Engines"));
    admin.call("contacts.archive", json!({ "id": ada }));
    let args = json!({ "contact_id": ada, "account_id": engines });
    admin.refuse("associations.create", args, Conflict, "contact_id");
}

#[test]
fn a_random_history_keeps_every_rule_4_10() {
    use proptest::prelude::*;
    use proptest::test_runner::{Config, TestRunner};
    let steps = prop::collection::vec(
        (
            0..5_u8,
            0..3_usize,
            0..3_usize,
            any::<prop::sample::Index>(),
        ),
        1..25,
    );
    TestRunner::new(Config::with_cases(48))
        .run(&steps, |steps| {
            let world = World::new();
            let admin = world.admin();
            let contacts = ["A", "B", "C"].map(|name| admin.contact(name));
            let accounts = ["X", "Y", "Z"].map(|name| admin.account(name));
            let mut made: Vec<String> = Vec::new();
            for (what, contact, account, which) in steps {
                let (contact, account) = (&contacts[contact], &accounts[account]);
                let some = (!made.is_empty()).then(|| which.get(&made).clone());
                let args = json!({ "id": some });
                let outcome = match (what, some) {
                    (0 | 1, _) => admin.attempt("associations.create", &json!({ "contact_id": contact, "account_id": account, "primary": what == 1 })),
                    (2, Some(_)) => admin.attempt("associations.end", &args),
                    (3, Some(_)) => admin.attempt("associations.set_primary", &args),
                    (_, _) => admin.attempt("accounts.set_primary_contact", &json!({ "id": account, "contact_id": contact })),
                };
                if let (0 | 1, Ok(period)) = (what, outcome) {
                    made.push(period["id"].as_str().unwrap().to_owned());
                }
                for contact in &contacts {
                    let live = associations(&admin, json!({ "contact_id": contact }));
                    let primary = primaries(&admin, contact);
                    prop_assert_eq!(primary.len(), usize::from(!live.is_empty()));
                    let account = live.iter().find(|view| view["association"]["primary_account"] == true);
                    let account = account.map(|view| &view["association"]["account_id"]);
                    let shown = admin.get(contact);
                    prop_assert_eq!(shown.get("account_id"), account);
                }
                for account in &accounts {
                    let live = associations(&admin, json!({ "account_id": account }));
                    let main: Vec<_> = live.iter().filter(|view| view["association"]["primary_contact"] == true).collect();
                    prop_assert!(main.len() <= 1);
                    let shown = admin.call("accounts.get", json!({ "id": account }));
                    prop_assert_eq!(shown.get("primary_contact_id"), main.first().map(|view| &view["association"]["contact_id"]));
                }
            }
            Ok(())
        })
        .unwrap();
}

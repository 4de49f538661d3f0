//! Relationships between people and companies, call by call (catalogue group REL).

#![allow(clippy::unwrap_used)] // a test fails by panicking

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::error::ErrorCode;
use crate::wire::{Caller, admin, each};

fn between(from: (&str, &Json), kind: &str, to: (&str, &Json)) -> Json {
    json!({"from_kind": from.0, "from_id": from.1, "kind": kind, "to_kind": to.0, "to_id": to.1})
}

fn people(from: &Json, kind: &str, to: &Json) -> Json {
    between(("contact", from), kind, ("contact", to))
}

/// What a record is to others: kind and other end.
fn seen(admin: &Caller, kind: &str, id: &Json) -> Vec<(String, Json)> {
    let list = admin.call(
        "relationships.list",
        &json!({"record_kind": kind, "id": id}),
    );
    list["relationships"]
        .as_array()
        .unwrap()
        .iter()
        .map(|view| {
            (
                view["kind"].as_str().unwrap().to_owned(),
                view["other"]["id"].clone(),
            )
        })
        .collect()
}

#[test]
fn a_relationship_reads_as_its_inverse_from_the_other_end_rel_05() {
    for (kind, inverse) in [
        ("knows", "knows"),
        ("referred", "referred_by"),
        ("referred_by", "referred"),
        ("reports_to", "manages"),
        ("manages", "reports_to"),
        ("influences", "influenced_by"),
        ("influenced_by", "influences"),
        ("assists", "assisted_by"),
        ("assisted_by", "assists"),
        ("spouse", "spouse"),
        ("parent_of", "child_of"),
        ("child_of", "parent_of"),
        ("relative", "relative"),
        ("partner", "partner"),
        ("competitor", "competitor"),
    ] {
        let (_, admin) = admin();
        let (ada, mary) = (admin.contact("Ada"), admin.contact("Mary"));
        admin.call("relationships.create", &people(&ada, kind, &mary));
        assert_eq!(
            seen(&admin, "contact", &ada),
            [(kind.to_owned(), mary.clone())]
        );
        assert_eq!(
            seen(&admin, "contact", &mary),
            [(inverse.to_owned(), ada.clone())]
        );
        // Said again from the other end it is the same one.
        let again = admin.refused("relationships.create", &people(&mary, inverse, &ada));
        assert_eq!(again.code(), ErrorCode::Duplicate, "{kind}");
    }
}

#[test]
fn companies_supply_and_people_partner_with_companies_rel_06() {
    let (_, admin) = admin();
    let (mill, forge, ada) = (
        admin.account("Mill"),
        admin.account("Forge"),
        admin.contact("Ada"),
    );
    admin.call(
        "relationships.create",
        &between(("account", &mill), "supplies", ("account", &forge)),
    );
    admin.call(
        "relationships.create",
        &between(("contact", &ada), "partner", ("account", &forge)),
    );
    assert_eq!(
        seen(&admin, "account", &forge),
        [
            ("supplied_by".to_owned(), mill),
            ("partner".to_owned(), ada)
        ]
    );
}

#[test]
fn leads_and_companies_are_on_one_map_rel_11() {
    let (engine, admin) = admin();
    let lead = |name: &str| {
        let lead =
            json!({"full_name": name, "company_text": "Looms", "on_duplicate": "create_anyway"});
        admin.call("leads.create", &lead)["lead"]["id"].take()
    };
    let (jack, jill) = (lead("Jack"), lead("Jill"));
    let (mill, ada) = (admin.account("Mill"), admin.contact("Ada"));
    for edge in [
        between(("contact", &ada), "referred", ("lead", &jack)),
        between(("lead", &jack), "referred", ("lead", &jill)),
        between(("lead", &jill), "partner", ("account", &mill)),
    ] {
        admin.call("relationships.create", &edge);
    }
    assert_eq!(
        seen(&admin, "lead", &jack),
        [
            ("referred_by".to_owned(), ada.clone()),
            ("referred".to_owned(), jill.clone())
        ]
    );
    let map = json!({"record_kind": "account", "id": mill, "depth": 3});
    let told = admin.call("relationships.graph", &map);
    let nodes: Vec<_> = told["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| (node["record"]["kind"].clone(), node["record"]["id"].clone()))
        .collect();
    let node = |kind: &str, id: &Json| (json!(kind), id.clone());
    assert_eq!(
        nodes,
        [
            node("account", &mill),
            node("lead", &jill),
            node("lead", &jack),
            node("contact", &ada)
        ]
    );
    assert_eq!(told["edges"].as_array().unwrap().len(), 3);
    // Who sees no leads learns of none, nor of what lies behind them.
    let grants = json!([{"permission": "crm.customer.view", "scope": "all"},
        {"permission": "crm.contact.view", "scope": "all"}]);
    admin.call(
        "roles.create",
        &json!({"key": "no_leads", "grants": grants}),
    );
    let other = crate::wire::user(&engine, 8, "no_leads");
    let told = other.call("relationships.graph", &map);
    assert_eq!(told["nodes"].as_array().unwrap().len(), 1);
    assert_eq!(told["edges"], json!([]));
    assert_eq!(seen(&other, "contact", &ada), []);
}

#[test]
fn influence_has_a_strength_from_one_to_a_hundred_rel_07() {
    let (_, admin) = admin();
    let (ada, mary) = (admin.contact("Ada"), admin.contact("Mary"));
    let mut edge = people(&ada, "influences", &mary);
    for strength in [0, 101] {
        edge["strength"] = json!(strength);
        assert_eq!(
            admin.refused("relationships.create", &edge).field(),
            Some("strength")
        );
    }
    edge["strength"] = json!(80);
    assert_eq!(admin.call("relationships.create", &edge)["strength"], 80);
}

#[test]
fn a_chain_of_referrals_is_followed_and_never_closes_rel_09() {
    let (_, admin) = admin();
    let ids = ["Ada", "Bo", "Cy"].map(|name| admin.contact(name));
    admin.call(
        "relationships.create",
        &people(&ids[0], "referred", &ids[1]),
    );
    admin.call(
        "relationships.create",
        &people(&ids[2], "referred_by", &ids[1]),
    );
    for (from, kind, to) in [
        (2, "referred", 0),
        (0, "referred_by", 2),
        (0, "referred", 0),
    ] {
        let error = admin.refused("relationships.create", &people(&ids[from], kind, &ids[to]));
        assert_eq!(
            (error.code(), error.field()),
            (ErrorCode::Invalid, Some("to_id"))
        );
    }
    assert_eq!(
        seen(&admin, "contact", &ids[1]),
        [
            ("referred_by".to_owned(), ids[0].clone()),
            ("referred".to_owned(), ids[2].clone())
        ]
    );
}

#[test]
fn a_person_has_one_manager_in_an_account_org_02() {
    let (_, admin) = admin();
    let [ada, mary, grace] = ["Ada", "Mary", "Grace"].map(|name| admin.contact(name));
    let join = |contact: &Json, account: &Json| {
        let tie = json!({"contact_id": contact, "account_id": account});
        admin.call("associations.create", &tie);
    };
    let (mill, forge) = (admin.account("Mill"), admin.account("Forge"));
    for person in [&ada, &mary] {
        join(person, &mill);
    }
    for person in [&ada, &grace] {
        join(person, &forge);
    }
    admin.call("relationships.create", &people(&ada, "reports_to", &mary));
    // Whom she reports to elsewhere is another matter.
    admin.call("relationships.create", &people(&grace, "manages", &ada));
    let joins = json!({"contact_id": grace, "account_id": mill});
    let joins = admin.refused("associations.create", &joins);
    assert_eq!(
        (joins.code(), joins.field()),
        (ErrorCode::Conflict, Some("account_id"))
    );
    let nan = admin.contact("Nan");
    join(&nan, &mill);
    for (from, kind, to) in [(&ada, "reports_to", &nan), (&nan, "manages", &ada)] {
        let second = admin.refused("relationships.create", &people(from, kind, to));
        assert_eq!(
            (second.code(), second.field()),
            (ErrorCode::Conflict, Some("to_id"))
        );
    }
    admin.call(
        "relationships.create",
        &people(&ada, "reports_dotted_to", &nan),
    );
    // Outside of accounts there is one too.
    let [bo, cy, di] = ["Bo", "Cy", "Di"].map(|name| admin.contact(name));
    admin.call("relationships.create", &people(&bo, "reports_to", &cy));
    let second = admin.refused("relationships.create", &people(&bo, "reports_to", &di));
    assert_eq!(second.code(), ErrorCode::Conflict);
}

#[test]
fn who_reports_to_whom_never_closes_con_62() {
    let (_, admin) = admin();
    let (ada, mary) = (admin.contact("Ada"), admin.contact("Mary"));
    admin.call("relationships.create", &people(&ada, "reports_to", &mary));
    let circle = admin.refused("relationships.create", &people(&ada, "manages", &mary));
    assert_eq!(circle.field(), Some("to_id"));
    assert_eq!(
        seen(&admin, "contact", &mary),
        [("manages".to_owned(), ada)]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Whatever is related to whatever: following a kind that never closes from a record never
    /// leads back to it.
    #[test]
    fn no_chain_of_referrals_leads_back_rel_09(edges in prop::collection::vec((0_usize..5, 0_usize..5, any::<bool>()), 1..14)) {
        let (_, admin) = admin();
        let ids = ["A", "B", "C", "D", "E"].map(|name| admin.contact(name));
        let mut leads = Vec::new();
        for (from, to, turned) in edges {
            let kind = if turned { "referred_by" } else { "referred" };
            if admin.attempt("relationships.create", &people(&ids[from], kind, &ids[to])).is_ok() {
                leads.push(if turned { (to, from) } else { (from, to) });
            }
        }
        for start in 0..ids.len() {
            let mut reached = vec![start];
            let mut next = 0;
            while let Some(&at) = reached.get(next) {
                next += 1;
                for (_, to) in leads.iter().filter(|(from, _)| *from == at) {
                    prop_assert_ne!(*to, start);
                    if !reached.contains(to) {
                        reached.push(*to);
                    }
                }
            }
        }
    }
}

#[test]
fn the_ends_of_a_relationship_read_the_same_whoever_began_rel_05() {
    let (_, admin) = admin();
    let (ada, mary) = (admin.contact("Ada"), admin.contact("Mary"));
    let made = admin.call("relationships.create", &people(&ada, "manages", &mary));
    // Stored the one way round that both readings share.
    assert_eq!(
        (&made["kind"], &made["from_id"]),
        (&json!("reports_to"), &mary)
    );
    let all = admin.call(
        "relationships.list",
        &json!({"record_kind": "contact", "id": ada}),
    );
    assert_eq!(each(&all["relationships"], "kind"), ["manages"]);
}

#[test]
fn relationships_are_listed_a_page_at_a_time_without_those_out_of_sight() {
    let (engine, admin) = admin();
    let ada = admin.contact("Ada");
    let hidden =
        json!({"name": {"given": "Eve"}, "owner_id": "00000000-0000-0000-0000-000000000063"});
    let hidden = admin.call("contacts.create", &hidden)["contact"]["id"].take();
    admin.call("relationships.create", &people(&ada, "knows", &hidden));
    for (at, name) in ["Bo", "Cy", "Di"].iter().enumerate() {
        let other = admin.contact(name);
        let (from, to) = if at == 1 {
            (&other, &ada)
        } else {
            (&ada, &other)
        };
        admin.call("relationships.create", &people(from, "knows", to));
    }
    let grants = json!([{"permission": "crm.contact.view", "scope": "own"}]);
    admin.call("roles.create", &json!({"key": "own", "grants": grants}));
    let me = crate::wire::user(&engine, 1, "own");
    for (caller, expected) in [(&admin, 4), (&me, 3)] {
        let whole = seen(caller, "contact", &ada);
        assert_eq!(whole.len(), expected);
        let mut paged = Vec::new();
        let mut cursor = Json::Null;
        loop {
            let asked = json!({"record_kind": "contact", "id": ada, "limit": 2, "cursor": cursor});
            let page = caller.call("relationships.list", &asked);
            paged.extend(each(&page["relationships"], "other"));
            cursor = page["next"].clone();
            if cursor.is_null() {
                break;
            }
        }
        let ids: Vec<Json> = paged.iter().map(|other| other["id"].clone()).collect();
        let expected: Vec<Json> = whole.into_iter().map(|(_, id)| id).collect();
        assert_eq!(ids, expected);
    }
}

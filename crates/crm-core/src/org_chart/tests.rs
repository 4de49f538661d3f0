//! Charts: always a forest, moved safely, shown to whom it may be shown.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test fails by panicking
#![allow(clippy::needless_pass_by_value)] // arguments are made where they are given

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::forest::{Forest, Line};
use crate::access::{Permission, plain_answer};
use crate::error::{ErrorCode, Result};
use crate::field::RecordKind;
use crate::memory;
use crate::operation::{CallOptions, Context, Mode, Operation, Route, Session};
use crate::relationship::{RelationKind, Relationship};

fn call(session: &Session, name: &str, arguments: Json) -> Result<Json> {
    let arguments = arguments.to_string();
    let answer = session.call(name, arguments.as_bytes(), &CallOptions::default())?;
    Ok(serde_json::from_slice(&answer).unwrap())
}

fn done(session: &Session, name: &str, arguments: Json) -> Json {
    call(session, name, arguments).unwrap()
}

/// Has somebody report to another one, whatever the rules say of it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
struct Doubling {
    from: Uuid,
    to: Uuid,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
struct Doubled(Uuid);

plain_answer!(Doubled);

impl Operation for Doubling {
    const NAME: &'static str = "test.doubling";
    const PERMISSION: Permission = Permission::ContactUpdate;
    const ROUTE: Route = Route::post("/doubling");
    const MODE: Mode = Mode::Write;
    type Output = Doubled;

    fn execute(self, cx: &mut Context<'_>) -> Result<Doubled> {
        let line = cx.insert(Relationship {
            from_kind: RecordKind::Contact,
            from_id: self.from,
            kind: RelationKind::ReportsTo,
            to_kind: RecordKind::Contact,
            to_id: self.to,
            ..Relationship::default()
        })?;
        Ok(Doubled(line.id.uuid()))
    }
}

fn id_of(id: &Json) -> Uuid {
    id.as_str().unwrap().parse().unwrap()
}

fn company(session: &Session, count: usize) -> (Json, Vec<Json>) {
    let account =
        done(session, "accounts.create", json!({"name": "Acme"}))["account"]["id"].clone();
    let people = (0..count)
        .map(|at| {
            let contact = json!({"display_as": format!("Person {at}")});
            let contact = done(session, "contacts.create", contact)["contact"]["id"].clone();
            let of = json!({"contact_id": contact, "account_id": account});
            done(session, "associations.create", of);
            contact
        })
        .collect();
    (account, people)
}

fn chart(session: &Session, account: &Json) -> Vec<Json> {
    let chart = done(
        session,
        "org_chart.read",
        json!({"account_id": account, "limit": 500}),
    );
    chart["nodes"].as_array().unwrap().clone()
}

/// The node of a person.
fn node(session: &Session, account: &Json, person: &Json) -> Json {
    let nodes = chart(session, account);
    nodes
        .into_iter()
        .find(|node| node["contact"]["record"]["id"] == *person)
        .unwrap()
}

fn relocate(session: &Session, account: &Json, person: &Json, to: &Json) -> Result<Json> {
    let line = node(session, account, person)["line_id"].clone();
    call(
        session,
        "org_chart.relocate",
        json!({
            "account_id": account, "contact_id": person, "manager_id": to, "line_id": line,
        }),
    )
}

proptest! {
    #[test]
    fn any_lines_make_a_forest_with_everyone_in_it_once_org_02(
        people in 1_u128..12,
        lines in prop::collection::vec((1_u128..14, 1_u128..14), 0..24),
    ) {
        let everyone: BTreeSet<Uuid> = (1..=people).map(Uuid::from_u128).collect();
        let lines = lines.into_iter().enumerate().map(|(at, (from, to))| Line {
            id: Uuid::from_u128(1_000 + at as u128),
            from: Uuid::from_u128(from),
            to: Uuid::from_u128(to),
        });
        let forest = Forest::of(&everyone, lines.collect());
        let places = forest.walk(None);
        let met: BTreeSet<Uuid> = places.iter().map(|place| place.person).collect();
        prop_assert_eq!(places.len(), everyone.len());
        prop_assert_eq!(met, everyone);
        for place in &places {
            // Who stands below is who is walked from there.
            let below = forest.walk(Some(place.person));
            prop_assert_eq!(below.len(), place.below as usize + 1);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn moves_keep_a_forest_and_their_inverses_undo_them_org_04(
        moves in prop::collection::vec((0_usize..5, prop::option::of(0_usize..5)), 1..12)
    ) {
        let session = memory::session("admin");
        let (account, people) = company(&session, 5);
        for (who, to) in moves {
            let to = to.map_or(Json::Null, |to| people[to].clone());
            let before: Vec<Json> = chart(&session, &account).iter()
                .map(|node| json!([node["contact"]["record"]["id"], node["manager_id"]]))
                .collect();
            let shape = |session: &Session| -> Vec<Json> {
                chart(session, &account).iter()
                    .map(|node| json!([node["contact"]["record"]["id"], node["manager_id"]]))
                    .collect()
            };
            match relocate(&session, &account, &people[who], &to) {
                Ok(moved) => {
                    prop_assert_eq!(shape(&session).len(), 5);
                    let inverse = json!({
                        "account_id": account, "contact_id": people[who],
                        "manager_id": moved["former_manager_id"], "line_id": moved["line_id"],
                    });
                    let back = done(&session, "org_chart.relocate", inverse);
                    prop_assert_eq!(&shape(&session), &before);
                    let again = json!({
                        "account_id": account, "contact_id": people[who],
                        "manager_id": to, "line_id": back["line_id"],
                    });
                    done(&session, "org_chart.relocate", again);
                }
                // Under itself or someone below it.
                Err(error) => {
                    prop_assert_eq!(error.field(), Some("manager_id"));
                    prop_assert_eq!(&shape(&session), &before);
                }
            }
            let report = done(&session, "org_chart.check", json!({"account_id": account}));
            prop_assert_eq!(&report["loops"], &json!([]));
            prop_assert_eq!(&report["doubled"], &json!([]));
        }
    }
}

#[test]
fn a_move_of_what_was_moved_meanwhile_is_refused_org_04() {
    let session = memory::session("admin");
    let (account, people) = company(&session, 3);
    let seen = json!({
        "account_id": account, "contact_id": people[2], "manager_id": people[1],
    });
    relocate(&session, &account, &people[2], &people[0]).unwrap();
    let error = call(&session, "org_chart.relocate", seen).unwrap_err();
    assert_eq!(
        (error.code(), error.field()),
        (ErrorCode::Conflict, Some("line_id"))
    );
}

#[test]
fn a_chart_is_read_in_depth_and_pages_org_03() {
    let session = memory::session("admin");
    let (account, people) = company(&session, 4);
    for (who, to) in [(1, 0), (2, 1), (3, 1)] {
        relocate(&session, &account, &people[who], &people[to]).unwrap();
    }
    let read = |more: Json| {
        let mut arguments = more;
        arguments["account_id"] = account.clone();
        done(&session, "org_chart.read", arguments)
    };
    let ids = |chart: &Json| -> Vec<Json> {
        let nodes = chart["nodes"].as_array().unwrap().iter();
        nodes
            .map(|node| node["contact"]["record"]["id"].clone())
            .collect()
    };
    let top = read(json!({"depth": 1}));
    assert_eq!(ids(&top), people[..2]);
    assert_eq!(
        (&top["nodes"][0]["below"], &top["nodes"][1]["reports"]),
        (&json!(3), &json!(2))
    );
    let first = read(json!({"limit": 3}));
    assert_eq!((ids(&first).len(), &first["more"]), (3, &json!(true)));
    let rest = read(json!({"limit": 3, "after": people[2]}));
    assert_eq!(
        (ids(&rest), &rest["more"]),
        (vec![people[3].clone()], &json!(false))
    );
    assert_eq!(ids(&read(json!({"root_id": people[1]}))), people[1..]);
}

#[test]
fn dotted_lines_are_any_number_and_may_lead_in_circles_org_02() {
    let session = memory::session("admin");
    let (account, people) = company(&session, 3);
    for (from, to) in [(0, 1), (1, 2), (2, 0), (0, 2)] {
        done(
            &session,
            "relationships.create",
            json!({
                "from_kind": "contact", "from_id": people[from], "kind": "reports_dotted_to",
                "to_kind": "contact", "to_id": people[to],
            }),
        );
    }
    let first = node(&session, &account, &people[0]);
    assert_eq!(first["dotted_ids"].as_array().unwrap().len(), 2);
    assert_eq!(first.get("manager_id"), None);
}

#[test]
fn the_report_names_orphans_doubled_lines_and_lines_out_of_the_account_org_02() {
    let session = memory::session("admin");
    let (account, people) = company(&session, 3);
    let reports = |from: &Json, to: &Json| {
        done(
            &session,
            "relationships.create",
            json!({
                "from_kind": "contact", "from_id": from, "kind": "reports_to",
                "to_kind": "contact", "to_id": to,
            }),
        )
    };
    let person = |name: &str| {
        let person = json!({"display_as": name});
        done(&session, "contacts.create", person)["contact"]["id"].clone()
    };
    let [outsider, late] = ["Elsewhere", "Late"].map(person);
    reports(&people[1], &people[0]);
    // The operations give nobody a second manager, but a file of a former version may hold one.
    let joins = json!({"contact_id": late, "account_id": account});
    done(&session, "associations.create", joins);
    let second = session.run(Doubling {
        from: id_of(&people[1]),
        to: id_of(&late),
    });
    let second = json!({"id": second.unwrap().0});
    reports(&late, &outsider);
    let report = done(&session, "org_chart.check", json!({"account_id": account}));
    assert_eq!(report["orphans"], json!([people[2], late]));
    assert_eq!(report["outside"], json!([late]));
    assert_eq!(
        report["doubled"],
        json!([{"contact_id": people[1], "line_id": second["id"]}])
    );
}

#[test]
fn influence_is_the_documented_sum_org_06() {
    let session = memory::session("admin");
    let (account, people) = company(&session, 3);
    for (from, to, strength) in [(0, 1, json!(80)), (1, 2, Json::Null)] {
        done(
            &session,
            "relationships.create",
            json!({
                "from_kind": "contact", "from_id": people[from], "kind": "influences",
                "to_kind": "contact", "to_id": people[to], "strength": strength,
            }),
        );
    }
    relocate(&session, &account, &people[2], &people[1]).unwrap();
    let of = done(
        &session,
        "associations.list",
        json!({"contact_id": people[2]}),
    );
    let id = of["associations"][0]["association"]["id"].clone();
    let set = json!({"id": id, "influence": 7, "sentiment": "opposed"});
    done(&session, "associations.update", set);
    let map = done(
        &session,
        "org_chart.influence",
        json!({"account_id": account}),
    );
    let scores: Vec<_> = map["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| {
            (
                node["contact"]["record"]["id"].clone(),
                node["score"].as_u64().unwrap(),
            )
        })
        .collect();
    // 80 + (80 × 50 / 100) / 2; 50 + 10 for the one below; 7 as set.
    let expected = [(0, 100), (1, 60), (2, 7)];
    assert_eq!(
        scores,
        expected.map(|(at, score): (usize, u64)| (people[at].clone(), score))
    );
    assert_eq!(
        map["nodes"][2]["association"]["fields"]["sentiment"],
        "opposed"
    );
}

#[test]
fn a_chain_of_referrals_is_followed_both_ways_rel_09() {
    let session = memory::session("admin");
    let (_, people) = company(&session, 4);
    for (from, to) in [(0, 1), (1, 2), (1, 3)] {
        done(
            &session,
            "relationships.create",
            json!({
                "from_kind": "contact", "from_id": people[from], "kind": "referred",
                "to_kind": "contact", "to_id": people[to],
            }),
        );
    }
    let graph = |kind: &str, id: &Json| {
        let graph = done(
            &session,
            "relationships.graph",
            json!({
                "record_kind": "contact", "id": id, "kind": kind, "direction": "forward", "depth": 20,
            }),
        );
        let nodes = graph["nodes"].as_array().unwrap().iter();
        nodes
            .map(|node| {
                (
                    node["record"]["id"].clone(),
                    node["steps"].as_u64().unwrap(),
                )
            })
            .collect::<Vec<_>>()
    };
    let at = |at: usize, steps: u64| (people[at].clone(), steps);
    assert_eq!(
        graph("referred", &people[0]),
        [at(0, 0), at(1, 1), at(2, 2), at(3, 2)]
    );
    assert_eq!(
        graph("referred_by", &people[3]),
        [at(3, 0), at(1, 1), at(0, 2)]
    );
}

#[test]
fn joining_an_account_gives_nobody_two_managers_there_org_02() {
    let session = memory::session("admin");
    let (here, people) = company(&session, 2);
    let person = |name: &str| {
        done(&session, "contacts.create", json!({"display_as": name}))["contact"]["id"].clone()
    };
    let line = |from: &Json, to: &Json| {
        let line = json!({"from_kind": "contact", "from_id": from, "kind": "reports_to",
            "to_kind": "contact", "to_id": to});
        done(&session, "relationships.create", line)["id"].clone()
    };
    let join = |contact: &Json| {
        let pair = json!({"contact_id": contact, "account_id": here});
        call(&session, "associations.create", pair)
            .map_err(|error| (error.code(), error.field().map(str::to_owned)))
    };
    let refused = Err((ErrorCode::Conflict, Some("account_id".to_owned())));
    // Inside the one manager, outside the other, who joins.
    let outside = person("Outside");
    line(&people[0], &people[1]);
    let second = line(&people[0], &outside);
    assert_eq!(join(&outside), refused);
    done(&session, "relationships.remove", json!({"id": second}));
    join(&outside).unwrap();
    // Both managers inside, and the person joins.
    let newcomer = person("Newcomer");
    let elsewhere = json!({"name": "Looms"});
    let elsewhere = done(&session, "accounts.create", elsewhere)["account"]["id"].clone();
    for contact in [&newcomer, &people[1]] {
        let pair = json!({"contact_id": contact, "account_id": elsewhere});
        done(&session, "associations.create", pair);
    }
    line(&newcomer, &people[1]);
    line(&newcomer, &people[0]);
    assert_eq!(join(&newcomer), refused);
}

#[test]
fn joining_an_account_asks_the_same_however_many_report_to_who_joins_org_02() {
    let asked = |reports: usize| {
        let storage = memory::CountedStorage::default();
        let questions = std::sync::Arc::clone(&storage.questions);
        let engine = crate::operation::Engine::builder(
            storage,
            memory::SimulatedClock::default(),
            memory::SimulatedIds::new(1),
        )
        .build();
        let actor = crate::access::Actor::new(Uuid::from_u128(1), Uuid::from_u128(2), ["admin"]);
        let session = engine.session(actor).unwrap();
        let (account, people) = company(&session, reports);
        let manager = json!({"display_as": "Manager"});
        let manager = done(&session, "contacts.create", manager)["contact"]["id"].clone();
        for person in &people {
            let line = json!({"from_kind": "contact", "from_id": person, "kind": "reports_to",
                "to_kind": "contact", "to_id": manager});
            done(&session, "relationships.create", line);
        }
        let before = questions.load(std::sync::atomic::Ordering::Relaxed);
        let pair = json!({"contact_id": manager, "account_id": account});
        done(&session, "associations.create", pair);
        questions.load(std::sync::atomic::Ordering::Relaxed) - before
    };
    assert_eq!(asked(2), asked(12));
}

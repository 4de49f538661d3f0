//! Sales documents are seen with their deal or their account (semantics 4.12).

use serde_json::{Value as Json, json};

use crate::error::ErrorCode;
use crate::operation::Engine;
use crate::wire::{Caller, admin, each, user};

const ME: &str = "00000000-0000-0000-0000-000000000007";
const OTHER: &str = "00000000-0000-0000-0000-000000000063";

/// Documents by what they are linked to, the first three to what user 7 owns.
struct Papers {
    engine: Engine,
    admin: Caller,
    of: [(&'static str, Json); 6],
}

fn papers() -> Papers {
    let (engine, admin) = admin();
    let account = |name: &str, owner: &str| {
        let arguments = json!({"name": name, "owner_id": owner});
        admin.call("accounts.create", &arguments)["account"]["id"].take()
    };
    let (mine, theirs) = (account("Mine", ME), account("Theirs", OTHER));
    let deal = |owner: &str| {
        let arguments = json!({"name": "Engines", "account_id": theirs, "owner_id": owner});
        admin.call("deals.create", &arguments)["id"].take()
    };
    let document = |number: &str, links: Json| {
        let mut arguments = json!({"kind": "quotation", "status": "sent", "number": number});
        for (name, value) in links.as_object().unwrap() {
            arguments[name] = value.clone();
        }
        arguments["external_ids"] = json!([{"system": "erp", "id": number}]);
        admin.call("documents.record", &arguments)["document"]["id"].take()
    };
    let (own, foreign) = (deal(ME), deal(OTHER));
    let of = [
        ("my account", document("Q1", json!({"account_id": mine}))),
        ("my deal", document("Q2", json!({"deal_id": own}))),
        (
            "my account, their deal",
            document("Q3", json!({"deal_id": foreign, "account_id": mine})),
        ),
        (
            "their account",
            document("Q4", json!({"account_id": theirs})),
        ),
        ("their deal", document("Q5", json!({"deal_id": foreign}))),
        ("nothing", document("Q6", json!({}))),
    ];
    for (key, documents, rest) in [
        ("own", "own", "own"),
        ("documents", "all", "own"),
        ("all", "all", "all"),
    ] {
        let grants: Vec<Json> = [
            ("crm.document.view", documents),
            ("crm.document.record", documents),
            ("crm.deal.view", rest),
            ("crm.customer.view", rest),
            ("crm.contact.view", rest),
            ("crm.audit.view", "all"),
        ]
        .iter()
        .map(|(permission, scope)| json!({"permission": permission, "scope": scope}))
        .collect();
        admin.call("roles.create", &json!({"key": key, "grants": grants}));
    }
    Papers { engine, admin, of }
}

#[test]
fn a_document_is_seen_with_its_deal_or_account_and_unlinked_by_who_sees_all_4_12() {
    let papers = papers();
    for (role, seen) in [
        ("own", &[0, 1, 2][..]),
        ("documents", &[0, 1, 2, 5]),
        ("all", &[0, 1, 2, 3, 4, 5]),
    ] {
        let me = user(&papers.engine, 7, role);
        let list = me.call("documents.list", &json!({"count": true}));
        let expected: Vec<Json> = seen.iter().map(|at| papers.of[*at].1.clone()).collect();
        assert_eq!(each(&list["items"], "id"), expected, "{role}");
        assert_eq!(list["total"], seen.len(), "{role}");
        for (at, (of, id)) in papers.of.iter().enumerate() {
            for (name, arguments) in [
                ("documents.get", json!({"id": id})),
                (
                    "audit.history",
                    json!({"record_kind": "sales_document", "id": id}),
                ),
            ] {
                let read = me.attempt(name, &arguments);
                assert_eq!(read.is_ok(), seen.contains(&at), "{role}: {name} {of}");
                if let Err(error) = read {
                    assert_eq!(error.code(), ErrorCode::NotFound, "{role}: {name} {of}");
                }
            }
        }
    }
}

#[test]
fn who_does_not_see_a_document_learns_nothing_of_it_by_telling_of_it_4_12() {
    let papers = papers();
    let me = user(&papers.engine, 7, "own");
    let tell = |number: &str| {
        json!({"kind": "quotation", "status": "sent", "number": number,
            "external_ids": [{"system": "erp", "id": number}]})
    };
    let known = me.call("documents.record", &tell("Q1"));
    assert_eq!(known["document"]["id"], papers.of[0].1);
    let unknown = me.refused("documents.record", &tell("Q4"));
    assert_eq!(
        (unknown.code(), unknown.field()),
        (ErrorCode::NotFound, Some("external_ids"))
    );
    assert_eq!(unknown.record(), None, "nor its id");
    let link = json!({"id": papers.of[5].1, "deal_id": papers.of[1].1});
    assert_eq!(
        me.refused("documents.link", &link).code(),
        ErrorCode::NotFound
    );
    papers
        .admin
        .call("documents.get", &json!({"id": papers.of[3].1}));
}

#[test]
fn what_a_document_did_to_a_deal_out_of_sight_is_not_told_by_recording_or_linking_4_12() {
    let papers = papers();
    let me = user(&papers.engine, 7, "own");
    let (of, id) = &papers.of[2];
    assert_eq!(*of, "my account, their deal");
    let deal = papers.admin.call("documents.get", &json!({"id": id}))["deal_id"].take();
    let accepted = json!({"id": id, "kind": "quotation", "status": "accepted", "number": "Q3",
        "external_ids": [{"system": "erp", "id": "Q3"}]});
    let told = me.call("documents.record", &accepted);
    assert_eq!(told["document"]["id"], *id);
    for name in ["events", "deal", "alerts"] {
        assert!(told[name].is_null(), "{name}: {told}");
    }
    let all = papers
        .admin
        .call("documents.events", &json!({"deal_id": deal}));
    let all = each(&all["events"], "event");
    assert!(all.contains(&json!("quotation_accepted")), "{all:?}");
    // The same of a deal in sight is told.
    let mut mine = accepted.clone();
    mine["id"].clone_from(&papers.of[1].1);
    mine["number"] = json!("Q2");
    mine["external_ids"][0]["id"] = json!("Q2");
    let told = me.call("documents.record", &mine);
    assert_eq!(told["events"][0]["event"], "quotation_accepted");
}

#[test]
fn who_recorded_a_document_that_is_linked_to_nothing_may_link_it_4_12() {
    let papers = papers();
    let (me, other) = (
        user(&papers.engine, 7, "own"),
        user(&papers.engine, 8, "own"),
    );
    let loose = json!({"kind": "order", "status": "open"});
    let loose = me.call("documents.record", &loose)["document"]["id"].take();
    let get = json!({"id": loose});
    assert_eq!(me.call("documents.get", &get)["id"], loose);
    let refused = other.refused("documents.get", &get);
    assert_eq!(refused.code(), ErrorCode::NotFound);
    let deal = papers
        .admin
        .call("documents.get", &json!({"id": papers.of[1].1}))["deal_id"]
        .take();
    let linked = me.call("documents.link", &json!({"id": loose, "deal_id": deal}));
    assert_eq!(linked["document"]["deal_id"], deal);
}

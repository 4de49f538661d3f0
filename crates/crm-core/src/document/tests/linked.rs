//! How documents reach their deal, and what an accepted quotation says of its amounts (4.3).

use serde_json::{Value as Json, json};

use crate::error::ErrorCode;
use crate::wire::{Caller, admin, each, user};

fn money(amount: &str, currency: &str) -> Json {
    json!({"amount": amount, "currency": currency})
}

fn usd(amount: &str) -> Json {
    money(amount, "USD")
}

/// A deal that takes the total of an accepted quotation.
fn deal(admin: &Caller, more: &Json) -> Json {
    let pipeline = admin.call("pipelines.list", &json!({}))["pipelines"][0]["id"].take();
    let takes = json!({"id": pipeline, "amount_from_quotation": true});
    admin.call("pipelines.update", &takes);
    let mut deal = json!({"name": "Mill", "account_id": admin.account("Acme")});
    for (name, value) in more.as_object().unwrap() {
        deal[name] = value.clone();
    }
    admin.call("deals.create", &deal)["id"].take()
}

fn accepted(deal: &Json, total: &Json, tax: &Json) -> Json {
    json!({"kind": "quotation", "status": "accepted", "deal_id": deal, "total": total, "tax": tax})
}

fn read(admin: &Caller, deal: &Json) -> Json {
    admin.call("deals.get", &json!({"id": deal}))
}

#[test]
fn a_deal_comes_to_the_total_of_its_accepted_quotation_r_11_4_3() {
    for discount in [
        json!({}),
        json!({"amount": usd("500"), "discount_percent": "10", "tax": usd("45")}),
        json!({"amount": usd("500"), "discount": usd("20")}),
    ] {
        let (_, admin) = admin();
        let id = deal(&admin, &discount);
        let recorded = admin.call("documents.record", &accepted(&id, &usd("119"), &usd("19")));
        assert!(recorded["alerts"].is_null(), "{recorded}");
        let deal = read(&admin, &id);
        assert_eq!(deal["total"], usd("119"), "{discount}");
        assert_eq!((&deal["amount"], &deal["tax"]), (&usd("100"), &usd("19")));
        assert!(deal["discount"].is_null() && deal["discount_percent"].is_null());
    }
}

#[test]
fn a_total_that_the_deal_cannot_take_is_a_task_4_3() {
    let line = json!({"lines": [{"name": "Seat", "price": usd("10")}]});
    for (more, total, tax) in [
        (line.clone(), usd("119"), usd("19")),
        (
            json!({"amount": usd("10")}),
            money("119", "EUR"),
            Json::Null,
        ),
        (json!({"amount": usd("10")}), usd("119"), usd("120")),
    ] {
        let (_, admin) = admin();
        let id = deal(&admin, &more);
        let before = read(&admin, &id)["total"].take();
        let recorded = admin.call("documents.record", &accepted(&id, &total, &tax));
        let alert = &recorded["alerts"][0];
        assert_eq!(alert["kind"], "conflict", "{recorded}");
        assert_eq!(alert["rule"], "quotation_accepted");
        admin.call("tasks.get", &json!({"id": alert["task_id"]}));
        let deal = read(&admin, &id);
        assert_eq!(
            (&deal["stage"], &deal["total"]),
            (&json!("negotiation"), &before)
        );
    }
    // Lines that come to the same contradict nothing.
    let (_, admin) = admin();
    let id = deal(&admin, &line);
    let recorded = admin.call("documents.record", &accepted(&id, &usd("10"), &Json::Null));
    assert!(recorded["alerts"].is_null(), "{recorded}");
}

#[test]
fn a_conflict_leaves_the_closed_deal_as_it_is_4_3() {
    let (_, admin) = admin();
    let id = deal(&admin, &json!({}));
    admin.call("deals.lose", &json!({"id": id, "reason": "price"}));
    let before = read(&admin, &id);
    let order = json!({"kind": "order", "status": "done", "deal_id": id});
    let recorded = admin.call("documents.record", &order);
    let task = recorded["alerts"][0]["task_id"].clone();
    assert_eq!(read(&admin, &id), before);
    // Neither does what is done with the task, not even what is logged of it.
    admin.call("tasks.complete", &json!({"id": task, "log": true}));
    assert_eq!(read(&admin, &id), before);
    let links = admin.call("links.list", &json!({"item_kind": "task", "item_id": task}));
    let about = each(&links["links"], "record_id");
    assert!(about.contains(&id), "{links}");
    let unlink =
        json!({"item_kind": "task", "item_id": task, "record_kind": "deal", "record_id": id});
    admin.call("links.remove", &unlink);
    assert_eq!(read(&admin, &id), before);
}

#[test]
fn a_document_that_is_told_to_belong_to_a_deal_moves_it_sal_12() {
    let (_, admin) = admin();
    let id = deal(&admin, &json!({}));
    let quotation = |deal: &Json| {
        json!({"kind": "quotation", "status": "sent", "deal_id": deal,
            "external_ids": [{"system": "erp", "id": "Q1"}]})
    };
    admin.call("documents.record", &quotation(&Json::Null));
    let recorded = admin.call("documents.record", &quotation(&id));
    assert_eq!(recorded["events"][0]["event"], "quotation_sent");
    assert_eq!(recorded["deal"]["stage"], "proposal");
    let again = admin.call("documents.record", &quotation(&id));
    assert!(again["events"].is_null(), "once only: {again}");
    let other = admin.call(
        "deals.create",
        &json!({"name": "Loom", "account_id": admin.account("Navy")}),
    )["id"]
        .take();
    let moved = admin.call("documents.record", &quotation(&other));
    assert_eq!(moved["deal"]["stage"], "proposal", "another deal");
}

#[test]
fn documents_made_from_documents_follow_to_the_last_sal_12() {
    for by_link in [true, false] {
        let (_, admin) = admin();
        let id = deal(&admin, &json!({}));
        let record = |kind: &str, status: &str, origin: &Json, deal: &Json| {
            let document = json!({"kind": kind, "status": status, "origin_id": origin,
                "deal_id": deal, "external_ids": [{"system": "erp", "id": kind}]});
            admin.call("documents.record", &document)["document"]["id"].take()
        };
        let quotation = record("quotation", "sent", &Json::Null, &Json::Null);
        let order = record("order", "open", &quotation, &Json::Null);
        let invoice = record("invoice", "done", &order, &Json::Null);
        if by_link {
            admin.call("documents.link", &json!({"id": quotation, "deal_id": id}));
        } else {
            record("quotation", "sent", &Json::Null, &id);
        }
        for made in [&order, &invoice] {
            let made = admin.call("documents.get", &json!({"id": made}));
            assert_eq!(made["deal_id"], id, "by link: {by_link}");
        }
        assert_eq!(read(&admin, &id)["status"], "won", "by link: {by_link}");
    }
}

#[test]
fn an_order_says_that_its_quotation_was_accepted_whichever_is_linked_first_4_3_s2() {
    for order_first in [true, false] {
        let (_, admin) = admin();
        let id = deal(&admin, &json!({}));
        let record = |kind: &str, status: &str, origin: &Json| {
            let document = json!({"kind": kind, "status": status, "origin_id": origin,
                "external_ids": [{"system": "erp", "id": kind}]});
            admin.call("documents.record", &document)["document"]["id"].take()
        };
        let link = |document: &Json| {
            let link = json!({"id": document, "deal_id": id});
            admin.call("documents.link", &link)
        };
        let quotation = record("quotation", "sent", &Json::Null);
        let order = record("order", "open", &quotation);
        if order_first {
            link(&order);
        }
        let linked = link(&quotation);
        assert_eq!(
            linked["deal"]["stage"], "negotiation",
            "order first: {order_first}"
        );
        let events = json!({"deal_id": id});
        let events = admin.call("documents.events", &events)["events"].take();
        let before = each(&events, "event");
        assert!(before.contains(&json!("quotation_accepted")), "{events}");
        // Neither linking nor a later revision says it again.
        link(&quotation);
        record("quotation", "sent", &Json::Null);
        let revised = json!({"kind": "quotation", "status": "sent", "number": "Q2",
            "external_ids": [{"system": "erp", "id": "quotation"}]});
        admin.call("documents.record", &revised);
        link(&quotation);
        let events = json!({"deal_id": id});
        let events = admin.call("documents.events", &events)["events"].take();
        assert_eq!(each(&events, "event"), before);
    }
}

#[test]
fn a_revision_acts_once_also_if_it_is_linked_to_another_deal_4_3() {
    let (_, admin) = admin();
    let one = deal(&admin, &json!({}));
    let other = json!({"name": "Loom", "account_id": admin.account("Navy")});
    let other = admin.call("deals.create", &other)["id"].take();
    let quotation = |number: &str| {
        let quotation = json!({"kind": "quotation", "status": "sent", "number": number,
            "external_ids": [{"system": "erp", "id": "Q1"}]});
        admin.call("documents.record", &quotation)
    };
    let id = quotation("1")["document"]["id"].take();
    admin.call("documents.link", &json!({"id": id, "deal_id": one}));
    let moved = admin.call("documents.link", &json!({"id": id, "deal_id": other}));
    assert!(moved["events"].is_null(), "{moved}");
    assert_eq!(moved["deal"]["stage"], "prospecting");
}

#[test]
fn documents_made_from_each_other_are_followed_once() {
    let (_, admin) = admin();
    let id = deal(&admin, &json!({}));
    let record = |number: &str, origin: &Json, deal: &Json| {
        let document = json!({"kind": "order", "status": "open", "origin_id": origin,
            "deal_id": deal, "external_ids": [{"system": "erp", "id": number}]});
        admin.call("documents.record", &document)["document"]["id"].take()
    };
    let one = record("O1", &Json::Null, &Json::Null);
    let other = record("O2", &one, &Json::Null);
    record("O1", &other, &Json::Null);
    admin.call("documents.link", &json!({"id": one, "deal_id": id}));
    let other = admin.call("documents.get", &json!({"id": other}));
    assert_eq!(other["deal_id"], id);
}

#[test]
fn who_may_not_write_a_field_neither_clears_it_nor_links_by_it_sec_51() {
    let (engine, admin) = admin();
    let id = deal(&admin, &json!({}));
    let quotation = json!({"kind": "quotation", "status": "draft", "total": usd("119"),
        "url": "https://erp.example/1", "customer_name": "Acme",
        "external_ids": [{"system": "erp", "id": "Q1"}]});
    let known = admin.call("documents.record", &quotation)["document"].take();
    let grants: Vec<Json> = [
        "crm.document.view",
        "crm.document.record",
        "crm.deal.view",
        "crm.customer.view",
    ]
    .iter()
    .map(|permission| json!({"permission": permission, "scope": "all"}))
    .collect();
    let closed = [
        ("total", "read"),
        ("url", "none"),
        ("deal_id", "read"),
        ("account_id", "read"),
    ];
    let rules: Vec<Json> = closed
        .iter()
        .map(|(field, level)| json!({"kind": "sales_document", "field": field, "level": level}))
        .collect();
    let role = json!({"key": "clerk", "grants": grants, "fields": rules});
    admin.call("roles.create", &role);
    let clerk = user(&engine, 8, "clerk");
    let told = json!({"kind": "quotation", "status": "open",
        "external_ids": [{"system": "erp", "id": "Q1"}]});
    clerk.call("documents.record", &told);
    let now = admin.call("documents.get", &json!({"id": known["id"]}));
    assert_eq!(now["status"], "open");
    assert_eq!(
        (&now["total"], &now["url"]),
        (&known["total"], &known["url"])
    );
    assert!(now["customer_name"].is_null(), "that one it may clear");
    for (field, value) in [("deal_id", &id), ("account_id", &admin.account("Navy"))] {
        let refused = clerk.refused("documents.link", &json!({"id": known["id"], field: value}));
        assert_eq!(
            (refused.code(), refused.field()),
            (ErrorCode::Forbidden, Some(field))
        );
    }
}

#[test]
fn payments_are_listed_a_page_at_a_time_sal_18() {
    let (_, admin) = admin();
    let account = admin.account("Acme");
    for (number, days) in [
        ("I1", ["2025-03-01", "2025-05-01"]),
        ("I2", ["2025-05-01", "2025-04-01"]),
    ] {
        let payments: Vec<Json> = days
            .iter()
            .map(|day| json!({"paid_on": day, "amount": usd("10")}))
            .collect();
        let invoice = json!({"kind": "invoice", "status": "open", "number": number,
            "account_id": account, "total": usd("20"), "payments": payments});
        admin.call("documents.record", &invoice);
    }
    let whole = admin.call("documents.payments", &json!({"account_id": account}));
    assert!(whole["next"].is_null());
    let mut found = Vec::new();
    let mut cursor = Json::Null;
    loop {
        let asked = json!({"account_id": account, "limit": 1, "cursor": cursor});
        let page = admin.call("documents.payments", &asked);
        let of_all = if cursor.is_null() {
            json!([usd("40")])
        } else {
            Json::Null
        };
        assert_eq!(page["total"], of_all, "told once");
        found.extend(page["payments"].as_array().unwrap().clone());
        cursor = page["next"].clone();
        if cursor.is_null() {
            break;
        }
    }
    assert_eq!(Json::Array(found), whole["payments"]);
    let wrong = json!({"account_id": account, "cursor": "00"});
    let wrong = admin.refused("documents.payments", &wrong);
    assert_eq!(wrong.field(), Some("cursor"));
}

//! What a deal leads to and what is made from it is as guarded as the deal (semantics 4.11).

use serde_json::{Value as Json, json};

use super::super::{Deal, StageStay};
use crate::access::Permission;
use crate::error::ErrorCode;
use crate::field::{Record as _, RecordKind, meta};
use crate::operation::Engine;
use crate::wire::{Caller, admin, user};

/// A user with every permission, to whom these fields are open at these levels only.
fn blind(engine: &Engine, admin: &Caller, fields: &[(&str, &str, &str)]) -> Caller {
    let permissions = Permission::ALL.iter().map(|permission| permission.name());
    let grants: Vec<Json> = permissions
        .map(|permission| json!({"permission": permission, "scope": "all"}))
        .collect();
    let rules: Vec<Json> = fields
        .iter()
        .map(|(kind, field, level)| json!({"kind": kind, "field": field, "level": level}))
        .collect();
    let role = json!({"key": "blind", "grants": grants, "fields": rules});
    admin.call("roles.create", &role);
    user(engine, 9, "blind")
}

fn money(amount: &str) -> Json {
    json!({"amount": amount, "currency": "USD"})
}

/// A deal with an account, and with a line worth 30.
fn with_line(admin: &Caller) -> Json {
    let account = admin.account("Acme");
    let line = json!({"name": "Seat", "quantity": "3", "price": money("10")});
    admin.call(
        "deals.create",
        &json!({"name": "Mill", "account_id": account, "lines": [line]}),
    )
}

#[test]
fn details_show_nothing_that_a_hidden_field_leads_to_4_11() {
    let (engine, admin) = admin();
    let rival = admin.call("competitors.create", &json!({"name": "Rival"}))["id"].take();
    let account = admin.account("Acme");
    let deal = admin.call(
        "deals.create",
        &json!({"name": "Mill", "account_id": account, "competitor_ids": [rival]}),
    )["id"]
        .take();
    let document = json!({"kind": "quotation", "deal_id": deal});
    admin.call("documents.record", &document);
    let blind = blind(
        &engine,
        &admin,
        &[
            ("deal", "account_id", "none"),
            ("deal", "competitor_ids", "none"),
            ("sales_document", "deal_id", "none"),
        ],
    );
    let asked = json!({"id": deal});
    let (all, some) = (
        admin.call("deals.details", &asked),
        blind.call("deals.details", &asked),
    );
    for name in ["account", "competitors", "documents"] {
        assert!(!all[name].is_null(), "{name}");
        assert!(some[name].is_null(), "{name}: {}", some[name]);
    }
    let payload = blind.call(
        "documents.draft",
        &json!({"deal_id": deal, "kind": "order"}),
    );
    assert!(payload["account_name"].is_null(), "{payload}");
}

#[test]
fn every_optional_field_of_a_stay_that_a_deal_has_too_is_guarded_like_it_4_11() {
    // What every record has can be hidden on none.
    let optional = StageStay::DECL.fields.iter().skip(meta::COUNT);
    for field in optional.filter(|field| field.optional && field.name != "custom") {
        if Deal::DECL.field(field.name).is_some() {
            assert_eq!(
                field.options.twin,
                Some((RecordKind::Deal, field.name)),
                "{}",
                field.name
            );
        }
    }
}

#[test]
fn stays_hide_the_competitor_that_the_deal_hides_4_11() {
    let (engine, admin) = admin();
    let rival = admin.call("competitors.create", &json!({"name": "Rival"}))["id"].take();
    let deal = with_line(&admin)["id"].take();
    admin.call(
        "deals.lose",
        &json!({"id": deal, "reason": "competition", "competitor_id": rival}),
    );
    let blind = blind(&engine, &admin, &[("deal", "lost_to_id", "none")]);
    let asked = json!({"id": deal});
    let (all, some) = (
        admin.call("deals.stays", &asked),
        blind.call("deals.stays", &asked),
    );
    assert_eq!(all["stays"][1]["stay"]["lost_to_id"], rival);
    assert!(some["stays"][1]["stay"]["lost_to_id"].is_null(), "{some}");
}

#[test]
fn the_amount_of_a_deal_with_lines_is_as_guarded_as_their_totals_4_11() {
    let (engine, admin) = admin();
    let with = with_line(&admin)["id"].take();
    let account = admin.account("Navy");
    let without = json!({"name": "Bare", "account_id": account, "amount": money("70")});
    let without = admin.call("deals.create", &without)["id"].take();
    let document = json!({"kind": "order", "deal_id": with, "total": money("30"),
        "lines": [{"name": "Seat", "total": money("30")}]});
    let document = admin.call("documents.record", &document)["document"]["id"].take();
    let blind = blind(&engine, &admin, &[("deal_line", "price", "none")]);
    let shown = |id: &Json| blind.call("deals.get", &json!({"id": id}));
    let deal = shown(&with);
    assert!(
        deal["amount"].is_null() && deal["total"].is_null(),
        "{deal}"
    );
    assert_eq!(
        shown(&without)["amount"],
        money("70"),
        "no lines, no secret"
    );
    let stays = blind.call("deals.stays", &json!({"id": with}));
    assert!(stays["stays"][0]["stay"]["amount"].is_null());
    let history = json!({"record_kind": "deal", "id": with});
    let told = blind.call("audit.history", &history).to_string();
    assert!(!told.contains(r#""amount""#), "{told}");
    let document = blind.call("documents.get", &json!({"id": document}));
    assert!(document["lines"].is_null(), "{document}");
    assert!(document["total"].is_null(), "{document}");
    // What is hidden may be written all the same.
    let written = json!({"id": without, "amount": money("80")});
    blind.call("deals.update", &written);
    let now = admin.call("deals.get", &json!({"id": without}));
    assert_eq!(now["amount"], money("80"));
}

#[test]
fn an_order_made_by_winning_takes_the_permission_and_hides_what_the_deal_hides_sec_4_11() {
    let (engine, admin) = admin();
    let [one, other] = ["Mill", "Loom"].map(|name| {
        let account = admin.account(name);
        let line = json!({"name": "Seat", "price": money("10")});
        let deal = json!({"name": name, "account_id": account, "lines": [line]});
        admin.call("deals.create", &deal)["id"].take()
    });
    let clerk = {
        let grants: Vec<Json> = ["crm.deal.view", "crm.deal.win"]
            .iter()
            .map(|permission| json!({"permission": permission, "scope": "all"}))
            .collect();
        admin.call("roles.create", &json!({"key": "clerk", "grants": grants}));
        user(&engine, 8, "clerk")
    };
    let with_order = |id: &Json| json!({"id": id, "create_order": true});
    let refused = clerk.refused("deals.win", &with_order(&one));
    assert_eq!(refused.code(), ErrorCode::Forbidden);
    assert_eq!(refused.details()["permission"], "crm.document.record");
    clerk.call("deals.win", &json!({"id": one}));
    let blind = blind(&engine, &admin, &[("deal", "amount", "none")]);
    let won = blind.call("deals.win", &with_order(&other));
    assert!(won["order"]["total"].is_null(), "{won}");
    let order = admin.call("documents.get", &json!({"id": won["order"]["id"]}));
    assert_eq!(order["total"], money("10"));
}

#[test]
fn what_a_move_lacks_is_named_only_to_who_may_read_it_4_11() {
    let (engine, admin) = admin();
    let deal = with_line(&admin)["id"].take();
    let pipeline = admin.call("pipelines.list", &json!({}))["pipelines"][0]["id"].take();
    let entry = json!({"fields": ["expected_close_on", "note", "medium"]});
    admin.call(
        "pipelines.update_stage",
        &json!({"id": pipeline, "stage": "proposal", "entry": entry}),
    );
    let hidden = [
        ("deal", "note", "none"),
        ("deal", "expected_close_on", "none"),
    ];
    let blind = blind(&engine, &admin, &hidden);
    let moving = json!({"id": deal, "stage": "proposal"});
    let names = |caller: &Caller| -> Vec<String> {
        let error = caller.refused("deals.move_stage", &moving);
        let unmet = error.details()["unmet"].as_array().unwrap().clone();
        let name = |unmet: &Json| unmet["name"].as_str().unwrap().to_owned();
        unmet.iter().map(name).collect()
    };
    let unseen = "something you may not see";
    assert_eq!(names(&admin), ["expected_close_on", "note", "medium"]);
    assert_eq!(names(&blind), [unseen, "medium"]);
    let sent = json!({"kind": "quotation", "status": "sent", "deal_id": deal});
    admin.call("documents.record", &sent);
    let alert = |caller: &Caller| {
        let alerts = caller.call("deals.alerts", &json!({"id": deal}));
        alerts["alerts"][0]["names"].clone()
    };
    assert_eq!(
        alert(&admin),
        json!(["expected_close_on", "note", "medium"])
    );
    assert_eq!(alert(&blind), json!([unseen, "medium"]));
}

#[test]
fn without_sight_of_the_last_contact_a_group_says_nothing_of_silence_4_11() {
    let (engine, admin) = admin();
    let deal = with_line(&admin)["id"].take();
    let contact = admin.contact("Ada");
    let part = json!({"contact_id": contact, "role": "decision_maker"});
    admin.call("deals.add_contact", &json!({"id": deal, "contact": part}));
    let hidden = [("contact", "last_contacted_at", "none")];
    let blind = blind(&engine, &admin, &hidden);
    let asked = json!({"id": deal});
    let all = admin.call("deals.buying_group", &asked).to_string();
    let some = blind.call("deals.buying_group", &asked);
    for word in ["reached", "silent_decision_maker", "reach_decision_maker"] {
        assert!(all.contains(word), "{word}");
        assert!(!some.to_string().contains(word), "{word} in {some}");
    }
    let points = some["factors"].as_array().unwrap().iter();
    let points: u64 = points
        .map(|factor| factor["points"].as_u64().unwrap())
        .sum();
    assert_eq!(some["strength"], points);
}

#[test]
fn losing_to_a_competitor_takes_the_right_to_name_it_and_one_that_is_there_dea_40() {
    let (engine, admin) = admin();
    let [rival, former] = ["Rival", "Former"]
        .map(|name| admin.call("competitors.create", &json!({"name": name}))["id"].take());
    admin.call("competitors.archive", &json!({"id": former}));
    let deal = with_line(&admin)["id"].take();
    let lose = |to: &Json| json!({"id": deal, "reason": "competition", "competitor_id": to});
    let gone = admin.refused("deals.lose", &lose(&former));
    assert_eq!(
        (gone.code(), gone.field()),
        (ErrorCode::Invalid, Some("competitor_id"))
    );
    let blind = blind(&engine, &admin, &[("deal", "competitor_ids", "read")]);
    let refused = blind.refused("deals.lose", &lose(&rival));
    assert_eq!(
        (refused.code(), refused.field()),
        (ErrorCode::Forbidden, Some("competitor_ids"))
    );
    let closed = admin.call("deals.lose", &lose(&rival));
    assert_eq!(closed["competitor_ids"], json!([rival]));
}

#[test]
fn the_first_stay_of_a_deal_with_lines_keeps_their_sum_4_2_2() {
    let (_, admin) = admin();
    let deal = with_line(&admin);
    let stays = admin.call("deals.stays", &json!({"id": deal["id"]}));
    assert_eq!(deal["amount"], money("30"));
    assert_eq!(stays["stays"][0]["stay"]["amount"], deal["amount"]);
    assert_eq!(stays["stays"][0]["stay"]["total"], deal["total"]);
}

#[test]
fn another_pipeline_is_no_way_around_a_transition_matrix_4_2_3() {
    let (_, admin) = admin();
    let deal = with_line(&admin)["id"].take();
    let home = admin.call("pipelines.list", &json!({}))["pipelines"][0]["id"].take();
    let away = admin.call("pipelines.create", &json!({"name": "Renewals"}))["id"].take();
    let leads_to = json!({"id": home, "stage": "prospecting", "leads_to": ["qualification"]});
    admin.call("pipelines.update_stage", &leads_to);
    let to = |pipeline: &Json, stage: &str| {
        let arguments = json!({"id": deal, "pipeline_id": pipeline, "stage": stage});
        admin.attempt("deals.move_stage", &arguments)
    };
    let barred = to(&home, "negotiation").unwrap_err();
    assert_eq!(barred.details()["unmet"][0]["kind"], "transition");
    to(&away, "prospecting").unwrap();
    let barred = to(&home, "negotiation").unwrap_err();
    assert_eq!(barred.details()["unmet"][0]["kind"], "transition");
    to(&home, "prospecting").unwrap();
    to(&away, "proposal").unwrap();
    to(&home, "qualification").unwrap();
}

#[test]
fn a_restored_deal_keeps_the_amount_that_its_lines_make_aud_06() {
    let (_, admin) = admin();
    let account = admin.account("Acme");
    let deal = json!({"name": "Mill", "account_id": account, "amount": money("70")});
    let deal = admin.call("deals.create", &deal)["id"].take();
    let line = json!({"name": "Seat", "price": money("10")});
    admin.call("deals.add_line", &json!({"id": deal, "line": line}));
    admin.call("deals.update", &json!({"id": deal, "name": "Loom"}));
    let back = json!({"record_kind": "deal", "id": deal, "version": 1});
    let restored = admin.call("history.restore", &back);
    assert_eq!(
        restored["kept"],
        json!([{"field": "amount", "reason": "the amount is the sum of the lines"}])
    );
    let deal = admin.call("deals.get", &json!({"id": deal}));
    assert_eq!(
        (&deal["name"], &deal["amount"]),
        (&json!("Mill"), &money("10"))
    );
}

#[test]
fn an_alert_is_dealt_with_by_who_sees_its_deal_whether_or_not_its_document_4_12() {
    let (engine, admin) = admin();
    let deal = with_line(&admin)["id"].take();
    let pipeline = admin.call("pipelines.list", &json!({}))["pipelines"][0]["id"].take();
    let entry = json!({"id": pipeline, "stage": "proposal", "entry": {"fields": ["medium"]}});
    admin.call("pipelines.update_stage", &entry);
    let sent = json!({"kind": "quotation", "status": "sent", "deal_id": deal});
    let document = admin.call("documents.record", &sent)["document"]["id"].take();
    let grants: Vec<Json> = ["crm.deal.view", "crm.deal.update"]
        .iter()
        .map(|permission| json!({"permission": permission, "scope": "all"}))
        .collect();
    admin.call("roles.create", &json!({"key": "seller", "grants": grants}));
    let seller = user(&engine, 9, "seller");
    let unseen = seller.refused("documents.get", &json!({"id": document}));
    assert_eq!(unseen.code(), ErrorCode::Forbidden);
    let alerts = seller.call("deals.alerts", &json!({"id": deal}));
    let alert = &alerts["alerts"][0]["id"];
    let later = json!({"id": alert, "until": "2100-01-01T00:00:00Z"});
    let snoozed = seller.call("deals.snooze_alert", &later);
    assert!(!snoozed["snoozed_until"].is_null(), "{snoozed}");
    let resolved = seller.call("deals.resolve_alert", &json!({"id": alert}));
    assert!(!resolved["resolved_at"].is_null(), "{resolved}");
}

#[test]
fn an_explanation_names_every_field_that_a_value_comes_from_4_11_sec_62() {
    let (engine, admin) = admin();
    let with = with_line(&admin)["id"].take();
    let without = json!({"name": "Bare", "account_id": admin.account("Navy")});
    let without = admin.call("deals.create", &without)["id"].take();
    let blind = blind(&engine, &admin, &[("deal_line", "price", "none")]);
    let explain = |id: Option<&Json>| {
        let question = json!({"permission": "crm.deal.view", "kind": "deal", "id": id,
            "field": "amount"});
        blind.call("access.explain", &question)
    };
    let rule = json!({"kind": "field_rule", "role": "blind", "record_kind": "deal_line",
        "field": "price", "level": "none", "hard": false});
    for (id, level, told) in [
        (None, "write_only", true),
        (Some(&with), "write_only", true),
        // What has no lines was not made from any.
        (Some(&without), "write", false),
    ] {
        let why = explain(id);
        assert_eq!(why["field_level"], level, "{why}");
        let because = why["because"].as_array().unwrap();
        assert_eq!(because.contains(&rule), told, "{why}");
    }
}

/// A deal of another worth, with this account, that takes its amounts from an accepted quotation.
fn quoted(admin: &Caller, account: &Json) -> Json {
    let pipeline = admin.call("pipelines.list", &json!({}))["pipelines"][0]["id"].take();
    let taking = json!({"id": pipeline, "amount_from_quotation": true});
    admin.call("pipelines.update", &taking);
    let deal = json!({"name": "Quoted", "account_id": account, "amount": money("70")});
    let deal = admin.call("deals.create", &deal)["id"].take();
    let accepted = json!({"kind": "quotation", "status": "accepted", "deal_id": deal,
        "total": money("110"), "tax": money("10")});
    admin.call("documents.record", &accepted);
    deal
}

#[test]
fn amounts_of_a_quotation_are_as_guarded_as_its_total_and_tax_4_11() {
    let (engine, admin) = admin();
    let account = admin.account("Acme");
    let deal = quoted(&admin, &account);
    let told = admin.call("deals.get", &json!({"id": deal}));
    assert_eq!(
        (&told["amount"], &told["tax"], &told["total"]),
        (&money("100"), &money("10"), &money("110"))
    );
    let plain = json!({"name": "Plain", "account_id": account, "amount": money("70")});
    let plain = admin.call("deals.create", &plain)["id"].take();
    let blind = blind(&engine, &admin, &[("sales_document", "total", "none")]);
    let hidden = blind.call("deals.get", &json!({"id": deal}));
    assert!(
        hidden["amount"].is_null() && hidden["total"].is_null(),
        "{hidden}"
    );
    assert_eq!(hidden["quoted"], false, "that it is quoted would tell too");
    let shown = blind.call("deals.get", &json!({"id": plain}));
    assert_eq!(shown["amount"], money("70"), "no quotation, no secret");
    for (name, arguments) in [
        ("deals.stays", json!({"id": deal})),
        ("deals.list", json!({})),
        ("audit.history", json!({"record_kind": "deal", "id": deal})),
    ] {
        let told = blind.call(name, &arguments).to_string();
        for amount in [r#""110""#, r#""100""#] {
            assert!(!told.contains(amount), "{name}: {told}");
        }
    }
}

#[test]
fn amounts_that_somebody_gave_anew_are_no_longer_those_of_a_quotation_4_11() {
    let (_, admin) = admin();
    let account = admin.account("Acme");
    let deal = quoted(&admin, &account);
    let update = |mut fields: Json| {
        fields["id"].clone_from(&deal);
        admin.call("deals.update", &fields)["quoted"].clone()
    };
    assert_eq!(update(json!({"name": "Mill"})), true);
    assert_eq!(
        update(json!({"amount": money("80")})),
        true,
        "its tax stands"
    );
    let both = json!({"amount": money("90"), "tax": money("9")});
    assert_eq!(update(both), false);
}

#[test]
fn a_document_names_the_account_of_a_deal_only_to_who_may_read_it_there_4_11() {
    let (engine, admin) = admin();
    let deal = with_line(&admin);
    let account = &deal["account_id"];
    let blind = blind(&engine, &admin, &[("deal", "account_id", "none")]);
    let draft = json!({"kind": "quotation", "deal_id": deal["id"]});
    let document = admin.call("documents.record", &draft)["document"].take();
    assert_eq!(&document["account_id"], account);
    let got = blind.call("documents.get", &json!({"id": document["id"]}));
    assert!(got["account_id"].is_null(), "{got}");
    let listed = json!({"filter": "account_id is set"});
    let refused = blind.refused("documents.list", &listed);
    assert_eq!(refused.code(), ErrorCode::Invalid);
    let won = blind.call(
        "deals.win",
        &json!({"id": deal["id"], "create_order": true}),
    );
    assert!(won["order"]["id"].is_string(), "{won}");
    assert!(
        !won.to_string().contains(account.as_str().unwrap()),
        "{won}"
    );
    // A document of no deal tells of none.
    let loose = json!({"kind": "order", "account_id": account});
    let loose = admin.call("documents.record", &loose)["document"].take();
    let got = blind.call("documents.get", &json!({"id": loose["id"]}));
    assert_eq!(&got["account_id"], account);
}

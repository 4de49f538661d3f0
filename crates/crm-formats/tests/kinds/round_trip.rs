//! What is exported imports as the same, and no cell does harm.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::caller::{Caller, engine, problem_codes};

/// A text that a cell keeps as it is, formulas included.
fn words() -> impl Strategy<Value = String> {
    "[A-Za-z=+@é][A-Za-z ='\",;é-]{0,8}[a-z]"
}

fn maybe<S: Strategy + 'static>(of: S) -> impl Strategy<Value = Option<S::Value>>
where
    S::Value: Clone,
{
    proptest::option::of(of)
}

fn money(currency: &'static str) -> impl Strategy<Value = Value> {
    let digits = if currency == "KWD" { 1_000_u32 } else { 100 };
    (0..9_999_999_u32).prop_map(move |minor| {
        let places = if digits == 1_000 { 3 } else { 2 };
        let amount = format!("{}.{:0places$}", minor / digits, minor % digits);
        json!({"amount": amount, "currency": currency})
    })
}

fn day() -> impl Strategy<Value = String> {
    (2020..2030_u32, 1..=12_u32, 1..=28_u32).prop_map(|(y, m, d)| format!("{y}-{m:02}-{d:02}"))
}

fn any_of(names: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    proptest::sample::select(names)
}

prop_compose! {
    fn deal()(
        currency in any_of(&["EUR", "KWD", "USD"]),
        priority in any_of(&["low", "medium", "high", "urgent"]),
    )(
        name in words(),
        amount in maybe(money(currency)),
        tax in maybe(money(currency)),
        discount_percent in maybe(0..=100_u32),
        expected_close_on in maybe(day()),
        source in maybe(any_of(&["inbound", "outbound", "referral", "partner"])),
        campaign in maybe(words()),
        note in maybe("[A-Za-z=]{1,6}(\n[a-z]{1,6})?"),
        stage in any_of(&["prospecting", "won", "lost"]),
        probability in maybe(0..=100_u32),
        tier in maybe(any_of(&["gold", "silver"])),
        priority in Just(priority),
        currency in Just(currency),
    ) -> Value {
        let discount_percent = discount_percent.map(|percent| percent.to_string());
        let probability = probability.map(|percent| percent.to_string());
        json!({
            "name": name, "amount": amount, "tax": tax, "discount_percent": discount_percent,
            "expected_close_on": expected_close_on, "source": source, "campaign": campaign,
            "note": note, "probability": probability, "priority": priority, "currency": currency,
            "stage": stage, "custom": tier.map(|tier| json!({"tier": tier})),
        })
    }
}

prop_compose! {
    fn lead()(
        given in words(),
        at in 0..u32::MAX,
        company in maybe("[A-Z][a-z]{3,9}"),
        budget in maybe(money("KWD")),
        timeline in maybe(any_of(&["immediate", "1_3_months", "12_plus_months"])),
        authority in any_of(&["yes", "no", "unknown"]),
        medium in maybe(any_of(&["organic", "paid", "direct"])),
        campaign in maybe(words()),
        referrer in maybe(words()),
        title in maybe(words()),
        source in maybe("[a-z]{2,8}"),
        own in own(),
    ) -> Value {
        joined(own, json!({
            "name": {"given": given, "family": format!("Of{at}")},
            "emails": [{"address": format!("p{at}@mail.example"), "label": "work"}],
            "company_text": company, "budget": budget, "timeline": timeline,
            "authority": authority, "medium": medium, "campaign": campaign, "referrer": referrer,
            "job_title": title, "acquisition_source": source, "on_duplicate": "create_anyway",
        }))
    }
}

/// One record with the fields of both.
fn joined(mut one: Value, other: Value) -> Value {
    let Value::Object(fields) = other else {
        return one;
    };
    one.as_object_mut().unwrap().extend(fields);
    one
}

prop_compose! {
    /// A field that the tenant defined, and what a lead needs.
    fn own()(
        tier in maybe(any_of(&["gold", "silver"])),
        priority in any_of(&["low", "high"]),
        need in maybe(any_of(&["explicit", "implied"])),
    ) -> Value {
        json!({"priority": priority, "need": need, "custom": tier.map(|tier| json!({"tier": tier}))})
    }
}

prop_compose! {
    fn size()(
        revenue in maybe(money("KWD")),
        employees in maybe(1..5_000_u32),
        founded in maybe(1800..2025_u32),
        size in maybe(any_of(&["small", "enterprise"])),
        currency in maybe(any_of(&["EUR", "KWD"])),
    ) -> Value {
        json!({"annual_revenue": revenue, "employee_count": employees, "founded_year": founded,
            "size_override": size, "currency": currency})
    }
}

prop_compose! {
    fn account()(
        size in size(),
        industry in maybe(words()),
        status in any_of(&["active", "inactive"]),
        mut categories in vec(any_of(&["prospect", "customer", "partner"]), 0..3),
        mut aliases in vec("[A-Z][a-z]{2,6}", 0..3),
        zone in maybe(any_of(&["Europe/Berlin", "UTC"])),
        description in maybe(words()),
        since in maybe(day()),
        note in maybe(words()),
        tier in maybe(any_of(&["gold", "silver"])),
    ) -> Value {
        categories.sort_unstable();
        categories.dedup();
        aliases.dedup();
        joined(size, json!({
            "industry": industry, "status": status, "categories": categories, "aliases": aliases,
            "time_zone": zone, "description": description, "first_contact_on": since, "note": note,
            "owner_id": "00000000-0000-4000-8000-000000000009",
            "custom": tier.map(|tier| json!({"tier": tier})),
        }))
    }
}

/// What a file keeps of a record: all but who and when, what follows, and what no cell says.
fn kept(mut record: Value, lost: &[&str]) -> Value {
    let fields = record.as_object_mut().unwrap();
    for name in [
        "id",
        "version",
        "created_at",
        "created_by",
        "updated_at",
        "updated_by",
        "created_via",
        "external_ids",
        "extras",
    ] {
        fields.remove(name);
    }
    for name in lost {
        fields.remove(*name);
    }
    record
}

fn records(caller: &Caller, group: &str, lost: &[&str]) -> Vec<Value> {
    let page = caller.call(&format!("{group}.list"), json!({}));
    let items = page["items"].as_array().unwrap().iter();
    items.map(|record| kept(record.clone(), lost)).collect()
}

/// Lets a tenant have a field of its own for a kind.
fn define_tier(caller: &Caller, kind: &str) {
    let field = json!({"record_kind": kind, "name": "tier", "field_type": "text"});
    caller.call("fields.define", field);
}

/// Without the fields that are not set.
fn given(mut record: Value) -> Value {
    record
        .as_object_mut()
        .unwrap()
        .retain(|_, value| !value.is_null());
    record
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn an_exported_lead_imports_as_the_same_lead_imp_20_blk_11(leads in vec(lead(), 1..5)) {
        let engine = engine();
        let [here, there] = [1, 2].map(|tenant| Caller::of(&engine, tenant, 1, "admin"));
        define_tier(&here, "lead");
        define_tier(&there, "lead");
        let qualified = leads.len() % 2;
        for (at, lead) in leads.into_iter().enumerate() {
            let lead = here.call("leads.create", given(lead))["lead"]["id"].take();
            if at % 2 == qualified {
                here.call("leads.qualify", json!({"id": lead}));
            }
        }
        let file = here.export("leads", json!({"limit": 2}));
        let (done, rows) = there.import(&file, json!({"on_duplicate": "create_anyway"}));
        prop_assert_eq!(&done["counts"]["failed"], &json!(0), "{:?}", rows);
        prop_assert!(rows.iter().all(|row| problem_codes(row).is_empty()), "{:?}", rows);
        // An imported lead is a new one.
        let lost = ["status", "qualified_at", "assigned_at", "assignments", "last_activity_at",
            "source_detail"];
        prop_assert_eq!(records(&here, "leads", &lost), records(&there, "leads", &lost));
        for lead in records(&there, "leads", &[]) {
            prop_assert_eq!(&lead["status"], "new");
        }
    }

    #[test]
    fn an_exported_deal_imports_as_the_same_deal_imp_20_blk_11(deals in vec(deal(), 1..5)) {
        let admin = Caller::admin();
        define_tier(&admin, "deal");
        let account = admin.account("Engines", "engines.example");
        for deal in &deals {
            let mut deal = given(deal.clone());
            deal["account_id"] = account.clone();
            let stage = deal.as_object_mut().unwrap().remove("stage").unwrap();
            let created = admin.call("deals.create", deal);
            let id = &created["id"];
            match stage.as_str() {
                Some("won") => drop(admin.call("deals.win", json!({"id": id, "closed_on": "2025-12-01"}))),
                Some("lost") => drop(admin.call("deals.lose", json!({"id": id, "reason": "price"}))),
                _ => {}
            }
        }
        let lost = ["number", "rank", "stage_entered_at", "closed_at", "last_activity_at"];
        let whole = |admin: &Caller| records(admin, "deals", &lost);
        let (before, held) = (admin.table("deals"), whole(&admin));
        let file = admin.export("deals", json!({"limit": 2}));
        let (done, rows) = admin.import(&file, json!({"on_duplicate": "create_anyway"}));
        prop_assert_eq!(&done["counts"]["created"], &json!(deals.len()), "{:?}", rows);
        prop_assert!(rows.iter().all(|row| problem_codes(row).is_empty()), "{:?}", rows);
        let after = admin.table("deals");
        prop_assert_eq!(&after[..deals.len()], before.as_slice());
        prop_assert_eq!(&after[deals.len()..], before.as_slice());
        prop_assert_eq!(&whole(&admin)[deals.len()..], held.as_slice());
    }

    #[test]
    fn an_exported_account_imports_as_the_same_account_imp_20_blk_11(
        accounts in vec(("[A-Z][a-z]{2,9}", account()), 1..5),
    ) {
        let engine = engine();
        let [here, there] = [1, 2].map(|tenant| Caller::of(&engine, tenant, 1, "admin"));
        define_tier(&here, "account");
        define_tier(&there, "account");
        for (at, (name, account)) in accounts.into_iter().enumerate() {
            let mut account = given(account);
            account["name"] = json!(format!("{name} {at}"));
            account["on_duplicate"] = json!("create_anyway");
            account["emails"] = json!([{"address": format!("office@{at}.example")}]);
            account["domains"] = json!([format!("a{at}.example"), format!("b{at}.example")]);
            account["website"] = json!(format!("https://a{at}.example/"));
            account["social"] = json!([{"url": format!("linkedin.com/company/works{at}")}]);
            here.call("accounts.create", account);
        }
        let file = here.export("accounts", json!({"limit": 2}));
        let (done, rows) = there.import(&file, json!({"on_duplicate": "create_anyway"}));
        prop_assert_eq!(&done["counts"]["failed"], &json!(0), "{:?}", rows);
        prop_assert!(rows.iter().all(|row| problem_codes(row).is_empty()), "{:?}", rows);
        prop_assert_eq!(records(&here, "accounts", &[]), records(&there, "accounts", &[]));
        // Fields that the caller chooses are found again by their names.
        let chosen = json!({"options": {"fields": ["name", "industry", "annual_revenue", "founded_year"]}});
        let elsewhere = Caller::of(&engine, 3, 1, "admin");
        let file = here.export("accounts", chosen.clone());
        let read = json!({"record_kind": "account", "decimal_comma": false});
        elsewhere.import(&file, json!({"on_duplicate": "create_anyway", "read": read}));
        prop_assert_eq!(elsewhere.export("accounts", chosen), file);
    }

    #[test]
    fn an_exported_contact_imports_as_the_same_contact_imp_20_blk_11(
        contacts in vec((
            "[A-Z][a-z]{2,9}",
            maybe(any_of(&["Europe/Berlin", "UTC"])),
            maybe(any_of(&["email", "phone"])),
            any_of(&["active", "inactive"]),
            maybe(any_of(&["low", "high"])),
            maybe(words()),
            maybe(any_of(&["gold", "silver"])),
        ), 1..5),
    ) {
        let engine = engine();
        let [here, there] = [1, 2].map(|tenant| Caller::of(&engine, tenant, 1, "admin"));
        define_tier(&here, "contact");
        define_tier(&there, "contact");
        for (at, (name, zone, channel, status, priority, kind, tier)) in contacts.into_iter().enumerate() {
            here.call("contacts.create", given(json!({
                "name": {"given": name, "family": format!("Of{at}")}, "time_zone": zone,
                "preferred_channel": channel, "status": status, "priority": priority,
                "contact_type": kind, "custom": tier.map(|tier| json!({"tier": tier})),
                "emails": [{"address": format!("p{at}@mail.example")}], "on_duplicate": "create_anyway",
                "birthday": "1815-12-10", "medium": "cpc", "lead_status": "qualified",
            })));
        }
        let file = here.export("contacts", json!({"limit": 2}));
        let (_, rows) = there.import(&file, json!({"on_duplicate": "create_anyway"}));
        prop_assert!(rows.iter().all(|row| problem_codes(row).is_empty()), "{:?}", rows);
        let lost = ["source_detail"];
        prop_assert_eq!(records(&here, "contacts", &lost), records(&there, "contacts", &lost));
    }

    /// Whatever stands in the cells, each row has an outcome, and no answer repeats a cell.
    #[test]
    fn no_file_of_leads_or_deals_does_harm_imp_09(
        kind in any_of(&["lead", "deal"]),
        rows in vec(vec("[0-9]{0,2}[a-zé\u{1}=,;:€%' \"/.-]{0,9}|qzjx[0-9]{0,3}", 9), 1..8),
    ) {
        let admin = Caller::admin();
        admin.account("Engines", "engines.example");
        let headers = "Name,Company,Email,Budget,Amount,Currency,Stage,Pipeline,Close Date";
        let cell = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let lines = rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join(","));
        let file = format!("{headers}\n{}\n", lines.collect::<Vec<_>>().join("\n"));
        let (done, rows) = admin.import(&file, json!({"read": {"record_kind": kind}}));
        prop_assert_eq!(&done["status"], &json!("completed"));
        prop_assert_eq!(json!(rows.len()), done["total_rows"].clone());
        for row in &rows {
            prop_assert!(!row["problems"].to_string().contains("qzjx"), "{}", row);
        }
    }
}

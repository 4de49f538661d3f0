//! Every kind of record in and out (BLK-11): what is exported imports as the same, what a file names
//! is found or refused, and nobody exports what they may not see.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a failing unwrap is the failing test
#![allow(clippy::needless_pass_by_value)] // arguments are written where they are used

use crm_core::memory::{MemoryStorage, SimulatedClock, SimulatedIds};
use crm_core::{Actor, CallOptions, Engine, Session};
use crm_formats::FileFormats;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

fn engine() -> Engine {
    let clock = SimulatedClock::default();
    Engine::builder(MemoryStorage::default(), clock, SimulatedIds::new(7))
        .formats(FileFormats::default())
        .build()
}

/// A caller of a tenant.
struct Caller(Session);

impl Caller {
    fn of(engine: &Engine, tenant: u128, user: u128, role: &str) -> Self {
        let [tenant, user] = [tenant, user].map(Uuid::from_u128);
        Self(engine.session(Actor::new(tenant, user, [role])).unwrap())
    }

    fn admin() -> Self {
        Self::of(&engine(), 1, 1, "admin")
    }

    fn attempt(&self, name: &str, arguments: &Value) -> crm_core::Result<Value> {
        let arguments = arguments.to_string();
        let answer = self
            .0
            .call(name, arguments.as_bytes(), &CallOptions::default())?;
        Ok(serde_json::from_slice(&answer).unwrap())
    }

    #[track_caller]
    fn call(&self, name: &str, arguments: Value) -> Value {
        match self.attempt(name, &arguments) {
            Ok(answer) => answer,
            Err(error) => panic!("{name} {arguments}: {error} {:?}", error.details()),
        }
    }

    /// Plans and applies a file; answers the import and its rows. The plan must have said which rows
    /// fail.
    #[track_caller]
    fn import(&self, text: &str, options: Value) -> (Value, Vec<Value>) {
        let plan = self.call("imports.plan", json!({"text": text, "options": options}));
        let id = &plan["import"]["id"];
        let done = self.call("imports.apply", json!({"id": id, "text": text}));
        let rows = self.call("imports.rows", json!({"id": id, "limit": 500}))["rows"].take();
        (done, rows.as_array().unwrap().clone())
    }

    /// Every part of an export as one file.
    #[track_caller]
    fn export(&self, kind: &str, mut arguments: Value) -> String {
        let mut file = String::new();
        loop {
            let part = self.call(&format!("exports.{kind}"), arguments.clone());
            file.push_str(part["text"].as_str().unwrap());
            match part.get("next") {
                Some(next) if !next.is_null() => arguments["cursor"] = next.clone(),
                _ => return file,
            }
        }
    }

    /// The rows of an export by header, without what the engine gives each record anew.
    #[track_caller]
    fn table(&self, kind: &str) -> Vec<Vec<(String, String)>> {
        let file = self.export(kind, json!({"limit": 3}));
        let file = file.trim_start_matches('\u{feff}').to_owned();
        let mut reader = csv::Reader::from_reader(file.as_bytes());
        let headers = reader.headers().unwrap().clone();
        let fresh = ["CRM ID", "Number", "Created At", "Updated At"];
        let rows = reader.records().map(|row| {
            let row = row.unwrap();
            let cells = headers.iter().zip(row.iter());
            let cells = cells.filter(|(header, _)| !fresh.contains(header));
            cells.map(|(h, c)| (h.to_owned(), c.to_owned())).collect()
        });
        rows.collect()
    }

    fn account(&self, name: &str, domain: &str) -> Value {
        let account = json!({"name": name, "domains": [domain], "on_duplicate": "create_anyway"});
        self.call("accounts.create", account)["account"]["id"].take()
    }

    fn deals(&self) -> Vec<Value> {
        let page = self.call("deals.list", json!({}));
        page["items"].as_array().unwrap().clone()
    }
}

fn problem_codes(row: &Value) -> Vec<&str> {
    let problems = row["problems"].as_array().into_iter().flatten();
    problems.filter_map(|p| p["code"].as_str()).collect()
}

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
        priority in Just(priority),
        currency in Just(currency),
    ) -> Value {
        let discount_percent = discount_percent.map(|percent| percent.to_string());
        let probability = probability.map(|percent| percent.to_string());
        json!({
            "name": name, "amount": amount, "tax": tax, "discount_percent": discount_percent,
            "expected_close_on": expected_close_on, "source": source, "campaign": campaign,
            "note": note, "probability": probability, "priority": priority, "currency": currency,
            "stage": stage,
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
    ) -> Value {
        json!({
            "name": {"given": given, "family": format!("Of{at}")},
            "emails": [{"address": format!("p{at}@mail.example"), "label": "work"}],
            "company_text": company, "budget": budget, "timeline": timeline,
            "authority": authority, "medium": medium, "campaign": campaign, "referrer": referrer,
            "job_title": title, "acquisition_source": source, "on_duplicate": "create_anyway",
        })
    }
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
        for lead in leads {
            here.call("leads.create", given(lead));
        }
        let file = here.export("leads", json!({"limit": 2}));
        let (done, rows) = there.import(&file, json!({"on_duplicate": "create_anyway"}));
        prop_assert_eq!(&done["counts"]["failed"], &json!(0), "{:?}", rows);
        prop_assert!(rows.iter().all(|row| problem_codes(row).is_empty()), "{:?}", rows);
        prop_assert_eq!(here.table("leads"), there.table("leads"));
    }

    #[test]
    fn an_exported_deal_imports_as_the_same_deal_imp_20_blk_11(deals in vec(deal(), 1..5)) {
        let admin = Caller::admin();
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
        let before = admin.table("deals");
        let file = admin.export("deals", json!({"limit": 2}));
        let (done, rows) = admin.import(&file, json!({"on_duplicate": "create_anyway"}));
        prop_assert_eq!(&done["counts"]["created"], &json!(deals.len()), "{:?}", rows);
        prop_assert!(rows.iter().all(|row| problem_codes(row).is_empty()), "{:?}", rows);
        let after = admin.table("deals");
        prop_assert_eq!(&after[..deals.len()], before.as_slice());
        prop_assert_eq!(&after[deals.len()..], before.as_slice());
    }

    #[test]
    fn an_exported_account_imports_as_the_same_account_imp_20_blk_11(
        accounts in vec(("[A-Z][a-z]{2,9}", maybe(words()), maybe(money("KWD")), maybe(1800..2025_u32)), 1..5),
    ) {
        let engine = engine();
        let [here, there] = [1, 2].map(|tenant| Caller::of(&engine, tenant, 1, "admin"));
        for (at, (name, industry, revenue, founded)) in accounts.into_iter().enumerate() {
            here.call("accounts.create", given(json!({
                "name": format!("{name} {at}"), "industry": industry, "annual_revenue": revenue,
                "founded_year": founded, "on_duplicate": "create_anyway",
                "emails": [{"address": format!("office@{at}.example")}],
            })));
        }
        let file = here.export("accounts", json!({}));
        let (done, rows) = there.import(&file, json!({"on_duplicate": "create_anyway"}));
        prop_assert_eq!(&done["counts"]["failed"], &json!(0), "{:?}", rows);
        prop_assert_eq!(here.table("accounts"), there.table("accounts"));
        // Fields that the caller chooses are found again by their names.
        let chosen = json!({"options": {"fields": ["name", "industry", "annual_revenue", "founded_year"]}});
        let elsewhere = Caller::of(&engine, 3, 1, "admin");
        let file = here.export("accounts", chosen.clone());
        let read = json!({"record_kind": "account", "decimal_comma": false});
        elsewhere.import(&file, json!({"on_duplicate": "create_anyway", "read": read}));
        prop_assert_eq!(elsewhere.export("accounts", chosen), file);
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

#[test]
fn columns_are_found_by_the_names_labels_and_aliases_of_fields_imp_07() {
    let admin = Caller::admin();
    let found = |kind: &str, header: &str| {
        let options = json!({"read": {"record_kind": kind}});
        let text = format!("{header},Email\nx,ada@example.com\n");
        let plan = admin.call("imports.plan", json!({"text": text, "options": options}));
        let target = &plan["import"]["inspection"]["columns"][0]["target"];
        target.as_str().map(str::to_owned)
    };
    for (kind, header, field) in [
        ("deal", "Opportunity", "name"),
        ("deal", "deal_name", "name"),
        ("deal", "Customer", "account_id"),
        ("deal", "Company", "account_id"),
        ("deal", "Close date", "expected_close_on"),
        ("deal", "Deal value", "amount"),
        ("deal", "Pipeline", "pipeline_id"),
        ("deal", "Stage", "stage"),
        ("lead", "Budget", "budget"),
        ("lead", "Company", "company_text"),
        ("lead", "TIMELINE", "timeline"),
        ("lead", "Lead source", "acquisition_source"),
        ("account", "Revenue", "annual_revenue"),
        ("contact", "Preferred channel", "preferred_channel"),
    ] {
        assert_eq!(
            found(kind, header).as_deref(),
            Some(field),
            "{kind} {header}"
        );
    }
    assert_eq!(found("lead", "Shoe size"), None);
}

#[test]
fn a_file_is_read_as_the_kind_that_is_asked_for_or_refused_imp_07() {
    let admin = Caller::admin();
    let plan = |text: &str, read: Value| {
        admin.attempt(
            "imports.plan",
            &json!({"text": text, "options": {"read": read}}),
        )
    };
    let error = plan("Name\nx\n", json!({"record_kind": "note"})).unwrap_err();
    assert_eq!(error.field(), Some("options.read.record_kind"));
    let card = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ada Lovelace\r\nEND:VCARD\r\n";
    let error = plan(card, json!({"record_kind": "deal"})).unwrap_err();
    assert_eq!(error.field(), Some("options.read.record_kind"));
    let lead = plan(card, json!({"record_kind": "lead"})).unwrap();
    assert_eq!(lead["preview"][0]["lead"]["display_name"], "Ada Lovelace");
    let nowhere = json!({"record_kind": "lead", "mapping": {"Sum": "expected_close_on"}});
    let error = plan("Name,Sum\nAda,1\n", nowhere).unwrap_err();
    assert_eq!(error.field(), Some("options.read.mapping.Sum"));
    let mapped = json!({"record_kind": "lead", "mapping": {"Sum": "budget"}});
    let plan = plan("Name,Sum\nAda,1\n", mapped).unwrap();
    assert_eq!(plan["preview"][0]["lead"]["budget"]["amount"], "1");
}

#[test]
fn a_deal_finds_its_account_and_stage_by_what_people_call_them_imp_29() {
    let admin = Caller::admin();
    let engines = admin.account("Engines Ltd", "engines.example");
    for name in ["Twin", "Twin"] {
        admin.account(name, "twin.example");
    }
    let file = format!(
        "Deal name,Account,Amount,Stage,Close date\n\
         By name,ENGINES LTD,1200 EUR,Proposal,2026-09-01\n\
         By domain,engines.example,,qualification,\n\
         By id,{},,,\n\
         Of two,Twin,,,\n\
         Of none,Nobody Inc,,,\n\
         Nowhere,Engines Ltd,,Teleport,\n",
        engines.as_str().unwrap()
    );
    let (done, rows) = admin.import(&file, json!({"read": {"record_kind": "deal"}}));
    assert_eq!(done["counts"]["created"], 3, "{rows:?}");
    let deals = admin.deals();
    assert!(deals.iter().all(|deal| deal["account_id"] == engines));
    assert_eq!(deals[0]["stage"], "proposal");
    assert_eq!(
        deals[0]["amount"],
        json!({"amount": "1200", "currency": "EUR"})
    );
    assert_eq!(deals[0]["expected_close_on"], "2026-09-01");
    assert_eq!(deals[0]["created_via"], "import");
    assert_eq!(problem_codes(&rows[3])[0], "ambiguous_reference");
    assert_eq!(rows[3]["problems"][0]["field"], "account_id");
    assert_eq!(problem_codes(&rows[4]), ["unknown_reference", "invalid"]);
    assert_eq!(rows[5]["problems"][0]["field"], "stage");
    assert!(rows[3..].iter().all(|row| row["outcome"] == "failed"));
}

#[test]
fn accounts_that_deals_name_are_created_if_asked_imp_29() {
    let admin = Caller::admin();
    let file = "Deal name,Account\nOne,New Works\nTwo,New Works\n";
    let options = json!({"read": {"record_kind": "deal"}, "link_accounts": true});
    let (done, rows) = admin.import(file, options);
    assert_eq!(done["counts"]["created"], 2, "{rows:?}");
    let deals = admin.deals();
    assert_eq!(deals[0]["account_id"], deals[1]["account_id"]);
    let accounts = admin.call("accounts.list", json!({"count": true}));
    assert_eq!(accounts["total"], 1);
}

#[test]
fn a_deal_that_other_programs_closed_arrives_closed() {
    let admin = Caller::admin();
    admin.account("Engines", "engines.example");
    let file = "Deal name,Account,Status,Close date,Lost reason\n\
                A,Engines,Won,2025-06-30,\n\
                B,Engines,Lost,2025-07-01,too dear\n\
                C,Engines,lost,,\n";
    let options =
        json!({"read": {"record_kind": "deal", "mapping": {"Lost reason": "reason_text"}}});
    let (_, rows) = admin.import(file, options);
    let deals = admin.deals();
    assert_eq!(
        (&deals[0]["status"], &deals[0]["closed_on"]),
        (&json!("won"), &json!("2025-06-30"))
    );
    assert_eq!(
        (&deals[1]["status"], &deals[1]["reason_text"]),
        (&json!("lost"), &json!("too dear"))
    );
    // What a lost deal needs, a file has to say too.
    assert_eq!(
        (deals.len(), &rows[2]["problems"][0]["field"]),
        (2, &json!("reason"))
    );
}

#[test]
fn the_deals_of_another_program_arrive_and_are_known_again_imp_08_imp_16() {
    let admin = Caller::admin();
    let companies = include_str!("samples/hubspot/companies.csv");
    admin.import(companies, json!({}));
    // Of two accounts of one name the id in the other program says which.
    let header = "Record ID,Deal Name,Deal Stage,Amount,Currency,Associated Company";
    let row = "7001,Annual supply,Negotiation,15000.00,EUR,Fromagerie Perrin";
    admin.account("Fromagerie Perrin", "perrin.example");
    let (_, rows) = admin.import(&format!("{header}\n{row}\n"), json!({}));
    assert_eq!(problem_codes(&rows[0]), ["ambiguous_reference"]);
    let file = format!("{header},Associated Company IDs\n{row},9001\n");
    let (done, rows) = admin.import(&file, json!({}));
    assert_eq!(done["counts"]["created"], 1, "{rows:?}");
    let again = file.replace("15000.00", "16000.00");
    for (policy, outcome, amount) in [
        ("reject", "duplicate", "15000"),
        ("return_existing", "unchanged", "15000"),
        ("fill_missing", "unchanged", "15000"),
        ("update_existing", "updated", "16000"),
    ] {
        let (_, rows) = admin.import(&again, json!({"on_duplicate": policy}));
        assert_eq!(rows[0]["outcome"], outcome, "{policy} {rows:?}");
        let deals = admin.deals();
        assert_eq!(
            (deals.len(), &deals[0]["amount"]["amount"]),
            (1, &json!(amount)),
            "{policy}"
        );
    }
    let plan = admin.call("imports.plan", json!({"text": again}));
    assert_eq!(plan["preview"][0]["outcome"], "duplicate");
    assert_eq!(
        plan["preview"][0]["matches"],
        json!([admin.deals()[0]["id"]])
    );
}

#[test]
fn a_file_of_ours_brought_back_changes_nothing_imp_16() {
    let admin = Caller::admin();
    let account = admin.account("Engines", "engines.example");
    admin.call(
        "deals.create",
        json!({"name": "Looms", "account_id": account}),
    );
    admin.call(
        "leads.create",
        json!({"full_name": "Ada Lovelace", "emails": [{"address": "ada@example.com"}]}),
    );
    for kind in ["deals", "leads"] {
        let file = admin.export(kind, json!({}));
        let (done, rows) = admin.import(&file, json!({}));
        assert_eq!(done["counts"]["duplicates"], 1, "{kind} {rows:?}");
    }
}

#[test]
fn an_import_of_deals_goes_on_where_it_stopped_and_can_be_taken_back_imp_14_imp_18() {
    let admin = Caller::admin();
    let names: Vec<String> = (1..=5).map(|n| format!("Deal {n},Works {n}")).collect();
    let file = format!("Deal name,Account\n{}\n", names.join("\n"));
    let options = json!({"read": {"record_kind": "deal"}, "link_accounts": true});
    let plan = admin.call("imports.plan", json!({"text": file, "options": options}));
    let step = json!({"id": plan["import"]["id"], "text": file, "max_rows": 2});
    for (created, status) in [(2, "running"), (4, "running"), (5, "completed")] {
        let import = admin.call("imports.apply", step.clone());
        assert_eq!(
            (&import["counts"]["created"], &import["status"]),
            (&json!(created), &json!(status))
        );
    }
    admin.call("imports.undo", json!({"id": plan["import"]["id"]}));
    assert_eq!(admin.deals().len(), 0);
    assert_eq!(
        admin.call("accounts.list", json!({"count": true}))["total"],
        0
    );
    let account = admin.account("Engines", "engines.example");
    let next = admin.call(
        "deals.create",
        json!({"name": "Next", "account_id": account}),
    );
    assert_eq!(
        next["number"], "D-00006",
        "a number is never used again (DEA-05)"
    );
}

/// A role with these grants in one scope.
fn role(admin: &Caller, key: &str, scope: &str, permissions: &[&str], fields: Value) {
    let grants: Vec<Value> = permissions
        .iter()
        .map(|permission| json!({"permission": permission, "scope": scope}))
        .collect();
    admin.call(
        "roles.create",
        json!({"key": key, "grants": grants, "fields": fields}),
    );
}

#[test]
fn withheld_fields_are_never_exported_imp_28() {
    let engine = engine();
    let admin = Caller::of(&engine, 1, 1, "admin");
    let account = admin.account("Engines", "engines.example");
    admin.call("leads.create", json!({"full_name": "Ada Lovelace", "note": "secret",
        "budget": {"amount": "77777", "currency": "EUR"}, "emails": [{"address": "ada@example.com"}]}));
    admin.call(
        "deals.create",
        json!({"name": "Looms", "account_id": account, "note": "secret",
        "amount": {"amount": "77777", "currency": "EUR"}}),
    );
    role(
        &admin,
        "clerk",
        "all",
        &[
            "crm.lead.view",
            "crm.lead.export",
            "crm.deal.view",
            "crm.deal.export",
        ],
        json!([
            {"kind": "lead", "field": "note", "level": "none"},
            {"kind": "lead", "field": "budget", "level": "none"},
            {"kind": "lead", "field": "emails", "level": "masked", "mask": "domain_only"},
            {"kind": "deal", "field": "note", "level": "none"},
            {"kind": "deal", "field": "amount", "level": "none"},
        ]),
    );
    let clerk = Caller::of(&engine, 1, 2, "clerk");
    for (kind, shown) in [("leads", "Lovelace"), ("deals", "Looms")] {
        for format in ["csv", "jsonl"] {
            let file = clerk.export(kind, json!({"options": {"format": format}}));
            assert!(file.contains(shown), "{file}");
            for hidden in ["secret", "77777", "ada@"] {
                assert!(!file.contains(hidden), "{kind} {format} {hidden}: {file}");
            }
        }
        for hidden in [
            json!({"options": {"fields": ["note"]}}),
            json!({"filter": "note is set"}),
        ] {
            assert!(clerk.attempt(&format!("exports.{kind}"), &hidden).is_err());
        }
        let card = json!({"options": {"format": "vcard"}});
        let error = admin
            .attempt(&format!("exports.{kind}"), &card)
            .unwrap_err();
        assert_eq!(error.field(), Some("options.format"));
    }
}

#[test]
fn an_export_has_what_its_own_permission_reaches_imp_27() {
    let engine = engine();
    let admin = Caller::of(&engine, 1, 1, "admin");
    let view = [
        "crm.lead.view",
        "crm.deal.view",
        "crm.lead.create",
        "crm.deal.create",
        "crm.customer.view",
    ];
    role(&admin, "viewer", "all", &view, json!([]));
    let account = admin.account("Engines", "engines.example");
    let exporter = json!({"key": "exporter", "grants": [
        {"permission": "crm.lead.view", "scope": "all"}, {"permission": "crm.lead.export", "scope": "own"},
        {"permission": "crm.deal.view", "scope": "all"}, {"permission": "crm.deal.export", "scope": "own"},
        {"permission": "crm.lead.create", "scope": "all"}, {"permission": "crm.deal.create", "scope": "all"},
        {"permission": "crm.customer.view", "scope": "all"},
    ]});
    admin.call("roles.create", exporter);
    let seller = Caller::of(&engine, 1, 2, "exporter");
    for (caller, name) in [(&admin, "Theirs"), (&seller, "Mine")] {
        caller.call(
            "leads.create",
            json!({"full_name": format!("{name} Person")}),
        );
        caller.call("deals.create", json!({"name": name, "account_id": account}));
    }
    for kind in ["leads", "deals"] {
        let file = seller.export(kind, json!({"options": {"format": "jsonl"}}));
        assert!(
            file.contains("Mine") && !file.contains("Theirs"),
            "{kind}: {file}"
        );
        assert_eq!(
            seller.call(&format!("{kind}.list"), json!({"count": true}))["total"],
            2
        );
        let error = Caller::of(&engine, 1, 3, "viewer")
            .attempt(&format!("exports.{kind}"), &json!({}))
            .unwrap_err();
        assert_eq!(error.code(), crm_core::ErrorCode::Forbidden);
    }
}

#[test]
fn an_export_follows_a_rule_a_segment_and_a_choice_imp_23() {
    let admin = Caller::admin();
    let account = admin.account("Engines", "engines.example");
    let deal = |name: &str, priority: &str| {
        let deal = json!({"name": name, "account_id": account, "priority": priority});
        admin.call("deals.create", deal)["id"].take()
    };
    let ids = [
        deal("One", "high"),
        deal("Two", "low"),
        deal("Three", "high"),
    ];
    let segment = json!({"name": "High", "rule": "priority = 'high'", "record_kind": "deal"});
    let segment = admin.call("segments.create", segment)["segment"]["id"].take();
    let of = |arguments: Value| {
        let mut arguments = arguments;
        arguments["options"] = json!({"fields": ["name"], "raw_cells": true});
        arguments["limit"] = json!(1);
        admin.export("deals", arguments).replace("\r\n", " ")
    };
    assert_eq!(of(json!({"segment_id": segment})), "name One Three ");
    assert_eq!(
        of(json!({"segment_id": segment, "filter": "name ~ 'T'"})),
        "name Three "
    );
    assert_eq!(of(json!({"ids": ids[1..]})), "name Two Three ");
    assert_eq!(
        of(json!({"ids": ids[..2], "segment_id": segment})),
        "name One "
    );
    let error = admin
        .attempt("exports.leads", &json!({"segment_id": segment}))
        .unwrap_err();
    assert_eq!(error.field(), Some("segment_id"));
}

#[test]
fn spreadsheets_get_no_formula_from_a_deal_imp_30() {
    let admin = Caller::admin();
    let account = admin.account("Engines", "engines.example");
    admin.call(
        "deals.create",
        json!({"name": "=1+1", "account_id": account}),
    );
    let file = admin.export("deals", json!({}));
    assert!(file.contains(",\"'=1+1\","), "{file}");
    let (_, rows) = admin.import(&file, json!({"on_duplicate": "create_anyway"}));
    assert_eq!(rows[0]["outcome"], "created");
    assert_eq!(admin.deals()[1]["name"], "=1+1");
}

#[test]
fn a_user_imports_as_many_rows_a_day_as_the_tenant_allows_imp_19_sec_59() {
    let engine = engine();
    let admin = Caller::of(&engine, 1, 1, "admin");
    admin.call("settings.update", json!({"import_rows_per_day": 5}));
    let file = "Name\nAda\nBo\nCy\n";
    let options = json!({"read": {"record_kind": "lead"}, "on_duplicate": "create_anyway"});
    let (done, _) = admin.import(file, options.clone());
    assert_eq!(done["status"], "completed");
    // The next file goes as far as the rest of the day's rows, and waits there.
    let plan = admin.call("imports.plan", json!({"text": file, "options": options}));
    let step = json!({"id": plan["import"]["id"], "text": file});
    let import = admin.call("imports.apply", step.clone());
    assert_eq!(
        (&import["status"], &import["processed_rows"]),
        (&json!("running"), &json!(2))
    );
    let error = admin.attempt("imports.apply", &step).unwrap_err();
    assert_eq!(error.code(), crm_core::ErrorCode::Limit);
    assert_eq!(error.details()["limit"], "import_rows_per_day");
    let other = Caller::of(&engine, 1, 2, "admin");
    let (done, _) = other.import(file, options);
    assert_eq!(
        done["status"], "completed",
        "each user has a limit of their own"
    );
    admin.call("settings.update", json!({"import_rows_per_day": null}));
    assert_eq!(admin.call("imports.apply", step)["status"], "completed");
}

#[test]
fn who_may_not_create_a_kind_cannot_plan_files_of_it_sec_59() {
    let engine = engine();
    let admin = Caller::of(&engine, 1, 1, "admin");
    role(
        &admin,
        "intern",
        "all",
        &["crm.import.run", "crm.contact.create"],
        json!([]),
    );
    let intern = Caller::of(&engine, 1, 2, "intern");
    let plan = json!({"text": "Name\nAda\n", "options": {"read": {"record_kind": "lead"}}});
    let error = intern.attempt("imports.plan", &plan).unwrap_err();
    assert_eq!(error.code(), crm_core::ErrorCode::Forbidden);
}

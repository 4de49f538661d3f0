//! What a file names is found or refused, row by row.

use serde_json::{Value, json};

use crate::caller::{Caller, engine, problem_codes, role};

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
fn a_plan_says_what_closing_a_deal_takes_and_who_may_imp_17() {
    let engine = engine();
    let admin = Caller::of(&engine, 1, 1, "admin");
    admin.account("Engines", "engines.example");
    role(
        &admin,
        "opener",
        "all",
        &[
            "crm.import.run",
            "crm.deal.create",
            "crm.deal.view",
            "crm.customer.view",
        ],
        json!([]),
    );
    let opener = Caller::of(&engine, 1, 2, "opener");
    let file = "Deal name,Account,Status\nA,Engines,open\nB,Engines,won\nC,Engines,lost\n";
    let plan = |caller: &Caller| {
        let options = json!({"read": {"record_kind": "deal"}});
        let plan = caller.call("imports.plan", json!({"text": file, "options": options}));
        let rows = plan["preview"].as_array().unwrap().iter();
        let outcomes: Vec<Value> = rows.map(|row| row["outcome"].clone()).collect();
        (outcomes, plan["invalid_rows"].clone())
    };
    let outcomes = |all: [&str; 3]| all.map(Value::from).to_vec();
    assert_eq!(
        plan(&admin),
        (outcomes(["created", "created", "failed"]), json!(1))
    );
    assert_eq!(
        plan(&opener),
        (outcomes(["created", "failed", "failed"]), json!(2))
    );
    assert_eq!(admin.deals().len(), 0, "what was rehearsed is gone");
}

#[test]
fn a_plan_says_what_a_stage_asks_of_deals_that_begin_there_imp_17() {
    let admin = Caller::admin();
    admin.account("Engines", "engines.example");
    let pipelines = admin.call("pipelines.list", json!({}));
    let asks = json!({"id": pipelines["pipelines"][0]["id"], "stage": "proposal",
        "entry": {"fields": ["amount"]}});
    admin.call("pipelines.update_stage", asks);
    let file = "Deal name,Account,Stage,Amount\nA,Engines,proposal,5\nB,Engines,proposal,\n";
    let (_, rows) = admin.import(file, json!({"read": {"record_kind": "deal"}}));
    assert_eq!(
        (&rows[0]["outcome"], &rows[1]["outcome"]),
        (&json!("created"), &json!("failed"))
    );
}

#[test]
fn a_probability_of_nothing_is_one_that_somebody_gave() {
    let admin = Caller::admin();
    admin.account("Engines", "engines.example");
    let file = "Deal name,Account,Probability,Stage\nA,Engines,0,proposal\nB,Engines,,proposal\n";
    let options = json!({"read": {"record_kind": "deal"}});
    let plan = admin.call("imports.plan", json!({"text": file, "options": options}));
    let shown = |at: usize| plan["preview"][at]["deal"]["probability"].clone();
    let planned = [shown(0), shown(1)];
    admin.import(file, options);
    let deals = admin.deals();
    assert_eq!(
        planned,
        [
            deals[0]["probability"].clone(),
            deals[1]["probability"].clone()
        ]
    );
    assert_eq!(deals[0]["probability"], "0");
    assert_ne!(deals[1]["probability"], "0");
}

#[test]
fn a_deal_in_the_archive_is_not_there_whoever_knows_it_imp_16() {
    let admin = Caller::admin();
    let account = admin.account("Engines", "engines.example");
    let deal = json!({"name": "Looms", "account_id": account});
    let id = admin.call("deals.create", deal)["id"].take();
    let own = admin.export("deals", json!({}));
    let theirs = "Record ID,Deal Name,Deal Stage,Amount,Currency,Associated Company\n\
                  7001,Mills,Negotiation,5,EUR,Engines\n";
    let (_, rows) = admin.import(theirs, json!({}));
    for id in [&id, &rows[0]["record_id"]] {
        admin.call("deals.archive", json!({"id": id}));
    }
    for file in [own.as_str(), theirs] {
        let (_, rows) = admin.import(file, json!({"on_duplicate": "return_existing"}));
        assert_eq!(rows[0]["outcome"], "created", "{rows:?}");
    }
}

#[test]
fn a_name_means_the_same_whatever_the_size_of_a_step_imp_14_imp_29() {
    let outcomes = |step: u32| {
        let admin = Caller::admin();
        let file = "Company,Parent account\nAcme,\nSub 1,Acme\nAcme,\nSub 2,Acme\n";
        let options = json!({"read": {"record_kind": "account"}, "on_duplicate": "create_anyway"});
        let plan = admin.call("imports.plan", json!({"text": file, "options": options}));
        let id = &plan["import"]["id"];
        let apply = json!({"id": id, "text": file, "max_rows": step});
        while admin.call("imports.apply", apply.clone())["status"] != "completed" {}
        let rows = admin.call("imports.rows", json!({"id": id}))["rows"].take();
        let rows = rows.as_array().unwrap().iter();
        rows.map(|row| json!([row["outcome"], problem_codes(row)]))
            .collect::<Vec<_>>()
    };
    let whole = outcomes(10);
    assert_eq!(whole[3][1], json!(["ambiguous_reference"]));
    for step in 1..=3 {
        assert_eq!(outcomes(step), whole, "{step}");
    }
}

#[test]
fn an_account_is_called_by_a_domain_in_any_spelling_imp_29() {
    let admin = Caller::admin();
    let engines = admin.account("Engines Ltd", "engines.example");
    let file = "Deal name,Account\nA,https://www.Engines.example/about\nB,ENGINES.example\n";
    admin.import(file, json!({"read": {"record_kind": "deal"}}));
    assert!(
        admin
            .deals()
            .iter()
            .all(|deal| deal["account_id"] == engines)
    );
    assert_eq!(admin.deals().len(), 2);
}

#[test]
fn the_deals_of_another_program_arrive_and_are_known_again_imp_08_imp_16() {
    let admin = Caller::admin();
    let companies = include_str!("../samples/hubspot/companies.csv");
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

//! What an account holds and follows, call by call (catalogue group ACC).

#![allow(clippy::unwrap_used)] // a test fails by panicking
#![allow(clippy::cloned_ref_to_slice_refs)] // `[id.clone()]` reads better beside an answer

use serde_json::{Value as Json, json};

use crate::error::ErrorCode;
use crate::wire::{admin, each, uuid};

/// An account with these fields besides its name.
fn engines(fields: &Json) -> Json {
    let (_, admin) = admin();
    let mut arguments = json!({"name": "Engines"});
    for (name, value) in fields.as_object().unwrap() {
        arguments[name] = value.clone();
    }
    admin.call("accounts.create", &arguments)["account"].take()
}

#[track_caller]
fn reads_back(fields: &Json) {
    let (_, admin) = admin();
    let id = admin.account("Engines");
    let mut change = fields.clone();
    change["id"] = id.clone();
    admin.call("accounts.update", &change);
    let account = admin.call("accounts.get", &json!({"id": id}));
    for (name, value) in fields.as_object().unwrap() {
        assert_eq!(&account[name], value, "{name}");
    }
}

#[test]
fn an_account_has_a_name_and_may_have_others_acc_01_acc_03() {
    reads_back(
        &json!({"name": "Analytical Engines", "legal_name": "Analytical Engines Ltd", "aliases": ["AE"]}),
    );
    let (_, admin) = admin();
    for nameless in [json!({}), json!({"name": "  "})] {
        assert_eq!(
            admin.refused("accounts.create", &nameless).code(),
            ErrorCode::Invalid
        );
    }
}

#[test]
fn domains_are_registrable_and_the_website_gives_one_acc_04_acc_05() {
    let account = engines(
        &json!({"domains": ["WWW.Engines.co.uk", "shop.engines.co.uk"], "website": "engines.com/about"}),
    );
    assert_eq!(account["domains"], json!(["engines.co.uk", "engines.com"]));
    assert_eq!(account["website"], "https://engines.com/about");
    let (_, admin) = admin();
    let error = admin.refused(
        "accounts.create",
        &json!({"name": "X", "domains": ["no domain"]}),
    );
    assert_eq!(error.field(), Some("domains[0]"));
}

#[test]
fn the_industry_is_in_the_tenant_s_words_acc_06() {
    reads_back(&json!({"industry": "Difference engines"}));
}

#[test]
fn the_size_follows_from_the_employees_by_the_tenant_s_thresholds_acc_07_acc_08() {
    for (count, size) in [
        (49, "small"),
        (50, "medium"),
        (250, "large"),
        (1000, "enterprise"),
    ] {
        let account = engines(&json!({"employee_count": count}));
        assert_eq!(
            (&account["employee_count"], &account["size_band"]),
            (&json!(count), &json!(size))
        );
    }
    assert_eq!(engines(&json!({}))["size_band"], Json::Null);
    let by_hand = engines(&json!({"employee_count": 3, "size_override": "large"}));
    assert_eq!(by_hand["size_band"], "large");
    let (_, admin) = admin();
    admin.call("settings.update", &json!({"size_thresholds": [2, 3, 4]}));
    let account = admin.call(
        "accounts.create",
        &json!({"name": "X", "employee_count": 3}),
    );
    assert_eq!(account["account"]["size_band"], "large");
}

#[test]
fn a_company_was_founded_in_a_year_that_has_been_acc_09() {
    reads_back(&json!({"founded_year": 1837}));
    let (_, admin) = admin();
    for year in [0, 2027] {
        let error = admin.refused(
            "accounts.create",
            &json!({"name": "X", "founded_year": year}),
        );
        assert_eq!(error.field(), Some("founded_year"));
    }
}

#[test]
fn revenue_is_exact_and_has_a_currency_acc_10_acc_11() {
    reads_back(&json!({
        "annual_revenue": {"amount": "1234567890.1234", "currency": "JPY"},
        "currency": "EUR",
    }));
    let (_, admin) = admin();
    let float = json!({"name": "X", "annual_revenue": {"amount": 0.1, "currency": "USD"}});
    assert_eq!(
        admin.refused("accounts.create", &float).code(),
        ErrorCode::Invalid
    );
    let unknown = json!({"name": "X", "currency": "XYZ"});
    assert_eq!(
        admin.refused("accounts.create", &unknown).code(),
        ErrorCode::Invalid
    );
}

#[test]
fn an_individual_is_backed_by_one_contact_and_a_business_by_none_acc_12() {
    let (_, admin) = admin();
    let ada = admin.contact("Ada");
    let alone = admin.refused(
        "accounts.create",
        &json!({"name": "Ada", "kind": "individual"}),
    );
    assert_eq!(alone.field(), Some("individual_contact_id"));
    let business = json!({"name": "Ada", "individual_contact_id": ada});
    assert_eq!(
        admin.refused("accounts.create", &business).field(),
        Some("individual_contact_id")
    );
    let both = json!({"name": "Ada", "kind": "individual", "individual_contact_id": ada});
    assert_eq!(
        admin.call("accounts.create", &both)["account"]["individual_contact_id"],
        ada
    );
    assert_eq!(engines(&json!({}))["kind"], "business");
}

#[test]
fn the_status_is_active_unless_said_acc_13() {
    assert_eq!(engines(&json!({}))["status"], "active");
    reads_back(&json!({"status": "inactive"}));
}

#[test]
fn a_partner_may_be_a_customer_too_acc_14() {
    let account = engines(&json!({"categories": ["partner", "customer", "partner", "prospect"]}));
    assert_eq!(
        account["categories"],
        json!(["prospect", "customer", "partner"])
    );
}

#[test]
fn the_source_is_kept_with_its_details_acc_15() {
    for source in ["web", "referral", "event", "campaign"] {
        reads_back(
            &json!({"acquisition_source": source, "source_detail": [{"name": "form", "value": "demo"}]}),
        );
    }
}

#[test]
fn address_and_number_have_a_primary_one_acc_16_acc_17() {
    let account = engines(&json!({
        "emails": [{"address": "info@engines.example"}, {"address": "Sales@engines.example", "primary": true}],
        "phones": [{"number": "+44 20 7946 0958", "kind": "main"}],
    }));
    assert_eq!(account["primary_email"], "sales@engines.example");
    assert_eq!(account["primary_phone"], "+442079460958");
}

#[test]
fn addresses_are_for_seat_invoices_and_goods_acc_18_acc_19_acc_20() {
    let parts = |kind: &str| {
        json!({"kind": kind, "line1": "1 Mill Lane", "city": "London",
        "state": "Greater London", "postal_code": "N1 9GU", "country": "GB"})
    };
    let kinds = ["registered", "office", "billing", "shipping"];
    let account = engines(&json!({"addresses": kinds.map(parts)}));
    assert_eq!(each(&account["addresses"], "kind"), kinds);
    for (at, kind) in kinds.into_iter().enumerate() {
        for (part, value) in parts(kind).as_object().unwrap() {
            assert_eq!(&account["addresses"][at][part], value, "{kind} {part}");
        }
    }
    assert_eq!(account["location"], "London, United Kingdom");
}

#[test]
fn zone_profiles_logo_text_and_channel_read_back_acc_21_acc_22_acc_23_acc_24_acc_33_acc_37() {
    reads_back(&json!({
        "time_zone": "Europe/London",
        "logo": "https://engines.example/logo.svg",
        "description": "Builds engines.\nSince 1837.",
        "note": "Prefers letters.",
    }));
    for channel in ["email", "phone", "sms", "in_person"] {
        reads_back(&json!({"preferred_channel": channel}));
    }
    let account = engines(&json!({"social": [
        {"url": "linkedin.com/company/Engines"}, {"network": "twitter", "handle": "@engines"},
        {"url": "facebook.com/engines"},
    ]}));
    assert_eq!(
        each(&account["social"], "network"),
        ["linkedin", "twitter", "facebook"]
    );
}

#[test]
fn accounts_stand_below_others_but_never_below_themselves_acc_30() {
    let (_, admin) = admin();
    let group = admin.account("Group");
    let child = |name: &str, parent: &Json| {
        let arguments = json!({"name": name, "parent_id": parent});
        admin.call("accounts.create", &arguments)["account"]["id"].take()
    };
    let works = child("Works", &group);
    let forge = child("Forge", &works);
    let below = admin.call("accounts.list", &json!({"parent_id": group}));
    assert_eq!(each(&below["items"], "id"), [works.clone()]);
    for (id, parent) in [(&group, &forge), (&group, &group), (&works, &forge)] {
        let error = admin.refused("accounts.update", &json!({"id": id, "parent_id": parent}));
        assert_eq!(
            (error.code(), error.field()),
            (ErrorCode::Invalid, Some("parent_id"))
        );
    }
    let nobody = json!({"id": forge, "parent_id": "00000000-0000-0000-0000-00000000dead"});
    assert_eq!(
        admin.refused("accounts.update", &nobody).field(),
        Some("parent_id")
    );
    admin.call("accounts.update", &json!({"id": forge, "parent_id": group}));
    let below = admin.call("accounts.list", &json!({"parent_id": group}));
    assert_eq!(below["items"].as_array().unwrap().len(), 2);
}

#[test]
fn owner_and_manager_are_two_acc_31_acc_32() {
    assert_eq!(uuid(&engines(&json!({}))["owner_id"]).as_u128(), 1);
    reads_back(&json!({
        "owner_id": "00000000-0000-0000-0000-000000000007",
        "account_manager_id": "00000000-0000-0000-0000-000000000008",
    }));
}

#[test]
fn the_first_contact_may_be_before_the_crm_acc_34() {
    reads_back(&json!({"first_contact_on": "1999-12-31"}));
}

#[test]
fn an_account_counts_its_versions_and_keeps_its_times_acc_38() {
    let (_, admin) = admin();
    let before = admin.call("accounts.create", &json!({"name": "Engines"}))["account"].take();
    let after = admin.call(
        "accounts.update",
        &json!({"id": before["id"], "industry": "Tools"}),
    );
    assert_eq!(after["version"], 2);
    assert_eq!(after["created_at"], before["created_at"]);
    assert!(after["updated_at"].as_str() > before["updated_at"].as_str());
}

#[test]
fn nobody_writes_when_something_last_happened_acc_35_acc_36() {
    let (_, admin) = admin();
    let id = admin.account("Engines");
    for field in [
        "last_activity_at",
        "last_contacted_at",
        "size_band",
        "primary_contact_id",
    ] {
        let error = admin.refused("accounts.update", &json!({"id": id, field: Json::Null}));
        assert_eq!(
            (error.code(), error.field()),
            (ErrorCode::Invalid, Some(field))
        );
    }
}

#[test]
fn accounts_are_listed_by_what_users_ask_for_acc_41() {
    let (_, admin) = admin();
    let engines = &admin.call("accounts.create", &json!({
        "name": "Engines", "status": "inactive", "categories": ["partner"],
        "owner_id": "00000000-0000-0000-0000-000000000007",
        "emails": [{"address": "info@engines.example"}], "phones": [{"number": "+44 20 7946 0958"}],
    }))["account"]["id"];
    admin.account("Looms");
    let put = json!({"record_kind": "account", "record_ids": [engines], "add": ["tier/gold"]});
    admin.call("tags.apply", &put);
    let tag = &admin.call("tags.list", &json!({}))["tags"][0]["tag"]["id"];
    for asked in [
        json!({"filter": "status = 'inactive'"}),
        json!({"filter": "category includes 'partner'"}),
        json!({"owner_id": "00000000-0000-0000-0000-000000000007"}),
        json!({"tag_id": tag}),
        json!({"filter": "name ~ 'engin'"}),
        json!({"filter": "email = 'info@engines.example'"}),
        json!({"filter": "primary_phone = '+442079460958'"}),
        json!({"sort": "sort_name", "limit": 1}),
        json!({"sort": "-status", "limit": 1}),
    ] {
        let found = admin.call("accounts.list", &asked);
        assert_eq!(each(&found["items"], "id"), [engines.clone()], "{asked}");
    }
    let first = admin.call("accounts.list", &json!({"sort": "-sort_name", "limit": 1}));
    let next = json!({"sort": "-sort_name", "limit": 1, "cursor": first["next"]});
    assert_eq!(
        each(&admin.call("accounts.list", &next)["items"], "id"),
        [engines.clone()]
    );
}

#[test]
fn archiving_an_account_destroys_nobody_acc_46_r_05() {
    let (_, admin) = admin();
    let (engines, looms) = (admin.account("Engines"), admin.account("Looms"));
    let (ada, grace) = (admin.contact("Ada"), admin.contact("Grace"));
    for (contact, account) in [(&ada, &engines), (&grace, &engines), (&grace, &looms)] {
        let tie = json!({"contact_id": contact, "account_id": account});
        admin.call("associations.create", &tie);
    }
    let archived = admin.call(
        "accounts.archive",
        &json!({"id": engines, "contacts": "archive"}),
    );
    assert_eq!(
        archived["archived"],
        json!([ada]),
        "Grace has another account"
    );
    assert_eq!(archived["detached"], json!([grace]));
    let archived = admin.call("accounts.archive", &json!({"id": looms}));
    assert_eq!(archived["detached"], json!([grace]));
    assert_eq!(
        admin.call("contacts.get", &json!({"id": grace}))["archived_at"],
        Json::Null
    );
    let past = json!({"contact_id": ada, "past": true});
    assert_eq!(
        admin.call("associations.list", &past)["associations"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn purging_an_account_tells_what_it_would_take_along_first_r_05() {
    let (_, admin) = admin();
    let (engines, ada) = (admin.account("Engines"), admin.contact("Ada"));
    admin.call(
        "associations.create",
        &json!({"contact_id": ada, "account_id": engines}),
    );
    admin.call("accounts.archive", &json!({"id": engines}));
    let error = admin.refused("accounts.purge", &json!({"id": engines}));
    assert_eq!(error.code(), ErrorCode::Conflict);
    assert!(!error.details().is_empty());
    let purged = admin.call("accounts.purge", &json!({"id": engines, "confirm": true}));
    assert_eq!(purged["removed"], json!({"association": 1}));
    admin.call("contacts.get", &json!({"id": ada}));
}

//! Accounts: names, domains, size, hierarchy, individuals.

use crm_core::ErrorCode::{Conflict, Duplicate, Forbidden, Invalid, Limit, Unsupported};
use serde_json::json;

use crate::support::{World, nobody, scoped, shown};

#[test]
fn an_account_needs_a_name_acc_03() {
    let world = World::new();
    for args in [json!({}), json!({ "name": " " })] {
        world
            .admin()
            .refuse("accounts.create", args, Invalid, "name");
    }
    let engines = world.admin().account("  Engines  ");
    world.admin().refuse(
        "accounts.update",
        json!({ "id": engines, "name": null }),
        Invalid,
        "name",
    );
    assert_eq!(
        world.admin().call("accounts.get", json!({ "id": engines }))["name"],
        "Engines"
    );
}

#[test]
fn domains_are_registrable_each_once_and_the_websites_too_acc_04() {
    let world = World::new();
    let engines = world.admin().account_with(json!({
        "name": "Engines", "domains": ["WWW.Engines.example.com", "example.com", "looms.co.uk"],
        "website": "https://shop.weaving.co.uk/loom",
    }));
    let account = world.admin().call("accounts.get", json!({ "id": engines }));
    assert_eq!(
        account["domains"],
        json!(["example.com", "looms.co.uk", "weaving.co.uk"])
    );
    world.admin().refuse(
        "accounts.create",
        json!({ "name": "X", "domains": ["ok.example", "not a domain"] }),
        Invalid,
        "domains[1]",
    );
}

#[test]
fn the_size_band_follows_the_number_of_employees_and_the_tenants_thresholds_acc_07() {
    let world = World::new();
    let admin = world.admin();
    let band = |args| {
        let account = admin.account_with(args);
        admin.call("accounts.get", json!({ "id": account }))["size_band"].clone()
    };
    for (count, size) in [
        (0, "small"),
        (49, "small"),
        (50, "medium"),
        (249, "medium"),
        (250, "large"),
        (999, "large"),
        (1000, "enterprise"),
    ] {
        assert_eq!(
            band(json!({ "name": format!("n{count}"), "employee_count": count })),
            size
        );
    }
    assert_eq!(band(json!({ "name": "unknown" })), json!(null));
    let by_hand = json!({ "name": "hand", "employee_count": 3, "size_override": "large" });
    assert_eq!(band(by_hand), "large");
    admin.call("settings.update", json!({ "size_thresholds": [5, 10, 20] }));
    assert_eq!(
        band(json!({ "name": "few", "employee_count": 20 })),
        "enterprise"
    );
    for bad in [json!([5, 10]), json!([5, 5, 20]), json!([20, 10, 5])] {
        admin.refuse(
            "settings.update",
            json!({ "size_thresholds": bad }),
            Invalid,
            "size_thresholds",
        );
    }
}

#[test]
fn the_year_of_foundation_is_a_year_that_has_been_acc_09() {
    let world = World::new();
    for year in [0, 2027] {
        world.admin().refuse(
            "accounts.create",
            json!({ "name": "X", "founded_year": year }),
            Invalid,
            "founded_year",
        );
    }
    world
        .admin()
        .account_with(json!({ "name": "X", "founded_year": 2026 }));
}

#[test]
fn revenue_is_exact_and_no_binary_fraction_is_accepted_acc_10_r_11() {
    let world = World::new();
    let admin = world.admin();
    let engines = admin.account_with(json!({
        "name": "Engines", "annual_revenue": { "amount": "1250000.10", "currency": "EUR" },
    }));
    let account = admin.call("accounts.get", json!({ "id": engines }));
    assert_eq!(
        account["annual_revenue"],
        json!({ "amount": "1250000.1", "currency": "EUR" })
    );
    let floats = json!({ "name": "X", "annual_revenue": { "amount": 1.5, "currency": "EUR" } });
    let error = admin.attempt("accounts.create", &floats).unwrap_err();
    assert_eq!(error.code(), Invalid);
}

#[test]
fn parents_form_a_tree_acc_30() {
    let world = World::new();
    let admin = world.admin();
    let root = admin.account("Root");
    let mut below = root.clone();
    for name in ["A", "B", "C"] {
        below = admin.account_with(json!({ "name": name, "parent_id": below }));
    }
    for parent in [&root, &below] {
        admin.refuse(
            "accounts.update",
            json!({ "id": root, "parent_id": parent }),
            Invalid,
            "parent_id",
        );
    }
    admin.refuse(
        "accounts.update",
        json!({ "id": root, "parent_id": nobody() }),
        Invalid,
        "parent_id",
    );
    admin.refuse(
        "accounts.create",
        json!({ "name": "X", "parent_id": nobody() }),
        Invalid,
        "parent_id",
    );
    let children = admin.call("accounts.list", json!({ "parent_id": root }));
    assert_eq!(shown(&children), ["A"]);
}

#[test]
fn a_tree_of_accounts_is_at_most_32_deep_acc_30() {
    let world = World::new();
    let admin = world.admin();
    let mut above = admin.account("0");
    for level in 1..32 {
        above = admin.account_with(json!({ "name": level.to_string(), "parent_id": above }));
    }
    let error = admin.refuse(
        "accounts.create",
        json!({ "name": "32", "parent_id": above }),
        Limit,
        "parent_id",
    );
    assert_eq!(error.details()["limit"], "account_depth");
}

#[test]
fn an_account_out_of_sight_is_no_parent_4_12() {
    let world = World::new();
    let secret = world.admin().account("Secret");
    let mut grants = scoped(&["crm.customer.view", "crm.customer.create"], "own");
    grants.as_array_mut().unwrap().extend(
        scoped(&["crm.customer.update"], "own")
            .as_array()
            .unwrap()
            .clone(),
    );
    world.admin().role("own", grants, json!([]));
    let user = world.user(&["own"]);
    let mine = user.account("Mine");
    let hidden = user.refuse(
        "accounts.update",
        json!({ "id": mine, "parent_id": secret }),
        Invalid,
        "parent_id",
    );
    let unknown = user.refuse(
        "accounts.update",
        json!({ "id": mine, "parent_id": nobody() }),
        Invalid,
        "parent_id",
    );
    assert_eq!(hidden, unknown);
}

#[test]
fn an_individual_is_backed_by_exactly_one_contact_acc_12() {
    let world = World::new();
    let admin = world.admin();
    let ada = admin.contact("Ada");
    let individual = |more| {
        let mut args = json!({ "name": "Ada", "kind": "individual" });
        crate::support::merge(&mut args, more);
        args
    };
    let at = "individual_contact_id";
    admin.refuse("accounts.create", individual(json!({})), Invalid, at);
    admin.refuse(
        "accounts.create",
        individual(json!({ at: nobody() })),
        Invalid,
        at,
    );
    admin.refuse(
        "accounts.create",
        json!({ "name": "X", at: ada }),
        Invalid,
        at,
    );
    let account = admin.account_with(individual(json!({ at: ada })));
    admin.refuse(
        "accounts.update",
        json!({ "id": account, at: null }),
        Invalid,
        at,
    );
    let business = admin.account("Engines");
    admin.refuse(
        "accounts.update",
        json!({ "id": business, "kind": "individual" }),
        Invalid,
        at,
    );
}

#[test]
fn categories_may_be_several_each_once_acc_14() {
    let world = World::new();
    let engines = world.admin().account_with(json!({
        "name": "Engines", "categories": ["partner", "customer", "partner"],
    }));
    let account = world.admin().call("accounts.get", json!({ "id": engines }));
    assert_eq!(account["categories"], json!(["customer", "partner"]));
}

#[test]
fn an_account_that_is_there_already_is_refused_answered_or_created_anyway_r_25() {
    let world = World::new();
    let admin = world.admin();
    let args = |policy: &str| json!({ "name": "Engines", "external_ids": [{ "system": "erp", "id": "1" }], "on_duplicate": policy });
    let first = admin.account_with(args("reject"));
    let error = admin.refuse("accounts.create", args("reject"), Duplicate, "on_duplicate");
    assert_eq!(error.details()["matches"], json!([first]));
    let existing = admin.call("accounts.create", args("return_existing"));
    assert_eq!(
        (&existing["outcome"], &existing["account"]["id"]),
        (&json!("existing"), &json!(first))
    );
    for policy in ["fill_missing", "update_existing"] {
        admin.refuse("accounts.create", args(policy), Unsupported, "on_duplicate");
    }
    let other = admin.call("accounts.create", args("create_anyway"));
    assert_eq!(other["outcome"], "created");
    world
        .user(&["sales_rep"])
        .refuse("accounts.create", args("create_anyway"), Forbidden, "");
}

#[test]
fn archiving_an_account_detaches_its_people_by_default_and_destroys_nobody_r_05() {
    let world = World::new();
    let admin = world.admin();
    let (engines, looms) = (admin.account("Engines"), admin.account("Looms"));
    let (ada, bob) = (admin.contact("Ada"), admin.contact("Bob"));
    admin.associate(&ada, &engines, json!({}));
    admin.associate(&ada, &looms, json!({}));
    admin.associate(&bob, &engines, json!({}));
    let answer = admin.call("accounts.archive", json!({ "id": engines }));
    assert_eq!(answer["detached"].as_array().unwrap().len(), 2);
    assert_eq!(answer.get("archived"), None);
    assert_eq!(admin.get(&ada)["account_id"], looms.as_str());
    assert_eq!(admin.get(&bob).get("account_id"), None);
    assert_eq!(
        shown(&admin.call("contacts.list", json!({ "sort": "display_name" }))),
        ["Ada", "Bob"]
    );
}

#[test]
fn archiving_people_too_spares_those_with_another_account_r_05() {
    let world = World::new();
    let admin = world.admin();
    let (engines, looms) = (admin.account("Engines"), admin.account("Looms"));
    let (ada, bob) = (admin.contact("Ada"), admin.contact("Bob"));
    admin.associate(&ada, &engines, json!({}));
    admin.associate(&ada, &looms, json!({}));
    admin.associate(&bob, &engines, json!({}));
    let answer = admin.call(
        "accounts.archive",
        json!({ "id": engines, "contacts": "archive" }),
    );
    assert_eq!(answer["detached"], json!([ada]));
    assert_eq!(answer["archived"], json!([bob]));
}

#[test]
fn archiving_an_account_reaches_people_out_of_sight_without_naming_them_4_12() {
    let world = World::new();
    let admin = world.admin();
    let mut grants = scoped(&["crm.customer.view", "crm.customer.delete"], "all");
    grants.as_array_mut().unwrap().extend(
        scoped(&["crm.contact.view"], "own")
            .as_array()
            .unwrap()
            .clone(),
    );
    admin.role("closer", grants, json!([]));
    let (engines, ada) = (admin.account("Engines"), admin.contact("Ada"));
    admin.associate(&ada, &engines, json!({}));
    let answer = world
        .user(&["closer"])
        .call("accounts.archive", json!({ "id": engines }));
    assert_eq!(answer.get("detached"), None, "{answer}");
    assert_eq!(admin.get(&ada).get("account_id"), None);
}

#[test]
fn an_archived_account_takes_nobody_on_4_10() {
    let world = World::new();
    let admin = world.admin();
    let (engines, ada) = (admin.account("Engines"), admin.contact("Ada"));
    let ended = admin.associate(&ada, &engines, json!({}));
    admin.call("accounts.archive", json!({ "id": engines }));
    let args = json!({ "contact_id": ada, "account_id": engines });
    admin.refuse("associations.create", args, Conflict, "account_id");
    admin.refuse(
        "associations.update",
        json!({ "id": ended, "ended_on": null }),
        Conflict,
        "",
    );
}

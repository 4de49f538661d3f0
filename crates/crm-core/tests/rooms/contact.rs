//! Contacts: what they need, how they are matched, patched, archived.

use crm_core::ErrorCode::{Conflict, Duplicate, Forbidden, Invalid, NotFound};
use serde_json::{Value, json};

use crate::support::{World, all, id, nobody, shown};

#[test]
fn any_single_identifying_value_makes_a_contact_r_01() {
    for args in [
        json!({ "name": { "given": "Ada" } }),
        json!({ "name": { "nickname": "Addie" } }),
        json!({ "display_as": "The Countess" }),
        json!({ "emails": [{ "address": "ada@example.com" }] }),
        json!({ "phones": [{ "number": "+44 20 7946 0018" }] }),
        json!({ "external_ids": [{ "system": "hubspot", "id": "7" }] }),
    ] {
        World::new().admin().call("contacts.create", args);
    }
}

#[test]
fn nothing_identifying_is_refused_r_01() {
    let world = World::new();
    for args in [
        json!({}),
        json!({ "job_title": "CTO", "company_text": "Engines" }),
        json!({ "name": { "given": "  " } }),
        json!({ "display_as": " " }),
        json!({ "links": [{ "url": "https://example.com" }] }),
    ] {
        world
            .admin()
            .refuse("contacts.create", args, Invalid, "name");
    }
}

#[test]
fn the_last_identifying_value_cannot_be_cleared_r_01() {
    let world = World::new();
    let ada = world.admin().contact("Ada");
    world.admin().refuse(
        "contacts.update",
        json!({ "id": ada, "name": null }),
        Invalid,
        "name",
    );
}

#[test]
fn the_strict_profile_asks_for_both_names_and_an_address_con_65() {
    let world = World::new();
    let admin = world.admin();
    admin.call("settings.update", json!({ "validation_profile": "strict" }));
    let full = json!({
        "name": { "given": "Ada", "family": "Lovelace" },
        "emails": [{ "address": "ada@example.com" }],
    });
    for (field, at) in [("given", "name.given"), ("family", "name.family")] {
        let mut args = full.clone();
        args["name"].as_object_mut().unwrap().remove(field);
        admin.refuse("contacts.create", args, Invalid, at);
    }
    let without = json!({ "name": { "given": "Ada", "family": "Lovelace" } });
    admin.refuse("contacts.create", without, Invalid, "emails");
    admin.call("contacts.create", full);
}

#[test]
fn a_stricter_profile_leaves_earlier_contacts_changeable_but_takes_nothing_away_con_65() {
    let world = World::new();
    let admin = world.admin();
    let ada = admin.contact_with(json!({
        "name": { "given": "Ada" }, "emails": [{ "address": "ada@example.com" }],
    }));
    admin.call("settings.update", json!({ "validation_profile": "strict" }));
    admin.call(
        "contacts.update",
        json!({ "id": ada, "note": "still there" }),
    );
    admin.refuse(
        "contacts.update",
        json!({ "id": ada, "emails": null }),
        Invalid,
        "emails",
    );
}

#[test]
fn two_live_contacts_share_no_primary_address_unless_the_tenant_says_so_r_02() {
    let args = |given: &str| json!({ "name": { "given": given }, "emails": [{ "address": "Desk@Example.com" }] });
    let world = World::new();
    let admin = world.admin();
    admin.call("contacts.create", args("Ada"));
    let bob = admin.contact("Bob");
    let error = admin.refuse(
        "contacts.update",
        json!({ "id": bob, "emails": [{ "address": "desk@example.com" }] }),
        Duplicate,
        "emails",
    );
    assert_eq!(error.details()["matches"].as_array().unwrap().len(), 1);

    for policy in ["warn", "shared"] {
        let world = World::new();
        let admin = world.admin();
        admin.call("settings.update", json!({ "email_policy": policy }));
        admin.call("contacts.create", args("Ada"));
        let bob = admin.contact("Bob");
        admin.call(
            "contacts.update",
            json!({ "id": bob, "emails": [{ "address": "desk@example.com" }] }),
        );
    }
}

#[test]
fn archived_contacts_do_not_block_an_address_but_their_return_is_checked_r_02() {
    let world = World::new();
    let admin = world.admin();
    let args = json!({ "emails": [{ "address": "ada@example.com" }] });
    let first = admin.contact_with(args.clone());
    admin.call("contacts.archive", json!({ "id": first }));
    admin.contact_with(args);
    admin.refuse(
        "contacts.restore",
        json!({ "id": first }),
        Duplicate,
        "emails",
    );
}

fn twice(policy: &str, second: Value) -> (World, Value) {
    let world = World::new();
    let admin = world.admin();
    admin.call(
        "contacts.create",
        json!({
            "name": { "given": "Ada", "family": "Lovelace" },
            "emails": [{ "address": "ada@example.com" }],
            "external_ids": [{ "system": "hubspot", "id": "7" }],
            "job_title": "Analyst", "backup_owner_ids": [nobody()],
        }),
    );
    let mut args = second;
    args["external_ids"] = json!([{ "system": "hubspot", "id": "7" }]);
    args["on_duplicate"] = json!(policy);
    let answer = match admin.attempt("contacts.create", &args) {
        Ok(answer) => answer,
        Err(error) => serde_json::to_value(error).unwrap(),
    };
    (world, answer)
}

#[test]
fn reject_names_the_match_and_writes_nothing_r_25() {
    let (world, error) = twice("reject", json!({ "department": "Maths" }));
    assert_eq!(error["code"], "duplicate");
    assert_eq!(error["field"], "on_duplicate");
    assert_eq!(error["details"]["matches"].as_array().unwrap().len(), 1);
    assert_eq!(error["details"]["matches"][0], error["record"]["id"]);
    let page = world.admin().call("contacts.list", json!({}));
    assert_eq!(shown(&page).len(), 1);
}

#[test]
fn return_existing_answers_it_unchanged_r_25() {
    let (_, answer) = twice("return_existing", json!({ "department": "Maths" }));
    assert_eq!(answer["outcome"], "existing");
    assert_eq!(answer["contact"]["version"], 1);
    assert_eq!(answer["contact"].get("department"), None);
}

#[test]
fn fill_missing_fills_blanks_unites_lists_and_overwrites_nothing_r_25() {
    let second = json!({
        "job_title": "Countess", "department": "Maths",
        "emails": [{ "address": "ada@home.example", "primary": true }],
    });
    let (_, answer) = twice("fill_missing", second);
    let contact = &answer["contact"];
    assert_eq!(answer["outcome"], "updated");
    assert_eq!(contact["job_title"], "Analyst");
    assert_eq!(contact["department"], "Maths");
    assert_eq!(contact["primary_email"], "ada@example.com");
    assert_eq!(contact["emails"].as_array().unwrap().len(), 2);
}

#[test]
fn filling_what_is_there_already_changes_nothing_r_25() {
    let (_, answer) = twice(
        "fill_missing",
        json!({ "job_title": "Countess", "emails": [{ "address": "ADA@example.com" }] }),
    );
    assert_eq!(answer["outcome"], "existing");
    assert_eq!(answer["contact"]["version"], 1);
}

#[test]
fn update_existing_overwrites_what_is_given_and_nothing_else_r_25() {
    let (_, answer) = twice("update_existing", json!({ "job_title": "Countess" }));
    assert_eq!(answer["outcome"], "updated");
    assert_eq!(answer["contact"]["job_title"], "Countess");
    assert_eq!(answer["contact"]["name"]["family"], "Lovelace");
}

#[test]
fn create_anyway_takes_a_permission_and_is_recorded_r_25() {
    let (world, answer) = twice("create_anyway", json!({ "name": { "given": "Ada" } }));
    assert_eq!(answer["outcome"], "created");
    let created = id(&answer["contact"]);
    let entry = &world.admin().history("contact", &created)[0];
    let noted = entry["changes"].as_array().unwrap();
    assert!(
        noted
            .iter()
            .any(|change| change["field"] == "created_beside"),
        "{entry}"
    );
    world.user(&["sales_rep"]).refuse(
        "contacts.create",
        json!({ "name": { "given": "Ada" }, "on_duplicate": "create_anyway" }),
        Forbidden,
        "",
    );
}

#[test]
fn the_title_of_a_matched_contact_stays_that_of_its_primary_association_4_10() {
    let world = World::new();
    let admin = world.admin();
    let args = |title: &str, policy: &str| {
        json!({ "name": { "given": "Ada" }, "job_title": title, "on_duplicate": policy,
                "external_ids": [{ "system": "hubspot", "id": "7" }] })
    };
    let ada = admin.contact_with(args("Analyst", "reject"));
    let engines = admin.account("Engines");
    admin.associate(&ada, &engines, json!({}));
    admin.call("contacts.create", args("Countess", "update_existing"));
    let list = admin.call("associations.list", json!({ "contact_id": ada }));
    assert_eq!(list["associations"][0]["association"]["title"], "Countess");
}

#[test]
fn stages_are_lower_case_and_known_under_the_names_that_people_use_r_08() {
    let world = World::new();
    let admin = world.admin();
    for (given, stored) in [("MQL", "mql"), ("sql", "sql"), ("Customer", "customer")] {
        let ada = admin.contact_with(json!({
            "name": { "given": given }, "lifecycle_stage": given,
        }));
        assert_eq!(admin.get(&ada)["lifecycle_stage"], stored);
    }
    admin.refuse(
        "contacts.create",
        json!({ "name": { "given": "Ada" }, "lifecycle_stage": "friend" }),
        Invalid,
        "lifecycle_stage",
    );
    let mut stages: Vec<_> = crm_core::settings::LIFECYCLE.to_vec();
    stages.push("friend");
    admin.call("settings.update", json!({ "lifecycle_stages": stages }));
    admin.contact_with(json!({ "name": { "given": "Ada" }, "lifecycle_stage": "FRIEND" }));
}

#[test]
fn points_are_normalised_united_and_one_is_primary_con_03_con_66() {
    let world = World::new();
    let admin = world.admin();
    admin.call("settings.update", json!({ "country": "GB" }));
    let ada = admin.contact_with(json!({
        "emails": [
            { "address": "Ada@Example.COM", "label": "work" },
            { "address": "ada@home.example", "primary": true },
            { "address": "ada@example.com", "verified": true },
        ],
        "phones": [{ "number": "020 7946 0018", "kind": "work" }, { "number": "+442079460018" }],
    }));
    let contact = admin.get(&ada);
    let emails = contact["emails"].as_array().unwrap();
    assert_eq!(emails.len(), 2, "{contact}");
    assert_eq!(emails[0]["label"], "work");
    assert_eq!(emails[0]["verified"], true);
    assert_eq!(contact["primary_email"], "ada@home.example");
    let primaries = emails
        .iter()
        .filter(|email| email["primary"] == true)
        .count();
    assert_eq!(primaries, 1);
    let phones = contact["phones"].as_array().unwrap();
    assert_eq!(phones.len(), 1);
    assert_eq!(phones[0]["number"], "020 7946 0018");
    assert_eq!(phones[0]["e164"], "+442079460018");
    assert_eq!(contact["primary_phone"], "+442079460018");
}

#[test]
fn the_first_point_is_primary_unless_one_is_named_con_03() {
    let world = World::new();
    let ada = world.admin().contact_with(json!({
        "emails": [{ "address": "one@example.com" }, { "address": "two@example.com" }],
    }));
    assert_eq!(world.admin().get(&ada)["primary_email"], "one@example.com");
}

#[test]
fn a_point_that_is_none_is_refused_with_its_place_sec_57() {
    let world = World::new();
    for (args, field) in [
        (
            json!({ "emails": [{ "address": "a@b.example" }, { "address": "nowhere" }] }),
            "emails[1].address",
        ),
        (
            json!({ "links": [{ "url": "javascript:alert(1)" }] }),
            "links[0].url",
        ),
        (
            json!({ "emails": [{ "address": "a@b.example", "valid_from": "2026-02-01", "valid_until": "2026-01-01" }] }),
            "emails[0].valid_until",
        ),
    ] {
        let error = world
            .admin()
            .refuse("contacts.create", args, Invalid, field);
        assert!(!error.to_string().contains("nowhere"), "{error}");
    }
}

#[test]
fn a_patch_keeps_clears_and_sets_api_90() {
    let world = World::new();
    let admin = world.admin();
    let ada = admin.contact_with(json!({
        "name": { "given": "Ada" }, "job_title": "Analyst", "department": "Maths", "note": "x",
    }));
    let contact = admin.call(
        "contacts.update",
        json!({ "id": ada, "job_title": null, "department": "Engines" }),
    );
    assert_eq!(contact.get("job_title"), None);
    assert_eq!(contact["department"], "Engines");
    assert_eq!(contact["note"], "x");
    assert_eq!(contact["version"], 2);
}

#[test]
fn a_patch_that_changes_nothing_writes_nothing() {
    let world = World::new();
    let admin = world.admin();
    let ada = admin.contact("Ada");
    let before = world.digest(crate::support::HERE);
    admin.call(
        "contacts.update",
        json!({ "id": ada, "name": { "given": "Ada" } }),
    );
    assert_eq!(world.digest(crate::support::HERE), before);
}

#[test]
fn a_version_that_has_moved_on_is_a_conflict_con_47() {
    let world = World::new();
    let admin = world.admin();
    let ada = admin.contact("Ada");
    let change = |version: u64| json!({ "id": ada, "expected_version": version, "note": "x" });
    admin.call("contacts.update", change(1));
    let error = admin.refuse("contacts.update", change(1), Conflict, "");
    assert_eq!(error.details()["version"], 2);
}

#[test]
fn the_display_name_is_the_names_or_as_overridden_or_a_point_con_07() {
    let world = World::new();
    let admin = world.admin();
    let name = |args: Value| admin.call("contacts.create", args)["contact"]["display_name"].clone();
    assert_eq!(
        name(json!({ "name": { "given": "Ada", "family": "Lovelace" } })),
        "Ada Lovelace"
    );
    assert_eq!(
        name(json!({ "name": { "given": "Ada" }, "display_as": "Countess" })),
        "Countess"
    );
    assert_eq!(
        name(json!({ "emails": [{ "address": "x@y.example" }] })),
        "x@y.example"
    );
    assert_eq!(
        name(json!({ "phones": [{ "number": "+442079460019" }] })),
        "+442079460019"
    );
}

#[test]
fn a_bare_name_is_split_and_never_given_beside_parts_r_01() {
    let world = World::new();
    let admin = world.admin();
    let created = admin.call("contacts.create", json!({ "full_name": "Lovelace, Ada" }));
    assert_eq!(created["contact"]["name"]["given"], "Ada");
    assert_eq!(created["contact"]["name"]["family"], "Lovelace");
    admin.refuse(
        "contacts.create",
        json!({ "full_name": "Ada Lovelace", "name": { "given": "Ada" } }),
        Invalid,
        "full_name",
    );
}

#[test]
fn archived_contacts_leave_lists_cannot_change_and_come_back_r_05() {
    let world = World::new();
    let admin = world.admin();
    let ada = admin.contact("Ada");
    assert!(admin.call("contacts.archive", json!({ "id": ada }))["archived_at"].is_string());
    assert!(shown(&admin.call("contacts.list", json!({}))).is_empty());
    assert_eq!(
        shown(&admin.call("contacts.list", json!({ "archived": true }))),
        ["Ada"]
    );
    admin.refuse(
        "contacts.update",
        json!({ "id": ada, "note": "x" }),
        Conflict,
        "",
    );
    let version = admin.call("contacts.archive", json!({ "id": ada }))["version"].clone();
    assert_eq!(version, 2, "archiving again changes nothing");
    let back = admin.call("contacts.restore", json!({ "id": ada }));
    assert_eq!(back.get("archived_at"), None);
    assert_eq!(shown(&admin.call("contacts.list", json!({}))), ["Ada"]);
}

#[test]
fn a_contact_that_names_no_owner_belongs_to_its_creator_r_38() {
    let world = World::new();
    let admin = world.admin();
    let own = admin.contact("Ada");
    assert_eq!(
        admin.get(&own)["owner_id"],
        "00000000-0000-0000-0000-000000000001"
    );
    let given = admin.contact_with(json!({ "name": { "given": "Bob" }, "owner_id": nobody() }));
    assert_eq!(admin.get(&given)["owner_id"], nobody());
    let cleared = admin.call("contacts.update", json!({ "id": own, "owner_id": null }));
    assert_eq!(cleared.get("owner_id"), None);
}

#[test]
fn a_role_that_may_not_write_owners_still_creates_r_38() {
    let world = World::new();
    world.admin().role(
        "clerk",
        all(&["crm.contact.create", "crm.contact.view"]),
        json!([{ "kind": "contact", "field": "owner_id", "level": "read" }]),
    );
    let clerk = world.user(&["clerk"]);
    let ada = clerk.contact("Ada");
    assert_eq!(
        clerk.get(&ada)["owner_id"],
        "00000000-0000-0000-0000-000000000002"
    );
    clerk.refuse(
        "contacts.create",
        json!({ "name": { "given": "Bob" }, "owner_id": nobody() }),
        Forbidden,
        "owner_id",
    );
}

#[test]
fn references_lead_to_records_in_sight_i2() {
    let world = World::new();
    let admin = world.admin();
    let args = json!({ "name": { "given": "Ada" }, "team_id": nobody() });
    admin.refuse("contacts.create", args, Invalid, "team_id");
    let ada = admin.contact("Ada");
    admin.refuse(
        "contacts.update",
        json!({ "id": ada, "team_id": nobody() }),
        Invalid,
        "team_id",
    );
}

#[test]
fn owners_that_stand_in_are_named_once_con_41() {
    let world = World::new();
    let (one, two) = (nobody(), world.admin().contact("x"));
    let ada = world.admin().contact_with(json!({
        "name": { "given": "Ada" }, "backup_owner_ids": [one, two, one],
    }));
    assert_eq!(
        world.admin().get(&ada)["backup_owner_ids"],
        json!([one, two])
    );
}

#[test]
fn text_is_stored_in_one_spelling_without_blanks_or_controls_sec_56() {
    let world = World::new();
    let admin = world.admin();
    let ada = admin.contact_with(json!({
        "name": { "given": "Zoe\u{308}" }, "job_title": "  Chef\u{301}  ", "department": "   ",
    }));
    let contact = admin.get(&ada);
    assert_eq!(contact["name"]["given"], "Zo\u{eb}");
    assert_eq!(contact["job_title"], "Chef\u{301}");
    assert_eq!(contact.get("department"), None);
    for bad in ["a\u{0}b".to_owned(), "x".repeat(100_001)] {
        admin.refuse(
            "contacts.update",
            json!({ "id": ada, "job_title": bad }),
            Invalid,
            "job_title",
        );
    }
}

#[test]
fn an_unknown_contact_is_not_found_api_95() {
    let world = World::new();
    for call in [
        "contacts.get",
        "contacts.update",
        "contacts.archive",
        "contacts.restore",
        "contacts.purge",
    ] {
        world
            .admin()
            .refuse(call, json!({ "id": nobody() }), NotFound, "");
    }
}

#[test]
fn how_a_contact_came_is_kept_for_good_con_24() {
    let world = World::new();
    let admin = world.admin();
    for via in [
        "manual",
        "import",
        "website",
        "email",
        "api",
        "linkedin",
        "enrichment",
        "card_scan",
    ] {
        let ada = admin.contact_with(json!({ "name": { "given": via }, "created_via": via }));
        assert_eq!(admin.get(&ada)["created_via"], via);
        admin.refuse(
            "contacts.update",
            json!({ "id": ada, "created_via": "manual" }),
            Invalid,
            "created_via",
        );
    }
}

//! What a contact holds and follows, call by call (catalogue group CON).

#![allow(clippy::unwrap_used)] // a test fails by panicking
#![allow(clippy::cloned_ref_to_slice_refs)] // `[id.clone()]` reads better beside an answer

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::error::ErrorCode;
use crate::wire::{actor, admin, each, uuid};

/// Creates a contact called Ada with these fields besides; answers it.
fn ada(fields: &Json) -> Json {
    let (_, admin) = admin();
    let mut arguments = json!({"name": {"given": "Ada"}});
    for (name, value) in fields.as_object().unwrap() {
        arguments[name] = value.clone();
    }
    admin.call("contacts.create", &arguments)["contact"].take()
}

/// That each field reads back as it was given, also after reading the contact anew.
#[track_caller]
fn reads_back(fields: &Json) {
    let (_, admin) = admin();
    let id = admin.contact("Ada");
    let mut change = fields.clone();
    change["id"] = id.clone();
    admin.call("contacts.update", &change);
    let contact = admin.call("contacts.get", &json!({"id": id}));
    for (name, value) in fields.as_object().unwrap() {
        assert_eq!(&contact[name], value, "{name}");
    }
}

#[test]
fn a_contact_keeps_its_id_and_counts_its_versions_con_01_con_46_con_47() {
    let (_, admin) = admin();
    let created = admin.call("contacts.create", &json!({"name": {"given": "Ada"}}));
    let (id, before) = (&created["contact"]["id"], &created["contact"]);
    assert_eq!(uuid(id).get_version_num(), 7);
    let after = admin.call("contacts.update", &json!({"id": id, "note": "met"}));
    assert_eq!((&after["id"], &after["version"]), (id, &json!(2)));
    assert_eq!(after["created_at"], before["created_at"]);
    assert!(after["updated_at"].as_str() > before["updated_at"].as_str());
    // The same calls mint the same ids: nothing but the ports decides.
    let again = ada(&json!({}));
    assert_eq!(&again["id"], id);
}

#[test]
fn who_created_a_contact_is_on_it_con_42() {
    let contact = ada(&json!({}));
    assert_eq!(uuid(&contact["created_by"]).as_u128(), 1);
}

#[test]
fn names_are_kept_in_parts_and_shown_by_their_script_con_05_con_06_con_07() {
    let (_, admin) = admin();
    for (name, shown) in [
        (
            json!({"given": "Ada", "family": "Lovelace"}),
            "Ada Lovelace",
        ),
        (json!({"given": "小明", "family": "王"}), "王小明"),
    ] {
        let contact = admin.call("contacts.create", &json!({"name": name}));
        assert_eq!(contact["contact"]["name"], name);
        assert_eq!(contact["contact"]["display_name"], shown);
    }
    let called = ada(&json!({"display_as": "The Countess"}));
    assert_eq!(called["display_name"], "The Countess");
}

#[test]
fn a_whole_name_is_taken_apart_and_its_text_kept_r_01() {
    let (_, admin) = admin();
    let arguments = json!({"full_name": "LOVELACE, Ada (Countess)"});
    let contact = &admin.call("contacts.create", &arguments)["contact"];
    assert_eq!(contact["name"]["given"], "Ada");
    assert_eq!(
        contact["name"]["family"]
            .as_str()
            .map(str::to_lowercase)
            .unwrap(),
        "lovelace"
    );
    assert_eq!(contact["display_as"], "LOVELACE, Ada (Countess)");
}

#[test]
fn of_several_addresses_exactly_one_is_primary_con_03_con_04() {
    let contact = ada(&json!({"emails": [
        {"address": "ada@home.example", "label": "home", "valid_from": "2020-01-01", "valid_until": "2025-01-01"},
        {"address": "Ada@Work.Example", "label": "work", "primary": true, "verified": true},
    ]}));
    assert_eq!(each(&contact["emails"], "primary"), [false, true]);
    assert_eq!(each(&contact["emails"], "verified"), [false, true]);
    assert_eq!(contact["emails"][0]["valid_until"], "2025-01-01");
    assert_eq!(contact["primary_email"], "ada@work.example");
    // Unless said otherwise the first is primary; two spellings of one address are one.
    let contact = ada(&json!({"emails": [{"address": "a@x.example"}, {"address": "A@X.example"}]}));
    assert_eq!(each(&contact["emails"], "primary"), [true]);
}

#[test]
fn numbers_have_kinds_a_normal_form_and_keep_their_text_con_08_con_09_con_10() {
    let contact = ada(&json!({"phones": [
        {"number": "+44 20 7946 0958", "kind": "work"},
        {"number": "+44 7700 900123", "kind": "mobile", "primary": true},
    ]}));
    assert_eq!(
        each(&contact["phones"], "number"),
        ["+44 20 7946 0958", "+44 7700 900123"]
    );
    assert_eq!(
        each(&contact["phones"], "e164"),
        ["+442079460958", "+447700900123"]
    );
    assert_eq!(each(&contact["phones"], "kind"), ["work", "mobile"]);
    assert_eq!(contact["primary_phone"], "+447700900123");
}

#[test]
fn a_company_in_words_links_to_no_account_con_11() {
    let (_, admin) = admin();
    admin.account("Analytical Engines");
    let arguments = json!({"name": {"given": "Ada"}, "company_text": "Analytical Engines"});
    let contact = &admin.call("contacts.create", &arguments)["contact"];
    assert_eq!(contact["company_text"], "Analytical Engines");
    assert_eq!(contact["account_id"], Json::Null);
}

#[test]
fn title_and_department_read_back_con_12_con_13() {
    reads_back(&json!({"job_title": "Analyst", "department": "Research"}));
}

#[test]
fn the_employer_is_the_account_of_the_primary_association_con_14() {
    let (_, admin) = admin();
    let (contact_id, account_id) = (admin.contact("Ada"), admin.account("Engines"));
    let tie = json!({"contact_id": contact_id, "account_id": account_id});
    admin.call("associations.create", &tie);
    let contact = admin.call("contacts.get", &json!({"id": contact_id}));
    assert_eq!(contact["account_id"], account_id);
}

#[test]
fn addresses_have_every_part_and_the_primary_says_where_con_15_con_16() {
    let home = json!({"kind": "home", "line1": "12 St James's Square", "line2": "Flat 3", "city": "London",
        "state": "Greater London", "postal_code": "SW1Y 4JH", "country": "GB"});
    let contact = ada(&json!({"addresses": [home.clone(), {"city": "Paris", "country": "FR"}]}));
    for (part, value) in home.as_object().unwrap() {
        assert_eq!(&contact["addresses"][0][part], value, "{part}");
    }
    assert_eq!(each(&contact["addresses"], "primary"), [true, false]);
    assert_eq!(contact["location"], "London, United Kingdom");
}

#[test]
fn a_picture_is_a_reference_con_17() {
    reads_back(&json!({"photo": "blob:9f2c"}));
}

#[test]
fn a_picture_may_be_a_file_in_sight_con_17() {
    let (engine, admin) = admin();
    let upload = |privacy: &str| {
        let file = json!({"name": "ada.png", "text": "x", "privacy": privacy});
        admin.call("files.upload", &file)["file"]["id"].take()
    };
    let (open, private) = (upload("all"), upload("participants"));
    let person = |file: &Json| json!({"name": {"given": "Ada"}, "photo_file_id": file, "on_duplicate": "create_anyway"});
    let ada = admin.call("contacts.create", &person(&open))["contact"].take();
    assert_eq!(ada["photo_file_id"], open);
    // A file that is not there, or that the actor does not see, is no picture.
    let stranger = actor(&engine, 1, 9, &["admin"], &[]);
    for (who, file) in [
        (&admin, json!("00000000-0000-4000-8000-0000000000ff")),
        (&stranger, private.clone()),
    ] {
        let refused = who.refused("contacts.create", &person(&file));
        assert_eq!(refused.field(), Some("photo_file_id"));
    }
    // What is purged is nobody's picture any more.
    admin.call("files.archive", &json!({"id": open}));
    let purge = json!({"id": open, "confirm": true});
    let purged = admin.call("files.purge", &purge);
    assert_eq!(purged["cleared"], json!({"contact": 1}));
    let ada = admin.call("contacts.get", &json!({"id": ada["id"]}));
    assert_eq!(ada["photo_file_id"], Json::Null);
}

#[test]
fn the_time_zone_is_an_iana_name_con_18() {
    reads_back(&json!({"time_zone": "Europe/London"}));
    let (_, admin) = admin();
    let error = admin.refused(
        "contacts.create",
        &json!({"name": {"given": "Ada"}, "time_zone": "London"}),
    );
    assert_eq!(error.code(), ErrorCode::Invalid);
}

#[test]
fn every_way_to_be_reached_can_be_preferred_con_19() {
    for channel in [
        "email",
        "phone",
        "sms",
        "in_person",
        "linkedin",
        "meeting",
        "chat",
        "whatsapp",
    ] {
        reads_back(&json!({"preferred_channel": channel}));
    }
}

#[test]
fn the_status_is_active_unless_said_and_no_archive_con_22_con_48() {
    let (_, admin) = admin();
    let id = admin.contact("Ada");
    let contact = admin.call("contacts.get", &json!({"id": id}));
    assert_eq!(
        (&contact["status"], &contact["archived_at"]),
        (&json!("active"), &Json::Null)
    );
    let contact = admin.call("contacts.update", &json!({"id": id, "status": "inactive"}));
    assert_eq!(
        (&contact["status"], &contact["archived_at"]),
        (&json!("inactive"), &Json::Null)
    );
    let contact = admin.call("contacts.archive", &json!({"id": id}));
    assert!(contact["archived_at"].is_string());
    let contact = admin.call("contacts.restore", &json!({"id": id}));
    assert_eq!(
        (&contact["status"], &contact["archived_at"]),
        (&json!("inactive"), &Json::Null)
    );
}

#[test]
fn how_a_contact_came_is_said_once_and_never_changes_con_24() {
    for way in [
        "manual",
        "import",
        "website",
        "email",
        "api",
        "linkedin",
        "enrichment",
        "card_scan",
    ] {
        assert_eq!(ada(&json!({"created_via": way}))["created_via"], way);
    }
    assert_eq!(ada(&json!({}))["created_via"], "manual");
    let (_, admin) = admin();
    let change = json!({"id": admin.contact("Ada"), "created_via": "import"});
    let error = admin.refused("contacts.update", &change);
    assert_eq!(
        (error.code(), error.field()),
        (ErrorCode::Invalid, Some("created_via"))
    );
}

#[test]
fn the_source_has_details_and_is_not_the_way_of_creation_con_25_con_29() {
    reads_back(&json!({
        "acquisition_source": "event",
        "medium": "newsletter",
        "source_detail": [{"name": "utm_campaign", "value": "spring"}, {"name": "form", "value": "demo"}],
    }));
    assert_eq!(
        ada(&json!({"acquisition_source": "event"}))["created_via"],
        "manual"
    );
}

#[test]
fn the_life_cycle_has_the_tenant_s_stages_con_27_r_08() {
    for stage in [
        "lead",
        "mql",
        "sql",
        "opportunity",
        "customer",
        "evangelist",
    ] {
        reads_back(&json!({"lifecycle_stage": stage}));
    }
    assert_eq!(
        ada(&json!({"lifecycle_stage": "MQL"}))["lifecycle_stage"],
        "mql"
    );
    let (_, admin) = admin();
    let unknown = json!({"name": {"given": "Ada"}, "lifecycle_stage": "friend"});
    assert_eq!(
        admin.refused("contacts.create", &unknown).field(),
        Some("lifecycle_stage")
    );
    admin.call(
        "settings.update",
        &json!({"lifecycle_stages": ["friend", "customer"]}),
    );
    assert_eq!(
        admin.call("contacts.create", &unknown)["contact"]["lifecycle_stage"],
        "friend"
    );
}

#[test]
fn the_lead_status_has_its_own_field_con_28() {
    for status in ["new", "qualified", "converted", "lost", "disqualified"] {
        reads_back(&json!({"lead_status": status}));
    }
}

#[test]
fn profiles_have_one_spelling_con_30_con_31_con_32_con_33() {
    let contact = ada(&json!({"social": [
        {"url": "https://de.linkedin.com/in/Ada-Lovelace/?trk=x"},
        {"network": "twitter", "handle": "@AdaLovelace"},
        {"url": "facebook.com/ada.lovelace"},
        {"url": "http://www.github.com/Ada"},
    ]}));
    assert_eq!(
        each(&contact["social"], "network"),
        ["linkedin", "twitter", "facebook", "github"]
    );
    assert_eq!(
        contact["social"][0]["url"],
        "https://www.linkedin.com/in/ada-lovelace"
    );
    assert_eq!(contact["social"][1]["handle"], "adalovelace");
    assert_eq!(contact["social"][3]["handle"], "ada");
}

#[test]
fn a_website_gets_its_scheme_con_34() {
    let contact = ada(&json!({"links": [{"url": "ada.example", "label": "homepage"}]}));
    assert_eq!(
        contact["links"],
        json!([{"url": "https://ada.example/", "label": "homepage", "primary": true}])
    );
}

#[test]
fn a_contact_belongs_to_its_creator_unless_said_con_40() {
    assert_eq!(uuid(&ada(&json!({}))["owner_id"]).as_u128(), 1);
    reads_back(&json!({"owner_id": "00000000-0000-0000-0000-000000000007"}));
}

#[test]
fn backup_owners_keep_their_order_con_41() {
    reads_back(&json!({"backup_owner_ids": [
        "00000000-0000-0000-0000-000000000009",
        "00000000-0000-0000-0000-000000000008",
    ]}));
}

#[test]
fn nobody_writes_what_the_engine_keeps_con_44_con_45() {
    let (_, admin) = admin();
    let id = admin.contact("Ada");
    for field in [
        "last_activity_at",
        "last_contacted_at",
        "created_at",
        "version",
        "display_name",
    ] {
        let error = admin.refused("contacts.update", &json!({"id": id, field: Json::Null}));
        assert_eq!(
            (error.code(), error.field()),
            (ErrorCode::Invalid, Some(field))
        );
    }
}

#[test]
fn a_birthday_may_lack_its_year_and_other_days_have_labels_con_49_con_50() {
    reads_back(&json!({
        "birthday": "--12-10",
        "dates": [{"label": "anniversary", "date": "1835-07-08"}, {"label": "name day", "date": "--02-29"}],
    }));
}

#[test]
fn a_note_is_kept_on_the_contact_con_55() {
    reads_back(&json!({"note": "Met at the Royal Society.\nLikes engines."}));
}

#[test]
fn preferences_are_by_channel_topic_frequency_and_hour_con_56() {
    reads_back(&json!({"preferences": [
        {"channel": "email", "topic": "news", "frequency": "weekly"},
        {"channel": "phone", "quiet_from": "20:00", "quiet_until": "09:00"},
    ]}));
}

#[test]
fn type_and_priority_read_back_con_60_con_61() {
    assert_eq!(ada(&json!({}))["contact_type"], Json::Null);
    reads_back(&json!({"contact_type": "press"}));
    for priority in ["low", "medium", "high", "urgent"] {
        reads_back(&json!({"priority": priority}));
    }
}

#[test]
fn every_status_that_a_contact_had_is_in_its_history_con_63() {
    let (_, admin) = admin();
    let id = admin.contact("Ada");
    for status in ["inactive", "active"] {
        admin.call("contacts.update", &json!({"id": id, "status": status}));
    }
    let history = admin.call(
        "audit.history",
        &json!({"record_kind": "contact", "id": id}),
    );
    let changes: Vec<Json> = history["entries"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|entry| {
            let mut changes = entry["changes"].as_array()?.iter();
            let change = changes.find(|change| change["field"] == "status")?;
            Some(json!([
                entry["at"].is_string(),
                change["old"],
                change["new"]
            ]))
        })
        .collect();
    assert_eq!(
        changes[..2],
        [
            json!([true, "inactive", "active"]),
            json!([true, "active", "inactive"])
        ]
    );
}

#[test]
fn something_has_to_identify_a_contact_con_65() {
    let (_, admin) = admin();
    for one in [
        json!({"name": {"family": "Lovelace"}}),
        json!({"emails": [{"address": "ada@example.com"}]}),
        json!({"phones": [{"number": "+44 20 7946 0958"}]}),
        json!({"external_ids": [{"system": "hubspot", "id": "7"}]}),
    ] {
        admin.call("contacts.create", &one);
    }
    let error = admin.refused("contacts.create", &json!({"job_title": "Analyst"}));
    assert_eq!(
        (error.code(), error.field()),
        (ErrorCode::Invalid, Some("name"))
    );
}

#[test]
fn the_strict_profile_needs_both_names_and_an_address_con_65() {
    let (_, admin) = admin();
    let before = admin.contact("Grace");
    admin.call("settings.update", &json!({"validation_profile": "strict"}));
    let whole = json!({"name": {"given": "Ada", "family": "Lovelace"}, "emails": [{"address": "ada@example.com"}]});
    for (missing, field) in [
        ("/name/given", "name.given"),
        ("/name/family", "name.family"),
        ("/emails", "emails"),
    ] {
        let mut part = whole.clone();
        *part.pointer_mut(missing).unwrap() = if field == "emails" {
            json!([])
        } else {
            Json::Null
        };
        assert_eq!(admin.refused("contacts.create", &part).field(), Some(field));
    }
    let id = &admin.call("contacts.create", &whole)["contact"]["id"];
    let taken = admin.refused("contacts.update", &json!({"id": id, "emails": []}));
    assert_eq!(taken.field(), Some("emails"));
    // One from before the profile may still be changed.
    admin.call("contacts.update", &json!({"id": before, "note": "x"}));
}

#[test]
fn what_was_typed_is_kept_beside_its_normal_form_con_66() {
    let contact = ada(&json!({
        "emails": [{"address": "Ada.Lovelace@Example.COM"}],
        "phones": [{"number": "+44 (20) 7946-0958"}],
    }));
    assert_eq!(contact["emails"][0]["address"], "Ada.Lovelace@Example.COM");
    assert_eq!(contact["primary_email"], "ada.lovelace@example.com");
    assert_eq!(contact["phones"][0]["number"], "+44 (20) 7946-0958");
    assert_eq!(contact["phones"][0]["e164"], "+442079460958");
}

#[test]
fn contacts_are_found_by_persona_con_21_con_43_con_59() {
    let (_, admin) = admin();
    let (ada, grace) = (admin.contact("Ada"), admin.contact("Grace"));
    for (id, tag) in [
        (&ada, "persona/buyer"),
        (&grace, "persona/user"),
        (&grace, "category/press"),
    ] {
        let put = json!({"record_kind": "contact", "record_ids": [id], "add": [tag]});
        admin.call("tags.apply", &put);
    }
    for (rule, expected) in [
        ("tag = 'persona/buyer'", vec![&ada]),
        ("tag under 'persona'", vec![&ada, &grace]),
        ("tag under 'category'", vec![&grace]),
    ] {
        let found = admin.call("contacts.list", &json!({"filter": rule}));
        assert_eq!(
            each(&found["items"], "id").iter().collect::<Vec<_>>(),
            expected,
            "{rule}"
        );
    }
}

#[test]
fn contacts_are_filtered_by_what_users_ask_for_src_13() {
    let (_, admin) = admin();
    let ada = &admin.call("contacts.create", &json!({
        "name": {"given": "Ada", "family": "Lovelace"}, "job_title": "Analyst", "company_text": "Engines",
    }))["contact"]["id"];
    admin.contact("Grace");
    let put = json!({"record_kind": "contact", "record_ids": [ada], "add": ["persona/buyer"]});
    admin.call("tags.apply", &put);
    for rule in [
        "display_name ~ 'love'",
        "company = 'engines'",
        "title starts with 'ana'",
        "tag under 'persona'",
    ] {
        let found = admin.call("contacts.list", &json!({"filter": rule}));
        assert_eq!(each(&found["items"], "id"), [ada.clone()], "{rule}");
    }
}

#[test]
fn an_archived_contact_does_not_keep_its_address_from_others_r_02() {
    let (_, admin) = admin();
    let one = json!({"name": {"given": "Ada"}, "emails": [{"address": "ada@example.com"}]});
    let id = &admin.call("contacts.create", &one)["contact"]["id"];
    assert_eq!(
        admin.refused("contacts.create", &one).code(),
        ErrorCode::Duplicate
    );
    admin.call("contacts.archive", &json!({"id": id}));
    admin.call("contacts.create", &one);
    // Now the address is taken, so the first cannot simply come back.
    let error = admin.refused("contacts.restore", &json!({"id": id}));
    assert_eq!(error.code(), ErrorCode::Duplicate);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever addresses are given, in whatever order: while there is one, one is primary, and it
    /// is the one that the contact answers.
    #[test]
    fn one_address_is_primary_whatever_is_given_con_03(
        given in prop::collection::vec((0_u8..5, any::<bool>()), 0..6),
    ) {
        let emails: Vec<Json> = given.iter()
            .map(|(name, primary)| json!({"address": format!("p{name}@x.example"), "primary": primary}))
            .collect();
        let contact = ada(&json!({"emails": emails}));
        let primaries = each(&contact["emails"], "primary").into_iter().filter(|primary| *primary == json!(true));
        prop_assert_eq!(primaries.count(), usize::from(!given.is_empty()));
        // In the order in which the addresses first stand, whichever spelling was marked.
        let marked = |name: u8| given.contains(&(name, true));
        let first = given.iter().find(|(name, _)| marked(*name)).or(given.first());
        let expected = first.map(|(name, _)| format!("p{name}@x.example"));
        prop_assert_eq!(contact["primary_email"].as_str().map(str::to_owned), expected);
    }
}

#[test]
fn a_page_has_fifty_records_unless_said_and_five_hundred_at_most_src_20() {
    let (_, admin) = admin();
    for number in 0..51 {
        admin.contact(&format!("A{number}"));
    }
    let page = admin.call("contacts.list", &json!({}));
    assert_eq!(each(&page["items"], "id").len(), 50);
    assert!(page["next"].is_string());
    for limit in [0, 501] {
        let error = admin.refused("contacts.list", &json!({"limit": limit}));
        assert_eq!(error.field(), Some("limit"));
    }
    let all = admin.call("contacts.list", &json!({"limit": 500}));
    assert_eq!(
        (all["items"].as_array().unwrap().len(), &all["next"]),
        (51, &Json::Null)
    );
}

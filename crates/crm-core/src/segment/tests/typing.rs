//! Names, types and warnings.

use super::world::{World, id};
use crate::account::Account;
use crate::contact::Contact;
use crate::error::ErrorCode;
use crate::field::{FieldKind, Id, RecordKind};
use crate::records;
use crate::segment::operator::plain;
use crate::value::{Currency, Decimal, Money, Timestamp};

#[track_caller]
fn canonical(kind: RecordKind, rule: &str) -> String {
    match World::empty().check(kind, rule) {
        Ok(checked) => checked.text(),
        Err(error) => panic!("{rule}: {error}"),
    }
}

#[track_caller]
fn contacts(rule: &str) -> String {
    canonical(RecordKind::Contact, rule)
}

/// Column, message and nearest name of every problem.
#[track_caller]
fn problems(rule: &str) -> Vec<(u64, String, Option<String>)> {
    let error = World::empty().check_contact(rule).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Invalid);
    let problems = error.details()["problems"].as_array().unwrap().clone();
    problems
        .iter()
        .map(|problem| {
            let text = |name: &str| problem.get(name).and_then(|text| text.as_str());
            (
                problem["column"].as_u64().unwrap(),
                text("message").unwrap().to_owned(),
                text("nearest").map(str::to_owned),
            )
        })
        .collect()
}

#[test]
fn a_field_is_known_by_its_names_and_aliases_con_12() {
    for (rule, wanted) in [
        ("title is set", "job_title is set"),
        ("jobTitle is set", "job_title is set"),
        ("Job_Title is set", "job_title is set"),
        ("position is set", "job_title is set"),
        ("company = 'Acme'", r#"company_text = "Acme""#),
        ("lead_source = 'web'", r#"acquisition_source = "web""#),
        (
            "last_activity within 3 days",
            "last_activity_at within 3 days",
        ),
        (
            "lastActivityAt within 3 days",
            "last_activity_at within 3 days",
        ),
        ("created older than 1 day", "created_at older than 1 day"),
        ("owner is unset", "owner_id is unset"),
        ("account is set", "account_id is set"),
        (
            "email ends with '.org'",
            r#"emails.address ends with ".org""#,
        ),
        ("phone is set", "phones.number is set"),
        ("emails.verified = true", "emails.verified = true"),
        ("name.family = 'Byron'", r#"name.family = "Byron""#),
        ("name ~ 'ada'", r#"display_name ~ "ada""#),
        ("name is set", "name is set"),
        ("account.company = 'Acme'", r#"account.name = "Acme""#),
        ("account.revenue > 1 EUR", "account.annual_revenue > 1 EUR"),
        ("account.parent.name = 'X'", r#"account.parent.name = "X""#),
        ("account_id.industry is set", "account.industry is set"),
        (
            "account.primaryContact.status = 'active'",
            r#"account.primary_contact.status = "active""#,
        ),
        ("customFields.code = 'x'", r#"custom.code = "x""#),
        ("tags includes 'lead'", r#"tag = "lead""#),
        ("any account.contacts", "any account.contacts"),
        (
            "any Accounts (numberOfEmployees > 5)",
            "any accounts (employee_count > 5)",
        ),
        (
            "any tags (path starts with 'p')",
            r#"any tags (path starts with "p")"#,
        ),
    ] {
        assert_eq!(contacts(rule), wanted, "{rule}");
    }
    let account = |rule| canonical(RecordKind::Account, rule);
    assert_eq!(account("company ~ 'a'"), r#"name ~ "a""#);
    assert_eq!(
        account("type contains 'Customer'"),
        r#"categories = "customer""#
    );
    assert_eq!(
        account("any contacts (title ~ 'cto') and count(children) > 1"),
        r#"any contacts (job_title ~ "cto") and count(children) > 1"#
    );
}

#[test]
fn no_two_fields_of_a_kind_answer_to_the_same_name() {
    for kind in [
        RecordKind::Contact,
        RecordKind::Account,
        RecordKind::Association,
        RecordKind::Tag,
    ] {
        let decl = records::declaration(kind);
        let mut taken: Vec<(String, &str)> = Vec::new();
        for field in decl
            .fields
            .iter()
            .filter(|field| field.kind != FieldKind::Custom)
        {
            let own = std::iter::once(&field.name).chain(field.options.aliases);
            for name in own.map(|name| plain(name)) {
                let other = taken.iter().find(|(known, _)| *known == name);
                assert!(
                    other.is_none_or(|(_, other)| *other == field.name),
                    "{}: {name} is {} and {other:?}",
                    kind.name(),
                    field.name,
                );
                taken.push((name, field.name));
            }
        }
    }
}

#[test]
fn operands_get_their_canonical_spelling() {
    for (rule, wanted) in [
        ("status = 'ACTIVE'", r#"status = "active""#),
        ("custom.tier = 'Gold Level'", r#"custom.tier = "gold""#),
        ("custom.budget >= 10000", "custom.budget >= 10000 USD"),
        (
            "custom.budget in (1 EUR, 2)",
            "custom.budget in (1 EUR, 2 USD)",
        ),
        ("custom.score = '12.50'", "custom.score = 12.5"),
        ("custom.labels contains 'gold'", r#"custom.labels = "gold""#),
        (
            "custom.labels not contains 'gold'",
            r#"custom.labels != "gold""#,
        ),
        ("job_title includes 'x'", r#"job_title ~ "x""#),
        (
            "created_at > '2026-03-01T10:00:00+02:00'",
            r#"created_at > "2026-03-01T08:00:00.000000Z""#,
        ),
        (
            "custom.renewal = 20260301",
            r#"custom.renewal = "2026-03-01""#,
        ),
    ] {
        if rule.contains("20260301") {
            // Digits are a number, not a day.
            assert!(World::empty().check_contact(rule).is_err());
            continue;
        }
        assert_eq!(contacts(rule), wanted, "{rule}");
    }
}

#[test]
fn every_problem_is_reported_with_its_place_h071() {
    assert_eq!(
        problems("age = 'twelve' and created > 'yesterdayish'"),
        [
            (1, "a contact has no such field".to_owned(), None),
            (
                30,
                "a day or an instant was expected, such as 2026-03-01 or \"2026-03-01T08:30:00Z\""
                    .to_owned(),
                None
            ),
        ]
    );
    let error = World::empty()
        .check_contact("status = 'active' and custom.score = 'twelve'")
        .unwrap_err();
    assert_eq!(error.to_string(), "rule: column 38: a number was expected");
}

#[test]
fn an_unknown_name_is_refused_with_the_nearest_one() {
    for (rule, column, nearest) in [
        ("job_titel = 'x'", 1, Some("job_title")),
        ("status = 'activ'", 10, Some("active")),
        ("account.industri = 'x'", 1, Some("industry")),
        ("tier = 'gold'", 1, Some("custom.tier")),
        ("custom.teir = 'gold'", 1, Some("custom.tier")),
        ("custom.tier = 'glod'", 15, Some("gold")),
        ("name.famly = 'x'", 1, Some("family")),
        ("emails.adress = 'x'", 1, Some("address")),
        ("any acounts", 5, Some("accounts")),
        ("zzz = 1", 1, None),
        ("tenant_id = 'b'", 1, None),
    ] {
        let problems = problems(rule);
        let (at, _, found) = problems.first().unwrap();
        assert_eq!((*at, found.as_deref()), (column, nearest), "{rule}");
    }
}

#[test]
fn the_tenant_is_not_addressable_in_any_spelling_h065() {
    for name in [
        "tenant_id",
        "tenant",
        "tenantId",
        "TENANT_ID",
        "account.tenant_id",
    ] {
        let mut world = World::empty();
        assert!(
            world.check_contact(&format!("{name} = 'b'")).is_err(),
            "{name}"
        );
    }
}

#[test]
fn operators_and_values_must_fit_the_field() {
    for (rule, message) in [
        (
            "status ~ 'a'",
            "`~` does not fit a choice, which takes =, !=, in, not in, is set and is unset",
        ),
        (
            "custom.vip > true",
            "`>` does not fit true or false, which takes =, !=, is set and is unset",
        ),
        ("custom.vip = 'yes'", "true or false was expected"),
        (
            "custom.score ~ '1'",
            "`~` does not fit a number, which takes =, !=, <, <=, >, >=, in, not in, between, is set and is unset",
        ),
        (
            "account.employee_count = 1.5",
            "a whole number was expected",
        ),
        ("custom.score > 5 EUR", "a number was expected"),
        ("job_title = 5", "text in quotes was expected"),
        (
            "job_title ~ ''",
            "every text has the empty one in it; `is set` asks for any text",
        ),
        (
            "job_title within 3 days",
            "`within` does not fit text, which takes =, !=, <, <=, >, >=, ~, !~, starts with, ends with, in, not in, between, is set and is unset",
        ),
        (
            "custom.renewal within 3 hours",
            "this field holds days, so days were expected",
        ),
        (
            "custom.renewal = 'soon'",
            "a day was expected, such as 2026-03-01",
        ),
        (
            "custom.score between 5 and 1",
            "the lower bound is above the upper one",
        ),
        (
            "custom.budget between 1 EUR and 2 USD",
            "both bounds need the same currency",
        ),
        (
            "custom.budget ~ 5",
            "amounts take =, !=, <, <=, >, >=, in, between, is set and is unset",
        ),
        ("owner = 'ada'", "an id was expected, in quotes"),
        (
            "job_title under 'x'",
            "`under` does not fit text, which takes =, !=, <, <=, >, >=, ~, !~, starts with, ends with, in, not in, between, is set and is unset",
        ),
        (
            "tag ~ 'x'",
            "a tag takes =, !=, in, not in, under, is set and is unset",
        ),
        (
            "emails.valid_from between 2026-01-01 and 2026-02-01",
            "a list is not compared with a range; compare with one bound",
        ),
        ("extras is set", "rules do not look into this field"),
        (
            "custom is set",
            "a custom field is named as `custom.<name>`",
        ),
        ("status.x = 1", "this field has no parts of that name"),
        (
            "any job_title.accounts",
            "this field leads to no other record",
        ),
    ] {
        let problems = problems(rule);
        assert_eq!(problems.first().unwrap().1, message, "{rule}");
    }
}

#[test]
fn segments_select_entities_only() {
    let error = World::empty().check(RecordKind::Settings, "currency is set");
    assert_eq!(error.unwrap_err().field(), Some("record_kind"));
}

#[test]
fn a_negation_that_includes_the_unset_is_said_seg_18() {
    for (rule, subjects) in [
        ("job_title != 'CTO'", &["job_title"][..]),
        ("not job_title ~ 'x'", &["job_title"]),
        (
            "not (job_title = 'x' or custom.tier = 'gold')",
            &["job_title", "custom.tier"],
        ),
        ("account.name != 'x'", &["account.name"]),
        ("custom.labels not in ('gold')", &["custom.labels"]),
        ("not (email = 'a@example.com')", &["emails.address"]),
        ("any accounts (industry != 'x')", &["industry"]),
        // Nothing is unset, or it is said.
        ("status != 'active'", &[]),
        ("not created within 3 days", &[]),
        ("job_title != 'CTO' and job_title is set", &[]),
        (
            "job_title is set and (not title ~ 'x' or status = 'active')",
            &[],
        ),
        ("not (job_title = 'x' or job_title is unset)", &[]),
        ("not (job_title != 'x')", &[]),
        ("not job_title is set", &[]),
        ("not tag under 'partner'", &[]),
        ("no accounts (industry = 'x')", &[]),
        ("job_title = 'x'", &[]),
    ] {
        let checked = World::empty().check_contact(rule).unwrap();
        let found: Vec<_> = checked
            .warnings
            .iter()
            .map(|warning| warning.subject.as_deref().unwrap())
            .collect();
        assert_eq!(found, subjects, "{rule}");
    }
    let checked = World::empty().check_contact("status = 'active' and title != 'x'");
    let warning = &checked.unwrap().warnings[0];
    assert_eq!(warning.column, Some(29));
    assert_eq!(
        warning.message,
        "this negation also holds where job_title is unset; add `and job_title is set` to leave \
         those out"
    );
}

#[test]
fn a_tag_that_does_not_exist_is_said_and_on_no_record() {
    let mut world = World::empty();
    let checked = world.check_contact("tag under 'partners'").unwrap();
    assert_eq!(checked.warnings[0].subject.as_deref(), Some("partners"));
    assert!(!world.holds(&checked, &Contact::default()));
    let checked = world.check_contact("not tag = 'partners'").unwrap();
    assert!(world.holds(&checked, &Contact::default()));
}

#[test]
fn the_fields_that_a_rule_speaks_of_are_known() {
    let checked = World::empty()
        .check_contact(
            "title ~ 'vp' and account.industry = 'x' and custom.tier = 'gold' and tag = 'lead' \
             and any accounts (employees > 5)",
        )
        .unwrap();
    assert_eq!(
        checked.uses,
        [
            "account.employee_count",
            "account.industry",
            "association.account_id",
            "association.contact_id",
            "contact.account_id",
            "contact.custom.tier",
            "contact.job_title",
            "contact.tag",
        ]
    );
}

fn touched(at: &str) -> Contact {
    Contact {
        last_contacted_at: (!at.is_empty()).then(|| at.parse::<Timestamp>().unwrap()),
        ..Contact::default()
    }
}

#[test]
fn active_and_inactive_groups_seg_17_seg_18() {
    let mut world = World::empty();
    // Today is the tenth of March from 18:30 of the ninth, UTC, in the tenant's zone.
    let active = world
        .check_contact("last_contacted within 30 days")
        .unwrap();
    let inactive = world
        .check_contact("last_contacted older than 90 days or last_contacted is unset")
        .unwrap();
    for (at, is_active, is_inactive) in [
        ("2026-03-09T18:30:00Z", true, false),
        ("2026-03-10T18:29:59.999999Z", true, false),
        ("2026-03-10T18:30:00Z", false, false),
        ("2026-02-08T18:30:00Z", true, false),
        ("2026-02-08T18:29:59.999999Z", false, false),
        ("2025-12-10T18:30:00Z", false, false),
        ("2025-12-10T18:29:59.999999Z", false, true),
        ("", false, true),
    ] {
        assert_eq!(world.holds(&active, &touched(at)), is_active, "{at}");
        assert_eq!(world.holds(&inactive, &touched(at)), is_inactive, "{at}");
    }
}

#[test]
fn hours_are_exact_and_half_open() {
    let mut world = World::empty();
    let within = world
        .check_contact("last_contacted within 2 hours")
        .unwrap();
    let older = world
        .check_contact("last_contacted older than 2 hours")
        .unwrap();
    for (at, is_within, is_older) in [
        ("2026-03-10T00:00:00Z", true, false),
        ("2026-03-09T22:00:00.000001Z", true, false),
        ("2026-03-09T22:00:00Z", false, true),
        ("2026-03-10T00:00:00.000001Z", false, false),
    ] {
        assert_eq!(world.holds(&within, &touched(at)), is_within, "{at}");
        assert_eq!(world.holds(&older, &touched(at)), is_older, "{at}");
    }
}

#[test]
fn high_value_group_compares_within_a_currency_seg_16() {
    let mut world = World::empty();
    let rule = "revenue > 10000 EUR";
    let checked = world.check(RecordKind::Account, rule).unwrap();
    for (revenue, member) in [
        (Some((10_001, Currency::EUR)), true),
        (Some((10_000, Currency::EUR)), false),
        (Some((99_999, Currency::USD)), false),
        (None, false),
    ] {
        let account = Account {
            id: Id::new(id(9)),
            annual_revenue: revenue
                .map(|(amount, currency)| Money::new(Decimal::from(amount), currency)),
            ..Account::default()
        };
        assert_eq!(world.holds(&checked, &account), member, "{revenue:?}");
    }
}

#[test]
fn the_example_of_the_requirements_seg_15() {
    let json = r#"{"and":[
        {"field":"customFields.score","operator":"gte","value":80},
        {"field":"lifecycleStage","operator":"in","value":["lead","MQL"]},
        {"field":"customFields.budget","operator":"greater_than_or_equal","value":10000}
    ]}"#;
    let mut world = World::empty();
    let checked = world.check_contact(json).unwrap();
    assert_eq!(
        checked.text(),
        r#"custom.score >= 80 and lifecycle_stage in ("lead", "MQL") and custom.budget >= 10000 USD"#
    );
    let mut contact = Contact {
        lifecycle_stage: Some("mql".to_owned()),
        ..Contact::default()
    };
    let mut set = |name: &str, json| contact.custom.insert(name.to_owned(), json);
    set("score", 80.into());
    set(
        "budget",
        serde_json::json!({ "amount": "10000", "currency": "USD" }),
    );
    assert!(world.holds(&checked, &contact));
    contact.custom.insert("score".to_owned(), 79.into());
    assert!(!world.holds(&checked, &contact));
}

#[test]
fn wildcards_are_literal_h069() {
    let mut world = World::empty();
    let checked = world.check_contact(r"job_title starts with '%_\'").unwrap();
    let titled = |title: &str| Contact {
        job_title: Some(title.to_owned()),
        ..Contact::default()
    };
    assert!(world.holds(&checked, &titled(r"%_\ of sales")));
    assert!(!world.holds(&checked, &titled("VP of sales")));
}

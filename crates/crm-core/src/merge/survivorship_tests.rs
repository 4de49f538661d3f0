#![allow(clippy::unwrap_used)] // a test fails by panicking

use serde_json::json;

use super::super::provenance::Provenance;
use super::*;
use crate::association::Association;
use crate::audit::{Action, AuditEntry, FieldChange, Seal};
use crate::contact::{Contact, CreatedVia};
use crate::error::RecordRef;
use crate::field::{Id, RecordKind};
use crate::point::EmailPoint;
use crate::settings::LIFECYCLE;
use crate::value::{PersonName, Timestamp};

/// A contact that came by some way at some time; a value in `cleared` was taken away at `at`.
fn claim(id: u128, via: CreatedVia, at: i64, cleared: &[&str], contact: Contact) -> Claim<Contact> {
    let time = Timestamp::from_micros(at).unwrap();
    let mut record = contact;
    record.id = Id::new(Uuid::from_u128(id));
    record.created_at = time;
    let history: Vec<AuditEntry> = cleared
        .iter()
        .map(|field| AuditEntry {
            sequence: 1,
            at: time,
            actor: Id::default(),
            operation: "contacts.update".into(),
            cause: None,
            action: Action::Update,
            record: RecordRef {
                kind: RecordKind::Contact,
                id: record.id.uuid(),
            },
            version: 2,
            changes: vec![FieldChange {
                field: (*field).into(),
                old: Some(json!("was")),
                new: None,
            }],
            seal: Seal::default(),
        })
        .collect();
    Claim {
        provenance: Provenance::read(&history, via, time),
        record,
    }
}

fn titled(title: &str) -> Contact {
    Contact {
        job_title: Some(title.into()),
        ..Contact::default()
    }
}

fn merged(claims: &[Claim<Contact>]) -> (Contact, Vec<MergeField>) {
    survive(claims, &Wishes::new(), LIFECYCLE).unwrap()
}

fn reason(fields: &[MergeField], name: &str) -> MergeReason {
    fields
        .iter()
        .find(|field| field.field == name)
        .unwrap()
        .because
}

#[test]
fn the_survivor_s_value_stays_if_it_has_one_4_6() {
    let claims = [
        claim(1, CreatedVia::Enrichment, 1, &[], titled("Analyst")),
        claim(2, CreatedVia::Manual, 9, &[], titled("CTO")),
    ];
    let (contact, fields) = merged(&claims);
    assert_eq!(contact.job_title.as_deref(), Some("Analyst"));
    let field = fields
        .iter()
        .find(|field| field.field == "job_title")
        .unwrap();
    assert_eq!(field.because, MergeReason::Survivor);
    let other = Uuid::from_u128(2);
    assert_eq!(
        field.others,
        [MergeValue {
            id: other,
            value: json!("CTO")
        }]
    );
}

#[test]
fn what_the_survivor_lacks_comes_by_source_then_newest_then_lowest_id_4_6() {
    use CreatedVia as Via;
    for (others, title, because) in [
        (
            [(Via::Import, 9), (Via::Manual, 1)],
            "second",
            MergeReason::Source,
        ),
        (
            [(Via::Enrichment, 9), (Via::Import, 1)],
            "second",
            MergeReason::Source,
        ),
        (
            [(Via::Api, 1), (Via::Import, 9)],
            "first",
            MergeReason::Source,
        ),
        (
            [(Via::Manual, 1), (Via::Manual, 9)],
            "second",
            MergeReason::Newest,
        ),
        (
            [(Via::Manual, 5), (Via::Manual, 5)],
            "first",
            MergeReason::LowestId,
        ),
    ] {
        let [(one, at), (other, then)] = others;
        let claims = [
            claim(1, Via::Manual, 1, &[], Contact::default()),
            claim(2, one, at, &[], titled("first")),
            claim(3, other, then, &[], titled("second")),
        ];
        let (contact, fields) = merged(&claims);
        assert_eq!(contact.job_title.as_deref(), Some(title), "{others:?}");
        assert_eq!(reason(&fields, "job_title"), because, "{others:?}");
    }
}

#[test]
fn a_value_taken_away_on_purpose_counts_as_set_4_6() {
    let kept_away = [
        claim(1, CreatedVia::Manual, 5, &["job_title"], Contact::default()),
        claim(2, CreatedVia::Manual, 9, &[], titled("CTO")),
    ];
    let (contact, fields) = merged(&kept_away);
    assert_eq!(contact.job_title, None);
    assert_eq!(reason(&fields, "job_title"), MergeReason::Cleared);

    // Among the others it has its own time.
    for (cleared_at, expected) in [(9, None), (1, Some("CTO"))] {
        let claims = [
            claim(1, CreatedVia::Manual, 1, &[], Contact::default()),
            claim(
                2,
                CreatedVia::Manual,
                cleared_at,
                &["job_title"],
                Contact::default(),
            ),
            claim(3, CreatedVia::Manual, 5, &[], titled("CTO")),
        ];
        assert_eq!(merged(&claims).0.job_title.as_deref(), expected);
    }
}

#[test]
fn a_name_is_taken_whole_from_one_record_4_6() {
    let named = |given: Option<&str>, family: Option<&str>| Contact {
        name: PersonName {
            given: given.map(str::to_owned),
            family: family.map(str::to_owned),
            ..PersonName::default()
        },
        ..Contact::default()
    };
    let claims = [
        claim(1, CreatedVia::Manual, 1, &[], named(Some("Ada"), None)),
        claim(
            2,
            CreatedVia::Manual,
            1,
            &[],
            named(Some("Augusta"), Some("Byron")),
        ),
    ];
    assert_eq!(merged(&claims).0.name, claims[0].record.name);
}

#[test]
fn lists_unite_by_normal_form_and_the_survivor_s_primary_stays_4_6() {
    let with = |addresses: &[&str]| {
        let mut emails: Vec<EmailPoint> = addresses.iter().copied().map(EmailPoint::new).collect();
        if let Some(first) = emails.first_mut() {
            first.primary = true;
        }
        Contact {
            emails,
            ..Contact::default()
        }
    };
    let claims = [
        claim(1, CreatedVia::Manual, 1, &[], with(&["ada@example.com"])),
        claim(
            2,
            CreatedVia::Manual,
            1,
            &[],
            with(&["al@example.com", "ADA@Example.com"]),
        ),
    ];
    let (contact, fields) = merged(&claims);
    let emails: Vec<_> = contact
        .emails
        .iter()
        .map(|email| (email.address.as_str(), email.primary))
        .collect();
    assert_eq!(
        emails,
        [("ada@example.com", true), ("al@example.com", false)]
    );
    assert_eq!(reason(&fields, "emails"), MergeReason::United);
}

#[test]
fn the_furthest_stage_wins_4_6() {
    let at = |stage: Option<&str>| Contact {
        lifecycle_stage: stage.map(str::to_owned),
        ..Contact::default()
    };
    for (stages, expected) in [
        ([Some("lead"), Some("customer"), Some("sql")], "customer"),
        ([Some("customer"), Some("lead"), None], "customer"),
        ([Some("a former stage"), None, Some("lead")], "lead"),
        ([Some("a former stage"), None, None], "a former stage"),
    ] {
        let claims: Vec<_> = stages
            .into_iter()
            .enumerate()
            .map(|(id, stage)| claim(id as u128 + 1, CreatedVia::Manual, 1, &[], at(stage)))
            .collect();
        assert_eq!(merged(&claims).0.lifecycle_stage.as_deref(), Some(expected));
    }
}

#[test]
fn the_latest_activity_wins_4_6() {
    let active = |at: Option<i64>| Contact {
        last_activity_at: at.map(|at| Timestamp::from_micros(at).unwrap()),
        ..Contact::default()
    };
    let claims = [
        claim(1, CreatedVia::Manual, 1, &[], active(Some(5))),
        claim(2, CreatedVia::Manual, 1, &[], active(None)),
        claim(3, CreatedVia::Manual, 1, &[], active(Some(8))),
    ];
    let (contact, _) = merged(&claims);
    assert_eq!(contact.last_activity_at.unwrap().as_micros(), 8);
}

#[test]
fn each_custom_field_merges_like_a_scalar_4_6() {
    let with = |pairs: &[(&str, i64)]| Contact {
        custom: pairs
            .iter()
            .map(|(name, value)| ((*name).into(), json!(value)))
            .collect(),
        ..Contact::default()
    };
    let claims = [
        claim(1, CreatedVia::Manual, 1, &[], with(&[("seats", 1)])),
        claim(
            2,
            CreatedVia::Manual,
            1,
            &[],
            with(&[("seats", 2), ("rooms", 3)]),
        ),
    ];
    let (contact, fields) = merged(&claims);
    assert_eq!(contact.custom, with(&[("seats", 1), ("rooms", 3)]).custom);
    assert_eq!(reason(&fields, "custom.rooms"), MergeReason::Only);
}

#[test]
fn how_the_survivor_came_never_changes() {
    let via = |created_via| Contact {
        created_via,
        ..Contact::default()
    };
    let claims = [
        claim(1, CreatedVia::Import, 1, &[], via(CreatedVia::Import)),
        claim(2, CreatedVia::Manual, 1, &[], via(CreatedVia::Manual)),
    ];
    assert_eq!(merged(&claims).0.created_via, CreatedVia::Import);
}

#[test]
fn a_wish_goes_before_the_rule_4_6() {
    let claims = [
        claim(1, CreatedVia::Manual, 5, &[], titled("Analyst")),
        claim(2, CreatedVia::Manual, 1, &[], titled("Countess")),
        claim(3, CreatedVia::Manual, 9, &[], Contact::default()),
    ];
    for (wish, title, because) in [
        (Wish::Take(1), Some("Countess"), MergeReason::Chosen),
        (Wish::Take(2), None, MergeReason::Chosen),
        (
            Wish::Rule(MergeStrategy::Oldest),
            Some("Countess"),
            MergeReason::Oldest,
        ),
        (
            Wish::Rule(MergeStrategy::Newest),
            Some("Analyst"),
            MergeReason::Newest,
        ),
        (
            Wish::Rule(MergeStrategy::Survivor),
            Some("Analyst"),
            MergeReason::Survivor,
        ),
    ] {
        let wishes = Wishes::from([("job_title".to_owned(), wish)]);
        let (contact, fields) = survive(&claims, &wishes, LIFECYCLE).unwrap();
        assert_eq!(contact.job_title.as_deref(), title, "{wish:?}");
        assert_eq!(reason(&fields, "job_title"), because, "{wish:?}");
    }
}

#[test]
fn a_protective_flag_holds_if_any_record_has_it_4_6() {
    let flagged = |primary_contact| Association {
        primary_contact,
        ..Association::default()
    };
    assert!(join(&flagged(false), &[flagged(false), flagged(true)]).primary_contact);
    assert!(!join(&flagged(false), &[flagged(false)]).primary_contact);
}

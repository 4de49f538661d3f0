//! Probing, finding, scanning, dismissing, and creating on a duplicate, through sessions.

#![allow(clippy::unwrap_used, clippy::panic)] // a test that fails shall say so by panicking

use uuid::Uuid;

use super::*;
use crate::access::{
    Actor, CreateRole, FieldLevel, FieldRule, Grant, Mask, Permission, RoleDraft, Scope,
};
use crate::account::{AccountDraft, CreateAccount};
use crate::association::{AssociateContact, AssociationDraft};
use crate::contact::{ContactDraft, ContactId, CreateContact, DuplicatePolicy, Outcome};
use crate::error::ErrorCode;
use crate::field::{Id, RecordKind};
use crate::memory;
use crate::operation::{Engine, Session};
use crate::point::{EmailPoint, ExternalId, PhonePoint};
use crate::settings::{EmailPolicy, SettingsPatch, UpdateSettings};
use crate::value::PersonName;

const PHONE: &str = "+442079460958";

fn session_as(engine: &Engine, role: &str) -> Session {
    let actor = Actor {
        tenant: Id::new(Uuid::from_u128(1)),
        user: Id::new(Uuid::from_u128(2)),
        roles: vec![role.to_owned()],
        teams: Vec::new(),
    };
    engine.session(actor).unwrap()
}

fn person(given: &str, family: &str) -> ContactDraft {
    ContactDraft {
        name: PersonName {
            given: Some(given.into()),
            family: Some(family.into()),
            ..PersonName::default()
        },
        ..ContactDraft::default()
    }
}

fn with_email(mut draft: ContactDraft, address: &str) -> ContactDraft {
    draft.emails.push(EmailPoint::new(address));
    draft
}

fn with_phone(mut draft: ContactDraft, number: &str) -> ContactDraft {
    draft.phones.push(PhonePoint::new(number));
    draft
}

fn create(session: &Session, contact: ContactDraft) -> Result<ContactId> {
    let created = session.run(CreateContact {
        contact,
        ..CreateContact::default()
    })?;
    Ok(created.contact.id)
}

fn probe(session: &Session, contact: ContactDraft) -> Vec<Match> {
    let found = session.duplicates().probe(ProbeDuplicates {
        contact: Some(contact),
        ..ProbeDuplicates::default()
    });
    found.unwrap().matches
}

fn find(session: &Session, id: ContactId) -> Vec<Match> {
    let found = session.duplicates().find(FindDuplicates {
        id: id.uuid(),
        ..FindDuplicates::default()
    });
    found.unwrap().matches
}

#[test]
fn creating_stops_at_the_same_address_with_a_name_that_fits_ded_01() {
    let session = memory::session("admin");
    let ada = with_email(person("Ada", "Lovelace"), "ada@example.com");
    let id = create(&session, ada.clone()).unwrap();
    let error = create(&session, ada.clone()).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Duplicate);
    assert_eq!(error.details()["matches"], serde_json::json!([id]));

    let again = session.run(CreateContact {
        contact: with_phone(ada, PHONE),
        on_duplicate: DuplicatePolicy::FillMissing,
        ..CreateContact::default()
    });
    let again = again.unwrap();
    assert_eq!((again.contact.id, again.outcome), (id, Outcome::Updated));
    assert_eq!(again.matches[0].rule, MatchRule::SameEmail);
}

#[test]
fn a_family_s_mailbox_is_no_certain_match_but_the_unique_policy_refuses_it_r_02() {
    let session = memory::session("admin");
    let mailbox = "family@example.com";
    create(&session, with_email(person("Ada", "Lovelace"), mailbox)).unwrap();
    let byron = with_email(person("Byron", "Lovelace"), mailbox);
    let found = probe(&session, byron.clone());
    assert!(found.iter().all(|found| found.band < Band::Certain));
    let error = create(&session, byron.clone()).unwrap_err();
    assert_eq!(
        (error.code(), error.field()),
        (ErrorCode::Duplicate, Some("emails"))
    );

    let shared = SettingsPatch {
        email_policy: crate::field::Patch::Set(EmailPolicy::Shared),
        ..SettingsPatch::default()
    };
    session
        .run(UpdateSettings {
            patch: shared,
            ..UpdateSettings::default()
        })
        .unwrap();
    create(&session, byron).unwrap();
}

#[test]
fn the_same_id_in_another_system_is_certain() {
    let session = memory::session("admin");
    let imported = |name: &str| {
        let mut draft = person(name, "Lovelace");
        draft.external_ids.push(ExternalId {
            system: "hubspot".into(),
            id: "17".into(),
        });
        draft
    };
    create(&session, imported("Ada")).unwrap();
    let found = probe(&session, imported("Grace"));
    assert_eq!(
        (found[0].band, found[0].rule),
        (Band::Certain, MatchRule::SameExternalId)
    );
}

#[test]
fn evidence_of_enough_weight_is_certain_and_explains_itself_ded_06() {
    let session = memory::session("admin");
    let mut robert = with_phone(person("Robert", "Lovelace"), PHONE);
    robert.birthday = Some("1815-12-10".parse().unwrap());
    let id = create(&session, robert.clone()).unwrap();
    robert.name.given = Some("Bob".into());
    let found = probe(&session, robert);
    let [best] = found.as_slice() else {
        panic!("one match is expected: {found:?}")
    };
    assert_eq!(
        (best.id, best.band, best.rule),
        (id.uuid(), Band::Certain, MatchRule::Weight)
    );
    let levels: Vec<_> = best
        .because
        .iter()
        .map(|e| (e.comparison, e.level))
        .collect();
    assert_eq!(
        levels,
        [
            (Comparison::GivenName, Level::Nickname),
            (Comparison::FamilyName, Level::Exact),
            (Comparison::Phone, Level::Exact),
            (Comparison::Birthday, Level::Exact),
        ]
    );
    assert_eq!(
        best.score,
        best.because.iter().map(|e| e.weight).sum::<i32>()
    );
}

#[test]
fn a_probe_takes_what_is_typed_so_far_ded_02() {
    let session = memory::session("admin");
    create(&session, with_phone(person("Ada", "Lovelace"), PHONE)).unwrap();
    let mut typing = with_phone(person("Ada", "Lovelace"), PHONE);
    typing.emails.push(EmailPoint::new("ada@"));
    assert_eq!(probe(&session, typing).len(), 1);
    assert_eq!(probe(&session, ContactDraft::default()), []);
    let neither = session.duplicates().probe(ProbeDuplicates::default());
    assert_eq!(neither.unwrap_err().code(), ErrorCode::Invalid);
}

#[test]
fn every_association_counts_not_only_the_main_one_4_10() {
    let session = memory::session("admin");
    let account = |name: &str| {
        let created = session.run(CreateAccount {
            account: AccountDraft {
                name: name.into(),
                ..AccountDraft::default()
            },
            ..CreateAccount::default()
        });
        created.unwrap().account.id
    };
    let (looms, engines) = (account("Looms"), account("Analytical Engines Ltd"));
    let ada = create(&session, person("Ada", "Lovelace")).unwrap();
    for account_id in [looms, engines] {
        let association = AssociationDraft {
            contact_id: ada,
            account_id,
            ..AssociationDraft::default()
        };
        session
            .run(AssociateContact {
                association,
                ..AssociateContact::default()
            })
            .unwrap();
    }
    let mut draft = person("Ada", "Lovelace");
    draft.company_text = Some("Analytical Engines".into());
    let found = probe(&session, draft);
    let company = found[0]
        .because
        .iter()
        .find(|e| e.comparison == Comparison::Company);
    assert_eq!(company.map(|evidence| evidence.level), Some(Level::Core));
}

#[test]
fn accounts_match_by_domain_then_by_name_4_1() {
    let session = memory::session("admin");
    let draft = |name: &str, domain: Option<&str>| AccountDraft {
        name: name.into(),
        domains: domain.into_iter().map(str::to_owned).collect(),
        ..AccountDraft::default()
    };
    let create = |account| {
        session.run(CreateAccount {
            account,
            ..CreateAccount::default()
        })
    };
    let engines = create(draft("Engines Ltd", Some("engines.example"))).unwrap();
    let id = engines.account.id.uuid();
    let rule = |account: AccountDraft| {
        let found = session.duplicates().probe(ProbeDuplicates {
            account: Some(account),
            ..ProbeDuplicates::default()
        });
        found.unwrap().matches.first().map(|found| {
            assert_eq!((found.id, found.kind), (id, RecordKind::Account));
            (found.band, found.rule)
        })
    };
    let certain = |rule| Some((Band::Certain, rule));
    assert_eq!(
        rule(draft("Difference", Some("engines.example"))),
        certain(MatchRule::SameDomain)
    );
    assert_eq!(
        rule(draft("ENGINES Ltd.", None)),
        certain(MatchRule::SameName)
    );
    assert_eq!(
        rule(draft("Engines GmbH", None)),
        Some((Band::Possible, MatchRule::Weight))
    );
    assert_eq!(rule(draft("Looms", Some("looms.example"))), None);
    let error = create(draft("Engines Ltd", None)).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Duplicate);
}

#[test]
fn what_was_dismissed_is_never_suggested_again_ded_08() {
    let session = memory::session("admin");
    let one = create(&session, with_phone(person("Ada", "Lovelace"), PHONE)).unwrap();
    let other = create(&session, with_phone(person("Ada", "Lovelase"), PHONE)).unwrap();
    assert_eq!(find(&session, one).len(), 1);
    let dismiss = DismissDuplicates {
        ids: vec![other.uuid(), one.uuid()],
        reason: Some("mother and daughter".into()),
        ..DismissDuplicates::default()
    };
    let said = session
        .duplicates()
        .dismiss(dismiss.clone())
        .unwrap()
        .decisions;
    assert_eq!(
        (said[0].first_id, said[0].second_id),
        (one.uuid(), other.uuid())
    );
    // Saying it again says nothing new.
    assert_eq!(
        session.duplicates().dismiss(dismiss).unwrap().decisions,
        said
    );
    assert_eq!(find(&session, one), []);
    assert_eq!(find(&session, other), []);
    let scan = session
        .duplicates()
        .scan(ScanDuplicates::default())
        .unwrap();
    assert_eq!(scan.pairs, []);
    let all = session.duplicates().find(FindDuplicates {
        id: one.uuid(),
        dismissed: true,
        ..FindDuplicates::default()
    });
    assert_eq!(all.unwrap().matches.len(), 1);

    session
        .duplicates()
        .reconsider(ReconsiderDuplicates {
            ids: vec![one.uuid(), other.uuid()],
            ..ReconsiderDuplicates::default()
        })
        .unwrap();
    assert_eq!(find(&session, one).len(), 1);
}

#[test]
fn a_scan_meets_every_pair_once_in_bounded_steps_ded_07() {
    let session = memory::session("admin");
    let mut ids = Vec::new();
    for at in 0..6 {
        let number = format!("+44207946095{}", at % 3);
        let draft = with_phone(person(["Bob", "Robert"][at / 3], "Lovelace"), &number);
        ids.push(create(&session, draft).unwrap().uuid());
    }
    let mut pairs = Vec::new();
    let mut cursor = None;
    for _ in 0..3 {
        let step = session
            .duplicates()
            .scan(ScanDuplicates {
                cursor,
                limit: Some(2),
                at_least: Band::Likely,
                ..ScanDuplicates::default()
            })
            .unwrap();
        assert_eq!(step.scanned, 2);
        pairs.extend(
            step.pairs
                .into_iter()
                .map(|pair| (pair.id, pair.duplicate.id)),
        );
        cursor = step.next;
    }
    assert_eq!(cursor, None, "six records are three steps of two");
    pairs.sort_unstable();
    let expected: Vec<_> = (0..3).map(|at| (ids[at], ids[at + 3])).collect();
    assert_eq!(pairs, expected);
    let odd = session.duplicates().scan(ScanDuplicates {
        cursor: Some("x".into()),
        ..ScanDuplicates::default()
    });
    assert_eq!(odd.unwrap_err().field(), Some("cursor"));
}

/// A role that sees everything but the telephone numbers of contacts.
fn without_phones(engine: &Engine) -> Session {
    let admin = session_as(engine, "admin");
    let grants = [
        Permission::ContactView,
        Permission::ContactCreate,
        Permission::ContactUpdate,
        Permission::AccountView,
    ];
    let role = RoleDraft {
        key: "discreet".into(),
        grants: grants
            .map(|permission| Grant {
                permission,
                scope: Scope::All,
            })
            .into(),
        fields: vec![FieldRule {
            kind: RecordKind::Contact,
            field: "phones".into(),
            level: FieldLevel::WriteOnly,
            mask: Mask::Full,
            hard: false,
        }],
        ..RoleDraft::default()
    };
    admin.run(CreateRole { role }).unwrap();
    session_as(engine, "discreet")
}

#[test]
fn matches_tell_nothing_of_what_the_reader_may_not_read_4_11() {
    // Two bases that differ only in a field that is hidden from the reader.
    let bases = [PHONE, "+442079460111"].map(|number| {
        let engine = memory::engine(7);
        let session = without_phones(&engine);
        let admin = session_as(&engine, "admin");
        create(&admin, with_phone(person("Ada", "Lovelace"), PHONE)).unwrap();
        let id = create(&admin, with_phone(person("Ada", "Lovelace"), number));
        (session, id)
    });
    let [(session, _), (other, _)] = &bases;
    let draft = with_phone(person("Ada", "Lovelace"), PHONE);
    let best = probe(session, draft.clone());
    assert_eq!(best[0], probe(other, draft)[0]);
    assert!(
        best[0]
            .because
            .iter()
            .all(|e| e.comparison != Comparison::Phone)
    );
    assert!(!best[0].withheld);
}

#[test]
fn creating_matches_by_no_field_that_the_creator_may_not_read_4_11() {
    let found = [PHONE, "+442079460111"].map(|number| {
        let engine = memory::engine(7);
        let session = without_phones(&engine);
        create(&session, with_phone(person("Ada", "Lovelace"), number)).unwrap();
        let namesake = with_phone(person("A.", "Lovelace"), PHONE);
        let create = CreateContact {
            contact: namesake,
            ..CreateContact::default()
        };
        session.run(create).unwrap().matches
    });
    assert_eq!(found[0], found[1]);
    let shown = found[0].iter().flat_map(|found| &found.because);
    assert!(shown.into_iter().all(|e| e.comparison != Comparison::Phone));
}

#[test]
fn records_out_of_sight_never_match() {
    let engine = memory::engine(7);
    let admin = session_as(&engine, "admin");
    let role = RoleDraft {
        key: "own".into(),
        grants: vec![Grant {
            permission: Permission::ContactView,
            scope: Scope::Own,
        }],
        ..RoleDraft::default()
    };
    admin.run(CreateRole { role }).unwrap();
    let mut theirs = with_phone(person("Ada", "Lovelace"), PHONE);
    theirs.owner_id = Some(Id::new(Uuid::from_u128(99)));
    create(&admin, theirs.clone()).unwrap();
    assert_eq!(probe(&admin, theirs.clone()).len(), 1);
    assert_eq!(probe(&session_as(&engine, "own"), theirs), []);
}

#[test]
fn dismissing_takes_the_right_to_change_both() {
    let engine = memory::engine(7);
    let admin = session_as(&engine, "admin");
    let one = create(&admin, person("Ada", "Lovelace")).unwrap();
    let other = create(&admin, person("Ada", "Byron")).unwrap();
    let dismiss = |ids: Vec<Uuid>| DismissDuplicates {
        ids,
        ..DismissDuplicates::default()
    };
    let ids = vec![one.uuid(), other.uuid()];
    let user = session_as(&engine, "user").run(dismiss(ids.clone()));
    assert_eq!(user.unwrap_err().code(), ErrorCode::Forbidden);
    let same = admin.run(dismiss(vec![one.uuid(), one.uuid()]));
    assert_eq!(same.unwrap_err().field(), Some("ids"));
    let gone = admin.run(dismiss(vec![one.uuid(), Uuid::from_u128(5)]));
    assert_eq!(gone.unwrap_err().field(), Some("ids[1]"));
}

#[test]
fn other_kinds_have_no_duplicates() {
    let session = memory::session("admin");
    let error = session
        .duplicates()
        .scan(ScanDuplicates {
            kind: RecordKind::Tag,
            ..ScanDuplicates::default()
        })
        .unwrap_err();
    assert_eq!(
        (error.code(), error.field()),
        (ErrorCode::Invalid, Some("kind"))
    );
}

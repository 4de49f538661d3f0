//! What a lead is matched with (semantics 4.1.3).

use super::*;

#[test]
fn a_contact_is_matched_by_address_then_by_number_then_proposed_4_1_3() {
    let session = memory::session("admin");
    let by_phone = contact(
        &session,
        ContactDraft {
            display_as: Some("Someone Else".into()),
            phones: vec![PhonePoint::new("+44 20 7946 0958")],
            ..ContactDraft::default()
        },
    );
    let namesake = contact(
        &session,
        ContactDraft {
            name: ada().name,
            company_text: Some("Engines Ltd".into()),
            ..ContactDraft::default()
        },
    );
    let draft = LeadDraft {
        phones: vec![PhonePoint::new("+44 20 7946 0958")],
        ..ada()
    };
    let id = create(&session, draft).id;
    let planned = plan(&session, &request(id)).unwrap().contact;
    let bases: Vec<_> = planned.matches.iter().map(|m| (m.id, m.basis)).collect();
    assert_eq!(
        bases,
        [
            (by_phone.uuid(), MatchBasis::Phone),
            (namesake.uuid(), MatchBasis::Similar)
        ]
    );
    assert_eq!(planned.id, Some(by_phone.uuid()));
    let by_email = contact(
        &session,
        ContactDraft {
            emails: vec![EmailPoint::new("ADA@engines.example")],
            ..ContactDraft::default()
        },
    );
    let planned = plan(&session, &request(id)).unwrap().contact;
    assert_eq!(planned.id, Some(by_email.uuid()));
    assert_eq!(planned.because, TargetReason::OnlyMatch);
    let proposal = planned.matches.last().unwrap().evidence.as_ref().unwrap();
    assert!(proposal.score > 0 && !proposal.because.is_empty());
}

#[test]
fn an_account_is_matched_by_domain_unless_anybody_has_it_then_by_name_4_1_3() {
    let session = memory::session("admin");
    let named = |name: &str, domains: &[&str]| {
        let domains = domains.iter().map(|domain| (*domain).to_owned()).collect();
        let draft = AccountDraft {
            name: name.into(),
            domains,
            ..AccountDraft::default()
        };
        account(&session, draft)
    };
    let mail = named("Mail Co", &["gmail.com"]);
    let namesake = named("ENGINES Limited", &["elsewhere.example"]);
    let free = LeadDraft {
        emails: vec![EmailPoint::new("ada@gmail.com")],
        ..ada()
    };
    let id = create(&session, free).id;
    let planned = plan(&session, &request(id)).unwrap().account;
    assert!(planned.matches.iter().all(|found| found.id != mail.uuid()));
    assert_eq!(planned.id, Some(namesake.uuid()));
    assert_eq!(planned.matches[0].basis, MatchBasis::Name);
    let domain = named("Other Name", &["engines.example"]);
    let id = create(&session, ada()).id;
    let planned = plan(&session, &request(id)).unwrap().account;
    assert_eq!(planned.id, Some(domain.uuid()));
    assert_eq!(planned.matches[0].basis, MatchBasis::Domain);
}

#[test]
fn an_automatic_conversion_stops_where_somebody_has_to_look_4_1_3() {
    let session = memory::session("admin");
    settings(
        &session,
        SettingsPatch {
            email_policy: Patch::Set(crate::settings::EmailPolicy::Shared),
            ..SettingsPatch::default()
        },
    );
    let twin = || ContactDraft {
        emails: vec![EmailPoint::new("ada@engines.example")],
        ..ContactDraft::default()
    };
    contact(&session, twin());
    let id = create(&session, ada()).id;
    let automatic = |id| {
        let request = ConversionRequest {
            mode: ConversionMode::Automatic,
            ..request(id)
        };
        session.run(Convert {
            request,
            ..Convert::default()
        })
    };
    contact(&session, twin());
    let before = dump(&session);
    let stopped = automatic(id).unwrap();
    assert_eq!(stopped.outcome, ConversionOutcome::NeedsReview);
    assert_eq!(stopped.plan.undecided, [RecordKind::Contact]);
    assert_eq!(dump(&session), before, "nothing was written");
    let manual = convert(&session, request(id)).unwrap_err();
    assert_eq!(manual.field(), Some("contact.action"));
    let other = create(
        &session,
        LeadDraft {
            name: PersonName {
                given: Some("Grace".into()),
                ..PersonName::default()
            },
            emails: vec![EmailPoint::new("grace@navy.example")],
            ..LeadDraft::default()
        },
    );
    let done = automatic(other.id).unwrap();
    assert_eq!(done.outcome, ConversionOutcome::Converted);
    assert_eq!(
        done.lead.conversion_origin,
        Some(ConversionOrigin::Automated)
    );
}

fn automatically(session: &Session, id: LeadId) -> Converted {
    let request = ConversionRequest {
        mode: ConversionMode::Automatic,
        ..request(id)
    };
    let converted = session.run(Convert {
        request,
        ..Convert::default()
    });
    converted.unwrap()
}

#[test]
fn where_address_and_number_lead_to_different_people_somebody_has_to_look_4_1_3() {
    let session = memory::session("admin");
    let by_email = ContactDraft {
        emails: vec![EmailPoint::new("ada@engines.example")],
        ..ContactDraft::default()
    };
    let by_email = contact(&session, by_email);
    let by_phone = ContactDraft {
        phones: vec![PhonePoint::new("+44 20 7946 0958")],
        ..ContactDraft::default()
    };
    contact(&session, by_phone);
    let draft = LeadDraft {
        phones: vec![PhonePoint::new("+44 20 7946 0958")],
        ..ada()
    };
    let id = create(&session, draft).id;
    let stopped = automatically(&session, id);
    assert_eq!(stopped.outcome, ConversionOutcome::NeedsReview);
    assert_eq!(stopped.plan.contact.because, TargetReason::Several);
    let shown = plan(&session, &request(id)).unwrap().contact;
    assert_eq!(
        shown.id,
        Some(by_email.uuid()),
        "a person is shown the address first"
    );
}

#[test]
fn a_key_of_too_many_is_said_to_be_one_as_far_as_they_are_in_sight_4_1_3() {
    let engine = memory::engine(1);
    let session = session_as(&engine, 2, "admin");
    settings(
        &session,
        SettingsPatch {
            email_policy: Patch::Set(crate::settings::EmailPolicy::Shared),
            ..SettingsPatch::default()
        },
    );
    for _ in 0..51 {
        let office = ContactDraft {
            emails: vec![EmailPoint::new("office@engines.example")],
            owner_id: Some(user(2)),
            ..ContactDraft::default()
        };
        contact(&session, office);
    }
    let draft = || LeadDraft {
        display_as: Some("Somebody".into()),
        emails: vec![EmailPoint::new("office@engines.example")],
        owner_id: Some(user(3)),
        ..LeadDraft::default()
    };
    let id = create(&session, draft()).id;
    let stopped = automatically(&session, id);
    assert_eq!(stopped.outcome, ConversionOutcome::NeedsReview);
    assert_eq!(stopped.plan.contact.because, TargetReason::Crowded);
    assert!(stopped.plan.contact.matches.is_empty());
    // Who sees none of them learns nothing of them.
    let own = Permission::ALL.iter().map(|permission| Grant {
        permission: *permission,
        scope: Scope::Own,
    });
    session
        .run(CreateRole {
            role: RoleDraft {
                key: "own".into(),
                grants: own.collect(),
                ..RoleDraft::default()
            },
        })
        .unwrap();
    let alone = session_as(&engine, 3, "own");
    let planned = plan(&alone, &request(id)).unwrap().contact;
    assert_eq!(planned.because, TargetReason::NoMatch);
}

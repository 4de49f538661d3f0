//! The rules of semantics 4.1, one by one: who is converted into what.

use super::*;
use crate::deal::UpdateDeal;

#[test]
fn an_open_lead_is_converted_and_a_closed_one_after_reopening_4_1_1() {
    let session = memory::session("admin");
    let id = create(&session, ada()).id;
    session
        .run(LoseLead {
            id,
            reason: Some(LeadLostReason::Timing),
            ..LoseLead::default()
        })
        .unwrap();
    let refused = convert(&session, request(id)).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::Conflict);
    assert_eq!(refused.details()["status"], "lost");
    session
        .run(ReopenLead {
            id,
            ..ReopenLead::default()
        })
        .unwrap();
    assert!(convert(&session, request(id)).is_ok());
}

#[test]
fn what_was_converted_answers_what_it_became_4_1_1() {
    let session = memory::session("admin");
    let id = create(&session, ada()).id;
    let first = convert(&session, request(id)).unwrap();
    let again = convert(&session, request(id)).unwrap_err();
    assert_eq!(again.code(), ErrorCode::Conflict);
    let details = again.details();
    assert_eq!(details["contact_id"], json!(first.contact.unwrap().id));
    assert_eq!(details["account_id"], json!(first.account.unwrap().id));
    assert_eq!(details["deal_id"], json!(first.deal.unwrap().id));
    assert_eq!(details["conversion_id"], json!(first.conversion_id));
}

#[test]
fn converting_refuses_what_is_not_as_planned_4_1_2() {
    let session = memory::session("admin");
    let similar = contact(
        &session,
        ContactDraft {
            emails: vec![EmailPoint::new("ada@engines.example")],
            ..ContactDraft::default()
        },
    );
    let id = create(&session, ada()).id;
    let request = request(id);
    let planned = plan(&session, &request).unwrap();
    let read = |kind| planned.versions.iter().any(|read| read.kind == kind);
    assert!(read(RecordKind::Lead) && read(RecordKind::Contact) && read(RecordKind::Pipeline));
    let with = |request: ConversionRequest, versions, digest| {
        session.run(Convert {
            request,
            versions,
            digest,
        })
    };
    let bare = with(request.clone(), Vec::new(), None).unwrap_err();
    assert_eq!(
        (bare.code(), bare.field()),
        (ErrorCode::Conflict, Some("versions"))
    );
    let other = ConversionRequest {
        deal: DealTarget {
            action: TargetAction::None,
            ..DealTarget::default()
        },
        ..request.clone()
    };
    let versions = planned.versions.clone();
    let other = with(other, versions.clone(), Some(planned.digest.clone())).unwrap_err();
    assert_eq!(other.field(), Some("digest"));
    session
        .run(UpdateContact {
            id: similar,
            patch: ContactPatch {
                note: Patch::set("moved on"),
                ..ContactPatch::default()
            },
            ..UpdateContact::default()
        })
        .unwrap();
    let moved = with(request.clone(), versions, Some(planned.digest)).unwrap_err();
    assert_eq!(
        (moved.code(), moved.field()),
        (ErrorCode::Conflict, Some("versions"))
    );
    assert_eq!(moved.record().map(|record| record.id), Some(similar.uuid()));
    assert!(convert(&session, request).is_ok());
}

#[test]
fn each_of_the_three_is_created_or_not_independently_4_1_4() {
    for flags in 0..8_u8 {
        let session = memory::session("admin");
        let id = create(&session, ada()).id;
        let wants = |bit: u8| flags & bit != 0;
        let action = |bit| {
            if wants(bit) {
                TargetAction::Create
            } else {
                TargetAction::None
            }
        };
        let (mut account, mut contact, mut deal) = only(TargetAction::None);
        (account.action, contact.action, deal.action) = (action(1), action(2), action(4));
        let done = convert(
            &session,
            ConversionRequest {
                account,
                contact,
                deal,
                ..request(id)
            },
        );
        if !wants(1) && !wants(2) {
            let refused = done.unwrap_err();
            assert_eq!(refused.code(), ErrorCode::Invalid, "{flags}");
            continue;
        }
        let done = done.unwrap();
        assert_eq!(done.account.is_some(), wants(1), "{flags}");
        assert_eq!(done.contact.is_some(), wants(2), "{flags}");
        assert_eq!(done.deal.is_some(), wants(4), "{flags}");
        if let Some(deal) = done.deal {
            assert_eq!(deal.account_id, done.account.map(|account| account.id));
            let contact = done.contact.map(|contact| contact.id);
            assert_eq!(deal.primary_contact_id, contact, "it hangs on the contact");
        }
    }
}

#[test]
fn nothing_created_is_legal_where_something_is_linked_4_1_4() {
    let session = memory::session("admin");
    let known = contact(
        &session,
        ContactDraft {
            display_as: Some("Ada".into()),
            ..ContactDraft::default()
        },
    );
    let id = create(&session, ada()).id;
    let (account, _, deal) = only(TargetAction::None);
    let done = convert(
        &session,
        ConversionRequest {
            account,
            contact: link_contact(known),
            deal,
            ..request(id)
        },
    );
    let done = done.unwrap();
    assert!(done.created.is_empty());
    assert_eq!(done.linked, [RecordKind::Contact]);
    assert_eq!(done.lead.converted_contact_id, Some(known));
}

#[test]
fn copying_fills_blanks_and_keeps_what_differs_as_an_alternative_4_1_5() {
    let session = memory::session("admin");
    let known = contact(
        &session,
        ContactDraft {
            emails: vec![EmailPoint::new("ada@home.example")],
            job_title: Some("Countess".into()),
            ..ContactDraft::default()
        },
    );
    let draft = LeadDraft {
        job_title: Some("Analyst".into()),
        note: Some("Met at the fair".into()),
        ..ada()
    };
    let before = create(&session, draft);
    let done = convert(
        &session,
        ConversionRequest {
            contact: link_contact(known),
            ..request(before.id)
        },
    );
    let done = done.unwrap();
    let fields = &done.plan.contact;
    assert_eq!(
        action_of(fields, "job_title"),
        Some(CopyAction::Alternative)
    );
    assert_eq!(action_of(fields, "note"), Some(CopyAction::Fill));
    assert_eq!(action_of(fields, "emails"), Some(CopyAction::Unite));
    let contact = done.contact.unwrap();
    assert_eq!(contact.job_title.as_deref(), Some("Countess"));
    assert_eq!(contact.note.as_deref(), Some("Met at the fair"));
    assert_eq!(contact.primary_email.as_deref(), Some("ada@home.example"));
    assert_eq!(contact.emails.len(), 2);
    let view = session.run(GetConversion { id: before.id }).unwrap();
    let [alternative] = &view.alternatives[..] else {
        panic!("one value differs: {:?}", view.alternatives);
    };
    assert_eq!(alternative.value, json!("Analyst"));
    assert_eq!(alternative.lead_id, before.id);
    assert_eq!(alternative.record.id, known.uuid());
    assert!(view.copied.iter().any(|one| one.field == "note"));
    // The lead's own values are never changed.
    for field in LeadDraft::default_fields() {
        assert_eq!(before.json(field), done.lead.json(field), "{field}");
    }
    // And what it said then is kept, whatever it says later.
    let (id, undo) = (before.id, Unconvert::default());
    session.run(Unconvert { id, ..undo }).unwrap();
    let patch = LeadPatch {
        job_title: Patch::Set("Director".into()),
        ..LeadPatch::default()
    };
    session
        .run(UpdateLead {
            id,
            patch,
            ..UpdateLead::default()
        })
        .unwrap();
    let view = session.run(GetConversion { id }).unwrap();
    assert_eq!(view.alternatives.first().unwrap().value, json!("Analyst"));
}

impl LeadDraft {
    /// The fields that callers enter.
    fn default_fields() -> impl Iterator<Item = &'static str> {
        let fields = Lead::DECL.fields.iter().filter(|field| field.entered);
        fields.map(|field| field.name)
    }
}

#[test]
fn a_field_can_be_left_out_lea_40() {
    let session = memory::session("admin");
    let draft = LeadDraft {
        job_title: Some("Analyst".into()),
        ..ada()
    };
    let id = create(&session, draft).id;
    let done = convert(
        &session,
        ConversionRequest {
            skip: vec![FieldToSkip {
                kind: RecordKind::Contact,
                field: "job_title".into(),
            }],
            ..request(id)
        },
    );
    let done = done.unwrap();
    assert_eq!(done.contact.unwrap().job_title, None);
    assert_eq!(
        action_of(&done.plan.contact, "job_title"),
        Some(CopyAction::Skip)
    );
}

#[test]
fn what_is_created_belongs_to_the_lead_s_owner_and_what_was_there_keeps_its_own_4_1_7() {
    let session = memory::session("admin");
    let company = account(
        &session,
        AccountDraft {
            name: "Engines".into(),
            owner_id: Some(user(5)),
            ..AccountDraft::default()
        },
    );
    let draft = LeadDraft {
        owner_id: Some(user(9)),
        ..ada()
    };
    let id = create(&session, draft).id;
    let done = convert(
        &session,
        ConversionRequest {
            account: link_account(company),
            ..request(id)
        },
    );
    let done = done.unwrap();
    assert_eq!(done.contact.unwrap().owner_id, Some(user(9)));
    assert_eq!(done.deal.unwrap().owner_id, Some(user(9)));
    assert_eq!(done.account.unwrap().owner_id, Some(user(5)));
}

#[test]
fn a_deal_begins_in_the_first_open_stage_with_the_lead_s_budget_and_source_4_1_8() {
    let session = memory::session("admin");
    let draft = LeadDraft {
        budget: Some(eur("1000")),
        budget_to: Some(eur("5000")),
        acquisition_source: Some("Web".into()),
        medium: Some(LeadMedium::Paid),
        campaign: Some("spring".into()),
        ..ada()
    };
    let id = create(&session, draft.clone()).id;
    let deal = convert(&session, request(id)).unwrap().deal.unwrap();
    assert_eq!(deal.name, "Engines Ltd");
    assert_eq!(deal.stage, "prospecting");
    assert_eq!(deal.amount, Some(eur("1000")));
    assert_eq!(deal.source, Some(crate::deal::DealSource::Inbound));
    assert_eq!(deal.medium.as_deref(), Some("paid"));
    assert_eq!(deal.campaign.as_deref(), Some("spring"));
    assert_eq!(deal.lead_id, Some(id), "linked both ways");
    let id = create(&session, draft).id;
    let asked = DealTarget {
        action: TargetAction::Create,
        name: Some("Looms".into()),
        stage: Some("Proposal".into()),
        amount: Some(eur("77")),
        ..DealTarget::default()
    };
    let done = convert(
        &session,
        ConversionRequest {
            deal: asked,
            ..request(id)
        },
    );
    let deal = done.unwrap().deal.unwrap();
    assert_eq!(
        (deal.name.as_str(), deal.stage.as_str()),
        ("Looms", "proposal")
    );
    assert_eq!(deal.amount, Some(eur("77")));
}

#[test]
fn the_contact_rises_to_opportunity_or_sql_and_never_falls_4_1_9() {
    for (stage, with_deal, then) in [
        (None, true, "opportunity"),
        (None, false, "sql"),
        (Some("lead"), false, "sql"),
        (Some("customer"), true, "customer"),
        (Some("opportunity"), false, "opportunity"),
    ] {
        let session = memory::session("admin");
        let known = contact(
            &session,
            ContactDraft {
                display_as: Some("Ada".into()),
                lifecycle_stage: stage.map(str::to_owned),
                ..ContactDraft::default()
            },
        );
        let id = create(&session, ada()).id;
        let (_, _, mut deal) = only(TargetAction::None);
        if with_deal {
            deal.action = TargetAction::Create;
        }
        let done = convert(
            &session,
            ConversionRequest {
                contact: link_contact(known),
                deal,
                ..request(id)
            },
        );
        let contact = done.unwrap().contact.unwrap();
        assert_eq!(contact.lifecycle_stage.as_deref(), Some(then), "{stage:?}");
        assert_eq!(contact.lead_status, Some(LeadStatus::Converted));
    }
}

#[test]
fn a_converted_lead_is_read_only_but_for_note_and_tags_4_1_10() {
    let session = memory::session("admin");
    let id = create(&session, ada()).id;
    let done = convert(&session, request(id)).unwrap().lead;
    assert_eq!(done.status, LeadStatus::Converted);
    assert!(done.converted_at.is_some());
    assert_eq!(done.conversion_origin, Some(ConversionOrigin::Manual));
    let update = |patch| {
        session.run(UpdateLead {
            id,
            patch,
            ..UpdateLead::default()
        })
    };
    let noted = update(LeadPatch {
        note: Patch::set("Still here"),
        ..LeadPatch::default()
    });
    assert_eq!(noted.unwrap().note.as_deref(), Some("Still here"));
    tag(&session, RecordKind::Lead, id.uuid(), &["vip"]);
    let custom = LeadPatch {
        note: Patch::set("And more"),
        custom: Patch::Clear,
        ..LeadPatch::default()
    };
    let title = LeadPatch {
        job_title: Patch::set("CTO"),
        ..LeadPatch::default()
    };
    let refused = [
        update(title).map(|_| ()),
        update(custom).map(|_| ()),
        session
            .run(AssignLead {
                id,
                owner_id: Some(user(9)),
                ..AssignLead::default()
            })
            .map(|_| ()),
        session
            .run(SetLeadScore {
                id,
                score: Some(1),
                reason: Some("No".into()),
                ..SetLeadScore::default()
            })
            .map(|_| ()),
        session
            .run(QualifyLead {
                id,
                ..QualifyLead::default()
            })
            .map(|_| ()),
        session
            .run(LoseLead {
                id,
                reason: Some(LeadLostReason::Price),
                ..LoseLead::default()
            })
            .map(|_| ()),
    ];
    for refused in refused {
        assert_eq!(refused.unwrap_err().code(), ErrorCode::Conflict);
    }
}

#[test]
fn converting_into_a_deal_that_is_there_links_and_changes_nothing_of_it_4_1_12() {
    let session = memory::session("admin");
    let company = account(
        &session,
        AccountDraft {
            name: "Engines Ltd".into(),
            ..AccountDraft::default()
        },
    );
    let there = session.run(CreateDeal {
        deal: DealDraft {
            name: "Renewal".into(),
            account_id: Some(company),
            amount: Some(eur("5")),
            ..DealDraft::default()
        },
        ..CreateDeal::default()
    });
    let there = there.unwrap();
    let draft = LeadDraft {
        budget: Some(eur("9000")),
        ..ada()
    };
    let id = create(&session, draft).id;
    let done = convert(
        &session,
        ConversionRequest {
            deal: DealTarget {
                action: TargetAction::Link,
                id: Some(there.id),
                ..DealTarget::default()
            },
            ..request(id)
        },
    );
    let done = done.unwrap();
    assert_eq!(done.lead.converted_deal_id, Some(there.id));
    assert!(!done.created.contains(&RecordKind::Deal));
    let now: Deal = session.run(GetDeal { id: there.id }).unwrap();
    let same = |field: &str| there.json(field) == now.json(field);
    for field in Deal::DECL.fields.iter().filter(|field| field.entered) {
        assert!(same(field.name), "{}", field.name);
    }
    assert!(same("lead_id"));
    assert_eq!(
        now.primary_contact_id,
        done.contact.map(|contact| contact.id)
    );
    // It may have been the first contact, and it stays open to changes.
    let renamed = session.run(UpdateDeal {
        id: there.id,
        ..UpdateDeal::default()
    });
    assert!(renamed.is_ok());
}

#[test]
fn contact_and_account_belong_together_afterwards() {
    let session = memory::session("admin");
    let draft = LeadDraft {
        job_title: Some("Analyst".into()),
        ..ada()
    };
    let id = create(&session, draft).id;
    let done = convert(&session, request(id)).unwrap();
    let (account, contact) = (done.account.unwrap(), done.contact.unwrap());
    assert_eq!(contact.account_id, Some(account.id));
    assert_eq!(account.domains, ["engines.example"]);
    let listed = session.run(ListAssociations {
        contact_id: Some(contact.id),
        ..ListAssociations::default()
    });
    let association = listed.unwrap().associations.remove(0).association.unwrap();
    assert_eq!(association.title.as_deref(), Some("Analyst"));
}

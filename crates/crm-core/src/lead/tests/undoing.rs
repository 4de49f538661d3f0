//! Undoing a conversion (semantics 4.1.11).

use super::*;

fn undo(session: &Session, id: LeadId) -> Unconverted {
    let undone = session.run(Unconvert {
        id,
        ..Unconvert::default()
    });
    undone.unwrap()
}

#[test]
fn unconverting_gives_the_lead_back_and_archives_what_nobody_touched_4_1_11() {
    let session = memory::session("admin");
    let id = create(&session, ada()).id;
    session
        .run(QualifyLead {
            id,
            ..QualifyLead::default()
        })
        .unwrap();
    let before = lead(&session, id);
    let done = convert(&session, request(id)).unwrap();
    let undone = undo(&session, id);
    assert_eq!(undone.lead.status, LeadStatus::Qualified);
    assert_eq!(undone.lead.converted_at, None);
    for field in Lead::DECL.fields.iter().skip(crate::field::meta::COUNT) {
        assert_eq!(
            before.json(field.name),
            undone.lead.json(field.name),
            "{}",
            field.name
        );
    }
    assert!(undone.kept.is_empty() && undone.kept_fields.is_empty());
    let archived = |id| {
        session
            .run(GetContact { id })
            .unwrap()
            .archived_at
            .is_some()
    };
    assert!(archived(done.contact.unwrap().id));
    let deal = session.run(GetDeal {
        id: done.deal.unwrap().id,
    });
    assert!(deal.unwrap().archived_at.is_some());
    let again = convert(&session, request(id)).unwrap();
    assert_eq!(again.outcome, ConversionOutcome::Converted);
}

#[test]
fn what_somebody_touched_since_stays_with_what_it_needs_and_is_listed_4_1_11() {
    let session = memory::session("admin");
    let id = create(&session, ada()).id;
    let done = convert(&session, request(id)).unwrap();
    let (account, contact, deal) = (
        done.account.unwrap().id,
        done.contact.unwrap().id,
        done.deal.unwrap().id,
    );
    session
        .run(UpdateContact {
            id: contact,
            patch: ContactPatch {
                note: Patch::set("Called"),
                ..ContactPatch::default()
            },
            ..UpdateContact::default()
        })
        .unwrap();
    let undone = undo(&session, id);
    let ids: Vec<Uuid> = undone.kept.iter().map(|record| record.id).collect();
    // The account of a contact that stays follows from their association.
    assert!(ids.contains(&contact.uuid()) && ids.contains(&account.uuid()));
    assert!(!ids.contains(&deal.uuid()));
    let stays: Contact = session.run(GetContact { id: contact }).unwrap();
    assert_eq!((stays.archived_at, stays.account_id), (None, Some(account)));
    let account: Account = session.run(GetAccount { id: account }).unwrap();
    assert_eq!(account.archived_at, None);
    let deal: Deal = session.run(GetDeal { id: deal }).unwrap();
    assert!(deal.archived_at.is_some());
}

#[test]
fn what_something_new_refers_to_stays_4_1_11() {
    let session = memory::session("admin");
    let id = create(&session, ada()).id;
    let done = convert(&session, request(id)).unwrap();
    let account = done.account.unwrap().id;
    session
        .run(CreateDeal {
            deal: DealDraft {
                name: "Another".into(),
                account_id: Some(account),
                ..DealDraft::default()
            },
            ..CreateDeal::default()
        })
        .unwrap();
    let undone = undo(&session, id);
    let ids: Vec<Uuid> = undone.kept.iter().map(|record| record.id).collect();
    assert_eq!(ids, [account.uuid()]);
}

#[test]
fn fields_of_what_was_there_go_back_unless_they_changed_again_4_1_11() {
    let session = memory::session("admin");
    let known = contact(
        &session,
        ContactDraft {
            display_as: Some("Ada".into()),
            ..ContactDraft::default()
        },
    );
    let draft = LeadDraft {
        job_title: Some("Analyst".into()),
        note: Some("Met".into()),
        ..ada()
    };
    let id = create(&session, draft).id;
    tag(&session, RecordKind::Lead, id.uuid(), &["vip"]);
    let (account, _, deal) = only(TargetAction::None);
    let request = ConversionRequest {
        account,
        contact: link_contact(known),
        deal,
        ..request(id)
    };
    convert(&session, request).unwrap();
    assert_eq!(tags(&session, RecordKind::Contact, known.uuid()), ["vip"]);
    session
        .run(UpdateContact {
            id: known,
            patch: ContactPatch {
                note: Patch::set("Called"),
                ..ContactPatch::default()
            },
            ..UpdateContact::default()
        })
        .unwrap();
    let undone = undo(&session, id);
    let fields: Vec<&str> = undone
        .kept_fields
        .iter()
        .map(|kept| kept.field.as_str())
        .collect();
    assert_eq!(fields, ["note"]);
    let contact: Contact = session.run(GetContact { id: known }).unwrap();
    assert_eq!(contact.note.as_deref(), Some("Called"));
    assert_eq!((contact.job_title, contact.primary_email), (None, None));
    assert_eq!(contact.lifecycle_stage, None);
    assert!(tags(&session, RecordKind::Contact, known.uuid()).is_empty());
}

#[test]
fn only_a_converted_lead_is_unconverted() {
    let session = memory::session("admin");
    let id = create(&session, ada()).id;
    let refused = session.run(Unconvert {
        id,
        ..Unconvert::default()
    });
    assert_eq!(refused.unwrap_err().code(), ErrorCode::Conflict);
}

/// Two leads with one address, who become the same nameless contact one after the other.
fn twins(session: &Session) -> (ContactId, LeadId, LeadId) {
    let known = ContactDraft {
        display_as: Some("Ada".into()),
        ..ContactDraft::default()
    };
    let known = contact(session, known);
    let convert_into = |request: ConversionRequest| {
        let (account, _, deal) = only(TargetAction::None);
        let request = ConversionRequest {
            account,
            contact: link_contact(known),
            deal,
            ..request
        };
        let id = request.id;
        convert(session, request).unwrap();
        id
    };
    let lead = || {
        let id = create(session, ada()).id;
        tag(session, RecordKind::Lead, id.uuid(), &["vip"]);
        request(id)
    };
    let (first, second) = (lead(), lead());
    (known, convert_into(first), convert_into(second))
}

#[test]
fn what_another_conversion_rests_on_stays_and_is_listed_4_1_6_4_1_9() {
    let session = memory::session("admin");
    let (known, first, second) = twins(&session);
    let before: Contact = session.run(GetContact { id: known }).unwrap();
    let undone = undo(&session, first);
    let after: Contact = session.run(GetContact { id: known }).unwrap();
    assert_eq!(after.primary_email.as_deref(), Some("ada@engines.example"));
    assert_eq!(after, before);
    assert_eq!(tags(&session, RecordKind::Contact, known.uuid()), ["vip"]);
    assert!(undone.restored.is_empty());
    let shared = |kept: &KeptField| kept.because == KeptReason::Shared;
    assert!(undone.kept_fields.iter().all(shared));
    let fields: Vec<&str> = undone
        .kept_fields
        .iter()
        .map(|kept| kept.field.as_str())
        .collect();
    for field in [
        "emails",
        "name",
        "company_text",
        "lead_status",
        "lifecycle_stage",
    ] {
        assert!(fields.contains(&field), "{field}: {fields:?}");
    }
    let kept: Vec<_> = undone
        .kept
        .iter()
        .map(|kept| (kept.kind, kept.because))
        .collect();
    assert_eq!(kept, [(RecordKind::TagLink, KeptReason::Shared)]);
    // Nothing is left that rests on it.
    let undone = undo(&session, second);
    assert!(undone.kept.is_empty() && undone.kept_fields.is_empty());
}

#[test]
fn an_account_that_is_there_gets_its_own_primary_back_4_10() {
    let session = memory::session("admin");
    let known = ContactDraft {
        display_as: Some("Ada".into()),
        ..ContactDraft::default()
    };
    let known = contact(&session, known);
    let id = create(&session, ada()).id;
    let request = ConversionRequest {
        contact: link_contact(known),
        ..request(id)
    };
    let made = convert(&session, request).unwrap().account.unwrap().id;
    let later = account(
        &session,
        AccountDraft {
            name: "Looms".into(),
            ..AccountDraft::default()
        },
    );
    let association = crate::association::AssociationDraft {
        contact_id: known,
        account_id: later,
        ..Default::default()
    };
    session
        .run(crate::association::AssociateContact {
            association,
            ..Default::default()
        })
        .unwrap();
    let account_of = || session.run(GetContact { id: known }).unwrap().account_id;
    assert_eq!(account_of(), Some(made));
    undo(&session, id);
    assert_eq!(account_of(), Some(later), "the one that is left is primary");
    let listed = session.run(ListAssociations {
        contact_id: Some(known),
        past: true,
        ..ListAssociations::default()
    });
    let left: Vec<_> = listed
        .unwrap()
        .associations
        .into_iter()
        .filter_map(|view| view.association)
        .map(|one| (one.account_id, one.primary_account))
        .collect();
    assert_eq!(left, [(later, true)]);
}

#[test]
fn a_deal_that_is_there_turns_to_whom_is_left_dea_03() {
    use crate::deal::{AddDealContact, GetDealDetails, NewDealContact};
    let session = memory::session("admin");
    let company = account(
        &session,
        AccountDraft {
            name: "Looms".into(),
            ..AccountDraft::default()
        },
    );
    let deal = session.run(CreateDeal {
        deal: DealDraft {
            name: "There".into(),
            account_id: Some(company),
            ..DealDraft::default()
        },
        ..CreateDeal::default()
    });
    let deal = deal.unwrap().id;
    let id = create(&session, ada()).id;
    let (account, ..) = only(TargetAction::None);
    let request = ConversionRequest {
        account,
        deal: DealTarget {
            action: TargetAction::Link,
            id: Some(deal),
            ..DealTarget::default()
        },
        ..request(id)
    };
    convert(&session, request).unwrap();
    let grace = ContactDraft {
        display_as: Some("Grace".into()),
        ..ContactDraft::default()
    };
    let grace = contact(&session, grace);
    session
        .run(AddDealContact {
            id: deal,
            contact: NewDealContact {
                contact_id: grace,
                ..NewDealContact::default()
            },
        })
        .unwrap();
    let undone = undo(&session, id);
    assert!(undone.kept.is_empty(), "{:?}", undone.kept);
    let details = session.run(GetDealDetails { id: deal }).unwrap();
    assert_eq!(details.deal.primary_contact_id, Some(grace));
    let left: Vec<_> = details
        .contacts
        .iter()
        .map(|one| (one.link.contact_id, one.link.primary))
        .collect();
    assert_eq!(left, [(grace, true)]);
}

#[test]
fn what_was_archived_or_merged_since_is_left_as_it_is_4_1_11() {
    for merged in [false, true] {
        let session = memory::session("admin");
        let named = |name: &str| ContactDraft {
            display_as: Some(name.into()),
            ..ContactDraft::default()
        };
        let known = contact(&session, named("Ada"));
        let survivor = contact(&session, named("Grace"));
        let id = create(&session, ada()).id;
        tag(&session, RecordKind::Lead, id.uuid(), &["vip"]);
        let (account, _, deal) = only(TargetAction::None);
        let request = ConversionRequest {
            account,
            contact: link_contact(known),
            deal,
            ..request(id)
        };
        convert(&session, request).unwrap();
        if merged {
            use crate::merge::{ApplyMerge, MergeRequest, PlanMerge};
            let request = MergeRequest {
                kind: RecordKind::Contact,
                ids: vec![survivor.uuid(), known.uuid()],
                survivor_id: Some(survivor.uuid()),
                ..MergeRequest::default()
            };
            let plan = session.run(PlanMerge {
                request: request.clone(),
            });
            let plan = plan.unwrap();
            session
                .run(ApplyMerge {
                    request,
                    versions: plan.records,
                    digest: Some(plan.digest),
                })
                .unwrap();
        } else {
            let id = known;
            session.run(crate::contact::ArchiveContact { id }).unwrap();
        }
        let of_people = |session: &Session| {
            let mut all = dump(session);
            all.retain(|(kind, _), _| [RecordKind::Contact, RecordKind::TagLink].contains(kind));
            all
        };
        let before = of_people(&session);
        let undone = undo(&session, id);
        assert_eq!(of_people(&session), before, "merged: {merged}");
        let emails = undone
            .kept_fields
            .iter()
            .find(|kept| kept.field == "emails");
        let emails = emails.unwrap();
        assert_eq!(emails.because, KeptReason::Touched);
        assert_eq!(emails.record.id, known.uuid());
    }
}

/// A session that may do everything within reach of its grants.
fn granted(engine: &Engine, key: &str, grants: impl Iterator<Item = Grant>) -> Session {
    let admin = session_as(engine, 2, "admin");
    admin
        .run(CreateRole {
            role: RoleDraft {
                key: key.into(),
                grants: grants.collect(),
                ..RoleDraft::default()
            },
        })
        .unwrap();
    session_as(engine, 3, key)
}

fn grant(permission: Permission, scope: Scope) -> Grant {
    Grant { permission, scope }
}

#[test]
fn undoing_archives_only_what_the_actor_may_archive_4_1_13() {
    let engine = memory::engine(1);
    let admin = session_as(&engine, 2, "admin");
    let id = create(&admin, ada()).id;
    let done = convert(&admin, request(id)).unwrap();
    let contact = done.contact.unwrap().id;
    let grants = Permission::ALL
        .iter()
        .filter(|permission| **permission != Permission::ContactDelete)
        .map(|permission| grant(*permission, Scope::All));
    let session = granted(&engine, "undoer", grants);
    let undone = undo(&session, id);
    assert_eq!(undone.lead.status, LeadStatus::New);
    let kept: Vec<_> = undone
        .kept
        .iter()
        .map(|kept| (kept.kind, kept.because))
        .collect();
    let wanted = [
        (RecordKind::Contact, KeptReason::Forbidden),
        // The account of a contact that stays follows from their association.
        (RecordKind::Account, KeptReason::Held),
    ];
    assert_eq!(kept, wanted);
    let stays = admin.run(GetContact { id: contact }).unwrap();
    assert_eq!(stays.archived_at, None);
    let deal = done.deal.unwrap().id;
    let deal = admin.run(GetDeal { id: deal }).unwrap();
    assert!(deal.archived_at.is_some());
}

#[test]
fn undoing_gives_back_only_what_the_actor_may_change_4_1_13() {
    let engine = memory::engine(1);
    let admin = session_as(&engine, 2, "admin");
    let known = ContactDraft {
        display_as: Some("Ada".into()),
        ..ContactDraft::default()
    };
    let known = contact(&admin, known);
    let id = create(&admin, ada()).id;
    tag(&admin, RecordKind::Lead, id.uuid(), &["vip"]);
    let (account, _, deal) = only(TargetAction::None);
    let request = ConversionRequest {
        account,
        contact: link_contact(known),
        deal,
        ..request(id)
    };
    convert(&admin, request).unwrap();
    let before = admin.run(GetContact { id: known }).unwrap();
    let grants = Permission::ALL
        .iter()
        .filter(|permission| **permission != Permission::ContactUpdate)
        .map(|permission| grant(*permission, Scope::All));
    let undone = undo(&granted(&engine, "undoer", grants), id);
    assert_eq!(admin.run(GetContact { id: known }).unwrap(), before);
    assert_eq!(tags(&admin, RecordKind::Contact, known.uuid()), ["vip"]);
    let forbidden = |because| because == KeptReason::Forbidden;
    assert!(
        undone
            .kept_fields
            .iter()
            .all(|kept| forbidden(kept.because))
    );
    assert!(undone.kept_fields.iter().any(|kept| kept.field == "emails"));
    assert!(undone.kept.iter().all(|kept| forbidden(kept.because)));
    assert_eq!(undone.kept.len(), 1, "the tag: {:?}", undone.kept);
}

#[test]
fn what_is_out_of_sight_is_neither_taken_back_nor_listed_4_12() {
    let engine = memory::engine(1);
    let admin = session_as(&engine, 2, "admin");
    let draft = LeadDraft {
        owner_id: Some(user(2)),
        ..ada()
    };
    let id = create(&admin, draft).id;
    let done = convert(&admin, request(id)).unwrap();
    let contact = done.contact.unwrap().id;
    let grants = Permission::ALL.iter().map(|permission| {
        let of_contacts = permission.name().starts_with("crm.contact.");
        grant(
            *permission,
            if of_contacts { Scope::Own } else { Scope::All },
        )
    });
    let undone = undo(&granted(&engine, "undoer", grants), id);
    let stays = admin.run(GetContact { id: contact }).unwrap();
    assert_eq!(stays.archived_at, None);
    let told = serde_json::to_string(&undone).unwrap();
    assert!(!told.contains(&contact.uuid().to_string()), "{told}");
}

#[test]
fn a_later_call_about_a_lead_is_not_forgotten_lea_31() {
    use crate::timeline::given::{World, about, at};
    let world = World::new();
    let session = &world.admin;
    let id = create(session, ada()).id;
    let of = about(RecordKind::Lead, id.uuid());
    world.set("2026-01-02T00:00:00Z");
    convert(session, request(id)).unwrap();
    world.set("2026-01-03T00:00:00Z");
    world.call("Later", "2026-01-02T10:00:00Z", &[of]);
    let undone = undo(session, id).lead;
    assert_eq!(undone.last_activity_at, Some(at("2026-01-02T10:00:00Z")));
    // What came with it goes with it, if nothing came since.
    world.set("2026-01-04T00:00:00Z");
    convert(session, request(id)).unwrap();
    let undone = undo(session, id).lead;
    assert_eq!(undone.last_activity_at, Some(at("2026-01-02T10:00:00Z")));
    assert_eq!(undone, lead(session, id));
}

#[test]
fn undoing_asks_the_same_however_many_leads_became_the_account_too_4_1_11() {
    let storage = memory::CountedStorage::default();
    let questions = std::sync::Arc::clone(&storage.questions);
    let rows = std::sync::Arc::clone(&storage.rows);
    let engine = Engine::builder(
        storage,
        memory::SimulatedClock::default(),
        memory::SimulatedIds::new(1),
    )
    .build();
    let session = session_as(&engine, 2, "admin");
    let asked = |others: usize| {
        let name = format!("Engines {others}");
        let draft = AccountDraft {
            name,
            ..AccountDraft::default()
        };
        let known = account(&session, draft);
        let mut first = None;
        for number in 0..=others {
            let draft = LeadDraft {
                display_as: Some(format!("Somebody {others} {number}")),
                ..LeadDraft::default()
            };
            let id = create(&session, draft).id;
            // One tag they share, and one is the first one's alone.
            let alone = format!("alone {others}");
            let tags = if number == 0 {
                &["vip", &alone][..]
            } else {
                &["vip"]
            };
            tag(&session, RecordKind::Lead, id.uuid(), tags);
            let (_, contact, deal) = only(TargetAction::None);
            let request = ConversionRequest {
                account: link_account(known),
                contact,
                deal,
                ..request(id)
            };
            convert(&session, request).unwrap();
            first.get_or_insert(id);
        }
        let counts = || [&questions, &rows].map(|of| of.load(std::sync::atomic::Ordering::Relaxed));
        let before = counts();
        let undone = undo(&session, first.unwrap());
        assert_eq!(undone.lead.status, LeadStatus::New);
        let after = counts();
        let asked = [after[0] - before[0], after[1] - before[1]];
        let tags = tags(&session, RecordKind::Account, known.uuid());
        assert_eq!(tags, ["vip"], "the others have it too");
        asked
    };
    assert_eq!(asked(2), asked(12));
}

#[test]
fn an_alert_of_the_engine_s_own_keeps_no_deal_that_nobody_touched_4_1_11() {
    use crate::deal::{AdvanceDeals, ListDealAlerts, SnoozeDealAlert};
    use crate::pipeline::{ListPipelines, UpdateStage};
    use crate::timeline::given::{World, at};
    for answered in [false, true] {
        let world = World::new();
        let session = &world.admin;
        world.set("2026-01-05T10:00:00Z");
        let standard = session.run(ListPipelines::default()).unwrap();
        session
            .run(UpdateStage {
                id: standard.pipelines[0].id,
                stage: "prospecting".into(),
                days_limit: Patch::Set(3),
                ..UpdateStage::default()
            })
            .unwrap();
        let id = create(session, ada()).id;
        let done = convert(session, request(id)).unwrap();
        let deal = done.deal.unwrap().id;
        world.set("2026-02-05T10:00:00Z");
        session.run(AdvanceDeals::default()).unwrap();
        let alerts = session
            .run(ListDealAlerts {
                id: deal,
                all: true,
            })
            .unwrap();
        assert_eq!(alerts.alerts.len(), 1);
        if answered {
            session
                .run(SnoozeDealAlert {
                    id: alerts.alerts[0].id,
                    until: at("2026-03-05T10:00:00Z"),
                })
                .unwrap();
        }
        let undone = undo(session, id);
        assert_eq!(undone.kept.is_empty(), !answered, "{:?}", undone.kept);
        let deal = session.run(GetDeal { id: deal }).unwrap();
        assert_eq!(deal.archived_at.is_some(), !answered);
    }
}

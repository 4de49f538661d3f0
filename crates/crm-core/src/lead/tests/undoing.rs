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

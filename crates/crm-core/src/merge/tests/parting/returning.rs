//! What returns when a merge is undone, and what is proposed to go along.

use super::*;
use crate::association::{AssociationPatch, UpdateAssociation};
use crate::communication::{
    CommunicationDraft, CommunicationKind, GetCommunication, LogCommunication, NewParticipant,
};

#[test]
fn what_went_is_itself_again_and_what_is_planned_is_done_ded_17() {
    let session = memory::session("admin");
    let stays = contact(&session, named("S"));
    let goes = contact(&session, titled("L", "Countess", "ours"));
    tag(&session, RecordKind::Contact, goes.uuid(), &["vip"]);
    let before = [get(&session, stays), get(&session, goes)];
    let done = merge(&session, of_contacts(&[stays, goes])).unwrap();
    assert_eq!(get(&session, stays).job_title.as_deref(), Some("Countess"));

    let shown = plan_of(&session, &undo(done.merge_id)).unwrap();
    // Planning wrote nothing.
    assert_eq!(get(&session, goes).id, stays);
    let parted = part(&session, undo(done.merge_id)).unwrap();
    assert_eq!(parted.plan, shown);
    assert_eq!((parted.plan.kept_fields.len(), parted.merge_id), (0, None));
    let changed: Vec<_> = shown.changes.iter().map(|c| c.field.as_str()).collect();
    assert_eq!(changed, ["job_title", "note"]);
    let links = shown
        .references
        .iter()
        .map(|r| (r.kind, r.returned, r.kept));
    assert_eq!(links.collect::<Vec<_>>(), [(RecordKind::TagLink, 1, 0)]);
    let after = [get(&session, stays), get(&session, goes)];
    for (was, is) in before.iter().zip(&after) {
        assert_eq!(
            (&was.name, &was.job_title, &was.note),
            (&is.name, &is.job_title, &is.note)
        );
        assert_eq!((was.id, was.created_at), (is.id, is.created_at));
    }
    assert_eq!(parted.contact.as_ref(), Some(&after[0]));
    assert_eq!(parted.contacts, [after[1].clone()]);
    assert_eq!(tags(&session, RecordKind::Contact, goes.uuid()), ["vip"]);
    assert_eq!(tags(&session, RecordKind::Contact, stays.uuid()), [""; 0]);
}

#[test]
fn what_was_added_since_stays_and_what_was_moved_on_since_does_too_4_6() {
    let session = memory::session("admin");
    let [stays, goes, third] = ["S", "L", "X"].map(|name| contact(&session, named(name)));
    let [engines, looms] = ["Engines", "Looms"].map(|name| account(&session, name));
    tag(&session, RecordKind::Contact, goes.uuid(), &["vip", "old"]);
    associate(&session, goes, engines, "Analyst");
    relate(&session, goes, RelationKind::Knows, third);
    let done = merge(&session, of_contacts(&[stays, goes])).unwrap();
    tag(&session, RecordKind::Contact, stays.uuid(), &["new"]);
    session
        .run(ApplyTags {
            record_kind: RecordKind::Contact,
            record_ids: vec![stays.uuid()],
            remove: vec!["old".into()],
            ..ApplyTags::default()
        })
        .unwrap();
    associate(&session, stays, looms, "Weaver");
    relate(&session, stays, RelationKind::Influences, third);

    part(&session, undo(done.merge_id)).unwrap();
    assert_eq!(tags(&session, RecordKind::Contact, stays.uuid()), ["new"]);
    assert_eq!(tags(&session, RecordKind::Contact, goes.uuid()), ["vip"]);
    // Each has its own main account again, the survivor the one that it was given since.
    let (survivor, other) = (get(&session, stays), get(&session, goes));
    assert_eq!(
        (survivor.account_id, other.account_id),
        (Some(looms), Some(engines))
    );
    assert_eq!(survivor.job_title.as_deref(), Some("Weaver"));
    assert_eq!(other.job_title.as_deref(), Some("Analyst"));
    let ends = |id: ContactId| -> Vec<Json> {
        let all = dump(&session).into_iter();
        let of = all.filter(|((kind, _), json)| {
            *kind == RecordKind::Relationship && json["from_id"] == json!(id)
        });
        of.map(|(_, json)| json["kind"].clone()).collect()
    };
    assert_eq!(ends(stays), ["influences"]);
    assert_eq!(ends(goes), ["knows"]);
}

#[test]
fn a_title_given_since_goes_with_its_association_4_10() {
    let session = memory::session("admin");
    let [stays, goes] = ["S", "L"].map(|name| contact(&session, named(name)));
    let engines = account(&session, "Engines");
    associate(&session, goes, engines, "Analyst");
    let done = merge(&session, of_contacts(&[stays, goes])).unwrap();
    let stored = dump(&session);
    let ((_, id), _) = stored
        .iter()
        .find(|((kind, _), _)| *kind == RecordKind::Association)
        .unwrap();
    let patch = AssociationPatch {
        title: Patch::set("Chief"),
        ..AssociationPatch::default()
    };
    session
        .run(UpdateAssociation {
            id: (*id).into(),
            expected_version: None,
            patch,
        })
        .unwrap();
    let parted = part(&session, undo(done.merge_id)).unwrap();
    assert_eq!(parted.plan.kept_fields[0].field, "job_title");
    assert_eq!(get(&session, goes).job_title.as_deref(), Some("Chief"));
    assert_eq!(get(&session, stays).account_id, None);
}

#[test]
fn one_of_several_is_taken_out_and_the_rest_stays_merged_4_6() {
    let session = memory::session("admin");
    let stays = contact(&session, named("S"));
    let [one, other] = [("A", "Analyst"), ("B", "Buyer")].map(|(name, title)| {
        let mut draft = titled(name, title, "");
        draft.phones.push(PhonePoint::new(if name == "A" {
            "+442079460958"
        } else {
            "+442079460959"
        }));
        contact(&session, draft)
    });
    let done = merge(&session, of_contacts(&[stays, one, other])).unwrap();
    assert_eq!(get(&session, stays).phones.len(), 2);
    let request = UnmergeRequest {
        ids: vec![one.uuid()],
        ..undo(done.merge_id)
    };
    let parted = part(&session, request).unwrap();
    assert_eq!(parted.plan.remaining, [other.uuid()]);
    let survivor = get(&session, other);
    assert_eq!(survivor.id, stays);
    assert_eq!(
        (survivor.phones.len(), survivor.job_title.as_deref()),
        (1, Some("Buyer"))
    );
    assert_eq!(get(&session, one).job_title.as_deref(), Some("Analyst"));
    // The rest is a merge of its own, and is undone as such.
    let rest = parted.merge_id.unwrap();
    let again = part(&session, undo(done.merge_id)).unwrap_err();
    assert_eq!(again.code(), ErrorCode::Conflict);
    part(&session, undo(rest)).unwrap();
    assert_eq!(get(&session, other).id, other);
    let listed = session.run(ListMerges {
        id: stays.uuid(),
        ..ListMerges::default()
    });
    let listed = listed.unwrap().merges;
    let ids: Vec<_> = listed
        .iter()
        .map(|m| (m.id, m.undone_at.is_some()))
        .collect();
    assert_eq!(ids, [(rest, true), (done.merge_id, true)]);
}

#[test]
fn a_message_to_an_address_of_what_returns_is_proposed_to_go_along_4_6() {
    let session = memory::session("admin");
    let stays = contact(&session, named("S"));
    let mut draft = named("L");
    draft.emails.push(EmailPoint::new("ada@example.com"));
    let goes = contact(&session, draft);
    let done = merge(&session, of_contacts(&[stays, goes])).unwrap();
    let message = |address: Option<&str>| {
        let one = NewParticipant {
            address: address.map(str::to_owned),
            contact_id: Some(stays).filter(|_| address.is_none()),
            ..NewParticipant::default()
        };
        let logged = session.run(LogCommunication {
            communication: CommunicationDraft {
                kind: CommunicationKind::Email,
                ..CommunicationDraft::default()
            },
            participants: vec![one],
            ..LogCommunication::default()
        });
        logged.unwrap().communication.id
    };
    let (written, spoken) = (message(Some("Ada@Example.com")), message(None));
    let shown = plan_of(&session, &undo(done.merge_id)).unwrap();
    let [proposed] = shown.proposed[..] else {
        panic!("{:?}", shown.proposed)
    };
    assert_eq!((proposed.of.id, proposed.to), (written.uuid(), goes.uuid()));
    let request = UnmergeRequest {
        take: vec![proposed.record],
        ..undo(done.merge_id)
    };
    let parted = part(&session, request).unwrap();
    assert_eq!(parted.plan.proposed, []);
    let who = |id| {
        let detail = session.run(GetCommunication { id }).unwrap();
        let links: Vec<_> = detail.links.iter().map(|link| link.record().id).collect();
        (detail.participants[0].contact_id, links)
    };
    assert_eq!(who(written), (Some(goes), vec![goes.uuid()]));
    assert_eq!(who(spoken), (Some(stays), vec![stays.uuid()]));
    assert!(get(&session, goes).last_activity_at.is_some());
}

#[test]
fn what_would_return_and_fits_no_more_stays_away_and_is_listed() {
    let session = memory::session("admin");
    let [stays, goes, third, fourth] =
        ["S", "L", "X", "Y"].map(|name| contact(&session, named(name)));
    relate(&session, goes, RelationKind::Referred, third);
    relate(&session, third, RelationKind::Referred, stays);
    relate(&session, fourth, RelationKind::Referred, goes);
    let live = || -> BTreeSet<(String, String)> {
        let all = dump(&session).into_iter();
        let of = all.filter(|((kind, _), json)| {
            *kind == RecordKind::Relationship && json["archived_at"].is_null()
        });
        of.map(|(_, json)| (json["from_id"].to_string(), json["to_id"].to_string()))
            .collect()
    };
    let edge = |from: ContactId, to: ContactId| (json!(from).to_string(), json!(to).to_string());
    // One of the first two closes a circle of the merged record, and goes.
    let done = merge(&session, of_contacts(&[stays, goes])).unwrap();
    assert_eq!(live(), [edge(third, stays), edge(fourth, stays)].into());
    // By this it would close another one when it returned.
    relate(&session, third, RelationKind::Referred, fourth);
    let parted = part(&session, undo(done.merge_id)).unwrap();
    let kept = parted.plan.kept_references;
    assert_eq!((kept.len(), kept[0].because), (1, StayReason::Ousted));
    let expected = [edge(third, stays), edge(third, fourth), edge(fourth, goes)];
    assert_eq!(live(), expected.into());
}

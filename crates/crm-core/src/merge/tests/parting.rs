//! Undoing merges: what returns, what stays, in which order, and who may.

use super::*;
use crate::association::AssociationPatch;
use crate::association::UpdateAssociation;
use crate::communication::{
    CommunicationDraft, CommunicationKind, GetCommunication, LogCommunication, NewParticipant,
};
use crate::error::RecordRef;
use crate::org_chart::{CheckChart, ReadChart};
use crate::relationship::Relationship;
use crate::relationship::RemoveRelationship;
use crate::tag::RecordTags;

fn undo(merge_id: MergeId) -> UnmergeRequest {
    UnmergeRequest {
        merge_id,
        ..UnmergeRequest::default()
    }
}

fn plan_of(session: &Session, request: &UnmergeRequest) -> Result<UnmergePlan> {
    session.run(PlanUnmerge {
        request: request.clone(),
    })
}

fn part(session: &Session, request: UnmergeRequest) -> Result<Unmerged> {
    let plan = plan_of(session, &request)?;
    session.run(Unmerge {
        request,
        versions: plan.records,
        digest: Some(plan.digest),
    })
}

fn update(session: &Session, id: ContactId, patch: ContactPatch) {
    let expected_version = None;
    session
        .run(UpdateContact {
            id,
            expected_version,
            patch,
        })
        .unwrap();
}

fn titled(given: &str, title: &str, note: &str) -> ContactDraft {
    ContactDraft {
        job_title: Some(title.to_owned()).filter(|title| !title.is_empty()),
        note: Some(note.to_owned()).filter(|note| !note.is_empty()),
        ..named(given)
    }
}

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
fn a_field_that_somebody_changed_since_stays_and_is_listed_4_6() {
    let session = memory::session("admin");
    let stays = contact(&session, named("S"));
    let goes = contact(&session, titled("L", "Countess", "ours"));
    let done = merge(&session, of_contacts(&[stays, goes])).unwrap();
    let patch = ContactPatch {
        job_title: Patch::set("Duchess"),
        department: Patch::set("Court"),
        ..ContactPatch::default()
    };
    update(&session, stays, patch);
    let parted = part(&session, undo(done.merge_id)).unwrap();
    let kept = parted.plan.kept_fields;
    assert_eq!(kept.len(), 1);
    assert_eq!(
        (kept[0].field.as_str(), kept[0].because),
        ("job_title", StayReason::Edited)
    );
    let survivor = get(&session, stays);
    assert_eq!(survivor.job_title.as_deref(), Some("Duchess"));
    assert_eq!(survivor.department.as_deref(), Some("Court"));
    assert_eq!(survivor.note, None, "what nobody changed returns");
    assert_eq!(get(&session, goes).job_title.as_deref(), Some("Countess"));
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
fn what_the_caller_wants_to_stay_stays() {
    let session = memory::session("admin");
    let stays = contact(&session, named("S"));
    let goes = contact(&session, titled("L", "Countess", "ours"));
    tag(&session, RecordKind::Contact, goes.uuid(), &["vip"]);
    let done = merge(&session, of_contacts(&[stays, goes])).unwrap();
    let stored = dump(&session);
    let ((kind, id), _) = stored
        .iter()
        .find(|((kind, _), _)| *kind == RecordKind::TagLink)
        .unwrap();
    let link = RecordRef {
        kind: *kind,
        id: *id,
    };
    let mut request = undo(done.merge_id);
    request.keep_fields = vec!["note".into()];
    request.keep_references = vec![link];
    let parted = part(&session, request).unwrap();
    assert_eq!(parted.plan.kept_fields[0].because, StayReason::Chosen);
    assert_eq!(parted.plan.kept_references[0].record, link);
    let survivor = get(&session, stays);
    assert_eq!(
        (survivor.note.as_deref(), survivor.job_title),
        (Some("ours"), None)
    );
    assert_eq!(tags(&session, RecordKind::Contact, stays.uuid()), ["vip"]);

    for (request, path) in [
        (
            UnmergeRequest {
                keep_fields: vec!["shoe_size".into()],
                ..undo(done.merge_id)
            },
            "keep_fields[0]",
        ),
        (
            UnmergeRequest {
                keep_fields: vec!["sort_name".into()],
                ..undo(done.merge_id)
            },
            "keep_fields[0]",
        ),
        (
            UnmergeRequest {
                keep_references: vec![link],
                ..undo(done.merge_id)
            },
            "keep_references[0]",
        ),
        (
            UnmergeRequest {
                take: vec![link],
                ..undo(done.merge_id)
            },
            "take[0]",
        ),
        (
            UnmergeRequest {
                ids: vec![stays.uuid()],
                ..undo(done.merge_id)
            },
            "ids[0]",
        ),
    ] {
        let [one, two] = ["S", "L"].map(|name| contact(&session, named(name)));
        let merge_id = merge(&session, of_contacts(&[one, two])).unwrap().merge_id;
        let refused = part(
            &session,
            UnmergeRequest {
                merge_id,
                ..request
            },
        )
        .unwrap_err();
        assert_eq!(
            (refused.code(), refused.field()),
            (ErrorCode::Invalid, Some(path))
        );
    }
}

#[test]
fn merges_that_rest_on_each_other_are_undone_newest_first_4_6() {
    let session = memory::session("admin");
    let a = contact(&session, named("A"));
    let b = contact(&session, titled("B", "Buyer", ""));
    let c = contact(&session, named("C"));
    let inner = merge(&session, of_contacts(&[a, b])).unwrap().merge_id;
    let outer = merge(&session, of_contacts(&[c, a])).unwrap().merge_id;
    let refused = part(&session, undo(inner)).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::Conflict);
    let named_later = RecordRef {
        kind: RecordKind::Merge,
        id: outer.uuid(),
    };
    assert_eq!(refused.record(), Some(named_later));
    // What went into one that went is found by the survivor of all.
    let listed = session.run(ListMerges {
        id: b.uuid(),
        ..ListMerges::default()
    });
    let listed: Vec<_> = listed
        .unwrap()
        .merges
        .iter()
        .map(|m| (m.id, m.survivor_id))
        .collect();
    assert_eq!(listed, [(outer, c.uuid()), (inner, a.uuid())]);

    part(&session, undo(outer)).unwrap();
    assert_eq!(
        (get(&session, b).id, get(&session, c).id),
        (a, c),
        "one step back"
    );
    part(&session, undo(inner)).unwrap();
    assert_eq!(get(&session, b).job_title.as_deref(), Some("Buyer"));
    assert_eq!(
        (get(&session, a).job_title, get(&session, c).job_title),
        (None, None)
    );
}

#[test]
fn merges_that_do_not_touch_the_same_are_undone_in_any_order_4_6() {
    let session = memory::session("admin");
    let a = contact(&session, named("A"));
    let b = contact(&session, titled("B", "Buyer", ""));
    let c = contact(&session, titled("C", "", "ours"));
    let first = merge(&session, of_contacts(&[a, b])).unwrap().merge_id;
    let second = merge(&session, of_contacts(&[a, c])).unwrap().merge_id;
    part(&session, undo(first)).unwrap();
    let survivor = get(&session, a);
    assert_eq!(
        (survivor.job_title, survivor.note.as_deref()),
        (None, Some("ours"))
    );
    part(&session, undo(second)).unwrap();
    assert_eq!(get(&session, a).note, None);

    // Both bring a number, so the second rests on the first.
    let numbered = |name: &str, number: &str| {
        let mut draft = named(name);
        draft.phones.push(PhonePoint::new(number));
        contact(&session, draft)
    };
    let (d, e) = (
        numbered("D", "+442079460958"),
        numbered("E", "+442079460959"),
    );
    let first = merge(&session, of_contacts(&[a, d])).unwrap().merge_id;
    let second = merge(&session, of_contacts(&[a, e])).unwrap().merge_id;
    let refused = part(&session, undo(first)).unwrap_err();
    assert_eq!(refused.details()["fields"], json!(["phones"]));
    // Unless what both changed is to stay anyway.
    let request = UnmergeRequest {
        keep_fields: vec!["phones".into()],
        ..undo(first)
    };
    plan_of(&session, &request).unwrap();
    part(&session, undo(second)).unwrap();
    part(&session, undo(first)).unwrap();
    assert_eq!(get(&session, a).phones.len(), 0);
}

#[test]
fn a_record_that_a_later_merge_joined_with_another_holds_the_earlier_one_4_6() {
    let session = memory::session("admin");
    let [a, b] = ["A", "B"].map(|name| contact(&session, named(name)));
    let [engines, looms] = ["Engines", "Looms"].map(|name| account(&session, name));
    associate(&session, a, looms, "");
    associate(&session, b, engines, "Analyst");
    let people = merge(&session, of_contacts(&[a, b])).unwrap().merge_id;
    // The association that came from B joins A's own.
    let request = request(RecordKind::Account, &[looms.uuid(), engines.uuid()]);
    let companies = merge(&session, request).unwrap().merge_id;
    let refused = part(&session, undo(people)).unwrap_err();
    assert_eq!(
        refused.record().map(|record| record.id),
        Some(companies.uuid())
    );
    let request = UnmergeRequest {
        kind: RecordKind::Account,
        ..undo(companies)
    };
    part(&session, request).unwrap();
    part(&session, undo(people)).unwrap();
    assert_eq!(get(&session, b).account_id, Some(engines));
}

#[test]
fn parting_never_looks_like_a_restore_and_has_a_cause_of_its_own_aud_06() {
    let session = memory::session("admin");
    let [stays, goes] = ["S", "L"].map(|name| contact(&session, named(name)));
    let done = merge(&session, of_contacts(&[stays, goes])).unwrap();
    let before = session.run(ListEvents::default()).unwrap().events.len();
    part(&session, undo(done.merge_id)).unwrap();
    let events = session.run(ListEvents::default()).unwrap().events;
    let events = &events[before..];
    let kinds: Vec<_> = events
        .iter()
        .map(|e| (e.kind.as_str(), e.record.id))
        .collect();
    assert_eq!(kinds[0], ("contact.unmerged", stays.uuid()));
    assert_eq!(kinds[1], ("contact.unmerged", goes.uuid()));
    assert_eq!(kinds[2].0, "duplicate_decision.created");
    assert_eq!(kinds[3], ("merge.updated", done.merge_id.uuid()));
    assert_eq!(kinds.len(), 4);
    let causes: BTreeSet<_> = events.iter().map(|event| event.cause).collect();
    assert_eq!(causes.len(), 1);
    assert!(!causes.contains(&Some(done.merge_id.uuid())) && !causes.contains(&None));
    let history = session.run(GetHistory {
        record_kind: RecordKind::Contact,
        id: goes.uuid(),
        ..GetHistory::default()
    });
    assert_eq!(history.unwrap().entries[0].action, Action::Unmerge);
}

#[test]
fn the_pair_is_never_suggested_again_and_no_copies_are_left_4_6() {
    let session = memory::session("admin");
    let alike = || {
        let mut draft = named("Ada");
        draft.name.family = Some("Lovelace".into());
        draft.note = Some("secret".into());
        draft.phones.push(PhonePoint::new("+442079460958"));
        contact(&session, draft)
    };
    let (stays, goes) = (alike(), alike());
    let matches = |id: ContactId| {
        let found = session.run(FindDuplicates {
            id: id.uuid(),
            ..FindDuplicates::default()
        });
        found.unwrap().matches.len()
    };
    assert_eq!(matches(stays), 1);
    let done = merge(&session, of_contacts(&[stays, goes])).unwrap();
    part(&session, undo(done.merge_id)).unwrap();
    assert_eq!(matches(stays), 0);
    let kept = &dump(&session)[&(RecordKind::Merge, done.merge_id.uuid())];
    assert!(!kept.to_string().contains("secret"), "{kept}");
    let again = plan_of(&session, &undo(done.merge_id)).unwrap_err();
    assert_eq!(again.code(), ErrorCode::Conflict);
}

#[test]
fn what_has_moved_on_since_the_plan_is_a_conflict_4_6() {
    let session = memory::session("admin");
    let stays = contact(&session, named("S"));
    let goes = contact(&session, titled("L", "Countess", ""));
    tag(&session, RecordKind::Contact, goes.uuid(), &["vip"]);
    let request = undo(
        merge(&session, of_contacts(&[stays, goes]))
            .unwrap()
            .merge_id,
    );
    let shown = plan_of(&session, &request).unwrap();
    let apply = |versions: Vec<RecordVersion>, digest: Option<String>| {
        session.run(Unmerge {
            request: request.clone(),
            versions,
            digest,
        })
    };
    let missing = apply(Vec::new(), None).unwrap_err();
    assert_eq!(missing.field(), Some("versions"));
    session
        .run(ApplyTags {
            record_kind: RecordKind::Contact,
            record_ids: vec![stays.uuid()],
            remove: vec!["vip".into()],
            ..ApplyTags::default()
        })
        .unwrap();
    let other = apply(shown.records.clone(), Some(shown.digest)).unwrap_err();
    assert_eq!(
        (other.code(), other.field()),
        (ErrorCode::Conflict, Some("digest"))
    );
    update(
        &session,
        stays,
        ContactPatch {
            note: Patch::set("x"),
            ..ContactPatch::default()
        },
    );
    let moved = apply(shown.records, None).unwrap_err();
    assert_eq!(moved.record().map(|record| record.id), Some(stays.uuid()));
    assert_eq!(get(&session, goes).id, stays, "nothing was done");
}

#[test]
fn an_address_that_another_has_by_now_is_not_given_twice_r_02() {
    let session = memory::session("admin");
    let stays = contact(&session, named("S"));
    let mut draft = named("L");
    draft.emails.push(EmailPoint::new("ada@example.com"));
    let goes = contact(&session, draft);
    let done = merge(&session, of_contacts(&[stays, goes])).unwrap();
    // Somebody adds an address, so the list is the survivor's now.
    let emails = ["ada@example.com", "second@example.com"]
        .map(EmailPoint::new)
        .into();
    update(
        &session,
        stays,
        ContactPatch {
            emails: Patch::Set(emails),
            ..ContactPatch::default()
        },
    );
    let refused = part(&session, undo(done.merge_id)).unwrap_err();
    assert_eq!(
        (refused.code(), refused.field()),
        (ErrorCode::Duplicate, Some("emails"))
    );
    let emails = vec![EmailPoint::new("second@example.com")];
    update(
        &session,
        stays,
        ContactPatch {
            emails: Patch::Set(emails),
            ..ContactPatch::default()
        },
    );
    part(&session, undo(done.merge_id)).unwrap();
    assert_eq!(
        get(&session, goes).primary_email.as_deref(),
        Some("ada@example.com")
    );
}

#[test]
fn parting_takes_its_permission_on_what_stays_and_on_what_returns_sec_37() {
    let engine = memory::engine(1);
    let admin = session_as(&engine, 2, "admin");
    let owned = |name: &str, owner: u128| {
        let mut draft = titled(name, "Countess", "");
        draft.owner_id = Some(UserId::new(Uuid::from_u128(owner)));
        contact(&admin, draft)
    };
    let grant = |permission, scope| Grant { permission, scope };
    let role = RoleDraft {
        key: "steward".into(),
        grants: vec![
            grant(Permission::ContactView, Scope::All),
            grant(Permission::ContactUnmerge, Scope::All),
            grant(Permission::ContactUpdate, Scope::Own),
        ],
        ..RoleDraft::default()
    };
    admin.run(CreateRole { role }).unwrap();
    let manager = session_as(&engine, 9, "manager");
    let steward = session_as(&engine, 9, "steward");
    for (owners, path) in [
        ((9, 8), Some("merge_id")),
        ((8, 9), None),
        ((9, 9), Some("")),
    ] {
        let (stays, goes) = (owned("S", owners.0), owned("L", owners.1));
        let merge_id = merge(&admin, of_contacts(&[stays, goes])).unwrap().merge_id;
        let refused = plan_of(&manager, &undo(merge_id)).unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Forbidden);
        match part(&steward, undo(merge_id)) {
            Ok(_) => assert_eq!(path, Some(""), "both are the steward's"),
            Err(refused) => {
                assert_eq!(
                    (refused.code(), refused.field()),
                    (ErrorCode::Forbidden, path)
                );
            }
        }
    }
}

#[test]
fn a_field_that_the_actor_may_not_write_stays_and_a_hidden_one_is_not_named_4_11() {
    let engine = memory::engine(1);
    let admin = session_as(&engine, 2, "admin");
    let rule_of = |field: &str, level| FieldRule {
        kind: RecordKind::Contact,
        field: field.into(),
        level,
        mask: Mask::Full,
        hard: true,
    };
    let role = RoleDraft {
        key: "steward".into(),
        grants: [
            Permission::ContactView,
            Permission::ContactUnmerge,
            Permission::ContactUpdate,
        ]
        .map(|permission| Grant {
            permission,
            scope: Scope::All,
        })
        .into(),
        fields: vec![
            rule_of("note", FieldLevel::None),
            rule_of("job_title", FieldLevel::Read),
        ],
        ..RoleDraft::default()
    };
    admin.run(CreateRole { role }).unwrap();
    let stays = contact(&admin, named("S"));
    let mut draft = titled("L", "Countess", "secret");
    draft.department = Some("Court".into());
    let goes = contact(&admin, draft);
    let merge_id = merge(&admin, of_contacts(&[stays, goes])).unwrap().merge_id;
    let steward = session_as(&engine, 3, "steward");
    let parted = part(&steward, undo(merge_id)).unwrap();
    let kept = parted.plan.kept_fields;
    assert_eq!(kept.len(), 1);
    assert_eq!(
        (kept[0].field.as_str(), kept[0].because),
        ("job_title", StayReason::Forbidden)
    );
    let survivor = get(&admin, stays);
    assert_eq!(survivor.department, None);
    assert_eq!(survivor.job_title.as_deref(), Some("Countess"));
    assert_eq!(survivor.note.as_deref(), Some("secret"));
}

#[test]
fn a_merge_out_of_sight_or_of_another_kind_does_not_exist() {
    let engine = memory::engine(1);
    let admin = session_as(&engine, 2, "admin");
    let [stays, goes] = ["S", "L"].map(|name| contact(&admin, named(name)));
    let merge_id = merge(&admin, of_contacts(&[stays, goes])).unwrap().merge_id;
    let unknown = undo(Id::new(Uuid::from_u128(4)));
    let of_accounts = UnmergeRequest {
        kind: RecordKind::Account,
        ..undo(merge_id)
    };
    for request in [unknown, of_accounts] {
        let refused = part(&admin, request).unwrap_err();
        assert_eq!(
            (refused.code(), refused.field()),
            (ErrorCode::NotFound, Some("merge_id"))
        );
    }
    let role = RoleDraft {
        key: "own".into(),
        grants: [
            Permission::ContactView,
            Permission::ContactUnmerge,
            Permission::ContactUpdate,
        ]
        .map(|permission| Grant {
            permission,
            scope: Scope::Own,
        })
        .into(),
        ..RoleDraft::default()
    };
    admin.run(CreateRole { role }).unwrap();
    let refused = part(&session_as(&engine, 9, "own"), undo(merge_id)).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::NotFound);
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
    assert_eq!(get(&session, goes).last_contacted_at.is_some(), true);
}

#[test]
fn what_returns_and_fits_no_more_stays_away() {
    let session = memory::session("admin");
    let [stays, goes, third] = ["S", "L", "X"].map(|name| contact(&session, named(name)));
    relate(&session, goes, RelationKind::Referred, third);
    relate(&session, third, RelationKind::Referred, stays);
    // One of the two closes a circle and goes.
    let done = merge(&session, of_contacts(&[stays, goes])).unwrap();
    let live = |session: &Session| -> Vec<Json> {
        let all = dump(session).into_iter();
        let of = all.filter(|((kind, _), json)| {
            *kind == RecordKind::Relationship && json["archived_at"].is_null()
        });
        of.map(|(_, json)| json["from_id"].clone()).collect()
    };
    assert_eq!(live(&session), [json!(third)]);
    let stored = dump(&session);
    let ((_, kept), _) = stored
        .iter()
        .find(|((kind, _), json)| {
            *kind == RecordKind::Relationship && json["from_id"] == json!(third)
        })
        .unwrap();
    session
        .run(RemoveRelationship { id: (*kept).into() })
        .unwrap();
    // Now the other way round, so what went would close a circle again.
    let fourth = contact(&session, named("Y"));
    relate(&session, third, RelationKind::Referred, fourth);
    relate(&session, fourth, RelationKind::Referred, stays);
    let parted = part(&session, undo(done.merge_id)).unwrap();
    assert_eq!(parted.plan.kept_references, []);
    assert_eq!(
        live(&session).len(),
        3,
        "it leads from another record now: no circle"
    );
}

#[test]
fn two_companies_or_two_entries_of_a_person_bring_nobody_a_second_manager_org_02() {
    for of_people in [false, true] {
        let session = memory::session("admin");
        let [one, other] = ["One", "Other"].map(|name| contact(&session, named(name)));
        let [person, twin] = ["P", "Q"].map(|name| contact(&session, named(name)));
        let twin = if of_people { twin } else { person };
        let [engines, looms] = ["Engines", "Looms"].map(|name| account(&session, name));
        let place = if of_people { engines } else { looms };
        associate(&session, one, engines, "");
        associate(&session, other, place, "");
        associate(&session, person, engines, "");
        if of_people || place != engines {
            associate(&session, twin, place, "");
        }
        relate(&session, person, RelationKind::ReportsTo, one);
        relate(&session, twin, RelationKind::ReportsTo, other);
        let before = dump(&session);
        let request = if of_people {
            of_contacts(&[person, twin])
        } else {
            request(RecordKind::Account, &[engines.uuid(), looms.uuid()])
        };
        let shown = planned(&session, &request).unwrap();
        let second: Vec<_> = shown
            .warnings
            .iter()
            .map(|w| (w.concern, w.ids.clone()))
            .collect();
        assert_eq!(second, [(MergeConcern::SecondManager, vec![person.uuid()])]);
        let kind = request.kind;
        let done = merge(&session, request).unwrap();
        let report = session
            .run(CheckChart {
                account_id: engines,
            })
            .unwrap();
        assert_eq!(report.doubled, []);
        let chart = session
            .run(ReadChart {
                account_id: engines,
                ..ReadChart::default()
            })
            .unwrap();
        let node = chart
            .nodes
            .iter()
            .find(|node| node.contact.record.id == person.uuid())
            .unwrap();
        assert_eq!(node.manager_id, Some(one), "the survivor's stays");
        assert_eq!(node.dotted_ids, [other]);

        part(
            &session,
            UnmergeRequest {
                kind,
                ..undo(done.merge_id)
            },
        )
        .unwrap();
        let lines = |state: &BTreeMap<(RecordKind, Uuid), Json>| -> Vec<Json> {
            let of = state
                .iter()
                .filter(|((kind, _), _)| *kind == RecordKind::Relationship);
            of.map(|(_, json)| json["kind"].clone()).collect()
        };
        assert_eq!(lines(&dump(&session)), lines(&before));
    }
}

#[test]
fn every_reference_of_the_schema_goes_and_comes_back_ded_12() {
    for kind in [RecordKind::Contact, RecordKind::Account] {
        for reference in crate::reference::references(kind) {
            let session = memory::session("admin");
            let [stays, goes] = if kind == RecordKind::Contact {
                ["S", "L"].map(|name| contact(&session, named(name)).uuid())
            } else {
                ["S", "L"].map(|name| account(&session, name).uuid())
            };
            let field = reference.decl.fields[reference.field].name;
            let told = format!("{}.{field} to a {}", reference.decl.kind, kind.noun());
            let id = session.run(Refer {
                kind,
                field: field.into(),
                of: reference.decl.kind,
                to: goes,
            });
            let id = id.unwrap().0;
            let key = (reference.decl.kind, id);
            let before = dump(&session)[&key].clone();
            let merge_id = merge(&session, request(kind, &[stays, goes]))
                .unwrap()
                .merge_id;
            let between = dump(&session)[&key].to_string();
            assert!(!between.contains(&goes.to_string()), "{told}: {between}");
            part(
                &session,
                UnmergeRequest {
                    kind,
                    ..undo(merge_id)
                },
            )
            .unwrap();
            let after = &dump(&session)[&key];
            assert_eq!(after[field], before[field], "{told}");
        }
    }
}

/// Stores a record of a kind that refers to another one, whatever the rules say of it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
struct Refer {
    of: RecordKind,
    field: String,
    kind: RecordKind,
    to: Uuid,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
struct Referring(Uuid);

plain_answer!(Referring);

impl Operation for Refer {
    const NAME: &'static str = "test.refer";
    const PERMISSION: Permission = Permission::ContactView;
    const ROUTE: Route = Route::post("/refer");
    const MODE: Mode = Mode::Write;
    type Output = Referring;

    fn execute(self, cx: &mut Context<'_>) -> Result<Referring> {
        use crate::field::{FieldKind, Value};
        let mut row = records::blank(self.of);
        row.id = cx.new_id();
        let decl = records::declaration(self.of);
        let (place, field) = decl.field(&self.field).unwrap();
        row.values[place] = match field.kind {
            FieldKind::List(_) => crate::field::to_json(&vec![self.to]),
            _ => Value::Id(self.to),
        };
        let by = field.options.refers_by.and_then(|name| decl.field(name));
        if let Some((by, _)) = by {
            row.values[by] = Value::Text(self.kind.name().to_owned());
        }
        let id = row.id;
        records::return_row(cx, self.of, row)?;
        Ok(Referring(id))
    }
}

//! What stays when a merge is undone, and when undoing is refused.

use super::*;
use crate::error::RecordRef;

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

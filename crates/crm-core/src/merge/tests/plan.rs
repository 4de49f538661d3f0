//! Plans, choices, and applying exactly what was planned.

use super::*;

#[test]
fn what_is_applied_is_exactly_the_plan_4_6() {
    let session = memory::session("admin");
    let mut ada = named("Ada");
    ada.emails.push(EmailPoint::new("ada@example.com"));
    let one = contact(&session, ada);
    let mut other = named("Augusta");
    other.phones.push(PhonePoint::new("+442079460958"));
    other.job_title = Some("Countess".into());
    let other = contact(&session, other);
    tag(&session, RecordKind::Contact, other.uuid(), &["vip"]);

    let request = of_contacts(&[one, other]);
    let shown = planned(&session, &request).unwrap();
    assert_eq!(shown.survivor_because, SurvivorReason::Chosen);
    let links = shown
        .references
        .iter()
        .find(|r| r.kind == RecordKind::TagLink);
    assert_eq!(
        links.map(|links| (links.moved, links.joined, links.dropped)),
        Some((1, 0, 0))
    );
    let unchanged = dump(&session);

    let done = merge(&session, request).unwrap();
    assert_eq!(done.plan, shown);
    let stored = get(&session, one);
    assert_eq!(done.contact.as_ref(), Some(&stored));
    for field in &shown.fields {
        assert_eq!(stored.json(&field.field), field.value, "{}", field.field);
    }
    // Planning wrote nothing.
    let kinds = |dump: &BTreeMap<(RecordKind, Uuid), Json>| dump.len();
    assert_eq!(
        kinds(&dump(&session)),
        kinds(&unchanged) + 1,
        "only the merge is new"
    );
    assert_eq!(tags(&session, RecordKind::Contact, one.uuid()), ["vip"]);
}

#[test]
fn a_chosen_title_becomes_the_main_association_s() {
    let session = memory::session("admin");
    let [stays, goes] = ["S", "L"].map(|name| contact(&session, named(name)));
    let [engines, looms] = ["Engines", "Looms"].map(|name| account(&session, name));
    associate(&session, stays, engines, "Analyst");
    associate(&session, goes, looms, "Weaver");
    let mut request = of_contacts(&[stays, goes]);
    request.choices.push(FieldChoice {
        field: "job_title".into(),
        from: Some(goes.uuid()),
        ..FieldChoice::default()
    });
    merge(&session, request).unwrap();
    assert_eq!(get(&session, stays).job_title.as_deref(), Some("Weaver"));
    let stored = dump(&session);
    let main = stored
        .values()
        .find(|json| json["primary_account"] == json!(true))
        .unwrap();
    assert_eq!(
        (&main["title"], &main["account_id"]),
        (&json!("Weaver"), &json!(engines))
    );
}

#[test]
fn a_record_that_moved_on_since_the_plan_is_a_conflict_4_6() {
    let session = memory::session("admin");
    let [stays, goes] = ["S", "L"].map(|name| contact(&session, named(name)));
    let request = of_contacts(&[stays, goes]);
    let shown = planned(&session, &request).unwrap();
    let apply = |versions: Vec<RecordVersion>, digest: Option<String>| {
        session.run(ApplyMerge {
            request: request.clone(),
            versions,
            digest,
        })
    };
    let missing = apply(Vec::new(), None).unwrap_err();
    assert_eq!(
        (missing.code(), missing.field()),
        (ErrorCode::Invalid, Some("versions"))
    );

    // A reference that came since is not in the plan.
    tag(&session, RecordKind::Contact, goes.uuid(), &["vip"]);
    let digest = Some(shown.digest.clone());
    let other = apply(shown.records.clone(), digest).unwrap_err();
    assert_eq!(
        (other.code(), other.field()),
        (ErrorCode::Conflict, Some("digest"))
    );

    session
        .run(UpdateContact {
            id: goes,
            patch: ContactPatch {
                note: Patch::set("changed"),
                ..ContactPatch::default()
            },
            ..UpdateContact::default()
        })
        .unwrap();
    let moved = apply(shown.records, None).unwrap_err();
    assert_eq!(moved.code(), ErrorCode::Conflict);
    assert_eq!(moved.record().map(|record| record.id), Some(goes.uuid()));
}

#[test]
fn a_merge_never_looks_like_a_delete_4_13() {
    let session = memory::session("admin");
    let [stays, goes] = ["S", "L"].map(|name| contact(&session, named(name)));
    let before = session.run(ListEvents::default()).unwrap().events.len();
    let done = merge(&session, of_contacts(&[stays, goes])).unwrap();
    let events = session.run(ListEvents::default()).unwrap().events;
    let events = &events[before..];
    let kinds: Vec<_> = events
        .iter()
        .map(|e| (e.kind.as_str(), e.record.id))
        .collect();
    assert_eq!(
        kinds,
        [
            ("contact.redirected", goes.uuid()),
            ("contact.merged", stays.uuid()),
            ("merge.created", done.merge_id.uuid()),
        ]
    );
    assert!(
        events
            .iter()
            .all(|event| event.cause == Some(done.merge_id.uuid()))
    );
    let history = |id: ContactId| {
        let history = session.run(GetHistory {
            record_kind: RecordKind::Contact,
            id: id.uuid(),
            ..GetHistory::default()
        });
        history.unwrap().entries[0].clone()
    };
    assert_eq!(history(goes).action, Action::MergeInto);
    assert_eq!(history(stays).action, Action::Merge);
    assert_eq!(history(stays).cause, Some(done.merge_id.uuid()));
}

#[test]
fn other_owners_become_backup_owners_and_are_told_4_6() {
    let engine = memory::engine(1);
    let session = session_as(&engine, 2, "admin");
    let owned = |name: &str, owner: u128| {
        let mut draft = named(name);
        draft.owner_id = Some(UserId::new(Uuid::from_u128(owner)));
        contact(&session, draft)
    };
    let (stays, goes) = (owned("S", 7), owned("L", 8));
    let done = merge(&session, of_contacts(&[stays, goes])).unwrap();
    let other = UserId::new(Uuid::from_u128(8));
    assert_eq!(done.plan.told, [other]);
    let merged = get(&session, stays);
    assert_eq!(merged.owner_id, Some(UserId::new(Uuid::from_u128(7))));
    assert_eq!(merged.backup_owner_ids, [other]);

    // Nor is the survivor's owner lost if another is chosen.
    let (stays, goes) = (owned("S", 7), owned("L", 8));
    let mut request = of_contacts(&[stays, goes]);
    request.choices.push(FieldChoice {
        field: "owner_id".into(),
        from: Some(goes.uuid()),
        ..FieldChoice::default()
    });
    let done = merge(&session, request).unwrap();
    let former = UserId::new(Uuid::from_u128(7));
    assert_eq!(done.plan.told, [former]);
    let merged = get(&session, stays);
    assert_eq!(merged.owner_id, Some(other));
    assert_eq!(merged.backup_owner_ids, [former]);
}

#[test]
fn the_survivor_is_as_old_as_the_oldest_4_6() {
    let session = memory::session("admin");
    let [old, young] = ["Old", "Young"].map(|name| contact(&session, named(name)));
    let oldest = get(&session, old).created_at;
    merge(&session, of_contacts(&[young, old])).unwrap();
    assert_eq!(get(&session, young).created_at, oldest);
}

#[test]
fn the_survivor_may_take_over_a_unique_address_r_02() {
    let session = memory::session("admin");
    let stays = contact(&session, named("S"));
    let mut draft = named("L");
    draft.emails.push(EmailPoint::new("ada@example.com"));
    let goes = contact(&session, draft);
    merge(&session, of_contacts(&[stays, goes])).unwrap();
    let primary = get(&session, stays).primary_email;
    assert_eq!(primary.as_deref(), Some("ada@example.com"));
}

#[test]
fn choices_that_make_no_sense_are_refused() {
    let session = memory::session("admin");
    let [stays, goes] = ["S", "L"].map(|name| contact(&session, named(name)));
    let choice = |field: &str, from: Option<ContactId>, strategy| FieldChoice {
        field: field.into(),
        from: from.map(Id::uuid),
        strategy,
    };
    for (choice, path) in [
        (choice("shoe_size", Some(stays), None), "choices[0].field"),
        (choice("created_via", Some(stays), None), "choices[0].field"),
        (
            choice("display_name", Some(stays), None),
            "choices[0].field",
        ),
        (
            choice("custom.rooms", Some(stays), None),
            "choices[0].field",
        ),
        (choice("note", None, None), "choices[0].from"),
        (
            choice("note", Some(Id::new(Uuid::from_u128(4))), None),
            "choices[0].from",
        ),
        (
            choice("note", Some(stays), Some(MergeStrategy::Newest)),
            "choices[0].from",
        ),
        (
            choice("note", None, Some(MergeStrategy::Union)),
            "choices[0].strategy",
        ),
    ] {
        let mut request = of_contacts(&[stays, goes]);
        request.choices.push(choice.clone());
        let refused = planned(&session, &request).unwrap_err();
        assert_eq!(refused.field(), Some(path), "{choice:?}");
    }
}

#[test]
fn records_that_cannot_be_merged_are_refused_ded_10() {
    let session = memory::session("admin");
    let [stays, goes] = ["S", "L"].map(|name| contact(&session, named(name)));
    let alone = planned(&session, &of_contacts(&[stays, stays])).unwrap_err();
    assert_eq!(alone.field(), Some("ids"));
    let mut request = of_contacts(&[stays, goes]);
    request.survivor_id = Some(Uuid::from_u128(4));
    let missing = planned(&session, &request).unwrap_err();
    assert_eq!(
        (missing.code(), missing.field()),
        (ErrorCode::NotFound, Some("survivor_id"))
    );
    session.run(ArchiveContact { id: goes }).unwrap();
    let archived = planned(&session, &of_contacts(&[stays, goes])).unwrap_err();
    assert_eq!(archived.code(), ErrorCode::Conflict);
    let other = planned(&session, &request_of_tags()).unwrap_err();
    assert_eq!(other.field(), Some("kind"));
}

fn request_of_tags() -> MergeRequest {
    request(RecordKind::Tag, &[Uuid::from_u128(1), Uuid::from_u128(2)])
}

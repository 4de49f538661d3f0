//! Who may merge, and what of it they see.

use super::*;

#[test]
fn merging_takes_the_permission_to_merge_and_to_change_every_record_ded_16() {
    let engine = memory::engine(1);
    let admin = session_as(&engine, 2, "admin");
    let [stays, goes] = ["S", "L"].map(|name| contact(&admin, named(name)));
    let manager = session_as(&engine, 2, "manager");
    let refused = planned(&manager, &of_contacts(&[stays, goes])).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::Forbidden);

    let grant = |permission, scope| Grant { permission, scope };
    let role = RoleDraft {
        key: "steward".into(),
        grants: vec![
            grant(Permission::ContactView, Scope::All),
            grant(Permission::ContactMerge, Scope::All),
            grant(Permission::ContactUpdate, Scope::Own),
        ],
        ..RoleDraft::default()
    };
    admin.run(CreateRole { role }).unwrap();
    let theirs = session_as(&engine, 9, "steward");
    let refused = planned(&theirs, &of_contacts(&[stays, goes])).unwrap_err();
    assert_eq!(
        (refused.code(), refused.field()),
        (ErrorCode::Forbidden, Some("ids[0]"))
    );
    // Their own they may merge, and what refers to it follows although they see no tags.
    let own = session_as(&engine, 2, "steward");
    tag(&admin, RecordKind::Contact, goes.uuid(), &["vip"]);
    let done = merge(&own, of_contacts(&[stays, goes])).unwrap();
    assert_eq!(tags(&admin, RecordKind::Contact, stays.uuid()), ["vip"]);
    // The plan does not tell of the link either.
    assert_eq!(done.plan.references, []);
}

#[test]
fn a_plan_counts_only_the_records_that_the_actor_sees_4_12() {
    let engine = memory::engine(1);
    let admin = session_as(&engine, 2, "admin");
    let [stays, goes] = ["S", "L"].map(|name| contact(&admin, named(name)));
    let grant = |permission, scope| Grant { permission, scope };
    let role = RoleDraft {
        key: "steward".into(),
        grants: vec![
            grant(Permission::ContactView, Scope::All),
            grant(Permission::ContactMerge, Scope::All),
            grant(Permission::ContactUpdate, Scope::All),
            grant(Permission::AccountView, Scope::Own),
        ],
        ..RoleDraft::default()
    };
    admin.run(CreateRole { role }).unwrap();
    let steward = session_as(&engine, 3, "steward");
    let request = of_contacts(&[stays, goes]);
    let counts = |session: &Session| -> Vec<_> {
        let plan = planned(session, &request).unwrap();
        let references = plan.references.into_iter();
        references.map(|r| (r.kind, r.moved)).collect()
    };
    // Neither is the steward's, who then does not see that the contact belongs to them.
    for name in ["Engines", "Looms"] {
        associate(&admin, goes, account(&admin, name), "");
    }
    assert_eq!(counts(&steward), []);
    assert_eq!(counts(&admin), [(RecordKind::Association, 2)]);
    let mine = admin.run(CreateAccount {
        account: AccountDraft {
            name: "Mills".into(),
            owner_id: Some(UserId::new(Uuid::from_u128(3))),
            ..AccountDraft::default()
        },
        on_duplicate: DuplicatePolicy::CreateAnyway,
    });
    associate(&admin, goes, mine.unwrap().account.id, "");
    assert_eq!(counts(&steward), [(RecordKind::Association, 1)]);
}

#[test]
fn hidden_fields_merge_by_rule_without_being_shown_4_11() {
    let engine = memory::engine(1);
    let admin = session_as(&engine, 2, "admin");
    let rule_of = |field: &str, level, mask| FieldRule {
        kind: RecordKind::Contact,
        field: field.into(),
        level,
        mask,
        hard: true,
    };
    let role = RoleDraft {
        key: "steward".into(),
        grants: [
            Permission::ContactView,
            Permission::ContactMerge,
            Permission::ContactUpdate,
        ]
        .map(|permission| Grant {
            permission,
            scope: Scope::All,
        })
        .into(),
        fields: vec![
            rule_of("note", FieldLevel::None, Mask::Full),
            rule_of("job_title", FieldLevel::Masked, Mask::Initials),
        ],
        ..RoleDraft::default()
    };
    admin.run(CreateRole { role }).unwrap();
    let mut draft = named("L");
    draft.note = Some("secret".into());
    draft.job_title = Some("Countess".into());
    let (stays, goes) = (contact(&admin, named("S")), contact(&admin, draft));
    let steward = session_as(&engine, 3, "steward");
    let mut request = of_contacts(&[stays, goes]);
    let shown = planned(&steward, &request).unwrap();
    assert!(shown.fields.iter().all(|field| field.field != "note"));
    let title = shown
        .fields
        .iter()
        .find(|field| field.field == "job_title")
        .unwrap();
    assert_eq!(
        (title.value.clone(), title.from.len()),
        (Some(json!("C.")), 0)
    );

    request.choices.push(FieldChoice {
        field: "note".into(),
        from: Some(stays.uuid()),
        ..FieldChoice::default()
    });
    let refused = planned(&steward, &request).unwrap_err();
    assert_eq!(refused.field(), Some("choices[0].field"));
    request.choices.clear();
    merge(&steward, request).unwrap();
    assert_eq!(get(&admin, stays).note.as_deref(), Some("secret"));
}

#[test]
fn nobody_reads_the_copies_that_a_merge_keeps() {
    let session = memory::session("admin");
    let [stays, goes] = ["S", "L"].map(|name| contact(&session, named(name)));
    let done = merge(&session, of_contacts(&[stays, goes])).unwrap();
    let history = session.run(GetHistory {
        record_kind: RecordKind::Merge,
        id: done.merge_id.uuid(),
        ..GetHistory::default()
    });
    let entry = &history.unwrap().entries[0];
    let fields: Vec<_> = entry
        .changes
        .iter()
        .map(|change| change.field.as_str())
        .collect();
    assert_eq!(fields, ["record_kind", "survivor_id"]);
}

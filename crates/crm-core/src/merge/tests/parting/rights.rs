//! Who may undo a merge, and what of it they see.

use super::*;

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
        ((8, 7), None),
        ((8, 9), Some("")),
    ] {
        let (stays, goes) = (owned("S", owners.0), owned("L", owners.1));
        let merge_id = merge(&admin, of_contacts(&[stays, goes])).unwrap().merge_id;
        let refused = plan_of(&manager, &undo(merge_id)).unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Forbidden);
        match part(&steward, undo(merge_id)) {
            Ok(_) => assert_eq!(path, Some(""), "the steward stands in for the owner"),
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

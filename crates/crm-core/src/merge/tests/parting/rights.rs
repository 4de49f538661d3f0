//! Who may undo a merge, and what of it they see.

use super::*;
use crate::communication::{
    CommunicationDraft, CommunicationKind, LogCommunication, NewParticipant,
};
use crate::share::{GiveShare, ShareDraft, ShareLevel};

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

/// A role that may see, change and part contacts.
fn parting_role(
    admin: &Session,
    key: &str,
    scope: Scope,
    more: &[Permission],
    fields: Vec<FieldRule>,
) {
    let own = [
        Permission::ContactView,
        Permission::ContactUnmerge,
        Permission::ContactUpdate,
    ];
    let grant = |permission: &Permission, scope| Grant {
        permission: *permission,
        scope,
    };
    let role = RoleDraft {
        key: key.into(),
        grants: own
            .iter()
            .map(|one| grant(one, scope))
            .chain(more.iter().map(|one| grant(one, Scope::All)))
            .collect(),
        fields,
        ..RoleDraft::default()
    };
    admin.run(CreateRole { role }).unwrap();
}

#[test]
fn addresses_part_with_their_owner_whoever_undoes_the_merge_r_02() {
    for level in [FieldLevel::None, FieldLevel::Read] {
        let engine = memory::engine(1);
        let admin = session_as(&engine, 2, "admin");
        let rule = |field: &str| FieldRule {
            kind: RecordKind::Contact,
            field: field.into(),
            level,
            mask: Mask::Full,
            hard: true,
        };
        parting_role(&admin, "steward", Scope::All, &[], vec![rule("emails")]);
        let mut draft = named("L");
        draft.emails.push(EmailPoint::new("ada@example.com"));
        let (stays, goes) = (contact(&admin, named("S")), contact(&admin, draft));
        let steward = session_as(&engine, 3, "steward");
        let merge_id = merge(&admin, of_contacts(&[stays, goes])).unwrap().merge_id;
        part(&steward, undo(merge_id)).unwrap();
        let has = |id| get(&admin, id).primary_email;
        assert_eq!(has(stays), None, "{level:?}");
        assert_eq!(has(goes).as_deref(), Some("ada@example.com"));

        // What somebody has added to meanwhile is not the merge's to give back.
        let merge_id = merge(&admin, of_contacts(&[stays, goes])).unwrap().merge_id;
        let emails = ["ada@example.com", "second@example.com"];
        let emails = Patch::Set(emails.map(EmailPoint::new).into());
        let patch = ContactPatch {
            emails,
            ..ContactPatch::default()
        };
        update(&admin, stays, patch);
        let refused = part(&steward, undo(merge_id)).unwrap_err();
        if level == FieldLevel::None {
            assert_eq!(refused.code(), ErrorCode::Conflict);
            assert!(!format!("{refused:?}").contains("mail"), "{refused:?}");
        } else {
            assert_eq!(refused.field(), Some("emails"));
        }
    }
}

/// An administrator, and a steward who parts records and cannot write one field of them.
fn without_a_field(field: &str) -> (Session, Session) {
    let engine = memory::engine(1);
    let admin = session_as(&engine, 2, "admin");
    let rule = FieldRule {
        kind: RecordKind::Contact,
        field: field.into(),
        level: FieldLevel::Read,
        mask: Mask::Full,
        hard: true,
    };
    parting_role(&admin, "steward", Scope::All, &[], vec![rule]);
    (admin, session_as(&engine, 3, "steward"))
}

/// A merge of one, into which two others went, of which the steward takes the first out again; the
/// merge of those that stay.
fn two_in_one_out((admin, steward): (&Session, &Session), of: [ContactId; 3]) -> Option<MergeId> {
    let mut out = undo(merge(admin, of_contacts(&of)).unwrap().merge_id);
    out.ids = vec![of[1].uuid()];
    part(steward, out).unwrap().merge_id
}

#[test]
fn addresses_of_those_that_stay_merged_come_together_again_whoever_asks_r_02() {
    let (admin, steward) = without_a_field("emails");
    let with = |name: &str, address: &str| {
        let mut draft = named(name);
        draft.emails.push(EmailPoint::new(address));
        contact(&admin, draft)
    };
    let stays = contact(&admin, named("S"));
    let (one, other) = (with("A", "ada@example.com"), with("B", "bob@example.com"));
    two_in_one_out((&admin, &steward), [stays, one, other]);
    let has = |id| get(&admin, id).primary_email;
    assert_eq!(has(one).as_deref(), Some("ada@example.com"));
    assert_eq!(has(stays).as_deref(), Some("bob@example.com"));
}

#[test]
fn what_one_could_not_give_back_another_may_when_the_rest_is_undone_4_6() {
    let (admin, steward) = without_a_field("phones");
    let with = |name: &str, number: &str| {
        let mut draft = named(name);
        draft.phones.push(PhonePoint::new(number));
        contact(&admin, draft)
    };
    let stays = contact(&admin, named("S"));
    let (one, other) = (with("A", "+49 30 901820"), with("B", "+49 30 901821"));
    let rest = two_in_one_out((&admin, &steward), [stays, one, other]).unwrap();
    assert_eq!(get(&admin, stays).phones.len(), 2, "forbidden to give back");
    part(&admin, undo(rest)).unwrap();
    assert_eq!(get(&admin, stays).phones.len(), 0);
}

#[test]
fn a_later_merge_out_of_sight_is_not_named_and_holds_nobody_up_4_12() {
    let engine = memory::engine(1);
    let admin = session_as(&engine, 2, "admin");
    parting_role(&admin, "own", Scope::Own, &[], Vec::new());
    let owned = |name: &str| {
        let mut draft = named(name);
        draft.owner_id = Some(UserId::new(Uuid::from_u128(9)));
        contact(&admin, draft)
    };
    let [stays, goes] = ["S", "A"].map(owned);
    let [engines, looms] = ["Engines", "Looms"].map(|name| account(&admin, name));
    associate(&admin, stays, looms, "");
    associate(&admin, goes, engines, "Analyst");
    let people = merge(&admin, of_contacts(&[stays, goes])).unwrap().merge_id;
    let request = request(RecordKind::Account, &[looms.uuid(), engines.uuid()]);
    let companies = merge(&admin, request).unwrap().merge_id;
    let refused = plan_of(&admin, &undo(people)).unwrap_err();
    assert_eq!(
        refused.record().map(|record| record.id),
        Some(companies.uuid())
    );
    let own = session_as(&engine, 9, "own");
    let parted = part(&own, undo(people)).unwrap();
    let told = serde_json::to_string(&parted).unwrap();
    assert!(!told.contains(&companies.to_string()), "{told}");
    assert_eq!(get(&admin, goes).id, goes);
    assert_eq!(get(&admin, stays).account_id, Some(looms));
}

#[test]
fn who_may_not_change_a_message_does_not_hand_it_over_4_12() {
    let engine = memory::engine(1);
    let admin = session_as(&engine, 2, "admin");
    let may = [
        Permission::CommunicationView,
        Permission::CommunicationUpdate,
    ];
    parting_role(&admin, "reader", Scope::All, &may[..1], Vec::new());
    parting_role(&admin, "writer", Scope::All, &may, Vec::new());
    let stays = contact(&admin, named("S"));
    let mut draft = named("L");
    draft.emails.push(EmailPoint::new("ada@example.com"));
    let goes = contact(&admin, draft);
    let merge_id = merge(&admin, of_contacts(&[stays, goes])).unwrap().merge_id;
    let one = NewParticipant {
        address: Some("ada@example.com".into()),
        ..NewParticipant::default()
    };
    let logged = admin.run(LogCommunication {
        communication: CommunicationDraft {
            kind: CommunicationKind::Email,
            ..CommunicationDraft::default()
        },
        participants: vec![one],
        ..LogCommunication::default()
    });
    logged.unwrap();
    let [reader, writer] =
        [(3, "reader"), (4, "writer")].map(|(user, role)| session_as(&engine, user, role));
    let [proposed] = plan_of(&writer, &undo(merge_id)).unwrap().proposed[..] else {
        panic!("nothing is proposed")
    };
    assert_eq!(plan_of(&reader, &undo(merge_id)).unwrap().proposed, []);
    let request = UnmergeRequest {
        take: vec![proposed.record],
        ..undo(merge_id)
    };
    let refused = part(&reader, request.clone()).unwrap_err();
    assert_eq!(refused.field(), Some("take[0]"));
    part(&writer, request).unwrap();
}

#[test]
fn a_share_does_not_let_anybody_part_what_it_is_about_sec_46() {
    let engine = memory::engine(1);
    let admin = session_as(&engine, 2, "admin");
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
    let owned = |name: &str, owner: u128| {
        let mut draft = named(name);
        draft.owner_id = Some(UserId::new(Uuid::from_u128(owner)));
        contact(&admin, draft)
    };
    let (stays, goes) = (owned("S", 8), owned("L", 9));
    let merge_id = merge(&admin, of_contacts(&[stays, goes])).unwrap().merge_id;
    let alone = ContactPatch {
        backup_owner_ids: Patch::Set(Vec::new()),
        ..ContactPatch::default()
    };
    update(&admin, stays, alone);
    let share = ShareDraft {
        record_kind: RecordKind::Contact,
        record_id: stays.uuid(),
        user_id: Some(UserId::new(Uuid::from_u128(9))),
        level: ShareLevel::Edit,
        ..ShareDraft::default()
    };
    admin.run(GiveShare { share }).unwrap();
    let steward = session_as(&engine, 9, "steward");
    update(
        &steward,
        stays,
        ContactPatch {
            note: Patch::set("mine"),
            ..ContactPatch::default()
        },
    );
    let refused = part(&steward, undo(merge_id)).unwrap_err();
    assert_eq!(
        (refused.code(), refused.field()),
        (ErrorCode::Forbidden, Some("merge_id"))
    );
}

#[test]
fn who_was_parted_is_listed_for_those_alone_who_see_them_4_12() {
    let engine = memory::engine(1);
    let admin = session_as(&engine, 2, "admin");
    parting_role(&admin, "own", Scope::Own, &[], Vec::new());
    let owned = |name: &str, owner: u128| {
        let mut draft = named(name);
        draft.owner_id = Some(UserId::new(Uuid::from_u128(owner)));
        contact(&admin, draft)
    };
    let (stays, goes) = (owned("S", 9), owned("A", 8));
    let merge_id = merge(&admin, of_contacts(&[stays, goes])).unwrap().merge_id;
    let listed = |session: &Session| {
        let listed = session.run(ListMerges {
            id: stays.uuid(),
            ..ListMerges::default()
        });
        listed.unwrap().merges.remove(0).ids
    };
    let own = session_as(&engine, 9, "own");
    assert_eq!(listed(&own), [goes.uuid()], "it leads to what is in sight");
    part(&admin, undo(merge_id)).unwrap();
    assert_eq!(listed(&own), [] as [Uuid; 0]);
    assert_eq!(listed(&admin), [goes.uuid()]);
}

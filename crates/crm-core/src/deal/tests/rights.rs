//! Who may do what with deals (SEC-14 to SEC-17, SEC-22 to SEC-25, SEC-31 to SEC-33, SEC-44).

use serde_json::json;

use super::*;
use crate::access::{CreateRole, FieldLevel, FieldRule, Grant, Mask, Permission, RoleDraft, Scope};
use crate::account::ArchiveAccount;
use crate::field::{Patch, RecordKind};
use crate::pipeline::{CreatePipeline, PipelineDraft};

#[test]
fn a_sales_rep_sees_all_deals_and_changes_its_own_sec_44() {
    let engine = memory::engine(1);
    let (admin, rep) = (
        session(&engine, "admin", 2),
        session(&engine, "sales_rep", 3),
    );
    let others = deal(&admin, "A").id;
    assert!(rep.deals().get(GetDeal { id: others }).is_ok());
    let moved = rep.deals().move_stage(MoveStage {
        id: others,
        stage: "proposal".into(),
        ..MoveStage::default()
    });
    assert_eq!(moved.unwrap_err().code(), ErrorCode::Forbidden);
    let win = rep.deals().win(WinDeal {
        id: others,
        ..WinDeal::default()
    });
    assert_eq!(win.unwrap_err().code(), ErrorCode::Forbidden);
    let own = deal(&rep, "B").id;
    assert_eq!(step(&rep, own, "proposal").stage, "proposal");
    let won = rep
        .deals()
        .win(WinDeal {
            id: own,
            ..WinDeal::default()
        })
        .unwrap();
    assert_eq!(won.deal.status, DealStatus::Won);
}

#[test]
fn reopening_is_a_permission_of_its_own_4_2_5() {
    let engine = memory::engine(1);
    let (rep, manager) = (
        session(&engine, "sales_rep", 3),
        session(&engine, "manager", 4),
    );
    let id = deal(&rep, "A").id;
    rep.deals()
        .win(WinDeal {
            id,
            ..WinDeal::default()
        })
        .unwrap();
    let refused = rep.deals().reopen(ReopenDeal {
        id,
        ..ReopenDeal::default()
    });
    assert_eq!(refused.unwrap_err().code(), ErrorCode::Forbidden);
    assert!(
        manager
            .deals()
            .reopen(ReopenDeal {
                id,
                ..ReopenDeal::default()
            })
            .is_ok()
    );
}

#[test]
fn a_team_member_of_a_deal_counts_as_an_owner_4_12() {
    let engine = memory::engine(1);
    let (admin, rep) = (
        session(&engine, "admin", 2),
        session(&engine, "sales_rep", 3),
    );
    let mut create = draft(&admin, "A");
    create.deal.members = vec![DealMember {
        user_id: Uuid::from_u128(3).into(),
        role: Some("engineer".into()),
        split_percent: Some(decimal("40")),
    }];
    let id = admin.deals().create(create).unwrap().id;
    assert_eq!(step(&rep, id, "proposal").stage, "proposal");
}

#[test]
fn a_user_sees_no_deals_and_configures_no_pipelines_sec_45() {
    let engine = memory::engine(1);
    let (admin, user) = (session(&engine, "admin", 2), session(&engine, "user", 3));
    let rep = session(&engine, "sales_rep", 4);
    let id = deal(&admin, "A").id;
    assert_eq!(
        user.deals().get(GetDeal { id }).unwrap_err().code(),
        ErrorCode::Forbidden
    );
    let create = CreatePipeline {
        pipeline: PipelineDraft {
            name: "Mine".into(),
            ..PipelineDraft::default()
        },
        ..CreatePipeline::default()
    };
    for session in [user, rep] {
        let refused = session.pipelines().create(create.clone());
        assert_eq!(refused.unwrap_err().code(), ErrorCode::Forbidden);
    }
}

#[test]
fn another_tenant_has_its_own_pipelines_deals_and_numbers() {
    let engine = memory::engine(1);
    let one = session(&engine, "admin", 2);
    let id = deal(&one, "A").id;
    let mut actor = one.actor().clone();
    actor.tenant = Uuid::from_u128(99).into();
    let two = engine.session(actor).unwrap();
    assert_eq!(
        two.deals().get(GetDeal { id }).unwrap_err().code(),
        ErrorCode::NotFound
    );
    assert_eq!(deal(&two, "B").number, "D-00001");
}

#[test]
fn who_may_not_read_amounts_learns_them_from_no_outlet_4_11() {
    let engine = memory::engine(1);
    let admin = session(&engine, "admin", 2);
    worth(&admin, "A", "1000", "proposal");
    let grant = |permission| Grant {
        permission,
        scope: Scope::All,
    };
    let grants = [
        Permission::DealView,
        Permission::PipelineView,
        Permission::DealUpdate,
    ];
    admin
        .roles()
        .create(CreateRole {
            role: RoleDraft {
                key: "blind".into(),
                grants: grants.map(grant).to_vec(),
                fields: vec![FieldRule {
                    kind: RecordKind::Deal,
                    field: "amount".into(),
                    level: FieldLevel::None,
                    mask: Mask::Full,
                    hard: false,
                }],
                ..RoleDraft::default()
            },
        })
        .unwrap();
    let blind = session(&engine, "blind", 3);
    let board = blind.deals().board(ReadBoard::default()).unwrap();
    assert_eq!(
        (
            board.open.count,
            board.open.total.len(),
            board.open.weighted.len()
        ),
        (1, 0, 0)
    );
    let card = &board.columns[2].cards[0];
    assert_eq!((card.deal.amount, card.deal.total), (None, None));
    let min = DealFilter {
        min_value: Some(usd("1")),
        ..DealFilter::default()
    };
    let list = blind.deals().list(ListDeals {
        which: min,
        ..ListDeals::default()
    });
    assert_eq!(refused(list), at(ErrorCode::Invalid, "min_value"));
    let id = card.deal.id;
    let views = blind.deals().stays(ListStays { id }).unwrap().stays;
    assert_eq!((views[0].stay.amount, views[0].stay.total), (None, None));
    let write = blind.deals().update(UpdateDeal {
        id,
        patch: DealPatch {
            amount: Patch::Set(usd("1")),
            ..DealPatch::default()
        },
        ..UpdateDeal::default()
    });
    assert_eq!(refused(write), at(ErrorCode::Forbidden, "amount"));
}

#[test]
fn open_deals_hold_an_account_in_place_r_05() {
    let session = memory::session("admin");
    let deal = deal(&session, "A");
    let archive = || {
        session.accounts().archive(ArchiveAccount {
            id: deal.account_id.unwrap(),
            ..ArchiveAccount::default()
        })
    };
    let error = archive().unwrap_err();
    assert_eq!(
        (error.code(), error.details()["deals"].as_u64()),
        (ErrorCode::Conflict, Some(1))
    );
    let won = WinDeal {
        id: deal.id,
        ..WinDeal::default()
    };
    session.deals().win(won).unwrap();
    assert!(archive().is_ok());
}

#[test]
fn an_archived_deal_leaves_lists_and_comes_back_and_a_purge_takes_what_belongs_to_it_dea_41() {
    let session = memory::session("admin");
    let id = worth(&session, "A", "10", "proposal").id;
    session
        .deals()
        .add_line(AddDealLine {
            id,
            line: NewDealLine {
                name: "Seat".into(),
                price: Some(usd("1")),
                ..NewDealLine::default()
            },
        })
        .unwrap();
    let count = || {
        session
            .deals()
            .board(ReadBoard::default())
            .unwrap()
            .open
            .count
    };
    session.deals().archive(ArchiveDeal { id }).unwrap();
    assert_eq!(count(), 0);
    session.deals().restore(RestoreDeal { id }).unwrap();
    assert_eq!(count(), 1);
    session.deals().archive(ArchiveDeal { id }).unwrap();
    let purged = session
        .deals()
        .purge(PurgeDeal { id, confirm: true })
        .unwrap();
    assert_eq!(purged.removed[&RecordKind::DealLine], 1);
    assert_eq!(purged.removed[&RecordKind::StageStay], 1);
}

#[test]
fn every_permission_of_deals_and_pipelines_is_asked_for_sec_14_to_17_22_to_25_31_to_33() {
    let engine = memory::engine(1);
    let admin = session(&engine, "admin", 2);
    let id = deal(&admin, "A").id;
    let pipeline = standard(&admin).id;
    for (number, (permission, call, arguments)) in (10..).zip([
        ("crm.deal.create", "deals.create", json!({"name": "B"})),
        ("crm.deal.view", "deals.get", json!({"id": id})),
        ("crm.deal.update", "deals.update", json!({"id": id})),
        ("crm.deal.delete", "deals.archive", json!({"id": id})),
        (
            "crm.pipeline.create",
            "pipelines.create",
            json!({"name": "B"}),
        ),
        (
            "crm.pipeline.view",
            "pipelines.get",
            json!({"id": pipeline}),
        ),
        (
            "crm.pipeline.update",
            "pipelines.update",
            json!({"id": pipeline}),
        ),
        (
            "crm.pipeline.delete",
            "pipelines.delete",
            json!({"id": pipeline}),
        ),
        ("crm.deal.win", "deals.win", json!({"id": id})),
        ("crm.deal.lose", "deals.lose", json!({"id": id})),
        (
            "crm.deal.stage_change",
            "deals.move_stage",
            json!({"id": id, "stage": "won"}),
        ),
        ("crm.deal.reopen", "deals.reopen", json!({"id": id})),
    ]) {
        let others = Permission::ALL
            .iter()
            .filter(|other| other.name() != permission);
        let grants = others.map(|permission| Grant {
            permission: *permission,
            scope: Scope::All,
        });
        let key = format!("without{number}");
        let role = RoleDraft {
            key: key.clone(),
            grants: grants.collect(),
            ..RoleDraft::default()
        };
        admin.roles().create(CreateRole { role }).unwrap();
        let bytes = serde_json::to_vec(&arguments).unwrap();
        let options = crate::CallOptions::default();
        let error = session(&engine, &key, number)
            .call(call, &bytes, &options)
            .unwrap_err();
        assert_eq!(error.code(), ErrorCode::Forbidden, "{call}");
        assert_eq!(error.details()["permission"], permission, "{call}");
    }
}

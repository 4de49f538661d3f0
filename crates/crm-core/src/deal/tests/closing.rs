//! Winning, losing, reopening (semantics 4.2.4, 4.2.5).

use super::*;
use crate::document::{DocumentKind, DocumentStatus};
use crate::field::Patch;
use crate::settings::{SettingsPatch, UpdateSettings};

fn win(session: &Session, id: DealId) -> Result<WonDeal> {
    session.deals().win(WinDeal {
        id,
        ..WinDeal::default()
    })
}

#[test]
fn won_needs_an_account_and_has_a_closed_date_of_today_4_2_4() {
    let (session, _) = standing("2026-03-09T23:30:00Z");
    session
        .settings()
        .update(UpdateSettings {
            patch: SettingsPatch {
                time_zone: Patch::Set("Europe/Berlin".parse().unwrap()),
                ..SettingsPatch::default()
            },
            ..UpdateSettings::default()
        })
        .unwrap();
    let mut create = draft(&session, "A");
    create.deal.account_id = None;
    create.contacts = vec![NewDealContact {
        contact_id: contact(&session, "Ada"),
        ..NewDealContact::default()
    }];
    let id = session.deals().create(create).unwrap().id;
    assert_eq!(
        refused(win(&session, id)),
        at(ErrorCode::Conflict, "account_id")
    );
    let patch = DealPatch {
        account_id: Patch::Set(account(&session, "Acme")),
        ..DealPatch::default()
    };
    session
        .deals()
        .update(UpdateDeal {
            id,
            patch,
            ..UpdateDeal::default()
        })
        .unwrap();
    let won = win(&session, id).unwrap().deal;
    assert_eq!(
        won.closed_on,
        Some(day("2026-03-10")),
        "it is tomorrow in Berlin"
    );
    assert_eq!(won.probability, Decimal::from(100));
}

#[test]
fn a_tenant_may_win_without_an_account_r_22() {
    let session = memory::session("admin");
    session
        .settings()
        .update(UpdateSettings {
            patch: SettingsPatch {
                win_without_account: Patch::Set(true),
                ..SettingsPatch::default()
            },
            ..UpdateSettings::default()
        })
        .unwrap();
    let mut create = draft(&session, "A");
    create.deal.account_id = None;
    create.contacts = vec![NewDealContact {
        contact_id: contact(&session, "Ada"),
        ..NewDealContact::default()
    }];
    let id = session.deals().create(create).unwrap().id;
    assert_eq!(win(&session, id).unwrap().deal.status, DealStatus::Won);
}

#[test]
fn lost_needs_a_reason_and_other_needs_words_4_2_4() {
    let session = memory::session("admin");
    let id = deal(&session, "A").id;
    let lose = |reason, text: Option<&str>| {
        session.deals().lose(LoseDeal {
            id,
            reason,
            reason_text: text.map(str::to_owned),
            ..LoseDeal::default()
        })
    };
    assert_eq!(refused(lose(None, None)), at(ErrorCode::Invalid, "reason"));
    let other = Some(LostReason::Other);
    assert_eq!(
        refused(lose(other, None)),
        at(ErrorCode::Invalid, "reason_text")
    );
    assert_eq!(
        refused(lose(other, Some("  "))),
        at(ErrorCode::Invalid, "reason_text")
    );
    let closed = lose(other, Some("They moved.")).unwrap();
    assert_eq!(
        (closed.status, closed.probability),
        (DealStatus::Lost, Decimal::ZERO)
    );
    assert_eq!(closed.reason_text.as_deref(), Some("They moved."));
}

#[test]
fn a_deal_is_lost_to_a_competitor_that_it_then_names_dea_27() {
    let session = memory::session("admin");
    let id = deal(&session, "A").id;
    let rival = session
        .competitors()
        .create(CreateCompetitor {
            competitor: CompetitorDraft {
                name: "Initech".into(),
                ..CompetitorDraft::default()
            },
        })
        .unwrap();
    let lost = session
        .deals()
        .lose(LoseDeal {
            id,
            reason: Some(LostReason::Competition),
            competitor_id: Some(rival.id),
            ..LoseDeal::default()
        })
        .unwrap();
    assert_eq!(
        (lost.lost_to_id, lost.competitor_ids),
        (Some(rival.id), vec![rival.id])
    );
}

#[test]
fn a_closed_deal_is_reopened_first() {
    let session = memory::session("admin");
    let id = deal(&session, "A").id;
    win(&session, id).unwrap();
    assert_eq!(win(&session, id).unwrap_err().code(), ErrorCode::Conflict);
    let lost = session.deals().lose(LoseDeal {
        id,
        reason: Some(LostReason::Price),
        ..LoseDeal::default()
    });
    assert_eq!(lost.unwrap_err().code(), ErrorCode::Conflict);
    let moved = session.deals().move_stage(MoveStage {
        id,
        stage: "proposal".into(),
        ..MoveStage::default()
    });
    assert_eq!(moved.unwrap_err().code(), ErrorCode::Conflict);
}

#[test]
fn reopening_keeps_the_outcome_in_history_and_restores_the_stage_s_probability_4_2_5() {
    let session = memory::session("admin");
    let id = deal(&session, "A").id;
    step(&session, id, "negotiation");
    session
        .deals()
        .lose(LoseDeal {
            id,
            reason: Some(LostReason::Timing),
            reason_text: Some("Next year".into()),
            closed_on: Some(day("2025-12-31")),
            ..LoseDeal::default()
        })
        .unwrap();
    let open = session
        .deals()
        .reopen(ReopenDeal {
            id,
            ..ReopenDeal::default()
        })
        .unwrap();
    assert_eq!(open.stage, "negotiation", "the stage it was closed from");
    assert_eq!((open.closed_on, open.closed_at), (None, None));
    assert_eq!((open.lost_reason, open.reason_text), (None, None));
    assert_eq!(open.probability, Decimal::from(90));
    let views = stays(&session, id);
    let causes: Vec<_> = views.iter().map(|view| view.stay.cause).collect();
    let expected = [
        MoveCause::Created,
        MoveCause::Moved,
        MoveCause::Lost,
        MoveCause::Reopened,
    ];
    assert_eq!(causes, expected);
    let lost = &views[2].stay;
    assert_eq!(lost.lost_reason, Some(LostReason::Timing));
    assert_eq!(lost.closed_on, Some(day("2025-12-31")));
    assert_eq!(lost.status, DealStatus::Lost);
}

#[test]
fn an_open_deal_is_not_reopened_and_never_into_a_closed_stage() {
    let session = memory::session("admin");
    let id = deal(&session, "A").id;
    let reopen = |stage: Option<&str>| {
        session.deals().reopen(ReopenDeal {
            id,
            stage: stage.map(str::to_owned),
            ..ReopenDeal::default()
        })
    };
    assert_eq!(reopen(None).unwrap_err().code(), ErrorCode::Conflict);
    win(&session, id).unwrap();
    assert_eq!(
        refused(reopen(Some("lost"))),
        at(ErrorCode::Invalid, "stage")
    );
    assert_eq!(
        reopen(Some("qualification")).unwrap().stage,
        "qualification"
    );
}

#[test]
fn the_closed_date_is_editable_on_closed_deals_only_dea_22() {
    let session = memory::session("admin");
    let id = deal(&session, "A").id;
    let edit = || {
        session.deals().update(UpdateDeal {
            id,
            closed_on: Some(day("2026-02-02")),
            ..UpdateDeal::default()
        })
    };
    assert_eq!(refused(edit()), at(ErrorCode::Invalid, "closed_on"));
    win(&session, id).unwrap();
    assert_eq!(edit().unwrap().closed_on, Some(day("2026-02-02")));
}

#[test]
fn a_closed_deal_keeps_its_forced_probability_4_2_6() {
    let session = memory::session("admin");
    let id = deal(&session, "A").id;
    win(&session, id).unwrap();
    let result = session.deals().update(UpdateDeal {
        id,
        probability: Patch::Set(decimal("50")),
        ..UpdateDeal::default()
    });
    assert_eq!(refused(result), at(ErrorCode::Conflict, "probability"));
}

#[test]
fn winning_makes_the_draft_of_an_order_from_the_lines_dea_39() {
    let session = memory::session("admin");
    let mut create = draft(&session, "A");
    create.lines = vec![NewDealLine {
        name: "Seat".into(),
        quantity: Some(decimal("3")),
        price: Some(usd("19.99")),
        ..NewDealLine::default()
    }];
    let id = session.deals().create(create).unwrap().id;
    let won = session
        .deals()
        .win(WinDeal {
            id,
            create_order: true,
            ..WinDeal::default()
        })
        .unwrap();
    let order = won.order.unwrap();
    assert_eq!(
        (order.kind, order.status),
        (DocumentKind::Order, DocumentStatus::Draft)
    );
    assert_eq!(
        (order.deal_id, order.account_id),
        (Some(id), won.deal.account_id)
    );
    assert_eq!((order.total, order.lines.len()), (Some(usd("59.97")), 1));
}

#[test]
fn a_won_deal_keeps_its_account_4_2_4() {
    let session = memory::session("admin");
    let id = deal(&session, "A").id;
    let without = || {
        session.deals().update(UpdateDeal {
            id,
            patch: DealPatch {
                account_id: Patch::Clear,
                ..DealPatch::default()
            },
            ..UpdateDeal::default()
        })
    };
    win(&session, id).unwrap();
    assert_eq!(refused(without()), at(ErrorCode::Conflict, "account_id"));
    session
        .settings()
        .update(UpdateSettings {
            patch: SettingsPatch {
                win_without_account: Patch::Set(true),
                ..SettingsPatch::default()
            },
            ..UpdateSettings::default()
        })
        .unwrap();
    assert_eq!(without().unwrap().account_id, None);
}

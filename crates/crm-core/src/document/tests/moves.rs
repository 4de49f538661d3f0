//! Documents move deals (semantics 4.3).

use super::*;
use crate::deal::{
    AlertKind, ArchiveDeal, ListDealAlerts, ListStays, LoseDeal, LostReason, MoveCause, MoveStage,
    ReopenDeal, ResolveDealAlert, WinDeal,
};
use crate::field::Patch;
use crate::pipeline::{
    EntryRequirements, PipelineId, PipelinePatch, SalesRule, SalesRuleSetting, UpdatePipeline,
    UpdateStage,
};

use crate::task::{CompleteTask, GetTask, TaskStatus};

use DocumentKind::{Invoice, Order, Quotation};
use DocumentStatus as S;
use MoveCause::Created;

/// The cause of moves by rules.
const BY_RULE: MoveCause = MoveCause::SalesDocument;

fn paid_invoice(number: &str, deal: Option<DealId>) -> RecordDocument {
    let mut invoice = told(Invoice, number, S::Open, deal);
    invoice.document.total = Some(usd("100"));
    invoice.document.payments = vec![DocumentPayment {
        paid_on: day("2026-01-01"),
        amount: usd("100"),
        method: None,
        reference: None,
    }];
    invoice
}

fn fulfilled_order(number: &str, deal: Option<DealId>) -> RecordDocument {
    let mut order = told(Order, number, S::Open, deal);
    order.document.lines = vec![DocumentLine {
        name: "Seat".into(),
        quantity: Some("2".parse().unwrap()),
        fulfilled: Some("2".parse().unwrap()),
        ..DocumentLine::default()
    }];
    order
}

fn configure(session: &Session, id: PipelineId, patch: PipelinePatch) {
    session
        .pipelines()
        .update(UpdatePipeline {
            id,
            patch,
            ..UpdatePipeline::default()
        })
        .unwrap();
}

fn lose(session: &Session, id: DealId) {
    session
        .deals()
        .lose(LoseDeal {
            id,
            reason: Some(LostReason::Price),
            ..LoseDeal::default()
        })
        .unwrap();
}

#[test]
fn documents_take_a_deal_from_prospecting_to_won_4_3() {
    let session = memory::session("admin");
    let id = deal(&session, "A").id;
    record(&session, told(Quotation, "Q1", S::Draft, Some(id)));
    assert_eq!(stage(&session, id), "prospecting");
    record(&session, told(Quotation, "Q1", S::Sent, None));
    assert_eq!(stage(&session, id), "proposal", "S1; the link stays");
    record(&session, told(Quotation, "Q1", S::Accepted, None));
    assert_eq!(stage(&session, id), "negotiation", "S2");
    let won = record(&session, fulfilled_order("O1", Some(id)));
    assert_eq!(stage(&session, id), "won", "S3");
    assert_eq!(won.deal.unwrap().closed_on, Some(day("2026-01-01")));
    let again = record(&session, paid_invoice("I1", Some(id)));
    assert_eq!(
        effects(&again),
        [(SalesEventKind::InvoicePaid, SalesEffect::Closed)],
        "S4"
    );
    let stays = session.deals().stays(ListStays { id }).unwrap().stays;
    let causes: Vec<_> = stays.iter().map(|view| view.stay.cause).collect();
    assert_eq!(causes, [Created, BY_RULE, BY_RULE, BY_RULE]);
    assert!(
        stays[1..]
            .iter()
            .all(|view| view.stay.document_id.is_some())
    );
}

#[test]
fn a_paid_invoice_wins_4_3() {
    let session = memory::session("admin");
    let id = deal(&session, "A").id;
    let recorded = record(&session, paid_invoice("I1", Some(id)));
    assert_eq!(recorded.deal.unwrap().stage, "won");
    assert!(recorded.document.settled);
}

#[test]
fn an_order_made_from_a_quotation_accepts_it_4_3() {
    let session = memory::session("admin");
    let id = deal(&session, "A").id;
    let quotation = record(&session, told(Quotation, "Q1", S::Sent, Some(id))).document;
    let mut order = told(Order, "O1", S::Open, None);
    order.document.origin_id = Some(quotation.id);
    let recorded = record(&session, order);
    assert_eq!(
        recorded.document.deal_id,
        Some(id),
        "the order belongs to the deal too"
    );
    assert_eq!(stage(&session, id), "negotiation");
    assert_eq!(recorded.events[0].document_id, quotation.id);
}

#[test]
fn a_rule_moves_forward_only_4_3() {
    let session = memory::session("admin");
    let id = deal(&session, "A").id;
    session
        .deals()
        .move_stage(MoveStage {
            id,
            stage: "negotiation".into(),
            ..MoveStage::default()
        })
        .unwrap();
    let recorded = record(&session, told(Quotation, "Q1", S::Sent, Some(id)));
    assert_eq!(
        effects(&recorded),
        [(SalesEventKind::QuotationSent, SalesEffect::NotAhead)]
    );
    assert_eq!(stage(&session, id), "negotiation");
}

#[test]
fn of_several_events_the_highest_target_counts_4_3() {
    let session = memory::session("admin");
    let id = deal(&session, "A").id;
    let recorded = record(&session, told(Quotation, "Q1", S::Accepted, Some(id)));
    let expected = [
        (SalesEventKind::QuotationSent, SalesEffect::Surpassed),
        (SalesEventKind::QuotationAccepted, SalesEffect::Moved),
    ];
    assert_eq!(effects(&recorded), expected);
    assert_eq!(stage(&session, id), "negotiation");
    // Another quotation of the deal, only sent, changes nothing.
    record(&session, told(Quotation, "Q2", S::Sent, Some(id)));
    assert_eq!(stage(&session, id), "negotiation");
}

#[test]
fn a_closed_deal_is_never_changed_and_a_lost_one_makes_a_conflict_4_3() {
    let session = memory::session("admin");
    let id = deal(&session, "A").id;
    lose(&session, id);
    let before = session.deals().get(GetDeal { id }).unwrap();
    let sent = record(&session, told(Quotation, "Q1", S::Sent, Some(id)));
    assert_eq!(
        effects(&sent),
        [(SalesEventKind::QuotationSent, SalesEffect::Closed)]
    );
    assert_eq!(sent.alerts, []);
    for (document, rule) in [
        (fulfilled_order("O1", Some(id)), SalesRule::OrderFulfilled),
        (paid_invoice("I1", Some(id)), SalesRule::InvoicePaid),
    ] {
        let recorded = record(&session, document);
        let [alert] = &recorded.alerts[..] else {
            unreachable!("one alert")
        };
        assert_eq!((alert.kind, alert.rule), (AlertKind::Conflict, Some(rule)));
        assert_eq!(recorded.events[0].effect, SalesEffect::Conflict);
    }
    let after = session.deals().get(GetDeal { id }).unwrap();
    assert_eq!(
        (after.stage, after.status, after.closed_on, after.total),
        (before.stage, before.status, before.closed_on, before.total)
    );
    let alerts = session
        .deals()
        .alerts(ListDealAlerts { id, all: false })
        .unwrap()
        .alerts;
    assert_eq!(alerts.len(), 2);
}

#[test]
fn a_conflict_is_a_task_of_the_owner_and_both_are_dealt_with_at_once_4_3() {
    let session = memory::session("admin");
    let deal = deal(&session, "A");
    lose(&session, deal.id);
    let due = || {
        let alerts = ListDealAlerts {
            id: deal.id,
            all: false,
        };
        session.deals().alerts(alerts).unwrap().alerts.len()
    };
    let raise = |document| {
        let alert = record(&session, document).alerts.remove(0);
        let id = alert.task_id.unwrap();
        (alert.id, session.tasks().get(GetTask { id }).unwrap())
    };
    let (_, task) = raise(fulfilled_order("O1", Some(deal.id)));
    assert_eq!(task.task.assignee_id, deal.owner_id);
    let about: Vec<_> = task.links.iter().map(|link| link.record_id).collect();
    let account = deal.account_id.unwrap();
    assert_eq!(about, [deal.id.uuid(), account.uuid()]);
    let complete = CompleteTask {
        id: task.task.id,
        ..CompleteTask::default()
    };
    session.tasks().complete(complete).unwrap();
    assert_eq!(due(), 0, "who did the task has dealt with the alert");
    let (alert, task) = raise(paid_invoice("I1", Some(deal.id)));
    assert_eq!(due(), 1);
    let resolve = ResolveDealAlert { id: alert };
    session.deals().resolve_alert(resolve).unwrap();
    let task = session.tasks().get(GetTask { id: task.task.id }).unwrap();
    assert_eq!(task.task.status, TaskStatus::Completed);
}

#[test]
fn a_rule_fires_once_for_document_event_and_revision_4_3() {
    let session = memory::session("admin");
    let id = deal(&session, "A").id;
    let mut invoice = paid_invoice("I1", Some(id));
    invoice.revision = Some(3);
    record(&session, invoice.clone());
    assert_eq!(stage(&session, id), "won");
    session
        .deals()
        .reopen(ReopenDeal {
            id,
            ..ReopenDeal::default()
        })
        .unwrap();
    assert_eq!(
        effects(&record(&session, invoice.clone())),
        [],
        "the same revision again"
    );
    assert_eq!(stage(&session, id), "prospecting");
    invoice.revision = Some(4);
    invoice.document.number = Some("I1a".into());
    assert_eq!(
        effects(&record(&session, invoice.clone())),
        [],
        "it was paid before"
    );
    assert_eq!(stage(&session, id), "prospecting");
    invoice.revision = Some(2);
    let stale = session.documents().record(invoice.clone());
    assert_eq!(
        refused(stale),
        (ErrorCode::Conflict, Some("revision".into()))
    );
    // Refunded and paid again is another event.
    invoice.revision = Some(5);
    invoice.document.payments[0].amount = usd("50");
    assert_eq!(effects(&record(&session, invoice.clone())), []);
    invoice.revision = Some(6);
    invoice.document.payments[0].amount = usd("100");
    assert_eq!(record(&session, invoice).events.len(), 1);
    assert_eq!(stage(&session, id), "won");
}

#[test]
fn without_revisions_what_is_different_is_the_next_one() {
    let session = memory::session("admin");
    let id = deal(&session, "A").id;
    let first = record(&session, told(Quotation, "Q1", S::Sent, Some(id))).document;
    let same = record(&session, told(Quotation, "Q1", S::Sent, Some(id)));
    assert_eq!(
        (same.document.id, same.document.revision, same.events.len()),
        (first.id, 1, 0)
    );
    let next = record(&session, told(Quotation, "Q1", S::Accepted, Some(id)));
    assert_eq!((next.document.id, next.document.revision), (first.id, 2));
}

#[test]
fn a_rule_is_switched_off_or_remapped_for_a_pipeline_4_3() {
    let session = memory::session("admin");
    let deal = deal(&session, "A");
    let setting = |disabled, target: Option<&str>| PipelinePatch {
        sales_rules: Patch::Set(vec![SalesRuleSetting {
            rule: SalesRule::QuotationSent,
            disabled,
            target: target.map(str::to_owned),
        }]),
        ..PipelinePatch::default()
    };
    configure(&session, deal.pipeline_id, setting(true, None));
    let off = record(&session, told(Quotation, "Q1", S::Sent, Some(deal.id)));
    assert_eq!(
        effects(&off),
        [(SalesEventKind::QuotationSent, SalesEffect::Skipped)]
    );
    configure(
        &session,
        deal.pipeline_id,
        setting(false, Some("qualification")),
    );
    record(&session, told(Quotation, "Q2", S::Sent, Some(deal.id)));
    assert_eq!(stage(&session, deal.id), "qualification");
}

#[test]
fn an_accepted_quotation_may_set_the_amount_4_3() {
    let session = memory::session("admin");
    let deal = deal(&session, "A");
    let patch = PipelinePatch {
        amount_from_quotation: Patch::Set(true),
        ..PipelinePatch::default()
    };
    let mut quotation = told(Quotation, "Q1", S::Accepted, Some(deal.id));
    quotation.document.total = Some(usd("1234.5"));
    configure(&session, deal.pipeline_id, patch);
    let recorded = record(&session, quotation);
    assert_eq!(recorded.deal.unwrap().amount, Some(usd("1234.5")));
}

#[test]
fn a_withdrawn_document_proposes_to_move_back_and_moves_nothing_4_3() {
    let session = memory::session("admin");
    for status in [S::Cancelled, S::Expired, S::Credited] {
        let id = deal(&session, status.name()).id;
        record(&session, told(Quotation, status.name(), S::Sent, Some(id)));
        let recorded = record(&session, told(Quotation, status.name(), status, Some(id)));
        let [alert] = &recorded.alerts[..] else {
            unreachable!("one alert")
        };
        assert_eq!(alert.kind, AlertKind::Withdrawn);
        assert_eq!(alert.names, ["prospecting"], "where it was before");
        assert_eq!(
            effects(&recorded),
            [(SalesEventKind::Withdrawn, SalesEffect::Proposed)]
        );
        assert_eq!(stage(&session, id), "proposal");
    }
}

#[test]
fn what_a_stage_asks_for_holds_a_rule_back_4_3() {
    let session = memory::session("admin");
    let deal = deal(&session, "A");
    session
        .pipelines()
        .update_stage(UpdateStage {
            id: deal.pipeline_id,
            stage: "proposal".into(),
            entry: Some(EntryRequirements {
                fields: vec!["expected_close_on".into()],
                ..EntryRequirements::default()
            }),
            ..UpdateStage::default()
        })
        .unwrap();
    let held = record(&session, told(Quotation, "Q1", S::Sent, Some(deal.id)));
    assert_eq!(
        effects(&held),
        [(SalesEventKind::QuotationSent, SalesEffect::Held)]
    );
    assert_eq!(held.alerts[0].kind, AlertKind::Held);
    assert_eq!(held.alerts[0].names, ["expected_close_on"]);
    assert_eq!(stage(&session, deal.id), "prospecting");
}

#[test]
fn a_document_that_is_linked_later_moves_the_deal_then_sal_12() {
    let session = memory::session("admin");
    let deal = deal(&session, "A");
    let order = record(&session, fulfilled_order("O1", None)).document;
    let mut invoice = told(Invoice, "I1", S::Open, None);
    invoice.document.origin_id = Some(order.id);
    let invoice = record(&session, invoice).document;
    assert_eq!((order.deal_id, invoice.account_id), (None, None));
    let linked = session
        .documents()
        .link(LinkDocument {
            id: order.id,
            deal_id: Some(deal.id),
            account_id: None,
        })
        .unwrap();
    assert_eq!(linked.document.account_id, deal.account_id);
    assert_eq!(linked.deal.unwrap().stage, "won");
    let invoice = session
        .documents()
        .get(GetDocument { id: invoice.id })
        .unwrap();
    assert_eq!(invoice.deal_id, Some(deal.id));
    assert_eq!(
        invoice.account_id, deal.account_id,
        "through its order (SAL-17)"
    );
}

#[test]
fn an_archived_deal_is_left_alone() {
    let session = memory::session("admin");
    let id = deal(&session, "A").id;
    let quotation = record(&session, told(Quotation, "Q1", S::Draft, Some(id))).document;
    session.deals().archive(ArchiveDeal { id }).unwrap();
    let mut sent = told(Quotation, "Q1", S::Sent, None);
    sent.id = Some(quotation.id);
    let recorded = record(&session, sent);
    assert_eq!(
        effects(&recorded),
        [(SalesEventKind::QuotationSent, SalesEffect::Skipped)]
    );
    assert_eq!(stage(&session, id), "prospecting");
}

#[test]
fn what_documents_did_is_listed() {
    let session = memory::session("admin");
    let id = deal(&session, "A").id;
    session
        .deals()
        .win(WinDeal {
            id,
            ..WinDeal::default()
        })
        .unwrap();
    record(&session, told(Quotation, "Q1", S::Sent, Some(id)));
    let events = session
        .documents()
        .events(ListSalesEvents { deal_id: id })
        .unwrap()
        .events;
    assert_eq!(events.len(), 1);
    assert_eq!(
        (events[0].rule, events[0].effect),
        (Some(SalesRule::QuotationSent), SalesEffect::Closed)
    );
}

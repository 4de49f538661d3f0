//! Letting documents move deals: each event of a document once (semantics 4.3).

use std::collections::BTreeSet;

use super::event::{SalesEffect, SalesEvent, SalesEventKind, occasion};
use super::record::SalesDocument;
use super::rule::{Decision, decide};
use crate::deal::{AlertKind, Concern, Deal, DealAlert, DealId, move_by_document, raise, stays_of};
use crate::error::Result;
use crate::field::RecordKind;
use crate::operation::Context;
use crate::pipeline::{self, SalesRule};
use crate::port::KeySpace;
use crate::value::{Decimal, Money};

/// What documents did to a deal.
#[derive(Debug, Default)]
pub(super) struct Applied {
    pub(super) events: Vec<SalesEvent>,
    pub(super) alerts: Vec<DealAlert>,
}

impl Applied {
    /// Takes in what another document did.
    pub(super) fn take_in(&mut self, more: Self) {
        self.events.extend(more.events);
        self.alerts.extend(more.alerts);
    }
}

/// Applies what newly holds of a document to its deal. The rules are the tenant's: neither the
/// scope of whoever tells of the document nor its right to move deals matters.
pub(super) fn apply(
    cx: &mut Context<'_>,
    document: &SalesDocument,
    events: &BTreeSet<SalesEventKind>,
) -> Result<Applied> {
    let mut applied = Applied::default();
    let Some(id) = document.deal_id else {
        return Ok(applied);
    };
    let Some(deal) = cx.peek::<Deal>(id)? else {
        return Ok(applied);
    };
    let mut fresh = Vec::new();
    for &event in events {
        if !is_known(cx, document, event)? {
            fresh.push(event);
        }
    }
    let rules: Vec<SalesRule> = fresh.iter().filter_map(|event| event.rule()).collect();
    let (deal, effect) = if rules.is_empty() || deal.archived_at.is_some() {
        (deal, None)
    } else {
        let (deal, effect) = move_deal(cx, document, deal, &rules, &mut applied)?;
        (deal, Some(effect))
    };
    for event in fresh {
        let (rule, effect, stage) = match (event.rule(), &effect) {
            (None, _) => {
                propose_back(cx, document, &deal, &mut applied)?;
                (None, SalesEffect::Proposed, None)
            }
            (Some(rule), None) => (Some(rule), SalesEffect::Skipped, None),
            (Some(rule), Some((decided, effect, key))) => {
                let own = decided.is_none_or(|decided| decided == rule);
                let effect = if own { *effect } else { SalesEffect::Surpassed };
                (Some(rule), effect, key.clone())
            }
        };
        applied.events.push(cx.insert(SalesEvent {
            document_id: document.id,
            event,
            document_revision: document.revision,
            deal_id: id,
            rule,
            effect,
            stage,
            ..SalesEvent::default()
        })?);
    }
    Ok(applied)
}

fn is_known(cx: &mut Context<'_>, document: &SalesDocument, event: SalesEventKind) -> Result<bool> {
    let key = occasion(document.id, event, document.revision);
    let store = cx.store();
    let found = store.under_key(RecordKind::SalesEvent, KeySpace::Name, &key, 1)?;
    Ok(!found.is_empty())
}

/// What an accepted quotation says of the amounts of its deal.
enum Amounts {
    /// Nothing new.
    Same,
    /// The deal comes to the total of the quotation: what is left of it without the tax in it, and
    /// that tax. Discounts are taken off already.
    Taken { amount: Money, tax: Option<Money> },
    /// Another total, which the deal cannot take: its lines make its amount, or the quotation is in
    /// another currency, which would need a rate.
    Contradicting,
}

fn amounts_of(document: &SalesDocument, deal: &Deal) -> Amounts {
    let Some(total) = document.total else {
        return Amounts::Same;
    };
    if deal.total == Some(total) {
        return Amounts::Same;
    }
    if deal.line_count > 0 || deal.currency != Some(total.currency) {
        return Amounts::Contradicting;
    }
    let amount = match document.tax {
        None => Some(total),
        Some(tax) if tax.amount < Decimal::ZERO => None,
        Some(tax) => total.checked_sub(tax).ok(),
    };
    match amount.filter(|amount| amount.amount >= Decimal::ZERO) {
        Some(amount) => Amounts::Taken {
            amount,
            tax: document.tax,
        },
        None => Amounts::Contradicting,
    }
}

/// What was decided: by which rule, with what effect, towards which stage.
type Outcome = (Option<SalesRule>, SalesEffect, Option<String>);

fn move_deal(
    cx: &mut Context<'_>,
    document: &SalesDocument,
    deal: Deal,
    rules: &[SalesRule],
    applied: &mut Applied,
) -> Result<(Deal, Outcome)> {
    let pipeline = pipeline::of_deal(cx, deal.pipeline_id)?;
    let mut after = deal.clone();
    let accepted = rules.contains(&SalesRule::QuotationAccepted);
    if accepted && pipeline.amount_from_quotation && deal.is_open() {
        match amounts_of(document, &deal) {
            Amounts::Same => {}
            Amounts::Taken { amount, tax } => {
                after.amount = Some(amount);
                after.tax = tax;
                after.quoted = true;
                (after.discount, after.discount_percent) = (None, None);
            }
            Amounts::Contradicting => {
                let conflict = Concern::Document {
                    kind: AlertKind::Conflict,
                    document: document.id,
                    revision: document.revision,
                    rule: Some(SalesRule::QuotationAccepted),
                    names: Vec::new(),
                };
                applied.alerts.extend(raise(cx, deal.id, conflict)?);
            }
        }
    }
    let decision = decide(&pipeline, deal.stage_id, deal.status, rules);
    let concern = |kind, rule, names| Concern::Document {
        kind,
        document: document.id,
        revision: document.revision,
        rule: Some(rule),
        names,
    };
    match decision {
        Decision::Move(rule, stage) => {
            let key = Some(stage.key.clone());
            let moved = move_by_document(cx, &deal, after.clone(), &pipeline, stage, document.id)?;
            match moved {
                Ok(moved) => Ok((moved, (Some(rule), SalesEffect::Moved, key))),
                Err(lacking) => {
                    let deal = cx.save(&deal, after)?;
                    let held = concern(AlertKind::Held, rule, lacking);
                    applied.alerts.extend(raise(cx, deal.id, held)?);
                    Ok((deal, (Some(rule), SalesEffect::Held, key)))
                }
            }
        }
        Decision::Conflict(rule) => {
            let conflict = concern(AlertKind::Conflict, rule, Vec::new());
            applied.alerts.extend(raise(cx, deal.id, conflict)?);
            Ok((deal, (Some(rule), SalesEffect::Conflict, None)))
        }
        Decision::NotAhead => {
            let deal = cx.save(&deal, after)?;
            Ok((deal, (None, SalesEffect::NotAhead, None)))
        }
        Decision::Closed => Ok((deal, (None, SalesEffect::Closed, None))),
        Decision::Skipped => {
            let deal = cx.save(&deal, after)?;
            Ok((deal, (None, SalesEffect::Skipped, None)))
        }
    }
}

/// Proposes to move a deal back that is where it is because of this document. Nothing moves by
/// itself.
fn propose_back(
    cx: &mut Context<'_>,
    document: &SalesDocument,
    deal: &Deal,
    applied: &mut Applied,
) -> Result<()> {
    let stays = stays_of(cx, deal.id)?;
    let here = stays
        .last()
        .filter(|stay| stay.document_id == Some(document.id));
    let before = here.and_then(|_| stays.iter().rev().nth(1));
    let withdrawn = Concern::Document {
        kind: AlertKind::Withdrawn,
        document: document.id,
        revision: document.revision,
        rule: None,
        names: before.map(|stay| stay.stage.clone()).into_iter().collect(),
    };
    applied.alerts.extend(raise(cx, deal.id, withdrawn)?);
    Ok(())
}

/// The deal that a document made from another belongs to.
pub(super) fn deal_of(cx: &mut Context<'_>, document: &SalesDocument) -> Result<Option<DealId>> {
    match (document.deal_id, document.origin_id) {
        (Some(deal), _) => Ok(Some(deal)),
        (None, Some(origin)) => {
            let origin: Option<SalesDocument> = cx.peek(origin)?;
            Ok(origin.and_then(|origin| origin.deal_id))
        }
        (None, None) => Ok(None),
    }
}

//! Where sales documents take a deal: a pure decision (S1 to S4, semantics 4.3).

use crate::deal::DealStatus;
use crate::pipeline::{Pipeline, SalesRule, Stage, StageId};

/// What rules decide about a deal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision<'p> {
    /// It moves to this stage, by this rule.
    Move(SalesRule, &'p Stage),
    /// It is there already, or further.
    NotAhead,
    /// It is won or lost, which no rule changes.
    Closed,
    /// No rule leads anywhere here.
    Skipped,
    /// It is lost, but this rule says that it was delivered or paid.
    Conflict(SalesRule),
}

/// Decides about a deal in a stage of a pipeline, when rules are triggered together.
///
/// The target that is furthest in the pipeline counts, and only if it is further than the deal. A
/// closed deal stays as it is; a lost one that was delivered or paid is a conflict.
///
/// ```
/// use crm_core::deal::DealStatus;
/// use crm_core::document::{Decision, decide};
/// use crm_core::pipeline::{SalesRule, seeded};
///
/// let pipeline = seeded();
/// let at = |key| pipeline.stage(key).unwrap().id;
/// let sent = [SalesRule::QuotationSent];
/// let decision = decide(&pipeline, at("prospecting"), DealStatus::Open, &sent);
/// assert!(matches!(decision, Decision::Move(_, stage) if stage.key == "proposal"));
/// let decision = decide(&pipeline, at("negotiation"), DealStatus::Open, &sent);
/// assert_eq!(decision, Decision::NotAhead);
/// ```
pub fn decide<'p>(
    pipeline: &'p Pipeline,
    stage: StageId,
    status: DealStatus,
    rules: &[SalesRule],
) -> Decision<'p> {
    let enabled = |rule: &&SalesRule| pipeline.target_of(**rule).is_some();
    match status {
        DealStatus::Won => return Decision::Closed,
        DealStatus::Lost => {
            let contradicts = |rule: &&SalesRule| {
                matches!(rule, SalesRule::OrderFulfilled | SalesRule::InvoicePaid)
            };
            let conflict = rules.iter().filter(enabled).find(contradicts);
            return conflict.map_or(Decision::Closed, |rule| Decision::Conflict(*rule));
        }
        DealStatus::Open => {}
    }
    let target = rules
        .iter()
        .filter_map(|rule| {
            let target = pipeline.target_of(*rule)?;
            Some((pipeline.order(target.id)?, *rule, target))
        })
        .max_by_key(|(order, ..)| *order);
    match target {
        None => Decision::Skipped,
        Some((order, rule, target)) if pipeline.order(stage) < Some(order) => {
            Decision::Move(rule, target)
        }
        Some(_) => Decision::NotAhead,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test fails by panicking

    use proptest::prelude::*;

    use super::*;
    use crate::pipeline::{SalesRuleSetting, StageOutcome, seeded};

    fn target(from: &str, rules: &[SalesRule]) -> Option<String> {
        let pipeline = seeded();
        let stage = pipeline.stage(from).unwrap();
        match decide(&pipeline, stage.id, stage.outcome.into(), rules) {
            Decision::Move(_, stage) => Some(stage.key.clone()),
            _ => None,
        }
    }

    #[test]
    fn s1_a_sent_quotation_moves_to_proposal_4_3() {
        let moved = target("prospecting", &[SalesRule::QuotationSent]);
        assert_eq!(moved.as_deref(), Some("proposal"));
    }

    #[test]
    fn s2_an_accepted_quotation_moves_to_negotiation_4_3() {
        let moved = target("proposal", &[SalesRule::QuotationAccepted]);
        assert_eq!(moved.as_deref(), Some("negotiation"));
    }

    #[test]
    fn s3_a_fulfilled_order_wins_4_3() {
        let moved = target("negotiation", &[SalesRule::OrderFulfilled]);
        assert_eq!(moved.as_deref(), Some("won"));
    }

    #[test]
    fn s4_a_paid_invoice_wins_unless_won_already_4_3() {
        let moved = target("prospecting", &[SalesRule::InvoicePaid]);
        assert_eq!(moved.as_deref(), Some("won"));
        assert_eq!(target("won", &[SalesRule::InvoicePaid]), None);
    }

    #[test]
    fn the_highest_target_counts_4_3() {
        let moved = target(
            "prospecting",
            &[SalesRule::QuotationAccepted, SalesRule::QuotationSent],
        );
        assert_eq!(moved.as_deref(), Some("negotiation"));
    }

    #[test]
    fn an_absent_key_or_a_disabled_rule_is_skipped_4_3() {
        let mut pipeline = seeded();
        pipeline.stages.retain(|stage| stage.key != "proposal");
        let first = pipeline.stages[0].id;
        let sent = [SalesRule::QuotationSent];
        let skipped = decide(&pipeline, first, DealStatus::Open, &sent);
        assert_eq!(skipped, Decision::Skipped);
        pipeline.sales_rules = vec![SalesRuleSetting {
            rule: SalesRule::QuotationSent,
            target: Some("negotiation".to_owned()),
            ..SalesRuleSetting::default()
        }];
        let remapped = decide(&pipeline, first, DealStatus::Open, &sent);
        assert!(matches!(remapped, Decision::Move(_, stage) if stage.key == "negotiation"));
        pipeline.sales_rules[0].disabled = true;
        let disabled = decide(&pipeline, first, DealStatus::Open, &sent);
        assert_eq!(disabled, Decision::Skipped);
    }

    #[test]
    fn a_lost_deal_that_was_delivered_or_paid_is_a_conflict_4_3() {
        let pipeline = seeded();
        let lost = pipeline.stage("lost").unwrap().id;
        let decide = |rule| decide(&pipeline, lost, DealStatus::Lost, &[rule]);
        for rule in [SalesRule::OrderFulfilled, SalesRule::InvoicePaid] {
            assert_eq!(decide(rule), Decision::Conflict(rule));
        }
        for rule in [SalesRule::QuotationSent, SalesRule::QuotationAccepted] {
            assert_eq!(decide(rule), Decision::Closed);
        }
    }

    proptest! {
        #[test]
        fn a_rule_never_moves_backwards_and_never_touches_a_closed_deal_4_3(
            order in Just((0..6).collect::<Vec<usize>>()).prop_shuffle(),
            at in 0_usize..6,
            rules in proptest::collection::vec(0_usize..4, 0..5),
        ) {
            let mut pipeline = seeded();
            let stages = pipeline.stages.clone();
            pipeline.stages = order.iter().map(|place| stages[*place].clone()).collect();
            let rules: Vec<_> = rules.iter().map(|rule| SalesRule::ALL[*rule]).collect();
            let stage = pipeline.stages[at].clone();
            let decision = decide(&pipeline, stage.id, stage.outcome.into(), &rules);
            if let Decision::Move(rule, target) = decision {
                prop_assert!(rules.contains(&rule));
                prop_assert!(pipeline.order(target.id) > Some(at));
                prop_assert_eq!(stage.outcome, StageOutcome::Open);
            }
        }
    }
}

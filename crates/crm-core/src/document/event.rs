//! What sales documents did: one record for each document, event and revision, so that nothing is
//! done twice (semantics 4.3).

use super::record::SalesDocumentId;
use crate::access::Permission;
use crate::deal::DealId;
use crate::error::Result;
use crate::field::label;
use crate::operation::{Environment, Stored};
use crate::pipeline::SalesRule;
use crate::port::{Key, KeySpace};

crate::record! {
    /// What one event of a sales document did to its deal.
    pub struct SalesEvent: SalesEvent, draft SalesEventDraft, patch SalesEventPatch;
    fixed {
        /// The document.
        document_id: SalesDocumentId = label("Document").indexed();
        /// What happened to it.
        event: SalesEventKind = label("Event");
        /// The revision of the document in which it happened.
        document_revision: u32 = label("Document revision");
        /// The deal.
        deal_id: DealId = label("Deal").indexed();
        /// The rule that was asked.
        rule: Option<SalesRule> = label("Rule");
        /// What became of it.
        effect: SalesEffect = label("Effect");
        /// The stage that the rule led to, by key.
        stage: Option<String> = label("Stage");
    }
    entered {}
    derived {}
}

crate::choice! {
    /// What happens to a sales document, as far as deals follow.
    pub enum SalesEventKind {
        /// A quotation was sent.
        #[default]
        QuotationSent = "quotation_sent",
        /// A quotation was accepted or turned into an order.
        QuotationAccepted = "quotation_accepted",
        /// An order was fulfilled in every line.
        OrderFulfilled = "order_fulfilled",
        /// The whole balance of an invoice was paid.
        InvoicePaid = "invoice_paid",
        /// A document was cancelled, credited, or ran out.
        Withdrawn = "withdrawn",
    }
}

impl SalesEventKind {
    /// The rule that it triggers.
    pub const fn rule(self) -> Option<SalesRule> {
        match self {
            Self::QuotationSent => Some(SalesRule::QuotationSent),
            Self::QuotationAccepted => Some(SalesRule::QuotationAccepted),
            Self::OrderFulfilled => Some(SalesRule::OrderFulfilled),
            Self::InvoicePaid => Some(SalesRule::InvoicePaid),
            Self::Withdrawn => None,
        }
    }
}

crate::choice! {
    /// What became of a rule.
    pub enum SalesEffect {
        /// The deal moved.
        #[default]
        Moved = "moved",
        /// The deal is there already, or further.
        NotAhead = "not_ahead",
        /// The deal is closed, which no rule changes.
        Closed = "closed",
        /// The rule is switched off, or the pipeline has no such stage.
        Skipped = "skipped",
        /// The deal is lost, which contradicts the document; an alert was raised.
        Conflict = "conflict",
        /// The deal lacks what the stage asks for; an alert was raised.
        Held = "held",
        /// Another event of the same call led further.
        Surpassed = "surpassed",
        /// Moving back was proposed.
        Proposed = "proposed",
    }
}

impl Stored for SalesEvent {
    const VIEW: Permission = Permission::DocumentView;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        Ok(())
    }

    fn keys(&self) -> Vec<Key> {
        vec![Key {
            space: KeySpace::Name,
            value: occasion(self.document_id, self.event, self.document_revision),
            unique: true,
        }]
    }
}

/// What a rule fires once for.
pub(super) fn occasion(document: SalesDocumentId, event: SalesEventKind, revision: u32) -> String {
    format!("{document}.{}.{revision}", event.name())
}

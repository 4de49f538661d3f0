//! The sales document record.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::account::AccountId;
use crate::deal::DealId;
use crate::field::{Element, FieldKind, Id, Part, RecordKind, ScalarKind, SearchColumn, label};
use crate::point::{ExternalId, Extra};
use crate::value::{Date, Decimal, Money, WebUrl};

crate::record! {
    /// A quotation, order, invoice or project that the host keeps, as it last told of it.
    pub struct SalesDocument: SalesDocument, draft SalesDocumentDraft, patch SalesDocumentPatch;
    fixed {
        /// What it is.
        kind: DocumentKind = label("Kind").indexed();
    }
    entered {
        /// The number that the host gave it.
        number: Option<String> = label("Number").search(SearchColumn::Point).indexed();
        /// How it stands.
        status: DocumentStatus = label("Status");
        /// The customer; that of the deal, or of the document it was made from, if not given.
        account_id: Option<AccountId> = label("Account").indexed()
            .reveals(&[(RecordKind::Deal, "account_id")]);
        /// The deal; that of the document it was made from if not given.
        deal_id: Option<DealId> = label("Deal").indexed();
        /// The document it was made from: the quotation of an order, the order of an invoice.
        origin_id: Option<SalesDocumentId> = label("Made from").indexed();
        /// What the host calls the customer, if it knows no account.
        customer_name: Option<String> = label("Customer name");
        /// The day on which it was issued.
        issued_on: Option<Date> = label("Issued on").indexed();
        /// The day until which it is good, or on which it is due.
        due_on: Option<Date> = label("Due on");
        /// What it comes to, tax included.
        total: Option<Money> = label("Total").reveals(&[(RecordKind::Deal, "total")]);
        /// The tax in it.
        tax: Option<Money> = label("Tax").reveals(&[(RecordKind::Deal, "tax")]);
        /// Its lines.
        lines: Vec<DocumentLine> = label("Lines")
            .reveals(&[(RecordKind::DealLine, "total")]);
        /// What was paid on it; refunds are negative.
        payments: Vec<DocumentPayment> = label("Payments");
        /// Where the host shows it.
        url: Option<WebUrl> = label("Web page");
        /// What other systems call it; the first one is how the host knows it.
        external_ids: Vec<ExternalId> = label("External ids");
        /// Values that no field holds.
        extras: Vec<Extra> = label("Unmapped values");
    }
    derived {
        /// The host's number of this state of the document, from 1.
        revision: u32 = label("Revision");
        /// What was paid, together.
        paid: Option<Money> = label("Paid").from(&["total", "payments"]);
        /// What is still to be paid; negative if too much was paid.
        balance: Option<Money> = label("Balance").from(&["total", "payments"]);
        /// The day on which the whole balance was paid.
        paid_on: Option<Date> = label("Paid on").from(&["total", "payments"]);
        /// Whether every line of an order was fulfilled.
        fulfilled: bool = label("Fulfilled").from(&["lines", "status"]);
        /// Whether the whole balance of an invoice was paid.
        settled: bool = label("Settled").from(&["total", "payments", "status"]);
    }
}

/// The id of a sales document.
pub type SalesDocumentId = Id<SalesDocument>;

crate::choice! {
    /// What a sales document is.
    pub enum DocumentKind {
        /// An offer at a price.
        #[default]
        Quotation = "quotation",
        /// What was ordered.
        Order = "order",
        /// What is to be paid.
        Invoice = "invoice",
        /// What is to be done.
        Project = "project",
    }
}

crate::choice! {
    /// How a sales document stands.
    pub enum DocumentStatus {
        /// It is being written.
        #[default]
        Draft = "draft",
        /// It is in force.
        Open = "open",
        /// It was sent to the customer.
        Sent = "sent",
        /// The customer accepted it.
        Accepted = "accepted",
        /// It was turned into an order.
        Ordered = "ordered",
        /// It is done: delivered, paid, finished. Lines and payments, if there are any, decide over
        /// this word.
        Done = "done",
        /// The customer declined it.
        Declined = "declined",
        /// It ran out.
        Expired = "expired",
        /// It was cancelled.
        Cancelled = "cancelled",
        /// A credit note took it back.
        Credited = "credited",
    }
}

impl DocumentStatus {
    /// Whether it counts no more: cancelled, run out, credited.
    pub const fn is_withdrawn(self) -> bool {
        matches!(self, Self::Expired | Self::Cancelled | Self::Credited)
    }
}

/// A line of a sales document.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentLine {
    /// The product, as the host's catalogue calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product_id: Option<String>,
    /// What it is.
    pub name: String,
    /// How many; one if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Decimal>,
    /// The price of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// What the line comes to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Money>,
    /// How many were delivered; none if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fulfilled: Option<Decimal>,
}

impl Element for DocumentLine {
    const LIST: FieldKind = FieldKind::Document;
}

/// A payment on a sales document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentPayment {
    /// The day of the payment.
    pub paid_on: Date,
    /// How much; negative for a refund.
    pub amount: Money,
    /// How it was paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// What the host calls the payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

impl DocumentPayment {
    /// The place of the day among the parts that the store is asked for.
    pub(super) const PAID_ON: usize = 0;
}

impl Element for DocumentPayment {
    const LIST: FieldKind = FieldKind::Elements(&[
        Part {
            name: "paid_on",
            kind: ScalarKind::Date,
        },
        Part {
            name: "method",
            kind: ScalarKind::Text,
        },
        Part {
            name: "reference",
            kind: ScalarKind::Text,
        },
    ]);
}

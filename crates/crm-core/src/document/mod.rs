//! Sales documents: what the host writes about deals, and what that does to them (semantics 4.3).
//!
//! Quotations, orders, invoices and projects belong to the host. It tells the engine of each as it
//! now is; the engine keeps the facts, links them to accounts and deals, and moves deals by four
//! rules: a quotation was sent (S1) or accepted (S2), an order fulfilled (S3), an invoice paid (S4).
//! A rule moves forward only, never touches a closed deal, and fires once for each document, event
//! and revision; what it did is kept as a [`SalesEvent`]. What contradicts a deal raises an alert
//! and changes nothing.
//!
//! ```
//! use crm_core::account::{AccountDraft, CreateAccount};
//! use crm_core::deal::{CreateDeal, DealDraft};
//! use crm_core::document::{DocumentKind, DocumentStatus, RecordDocument, SalesDocumentDraft};
//!
//! let session = crm_core::memory::session("admin");
//! let account = session.accounts().create(CreateAccount {
//!     account: AccountDraft { name: "Acme".into(), ..AccountDraft::default() },
//!     ..CreateAccount::default()
//! })?.account;
//! let deal = session.deals().create(CreateDeal {
//!     deal: DealDraft {
//!         name: "Fleet renewal".into(),
//!         account_id: Some(account.id),
//!         ..DealDraft::default()
//!     },
//!     ..CreateDeal::default()
//! })?;
//! let recorded = session.documents().record(RecordDocument {
//!     document: SalesDocumentDraft {
//!         kind: DocumentKind::Quotation,
//!         status: DocumentStatus::Sent,
//!         deal_id: Some(deal.id),
//!         ..SalesDocumentDraft::default()
//!     },
//!     ..RecordDocument::default()
//! })?;
//! assert_eq!(recorded.document.account_id, Some(account.id));
//! assert_eq!(recorded.deal.map(|deal| deal.stage).as_deref(), Some("proposal"));
//! # Ok::<(), crm_core::Error>(())
//! ```

mod apply;
mod draft;
mod event;
mod facts;
mod link;
mod list;
mod matching;
mod receive;
mod record;
mod rule;
mod statistics;
mod value;

#[cfg(test)]
mod tests;

pub(crate) use draft::order_of;
pub use draft::{DocumentPayload, DraftDocument};
pub use event::{SalesEffect, SalesEvent, SalesEventDraft, SalesEventKind, SalesEventPatch};
pub use link::LinkDocument;
pub(crate) use list::of_deal;
pub use list::{GetDocument, ListDocuments, ListSalesEvents, SalesEvents};
pub use matching::{AccountProposal, AccountProposals, ProposeAccounts};
pub use receive::{DocumentRecorded, RecordDocument};
pub use record::{
    DocumentKind, DocumentLine, DocumentPayment, DocumentStatus, SalesDocument, SalesDocumentDraft,
    SalesDocumentId, SalesDocumentPatch,
};
pub use rule::{Decision, decide};
pub use statistics::{AccountStatistics, GetAccountStatistics};
pub use value::{GetLifetimeValue, LifetimeValue, ListPayments, PaymentEntry, PaymentHistory};

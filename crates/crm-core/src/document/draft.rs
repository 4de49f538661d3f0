//! Filling a document from a deal (SAL-05, SAL-13, SAL-16).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::record::{
    DocumentKind, DocumentLine, DocumentStatus, SalesDocument, SalesDocumentDraft,
};
use crate::access::{Access, Answer, Permission};
use crate::account::Account;
use crate::deal::{Deal, DealId, lines_of};
use crate::error::Result;
use crate::field::{Record, place};
use crate::operation::{Context, Mode, Operation, Route};
use crate::point;
use crate::value::{Address, AddressKind};

/// Answers what a document about a deal would say, for the host to make it: a quotation, an order,
/// an invoice, or a project of a won deal. Nothing is written.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct DraftDocument {
    /// About which deal.
    pub deal_id: DealId,
    /// What is to be made.
    #[serde(default)]
    pub kind: DocumentKind,
}

/// What a document about a deal would say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentPayload {
    /// The document, with links, lines and amounts, as `documents.record` takes it.
    pub document: SalesDocumentDraft,
    /// The number of the deal.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub deal_number: String,
    /// The name of the deal.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub deal_name: String,
    /// The account, as it is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_name: Option<String>,
    /// Where it goes: the account's billing address, else its primary one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    /// The account's e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The account's telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

// It is filled from records that were projected before.
impl Answer for DocumentPayload {
    fn project(&mut self, _: &Access) {}
}

impl Operation for DraftDocument {
    const NAME: &'static str = "documents.draft";
    const PERMISSION: Permission = Permission::DealView;
    const ROUTE: Route = Route::post("/documents/draft");
    const MODE: Mode = Mode::Read;
    type Output = DocumentPayload;

    fn execute(self, cx: &mut Context<'_>) -> Result<DocumentPayload> {
        let mut deal: Deal = cx.load(self.deal_id).map_err(|error| error.at("deal_id"))?;
        let mut account = None;
        // What a field leads to is as guarded as the field.
        let field = Deal::DECL.fields.get(place!(Deal, "account_id"));
        let readable = field.is_some_and(|field| {
            let access = cx.access();
            access.require_read(Deal::DECL, field, false).is_ok()
        });
        if let Some(id) = deal.account_id.filter(|_| readable) {
            let row = cx.visible_row(Permission::AccountView, Account::DECL, id.uuid())?;
            account = row.map(Account::from_row).transpose()?;
        }
        let mut lines = lines_of(cx, deal.id)?;
        let access = cx.access().clone();
        deal.project(&access);
        account.project(&access);
        lines.project(&access);
        let address = account.as_ref().and_then(|account| {
            let billing = account
                .addresses
                .iter()
                .find(|address| address.kind == AddressKind::Billing);
            billing
                .or_else(|| point::primary(&account.addresses))
                .cloned()
        });
        Ok(DocumentPayload {
            document: filled(self.kind, &deal, &lines),
            deal_number: deal.number,
            deal_name: deal.name,
            address,
            email: account
                .as_ref()
                .and_then(|account| account.primary_email.clone()),
            phone: account
                .as_ref()
                .and_then(|account| account.primary_phone.clone()),
            account_name: account.map(|account| account.name),
        })
    }
}

/// A draft with the links, lines and amounts of a deal.
fn filled(kind: DocumentKind, deal: &Deal, lines: &[crate::deal::DealLine]) -> SalesDocumentDraft {
    let lines = lines.iter().map(|line| DocumentLine {
        product_id: line.product_id.clone(),
        name: line.name.clone(),
        quantity: line.quantity,
        price: line.price,
        total: line.total,
        fulfilled: None,
    });
    SalesDocumentDraft {
        kind,
        status: DocumentStatus::Draft,
        account_id: deal.account_id,
        deal_id: Some(deal.id),
        total: deal.total,
        tax: deal.tax,
        lines: lines.collect(),
        ..SalesDocumentDraft::default()
    }
}

/// Writes the draft of an order for a deal that was won (DEA-39), for whoever wins it.
pub(crate) fn order_of(cx: &mut Context<'_>, deal: &Deal) -> Result<SalesDocument> {
    let lines = lines_of(cx, deal.id)?;
    let mut order = SalesDocument::from_draft(filled(DocumentKind::Order, deal, &lines));
    order.revision = 1;
    cx.insert(order)
}

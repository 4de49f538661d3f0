//! Reading documents and what they did (SAL-11, SAL-15).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::SalesEvent;
use super::record::{DocumentKind, DocumentStatus, SalesDocument, SalesDocumentId};
use crate::access::{Access, Answer, Permission};
use crate::account::{Account, AccountId};
use crate::deal::{Deal, DealId};
use crate::error::Result;
use crate::field::{Record, Value, place};
use crate::operation::{Context, Mode, Operation, Route, live};
use crate::page::{self, Page, PageRequest};
use crate::query::{Filter, Select, Target};

/// Reads a document.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetDocument {
    /// Which document.
    pub id: SalesDocumentId,
}

impl Operation for GetDocument {
    const NAME: &'static str = "documents.get";
    const PERMISSION: Permission = Permission::DocumentView;
    const ROUTE: Route = Route::get("/documents/{id}");
    const MODE: Mode = Mode::Read;
    type Output = SalesDocument;

    fn execute(self, cx: &mut Context<'_>) -> Result<SalesDocument> {
        cx.load(self.id)
    }
}

/// Lists documents, a page at a time, in the order of an indexed field.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListDocuments {
    /// Only those of this kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<DocumentKind>,
    /// Only those that stand so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<DocumentStatus>,
    /// Only those of this account; invoices reach it through their orders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_id: Option<AccountId>,
    /// Only those of this deal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deal_id: Option<DealId>,
    /// Order and place.
    #[serde(flatten)]
    pub page: PageRequest,
}

impl Operation for ListDocuments {
    const NAME: &'static str = "documents.list";
    const PERMISSION: Permission = Permission::DocumentView;
    const ROUTE: Route = Route::get("/documents");
    const MODE: Mode = Mode::Read;
    type Output = Page<SalesDocument>;

    fn execute(self, cx: &mut Context<'_>) -> Result<Page<SalesDocument>> {
        let mut filters = Vec::new();
        let words = [
            (
                "kind",
                place!(SalesDocument, "kind"),
                self.kind.map(DocumentKind::name),
            ),
            (
                "status",
                place!(SalesDocument, "status"),
                self.status.map(DocumentStatus::name),
            ),
        ];
        for (argument, place, word) in words {
            let Some(word) = word else { continue };
            if let Some(field) = SalesDocument::DECL.fields.get(place) {
                cx.access()
                    .require_read(SalesDocument::DECL, field, true)
                    .map_err(|error| error.at(argument))?;
            }
            let word = Value::Text(word.to_owned());
            filters.push(Filter::equals(Target::Field(place), word));
        }
        if let Some(id) = self.account_id {
            let account: Account = cx
                .load_for(Permission::AccountView, id)
                .map_err(|error| error.at("account_id"))?;
            let (place, id) = (place!(SalesDocument, "account_id"), account.id.uuid());
            filters.push(page::field_equals::<SalesDocument>(
                cx,
                "account_id",
                place,
                id,
            )?);
        }
        if let Some(id) = self.deal_id {
            let deal: Deal = cx
                .load_for(Permission::DealView, id)
                .map_err(|error| error.at("deal_id"))?;
            let (place, id) = (place!(SalesDocument, "deal_id"), deal.id.uuid());
            filters.push(page::field_equals::<SalesDocument>(
                cx, "deal_id", place, id,
            )?);
        }
        page::list(cx, &self.page, filters)
    }
}

/// Lists what documents did to a deal, oldest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListSalesEvents {
    /// To which deal.
    pub deal_id: DealId,
}

/// What documents did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SalesEvents {
    /// Oldest first.
    pub events: Vec<SalesEvent>,
}

impl Answer for SalesEvents {
    fn project(&mut self, access: &Access) {
        self.events.project(access);
    }
}

impl Operation for ListSalesEvents {
    const NAME: &'static str = "documents.events";
    const PERMISSION: Permission = Permission::DocumentView;
    const ROUTE: Route = Route::get("/documents/events");
    const MODE: Mode = Mode::Read;
    type Output = SalesEvents;

    fn execute(self, cx: &mut Context<'_>) -> Result<SalesEvents> {
        let deal: Deal = cx
            .load_for(Permission::DealView, self.deal_id)
            .map_err(|error| error.at("deal_id"))?;
        let of = Target::Field(place!(SalesEvent, "deal_id"));
        let filter = Filter::equals(of, Value::Id(deal.id.uuid()));
        let events = cx.select(Select::all(SalesEvent::DECL).filter(live()).filter(filter))?;
        Ok(SalesEvents { events })
    }
}

/// The documents of a deal, oldest first.
pub(crate) fn of_deal(cx: &mut Context<'_>, deal: DealId) -> Result<Vec<SalesDocument>> {
    let of = Target::Field(place!(SalesDocument, "deal_id"));
    let filter = Filter::equals(of, Value::Id(deal.uuid()));
    cx.peek_all(
        Select::all(SalesDocument::DECL)
            .filter(live())
            .filter(filter),
    )
}

/// Goes through the documents of an account that a filter holds for, oldest first, with no more of
/// them than these fields.
pub(super) fn each_of_account(
    cx: &mut Context<'_>,
    account: AccountId,
    which: Filter,
    fields: &[usize],
    visit: impl FnMut(SalesDocument),
) -> Result<()> {
    let of = Target::Field(place!(SalesDocument, "account_id"));
    let filter = Filter::equals(of, Value::Id(account.uuid()));
    let select = Select {
        fields: Some(fields.to_vec()),
        ..Select::all(SalesDocument::DECL)
            .filter(live())
            .filter(filter)
            .filter(which)
    };
    cx.peek_each(select, visit)
}

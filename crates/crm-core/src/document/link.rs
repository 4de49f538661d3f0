//! Linking a document to a deal or an account afterwards (SAL-12).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::apply::apply;
use super::facts::facts;
use super::receive::{DocumentRecorded, answer, inherit};
use super::record::{SalesDocument, SalesDocumentId};
use crate::access::Permission;
use crate::account::AccountId;
use crate::deal::DealId;
use crate::error::{Error, Result};
use crate::field::{Record, Value, place};
use crate::operation::{Context, Mode, Operation, Route, live};
use crate::query::{Filter, Select, Target};

/// Links a known document to a deal, an account, or both. What the document says moves the deal as
/// if it had been linked from the start; documents made from it follow.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct LinkDocument {
    /// Which document.
    pub id: SalesDocumentId,
    /// The deal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deal_id: Option<DealId>,
    /// The account; that of the deal if absent and the document has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_id: Option<AccountId>,
}

impl Operation for LinkDocument {
    const NAME: &'static str = "documents.link";
    const PERMISSION: Permission = Permission::DocumentRecord;
    const ROUTE: Route = Route::put("/documents/{id}/link");
    const MODE: Mode = Mode::Write;
    type Output = DocumentRecorded;

    fn execute(self, cx: &mut Context<'_>) -> Result<DocumentRecorded> {
        let before: SalesDocument = cx.load(self.id)?;
        if self.deal_id.is_none() && self.account_id.is_none() {
            return Err(Error::invalid("deal_id", "a deal or an account is needed"));
        }
        let mut after = before.clone();
        after.deal_id = self.deal_id.or(after.deal_id);
        after.account_id = self.account_id.or(after.account_id);
        cx.require_references(Some(&before), &mut after)?;
        inherit(cx, &mut after)?;
        let document = cx.save(&before, after)?;
        let mut applied = apply(cx, &document, &facts(&document))?;
        for mut made in made_from(cx, document.id)? {
            let was = made.clone();
            inherit(cx, &mut made)?;
            let made = cx.save(&was, made)?;
            if was.deal_id != made.deal_id {
                let more = apply(cx, &made, &facts(&made))?;
                applied.events.extend(more.events);
                applied.alerts.extend(more.alerts);
                applied.deal = more.deal.or(applied.deal);
            }
        }
        answer(cx, document, applied)
    }
}

/// The documents that were made from one, oldest first.
fn made_from(cx: &mut Context<'_>, id: SalesDocumentId) -> Result<Vec<SalesDocument>> {
    let of = Target::Field(place!(SalesDocument, "origin_id"));
    let filter = Filter::equals(of, Value::Id(id.uuid()));
    cx.peek_all(
        Select::all(SalesDocument::DECL)
            .filter(live())
            .filter(filter),
    )
}

//! Linking a document to a deal or an account afterwards (SAL-12).

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::apply::{Applied, apply};
use super::facts::facts;
use super::receive::{DocumentRecorded, answer, inherit, ordered};
use super::record::{SalesDocument, SalesDocumentId};
use crate::access::Permission;
use crate::account::AccountId;
use crate::deal::DealId;
use crate::error::{Error, Result};
use crate::field::{Record, Value, place};
use crate::operation::{Context, Mode, Operation, Route, live};
use crate::query::{Filter, Select, Target};

/// Links a known document to a deal, an account, or both. What the document says moves the deal as
/// if it had been linked from the start; documents made from it follow. A revision acts once: what
/// it did to another deal before, it does not do again. Tell of the document anew for that.
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
        for (field, given) in [
            ("deal_id", self.deal_id.is_some()),
            ("account_id", self.account_id.is_some()),
        ] {
            if given {
                cx.require_write_field::<SalesDocument>(field)?;
            }
        }
        let mut after = before.clone();
        after.deal_id = self.deal_id.or(after.deal_id);
        after.account_id = self.account_id.or(after.account_id);
        cx.require_references(Some(&before), &mut after)?;
        inherit(cx, &mut after)?;
        let document = cx.save(&before, after)?;
        let mut applied = Applied::default();
        let moved = before.deal_id != document.deal_id;
        if moved {
            applied = apply(cx, &document, &facts(&document))?;
        }
        follow(cx, &document, moved, &mut applied)?;
        answer(cx, document, applied)
    }
}

/// Lets the documents that were made from one, and those made from them, belong to its deal and
/// account, unless they have others. What they say moves the deal as if they had been linked from
/// the start: to a deal that is new to a quotation, an order made from it says that it was accepted,
/// whichever of the two was linked first (S2).
pub(super) fn follow(
    cx: &mut Context<'_>,
    document: &SalesDocument,
    has_moved: bool,
    applied: &mut Applied,
) -> Result<()> {
    let mut known = BTreeSet::from([document.id]);
    let mut moved: BTreeSet<_> = has_moved.then_some(document.id).into_iter().collect();
    let mut origins = vec![document.id];
    while !origins.is_empty() {
        let mut next = Vec::new();
        for was in made_from(cx, &origins)? {
            if !known.insert(was.id) {
                continue;
            }
            let mut made = was.clone();
            inherit(cx, &mut made)?;
            let made = cx.save(&was, made)?;
            next.push(made.id);
            if was.deal_id != made.deal_id {
                moved.insert(made.id);
                let more = apply(cx, &made, &facts(&made))?;
                applied.take_in(more);
            }
            if made.origin_id.is_some_and(|origin| moved.contains(&origin)) {
                ordered(cx, &made, applied)?;
            }
        }
        origins = next;
    }
    Ok(())
}

/// The documents that were made from any of these, oldest first.
fn made_from(cx: &mut Context<'_>, ids: &[SalesDocumentId]) -> Result<Vec<SalesDocument>> {
    let filter = Filter::In {
        target: Target::Field(place!(SalesDocument, "origin_id")),
        operands: ids.iter().map(|id| Value::Id(id.uuid())).collect(),
    };
    cx.peek_all(
        Select::all(SalesDocument::DECL)
            .filter(live())
            .filter(filter),
    )
}

//! Telling the engine of a document (SAL-01 to SAL-04).

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::apply::{Applied, apply, deal_of};
use super::event::{SalesEvent, SalesEventKind};
use super::facts::facts;
use super::link::follow;
use super::record::{DocumentKind, SalesDocument, SalesDocumentDraft, SalesDocumentId};
use crate::access::{Access, Answer, Permission};
use crate::deal::{Deal, DealAlert};
use crate::error::{Error, ErrorCode, RecordRef, Result};
use crate::field::{Record, RecordKind};
use crate::operation::{Context, Mode, Operation, Route};
use crate::port::KeySpace;
use crate::reference::seen_among;

/// Tells of a document as it now is: a new one, or the next revision of one that is known by its id
/// or its first external id. What the document newly says moves its deal.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct RecordDocument {
    /// The document's id here, if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<SalesDocumentId>,
    /// The host's number of this state, from 1. Telling of a revision again changes nothing; one
    /// older than the known is refused with `conflict`. If absent, anything different is the next
    /// revision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u32>,
    /// The document. Links to account, deal and origin that are absent stay as they are.
    #[serde(flatten)]
    pub document: SalesDocumentDraft,
}

/// A document, and what it did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentRecorded {
    /// The document.
    pub document: SalesDocument,
    /// What its new facts did.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<SalesEvent>,
    /// Its deal after that, if the actor sees it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deal: Option<Deal>,
    /// What somebody should look at now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alerts: Vec<DealAlert>,
}

impl Answer for DocumentRecorded {
    fn project(&mut self, access: &Access) {
        self.document.project(access);
        self.events.project(access);
        self.deal.project(access);
        self.alerts.project(access);
    }
}

impl Operation for RecordDocument {
    const NAME: &'static str = "documents.record";
    const PERMISSION: Permission = Permission::DocumentRecord;
    const ROUTE: Route = Route::post("/documents");
    const MODE: Mode = Mode::Write;
    type Output = DocumentRecorded;

    fn execute(self, cx: &mut Context<'_>) -> Result<DocumentRecorded> {
        cx.require_write::<SalesDocument>(&self.document)?;
        let known = self.known(cx)?;
        let document = match &known {
            None => self.first(cx)?,
            Some(known) => match self.next(cx, known)? {
                Some(document) => document,
                None => return answer(cx, known.clone(), Applied::default()),
            },
        };
        // To another deal all of it is news.
        let told = known.filter(|known| known.deal_id == document.deal_id);
        let has_moved = told.is_none();
        let before = told.as_ref().map(facts).unwrap_or_default();
        let now = facts(&document);
        let mut applied = apply(cx, &document, &now.difference(&before).copied().collect())?;
        if told.is_none_or(|told| told.origin_id != document.origin_id) {
            ordered(cx, &document, &mut applied)?;
        }
        follow(cx, &document, has_moved, &mut applied)?;
        answer(cx, document, applied)
    }
}

/// An order that was made from a quotation says that the quotation was accepted (S2).
pub(super) fn ordered(
    cx: &mut Context<'_>,
    order: &SalesDocument,
    applied: &mut Applied,
) -> Result<()> {
    let Some(origin) = order
        .origin_id
        .filter(|_| order.kind == DocumentKind::Order)
    else {
        return Ok(());
    };
    let origin: Option<SalesDocument> = cx.peek(origin)?;
    let Some(origin) = origin.filter(|origin| origin.kind == DocumentKind::Quotation) else {
        return Ok(());
    };
    if facts(&origin).contains(&SalesEventKind::QuotationAccepted) {
        return Ok(());
    }
    let accepted = BTreeSet::from([SalesEventKind::QuotationAccepted]);
    let more = apply(cx, &origin, &accepted)?;
    applied.take_in(more);
    Ok(())
}

pub(super) fn answer(
    cx: &mut Context<'_>,
    document: SalesDocument,
    applied: Applied,
) -> Result<DocumentRecorded> {
    let Applied {
        mut events,
        mut alerts,
    } = applied;
    // What moved a deal that is out of sight, or was said by such a document, is not told of.
    let told = events.iter().map(event).chain(alerts.iter().map(alert));
    let seen = seen_among(cx, told.collect::<Vec<_>>())?;
    events.retain(|one| seen.contains(&event(one)));
    alerts.retain(|one| seen.contains(&alert(one)));
    let mut deal = None;
    if let Some(id) = document.deal_id {
        let row = cx.visible_row(Permission::DealView, Deal::DECL, id.uuid())?;
        deal = row.map(Deal::from_row).transpose()?;
    }
    Ok(DocumentRecorded {
        document,
        events,
        deal,
        alerts,
    })
}

fn event(event: &SalesEvent) -> RecordRef {
    RecordRef {
        kind: RecordKind::SalesEvent,
        id: event.id.uuid(),
    }
}

fn alert(alert: &DealAlert) -> RecordRef {
    RecordRef {
        kind: RecordKind::DealAlert,
        id: alert.id.uuid(),
    }
}

impl RecordDocument {
    /// The document as it is known here.
    fn known(&self, cx: &mut Context<'_>) -> Result<Option<SalesDocument>> {
        if let Some(id) = self.id {
            let known: SalesDocument = cx.load(id)?;
            if known.kind != self.document.kind {
                let reason = "the document is of another kind";
                return Err(Error::invalid("kind", reason));
            }
            return Ok(Some(known));
        }
        let Some(external) = self.document.external_ids.first() else {
            return Ok(None);
        };
        let mut external = external.clone();
        external.system = external.system.trim().to_ascii_lowercase();
        let key = format!("{}.{}", self.document.kind.name(), external.key().value);
        let found = cx
            .store()
            .under_key(RecordKind::SalesDocument, KeySpace::External, &key, 1)?;
        match found.first() {
            // Who may not see the document has nothing to tell of it, nor learns its id here.
            Some(id) => cx.load((*id).into()).map(Some).map_err(|error| {
                let error = match error.code() {
                    ErrorCode::NotFound => {
                        Error::new(ErrorCode::NotFound, "there is no such document in sight")
                    }
                    _ => error,
                };
                error.at("external_ids")
            }),
            None => Ok(None),
        }
    }

    /// A document that was not known.
    fn first(&self, cx: &mut Context<'_>) -> Result<SalesDocument> {
        let mut document = SalesDocument::from_draft(self.document.clone());
        cx.require_references(None, &mut document)?;
        document.revision = self.revision.unwrap_or(1);
        require_revision(document.revision)?;
        inherit(cx, &mut document)?;
        cx.insert(document)
    }

    /// The next revision of a known document; none if it is the known one.
    fn next(&self, cx: &mut Context<'_>, known: &SalesDocument) -> Result<Option<SalesDocument>> {
        if let Some(revision) = self.revision {
            require_revision(revision)?;
            if revision < known.revision {
                let reason = format!("revision {} is known already", known.revision);
                return Err(Error::conflict(reason)
                    .at("revision")
                    .of(RecordRef {
                        kind: RecordKind::SalesDocument,
                        id: known.id.uuid(),
                    })
                    .with("revision", known.revision));
            }
        }
        let mut after = SalesDocument::from_draft(self.document.clone());
        after.account_id = after.account_id.or(known.account_id);
        after.deal_id = after.deal_id.or(known.deal_id);
        after.origin_id = after.origin_id.or(known.origin_id);
        after.set_meta(known.meta());
        after.revision = known.revision;
        // What the actor may not write it did not mean to clear either.
        cx.keep_unwritten(known, &mut after)?;
        cx.require_references(Some(known), &mut after)?;
        inherit(cx, &mut after)?;
        if self.revision == Some(known.revision) {
            return Ok(None);
        }
        after.revision = self.revision.unwrap_or(known.revision);
        let written = cx.save(known, after.clone())?;
        if self.revision.is_none() && written.version > known.version {
            let mut counted = written.clone();
            counted.revision = known.revision.saturating_add(1);
            return cx.save(&written, counted).map(Some);
        }
        Ok((written.version > known.version).then_some(written))
    }
}

fn require_revision(revision: u32) -> Result<()> {
    if revision == 0 {
        return Err(Error::invalid("revision", "revisions count from 1"));
    }
    Ok(())
}

/// A document belongs to the deal of the one it was made from, and to the account of its deal or of
/// that document (SAL-17).
pub(super) fn inherit(cx: &mut Context<'_>, document: &mut SalesDocument) -> Result<()> {
    document.deal_id = deal_of(cx, document)?;
    if document.account_id.is_some() {
        return Ok(());
    }
    if let Some(deal) = document.deal_id {
        let deal: Option<Deal> = cx.peek(deal)?;
        document.account_id = deal.and_then(|deal| deal.account_id);
    }
    if let (None, Some(origin)) = (document.account_id, document.origin_id) {
        let origin: Option<SalesDocument> = cx.peek(origin)?;
        document.account_id = origin.and_then(|origin| origin.account_id);
    }
    Ok(())
}

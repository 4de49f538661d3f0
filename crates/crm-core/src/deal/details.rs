//! A deal with everything around it (DEA-34).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::alert::{DealAlert, alerts_of};
use super::competitor::Competitor;
use super::contact::{DealContact, contacts_of};
use super::group::reads;
use super::line::{DealLine, lines_of};
use super::record::{Deal, DealId};
use super::stay::{StayView, views};
use crate::access::{Access, Answer, Permission};
use crate::account::Account;
use crate::contact::Contact;
use crate::document::{self, SalesDocument};
use crate::error::Result;
use crate::field::Record;
use crate::operation::{Context, Mode, Operation, Route};
use crate::pipeline::{self, Stage};

/// Reads a deal with its account, contacts, lines, competitors, stays, documents and alerts, as far
/// as the actor sees them.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetDealDetails {
    /// Which deal.
    pub id: DealId,
}

/// A deal and what belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DealDetails {
    /// The deal.
    pub deal: Deal,
    /// The name of its pipeline.
    pub pipeline: String,
    /// Its stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// The place of its stage in the pipeline, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage_order: Option<u32>,
    /// Its account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Account>,
    /// Who takes part, the longest there first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<DealRelation>,
    /// What is to be sold, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<DealLine>,
    /// Who else tries to sell.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub competitors: Vec<Competitor>,
    /// Where it was, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stays: Vec<StayView>,
    /// Its quotations, orders, invoices and projects.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<SalesDocument>,
    /// What somebody should look at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alerts: Vec<DealAlert>,
}

/// A contact in a deal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DealRelation {
    /// The part the person plays.
    pub link: DealContact,
    /// The contact.
    pub contact: Contact,
}

impl Answer for DealDetails {
    fn project(&mut self, access: &Access) {
        self.deal.project(access);
        self.account.project(access);
        for relation in &mut self.contacts {
            relation.link.project(access);
            relation.contact.project(access);
        }
        self.lines.project(access);
        self.competitors.project(access);
        self.stays.project(access);
        self.documents.project(access);
        self.alerts.project(access);
    }
}

impl Operation for GetDealDetails {
    const NAME: &'static str = "deals.details";
    const PERMISSION: Permission = Permission::DealView;
    const ROUTE: Route = Route::get("/deals/{id}/details");
    const MODE: Mode = Mode::Read;
    type Output = DealDetails;

    fn execute(self, cx: &mut Context<'_>) -> Result<DealDetails> {
        let deal: Deal = cx.load(self.id)?;
        // What a field leads to is as guarded as the field (semantics 4.11).
        let access = cx.access().clone();
        let of_deal = |field| reads::<Deal>(&access, field);
        let pipeline = pipeline::of_deal(cx, deal.pipeline_id)?;
        let stage = pipeline
            .stages
            .iter()
            .find(|stage| stage.id == deal.stage_id);
        let order = pipeline.order(deal.stage_id);
        let account = match deal.account_id.filter(|_| of_deal("account_id")) {
            None => None,
            Some(id) => cx
                .visible_row(Permission::AccountView, Account::DECL, id.uuid())?
                .map(Account::from_row)
                .transpose()?,
        };
        let mut contacts = Vec::new();
        for link in contacts_of(cx, deal.id)? {
            let id = link.contact_id.uuid();
            if let Some(row) = cx.visible_row(Permission::ContactView, Contact::DECL, id)? {
                let contact = Contact::from_row(row)?;
                contacts.push(DealRelation { link, contact });
            }
        }
        let mut competitors = Vec::new();
        let named = deal.competitor_ids.iter();
        for id in named.filter(|_| of_deal("competitor_ids")) {
            competitors.extend(cx.peek::<Competitor>(*id)?);
        }
        let documents = match cx.access().scope(Permission::DocumentView) {
            Some(_) if reads::<SalesDocument>(&access, "deal_id") => {
                document::of_deal(cx, deal.id)?
            }
            _ => Vec::new(),
        };
        Ok(DealDetails {
            stage: stage.cloned(),
            stage_order: order.and_then(|order| u32::try_from(order.saturating_add(1)).ok()),
            account,
            contacts,
            lines: lines_of(cx, deal.id)?,
            competitors,
            stays: views(cx, deal.id)?,
            documents,
            alerts: alerts_of(cx, deal.id)?,
            pipeline: pipeline.name,
            deal,
        })
    }
}

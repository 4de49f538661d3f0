//! All that a conversion does, worked out before anything is written: the plan shows it,
//! converting carries it out.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::candidates::{self, Candidates};
use super::choose::{Choice, ConversionMode, ConversionRequest, Situation, TargetAction, choose};
use super::copy::{Copying, FieldPlan, TO_ACCOUNT, TO_CONTACT};
use super::lifecycle::risen;
use super::links::{self, LeadLink};
use super::opportunity::deal;
use super::plan::{
    ConsentEffect, ConversionPlan, LifecycleRise, LinkPlan, TargetPlan, reads, writes,
};
use super::reading::{Reading, linked};
use super::subject::Subject;
use crate::access::{Answer, Permission};
use crate::account::Account;
use crate::association;
use crate::contact::{Contact, LeadStatus};
use crate::deal::{CreateDeal, Deal};
use crate::error::{Error, RecordRef, Result};
use crate::field::{Id, Record, RecordKind};
use crate::hex;
use crate::lead::Lead;
use crate::lead::status::{Step, of, step};
use crate::operation::{Context, Environment, Stored};

/// A conversion, worked out.
#[derive(Debug)]
pub(super) struct Work {
    pub(super) lead: Lead,
    pub(super) account: Target<Account>,
    pub(super) contact: Target<Contact>,
    pub(super) deal: DealWork,
    pub(super) links: Vec<LeadLink>,
    pub(super) plan: ConversionPlan,
}

/// What becomes of an account or a contact.
#[derive(Debug)]
pub(super) enum Target<R> {
    None,
    Create(Box<R>),
    Link { before: Box<R>, after: Box<R> },
}

impl<R: Record> Target<R> {
    /// The record as it will be; a new one has no id yet.
    pub(super) fn record(&self) -> Option<&R> {
        match self {
            Self::None => None,
            Self::Create(record) => Some(record),
            Self::Link { after, .. } => Some(after),
        }
    }
}

/// What becomes of the deal.
#[derive(Debug)]
pub(super) enum DealWork {
    None,
    /// It is created, with account and contact as soon as they are there.
    Create(Box<CreateDeal>),
    /// It is linked, and nothing of it changes (semantics 4.1.12).
    Link(Box<Deal>),
}

/// Works a conversion out.
pub(super) fn prepare(cx: &mut Context<'_>, request: &ConversionRequest) -> Result<Work> {
    let lead: Lead = cx.load_for(Permission::LeadView, request.id)?;
    require_convertible(cx, &lead)?;
    let mut reading = Reading::default();
    reading.note(&lead);
    if !cx.covers(Permission::LeadConvert, Lead::DECL, &lead.to_row())? {
        reading.lacks(cx, Permission::LeadConvert, Some(of(&lead)));
    }
    let links = links::of_lead(cx, lead.id)?;
    // Links that the actor does not see are added too, but neither counted nor digested.
    let seen = links::in_sight(cx, &links)?;
    let subject = Subject::new(lead, cx.access());
    let (account, account_plan) = account(cx, request, &subject, &mut reading)?;
    let (mut contact, contact_plan) = contact(cx, request, &subject, &mut reading)?;
    let (deal, deal_plan) = deal(cx, request, &subject, &account, &contact, &mut reading)?;
    let lead = subject.lead;
    let plans = [&account_plan, &contact_plan, &deal_plan];
    let undecided: Vec<RecordKind> = plans
        .iter()
        .filter(|plan| plan.action == TargetAction::Suggest)
        .map(|plan| plan.kind)
        .collect();
    if plans.iter().all(|plan| plan.action == TargetAction::None) {
        let reason = "something is created, or something that is there is linked";
        return Err(Error::invalid("contact.action", reason).of(of(&lead)));
    }
    let lifecycle = rise(cx, &mut contact, matches!(deal, DealWork::Create(_)))?;
    let associates = associates(cx, &account, &contact)?;
    let mut plan = ConversionPlan {
        lead: of(&lead),
        links: link_plans(cx, &seen, &plans)?,
        account: account_plan,
        contact: contact_plan,
        deal: deal_plan,
        associates,
        lifecycle,
        consent: ConsentEffect::None,
        undecided,
        missing: reading.missing,
        versions: reading.versions.into_values().collect(),
        digest: String::new(),
    };
    plan.digest = digest(cx, &plan, &seen)?;
    Ok(Work {
        lead,
        account,
        contact,
        deal,
        links,
        plan,
    })
}

/// Only an open lead is converted; one that is converted already says what it became, as far as the
/// lead itself tells the actor.
fn require_convertible(cx: &Context<'_>, lead: &Lead) -> Result<()> {
    Context::require_live(lead)?;
    let Err(refused) = step(lead, Step::Convert) else {
        return Ok(());
    };
    if lead.status != LeadStatus::Converted {
        return Err(refused);
    }
    let became = [
        ("account_id", "converted_account_id"),
        ("contact_id", "converted_contact_id"),
        ("deal_id", "converted_deal_id"),
        ("conversion_id", "conversion_id"),
    ];
    let error = Error::conflict("the lead was converted before; `details` says into what")
        .of(of(lead))
        .with("status", lead.status.name());
    Err(became
        .into_iter()
        .fold(error, |error, (name, field)| match lead.json(field) {
            Some(id) if reads(cx.access(), Lead::DECL, field) => error.with(name, id),
            _ => error,
        }))
}

fn account(
    cx: &mut Context<'_>,
    request: &ConversionRequest,
    Subject { lead, seen }: &Subject,
    reading: &mut Reading,
) -> Result<(Target<Account>, TargetPlan)> {
    let candidates = candidates::accounts(cx, seen)?;
    reading.note_matches(RecordKind::Account, &candidates.matches);
    let wanted = &request.account;
    let choice = choose(Situation {
        action: wanted.action,
        id: wanted.id.map(Id::uuid),
        known: seen.account_id.map(Id::uuid),
        candidates: &candidates,
        enough: wanted.name.is_some() || seen.company_text.is_some(),
        automatic: request.mode == ConversionMode::Automatic,
    })
    .map_err(|(part, reason)| Error::invalid(format!("account.{part}"), reason))?;
    reading.require_beside(cx, choice, &candidates.matches);
    let mut plan = planned(RecordKind::Account, choice, candidates);
    let target = match (choice.action, choice.id) {
        (TargetAction::Link, Some(id)) => {
            let update = Permission::AccountUpdate;
            let before: Account = linked(cx, id, "account", reading, update)?;
            plan.id = Some(before.id.uuid());
            let mut after = before.clone();
            plan.fields = copy(cx, request, lead, TO_ACCOUNT, &mut after, false)?;
            Target::Link {
                before: Box::new(before),
                after: Box::new(after),
            }
        }
        (TargetAction::Create, _) => {
            let mut account = Account {
                created_via: seen.created_via,
                name: wanted.name.clone().unwrap_or_default(),
                owner_id: seen.owner_id,
                team_id: seen.team_id,
                ..Account::default()
            };
            if writes(cx.access(), Account::DECL, "domains") {
                account.domains = candidates::domains(seen);
            }
            owned(cx, &mut account.owner_id, account.team_id);
            plan.fields = copy(cx, request, lead, TO_ACCOUNT, &mut account, true)?;
            reading.require_create(cx, Permission::AccountCreate, &account);
            Target::Create(Box::new(account))
        }
        _ => Target::None,
    };
    Ok((target, plan))
}

fn contact(
    cx: &mut Context<'_>,
    request: &ConversionRequest,
    Subject { lead, seen }: &Subject,
    reading: &mut Reading,
) -> Result<(Target<Contact>, TargetPlan)> {
    let candidates = candidates::contacts(cx, seen)?;
    reading.note_matches(RecordKind::Contact, &candidates.matches);
    let named = !seen.name.is_empty() || seen.display_as.is_some();
    let wanted = &request.contact;
    let choice = choose(Situation {
        action: wanted.action,
        id: wanted.id.map(Id::uuid),
        known: seen.contact_id.map(Id::uuid),
        candidates: &candidates,
        enough: named || !seen.emails.is_empty() || !seen.phones.is_empty(),
        automatic: request.mode == ConversionMode::Automatic,
    })
    .map_err(|(part, reason)| Error::invalid(format!("contact.{part}"), reason))?;
    reading.require_beside(cx, choice, &candidates.matches);
    let mut plan = planned(RecordKind::Contact, choice, candidates);
    let target = match (choice.action, choice.id) {
        (TargetAction::Link, Some(id)) => {
            let update = Permission::ContactUpdate;
            let before: Contact = linked(cx, id, "contact", reading, update)?;
            plan.id = Some(before.id.uuid());
            let mut after = before.clone();
            // How a named person is shown is no blank to fill; filling it would tell that a hidden
            // name is none.
            let nameless = before.name.is_empty() && reads(cx.access(), Contact::DECL, "name");
            let map: Vec<_> = TO_CONTACT
                .iter()
                .filter(|(_, to)| *to != "display_as" || nameless)
                .copied()
                .collect();
            plan.fields = copy(cx, request, lead, &map, &mut after, false)?;
            after.lead_status = Some(LeadStatus::Converted);
            Target::Link {
                before: Box::new(before),
                after: Box::new(after),
            }
        }
        (TargetAction::Create, _) => {
            let mut contact = Contact {
                created_via: seen.created_via,
                owner_id: seen.owner_id,
                team_id: seen.team_id,
                lead_status: Some(LeadStatus::Converted),
                ..Contact::default()
            };
            owned(cx, &mut contact.owner_id, contact.team_id);
            plan.fields = copy(cx, request, lead, TO_CONTACT, &mut contact, true)?;
            reading.require_create(cx, Permission::ContactCreate, &contact);
            Target::Create(Box::new(contact))
        }
        _ => Target::None,
    };
    Ok((target, plan))
}

pub(super) fn planned(kind: RecordKind, choice: Choice, candidates: Candidates) -> TargetPlan {
    TargetPlan {
        kind,
        action: choice.action,
        id: None,
        because: choice.because,
        matches: candidates.matches,
        fields: Vec::new(),
    }
}

/// Copies fields onto a record and settles it.
fn copy<R: Stored>(
    cx: &mut Context<'_>,
    request: &ConversionRequest,
    lead: &Lead,
    map: &[(&str, &str)],
    target: &mut R,
    is_new: bool,
) -> Result<Vec<FieldPlan>> {
    let access = cx.access().clone();
    let here = cx.definitions(RecordKind::Lead)?;
    let there = cx.definitions(R::DECL.kind)?;
    let settings = cx.settings()?;
    let environment = Environment {
        now: cx.now(),
        settings: &settings,
        definitions: &there,
    };
    let copying = Copying {
        lead,
        access: &access,
        skip: &request.skip,
        custom: (&here, &there),
    };
    copying.onto(map, target, is_new, |target| {
        target
            .settle(&environment)
            .map_err(|error| error.inside(R::DECL.kind.name()))
    })
}

/// What nobody owns belongs to whoever converts, unless a team has it.
pub(super) fn owned(
    cx: &Context<'_>,
    owner: &mut Option<crate::field::UserId>,
    team: Option<crate::team::TeamId>,
) {
    if owner.is_none() && team.is_none() {
        *owner = Some(cx.access().actor().user);
    }
}

/// Lets the contact rise in its life cycle (semantics 4.1.9).
fn rise(
    cx: &mut Context<'_>,
    contact: &mut Target<Contact>,
    with_deal: bool,
) -> Result<Option<LifecycleRise>> {
    let contact = match contact {
        Target::None => return Ok(None),
        Target::Create(contact) | Target::Link { after: contact, .. } => contact,
    };
    let settings = cx.settings()?;
    let from = contact.lifecycle_stage.clone();
    let to = risen(from.as_deref(), with_deal, &settings.lifecycle());
    Ok(to.map(|to| {
        contact.lifecycle_stage = Some(to.to_owned());
        LifecycleRise {
            from,
            to: to.to_owned(),
        }
    }))
}

/// Whether the contact has to be put into the account.
fn associates(
    cx: &mut Context<'_>,
    account: &Target<Account>,
    contact: &Target<Contact>,
) -> Result<bool> {
    match (account, contact) {
        (Target::None, _) | (_, Target::None) => Ok(false),
        (
            Target::Link {
                before: account, ..
            },
            Target::Link {
                before: contact, ..
            },
        ) => {
            let live = association::live_of_contact(cx, contact.id)?;
            Ok(live.iter().all(|one| one.account_id != account.id))
        }
        _ => Ok(true),
    }
}

fn link_plans(
    cx: &mut Context<'_>,
    links: &[&LeadLink],
    plans: &[&TargetPlan],
) -> Result<Vec<LinkPlan>> {
    let mut counts: BTreeMap<(RecordKind, RecordKind), u64> = BTreeMap::new();
    for plan in plans {
        if !matches!(plan.action, TargetAction::Create | TargetAction::Link) {
            continue;
        }
        let record = RecordRef {
            kind: plan.kind,
            id: plan.id.unwrap_or_default(),
        };
        for link in links::missing(cx, links, record)? {
            if link.may_follow(cx, record)? {
                *counts.entry((link.decl().kind, plan.kind)).or_default() += 1;
            }
        }
    }
    let plan = |((link, to), count)| LinkPlan { link, to, count };
    Ok(counts.into_iter().map(plan).collect())
}

/// Of what the actor sees of the plan, and of the links behind it. Hidden values are in it by the
/// versions of their records alone: a digest of them would tell who guesses one that the guess was
/// right (semantics 4.11).
fn digest(cx: &Context<'_>, plan: &ConversionPlan, links: &[&LeadLink]) -> Result<String> {
    let mut plan = plan.clone();
    plan.project(&cx.access().unwatched());
    let plan = serde_json::to_vec(&plan).map_err(|_| Error::internal("a plan has no wire form"))?;
    let mut digest = Sha256::new();
    digest.update(b"crm conversion v1");
    digest.update((plan.len() as u64).to_be_bytes());
    digest.update(plan);
    for link in links {
        digest.update(link.decl().kind.name());
        digest.update(link.row.id.as_bytes());
        digest.update(link.row.version.to_be_bytes());
    }
    let mut text = hex::encode(&digest.finalize());
    text.truncate(32);
    Ok(text)
}

/// The argument that decides about a kind.
pub(super) const fn argument(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Account => "account.action",
        RecordKind::Deal => "deal.action",
        _ => "contact.action",
    }
}

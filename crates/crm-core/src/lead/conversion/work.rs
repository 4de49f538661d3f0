//! All that a conversion does, worked out before anything is written: the plan shows it,
//! converting carries it out.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::candidates::{self, ConversionMatch};
use super::choose::{Choice, ConversionMode, ConversionRequest, Situation, TargetAction, choose};
use super::copy::{Copying, TO_ACCOUNT, TO_CONTACT, TO_DEAL};
use super::lifecycle::risen;
use super::links::{self, LeadLink};
use super::plan::{
    ConsentEffect, ConversionPlan, LifecycleRise, LinkPlan, MissingPermission, ReadVersion,
    TargetPlan, reads,
};
use crate::access::{Answer, Permission};
use crate::account::Account;
use crate::association;
use crate::contact::{Contact, LeadStatus};
use crate::deal::{CreateDeal, Deal, DealDraft};
use crate::dedupe::Band;
use crate::error::{Error, RecordRef, Result};
use crate::field::{Id, Record, RecordKind};
use crate::hex;
use crate::lead::Lead;
use crate::lead::status::{Step, of, step};
use crate::operation::{Context, Environment, Stored};
use crate::pipeline::{self, PipelineStatus, StageOutcome};
use crate::point::Extra;

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
    require_convertible(&lead)?;
    let mut reading = Reading::default();
    reading.note(&lead);
    if cx
        .load_for::<Lead>(Permission::LeadConvert, lead.id)
        .is_err()
    {
        reading.lacks(cx, Permission::LeadConvert, Some(of(&lead)));
    }
    let links = links::of_lead(cx, lead.id)?;
    let (account, account_plan) = account(cx, request, &lead, &mut reading)?;
    let (mut contact, contact_plan) = contact(cx, request, &lead, &mut reading)?;
    let (deal, deal_plan) = deal(cx, request, &lead, &account, &contact, &mut reading)?;
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
        links: link_plans(cx, &links, &plans)?,
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
    plan.digest = digest(cx, &plan, &links)?;
    Ok(Work {
        lead,
        account,
        contact,
        deal,
        links,
        plan,
    })
}

/// Only an open lead is converted; one that is converted already says what it became.
fn require_convertible(lead: &Lead) -> Result<()> {
    Context::require_live(lead)?;
    let refused = match step(lead, Step::Convert) {
        Ok(_) => return Ok(()),
        Err(refused) => refused,
    };
    if lead.status != LeadStatus::Converted {
        return Err(refused);
    }
    let ids = [
        ("account_id", lead.converted_account_id.map(Id::uuid)),
        ("contact_id", lead.converted_contact_id.map(Id::uuid)),
        ("deal_id", lead.converted_deal_id.map(Id::uuid)),
        ("conversion_id", lead.conversion_id.map(Id::uuid)),
    ];
    let error = Error::conflict("the lead was converted before; `details` says into what")
        .of(of(lead))
        .with("status", lead.status.name());
    Err(ids.into_iter().fold(error, |error, (name, id)| match id {
        Some(id) => error.with(name, id.to_string()),
        None => error,
    }))
}

/// What was read on the way, and what the actor lacks.
#[derive(Debug, Default)]
struct Reading {
    versions: BTreeMap<(RecordKind, Uuid), ReadVersion>,
    missing: Vec<MissingPermission>,
}

impl Reading {
    fn note<R: Record>(&mut self, record: &R) {
        self.note_version(R::DECL.kind, record.id().uuid(), record.meta().version);
    }

    fn note_version(&mut self, kind: RecordKind, id: Uuid, version: u64) {
        let read = ReadVersion { kind, id, version };
        self.versions.insert((kind, id), read);
    }

    fn note_matches(&mut self, kind: RecordKind, matches: &[ConversionMatch]) {
        for found in matches {
            self.note_version(kind, found.id, found.version);
        }
    }

    /// Notes that a permission is missing: as a whole, or for a record.
    fn lacks(&mut self, cx: &Context<'_>, permission: Permission, record: Option<RecordRef>) {
        let has = cx.access().scope(permission).is_some();
        let missing = MissingPermission {
            permission,
            record: record.filter(|_| has),
        };
        if !self.missing.contains(&missing) {
            self.missing.push(missing);
        }
    }

    /// Creating takes the permission, on what will be there (semantics 4.1.13).
    fn require_create<R: Record>(&mut self, cx: &Context<'_>, permission: Permission, record: &R) {
        if !cx.access().covers(permission, R::DECL, &record.to_row()) {
            self.lacks(cx, permission, None);
        }
    }

    /// Linking takes the permission to change what is there (semantics 4.1.13).
    fn require_update<R: Record>(&mut self, cx: &Context<'_>, permission: Permission, record: &R) {
        if !cx.access().covers(permission, R::DECL, &record.to_row()) {
            let record = RecordRef {
                kind: R::DECL.kind,
                id: record.id().uuid(),
            };
            self.lacks(cx, permission, Some(record));
        }
    }

    /// Creating beside what is the same for certain takes the right to do so.
    fn require_beside(&mut self, cx: &Context<'_>, choice: Choice, matches: &[ConversionMatch]) {
        let certain = |found: &ConversionMatch| {
            let evidence = found.evidence.as_ref();
            evidence.is_some_and(|evidence| evidence.band == Band::Certain)
        };
        let beside = choice.action == TargetAction::Create && matches.iter().any(certain);
        if beside && cx.access().scope(Permission::DuplicateOverride).is_none() {
            self.lacks(cx, Permission::DuplicateOverride, None);
        }
    }
}

/// The record that is to be linked, if it is there and live.
fn linked<R: Stored>(
    cx: &mut Context<'_>,
    id: Uuid,
    argument: &str,
    reading: &mut Reading,
    update: Permission,
) -> Result<R> {
    let record: R = cx
        .load_for(R::VIEW, Id::new(id))
        .map_err(|error| error.at(format!("{argument}.id")))?;
    Context::require_live(&record).map_err(|error| error.at(format!("{argument}.id")))?;
    reading.note(&record);
    reading.require_update(cx, update, &record);
    Ok(record)
}

fn account(
    cx: &mut Context<'_>,
    request: &ConversionRequest,
    lead: &Lead,
    reading: &mut Reading,
) -> Result<(Target<Account>, TargetPlan)> {
    let matches = candidates::accounts(cx, lead)?;
    reading.note_matches(RecordKind::Account, &matches);
    let wanted = &request.account;
    let choice = choose(Situation {
        action: wanted.action,
        id: wanted.id.map(Id::uuid),
        known: lead.account_id.map(Id::uuid),
        matches: &matches,
        enough: wanted.name.is_some()
            || (lead.company_text.is_some() && reads(cx.access(), Lead::DECL, "company_text")),
        automatic: request.mode == ConversionMode::Automatic,
    })
    .map_err(|(part, reason)| Error::invalid(format!("account.{part}"), reason))?;
    reading.require_beside(cx, choice, &matches);
    let mut plan = planned(RecordKind::Account, choice, matches);
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
                created_via: lead.created_via,
                name: wanted.name.clone().unwrap_or_default(),
                domains: candidates::domains(lead),
                owner_id: lead.owner_id,
                team_id: lead.team_id,
                ..Account::default()
            };
            if !reads(cx.access(), Lead::DECL, "emails") {
                account.domains.clear();
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
    lead: &Lead,
    reading: &mut Reading,
) -> Result<(Target<Contact>, TargetPlan)> {
    let matches = candidates::contacts(cx, lead)?;
    reading.note_matches(RecordKind::Contact, &matches);
    let named = !lead.name.is_empty() || lead.display_as.is_some();
    let wanted = &request.contact;
    let choice = choose(Situation {
        action: wanted.action,
        id: wanted.id.map(Id::uuid),
        known: lead.contact_id.map(Id::uuid),
        matches: &matches,
        enough: named || !lead.emails.is_empty() || !lead.phones.is_empty(),
        automatic: request.mode == ConversionMode::Automatic,
    })
    .map_err(|(part, reason)| Error::invalid(format!("contact.{part}"), reason))?;
    reading.require_beside(cx, choice, &matches);
    let mut plan = planned(RecordKind::Contact, choice, matches);
    let target = match (choice.action, choice.id) {
        (TargetAction::Link, Some(id)) => {
            let update = Permission::ContactUpdate;
            let before: Contact = linked(cx, id, "contact", reading, update)?;
            plan.id = Some(before.id.uuid());
            let mut after = before.clone();
            // How a named person is shown is no blank to fill.
            let map: Vec<_> = TO_CONTACT
                .iter()
                .filter(|(_, to)| *to != "display_as" || before.name.is_empty())
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
                created_via: lead.created_via,
                owner_id: lead.owner_id,
                team_id: lead.team_id,
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

fn deal(
    cx: &mut Context<'_>,
    request: &ConversionRequest,
    lead: &Lead,
    account: &Target<Account>,
    contact: &Target<Contact>,
    reading: &mut Reading,
) -> Result<(DealWork, TargetPlan)> {
    let wanted = &request.deal;
    let hangs = account.record().is_some() || contact.record().is_some();
    let choice = choose(Situation {
        action: wanted.action,
        id: wanted.id.map(Id::uuid),
        known: None,
        matches: &[],
        // What is undecided about the others will be there when this is carried out.
        enough: hangs
            || request.account.action == TargetAction::Suggest
            || request.contact.action == TargetAction::Suggest,
        automatic: request.mode == ConversionMode::Automatic,
    })
    .map_err(|(part, reason)| Error::invalid(format!("deal.{part}"), reason))?;
    let mut plan = planned(RecordKind::Deal, choice, Vec::new());
    let work = match (choice.action, choice.id) {
        (TargetAction::Link, Some(id)) => {
            let deal: Deal = linked(cx, id, "deal", reading, Permission::DealUpdate)?;
            plan.id = Some(deal.id.uuid());
            DealWork::Link(Box::new(deal))
        }
        (TargetAction::Create, _) => {
            let (create, fields) = new_deal(cx, request, lead, account)?;
            let pipeline =
                pipeline::required(cx, wanted.pipeline_id).map_err(|error| error.inside("deal"))?;
            reading.note(&pipeline);
            require_stage(&pipeline, wanted.stage.as_deref())?;
            let sketch = Deal::from_draft(create.deal.clone());
            reading.require_create(cx, Permission::DealCreate, &sketch);
            plan.fields = fields;
            DealWork::Create(Box::new(create))
        }
        _ => DealWork::None,
    };
    Ok((work, plan))
}

/// The deal to be created, without account and contact, and what it takes from the lead (4.1.8).
fn new_deal(
    cx: &mut Context<'_>,
    request: &ConversionRequest,
    lead: &Lead,
    account: &Target<Account>,
) -> Result<(CreateDeal, Vec<super::copy::FieldPlan>)> {
    let wanted = &request.deal;
    let readable = |name: &str, value: &Option<String>| {
        value
            .clone()
            .filter(|_| reads(cx.access(), Lead::DECL, name))
    };
    let name = wanted
        .name
        .clone()
        .or_else(|| readable("company_text", &lead.company_text))
        .or_else(|| account.record().map(|account| account.name.clone()))
        .or_else(|| readable("display_name", &lead.display_name))
        .ok_or_else(|| Error::invalid("deal.name", "the deal needs a name"))?;
    let mut deal = Deal {
        name,
        amount: wanted.amount,
        owner_id: lead.owner_id,
        team_id: lead.team_id,
        ..Deal::default()
    };
    owned(cx, &mut deal.owner_id, deal.team_id);
    let access = cx.access().clone();
    let here = cx.definitions(RecordKind::Lead)?;
    let there = cx.definitions(RecordKind::Deal)?;
    let copying = Copying {
        lead,
        access: &access,
        skip: &request.skip,
        custom: (&here, &there),
    };
    let fields = copying.onto(TO_DEAL, &mut deal, true, |_| Ok(()))?;
    let unfit = |field: &super::copy::FieldPlan| {
        field.field == "source" && field.action == super::record::CopyAction::Unfit
    };
    if let Some(word) = lead.acquisition_source.clone()
        && fields.iter().any(unfit)
    {
        // A deal has fewer words for it; the lead's own stays with it all the same.
        deal.extras.push(Extra {
            source: "lead".to_owned(),
            name: "acquisition_source".to_owned(),
            value: word,
        });
    }
    let create = CreateDeal {
        deal: DealDraft {
            created_via: lead.created_via,
            name: deal.name,
            amount: deal.amount,
            expected_close_on: wanted.expected_close_on,
            source: deal.source,
            medium: deal.medium,
            campaign: deal.campaign,
            note: deal.note,
            owner_id: deal.owner_id,
            team_id: deal.team_id,
            extras: deal.extras,
            custom: deal.custom,
            ..DealDraft::default()
        },
        pipeline_id: wanted.pipeline_id,
        stage: wanted.stage.clone(),
        ..CreateDeal::default()
    };
    Ok((create, fields))
}

/// A new deal begins in an open stage of an active pipeline.
fn require_stage(pipeline: &pipeline::Pipeline, wanted: Option<&str>) -> Result<()> {
    if pipeline.status == PipelineStatus::Inactive {
        let reason = "the pipeline is inactive and takes no new deals";
        return Err(Error::invalid("deal.pipeline_id", reason));
    }
    let Some(wanted) = wanted else {
        return Ok(());
    };
    match pipeline.stage(wanted) {
        Some(stage) if stage.outcome == StageOutcome::Open => Ok(()),
        Some(_) => Err(Error::invalid("deal.stage", "a deal begins open")),
        None => Err(Error::invalid(
            "deal.stage",
            "the pipeline has no such stage",
        )),
    }
}

fn planned(kind: RecordKind, choice: Choice, matches: Vec<ConversionMatch>) -> TargetPlan {
    TargetPlan {
        kind,
        action: choice.action,
        id: None,
        because: choice.because,
        matches,
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
) -> Result<Vec<super::copy::FieldPlan>> {
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
fn owned(
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
    links: &[LeadLink],
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
        for link in links {
            if links::is_missing(cx, link, record)? {
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
fn digest(cx: &Context<'_>, plan: &ConversionPlan, links: &[LeadLink]) -> Result<String> {
    let mut plan = plan.clone();
    plan.project(cx.access());
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

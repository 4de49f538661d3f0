//! Converting a lead (LEA-35 to LEA-39).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::choose::{ConversionMode, ConversionRequest};
use super::links;
use super::plan::{ConversionPlan, ReadVersion, TargetPlan};
use super::record::{Conversion, ConversionId, ConvertedField, CopyAction};
use super::work::{DealWork, Target, Work, argument, prepare};
use crate::access::{Access, Answer, Permission};
use crate::account::Account;
use crate::association::{self, Association};
use crate::audit::Action;
use crate::contact::{Contact, LeadStatus};
use crate::deal::{self, Deal, NewDealContact};
use crate::error::{Error, RecordRef, Result};
use crate::field::RecordKind;
use crate::lead::status::of;
use crate::lead::{ConversionOrigin, Lead};
use crate::operation::{Context, Mode, Operation, Route, Stored};

/// Converts a lead, as planned. In automatic mode versions may be left out, and the conversion
/// stops as `needs_review` where somebody would have to decide.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct Convert {
    /// What is to become of the lead, as it was planned.
    #[serde(flatten)]
    pub request: ConversionRequest,
    /// The `versions` of the plan; refused with `conflict` if anything that was read has moved on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub versions: Vec<ReadVersion>,
    /// The `digest` of the plan; refused with `conflict` if anything that the conversion would
    /// write is not as planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
}

crate::choice! {
    /// What became of a conversion.
    pub enum ConversionOutcome {
        /// It was done.
        #[default]
        Converted = "converted",
        /// Nothing was done: somebody has to decide what the plan leaves open.
        NeedsReview = "needs_review",
    }
}

/// A lead and what it became.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Converted {
    /// What became of it.
    pub outcome: ConversionOutcome,
    /// The conversion; audit entries and events of it have this as their cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversion_id: Option<ConversionId>,
    /// The lead.
    pub lead: Lead,
    /// The account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Account>,
    /// The contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// The deal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deal: Option<Deal>,
    /// The kinds of those that were created.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub created: Vec<RecordKind>,
    /// The kinds of those that were there and are linked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub linked: Vec<RecordKind>,
    /// What was done, or what is to be decided.
    pub plan: ConversionPlan,
}

impl Answer for Converted {
    fn project(&mut self, access: &Access) {
        self.lead.project(access);
        self.account.project(access);
        self.contact.project(access);
        self.deal.project(access);
        self.plan.project(access);
    }
}

impl Operation for Convert {
    const NAME: &'static str = "leads.convert";
    const PERMISSION: Permission = Permission::LeadConvert;
    const ROUTE: Route = Route::post("/leads/{id}/convert");
    const MODE: Mode = Mode::Write;
    type Output = Converted;

    fn execute(self, cx: &mut Context<'_>) -> Result<Converted> {
        let work = prepare(cx, &self.request)?;
        self.check(&work)?;
        if let Some(kind) = work.plan.undecided.first() {
            if self.request.mode == ConversionMode::Automatic {
                return Ok(Converted {
                    outcome: ConversionOutcome::NeedsReview,
                    conversion_id: None,
                    lead: work.lead,
                    account: None,
                    contact: None,
                    deal: None,
                    created: Vec::new(),
                    linked: Vec::new(),
                    plan: work.plan,
                });
            }
            let reason = "others resemble the lead; create a new one or link one of them";
            return Err(Error::conflict(reason)
                .at(argument(*kind))
                .of(of(&work.lead)));
        }
        if !work.plan.missing.is_empty() {
            let names = work.plan.missing.iter();
            let names: Vec<&str> = names.map(|missing| missing.permission.name()).collect();
            let reason = "converting this lead takes permissions that you do not have";
            return Err(Error::forbidden(reason)
                .of(of(&work.lead))
                .with("permissions", names));
        }
        let origin = match self.request.mode {
            ConversionMode::Manual => ConversionOrigin::Manual,
            ConversionMode::Automatic => ConversionOrigin::Automated,
        };
        carry_out(cx, work, origin)
    }
}

impl Convert {
    /// Refuses what is not as it was planned.
    fn check(&self, work: &Work) -> Result<()> {
        let versions = &work.plan.versions;
        let unseen = self.request.mode == ConversionMode::Automatic && self.versions.is_empty();
        if !unseen {
            for read in versions {
                let planned = self.versions.iter();
                let mut planned =
                    planned.filter(|planned| (planned.kind, planned.id) == (read.kind, read.id));
                let planned = planned.next();
                let record = RecordRef {
                    kind: read.kind,
                    id: read.id,
                };
                match planned {
                    None => {
                        let reason = "the version of everything that the plan read is needed";
                        return Err(Error::conflict(reason).at("versions").of(record));
                    }
                    Some(planned) if planned.version != read.version => {
                        let reason = "something that the plan read has moved on; plan again";
                        return Err(Error::conflict(reason)
                            .at("versions")
                            .of(record)
                            .with("version", read.version));
                    }
                    Some(_) => {}
                }
            }
        }
        let digest = self.digest.as_ref();
        if digest.is_some_and(|digest| *digest != work.plan.digest) {
            let reason = "the conversion would do something else than was planned; plan it again";
            return Err(Error::conflict(reason).at("digest"));
        }
        Ok(())
    }
}

/// Writes what was worked out.
fn carry_out(cx: &mut Context<'_>, work: Work, origin: ConversionOrigin) -> Result<Converted> {
    let id = ConversionId::new(cx.new_id());
    cx.because_of(id.uuid());
    let account = write(
        cx,
        work.account,
        (Permission::AccountCreate, Permission::AccountUpdate),
    )?;
    let entering = match work.contact {
        Target::Create(_) => Permission::ContactCreate,
        _ => Permission::ContactUpdate,
    };
    let contact = write(
        cx,
        work.contact,
        (Permission::ContactCreate, Permission::ContactUpdate),
    )?;
    if let Some(contact) = &contact {
        // The job title is the primary association's title (semantics 4.10).
        association::follow_contact(cx, contact)?;
    }
    if let (Some(account), Some(contact), true) = (&account, &contact, work.plan.associates) {
        let new = Association {
            contact_id: contact.id,
            account_id: account.id,
            ..Association::default()
        };
        cx.with_permission(entering, |cx| association::join(cx, contact, new, false))?;
    }
    let deal = write_deal(
        cx,
        work.deal,
        &work.lead,
        account.as_ref(),
        contact.as_ref(),
    )?;
    let plans = [&work.plan.account, &work.plan.contact, &work.plan.deal];
    let ids = [
        account.as_ref().map(|account| account.id.uuid()),
        contact.as_ref().map(|contact| contact.id.uuid()),
        deal.as_ref().map(|deal| deal.id.uuid()),
    ];
    for (plan, id) in plans.iter().zip(ids) {
        if let Some(id) = id {
            let record = RecordRef {
                kind: plan.kind,
                id,
            };
            links::add(cx, &work.links, record)?;
        }
    }
    let created = kinds(&plans, true);
    let linked = kinds(&plans, false);
    let fields = plans
        .iter()
        .zip(ids)
        .filter_map(|(plan, id)| Some(converted_fields(plan, id?)));
    let fields: Vec<ConvertedField> = fields.flatten().collect();
    let conversion = Conversion {
        id,
        lead_id: work.lead.id,
        origin,
        account_id: account.as_ref().map(|account| account.id),
        contact_id: contact.as_ref().map(|contact| contact.id),
        deal_id: deal.as_ref().map(|deal| deal.id),
        created: created.clone(),
        holds: ConvertedField::held(&fields),
        fields,
        created_at: cx.now(),
        created_by: Some(cx.access().actor().user),
        ..Conversion::default()
    };
    let conversion = cx.carry(None, conversion, Action::Create)?;
    let lead = finish(cx, &work.lead, &conversion)?;
    Ok(Converted {
        outcome: ConversionOutcome::Converted,
        conversion_id: Some(id),
        lead,
        account: reread(cx, account)?,
        contact: reread(cx, contact)?,
        deal: reread(cx, deal)?,
        created,
        linked,
        plan: work.plan,
    })
}

/// The lead becomes read-only and says what it became (semantics 4.1.10).
fn finish(cx: &mut Context<'_>, lead: &Lead, conversion: &Conversion) -> Result<Lead> {
    let mut after = lead.clone();
    after.status = LeadStatus::Converted;
    after.sub_status = None;
    after.converted_at = Some(cx.now());
    after.conversion_origin = Some(conversion.origin);
    after.conversion_id = Some(conversion.id);
    after.converted_account_id = conversion.account_id;
    after.converted_contact_id = conversion.contact_id;
    after.converted_deal_id = conversion.deal_id;
    after.last_activity_at = Some(cx.now());
    cx.carry(Some(lead), after, Action::Convert)
}

/// Creates or changes an account or a contact, with the permission that it takes.
fn write<R: Stored>(
    cx: &mut Context<'_>,
    target: Target<R>,
    (create, update): (Permission, Permission),
) -> Result<Option<R>> {
    match target {
        Target::None => Ok(None),
        Target::Create(record) => cx
            .with_permission(create, |cx| cx.insert(*record))
            .map(Some),
        Target::Link { before, after } => cx
            .with_permission(update, |cx| cx.save::<R>(&before, *after))
            .map(Some),
    }
}

/// Creates the deal, or puts the contact into one that is there.
fn write_deal(
    cx: &mut Context<'_>,
    work: DealWork,
    lead: &Lead,
    account: Option<&Account>,
    contact: Option<&Contact>,
) -> Result<Option<Deal>> {
    let member = contact.map(|contact| NewDealContact {
        contact_id: contact.id,
        ..NewDealContact::default()
    });
    match work {
        DealWork::None => Ok(None),
        DealWork::Create(mut create) => {
            create.deal.account_id = account.map(|account| account.id);
            create.contacts = member.into_iter().collect();
            cx.with_permission(Permission::DealCreate, |cx| {
                create.carry_out(cx, Some(lead.id))
            })
            .map(Some)
            .map_err(|error| error.inside("deal"))
        }
        DealWork::Link(deal) => {
            let members = deal::contacts_of(cx, deal.id)?;
            let known = |member: &NewDealContact| {
                let mut members = members.iter();
                members.any(|known| known.contact_id == member.contact_id)
            };
            if let Some(member) = member.filter(|member| !known(member)) {
                cx.with_permission(Permission::DealUpdate, |cx| {
                    deal::add_contact(cx, &deal, member)
                })?;
            }
            Ok(Some(*deal))
        }
    }
}

fn kinds(plans: &[&TargetPlan], created: bool) -> Vec<RecordKind> {
    use super::choose::TargetAction as A;
    let wanted = if created { A::Create } else { A::Link };
    let done = plans.iter().filter(|plan| plan.action == wanted);
    done.map(|plan| plan.kind).collect()
}

fn converted_fields(plan: &TargetPlan, id: Uuid) -> Vec<ConvertedField> {
    let field = |field: &super::copy::FieldPlan| ConvertedField {
        kind: plan.kind,
        id,
        field: field.field.clone(),
        from: field.from.clone(),
        action: field.action,
        value: match field.action {
            CopyAction::Alternative => field.value.clone(),
            _ => None,
        },
    };
    plan.fields.iter().map(field).collect()
}

/// A record as it stands at the end: what came after may have changed it again.
fn reread<R: Stored>(cx: &mut Context<'_>, record: Option<R>) -> Result<Option<R>> {
    match record {
        Some(record) => cx.peek(record.id()),
        None => Ok(None),
    }
}

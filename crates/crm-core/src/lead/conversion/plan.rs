//! What a conversion would do, to look at before doing it (LEA-40, LEA-41).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::candidates::ConversionMatch;
use super::choose::{ConversionRequest, TargetAction, TargetReason};
use super::copy::FieldPlan;
use super::work;
use crate::access::{Access, Answer, Permission, Sight};
use crate::contact::Contact;
use crate::error::{RecordRef, Result};
use crate::field::{Record, RecordDecl, RecordKind, Sensitivity};
use crate::lead::Lead;
use crate::operation::{Context, Mode, Operation, Route};
use crate::records;

/// What a conversion does. The plan that is shown is the one that is applied.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ConversionPlan {
    /// The lead.
    pub lead: RecordRef,
    /// What is done about the account.
    pub account: TargetPlan,
    /// What is done about the contact.
    pub contact: TargetPlan,
    /// What is done about the deal.
    pub deal: TargetPlan,
    /// Whether the contact is put into the account.
    pub associates: bool,
    /// What is linked to the lead and will be linked to the others too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<LinkPlan>,
    /// How the life cycle of the contact goes on; absent if it stays where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifecycle: Option<LifecycleRise>,
    /// What becomes of consents: always nothing, since the engine keeps none yet.
    pub consent: ConsentEffect,
    /// The kinds about which somebody has to decide first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub undecided: Vec<RecordKind>,
    /// What the actor lacks; nothing is converted while it lacks anything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<MissingPermission>,
    /// Everything that was read, and its version; converting takes them.
    pub versions: Vec<ReadVersion>,
    /// A digest of all that the conversion would write; converting with it refuses anything else.
    pub digest: String,
}

/// What is done about an account, a contact or a deal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TargetPlan {
    /// The kind.
    pub kind: RecordKind,
    /// What is done; `suggest` where somebody has to decide.
    pub action: TargetAction,
    /// The record that is linked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    /// Why.
    pub because: TargetReason,
    /// What the lead may be or belong to, best first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub matches: Vec<ConversionMatch>,
    /// What becomes of the fields of the lead there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldPlan>,
}

/// Links that will be added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LinkPlan {
    /// The kind of link.
    pub link: RecordKind,
    /// The kind of record that gets them.
    pub to: RecordKind,
    /// How many.
    pub count: u64,
}

/// How a life cycle goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LifecycleRise {
    /// The stage before; none if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The stage after.
    pub to: String,
}

crate::choice! {
    /// What a conversion does to consents. The engine keeps no consents yet, so there is nothing that
    /// it could do; that it will never give or take one is settled already (semantics 4.1.6).
    pub enum ConsentEffect {
        /// Nothing: a conversion neither gives nor takes any.
        #[default]
        None = "none",
    }
}

/// A permission that the actor lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MissingPermission {
    /// The permission.
    pub permission: Permission,
    /// The record that it does not reach; absent if the actor does not have it at all, or if it
    /// does not reach what would be created.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<RecordRef>,
}

/// A record and the version at which it was read.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct ReadVersion {
    /// The kind.
    pub kind: RecordKind,
    /// The record.
    pub id: Uuid,
    /// Its version; 0 for what is not written yet, such as the standard pipeline.
    pub version: u64,
}

impl TargetPlan {
    fn project(&mut self, lead: RecordRef, access: &Access) {
        let there = records::declaration(self.kind);
        for found in &mut self.matches {
            found.project(access);
        }
        // Which fields differ tells of values, so a field that is not read whole is left out.
        self.fields.retain(|field| {
            reads(access, Lead::DECL, &field.from) && reads(access, there, &field.field)
        });
        let kind = self.kind;
        for field in &self.fields {
            if field.value.is_some() {
                access.tells(lead, &field.from);
            }
            if let (Some(_), Some(id)) = (&field.there, self.id) {
                access.tells(RecordRef { kind, id }, &field.field);
            }
        }
    }
}

/// Whether the actor reads a field, or a custom one as `custom.<name>`, whole.
pub(super) fn reads(access: &Access, decl: &'static RecordDecl, name: &str) -> bool {
    let right = match name.strip_prefix("custom.") {
        Some(custom) => access.custom(decl.kind, custom, Sensitivity::Internal).0,
        None => match decl.field(name) {
            Some((_, field)) => access.field(decl, field).0,
            None => return false,
        },
    };
    right.sight == Sight::Full
}

/// Whether the actor reads a field whole and writes it: what it does not see there it does not
/// fill either.
pub(super) fn writes(access: &Access, decl: &'static RecordDecl, name: &str) -> bool {
    let right = decl
        .field(name)
        .map(|(_, field)| access.field(decl, field).0);
    right.is_some_and(|right| right.sight == Sight::Full && right.write)
}

impl Answer for ConversionPlan {
    fn project(&mut self, access: &Access) {
        for target in [&mut self.account, &mut self.contact, &mut self.deal] {
            target.project(self.lead, access);
        }
        if !reads(access, Contact::DECL, "lifecycle_stage") {
            self.lifecycle = None;
        }
        self.links.retain(|links| {
            let decl = records::declaration(links.link);
            let mut fields = decl.fields.iter().filter(|field| field.fixed);
            fields.all(|field| access.field(decl, field).0.sight == Sight::Full)
        });
    }
}

/// Shows what converting a lead would do, and writes nothing: what matches it and why, what would
/// be created or linked, what becomes of every field, what the actor lacks.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct PlanConversion {
    /// What is to become of the lead.
    #[serde(flatten)]
    pub request: ConversionRequest,
}

impl Operation for PlanConversion {
    const NAME: &'static str = "leads.plan_conversion";
    const PERMISSION: Permission = Permission::LeadView;
    const ROUTE: Route = Route::post("/leads/{id}/plan-conversion");
    const MODE: Mode = Mode::Read;
    type Output = ConversionPlan;

    fn execute(self, cx: &mut Context<'_>) -> Result<ConversionPlan> {
        work::prepare(cx, &self.request).map(|work| work.plan)
    }
}

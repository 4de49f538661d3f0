//! Qualifying a lead (LEA-34).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::bant::{Bant, bant};
use super::choice::{LeadAuthority, LeadNeed, LeadTimeline, NeedIntensity};
use super::mirror::mirror;
use super::record::{Lead, LeadId, LeadPatch};
use super::status::{Step, settle_sub_status, step};
use crate::access::{Access, Answer, Permission, Sight};
use crate::contact::LeadStatus;
use crate::error::Result;
use crate::field::{Patch, Record};
use crate::operation::{Context, Mode, Operation, Route};
use crate::value::Money;

/// Qualifies an open lead, with what was learned about budget, authority, need and timeline.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct QualifyLead {
    /// Which lead.
    pub id: LeadId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// What there is to spend, or the lower end of a range.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub budget: Patch<Money>,
    /// The upper end of the range.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub budget_to: Patch<Money>,
    /// When it is to be decided.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub timeline: Patch<LeadTimeline>,
    /// Whether the person may decide.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub authority: Patch<LeadAuthority>,
    /// Whether the need was said or is only guessed.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub need: Patch<LeadNeed>,
    /// How pressing the need is.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub need_intensity: Patch<NeedIntensity>,
    /// The sub-status among the qualified ones.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub sub_status: Patch<String>,
}

/// A lead and how much is known of what qualifies it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Qualification {
    /// The lead.
    pub lead: Lead,
    /// How much is known; absent if the actor may not read one of the parts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bant: Option<Bant>,
}

impl Qualification {
    fn of(lead: Lead) -> Self {
        let bant = Some(bant(&lead));
        Self { lead, bant }
    }
}

impl Answer for Qualification {
    /// A measure is as guarded as what it measures (semantics 4.11).
    fn project(&mut self, access: &Access) {
        let reads = ["budget", "authority", "need", "timeline"]
            .iter()
            .all(|name| {
                Lead::DECL.field(name).is_some_and(|(_, field)| {
                    access.field(Lead::DECL, field).0.sight == Sight::Full
                })
            });
        self.bant = self.bant.take().filter(|_| reads);
        self.lead.project(access);
    }
}

impl Operation for QualifyLead {
    const NAME: &'static str = "leads.qualify";
    const PERMISSION: Permission = Permission::LeadUpdate;
    const ROUTE: Route = Route::post("/leads/{id}/qualify");
    const MODE: Mode = Mode::Write;
    type Output = Qualification;

    fn execute(self, cx: &mut Context<'_>) -> Result<Qualification> {
        let patch = LeadPatch {
            budget: self.budget,
            budget_to: self.budget_to,
            timeline: self.timeline,
            authority: self.authority,
            need: self.need,
            need_intensity: self.need_intensity,
            sub_status: self.sub_status,
            ..LeadPatch::default()
        };
        let lead = cx.update_with(
            self.id,
            self.expected_version,
            patch,
            |cx, before, after| {
                after.status = step(before, Step::Qualify)?;
                settle_sub_status(cx, Some(before), after)?;
                if before.status != LeadStatus::Qualified {
                    after.qualified_at = Some(cx.now());
                }
                after.last_activity_at = Some(cx.now());
                Ok(())
            },
        )?;
        mirror(cx, &lead)?;
        Ok(Qualification::of(lead))
    }
}

/// Reads how much is known of what qualifies a lead.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetQualification {
    /// Which lead.
    pub id: LeadId,
}

impl Operation for GetQualification {
    const NAME: &'static str = "leads.qualification";
    const PERMISSION: Permission = Permission::LeadView;
    const ROUTE: Route = Route::get("/leads/{id}/qualification");
    const MODE: Mode = Mode::Read;
    type Output = Qualification;

    fn execute(self, cx: &mut Context<'_>) -> Result<Qualification> {
        cx.load(self.id).map(Qualification::of)
    }
}

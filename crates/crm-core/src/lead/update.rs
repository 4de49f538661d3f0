//! Changing a lead.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::history::Handover;
use super::mirror::mirror;
use super::record::{Lead, LeadId, LeadPatch};
use super::status::{require_unconverted, settle_sub_status};
use crate::access::Permission;
use crate::contact::LeadStatus;
use crate::error::Result;
use crate::field::Touched;
use crate::operation::{Context, Mode, Operation, Route, lifecycle};

/// Changes a lead: given fields are set, `null` clears one, absent ones stay. Of a converted lead
/// only the note may change.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateLead {
    /// Which lead.
    pub id: LeadId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// The change.
    #[serde(flatten)]
    pub patch: LeadPatch,
}

impl Operation for UpdateLead {
    const NAME: &'static str = "leads.update";
    const PERMISSION: Permission = Permission::LeadUpdate;
    const ROUTE: Route = Route::patch("/leads/{id}");
    const MODE: Mode = Mode::Write;
    type Output = Lead;

    fn execute(self, cx: &mut Context<'_>) -> Result<Lead> {
        apply(cx, self.id, self.expected_version, self.patch)
    }
}

/// Changes a lead as a patch says.
pub(super) fn apply(
    cx: &mut Context<'_>,
    id: LeadId,
    expected: Option<u64>,
    patch: LeadPatch,
) -> Result<Lead> {
    let touches_custom = patch.custom().is_some() || patch.clears_custom();
    let only_note = patch.touched().iter().all(|field| *field == "note") && !touches_custom;
    let lead = cx.update_with(id, expected, patch, |cx, before, after| {
        if !only_note {
            require_unconverted(before)?;
        }
        settle_sub_status(cx, Some(before), after)?;
        let (by, at) = (cx.access().actor().user, cx.now());
        after.note_owner(before.owner_id, by, at, Handover::default());
        Ok(())
    })?;
    if lead.status != LeadStatus::Converted {
        mirror(cx, &lead)?;
    }
    Ok(lead)
}

lifecycle!(@archive Lead, "leads", "/leads", LeadDelete => ArchiveLead);
lifecycle!(@restore Lead, "leads", "/leads", LeadDelete => RestoreLead);
lifecycle!(@purge Lead, "leads", "/leads", LeadPurge => PurgeLead);

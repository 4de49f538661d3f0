//! Losing, disqualifying and reopening a lead (LEA-28, LEA-44, R-09).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::choice::{DisqualifyReason, LeadLostReason};
use super::mirror::mirror;
use super::record::{Lead, LeadId};
use super::status::{Step, step};
use crate::access::Permission;
use crate::error::{Error, Result};
use crate::operation::{Context, Mode, Operation, Route};
use crate::value::text::{LONG_MAX, check_text};

/// Says that a lead is not a fit.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct DisqualifyLead {
    /// Which lead.
    pub id: LeadId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// Why; needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<DisqualifyReason>,
    /// More about why; needed for the reason `other`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason_text: Option<String>,
}

impl Operation for DisqualifyLead {
    const NAME: &'static str = "leads.disqualify";
    const PERMISSION: Permission = Permission::LeadDisqualify;
    const ROUTE: Route = Route::post("/leads/{id}/disqualify");
    const MODE: Mode = Mode::Write;
    type Output = Lead;

    fn execute(self, cx: &mut Context<'_>) -> Result<Lead> {
        let Some(reason) = self.reason else {
            return Err(Error::invalid(
                "reason",
                "a disqualified lead needs a reason",
            ));
        };
        let text = words(self.reason_text, reason == DisqualifyReason::Other)?;
        close(
            cx,
            self.id,
            self.expected_version,
            Step::Disqualify,
            |lead| {
                lead.disqualify_reason = Some(reason);
                lead.reason_text = text;
            },
        )
    }
}

/// Says that a lead would be a fit but does not proceed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct LoseLead {
    /// Which lead.
    pub id: LeadId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// Why; needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<LeadLostReason>,
    /// More about why; needed for the reason `other`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason_text: Option<String>,
}

impl Operation for LoseLead {
    const NAME: &'static str = "leads.lose";
    const PERMISSION: Permission = Permission::LeadDisqualify;
    const ROUTE: Route = Route::post("/leads/{id}/lose");
    const MODE: Mode = Mode::Write;
    type Output = Lead;

    fn execute(self, cx: &mut Context<'_>) -> Result<Lead> {
        let Some(reason) = self.reason else {
            return Err(Error::invalid("reason", "a lost lead needs a reason"));
        };
        let text = words(self.reason_text, reason == LeadLostReason::Other)?;
        close(cx, self.id, self.expected_version, Step::Lose, |lead| {
            lead.lost_reason = Some(reason);
            lead.reason_text = text;
        })
    }
}

/// Opens a lost or disqualified lead again, as it stood before. Why it was closed stays in its
/// history.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ReopenLead {
    /// Which lead.
    pub id: LeadId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
}

impl Operation for ReopenLead {
    const NAME: &'static str = "leads.reopen";
    const PERMISSION: Permission = Permission::LeadReopen;
    const ROUTE: Route = Route::post("/leads/{id}/reopen");
    const MODE: Mode = Mode::Write;
    type Output = Lead;

    fn execute(self, cx: &mut Context<'_>) -> Result<Lead> {
        let lead: Lead = cx.load(self.id)?;
        cx.expect(&lead, self.expected_version)?;
        Context::require_live(&lead)?;
        let mut after = lead.clone();
        after.status = step(&lead, Step::Reopen)?;
        after.closed_at = None;
        after.closed_by = None;
        after.closed_from = None;
        after.disqualify_reason = None;
        after.lost_reason = None;
        after.reason_text = None;
        after.last_activity_at = Some(cx.now());
        let after = cx.save(&lead, after)?;
        mirror(cx, &after)?;
        Ok(after)
    }
}

fn close(
    cx: &mut Context<'_>,
    id: LeadId,
    expected: Option<u64>,
    how: Step,
    say: impl FnOnce(&mut Lead),
) -> Result<Lead> {
    let lead: Lead = cx.load(id)?;
    cx.expect(&lead, expected)?;
    Context::require_live(&lead)?;
    let mut after = lead.clone();
    after.status = step(&lead, how)?;
    after.sub_status = None;
    after.closed_from = Some(lead.status);
    after.closed_at = Some(cx.now());
    after.closed_by = Some(cx.access().actor().user);
    after.last_activity_at = Some(cx.now());
    say(&mut after);
    let after = cx.save(&lead, after)?;
    mirror(cx, &after)?;
    Ok(after)
}

/// What was said beside the reason; the reason `other` says nothing by itself.
fn words(text: Option<String>, needed: bool) -> Result<Option<String>> {
    let text = text.map(|text| text.trim().to_owned());
    let text = text.filter(|text| !text.is_empty());
    if let Some(text) = &text {
        check_text(text, LONG_MAX)
            .map_err(|invalid| Error::invalid("reason_text", invalid.reason))?;
    }
    if needed && text.is_none() {
        let reason = "the reason other needs words";
        return Err(Error::invalid("reason_text", reason));
    }
    Ok(text)
}

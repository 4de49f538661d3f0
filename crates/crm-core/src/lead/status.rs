//! How a lead stands, and what may become of it (R-09).
//!
//! ```text
//!            qualify              convert
//!      new ───────────▶ qualified ─────────▶ converted
//!       │ └───────────────┼──────────────────────▲
//!       │   lose, disqualify                     │ unconvert goes back
//!       ▼                 ▼
//!      lost, disqualified ── reopen goes back to new or qualified
//! ```

use super::record::Lead;
use crate::contact::LeadStatus;
use crate::error::{Error, RecordRef, Result};
use crate::field::{Record, RecordKind};
use crate::operation::Context;
use crate::settings::Settings;
use crate::value::text::fold;

/// What is done with a lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Qualify,
    Lose,
    Disqualify,
    Reopen,
    Convert,
}

impl Step {
    /// The status after a step, if it can be taken from this one. `closed_from` is how a closed
    /// lead stood before.
    pub(super) const fn from(
        self,
        status: LeadStatus,
        closed_from: Option<LeadStatus>,
    ) -> Option<LeadStatus> {
        let open = matches!(status, LeadStatus::New | LeadStatus::Qualified);
        let closed = matches!(status, LeadStatus::Lost | LeadStatus::Disqualified);
        match self {
            Self::Qualify if open => Some(LeadStatus::Qualified),
            Self::Lose if open => Some(LeadStatus::Lost),
            Self::Disqualify if open => Some(LeadStatus::Disqualified),
            Self::Convert if open => Some(LeadStatus::Converted),
            Self::Reopen if closed => match closed_from {
                Some(status) => Some(status),
                None => Some(LeadStatus::New),
            },
            _ => None,
        }
    }
}

/// The status that a lead has after a step; refused if it cannot be taken.
pub(super) fn step(lead: &Lead, step: Step) -> Result<LeadStatus> {
    step.from(lead.status, lead.closed_from).ok_or_else(|| {
        let hint = match (step, lead.status) {
            (Step::Reopen, _) => "only a lost or disqualified lead is reopened",
            (_, LeadStatus::Converted) => "the lead is converted and read-only",
            _ => "the lead is closed; reopen it first",
        };
        refused(lead, hint)
    })
}

/// Refuses to change a lead that is converted (semantics 4.1.10).
pub(super) fn require_unconverted(lead: &Lead) -> Result<()> {
    if lead.status == LeadStatus::Converted {
        let reason = "the lead is converted; only its note and its tags may change";
        return Err(refused(lead, reason));
    }
    Ok(())
}

fn refused(lead: &Lead, reason: &str) -> Error {
    Error::conflict(reason)
        .of(of(lead))
        .with("status", lead.status.name())
}

/// The lead that something is about, in errors.
pub(super) fn of(lead: &Lead) -> RecordRef {
    RecordRef {
        kind: RecordKind::Lead,
        id: lead.id().uuid(),
    }
}

/// Puts the sub-status into the tenant's spelling, and refuses one that its status does not have
/// (R-09). A status without it has none.
pub(super) fn settle_sub_status(
    cx: &mut Context<'_>,
    before: Option<&Lead>,
    after: &mut Lead,
) -> Result<()> {
    let kept = before.is_some_and(|before| {
        (before.status, &before.sub_status) == (after.status, &after.sub_status)
    });
    if kept {
        return Ok(());
    }
    let Some(wanted) = after.sub_status.take() else {
        return Ok(());
    };
    let settings = cx.settings()?;
    match known(&settings, after.status, &wanted) {
        Some(name) => after.sub_status = Some(name),
        // What the former status had ends with it.
        None if before.is_some_and(|before| before.sub_status.as_ref() == Some(&wanted)) => {}
        None => {
            let names = settings.lead_sub_statuses.iter();
            let names: Vec<&str> = names
                .filter(|sub| sub.status == after.status)
                .map(|sub| sub.name.as_str())
                .collect();
            let reason = format!("this is none of the sub-statuses: {}", names.join(", "));
            return Err(Error::invalid("sub_status", reason));
        }
    }
    Ok(())
}

fn known(settings: &Settings, status: LeadStatus, wanted: &str) -> Option<String> {
    let wanted = fold(wanted.trim());
    settings
        .lead_sub_statuses
        .iter()
        .find(|sub| sub.status == status && fold(&sub.name) == wanted)
        .map(|sub| sub.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_open_lead_is_converted_and_only_a_closed_one_reopened_4_1_1() {
        use LeadStatus::{Converted, Disqualified, Lost, New, Qualified};
        for status in [New, Qualified] {
            assert_eq!(Step::Convert.from(status, None), Some(Converted));
            assert_eq!(Step::Reopen.from(status, None), None);
        }
        for status in [Lost, Disqualified] {
            assert_eq!(Step::Convert.from(status, Some(New)), None);
            assert_eq!(Step::Reopen.from(status, Some(Qualified)), Some(Qualified));
            assert_eq!(Step::Reopen.from(status, None), Some(New));
        }
    }

    #[test]
    fn nothing_leads_out_of_converted_4_1_10() {
        for step in [
            Step::Qualify,
            Step::Lose,
            Step::Disqualify,
            Step::Reopen,
            Step::Convert,
        ] {
            assert_eq!(step.from(LeadStatus::Converted, None), None, "{step:?}");
        }
    }
}

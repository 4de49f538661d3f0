//! Scheduling, cancelling, and what the host reports of sending (COM-17 to COM-21).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::quiet::{Quiet, after_quiet};
use super::{
    Communication, CommunicationId, CommunicationKind, DeliveryStatus, participant, transition,
};
use crate::access::Permission;
use crate::contact::{Channel, Contact};
use crate::error::{Error, Result};
use crate::operation::{Context, Mode, Operation, Route};
use crate::value::text::{LINE_MAX, check_line};
use crate::value::{TimeZone, Timestamp};

/// Schedules an outbound item, or schedules it anew.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ScheduleCommunication {
    /// Which item.
    pub id: CommunicationId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// When it is to be sent.
    pub at: Timestamp,
    /// Sends it then even if a recipient wants to be left alone at that hour.
    #[serde(default)]
    pub ignore_quiet_hours: bool,
}

impl Operation for ScheduleCommunication {
    const NAME: &'static str = "communications.schedule";
    const PERMISSION: Permission = Permission::CommunicationUpdate;
    const ROUTE: Route = Route::post("/communications/{id}/schedule");
    const MODE: Mode = Mode::Write;
    type Output = Communication;

    fn execute(self, cx: &mut Context<'_>) -> Result<Communication> {
        let before = editable(cx, self.id, self.expected_version)?;
        schedule(cx, &before, self.at, !self.ignore_quiet_hours)
    }
}

/// Takes an item back that has not been sent.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct CancelCommunication {
    /// Which item.
    pub id: CommunicationId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
}

impl Operation for CancelCommunication {
    const NAME: &'static str = "communications.cancel";
    const PERMISSION: Permission = Permission::CommunicationUpdate;
    const ROUTE: Route = Route::post("/communications/{id}/cancel");
    const MODE: Mode = Mode::Write;
    type Output = Communication;

    fn execute(self, cx: &mut Context<'_>) -> Result<Communication> {
        let before = editable(cx, self.id, self.expected_version)?;
        transition(before.status, DeliveryStatus::Cancelled)?;
        let mut after = before.clone();
        after.status = Some(DeliveryStatus::Cancelled);
        after.scheduled_at = None;
        cx.save(&before, after)
    }
}

/// Tells what became of an outbound item: the host sends, the engine keeps account. Of two hosts
/// that take the same item to send it, the version lets one through.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ReportDelivery {
    /// Which item.
    pub id: CommunicationId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// What it is now: sending, sent, delivered or failed.
    pub status: DeliveryStatus,
    /// When it was sent; now if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<Timestamp>,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
}

impl Operation for ReportDelivery {
    const NAME: &'static str = "communications.report";
    const PERMISSION: Permission = Permission::CommunicationUpdate;
    const ROUTE: Route = Route::post("/communications/{id}/report");
    const MODE: Mode = Mode::Write;
    type Output = Communication;

    fn execute(self, cx: &mut Context<'_>) -> Result<Communication> {
        use DeliveryStatus as S;
        let before = editable(cx, self.id, self.expected_version)?;
        if !matches!(self.status, S::Sending | S::Sent | S::Delivered | S::Failed) {
            return Err(Error::invalid(
                "status",
                "a host reports sending, sent, delivered or failed",
            ));
        }
        transition(before.status, self.status)?;
        let mut after = before.clone();
        after.status = Some(self.status);
        match self.status {
            S::Sent => {
                after.occurred_at = Some(self.sent_at.unwrap_or(cx.now()));
                after.failure = None;
            }
            S::Failed => {
                if let Some(failure) = &self.failure {
                    check_line(failure, LINE_MAX)
                        .map_err(|invalid| Error::invalid("failure", invalid.reason))?;
                }
                after.failure = self.failure;
            }
            _ => {}
        }
        cx.save(&before, after)
    }
}

fn editable(
    cx: &mut Context<'_>,
    id: CommunicationId,
    expected_version: Option<u64>,
) -> Result<Communication> {
    let before: Communication = cx.load(id)?;
    cx.expect(&before, expected_version)?;
    Context::require_live(&before)?;
    Ok(before)
}

/// Schedules an item at the first instant that is quiet for none of its recipients.
pub(super) fn schedule(
    cx: &mut Context<'_>,
    before: &Communication,
    at: Timestamp,
    respect_quiet: bool,
) -> Result<Communication> {
    transition(before.status, DeliveryStatus::Scheduled)?;
    if at < cx.now() {
        return Err(Error::invalid(
            "at",
            "an item is scheduled for a later instant",
        ));
    }
    let quiet = if respect_quiet {
        quiet_hours(cx, before)?
    } else {
        Vec::new()
    };
    let moved = after_quiet(at, &quiet);
    let mut after = before.clone();
    after.status = Some(DeliveryStatus::Scheduled);
    after.scheduled_at = Some(moved);
    after.requested_at = (moved != at).then_some(at);
    after.ignores_quiet_hours = !respect_quiet;
    after.failure = None;
    cx.save(before, after)
}

/// Schedules an item anew whose recipients are others now: by their quiet hours, from the instant
/// that was asked for.
pub(super) fn follow_recipients(
    cx: &mut Context<'_>,
    before: &Communication,
) -> Result<Communication> {
    let asked = before.requested_at.or(before.scheduled_at);
    let waits = before.status == Some(DeliveryStatus::Scheduled) && !before.ignores_quiet_hours;
    let Some(at) = asked.filter(|_| waits) else {
        return Ok(before.clone());
    };
    let quiet = quiet_hours(cx, before)?;
    // An instant that has passed stands as long as it is quiet for nobody: only quiet hours move it.
    let from = at.max(cx.now());
    let moved = Some(after_quiet(from, &quiet)).filter(|moved| *moved != from);
    let mut after = before.clone();
    after.scheduled_at = Some(moved.unwrap_or(at));
    after.requested_at = moved.map(|_| at);
    cx.save(before, after)
}

/// When the recipients want to be left alone on this channel.
fn quiet_hours(cx: &mut Context<'_>, item: &Communication) -> Result<Vec<Quiet>> {
    let Some(channel) = channel(item.kind) else {
        return Ok(Vec::new());
    };
    let zone = cx.settings()?.time_zone.unwrap_or(TimeZone::UTC);
    let mut quiet = Vec::new();
    for one in participant::of(cx, item.id)? {
        let Some(contact) = one.contact_id else {
            continue;
        };
        let Some(contact) = cx.peek::<Contact>(contact)? else {
            continue;
        };
        let zone = contact.time_zone.unwrap_or(zone);
        for preference in contact
            .preferences
            .iter()
            .filter(|one| one.channel == channel)
        {
            let time = |text: &Option<String>| text.as_ref()?.parse().ok();
            let hours = (time(&preference.quiet_from), time(&preference.quiet_until));
            if let (Some(from), Some(until)) = hours {
                quiet.push(Quiet { zone, from, until });
            }
        }
    }
    Ok(quiet)
}

/// The channel on which such an item reaches somebody.
const fn channel(kind: CommunicationKind) -> Option<Channel> {
    Some(match kind {
        CommunicationKind::Call => Channel::Phone,
        CommunicationKind::Email => Channel::Email,
        CommunicationKind::Meeting => Channel::Meeting,
        CommunicationKind::InPerson => Channel::InPerson,
        CommunicationKind::Sms => Channel::Sms,
        CommunicationKind::Chat => Channel::Chat,
        CommunicationKind::Whatsapp => Channel::Whatsapp,
        CommunicationKind::Linkedin => Channel::Linkedin,
        CommunicationKind::Note | CommunicationKind::Task | CommunicationKind::Other => {
            return None;
        }
    })
}

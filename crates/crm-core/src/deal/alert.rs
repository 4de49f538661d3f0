//! What somebody should look at: a stalled deal, a document that contradicts a deal.
//!
//! An alert is a record, so raising one writes an event (`deal_alert.created`) that hosts can take
//! up; a conflict makes a task too. [`raise`] is the one place where alerts come from; what was
//! raised for a stay or for a version of a document is never raised again.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::conflict;
use super::record::{Deal, DealId};
use super::stay::StageStayId;
use super::transition;
use crate::access::{Access, Answer, Permission};
use crate::document::SalesDocumentId;
use crate::error::{Error, Result};
use crate::field::{Id, Record, RecordKind, Value, label, place};
use crate::operation::{Context, Environment, Mode, Operation, Route, Stored, live};
use crate::pipeline::SalesRule;
use crate::port::{Key, KeySpace};
use crate::query::{Filter, Select, Target};
use crate::task::TaskId;
use crate::value::Timestamp;

crate::record! {
    /// Something about a deal that somebody should look at.
    pub struct DealAlert: DealAlert, draft DealAlertDraft, patch DealAlertPatch;
    fixed {
        /// The deal.
        deal_id: DealId = label("Deal").indexed();
        /// What it is.
        kind: AlertKind = label("Kind");
        /// The stay that lasts too long.
        stay_id: Option<StageStayId> = label("Stay").provenance();
        /// The sales document.
        document_id: Option<SalesDocumentId> = label("Document").provenance();
        /// The revision of the sales document.
        document_revision: Option<u32> = label("Document revision");
        /// The rule that would have moved the deal.
        rule: Option<SalesRule> = label("Rule");
        /// What a held move lacks, or what is proposed: a stage by key, a field, a role. What the
        /// actor may not read is not named.
        names: Vec<String> = label("Names").speaks();
    }
    entered {}
    derived {
        /// The task that it made.
        task_id: Option<TaskId> = label("Task").indexed();
        /// Until when nobody wants to see it, UTC.
        snoozed_until: Option<Timestamp> = label("Snoozed until");
        /// When it was dealt with, UTC.
        resolved_at: Option<Timestamp> = label("Resolved at");
    }
}

/// The id of an alert.
pub type DealAlertId = Id<DealAlert>;

crate::choice! {
    /// What an alert is about.
    pub enum AlertKind {
        /// The deal has been in its stage for longer than the stage allows.
        #[default]
        Stalled = "stalled",
        /// A document contradicts the deal: the deal is lost, but an order was fulfilled or an
        /// invoice paid; or a quotation was accepted at another total than the deal can take.
        Conflict = "conflict",
        /// A document was cancelled, credited or ran out; moving the deal back is proposed, never
        /// done.
        Withdrawn = "withdrawn",
        /// A document would have moved the deal, which lacks what the stage asks for.
        Held = "held",
    }
}

impl Stored for DealAlert {
    const VIEW: Permission = Permission::DealView;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        Ok(())
    }

    fn withhold(&mut self, access: &Access) {
        for name in &mut self.names {
            *name = transition::known(access, name);
        }
        self.names.dedup();
    }

    fn keys(&self) -> Vec<Key> {
        let value = self.occasion();
        vec![Key {
            space: KeySpace::Name,
            value,
            unique: true,
        }]
    }
}

impl DealAlert {
    /// What it is raised once for.
    fn occasion(&self) -> String {
        let kind = self.kind.name();
        match (self.stay_id, self.document_id) {
            (Some(stay), _) => format!("{kind}.{stay}"),
            (None, Some(document)) => {
                let revision = self.document_revision.unwrap_or_default();
                let rule = self.rule.map_or("", SalesRule::name);
                format!("{kind}.{}.{document}.{revision}.{rule}", self.deal_id)
            }
            (None, None) => format!("{kind}.{}", self.deal_id),
        }
    }
}

/// What is to be raised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Concern {
    /// A stay lasts too long.
    Stalled(StageStayId),
    /// A document says something about the deal.
    Document {
        kind: AlertKind,
        document: SalesDocumentId,
        revision: u32,
        rule: Option<SalesRule>,
        names: Vec<String>,
    },
}

/// Raises an alert, unless it was raised before.
pub(crate) fn raise(
    cx: &mut Context<'_>,
    deal: DealId,
    concern: Concern,
) -> Result<Option<DealAlert>> {
    let alert = match concern {
        Concern::Stalled(stay) => DealAlert {
            deal_id: deal,
            kind: AlertKind::Stalled,
            stay_id: Some(stay),
            ..DealAlert::default()
        },
        Concern::Document {
            kind,
            document,
            revision,
            rule,
            names,
        } => DealAlert {
            deal_id: deal,
            kind,
            document_id: Some(document),
            document_revision: Some(revision),
            rule,
            names,
            ..DealAlert::default()
        },
    };
    let known =
        cx.store()
            .under_key(RecordKind::DealAlert, KeySpace::Name, &alert.occasion(), 1)?;
    if !known.is_empty() {
        return Ok(None);
    }
    let mut alert = alert;
    if let (AlertKind::Conflict, Some(rule), Some(deal)) =
        (alert.kind, alert.rule, cx.peek::<Deal>(deal)?)
    {
        alert.task_id = Some(conflict::task_of(cx, &deal, rule)?);
    }
    cx.insert(alert).map(Some)
}

/// The alerts of a deal, oldest first.
pub(super) fn alerts_of(cx: &mut Context<'_>, deal: DealId) -> Result<Vec<DealAlert>> {
    let of = Target::Field(place!(DealAlert, "deal_id"));
    let filter = Filter::equals(of, Value::Id(deal.uuid()));
    cx.peek_all(Select::all(DealAlert::DECL).filter(live()).filter(filter))
}

/// Lists what is to be looked at of a deal, oldest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListDealAlerts {
    /// Of which deal.
    pub id: DealId,
    /// What was dealt with or snoozed too.
    #[serde(default)]
    pub all: bool,
}

/// Alerts of a deal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DealAlerts {
    /// Oldest first.
    pub alerts: Vec<DealAlert>,
}

impl Answer for DealAlerts {
    fn project(&mut self, access: &Access) {
        self.alerts.project(access);
    }
}

impl Operation for ListDealAlerts {
    const NAME: &'static str = "deals.alerts";
    const PERMISSION: Permission = Permission::DealView;
    const ROUTE: Route = Route::get("/deals/{id}/alerts");
    const MODE: Mode = Mode::Read;
    type Output = DealAlerts;

    fn execute(self, cx: &mut Context<'_>) -> Result<DealAlerts> {
        let deal: Deal = cx.load(self.id)?;
        let mut alerts = alerts_of(cx, deal.id)?;
        let now = cx.now();
        alerts.retain(|alert| self.all || alert.is_due(now));
        Ok(DealAlerts { alerts })
    }
}

impl DealAlert {
    /// Alerts that somebody has put off or dealt with; the others are the engine's own word alone.
    pub(crate) fn answered() -> Filter {
        Filter::Or(vec![
            Filter::IsSet(Target::Field(place!(DealAlert, "snoozed_until"))),
            Filter::IsSet(Target::Field(place!(DealAlert, "resolved_at"))),
        ])
    }

    /// Whether somebody should look at it now.
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.resolved_at.is_none() && self.snoozed_until.is_none_or(|until| until <= now)
    }
}

/// Puts an alert off until an instant.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct SnoozeDealAlert {
    /// Which alert.
    pub id: DealAlertId,
    /// Until when, UTC; after now.
    pub until: Timestamp,
}

impl Operation for SnoozeDealAlert {
    const NAME: &'static str = "deals.snooze_alert";
    const PERMISSION: Permission = Permission::DealUpdate;
    const ROUTE: Route = Route::post("/deal-alerts/{id}/snooze");
    const MODE: Mode = Mode::Write;
    type Output = DealAlert;

    fn execute(self, cx: &mut Context<'_>) -> Result<DealAlert> {
        let alert = reach(cx, self.id)?;
        if alert.resolved_at.is_some() {
            return Err(Error::conflict("the alert was dealt with"));
        }
        if self.until <= cx.now() {
            return Err(Error::invalid("until", "an instant after now is needed"));
        }
        let mut after = alert.clone();
        after.snoozed_until = Some(self.until);
        cx.save(&alert, after)
    }
}

/// Says that an alert was dealt with.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ResolveDealAlert {
    /// Which alert.
    pub id: DealAlertId,
}

impl Operation for ResolveDealAlert {
    const NAME: &'static str = "deals.resolve_alert";
    const PERMISSION: Permission = Permission::DealUpdate;
    const ROUTE: Route = Route::post("/deal-alerts/{id}/resolve");
    const MODE: Mode = Mode::Write;
    type Output = DealAlert;

    fn execute(self, cx: &mut Context<'_>) -> Result<DealAlert> {
        let alert = reach(cx, self.id)?;
        if alert.resolved_at.is_some() {
            return Ok(alert);
        }
        let mut after = alert.clone();
        after.resolved_at = Some(cx.now());
        let resolved = cx.save(&alert, after)?;
        conflict::alert_resolved(cx, &resolved)?;
        Ok(resolved)
    }
}

/// The alert, if the actor may change its deal.
fn reach(cx: &mut Context<'_>, id: DealAlertId) -> Result<DealAlert> {
    let alert: DealAlert = cx.load(id)?;
    let unknown = || Error::not_found(RecordKind::DealAlert, id.uuid());
    let deal: Deal = cx
        .load_for(Permission::DealView, alert.deal_id)
        .map_err(|error| error.told_as(unknown))?;
    let _: Deal = cx.load(deal.id)?;
    Ok(alert)
}

//! The operations of bulk changes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::inverse::BulkUndone;
use super::plan::BulkPlan;
use super::record::{Bulk, BulkAction, BulkId, BulkItem, BulkOutcome, BulkStatus};
use super::select::BulkSelection;
use crate::access::Permission;
use crate::error::{Error, Result};
use crate::field::{RecordKind, Value, place};
use crate::inverse;
use crate::operation::{Context, Mode, Operation, Route};
use crate::page::{self, Page, PageRequest};
use crate::query::{Filter, Target};
use crate::quota::Metered;

/// Records of a step if the caller does not say.
const STEP: u32 = 1_000;

/// Plans one change of many records: freezes the selection, says how many there are, what would
/// become of the first of them, and which would be refused. Nothing but the plan is written.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct PlanBulk {
    /// The kind of record; contacts if absent.
    #[serde(default)]
    pub record_kind: RecordKind,
    /// Which records.
    pub selection: BulkSelection,
    /// What is done to each.
    pub action: BulkAction,
}

impl Operation for PlanBulk {
    const NAME: &'static str = "bulk.plan";
    const PERMISSION: Permission = Permission::BulkRun;
    const ROUTE: Route = Route::post("/bulk");
    const MODE: Mode = Mode::Write;
    type Output = BulkPlan;

    fn execute(self, cx: &mut Context<'_>) -> Result<BulkPlan> {
        super::plan::plan(cx, self.record_kind, self.selection, self.action)
    }
}

/// Deals with the next records of a bulk change in one transaction. Call it until the status is
/// `completed`; stop calling, or cancel, at any time.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ApplyBulk {
    /// Which bulk change.
    pub id: BulkId,
    /// How many records at most; 1000 if absent. A host that throttles asks for fewer, and waits
    /// between two calls. How often a user may call is limited by the settings of the tenant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_records: Option<u32>,
}

impl Operation for ApplyBulk {
    const NAME: &'static str = "bulk.apply";
    const PERMISSION: Permission = Permission::BulkRun;
    const ROUTE: Route = Route::post("/bulk/{id}/apply");
    const MODE: Mode = Mode::Write;
    type Output = Bulk;

    fn execute(self, cx: &mut Context<'_>) -> Result<Bulk> {
        let bulk: Bulk = cx.load(self.id)?;
        require_unfinished(&bulk)?;
        let records = self.max_records.unwrap_or(STEP);
        if records == 0 || records > 10_000 {
            let reason = "a step has 1 to 10000 records";
            return Err(Error::invalid("max_records", reason));
        }
        crate::quota::take(cx, Metered::BulkCalls)?;
        super::apply::step(cx, &bulk, records)
    }
}

fn require_unfinished(bulk: &Bulk) -> Result<()> {
    match bulk.status {
        BulkStatus::Planned | BulkStatus::Running => Ok(()),
        _ => Err(Error::conflict("the bulk change is over")),
    }
}

/// Stops a bulk change. What it changed stays until it is undone.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct CancelBulk {
    /// Which bulk change.
    pub id: BulkId,
}

impl Operation for CancelBulk {
    const NAME: &'static str = "bulk.cancel";
    const PERMISSION: Permission = Permission::BulkRun;
    const ROUTE: Route = Route::post("/bulk/{id}/cancel");
    const MODE: Mode = Mode::Write;
    type Output = Bulk;

    fn execute(self, cx: &mut Context<'_>) -> Result<Bulk> {
        let before: Bulk = cx.load(self.id)?;
        require_unfinished(&before)?;
        let mut after = before.clone();
        after.status = BulkStatus::Cancelled;
        cx.save(&before, after)
    }
}

/// Reads how far a bulk change is.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetBulk {
    /// Which bulk change.
    pub id: BulkId,
}

impl Operation for GetBulk {
    const NAME: &'static str = "bulk.get";
    const PERMISSION: Permission = Permission::BulkRun;
    const ROUTE: Route = Route::get("/bulk/{id}");
    const MODE: Mode = Mode::Read;
    type Output = Bulk;

    fn execute(self, cx: &mut Context<'_>) -> Result<Bulk> {
        cx.load(self.id)
    }
}

/// Lists the records of a bulk change and what became of each.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListBulkItems {
    /// Which bulk change.
    pub id: BulkId,
    /// Only records with this outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<BulkOutcome>,
    /// Where to go on: the `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// How many records; 50 if absent, 500 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

impl Operation for ListBulkItems {
    const NAME: &'static str = "bulk.items";
    const PERMISSION: Permission = Permission::BulkRun;
    const ROUTE: Route = Route::get("/bulk/{id}/items");
    const MODE: Mode = Mode::Read;
    type Output = Page<BulkItem>;

    fn execute(self, cx: &mut Context<'_>) -> Result<Page<BulkItem>> {
        let bulk: Bulk = cx.load(self.id)?;
        let place = Target::Field(place!(BulkItem, "bulk_id"));
        let mut filters = vec![Filter::equals(place, Value::Id(bulk.id.uuid()))];
        if let Some(outcome) = self.outcome {
            let place = Target::Field(place!(BulkItem, "outcome"));
            let outcome = Value::Text(outcome.name().to_owned());
            filters.push(Filter::equals(place, outcome));
        }
        let request = PageRequest {
            cursor: self.cursor,
            limit: self.limit,
            ..PageRequest::default()
        };
        page::list(cx, &request, filters)
    }
}

/// Undoes a bulk change: fields that it changed come back, what it archived is restored, tags go
/// and return. What someone changed since stays and is listed (BLK-14). Each call is one
/// transaction; repeat it while there is more. How often a user may call is limited by the settings of
/// the tenant.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct UndoBulk {
    /// Which bulk change.
    pub id: BulkId,
    /// How many of its changes are taken back at most; 10000 if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_changes: Option<u32>,
}

impl Operation for UndoBulk {
    const NAME: &'static str = "bulk.undo";
    const PERMISSION: Permission = Permission::BulkRun;
    const ROUTE: Route = Route::post("/bulk/{id}/undo");
    const MODE: Mode = Mode::Write;
    type Output = BulkUndone;

    fn execute(self, cx: &mut Context<'_>) -> Result<BulkUndone> {
        let bulk: Bulk = cx.load(self.id)?;
        let action = bulk.action.clone().unwrap_or_default();
        cx.access().require(action.permission(bulk.record_kind)?)?;
        let changes = inverse::changes(self.max_changes)?;
        crate::quota::take(cx, Metered::BulkCalls)?;
        super::inverse::undo(cx, &bulk, changes)
    }
}

//! What is to be sent now, and what got stuck on the way (COM-18, COM-21).

use chrono::TimeDelta;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Communication, DeliveryStatus};
use crate::access::{Access, Answer, Permission};
use crate::error::{Error, Result};
use crate::field::{Record, Value, meta, place};
use crate::operation::{Context, Mode, Operation, Route, live};
use crate::page;
use crate::query::{Filter, Op, Select, Target};
use crate::value::Timestamp;

/// Lists the items whose time to be sent has come, and those that a host began to send and never
/// reported on.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListDueCommunications {
    /// How many of each at most; 50 if absent, 500 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// After how many minutes of sending an item counts as stuck; 60 if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stuck_after_minutes: Option<u32>,
}

/// What is to be sent now, and what got stuck.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct DueCommunications {
    /// Items whose time has come, the earliest first.
    pub due: Vec<Communication>,
    /// Items that a host began to send and never reported on, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stuck: Vec<Communication>,
}

impl Answer for DueCommunications {
    fn project(&mut self, access: &Access) {
        self.due.project(access);
        self.stuck.project(access);
    }
}

impl Operation for ListDueCommunications {
    const NAME: &'static str = "communications.due";
    const PERMISSION: Permission = Permission::CommunicationUpdate;
    const ROUTE: Route = Route::get("/communications/due");
    const MODE: Mode = Mode::Read;
    type Output = DueCommunications;

    fn execute(self, cx: &mut Context<'_>) -> Result<DueCommunications> {
        let limit = page::limit(self.limit)?;
        let minutes = i64::from(self.stuck_after_minutes.unwrap_or(60));
        let since = cx
            .now()
            .checked_add(-TimeDelta::minutes(minutes))
            .ok_or_else(|| Error::invalid("stuck_after_minutes", "this is too long ago"))?;
        let scheduled = place!(Communication, "scheduled_at");
        let due = waiting(DeliveryStatus::Scheduled, scheduled, cx.now());
        let stuck = waiting(DeliveryStatus::Sending, meta::UPDATED_AT, since);
        Ok(DueCommunications {
            due: cx.select(due.limit(limit))?,
            stuck: cx.select(stuck.limit(limit))?,
        })
    }
}

/// Items in a state since an instant or for one that has come, in the order of that instant.
fn waiting(status: DeliveryStatus, by: usize, until: Timestamp) -> Select {
    let status = Filter::equals(
        Target::Field(place!(Communication, "status")),
        Value::Text(status.name().to_owned()),
    );
    let come = Filter::Compare {
        target: Target::Field(by),
        op: Op::LessOrEqual,
        operand: Value::Instant(until),
    };
    Select::all(Communication::DECL)
        .filter(live())
        .filter(status)
        .filter(come)
        .sort(Target::Field(by), false)
}

//! Listing reminders.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Reminder, ReminderState};
use crate::access::Permission;
use crate::error::{RecordRef, Result};
use crate::field::{UserId, Value, place};
use crate::operation::{Context, Mode, Operation, Route};
use crate::page::{self, Page, PageRequest};
use crate::query::{Filter, Target};
use crate::records;

/// Lists reminders, a page at a time, in the order of an indexed field.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListReminders {
    /// Only those about this record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<RecordRef>,
    /// Only those of this assignee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee_id: Option<UserId>,
    /// Only those in these states; any if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub states: Vec<ReminderState>,
    /// Order and place.
    #[serde(flatten)]
    pub page: PageRequest,
}

impl Operation for ListReminders {
    const NAME: &'static str = "reminders.list";
    const PERMISSION: Permission = Permission::ActivityView;
    const ROUTE: Route = Route::get("/reminders");
    const MODE: Mode = Mode::Read;
    type Output = Page<Reminder>;

    fn execute(self, cx: &mut Context<'_>) -> Result<Page<Reminder>> {
        let mut filters = Vec::new();
        if let Some(about) = self.about {
            let record = records::require_view(cx, about).map_err(|error| error.at("about"))?;
            let is = |place, value| Filter::equals(Target::Field(place), value);
            filters.push(is(place!(Reminder, "record_id"), Value::Id(record.id)));
        }
        if let Some(user) = self.assignee_id {
            let place = place!(Reminder, "assignee_id");
            let is = page::field_equals::<Reminder>(cx, "assignee_id", place, user.uuid())?;
            filters.push(is);
        }
        if !self.states.is_empty() {
            let target = page::readable::<Reminder>(cx, "states", place!(Reminder, "state"))?;
            let names = self.states.iter().map(|state| state.name().to_owned());
            filters.push(Filter::In {
                target,
                operands: names.map(Value::Text).collect(),
            });
        }
        page::list(cx, &self.page, filters)
    }
}

//! Reading communications: one, or a page of them (COM-23).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Communication, CommunicationDetail, CommunicationId, CommunicationKind, DeliveryStatus,
    Direction,
};
use crate::access::Permission;
use crate::error::{RecordRef, Result};
use crate::field::{RecordKind, UserId, Value, place};
use crate::link;
use crate::operation::{Context, Mode, Operation, Route};
use crate::page::{self, Page, PageRequest, Rule};
use crate::query::{Filter, Op, Target};
use crate::segment::compile;
use crate::value::Timestamp;

/// Reads a communication with its participants and links.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetCommunication {
    /// Which communication.
    pub id: CommunicationId,
}

impl Operation for GetCommunication {
    const NAME: &'static str = "communications.get";
    const PERMISSION: Permission = Permission::CommunicationView;
    const ROUTE: Route = Route::get("/communications/{id}");
    const MODE: Mode = Mode::Read;
    type Output = CommunicationDetail;

    fn execute(self, cx: &mut Context<'_>) -> Result<CommunicationDetail> {
        let communication: Communication = cx.load(self.id)?;
        CommunicationDetail::of(cx, communication)
    }
}

/// Lists communications, a page at a time, in the order of an indexed field.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListCommunications {
    /// Only those about this contact, account or other record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<RecordRef>,
    /// Only these kinds; any if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<CommunicationKind>,
    /// Only in this direction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// Only those that are so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<DeliveryStatus>,
    /// Only those of this conversation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread_id: Option<String>,
    /// Only those from this instant on, by their place on the timeline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// Only those before this instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Only those that this user logged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_by: Option<UserId>,
    /// Only those that this rule holds for; as text or, if it begins with a curly bracket, in its
    /// JSON form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// Order and place.
    #[serde(flatten)]
    pub page: PageRequest,
}

impl Operation for ListCommunications {
    const NAME: &'static str = "communications.list";
    const PERMISSION: Permission = Permission::CommunicationView;
    const ROUTE: Route = Route::get("/communications");
    const MODE: Mode = Mode::Read;
    type Output = Page<Communication>;

    fn execute(self, cx: &mut Context<'_>) -> Result<Page<Communication>> {
        let mut filters = Vec::new();
        if let Some(about) = self.about {
            let record =
                crate::records::require_view(cx, about).map_err(|error| error.at("about"))?;
            filters.push(link::about(record.id));
        }
        let text = |name: &str| Value::Text(name.to_owned());
        let mut readable =
            |argument: &str, place: usize| page::readable::<Communication>(cx, argument, place);
        if !self.kinds.is_empty() {
            filters.push(Filter::In {
                target: readable("kinds", place!(Communication, "kind"))?,
                operands: self.kinds.iter().map(|kind| text(kind.name())).collect(),
            });
        }
        if let Some(direction) = self.direction {
            let target = readable("direction", place!(Communication, "direction"))?;
            filters.push(Filter::equals(target, text(direction.name())));
        }
        if let Some(status) = self.status {
            let target = readable("status", place!(Communication, "status"))?;
            filters.push(Filter::equals(target, text(status.name())));
        }
        if let Some(thread) = &self.thread_id {
            let target = readable("thread_id", place!(Communication, "thread_id"))?;
            let thread = crate::value::text::fold(thread);
            filters.push(Filter::equals(target, Value::Text(thread)));
        }
        if let Some(user) = self.created_by {
            let target = readable("created_by", place!(Communication, "created_by"))?;
            filters.push(Filter::equals(target, Value::Id(user.uuid())));
        }
        filters.extend(within(self.from, self.until, &mut readable)?);
        let rule = match &self.filter {
            None => None,
            Some(rule) => Some(compile(cx, RecordKind::Communication, rule, "filter")?),
        };
        page::list_by(cx, &self.page, filters, rule.as_ref().map(Rule::from))
    }
}

/// Bounds of the place on the timeline, half-open.
fn within(
    from: Option<Timestamp>,
    until: Option<Timestamp>,
    readable: &mut impl FnMut(&str, usize) -> Result<Target>,
) -> Result<Vec<Filter>> {
    let place = place!(Communication, "timeline_at");
    let mut bounds = Vec::new();
    for (argument, op, at) in [
        ("from", Op::GreaterOrEqual, from),
        ("until", Op::Less, until),
    ] {
        if let Some(at) = at {
            bounds.push(Filter::Compare {
                target: readable(argument, place)?,
                op,
                operand: Value::Instant(at),
            });
        }
    }
    Ok(bounds)
}

//! Recording what other systems saw happen (COM-31, COM-38).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{TimelineEntry, TimelineEntryDraft};
use crate::access::Permission;
use crate::communication::Communication;
use crate::error::{Error, ErrorCode, RecordRef, Result};
use crate::field::{Record, RecordKind};
use crate::link::{self, LinkOrigin};
use crate::operation::{Context, Mode, Operation, Route};
use crate::point::settle_external;
use crate::port::KeySpace;

/// Puts something that happened on the timelines of records: that a message was opened, or an
/// activity of the tenant's own kinds.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct RecordActivity {
    /// What happened.
    #[serde(flatten)]
    pub entry: TimelineEntryDraft,
    /// The records it is about; those of the message if none are given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<RecordRef>,
}

impl Operation for RecordActivity {
    const NAME: &'static str = "timeline.record";
    const PERMISSION: Permission = Permission::CommunicationCreate;
    const ROUTE: Route = Route::post("/timeline");
    const MODE: Mode = Mode::Write;
    type Output = TimelineEntry;

    fn execute(self, cx: &mut Context<'_>) -> Result<TimelineEntry> {
        cx.require_write::<TimelineEntry>(&self.entry)?;
        let mut new = TimelineEntry::from_draft(self.entry);
        settle_external("external_ids", &mut new.external_ids)?;
        if let Some(known) = known(cx, &new)? {
            return Ok(known);
        }
        let mut about: Vec<(RecordRef, LinkOrigin)> =
            link::resolve(cx, RecordKind::TimelineEntry, &self.links)?
                .into_iter()
                .map(|record| (record, LinkOrigin::Given))
                .collect();
        if let Some(id) = new.communication_id {
            let message: Communication = cx
                .load_for(Permission::CommunicationView, id)
                .map_err(|error| error.at("communication_id"))?;
            new.communication_id = Some(message.id);
            if about.is_empty() {
                let links = link::of_item(cx, message.id.uuid())?;
                about.extend(links.iter().map(|link| (link.record(), LinkOrigin::Item)));
            }
        }
        if about.is_empty() {
            return Err(Error::invalid(
                "links",
                "what happened is about some record",
            ));
        }
        let entry = cx.insert(new)?;
        let item = RecordRef {
            kind: RecordKind::TimelineEntry,
            id: entry.id.uuid(),
        };
        link::connect(cx, item, &about, true)?;
        Ok(entry)
    }
}

/// What is there already under one of the external ids.
fn known(cx: &mut Context<'_>, new: &TimelineEntry) -> Result<Option<TimelineEntry>> {
    for id in &new.external_ids {
        let value = id.key().value;
        let kind = RecordKind::TimelineEntry;
        let found = cx.store().under_key(kind, KeySpace::External, &value, 1)?;
        let Some(found) = found.first() else { continue };
        if !cx.sees(Permission::CommunicationView, TimelineEntry::DECL, *found)? {
            let message = "this entry is there already";
            return Err(Error::new(ErrorCode::Duplicate, message).at("external_ids"));
        }
        return cx.peek((*found).into());
    }
    Ok(None)
}

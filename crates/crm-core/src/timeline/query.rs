//! The calls that read timelines.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::feed::{Feed, Place};
use super::item::{TimelineItem, TimelineKind};
use super::reach::reach;
use crate::access::{Access, Answer, Permission};
use crate::account::AccountId;
use crate::communication::CommunicationKind;
use crate::contact::{Contact, ContactId};
use crate::error::{Error, RecordRef, Result};
use crate::field::{Record, RecordKind, UserId};
use crate::hex;
use crate::link;
use crate::operation::{Context, Mode, Operation, Route};
use crate::page;
use crate::records;
use crate::value::Timestamp;

/// What is wanted of a timeline, and which page of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct TimelineQuery {
    /// Only these kinds; any if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<TimelineKind>,
    /// Of communications only those of these kinds, and nothing but communications.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<CommunicationKind>,
    /// Only what is about this contact too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_id: Option<ContactId>,
    /// Only what was this user's doing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// Only from this instant on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// Only before this instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Only what has this text in it, in any case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Where to go on: the `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// How many items; 50 if absent, 500 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// A page of a timeline.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct TimelinePage {
    /// Newest first.
    pub items: Vec<TimelineItem>,
    /// The cursor of the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl Answer for TimelinePage {
    fn project(&mut self, access: &Access) {
        self.items.project(access);
    }
}

/// Reads the timeline of a record: what is about it, and its own milestones. Of an account it is
/// the same as `timeline.for_account`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct RecordTimeline {
    /// The kind of record: contact, account or another entity.
    pub record_kind: RecordKind,
    /// Which record.
    pub id: Uuid,
    /// What is wanted, and which page.
    #[serde(flatten)]
    pub query: TimelineQuery,
}

impl Operation for RecordTimeline {
    const NAME: &'static str = "timeline.for_record";
    const PERMISSION: Permission = Permission::ContactView;
    const ROUTE: Route = Route::get("/timeline/{record_kind}/{id}");
    const MODE: Mode = Mode::Read;
    type Output = TimelinePage;

    fn permission(&self) -> Permission {
        records::view(self.record_kind)
    }

    fn execute(self, cx: &mut Context<'_>) -> Result<TimelinePage> {
        if !records::ENTITIES.contains(&self.record_kind) {
            let reason = format!("a {} has no timeline", self.record_kind.noun());
            return Err(Error::invalid("record_kind", reason));
        }
        let record = RecordRef {
            kind: self.record_kind,
            id: self.id,
        };
        read(cx, record, true, &self.query)
    }
}

/// Reads the timeline of an account: what is about it, about contacts of which it is the main
/// account and about its deals, each thing once (ACC-40, ACC-44).
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct AccountTimeline {
    /// Which account.
    pub id: AccountId,
    /// Leaves out what is not about the account itself.
    #[serde(default)]
    pub own_only: bool,
    /// What is wanted, and which page.
    #[serde(flatten)]
    pub query: TimelineQuery,
}

impl Operation for AccountTimeline {
    const NAME: &'static str = "timeline.for_account";
    const PERMISSION: Permission = Permission::AccountView;
    const ROUTE: Route = Route::get("/accounts/{id}/timeline");
    const MODE: Mode = Mode::Read;
    type Output = TimelinePage;

    fn execute(self, cx: &mut Context<'_>) -> Result<TimelinePage> {
        let record = RecordRef {
            kind: RecordKind::Account,
            id: self.id.uuid(),
        };
        read(cx, record, !self.own_only, &self.query)
    }
}

/// What is wanted of a timeline, checked.
pub(super) struct Wanted {
    kinds: Vec<TimelineKind>,
    pub(super) channels: Vec<CommunicationKind>,
    pub(super) person: Option<Uuid>,
    pub(super) user: Option<UserId>,
    pub(super) from: Option<Timestamp>,
    pub(super) until: Option<Timestamp>,
    pub(super) text: Option<String>,
}

impl Wanted {
    /// Whether a source of these kinds can have something.
    pub(super) fn any_of(&self, kinds: &[TimelineKind]) -> bool {
        self.kinds.is_empty() || kinds.iter().any(|kind| self.kinds.contains(kind))
    }

    /// Whether changes of records are wanted at all: they have no text, channel or second person.
    pub(super) fn takes_changes(&self) -> bool {
        self.text.is_none() && self.channels.is_empty() && self.person.is_none()
    }

    /// What the store could not tell.
    pub(super) fn takes(&self, item: &TimelineItem) -> bool {
        (self.kinds.is_empty() || self.kinds.contains(&item.kind))
            && (self.channels.is_empty() || item.communication.is_some())
            && self.user.is_none_or(|user| item.by == Some(user))
            && self.from.is_none_or(|from| item.at >= from)
            && self.until.is_none_or(|until| item.at < until)
    }
}

/// So many places are looked at in one step at most.
const STEP: usize = 1_000;

fn read(
    cx: &mut Context<'_>,
    record: RecordRef,
    roll_up: bool,
    query: &TimelineQuery,
) -> Result<TimelinePage> {
    let record = records::require_view(cx, record).map_err(|error| error.at("id"))?;
    let person = match query.contact_id {
        None => None,
        Some(id) => {
            let contact: Contact = cx
                .load_for(Permission::ContactView, id)
                .map_err(|error| error.at("contact_id"))?;
            Some(contact.id().uuid())
        }
    };
    let wanted = Wanted {
        kinds: query.kinds.clone(),
        channels: query.channels.clone(),
        person,
        user: query.user_id,
        from: query.from,
        until: query.until,
        text: query.text.clone().filter(|text| !text.trim().is_empty()),
    };
    let list = fingerprint(cx, record, roll_up, query);
    let after = match &query.cursor {
        None => None,
        Some(cursor) => Some(decode(cursor, &list)?),
    };
    let size = page::limit(query.limit)?;
    let reached = reach(cx, record, roll_up)?;
    let mut feed = Feed::open(cx, &wanted, &reached, after);
    let size = size as usize;
    let mut found: Vec<(Place, TimelineItem)> = Vec::new();
    let mut many = size + 1;
    // What the store cannot tell is looked at here, in ever larger steps until the page is full: a page
    // that were not would tell how much is out of sight.
    loop {
        let (items, is_full) = feed.read(cx, many)?;
        found.extend(items);
        if !is_full || found.len() > size {
            break;
        }
        many = (many * 2).min(STEP);
    }
    let more = found.len() > size;
    found.truncate(size);
    let next = found
        .last()
        .filter(|_| more)
        .map(|(place, _)| encode(*place, &list));
    let mut items: Vec<TimelineItem> = found.into_iter().map(|(_, item)| item).collect();
    say_about(cx, &mut items)?;
    Ok(TimelinePage { items, next })
}

/// Names the records in sight that items are about.
fn say_about(cx: &mut Context<'_>, items: &mut [TimelineItem]) -> Result<()> {
    let ids: Vec<Uuid> = items
        .iter()
        .filter(|item| item.about.is_empty())
        .filter_map(|item| Some(item.record?.id))
        .collect();
    if ids.is_empty() {
        return Ok(());
    }
    let links = link::of_items(cx, &ids)?;
    let links = link::seen_of(cx, links)?;
    for item in items.iter_mut().filter(|item| item.about.is_empty()) {
        let Some(record) = item.record else { continue };
        let own = links.iter().filter(|link| link.item_id == record.id);
        item.about = own.map(link::ItemLink::record).collect();
    }
    Ok(())
}

/// What timeline a cursor belongs to, so that it is not used on another.
fn fingerprint(
    cx: &Context<'_>,
    record: RecordRef,
    roll_up: bool,
    query: &TimelineQuery,
) -> String {
    let query = TimelineQuery {
        cursor: None,
        limit: None,
        ..query.clone()
    };
    let tenant = cx.access().tenant();
    let list = json!(["crm timeline v1", tenant, record, roll_up, query]).to_string();
    let mut list = hex::encode(&Sha256::digest(list));
    list.truncate(12);
    list
}

/// A cursor: hexadecimal JSON of list, instant, rank and id. It opens nothing that the same call
/// without it would not.
fn encode(place: Place, list: &str) -> String {
    let text = json!([list, place.at.as_micros(), place.rank, place.id]).to_string();
    hex::encode(text.as_bytes())
}

fn decode(cursor: &str, list: &str) -> Result<Place> {
    let refuse = || Error::invalid("cursor", "this cursor is not of this timeline");
    let bytes = hex::decode(cursor).ok_or_else(refuse)?;
    let (of, at, rank, id): (String, i64, u8, Uuid) =
        serde_json::from_slice(&bytes).map_err(|_| refuse())?;
    let at = Timestamp::from_micros(at).map_err(|_| refuse())?;
    if of != list {
        return Err(refuse());
    }
    Ok(Place { at, rank, id })
}

//! Linking and unlinking what is there already.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{ItemLink, LinkOrigin, of_item, put, resolve, resolve::require_within_limit, seen_of};
use crate::access::{Access, Answer, Permission, plain_answer};
use crate::error::{Error, RecordRef, Result};
use crate::field::RecordKind;
use crate::operation::{Context, Mode, Operation, Route};
use crate::records;

/// Says that an item is about a record too.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct AddLink {
    /// The kind of item: communication, task, note, file or timeline entry.
    pub item_kind: RecordKind,
    /// Which item.
    pub item_id: Uuid,
    /// The kind of record.
    pub record_kind: RecordKind,
    /// Which record.
    pub record_id: Uuid,
}

impl Operation for AddLink {
    const NAME: &'static str = "links.add";
    const PERMISSION: Permission = Permission::CommunicationUpdate;
    const ROUTE: Route = Route::post("/links");
    const MODE: Mode = Mode::Write;
    type Output = LinkList;

    fn permission(&self) -> Permission {
        records::update(self.item_kind)
    }

    fn execute(self, cx: &mut Context<'_>) -> Result<LinkList> {
        let item = item(cx, self.item_kind, self.item_id, true)?;
        let given = [RecordRef {
            kind: self.record_kind,
            id: self.record_id,
        }];
        let records = resolve(cx, item.kind, &given).map_err(|error| error.at("record_id"))?;
        for record in records {
            if put(cx, item, record, LinkOrigin::Given)? {
                require_within_limit(cx, item)?;
            }
        }
        list(cx, item)
    }
}

/// Says that an item is not about a record. The item itself stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct RemoveLink {
    /// The kind of item: communication, task, note, file or timeline entry.
    pub item_kind: RecordKind,
    /// Which item.
    pub item_id: Uuid,
    /// The kind of record.
    pub record_kind: RecordKind,
    /// Which record.
    pub record_id: Uuid,
}

/// Whether there was such a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Unlinked {
    /// Whether a link was removed.
    pub removed: bool,
}

plain_answer!(Unlinked);

impl Operation for RemoveLink {
    const NAME: &'static str = "links.remove";
    const PERMISSION: Permission = Permission::CommunicationUpdate;
    const ROUTE: Route = Route::post("/links/remove");
    const MODE: Mode = Mode::Write;
    type Output = Unlinked;

    fn permission(&self) -> Permission {
        records::update(self.item_kind)
    }

    fn execute(self, cx: &mut Context<'_>) -> Result<Unlinked> {
        let item = item(cx, self.item_kind, self.item_id, true)?;
        let wanted = [RecordRef {
            kind: self.record_kind,
            id: self.record_id,
        }];
        let records = resolve(cx, item.kind, &wanted).map_err(|error| error.at("record_id"))?;
        let mut removed = false;
        for link in of_item(cx, item.id)? {
            if records.contains(&link.record()) {
                cx.purge(&link)?;
                if !link.is_by_rule() {
                    crate::timeline::unlinked(cx, &link)?;
                }
                removed = true;
            }
        }
        Ok(Unlinked { removed })
    }
}

/// Lists what an item is about.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListLinks {
    /// The kind of item: communication, task, note, file or timeline entry.
    pub item_kind: RecordKind,
    /// Which item.
    pub item_id: Uuid,
}

/// What an item is about.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct LinkList {
    /// The links to records in sight, oldest first.
    pub links: Vec<ItemLink>,
    /// How many records out of sight it is about too.
    #[serde(default)]
    pub withheld: u64,
}

impl Answer for LinkList {
    fn project(&mut self, access: &Access) {
        self.links.project(access);
    }
}

impl Operation for ListLinks {
    const NAME: &'static str = "links.list";
    const PERMISSION: Permission = Permission::CommunicationView;
    const ROUTE: Route = Route::get("/links");
    const MODE: Mode = Mode::Read;
    type Output = LinkList;

    fn permission(&self) -> Permission {
        records::view(self.item_kind)
    }

    fn execute(self, cx: &mut Context<'_>) -> Result<LinkList> {
        let item = item(cx, self.item_kind, self.item_id, false)?;
        list(cx, item)
    }
}

/// The item, if the actor sees it, and changes it if that is asked.
fn item(cx: &mut Context<'_>, kind: RecordKind, id: Uuid, change: bool) -> Result<RecordRef> {
    if !records::ITEMS.contains(&kind) {
        let reason = format!("a {} is no item that is about others", kind.noun());
        return Err(Error::invalid("item_kind", reason));
    }
    let record = RecordRef { kind, id };
    if change {
        records::require_update(cx, record)
    } else {
        records::require_view(cx, record)
    }
}

fn list(cx: &mut Context<'_>, item: RecordRef) -> Result<LinkList> {
    let links = of_item(cx, item.id)?;
    let all = links.len();
    let links = seen_of(cx, links)?;
    let withheld = u64::try_from(all - links.len()).unwrap_or(u64::MAX);
    Ok(LinkList { links, withheld })
}

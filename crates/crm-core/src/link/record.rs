//! The link record, and how links are read and written.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::Times;
use crate::access::Permission;
use crate::audit::Action;
use crate::error::{RecordRef, Result};
use crate::field::{Id, Record, RecordKind, Value, label, place};
use crate::operation::{Context, Environment, Stored, live};
use crate::port::{Key, KeySpace};
use crate::query::{Filter, Quantifier, Select, Target};
use crate::records;
use crate::reference::seen_among;
use crate::value::Timestamp;

crate::record! {
    /// One thing that is about a record: a call, a task, a note or a file of a contact.
    pub struct ItemLink: Link, draft ItemLinkDraft, patch ItemLinkPatch;
    fixed {
        /// The kind of what is about the record: communication, task, note, file or timeline entry.
        item_kind: RecordKind = label("Item kind");
        /// What is about the record.
        item_id: Uuid = label("Item").refers_by("item_kind").indexed().breaks_ties();
        /// The kind of record.
        record_kind: RecordKind = label("Record kind");
        /// The record.
        record_id: Uuid = label("Record").refers_by("record_kind")
            .indexed().spreads();
    }
    entered {}
    derived {
        /// How the link came about.
        origin: LinkOrigin = label("Origin");
        /// Where the item stands on timelines; unset while it is archived, as all its times are. It is
        /// kept for the engine alone and never given.
        timeline_at: Option<Timestamp> = label("On timelines").sealed()
            .within(&["record_id", "item_kind"]);
        /// When what the item is about was done. Kept for the engine alone and never given.
        done_at: Option<Timestamp> = label("Done").sealed()
            .within(&["record_id", "item_kind"]);
        /// When somebody was in touch by the item. Kept for the engine alone and never given.
        touched_at: Option<Timestamp> = label("In touch").sealed()
            .within(&["record_id"]);
    }
}

/// The id of a link.
pub type ItemLinkId = Id<ItemLink>;

crate::choice! {
    /// How a link came about (COM-30).
    pub enum LinkOrigin {
        /// Somebody gave it.
        #[default]
        Given = "given",
        /// A person who took part is that record.
        Participant = "participant",
        /// The account is the main one of a linked record.
        Account = "account",
        /// It came from the item that this one belongs to.
        Item = "item",
        /// A rule of the tenant made the item. Nothing happened with the record by that.
        Rule = "rule",
    }
}

impl Stored for ItemLink {
    const VIEW: Permission = Permission::ContactView;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        Ok(())
    }

    fn gather(&mut self, cx: &mut Context<'_>) -> Result<()> {
        let item = cx.row(records::declaration(self.item_kind), self.item_id)?;
        let times = item.map(|row| Times::of(self.item_kind, &row));
        self.carry(times.unwrap_or_default());
        Ok(())
    }

    fn follow(&self, cx: &mut Context<'_>) -> Result<()> {
        if self.is_by_rule() {
            return Ok(());
        }
        crate::timeline::linked(cx, self)
    }

    fn keys(&self) -> Vec<Key> {
        vec![Key {
            space: KeySpace::Pair,
            value: pair(self.item_id, self.record_id),
            unique: true,
        }]
    }
}

impl ItemLink {
    /// Whether a rule of the tenant made the item, so that it says nothing of when something last
    /// happened with the record.
    pub(crate) fn is_by_rule(&self) -> bool {
        self.origin == LinkOrigin::Rule
    }

    /// The record.
    pub fn record(&self) -> RecordRef {
        RecordRef {
            kind: self.record_kind,
            id: self.record_id,
        }
    }

    /// What is about it.
    pub fn item(&self) -> RecordRef {
        RecordRef {
            kind: self.item_kind,
            id: self.item_id,
        }
    }
}

fn pair(item: Uuid, record: Uuid) -> String {
    format!("{item}|{record}")
}

/// The kinds of record that an item of a kind can be about: entities; a note or a file may also
/// hang on what happened, was seen to happen, or is to be done (COM-28).
pub(crate) fn ends(item: RecordKind) -> impl Iterator<Item = RecordKind> {
    let attached: &[RecordKind] = match item {
        RecordKind::Note | RecordKind::File => &[
            RecordKind::Communication,
            RecordKind::Task,
            RecordKind::TimelineEntry,
        ],
        _ => &[],
    };
    records::ENTITIES.iter().chain(attached).copied()
}

/// Links an item to a record; answers whether it was not linked before.
pub(crate) fn put(
    cx: &mut Context<'_>,
    item: RecordRef,
    record: RecordRef,
    origin: LinkOrigin,
) -> Result<bool> {
    let key = pair(item.id, record.id);
    let known = cx
        .store()
        .under_key(RecordKind::Link, KeySpace::Pair, &key, 1)?;
    if !known.is_empty() {
        return Ok(false);
    }
    let link = ItemLink {
        id: Id::new(cx.new_id()),
        item_kind: item.kind,
        item_id: item.id,
        record_kind: record.kind,
        record_id: record.id,
        origin,
        created_at: cx.now(),
        created_by: Some(cx.access().actor().user),
        ..ItemLink::default()
    };
    cx.carry(None, link, Action::Create)?.follow(cx)?;
    Ok(true)
}

/// The links of an item, oldest first.
pub(crate) fn of_item(cx: &mut Context<'_>, item: Uuid) -> Result<Vec<ItemLink>> {
    let of = Filter::equals(Target::Field(place!(ItemLink, "item_id")), Value::Id(item));
    cx.peek_all(Select::all(ItemLink::DECL).filter(live()).filter(of))
}

/// The links of several items.
pub(crate) fn of_items(cx: &mut Context<'_>, items: &[Uuid]) -> Result<Vec<ItemLink>> {
    let among = Filter::In {
        target: Target::Field(place!(ItemLink, "item_id")),
        operands: items.iter().map(|id| Value::Id(*id)).collect(),
    };
    cx.peek_all(Select::all(ItemLink::DECL).filter(live()).filter(among))
}

/// Those of the links whose record the actor sees; one question for each kind of record.
pub(crate) fn seen_of(cx: &mut Context<'_>, mut links: Vec<ItemLink>) -> Result<Vec<ItemLink>> {
    let seen = seen_among(cx, links.iter().map(ItemLink::record))?;
    links.retain(|link| seen.contains(&link.record()));
    Ok(links)
}

/// Links to any of these records.
pub(super) fn to_any(records: &[Uuid]) -> Filter {
    Filter::In {
        target: Target::Field(place!(ItemLink, "record_id")),
        operands: records.iter().map(|id| Value::Id(*id)).collect(),
    }
}

/// Items by kind, each once.
pub(crate) type ItemsByKind = BTreeMap<RecordKind, Vec<Uuid>>;

fn by_kind(links: Vec<ItemLink>) -> ItemsByKind {
    let mut items = ItemsByKind::new();
    for link in links {
        items.entry(link.item_kind).or_default().push(link.item_id);
    }
    for ids in items.values_mut() {
        ids.sort_unstable();
        ids.dedup();
    }
    items
}

/// The items that are about any of these records.
pub(crate) fn items_of(cx: &mut Context<'_>, records: &[Uuid]) -> Result<ItemsByKind> {
    let select = Select::all(ItemLink::DECL)
        .filter(live())
        .filter(to_any(records));
    Ok(by_kind(cx.peek_all(select)?))
}

/// Links of items of a kind.
pub(super) fn of_kind(kind: RecordKind) -> Filter {
    let kind = Value::Text(kind.name().to_owned());
    Filter::equals(Target::Field(place!(ItemLink, "item_kind")), kind)
}

/// Items that are about a record, as a condition on them.
pub(crate) fn about(record: Uuid) -> Filter {
    Filter::Backward {
        from: ItemLink::DECL,
        field: place!(ItemLink, "item_id"),
        quantifier: Quantifier::Any,
        filter: Box::new(to_any(&[record]).and(live())),
    }
}

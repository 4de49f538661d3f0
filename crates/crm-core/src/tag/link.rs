//! Tags on records.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::record::{Tag, TagId};
use super::tree::{admit, by_path, ensure, normal};
use crate::access::{Access, Answer, Permission, Sight, plain_answer};
use crate::error::{Error, RecordRef, Result};
use crate::field::{Record, RecordKind, Value, label, meta, place};
use crate::operation::{Context, Environment, Mode, Operation, Route, Stored, live};
use crate::query::{Filter, Select, Target};
use crate::records;
use crate::value::Timestamp;
use crate::value::text::fold;

crate::record! {
    /// One tag on one record, with the time it was put there and by whom (TAG-12).
    pub struct TagLink: TagLink, draft TagLinkDraft, patch TagLinkPatch;
    fixed {
        /// The tag.
        tag_id: TagId = label("Tag").indexed();
        /// The kind of record.
        record_kind: RecordKind = label("Record kind");
        /// The record.
        record_id: Uuid = label("Record").refers_by("record_kind").spreads().indexed();
    }
    entered {}
    derived {}
}

impl Stored for TagLink {
    const VIEW: Permission = Permission::TagView;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        Ok(())
    }

    /// A tag follows to records of the kinds it is for, and does not push out another of an exclusive
    /// namespace.
    fn may_follow(&self, cx: &mut Context<'_>) -> Result<bool> {
        let Some(tag) = cx.peek::<Tag>(self.tag_id)? else {
            return Ok(false);
        };
        let mut above = Some(tag.clone());
        while let Some(tag) = above {
            if !tag.fits(self.record_kind) {
                return Ok(false);
            }
            above = match tag.parent_id {
                Some(parent) => cx.peek(parent)?,
                None => None,
            };
        }
        let record = RecordRef {
            kind: self.record_kind,
            id: self.record_id,
        };
        let kept: Vec<TagId> = links_of(cx, record)?
            .iter()
            .map(|link| link.tag_id)
            .collect();
        let namespace = fold(tag.namespace());
        let count = kept.len();
        let exclusive = cx.settings()?.exclusive_tag_namespaces.contains(&namespace);
        Ok(!exclusive || outside(cx, kept, &namespace)?.len() == count)
    }
}

/// One call tags or untags at most this many records.
const RECORDS: usize = 1_000;

/// Puts tags on records and takes others off, in one step (TAG-09, TAG-11).
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ApplyTags {
    /// The kind of record.
    pub record_kind: RecordKind,
    /// Which records.
    pub record_ids: Vec<Uuid>,
    /// Paths of tags to put on; missing ones are created if the actor may.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub add: Vec<String>,
    /// Paths of tags to take off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remove: Vec<String>,
}

/// What tagging changed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct TagChanges {
    /// Records of which a tag was put on or taken off.
    pub changed: u64,
    /// Records that were as asked already.
    pub unchanged: u64,
    /// Tags put on.
    pub added: u64,
    /// Tags taken off, those that an exclusive namespace pushed out included.
    pub removed: u64,
}

plain_answer!(TagChanges);

impl Operation for ApplyTags {
    const NAME: &'static str = "tags.apply";
    const PERMISSION: Permission = Permission::TagApply;
    const ROUTE: Route = Route::post("/tags/apply");
    const MODE: Mode = Mode::Write;
    type Output = TagChanges;

    fn execute(self, cx: &mut Context<'_>) -> Result<TagChanges> {
        if self.record_ids.len() > RECORDS {
            return Err(Error::limit(
                "tagged_records",
                RECORDS as u64,
                "too many records in a call",
            )
            .at("record_ids"));
        }
        let mut add = Vec::with_capacity(self.add.len());
        for (at, path) in self.add.iter().enumerate() {
            let tag = ensure(cx, path)
                .and_then(|tag| admit(cx, &tag, Some(self.record_kind)).map(|()| tag))
                .map_err(|error| error.at(format!("add[{at}]")))?;
            add.push(tag);
        }
        let mut remove = Vec::new();
        for (at, path) in self.remove.iter().enumerate() {
            let field = format!("remove[{at}]");
            let path = normal(path).map_err(|error| error.at(&field))?;
            if let Some(tag) = by_path(cx, &path)? {
                admit(cx, &tag, None).map_err(|error| error.at(field))?;
                remove.push(tag.id);
            }
        }
        let mut changes = TagChanges::default();
        for (at, &id) in self.record_ids.iter().enumerate() {
            let record = RecordRef {
                kind: self.record_kind,
                id,
            };
            let record = records::require_update(cx, record)
                .map_err(|error| error.at(format!("record_ids[{at}]")))?;
            let (added, removed) = retag(cx, record, &add, &remove)?;
            changes.added += added;
            changes.removed += removed;
            if added + removed > 0 {
                changes.changed += 1;
            } else {
                changes.unchanged += 1;
            }
        }
        Ok(changes)
    }
}

/// Puts tags on one record and takes others off; answers how many of each. Of two tags in an
/// exclusive namespace the later one stays (semantics 4.9).
pub(super) fn retag(
    cx: &mut Context<'_>,
    record: RecordRef,
    add: &[Tag],
    remove: &[TagId],
) -> Result<(u64, u64)> {
    let settings = cx.settings()?;
    let exclusive = &settings.exclusive_tag_namespaces;
    let links = links_of(cx, record)?;
    let mut kept: Vec<TagId> = links.iter().map(|link| link.tag_id).collect();
    for tag in add.iter().filter(|tag| !remove.contains(&tag.id)) {
        if kept.contains(&tag.id) {
            continue;
        }
        let namespace = fold(tag.namespace());
        if exclusive.contains(&namespace) {
            kept = outside(cx, kept, &namespace)?;
        }
        kept.push(tag.id);
    }
    kept.retain(|id| !remove.contains(id));

    let (mut added, mut removed) = (0, 0);
    for link in links.iter().filter(|link| !kept.contains(&link.tag_id)) {
        cx.purge(link)?;
        removed += 1;
    }
    for id in kept {
        if links.iter().any(|link| link.tag_id == id) {
            continue;
        }
        cx.insert(TagLink {
            tag_id: id,
            record_kind: record.kind,
            record_id: record.id,
            ..TagLink::default()
        })?;
        added += 1;
    }
    Ok((added, removed))
}

/// Those of the tags that are outside a namespace.
fn outside(cx: &mut Context<'_>, tags: Vec<TagId>, namespace: &str) -> Result<Vec<TagId>> {
    let mut kept = Vec::with_capacity(tags.len());
    for id in tags {
        let tag: Option<Tag> = cx.peek(id)?;
        if tag.is_none_or(|tag| fold(tag.namespace()) != namespace) {
            kept.push(id);
        }
    }
    Ok(kept)
}

/// Puts tags on a record by path; missing ones are created if the actor may. Answers whether
/// anything changed.
pub(crate) fn put<'p>(
    cx: &mut Context<'_>,
    record: RecordRef,
    paths: impl IntoIterator<Item = &'p String>,
) -> Result<bool> {
    let mut tags = Vec::new();
    for path in paths {
        let tag = ensure(cx, path)?;
        admit(cx, &tag, Some(record.kind)).map_err(|error| error.at("tags"))?;
        tags.push(tag);
    }
    Ok(retag(cx, record, &tags, &[])? != (0, 0))
}

/// The links of a record.
pub(crate) fn links_of(cx: &mut Context<'_>, record: RecordRef) -> Result<Vec<TagLink>> {
    let of_record = Filter::equals(
        Target::Field(place!(TagLink, "record_id")),
        Value::Id(record.id),
    );
    cx.peek_all(Select::all(TagLink::DECL).filter(live()).filter(of_record))
}

/// Brings back the links that were removed with a tag, where no other tag of an exclusive
/// namespace has come since.
pub(super) fn relink(cx: &mut Context<'_>, tag: &Tag, removed_at: Timestamp) -> Result<()> {
    let namespace = fold(tag.namespace());
    let exclusive = cx.settings()?.exclusive_tag_namespaces.contains(&namespace);
    let with_tag = Filter::equals(
        Target::Field(place!(TagLink, "tag_id")),
        Value::Id(tag.id.uuid()),
    );
    let at_once = Filter::equals(Target::Field(meta::ARCHIVED_AT), Value::Instant(removed_at));
    let select = Select::all(TagLink::DECL).filter(with_tag).filter(at_once);
    for link in cx.peek_all::<TagLink>(select)? {
        let record = RecordRef {
            kind: link.record_kind,
            id: link.record_id,
        };
        let others: Vec<TagId> = links_of(cx, record)?
            .iter()
            .map(|link| link.tag_id)
            .collect();
        let count = others.len();
        if !exclusive || outside(cx, others, &namespace)?.len() == count {
            cx.restore_record(&link, link.clone())?;
        }
    }
    Ok(())
}

/// Reads the tags of a record.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct TagsOf {
    /// The kind of record.
    pub record_kind: RecordKind,
    /// Which record.
    pub record_id: Uuid,
}

/// The tags of a record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RecordTags {
    /// By path.
    pub tags: Vec<RecordTag>,
}

/// A tag on a record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RecordTag {
    /// The tag.
    pub tag: Tag,
    /// Since when it is on the record.
    pub since: Timestamp,
    /// Who put it there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<crate::field::UserId>,
}

impl Answer for RecordTags {
    fn project(&mut self, access: &Access) {
        for on_record in &mut self.tags {
            on_record.tag.project(access);
            if let Some((_, by)) = TagLink::DECL.field("created_by")
                && access.field(TagLink::DECL, by).0.sight < Sight::Full
            {
                on_record.by = None;
            }
        }
    }
}

impl Operation for TagsOf {
    const NAME: &'static str = "tags.of";
    const PERMISSION: Permission = Permission::TagView;
    const ROUTE: Route = Route::get("/tags/of");
    const MODE: Mode = Mode::Read;
    type Output = RecordTags;

    fn execute(self, cx: &mut Context<'_>) -> Result<RecordTags> {
        let record = RecordRef {
            kind: self.record_kind,
            id: self.record_id,
        };
        let record = records::require_view(cx, record)?;
        let mut tags = Vec::new();
        for link in links_of(cx, record)? {
            if let Some(tag) = cx.peek::<Tag>(link.tag_id)?
                && tag.archived_at.is_none()
            {
                tags.push(RecordTag {
                    tag,
                    since: link.created_at,
                    by: link.created_by,
                });
            }
        }
        tags.sort_by_cached_key(|on_record| fold(&on_record.tag.path));
        Ok(RecordTags { tags })
    }
}

//! Creating, changing, moving, merging and removing tags.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::link::{TagLink, relink, retag};
use super::record::{Tag, TagDraft, TagId, TagPatch};
use super::tree::{admit, create_path, in_order, subtree, tagged};
use crate::access::{Access, Answer, Permission, plain_answer};
use crate::error::{Error, ErrorCode, RecordRef, Result};
use crate::field::{Patch, Record, RecordKind, Value, meta, place};
use crate::operation::{Context, Mode, Operation, Route, live};
use crate::query::{Filter, Select, Target};
use crate::records;
use crate::value::text::fold;

/// Creates a tag; `name` may be a whole path, whose missing parts are created too.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateTag {
    /// The tag.
    #[serde(flatten)]
    pub tag: TagDraft,
}

impl Operation for CreateTag {
    const NAME: &'static str = "tags.create";
    const PERMISSION: Permission = Permission::TagManage;
    const ROUTE: Route = Route::post("/tags");
    const MODE: Mode = Mode::Write;
    type Output = Tag;

    fn execute(self, cx: &mut Context<'_>) -> Result<Tag> {
        let path = match self.tag.parent_id {
            None => self.tag.name.clone(),
            Some(parent) => {
                let parent = live_tag(cx, parent).map_err(|error| error.at("parent_id"))?;
                format!("{}/{}", parent.path, self.tag.name)
            }
        };
        cx.require_write::<Tag>(&self.tag)?;
        create_path(cx, &path, &self.tag)
    }
}

/// The tag, if it is not archived.
fn live_tag(cx: &mut Context<'_>, id: TagId) -> Result<Tag> {
    let tag: Tag = cx.load(id)?;
    Context::require_live(&tag)?;
    Ok(tag)
}

/// Changes a tag. Renaming keeps the id, changes the paths below, and former paths still lead
/// here. Moving has an operation of its own.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateTag {
    /// Which tag.
    pub id: TagId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// The change.
    #[serde(flatten)]
    pub patch: TagPatch,
}

impl Operation for UpdateTag {
    const NAME: &'static str = "tags.update";
    const PERMISSION: Permission = Permission::TagManage;
    const ROUTE: Route = Route::patch("/tags/{id}");
    const MODE: Mode = Mode::Write;
    type Output = Tag;

    fn execute(self, cx: &mut Context<'_>) -> Result<Tag> {
        if !self.patch.parent_id.is_keep() {
            return Err(Error::invalid(
                "parent_id",
                "a tag is moved with `tags.relocate`",
            ));
        }
        let before = live_tag(cx, self.id)?;
        cx.expect(&before, self.expected_version)?;
        cx.require_write::<Tag>(&self.patch)?;
        let renamed = matches!(&self.patch.name, Patch::Set(name) if *name != before.name);
        let below = if renamed {
            subtree(cx, &before)?
        } else {
            Vec::new()
        };
        let mut after = before.clone();
        after.apply(self.patch)?;
        if renamed {
            after.former_paths.push(before.path.clone());
        }
        let after = cx.save(&before, after)?;
        repath(cx, &below, &before, &after)?;
        Ok(after)
    }
}

/// Moves a tag with everything below it under another parent, or to the top.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct MoveTag {
    /// Which tag.
    pub id: TagId,
    /// Under which tag; none moves it to the top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<TagId>,
}

impl Operation for MoveTag {
    const NAME: &'static str = "tags.relocate";
    const PERMISSION: Permission = Permission::TagManage;
    const ROUTE: Route = Route::post("/tags/{id}/move");
    const MODE: Mode = Mode::Write;
    type Output = Tag;

    fn execute(self, cx: &mut Context<'_>) -> Result<Tag> {
        let before = live_tag(cx, self.id)?;
        let below = subtree(cx, &before)?;
        let parent = match self.parent_id {
            None => None,
            Some(id) => Some(live_tag(cx, id).map_err(|error| error.at("parent_id"))?),
        };
        if parent
            .as_ref()
            .is_some_and(|parent| below.iter().any(|tag| tag.id == parent.id))
        {
            return Err(Error::invalid(
                "parent_id",
                "a tag cannot stand below itself",
            ));
        }
        let mut after = before.clone();
        after.parent_id = parent.as_ref().map(|parent| parent.id);
        after.path = match &parent {
            Some(parent) => format!("{}/{}", parent.path, before.name),
            None => before.name.clone(),
        };
        after.former_paths.push(before.path.clone());
        let after = cx.save(&before, after)?;
        repath(cx, &below, &before, &after)?;
        Ok(after)
    }
}

/// Gives everything below a tag its new path, shortest first so that parents lead.
fn repath(cx: &mut Context<'_>, below: &[Tag], before: &Tag, after: &Tag) -> Result<()> {
    for tag in below.iter().filter(|tag| tag.id != before.id) {
        let Some(rest) = tag.path.get(before.path.len()..) else {
            continue;
        };
        let mut moved = tag.clone();
        moved.path = format!("{}{rest}", after.path);
        moved.former_paths.push(tag.path.clone());
        cx.save(tag, moved)?;
    }
    Ok(())
}

/// Unites tags: their records get the target, and their paths lead to it (TAG-16).
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct MergeTags {
    /// The tag that stays.
    pub into_id: TagId,
    /// The tags that go; none may have tags below it.
    pub ids: Vec<TagId>,
}

impl Operation for MergeTags {
    const NAME: &'static str = "tags.merge";
    const PERMISSION: Permission = Permission::TagManage;
    const ROUTE: Route = Route::post("/tags/merge");
    const MODE: Mode = Mode::Write;
    type Output = Tag;

    fn execute(self, cx: &mut Context<'_>) -> Result<Tag> {
        let mut target = live_tag(cx, self.into_id).map_err(|error| error.at("into_id"))?;
        for (at, &id) in self.ids.iter().enumerate() {
            target = take_over(cx, &target, id).map_err(|error| error.at(format!("ids[{at}]")))?;
        }
        Ok(target)
    }
}

/// Merges one tag into another; answers the other.
fn take_over(cx: &mut Context<'_>, target: &Tag, id: TagId) -> Result<Tag> {
    let refuse = |reason| Err(Error::new(ErrorCode::Invalid, reason));
    let loser = live_tag(cx, id)?;
    if loser.id == target.id {
        return refuse("a tag cannot be merged into itself");
    }
    if subtree(cx, &loser)?.len() > 1 {
        return refuse("there are tags below this one; move them first");
    }
    for link in links_with(cx, loser.id)? {
        let record = RecordRef {
            kind: link.record_kind,
            id: link.record_id,
        };
        admit(cx, target, Some(record.kind))?;
        retag(cx, record, std::slice::from_ref(target), &[loser.id])?;
    }
    // Whoever was merged into this one before leads to the target at once.
    let led_here = Filter::equals(Target::Field(meta::MERGED_INTO), Value::Id(loser.id.uuid()));
    for earlier in cx.peek_all::<Tag>(Select::all(Tag::DECL).filter(led_here))? {
        cx.redirect(&earlier, target.id)?;
    }
    cx.redirect(&loser, target.id)?;
    let mut after = target.clone();
    after.former_paths.push(loser.path);
    after.former_paths.extend(loser.former_paths);
    cx.save(target, after)
}

crate::choice! {
    /// What becomes of the tags below one that is removed.
    pub enum Children {
        /// They move up to its parent.
        #[default]
        Reparent = "reparent",
        /// They are removed too.
        Remove = "remove",
    }
}

/// Takes a tag off every record and archives it (TAG-15). Restoring brings the tag back, and puts
/// it on the same records again.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct RemoveTag {
    /// Which tag.
    pub id: TagId,
    /// What becomes of the tags below it.
    #[serde(default)]
    pub children: Children,
}

/// What removing a tag did.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct TagRemoved {
    /// Tags archived.
    pub tags: u64,
    /// Relations to records removed.
    pub links: u64,
}

plain_answer!(TagRemoved);

impl Operation for RemoveTag {
    const NAME: &'static str = "tags.remove";
    const PERMISSION: Permission = Permission::TagManage;
    const ROUTE: Route = Route::post("/tags/{id}/remove");
    const MODE: Mode = Mode::Write;
    type Output = TagRemoved;

    fn execute(self, cx: &mut Context<'_>) -> Result<TagRemoved> {
        let tag = live_tag(cx, self.id)?;
        let below = subtree(cx, &tag)?;
        let mut removed = TagRemoved::default();
        if self.children == Children::Reparent {
            let children = below.iter().filter(|child| child.parent_id == Some(tag.id));
            for child in children.map(|child| child.id).collect::<Vec<_>>() {
                MoveTag {
                    id: child,
                    parent_id: tag.parent_id,
                }
                .execute(cx)?;
            }
        }
        let gone: Vec<TagId> = match self.children {
            Children::Reparent => vec![tag.id],
            Children::Remove => below.iter().map(|tag| tag.id).collect(),
        };
        for id in gone {
            for link in links_with(cx, id)? {
                cx.archive_record(&link)?;
                removed.links += 1;
            }
            cx.archive(id)?;
            removed.tags += 1;
        }
        Ok(removed)
    }
}

/// The links that put a tag on records.
fn links_with(cx: &mut Context<'_>, tag: TagId) -> Result<Vec<TagLink>> {
    let with_tag = Filter::equals(
        Target::Field(place!(TagLink, "tag_id")),
        Value::Id(tag.uuid()),
    );
    cx.peek_all(Select::all(TagLink::DECL).filter(live()).filter(with_tag))
}

/// Archives a tag: it leaves lists and can no longer be applied, but stays on its records and can
/// be restored. One with tags below it is removed instead, which says what becomes of those.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ArchiveTag {
    /// Which tag.
    pub id: TagId,
}

impl Operation for ArchiveTag {
    const NAME: &'static str = "tags.archive";
    const PERMISSION: Permission = Permission::TagManage;
    const ROUTE: Route = Route::delete("/tags/{id}");
    const MODE: Mode = Mode::Write;
    type Output = Tag;

    fn execute(self, cx: &mut Context<'_>) -> Result<Tag> {
        let tag: Tag = cx.load(self.id)?;
        if tag.archived_at.is_none() && subtree(cx, &tag)?.len() > 1 {
            return Err(Error::conflict(
                "there are tags below this one; `tags.remove` says what becomes of them",
            )
            .of(RecordRef {
                kind: RecordKind::Tag,
                id: tag.id.uuid(),
            }));
        }
        cx.archive_record(&tag)
    }
}

/// Brings a tag back from the archive, below the tag it stood under, and with the relations that
/// were removed with it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct RestoreTag {
    /// Which tag.
    pub id: TagId,
}

impl Operation for RestoreTag {
    const NAME: &'static str = "tags.restore";
    const PERMISSION: Permission = Permission::TagManage;
    const ROUTE: Route = Route::post("/tags/{id}/restore");
    const MODE: Mode = Mode::Write;
    type Output = Tag;

    fn execute(self, cx: &mut Context<'_>) -> Result<Tag> {
        let before: Tag = cx.load(self.id)?;
        let Some(removed_at) = before.archived_at else {
            return Ok(before);
        };
        let mut after = before.clone();
        if let Some(parent) = before.parent_id {
            // The tag above may have been moved or renamed meanwhile.
            let parent: Tag = cx.load(parent)?;
            Context::require_live(&parent)?;
            after.parent_id = Some(parent.id);
            after.path = format!("{}/{}", parent.path, before.name);
            after.former_paths.push(before.path.clone());
        }
        let tag = cx.restore_record(&before, after)?;
        relink(cx, &tag, removed_at)?;
        Ok(tag)
    }
}

/// Lists the tags as a tree, with exact counts if asked (TAG-05).
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListTags {
    /// Only this tag and those below it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under_id: Option<TagId>,
    /// Counts live records of this kind that the actor may see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<RecordKind>,
}

/// Tags of a tenant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TagList {
    /// By path, so that each tag follows the one above it.
    pub tags: Vec<TagNode>,
}

/// A tag and its counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TagNode {
    /// The tag.
    pub tag: Tag,
    /// The counts, if asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts: Option<TagCounts>,
}

/// How many records have a tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TagCounts {
    /// The tag itself.
    pub direct: u64,
    /// The tag or one below it, each record once.
    pub with_descendants: u64,
}

impl Answer for TagList {
    fn project(&mut self, access: &Access) {
        for node in &mut self.tags {
            node.tag.project(access);
        }
    }
}

impl Operation for ListTags {
    const NAME: &'static str = "tags.list";
    const PERMISSION: Permission = Permission::TagView;
    const ROUTE: Route = Route::get("/tags");
    const MODE: Mode = Mode::Read;
    type Output = TagList;

    fn execute(self, cx: &mut Context<'_>) -> Result<TagList> {
        let mut tags: Vec<Tag> = match self.under_id {
            Some(id) => {
                let root: Tag = cx.load(id)?;
                subtree(cx, &root)?
            }
            None => cx.all_live()?,
        };
        in_order(&mut tags);
        let mut nodes = Vec::with_capacity(tags.len());
        for tag in &tags {
            let counts = match self.count {
                None => None,
                Some(kind) => {
                    let prefix = format!("{}/", fold(&tag.path));
                    let mut ids = vec![tag.id.uuid()];
                    let below = tags
                        .iter()
                        .filter(|other| fold(&other.path).starts_with(&prefix));
                    ids.extend(below.map(|tag| tag.id.uuid()));
                    Some(TagCounts {
                        direct: count(cx, kind, &ids[..1])?,
                        with_descendants: count(cx, kind, &ids)?,
                    })
                }
            };
            nodes.push(TagNode {
                tag: tag.clone(),
                counts,
            });
        }
        Ok(TagList { tags: nodes })
    }
}

fn count(cx: &mut Context<'_>, kind: RecordKind, tags: &[uuid::Uuid]) -> Result<u64> {
    let decl = records::declaration(kind);
    let view = records::view(kind);
    if !records::carries(kind) {
        return Err(Error::new(ErrorCode::Invalid, "such records have no tags").at("count"));
    }
    let sight = cx.access().condition(view, decl);
    cx.store().count(decl, &tagged(tags).and(live()).and(sight))
}

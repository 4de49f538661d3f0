//! Finding tags by path, and everything below one.

use uuid::Uuid;

use super::TagLink;
use super::record::{Tag, TagDraft, TagId, clean_part};
use crate::access::Permission;
use crate::error::{Error, Result};
use crate::field::{Record, RecordKind, Value};
use crate::operation::{Context, live};
use crate::page::place;
use crate::port::KeySpace;
use crate::query::{Filter, Op, Quantifier, Select, Target};
use crate::value::text::fold;

/// The tag of a path, or one that had the path before.
pub(super) fn by_path(cx: &mut Context<'_>, path: &str) -> Result<Option<Tag>> {
    let folded = fold(path);
    for key in [folded.clone(), format!("was {folded}")] {
        let ids = cx
            .store()
            .under_key(RecordKind::Tag, KeySpace::Name, &key, 1)?;
        if let Some(&id) = ids.first() {
            return cx.peek(TagId::new(id));
        }
    }
    Ok(None)
}

/// The tag of a path; it and the missing tags above it are created if the actor may.
pub(super) fn ensure(cx: &mut Context<'_>, path: &str) -> Result<Tag> {
    if let Some(tag) = by_path(cx, &normal(path)?)? {
        return Ok(tag);
    }
    cx.access().require(Permission::TagManage)?;
    create_path(cx, path, &TagDraft::default())
}

/// Creates the tag of a path with what the draft says of it, and the missing tags above it.
pub(super) fn create_path(cx: &mut Context<'_>, path: &str, draft: &TagDraft) -> Result<Tag> {
    let mut parent: Option<Tag> = None;
    let parts: Vec<&str> = path.split('/').collect();
    for (at, part) in parts.iter().enumerate() {
        let last = at + 1 == parts.len();
        let part = clean_part(part).map_err(|reason| Error::invalid("name", reason))?;
        let path = match &parent {
            Some(parent) => format!("{}/{part}", parent.path),
            None => part.clone(),
        };
        let existing = if last { None } else { by_path(cx, &path)? };
        parent = Some(if let Some(tag) = existing {
            tag
        } else {
            let draft = if last {
                draft.clone()
            } else {
                TagDraft::default()
            };
            let mut tag = Tag::from_draft(draft);
            tag.name = part;
            tag.parent_id = parent.as_ref().map(|parent| parent.id);
            tag.path = path;
            cx.insert(tag)?
        });
    }
    parent.ok_or_else(|| Error::invalid("name", "a tag needs a name"))
}

fn normal(path: &str) -> Result<String> {
    let parts: Result<Vec<String>, String> = path.split('/').map(clean_part).collect();
    parts
        .map(|parts| parts.join("/"))
        .map_err(|reason| Error::invalid("tags", reason))
}

/// A tag and everything below it, by path.
pub(super) fn subtree(cx: &mut Context<'_>, root: &Tag) -> Result<Vec<Tag>> {
    let path = Target::Field(place::<Tag>("path"));
    let below = Filter::Compare {
        target: path.clone(),
        op: Op::StartsWith,
        operand: Value::Text(format!("{}/", fold(&root.path))),
    };
    let mut tags: Vec<Tag> = cx.peek_all(Select::all(Tag::DECL).filter(live()).filter(below))?;
    tags.push(root.clone());
    tags.sort_by_key(|a| fold(&a.path));
    Ok(tags)
}

/// Records with a tag or one below it.
pub(crate) fn under(cx: &mut Context<'_>, id: TagId) -> Result<Filter> {
    let root: Tag = cx
        .load_for(Permission::TagView, id)
        .map_err(|error| error.at("tag_id"))?;
    let ids: Vec<Uuid> = subtree(cx, &root)?
        .iter()
        .map(|tag| tag.id.uuid())
        .collect();
    Ok(tagged(&ids))
}

/// Records with any of these tags.
pub(crate) fn tagged(tags: &[Uuid]) -> Filter {
    Filter::Backward {
        from: TagLink::DECL,
        field: place::<TagLink>("record_id"),
        quantifier: Quantifier::Any,
        filter: Box::new(Filter::In {
            target: Target::Field(place::<TagLink>("tag_id")),
            operands: tags.iter().map(|id| Value::Id(*id)).collect(),
        }),
    }
}

//! Finding tags by path, and everything below one.

use uuid::Uuid;

use super::TagLink;
use super::record::{Tag, TagDraft, TagId, clean_part, former};
use crate::access::Permission;
use crate::error::{Error, ErrorCode, Result};
use crate::field::{Record, RecordKind, Value, place};
use crate::operation::{Context, live};
use crate::port::KeySpace;
use crate::query::{Filter, Op, Quantifier, Select, Target};
use crate::value::text::fold;

/// The tag of a path, or one that had the path before.
pub(super) fn by_path(cx: &mut Context<'_>, path: &str) -> Result<Option<Tag>> {
    for key in [fold(path), former(path)] {
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

pub(super) fn normal(path: &str) -> Result<String> {
    let parts: Result<Vec<String>, String> = path.split('/').map(clean_part).collect();
    parts
        .map(|parts| parts.join("/"))
        .map_err(|reason| Error::invalid("tags", reason))
}

/// The order of a tree: each tag comes after the one above it and before the next beside that.
pub(super) fn in_order(tags: &mut [Tag]) {
    tags.sort_by_cached_key(|tag| {
        let path = fold(&tag.path);
        path.split('/').map(str::to_owned).collect::<Vec<_>>()
    });
}

/// A tag and every live one below it, in order.
pub(super) fn subtree(cx: &mut Context<'_>, root: &Tag) -> Result<Vec<Tag>> {
    let below = Filter::Compare {
        target: Target::Field(place!(Tag, "path")),
        op: Op::StartsWith,
        operand: Value::Text(format!("{}/", fold(&root.path))),
    };
    let mut tags: Vec<Tag> = cx.peek_all(Select::all(Tag::DECL).filter(live()).filter(below))?;
    tags.push(root.clone());
    in_order(&mut tags);
    Ok(tags)
}

/// Refuses to put a tag on a record of a kind, or to take it off, against what the tag or one
/// above it says (semantics 4.9).
pub(super) fn admit(cx: &mut Context<'_>, tag: &Tag, kind: Option<RecordKind>) -> Result<()> {
    let mut at = Some(tag.clone());
    while let Some(tag) = at {
        if let Some(kind) = kind.filter(|kind| !tag.fits(*kind)) {
            let reason = format!("this tag is not for a {}", kind.noun());
            return Err(Error::new(ErrorCode::Invalid, reason));
        }
        let held = |key: &String| cx.access().roles().any(|role| role.key == *key);
        if !tag.applied_by.is_empty() && !tag.applied_by.iter().any(held) {
            return Err(Error::forbidden("your roles do not let you apply this tag"));
        }
        at = match tag.parent_id {
            Some(parent) => cx.peek(parent)?,
            None => None,
        };
    }
    Ok(())
}

/// Records with a tag, and unless `exact` those with one below it.
pub(crate) fn under(cx: &mut Context<'_>, id: TagId, exact: bool) -> Result<Filter> {
    let root: Tag = cx
        .load_for(Permission::TagView, id)
        .map_err(|error| error.at("tag_id"))?;
    let tags = if exact {
        vec![root]
    } else {
        subtree(cx, &root)?
    };
    let ids: Vec<Uuid> = tags.iter().map(|tag| tag.id.uuid()).collect();
    Ok(tagged(&ids))
}

/// The live tag of a path, or one that had the path before, and with `below` those under it.
pub(crate) fn of_path(cx: &mut Context<'_>, path: &str, below: bool) -> Result<Vec<Uuid>> {
    let found = match normal(path) {
        Ok(path) => by_path(cx, &path)?,
        // What cannot be a path is the path of no tag.
        Err(_) => None,
    };
    match found {
        None => Ok(Vec::new()),
        Some(tag) if !below => Ok(vec![tag.id.uuid()]),
        Some(tag) => {
            let tags = subtree(cx, &tag)?;
            Ok(tags.iter().map(|tag| tag.id.uuid()).collect())
        }
    }
}

/// Records with any tag.
pub(crate) fn any() -> Filter {
    Filter::Backward {
        from: TagLink::DECL,
        field: place!(TagLink, "record_id"),
        quantifier: Quantifier::Any,
        filter: Box::new(Filter::All),
    }
}

/// Records with any of these tags.
pub(crate) fn tagged(tags: &[Uuid]) -> Filter {
    let among = Filter::In {
        target: Target::Field(place!(TagLink, "tag_id")),
        operands: tags.iter().map(|id| Value::Id(*id)).collect(),
    };
    Filter::Backward {
        from: TagLink::DECL,
        field: place!(TagLink, "record_id"),
        quantifier: Quantifier::Any,
        filter: Box::new(among.and(live())),
    }
}

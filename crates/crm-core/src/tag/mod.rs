//! Labels in a tree (semantics 4.9).
//!
//! A tag's full path, such as `persona/decision maker`, is unique in the tenant whatever its
//! case. Only explicit tags are stored on records; a question says whether it means the tag
//! alone or everything below it too. A namespace (the first part of a path) may be exclusive: a
//! record then has at most one tag in it.

mod link;
mod operations;
mod record;
#[cfg(test)]
mod tests;
mod tree;
mod unite;

pub(crate) use link::put;
pub use link::{
    ApplyTags, RecordTag, RecordTags, TagChanges, TagLink, TagLinkDraft, TagLinkPatch, TagsOf,
};
pub use operations::{
    ArchiveTag, CreateTag, ListTags, MergeTags, MoveTag, RemoveTag, RestoreTag, TagCounts, TagList,
    TagNode, TagRemoved, UpdateTag,
};
pub use record::{Tag, TagDraft, TagId, TagPatch};
pub(crate) use tree::{any, of_path, tagged, under};
pub(crate) use unite::unite;

//! The tag record.

use crate::access::Permission;
use crate::error::{Error, Result};
use crate::field::{Id, Merge, RecordKind, SearchColumn, label};
use crate::operation::{Environment, Stored};
use crate::port::{Key, KeySpace};
use crate::value::text::{collapse_spaces, fold, nfc};

crate::record! {
    /// A label in a tree.
    pub struct Tag: Tag, draft TagDraft, patch TagPatch;
    fixed {}
    entered {
        /// The last part of the path. When creating, a whole path may be given, separated by `/`.
        name: String = label("Name").search(SearchColumn::Name);
        /// The tag above it.
        parent_id: Option<TagId> = label("Parent tag").indexed();
        /// What it means.
        description: Option<String> = label("Description");
        /// How it is shown, as `#rrggbb`.
        color: Option<String> = label("Colour").aliases(&["colour"]);
        /// The kinds of record it may be on; any if empty.
        applies_to: Vec<RecordKind> = label("Applies to").aliases(&["category"]);
    }
    derived {
        /// The full path, such as `persona/champion`.
        path: String = label("Path").from(&["name"]).indexed();
        /// Paths it had before it was renamed or moved; they still lead to it.
        former_paths: Vec<String> = label("Former paths").merge(Merge::Union);
    }
}

/// The id of a tag.
pub type TagId = Id<Tag>;

/// A path has at most this many parts.
pub(super) const DEPTH: usize = 8;

impl crate::field::Element for RecordKind {
    const LIST: crate::field::FieldKind =
        crate::field::FieldKind::List(crate::field::ScalarKind::Text);
}

impl Tag {
    /// The first part of the path.
    pub fn namespace(&self) -> &str {
        self.path.split('/').next().unwrap_or_default()
    }

    /// Whether the tag may be on a record of this kind.
    pub fn fits(&self, kind: RecordKind) -> bool {
        self.applies_to.is_empty() || self.applies_to.contains(&kind)
    }
}

impl Stored for Tag {
    const VIEW: Permission = Permission::TagView;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        self.name = clean_part(&self.name).map_err(|reason| Error::invalid("name", reason))?;
        // The operation gives the path of the parent; the last part is the name.
        let parent = self
            .path
            .rsplit_once('/')
            .map(|(parent, _)| parent.to_owned());
        self.path = match parent {
            Some(parent) => format!("{parent}/{}", self.name),
            None => self.name.clone(),
        };
        let depth = self.path.split('/').count();
        if depth > DEPTH {
            return Err(
                Error::limit("tag_depth", DEPTH as u64, "the path has too many parts")
                    .at("parent_id"),
            );
        }
        let path = fold(&self.path);
        self.former_paths.retain(|former| fold(former) != path);
        if let Some(color) = &self.color {
            let digits = color.strip_prefix('#').unwrap_or_default();
            if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                return Err(Error::invalid("color", "a colour is given as #rrggbb"));
            }
        }
        Ok(())
    }

    fn keys(&self) -> Vec<Key> {
        let name = |value: &str, unique| Key {
            space: KeySpace::Name,
            value: fold(value),
            unique,
        };
        let former = self.former_paths.iter().map(|path| Key {
            // A former path leads here until another tag takes it.
            value: format!("was {}", fold(path)),
            ..name(path, false)
        });
        std::iter::once(name(&self.path, true))
            .chain(former)
            .collect()
    }
}

/// One part of a path in the form in which it is stored.
pub(super) fn clean_part(part: &str) -> Result<String, String> {
    let part = collapse_spaces(&nfc(part));
    if part.is_empty() {
        return Err("a tag needs a name".to_owned());
    }
    if part.contains('/') {
        return Err("a name has no `/`; it separates the parts of a path".to_owned());
    }
    if part.chars().count() > 100 {
        return Err("a name has at most 100 characters".to_owned());
    }
    Ok(part)
}

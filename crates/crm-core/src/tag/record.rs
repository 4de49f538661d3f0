//! The tag record.

use crate::access::Permission;
use crate::error::{Error, Result};
use crate::field::{Id, Merge, RecordKind, SearchColumn, label};
use crate::operation::{Context, Environment, Stored};
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
        /// The kinds of record that it and the tags below it may be on; any if empty.
        applies_to: Vec<RecordKind> = label("Applies to").aliases(&["category"]);
        /// Keys of the roles that may put it and the tags below it on records, and take them off;
        /// any that may apply tags if empty.
        applied_by: Vec<String> = label("Applied by");
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
        let mut known = vec![fold(&self.path)];
        self.former_paths.retain(|former| {
            let former = fold(former);
            let new = !known.contains(&former);
            known.push(former);
            new
        });
        if let Some(color) = &self.color {
            let digits = color.strip_prefix('#').unwrap_or_default();
            if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                return Err(Error::invalid("color", "a colour is given as #rrggbb"));
            }
        }
        Ok(())
    }

    /// A path that a tag takes leads to it from now on, and no longer to one that had it before.
    fn verify(&self, cx: &mut Context<'_>, before: Option<&Self>) -> Result<()> {
        let same =
            |before: &Self| before.archived_at.is_none() && fold(&before.path) == fold(&self.path);
        if self.archived_at.is_some() || before.is_some_and(same) {
            return Ok(());
        }
        let key = former(&self.path);
        let ids = cx
            .store()
            .under_key(RecordKind::Tag, KeySpace::Name, &key, u32::MAX)?;
        for id in ids {
            let Some(other) = cx.peek::<Self>(id.into())? else {
                continue;
            };
            let mut after = other.clone();
            after.former_paths.retain(|path| former(path) != key);
            cx.save(&other, after)?;
        }
        Ok(())
    }

    fn keys(&self) -> Vec<Key> {
        let key = |value, unique| Key {
            space: KeySpace::Name,
            value,
            unique,
        };
        let formers = self
            .former_paths
            .iter()
            .map(|path| key(former(path), false));
        std::iter::once(key(fold(&self.path), true))
            .chain(formers)
            .collect()
    }
}

/// The key under which a tag is found by a path that it had before. No path begins so.
pub(super) fn former(path: &str) -> String {
    format!("/{}", fold(path))
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

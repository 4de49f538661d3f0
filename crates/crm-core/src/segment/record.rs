//! The segment record.

use crate::access::{Access, Mask, Permission, Sight};
use crate::error::{Error, Result};
use crate::field::{Id, RecordKind, SearchColumn, Sensitivity, label};
use crate::operation::{Environment, Stored};
use crate::port::{Key, KeySpace};
use crate::value::text::{LONG_MAX, SHORT_MAX, check_text, clean_line, fold};

crate::record! {
    /// A named set of records: those that a rule holds for.
    pub struct Segment: Segment, draft SegmentDraft, patch SegmentPatch;
    fixed {
        /// The kind of record it selects.
        record_kind: RecordKind = label("Record kind").indexed();
        /// How its members are found.
        kind: SegmentKind = label("Kind");
    }
    entered {
        /// What it is called; unique among segments of the same kind of record.
        name: String = label("Name").search(SearchColumn::Name).indexed();
        /// What it is for.
        description: Option<String> = label("Description");
        /// The rule, in canonical text. Absent if it speaks of a field that the reader may not
        /// read.
        rule: Option<String> = label("Rule");
    }
    derived {
        /// From 1, one more for each change of the rule.
        rule_version: u32 = label("Rule version").from(&["rule"]);
        /// The fields that the rule speaks of, such as `contact.job_title`.
        rule_fields: Vec<String> = label("Fields of the rule").from(&["rule"]);
    }
}

/// The id of a segment.
pub type SegmentId = Id<Segment>;

crate::choice! {
    /// How the members of a segment are found (R-40, SEG-02).
    pub enum SegmentKind {
        /// Someone puts them in.
        #[default]
        Static = "static",
        /// A rule decides, always as of now.
        Dynamic = "dynamic",
        /// A rule decided, once.
        Snapshot = "snapshot",
    }
}

impl Stored for Segment {
    const VIEW: Permission = Permission::SegmentView;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        self.name = clean_line(Some(std::mem::take(&mut self.name)), SHORT_MAX)
            .map_err(|invalid| Error::invalid("name", invalid.reason))?
            .ok_or_else(|| Error::invalid("name", "a segment needs a name"))?;
        if let Some(description) = &self.description {
            check_text(description, LONG_MAX)
                .map_err(|invalid| Error::invalid("description", invalid.reason))?;
        }
        if self.kind == SegmentKind::Dynamic && self.rule.is_none() {
            return Err(Error::invalid("rule", "a dynamic segment needs a rule"));
        }
        Ok(())
    }

    fn keys(&self) -> Vec<Key> {
        let value = format!("{}.{}", self.record_kind.name(), fold(&self.name));
        vec![Key {
            space: KeySpace::Name,
            value,
            unique: true,
        }]
    }
}

impl Segment {
    /// Whether an actor may read every field that the rule speaks of (semantics 4.7). Otherwise
    /// it may not know the rule, nor who is a member.
    pub(super) fn is_open_to(&self, access: &Access) -> bool {
        readable(&self.rule_fields, access)
    }

    /// Takes the rule out if the actor may not know it.
    pub(super) fn withhold(&mut self, access: &Access) {
        if !self.is_open_to(access) {
            self.rule = None;
            self.rule_fields = Vec::new();
        }
    }
}

/// Whether an actor may read every one of these fields, named as `contact.job_title`.
pub(crate) fn readable(fields: &[String], access: &Access) -> bool {
    fields.iter().all(|name| {
        let Some((kind, field)) = name.split_once('.') else {
            return false;
        };
        let Ok(kind) = kind.parse::<RecordKind>() else {
            return false;
        };
        let decl = crate::records::declaration(kind);
        if let Some(custom) = field.strip_prefix("custom.") {
            let (right, mask) = access.custom(kind, custom, Sensitivity::Internal);
            return right.sight == Sight::Full
                || (right.sight == Sight::Masked && mask == Mask::Token);
        }
        match decl.field(field) {
            Some((_, field)) => access.require_read(decl, field, true).is_ok(),
            // Ids and tags, which are no declared fields.
            None => true,
        }
    })
}

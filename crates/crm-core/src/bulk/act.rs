//! What a bulk change does to one record.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::record::{BulkAction, BulkVerb};
use super::select::is_merged;
use crate::access::Permission;
use crate::entity::{self, Verb};
use crate::error::{Error, RecordRef, Result};
use crate::field::RecordKind;
use crate::operation::Context;
use crate::records;
use crate::tag::ApplyTags;

impl BulkAction {
    /// The permission that doing so to each record takes.
    pub(super) fn permission(&self, kind: RecordKind) -> Result<Permission> {
        match self.verb {
            BulkVerb::Assign if self.owner_id.is_some() => {
                entity::permission(kind, entity::hands_over(kind).0)
            }
            BulkVerb::Update | BulkVerb::Assign => entity::permission(kind, Verb::Update),
            BulkVerb::Archive => entity::permission(kind, Verb::Archive),
            BulkVerb::Restore => entity::permission(kind, Verb::Restore),
            BulkVerb::Tag => Ok(Permission::TagApply),
        }
    }

    /// Refuses an action that says nothing, or something that its verb does not take.
    pub(super) fn require_sense(&self) -> Result<()> {
        let assigns = self.owner_id.is_some() || self.team_id.is_some();
        let tags = !self.add_tags.is_empty() || !self.remove_tags.is_empty();
        for (given, verb, field) in [
            (!self.fields.is_empty(), BulkVerb::Update, "action.fields"),
            (assigns, BulkVerb::Assign, "action.owner_id"),
            (tags, BulkVerb::Tag, "action.add_tags"),
        ] {
            let verb_takes = self.verb == verb;
            if given != verb_takes {
                let reason = if given {
                    format!("`{}` does not take this", self.verb.name())
                } else {
                    format!("`{}` needs this", self.verb.name())
                };
                return Err(Error::invalid(field, reason));
            }
        }
        Ok(())
    }
}

/// Does so to one record, through the operation that one person would use; answers whether
/// anything changed. A record out of sight is refused before anything is said of it.
pub(super) fn act(cx: &mut Context<'_>, record: RecordRef, action: &BulkAction) -> Result<bool> {
    records::require_view(cx, record)?;
    if is_merged(cx, record.kind, record.id)? {
        let reason = "another record took this one over since the plan";
        return Err(Error::conflict(reason).of(record));
    }
    let start = cx.last_entry()?;
    match action.verb {
        BulkVerb::Update => {
            let fields = action.fields.clone().into_iter().collect();
            entity::perform(cx, Verb::Update, record, fields)?;
        }
        BulkVerb::Assign => {
            let (verb, owner) = entity::hands_over(record.kind);
            let owner = action.owner_id.map(|id| (verb, owner, id.to_string()));
            let team = action
                .team_id
                .map(|id| (Verb::Update, "team_id", id.to_string()));
            let mut calls: BTreeMap<Verb, Map<String, Json>> = BTreeMap::new();
            for (verb, name, id) in owner.into_iter().chain(team) {
                let fields = calls.entry(verb).or_default();
                fields.insert(name.to_owned(), Json::String(id));
            }
            for (verb, fields) in calls {
                entity::perform(cx, verb, record, fields)?;
            }
        }
        BulkVerb::Archive => entity::perform(cx, Verb::Archive, record, Map::new())?,
        BulkVerb::Restore => entity::perform(cx, Verb::Restore, record, Map::new())?,
        BulkVerb::Tag => {
            records::require_update(cx, record)?;
            cx.nested(ApplyTags {
                record_kind: record.kind,
                record_ids: vec![record.id],
                add: action.add_tags.clone(),
                remove: action.remove_tags.clone(),
            })?;
        }
    }
    Ok(cx.last_entry()? > start)
}

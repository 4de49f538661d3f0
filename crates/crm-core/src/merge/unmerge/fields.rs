//! The survivor's fields: each returns to what it was before the merge if it still is what the
//! merge made of it.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::plan::StayReason;
use super::report::Report;
use crate::error::{Error, Result};
use crate::field::{Record, RecordDecl};
use crate::merge::merged::Mergeable;
use crate::merge::{Merge, MergedRecord};
use crate::operation::Context;
use crate::value::Timestamp;

/// The survivor without what the merge brought. Fields that follow from others follow.
pub(super) fn without<R: Mergeable>(
    cx: &mut Context<'_>,
    merge: &Merge,
    survivor: &R,
    kept: &BTreeSet<String>,
    report: &mut Report,
) -> Result<R> {
    let mut after = survivor.clone();
    for changed in &merge.fields {
        let change = &changed.change;
        let (field, now) = (change.field.as_str(), held(survivor, &change.field));
        let entered = is_entered(R::DECL, field);
        if now == change.old {
            continue;
        }
        let because = if kept.contains(field) {
            StayReason::Chosen
        } else if now != change.new {
            StayReason::Edited
        } else if entered && !cx.right(R::DECL, field)?.write {
            StayReason::Forbidden
        } else {
            after.put_back(field, change.old.clone())?;
            continue;
        };
        if entered {
            report.keeps(field, because);
        }
    }
    if let Some(was) = own_age(merge)? {
        let mut fields = after.meta();
        fields.created_at = was;
        after.set_meta(fields);
    }
    Ok(after)
}

/// When the survivor was created by itself, if a record that went was older: the merge made it as
/// old as the oldest.
pub(super) fn own_age(merge: &Merge) -> Result<Option<Timestamp>> {
    let (mut own, mut oldest) = (None, None);
    for record in &merge.records {
        let age = age(record)?;
        if record.id == merge.survivor_id {
            own = Some(age);
        } else {
            oldest = Some(oldest.map_or(age, |oldest: Timestamp| oldest.min(age)));
        }
    }
    Ok(own.filter(|own| oldest.is_some_and(|oldest| oldest < *own)))
}

/// When a record that was merged was created.
pub(super) fn age(record: &MergedRecord) -> Result<Timestamp> {
    let unread = || Error::corrupt("a merge does not tell how old its records were");
    let at = record
        .before
        .get("created_at")
        .cloned()
        .ok_or_else(unread)?;
    serde_json::from_value(at).map_err(|_| unread())
}

/// Whether callers enter a field; the others follow.
pub(super) fn is_entered(decl: &'static RecordDecl, field: &str) -> bool {
    let declared = decl.field(field);
    field.starts_with("custom.") || declared.is_some_and(|(_, field)| field.entered)
}

/// What a record holds in a field, custom ones as `custom.<name>`.
fn held<R: Record>(record: &R, field: &str) -> Option<Json> {
    match field.strip_prefix("custom.") {
        Some(name) => record.custom().get(name).cloned(),
        None => record.json(field),
    }
}

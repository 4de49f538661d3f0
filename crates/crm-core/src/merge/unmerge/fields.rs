//! The survivor's fields: each returns to what it was before the merge if it still is what the
//! merge made of it.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::plan::StayReason;
use super::report::Report;
use crate::audit::FieldChange;
use crate::error::{Error, RecordRef, Result};
use crate::field::{FieldKind, Record, RecordDecl, ScalarKind, meta};
use crate::merge::merged::Mergeable;
use crate::merge::{Merge, MergedRecord};
use crate::operation::Context;
use crate::port::AuditQuery;
use crate::records;
use crate::value::Timestamp;

/// The survivor without what the merge brought. Fields that follow from others follow; `claimed` ones
/// return whoever may write them.
pub(super) fn without<R: Mergeable>(
    cx: &mut Context<'_>,
    merge: &Merge,
    survivor: &R,
    kept: &BTreeSet<String>,
    claimed: &BTreeSet<String>,
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
        } else if entered && !claimed.contains(field) && !cx.right(R::DECL, field)?.write {
            StayReason::Forbidden
        } else if let Former::Value(old) = former(cx, merge, R::DECL, change)? {
            after.put_back(field, old)?;
            continue;
        } else {
            StayReason::Ousted
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

/// What a field returns to.
enum Former {
    /// What it held, if anything.
    Value(Option<Json>),
    /// The record that it led to is gone, or is the survivor by now.
    Gone,
}

/// What a field returns to. A record that it led to may have become another one since, as the records
/// of this merge did for a while.
fn former(
    cx: &mut Context<'_>,
    merge: &Merge,
    decl: &'static RecordDecl,
    change: &FieldChange,
) -> Result<Former> {
    let old = change.old.clone();
    let declared = decl.field(&change.field).map(|(_, field)| field.kind);
    let (Some(FieldKind::Scalar(ScalarKind::Id(Some(kind)))), Some(json)) = (declared, &old) else {
        return Ok(Former::Value(old));
    };
    let id: Uuid = serde_json::from_value(json.clone())
        .map_err(|_| Error::corrupt("a merge does not tell what a field referred to"))?;
    if kind == decl.kind && merge.records.iter().any(|record| record.id == id) {
        return Ok(Former::Value(old));
    }
    let Some(target) = cx.row(records::declaration(kind), id)? else {
        return Ok(Former::Gone);
    };
    Ok(match target.value(meta::MERGED_INTO).as_id() {
        Some(into) if into == merge.survivor_id => Former::Gone,
        Some(into) => Former::Value(Some(json!(into))),
        None => Former::Value(old),
    })
}

/// The fields of the survivor that callers enter and that somebody changed since the merge, whose own
/// entry is `merged`, so that they are not as the merge left them.
pub(super) fn edited_since<R: Mergeable>(
    cx: &mut Context<'_>,
    merge: &Merge,
    survivor: &R,
    merged: u64,
) -> Result<BTreeSet<String>> {
    let entries = cx.store().audit(&AuditQuery {
        record: Some(RecordRef {
            kind: R::DECL.kind,
            id: merge.survivor_id,
        }),
        after: Some(merged),
        limit: u32::MAX,
        ..AuditQuery::default()
    })?;
    let changes = entries.into_iter().flat_map(|entry| entry.changes);
    let mut edited: BTreeSet<String> = changes.map(|change| change.field).collect();
    edited.retain(|field| {
        let mut made = merge.fields.iter().map(|made| &made.change);
        let made = made.find(|made| made.field == *field);
        let is_made = made.is_some_and(|made| made.new == held(survivor, field));
        is_entered(R::DECL, field) && !is_made
    });
    Ok(edited)
}

/// The fields of some records that callers enter and the actor may not write.
pub(super) fn barred<R: Mergeable>(
    cx: &mut Context<'_>,
    records: &[&R],
) -> Result<BTreeSet<String>> {
    let entered = R::DECL.fields.iter().filter(|field| field.entered);
    let declared = entered.map(|field| field.name.to_owned());
    let custom = records.iter().flat_map(|record| record.custom().keys());
    let all: BTreeSet<String> = declared
        .chain(custom.map(|name| format!("custom.{name}")))
        .collect();
    let mut barred = BTreeSet::new();
    for field in all {
        if !cx.right(R::DECL, &field)?.write {
            barred.insert(field);
        }
    }
    Ok(barred)
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
pub(super) fn held<R: Record>(record: &R, field: &str) -> Option<Json> {
    match field.strip_prefix("custom.") {
        Some(name) => record.custom().get(name).cloned(),
        None => record.json(field),
    }
}

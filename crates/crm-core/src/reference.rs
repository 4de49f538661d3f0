//! Who refers to whom: every reference of the schema, from the declarations.
//!
//! Merging moves references and purging clears them. Neither can miss one, because the registry
//! is not kept by hand: a reference is a field whose type is an id, a list of ids, or an id whose
//! kind stands in another field.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::plain_answer;
use crate::error::{Error, ErrorCode, RecordRef, Result};
use crate::field::{
    FieldDecl, FieldKind, Id, RecordDecl, RecordKind, Row, ScalarKind, Value, meta,
};
use crate::operation::{Context, Stored};
use crate::query::{Filter, Select, Target};
use crate::records;

/// One field that refers to records of a kind.
#[derive(Debug, Clone, Copy)]
pub struct Reference {
    /// The kind that refers.
    pub decl: &'static RecordDecl,
    /// Its field.
    pub field: usize,
    /// In which form.
    pub form: Form,
}

/// How a field refers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One id.
    One,
    /// A list of ids.
    Many,
    /// One id, whose kind stands in this other field.
    Any(usize),
}

impl Reference {
    /// The records of the kind that refer to `id`.
    pub fn to(&self, kind: RecordKind, id: Uuid) -> Filter {
        let id = Value::Id(id);
        match self.form {
            Form::One => Filter::equals(Target::Field(self.field), id),
            Form::Many => Filter::equals(Target::Items(self.field), id),
            Form::Any(field) => Filter::equals(Target::Field(self.field), id).and(Filter::equals(
                Target::Field(field),
                Value::Text(kind.name().to_owned()),
            )),
        }
    }

    /// Whether the record means nothing without what it refers to: a reference that was given
    /// when it was created and never changes (a tag link, an association).
    pub fn is_essential(&self) -> bool {
        self.decl
            .fields
            .get(self.field)
            .is_some_and(|field| field.fixed)
    }
}

/// Every reference to records of a kind. `merged_into` is none: it is the redirect itself.
pub fn references(kind: RecordKind) -> &'static [Reference] {
    static REGISTRY: OnceLock<BTreeMap<RecordKind, Vec<Reference>>> = OnceLock::new();
    let registry = REGISTRY.get_or_init(|| {
        let mut registry: BTreeMap<RecordKind, Vec<Reference>> = BTreeMap::new();
        for decl in records::DECLARATIONS {
            for (field, declared) in decl.fields.iter().enumerate() {
                if declared.name == "merged_into" {
                    continue;
                }
                let mut add = |kind, form| {
                    registry
                        .entry(kind)
                        .or_default()
                        .push(Reference { decl, field, form });
                };
                match declared.kind {
                    FieldKind::Scalar(ScalarKind::Id(Some(kind))) => add(kind, Form::One),
                    FieldKind::List(ScalarKind::Id(Some(kind))) => add(kind, Form::Many),
                    FieldKind::Scalar(ScalarKind::Id(None)) => {
                        let by = declared.options.refers_by.and_then(|name| decl.field(name));
                        if let Some((by, _)) = by {
                            for kind in RecordKind::ALL {
                                add(*kind, Form::Any(by));
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
        registry
    });
    registry.get(&kind).map(Vec::as_slice).unwrap_or_default()
}

/// The record of a kind known only at run time, if the actor may see it, which takes sight of
/// everything that it belongs to. The id of a merged record leads to its survivor.
pub(crate) fn in_sight(cx: &mut Context<'_>, kind: RecordKind, id: Uuid) -> Result<Option<Row>> {
    cx.visible_row(records::view(kind), records::declaration(kind), id)
}

/// What a record refers to by single ids, field by field.
pub(crate) fn outgoing(
    decl: &'static RecordDecl,
    row: &Row,
) -> Vec<(&'static FieldDecl, RecordRef)> {
    let refers = |(place, field): (usize, &'static FieldDecl)| {
        let FieldKind::Scalar(ScalarKind::Id(to)) = field.kind else {
            return None;
        };
        let named = || {
            let (by, _) = decl.field(field.options.refers_by?)?;
            row.value(by).as_text()?.parse().ok()
        };
        let kind = to.or_else(named)?;
        let id = row.value(place).as_id()?;
        Some((field, RecordRef { kind, id }))
    };
    decl.fields.iter().enumerate().filter_map(refers).collect()
}

/// What a purge removed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Purged {
    /// How many records of each kind meant nothing without it and went too.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub removed: BTreeMap<RecordKind, u64>,
    /// How many records of each kind had a reference to it cleared.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub cleared: BTreeMap<RecordKind, u64>,
}

plain_answer!(Purged);

/// Removes an archived record for good, and with `confirm` what refers to it.
pub(crate) fn purge<R: Stored>(cx: &mut Context<'_>, id: Id<R>, confirm: bool) -> Result<Purged> {
    let record: R = cx.load(id)?;
    let this = RecordRef {
        kind: R::DECL.kind,
        id: record.id().uuid(),
    };
    if record.meta().archived_at.is_none() {
        return Err(Error::new(ErrorCode::Conflict, "only archived records are purged").of(this));
    }
    let mut purged = Purged::default();
    // What was merged into it is the same person or company, and goes too.
    let leading = Filter::equals(Target::Field(meta::MERGED_INTO), Value::Id(this.id));
    let former = cx.store().select(&Select::all(R::DECL).filter(leading))?;
    let ids: Vec<Uuid> = std::iter::once(this.id)
        .chain(former.iter().map(|row| row.id))
        .collect();
    let mut gone: Vec<RecordRef> = Vec::new();
    let mut referring: BTreeMap<(RecordKind, Uuid), Vec<(&Reference, Uuid)>> = BTreeMap::new();
    for &id in &ids {
        for reference in references(this.kind) {
            let select = Select::all(reference.decl).filter(reference.to(this.kind, id));
            for row in cx.store().select(&select)? {
                let record = (reference.decl.kind, row.id);
                // A record's reference to itself goes with it.
                if reference.decl != R::DECL || !ids.contains(&row.id) {
                    referring.entry(record).or_default().push((reference, id));
                }
            }
        }
        let merges = crate::merge::of_survivor(cx, this.kind, id)?;
        gone.extend(merges.into_iter().map(|merge| RecordRef {
            kind: RecordKind::Merge,
            id: merge.uuid(),
        }));
    }
    gone.extend(former.iter().map(|row| RecordRef {
        kind: this.kind,
        id: row.id,
    }));
    for record in &gone {
        *purged.removed.entry(record.kind).or_default() += 1;
    }
    for ((kind, _), by) in &referring {
        let counts = if by.iter().any(|(reference, _)| reference.is_essential()) {
            &mut purged.removed
        } else {
            &mut purged.cleared
        };
        *counts.entry(*kind).or_default() += 1;
    }
    let alone = referring.is_empty() && gone.is_empty();
    if !alone && !confirm {
        return Err(Error::new(
            ErrorCode::Conflict,
            "other records refer to this one; confirm to clear their references",
        )
        .at("confirm")
        .of(this)
        .with("removed", counts(&purged.removed))
        .with("cleared", counts(&purged.cleared)));
    }
    for ((kind, id), by) in referring {
        let decl = records::declaration(kind);
        let essential = by.iter().any(|(reference, _)| reference.is_essential());
        for (reference, old) in by {
            // Read anew: clearing one reference has moved the record on.
            let Some(row) = cx.store().get(decl, id)? else {
                break;
            };
            if essential {
                crate::merge::forget(cx, RecordRef { kind, id })?;
                records::purge_row(cx, kind, row)?;
            } else {
                records::replace_reference(cx, reference, row, old, None)?;
            }
        }
    }
    crate::merge::forget(cx, this)?;
    for record in gone {
        crate::merge::forget(cx, record)?;
        if let Some(row) = cx.row(records::declaration(record.kind), record.id)? {
            records::purge_row(cx, record.kind, row)?;
        }
    }
    // What was cleared may have changed the record itself.
    let record = cx.peek(record.id())?.unwrap_or(record);
    cx.purge(&record)?;
    // What was about it no longer rolls up.
    let account = R::DECL.field("account_id");
    let account = account.and_then(|(place, _)| record.to_row().value(place).as_id());
    crate::timeline::rolled_up(cx, account)?;
    Ok(purged)
}

fn counts(counts: &BTreeMap<RecordKind, u64>) -> serde_json::Value {
    counts
        .iter()
        .map(|(kind, count)| (kind.name().to_owned(), serde_json::Value::from(*count)))
        .collect()
}

/// The row with one id replaced by another, or removed.
pub(crate) fn replaced(reference: &Reference, mut row: Row, old: Uuid, new: Option<Uuid>) -> Row {
    let Some(value) = row.values.get_mut(reference.field) else {
        return row;
    };
    *value = match (reference.form, std::mem::take(value)) {
        (Form::One | Form::Any(_), Value::Id(id)) if id == old => {
            new.map_or(Value::Null, Value::Id)
        }
        (Form::Many, Value::Json(text)) => {
            let ids: Vec<Uuid> = serde_json::from_str(&text).unwrap_or_default();
            let mut kept: Vec<Uuid> = Vec::with_capacity(ids.len());
            for id in ids {
                let id = if id == old { new } else { Some(id) };
                kept.extend(id.filter(|id| !kept.contains(id)));
            }
            if kept.is_empty() {
                Value::Null
            } else {
                crate::field::to_json(&kept)
            }
        }
        (_, other) => other,
    };
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fields that hold an id and are no reference of the registry, each with its reason.
    const ASIDE: &[(&str, &str)] = &[
        // Users of the host are never records here.
        ("*", "created_by"),
        ("*", "updated_by"),
        ("*", "owner_id"),
        ("*", "backup_owner_ids"),
        ("*", "account_manager_id"),
        ("*", "assignee_id"),
        ("*", "user_id"),
        ("*", "user_ids"),
        ("*", "escalation_user_id"),
        ("*", "completed_by"),
        ("*", "notified_user_id"),
        ("*", "answered_by"),
        ("lead", "closed_by"),
        ("lead", "scored_by"),
        ("conversion", "undone_by"),
        // The redirect itself.
        ("*", "merged_into"),
        // Logs say what was then.
        ("import_row", "record_id"),
        ("bulk_item", "record_id"),
        ("merge", "survivor_id"),
        // Stages are parts of their pipeline.
        ("deal", "stage_id"),
        ("stage_stay", "stage_id"),
        ("*", "member_ids"),
    ];

    #[test]
    fn every_field_that_holds_an_id_is_in_the_registry_or_named_here_4_6() {
        for decl in records::DECLARATIONS {
            for (place, field) in decl.fields.iter().enumerate() {
                let holds_id = matches!(
                    field.kind,
                    FieldKind::Scalar(ScalarKind::Id(_)) | FieldKind::List(ScalarKind::Id(_))
                );
                if !holds_id {
                    continue;
                }
                let registered = RecordKind::ALL.iter().any(|kind| {
                    references(*kind)
                        .iter()
                        .any(|reference| reference.decl == *decl && reference.field == place)
                });
                let aside = ASIDE.iter().any(|(kind, name)| {
                    *name == field.name && (*kind == "*" || *kind == decl.kind.name())
                });
                assert!(registered != aside, "{} {}", decl.kind, field.name);
            }
        }
    }
}

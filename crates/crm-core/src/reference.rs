//! Who refers to whom: every reference of the schema, from the declarations.
//!
//! Merging moves references and purging clears them. Neither can miss one, because the registry
//! is not kept by hand: a reference is a field whose type is an id, a list of ids, or an id whose
//! kind stands in another field.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::plain_answer;
use crate::error::{Error, ErrorCode, RecordRef, Result};
use crate::field::{
    FieldDecl, FieldKind, Id, Record, RecordDecl, RecordKind, Row, ScalarKind, Value, meta,
};
use crate::link::ItemLink;
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

    /// Whether the record means nothing without what it refers to (a tag link, an association).
    pub fn is_essential(&self) -> bool {
        self.decl
            .fields
            .get(self.field)
            .is_some_and(FieldDecl::belongs)
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

/// So many records are asked for at a time.
pub(crate) const AT_A_TIME: usize = 500;

/// Those of the records that the actor sees, in one question for many of a kind. Unlike [`in_sight`],
/// it asks about the records as they are named: one that was merged is out of sight with its own
/// owners and team, though its survivor may be in sight.
pub(crate) fn seen_among(
    cx: &mut Context<'_>,
    records: impl IntoIterator<Item = RecordRef>,
) -> Result<BTreeSet<RecordRef>> {
    let mut by_kind: BTreeMap<RecordKind, BTreeSet<Uuid>> = BTreeMap::new();
    for RecordRef { kind, id } in records {
        by_kind.entry(kind).or_default().insert(id);
    }
    let mut seen = BTreeSet::new();
    for (kind, ids) in by_kind {
        let ids: Vec<Uuid> = ids.into_iter().collect();
        let rows = rows_in_sight(cx, kind, &ids)?;
        seen.extend(rows.into_iter().map(|row| RecordRef { kind, id: row.id }));
    }
    Ok(seen)
}

/// Those of the records of a kind that the actor sees, by id; nothing of them but who they are.
pub(crate) fn rows_in_sight(
    cx: &mut Context<'_>,
    kind: RecordKind,
    ids: &[Uuid],
) -> Result<Vec<Row>> {
    let sight = cx
        .access()
        .condition(records::view(kind), records::declaration(kind));
    rows_among(cx, kind, ids, &sight)
}

/// Those of the records of a kind that there are, archived, merged or out of sight, too: for rules
/// that ask whether a reference holds.
pub(crate) fn existing(
    cx: &mut Context<'_>,
    kind: RecordKind,
    ids: &[Uuid],
) -> Result<Vec<RecordRef>> {
    let rows = rows_among(cx, kind, ids, &Filter::All)?;
    let record = |row: Row| RecordRef { kind, id: row.id };
    Ok(rows.into_iter().map(record).collect())
}

/// Those of the records that a filter holds for; nothing of them but who they are.
fn rows_among(
    cx: &mut Context<'_>,
    kind: RecordKind,
    ids: &[Uuid],
    filter: &Filter,
) -> Result<Vec<Row>> {
    let decl = records::declaration(kind);
    let mut found: Vec<Row> = Vec::new();
    for ids in ids.chunks(AT_A_TIME) {
        let among = Filter::In {
            target: Target::Id,
            operands: ids.iter().copied().map(Value::Id).collect(),
        };
        let select = Select {
            fields: Some(Vec::new()),
            ..Select::all(decl).filter(among).filter(filter.clone())
        };
        found.extend(cx.store().select(&select)?);
    }
    Ok(found)
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

/// The same by lists of ids too.
pub(crate) fn outgoing_all(
    decl: &'static RecordDecl,
    row: &Row,
) -> Vec<(&'static FieldDecl, RecordRef)> {
    let lists = decl.fields.iter().enumerate().flat_map(|(place, field)| {
        let kind = match field.kind {
            FieldKind::List(ScalarKind::Id(kind)) => kind,
            _ => None,
        };
        let ids: Vec<Uuid> = match (kind, row.value(place)) {
            (Some(_), Value::Json(ids)) => serde_json::from_str(ids).unwrap_or_default(),
            _ => Vec::new(),
        };
        let named = kind.map(|kind| ids.into_iter().map(move |id| RecordRef { kind, id }));
        named.into_iter().flatten().map(move |to| (field, to))
    });
    outgoing(decl, row).into_iter().chain(lists).collect()
}

/// What a purge removed, of records that the caller sees: others go or let go of it all the same, and
/// are not counted.
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
    let removal = Removal::of(cx, this)?;
    let purged = removal.in_sight(cx)?;
    if removal.touches_others() && !confirm {
        return Err(Error::new(
            ErrorCode::Conflict,
            "other records refer to this one; confirm to clear their references",
        )
        .at("confirm")
        .of(this)
        .with("removed", counts(&purged.removed))
        .with("cleared", counts(&purged.cleared)));
    }
    // What was about it rolls up to no account since it went to the archive.
    removal.carry_out(cx)?;
    Ok(purged)
}

/// What a purge takes along, and what only loses a reference.
struct Removal {
    /// The record and everything that means nothing without it, each behind what it depends on.
    gone: Vec<RecordRef>,
    known: BTreeSet<RecordRef>,
    /// What stays, by which fields, and whom they refer to.
    cleared: BTreeMap<RecordRef, Vec<(&'static Reference, Uuid)>>,
}

impl Removal {
    /// What goes with a record, and what goes with that.
    fn of(cx: &mut Context<'_>, record: RecordRef) -> Result<Self> {
        let mut removal = Self {
            gone: Vec::new(),
            known: BTreeSet::new(),
            cleared: BTreeMap::new(),
        };
        removal.add(record);
        let mut next = 0;
        while let Some(record) = removal.gone.get(next).copied() {
            removal.follow(cx, record)?;
            next += 1;
        }
        let Self { known, cleared, .. } = &mut removal;
        cleared.retain(|referring, _| !known.contains(referring));
        Ok(removal)
    }

    fn add(&mut self, record: RecordRef) {
        if self.known.insert(record) {
            self.gone.push(record);
        }
    }

    /// Notes whatever refers to a record that goes.
    fn follow(&mut self, cx: &mut Context<'_>, record: RecordRef) -> Result<()> {
        let RecordRef { kind, id } = record;
        if self.gone.first() == Some(&record) || records::merge(kind).is_some() {
            // What was merged into it is the same person or company, and goes too.
            let decl = records::declaration(kind);
            let leading = Filter::equals(Target::Field(meta::MERGED_INTO), Value::Id(id));
            for row in cx.store().select(&Select::all(decl).filter(leading))? {
                self.add(RecordRef { kind, id: row.id });
            }
            for merge in crate::merge::of_survivor(cx, kind, id)? {
                self.add(RecordRef {
                    kind: RecordKind::Merge,
                    id: merge.uuid(),
                });
            }
        }
        for reference in references(kind) {
            if matches!(reference.form, Form::Any(_)) && !records::carries(kind) {
                // Only entities and items are named together with their kind.
                continue;
            }
            let select = Select::all(reference.decl).filter(reference.to(kind, id));
            for row in cx.store().select(&select)? {
                let referring = RecordRef {
                    kind: reference.decl.kind,
                    id: row.id,
                };
                if reference.is_essential() {
                    self.add(referring);
                } else {
                    let fields = self.cleared.entry(referring).or_default();
                    fields.push((reference, id));
                }
            }
        }
        Ok(())
    }

    /// Whether anything goes or changes beside the record itself.
    fn touches_others(&self) -> bool {
        self.gone.len() > 1 || !self.cleared.is_empty()
    }

    /// How many of each kind that the actor sees, without the record itself: a count of the others
    /// would tell of private notes and of who has a share (semantics 4.12).
    fn in_sight(&self, cx: &mut Context<'_>) -> Result<Purged> {
        let gone = || self.gone.iter().skip(1);
        let seen = seen_among(cx, gone().chain(self.cleared.keys()).copied())?;
        let mut purged = Purged::default();
        for record in gone().filter(|record| seen.contains(record)) {
            *purged.removed.entry(record.kind).or_default() += 1;
        }
        for record in self.cleared.keys().filter(|record| seen.contains(record)) {
            *purged.cleared.entry(record.kind).or_default() += 1;
        }
        Ok(purged)
    }

    /// Clears what stays, then removes what goes, dependants first.
    fn carry_out(self, cx: &mut Context<'_>) -> Result<()> {
        for (referring, fields) in self.cleared {
            for (reference, old) in fields {
                // Read anew: clearing one reference has moved the record on.
                if let Some(row) = cx.row(reference.decl, referring.id)? {
                    records::replace_reference(cx, reference, row, old, None)?;
                }
            }
        }
        for record in self.gone.into_iter().rev() {
            crate::merge::forget(cx, record)?;
            // What was cleared may have changed the record itself.
            let Some(row) = cx.row(records::declaration(record.kind), record.id)? else {
                continue;
            };
            let link = match record.kind {
                RecordKind::Link => Some(ItemLink::from_row(row.clone())?),
                _ => None,
            };
            records::purge_row(cx, record.kind, row)?;
            if let Some(link) = link.filter(|link| !self.known.contains(&link.record())) {
                crate::timeline::unlinked(cx, &link)?;
            }
        }
        Ok(())
    }
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
        ("merge", "undone_by"),
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
    fn what_a_record_only_came_from_is_optional_and_never_changes_4_12() {
        let marked: Vec<&FieldDecl> = records::DECLARATIONS
            .iter()
            .flat_map(|decl| decl.fields)
            .filter(|field| field.options.provenance)
            .collect();
        assert!(!marked.is_empty());
        for field in marked {
            assert!(field.fixed && field.optional, "{}", field.name);
            assert!(matches!(field.kind, FieldKind::Scalar(ScalarKind::Id(_))));
        }
    }

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

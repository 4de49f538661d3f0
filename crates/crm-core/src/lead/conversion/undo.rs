//! Undoing a conversion (semantics 4.1.11): the lead is what it was, what was created is archived
//! unless somebody has touched it since, what was changed is as before where it still stands so.
//!
//! What to undo is read from the audit chain, where everything that the conversion wrote has it as
//! its cause; so nothing is missed, and no values are kept twice.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;

use super::links::is_link;
use super::record::Conversion;
use crate::access::{Access, Answer, Permission};
use crate::account::Account;
use crate::audit::{Action, FieldChange};
use crate::contact::{Contact, LeadStatus};
use crate::deal::Deal;
use crate::error::{Error, RecordRef, Result};
use crate::field::{Record, RecordKind, Value, meta};
use crate::lead::mirror::mirror;
use crate::lead::status::of;
use crate::lead::{Lead, LeadId};
use crate::operation::{Context, Mode, Operation, Route, Stored};
use crate::port::AuditQuery;
use crate::query::Select;
use crate::records;
use crate::reference::{outgoing, references};

/// Undoes the conversion of a lead. Records that it created are archived, unless somebody has
/// touched them or refers to them since; those stay and are listed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct Unconvert {
    /// Which lead.
    pub id: LeadId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
}

/// What undoing a conversion did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Unconverted {
    /// The lead, as before.
    pub lead: Lead,
    /// Records that the conversion had created, and that are archived.
    pub archived: Vec<RecordRef>,
    /// Records that the conversion had changed, and that are as before where they still were so.
    pub restored: Vec<RecordRef>,
    /// Records that the conversion had created and that stay: somebody has touched them since, or
    /// something else refers to them.
    pub kept: Vec<RecordRef>,
    /// Fields that the conversion had changed and that stay: they have changed again since.
    pub kept_fields: Vec<KeptField>,
}

/// A field that has changed since a conversion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KeptField {
    /// The record.
    pub record: RecordRef,
    /// The field.
    pub field: String,
}

impl Answer for Unconverted {
    fn project(&mut self, access: &Access) {
        self.lead.project(access);
        self.kept_fields.retain(|kept| {
            let decl = records::declaration(kept.record.kind);
            super::plan::reads(access, decl, &kept.field)
        });
    }
}

impl Operation for Unconvert {
    const NAME: &'static str = "leads.unconvert";
    const PERMISSION: Permission = Permission::LeadUnconvert;
    const ROUTE: Route = Route::post("/leads/{id}/unconvert");
    const MODE: Mode = Mode::Write;
    type Output = Unconverted;

    fn execute(self, cx: &mut Context<'_>) -> Result<Unconverted> {
        let lead: Lead = cx.load(self.id)?;
        cx.expect(&lead, self.expected_version)?;
        Context::require_live(&lead)?;
        if lead.status != LeadStatus::Converted {
            return Err(Error::conflict("the lead is not converted")
                .of(of(&lead))
                .with("status", lead.status.name()));
        }
        let unknown = || Error::corrupt("a converted lead has no conversion");
        let id = lead.conversion_id.ok_or_else(unknown)?;
        let conversion: Conversion = cx.peek(id)?.ok_or_else(unknown)?;
        let written = Written::read(cx, &lead, &conversion)?;
        let kept = written.kept(cx)?;
        let cause = cx.new_id();
        cx.because_of(cause);
        let mut undone = Unconverted {
            lead,
            archived: Vec::new(),
            restored: Vec::new(),
            kept: kept.iter().copied().collect(),
            kept_fields: Vec::new(),
        };
        written.take_back(cx, &kept, &mut undone)?;
        undone.lead = written.restore_lead(cx, &undone.lead)?;
        mirror(cx, &undone.lead)?;
        let mut after = conversion.clone();
        after.undone_at = Some(cx.now());
        after.undone_by = Some(cx.access().actor().user);
        cx.save(&conversion, after)?;
        Ok(undone)
    }
}

/// What a conversion wrote to one record.
#[derive(Debug, Default)]
struct Trace {
    created: bool,
    /// The version that it left.
    version: u64,
    /// What it changed, from before its first write to after its last.
    changes: BTreeMap<String, (Option<Json>, Option<Json>)>,
}

/// What a conversion wrote.
#[derive(Debug)]
struct Written {
    lead: RecordRef,
    conversion: RecordRef,
    /// In the order of the first write.
    order: Vec<RecordRef>,
    traces: BTreeMap<RecordRef, Trace>,
    /// The account, the contact and the deal.
    targets: BTreeSet<RecordRef>,
}

impl Written {
    fn read(cx: &mut Context<'_>, lead: &Lead, conversion: &Conversion) -> Result<Self> {
        let entries = cx.store().audit(&AuditQuery {
            earlier_than: None,
            record: None,
            cause: Some(conversion.id.uuid()),
            after: None,
            newest_first: false,
            limit: u32::MAX,
        })?;
        let mut order = Vec::new();
        let mut traces: BTreeMap<RecordRef, Trace> = BTreeMap::new();
        for entry in entries {
            let trace = traces.entry(entry.record).or_insert_with(|| {
                order.push(entry.record);
                Trace::default()
            });
            trace.created |= entry.action == Action::Create;
            trace.version = entry.version;
            for change in entry.changes {
                let first = trace
                    .changes
                    .entry(change.field)
                    .or_insert_with(|| (change.old, None));
                first.1 = change.new;
            }
        }
        let mut targets: BTreeSet<RecordRef> = traces
            .iter()
            .filter(|(record, trace)| is_target(record.kind) && trace.created)
            .map(|(record, _)| *record)
            .collect();
        let linked = [
            (
                RecordKind::Account,
                conversion.account_id.map(crate::field::Id::uuid),
            ),
            (
                RecordKind::Contact,
                conversion.contact_id.map(crate::field::Id::uuid),
            ),
            (
                RecordKind::Deal,
                conversion.deal_id.map(crate::field::Id::uuid),
            ),
        ];
        for (kind, id) in linked {
            if !conversion.created.contains(&kind) {
                targets.extend(id.map(|id| RecordRef { kind, id }));
            }
        }
        Ok(Self {
            lead: of(lead),
            conversion: RecordRef {
                kind: RecordKind::Conversion,
                id: conversion.id.uuid(),
            },
            order,
            traces,
            targets,
        })
    }

    fn trace(&self, record: RecordRef) -> Option<&Trace> {
        self.traces.get(&record)
    }

    /// Whether the conversion created the record.
    fn created(&self, record: RecordRef) -> bool {
        self.trace(record).is_some_and(|trace| trace.created)
    }

    /// The targets without which a record means nothing.
    fn belongs_to(&self, cx: &mut Context<'_>, record: RecordRef) -> Result<Vec<RecordRef>> {
        let decl = records::declaration(record.kind);
        let Some(row) = cx.row(decl, record.id)? else {
            return Ok(Vec::new());
        };
        let refers = outgoing(decl, &row).into_iter();
        let essential = refers.filter(|(field, to)| field.fixed && self.targets.contains(to));
        Ok(essential.map(|(_, to)| to).collect())
    }

    /// The created targets that stay: those that were touched, that something else refers to, and
    /// that one of these refers to.
    fn kept(&self, cx: &mut Context<'_>) -> Result<BTreeSet<RecordRef>> {
        let mut kept = BTreeSet::new();
        for &record in &self.order {
            if !self.created(record) {
                continue;
            }
            let touched = self.is_touched(cx, record)?;
            if self.targets.contains(&record) {
                if touched || self.is_held(cx, record)? {
                    kept.insert(record);
                }
            } else if touched {
                // A part that was touched is a touch of what it is a part of.
                let of = self.belongs_to(cx, record)?;
                kept.extend(of.into_iter().filter(|to| self.created(*to)));
            }
        }
        let mut next: Vec<RecordRef> = kept.iter().copied().collect();
        while let Some(record) = next.pop() {
            let decl = records::declaration(record.kind);
            let Some(row) = cx.row(decl, record.id)? else {
                continue;
            };
            for (_, to) in outgoing(decl, &row) {
                if self.targets.contains(&to) && self.created(to) && kept.insert(to) {
                    next.push(to);
                }
            }
        }
        Ok(kept)
    }

    /// Whether a record has moved on since the conversion, or is gone.
    fn is_touched(&self, cx: &mut Context<'_>, record: RecordRef) -> Result<bool> {
        let row = cx.row(records::declaration(record.kind), record.id)?;
        let version = self.trace(record).map(|trace| trace.version);
        Ok(row.map(|row| row.version) != version)
    }

    /// Whether something that the conversion did not write refers to a record.
    fn is_held(&self, cx: &mut Context<'_>, record: RecordRef) -> Result<bool> {
        for reference in references(record.kind) {
            let select = Select::all(reference.decl).filter(reference.to(record.kind, record.id));
            for row in cx.store().select(&select)? {
                let by = RecordRef {
                    kind: reference.decl.kind,
                    id: row.id,
                };
                let own = self.trace(by).is_some() || by == self.lead || by == self.conversion;
                if !own && row.value(meta::ARCHIVED_AT).is_null() {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Takes back what was written, the newest first, so that parts go before what they are parts
    /// of.
    fn take_back(
        &self,
        cx: &mut Context<'_>,
        kept: &BTreeSet<RecordRef>,
        undone: &mut Unconverted,
    ) -> Result<()> {
        for &record in self.order.iter().rev() {
            if record == self.lead || record == self.conversion {
                continue;
            }
            let is_target = self.targets.contains(&record);
            let of = self.belongs_to(cx, record)?;
            if self.created(record) && is_target {
                if !kept.contains(&record) {
                    archive(cx, record)?;
                    undone.archived.push(record);
                }
            } else if self.created(record) {
                self.withdraw(cx, record, &of, kept, undone)?;
            } else if is_target || !of.is_empty() {
                self.restore(cx, record, kept, undone)?;
            }
        }
        // An account follows its people, so they come first.
        for kind in [RecordKind::Contact, RecordKind::Account] {
            for record in self.order.iter().filter(|record| record.kind == kind) {
                crate::timeline::recounted(cx, *record)?;
            }
        }
        Ok(())
    }

    /// Takes back a part: a link, an association. What is a part of archived records only goes
    /// with them, and what is a part of one that stays is left with it.
    fn withdraw(
        &self,
        cx: &mut Context<'_>,
        record: RecordRef,
        of: &[RecordRef],
        kept: &BTreeSet<RecordRef>,
        undone: &mut Unconverted,
    ) -> Result<()> {
        let goes = |to: &RecordRef| self.created(*to) && !kept.contains(to);
        let goes_along = of.iter().all(goes);
        let stays = of.iter().any(|to| kept.contains(to)) && !of.iter().any(goes);
        if goes_along || stays {
            return Ok(());
        }
        let decl = records::declaration(record.kind);
        let Some(row) = cx.row(decl, record.id)? else {
            return Ok(());
        };
        if self.is_touched(cx, record)? && !of.iter().any(goes) {
            undone.kept.push(record);
            return Ok(());
        }
        if is_link(decl) {
            return records::purge_row(cx, record.kind, row);
        }
        let mut after = row.clone();
        if let Some(value) = after.values.get_mut(meta::ARCHIVED_AT) {
            *value = Value::Instant(cx.now());
        }
        records::carry_row(cx, record.kind, row, after, Action::Archive)?;
        undone.archived.push(record);
        Ok(())
    }

    /// Gives the fields of a record that was there their former values, where they still have
    /// those of the conversion. What leads to a record that stays is left.
    fn restore(
        &self,
        cx: &mut Context<'_>,
        record: RecordRef,
        kept: &BTreeSet<RecordRef>,
        undone: &mut Unconverted,
    ) -> Result<()> {
        let decl = records::declaration(record.kind);
        let (Some(trace), Some(row)) = (self.trace(record), cx.row(decl, record.id)?) else {
            return Ok(());
        };
        let wire = records::wire(record.kind, row)?;
        let mut changes = Vec::new();
        for (field, (old, new)) in &trace.changes {
            if crate::timeline::follows(record.kind, field) {
                continue;
            }
            let now = match field.strip_prefix("custom.") {
                Some(name) => wire.get("custom").and_then(|custom| custom.get(name)),
                None => wire.get(field),
            };
            let leads = |to: &RecordRef| new.as_ref() == Some(&Json::from(to.id.to_string()));
            if kept.iter().any(leads) {
                continue;
            }
            if now == new.as_ref() {
                changes.push(FieldChange {
                    field: field.clone(),
                    old: old.clone(),
                    new: new.clone(),
                });
            } else {
                undone.kept_fields.push(KeptField {
                    record,
                    field: field.clone(),
                });
            }
        }
        if !changes.is_empty() {
            records::take_back(cx, record, &changes)?;
            undone.restored.push(record);
        }
        Ok(())
    }

    /// Gives the lead back how it stood. Nothing else of it can have changed but note and tags.
    fn restore_lead(&self, cx: &mut Context<'_>, lead: &Lead) -> Result<Lead> {
        let mut after = lead.clone();
        if let Some(trace) = self.trace(self.lead) {
            for (field, (old, _)) in &trace.changes {
                after.put_back(field, old.clone())?;
            }
        }
        cx.carry(Some(lead), after, Action::Unconvert)
    }
}

const fn is_target(kind: RecordKind) -> bool {
    matches!(
        kind,
        RecordKind::Account | RecordKind::Contact | RecordKind::Deal
    )
}

fn archive(cx: &mut Context<'_>, record: RecordRef) -> Result<()> {
    fn one<R: Stored>(cx: &mut Context<'_>, id: Uuid) -> Result<()> {
        match cx.peek::<R>(id.into())? {
            Some(found) => cx.archive_record(&found).map(|_| ()),
            None => Ok(()),
        }
    }
    match record.kind {
        RecordKind::Account => one::<Account>(cx, record.id),
        RecordKind::Contact => one::<Contact>(cx, record.id),
        _ => one::<Deal>(cx, record.id),
    }
}

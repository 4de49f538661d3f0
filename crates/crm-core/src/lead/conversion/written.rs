//! What a conversion wrote, read from the audit chain, where all of it has the conversion as its
//! cause: so nothing is missed, and no values are kept twice.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::record::Conversion;
use crate::audit::Action;
use crate::deal::DealAlert;
use crate::error::{RecordRef, Result};
use crate::field::{Id, RecordKind, Value, meta};
use crate::lead::Lead;
use crate::lead::status::of;
use crate::operation::{Context, live};
use crate::port::AuditQuery;
use crate::query::{Filter, Select, Target};
use crate::records;
use crate::reference::{outgoing, references};

/// What a conversion wrote to one record.
#[derive(Debug, Default)]
pub(super) struct Trace {
    pub(super) created: bool,
    /// The version that it left.
    pub(super) version: u64,
    /// What it changed, from before its first write to after its last.
    pub(super) changes: BTreeMap<String, (Option<Json>, Option<Json>)>,
}

/// What a conversion wrote.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) lead: RecordRef,
    pub(super) conversion: RecordRef,
    /// In the order of the first write.
    pub(super) order: Vec<RecordRef>,
    traces: BTreeMap<RecordRef, Trace>,
    /// The account, the contact and the deal; also those that have been merged into another since.
    pub(super) targets: BTreeSet<RecordRef>,
}

impl Written {
    pub(super) fn read(cx: &mut Context<'_>, lead: &Lead, conversion: &Conversion) -> Result<Self> {
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
        let targets = targets(cx, &traces, conversion)?;
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

    pub(super) fn trace(&self, record: RecordRef) -> Option<&Trace> {
        self.traces.get(&record)
    }

    /// Whether the conversion created the record.
    pub(super) fn created(&self, record: RecordRef) -> bool {
        self.trace(record).is_some_and(|trace| trace.created)
    }

    /// The targets without which a record means nothing.
    pub(super) fn belongs_to(
        &self,
        cx: &mut Context<'_>,
        record: RecordRef,
    ) -> Result<Vec<RecordRef>> {
        let decl = records::declaration(record.kind);
        let Some(row) = cx.row(decl, record.id)? else {
            return Ok(Vec::new());
        };
        let refers = outgoing(decl, &row).into_iter();
        let essential = refers.filter(|(field, to)| field.fixed && self.targets.contains(to));
        Ok(essential.map(|(_, to)| to).collect())
    }

    /// Whether a record has moved on since the conversion, or is gone.
    pub(super) fn is_touched(&self, cx: &mut Context<'_>, record: RecordRef) -> Result<bool> {
        let row = cx.row(records::declaration(record.kind), record.id)?;
        let version = self.trace(record).map(|trace| trace.version);
        Ok(row.map(|row| row.version) != version)
    }

    /// Whether something that the conversion did not write refers to a record. That the engine has
    /// raised an alert about it, which nobody has answered, means nothing without the record.
    pub(super) fn is_held(&self, cx: &mut Context<'_>, record: RecordRef) -> Result<bool> {
        for reference in references(record.kind) {
            let own = self.traces.keys().chain([&self.lead, &self.conversion]);
            let own = own.filter(|own| own.kind == reference.decl.kind);
            let own = Filter::In {
                target: Target::Id,
                operands: own.map(|own| Value::Id(own.id)).collect(),
            };
            let counts = match reference.decl.kind {
                RecordKind::DealAlert => DealAlert::answered(),
                _ => Filter::All,
            };
            let select = Select::all(reference.decl)
                .filter(reference.to(record.kind, record.id))
                .filter(live())
                .filter(own.negate())
                .filter(counts)
                .limit(1);
            if !cx.store().select(&select)?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// What a conversion created and what it linked; that of the latter which has been merged since
/// leads to its survivor, which the conversion names now, and is still the one that was written.
fn targets(
    cx: &mut Context<'_>,
    traces: &BTreeMap<RecordRef, Trace>,
    conversion: &Conversion,
) -> Result<BTreeSet<RecordRef>> {
    let mut targets = BTreeSet::new();
    let ids = [
        (RecordKind::Account, conversion.account_id.map(Id::uuid)),
        (RecordKind::Contact, conversion.contact_id.map(Id::uuid)),
        (RecordKind::Deal, conversion.deal_id.map(Id::uuid)),
    ];
    for (kind, id) in ids {
        if !conversion.created.contains(&kind) {
            targets.extend(id.map(|id| RecordRef { kind, id }));
        }
    }
    for (record, trace) in traces.iter().filter(|(record, _)| is_target(record.kind)) {
        if trace.created {
            targets.insert(*record);
            continue;
        }
        let row = cx.row(records::declaration(record.kind), record.id)?;
        let into = row.and_then(|row| row.value(meta::MERGED_INTO).as_id());
        let survivor = into.map(|id| RecordRef {
            kind: record.kind,
            id,
        });
        if survivor.is_some_and(|survivor| targets.contains(&survivor)) {
            targets.insert(*record);
        }
    }
    Ok(targets)
}

const fn is_target(kind: RecordKind) -> bool {
    matches!(
        kind,
        RecordKind::Account | RecordKind::Contact | RecordKind::Deal
    )
}

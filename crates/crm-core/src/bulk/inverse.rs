//! Undoing a bulk change: field by field, newest write first, around whatever came since.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::record::{Bulk, BulkStatus};
use crate::access::{Access, Answer, Veil};
use crate::audit::{Action, AuditEntry, FieldChange};
use crate::error::{Error, RecordRef, Result};
use crate::field::{RecordKind, Row, meta};
use crate::operation::Context;
use crate::port::AuditQuery;
use crate::query::{Filter, Target};
use crate::records;
use crate::reference::{outgoing, references};
use crate::snapshot::Snapshot;

/// What undoing a bulk change did.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct BulkUndone {
    /// Records of the bulk change of which something was taken back.
    pub reverted: u32,
    /// What could not be taken back, because someone touched it since.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<UndoConflict>,
}

/// Something that stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct UndoConflict {
    /// Of which record.
    pub record: RecordRef,
    /// Which field, if it is not the record as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Why.
    pub reason: String,
}

impl Answer for BulkUndone {
    /// What is hidden on a record is not named here either (semantics 4.11).
    fn project(&mut self, access: &Access) {
        for conflict in &mut self.conflicts {
            let decl = records::declaration(conflict.record.kind);
            conflict.field = conflict
                .field
                .take()
                .filter(|field| Veil::over(access, decl, field).shows());
        }
        self.conflicts.sort();
        self.conflicts.dedup();
    }
}

/// Undoes a bulk change as a whole.
pub(super) fn undo(cx: &mut Context<'_>, bulk: &Bulk) -> Result<BulkUndone> {
    if matches!(bulk.status, BulkStatus::Planned | BulkStatus::Undone) {
        return Err(Error::conflict("there is nothing to undo"));
    }
    let cause = bulk.id.uuid();
    let entries = cx.store().audit(&AuditQuery {
        earlier_than: None,
        record: None,
        cause: Some(cause),
        after: None,
        newest_first: true,
        limit: u32::MAX,
    })?;
    let entries: Vec<&AuditEntry> = entries
        .iter()
        .filter(|entry| entry.record.kind != RecordKind::Bulk)
        .collect();
    // The undoing is a cause of its own, so that it is not taken for part of what it undoes. The
    // last bits of a version 7 id are random; their complement names it.
    cx.because_of(uuid::Uuid::from_u128(cause.as_u128() ^ 0xff));
    let mut undoing = Undoing::over(cx, bulk, &entries)?;
    for entry in entries {
        undoing.take_back(cx, entry)?;
    }
    let mut after = bulk.clone();
    after.status = BulkStatus::Undone;
    cx.save(bulk, after)?;
    Ok(undoing.report())
}

/// The inverse of a bulk change as it goes on.
struct Undoing {
    kind: RecordKind,
    /// Records of the bulk change that the actor may not change any more.
    barred: BTreeSet<RecordRef>,
    /// Records that the bulk change created, and that someone touched since.
    touched: BTreeSet<RecordRef>,
    reverted: BTreeSet<RecordRef>,
    conflicts: BTreeSet<UndoConflict>,
}

impl Undoing {
    fn over(cx: &mut Context<'_>, bulk: &Bulk, entries: &[&AuditEntry]) -> Result<Self> {
        let mut undoing = Self {
            kind: bulk.record_kind,
            barred: BTreeSet::new(),
            touched: BTreeSet::new(),
            reverted: BTreeSet::new(),
            conflicts: BTreeSet::new(),
        };
        let mut newest: BTreeMap<RecordRef, u64> = BTreeMap::new();
        for entry in entries {
            newest.entry(entry.record).or_insert(entry.sequence);
            if entry.action == Action::Create
                && last_write(cx, entry.record)? != newest.get(&entry.record).copied()
            {
                undoing.touched.insert(entry.record);
            }
        }
        for record in entries_subjects(cx, bulk.record_kind, entries)? {
            let row = cx.row(records::declaration(record.kind), record.id)?;
            if row.is_some() && records::require_update(cx, record).is_err() {
                undoing.barred.insert(record);
                undoing.conflict(record, None, "your roles do not let you change it");
            }
        }
        Ok(undoing)
    }

    fn take_back(&mut self, cx: &mut Context<'_>, entry: &AuditEntry) -> Result<()> {
        let record = entry.record;
        let subject = subject(cx, self.kind, entry)?;
        if subject.is_some_and(|subject| self.barred.contains(&subject)) {
            return Ok(());
        }
        let done = cx.attempt(|cx| match entry.action {
            Action::Update => self.restore_fields(cx, entry),
            Action::Archive | Action::Restore => turn(cx, entry).map(|()| true),
            Action::Create => self.remove(cx, record).map(|()| true),
            Action::Purge => revive(cx, entry).map(|()| true),
            _ => Err(Error::conflict("this cannot be taken back")),
        });
        match done {
            Ok(done) => {
                self.reverted.extend(subject.filter(|_| done));
                Ok(())
            }
            Err(error) if error.code().is_failure() => Err(error),
            Err(error) => {
                self.conflict(record, error.field(), error.message());
                Ok(())
            }
        }
    }

    /// Puts back the fields that are as the bulk change left them and that the actor may write;
    /// answers whether there are any.
    fn restore_fields(&mut self, cx: &mut Context<'_>, entry: &AuditEntry) -> Result<bool> {
        let decl = records::declaration(entry.record.kind);
        let now = Snapshot::of(entry.record.kind, stored(cx, entry.record)?)?;
        let mut mine: Vec<FieldChange> = Vec::new();
        for change in &entry.changes {
            let reason = if !cx.right(decl, &change.field)?.write {
                "your roles do not let you change it"
            } else if now.fields.get(&change.field) == change.new.as_ref() {
                mine.push(change.clone());
                continue;
            } else {
                "it was changed since"
            };
            // What follows from other fields follows from what they are now.
            let entered = decl
                .field(&change.field)
                .is_none_or(|(_, field)| field.entered);
            if entered {
                self.conflict(entry.record, Some(&change.field), reason);
            }
        }
        if mine.is_empty() {
            return Ok(false);
        }
        records::take_back(cx, entry.record, &mine).map(|()| true)
    }

    /// Removes what the bulk change created, unless someone uses it.
    fn remove(&self, cx: &mut Context<'_>, record: RecordRef) -> Result<()> {
        if self.touched.contains(&record) {
            return Err(Error::conflict("it was changed since"));
        }
        for reference in references(record.kind) {
            let refers = reference.to(record.kind, record.id);
            if cx.store().count(reference.decl, &refers)? > 0 {
                return Err(Error::conflict("other records refer to it"));
            }
        }
        records::remove_created(cx, record)
    }

    fn conflict(&mut self, record: RecordRef, field: Option<&str>, reason: &str) {
        self.conflicts.insert(UndoConflict {
            record,
            field: field.map(str::to_owned),
            reason: reason.to_owned(),
        });
    }

    fn report(self) -> BulkUndone {
        BulkUndone {
            reverted: u32::try_from(self.reverted.len()).unwrap_or(u32::MAX),
            conflicts: self.conflicts.into_iter().collect(),
        }
    }
}

/// The record of the bulk change that an entry is about: the record itself, or what a tag link,
/// an association and the like belong to.
fn subject(
    cx: &mut Context<'_>,
    kind: RecordKind,
    entry: &AuditEntry,
) -> Result<Option<RecordRef>> {
    if entry.record.kind == kind {
        return Ok(Some(entry.record));
    }
    let decl = records::declaration(entry.record.kind);
    let row = match cx.row(decl, entry.record.id)? {
        Some(row) => row,
        None => records::removed(entry.record, &entry.changes)?,
    };
    let mut leads_to = outgoing(decl, &row)
        .into_iter()
        .filter(|(field, _)| field.fixed);
    Ok(leads_to.find(|(_, to)| to.kind == kind).map(|(_, to)| to))
}

fn entries_subjects(
    cx: &mut Context<'_>,
    kind: RecordKind,
    entries: &[&AuditEntry],
) -> Result<BTreeSet<RecordRef>> {
    let mut subjects = BTreeSet::new();
    for entry in entries {
        subjects.extend(subject(cx, kind, entry)?);
    }
    Ok(subjects)
}

fn stored(cx: &mut Context<'_>, record: RecordRef) -> Result<Row> {
    cx.row(records::declaration(record.kind), record.id)?
        .ok_or_else(|| Error::conflict("it is gone"))
}

fn last_write(cx: &mut Context<'_>, record: RecordRef) -> Result<Option<u64>> {
    let newest = cx.store().audit(&AuditQuery {
        earlier_than: None,
        record: Some(record),
        cause: None,
        after: None,
        newest_first: true,
        limit: 1,
    })?;
    Ok(newest.first().map(|entry| entry.sequence))
}

/// Archives again, or brings back.
fn turn(cx: &mut Context<'_>, entry: &AuditEntry) -> Result<()> {
    let row = stored(cx, entry.record)?;
    let archived = !row.value(meta::ARCHIVED_AT).is_null();
    if !row.value(meta::MERGED_INTO).is_null() {
        return Err(Error::conflict("another record took it over since"));
    }
    match (entry.action, archived) {
        (Action::Archive, true) => records::unarchive(cx, entry.record),
        (Action::Restore, false) => records::rearchive(cx, entry.record, &entry.changes),
        (Action::Archive, _) => Err(Error::conflict("it was restored since")),
        _ => Err(Error::conflict("it was archived since")),
    }
}

/// Puts back what the bulk change removed, if it still means something and is not there again.
fn revive(cx: &mut Context<'_>, entry: &AuditEntry) -> Result<()> {
    let decl = records::declaration(entry.record.kind);
    let row = records::removed(entry.record, &entry.changes)?;
    let mut same = crate::operation::live();
    for (place, field) in decl.fields.iter().enumerate().filter(|(_, f)| f.fixed) {
        let value = row.value(place).clone();
        if !field.optional || !value.is_null() {
            same = same.and(Filter::equals(Target::Field(place), value));
        }
    }
    if cx.store().count(decl, &same)? > 0 {
        return Err(Error::conflict("it is there again"));
    }
    for (field, to) in outgoing(decl, &row) {
        let gone = cx.row(records::declaration(to.kind), to.id)?.is_none();
        if field.fixed && gone {
            return Err(Error::conflict("what it belonged to is gone"));
        }
    }
    records::revive(cx, entry.record.kind, row)
}

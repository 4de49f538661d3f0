//! Taking back what one job wrote, a bulk change or an import: entry by entry, the newest first,
//! around whatever came since.
//!
//! Everything that a job writes carries its id as cause, so the audit chain says what there is to
//! take back. Fields that are as the job left them come back, and records that it created go, unless
//! somebody touched or uses them since. The actor needs the rights of its own for each: a record
//! that it may not change any more, a field that it may not write and a record that it may not
//! delete stay as they are. What stays is listed with the reason. It goes in steps, each one
//! transaction, so that a large job stops nobody for long and takes bounded memory.

mod fate;
mod written;

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::{Access, Veil, belonging};
use crate::audit::{Action, AuditEntry, FieldChange};
use crate::error::{Error, RecordRef, Result};
use crate::field::{RecordKind, Row, meta};
use crate::operation::Context;
use crate::query::{Filter, Target};
use crate::records;
use crate::reference::{outgoing, seen_among};
use crate::snapshot::Snapshot;
use fate::Fates;
use written::{Written, next};

/// Changes that a step takes back if the caller does not say: a record has a handful.
const STEP: u32 = 10_000;

/// Why something stays that the actor may not take back.
const BARRED: &str = "your roles do not let you change it";

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

impl UndoConflict {
    /// What is hidden on a record is not named here either (semantics 4.11).
    pub(crate) fn project(conflicts: &mut Vec<Self>, access: &Access) {
        for conflict in conflicts.iter_mut() {
            let decl = records::declaration(conflict.record.kind);
            conflict.field = conflict
                .field
                .take()
                .filter(|field| Veil::over(access, decl, field).shows());
        }
        conflicts.sort();
        conflicts.dedup();
    }
}

/// What is taken back.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Job<'k> {
    /// The job itself, whose id is the cause of all that it wrote.
    pub(crate) record: RecordRef,
    /// The kinds of record that it is about. What belongs to several of them counts as a part of
    /// the first.
    pub(crate) about: &'k [RecordKind],
    /// Whether it creates such records too.
    pub(crate) creates: bool,
    /// The number of the audit entry down to which it is undone.
    pub(crate) undone_to: Option<i64>,
}

impl Job<'_> {
    fn cause(&self) -> Uuid {
        self.record.id
    }

    /// The undoing is a cause of its own, so that it is not taken for part of what it undoes. The
    /// last bits of a version 7 id are random; their complement names it.
    fn undoing(&self) -> Uuid {
        Uuid::from_u128(self.record.id.as_u128() ^ 0xff)
    }
}

/// What a step took back.
#[derive(Debug, Default)]
pub(crate) struct Undone {
    /// Records that the job is about of which something was taken back.
    pub(crate) subjects: BTreeSet<RecordRef>,
    /// How many records that the job created are gone again.
    pub(crate) removed: u32,
    /// Records that it had changed and that are as before in what could be taken back.
    pub(crate) restored: BTreeSet<RecordRef>,
    /// What stays.
    pub(crate) conflicts: Vec<UndoConflict>,
    /// Down to which audit entry the job is undone; none if that is all of it.
    pub(crate) reached: Option<i64>,
}

/// How many changes a step takes back, if a caller asks for so many.
pub(crate) fn changes(asked: Option<u32>) -> Result<u32> {
    let changes = asked.unwrap_or(STEP);
    if (1..=100_000).contains(&changes) {
        return Ok(changes);
    }
    let reason = "a step has 1 to 100000 changes";
    Err(Error::invalid("max_changes", reason))
}

/// Takes the next changes of a job back, newest first, at most so many.
pub(crate) fn step(cx: &mut Context<'_>, job: &Job<'_>, changes: u32) -> Result<Undone> {
    let (written, more) = next(cx, job, changes)?;
    cx.because_of(job.undoing());
    let mut undoing = Undoing {
        job,
        barred: BTreeMap::new(),
        fates: Fates::over(job, &written),
        undone: Undone::default(),
    };
    for one in &written {
        undoing.take_back(cx, one)?;
    }
    let mut undone = undoing.undone;
    let reached = written.last().map(|one| one.entry.sequence);
    undone.reached = reached
        .filter(|_| more)
        .and_then(|at| i64::try_from(at).ok());
    narrow(cx, &mut undone.conflicts)?;
    Ok(undone)
}

/// Leaves out what there is and the actor does not see (reliability Z5).
fn narrow(cx: &mut Context<'_>, conflicts: &mut Vec<UndoConflict>) -> Result<()> {
    let records: BTreeSet<RecordRef> = conflicts.iter().map(|conflict| conflict.record).collect();
    let seen = seen_among(cx, records.iter().copied())?;
    let mut unseen = BTreeSet::new();
    for record in records.difference(&seen) {
        if cx
            .row(records::declaration(record.kind), record.id)?
            .is_some()
        {
            unseen.insert(*record);
        }
    }
    conflicts.retain(|conflict| !unseen.contains(&conflict.record));
    Ok(())
}

/// What bringing in a first deal brings about and no undoing takes back: numbers are never used
/// again (DEA-05), and the pipeline belongs to all deals.
fn stays(kind: RecordKind) -> bool {
    use RecordKind::{NumberSequence, Pipeline, PipelineVersion};
    matches!(kind, NumberSequence | Pipeline | PipelineVersion)
}

/// A step as it goes on.
struct Undoing<'j> {
    job: &'j Job<'j>,
    /// Whether the actor may not change a record any more.
    barred: BTreeMap<RecordRef, bool>,
    /// What becomes of records that the job created.
    fates: Fates<'j>,
    undone: Undone,
}

impl Undoing<'_> {
    fn take_back(&mut self, cx: &mut Context<'_>, written: &Written) -> Result<()> {
        let Written { entry, subject } = written;
        let (record, subject) = (entry.record, *subject);
        if record == self.job.record || stays(record.kind) {
            return Ok(());
        }
        let is_creation = entry.action == Action::Create;
        if !is_creation && self.fates.created(cx, record)? {
            // It goes as a whole when its creation comes up, or stays as it is.
            return Ok(());
        }
        if let Some(subject) = subject
            && self.is_barred(cx, subject)?
        {
            return Ok(());
        }
        let done = cx.attempt(|cx| match entry.action {
            Action::Create => self.remove(cx, record),
            Action::Update => self.restore_fields(cx, entry),
            Action::Archive | Action::Restore => turn(cx, entry).map(|()| true),
            Action::Purge => revive(cx, entry).map(|()| true),
            _ => Err(Error::conflict("this cannot be taken back")),
        });
        match done {
            Ok(false) => Ok(()),
            Ok(true) => {
                self.undone.subjects.extend(subject);
                if is_creation {
                    self.undone.removed = self.undone.removed.saturating_add(1);
                } else {
                    self.undone.restored.insert(record);
                }
                Ok(())
            }
            Err(error) if error.code().is_failure() => Err(error),
            Err(error) => {
                self.conflict(record, error.field(), error.message());
                Ok(())
            }
        }
    }

    /// Whether the actor may not change a record that the job changed. One that it created is
    /// judged when it is to go.
    fn is_barred(&mut self, cx: &mut Context<'_>, record: RecordRef) -> Result<bool> {
        if let Some(barred) = self.barred.get(&record) {
            return Ok(*barred);
        }
        let row = cx.row(records::declaration(record.kind), record.id)?;
        let barred = row.is_some()
            && !self.fates.created(cx, record)?
            && refuses(records::require_update(cx, record))?;
        self.barred.insert(record, barred);
        if barred {
            self.conflict(record, None, BARRED);
        }
        Ok(barred)
    }

    /// Puts back the fields that are as the job left them and that the actor may write; answers
    /// whether there are any.
    fn restore_fields(&mut self, cx: &mut Context<'_>, entry: &AuditEntry) -> Result<bool> {
        let decl = records::declaration(entry.record.kind);
        let row = stored(cx, entry.record)?;
        let hands_on = cx.may_hand_on(decl, &row)?;
        let now = Snapshot::of(entry.record.kind, row)?;
        let mut mine: Vec<FieldChange> = Vec::new();
        for change in &entry.changes {
            let reason = if !cx.right(decl, &change.field)?.write {
                BARRED
            } else if !hands_on && belonging(decl).any(|field| field == change.field) {
                "a share does not let you say whose it is"
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

    /// Removes what the job created, if it is to go and not gone yet.
    fn remove(&mut self, cx: &mut Context<'_>, record: RecordRef) -> Result<bool> {
        if cx
            .row(records::declaration(record.kind), record.id)?
            .is_none()
        {
            return Ok(false);
        }
        if let Some(reason) = self.fates.of(cx, record)? {
            return Err(Error::conflict(reason));
        }
        self.fates.release(cx, record)?;
        records::remove_created(cx, record).map(|()| true)
    }

    fn conflict(&mut self, record: RecordRef, field: Option<&str>, reason: &str) {
        self.undone.conflicts.push(UndoConflict {
            record,
            field: field.map(str::to_owned),
            reason: reason.to_owned(),
        });
    }
}

/// Whether a rule refuses; a failure of the store is none.
fn refuses<T>(outcome: Result<T>) -> Result<bool> {
    match outcome {
        Ok(_) => Ok(false),
        Err(error) if error.code().is_failure() => Err(error),
        Err(_) => Ok(true),
    }
}

fn stored(cx: &mut Context<'_>, record: RecordRef) -> Result<Row> {
    cx.row(records::declaration(record.kind), record.id)?
        .ok_or_else(|| Error::conflict("it is gone"))
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

/// Puts back what the job removed, if it still means something and is not there again.
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
        if field.belongs() && gone {
            return Err(Error::conflict("what it belonged to is gone"));
        }
    }
    records::revive(cx, entry.record.kind, row)
}

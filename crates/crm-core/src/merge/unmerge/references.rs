//! What followed in a merge goes back where it came from, unless it was changed or taken off since.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::plan::StayReason;
use super::report::Report;
use super::taken_off::{ended_since, taken_off};
use crate::association::Association;
use crate::audit::{Action, FieldChange};
use crate::error::{RecordRef, Result};
use crate::field::{Record, RecordKind, Row, meta};
use crate::merge::{Merge, MergedReference, ReferenceOutcome};
use crate::operation::Context;
use crate::records;
use crate::reference::{outgoing, references, replaced};
use crate::relationship::{self, Relationship};
use crate::snapshot::Snapshot;

/// What stays whatever became of it.
#[derive(Debug, Default)]
pub(super) struct Staying {
    /// What the caller wants to stay.
    pub(super) chosen: BTreeSet<RecordRef>,
    /// What a later merge has moved on that cannot be named.
    pub(super) held: BTreeSet<RecordRef>,
}

/// Brings back everything that followed, but what is to stay.
pub(super) fn bring_back(
    cx: &mut Context<'_>,
    merge: &Merge,
    staying: &Staying,
    report: &mut Report,
) -> Result<()> {
    let off = taken_off(cx, merge)?;
    let mut noted: Vec<&MergedReference> = merge.references.iter().collect();
    // What stayed moves away before what left returns to its place. Whether a line of reporting
    // fits is asked when everybody is back in their companies.
    noted.sort_by_key(|noted| {
        let line = noted.kind == RecordKind::Relationship;
        (line, noted.left(), noted.kind != RecordKind::Association)
    });
    for noted in noted {
        let record = noted.record();
        let row = cx.row(records::declaration(noted.kind), noted.id)?;
        if let (None, Some(before)) = (&row, &noted.before) {
            let gone = records::from_wire(noted.kind, before.clone())?;
            let led = outgoing(records::declaration(noted.kind), &gone).into_iter();
            report.led(record, led.map(|(_, to)| to));
        }
        if staying.chosen.contains(&record) {
            report.stays(record, None, StayReason::Chosen);
            continue;
        }
        if staying.held.contains(&record) || off.contains(&record) {
            report.stays(record, None, StayReason::Edited);
            continue;
        }
        match (row, &noted.before) {
            (Some(row), _) => put_back(cx, noted, row, report)?,
            (None, Some(before)) => revive(cx, merge, noted, before, report)?,
            // Somebody removed it for good.
            (None, None) => {}
        }
    }
    Ok(())
}

/// Puts back the fields that are as the merge left them.
fn put_back(
    cx: &mut Context<'_>,
    noted: &MergedReference,
    row: Row,
    report: &mut Report,
) -> Result<()> {
    let record = noted.record();
    if noted.version != Some(row.version) {
        report.edited.insert(record);
    }
    let now = Snapshot::of(noted.kind, row.clone())?;
    let mut mine: Vec<FieldChange> = Vec::new();
    for change in &noted.changes {
        let value = now.fields.get(&change.field);
        if value == change.old.as_ref() {
            continue;
        }
        if value == change.new.as_ref() {
            mine.push(change.clone());
        } else {
            report.stays(record, Some(&change.field), StayReason::Edited);
        }
    }
    if mine.is_empty() {
        return Ok(());
    }
    let mut after = records::before(noted.kind, row.clone(), &mine)?;
    let kind = noted.kind;
    if let Some(day) = ended_since(cx, noted.into.map(|id| RecordRef { kind, id }))? {
        let mut ended = Association::from_row(after)?;
        if ended.is_live() {
            ended.end_on(day);
            report.edited.insert(record);
            report.stays(record, Some("ended_on"), StayReason::Edited);
        }
        after = ended.to_row();
    }
    let action = match noted.outcome {
        ReferenceOutcome::Joined | ReferenceOutcome::Redirected => Action::Unmerge,
        ReferenceOutcome::Dropped => Action::Restore,
        _ => Action::Update,
    };
    let fits = |cx: &mut Context<'_>| {
        records::carry_row(cx, noted.kind, row, after.clone(), action)?;
        require_place(cx, noted.kind, after)
    };
    settle(cx, record, fits, report)
}

/// Puts back what the merge removed for good, if what it belonged to is there.
fn revive(
    cx: &mut Context<'_>,
    merge: &Merge,
    noted: &MergedReference,
    before: &Json,
    report: &mut Report,
) -> Result<()> {
    let decl = records::declaration(noted.kind);
    let mut row = records::from_wire(noted.kind, before.clone())?;
    for (field, to) in outgoing(decl, &row) {
        let Some(target) = cx.row(records::declaration(to.kind), to.id)? else {
            if field.belongs() {
                return Ok(());
            }
            continue;
        };
        // What it led to may have become another record since, as the records of this merge did.
        let own = merge.records.iter().any(|record| record.id == to.id);
        let into = target.value(meta::MERGED_INTO).as_id();
        if let Some(into) = into.filter(|_| !own) {
            for reference in references(to.kind).iter().filter(|to| to.decl == decl) {
                row = replaced(reference, row, to.id, Some(into));
            }
        }
    }
    let record = noted.record();
    settle(
        cx,
        record,
        |cx| records::return_row(cx, noted.kind, row),
        report,
    )
}

/// Writes as a whole or not at all; what does not fit any more stays as it is.
fn settle(
    cx: &mut Context<'_>,
    record: RecordRef,
    write: impl FnOnce(&mut Context<'_>) -> Result<()>,
    report: &mut Report,
) -> Result<()> {
    match cx.attempt(write) {
        Ok(()) => report.returns(record),
        Err(error) if error.code().is_failure() => return Err(error),
        Err(_) => report.stays(record, None, StayReason::Ousted),
    }
    Ok(())
}

/// Refuses a relationship that fits no more.
fn require_place(cx: &mut Context<'_>, kind: RecordKind, row: Row) -> Result<()> {
    match kind {
        RecordKind::Relationship => relationship::require_place(cx, &Relationship::from_row(row)?),
        _ => Ok(()),
    }
}

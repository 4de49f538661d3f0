//! What a job wrote, and the record that each entry is about.

use super::Job;
use crate::audit::AuditEntry;
use crate::error::{RecordRef, Result};
use crate::field::Row;
use crate::operation::Context;
use crate::port::AuditQuery;
use crate::records;
use crate::reference::outgoing;

/// Something that a job wrote, and the record it is about that this belongs to.
pub(super) struct Written {
    pub(super) entry: AuditEntry,
    pub(super) subject: Option<RecordRef>,
}

/// What is to be taken back next, newest first, and whether there is more. A step ends between two
/// records, unless it is about one alone.
pub(super) fn next(
    cx: &mut Context<'_>,
    job: &Job<'_>,
    changes: u32,
) -> Result<(Vec<Written>, bool)> {
    let entries = cx.store().audit(&AuditQuery {
        earlier_than: None,
        record: None,
        cause: Some(job.cause()),
        after: job.undone_to.and_then(|at| u64::try_from(at).ok()),
        newest_first: true,
        limit: changes.saturating_add(1),
    })?;
    let mut written = Vec::with_capacity(entries.len());
    for entry in entries {
        let subject = subject(cx, job, &entry)?;
        written.push(Written { entry, subject });
    }
    let more = written.len() > changes as usize;
    if let Some(beyond) = written.pop_if(|_| more) {
        // What belongs to no record alone, such as a new tag, came with the one before it here.
        let subjects = || written.iter().map(|one| one.subject);
        let cut = beyond.subject.or(subjects().rev().flatten().next());
        let whole = subjects().rposition(|subject| subject.is_some() && subject != cut);
        if let Some(whole) = whole {
            let rest = subjects().skip(whole + 1).take_while(Option::is_none);
            let end = whole + 1 + rest.count();
            written.truncate(end);
        }
    }
    Ok((written, more))
}

/// The record of the job that an entry is about: the record itself, or what a tag link, an
/// association and the like belong to.
fn subject(cx: &mut Context<'_>, job: &Job<'_>, entry: &AuditEntry) -> Result<Option<RecordRef>> {
    let record = entry.record;
    if job.about.contains(&record.kind) {
        return Ok(Some(record));
    }
    let row = match cx.row(records::declaration(record.kind), record.id)? {
        Some(row) => row,
        None => records::removed(record, &entry.changes)?,
    };
    Ok(part_of(job, record, &row))
}

/// The record of the job that another means nothing without, or is itself.
pub(super) fn part_of(job: &Job<'_>, record: RecordRef, row: &Row) -> Option<RecordRef> {
    if job.about.contains(&record.kind) {
        return Some(record);
    }
    let leads_to = outgoing(records::declaration(record.kind), row);
    let fixed = || leads_to.iter().filter(|(field, _)| field.fixed);
    let of = |kind| fixed().find(|(_, to)| to.kind == kind).map(|(_, to)| *to);
    job.about.iter().copied().find_map(of)
}

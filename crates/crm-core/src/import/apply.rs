//! Applying an import, one step at a time.

use super::kind::{Arrival, Importable, by_kind};
use super::plan::{number, problem};
use super::reader::{Reader, Ready};
use super::{
    Import, ImportOptions, ImportRow, ImportStatus, Incoming, IncomingRecord, RowOutcome, Staged,
};
use crate::contact::{Outcome, SourceDetail};
use crate::error::{Error, ErrorCode, RecordRef, Result};
use crate::field::Record;
use crate::operation::Context;
use crate::port::{Change, Indexing};
use crate::tag;

/// Applies the next rows of an import, at most `rows`, and answers the import as it stands.
pub(super) fn step(
    cx: &mut Context<'_>,
    before: &Import,
    source: &Staged,
    rows: u32,
) -> Result<Import> {
    if source.digest() != before.digest {
        return Err(Error::invalid(
            "source",
            "these are not the bytes that were planned",
        ));
    }
    cx.because_of(before.id.uuid());
    let options = before.options.clone().unwrap_or_default();
    let mut after = before.clone();
    let mut counts = before.counts.unwrap_or_default();
    let formats = cx.formats()?;
    let mut reader = Reader::new(cx, before, &options)?;
    let incoming = formats.read(source.bytes(), &options.read, before.processed_rows.into())?;
    for row in incoming.take(usize::try_from(rows).unwrap_or(usize::MAX)) {
        let done = one(cx, before, &options, &mut reader, row)?;
        match done.outcome {
            RowOutcome::Created => counts.created += 1,
            RowOutcome::Updated => counts.updated += 1,
            RowOutcome::Unchanged => counts.unchanged += 1,
            RowOutcome::Duplicate => counts.duplicates += 1,
            RowOutcome::Failed => counts.failed += 1,
        }
        note(cx, done)?;
        after.processed_rows += 1;
    }
    let done = after.processed_rows.saturating_sub(before.processed_rows);
    super::quota::spend(&mut after.recent, cx.now(), done);
    after.counts = Some(counts);
    after.status = if after.processed_rows >= after.total_rows {
        ImportStatus::Completed
    } else {
        ImportStatus::Running
    };
    cx.save(before, after)
}

/// Imports one row. Whatever a rule refuses is the row's outcome; only a failure of the store
/// ends the step.
fn one(
    cx: &mut Context<'_>,
    import: &Import,
    options: &ImportOptions,
    reader: &mut Reader<'_>,
    incoming: Incoming,
) -> Result<ImportRow> {
    let mut row = ImportRow {
        import_id: import.id,
        row: number(incoming.row),
        line: number(incoming.line),
        outcome: RowOutcome::Failed,
        problems: incoming.problems,
        ..ImportRow::default()
    };
    let is_lost = |row: &ImportRow| row.problems.iter().any(|problem| problem.fatal);
    let Some(incoming) = incoming.record.filter(|_| !is_lost(&row)) else {
        return Ok(row);
    };
    let IncomingRecord { draft, cells, tags } = incoming;
    let written = by_kind!(draft, draft: Kind => {
        let ready = reader.read::<Kind>(cx, *draft, cells, &mut row.problems)?;
        if is_lost(&row) {
            return Ok(row);
        }
        let origin = origin(import, row.row);
        cx.attempt(|cx| bring(cx, reader, ready, options, origin, &tags))
    });
    match written {
        Ok((record, outcome)) => {
            if matches!(outcome, RowOutcome::Created | RowOutcome::Updated) {
                // The record may be called as another is.
                reader.forget(record.kind);
            }
            row.record_kind = Some(record.kind);
            row.record_id = Some(record.id);
            row.outcome = outcome;
        }
        Err(error) if error.code().is_failure() => return Err(error),
        Err(error) => {
            row.outcome = match error.code() {
                ErrorCode::Duplicate => RowOutcome::Duplicate,
                _ => RowOutcome::Failed,
            };
            row.record_kind = error.record().map(|record| record.kind);
            row.record_id = error.record().map(|record| record.id);
            row.problems.push(problem(&error));
        }
    }
    Ok(row)
}

/// Brings a record in, with the accounts that it names and nobody knew, and tags it.
pub(super) fn bring<R: Importable>(
    cx: &mut Context<'_>,
    reader: &mut Reader<'_>,
    mut ready: Ready<R>,
    options: &ImportOptions,
    origin: Vec<SourceDetail>,
    tags: &[String],
) -> Result<(RecordRef, RowOutcome)> {
    reader.create_pending(cx, &mut ready)?;
    let arrival = Arrival {
        draft: ready.draft,
        beside: ready.beside,
        options,
        origin,
    };
    let (id, outcome) = R::arrive(cx, arrival)?;
    let record = RecordRef {
        kind: R::DECL.kind,
        id: id.uuid(),
    };
    let tagged = tag::put(cx, record, tags.iter().chain(&options.tags))?;
    let outcome = match outcome {
        Outcome::Created => RowOutcome::Created,
        Outcome::Updated => RowOutcome::Updated,
        Outcome::Existing if tagged => RowOutcome::Updated,
        Outcome::Existing => RowOutcome::Unchanged,
    };
    Ok((record, outcome))
}

/// Where a record comes from, for those that keep it.
pub(super) fn origin(import: &Import, row: u32) -> Vec<SourceDetail> {
    let detail = |name: &str, value: String| SourceDetail {
        name: name.to_owned(),
        value,
    };
    let file = import.file_name.clone().map(|name| detail("file", name));
    let row = detail("row", row.to_string());
    file.into_iter().chain([row]).collect()
}

/// Notes what became of a row. The note is a log of the engine's own: it is not audited, since
/// what the row wrote is.
fn note(cx: &mut Context<'_>, mut row: ImportRow) -> Result<()> {
    let mut meta = row.meta();
    meta.id = crate::field::Id::new(cx.new_id());
    meta.version = 1;
    meta.created_at = cx.now();
    meta.updated_at = cx.now();
    row.set_meta(meta);
    let stored = row.to_row();
    let none = Indexing::default();
    cx.put(&Change {
        decl: ImportRow::DECL,
        before: None,
        after: &stored,
        was: &none,
        is: &none,
    })
}

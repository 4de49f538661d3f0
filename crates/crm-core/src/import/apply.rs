//! Applying an import, one step at a time.

use super::cells::Cells;
use super::plan::{number, problem};
use super::{
    Import, ImportOptions, ImportRow, ImportStatus, Incoming, IncomingRecord, RowOutcome, Staged,
};
use crate::account::{Account, AccountDraft, CreateAccount};
use crate::association::{AssociateContact, AssociationDraft};
use crate::contact::{
    Contact, CreateContact, Created, CreatedVia, DuplicatePolicy, Outcome, SourceDetail,
};
use crate::error::{Error, ErrorCode, RecordRef, Result};
use crate::field::{Record, RecordKind};
use crate::operation::{Context, Environment};
use crate::port::{Change, Indexing};
use crate::tag;
use crate::value::EmailAddress;

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
    let settings = cx.settings()?;
    let contacts = cx.known_definitions::<Contact>()?;
    let accounts = cx.known_definitions::<Account>()?;
    let cells = Cells::of(before, formats, &options.read);
    let incoming = formats.read(source.bytes(), &options.read, before.processed_rows.into())?;
    for mut row in incoming.take(usize::try_from(rows).unwrap_or(usize::MAX)) {
        let definitions = match row.record {
            Some(IncomingRecord::Account { .. }) => &accounts,
            _ => &contacts,
        };
        let environment = Environment {
            now: cx.now(),
            settings: &settings,
            definitions,
        };
        cells.convert(&mut row, &environment);
        let done = one(cx, before, &options, row)?;
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
    incoming: Incoming,
) -> Result<ImportRow> {
    let mut row = ImportRow {
        import_id: import.id,
        row: number(incoming.row),
        line: number(incoming.line),
        problems: incoming.problems,
        ..ImportRow::default()
    };
    let Some(record) = incoming
        .record
        .filter(|_| !row.problems.iter().any(|p| p.fatal))
    else {
        row.outcome = RowOutcome::Failed;
        return Ok(row);
    };
    let written = cx.attempt(|cx| match record {
        IncomingRecord::Contact(fields) => contact(cx, import, options, *fields, row.row),
        IncomingRecord::Account { account, tags } => self::account(cx, options, *account, &tags),
    });
    match written {
        Ok((record, outcome)) => {
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

fn contact(
    cx: &mut Context<'_>,
    import: &Import,
    options: &ImportOptions,
    mut fields: super::ContactFields,
    row: u32,
) -> Result<(RecordRef, RowOutcome)> {
    let draft = &mut fields.contact;
    draft.created_via = CreatedVia::Import;
    draft.owner_id = draft.owner_id.or(options.owner_id);
    let detail = |name: &str, value: String| SourceDetail {
        name: name.to_owned(),
        value,
    };
    draft
        .source_detail
        .extend(import.file_name.clone().map(|name| detail("file", name)));
    draft.source_detail.push(detail("row", row.to_string()));
    let create = CreateContact {
        contact: fields.contact,
        on_duplicate: options.on_duplicate,
        ..CreateContact::default()
    };
    let Created {
        contact, outcome, ..
    } = cx.nested(create)?;
    let record = RecordRef {
        kind: RecordKind::Contact,
        id: contact.id.uuid(),
    };
    let tagged = tag::put(cx, record, fields.tags.iter().chain(&options.tags))?;
    let linked = if options.link_accounts {
        link(cx, &contact)?
    } else {
        false
    };
    Ok((record, outcome_of(outcome, tagged || linked)))
}

fn account(
    cx: &mut Context<'_>,
    options: &ImportOptions,
    mut account: AccountDraft,
    tags: &[String],
) -> Result<(RecordRef, RowOutcome)> {
    account.created_via = CreatedVia::Import;
    account.owner_id = account.owner_id.or(options.owner_id);
    // Accounts are created, or answered as they are.
    let on_duplicate = match options.on_duplicate {
        DuplicatePolicy::FillMissing | DuplicatePolicy::UpdateExisting => {
            DuplicatePolicy::ReturnExisting
        }
        policy => policy,
    };
    let created = cx.nested(CreateAccount {
        account,
        on_duplicate,
    })?;
    let record = RecordRef {
        kind: RecordKind::Account,
        id: created.account.id.uuid(),
    };
    let tagged = tag::put(cx, record, tags.iter().chain(&options.tags))?;
    Ok((record, outcome_of(created.outcome, tagged)))
}

fn outcome_of(outcome: Outcome, more: bool) -> RowOutcome {
    match outcome {
        Outcome::Created => RowOutcome::Created,
        Outcome::Updated => RowOutcome::Updated,
        Outcome::Existing if more => RowOutcome::Updated,
        Outcome::Existing => RowOutcome::Unchanged,
    }
}

/// Links a contact to the account of its company, creating the account if there is none. A
/// contact that has an account keeps it.
fn link(cx: &mut Context<'_>, contact: &Contact) -> Result<bool> {
    // An account is visible to more people than a field of the contact may be.
    let readable = |cx: &Context<'_>, name| {
        let field = Contact::DECL.field(name);
        field.is_some_and(|(_, field)| {
            cx.access()
                .require_read(Contact::DECL, field, false)
                .is_ok()
        })
    };
    let Some(company) = contact
        .company_text
        .clone()
        .filter(|_| readable(cx, "company_text"))
    else {
        return Ok(false);
    };
    if contact.account_id.is_some() {
        return Ok(false);
    }
    let email: Option<EmailAddress> = contact
        .primary_email
        .as_deref()
        .filter(|_| readable(cx, "primary_email"))
        .and_then(|email| email.parse().ok());
    let domain = email
        .filter(|email| !email.is_free_provider() && !email.is_disposable())
        .and_then(|email| email.domain_name())
        .and_then(|domain| domain.registrable().map(str::to_owned));
    let create = CreateAccount {
        account: AccountDraft {
            name: company,
            domains: domain.into_iter().collect(),
            created_via: CreatedVia::Import,
            owner_id: contact.owner_id,
            ..AccountDraft::default()
        },
        on_duplicate: DuplicatePolicy::ReturnExisting,
    };
    let account: Account = cx.nested(create)?.account;
    let association = AssociationDraft {
        contact_id: contact.id,
        account_id: account.id,
        ..AssociationDraft::default()
    };
    cx.nested(AssociateContact {
        association,
        primary: true,
    })?;
    Ok(true)
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

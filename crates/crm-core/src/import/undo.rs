//! Undoing an import: what it wrote goes, what was touched since stays and is listed.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Import, ImportStatus};
use crate::access::plain_answer;
use crate::association::Association;
use crate::audit::{Action, AuditEntry};
use crate::error::{Error, RecordRef, Result};
use crate::field::RecordKind;
use crate::operation::Context;
use crate::port::AuditQuery;
use crate::query::Select;
use crate::records;
use crate::reference::{outgoing, references};

/// What undoing an import did.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct UndoReport {
    /// Records that it had created, and that are gone again.
    pub removed: u32,
    /// Records that it had changed, and that are as before in the fields it changed.
    pub restored: u32,
    /// Records that someone has touched or refers to since; they stay as they are, with what
    /// belongs to them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<RecordRef>,
}

plain_answer!(UndoReport);

/// Undoes an import as a whole, newest write first, so that what depends on a record goes before
/// the record.
pub(super) fn undo(cx: &mut Context<'_>, import: &Import) -> Result<UndoReport> {
    if matches!(import.status, ImportStatus::Planned | ImportStatus::Undone) {
        return Err(Error::conflict("there is nothing to undo"));
    }
    let cause = import.id.uuid();
    let entries = cx.store().audit(&AuditQuery {
        record: None,
        cause: Some(cause),
        after: None,
        newest_first: true,
        earlier_than: None,
        limit: u32::MAX,
    })?;
    let own = RecordRef {
        kind: RecordKind::Import,
        id: cause,
    };
    let is_undone = |entry: &&AuditEntry| entry.record != own && !stays(entry.record.kind);
    let entries: Vec<&AuditEntry> = entries.iter().filter(is_undone).collect();
    let written = Written::of(&entries);
    let kept = written.kept(cx)?;

    cx.because_of(undoing(cause));
    let mut report = UndoReport::default();
    let mut restored: BTreeSet<RecordRef> = BTreeSet::new();
    for entry in entries.iter().filter(|entry| !kept.contains(&entry.record)) {
        let created = written.created.contains(&entry.record);
        match entry.action {
            Action::Create => {
                records::remove_created(cx, entry.record)?;
                report.removed += 1;
            }
            Action::Update if !created => {
                records::take_back(cx, entry.record, &entry.changes)?;
                restored.insert(entry.record);
            }
            _ => {}
        }
    }
    report.restored = u32::try_from(restored.len()).unwrap_or(u32::MAX);
    report.kept = kept.into_iter().collect();
    let mut after = import.clone();
    after.status = ImportStatus::Undone;
    cx.save(import, after)?;
    Ok(report)
}

/// What a tenant's first deal brings about and no undoing takes back: numbers are never used again
/// (DEA-05), and the pipeline belongs to all deals.
fn stays(kind: RecordKind) -> bool {
    use RecordKind::{NumberSequence, Pipeline, PipelineVersion};
    matches!(kind, NumberSequence | Pipeline | PipelineVersion)
}

/// The undoing is a cause of its own, so that it is not taken for part of the import.
fn undoing(import: Uuid) -> Uuid {
    // The last bits of a version 7 id are random; their complement names the undoing.
    Uuid::from_u128(import.as_u128() ^ 0xff)
}

/// What an import wrote.
#[derive(Debug, Default)]
struct Written {
    /// The number of its newest write of each record.
    newest: BTreeMap<RecordRef, u64>,
    /// The records that it created.
    created: BTreeSet<RecordRef>,
    /// The fields that it changed on others.
    changed: BTreeSet<(RecordRef, String)>,
}

impl Written {
    /// From the entries of the import, newest first.
    fn of(entries: &[&AuditEntry]) -> Self {
        let mut written = Self::default();
        for entry in entries {
            written.newest.entry(entry.record).or_insert(entry.sequence);
            if entry.action == Action::Create {
                written.created.insert(entry.record);
            }
            for change in &entry.changes {
                written.changed.insert((entry.record, change.field.clone()));
            }
        }
        written
    }

    /// The records that stay: those that someone touched since, those that something else refers
    /// to, and what belongs to these.
    fn kept(&self, cx: &mut Context<'_>) -> Result<BTreeSet<RecordRef>> {
        let mut kept = BTreeSet::new();
        let mut employers: BTreeMap<RecordRef, Vec<RecordRef>> = BTreeMap::new();
        for (&record, &newest) in &self.newest {
            if touched_since(cx, record, newest)?
                || (self.created.contains(&record) && self.is_held(cx, record)?)
            {
                kept.insert(record);
            }
            if let Some(contact) = contact_of(cx, record)? {
                employers.entry(contact).or_default().push(record);
            }
        }
        let mut next: Vec<RecordRef> = kept.iter().copied().collect();
        while let Some(record) = next.pop() {
            let mut with_it = self.referred_to_by(cx, record)?;
            // The account of a contact follows from its associations, so they stay together.
            with_it.extend(employers.get(&record).into_iter().flatten());
            with_it.extend(contact_of(cx, record)?);
            for other in with_it {
                if self.newest.contains_key(&other) && kept.insert(other) {
                    next.push(other);
                }
            }
        }
        Ok(kept)
    }

    /// Whether something that the import did not write refers to a record that it created.
    fn is_held(&self, cx: &mut Context<'_>, record: RecordRef) -> Result<bool> {
        for reference in references(record.kind) {
            let select = Select::all(reference.decl).filter(reference.to(record.kind, record.id));
            for row in cx.store().select(&select)? {
                let by = RecordRef {
                    kind: reference.decl.kind,
                    id: row.id,
                };
                let field = reference
                    .decl
                    .fields
                    .get(reference.field)
                    .map_or("", |field| field.name);
                let own =
                    self.created.contains(&by) || self.changed.contains(&(by, field.to_owned()));
                if !own {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// The created records that a record refers to.
    fn referred_to_by(&self, cx: &mut Context<'_>, record: RecordRef) -> Result<Vec<RecordRef>> {
        let decl = records::declaration(record.kind);
        let Some(row) = cx.row(decl, record.id)? else {
            return Ok(Vec::new());
        };
        Ok(outgoing(decl, &row)
            .into_iter()
            .map(|(_, to)| to)
            .filter(|to| self.created.contains(to))
            .collect())
    }
}

/// The contact of an association.
fn contact_of(cx: &mut Context<'_>, record: RecordRef) -> Result<Option<RecordRef>> {
    if record.kind != RecordKind::Association {
        return Ok(None);
    }
    let association: Option<Association> = cx.peek(record.id.into())?;
    Ok(association.map(|association| RecordRef {
        kind: RecordKind::Contact,
        id: association.contact_id.uuid(),
    }))
}

fn touched_since(cx: &mut Context<'_>, record: RecordRef, sequence: u64) -> Result<bool> {
    let newest = cx.store().audit(&AuditQuery {
        record: Some(record),
        cause: None,
        after: None,
        newest_first: true,
        earlier_than: None,
        limit: 1,
    })?;
    Ok(newest
        .first()
        .is_none_or(|newest| newest.sequence != sequence))
}

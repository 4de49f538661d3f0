//! What somebody wrote since a merge on what followed in it, kept through merging the rest anew.
//!
//! A record is taken out of several by undoing all of the merge and merging the others again, so
//! rules decide once more what somebody has decided since: which account is the main one, what a
//! title is. What somebody left goes before what a rule makes of it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;
use uuid::Uuid;

use super::fields::is_entered;
use super::subjects::Subjects;
use super::take_out::Since;
use crate::association::{self, Association};
use crate::audit::{Action, AuditEntry, FieldChange};
use crate::error::{RecordRef, Result};
use crate::field::{Record, RecordDecl, RecordKind, Row, meta};
use crate::merge::merged::Mergeable;
use crate::operation::Context;
use crate::port::AuditQuery;
use crate::records;
use crate::reference::outgoing;
use crate::snapshot::Snapshot;

/// What an undoing did to a record.
#[derive(Default)]
struct Turned {
    /// Its fields, each as it was before and as it is after.
    fields: BTreeMap<String, (Option<Json>, Option<Json>)>,
    /// Whether it joined another.
    joined: bool,
}

/// Gives fields back what they held when the undoing began, if somebody wrote them after the merge.
/// What goes with a record that was taken out follows from that one now.
pub(super) fn leave_as_left<R: Mergeable>(
    cx: &mut Context<'_>,
    subjects: &Subjects<R>,
    since: Since,
) -> Result<()> {
    let out: BTreeSet<Uuid> = subjects.out.iter().map(|one| one.id().uuid()).collect();
    let members: BTreeSet<Uuid> = subjects.merge.records.iter().map(|one| one.id).collect();
    let mut associations = Vec::new();
    for (record, turned) in turned(cx.written_after(since.start)?) {
        if record.kind == RecordKind::Merge || members.contains(&record.id) {
            continue;
        }
        let Some((row, put)) = left(cx, record, turned, since)? else {
            continue;
        };
        let decl = records::declaration(record.kind);
        let leads = outgoing(decl, &row);
        if put.is_empty() || leads.iter().any(|(_, to)| out.contains(&to.id)) {
            continue;
        }
        let after = records::before(record.kind, row.clone(), &put)?;
        records::carry_row(cx, record.kind, row, after.clone(), Action::Update)?;
        if record.kind == RecordKind::Association {
            let was = |field: &str| put.iter().any(|one| one.field == field);
            let flags = (was("primary_account"), was("primary_contact"));
            associations.push((Association::from_row(after)?, flags));
        }
    }
    settle(cx, associations)
}

/// The row that says what a record said, and what is to be put back on it.
fn left(
    cx: &mut Context<'_>,
    record: RecordRef,
    turned: Turned,
    since: Since,
) -> Result<Option<(Row, Vec<FieldChange>)>> {
    let decl = records::declaration(record.kind);
    let Some(row) = cx.row(decl, record.id)? else {
        return Ok(None);
    };
    let mut fields = turned.fields;
    let row = match row.value(meta::MERGED_INTO).as_id() {
        None => row,
        // What joined another in the end says by that one what it said.
        Some(into) if turned.joined => {
            let said = Snapshot::of(record.kind, row)?.fields;
            for field in decl.fields {
                let value = said.get(field.name).cloned();
                fields.entry(field.name.to_owned()).or_insert((value, None));
            }
            match cx.row(decl, into)? {
                Some(row) => row,
                None => return Ok(None),
            }
        }
        Some(_) => return Ok(None),
    };
    let written = written_between(cx, record, since)?;
    let now = Snapshot::of(record.kind, row.clone())?.fields;
    let put = fields
        .into_iter()
        .filter(|(field, (old, _))| {
            written.contains(field) && is_said(decl, field) && now.get(field) != old.as_ref()
        })
        .map(|(field, (old, new))| FieldChange { field, old, new })
        .collect();
    Ok(Some((row, put)))
}

/// Brings main accounts and main contacts in line with associations that are as they were left. One
/// that was made the main one goes before one that a rule finds.
fn settle(cx: &mut Context<'_>, associations: Vec<(Association, (bool, bool))>) -> Result<()> {
    for (one, (main_account, main_contact)) in &associations {
        if *main_account && one.primary_account && one.is_live() {
            association::make_primary_account(cx, one)?;
        }
        if *main_contact && one.primary_contact && one.is_live() {
            association::set_primary_contact_of(cx, one.account_id, Some(one.contact_id))?;
        }
    }
    for (one, _) in associations {
        association::settle_main_account(cx, one.contact_id, one.primary_account)?;
        association::settle_main_contact(cx, one.account_id)?;
    }
    Ok(())
}

/// Whether a field says something by itself: a caller enters it, or it marks one of several that belong
/// to a record. Whom it is about is settled, and what others hold beside that is counted anew.
fn is_said(decl: &'static RecordDecl, field: &str) -> bool {
    let is_fixed = decl.field(field).is_some_and(|(_, field)| field.fixed);
    let is_meta = decl
        .field(field)
        .is_some_and(|(place, _)| place < meta::COUNT);
    !is_fixed && !is_meta && (is_entered(decl, field) || !records::carries(decl.kind))
}

/// What entries did to records, all in all.
fn turned(entries: Vec<AuditEntry>) -> BTreeMap<RecordRef, Turned> {
    let mut all: BTreeMap<RecordRef, Turned> = BTreeMap::new();
    for entry in entries {
        let turned = all.entry(entry.record).or_default();
        turned.joined = entry.action == Action::MergeInto;
        for change in entry.changes {
            let (old, new) = (change.old, change.new);
            turned.fields.entry(change.field).or_insert((old, None)).1 = new;
        }
    }
    for turned in all.values_mut() {
        turned.fields.retain(|_, (old, new)| old != new);
    }
    all.retain(|_, turned| turned.joined || !turned.fields.is_empty());
    all
}

/// The fields of a record that somebody changed.
fn written_between(
    cx: &mut Context<'_>,
    record: RecordRef,
    since: Since,
) -> Result<BTreeSet<String>> {
    let entries = cx.store().audit(&AuditQuery {
        record: Some(record),
        after: Some(since.merged),
        limit: u32::MAX,
        ..AuditQuery::default()
    })?;
    let entries = entries.into_iter();
    let entries = entries.filter(|entry| entry.sequence <= since.start);
    let changes = entries.flat_map(|entry| entry.changes);
    Ok(changes.map(|change| change.field).collect())
}

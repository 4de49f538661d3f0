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
use crate::account::AccountId;
use crate::association::{self, Association};
use crate::audit::{Action, AuditEntry, FieldChange};
use crate::contact::ContactId;
use crate::error::{RecordRef, Result};
use crate::field::{Record, RecordDecl, RecordKind, meta};
use crate::merge::merged::Mergeable;
use crate::operation::Context;
use crate::port::AuditQuery;
use crate::records;
use crate::reference::outgoing;

/// A field as it was before something, and as it is after.
type Turned = BTreeMap<String, (Option<Json>, Option<Json>)>;

/// Gives fields back what they held when the undoing began, if somebody wrote them after the merge.
/// What goes with a record that was taken out follows from that one now.
pub(super) fn leave_as_left<R: Mergeable>(
    cx: &mut Context<'_>,
    subjects: &Subjects<R>,
    since: Since,
) -> Result<()> {
    let out: BTreeSet<Uuid> = subjects.out.iter().map(|one| one.id().uuid()).collect();
    let mut contacts: BTreeMap<ContactId, bool> = BTreeMap::new();
    let mut accounts: BTreeSet<AccountId> = BTreeSet::new();
    for (record, turned) in turned(cx.written_after(since.start)?) {
        let kind = record.kind;
        if kind == RecordKind::Merge || subjects.merge.records.iter().any(|one| one.id == record.id)
        {
            continue;
        }
        let decl = records::declaration(kind);
        let Some(row) = cx.row(decl, record.id)? else {
            continue;
        };
        let goes_along = outgoing(decl, &row)
            .iter()
            .any(|(_, to)| out.contains(&to.id));
        if goes_along || !row.value(meta::MERGED_INTO).is_null() {
            continue;
        }
        let written = written_between(cx, record, since)?;
        let put: Vec<FieldChange> = turned
            .into_iter()
            .filter(|(field, _)| written.contains(field) && is_said(decl, field))
            .map(|(field, (old, new))| FieldChange { field, old, new })
            .collect();
        if put.is_empty() {
            continue;
        }
        let after = records::before(kind, row.clone(), &put)?;
        records::carry_row(cx, kind, row, after.clone(), Action::Update)?;
        if kind == RecordKind::Association {
            let one = Association::from_row(after)?;
            *contacts.entry(one.contact_id).or_default() |= one.primary_account;
            accounts.insert(one.account_id);
        }
    }
    for (contact, retitled) in contacts {
        association::settle_main_account(cx, contact, retitled)?;
    }
    for account in accounts {
        association::settle_main_contact(cx, account)?;
    }
    Ok(())
}

/// Whether a field says something by itself: a caller enters it, or it marks one of several that belong
/// to a record. What others hold beside that is counted anew.
fn is_said(decl: &'static RecordDecl, field: &str) -> bool {
    is_entered(decl, field) || !records::carries(decl.kind)
}

/// The fields that entries changed, all in all.
fn turned(entries: Vec<AuditEntry>) -> BTreeMap<RecordRef, Turned> {
    let mut all: BTreeMap<RecordRef, Turned> = BTreeMap::new();
    for entry in entries {
        let fields = all.entry(entry.record).or_default();
        let is_meta = |field: &str| matches!(field, "archived_at" | "merged_into");
        for change in entry.changes.into_iter().filter(|one| !is_meta(&one.field)) {
            let (old, new) = (change.old, change.new);
            let turned = fields.entry(change.field).or_insert((old, None));
            turned.1 = new;
        }
    }
    for fields in all.values_mut() {
        fields.retain(|_, (old, new)| old != new);
    }
    all.retain(|_, fields| !fields.is_empty());
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

//! Whether a primary address that a record has again is somebody else's by now. Who shared it
//! before the merge shares it afterwards.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::rests::written_by;
use super::subjects::Subjects;
use crate::access::Sight;
use crate::error::{Error, RecordRef, Result};
use crate::merge::merged::Mergeable;
use crate::operation::Context;
use crate::port::{AuditQuery, KeySpace};
use crate::settings::EmailPolicy;

/// The field that addresses stand in.
const LIST: &str = "emails";
/// The one that the primary one stands in.
const FIELD: &str = "primary_email";

/// The fields of the survivor that go back to a record that returns whoever undoes the merge: the
/// addresses, where a tenant wants primary ones unique and both would have the same.
pub(super) fn claimed<R: Mergeable>(
    cx: &mut Context<'_>,
    subjects: &Subjects<R>,
) -> Result<BTreeSet<String>> {
    let shared = subjects.survivor.point();
    let mut returning = subjects.out.iter().map(Mergeable::point);
    let claims = shared.is_some() && returning.any(|point| point == shared);
    let claims = claims && cx.settings()?.email_policy == EmailPolicy::Unique;
    Ok(claims.then(|| LIST.to_owned()).into_iter().collect())
}

/// Checks a record that is by itself again as one that comes back from the archive is checked; whether
/// its address is taken only if somebody has taken it since the merge. Who does not see addresses
/// is not told that it is for one.
pub(super) fn verify<R: Mergeable>(
    cx: &mut Context<'_>,
    subjects: &Subjects<R>,
    record: &R,
) -> Result<()> {
    record.require_no_circle(cx)?;
    let taken = is_taken(cx, subjects, record)?;
    if taken && cx.right(R::DECL, LIST)?.sight != Sight::Full {
        let reason = "a rule of the tenant forbids them to part as they are; ask somebody who sees \
                      all of their fields";
        return Err(Error::conflict(reason).at("merge_id"));
    }
    let mut before = record.clone();
    let mut kept = before.meta();
    kept.archived_at = taken.then_some(cx.now());
    before.set_meta(kept);
    record.verify(cx, Some(&before))
}

fn is_taken<R: Mergeable>(
    cx: &mut Context<'_>,
    subjects: &Subjects<R>,
    record: &R,
) -> Result<bool> {
    let (Subjects { merge, .. }, Some(address)) = (subjects, record.point()) else {
        return Ok(false);
    };
    if cx.settings()?.email_policy != EmailPolicy::Unique {
        return Ok(false);
    }
    if (record.id(), record.point()) == (subjects.survivor.id(), subjects.survivor.point()) {
        // It had the address all along.
        return Ok(false);
    }
    let kind = R::DECL.kind;
    let holders = cx
        .store()
        .under_key(kind, KeySpace::PrimaryEmail, address, u32::MAX)?;
    let since = written_by(cx, merge)?;
    for holder in holders.into_iter().filter(|id| *id != record.id().uuid()) {
        let taken = match merge.records.iter().find(|record| record.id == holder) {
            // Of two that were merged, one may have kept what only the other had.
            Some(record) => record.before.get(FIELD).and_then(Json::as_str) != Some(address),
            None => took_since(cx, RecordRef { kind, id: holder }, since, address)?,
        };
        if taken {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether another record got an address, or came back with it, after an entry of the audit chain.
fn took_since(
    cx: &mut Context<'_>,
    record: RecordRef,
    sequence: u64,
    address: &str,
) -> Result<bool> {
    let entries = cx.store().audit(&AuditQuery {
        record: Some(record),
        cause: None,
        after: Some(sequence),
        newest_first: false,
        earlier_than: None,
        limit: u32::MAX,
    })?;
    let mut changes = entries.iter().flat_map(|entry| &entry.changes);
    Ok(changes.any(|change| {
        let got = change.new.as_ref().and_then(Json::as_str) == Some(address);
        let returned = change.field == "archived_at" && change.new.is_none();
        (change.field == FIELD && got) || returned
    }))
}

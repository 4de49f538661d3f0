//! The records that an undoing is about, and whether the actor may.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::plan::UnmergeRequest;
use super::rests::merged_on;
use crate::access::Sight;
use crate::association::Association;
use crate::error::{Error, RecordRef, Result};
use crate::field::{Record, RecordKind};
use crate::merge::merged::Mergeable;
use crate::merge::{Merge, MergedReference, RecordVersion, ReferenceOutcome};
use crate::operation::Context;
use crate::reference::{outgoing, seen_among};

/// A merge and its records.
#[derive(Debug)]
pub(super) struct Subjects<R> {
    pub(super) merge: Merge,
    /// The record that stayed, as it is.
    pub(super) survivor: R,
    /// The records to be taken out, as they are kept, in the order of the merge.
    pub(super) out: Vec<R>,
    /// The others.
    pub(super) remaining: Vec<R>,
}

impl<R: Mergeable> Subjects<R> {
    /// Finds them. A merge whose survivor is out of sight does not exist.
    pub(super) fn find(cx: &mut Context<'_>, request: &UnmergeRequest) -> Result<Self> {
        let unknown =
            || Error::not_found(RecordKind::Merge, request.merge_id.uuid()).at("merge_id");
        let merge: Merge = cx.peek(request.merge_id)?.ok_or_else(unknown)?;
        if merge.record_kind != request.kind {
            return Err(unknown());
        }
        let row = cx.visible_row(R::VIEW, R::DECL, merge.survivor_id)?;
        let row = row.ok_or_else(unknown)?;
        if merge.undone_at.is_some() {
            return Err(Error::conflict("the merge is undone already").of(merge.this()));
        }
        if row.id != merge.survivor_id {
            return Err(merged_on::<R>(cx, &merge)?);
        }
        let survivor: R = cx.load_for(R::UNMERGE, merge.survivor_id.into())?;
        let _: R = cx.load_for(R::UPDATE, merge.survivor_id.into())?;
        // Whose it is changes too, as it did when it was merged (SEC-46).
        cx.require_hand_on(&survivor)
            .map_err(|error| error.at("merge_id"))?;
        Context::require_live(&survivor)?;
        let chosen = chosen(&merge, request)?;
        let (mut out, mut remaining) = (Vec::new(), Vec::new());
        for id in merge.gone() {
            let record = gone::<R>(cx, &merge, id)?;
            if let Some(path) = chosen(id) {
                require_rights(cx, &record, &path)?;
                out.push(record);
            } else {
                remaining.push(record);
            }
        }
        Ok(Self {
            merge,
            survivor,
            out,
            remaining,
        })
    }

    /// Every record that went into the survivor.
    pub(super) fn all_gone(&self) -> impl Iterator<Item = &R> {
        self.out.iter().chain(&self.remaining)
    }

    /// The survivor and the records to be taken out, with their versions.
    pub(super) fn versions(&self) -> Vec<RecordVersion> {
        let all = std::iter::once(&self.survivor).chain(&self.out);
        all.map(|record| RecordVersion {
            id: record.id().uuid(),
            version: record.meta().version,
        })
        .collect()
    }
}

/// Says of a record whether it is to be taken out, by the argument that says so.
fn chosen(
    merge: &Merge,
    request: &UnmergeRequest,
) -> Result<impl Fn(Uuid) -> Option<String> + use<>> {
    let gone: BTreeSet<Uuid> = merge.gone().collect();
    for (at, id) in request.ids.iter().enumerate() {
        if !gone.contains(id) {
            let reason = "this is none of the records that the merge took in";
            return Err(Error::invalid(format!("ids[{at}]"), reason));
        }
    }
    let ids = request.ids.clone();
    Ok(move |id: Uuid| {
        if ids.is_empty() {
            return Some("merge_id".to_owned());
        }
        let at = ids.iter().position(|chosen| *chosen == id);
        at.map(|at| format!("ids[{at}]"))
    })
}

/// A record that went, as it is kept.
fn gone<R: Mergeable>(cx: &mut Context<'_>, merge: &Merge, id: Uuid) -> Result<R> {
    let record: Option<R> = cx.peek(id.into())?;
    let leads_there = |record: &R| {
        let into = record.meta().merged_into;
        into.is_some_and(|into| into.uuid() == merge.survivor_id)
    };
    record.filter(leads_there).ok_or_else(|| {
        Error::corrupt("a record that was merged does not lead to its survivor").of(RecordRef {
            kind: R::DECL.kind,
            id,
        })
    })
}

/// Refuses an actor who could not have merged or could not change what returns.
fn require_rights<R: Mergeable>(cx: &mut Context<'_>, record: &R, path: &str) -> Result<()> {
    let row = record.to_row();
    for permission in [R::VIEW, R::UNMERGE, R::UPDATE] {
        if !cx.covers(permission, R::DECL, &row)? {
            let reason = format!(
                "{} does not reach a {} that would return",
                permission.name(),
                R::DECL.kind.noun()
            );
            return Err(Error::forbidden(reason)
                .at(path)
                .with("permission", permission.name()));
        }
    }
    Ok(())
}

/// The fields that the caller wants to stay. One that the actor may not read does not exist.
pub(super) fn kept_fields<R: Record>(
    cx: &mut Context<'_>,
    request: &UnmergeRequest,
) -> Result<BTreeSet<String>> {
    let mut kept = BTreeSet::new();
    for (at, field) in request.keep_fields.iter().enumerate() {
        let known = match field.strip_prefix("custom.") {
            Some(name) => {
                let definitions = cx.definitions(R::DECL.kind)?;
                definitions.iter().any(|definition| definition.name == name)
            }
            None => R::DECL.field(field).is_some_and(|(_, field)| field.entered),
        };
        if !known || cx.right(R::DECL, field)?.sight != Sight::Full {
            let reason = format!("a {} has no such field", R::DECL.kind.noun());
            return Err(Error::invalid(format!("keep_fields[{at}]"), reason));
        }
        kept.insert(field.clone());
    }
    Ok(kept)
}

/// The records that the caller wants to stay: of those in sight, any that followed in the merge. One
/// that was merged into a record before is no reference: it goes where that one goes.
pub(super) fn kept_references(
    cx: &mut Context<'_>,
    merge: &Merge,
    request: &UnmergeRequest,
) -> Result<BTreeSet<RecordRef>> {
    let followed: BTreeSet<RecordRef> = merge
        .references
        .iter()
        .filter(|noted| noted.outcome != ReferenceOutcome::Redirected)
        .map(MergedReference::record)
        .collect();
    let mut seen = seen_among(cx, request.keep_references.iter().copied())?;
    for (at, record) in request.keep_references.iter().enumerate() {
        if !followed.contains(record) || !seen.contains(record) {
            let reason = "this did not follow in the merge";
            return Err(Error::invalid(format!("keep_references[{at}]"), reason));
        }
    }
    let ends =
        |record: &&RecordRef| matches!(record.kind, RecordKind::Contact | RecordKind::Account);
    let ends: BTreeSet<RecordRef> = seen.iter().filter(ends).copied().collect();
    if !ends.is_empty() {
        seen.extend(associations(cx, merge, &ends)?);
    }
    Ok(seen)
}

/// The associations that followed of some records: these stay where they are by them (semantics 4.10).
fn associations(
    cx: &mut Context<'_>,
    merge: &Merge,
    ends: &BTreeSet<RecordRef>,
) -> Result<Vec<RecordRef>> {
    let mut found = Vec::new();
    for noted in &merge.references {
        let row = match noted.kind {
            RecordKind::Association => cx.row(Association::DECL, noted.id)?,
            _ => None,
        };
        let leads = row.map(|row| outgoing(Association::DECL, &row));
        let mut leads = leads.into_iter().flatten();
        if leads.any(|(_, to)| ends.contains(&to)) {
            found.push(noted.record());
        }
    }
    Ok(found)
}

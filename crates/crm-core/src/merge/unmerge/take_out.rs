//! Undoing a merge as a whole, and merging anew what is to stay merged: so a record that is taken
//! out of several leaves behind what merging only the others would have made.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::as_left::leave_as_left;
use super::claims::{claimed, verify};
use super::fields::{barred, edited_since, held, without};
use super::follow::{follow, main_account};
use super::plan::{StayReason, UnmergePlan, UnmergeRequest};
use super::proposed::{proposed, take};
use super::references::{Staying, bring_back};
use super::report::Report;
use super::rests::{require_newest, written_by};
use super::subjects::{Subjects, kept_fields, kept_references};
use crate::access::Answer;
use crate::audit::Action;
use crate::dedupe;
use crate::error::{Error, Result};
use crate::field::Record;
use crate::merge::again::{Kept, again};
use crate::merge::apply::carry_out;
use crate::merge::merged::Mergeable;
use crate::merge::work::short;
use crate::merge::{Merge, MergeId, MergedField};
use crate::operation::{Context, changes};

/// What was done.
#[derive(Debug)]
pub(super) struct TakenOut<R> {
    pub(super) plan: UnmergePlan,
    /// The survivor as it is now.
    pub(super) survivor: R,
    /// The records that are themselves again.
    pub(super) out: Vec<R>,
    /// The merge of those that stay merged.
    pub(super) again: Option<MergeId>,
}

/// Takes records out of a merge.
pub(super) fn take_out<R: Mergeable>(
    cx: &mut Context<'_>,
    request: &UnmergeRequest,
) -> Result<TakenOut<R>> {
    let subjects = Subjects::<R>::find(cx, request)?;
    let merge = &subjects.merge;
    let fields = kept_fields::<R>(cx, request)?;
    let references = kept_references(cx, merge, request)?;
    let tied = require_newest::<R>(cx, merge, &fields, &references)?;
    let staying = Staying {
        chosen: references,
        held: tied,
    };
    let since = Since {
        merged: written_by(cx, merge)?,
        start: cx.last_entry()?,
    };
    // The undoing is a cause of its own, so that it is not taken for part of the merge.
    let (cause, next) = (cx.new_id(), MergeId::new(cx.new_id()));
    cx.because_of(cause);

    let mut report = Report::default();
    let claimed = claimed(cx, &subjects)?;
    part(cx, &subjects, &fields, &claimed, &staying, &mut report)?;
    let later = proposed(cx, &subjects)?;
    let proposed = take(cx, request, later)?;
    dismiss(cx, &subjects)?;
    close(cx, merge)?;
    let again = merge_the_rest(cx, &subjects, next, (&fields, &claimed), since, &mut report)?;
    if again.is_some() {
        cx.because_of(cause);
        leave_as_left(cx, &subjects, since)?;
    }

    let survivor = stored(cx, &subjects.survivor)?;
    let out = subjects.out.iter().map(|record| stored(cx, record));
    let out = out.collect::<Result<Vec<R>>>()?;
    // A title that was to stay is that of the main association all the same (4.10).
    let stays = |field: &str| held(&survivor, field) == held(&subjects.survivor, field);
    report.kept_fields.retain(|kept| stays(&kept.field));
    let (counted, kept) = report.seen(cx)?;
    let mut plan = UnmergePlan {
        merge_id: merge.id,
        kind: R::DECL.kind,
        survivor_id: merge.survivor_id,
        records: subjects.versions(),
        remaining: ids(&subjects.remaining),
        changes: changes(Some(&subjects.survivor), &survivor),
        kept_fields: report.kept_fields,
        references: counted,
        kept_references: kept,
        proposed,
        digest: String::new(),
    };
    plan.digest = digest(cx, &plan)?;
    Ok(TakenOut {
        plan,
        survivor,
        out,
        again,
    })
}

fn ids<R: Record>(records: &[R]) -> Vec<Uuid> {
    records.iter().map(|record| record.id().uuid()).collect()
}

/// Undoes all of a merge. The survivor gives back first: what returns may need what it holds, such
/// as a unique address.
fn part<R: Mergeable>(
    cx: &mut Context<'_>,
    subjects: &Subjects<R>,
    fields: &BTreeSet<String>,
    claimed: &BTreeSet<String>,
    staying: &Staying,
    report: &mut Report,
) -> Result<()> {
    let Subjects {
        merge, survivor, ..
    } = subjects;
    let main = main_account(cx, survivor)?;
    let alone = without(cx, merge, survivor, fields, claimed, report)?;
    let alone = cx.save_unmerged(survivor, alone).map_err(incomplete)?;
    bring_back(cx, merge, staying, report)?;
    let mut back = Vec::new();
    for record in subjects.all_gone() {
        let mut kept = record.meta();
        (kept.merged_into, kept.archived_at) = (None, None);
        let mut returned = record.clone();
        returned.set_meta(kept);
        back.push(cx.carry(Some(record), returned, Action::Unmerge)?);
    }
    // What is merged again in a moment claims nothing.
    let out = ids(&subjects.out);
    back.retain(|record| out.contains(&record.id().uuid()));
    for record in back.iter().chain([&alone]) {
        verify(cx, subjects, record)?;
    }
    follow(cx, subjects, main, report)
}

/// What the survivor had by itself may be gone since, and with what the merge brought it has nothing.
fn incomplete(error: Error) -> Error {
    if error.code().is_failure() {
        return error;
    }
    let reason = "the survivor alone breaks a rule; `keep_fields` names what is to stay";
    Error::conflict(reason)
        .at("keep_fields")
        .with("rule", error.message())
}

/// Who was one and was parted is never suggested again: neither what was taken out with what stays,
/// nor one of that with another.
fn dismiss<R: Mergeable>(cx: &mut Context<'_>, subjects: &Subjects<R>) -> Result<()> {
    let out = ids(&subjects.out);
    let stays = std::iter::once(&subjects.survivor).chain(&subjects.remaining);
    let stays: Vec<Uuid> = stays.map(|record| record.id().uuid()).collect();
    for (at, one) in out.iter().enumerate() {
        for other in stays.iter().chain(out.iter().skip(at + 1)) {
            dedupe::dismiss(cx, R::DECL.kind, [*other, *one])?;
        }
    }
    Ok(())
}

/// The merge is history: who was merged is all that is kept of it.
fn close(cx: &mut Context<'_>, merge: &Merge) -> Result<()> {
    let mut closed = merge.clone();
    closed.undone_at = Some(cx.now());
    closed.undone_by = Some(cx.access().actor().user);
    for record in &mut closed.records {
        record.before = serde_json::Value::Null;
    }
    closed.fields.clear();
    closed.references.clear();
    closed.choices.clear();
    cx.carry(Some(merge), closed, Action::Update).map(drop)
}

/// From which entry of the audit chain to which somebody may have changed something.
#[derive(Debug, Clone, Copy)]
pub(super) struct Since {
    /// The merge's own entry.
    pub(super) merged: u64,
    /// The last one before the undoing.
    pub(super) start: u64,
}

/// Merges what is to stay merged. What somebody has changed since the merge stays, and so does what the
/// actor may not write.
fn merge_the_rest<R: Mergeable>(
    cx: &mut Context<'_>,
    subjects: &Subjects<R>,
    next: MergeId,
    (fields, claimed): (&BTreeSet<String>, &BTreeSet<String>),
    since: Since,
    report: &mut Report,
) -> Result<Option<MergeId>> {
    if subjects.remaining.is_empty() {
        return Ok(None);
    }
    let Subjects {
        merge, survivor, ..
    } = subjects;
    let edited = edited_since(cx, merge, survivor, since.merged)?;
    let survivor = stored(cx, survivor)?;
    let rest = subjects.remaining.iter().map(|record| stored(cx, record));
    let rest = rest.collect::<Result<Vec<R>>>()?;
    let mut kept: BTreeSet<String> = fields.clone();
    kept.extend(report.kept_fields.iter().map(|kept| kept.field.clone()));
    for field in edited {
        // What another of them says too would have come back.
        let says = |record: &R| {
            held(record, &field).filter(|it| Some(it) != held(&survivor, &field).as_ref())
        };
        if !kept.contains(&field) && rest.iter().any(|record| says(record).is_some()) {
            report.keeps(&field, StayReason::Edited);
        }
        kept.insert(field);
    }
    let all: Vec<&R> = std::iter::once(&survivor).chain(&rest).collect();
    let mut barred = barred(cx, &all)?;
    // What went back whoever asked for it comes together again whoever asked for it.
    barred.retain(|field| !claimed.contains(field));
    let carried = carried(merge, &survivor, report);
    let kept = Kept {
        fields: &kept,
        barred: &barred,
        carried,
    };
    let work = again(cx, survivor, rest, &merge.choices, kept)?;
    carry_out(cx, next, work)?;
    Ok(Some(next))
}

/// What the merge had changed and this actor could not give back: whoever undoes the rest may.
fn carried<R: Mergeable>(merge: &Merge, survivor: &R, report: &Report) -> Vec<MergedField> {
    let stayed = |made: &&MergedField| {
        report.kept_fields.iter().any(|kept| {
            kept.field == made.change.field
                && matches!(kept.because, StayReason::Forbidden | StayReason::Ousted)
        })
    };
    let mut carried: Vec<MergedField> = merge.fields.iter().filter(stayed).cloned().collect();
    for made in &mut carried {
        made.change.new = held(survivor, &made.change.field);
    }
    carried
}

fn stored<R: Mergeable>(cx: &mut Context<'_>, record: &R) -> Result<R> {
    let gone = || Error::internal("a record vanished while its merge was undone");
    cx.peek(record.id())?.ok_or_else(gone)
}

/// Of what the actor sees of the plan, so that a hidden value cannot be guessed by it
/// (semantics 4.11).
fn digest(cx: &Context<'_>, plan: &UnmergePlan) -> Result<String> {
    let mut shown = plan.clone();
    shown.project(cx.access());
    let shown = serde_json::to_string(&shown);
    let mut digest = Sha256::new();
    digest.update("crm unmerge v1");
    digest.update(shown.map_err(|_| Error::internal("a plan has no JSON form"))?);
    Ok(short(digest))
}

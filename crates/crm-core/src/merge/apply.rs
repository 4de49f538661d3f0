//! Merging.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::consequence::Touched;
use super::merged::Mergeable;
use super::plan::{MergePlan, MergeRequest, RecordVersion, unmerged};
use super::record::{Merge, MergeId, MergedField, MergedRecord, MergedReference, ReferenceOutcome};
use super::work::{Work, prepare};
use crate::access::{Access, Answer, Permission};
use crate::account::Account;
use crate::audit::Action;
use crate::contact::Contact;
use crate::error::{Error, RecordRef, Result};
use crate::field::{Id, Record, RecordKind, Value, meta, place};
use crate::operation::{Context, Mode, Operation, Route, changes};
use crate::port::AuditQuery;
use crate::query::{Filter, Select, Target};
use crate::records;

/// Merges records into one, as planned. The others become redirects: their ids lead to the
/// survivor, and everything that referred to them refers to it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ApplyMerge {
    /// What is to be merged, and how, as it was planned.
    #[serde(flatten)]
    pub request: MergeRequest,
    /// The `records` of the plan; refused with `conflict` if one of them has moved on.
    pub versions: Vec<RecordVersion>,
    /// The `digest` of the plan; refused with `conflict` if anything that the merge would write
    /// is not as planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
}

/// A merge that was done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Merged {
    /// The merge; audit entries and events of it have this as their cause.
    pub merge_id: MergeId,
    /// What was done.
    pub plan: MergePlan,
    /// The survivor, if it is a contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// The survivor, if it is an account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Account>,
}

impl Answer for Merged {
    fn project(&mut self, access: &Access) {
        self.plan.project(access);
        self.contact.project(access);
        self.account.project(access);
    }
}

impl Operation for ApplyMerge {
    const NAME: &'static str = "merge.apply";
    const PERMISSION: Permission = Permission::ContactMerge;
    const ROUTE: Route = Route::post("/merge");
    const MODE: Mode = Mode::Write;
    type Output = Merged;

    fn permission(&self) -> Permission {
        self.request.permission()
    }

    fn execute(self, cx: &mut Context<'_>) -> Result<Merged> {
        match self.request.kind {
            RecordKind::Contact => {
                let (merge_id, plan, contact) = self.merge::<Contact>(cx)?;
                let contact = Some(contact);
                Ok(Merged {
                    merge_id,
                    plan,
                    contact,
                    account: None,
                })
            }
            RecordKind::Account => {
                let (merge_id, plan, account) = self.merge::<Account>(cx)?;
                let account = Some(account);
                Ok(Merged {
                    merge_id,
                    plan,
                    contact: None,
                    account,
                })
            }
            kind => Err(unmerged(kind)),
        }
    }
}

impl ApplyMerge {
    fn merge<R: Mergeable>(&self, cx: &mut Context<'_>) -> Result<(MergeId, MergePlan, R)> {
        let work: Work<R> = prepare(cx, &self.request)?;
        self.check(cx, &work)?;
        let plan = MergePlan::of(&work);
        let id = MergeId::new(cx.new_id());
        let survivor = carry_out(cx, id, work)?;
        Ok((id, plan, survivor))
    }

    /// Refuses what is not as it was planned.
    fn check<R: Mergeable>(&self, cx: &Context<'_>, work: &Work<R>) -> Result<()> {
        for record in std::iter::once(&work.survivor).chain(&work.losers) {
            let id = record.id().uuid();
            let planned = self.versions.iter().find(|planned| planned.id == id);
            let planned = planned.ok_or_else(|| {
                let reason = "the version of every record of the plan is needed";
                Error::invalid("versions", reason).with("id", id.to_string())
            })?;
            cx.expect(record, Some(planned.version))?;
        }
        match &self.digest {
            Some(digest) if *digest != work.digest => Err(Error::conflict(
                "the merge would do something else than was planned; plan it again",
            )
            .at("digest")),
            _ => Ok(()),
        }
    }
}

/// Writes what was worked out. The others go first: a live record may hold what the survivor is
/// to take over, such as a unique address.
pub(super) fn carry_out<R: Mergeable>(
    cx: &mut Context<'_>,
    id: MergeId,
    work: Work<R>,
) -> Result<R> {
    cx.because_of(id.uuid());
    let mut records = Vec::with_capacity(work.losers.len() + 1);
    for loser in &work.losers {
        let mut fields = loser.meta();
        fields.merged_into = Some(work.survivor.id());
        fields.archived_at = Some(cx.now());
        let mut gone = loser.clone();
        gone.set_meta(fields);
        let gone = cx.carry(Some(loser), gone, Action::MergeInto)?;
        records.push(remembered(loser, &gone)?);
    }
    let mut references = Vec::with_capacity(work.touched.len());
    // What joins or goes first, so that unique keys are free for what stays.
    let (staying, going): (Vec<Touched>, Vec<Touched>) =
        work.touched.into_iter().partition(|touched| {
            let outcome = touched.outcome;
            !matches!(
                outcome,
                ReferenceOutcome::Joined | ReferenceOutcome::Dropped
            )
        });
    for touched in going.into_iter().chain(staying) {
        references.push(follow(cx, touched)?);
    }
    let survivor = cx.save_survivor(&work.survivor, work.merged)?;
    records.insert(0, remembered(&work.survivor, &survivor)?);
    let mut fields: Vec<MergedField> = changes(Some(&work.survivor), &survivor)
        .into_iter()
        .map(|change| {
            let planned = work.fields.iter().find(|field| field.field == change.field);
            MergedField {
                because: planned.map(|field| field.because),
                from: planned.map(|field| field.from.clone()).unwrap_or_default(),
                change,
            }
        })
        .collect();
    let changed: Vec<String> = fields
        .iter()
        .map(|made| made.change.field.clone())
        .collect();
    let still = |made: &MergedField| !changed.contains(&made.change.field);
    fields.extend(work.carried.into_iter().filter(still));
    let merge = Merge {
        id,
        record_kind: R::DECL.kind,
        survivor_id: survivor.id().uuid(),
        records,
        fields,
        references,
        choices: work.choices,
        created_at: cx.now(),
        created_by: Some(cx.access().actor().user),
        ..Merge::default()
    };
    cx.carry(None, merge, Action::Create)?;
    roll_up(cx, work.losers.iter().chain([&work.survivor, &survivor]))?;
    Ok(survivor)
}

/// What is about records rolls up to the accounts that they have.
pub(super) fn roll_up<'r, R: Mergeable>(
    cx: &mut Context<'_>,
    records: impl Iterator<Item = &'r R>,
) -> Result<()> {
    let Some((place, _)) = R::DECL.field("account_id") else {
        return Ok(());
    };
    let mut accounts: Vec<Uuid> = records
        .filter_map(|record| record.to_row().value(place).as_id())
        .collect();
    accounts.sort_unstable();
    accounts.dedup();
    for account in accounts {
        crate::timeline::rolled_up(cx, Some(account))?;
    }
    Ok(())
}

fn remembered<R: Mergeable>(before: &R, after: &R) -> Result<MergedRecord> {
    Ok(MergedRecord {
        id: before.id().uuid(),
        version: before.meta().version,
        version_after: after.meta().version,
        before: records::wire(R::DECL.kind, before.to_row())?,
    })
}

/// Writes one consequence and notes it.
fn follow(cx: &mut Context<'_>, touched: Touched) -> Result<MergedReference> {
    let kind = touched.decl.kind;
    let mut after = touched.after;
    let mut noted = MergedReference {
        kind,
        id: touched.before.id,
        outcome: touched.outcome,
        into: touched.into,
        version: None,
        changes: Vec::new(),
        before: None,
    };
    let leaves = matches!(
        touched.outcome,
        ReferenceOutcome::Joined | ReferenceOutcome::Dropped
    );
    if leaves && matches!(kind, RecordKind::TagLink | RecordKind::Link) {
        // Links have no archive: they are there or not.
        noted.before = Some(records::wire(kind, touched.before.clone())?);
        records::purge_row(cx, kind, touched.before)?;
        return Ok(noted);
    }
    if touched.outcome == ReferenceOutcome::Dropped {
        // It goes as it was, so that it says what it said if it comes back.
        after = touched.before.clone();
    }
    if leaves {
        set(&mut after, meta::ARCHIVED_AT, Value::Instant(cx.now()));
    }
    if let Some(into) = touched
        .into
        .filter(|_| touched.outcome == ReferenceOutcome::Joined)
    {
        set(&mut after, meta::MERGED_INTO, Value::Id(into));
    }
    let action = match touched.outcome {
        ReferenceOutcome::Joined | ReferenceOutcome::Redirected => Action::MergeInto,
        ReferenceOutcome::Dropped => Action::Archive,
        _ => Action::Update,
    };
    let (changes, version) = records::carry_row(cx, kind, touched.before, after, action)?;
    noted.changes = changes;
    noted.version = Some(version);
    Ok(noted)
}

fn set(row: &mut crate::field::Row, place: usize, to: Value) {
    if let Some(value) = row.values.get_mut(place) {
        *value = to;
    }
}

/// The merges that made a record what it is; purging it takes them along, since they hold copies.
pub(crate) fn of_survivor(
    cx: &mut Context<'_>,
    kind: RecordKind,
    id: Uuid,
) -> Result<Vec<Id<Merge>>> {
    let survivor = Target::Field(place!(Merge, "survivor_id"));
    let of_kind = Target::Field(place!(Merge, "record_kind"));
    let select = Select {
        // All that a merge keeps is a lot, and who it is enough.
        fields: Some(Vec::new()),
        ..Select::all(Merge::DECL)
            .filter(Filter::equals(survivor, Value::Id(id)))
            .filter(Filter::equals(of_kind, Value::Text(kind.name().to_owned())))
    };
    let rows = cx.store().select(&select)?;
    Ok(rows.into_iter().map(|row| Id::new(row.id)).collect())
}

/// Takes what merges remember of a record that is purged out of them: it followed, and they keep
/// what changed on it. The record's history names them as causes.
pub(crate) fn forget(cx: &mut Context<'_>, gone: RecordRef) -> Result<()> {
    let history = cx.store().audit(&AuditQuery {
        earlier_than: None,
        record: Some(gone),
        cause: None,
        after: None,
        newest_first: false,
        limit: u32::MAX,
    })?;
    let causes: BTreeSet<Uuid> = history.iter().filter_map(|entry| entry.cause).collect();
    for cause in causes {
        let Some(before) = cx.peek(MergeId::new(cause))? else {
            continue;
        };
        let mut after = before.clone();
        let about = |noted: &MergedReference| (noted.kind, noted.id) == (gone.kind, gone.id);
        after.references.retain(|noted| !about(noted));
        if after != before {
            cx.carry(Some(&before), after, Action::Update)?;
        }
    }
    Ok(())
}

//! Checking that what is stored agrees with itself (AUD-10).
//!
//! Some of what is stored follows from other records: ids name records, accounts and contacts hold
//! when something last happened with them, links carry the times of their items, and the columns of
//! a board hold sums. All of it moves in the transaction that moves what it follows from, so nothing
//! is found here unless another program wrote to the file, the file was damaged, or the engine has a
//! fault. The chain itself is checked by [`VerifyChain`](super::VerifyChain).

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::{Permission, plain_answer};
use crate::error::{Error, RecordRef, Result};
use crate::field::{FieldDecl, Record, RecordDecl, RecordKind, Row, Value};
use crate::link::{self, ItemLink};
use crate::operation::{Context, Mode, Operation, Route};
use crate::port::{Tallied, Tally};
use crate::query::{Keyset, Select, Target};
use crate::records;
use crate::reference::{existing, outgoing_all};
use crate::timeline::stale_times;

/// Looks for what does not agree with the records that it follows from, kind by kind, so many records
/// a call: calling on until there is no `next` checks everything, at any size and without holding
/// others up.
///
/// Checked are ids that name no record (but those of users and teams, which are the host's), times
/// that accounts, contacts and links hold, and the sums of boards. Found is nothing unless the file was
/// changed past the engine.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct Reconcile {
    /// Where to go on: the `next` of the call before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<RecordRef>,
    /// How many records; 1,000 if absent, 10,000 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// What one call found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Reconciliation {
    /// By kind and id.
    pub inconsistencies: Vec<Inconsistency>,
    /// Where to go on; absent when everything is checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<RecordRef>,
}

/// A field that does not agree with what it follows from. It is named without its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Inconsistency {
    /// The kind of record.
    pub record_kind: RecordKind,
    /// Which record; of a sum, what it is the sum of: a stage.
    pub id: Uuid,
    /// The field.
    pub field: String,
    /// What is wrong.
    pub problem: Problem,
}

/// What may be wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// It names a record that does not exist.
    MissingRecord,
    /// It holds another time than the items that it follows from give.
    StaleTime,
    /// It is kept as another sum than its records come to.
    StaleSum,
}

// Named are records and fields; no value is told.
plain_answer!(Reconciliation);

/// Records checked by one call if the caller does not say.
const USUAL: u32 = 1_000;
/// Records checked by one call at most.
const MOST: u32 = 10_000;
/// Records held at once.
const STRETCH: u32 = 500;

impl Operation for Reconcile {
    const NAME: &'static str = "audit.reconcile";
    const PERMISSION: Permission = Permission::AuditView;
    const ROUTE: Route = Route::get("/audit/reconcile");
    const MODE: Mode = Mode::Read;
    type Output = Reconciliation;

    fn execute(self, cx: &mut Context<'_>) -> Result<Reconciliation> {
        cx.access().require_all(Permission::AuditView)?;
        let mut left = self.limit.unwrap_or(USUAL);
        if !(1..=MOST).contains(&left) {
            let reason = format!("a call checks 1 to {MOST} records");
            return Err(Error::invalid("limit", reason));
        }
        let mut found = Reconciliation::default();
        let mut from = self.after;
        let begun = |decl: &&&RecordDecl| from.is_some_and(|from| decl.kind != from.kind);
        let kinds: Vec<_> = records::DECLARATIONS.iter().skip_while(begun).collect();
        for decl in kinds {
            let mut after = from.take().map(|from| from.id);
            loop {
                let asked = left.min(STRETCH);
                let rows = stretch(cx, decl, after, asked)?;
                found.look_at(cx, decl, &rows)?;
                let read = u32::try_from(rows.len()).unwrap_or(asked);
                left -= read;
                let Some(last) = rows.last().filter(|_| read == asked) else {
                    break;
                };
                after = Some(last.id);
                if left == 0 {
                    let (kind, id) = (decl.kind, last.id);
                    found.next = Some(RecordRef { kind, id });
                    return Ok(found);
                }
            }
            found.add_up(cx, decl)?;
        }
        Ok(found)
    }
}

/// The next records of a kind by id, archived and merged ones too.
fn stretch(
    cx: &mut Context<'_>,
    decl: &'static RecordDecl,
    after: Option<Uuid>,
    limit: u32,
) -> Result<Vec<Row>> {
    let mut select = Select::all(decl).sort(Target::Id, false).limit(limit);
    select.after = after.map(|id| Keyset {
        value: Value::Id(id),
        id,
    });
    cx.store().select(&select)
}

/// The references of a record that have to lead somewhere. Users and teams are the host's, which may
/// name a team that is no record here.
fn checked(
    decl: &'static RecordDecl,
    row: &Row,
) -> impl Iterator<Item = (&'static FieldDecl, RecordRef)> {
    let all = outgoing_all(decl, row).into_iter();
    all.filter(|(_, to)| to.kind != RecordKind::Team)
}

impl Reconciliation {
    fn add(&mut self, record: RecordRef, field: &str, problem: Problem) {
        self.inconsistencies.push(Inconsistency {
            record_kind: record.kind,
            id: record.id,
            field: field.to_owned(),
            problem,
        });
    }

    /// Checks records of one kind.
    fn look_at(
        &mut self,
        cx: &mut Context<'_>,
        decl: &'static RecordDecl,
        rows: &[Row],
    ) -> Result<()> {
        let mut named: BTreeMap<RecordKind, BTreeSet<Uuid>> = BTreeMap::new();
        for (_, to) in rows.iter().flat_map(|row| checked(decl, row)) {
            named.entry(to.kind).or_default().insert(to.id);
        }
        let mut exist = BTreeSet::new();
        for (kind, ids) in named {
            let ids: Vec<Uuid> = ids.into_iter().collect();
            exist.extend(existing(cx, kind, &ids)?);
        }
        for row in rows {
            let (kind, id) = (decl.kind, row.id);
            let record = RecordRef { kind, id };
            for (field, to) in checked(decl, row) {
                if !exist.contains(&to) {
                    self.add(record, field.name, Problem::MissingRecord);
                }
            }
            let stale = match kind {
                RecordKind::Link => link::stale_times(cx, &ItemLink::from_row(row.clone())?)?,
                _ => stale_times(cx, decl, row)?,
            };
            for field in stale {
                self.add(record, field, Problem::StaleTime);
            }
        }
        Ok(())
    }

    /// Compares the sums that the store keeps of a kind with those of its records.
    fn add_up(&mut self, cx: &mut Context<'_>, decl: &'static RecordDecl) -> Result<()> {
        let Some(tallied) = Tallied::of(decl) else {
            return Ok(());
        };
        let Some(field) = decl.fields.get(tallied.amount) else {
            return Ok(());
        };
        let mut sums: BTreeMap<Uuid, Tally> = BTreeMap::new();
        let mut after = None;
        loop {
            let rows = stretch(cx, decl, after, STRETCH)?;
            for share in rows.iter().filter_map(|row| tallied.share(row)) {
                sums.entry(share.group)
                    .or_default()
                    .add(share.currency, share.sum);
            }
            match rows.last().filter(|_| rows.len() == STRETCH as usize) {
                Some(last) => after = Some(last.id),
                None => break,
            }
        }
        let kept = cx.store().tallies(decl)?;
        let groups: BTreeSet<&Uuid> = sums.keys().chain(kept.keys()).collect();
        for id in groups {
            if sums.get(id) != kept.get(id) {
                let (kind, id) = (decl.kind, *id);
                self.add(RecordRef { kind, id }, field.name, Problem::StaleSum);
            }
        }
        Ok(())
    }
}

//! Which merges made a record what it is.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::record::{Merge, MergeId};
use crate::access::{Permission, plain_answer};
use crate::error::{RecordRef, Result};
use crate::field::{Record, RecordKind, UserId, Value, meta, place};
use crate::operation::{Context, Mode, Operation, Route};
use crate::page;
use crate::query::{Filter, Keyset, Select, Target};
use crate::records;
use crate::reference::{AT_A_TIME, seen_among};
use crate::value::Timestamp;

/// Lists the merges that made a record what it is, newest first, a page at a time: its own, and
/// those of records that went into it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListMerges {
    /// The kind of record.
    pub kind: RecordKind,
    /// Which record; the id of a merged one leads to its survivor.
    pub id: Uuid,
    /// Where to go on: the `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<MergeId>,
    /// How many merges; 50 if absent, 500 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Merges of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MergeList {
    /// Newest first.
    pub merges: Vec<MergeSummary>,
    /// Where the next page goes on; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<MergeId>,
}

/// One merge, without what it changed: that is in the history of the records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MergeSummary {
    /// The merge; undoing it takes this.
    pub id: MergeId,
    /// When it was done.
    pub at: Timestamp,
    /// Who did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<UserId>,
    /// The record that the others went into; another than the one asked about if it was merged on.
    pub survivor_id: Uuid,
    /// The records that went; once it was undone, those of them that the caller sees.
    pub ids: Vec<Uuid>,
    /// When it was undone, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone_at: Option<Timestamp>,
    /// Who undid it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone_by: Option<UserId>,
}

plain_answer!(MergeList);

/// The fields of a merge that a summary tells of. What followed is a lot and stays where it is.
const TOLD: [usize; 6] = [
    meta::CREATED_AT,
    meta::CREATED_BY,
    place!(Merge, "survivor_id"),
    place!(Merge, "records"),
    place!(Merge, "undone_at"),
    place!(Merge, "undone_by"),
];

impl Operation for ListMerges {
    const NAME: &'static str = "merge.list";
    const PERMISSION: Permission = Permission::ContactView;
    const ROUTE: Route = Route::get("/merge");
    const MODE: Mode = Mode::Read;
    type Output = MergeList;

    fn permission(&self) -> Permission {
        records::view(self.kind)
    }

    fn execute(self, cx: &mut Context<'_>) -> Result<MergeList> {
        let RecordRef { kind, id } = records::require_view(
            cx,
            RecordRef {
                kind: self.kind,
                id: self.id,
            },
        )?;
        let size = page::limit(self.limit)?;
        let decl = records::declaration(kind);
        let into = Filter::equals(Target::Field(meta::MERGED_INTO), Value::Id(id));
        let redirects = Select {
            fields: Some(Vec::new()),
            ..Select::all(decl).filter(into)
        };
        let redirects = cx.store().select(&redirects)?;
        let leading: BTreeSet<Uuid> = redirects.iter().map(|row| row.id).collect();
        let survivors = std::iter::once(id).chain(leading.iter().copied());
        let survivors: Vec<Value> = survivors.map(Value::Id).collect();
        let of_kind = Target::Field(place!(Merge, "record_kind"));
        let of_kind = Filter::equals(of_kind, Value::Text(kind.name().to_owned()));
        let mut found: Vec<Merge> = Vec::new();
        for survivors in survivors.chunks(AT_A_TIME) {
            let among = Filter::In {
                target: Target::Field(place!(Merge, "survivor_id")),
                operands: survivors.to_vec(),
            };
            let mut select = Select::all(Merge::DECL)
                .filter(among)
                .filter(of_kind.clone())
                .sort(Target::Id, true)
                .limit(size.saturating_add(1));
            select.fields = Some(TOLD.to_vec());
            select.after = self.cursor.map(|after| Keyset {
                value: Value::Id(after.uuid()),
                id: after.uuid(),
            });
            found.extend(cx.peek_all::<Merge>(select)?);
        }
        found.sort_by_key(|merge| std::cmp::Reverse(merge.id));
        let more = found.len() > size as usize;
        found.truncate(size as usize);
        let last = found.last().filter(|_| more);
        let next = last.map(|merge| merge.id);
        let mut merges: Vec<MergeSummary> = found.iter().map(MergeSummary::of).collect();
        narrow(cx, kind, &leading, &mut merges)?;
        Ok(MergeList { merges, next })
    }
}

/// Who went leads to the record asked about, so it is as much in sight; who was parted from it again
/// is a record by itself, and in sight or not (semantics 4.12).
fn narrow(
    cx: &mut Context<'_>,
    kind: RecordKind,
    leading: &BTreeSet<Uuid>,
    merges: &mut [MergeSummary],
) -> Result<()> {
    let parted = || merges.iter().filter(|merge| merge.undone_at.is_some());
    let ids = parted().flat_map(|merge| &merge.ids).copied();
    let apart: BTreeSet<Uuid> = ids.filter(|id| !leading.contains(id)).collect();
    let seen = seen_among(cx, apart.iter().map(|id| RecordRef { kind, id: *id }))?;
    for merge in merges {
        merge
            .ids
            .retain(|id| !apart.contains(id) || seen.contains(&RecordRef { kind, id: *id }));
    }
    Ok(())
}

impl MergeSummary {
    fn of(merge: &Merge) -> Self {
        Self {
            id: merge.id,
            at: merge.created_at,
            by: merge.created_by,
            survivor_id: merge.survivor_id,
            ids: merge.gone().collect(),
            undone_at: merge.undone_at,
            undone_by: merge.undone_by,
        }
    }
}

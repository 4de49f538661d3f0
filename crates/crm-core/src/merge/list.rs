//! Which merges made a record what it is.

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
    /// The records that went.
    pub ids: Vec<Uuid>,
    /// When it was undone, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone_at: Option<Timestamp>,
    /// Who undid it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone_by: Option<UserId>,
}

plain_answer!(MergeList);

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
        let mut survivors = vec![Value::Id(id)];
        for row in cx.store().select(&Select::all(decl).filter(into))? {
            survivors.push(Value::Id(row.id));
        }
        let among = Filter::In {
            target: Target::Field(place!(Merge, "survivor_id")),
            operands: survivors,
        };
        let of_kind = Target::Field(place!(Merge, "record_kind"));
        let mut select = Select::all(Merge::DECL)
            .filter(among)
            .filter(Filter::equals(of_kind, Value::Text(kind.name().to_owned())))
            .sort(Target::Id, true)
            .limit(size.saturating_add(1));
        select.after = self.cursor.map(|after| Keyset {
            value: Value::Id(after.uuid()),
            id: after.uuid(),
        });
        let mut found: Vec<Merge> = cx.peek_all(select)?;
        let more = found.len() > size as usize;
        found.truncate(size as usize);
        let last = found.last().filter(|_| more);
        Ok(MergeList {
            next: last.map(|merge| merge.id),
            merges: found.iter().map(MergeSummary::of).collect(),
        })
    }
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

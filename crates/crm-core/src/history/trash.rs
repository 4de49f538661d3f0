//! What the archive holds.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::access::{Access, Answer, Permission};
use crate::error::{Error, Result};
use crate::field::{RecordKind, meta};
use crate::operation::{Context, Mode, Operation, Route};
use crate::page::{self, PageRequest, RowPage};
use crate::query::{Filter, Target};
use crate::records;
use crate::snapshot::Snapshot;

/// Lists the records of a kind that are in the archive, what was archived last first. Records that
/// others took over are not among them: they are not gone, and their ids lead on.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListTrash {
    /// The kind of record: an entity, such as a contact, or what is about them, such as a note.
    pub record_kind: RecordKind,
    /// Where to go on: the `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// How many records; 50 if absent, 500 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// A page of archived records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TrashPage {
    /// What was archived last first; `archived_at` is when and `updated_by` who.
    pub records: Vec<Snapshot>,
    /// The cursor of the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// How many the archive has.
    pub total: u64,
}

impl Answer for TrashPage {
    fn project(&mut self, access: &Access) {
        self.records.project(access);
    }
}

impl Operation for ListTrash {
    const NAME: &'static str = "trash.list";
    const PERMISSION: Permission = Permission::ContactView;
    const ROUTE: Route = Route::get("/trash/{record_kind}");
    const MODE: Mode = Mode::Read;
    type Output = TrashPage;

    fn permission(&self) -> Permission {
        records::view(self.record_kind)
    }

    fn execute(self, cx: &mut Context<'_>) -> Result<TrashPage> {
        if !records::carries(self.record_kind) {
            let reason = format!("a {} is archived with others", self.record_kind.noun());
            return Err(Error::invalid("record_kind", reason));
        }
        let decl = records::declaration(self.record_kind);
        let archived = Filter::IsSet(Target::Field(meta::ARCHIVED_AT))
            .and(Filter::IsSet(Target::Field(meta::MERGED_INTO)).negate());
        // An archived record does not change, so the time of its last change, which has an
        // index, is that of its archiving.
        let request = PageRequest {
            sort: Some("-updated_at".to_owned()),
            cursor: self.cursor,
            limit: self.limit,
            archived: true,
            count: true,
        };
        let RowPage { rows, next, total } =
            page::rows_by(cx, decl, &request, vec![archived], None)?;
        let records = rows
            .into_iter()
            .map(|row| Snapshot::of(self.record_kind, row))
            .collect::<Result<_>>()?;
        Ok(TrashPage {
            records,
            next,
            total: total.unwrap_or_default(),
        })
    }
}

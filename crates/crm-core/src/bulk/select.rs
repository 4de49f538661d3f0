//! What a bulk change is about: a selection, frozen to ids.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::field::{RecordKind, meta};
use crate::operation::{Context, live};
use crate::query::{Filter, Select, Target};
use crate::records;
use crate::segment::{SegmentId, Selection};

/// Which records: ids, a segment, or a rule.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkSelection {
    /// These records.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<Uuid>,
    /// The present members of a segment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segment_id: Option<SegmentId>,
    /// The records that a rule selects now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
}

/// A bulk change is about at most this many records.
const MOST: u32 = 100_000;

/// The ids that a selection means now, each once: in the given order, or by id. Records that the
/// actor does not see are not among those of a segment or rule.
pub(super) fn freeze(
    cx: &mut Context<'_>,
    kind: RecordKind,
    selection: BulkSelection,
) -> Result<Vec<Uuid>> {
    let ruled = selection.segment_id.is_some() || selection.rule.is_some();
    if ruled != selection.ids.is_empty() {
        let reason = "either ids, or a segment, or a rule is needed";
        return Err(Error::invalid("selection.ids", reason));
    }
    let ids = if ruled {
        by_rule(cx, kind, selection)?
    } else {
        let mut known = BTreeSet::new();
        let ids = selection.ids.into_iter();
        ids.filter(|id| known.insert(*id)).collect()
    };
    if ids.len() > MOST as usize {
        let reason = "too many records for one bulk change";
        return Err(Error::limit("bulk_records", MOST.into(), reason).at("selection"));
    }
    Ok(ids)
}

fn by_rule(cx: &mut Context<'_>, kind: RecordKind, given: BulkSelection) -> Result<Vec<Uuid>> {
    let saved = given.segment_id.is_some();
    let selection = Selection {
        id: given.segment_id,
        record_kind: (!saved).then_some(kind),
        rule: given.rule,
    };
    let checked = selection.check(cx).map_err(|e| e.inside("selection"))?;
    if checked.decl.kind != kind {
        let reason = format!("this segment selects {}s", checked.decl.kind.noun());
        return Err(Error::invalid("selection.segment_id", reason));
    }
    let sight = cx.access().condition(records::view(kind), checked.decl);
    let filter = live().and(checked.filter()).and(sight);
    let mut select = Select::all(checked.decl)
        .filter(filter)
        .limit(MOST.saturating_add(1));
    select.fields = Some(Vec::new());
    let rows = cx.store().select(&select)?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Which of the records may not be dealt with at all: those that another took over meanwhile.
pub(super) fn is_merged(cx: &mut Context<'_>, kind: RecordKind, id: Uuid) -> Result<bool> {
    let merged = Filter::equals(Target::Id, crate::field::Value::Id(id))
        .and(Filter::IsSet(Target::Field(meta::MERGED_INTO)));
    Ok(cx.store().count(records::declaration(kind), &merged)? > 0)
}

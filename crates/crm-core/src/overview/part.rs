//! One part: the records of a kind that refer to a record or are linked to it.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::OverviewPart;
use crate::error::{Error, RecordRef, Result};
use crate::field::{Record, RecordDecl, RecordKind, Row, Value, place};
use crate::link::{self, ItemLink};
use crate::operation::{Context, live};
use crate::page::{self, PageRequest, RowPage};
use crate::query::{Filter, Select, Target};
use crate::records;
use crate::reference::{outgoing, references};
use crate::snapshot::Snapshot;

/// Reads a part, newest first: a page and its number, and one question for each kind of other end.
pub(super) fn read(
    cx: &mut Context<'_>,
    record: RecordRef,
    kind: RecordKind,
    cursor: Option<String>,
    limit: Option<u32>,
) -> Result<OverviewPart> {
    let decl = records::declaration(kind);
    let refers = refers_to(cx, record, kind)?;
    let mut part = OverviewPart {
        kind,
        withheld: false,
        total: 0,
        withheld_ends: 0,
        items: Vec::new(),
        others: Vec::new(),
        next: None,
    };
    let view = records::view(kind);
    let Some(refers) = refers.filter(|_| cx.access().scope(view).is_some()) else {
        part.withheld = true;
        return Ok(part);
    };
    let request = PageRequest {
        sort: Some("-created_at".to_owned()),
        cursor,
        limit,
        archived: false,
        count: true,
    };
    if kind == RecordKind::Association && cx.access().sight(decl) != Filter::All {
        let all = refers.clone().and(live());
        part.withheld_ends = cx.store().count(decl, &all)?;
    }
    let RowPage { rows, next, total } = cx.under(view, |cx| {
        page::rows_by(cx, decl, &request, vec![refers], None)
    })?;
    part.others = others(cx, decl, record, &rows)?;
    for row in rows {
        part.items.push(Snapshot::of(kind, row)?);
    }
    part.total = total.unwrap_or_default();
    part.withheld_ends = part.withheld_ends.saturating_sub(part.total);
    part.next = next;
    Ok(part)
}

/// The records of a kind that refer to a record, or are linked to it. Nothing if every field that
/// says so is hidden from the actor: being in the part would tell its value.
fn refers_to(cx: &Context<'_>, record: RecordRef, kind: RecordKind) -> Result<Option<Filter>> {
    if records::ITEMS.contains(&kind) {
        // What an item is about is said by its links.
        let field = ItemLink::DECL.fields.get(place!(ItemLink, "record_id"));
        let readable = field.is_some_and(|field| {
            let access = cx.access();
            access.require_read(ItemLink::DECL, field, false).is_ok()
        });
        return Ok(readable.then(|| link::about(record.id)));
    }
    let of_kind: Vec<_> = references(record.kind)
        .iter()
        .filter(|reference| reference.decl.kind == kind)
        .collect();
    if of_kind.is_empty() {
        let reason = format!("{}s do not refer to {}s", kind.noun(), record.kind.noun());
        return Err(Error::invalid("part", reason));
    }
    let readable: Vec<Filter> = of_kind
        .into_iter()
        .filter(|reference| {
            let field = reference.decl.fields.get(reference.field);
            field.is_some_and(|field| {
                let access = cx.access();
                access.require_read(reference.decl, field, false).is_ok()
            })
        })
        .map(|reference| reference.to(record.kind, record.id))
        .collect();
    Ok((!readable.is_empty()).then_some(Filter::Or(readable)))
}

/// What stands at the other ends of records, each once, as far as the actor sees it.
fn others(
    cx: &mut Context<'_>,
    decl: &'static RecordDecl,
    subject: RecordRef,
    rows: &[Row],
) -> Result<Vec<Snapshot>> {
    let mut ids: BTreeMap<RecordKind, BTreeSet<Uuid>> = BTreeMap::new();
    for row in rows {
        for (field, to) in outgoing(decl, row) {
            let readable = cx.access().require_read(decl, field, false).is_ok();
            if field.fixed && to != subject && readable {
                ids.entry(to.kind).or_default().insert(to.id);
            }
        }
    }
    let mut found = Vec::new();
    for (kind, ids) in ids {
        let decl = records::declaration(kind);
        let among = Filter::In {
            target: Target::Id,
            operands: ids.into_iter().map(Value::Id).collect(),
        };
        let sight = cx.access().condition(records::view(kind), decl);
        let select = Select::all(decl).filter(among).filter(sight);
        for row in cx.store().select(&select)? {
            found.push(Snapshot::of(kind, row)?);
        }
    }
    Ok(found)
}

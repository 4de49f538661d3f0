//! Applying a bulk change, one step at a time.

use super::act::act;
use super::plan::note;
use super::record::{Bulk, BulkItem, BulkOutcome, BulkStatus};
use crate::error::{RecordRef, Result};
use crate::field::{Record, Value, place};
use crate::operation::Context;
use crate::query::{Filter, Keyset, Op, Select, Target};

/// Deals with the next records, at most `records`, and answers the bulk change as it stands.
/// Whatever a rule refuses is the record's outcome; only a failure of the store ends the step.
pub(super) fn step(cx: &mut Context<'_>, before: &Bulk, records: u32) -> Result<Bulk> {
    cx.because_of(before.id.uuid());
    let action = before.action.clone().unwrap_or_default();
    let mut after = before.clone();
    for item in next(cx, before, records)? {
        let record = RecordRef {
            kind: before.record_kind,
            id: item.record_id,
        };
        let mut done = item.clone();
        match cx.attempt(|cx| act(cx, record, &action)) {
            Ok(true) => {
                done.outcome = BulkOutcome::Changed;
                after.changed += 1;
            }
            Ok(false) => {
                done.outcome = BulkOutcome::Unchanged;
                after.unchanged += 1;
            }
            Err(error) if error.code().is_failure() => return Err(error),
            Err(error) => {
                done.outcome = BulkOutcome::Refused;
                let code = serde_json::to_value(error.code()).ok();
                done.code = code.and_then(|code| code.as_str().map(str::to_owned));
                done.reason = Some(error.message().to_owned());
                done.field = error.field().map(str::to_owned);
                after.refused += 1;
            }
        }
        note(cx, Some(&item), done)?;
        after.processed += 1;
        after.reached_id = Some(item.id);
    }
    after.status = if after.processed >= after.total {
        BulkStatus::Completed
    } else {
        BulkStatus::Running
    };
    cx.save(before, after)
}

/// The next records that are not dealt with yet. Ids of items rise with their positions, so the
/// order of creation is that of the selection, and no step reads what earlier ones dealt with.
fn next(cx: &mut Context<'_>, bulk: &Bulk, records: u32) -> Result<Vec<BulkItem>> {
    let of_bulk = Filter::equals(
        Target::Field(place!(BulkItem, "bulk_id")),
        Value::Id(bulk.id.uuid()),
    );
    let beyond = Filter::Compare {
        target: Target::Field(place!(BulkItem, "position")),
        op: Op::Greater,
        operand: Value::Integer(bulk.processed.into()),
    };
    let mut select = Select::all(BulkItem::DECL)
        .filter(of_bulk.and(beyond))
        .limit(records);
    select.after = bulk.reached_id.map(|reached| Keyset {
        value: Value::Id(reached.uuid()),
        id: reached.uuid(),
    });
    cx.peek_all(select)
}

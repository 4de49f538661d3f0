//! How many rows a user may import (IMP-19, SEC-59).
//!
//! The tenant sets it. Rows of the last day count, in whatever imports they came; an import that
//! meets the limit waits where it is and goes on later.

use chrono::TimeDelta;

use super::Import;
use crate::error::{Error, Result};
use crate::field::{Record, Value, place};
use crate::operation::Context;
use crate::query::{Filter, Op, Select, Target};

/// How many of `wanted` rows the user who planned an import may still bring in.
pub(super) fn allowed(cx: &mut Context<'_>, import: &Import, wanted: u32) -> Result<u32> {
    let Some(limit) = cx.settings()?.import_rows_per_day else {
        return Ok(wanted);
    };
    let since = cx.now().checked_add(-TimeDelta::days(1));
    let by = import.created_by.unwrap_or(cx.access().actor().user);
    let recent = Filter::Compare {
        target: Target::Field(place!(Import, "updated_at")),
        op: Op::Greater,
        operand: since.map_or(Value::Null, Value::Instant),
    };
    let own = Filter::equals(
        Target::Field(place!(Import, "created_by")),
        Value::Id(by.uuid()),
    );
    let imports: Vec<Import> = cx.peek_all(Select::all(Import::DECL).filter(recent).filter(own))?;
    let used = imports.iter().fold(0_u32, |used, import| {
        used.saturating_add(import.processed_rows)
    });
    match limit.saturating_sub(used) {
        0 => {
            let reason = "the day's rows are used up; the import goes on later";
            Err(Error::limit("import_rows_per_day", limit.into(), reason))
        }
        left => Ok(left.min(wanted)),
    }
}

//! How many rows a user may import (IMP-19, SEC-59).
//!
//! The tenant sets it. The rows that were dealt with within the last 24 hours count, in whatever
//! imports they came and whatever was done to these since; an import that meets the limit waits
//! where it is and goes on later. Each import keeps how many rows it dealt with when, by the hour,
//! so that one question about the imports of the day tells, however many rows they have.

use chrono::TimeDelta;

use super::{Import, RecentRows};
use crate::error::{Error, Result};
use crate::field::{Record, Value, meta, place};
use crate::operation::Context;
use crate::query::{Filter, Op, Select, Target};
use crate::value::Timestamp;

/// How long rows count.
const WINDOW: TimeDelta = TimeDelta::days(1);
/// Rows of so short a time are kept as one number, as of the last of them.
const TOGETHER: TimeDelta = TimeDelta::hours(1);

/// How many of `wanted` rows the user who planned an import may still bring in.
pub(super) fn allowed(cx: &mut Context<'_>, import: &Import, wanted: u32) -> Result<u32> {
    let Some(limit) = cx.settings()?.import_rows_per_day else {
        return Ok(wanted);
    };
    let since = beginning(cx.now());
    let by = import.created_by.unwrap_or(cx.access().actor().user);
    // Dealing with rows stamps the import, so none that counts is older than the window.
    let recent = Filter::Compare {
        target: Target::Field(meta::UPDATED_AT),
        op: Op::Greater,
        operand: since.map_or(Value::Null, Value::Instant),
    };
    let own = Filter::equals(Target::Field(meta::CREATED_BY), Value::Id(by.uuid()));
    let select = Select {
        fields: Some(vec![place!(Import, "recent")]),
        ..Select::all(Import::DECL).filter(recent).filter(own)
    };
    let imports: Vec<Import> = cx.peek_all(select)?;
    let rows = imports.iter().flat_map(|import| &import.recent);
    let used = rows
        .filter(|recent| since.is_none_or(|since| recent.at > since))
        .fold(0_u32, |used, recent| used.saturating_add(recent.rows));
    match limit.saturating_sub(used) {
        0 => {
            let reason = "the day's rows are used up; the import goes on later";
            Err(Error::limit("import_rows_per_day", limit.into(), reason))
        }
        left => Ok(left.min(wanted)),
    }
}

/// Notes rows that an import deals with now, and forgets what counts no more.
pub(super) fn spend(recent: &mut Vec<RecentRows>, now: Timestamp, rows: u32) {
    let since = beginning(now);
    recent.retain(|recent| since.is_none_or(|since| recent.at > since));
    let hour = |at: Timestamp| {
        at.to_chrono()
            .timestamp()
            .div_euclid(TOGETHER.num_seconds())
    };
    match recent.last_mut() {
        Some(last) if hour(last.at) == hour(now) => {
            last.at = last.at.max(now);
            last.rows = last.rows.saturating_add(rows);
        }
        _ => recent.push(RecentRows { at: now, rows }),
    }
}

/// After which instant rows count.
fn beginning(now: Timestamp) -> Option<Timestamp> {
    now.checked_add(-WINDOW)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a failing unwrap is the failing test

    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever is dealt with when, no row is forgotten that still counts, and the list stays
        /// short.
        #[test]
        fn rows_count_for_a_day_at_least_and_take_little_room_imp_19(
            steps in prop::collection::vec((0_i64..200, 1_u32..9), 1..300),
        ) {
            let mut now: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
            let mut recent = Vec::new();
            let mut all: Vec<(Timestamp, u32)> = Vec::new();
            for (minutes, rows) in steps {
                now = now.checked_add(TimeDelta::minutes(minutes)).unwrap();
                spend(&mut recent, now, rows);
                all.push((now, rows));
                let since = beginning(now).unwrap();
                let kept: u32 = recent.iter().map(|recent| recent.rows).sum();
                let of = |since: Timestamp| -> u32 {
                    all.iter().filter(|(at, _)| *at > since).map(|(_, rows)| rows).sum()
                };
                prop_assert!(kept >= of(since));
                prop_assert!(kept <= of(since.checked_add(-TOGETHER).unwrap()));
                prop_assert!(recent.len() <= 25, "{}", recent.len());
            }
        }
    }
}

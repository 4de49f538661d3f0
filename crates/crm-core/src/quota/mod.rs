//! How much of what is dear a user may do in a time (BLK-13, SEC-60, IMP-27).
//!
//! The tenant sets it, and nothing is counted that it did not limit. What is used is kept by hours of
//! the clock, of one day: so a limit lifts at the beginning of an hour, and whoever meets it is told of
//! which. Counting is part of the transaction of what is counted: a call that fails uses nothing, and
//! two calls at once cannot both use what is left.
//!
//! ```
//! use crm_core::error::ErrorCode;
//! use crm_core::export::ExportContacts;
//! use crm_core::field::Patch;
//! use crm_core::settings::{SettingsPatch, UpdateSettings};
//!
//! let session = crm_core::memory::session("admin");
//! session.settings().update(UpdateSettings {
//!     patch: SettingsPatch { export_rows_per_hour: Patch::Set(0), ..SettingsPatch::default() },
//!     ..UpdateSettings::default()
//! })?;
//! let refused = session.exports().contacts(ExportContacts::default()).unwrap_err();
//! assert_eq!(refused.code(), ErrorCode::Limit);
//! # Ok::<(), crm_core::Error>(())
//! ```

mod left;
mod record;
#[cfg(test)]
mod tests;

pub use left::{Left, Quota, UsedInHour, Window, left};
pub use record::{Metered, Usage, UsageDraft, UsageId, UsagePatch};

use chrono::TimeDelta;

use crate::error::{Error, Result};
use crate::field::{Id, Record, Value, place};
use crate::operation::Context;
use crate::port::{Change, Indexing};
use crate::query::{Filter, Select, Target};
use crate::settings::Settings;

/// Uses one of something, or refuses to.
pub(crate) fn take(cx: &mut Context<'_>, what: Metered) -> Result<()> {
    require(cx, what)?;
    count(cx, what, 1)
}

/// How many of something are left to the actor now; refused if none are.
pub(crate) fn require(cx: &mut Context<'_>, what: Metered) -> Result<u32> {
    let quota = what.quota(&*cx.settings()?);
    if quota == Quota::default() {
        return Ok(u32::MAX);
    }
    let used = usage(cx, what)?.map(|usage| usage.hours);
    let left = left(&used.unwrap_or_default(), quota, cx.now());
    if left.count > 0 {
        return Ok(left.count);
    }
    let (window, maximum) = left.limit.unwrap_or_default();
    let name = what.limit(window);
    let message = "what you may do of this in the time is used up";
    let error = Error::limit(name, maximum.into(), message);
    let retry_at = left.retry_at.and_then(|at| serde_json::to_value(at).ok());
    Err(match retry_at {
        Some(at) => error.with("retry_at", at),
        None => error,
    })
}

/// Counts what the actor used of something, if it is limited.
pub(crate) fn count(cx: &mut Context<'_>, what: Metered, used: u32) -> Result<()> {
    if used == 0 || what.quota(&*cx.settings()?) == Quota::default() {
        return Ok(());
    }
    let before = usage(cx, what)?;
    let mut after = before.clone().unwrap_or_else(|| Usage {
        user_id: cx.access().actor().user,
        what,
        ..Usage::default()
    });
    let now = cx.now();
    let day_ago = now.checked_add(-TimeDelta::days(1)).unwrap_or(now);
    after.hours.retain(|hour| hour.hour > day_ago);
    let hour = left::hour_of(now);
    match after.hours.iter_mut().find(|one| one.hour == hour) {
        Some(this) => this.count = this.count.saturating_add(used),
        None => after.hours.push(UsedInHour { hour, count: used }),
    }
    keep(cx, before.as_ref(), after)
}

/// What the actor used of something.
fn usage(cx: &mut Context<'_>, what: Metered) -> Result<Option<Usage>> {
    let user = cx.access().actor().user;
    let of_user = Filter::equals(
        Target::Field(place!(Usage, "user_id")),
        Value::Id(user.uuid()),
    );
    let of_this = Filter::equals(
        Target::Field(place!(Usage, "what")),
        Value::Text(what.name().to_owned()),
    );
    let select = Select::all(Usage::DECL).filter(of_user).filter(of_this);
    Ok(cx.peek_all(select.limit(1))?.pop())
}

/// Keeps a count. It is a note of the engine's own: what it counts has entries in the audit chain.
fn keep(cx: &mut Context<'_>, before: Option<&Usage>, mut after: Usage) -> Result<()> {
    let mut meta = after.meta();
    if before.is_none() {
        meta.id = Id::new(cx.new_id());
        meta.created_at = cx.now();
        meta.created_by = Some(after.user_id);
    }
    meta.version = meta.version.saturating_add(1);
    meta.updated_at = cx.now();
    meta.updated_by = Some(after.user_id);
    after.set_meta(meta);
    let none = Indexing::default();
    cx.put(&Change {
        decl: Usage::DECL,
        before: before.map(Record::to_row).as_ref(),
        after: &after.to_row(),
        was: &none,
        is: &none,
    })
}

impl Metered {
    /// What the tenant allows of it.
    fn quota(self, settings: &Settings) -> Quota {
        let (per_hour, per_day) = match self {
            Self::BulkCalls => (settings.bulk_calls_per_hour, settings.bulk_calls_per_day),
            Self::ExportedRows => (settings.export_rows_per_hour, settings.export_rows_per_day),
        };
        Quota { per_hour, per_day }
    }

    /// The setting that limits it in a window.
    const fn limit(self, window: Window) -> &'static str {
        match (self, window) {
            (Self::BulkCalls, Window::Hour) => "bulk_calls_per_hour",
            (Self::BulkCalls, Window::Day) => "bulk_calls_per_day",
            (Self::ExportedRows, Window::Hour) => "export_rows_per_hour",
            (Self::ExportedRows, Window::Day) => "export_rows_per_day",
        }
    }
}

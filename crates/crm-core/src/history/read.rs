//! Reading records as they were.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;

use super::fold::{Folded, RecordState, difference, fold};
use crate::access::{Access, Answer, Permission, Veil};
use crate::audit::{AuditEntry, FieldChange, project_changes, require_readable};
use crate::error::{Error, RecordRef, Result};
use crate::field::{RecordKind, UserId};
use crate::operation::{Context, Mode, Operation, Route};
use crate::page;
use crate::port::AuditQuery;
use crate::records;
use crate::snapshot::Snapshot;
use crate::value::Timestamp;

/// A point in a record's life: an instant or a version.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Moment {
    /// The instant, UTC; what was written at it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// The version, in place of an instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
}

impl Moment {
    /// The entries up to this point. The order of the chain counts, whatever clocks did.
    pub(super) fn cut<'a>(&self, entries: &'a [AuditEntry]) -> Result<&'a [AuditEntry]> {
        let last = match (self.at, self.version) {
            (Some(at), None) => entries.iter().rposition(|entry| entry.at <= at),
            (None, Some(version)) => entries.iter().rposition(|entry| entry.version <= version),
            _ => {
                let reason = "either an instant or a version is needed, and not both";
                return Err(Error::invalid("at", reason));
            }
        };
        let end = last.map_or(0, |last| last.saturating_add(1));
        Ok(entries.get(..end).unwrap_or_default())
    }
}

/// Every entry of a record, oldest first, if the actor may read its past.
pub(super) fn past(cx: &mut Context<'_>, record: RecordRef) -> Result<Vec<AuditEntry>> {
    let entries = cx.store().audit(&AuditQuery {
        earlier_than: None,
        record: Some(record),
        cause: None,
        after: None,
        newest_first: false,
        limit: u32::MAX,
    })?;
    require_readable(cx, record, !entries.is_empty())?;
    Ok(entries)
}

/// Reads a record as it was at an instant or in a version.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetAsOf {
    /// The kind of record.
    pub record_kind: RecordKind,
    /// Which record.
    pub id: Uuid,
    /// When.
    #[serde(flatten)]
    pub moment: Moment,
}

/// A record as it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RecordAsOf {
    /// What had become of it.
    pub state: RecordState,
    /// Its version and its fields then, without who and when, which the history has.
    pub snapshot: Snapshot,
    /// When it had last changed; absent if it did not exist yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_at: Option<Timestamp>,
    /// Whether values are missing because the person was erased.
    #[serde(default)]
    pub erased: bool,
}

impl RecordAsOf {
    fn of(record: RecordRef, folded: Folded) -> Self {
        Self {
            state: folded.state,
            snapshot: Snapshot {
                record,
                version: folded.version,
                fields: folded.fields,
                masked: Vec::new(),
            },
            changed_at: folded.changed_at,
            erased: folded.erased,
        }
    }
}

impl Answer for RecordAsOf {
    fn project(&mut self, access: &Access) {
        self.snapshot.project(access);
    }
}

impl Operation for GetAsOf {
    const NAME: &'static str = "history.as_of";
    const PERMISSION: Permission = Permission::ContactView;
    const ROUTE: Route = Route::get("/history/{record_kind}/{id}/as-of");
    const MODE: Mode = Mode::Read;
    type Output = RecordAsOf;

    fn permission(&self) -> Permission {
        records::view(self.record_kind)
    }

    fn execute(self, cx: &mut Context<'_>) -> Result<RecordAsOf> {
        let record = RecordRef {
            kind: self.record_kind,
            id: self.id,
        };
        let entries = past(cx, record)?;
        let then = self.moment.cut(&entries)?;
        let folded = fold(records::declaration(record.kind), then);
        Ok(RecordAsOf::of(record, folded))
    }
}

/// Compares a record at two points of its life.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct CompareVersions {
    /// The kind of record.
    pub record_kind: RecordKind,
    /// Which record.
    pub id: Uuid,
    /// The earlier point.
    pub from: Moment,
    /// The later point; now if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Moment>,
}

/// What differs between two points of a record's life.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct VersionDifference {
    /// Which record.
    pub record: RecordRef,
    /// Its version at the earlier point; 0 if it did not exist yet.
    pub from_version: u64,
    /// Its version at the later point.
    pub to_version: u64,
    /// The fields that differ, by name.
    pub changes: Vec<FieldChange>,
}

impl Answer for VersionDifference {
    fn project(&mut self, access: &Access) {
        project_changes(&mut self.changes, self.record, access);
    }
}

impl Operation for CompareVersions {
    const NAME: &'static str = "history.compare";
    const PERMISSION: Permission = Permission::ContactView;
    const ROUTE: Route = Route::post("/history/{record_kind}/{id}/compare");
    const MODE: Mode = Mode::Read;
    type Output = VersionDifference;

    fn permission(&self) -> Permission {
        records::view(self.record_kind)
    }

    fn execute(self, cx: &mut Context<'_>) -> Result<VersionDifference> {
        let record = RecordRef {
            kind: self.record_kind,
            id: self.id,
        };
        let decl = records::declaration(record.kind);
        let entries = past(cx, record)?;
        let from = self.from.cut(&entries).map_err(|e| e.inside("from"))?;
        let to = match &self.to {
            Some(to) => to.cut(&entries).map_err(|e| e.inside("to"))?,
            None => &entries,
        };
        let (from, to) = (fold(decl, from), fold(decl, to));
        Ok(VersionDifference {
            record,
            from_version: from.version,
            to_version: to.version,
            changes: difference(&from.fields, &to.fields),
        })
    }
}

/// Reads which values one field of a record has had, newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetFieldHistory {
    /// The kind of record.
    pub record_kind: RecordKind,
    /// Which record.
    pub id: Uuid,
    /// The field, or a custom one as `custom.<name>`.
    pub field: String,
    /// How many values at most; 50 if absent, 500 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// The values of a field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FieldHistory {
    /// Which record.
    pub record: RecordRef,
    /// The field.
    pub field: String,
    /// Newest first; the first is the present value.
    pub periods: Vec<FieldPeriod>,
}

/// One value of a field and how long it stood.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FieldPeriod {
    /// The value, in wire form; absent if it was unset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Json>,
    /// Since when.
    pub from: Timestamp,
    /// Until when; absent if it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Who set it.
    pub by: UserId,
    /// Through which operation.
    pub operation: String,
    /// What that was part of: an import, a merge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Uuid>,
    /// The version of the record that had it first.
    pub version: u64,
}

impl Answer for FieldHistory {
    fn project(&mut self, access: &Access) {
        let veil = Veil::over(access, records::declaration(self.record.kind), &self.field);
        if !veil.shows() {
            self.periods.clear();
        }
        if veil.is_clear() && !self.periods.is_empty() {
            access.tells(self.record, &self.field);
        }
        for period in &mut self.periods {
            period.value = period.value.take().and_then(|value| veil.through(value));
        }
    }
}

impl Operation for GetFieldHistory {
    const NAME: &'static str = "history.field";
    const PERMISSION: Permission = Permission::ContactView;
    const ROUTE: Route = Route::get("/history/{record_kind}/{id}/fields/{field}");
    const MODE: Mode = Mode::Read;
    type Output = FieldHistory;

    fn permission(&self) -> Permission {
        records::view(self.record_kind)
    }

    fn execute(self, cx: &mut Context<'_>) -> Result<FieldHistory> {
        let record = RecordRef {
            kind: self.record_kind,
            id: self.id,
        };
        let limit = page::limit(self.limit)? as usize;
        let decl = records::declaration(record.kind);
        let known = self.field.starts_with("custom.") || decl.field(&self.field).is_some();
        // A field that the actor may not see is refused like one that there is not.
        if !known || !Veil::over(cx.access(), decl, &self.field).shows() {
            let reason = format!("a {} has no such field", record.kind.noun());
            return Err(Error::invalid("field", reason));
        }
        let entries = past(cx, record)?;
        let mut periods: Vec<FieldPeriod> = Vec::new();
        let mut until = None;
        for entry in entries.iter().rev() {
            let change = entry.changes.iter().find(|c| c.field == self.field);
            if let Some(change) = change {
                periods.push(FieldPeriod {
                    value: change.new.clone(),
                    from: entry.at,
                    until: until.replace(entry.at),
                    by: entry.actor,
                    operation: entry.operation.clone(),
                    cause: entry.cause,
                    version: entry.version,
                });
            }
            if periods.len() == limit {
                break;
            }
        }
        Ok(FieldHistory {
            record,
            field: self.field,
            periods,
        })
    }
}

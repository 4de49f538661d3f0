//! Who was told what: reads that the tenant has recorded, and exports (AUD-03).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;

use super::{Action, AuditEntry, FieldChange};
use crate::access::{Access, Answer, Permission, Told, Veil};
use crate::error::{RecordRef, Result};
use crate::field::UserId;
use crate::operation::{Context, Mode, Operation, Route};
use crate::page;
use crate::port::AuditQuery;
use crate::records;
use crate::value::Timestamp;

/// Entries of the chain that are read at a time.
const CHUNK: u32 = 1_000;
/// And in one call at most.
const SCANNED: u64 = 10_000;

/// Lists what was handed out, newest first: reads of guarded fields, if the settings ask for them to be
/// recorded, and exports. A call looks through at most 10000 entries of the audit chain.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListDisclosures {
    /// Only what this user was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor_id: Option<UserId>,
    /// Only reads of this record, as far as an entry names it: each names 500 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record_id: Option<Uuid>,
    /// Only entries before this number: the `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<u64>,
    /// How many at most; 50 if absent, 500 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// What was handed out.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct DisclosureLog {
    /// Newest first.
    pub disclosures: Vec<Disclosure>,
    /// Where to go on; absent at the beginning of the chain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u64>,
}

/// One call that handed something out; never a value.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Disclosure {
    /// The number of its entry in the audit chain.
    pub sequence: u64,
    /// When, UTC.
    pub at: Timestamp,
    /// To whom.
    pub actor: UserId,
    /// Through which operation.
    pub operation: String,
    /// How many records.
    pub count: u64,
    /// Which ones; 500 at most, and none of an export.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<RecordRef>,
    /// Which guarded fields of them, such as `contact.emails`; none of an export.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
}

impl Answer for DisclosureLog {
    /// That a field was read tells that it is there.
    fn project(&mut self, access: &Access) {
        for disclosure in &mut self.disclosures {
            disclosure.fields.retain(|path| {
                let Some((kind, field)) = path.split_once('.') else {
                    return false;
                };
                let decl = kind.parse().map(records::declaration);
                decl.is_ok_and(|decl| Veil::over(access, decl, field).shows())
            });
        }
    }
}

impl Operation for ListDisclosures {
    const NAME: &'static str = "audit.disclosures";
    const PERMISSION: Permission = Permission::AuditView;
    const ROUTE: Route = Route::get("/audit/disclosures");
    const MODE: Mode = Mode::Read;
    type Output = DisclosureLog;

    fn execute(self, cx: &mut Context<'_>) -> Result<DisclosureLog> {
        cx.access().require_all(Permission::AuditView)?;
        let limit = page::limit(self.limit)? as usize;
        let mut log = DisclosureLog {
            next: self.before,
            ..DisclosureLog::default()
        };
        let mut scanned = 0;
        loop {
            let entries = cx.store().audit(&AuditQuery {
                after: log.next,
                newest_first: true,
                limit: CHUNK,
                ..AuditQuery::default()
            })?;
            let last = entries.len() < CHUNK as usize;
            for entry in entries {
                if log.disclosures.len() == limit || scanned == SCANNED {
                    return Ok(log);
                }
                scanned += 1;
                log.next = Some(entry.sequence);
                log.disclosures
                    .extend(Disclosure::of(entry).filter(|one| self.wants(one)));
            }
            if last {
                log.next = None;
                return Ok(log);
            }
        }
    }
}

impl ListDisclosures {
    fn wants(&self, one: &Disclosure) -> bool {
        let of_record = |id| one.records.iter().any(|record| record.id == id);
        self.actor_id.is_none_or(|actor| actor == one.actor) && self.record_id.is_none_or(of_record)
    }
}

/// An entry names so many records, the first by kind and id; more are only counted.
const NAMED: usize = 500;

/// Names of what an entry says of a read.
const FIELDS: &str = "read_fields";
const RECORDS: &str = "read_records";
const COUNT: &str = "read_record_count";
/// And of an export.
pub(crate) const EXPORTED: &str = "exported_records";

impl Disclosure {
    fn of(entry: AuditEntry) -> Option<Self> {
        if !matches!(entry.action, Action::Read | Action::Export) {
            return None;
        }
        let said = |name: &str| {
            let said = entry.changes.iter().find(|change| change.field == name);
            said.and_then(|change| change.new.clone())
        };
        let count = said(COUNT).or_else(|| said(EXPORTED));
        Some(Self {
            count: count.as_ref().and_then(Json::as_u64).unwrap_or_default(),
            records: said(RECORDS)
                .and_then(|records| serde_json::from_value(records).ok())
                .unwrap_or_default(),
            fields: said(FIELDS)
                .and_then(|fields| serde_json::from_value(fields).ok())
                .unwrap_or_default(),
            sequence: entry.sequence,
            at: entry.at,
            actor: entry.actor,
            operation: entry.operation,
        })
    }
}

/// What the chain keeps of a read.
pub(crate) fn said_of(told: &Told) -> Vec<FieldChange> {
    let said = |field: &str, new: Json| FieldChange {
        field: field.to_owned(),
        old: None,
        new: Some(new),
    };
    let records = told.records.iter().take(NAMED);
    let records = records.map(|record| serde_json::json!({"kind": record.kind, "id": record.id}));
    vec![
        said(FIELDS, told.fields.iter().cloned().collect()),
        said(RECORDS, records.collect()),
        said(COUNT, told.records.len().into()),
    ]
}

//! Who was told what: reads that the tenant has recorded, and exports (AUD-03).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;

use super::{Action, AuditEntry, FieldChange};
use crate::access::{Access, Permission, Sight, Told, Veil, plain_answer};
use crate::custom_field::CustomField;
use crate::error::{RecordRef, Result};
use crate::field::{Record, RecordKind, Sensitivity, UserId};
use crate::operation::{Context, Mode, Operation, Route};
use crate::page;
use crate::port::AuditQuery;
use crate::query::Select;
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
    /// How many records; absent of a read if your roles hide any guarded field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// Which ones; 500 at most. None of an export, and none of a read if your roles hide any guarded
    /// field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<RecordRef>,
    /// Which guarded fields of them, such as `contact.emails`; none of an export.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
}

// What may be known of an entry decides which ones are listed.
plain_answer!(DisclosureLog);

impl Operation for ListDisclosures {
    const NAME: &'static str = "audit.disclosures";
    const PERMISSION: Permission = Permission::AuditView;
    const ROUTE: Route = Route::get("/audit/disclosures");
    const MODE: Mode = Mode::Read;
    type Output = DisclosureLog;

    fn execute(self, cx: &mut Context<'_>) -> Result<DisclosureLog> {
        cx.access().require_all(Permission::AuditView)?;
        let limit = page::limit(self.limit)? as usize;
        let sees_all = sees_all(cx)?;
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
                let one = Disclosure::of(entry, cx.access(), sees_all);
                log.disclosures.extend(one.filter(|one| self.wants(one)));
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

/// Whether no guarded field is hidden from the actor. That a record is named in an entry says that a
/// field of it is set, and an entry does not say which: so somebody from whom one is hidden is told
/// of records in no entry, or those that are missing would say it (semantics 4.11).
fn sees_all(cx: &mut Context<'_>) -> Result<bool> {
    let custom: Vec<CustomField> = cx.peek_all(Select::all(CustomField::DECL))?;
    let access = cx.access();
    let mut declared = RecordKind::ALL.iter().flat_map(|kind| {
        let decl = records::declaration(*kind);
        decl.fields.iter().map(move |field| (decl, field))
    });
    Ok(declared.all(|(decl, field)| {
        field.options.sensitivity < Sensitivity::Personal
            || access.field(decl, field).0.sight > Sight::None
    }) && custom.iter().all(|field| {
        let sensitivity = field.sensitivity();
        let (right, _) = access.custom(field.record_kind, &field.name, sensitivity);
        sensitivity < Sensitivity::Personal || right.sight > Sight::None
    }))
}

/// Whether a field such as `contact.emails` is seen at all.
fn shows(access: &Access, path: &str) -> bool {
    path.split_once('.').is_some_and(|(kind, field)| {
        let decl = kind.parse().map(records::declaration);
        decl.is_ok_and(|decl| Veil::over(access, decl, field).shows())
    })
}

impl Disclosure {
    /// What somebody may know of an entry. That a field was read tells that it is there, so a read of
    /// nothing but hidden ones did not happen.
    fn of(entry: AuditEntry, access: &Access, sees_all: bool) -> Option<Self> {
        let told = Self::told(entry)?;
        if told.fields.is_empty() {
            return Some(told);
        }
        let (fields, records) = (told.fields, told.records);
        let seen = fields.into_iter().filter(|path| shows(access, path));
        Some(Self {
            fields: seen.collect(),
            records: if sees_all { records } else { Vec::new() },
            count: told.count.filter(|_| sees_all),
            ..told
        })
        .filter(|one| !one.fields.is_empty())
    }

    /// What an entry says of a read or an export.
    fn told(entry: AuditEntry) -> Option<Self> {
        if !matches!(entry.action, Action::Read | Action::Export) {
            return None;
        }
        let said = |name: &str| {
            let said = entry.changes.iter().find(|change| change.field == name);
            said.and_then(|change| change.new.clone())
        };
        let count = said(COUNT).or_else(|| said(EXPORTED));
        Some(Self {
            count: count.as_ref().and_then(Json::as_u64),
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

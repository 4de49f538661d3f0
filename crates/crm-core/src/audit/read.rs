//! Reading and checking the chain.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{AuditEntry, AuditHead, Fault, FieldChange, verify};
use crate::access::{Access, Answer, Permission, Scope, Veil, plain_answer};
use crate::error::{Error, RecordRef, Result};
use crate::field::RecordKind;
use crate::hex;
use crate::operation::{Context, Mode, Operation, Route};
use crate::page;
use crate::port::AuditQuery;
use crate::records;
use crate::reference::in_sight;
use crate::segment::{fields_before, withhold_history};

/// Reads what changed on a record, by whom, when and why, newest first (AUD-02, AUD-04).
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetHistory {
    /// The kind of record.
    pub record_kind: RecordKind,
    /// Which record.
    pub id: Uuid,
    /// Only entries before this number, for the next page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<u64>,
    /// How many at most; 50 if absent, 500 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Entries of the audit chain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AuditLog {
    /// Newest first.
    pub entries: Vec<AuditEntry>,
    /// For a segment, the fields that its rule speaks of after the newest of these entries, which
    /// decide who may know it.
    #[serde(skip)]
    #[schemars(skip)]
    pub(crate) rule_fields: Option<Vec<String>>,
}

impl Answer for AuditLog {
    /// History is an outlet like any other: a field that is hidden or masked on the record is so
    /// in its past too (semantics 4.11).
    fn project(&mut self, access: &Access) {
        if self
            .entries
            .iter()
            .any(|entry| entry.record.kind == RecordKind::Segment)
        {
            withhold_history(&mut self.entries, self.rule_fields.take(), access);
        }
        for entry in &mut self.entries {
            project_changes(&mut entry.changes, entry.record, access);
        }
    }
}

/// Removes and masks what the actor may not see of changes to a record.
pub(crate) fn project_changes(changes: &mut Vec<FieldChange>, record: RecordRef, access: &Access) {
    let decl = records::declaration(record.kind);
    let guarded = access.is_guarded();
    changes.retain_mut(|change| {
        let field = decl.field(&change.field);
        if guarded && field.is_some_and(|(_, field)| field.options.speaks) {
            return false;
        }
        let veil = Veil::over(access, decl, &change.field);
        if veil.is_clear() {
            access.tells(record, &change.field);
        }
        for value in [&mut change.old, &mut change.new] {
            *value = value.take().and_then(|json| veil.through(json));
        }
        veil.shows()
    });
}

impl Operation for GetHistory {
    const NAME: &'static str = "audit.history";
    const PERMISSION: Permission = Permission::ContactView;
    const ROUTE: Route = Route::get("/history/{record_kind}/{id}");
    const MODE: Mode = Mode::Read;
    type Output = AuditLog;

    fn execute(self, cx: &mut Context<'_>) -> Result<AuditLog> {
        let record = RecordRef {
            kind: self.record_kind,
            id: self.id,
        };
        let entries = cx.store().audit(&AuditQuery {
            record: Some(record),
            cause: None,
            after: self.before,
            newest_first: true,
            earlier_than: None,
            limit: page::limit(self.limit)?,
        })?;
        require_readable(cx, record, !entries.is_empty())?;
        let rule_fields = match self.record_kind {
            RecordKind::Segment => fields_before(cx, self.id.into(), self.before)?,
            _ => None,
        };
        Ok(AuditLog {
            entries,
            rule_fields,
        })
    }
}

/// Refuses an actor who does not see the record, as if it had no past either. What is gone for
/// good has only its history left, for those who audit everything.
pub(crate) fn require_readable(
    cx: &mut Context<'_>,
    record: RecordRef,
    has_past: bool,
) -> Result<()> {
    if in_sight(cx, record.kind, record.id)?.is_some() {
        return Ok(());
    }
    let audits = cx.access().scope(Permission::AuditView) == Some(Scope::All);
    let decl = records::declaration(record.kind);
    if audits && has_past && cx.store().get(decl, record.id)?.is_none() {
        return Ok(());
    }
    Err(Error::not_found(record.kind, record.id))
}

/// Checks the tenant's whole audit chain, or the part after a head that was kept elsewhere.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct VerifyChain {
    /// The number of the kept head; the beginning if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_sequence: Option<u64>,
    /// The hash of the kept head, in hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_hash: Option<String>,
}

/// What a check of the chain found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChainReport {
    /// Whether every entry is in place.
    pub intact: bool,
    /// The number of the first entry that is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub broken_at: Option<u64>,
    /// How many entries were checked.
    pub checked: u64,
    /// The number of the head; keep it outside the store to notice a cut tail.
    pub head_sequence: u64,
    /// The hash of the head, in hexadecimal.
    pub head_hash: String,
}

plain_answer!(ChainReport);

/// Entries read at a time.
const CHUNK: u32 = 10_000;

impl Operation for VerifyChain {
    const NAME: &'static str = "audit.verify";
    const PERMISSION: Permission = Permission::AuditView;
    const ROUTE: Route = Route::get("/audit/verify");
    const MODE: Mode = Mode::Read;
    type Output = ChainReport;

    fn execute(self, cx: &mut Context<'_>) -> Result<ChainReport> {
        cx.access().require_all(Permission::AuditView)?;
        let tenant = cx.access().tenant();
        let head = cx.store().audit_head()?;
        let mut at = match (self.from_sequence, &self.from_hash) {
            (None, None) => AuditHead::default(),
            (Some(sequence), Some(hash)) => AuditHead {
                sequence,
                hash: unhex(hash)?,
            },
            _ => {
                return Err(Error::invalid(
                    "from_hash",
                    "number and hash are given together",
                ));
            }
        };
        let mut checked = 0_u64;
        let mut broken_at = None;
        while at.sequence < head.sequence && broken_at.is_none() {
            let entries = cx.store().audit(&AuditQuery {
                record: None,
                cause: None,
                after: Some(at.sequence),
                newest_first: false,
                earlier_than: None,
                limit: CHUNK,
            })?;
            let Some(last) = entries.last() else {
                broken_at = Some(at.sequence.saturating_add(1));
                break;
            };
            let end = AuditHead {
                sequence: last.sequence,
                hash: last.seal.hash,
            };
            broken_at = match verify(tenant, at, end, &entries) {
                Ok(()) => None,
                Err(Fault::Sequence(at) | Fault::Hash(at) | Fault::Payload(at)) => Some(at),
                Err(Fault::Head) => Some(end.sequence),
            };
            checked = checked.saturating_add(entries.len() as u64);
            at = end;
        }
        if broken_at.is_none() && at != head {
            broken_at = Some(at.sequence);
        }
        Ok(ChainReport {
            intact: broken_at.is_none(),
            broken_at,
            checked,
            head_sequence: head.sequence,
            head_hash: hex::encode(&head.hash),
        })
    }
}

fn unhex(text: &str) -> Result<[u8; 32]> {
    hex::decode(text)
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| Error::invalid("from_hash", "64 hexadecimal digits are expected"))
}

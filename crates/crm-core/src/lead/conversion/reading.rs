//! What a conversion reads on the way, and what its actor lacks (semantics 4.1.2, 4.1.13).

use std::collections::BTreeMap;

use uuid::Uuid;

use super::candidates::ConversionMatch;
use super::choose::{Choice, TargetAction};
use super::plan::{MissingPermission, ReadVersion};
use crate::access::Permission;
use crate::dedupe::Band;
use crate::error::{RecordRef, Result};
use crate::field::{Id, Record, RecordKind};
use crate::operation::{Context, Stored};

/// What was read on the way, and what the actor lacks.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) versions: BTreeMap<(RecordKind, Uuid), ReadVersion>,
    pub(super) missing: Vec<MissingPermission>,
}

impl Reading {
    pub(super) fn note<R: Record>(&mut self, record: &R) {
        self.note_version(R::DECL.kind, record.id().uuid(), record.meta().version);
    }

    fn note_version(&mut self, kind: RecordKind, id: Uuid, version: u64) {
        let read = ReadVersion { kind, id, version };
        self.versions.insert((kind, id), read);
    }

    pub(super) fn note_matches(&mut self, kind: RecordKind, matches: &[ConversionMatch]) {
        for found in matches {
            self.note_version(kind, found.id, found.version);
        }
    }

    /// Notes that a permission is missing: as a whole, or for a record.
    pub(super) fn lacks(
        &mut self,
        cx: &Context<'_>,
        permission: Permission,
        record: Option<RecordRef>,
    ) {
        let has = cx.access().scope(permission).is_some();
        let missing = MissingPermission {
            permission,
            record: record.filter(|_| has),
        };
        if !self.missing.contains(&missing) {
            self.missing.push(missing);
        }
    }

    /// Creating takes the permission, on what will be there (semantics 4.1.13).
    pub(super) fn require_create<R: Record>(
        &mut self,
        cx: &Context<'_>,
        permission: Permission,
        record: &R,
    ) {
        if !cx.access().owns(permission, R::DECL, &record.to_row()) {
            self.lacks(cx, permission, None);
        }
    }

    /// Linking takes the permission to change what is there (semantics 4.1.13).
    pub(super) fn require_update<R: Record>(
        &mut self,
        cx: &mut Context<'_>,
        permission: Permission,
        record: &R,
    ) -> Result<()> {
        if !cx.covers(permission, R::DECL, &record.to_row())? {
            let record = RecordRef {
                kind: R::DECL.kind,
                id: record.id().uuid(),
            };
            self.lacks(cx, permission, Some(record));
        }
        Ok(())
    }

    /// Creating beside what is the same for certain takes the right to do so.
    pub(super) fn require_beside(
        &mut self,
        cx: &Context<'_>,
        choice: Choice,
        matches: &[ConversionMatch],
    ) {
        let certain = |found: &ConversionMatch| {
            let evidence = found.evidence.as_ref();
            evidence.is_some_and(|evidence| evidence.band == Band::Certain)
        };
        let beside = choice.action == TargetAction::Create && matches.iter().any(certain);
        if beside && cx.access().scope(Permission::DuplicateOverride).is_none() {
            self.lacks(cx, Permission::DuplicateOverride, None);
        }
    }
}

/// The record that is to be linked, if it is there and live.
pub(super) fn linked<R: Stored>(
    cx: &mut Context<'_>,
    id: Uuid,
    argument: &str,
    reading: &mut Reading,
    update: Permission,
) -> Result<R> {
    let record: R = cx
        .load_for(R::VIEW, Id::new(id))
        .map_err(|error| error.at(format!("{argument}.id")))?;
    Context::require_live(&record).map_err(|error| error.at(format!("{argument}.id")))?;
    reading.note(&record);
    reading.require_update(cx, update, &record)?;
    Ok(record)
}

//! What a call tells of guarded fields, noted where every answer passes (AUD-03).
//!
//! A tenant may ask for a record of who read what. Answers lose what the actor may not see in one
//! place, so that is also where it is known what is left of records: no operation has to remember to
//! say. An answer that tells values in a form of its own says so where it is projected.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Access;
use crate::error::RecordRef;
use crate::field::{FieldKind, Record, RecordKind, Sensitivity};
use crate::records;

/// Notes what a call tells.
#[derive(Debug)]
pub(crate) struct Witness {
    /// Fields that are guarded so much are noted.
    from: Sensitivity,
    /// The custom fields that are.
    custom: BTreeSet<(RecordKind, String)>,
    told: Mutex<Told>,
}

/// What a call told: never a value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Told {
    /// The fields, as `contact.emails`.
    pub(crate) fields: BTreeSet<String>,
    /// The records.
    pub(crate) records: BTreeSet<RecordRef>,
}

impl Witness {
    pub(crate) fn new(from: Sensitivity, custom: BTreeSet<(RecordKind, String)>) -> Self {
        Self {
            from,
            custom,
            told: Mutex::default(),
        }
    }

    fn notes(&self, kind: RecordKind, field: &str) -> bool {
        match field.strip_prefix("custom.") {
            Some(name) => self.custom.contains(&(kind, name.to_owned())),
            None => records::declaration(kind)
                .field(field)
                .is_some_and(|(_, field)| field.options.sensitivity >= self.from),
        }
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        // A note is whole or not made at all, so one that a panic interrupted is as good.
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, record: RecordRef, field: &str) {
        if !self.notes(record.kind, field) {
            return;
        }
        let mut told = self.told();
        told.fields.insert(format!("{}.{field}", record.kind));
        told.records.insert(record);
    }
}

impl Access {
    /// Has what is told from here on noted.
    pub(crate) fn watch(&mut self, witness: Witness) {
        self.witness = Some(witness.into());
    }

    /// The same rights where nobody notes what is told: for what decides something, or stands in an
    /// entry of its own.
    pub(crate) fn unwatched(&self) -> Self {
        let mut unwatched = self.clone();
        unwatched.witness = None;
        unwatched
    }

    /// What was told, if anybody wanted to know and anything was.
    pub(crate) fn told(&self) -> Option<Told> {
        let told = std::mem::take(&mut *self.witness.as_ref()?.told());
        Some(told).filter(|told| !told.fields.is_empty())
    }

    /// Notes that a field is told as it is.
    pub(crate) fn tells(&self, record: RecordRef, field: &str) {
        if let Some(witness) = &self.witness {
            witness.note(record, field);
        }
    }

    /// Notes the fields that an answer has left of a record, but for those in a masked form.
    pub(crate) fn tells_record<R: Record>(&self, record: &R, masked: &[String]) {
        let Some(witness) = &self.witness else {
            return;
        };
        let this = RecordRef {
            kind: R::DECL.kind,
            id: record.id().uuid(),
        };
        let is_masked = |field: &str| masked.iter().any(|masked| masked == field);
        for (field, accessor) in R::DECL.fields.iter().zip(R::accessors()) {
            let noted = field.kind != FieldKind::Custom && !is_masked(field.name);
            if noted && !(accessor.value)(record).is_null() {
                witness.note(this, field.name);
            }
        }
        for name in record.custom().keys() {
            let path = format!("custom.{name}");
            if !is_masked(&path) {
                witness.note(this, &path);
            }
        }
    }
}

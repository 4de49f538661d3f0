//! The lead that is converted, and what of it the actor reads (semantics 4.11).
//!
//! A match, a choice and a new record tell of what they rest on. So everything but copying, which
//! asks field by field, sees the lead without the fields that the actor does not read whole:
//! what is hidden from it decides nothing.

use crate::access::{Access, Sight};
use crate::field::{FieldKind, Record};
use crate::lead::Lead;

/// The lead that is converted.
#[derive(Debug)]
pub(super) struct Subject {
    /// As it is stored.
    pub(super) lead: Lead,
    /// As the actor reads it: a field that is masked or hidden is unset.
    pub(super) seen: Lead,
}

impl Subject {
    pub(super) fn new(lead: Lead, access: &Access) -> Self {
        let mut seen = lead.clone();
        for (field, accessor) in Lead::DECL.fields.iter().zip(Lead::accessors()) {
            let whole = access.field(Lead::DECL, field).0.sight == Sight::Full;
            if field.kind != FieldKind::Custom && !whole {
                (accessor.reset)(&mut seen);
            }
        }
        Self { lead, seen }
    }
}

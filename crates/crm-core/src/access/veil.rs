//! What an actor sees of a field, for answers that hold fields as data.

use serde_json::Value as Json;

use super::{Access, Mask, Right, Sight};
use crate::field::{FieldKind, RecordDecl, Sensitivity, TenantId};

/// What stands between a reader and one field: nothing, a mask or a wall. Typed records are
/// projected by their accessors; history, snapshots and diffs name their fields, and are projected
/// through this (semantics 4.11).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Veil {
    sight: Sight,
    mask: Mask,
    kind: Option<FieldKind>,
    tenant: TenantId,
}

impl Veil {
    /// The veil over a field by name, or over a custom one as `custom.<name>`.
    pub(crate) fn over(access: &Access, decl: &'static RecordDecl, field: &str) -> Self {
        let (right, mask, kind) = match field.strip_prefix("custom.") {
            Some(name) => {
                let (right, mask) = access.custom(decl.kind, name, Sensitivity::Internal);
                (right, mask, None)
            }
            None => match decl.field(field) {
                Some((_, field)) => {
                    let (right, mask) = access.field(decl, field);
                    (right, mask, Some(field.kind))
                }
                // A field of a former version of the engine is shown to nobody whose view is
                // restricted, since no rule speaks of it.
                None if access.is_guarded() => (Right::NONE, Mask::Full, None),
                None => (Right::ALL, Mask::Full, None),
            },
        };
        Self {
            sight: right.sight,
            mask,
            kind,
            tenant: access.tenant(),
        }
    }

    /// Whether anything of the field is seen.
    pub(crate) fn shows(&self) -> bool {
        self.sight > Sight::None
    }

    /// Whether the field is seen as it is.
    pub(crate) fn is_clear(&self) -> bool {
        self.sight == Sight::Full
    }

    /// What is seen of a value.
    pub(crate) fn through(&self, value: Json) -> Option<Json> {
        match (self.sight, self.kind) {
            (Sight::None, _) => None,
            (Sight::Full, _) => Some(value),
            (Sight::Masked, Some(kind)) => self.mask.apply_wire(self.tenant, kind, &value),
            (Sight::Masked, None) => self.mask.apply_custom(self.tenant, &value),
        }
    }
}

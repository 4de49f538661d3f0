//! What other systems call a record, and what they know of it that no field holds.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::field::{Element, FieldKind, Part, ScalarKind};
use crate::port::{Key, KeySpace};

/// An id that another system gave a record; re-importing finds the record by it.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct ExternalId {
    /// The system, such as `hubspot`.
    pub system: String,
    /// The id there, byte for byte.
    pub id: String,
}

impl Element for ExternalId {
    const LIST: FieldKind = FieldKind::Elements(&[
        Part {
            name: "id",
            kind: ScalarKind::Text,
        },
        Part {
            name: "system",
            kind: ScalarKind::Text,
        },
    ]);
}

impl ExternalId {
    /// The key under which the record is found. Ids are case-sensitive (Salesforce's are).
    pub fn key(&self) -> Key {
        Key {
            space: KeySpace::External,
            value: format!("{}:{}", self.system, self.id),
            unique: false,
        }
    }
}

/// A value from another system that no field holds, kept so that a later export gives it back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Extra {
    /// Where it came from, such as `outlook` or `vcard`.
    pub source: String,
    /// Its name there.
    pub name: String,
    /// The value as it was.
    pub value: String,
}

impl Element for Extra {
    const LIST: FieldKind = FieldKind::Document;
}

/// Checks ids; one given twice is one.
pub(crate) fn settle_external(field: &str, ids: &mut Vec<ExternalId>) -> Result<()> {
    for (at, id) in ids.iter_mut().enumerate() {
        id.system = id.system.trim().to_ascii_lowercase();
        let sound = |text: &str| !text.is_empty() && text.len() <= 512;
        if !sound(&id.system) || !sound(&id.id) {
            let reason = "a system and an id of 1 to 512 bytes are needed";
            return Err(Error::invalid(format!("{field}[{at}]"), reason));
        }
    }
    ids.sort();
    ids.dedup();
    Ok(())
}

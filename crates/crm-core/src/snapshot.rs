//! A record of any kind as data.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::access::{Access, Answer, Veil};
use crate::error::{RecordRef, Result};
use crate::field::{RecordKind, Row};
use crate::records;

/// The fields of a record by name, for answers that hold records of any kind: views, what an
/// archive holds, a record as it was. A reader who knows the kind uses the kind's own operations,
/// which answer it typed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Snapshot {
    /// Which record.
    pub record: RecordRef,
    /// Its version.
    pub version: u64,
    /// Its fields in wire form; custom ones as `custom.<name>`, unset ones absent.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, Json>,
    /// Names of fields shown to this reader only in a masked form.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub masked: Vec<String>,
}

impl Snapshot {
    /// A stored record, as nobody's answer yet.
    pub(crate) fn of(kind: RecordKind, row: Row) -> Result<Self> {
        let record = RecordRef { kind, id: row.id };
        let version = row.version;
        let mut fields = BTreeMap::new();
        if let Json::Object(wire) = records::wire(kind, row)? {
            for (name, value) in wire {
                match (name.as_str(), value) {
                    ("id" | "version" | "masked", _) => {}
                    ("custom", Json::Object(custom)) => {
                        let named = |(name, value)| (format!("custom.{name}"), value);
                        fields.extend(custom.into_iter().map(named));
                    }
                    (_, value) => {
                        fields.insert(name, value);
                    }
                }
            }
        }
        Ok(Self {
            record,
            version,
            fields,
            masked: Vec::new(),
        })
    }

    /// Keeps only these fields.
    pub(crate) fn keep(&mut self, names: &[String]) {
        self.fields.retain(|name, _| names.contains(name));
    }
}

impl Answer for Snapshot {
    fn project(&mut self, access: &Access) {
        let decl = records::declaration(self.record.kind);
        let mut masked = Vec::new();
        let fields = std::mem::take(&mut self.fields);
        for (name, value) in fields {
            let veil = Veil::over(access, decl, &name);
            if veil.shows() && !veil.is_clear() {
                masked.push(name.clone());
            }
            if veil.is_clear() {
                access.tells(self.record, &name);
            }
            if let Some(value) = veil.through(value) {
                self.fields.insert(name, value);
            }
        }
        self.masked = masked;
    }
}

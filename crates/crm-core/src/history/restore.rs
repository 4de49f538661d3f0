//! Putting a record back to an earlier version.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::fold::{RecordState, difference, fold};
use super::read::{Moment, past};
use crate::access::{Access, Answer, Permission, Sight};
use crate::audit::{FieldChange, project_changes};
use crate::custom_field::CustomField;
use crate::entity::{self, Verb};
use crate::error::{Error, RecordRef, Result};
use crate::field::{FieldKind, RecordKind, Sensitivity};
use crate::operation::{Context, Mode, Operation, Route};
use crate::records;
use crate::snapshot::Snapshot;

/// Puts fields of a record, or all of them, back to what they were at an instant or in a version.
/// It is an ordinary change: the actor needs the right to make it, the record gets a new version,
/// and what stood there until now is in the history (AUD-06).
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct RestoreVersion {
    /// The kind of record.
    pub record_kind: RecordKind,
    /// Which record.
    pub id: Uuid,
    /// To when.
    #[serde(flatten)]
    pub moment: Moment,
    /// Which fields, custom ones as `custom.<name>`; if empty, all that the actor may read and
    /// write.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
}

/// What was put back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RestoredVersion {
    /// Which record.
    pub record: RecordRef,
    /// Its version now.
    pub version: u64,
    /// What changed, fields that follow from others included.
    pub changes: Vec<FieldChange>,
    /// Fields that were different then and stay as they are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<KeptField>,
}

/// A field that stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KeptField {
    /// The field.
    pub field: String,
    /// Why.
    pub reason: String,
}

impl Answer for RestoredVersion {
    fn project(&mut self, access: &Access) {
        project_changes(&mut self.changes, self.record, access);
    }
}

impl Operation for RestoreVersion {
    const NAME: &'static str = "history.restore";
    const PERMISSION: Permission = Permission::ContactUpdate;
    const ROUTE: Route = Route::post("/history/{record_kind}/{id}/restore");
    const MODE: Mode = Mode::Write;
    type Output = RestoredVersion;

    fn permission(&self) -> Permission {
        records::update(self.record_kind)
    }

    fn execute(self, cx: &mut Context<'_>) -> Result<RestoredVersion> {
        let record = RecordRef {
            kind: self.record_kind,
            id: self.id,
        };
        let record = records::require_update(cx, record)?;
        let entries = past(cx, record)?;
        let then = fold(
            records::declaration(record.kind),
            self.moment.cut(&entries)?,
        );
        if then.state == RecordState::Absent {
            return Err(Error::invalid("at", "the record did not exist yet").of(record));
        }
        if then.erased {
            let reason = "what the record was then has been erased";
            return Err(Error::conflict(reason).of(record));
        }
        let now = current(cx, record)?;
        if self
            .expected_version
            .is_some_and(|version| version != now.version)
        {
            let reason = format!("the {} has moved on", record.kind.noun());
            return Err(Error::conflict(reason)
                .of(record)
                .with("version", now.version));
        }
        let asked: BTreeSet<&str> = self.fields.iter().map(String::as_str).collect();
        let mut plan = Plan::default();
        for (at, field) in self.fields.iter().enumerate() {
            require_restorable(cx, record.kind, field)
                .map_err(|error| error.at(format!("fields[{at}]")))?;
        }
        for change in difference(&now.fields, &then.fields) {
            if asked.is_empty() || asked.contains(change.field.as_str()) {
                plan.add(cx, record, change, !asked.is_empty())?;
            }
        }
        if !plan.patch.is_empty() || !plan.custom.is_empty() {
            entity::perform(cx, Verb::Update, record, plan.arguments())?;
        }
        let after = current(cx, record)?;
        Ok(RestoredVersion {
            record,
            version: after.version,
            changes: difference(&now.fields, &after.fields)
                .into_iter()
                .filter(|change| !change.field.starts_with("updated_"))
                .collect(),
            kept: plan.kept,
        })
    }
}

fn current(cx: &mut Context<'_>, record: RecordRef) -> Result<Snapshot> {
    let row = cx
        .row(records::declaration(record.kind), record.id)?
        .ok_or_else(|| Error::not_found(record.kind, record.id))?;
    Snapshot::of(record.kind, row)
}

/// Refuses a field that is nobody's to put back, or not this actor's to know.
fn require_restorable(cx: &mut Context<'_>, kind: RecordKind, field: &str) -> Result<()> {
    let decl = records::declaration(kind);
    let unknown = || Error::invalid("fields", format!("a {} has no such field", kind.noun()));
    if field.starts_with("custom.") {
        return match standing(cx, kind, field)? {
            Standing::Hidden => Err(unknown()),
            _ => Ok(()),
        };
    }
    let (_, declared) = decl.field(field).ok_or_else(unknown)?;
    cx.access().require_read(decl, declared, false)?;
    if !declared.entered || declared.fixed {
        let reason = "the engine keeps this field; it is not put back by itself";
        return Err(Error::invalid("fields", reason));
    }
    Ok(())
}

/// How an actor stands to a field.
enum Standing {
    /// It may read and write it.
    Free,
    /// It may read it, and this keeps it from writing.
    Kept(&'static str),
    /// It may not read it.
    Hidden,
}

fn standing(cx: &mut Context<'_>, kind: RecordKind, field: &str) -> Result<Standing> {
    let decl = records::declaration(kind);
    let right = match field.strip_prefix("custom.") {
        Some(name) => {
            let definitions = cx.definitions(kind)?;
            let definition = definitions.iter().find(|field| field.name == name);
            let sensitivity = definition.map_or(Sensitivity::Internal, CustomField::sensitivity);
            let (right, _) = cx.access().custom(kind, name, sensitivity);
            if right.sight == Sight::Full && definition.is_none() {
                return Ok(Standing::Kept("the field is defined no more"));
            }
            right
        }
        None => match decl.field(field) {
            Some((_, declared)) if declared.kind != FieldKind::Custom => {
                cx.access().field(decl, declared).0
            }
            _ => return Ok(Standing::Hidden),
        },
    };
    Ok(match (right.sight, right.write) {
        (Sight::Full, true) => Standing::Free,
        (Sight::Full, false) => Standing::Kept("your roles do not let you write this field"),
        _ => Standing::Hidden,
    })
}

/// The change that puts a record back.
#[derive(Default)]
struct Plan {
    patch: Map<String, Json>,
    custom: Map<String, Json>,
    kept: Vec<KeptField>,
}

impl Plan {
    fn add(
        &mut self,
        cx: &mut Context<'_>,
        record: RecordRef,
        change: FieldChange,
        asked: bool,
    ) -> Result<()> {
        let kind = record.kind;
        let custom = change.field.strip_prefix("custom.").map(str::to_owned);
        let declared = records::declaration(kind).field(&change.field);
        // What is given once or kept by the engine follows from the rest, or stays.
        if custom.is_none() && declared.is_none_or(|(_, field)| !field.entered || field.fixed) {
            return Ok(());
        }
        let standing = match standing(cx, kind, &change.field)? {
            Standing::Free => match records::held(cx, record, &change.field)? {
                Some(reason) => Standing::Kept(reason),
                None => Standing::Free,
            },
            other => other,
        };
        match standing {
            Standing::Kept(reason) if !asked => self.kept.push(KeptField {
                field: change.field,
                reason: reason.to_owned(),
            }),
            // Of what the actor may not read it is not told that it differs.
            Standing::Hidden if !asked => {}
            // What was asked for by name and may not be done is refused by the update.
            _ => {
                let value = change.new.unwrap_or(Json::Null);
                match custom {
                    Some(name) => self.custom.insert(name, value),
                    None => self.patch.insert(change.field, value),
                };
            }
        }
        Ok(())
    }

    fn arguments(&self) -> Map<String, Json> {
        let mut arguments = self.patch.clone();
        if !self.custom.is_empty() {
            arguments.insert("custom".to_owned(), Json::Object(self.custom.clone()));
        }
        arguments
    }
}

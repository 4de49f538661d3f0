//! Defining, changing, listing and reading custom fields.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{CustomField, CustomFieldDraft, CustomFieldId, CustomFieldPatch};
use crate::access::{Access, Answer, Permission, Right, Sight, Veil, plain_answer};
use crate::error::{Error, ErrorCode, RecordRef, Result};
use crate::field::{Record, RecordKind, Sensitivity, meta};
use crate::operation::{Context, Mode, Operation, Route, live};
use crate::query::{Filter, Select, Target};
use crate::records;
use crate::segment::SegmentId;
use crate::view::ViewId;

/// A tenant defines at most this many fields for a kind.
const FIELDS: usize = 500;

/// Defines a custom field.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct DefineField {
    /// The field.
    #[serde(flatten)]
    pub field: CustomFieldDraft,
}

impl Operation for DefineField {
    const NAME: &'static str = "fields.define";
    const PERMISSION: Permission = Permission::SettingsManage;
    const ROUTE: Route = Route::post("/fields");
    const MODE: Mode = Mode::Write;
    type Output = CustomField;

    fn execute(self, cx: &mut Context<'_>) -> Result<CustomField> {
        let decl = records::declaration(self.field.record_kind);
        if !records::carries(self.field.record_kind) {
            let reason = format!("a {} cannot have custom fields", decl.kind.noun());
            return Err(Error::invalid("record_kind", reason));
        }
        if decl.field(&self.field.name).is_some() {
            return Err(Error::invalid("name", "a built-in field has this name"));
        }
        if cx.definitions(decl.kind)?.len() >= FIELDS {
            return Err(Error::limit(
                "custom_fields",
                FIELDS as u64,
                "too many custom fields",
            ));
        }
        let field: CustomField = cx.create(self.field)?;
        require_no_other_values(cx, &field)?;
        if field.indexed {
            cx.store().custom_index(&field.index(), true)?;
        }
        Ok(field)
    }
}

/// Changes a custom field. Its name, kind and type never change, nor do option values in use.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateField {
    /// Which field.
    pub id: CustomFieldId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// The change.
    #[serde(flatten)]
    pub patch: CustomFieldPatch,
}

impl Operation for UpdateField {
    const NAME: &'static str = "fields.update";
    const PERMISSION: Permission = Permission::SettingsManage;
    const ROUTE: Route = Route::patch("/fields/{id}");
    const MODE: Mode = Mode::Write;
    type Output = CustomField;

    fn execute(self, cx: &mut Context<'_>) -> Result<CustomField> {
        let before: CustomField = cx.load(self.id)?;
        let after = cx.update(self.id, self.expected_version, self.patch)?;
        let removed = before
            .options
            .iter()
            .find(|old| !after.options.iter().any(|new| new.value == old.value));
        if removed.is_some() && with_value(cx, &before, Filter::All)? > 0 {
            let reason = "records may use a removed option; retire it instead";
            return Err(Error::invalid("options", reason));
        }
        if before.indexed != after.indexed {
            cx.store().custom_index(&after.index(), after.indexed)?;
        }
        Ok(after)
    }
}

/// Archives a custom field: records keep their values, which no longer show in forms and rules.
/// A field that records or the rules of segments use is archived only with `confirm` (CFD-13);
/// such a segment then answers with an error that points at the field, until its rule is changed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ArchiveField {
    /// Which field.
    pub id: CustomFieldId,
    /// Archives it although records or segments use it.
    #[serde(default)]
    pub confirm: bool,
}

impl Operation for ArchiveField {
    const NAME: &'static str = "fields.archive";
    const PERMISSION: Permission = Permission::SettingsManage;
    const ROUTE: Route = Route::delete("/fields/{id}");
    const MODE: Mode = Mode::Write;
    type Output = CustomField;

    fn execute(self, cx: &mut Context<'_>) -> Result<CustomField> {
        let field: CustomField = cx.load(self.id)?;
        let records = with_value(cx, &field, live())?;
        let segments = naming(cx, &field)?;
        let views = viewed(cx, &field)?;
        let used = records > 0 || !segments.is_empty() || !views.is_empty();
        if used && !self.confirm {
            let segments: Vec<String> = segments.iter().map(ToString::to_string).collect();
            return Err(Error::new(
                ErrorCode::Conflict,
                "records, segments or views use this field; confirm to archive it all the same",
            )
            .at("confirm")
            .with("records", records)
            .with("segments", segments)
            .with(
                "views",
                views.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ));
        }
        cx.store().custom_index(&field.index(), false)?;
        cx.archive(self.id)
    }
}

/// Lists the custom fields of a kind.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListFields {
    /// The kind of record.
    pub record_kind: RecordKind,
}

/// The custom fields of a kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FieldList {
    /// By name.
    pub fields: Vec<CustomField>,
}

impl Answer for FieldList {
    /// A custom field that the actor may not see is not there for it (semantics 4.11).
    fn project(&mut self, access: &Access) {
        self.fields.retain(|field| visible(access, field));
        self.fields.project(access);
    }
}

/// Whether the actor sees the values of a custom field, masked ones included. Those who manage
/// the settings see every definition, or they could not manage them.
fn visible(access: &Access, field: &CustomField) -> bool {
    let (right, _) = access.custom(field.record_kind, &field.name, field.sensitivity());
    right != Right::NONE || access.scope(Permission::SettingsManage).is_some()
}

impl Operation for ListFields {
    const NAME: &'static str = "fields.list";
    const PERMISSION: Permission = Permission::SettingsView;
    const ROUTE: Route = Route::get("/fields");
    const MODE: Mode = Mode::Read;
    type Output = FieldList;

    fn execute(self, cx: &mut Context<'_>) -> Result<FieldList> {
        Ok(FieldList {
            fields: cx.definitions(self.record_kind)?.to_vec(),
        })
    }
}

/// Reads the custom values of a record together with their definitions (CFD-05).
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetFieldValues {
    /// The kind of record.
    pub record_kind: RecordKind,
    /// Which record.
    pub id: Uuid,
}

/// Every custom field of a record's kind, with the record's value where it has one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FieldsWithValues {
    /// By name.
    pub fields: Vec<FieldWithValue>,
}

/// A definition and a value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FieldWithValue {
    /// The definition.
    pub definition: CustomField,
    /// The record's value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<serde_json::Value>,
}

impl Answer for FieldsWithValues {
    fn project(&mut self, access: &Access) {
        self.fields.retain_mut(|field| {
            let definition = &field.definition;
            let (right, mask) = access.custom(
                definition.record_kind,
                &definition.name,
                Sensitivity::Internal,
            );
            if right.sight == Sight::Masked {
                field.value = field
                    .value
                    .take()
                    .and_then(|value| mask.apply_custom(access.tenant(), &value));
            }
            if right.sight == Sight::None {
                field.value = None;
            }
            let shown = visible(access, definition);
            field.definition.project(access);
            shown
        });
    }
}

impl Operation for GetFieldValues {
    const NAME: &'static str = "fields.values";
    const PERMISSION: Permission = Permission::SettingsView;
    const ROUTE: Route = Route::get("/fields/values");
    const MODE: Mode = Mode::Read;
    type Output = FieldsWithValues;

    fn execute(self, cx: &mut Context<'_>) -> Result<FieldsWithValues> {
        let definitions = cx.definitions(self.record_kind)?;
        let mut custom = records::custom_of(cx, self.record_kind, self.id)?;
        let record = RecordRef {
            kind: self.record_kind,
            id: self.id,
        };
        let set = definitions.iter().map(|definition| &definition.name);
        for name in set.filter(|name| custom.contains_key(*name)) {
            let (decl, path) = (records::declaration(record.kind), format!("custom.{name}"));
            if Veil::over(cx.access(), decl, &path).is_clear() {
                cx.access().tells(record, &path);
            }
        }
        let fields = definitions
            .iter()
            .map(|definition| FieldWithValue {
                value: custom.remove(&definition.name),
                definition: definition.clone(),
            })
            .collect();
        Ok(FieldsWithValues { fields })
    }
}

/// Tells what uses a custom field, before archiving it (CFD-13).
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetFieldUsage {
    /// Which field.
    pub id: CustomFieldId,
}

/// What uses a custom field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FieldUsage {
    /// How many live records have a value.
    pub records: u64,
    /// The saved segments whose rule names it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub segments: Vec<Uuid>,
    /// The saved views that name it; they go on without it, with a warning.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub views: Vec<Uuid>,
}

plain_answer!(FieldUsage);

impl Operation for GetFieldUsage {
    const NAME: &'static str = "fields.usage";
    const PERMISSION: Permission = Permission::SettingsManage;
    const ROUTE: Route = Route::get("/fields/{id}/usage");
    const MODE: Mode = Mode::Read;
    type Output = FieldUsage;

    fn execute(self, cx: &mut Context<'_>) -> Result<FieldUsage> {
        let field: CustomField = cx.load(self.id)?;
        Ok(FieldUsage {
            records: with_value(cx, &field, live())?,
            segments: naming(cx, &field)?.iter().map(|id| id.uuid()).collect(),
            views: viewed(cx, &field)?.iter().map(|id| id.uuid()).collect(),
        })
    }
}

/// The live views that name the field.
fn viewed(cx: &mut Context<'_>, field: &CustomField) -> Result<Vec<ViewId>> {
    let name = format!("{}.custom.{}", field.record_kind.name(), field.name);
    crate::view::naming(cx, &name)
}

/// The live segments whose rule speaks of the field.
fn naming(cx: &mut Context<'_>, field: &CustomField) -> Result<Vec<SegmentId>> {
    let name = format!("{}.custom.{}", field.record_kind.name(), field.name);
    crate::segment::naming(cx, &name)
}

/// Refuses a field whose name an archived one of another type had, while records keep its values.
fn require_no_other_values(cx: &mut Context<'_>, field: &CustomField) -> Result<()> {
    let archived = Filter::IsSet(Target::Field(meta::ARCHIVED_AT));
    let select = Select::all(CustomField::DECL)
        .filter(CustomField::of_kind(field.record_kind))
        .filter(archived);
    for former in cx.peek_all::<CustomField>(select)? {
        let another = former.name == field.name && former.field_type != field.field_type;
        if another && with_value(cx, &former, Filter::All)? > 0 {
            return Err(Error::conflict(
                "records keep values of an archived field of this name and another type",
            )
            .at("name"));
        }
    }
    Ok(())
}

/// How many records of a field's kind have a value of it.
fn with_value(cx: &mut Context<'_>, field: &CustomField, among: Filter) -> Result<u64> {
    let decl = records::declaration(field.record_kind);
    cx.store()
        .count(decl, &among.and(Filter::IsSet(field.target())))
}

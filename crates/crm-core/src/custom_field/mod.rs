//! Fields that a tenant declares at run time (catalogue group CFD).
//!
//! A definition is a record of its own; values live in the `custom` map of every record and
//! reach the same places as built-in fields: rules, sorting, masks, history, merge, import and
//! export, under the name `custom.<name>`. A definition marked `indexed` gets an index of its
//! own in the store, so rules and sorts on it cost what they cost on a built-in field (CFD-10).

mod operations;
#[cfg(test)]
mod tests;
mod text;
mod value;

pub use operations::{
    ArchiveField, DefineField, FieldList, FieldUsage, FieldWithValue, FieldsWithValues,
    GetFieldUsage, GetFieldValues, ListFields, UpdateField,
};
pub(crate) use text::of_text;
pub(crate) use value::{settle, unknown};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::Permission;
use crate::error::{Error, Result};
use crate::field::{
    Element, FieldKind, Id, RecordKind, Scalar, ScalarKind, Sensitivity, Value, label, place,
};
use crate::operation::{Environment, Stored};
use crate::port::{Key, KeySpace};
use crate::query::{CustomKind, Filter, Target};

crate::choice! {
    /// What a custom field holds (CFD-02).
    pub enum CustomType {
        /// A line of text.
        #[default]
        Text = "text",
        /// Several lines of text.
        Textarea = "textarea",
        /// A number with at most 15 significant digits, exact on every platform.
        Number = "number",
        /// An exact amount with its currency.
        Currency = "currency",
        /// A day.
        Date = "date",
        /// An instant.
        Datetime = "datetime",
        /// Yes or no.
        Boolean = "boolean",
        /// One of the options.
        Select = "select",
        /// Any of the options.
        Multiselect = "multiselect",
        /// A web address.
        Url = "url",
        /// An e-mail address.
        Email = "email",
        /// A telephone number.
        Phone = "phone",
    }
}

crate::choice! {
    /// How guarded a custom field is.
    pub enum CustomSensitivity {
        /// About the work.
        Internal = "internal",
        /// About a person.
        #[default]
        Personal = "personal",
        /// Written by administrators only.
        Sensitive = "sensitive",
    }
}

crate::record! {
    /// A field that a tenant defined.
    pub struct CustomField: CustomField, draft CustomFieldDraft, patch CustomFieldPatch;
    fixed {
        /// The kind of record that has it.
        record_kind: RecordKind = label("Record kind").indexed();
        /// The name, in `custom` and in rules; a–z, 0–9 and _, unique for the kind.
        name: String = label("Name");
        /// What it holds.
        field_type: CustomType = label("Type");
    }
    entered {
        /// What a person calls it; the name if unset.
        label: Option<String> = label("Label");
        /// What it means.
        description: Option<String> = label("Description");
        /// Whether every new record needs a value.
        required: bool = label("Required");
        /// The choices of a select or multiselect. Their values are stable; labels may change.
        options: Vec<SelectOption> = label("Options");
        /// Whether it has an index, so that rules and sorts on it are fast on any number of records.
        indexed: bool = label("Indexed");
        /// How guarded it is.
        sensitivity: CustomSensitivity = label("Sensitivity");
    }
    derived {}
}

/// The id of a definition.
pub type CustomFieldId = Id<CustomField>;

/// One choice of a select or multiselect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SelectOption {
    /// What is stored; it never changes.
    pub value: String,
    /// What a person sees.
    pub label: String,
    /// Whether new values may no longer use it; records that have it keep it (CFD-03).
    #[serde(default)]
    pub retired: bool,
}

impl Element for SelectOption {
    const LIST: FieldKind = FieldKind::Elements(&[]);
}

impl Scalar for RecordKind {
    const SCALAR: ScalarKind = ScalarKind::Text;
    const CLEARABLE: bool = false;

    fn to_scalar(&self) -> Value {
        Value::Text(self.name().to_owned())
    }

    fn from_scalar(value: Value) -> Result<Self> {
        value
            .as_text()
            .and_then(|text| text.parse().ok())
            .ok_or_else(|| Error::corrupt("the store holds an unknown kind of record"))
    }
}

/// The index of a custom field in a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomIndex {
    /// The definition, which names the index.
    pub id: Uuid,
    /// The kind of record.
    pub kind: RecordKind,
    /// The name in `custom`.
    pub name: String,
    /// The shape of its values.
    pub shape: CustomKind,
}

impl CustomField {
    /// How its values compare.
    pub fn shape(&self) -> CustomKind {
        match self.field_type {
            CustomType::Number => CustomKind::Number,
            CustomType::Currency => CustomKind::Amount,
            CustomType::Date => CustomKind::Date,
            CustomType::Datetime => CustomKind::Instant,
            CustomType::Boolean => CustomKind::Boolean,
            CustomType::Multiselect => CustomKind::Texts,
            CustomType::Text
            | CustomType::Textarea
            | CustomType::Select
            | CustomType::Url
            | CustomType::Email
            | CustomType::Phone => CustomKind::Text,
        }
    }

    /// Where its values are found in a rule.
    pub fn target(&self) -> Target {
        Target::Custom(self.name.clone(), self.shape())
    }

    /// How guarded its values are.
    pub fn sensitivity(&self) -> Sensitivity {
        match self.sensitivity {
            CustomSensitivity::Internal => Sensitivity::Internal,
            CustomSensitivity::Personal => Sensitivity::Personal,
            CustomSensitivity::Sensitive => Sensitivity::Sensitive,
        }
    }

    /// Its index.
    pub fn index(&self) -> CustomIndex {
        CustomIndex {
            id: self.id.uuid(),
            kind: self.record_kind,
            name: self.name.clone(),
            shape: self.shape(),
        }
    }

    /// The definitions of one kind.
    pub(crate) fn of_kind(kind: RecordKind) -> Filter {
        let field = place!(Self, "record_kind");
        Filter::equals(Target::Field(field), Value::Text(kind.name().to_owned()))
    }
}

/// Whether a text can be the name of a custom field.
pub(crate) fn is_name(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let starts_well = text.starts_with(|c: char| c.is_ascii_lowercase());
    starts_well && text.len() <= 64 && text.chars().all(plain)
}

impl Stored for CustomField {
    const VIEW: Permission = Permission::SettingsView;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        if !is_name(&self.name) {
            let reason = "a name has 1 to 64 of a–z, 0–9 and _, and begins with a letter";
            return Err(Error::invalid("name", reason));
        }
        let chooses = matches!(
            self.field_type,
            CustomType::Select | CustomType::Multiselect
        );
        if chooses && self.options.is_empty() {
            return Err(Error::invalid(
                "options",
                "a select needs at least one option",
            ));
        }
        if !chooses && !self.options.is_empty() {
            return Err(Error::invalid("options", "only selects have options"));
        }
        for (at, option) in self.options.iter().enumerate() {
            if option.value.trim().is_empty() {
                return Err(Error::invalid(
                    format!("options[{at}].value"),
                    "a value is needed",
                ));
            }
            if self
                .options
                .iter()
                .take(at)
                .any(|earlier| earlier.value == option.value)
            {
                return Err(Error::invalid(
                    format!("options[{at}].value"),
                    "this value is there twice",
                ));
            }
        }
        if self.indexed && self.field_type == CustomType::Multiselect {
            return Err(Error::invalid("indexed", "a multiselect cannot be indexed"));
        }
        Ok(())
    }

    fn keys(&self) -> Vec<Key> {
        let value = format!("{}.{}", self.record_kind.name(), self.name);
        vec![Key {
            space: KeySpace::Name,
            value,
            unique: true,
        }]
    }
}

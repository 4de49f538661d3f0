//! Partial updates that tell "leave it" from "clear it".

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::FieldValue;

/// What an update does to one field.
///
/// On the wire an absent field is kept, `null` clears it, and a value sets it:
///
/// ```
/// use crm_core::field::Patch;
///
/// #[derive(serde::Deserialize)]
/// struct Update {
///     #[serde(default)]
///     job_title: Patch<String>,
/// }
/// let read = |json| serde_json::from_str::<Update>(json).unwrap().job_title;
/// assert_eq!(read("{}"), Patch::Keep);
/// assert_eq!(read(r#"{"job_title": null}"#), Patch::Clear);
/// assert_eq!(read(r#"{"job_title": "CTO"}"#), Patch::Set("CTO".to_owned()));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Patch<T> {
    /// Leaves the field as it is.
    #[default]
    Keep,
    /// Removes the value.
    Clear,
    /// Replaces the value.
    Set(T),
}

/// The patch of a field of type `F`: an `Option<String>` is patched with a `String`.
pub type PatchOf<F> = Patch<<F as FieldValue>::Item>;

impl<T> Patch<T> {
    /// Replaces the value.
    pub fn set(value: impl Into<T>) -> Self {
        Self::Set(value.into())
    }

    /// Whether the field stays as it is.
    pub fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            // `skip_serializing_if = "Patch::is_keep"` keeps this arm from being reached.
            Self::Keep | Self::Clear => serializer.serialize_none(),
            Self::Set(value) => value.serialize(serializer),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::<T>::deserialize(deserializer)?.map_or(Self::Clear, Self::Set))
    }
}

impl<T: JsonSchema> JsonSchema for Patch<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Patch_of_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = Option::<T>::json_schema(generator);
        schema.insert("x-patch".to_owned(), true.into());
        schema
    }
}

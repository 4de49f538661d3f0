//! The `record!` block, which declares a kind of record.

use serde::de::DeserializeOwned;

use super::FieldValue;
use crate::error::{Error, Result};

/// Whether a field is unset; serde leaves such fields out of answers.
pub fn is_unset<T: FieldValue>(value: &T) -> bool {
    value.is_unset()
}

#[doc(hidden)]
pub fn assign_json<F: FieldValue + Default>(json: serde_json::Value) -> Result<F>
where
    F::Item: DeserializeOwned,
{
    if json.is_null() {
        return cleared::<F>();
    }
    serde_json::from_value(json)
        .map(F::from_item)
        .map_err(|error| Error::new(crate::error::ErrorCode::Invalid, super::reason(&error)))
}

#[doc(hidden)]
pub fn patch_to<F: FieldValue + Clone>(value: &F) -> super::PatchOf<F> {
    value
        .clone()
        .into_item()
        .map_or(super::Patch::Clear, super::Patch::Set)
}

#[doc(hidden)]
pub fn cleared<F: FieldValue + Default>() -> Result<F> {
    if F::CLEARABLE {
        Ok(F::default())
    } else {
        Err(Error::new(
            crate::error::ErrorCode::Invalid,
            "this field always has a value",
        ))
    }
}

/// Declares a record kind: each field once.
///
/// A block has three parts. `fixed` fields are given when creating and never change, `entered`
/// fields are the caller's to set and patch, `derived` fields are the engine's. Each field has a
/// doc comment (it becomes the data dictionary, the schema and the docs of every binding), a
/// type, and its [`Options`](crate::field::Options).
///
/// ```
/// use crm_core::field::{FieldValue, Patch, Record, label};
///
/// crm_core::record! {
///     /// A team of users.
///     pub struct Crew: Team, draft CrewDraft, patch CrewPatch;
///     fixed {}
///     entered {
///         /// What the crew calls itself.
///         name: Option<String> = label("Name").indexed();
///     }
///     derived {}
/// }
///
/// let mut crew = Crew::from_draft(CrewDraft { name: Some("Red".into()), ..Default::default() });
/// crew.apply(CrewPatch { name: Patch::set("Blue"), ..Default::default() }).unwrap();
/// assert_eq!(crew.json("name"), Some("Blue".into()));
/// assert_eq!(Crew::from_row(crew.to_row()).unwrap(), crew);
/// ```
#[macro_export]
macro_rules! record {
    (
        $(#[doc = $doc:literal])+
        pub struct $record:ident: $kind:ident, draft $draft:ident, patch $patch:ident;
        fixed { $($(#[doc = $fixed_doc:literal])+ $fixed:ident: $fixed_type:ty = $fixed_options:expr;)* }
        entered { $($(#[doc = $entered_doc:literal])+ $entered:ident: $entered_type:ty = $entered_options:expr;)* }
        derived { $($(#[doc = $derived_doc:literal])+ $derived:ident: $derived_type:ty = $derived_options:expr;)* }
    ) => {
        $(#[doc = $doc])+
        #[derive(
            Debug, Clone, PartialEq, Default,
            ::serde::Serialize, ::serde::Deserialize, ::schemars::JsonSchema,
        )]
        pub struct $record {
            /// The id.
            pub id: $crate::field::Id<$record>,
            /// The version, from 1, one more for each change.
            pub version: u64,
            $(
                $(#[doc = $fixed_doc])+
                #[serde(default, skip_serializing_if = "crm_core::field::is_unset")]
                #[schemars(extend(
                    "x-required" = <$fixed_type as crm_core::field::FieldValue>::REQUIRED
                ))]
                pub $fixed: $fixed_type,
            )*
            $(
                $(#[doc = $entered_doc])+
                #[serde(default, skip_serializing_if = "crm_core::field::is_unset")]
                #[schemars(extend(
                    "x-required" = <$entered_type as crm_core::field::FieldValue>::REQUIRED
                ))]
                pub $entered: $entered_type,
            )*
            $(
                $(#[doc = $derived_doc])+
                #[serde(default, skip_serializing_if = "crm_core::field::is_unset")]
                #[schemars(extend(
                    "x-required" = <$derived_type as crm_core::field::FieldValue>::REQUIRED
                ))]
                pub $derived: $derived_type,
            )*
            /// Values of the fields that the tenant defined, by name.
            #[serde(default, skip_serializing_if = "crm_core::field::is_unset")]
            pub custom: $crate::field::CustomValues,
            /// When the record was created, UTC.
            pub created_at: $crate::value::Timestamp,
            /// The user who created the record.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub created_by: Option<$crate::field::UserId>,
            /// When the record last changed, UTC.
            pub updated_at: $crate::value::Timestamp,
            /// The user who last changed the record.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub updated_by: Option<$crate::field::UserId>,
            /// When the record was archived; unset while it is live.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub archived_at: Option<$crate::value::Timestamp>,
            /// The record that took this one over in a merge.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub merged_into: Option<$crate::field::Id<$record>>,
            /// Names of fields shown to this reader only in a masked form.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            pub masked: Vec<String>,
        }

        #[doc = concat!("What a caller gives to create a `", stringify!($record), "`.")]
        #[derive(
            Debug, Clone, PartialEq, Default,
            ::serde::Serialize, ::serde::Deserialize, ::schemars::JsonSchema,
        )]
        pub struct $draft {
            $(
                $(#[doc = $fixed_doc])+
                #[serde(default, skip_serializing_if = "crm_core::field::is_unset")]
                #[schemars(extend(
                    "x-required" = <$fixed_type as crm_core::field::FieldValue>::REQUIRED
                ))]
                pub $fixed: $fixed_type,
            )*
            $(
                $(#[doc = $entered_doc])+
                #[serde(default, skip_serializing_if = "crm_core::field::is_unset")]
                #[schemars(extend(
                    "x-required" = <$entered_type as crm_core::field::FieldValue>::REQUIRED
                ))]
                pub $entered: $entered_type,
            )*
            /// Values of the fields that the tenant defined, by name.
            #[serde(default, skip_serializing_if = "crm_core::field::is_unset")]
            pub custom: $crate::field::CustomValues,
        }

        #[doc = concat!("What a caller gives to change a `", stringify!($record), "`.")]
        #[derive(
            Debug, Clone, PartialEq, Default,
            ::serde::Serialize, ::serde::Deserialize, ::schemars::JsonSchema,
        )]
        pub struct $patch {
            $(
                $(#[doc = $entered_doc])+
                #[serde(default, skip_serializing_if = "crm_core::field::Patch::is_keep")]
                pub $entered: $crate::field::PatchOf<$entered_type>,
            )*
            /// Values of fields that the tenant defined: given names are set, `null` clears one.
            #[serde(default, skip_serializing_if = "crm_core::field::Patch::is_keep")]
            pub custom: $crate::field::Patch<$crate::field::CustomValues>,
        }

        impl $patch {
            /// The patch that makes `to` out of `from`, in the fields that callers may change.
            pub fn between(from: &$record, to: &$record) -> Self {
                #[allow(unused_mut)]
                let mut patch = Self::default();
                // A kind without entered fields has nothing to compare.
                let _ = (from, to);
                $(
                    if from.$entered != to.$entered {
                        patch.$entered = $crate::field::patch_to(&to.$entered);
                    }
                )*
                patch
            }
        }

        impl $crate::field::Marker for $record {
            const KIND: Option<$crate::field::RecordKind> =
                Some($crate::field::RecordKind::$kind);
        }

        impl $crate::field::Touched for $draft {
            fn touched(&self) -> Vec<&'static str> {
                let mut names = Vec::new();
                $(
                    if self.$fixed != <$fixed_type>::default() { names.push(stringify!($fixed)); }
                )*
                $(
                    if self.$entered != <$entered_type>::default() {
                        names.push(stringify!($entered));
                    }
                )*
                names
            }

            fn custom(&self) -> Option<&$crate::field::CustomValues> {
                (!self.custom.is_empty()).then_some(&self.custom)
            }
        }

        impl $crate::field::Draft for $draft {}

        impl $crate::field::Touched for $patch {
            fn touched(&self) -> Vec<&'static str> {
                #[allow(unused_mut)]
                let mut names = Vec::new();
                $(if !self.$entered.is_keep() { names.push(stringify!($entered)); })*
                names
            }

            fn custom(&self) -> Option<&$crate::field::CustomValues> {
                match &self.custom {
                    $crate::field::Patch::Set(values) => Some(values),
                    _ => None,
                }
            }

            fn clears_custom(&self) -> bool {
                self.custom == $crate::field::Patch::Clear
            }

            fn clear_custom(&mut self, names: Vec<String>) {
                let none = ::serde_json::Value::Null;
                self.custom = $crate::field::Patch::Set(
                    names.into_iter().map(|name| (name, none.clone())).collect(),
                );
            }
        }

        impl $crate::field::Record for $record {
            #[allow(clippy::large_stack_arrays, reason = "a constant, which stands on no stack")]
            const DECL: &'static $crate::field::RecordDecl = &$crate::field::RecordDecl {
                kind: $crate::field::RecordKind::$kind,
                doc: concat!($($doc, "\n"),+),
                fields: &{
                    const META: [$crate::field::FieldDecl; $crate::field::meta::COUNT] =
                        $crate::field::meta_fields::<$record>();
                    [
                        META[0], META[1], META[2], META[3], META[4], META[5],
                        $($crate::field::FieldDecl {
                            name: stringify!($fixed),
                            doc: concat!($($fixed_doc, "\n"),+),
                            kind: <$fixed_type as $crate::field::FieldValue>::KIND,
                            optional: <$fixed_type as $crate::field::FieldValue>::OPTIONAL,
                            entered: true,
                            fixed: true,
                            options: $fixed_options,
                        },)*
                        $($crate::field::FieldDecl {
                            name: stringify!($entered),
                            doc: concat!($($entered_doc, "\n"),+),
                            kind: <$entered_type as $crate::field::FieldValue>::KIND,
                            optional: <$entered_type as $crate::field::FieldValue>::OPTIONAL,
                            entered: true,
                            fixed: false,
                            options: $entered_options,
                        },)*
                        $($crate::field::FieldDecl {
                            name: stringify!($derived),
                            doc: concat!($($derived_doc, "\n"),+),
                            kind: <$derived_type as $crate::field::FieldValue>::KIND,
                            optional: <$derived_type as $crate::field::FieldValue>::OPTIONAL,
                            entered: false,
                            fixed: false,
                            options: $derived_options,
                        },)*
                        $crate::field::FieldDecl {
                            name: "custom",
                            doc: "Values of the fields that the tenant defined, by name.",
                            kind: $crate::field::FieldKind::Custom,
                            optional: true,
                            entered: true,
                            fixed: false,
                            options: $crate::field::label("Custom fields").personal(),
                        },
                    ]
                },
            };

            type Draft = $draft;
            type Patch = $patch;

            fn accessors() -> &'static [$crate::field::Accessor<Self>] {
                &[
                    $crate::field_accessor!(created_at: $crate::value::Timestamp),
                    $crate::field_accessor!(created_by: Option<$crate::field::UserId>),
                    $crate::field_accessor!(updated_at: $crate::value::Timestamp),
                    $crate::field_accessor!(updated_by: Option<$crate::field::UserId>),
                    $crate::field_accessor!(archived_at: Option<$crate::value::Timestamp>),
                    $crate::field_accessor!(merged_into: Option<$crate::field::Id<$record>>),
                    $($crate::field_accessor!($fixed: $fixed_type),)*
                    $($crate::field_accessor!($entered: $entered_type),)*
                    $($crate::field_accessor!($derived: $derived_type),)*
                    $crate::field_accessor!(custom: $crate::field::CustomValues),
                ]
            }

            fn meta(&self) -> $crate::field::Meta<Self> {
                $crate::field::Meta {
                    id: self.id,
                    version: self.version,
                    created_at: self.created_at,
                    created_by: self.created_by,
                    updated_at: self.updated_at,
                    updated_by: self.updated_by,
                    archived_at: self.archived_at,
                    merged_into: self.merged_into,
                }
            }

            fn set_meta(&mut self, meta: $crate::field::Meta<Self>) {
                self.id = meta.id;
                self.version = meta.version;
                self.created_at = meta.created_at;
                self.created_by = meta.created_by;
                self.updated_at = meta.updated_at;
                self.updated_by = meta.updated_by;
                self.archived_at = meta.archived_at;
                self.merged_into = meta.merged_into;
            }

            fn custom(&self) -> &$crate::field::CustomValues {
                &self.custom
            }

            fn custom_mut(&mut self) -> &mut $crate::field::CustomValues {
                &mut self.custom
            }

            fn set_masked(&mut self, fields: Vec<String>) {
                self.masked = fields;
            }

            fn from_draft(draft: $draft) -> Self {
                Self {
                    $($fixed: draft.$fixed,)*
                    $($entered: draft.$entered,)*
                    custom: draft.custom,
                    ..Self::default()
                }
            }

            fn apply(&mut self, patch: $patch) -> $crate::error::Result<()> {
                $(
                    match patch.$entered {
                        $crate::field::Patch::Keep => {}
                        $crate::field::Patch::Clear => {
                            self.$entered = $crate::field::cleared::<$entered_type>()
                                .map_err(|error| error.at(stringify!($entered)))?;
                        }
                        $crate::field::Patch::Set(item) => {
                            self.$entered =
                                <$entered_type as $crate::field::FieldValue>::from_item(item);
                        }
                    }
                )*
                match patch.custom {
                    $crate::field::Patch::Keep => {}
                    $crate::field::Patch::Clear => self.custom.clear(),
                    $crate::field::Patch::Set(values) => {
                        for (name, value) in values {
                            if value.is_null() {
                                self.custom.remove(&name);
                            } else {
                                self.custom.insert(name, value);
                            }
                        }
                    }
                }
                Ok(())
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! field_accessor {
    ($field:ident: $type:ty) => {
        $crate::field::Accessor {
            value: |record| $crate::field::FieldValue::to_value(&record.$field),
            load: |record, value| {
                record.$field = <$type as $crate::field::FieldValue>::from_value(value)?;
                Ok(())
            },
            json: |record| {
                if $crate::field::is_unset(&record.$field) {
                    None
                } else {
                    ::serde_json::to_value(&record.$field).ok()
                }
            },
            assign: |record, json| {
                record.$field = $crate::field::assign_json::<$type>(json)?;
                Ok(())
            },
            reset: |record| record.$field = <$type>::default(),
            unite: |record, other| {
                $crate::field::FieldValue::unite(&mut record.$field, other.$field.clone());
            },
        }
    };
}

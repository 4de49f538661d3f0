//! What every kind of record is: a struct, a draft, a patch, and access by name.

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{FieldDecl, FieldValue, Id, Marker, Merge, RecordDecl, Row, UserId, Value, label};
use crate::error::{Error, Result};
use crate::value::Timestamp;

/// A kind of record, as its [`record!`](crate::record) block declares it.
pub trait Record:
    Clone + Default + PartialEq + Serialize + DeserializeOwned + JsonSchema + Marker + Send
{
    /// The declaration.
    const DECL: &'static RecordDecl;
    /// What a caller gives to create one.
    type Draft: Draft;
    /// What a caller gives to change one.
    type Patch: Touched;

    /// How each declared field is read and written, in the order of the declaration.
    fn accessors() -> &'static [Accessor<Self>];
    /// The fields that every record has.
    fn meta(&self) -> Meta<Self>;
    /// Replaces them.
    fn set_meta(&mut self, meta: Meta<Self>);
    /// The values of the fields that the tenant defined.
    fn custom(&self) -> &super::CustomValues;
    /// The same, to change.
    fn custom_mut(&mut self) -> &mut super::CustomValues;
    /// Names fields whose value the actor sees only in a masked form.
    fn set_masked(&mut self, fields: Vec<String>);
    /// A record from what the caller entered; everything else is at its default.
    fn from_draft(draft: Self::Draft) -> Self;
    /// Applies what the caller changes.
    fn apply(&mut self, patch: Self::Patch) -> Result<()>;

    /// Puts a field, or a custom one as `custom.<name>`, back to an earlier wire form.
    fn put_back(&mut self, field: &str, old: Option<serde_json::Value>) -> Result<()> {
        match (field.strip_prefix("custom."), old) {
            (Some(name), None) => {
                self.custom_mut().remove(name);
                Ok(())
            }
            (Some(name), Some(old)) => {
                self.custom_mut().insert(name.to_owned(), old);
                Ok(())
            }
            (None, Some(old)) => self.assign(field, old),
            (None, None) => {
                let accessor = Self::DECL
                    .field(field)
                    .and_then(|(index, _)| Self::accessors().get(index));
                if let Some(accessor) = accessor {
                    (accessor.reset)(self);
                }
                Ok(())
            }
        }
    }

    /// The id.
    fn id(&self) -> Id<Self> {
        self.meta().id
    }

    /// The stored form.
    fn to_row(&self) -> Row {
        let meta = self.meta();
        Row {
            id: meta.id.uuid(),
            version: meta.version,
            values: Self::accessors()
                .iter()
                .map(|accessor| (accessor.value)(self))
                .collect(),
        }
    }

    /// Reads the stored form.
    fn from_row(row: Row) -> Result<Self> {
        let mut record = Self::default();
        record.set_meta(Meta {
            id: Id::new(row.id),
            version: row.version,
            ..record.meta()
        });
        for (accessor, value) in Self::accessors().iter().zip(row.values) {
            if !value.is_null() {
                (accessor.load)(&mut record, value)?;
            }
        }
        Ok(record)
    }

    /// The value of a field by name; `None` if there is no such field.
    fn value(&self, field: &str) -> Option<Value> {
        let (index, _) = Self::DECL.field(field)?;
        Some((Self::accessors().get(index)?.value)(self))
    }

    /// The wire form of a field by name; `None` if it is unset or unknown.
    fn json(&self, field: &str) -> Option<serde_json::Value> {
        let (index, _) = Self::DECL.field(field)?;
        (Self::accessors().get(index)?.json)(self)
    }

    /// Sets a field by name from its wire form; `null` clears it. For undo, unmerge and bulk
    /// work, which speak of fields as data; it does not ask whether callers may write the field.
    fn assign(&mut self, field: &str, json: serde_json::Value) -> Result<()> {
        let accessor = Self::DECL
            .field(field)
            .and_then(|(index, _)| Self::accessors().get(index))
            .ok_or_else(|| Error::invalid(field, "there is no such field"))?;
        (accessor.assign)(self, json).map_err(|error| error.inside(field))
    }
}

/// What a caller gives to create a record.
pub trait Draft: Touched + Default {}

/// Something that names the fields it would write.
pub trait Touched: Clone + Serialize + DeserializeOwned + JsonSchema + Send {
    /// The names of the fields it would write.
    fn touched(&self) -> Vec<&'static str>;
    /// The custom values it would write, if any.
    fn custom(&self) -> Option<&super::typed::CustomValues>;
    /// Whether it would clear every custom value.
    fn clears_custom(&self) -> bool {
        false
    }
    /// Clears these custom values instead of every one.
    fn clear_custom(&mut self, _names: Vec<String>) {}
}

/// How one field of an `R` is read and written.
#[derive(Debug)]
pub struct Accessor<R> {
    /// Reads the stored form.
    pub value: fn(&R) -> Value,
    /// Writes from the stored form.
    pub load: fn(&mut R, Value) -> Result<()>,
    /// Reads the wire form.
    pub json: fn(&R) -> Option<serde_json::Value>,
    /// Writes from the wire form.
    pub assign: fn(&mut R, serde_json::Value) -> Result<()>,
    /// Puts the field back to its default.
    pub reset: fn(&mut R),
    /// Takes in what another record's list has beside this one's.
    pub unite: fn(&mut R, &R),
}

/// The fields that every record has, kept by the engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta<R> {
    /// The id.
    pub id: Id<R>,
    /// From 1, one more for each change.
    pub version: u64,
    /// When it was created.
    pub created_at: Timestamp,
    /// Who created it.
    pub created_by: Option<UserId>,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Who last changed it.
    pub updated_by: Option<UserId>,
    /// When it was archived; restoring clears this.
    pub archived_at: Option<Timestamp>,
    /// The survivor of the merge that ended it; reading the record's id leads there.
    pub merged_into: Option<Id<R>>,
}

/// Places of the engine-kept fields at the head of every declaration.
pub mod meta {
    /// `created_at`.
    pub const CREATED_AT: usize = 0;
    /// `created_by`.
    pub const CREATED_BY: usize = 1;
    /// `updated_at`.
    pub const UPDATED_AT: usize = 2;
    /// `archived_at`.
    pub const ARCHIVED_AT: usize = 4;
    /// `merged_into`.
    pub const MERGED_INTO: usize = 5;
    /// How many there are.
    pub const COUNT: usize = 6;
}

/// The declarations of the engine-kept fields, in the order of [`meta`].
#[doc(hidden)]
pub const fn meta_fields<R: Marker>() -> [FieldDecl; meta::COUNT] {
    const fn kept<T: FieldValue>(
        name: &'static str,
        doc: &'static str,
        options: super::Options,
    ) -> FieldDecl {
        FieldDecl {
            name,
            doc,
            kind: T::KIND,
            optional: T::OPTIONAL,
            entered: false,
            fixed: false,
            options,
        }
    }
    [
        kept::<Timestamp>(
            "created_at",
            "When the record was created, UTC.",
            label("Created").merge(Merge::Earliest).indexed(),
        ),
        kept::<Option<UserId>>(
            "created_by",
            "The user who created the record.",
            label("Created by").merge(Merge::Derived),
        ),
        kept::<Timestamp>(
            "updated_at",
            "When the record last changed, UTC.",
            label("Updated").merge(Merge::Derived).indexed(),
        ),
        kept::<Option<UserId>>(
            "updated_by",
            "The user who last changed the record.",
            label("Updated by").merge(Merge::Derived),
        ),
        kept::<Option<Timestamp>>(
            "archived_at",
            "When the record was archived; unset while it is live.",
            label("Archived").merge(Merge::Derived),
        ),
        kept::<Option<Id<R>>>(
            "merged_into",
            "The record that took this one over in a merge.",
            label("Merged into").merge(Merge::Derived),
        ),
    ]
}

//! Ids that know what they identify.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use super::RecordKind;

/// What an id identifies: a record kind, or something that the host keeps (a user).
pub trait Marker: 'static {
    /// The record kind, when the thing is a record of this engine.
    const KIND: Option<RecordKind>;
}

/// The id of an `R`: a time-ordered UUID, minted by the host's `IdGen` (CON-01).
///
/// Two ids of different things do not compare and cannot be exchanged by accident:
///
/// ```compile_fail
/// use crm_core::{account::AccountId, contact::ContactId};
/// let contact = ContactId::default();
/// let account: AccountId = contact;
/// ```
pub struct Id<R>(Uuid, PhantomData<fn() -> R>);

/// An id of which only the record kind next to it tells what it identifies.
pub type AnyId = Uuid;

impl<R> Id<R> {
    /// Gives a UUID its meaning.
    pub const fn new(id: Uuid) -> Self {
        Self(id, PhantomData)
    }

    /// The bare UUID.
    pub const fn uuid(self) -> Uuid {
        self.0
    }
}

// Derives would ask `R: Clone` and so on, although no `R` is held.
impl<R> Clone for Id<R> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<R> Copy for Id<R> {}
impl<R> PartialEq for Id<R> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<R> Eq for Id<R> {}
impl<R> PartialOrd for Id<R> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<R> Ord for Id<R> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}
impl<R> Hash for Id<R> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<R> Default for Id<R> {
    fn default() -> Self {
        Self::new(Uuid::nil())
    }
}
impl<R> fmt::Debug for Id<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}
impl<R> fmt::Display for Id<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}
impl<R> From<Uuid> for Id<R> {
    fn from(id: Uuid) -> Self {
        Self::new(id)
    }
}
impl<R> FromStr for Id<R> {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        Uuid::from_str(text).map(Self::new)
    }
}
impl<R> Serialize for Id<R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
impl<'de, R> Deserialize<'de> for Id<R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Uuid::deserialize(deserializer).map(Self::new)
    }
}
impl<R> JsonSchema for Id<R> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Id".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "uuid" })
    }
}

macro_rules! host_things {
    ($($(#[doc = $doc:literal])+ $name:ident, $id:ident;)+) => {
        $(
            $(#[doc = $doc])+
            #[derive(Debug)]
            pub enum $name {}

            impl Marker for $name {
                const KIND: Option<RecordKind> = None;
            }

            /// The id of one.
            pub type $id = Id<$name>;
        )+
    };
}

host_things! {
    /// A tenant: the wall that no query crosses.
    Tenant, TenantId;
    /// A user of the host, who is never a record here (reliability lesson 5).
    User, UserId;
}

//! How a field is declared once, and everything that follows from it.
//!
//! A record kind lists its fields in one [`record!`](crate::record) block: name, type, label,
//! sensitivity, merge rule, search column, import aliases, index. From that block follow
//!
//! - the record struct, its draft (what a caller may set when creating) and its patch (keep,
//!   clear or set each field), so that a server-owned field cannot be written by construction;
//! - the [`Row`] that crosses the storage port, and with it columns and indexes;
//! - access by name ([`Record::json`], [`Record::value`]), and so diffs, masks, survivorship,
//!   segments, imports and exports;
//! - the JSON Schema, the bindings of every language and the data dictionary.
//!
//! Custom fields are the same thing declared at run time by a tenant; see
//! [`custom_field`](crate::custom_field).
//!
//! This module is the only clever code of the house. `docs/add-a-field.md` shows the exact
//! difference that a new field takes.

mod block;
mod declaration;
mod document;
mod id;
mod kind;
mod patch;
mod reason;
mod record;
mod row;
mod typed;

pub use block::is_unset;
#[doc(hidden)]
pub use block::{assign_json, cleared, patch_to};
pub(crate) use declaration::place;
pub use declaration::{
    FieldDecl, Index, Merge, Options, RecordDecl, SearchColumn, Sensitivity, label,
};
pub(crate) use document::document;
pub use id::{AnyId, Id, Marker, Tenant, TenantId, User, UserId};
pub use kind::RecordKind;
pub use patch::{Patch, PatchOf};
pub(crate) use reason::reason;
#[doc(hidden)]
pub use record::meta_fields;
pub use record::{Accessor, Draft, Meta, Record, Touched, meta};
pub use row::{Row, Value};
pub use typed::{
    Composite, CustomValues, Element, FieldKind, FieldValue, Part, Scalar, ScalarKind,
};
pub(crate) use typed::{from_json, to_json};

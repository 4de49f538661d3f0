//! Permissions, scopes and field levels, call by call (semantics 4.11 and 4.12, group SEC).

#![allow(clippy::unwrap_used)] // a test fails by panicking
#![allow(clippy::cloned_ref_to_slice_refs)] // `[id.clone()]` reads better beside an answer

mod derived;
mod documents;
mod fields;
mod masks;
mod permissions;
mod scopes;
mod withheld;

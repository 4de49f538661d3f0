//! Permissions, scopes and field levels, call by call (semantics 4.11 and 4.12, group SEC).

#![allow(clippy::unwrap_used)] // a test fails by panicking

mod fields;
mod masks;
mod permissions;
mod scopes;
mod withheld;

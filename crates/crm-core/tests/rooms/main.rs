//! What the core promises, room by room, through sessions of the reference store.
//!
//! Tests call operations by name, as every language does. A test's name says the rule and cites
//! where it comes from: a catalogue row (`con_65`), a resolution (`r_25`) or a section of the
//! semantics (`4_10`).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::needless_pass_by_value,
    clippy::match_same_arms,
    missing_docs,
    unreachable_pub,
    reason = "tests stop at the first surprise"
)]

mod account;
mod association;
mod atomic;
mod contact;
mod disclosed;
mod every_operation;
mod gateway;
mod hidden_values;
mod hostile;
mod import;
mod isolation;
mod lines;
mod masking;
mod support;
mod watched;

//! A store of any size whose rows are the engine's own.
//!
//! Writing a million contacts and five million items through the operations would take hours. So the
//! engine writes a [`Pattern`] once: a thousand contacts with their accounts, deals and five thousand
//! items over three years, most of them with few and some with thousands. [`seed`] then writes the
//! rows of the pattern again and again through the store's own port, each time with other ids, a
//! little later and about other people. Every row, key and word is thereby what the engine makes of
//! it; the tests compare the files. What is left out is the audit chain and the outbox.

mod calls;
mod copies;
mod pattern;
mod seed;

pub use calls::{Calls, Measured};
pub use pattern::{Pattern, Shape};
pub use seed::{Seeded, seed};

#[cfg(test)]
mod tests;

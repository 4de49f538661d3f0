//! What the benches share: the people they work on, the engine's side and the other side.
//!
//! [`people`] makes the same people on every machine, one by one or as a CSV file. [`Subject`] is the
//! engine through its Rust API, [`Floor`] the same work written by hand in SQL on the engine's own
//! tables. `benches/README.md` says how the two are compared and what the numbers can bear.
#![forbid(unsafe_code)]

mod floor;
pub mod people;
pub mod scale;
mod subject;

pub use floor::{Floor, Place, Row};
pub use subject::{Counts, Subject};

use std::error::Error;

use uuid::Uuid;

/// The tenant of every bench.
pub const TENANT: Uuid = Uuid::from_u128(0xbe_0001);
/// Who does everything.
pub const USER: Uuid = Uuid::from_u128(0xbe_0002);

/// A bench that cannot go on says why and ends.
pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

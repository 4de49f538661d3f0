//! The reference store: everything in memory, everything by the plainest means.
//!
//! It is the model that other adapters are checked against, and it serves tests and examples.
//! One transaction runs at a time, on a copy that replaces the original when it commits.

mod blobs;
#[cfg(test)]
mod counted;
mod simulated;
mod store;

pub use blobs::MemoryBlobs;
#[cfg(test)]
pub(crate) use counted::CountedStorage;
pub use simulated::{SimulatedClock, SimulatedIds, engine, session};
pub use store::MemoryStorage;

//! The reference store: everything in memory, everything by the plainest means.
//!
//! It is the model that other adapters are checked against, and it serves tests and examples.
//! One transaction runs at a time, on a copy that replaces the original when it commits.

mod blobs;
mod simulated;
mod store;

pub use blobs::MemoryBlobs;
pub use simulated::{SimulatedClock, SimulatedIds, engine, session};
pub use store::MemoryStorage;

//! Importing files: bytes that the host stages, and the formats that read them.

mod staging;

pub use staging::Staging;

/// The file formats of an engine.
pub trait Formats: Send + Sync {}

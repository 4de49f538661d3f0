//! Opening an engine.

use std::path::Path;

use crm_core::memory::{self, MemoryStorage};
use crm_core::{Engine, Error, Result};

use crate::{SystemClock, SystemIds};

/// Opens the CRM in a file, and makes the file if there is none.
pub fn open(path: &Path) -> Result<Engine> {
    let _ = path;
    Err(Error::storage("files are not supported yet"))
}

/// Opens an empty CRM in memory; it ends with the last handle.
pub fn open_in_memory() -> Result<Engine> {
    Ok(Engine::builder(MemoryStorage::default(), SystemClock, SystemIds).build())
}

/// Opens an empty CRM in memory whose clock starts with 2026 and whose ids follow from a seed:
/// the same calls give the same answers, byte for byte. For tests.
pub fn open_simulated(seed: u64) -> Result<Engine> {
    Ok(memory::engine(seed))
}

//! Opening an engine.

use std::path::Path;

use crm_core::memory::{MemoryBlobs, MemoryStorage, SimulatedClock, SimulatedIds};
use crm_core::port::BlobStore;
use crm_core::{Engine, Result};
use crm_formats::FileFormats;
use crm_store::{FolderBlobs, SqliteStorage};

pub use crm_store::{Durability, Options};

use crate::{SystemClock, SystemIds};

/// Opens the CRM in a file, and makes the file if there is none.
///
/// The bytes of uploaded files lie in a folder beside it, `crm.db-files` for `crm.db`: whoever moves
/// or copies the one takes the other along. What an upload that was cut off left there does no harm,
/// and `files.sweep` removes it.
///
/// An acknowledged write survives power loss; [`open_with`] offers other choices. Refuses with
/// `corrupt` a file of another program, of a newer engine, or a damaged one, and leaves it alone.
pub fn open(path: &Path) -> Result<Engine> {
    open_with(path, Options::default())
}

/// Opens the CRM in a file with options. The folder with the bytes of files has the name of the
/// file with `-files` behind it; it is made when the first file is uploaded.
pub fn open_with(path: &Path, options: Options) -> Result<Engine> {
    let storage = SqliteStorage::open(path, options)?;
    let mut folder = path.as_os_str().to_owned();
    folder.push("-files");
    Ok(over(storage, FolderBlobs::new(folder)))
}

/// Opens an empty CRM in memory; it ends with the last handle.
pub fn open_in_memory() -> Result<Engine> {
    Ok(over(SqliteStorage::in_memory()?, MemoryBlobs::default()))
}

/// Opens an empty CRM in memory whose clock starts with 2026 and whose ids follow from a seed:
/// the same calls give the same answers, byte for byte. For tests.
pub fn open_simulated(seed: u64) -> Result<Engine> {
    let (clock, ids) = (SimulatedClock::default(), SimulatedIds::new(seed));
    Ok(Engine::builder(MemoryStorage::default(), clock, ids)
        .formats(FileFormats::default())
        .blobs(MemoryBlobs::default())
        .build())
}

fn over(storage: SqliteStorage, blobs: impl BlobStore + 'static) -> Engine {
    Engine::builder(storage, SystemClock, SystemIds)
        .formats(FileFormats::default())
        .blobs(blobs)
        .build()
}

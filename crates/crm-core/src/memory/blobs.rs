//! Bytes of files in memory.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::error::{Error, Result};
use crate::field::TenantId;
use crate::port::BlobStore;
use crate::value::ContentDigest;

/// Bytes by tenant and digest.
type Kept = BTreeMap<(TenantId, ContentDigest), Arc<[u8]>>;

/// A blob store that forgets when it is dropped.
#[derive(Debug, Default)]
pub struct MemoryBlobs {
    kept: Mutex<Kept>,
}

impl MemoryBlobs {
    /// Another blob store that begins with what this one holds, to try something out on.
    #[must_use]
    pub fn fork(&self) -> Self {
        Self {
            kept: Mutex::new(self.lock().clone()),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        // Nothing panics while the lock is held; were it otherwise, the map would still be whole.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl BlobStore for MemoryBlobs {
    fn put(&self, tenant: TenantId, digest: ContentDigest, bytes: &mut dyn Read) -> Result<()> {
        let mut whole = Vec::new();
        bytes
            .read_to_end(&mut whole)
            .map_err(|_| Error::storage("the content could not be read"))?;
        self.lock()
            .entry((tenant, digest))
            .or_insert_with(|| whole.into());
        Ok(())
    }

    fn get(
        &self,
        tenant: TenantId,
        digest: ContentDigest,
    ) -> Result<Option<Box<dyn Read + Send + '_>>> {
        let found = self.lock().get(&(tenant, digest)).cloned();
        Ok(found.map(|bytes| Box::new(Cursor::new(bytes)) as Box<dyn Read + Send>))
    }

    fn delete(&self, tenant: TenantId, digest: ContentDigest) -> Result<bool> {
        Ok(self.lock().remove(&(tenant, digest)).is_some())
    }

    fn list(
        &self,
        tenant: TenantId,
        after: Option<ContentDigest>,
        limit: u32,
    ) -> Result<Vec<ContentDigest>> {
        let kept = self.lock();
        let mut found = Vec::new();
        for (of, digest) in kept.keys() {
            let behind = after.is_none_or(|after| *digest > after);
            if *of == tenant && behind && found.len() < limit as usize {
                found.push(*digest);
            }
        }
        Ok(found)
    }
}

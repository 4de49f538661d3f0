//! Bytes that wait for an import.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};

use crate::field::TenantId;
use crate::hex;

/// Staged bytes by handle, in memory.
#[derive(Debug, Default)]
pub struct Staging {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    staged: BTreeMap<String, (Option<TenantId>, Arc<Staged>)>,
}

/// Bytes and their digest, by which a step of an import knows that they are the planned ones.
#[derive(Debug, PartialEq, Eq)]
pub struct Staged {
    bytes: Vec<u8>,
    digest: String,
}

impl Staged {
    /// Bytes with their digest.
    pub fn new(bytes: Vec<u8>) -> Self {
        let digest = hex::encode(&Sha256::digest(&bytes));
        Self { bytes, digest }
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// SHA-256 in hexadecimal.
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

impl Staging {
    /// Keeps bytes under a handle that nobody can guess. They are the tenant's who is named, or
    /// else whose import names the handle first (reliability I5).
    pub fn keep(&self, salt: [u8; 16], tenant: Option<TenantId>, bytes: Vec<u8>) -> String {
        let handle = format!("staged-{:032x}", u128::from_be_bytes(salt));
        let staged = Arc::new(Staged::new(bytes));
        self.lock().staged.insert(handle.clone(), (tenant, staged));
        handle
    }

    /// What a handle stands for; for any other tenant nothing.
    pub fn get(&self, tenant: TenantId, handle: &str) -> Option<Arc<Staged>> {
        let mut kept = self.lock();
        let (owner, staged) = kept.staged.get_mut(handle)?;
        let own = *owner.get_or_insert(tenant) == tenant;
        own.then(|| staged.clone())
    }

    /// Forgets the bytes of a handle.
    pub fn forget(&self, handle: &str) {
        self.lock().staged.remove(handle);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        // Nothing panics while the lock is held; were it otherwise, the map would still be whole.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

//! Bytes that wait for an import.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};

use crate::hex;

/// Staged bytes by handle, in memory.
#[derive(Debug, Default)]
pub struct Staging {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    next: u64,
    staged: BTreeMap<u64, Arc<Staged>>,
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
    /// Keeps bytes and answers their handle.
    pub fn keep(&self, bytes: Vec<u8>) -> String {
        let staged = Arc::new(Staged::new(bytes));
        let mut kept = self.lock();
        kept.next = kept.next.wrapping_add(1);
        let handle = kept.next;
        kept.staged.insert(handle, staged);
        format!("staged-{handle}")
    }

    /// What a handle stands for.
    pub fn get(&self, handle: &str) -> Option<Arc<Staged>> {
        self.lock().staged.get(&number(handle)?).cloned()
    }

    /// Forgets the bytes of a handle.
    pub fn forget(&self, handle: &str) {
        if let Some(number) = number(handle) {
            self.lock().staged.remove(&number);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        // Nothing panics while the lock is held; were it otherwise, the map would still be whole.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn number(handle: &str) -> Option<u64> {
    handle.strip_prefix("staged-")?.parse().ok()
}

//! Bytes that wait for an import.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Staged bytes by handle, in memory.
#[derive(Debug, Default)]
pub struct Staging {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    next: u64,
    bytes: BTreeMap<u64, Arc<Vec<u8>>>,
}

impl Staging {
    /// Keeps bytes and answers their handle.
    pub fn keep(&self, bytes: Vec<u8>) -> String {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.next = kept.next.wrapping_add(1);
        let handle = kept.next;
        kept.bytes.insert(handle, Arc::new(bytes));
        format!("staged-{handle}")
    }

    /// The bytes of a handle.
    pub fn get(&self, handle: &str) -> Option<Arc<Vec<u8>>> {
        let number: u64 = handle.strip_prefix("staged-")?.parse().ok()?;
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.bytes.get(&number).cloned()
    }

    /// Forgets the bytes of a handle.
    pub fn forget(&self, handle: &str) {
        let number = handle
            .strip_prefix("staged-")
            .and_then(|number| number.parse::<u64>().ok());
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(number) = number {
            kept.bytes.remove(&number);
        }
    }
}

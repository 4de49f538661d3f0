//! How entries hang together.

use sha2::{Digest, Sha256};

use super::{AuditEntry, AuditHead, FieldChange};
use crate::field::TenantId;

/// Separates these hashes from every other use of SHA-256.
const ENTRY: &[u8] = b"crm audit entry v1";
const PAYLOAD: &[u8] = b"crm audit payload v1";

/// The salted commitment to an entry's changes.
pub fn commit(salt: [u8; 16], changes: &[FieldChange]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(PAYLOAD);
    hash.update(salt);
    for change in changes {
        absorb(&mut hash, change.field.as_bytes());
        for value in [&change.old, &change.new] {
            match value {
                Some(json) => absorb(&mut hash, json.to_string().as_bytes()),
                None => hash.update(u64::MAX.to_be_bytes()),
            }
        }
    }
    hash.finalize().into()
}

/// The hash of an entry on top of the one before.
pub fn link(tenant: TenantId, previous: [u8; 32], entry: &AuditEntry) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(ENTRY);
    hash.update(tenant.uuid().as_bytes());
    hash.update(previous);
    hash.update(entry.sequence.to_be_bytes());
    hash.update(entry.at.as_micros().to_be_bytes());
    hash.update(entry.actor.uuid().as_bytes());
    absorb(&mut hash, entry.operation.as_bytes());
    hash.update(entry.cause.unwrap_or_default().as_bytes());
    absorb(&mut hash, entry.action.name().as_bytes());
    absorb(&mut hash, entry.record.kind.name().as_bytes());
    hash.update(entry.record.id.as_bytes());
    hash.update(entry.version.to_be_bytes());
    hash.update(entry.seal.commitment);
    hash.finalize().into()
}

/// Length first, so that moving a byte from one field to the next changes the hash.
fn absorb(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
}

/// Why a chain does not verify.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The entry at this place has another number: one is missing, added or moved.
    Sequence(u64),
    /// The entry with this number was edited, or does not follow the one before.
    Hash(u64),
    /// The values of the entry with this number were edited.
    Payload(u64),
    /// The chain does not end in the given head.
    Head,
}

/// Checks a chain from `start` to `head`, entries in order. An entry whose salt is zeros was
/// erased: its payload is not checked, its place in the chain is.
pub fn verify<'a>(
    tenant: TenantId,
    start: AuditHead,
    head: AuditHead,
    entries: impl IntoIterator<Item = &'a AuditEntry>,
) -> Result<(), Fault> {
    let mut at = start;
    for entry in entries {
        let expected = at.sequence.saturating_add(1);
        if entry.sequence != expected {
            return Err(Fault::Sequence(expected));
        }
        if link(tenant, at.hash, entry) != entry.seal.hash {
            return Err(Fault::Hash(expected));
        }
        let erased = entry.seal.salt == [0; 16] && entry.changes.is_empty();
        if !erased && commit(entry.seal.salt, &entry.changes) != entry.seal.commitment {
            return Err(Fault::Payload(expected));
        }
        at = AuditHead {
            sequence: entry.sequence,
            hash: entry.seal.hash,
        };
    }
    if at == head { Ok(()) } else { Err(Fault::Head) }
}

//! Where the bytes of files are kept, and who looks at them before they are taken in.

use std::io::Read;

use crate::access::Actor;
use crate::error::Result;
use crate::field::{TenantId, UserId};
use crate::value::ContentDigest;

/// Bytes by their SHA-256. Every tenant has its own, so that nobody learns from it what another
/// tenant keeps. Whoever calls `put` vouches that the digest is that of the bytes.
pub trait BlobStore: Send + Sync {
    /// Keeps bytes; they survive power loss once this returns. Keeping them again does nothing.
    fn put(&self, tenant: TenantId, digest: ContentDigest, bytes: &mut dyn Read) -> Result<()>;

    /// The bytes, as a stream; `None` if they are not there.
    fn get(
        &self,
        tenant: TenantId,
        digest: ContentDigest,
    ) -> Result<Option<Box<dyn Read + Send + '_>>>;

    /// Removes bytes; answers whether they were there.
    fn delete(&self, tenant: TenantId, digest: ContentDigest) -> Result<bool>;

    /// The digests that a tenant keeps, in order, after one of them, at most `limit`.
    fn list(
        &self,
        tenant: TenantId,
        after: Option<ContentDigest>,
        limit: u32,
    ) -> Result<Vec<ContentDigest>>;

    /// Removes what is left of attempts to keep something that never ended. The caller makes sure
    /// that none is under way.
    fn tidy(&self, _tenant: TenantId) -> Result<()> {
        Ok(())
    }
}

/// A shared store is a store.
impl<B: BlobStore + ?Sized> BlobStore for std::sync::Arc<B> {
    fn put(&self, tenant: TenantId, digest: ContentDigest, bytes: &mut dyn Read) -> Result<()> {
        (**self).put(tenant, digest, bytes)
    }

    fn get(
        &self,
        tenant: TenantId,
        digest: ContentDigest,
    ) -> Result<Option<Box<dyn Read + Send + '_>>> {
        (**self).get(tenant, digest)
    }

    fn delete(&self, tenant: TenantId, digest: ContentDigest) -> Result<bool> {
        (**self).delete(tenant, digest)
    }

    fn list(
        &self,
        tenant: TenantId,
        after: Option<ContentDigest>,
        limit: u32,
    ) -> Result<Vec<ContentDigest>> {
        (**self).list(tenant, after, limit)
    }

    fn tidy(&self, tenant: TenantId) -> Result<()> {
        (**self).tidy(tenant)
    }
}

/// What a scanner made of some content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was found.
    Clean,
    /// Something was found: what the scanner calls it.
    Infected(String),
    /// The scanner could not tell.
    Unknown,
}

/// Looks at content before it is handed out. What it finds infected is kept but not handed out.
pub trait MalwareScanner: Send + Sync {
    /// Looks at the content of a file.
    fn scan(&self, file_name: &str, media_type: &str, bytes: &[u8]) -> Result<Verdict>;
}

/// What the host knows of its users.
pub trait UserDirectory: Send + Sync {
    /// The user as an actor; `None` if the host does not know one.
    fn actor(&self, tenant: TenantId, user: UserId) -> Option<Actor>;
}

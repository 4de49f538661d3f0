//! The engine: a store, a clock and an id generator, shared by every session.

use std::fmt;
use std::sync::Arc;

use super::Session;
use super::defect::Defect;
use crate::access::Actor;
use crate::deal::MoveApproval;
use crate::error::{Error, Result};
use crate::import::{Formats, Staging};
use crate::port::{BlobStore, Clock, IdGen, MalwareScanner, Storage, UserDirectory};

/// An open CRM. Cloning gives another handle to the same one; handles may be used from any
/// number of threads.
#[derive(Clone)]
pub struct Engine {
    parts: Arc<Parts>,
}

pub(super) struct Parts {
    pub(super) storage: Box<dyn Storage>,
    pub(super) clock: Box<dyn Clock>,
    pub(super) ids: Box<dyn IdGen>,
    pub(super) formats: Option<Box<dyn Formats>>,
    pub(super) approval: Option<Box<dyn MoveApproval>>,
    pub(super) staging: Staging,
    pub(super) defect: Defect,
    pub(super) blobs: Option<Box<dyn BlobStore>>,
    pub(super) scanner: Option<Box<dyn MalwareScanner>>,
    pub(super) users: Option<Box<dyn UserDirectory>>,
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").finish_non_exhaustive()
    }
}

/// What an engine is made of.
pub struct EngineBuilder {
    parts: Parts,
}

impl fmt::Debug for EngineBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EngineBuilder").finish_non_exhaustive()
    }
}

impl EngineBuilder {
    /// Adds the file formats that imports and exports know.
    #[must_use]
    pub fn formats(mut self, formats: impl Formats + 'static) -> Self {
        self.parts.formats = Some(Box::new(formats));
        self
    }

    /// Adds the place where the bytes of files are kept.
    #[must_use]
    pub fn blobs(mut self, blobs: impl BlobStore + 'static) -> Self {
        self.parts.blobs = Some(Box::new(blobs));
        self
    }

    /// Adds a scanner that looks at files before they are handed out.
    #[must_use]
    pub fn scanner(mut self, scanner: impl MalwareScanner + 'static) -> Self {
        self.parts.scanner = Some(Box::new(scanner));
        self
    }

    /// Adds what the host knows of its users.
    #[must_use]
    pub fn users(mut self, users: impl UserDirectory + 'static) -> Self {
        self.parts.users = Some(Box::new(users));
        self
    }

    /// Asks the host before a deal moves from one open stage to another.
    #[must_use]
    pub fn approval(mut self, approval: impl MoveApproval + 'static) -> Self {
        self.parts.approval = Some(Box::new(approval));
        self
    }

    /// The engine.
    pub fn build(self) -> Engine {
        Engine {
            parts: Arc::new(self.parts),
        }
    }
}

impl Engine {
    /// Starts building an engine over a store.
    pub fn builder(
        storage: impl Storage + 'static,
        clock: impl Clock + 'static,
        ids: impl IdGen + 'static,
    ) -> EngineBuilder {
        EngineBuilder {
            parts: Parts {
                storage: Box::new(storage),
                clock: Box::new(clock),
                ids: Box::new(ids),
                formats: None,
                approval: None,
                staging: Staging::default(),
                defect: Defect::default(),
                blobs: None,
                scanner: None,
                users: None,
            },
        }
    }

    /// A session: the only way to reach records, always for one tenant and one actor.
    pub fn session(&self, actor: Actor) -> Result<Session> {
        if actor.tenant.uuid().is_nil() {
            return Err(Error::invalid("tenant", "a tenant id is needed"));
        }
        if actor.roles.is_empty() {
            return Err(Error::invalid("roles", "an actor needs at least one role"));
        }
        Ok(Session::new(self.clone(), actor))
    }

    /// Keeps bytes in memory for an import, which then names the handle, until the import is
    /// complete or they are [unstaged](Self::unstage). They belong to the tenant that names the
    /// handle first.
    pub fn stage(&self, bytes: Vec<u8>) -> String {
        self.parts.staging.keep(self.parts.ids.salt(), None, bytes)
    }

    /// Forgets staged bytes.
    pub fn unstage(&self, handle: &str) {
        self.parts.staging.forget(handle);
    }

    pub(super) fn parts(&self) -> &Parts {
        &self.parts
    }
}

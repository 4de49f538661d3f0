//! What every binding stands on: one handle whose every door is guarded.
//!
//! A binding translates and nothing else, so what all of them need is here once: an engine that can be
//! closed while sessions are still held, and no way for a panic to leave. A panic that crossed would
//! end a Node process and slip past `except Exception` in Python; its text might quote a record, so
//! it is not printed either. After a panic the handle refuses everything but being closed.

use std::path::Path;
use std::sync::{PoisonError, RwLock};

use crm_core::operation::quieten_panics;

use crate::{Actor, CallOptions, Engine, Error, Result};

/// An engine as a foreign language holds it. It may be used from many threads; calls under way when
/// it is closed finish first.
///
/// ```
/// use crm::binding::Handle;
///
/// # fn main() -> crm::Result<()> {
/// let handle = Handle::simulated(1)?;
/// let actor = handle.actor(br#"{
///     "tenant": "00000000-0000-4000-8000-00000000000a",
///     "user": "00000000-0000-4000-8000-000000000001",
///     "roles": ["admin"]
/// }"#)?;
/// assert!(handle.call(&actor, "no.such", b"{}", &crm::CallOptions::default()).is_err());
/// handle.close()?;
/// let closed = handle.stage(Vec::new()).unwrap_err();
/// assert_eq!(closed.to_string(), "the engine is closed");
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Handle {
    open: RwLock<Option<Engine>>,
}

impl Handle {
    /// Opens a file, or makes it.
    pub fn open(path: &Path) -> Result<Self> {
        guard("open", || crate::open(path).map(Self::around))
    }

    /// Opens an engine that forgets.
    pub fn in_memory() -> Result<Self> {
        guard("in_memory", || crate::open_in_memory().map(Self::around))
    }

    /// Opens an engine that forgets, with a fixed clock and seeded ids, for tests.
    pub fn simulated(seed: u64) -> Result<Self> {
        guard("simulated", || {
            crate::open_simulated(seed).map(Self::around)
        })
    }

    /// Reads who asks from JSON, and refuses whom the engine would refuse.
    pub fn actor(&self, json: &[u8]) -> Result<Actor> {
        self.guard("session", |engine| {
            // The parser's own words can quote what it read, so they are not passed on.
            let actor: Actor = serde_json::from_slice(json).map_err(|_| {
                Error::invalid("actor", "an actor has a tenant, a user, roles and teams")
            })?;
            engine.session(actor.clone())?;
            Ok(actor)
        })
    }

    /// Runs one operation: JSON arguments in, JSON answer out.
    pub fn call(
        &self,
        actor: &Actor,
        name: &str,
        args: &[u8],
        options: &CallOptions,
    ) -> Result<Vec<u8>> {
        self.guard("call", |engine| {
            engine.session(actor.clone())?.call(name, args, options)
        })
    }

    /// Keeps bytes for an import; answers the handle to name them by.
    pub fn stage(&self, bytes: Vec<u8>) -> Result<String> {
        self.guard("stage", |engine| Ok(engine.stage(bytes)))
    }

    /// Closes the engine. Later calls are refused; closing again does nothing.
    pub fn close(&self) -> Result<()> {
        guard("close", || {
            *self.open.write().unwrap_or_else(PoisonError::into_inner) = None;
            Ok(())
        })
    }

    fn around(engine: Engine) -> Self {
        Self {
            open: RwLock::new(Some(engine)),
        }
    }

    fn guard<T>(&self, entry: &str, body: impl FnOnce(&Engine) -> Result<T>) -> Result<T> {
        let engine = self.engine()?;
        engine.guard(entry, || {
            #[cfg(feature = "fault-injection")]
            fault::strike(entry);
            body(&engine)
        })
    }

    /// A share of the engine while it is open; the lock is never held during a call.
    fn engine(&self) -> Result<Engine> {
        self.open
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
            .ok_or_else(|| Error::storage("the engine is closed"))
    }
}

/// Runs `body`, behind which no open engine stands; a panic becomes an `internal` error.
fn guard<T>(entry: &str, body: impl FnOnce() -> Result<T>) -> Result<T> {
    let wanted = std::env::var_os("RUST_BACKTRACE").is_some_and(|value| value != "0");
    quieten_panics(wanted);
    crm_core::operation::guard(entry, || {
        #[cfg(feature = "fault-injection")]
        fault::strike(entry);
        body()
    })
}

/// Panics to order, for the tests that show that none crosses; no published library has it.
#[cfg(feature = "fault-injection")]
mod fault {
    #![allow(clippy::panic, reason = "panicking is what this module is for")]

    /// Panics if the environment variable `CRM_FAULT` names this door.
    pub(super) fn strike(entry: &str) {
        if std::env::var("CRM_FAULT").is_ok_and(|ordered| ordered == entry) {
            panic!("ordered by a test");
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::panic,
        clippy::unwrap_used,
        reason = "the tests are about panics and should stop at the first surprise"
    )]
    use super::*;

    #[test]
    fn a_panic_becomes_an_internal_error_without_its_text() {
        let caught = guard::<()>("call", || panic!("Ada Lovelace")).unwrap_err();
        let wire = serde_json::to_string(&caught).unwrap();
        assert!(wire.contains(r#""code":"internal""#), "{wire}");
        assert!(wire.contains(r#""entry":"call""#), "{wire}");
        assert!(wire.contains(r#""place":"binding.rs:"#), "{wire}");
        assert!(!wire.contains("Ada"), "{wire}");
    }

    #[test]
    fn after_a_panic_the_handle_refuses_all_but_being_closed() {
        let handle = Handle::in_memory().unwrap();
        let caught = handle.guard::<()>("call", |_| panic!("Ada")).unwrap_err();
        assert_eq!(caught.code(), crate::ErrorCode::Internal);
        let refused = handle.stage(Vec::new()).unwrap_err();
        assert_eq!(refused.details()["incident"], caught.details()["incident"]);
        handle.close().unwrap();
    }

    #[test]
    fn a_closed_engine_refuses_and_closing_again_does_nothing() {
        let handle = Handle::in_memory().unwrap();
        handle.close().unwrap();
        handle.close().unwrap();
        assert_eq!(
            handle.stage(Vec::new()).unwrap_err().to_string(),
            "the engine is closed"
        );
    }

    #[test]
    fn an_actor_that_is_none_is_refused_without_quoting_it() {
        let refusal = Handle::in_memory()
            .unwrap()
            .actor(br#"{"tenant": "Ada"}"#)
            .unwrap_err();
        assert!(!refusal.to_string().contains("Ada"), "{refusal}");
    }
}

//! What follows a panic: a typed error, and nothing more from that engine (reliability F5).
//!
//! A panic is a defect of ours. It must not end the host, nor reach it in a form that
//! `except Exception` misses or that aborts Node. The transaction it happened in is rolled back
//! by being dropped, but what else a defect left behind nobody knows, so the engine serves
//! nothing from then on: the host opens it again, and finds what was committed.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::sync::{Once, OnceLock};

use uuid::Uuid;

use super::Engine;
use crate::error::{Error, Result};

thread_local! {
    /// How many guards this thread is within.
    static GUARDS: Cell<u32> = const { Cell::new(0) };
    /// Where the last panic within a guard happened.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Whether an engine has met a defect, and which.
#[derive(Debug, Default)]
pub(super) struct Defect(OnceLock<Uuid>);

impl Defect {
    /// Refuses an engine that has met one.
    pub(super) fn check(&self) -> Result<()> {
        self.0.get().map_or(Ok(()), |incident| {
            let reason = "the engine met a defect and serves nothing more; open it again";
            Err(Error::internal(reason).with("incident", incident.to_string()))
        })
    }
}

impl Engine {
    /// Runs a piece of a host's call. A panic in it becomes an `internal` error that names
    /// `entry`, an incident and a place in the sources, and quotes nothing; nothing of an open
    /// transaction remains, and from then on the engine refuses every call with the same incident.
    pub fn guard<T>(&self, entry: &str, body: impl FnOnce() -> Result<T>) -> Result<T> {
        let defect = &self.parts().defect;
        defect.check()?;
        caught(body).unwrap_or_else(|place| {
            // The ids may be what is defective.
            let salt = caught(|| self.parts().ids.salt()).unwrap_or_default();
            let incident = *defect.0.get_or_init(|| Uuid::from_bytes(salt));
            Err(internal(entry, place).with("incident", incident.to_string()))
        })
    }
}

/// Runs what no engine stands behind yet, such as opening one; a panic becomes an `internal` error.
pub fn guard<T>(entry: &str, body: impl FnOnce() -> Result<T>) -> Result<T> {
    caught(body).unwrap_or_else(|place| Err(internal(entry, place)))
}

fn internal(entry: &str, place: Option<String>) -> Error {
    let error = Error::internal("the engine met a defect of its own; nothing was written");
    let error = error.with("entry", entry);
    match place {
        Some(place) => error.with("place", place),
        None => error,
    }
}

/// What `body` gives, or the place where it panicked, if that is known.
fn caught<T>(body: impl FnOnce() -> T) -> Result<T, Option<String>> {
    GUARDS.set(GUARDS.get().saturating_add(1));
    // Unwind safe: locks are poisoned or hold whole values, and transactions roll back.
    let outcome = catch_unwind(AssertUnwindSafe(body));
    GUARDS.set(GUARDS.get().saturating_sub(1));
    outcome.map_err(|_| PLACE.take())
}

/// Keeps the text of panics that a guard catches from being printed: it might quote a record. The
/// place goes into the error instead. Panics elsewhere are printed as before, and all of them are
/// if the host wants to see them.
///
/// The hook of panics belongs to the host, so an engine in a Rust programme never calls this.
/// The libraries of other languages do: the Rust in them is theirs alone.
pub fn quieten_panics(wanted: bool) {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let former = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let guarded = GUARDS.get() > 0;
            if guarded {
                PLACE.set(place(info));
            }
            if wanted || !guarded {
                former(info);
            }
        }));
    });
}

/// File and line, without the folders of whoever built the library.
fn place(info: &PanicHookInfo<'_>) -> Option<String> {
    let location = info.location()?;
    let file = location.file().rsplit(['/', '\\']).next()?;
    Some(format!("{file}:{}", location.line()))
}

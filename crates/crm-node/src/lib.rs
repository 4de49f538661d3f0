//! The engine as a Node module: text in, text out, off the event loop.
//!
//! Everything typed is TypeScript (`bindings/node`), generated from the engine's own description. Here
//! stand only the doors. An error crosses as a JavaScript error whose message is the error's JSON; the
//! TypeScript side makes the typed error of it. A panic inside a task would end the whole process, so
//! each task is guarded, also where `crm::Session::call` already guards itself.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use napi::bindgen_prelude::{AsyncTask, Buffer};
use napi::{Env, Result, Task};
use napi_derive::napi;

/// An open engine.
#[napi]
pub struct Engine {
    inner: RwLock<Option<Arc<crm::Engine>>>,
}

/// An engine as seen by one actor.
#[napi]
pub struct Session {
    inner: Arc<crm::Session>,
}

#[napi]
impl Engine {
    /// Opens a file.
    #[napi(ts_return_type = "Promise<Engine>")]
    pub fn open(path: String) -> AsyncTask<Opening> {
        AsyncTask::new(Opening(Place::File(PathBuf::from(path))))
    }

    /// Opens an engine that forgets.
    #[napi(ts_return_type = "Promise<Engine>")]
    pub fn in_memory() -> AsyncTask<Opening> {
        AsyncTask::new(Opening(Place::Memory))
    }

    /// Opens an engine that forgets, with a fixed clock and seeded ids.
    #[napi(ts_return_type = "Promise<Engine>")]
    pub fn simulated(seed: u32) -> AsyncTask<Opening> {
        AsyncTask::new(Opening(Place::Simulation(u64::from(seed))))
    }

    /// A session for an actor, given as JSON.
    #[napi]
    pub fn session(&self, actor: String) -> Result<Session> {
        let engine = self.engine()?;
        guarded(|| {
            let actor = serde_json::from_str(&actor).map_err(|_| {
                crm::Error::invalid("actor", "An actor has a tenant, a user, roles, teams.")
            })?;
            engine.session(actor)
        })
        .map(|session| Session {
            inner: Arc::new(session),
        })
    }

    /// Keeps bytes for an import; answers the handle to name them by.
    #[napi(ts_return_type = "Promise<string>")]
    pub fn stage(&self, bytes: Buffer) -> Result<AsyncTask<Staging>> {
        Ok(AsyncTask::new(Staging {
            engine: self.engine()?,
            bytes: bytes.to_vec(),
        }))
    }

    /// Lets go of the engine; calls under way keep it open until they are done.
    #[napi]
    pub fn close(&self) {
        *self.inner.write().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Engine {
    fn engine(&self) -> Result<Arc<crm::Engine>> {
        let held = self.inner.read().unwrap_or_else(PoisonError::into_inner);
        held.clone().ok_or_else(|| thrown(&crm::Error::closed()))
    }
}

#[napi]
impl Session {
    /// Runs one operation: JSON arguments in, JSON answer out.
    #[napi(ts_return_type = "Promise<string>")]
    pub fn call(
        &self,
        name: String,
        args: String,
        idempotency_key: Option<String>,
    ) -> AsyncTask<Calling> {
        AsyncTask::new(Calling {
            session: Arc::clone(&self.inner),
            name,
            args,
            options: crm::CallOptions { idempotency_key },
        })
    }
}

/// Where an engine keeps its records.
enum Place {
    File(PathBuf),
    Memory,
    Simulation(u64),
}

/// An engine being opened.
pub struct Opening(Place);

impl Task for Opening {
    type Output = crm::Engine;
    type JsValue = Engine;

    fn compute(&mut self) -> Result<crm::Engine> {
        guarded(|| match &self.0 {
            Place::File(path) => crm::open(path),
            Place::Memory => crm::open_in_memory(),
            Place::Simulation(seed) => crm::open_simulated(*seed),
        })
    }

    fn resolve(&mut self, _: Env, engine: crm::Engine) -> Result<Engine> {
        Ok(Engine {
            inner: RwLock::new(Some(Arc::new(engine))),
        })
    }
}

/// Bytes being staged.
pub struct Staging {
    engine: Arc<crm::Engine>,
    bytes: Vec<u8>,
}

impl Task for Staging {
    type Output = String;
    type JsValue = String;

    fn compute(&mut self) -> Result<String> {
        guarded(|| self.engine.stage(std::mem::take(&mut self.bytes)))
    }

    fn resolve(&mut self, _: Env, handle: String) -> Result<String> {
        Ok(handle)
    }
}

/// A call being carried out.
pub struct Calling {
    session: Arc<crm::Session>,
    name: String,
    args: String,
    options: crm::CallOptions,
}

impl Task for Calling {
    type Output = String;
    type JsValue = String;

    fn compute(&mut self) -> Result<String> {
        guarded(|| {
            let answer = self
                .session
                .call(&self.name, self.args.as_bytes(), &self.options)?;
            String::from_utf8(answer).map_err(|_| crm::Error::internal())
        })
    }

    fn resolve(&mut self, _: Env, answer: String) -> Result<String> {
        Ok(answer)
    }
}

/// Runs work that may fail, and makes an ordinary error of a panic.
fn guarded<T>(work: impl FnOnce() -> crm::Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(crm::Error::internal()))
        .map_err(|error| thrown(&error))
}

/// An error as it crosses: its JSON in the message.
fn thrown(error: &crm::Error) -> napi::Error {
    napi::Error::from_reason(serde_json::to_string(error).unwrap_or_default())
}

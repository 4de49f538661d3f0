//! The engine as a Node module: text in, text out, off the event loop.
//!
//! Everything typed is TypeScript (`bindings/node`), generated from the engine's own description. Here
//! stand only the doors of [`crm::binding::Handle`]. An error crosses as a JavaScript error whose
//! message is the error's JSON; the TypeScript side makes the typed error of it.
#![allow(
    clippy::needless_pass_by_value,
    reason = "what JavaScript hands over is converted, so it is owned"
)]

use std::path::PathBuf;
use std::sync::Arc;

use crm::binding::Handle;
use napi::bindgen_prelude::{AsyncTask, Buffer};
use napi::{Env, Result, Task};
use napi_derive::napi;

/// An open engine.
#[napi]
pub struct Engine(Arc<Handle>);

/// An engine as seen by one actor.
#[napi]
pub struct Session {
    engine: Arc<Handle>,
    actor: crm::Actor,
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
        let engine = Arc::clone(&self.0);
        let actor = thrown(engine.actor(actor.as_bytes()))?;
        Ok(Session { engine, actor })
    }

    /// Keeps bytes for an import; answers the handle to name them by.
    #[napi(ts_return_type = "Promise<string>")]
    pub fn stage(&self, bytes: Buffer) -> AsyncTask<Staging> {
        AsyncTask::new(Staging {
            engine: Arc::clone(&self.0),
            bytes: bytes.into(),
        })
    }

    /// Closes the engine once the calls under way are done.
    #[napi(ts_return_type = "Promise<void>")]
    pub fn close(&self) -> AsyncTask<Closing> {
        AsyncTask::new(Closing(Arc::clone(&self.0)))
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
            engine: Arc::clone(&self.engine),
            actor: self.actor.clone(),
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
    type Output = Handle;
    type JsValue = Engine;

    fn compute(&mut self) -> Result<Handle> {
        thrown(match &self.0 {
            Place::File(path) => Handle::open(path),
            Place::Memory => Handle::in_memory(),
            Place::Simulation(seed) => Handle::simulated(*seed),
        })
    }

    fn resolve(&mut self, _: Env, handle: Handle) -> Result<Engine> {
        Ok(Engine(Arc::new(handle)))
    }
}

/// An engine being closed.
pub struct Closing(Arc<Handle>);

impl Task for Closing {
    type Output = ();
    type JsValue = ();

    fn compute(&mut self) -> Result<()> {
        thrown(self.0.close())
    }

    fn resolve(&mut self, _: Env, (): ()) -> Result<()> {
        Ok(())
    }
}

/// Bytes being staged.
pub struct Staging {
    engine: Arc<Handle>,
    bytes: Vec<u8>,
}

impl Task for Staging {
    type Output = String;
    type JsValue = String;

    fn compute(&mut self) -> Result<String> {
        thrown(self.engine.stage(std::mem::take(&mut self.bytes)))
    }

    fn resolve(&mut self, _: Env, handle: String) -> Result<String> {
        Ok(handle)
    }
}

/// A call being carried out.
pub struct Calling {
    engine: Arc<Handle>,
    actor: crm::Actor,
    name: String,
    args: String,
    options: crm::CallOptions,
}

impl Task for Calling {
    type Output = String;
    type JsValue = String;

    fn compute(&mut self) -> Result<String> {
        let answer = self
            .engine
            .call(&self.actor, &self.name, self.args.as_bytes(), &self.options);
        thrown(answer.and_then(|bytes| {
            String::from_utf8(bytes).map_err(|_| crm::Error::internal("the answer is no text"))
        }))
    }

    fn resolve(&mut self, _: Env, answer: String) -> Result<String> {
        Ok(answer)
    }
}

/// A result as it crosses: an error's JSON is the message of a JavaScript error.
fn thrown<T>(result: crm::Result<T>) -> Result<T> {
    result.map_err(|error| {
        napi::Error::from_reason(serde_json::to_string(&error).unwrap_or_default())
    })
}

//! The one object that crosses the border.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use crm::binding::Handle;
use serde::Deserialize;
use serde_json::error::Category;
use serde_json::value::RawValue;

use crate::failure::NativeError;

/// An open engine.
///
/// It holds no session: the actor travels with each call, so that there is nothing to close but
/// the engine itself, and closing it closes the file even while clients still hold sessions. It may
/// be used from many threads at once; calls under way when it is closed finish first.
#[derive(uniffi::Object)]
pub struct NativeEngine(Handle);

#[uniffi::export]
impl NativeEngine {
    /// Opens the database file at `path`, making it if it is not there.
    #[uniffi::constructor]
    pub fn open(path: &str) -> Result<Arc<Self>, NativeError> {
        around(Handle::open(Path::new(path)))
    }

    /// Opens an engine in memory; it ends with its last handle.
    #[uniffi::constructor]
    pub fn open_in_memory() -> Result<Arc<Self>, NativeError> {
        around(Handle::in_memory())
    }

    /// Opens an engine in memory with a fixed clock and ids drawn from `seed`, for tests: the same
    /// calls give the same bytes.
    #[uniffi::constructor]
    pub fn open_simulated(seed: u64) -> Result<Arc<Self>, NativeError> {
        around(Handle::simulated(seed))
    }

    /// Refuses an actor, given as a JSON object, that no call could be made for.
    pub fn admit(&self, actor: &[u8]) -> Result<(), NativeError> {
        self.0.actor(actor)?;
        Ok(())
    }

    /// Runs one operation. `request` is a JSON object with `actor`, `operation`, `arguments` and, if
    /// wanted, `options`; the answer is JSON too.
    pub fn call(&self, request: &[u8]) -> Result<Vec<u8>, NativeError> {
        let request = Request::read(request)?;
        Ok(self.0.call(
            &request.actor,
            &request.operation,
            request.arguments.get().as_bytes(),
            &request.options,
        )?)
    }

    /// Hands over bytes, such as a file to import, and answers the name by which arguments refer to
    /// them.
    pub fn stage(&self, bytes: Vec<u8>) -> Result<String, NativeError> {
        Ok(self.0.stage(bytes)?)
    }

    /// Closes the database. Later calls are refused with an error; closing again does nothing.
    pub fn shut(&self) -> Result<(), NativeError> {
        Ok(self.0.close()?)
    }
}

fn around(handle: crm::Result<Handle>) -> Result<Arc<NativeEngine>, NativeError> {
    Ok(Arc::new(NativeEngine(handle?)))
}

/// A call as it crosses: one buffer, because the price of a crossing is per argument.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Request<'a> {
    actor: crm::Actor,
    #[serde(borrow)]
    operation: Cow<'a, str>,
    /// Left as text: only the operation knows its arguments.
    #[serde(borrow)]
    arguments: &'a RawValue,
    #[serde(default)]
    options: crm::CallOptions,
}

impl<'a> Request<'a> {
    fn read(json: &'a [u8]) -> crm::Result<Self> {
        serde_json::from_slice(json).map_err(|error| {
            // The category only: a parser's own words can quote what it read.
            let reason = match error.classify() {
                Category::Data => "a request has an actor, an operation and arguments",
                Category::Io | Category::Syntax | Category::Eof => "the request is not JSON",
            };
            crm::Error::invalid("request", reason)
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test should stop")]

    use super::*;

    const ACTOR: &str = r#"{"tenant":"00000000-0000-4000-8000-00000000000a",
        "user":"00000000-0000-4000-8000-000000000001","roles":["admin"]}"#;

    #[test]
    fn a_call_carries_its_arguments_unread() {
        let json = format!(
            r#"{{"actor":{ACTOR},"operation":"contacts.list","arguments":{{"limit": 1}}}}"#
        );
        let request = Request::read(json.as_bytes()).unwrap();
        assert_eq!(request.operation, "contacts.list");
        assert_eq!(request.arguments.get(), r#"{"limit": 1}"#);
        assert_eq!(request.options, crm::CallOptions::default());
    }

    #[test]
    fn arguments_that_break_out_cannot_bring_another_actor() {
        // A client that pastes text between braces must not be able to name a second actor.
        let smuggled = format!(r#"{{}},"actor":{ACTOR}"#);
        let json = format!(r#"{{"actor":{ACTOR},"operation":"x.y","arguments":{smuggled}}}"#);
        assert_eq!(
            Request::read(json.as_bytes()).unwrap_err().field(),
            Some("request")
        );
    }

    #[test]
    fn what_is_no_request_is_refused_without_quoting_it() {
        for json in ["", "[]", r#"{"operation":"Ada"}"#, "Ada"] {
            let refusal = Request::read(json.as_bytes()).unwrap_err();
            assert_eq!(refusal.field(), Some("request"), "{json}");
            assert!(!refusal.to_string().contains("Ada"));
        }
    }

    #[test]
    fn a_closed_engine_refuses() {
        let engine = NativeEngine::open_simulated(1).unwrap();
        engine.admit(ACTOR.as_bytes()).unwrap();
        engine.shut().unwrap();
        assert!(
            engine
                .stage(Vec::new())
                .unwrap_err()
                .to_string()
                .contains("closed")
        );
    }
}

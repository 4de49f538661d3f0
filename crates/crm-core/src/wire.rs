//! Calls by name with JSON, as every language makes them, for tests that read like the wire.
#![allow(clippy::panic)] // a test fails by panicking

use serde_json::Value as Json;
use uuid::Uuid;

use crate::access::Actor;
use crate::error::Error;
use crate::field::Id;
use crate::memory;
use crate::operation::{CallOptions, Engine, Session};

/// The tenant that tests work in unless they name another.
pub(crate) const TENANT: u128 = 1;

/// Calls of one actor.
pub(crate) struct Caller(Session);

/// An engine whose time and ids repeat, and an administrator of its tenant.
pub(crate) fn admin() -> (Engine, Caller) {
    let engine = memory::engine(1);
    let admin = actor(&engine, TENANT, 1, &["admin"], &[]);
    (engine, admin)
}

/// A user of the usual tenant with one role.
pub(crate) fn user(engine: &Engine, user: u128, role: &str) -> Caller {
    actor(engine, TENANT, user, &[role], &[])
}

/// Any actor.
pub(crate) fn actor(
    engine: &Engine,
    tenant: u128,
    user: u128,
    roles: &[&str],
    teams: &[&Json],
) -> Caller {
    let team = |id: &&Json| Id::new(uuid(id));
    let actor = Actor {
        tenant: Id::new(Uuid::from_u128(tenant)),
        user: Id::new(Uuid::from_u128(user)),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        teams: teams.iter().map(team).collect(),
    };
    match engine.session(actor) {
        Ok(session) => Caller(session),
        Err(error) => panic!("no session: {error}"),
    }
}

impl Caller {
    /// What the call answers; it has to succeed.
    #[track_caller]
    pub(crate) fn call(&self, name: &str, arguments: &Json) -> Json {
        match self.attempt(name, arguments) {
            Ok(answer) => answer,
            Err(error) => panic!("{name}: {error} {:?}", error.details()),
        }
    }

    /// What the call answers under an idempotency key; it has to succeed.
    #[track_caller]
    pub(crate) fn keyed(&self, name: &str, arguments: &Json, key: &str) -> Json {
        let options = CallOptions {
            idempotency_key: Some(key.to_owned()),
        };
        let arguments = arguments.to_string();
        match self.0.call(name, arguments.as_bytes(), &options) {
            Ok(answer) => match serde_json::from_slice(&answer) {
                Ok(answer) => answer,
                Err(error) => panic!("{name} answered no JSON: {error}"),
            },
            Err(error) => panic!("{name}: {error} {:?}", error.details()),
        }
    }

    /// The error of the call; it has to be refused.
    #[track_caller]
    pub(crate) fn refused(&self, name: &str, arguments: &Json) -> Error {
        match self.attempt(name, arguments) {
            Ok(answer) => panic!("{name} answered {answer}"),
            Err(error) => error,
        }
    }

    /// The answer or the error.
    pub(crate) fn attempt(&self, name: &str, arguments: &Json) -> Result<Json, Error> {
        let arguments = arguments.to_string();
        let answer = self
            .0
            .call(name, arguments.as_bytes(), &CallOptions::default())?;
        serde_json::from_slice(&answer).map_err(|error| panic!("{name} answered no JSON: {error}"))
    }

    /// A new contact with this given name.
    #[track_caller]
    pub(crate) fn contact(&self, given: &str) -> Json {
        let arguments = serde_json::json!({"name": {"given": given}, "on_duplicate": "reject"});
        self.call("contacts.create", &arguments)["contact"]["id"].take()
    }

    /// A new account with this name.
    #[track_caller]
    pub(crate) fn account(&self, name: &str) -> Json {
        let arguments = serde_json::json!({"name": name});
        self.call("accounts.create", &arguments)["account"]["id"].take()
    }
}

/// The UUID that a JSON text is.
#[track_caller]
pub(crate) fn uuid(id: &Json) -> Uuid {
    match id.as_str().map(str::parse) {
        Some(Ok(id)) => id,
        _ => panic!("{id} is no UUID"),
    }
}

/// The values of one key of every item, in order.
pub(crate) fn each(items: &Json, key: &str) -> Vec<Json> {
    let items = items.as_array().into_iter().flatten();
    items.map(|item| item[key].clone()).collect()
}

//! A call is a type; everything about calls follows from one list.
//!
//! A struct whose fields are the arguments implements [`Operation`]: a name, the permission it
//! needs, a route, what it answers, and [`execute`](Operation::execute). The list in
//! [`list`](mod@self) names every operation once. From it follow dispatch by name, the JSON
//! Schema, the clients of every language, the `OpenAPI` document and the typed methods for Rust
//! (`session.contacts().create(…)`). Permission, tenant and transaction are dealt with before
//! `execute` runs and field levels after it, so an operation cannot forget them.
//!
//! `docs/add-an-operation.md` shows the exact difference that a new operation takes.

mod context;
mod defect;
mod engine;
mod gateway;
mod lifecycle;
mod list;
mod schema;
mod session;
mod stored;
mod write;

pub use context::Context;
pub(crate) use context::live;
pub use defect::{guard, quieten_panics};
pub use engine::{Engine, EngineBuilder};
pub use gateway::CallOptions;
pub(crate) use gateway::parse as arguments_of;
pub(crate) use lifecycle::lifecycle;
pub use list::*;
pub use schema::contract;
pub use session::Session;
pub use stored::{Environment, Stored};
pub(crate) use write::changes;

pub use crate::port::Mode;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::access::{Answer, Permission};
use crate::error::Result;

/// One call: its fields are the arguments, its doc comment the documentation of every binding.
pub trait Operation: Serialize + DeserializeOwned + JsonSchema + Send {
    /// The name, as `group.verb`.
    const NAME: &'static str;
    /// What the actor needs; checked before `execute`. Its scope bounds which records
    /// [`Context::load`] and [`Context::select`] reach.
    const PERMISSION: Permission;
    /// Where ready-made routers serve it.
    const ROUTE: Route;
    /// Whether it writes.
    const MODE: Mode;
    /// What it answers.
    type Output: Answer;

    /// What this very call needs: [`PERMISSION`](Self::PERMISSION), unless the operation serves
    /// several kinds of record and the arguments tell which.
    fn permission(&self) -> Permission {
        Self::PERMISSION
    }

    /// Carries the call out.
    fn execute(self, cx: &mut Context<'_>) -> Result<Self::Output>;
}

/// A place in a REST interface. `{id}` in the path stands for the argument of that name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Route {
    /// The HTTP method.
    pub method: &'static str,
    /// The path below wherever the host mounts it.
    pub path: &'static str,
}

impl Route {
    /// `GET`.
    pub const fn get(path: &'static str) -> Self {
        Self {
            method: "GET",
            path,
        }
    }

    /// `POST`.
    pub const fn post(path: &'static str) -> Self {
        Self {
            method: "POST",
            path,
        }
    }

    /// `PUT`.
    pub const fn put(path: &'static str) -> Self {
        Self {
            method: "PUT",
            path,
        }
    }

    /// `PATCH`.
    pub const fn patch(path: &'static str) -> Self {
        Self {
            method: "PATCH",
            path,
        }
    }

    /// `DELETE`.
    pub const fn delete(path: &'static str) -> Self {
        Self {
            method: "DELETE",
            path,
        }
    }
}

/// An operation as an entry of the list.
#[derive(Debug)]
pub struct OperationInfo {
    /// The name, as `group.verb`.
    pub name: &'static str,
    /// What the actor needs.
    pub permission: Permission,
    /// Where routers serve it.
    pub route: Route,
    /// Whether it writes.
    pub mode: Mode,
    run: fn(&Session, &[u8], &CallOptions) -> Result<Vec<u8>>,
    arguments: fn(&mut SchemaGenerator) -> Schema,
    answer: fn(&mut SchemaGenerator) -> Schema,
}

impl OperationInfo {
    /// The entry of `O`.
    pub const fn of<O: Operation>() -> Self {
        Self {
            name: O::NAME,
            permission: O::PERMISSION,
            route: O::ROUTE,
            mode: O::MODE,
            run: gateway::run_json::<O>,
            arguments: schema::of::<O>,
            answer: schema::of::<O::Output>,
        }
    }
}

//! The engine as a Python module: bytes in, bytes out, exceptions by code.
//!
//! Everything typed is Python (`bindings/python`), generated from the engine's own description. Here
//! stand only the doors through which a call, an actor or a file passes, each off the interpreter
//! lock. A panic cannot cross: `crm::Session::call` turns it into an error with the code `internal`.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyBytes;

/// The Python function that makes an exception of an error's JSON.
static EXCEPTION: PyOnceLock<Py<PyAny>> = PyOnceLock::new();

/// An open engine.
#[pyclass(frozen, module = "crm._crm")]
struct Engine {
    inner: RwLock<Option<Arc<crm::Engine>>>,
}

/// An engine as seen by one actor.
#[pyclass(frozen, module = "crm._crm")]
struct Session {
    inner: crm::Session,
}

#[pymethods]
impl Engine {
    /// Opens a file.
    #[staticmethod]
    fn open(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        Self::made(py, || crm::open(&path))
    }

    /// Opens an engine that forgets.
    #[staticmethod]
    fn in_memory(py: Python<'_>) -> PyResult<Self> {
        Self::made(py, crm::open_in_memory)
    }

    /// Opens an engine that forgets, with a fixed clock and seeded ids.
    #[staticmethod]
    fn simulated(py: Python<'_>, seed: u64) -> PyResult<Self> {
        Self::made(py, || crm::open_simulated(seed))
    }

    /// A session for an actor, given as JSON.
    fn session(&self, py: Python<'_>, actor: &[u8]) -> PyResult<Session> {
        let engine = self.engine(py)?;
        let actor = serde_json::from_slice(actor).map_err(|_| {
            crm::Error::invalid("actor", "An actor has a tenant, a user, roles, teams.")
        });
        actor
            .and_then(|actor| engine.session(actor))
            .map(|inner| Session { inner })
            .map_err(|error| raise(py, &error))
    }

    /// Keeps bytes for an import; answers the handle to name them by.
    fn stage(&self, py: Python<'_>, bytes: Vec<u8>) -> PyResult<String> {
        let engine = self.engine(py)?;
        py.detach(|| engine.stage(bytes))
            .map_err(|error| raise(py, &error))
    }

    /// Lets go of the engine; sessions that are still held keep it open.
    fn close(&self) {
        *self.inner.write().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Engine {
    fn made(
        py: Python<'_>,
        open: impl FnOnce() -> crm::Result<crm::Engine> + Send,
    ) -> PyResult<Self> {
        let engine = py.detach(open).map_err(|error| raise(py, &error))?;
        Ok(Self {
            inner: RwLock::new(Some(Arc::new(engine))),
        })
    }

    fn engine(&self, py: Python<'_>) -> PyResult<Arc<crm::Engine>> {
        let held = self.inner.read().unwrap_or_else(PoisonError::into_inner);
        held.clone().ok_or_else(|| raise(py, &crm::Error::closed()))
    }
}

#[pymethods]
impl Session {
    /// Runs one operation: JSON arguments in, JSON answer out.
    #[pyo3(signature = (name, args, idempotency_key=None))]
    fn call<'py>(
        &self,
        py: Python<'py>,
        name: &str,
        args: &[u8],
        idempotency_key: Option<String>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let options = crm::CallOptions { idempotency_key };
        py.detach(|| self.inner.call(name, args, &options))
            .map(|answer| PyBytes::new(py, &answer))
            .map_err(|error| raise(py, &error))
    }
}

/// The exception for an error, made by `crm.errors`.
fn raise(py: Python<'_>, error: &crm::Error) -> PyErr {
    let made = EXCEPTION
        .get_or_try_init(py, || {
            py.import("crm.errors")?
                .getattr("from_wire")
                .map(Bound::unbind)
        })
        .and_then(|make| {
            let wire = serde_json::to_vec(error).unwrap_or_default();
            make.call1(py, (PyBytes::new(py, &wire),))
        });
    match made {
        Ok(exception) => PyErr::from_value(exception.into_bound(py)),
        Err(failure) => failure,
    }
}

#[pymodule]
fn _crm(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Engine>()?;
    module.add_class::<Session>()
}

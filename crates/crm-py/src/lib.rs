//! The engine as a Python module: bytes in, bytes out, exceptions by code.
//!
//! Everything typed is Python (`bindings/python`), generated from the engine's own description. Here
//! stand only the doors of [`crm::binding::Handle`], each off the interpreter lock.

use std::path::PathBuf;
use std::sync::Arc;

use crm::binding::Handle;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyBytes;

/// The Python function that makes an exception of an error's JSON.
static EXCEPTION: PyOnceLock<Py<PyAny>> = PyOnceLock::new();

/// An open engine.
#[pyclass(frozen, module = "crm._crm")]
struct Engine(Arc<Handle>);

/// An engine as seen by one actor.
#[pyclass(frozen, module = "crm._crm")]
struct Session {
    engine: Arc<Handle>,
    actor: crm::Actor,
}

#[pymethods]
impl Engine {
    /// Opens a file.
    #[staticmethod]
    #[allow(
        clippy::needless_pass_by_value,
        reason = "a path is converted, so it is owned"
    )]
    fn open(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        Self::made(py, || Handle::open(&path))
    }

    /// Opens an engine that forgets.
    #[staticmethod]
    fn in_memory(py: Python<'_>) -> PyResult<Self> {
        Self::made(py, Handle::in_memory)
    }

    /// Opens an engine that forgets, with a fixed clock and seeded ids.
    #[staticmethod]
    fn simulated(py: Python<'_>, seed: u64) -> PyResult<Self> {
        Self::made(py, || Handle::simulated(seed))
    }

    /// A session for an actor, given as JSON.
    fn session(&self, py: Python<'_>, actor: &[u8]) -> PyResult<Session> {
        let engine = Arc::clone(&self.0);
        let actor = engine.actor(actor).map_err(|error| raise(py, &error))?;
        Ok(Session { engine, actor })
    }

    /// Keeps bytes for an import; answers the handle to name them by.
    fn stage(&self, py: Python<'_>, bytes: Vec<u8>) -> PyResult<String> {
        py.detach(|| self.0.stage(bytes))
            .map_err(|error| raise(py, &error))
    }

    /// Closes the engine.
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        py.detach(|| self.0.close())
            .map_err(|error| raise(py, &error))
    }
}

impl Engine {
    fn made(py: Python<'_>, open: impl FnOnce() -> crm::Result<Handle> + Send) -> PyResult<Self> {
        py.detach(open)
            .map(|handle| Self(Arc::new(handle)))
            .map_err(|error| raise(py, &error))
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
        py.detach(|| self.engine.call(&self.actor, name, args, &options))
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

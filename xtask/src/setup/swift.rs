//! Swift: what its checks need. They run without a Swift compiler, so that every machine runs them.

use std::path::PathBuf;

use super::python::{environment, program_in};
use crate::Outcome;
use crate::checkout::Checkout;
use crate::tool;

const FOLDER: &str = "bindings/swift";

/// A Python environment with a C parser and a Swift parser, and the C compiler's own headers.
pub(crate) fn prepare(checkout: &Checkout) -> Outcome {
    tool::require(
        "cc",
        "--version",
        "apt-get install gcc libc6-dev (or xcode-select --install)",
    )?;
    environment(checkout, FOLDER)
}

/// The Python of that environment.
pub(crate) fn python(checkout: &Checkout) -> PathBuf {
    program_in(&checkout.path(FOLDER), "python")
}

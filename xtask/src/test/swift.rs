//! The Swift package, as far as it can be checked without a Swift compiler; `bindings/swift/README.md`
//! says what is left to a machine that has one.

use super::tally::{Runner, Tally};
use crate::Outcome;
use crate::checkout::Checkout;
use crate::codegen::native;
use crate::setup;
use crate::tool::Tool;

/// The C header and its module, the exported functions, and the syntax of every Swift file.
pub(super) fn run(checkout: &Checkout, tally: &mut Tally) -> Outcome {
    setup::swift(checkout)?;
    let library = native::library(checkout)?;
    tally.tests(
        Runner::Checks,
        &Tool::new(setup::swift_python(checkout))
            .arg("checks.py")
            .arg(&library)
            .within(checkout.path("bindings/swift"))
            .run()?,
    );
    Ok(())
}

//! The engine for Kotlin and Swift.
//!
//! Two languages share one narrow native surface: a [`NativeEngine`] that is opened, called and
//! closed. A call names an operation and carries its arguments and its answer as UTF-8 JSON, exactly
//! as in the Python and Node packages, so there is one wire format and one gateway. The typed clients
//! on top of it are generated from the engine's schema and stand in `bindings/kotlin` and
//! `bindings/swift`; applications use those and never meet this crate.
//!
//! Nothing here decides anything, not even what a panic becomes: that is
//! [`crm::binding::Handle`], which every binding shares.
#![deny(unsafe_code)] // not forbidden: the scaffolding that UniFFI derives allows itself what it needs

mod engine;
mod failure;

pub use engine::NativeEngine;
pub use failure::NativeError;

uniffi::setup_scaffolding!("crm");

#[cfg(panic = "abort")]
compile_error!("a panic must be able to unwind to the gateway; aborting would end the host");

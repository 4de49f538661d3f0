//! Writes the Kotlin and Swift sources of the native surface. `cargo xtask codegen` runs it.
#![forbid(unsafe_code)]

fn main() {
    uniffi::uniffi_bindgen_main();
}

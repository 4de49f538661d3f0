//! `cargo xtask bench`: the engine beside hand-written SQL, and beside what one would use instead.
//!
//! What is run and how to read it stands in `benches/README.md`, whose tables these commands write.

mod environment;
mod floor;
mod page;
mod peers;

use crate::Outcome;
use crate::checkout::Checkout;

/// `peers` compares with other libraries; anything else is for the floor.
pub(crate) fn run(checkout: &Checkout, arguments: &[String]) -> Outcome {
    match arguments.split_first() {
        Some((first, rest)) if first == "peers" => peers::run(checkout, rest),
        _ => floor::run(checkout, arguments),
    }
}

//! `cargo xtask bench`: the engine beside hand-written SQL, beside what one would use instead, and
//! beside itself in a larger store.
//!
//! What is run and how to read it stands in `benches/README.md`, whose tables these commands write.

mod environment;
mod floor;
mod page;
mod peers;
mod scale;

use crate::Outcome;
use crate::checkout::Checkout;

/// `peers` compares with other libraries, `scale` compares two sizes; anything else is for the floor.
pub(crate) fn run(checkout: &Checkout, arguments: &[String]) -> Outcome {
    match arguments.split_first() {
        Some((first, rest)) if first == "peers" => peers::run(checkout, rest),
        Some((first, _)) if first == "scale" => scale::run(checkout),
        _ => floor::run(checkout, arguments),
    }
}

//! Every kind of record in and out (BLK-11): what is exported imports as the same, what a file names
//! is found or refused, and nobody exports what they may not see.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a failing unwrap is the failing test
#![allow(clippy::needless_pass_by_value)] // arguments are made where they are given

mod arriving;
mod caller;
mod leaving;
mod limits;
mod money;
mod round_trip;
mod undoing;

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test fails by panicking

mod agreement;
mod explained;
mod given;
mod grammar;
mod limits;
mod manual;
mod rights;
mod saved;
mod typing;
mod withheld;
mod world;

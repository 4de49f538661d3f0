//! Prints the engine's description of itself: types, operations, error codes. Code generation reads it.

#![allow(clippy::print_stdout, reason = "printing is what it is for")]

fn main() {
    println!("{}", crm::schema());
}

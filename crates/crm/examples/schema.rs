//! Prints the engine's description of itself: types, operations, error codes. Code generation reads it.

fn main() {
    println!("{}", crm::schema());
}

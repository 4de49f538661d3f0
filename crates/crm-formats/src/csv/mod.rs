//! CSV as other programs write it.

mod dialect;
mod rows;
mod scan;

pub use dialect::Dialect;
pub use rows::{RowEvent, RowReader};
pub use scan::Row;

#[cfg(test)]
mod row_tests;

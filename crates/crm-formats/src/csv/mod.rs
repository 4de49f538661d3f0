//! CSV as other programs write it.

mod assemble;
mod dialect;
mod header;
mod mapping;
mod reader;
mod row_values;
mod rows;
mod scan;
mod slots;
mod trailer;
mod vocabulary;

pub use dialect::Dialect;
pub use mapping::{
    ColumnMapping, Confidence, DealPart, Family, Mapping, NamePart, NoSuchTarget, Single, Target,
};
pub use reader::{CsvOptions, CsvProfile, CsvReader};
pub use rows::{RowEvent, RowReader};
pub use scan::Row;
pub use vocabulary::{Vocabularies, Vocabulary};

#[cfg(test)]
mod row_tests;

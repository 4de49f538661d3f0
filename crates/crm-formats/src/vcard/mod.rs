//! vCard 2.1, 3.0 and 4.0 as phones, mail programs and servers write them; 4.0 and 3.0 as we do.

mod cards;
mod content_line;
mod fold;
mod kinds;
mod lines;
mod read;
mod read_contact;
mod read_person;
mod reader;
mod value;
mod write;

pub(crate) use fold::push_folded;
pub use reader::{VcardOptions, VcardReader};
pub use value::Version;
pub(crate) use value::escaped;
pub use write::write_card;

//! Finding records that stand for the same person or company.

mod record;

pub use record::{Band, Match};
pub(crate) use record::{account_blocks, account_matches, contact_blocks, matches};

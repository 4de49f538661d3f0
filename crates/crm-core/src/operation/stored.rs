//! What a record kind adds to its declaration before it can be stored.

use crate::access::{Access, Permission};
use crate::custom_field::CustomField;
use crate::error::Result;
use crate::field::{FieldDecl, Record, RecordKind};
use crate::operation::Context;
use crate::port::Key;
use crate::settings::Settings;
use crate::value::Timestamp;

/// A record kind that the engine stores.
pub trait Stored: Record {
    /// The permission that seeing such records takes.
    const VIEW: Permission;

    /// Normalises and validates the entered fields and computes the derived ones; runs before
    /// every write. It is pure: what it needs beside the record is in the environment.
    fn settle(&mut self, environment: &Environment<'_>) -> Result<()>;

    /// Checks the record against others after it was written; an error undoes the write. `before`
    /// is the record as it was.
    fn verify(&self, _: &mut Context<'_>, _before: Option<&Self>) -> Result<()> {
        Ok(())
    }

    /// Takes over what this record keeps of others, as they are now: fields that nobody reads and that
    /// an index is over. Runs before every write, whatever it is the consequence of.
    fn gather(&mut self, _: &mut Context<'_>) -> Result<()> {
        Ok(())
    }

    /// Whether a copy of a link, made because what it leads to became something else too, may stand
    /// beside what is there: a tag may be for some kinds of record only.
    fn may_follow(&self, _: &mut Context<'_>) -> Result<bool> {
        Ok(true)
    }

    /// Lets others follow a record that was carried in as the consequence of something else, which
    /// [`verify`](Self::verify) does not see: what an item is linked to knows of it.
    fn follow(&self, _: &mut Context<'_>) -> Result<()> {
        Ok(())
    }

    /// Whether a field of this record was made from records of another kind that its declaration
    /// names, so that it tells of them.
    fn reveals(&self, _field: &FieldDecl, _of: RecordKind) -> bool {
        true
    }

    /// Why a field that callers enter is not theirs to change on this record: it follows from
    /// others.
    fn held(&self, _field: &str) -> Option<&'static str> {
        None
    }

    /// Takes out what this record says of fields that the actor may not read: the rule of a
    /// segment, say. It is the first step of every projection, before the field levels.
    fn withhold(&mut self, _: &Access) {}

    /// The keys under which a live record is found. They follow from the record alone, so that
    /// the keys of its former version are known without asking the store.
    fn keys(&self) -> Vec<Key> {
        Vec::new()
    }
}

/// What rules may know beside the record.
#[derive(Debug, Clone, Copy)]
pub struct Environment<'a> {
    /// Now.
    pub now: Timestamp,
    /// The tenant's settings.
    pub settings: &'a Settings,
    /// The tenant's custom fields of the record's kind, live ones.
    pub definitions: &'a [CustomField],
}

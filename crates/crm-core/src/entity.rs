//! The operations that every entity and item has, by kind.
//!
//! Restoring an earlier version, changing a thousand records and planning an archive all do what
//! one person would do to one record through that kind's own operation. They find it here, so that
//! a rule of one kind (a title follows the main association, an account lets its people go) holds
//! wherever the change comes from, and a new kind joins with one entry.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use crate::access::Permission;
use crate::error::{Error, ErrorCode, RecordRef, Result};
use crate::field::RecordKind;
use crate::operation::{Context, Operation, arguments_of};

/// What can be done to any of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verb {
    Update,
    /// Handed to another user, by kinds that have a call of its own for it.
    Assign,
    Archive,
    Restore,
    Purge,
}

macro_rules! entities {
    ($($kind:ident { $($verb:ident: $operation:ty,)+ })+) => {
        /// The permission that doing so takes.
        pub(crate) fn permission(kind: RecordKind, verb: Verb) -> Result<Permission> {
            match (kind, verb) {
                $($((RecordKind::$kind, Verb::$verb) => Ok(<$operation>::PERMISSION),)+)+
                (kind, _) => Err(no_entity(kind)),
            }
        }

        /// Does so to one record, with further arguments of the kind's own operation.
        pub(crate) fn perform(
            cx: &mut Context<'_>,
            verb: Verb,
            record: RecordRef,
            arguments: Map<String, Json>,
        ) -> Result<()> {
            match (record.kind, verb) {
                $($((RecordKind::$kind, Verb::$verb) => {
                    run::<$operation>(cx, record.id, arguments)
                })+)+
                (kind, _) => Err(no_entity(kind)),
            }
        }
    };
}

entities! {
    Contact {
        Update: crate::contact::UpdateContact,
        Archive: crate::contact::ArchiveContact,
        Restore: crate::contact::RestoreContact,
        Purge: crate::contact::PurgeContact,
    }
    Account {
        Update: crate::account::UpdateAccount,
        Archive: crate::account::ArchiveAccount,
        Restore: crate::account::RestoreAccount,
        Purge: crate::account::PurgeAccount,
    }
    Lead {
        Update: crate::lead::UpdateLead,
        Archive: crate::lead::ArchiveLead,
        Restore: crate::lead::RestoreLead,
        Purge: crate::lead::PurgeLead,
    }
    Deal {
        Update: crate::deal::UpdateDeal,
        Archive: crate::deal::ArchiveDeal,
        Restore: crate::deal::RestoreDeal,
        Purge: crate::deal::PurgeDeal,
    }
    Communication {
        Update: crate::communication::UpdateCommunication,
        Archive: crate::communication::ArchiveCommunication,
        Restore: crate::communication::RestoreCommunication,
        Purge: crate::communication::PurgeCommunication,
    }
    Task {
        Update: crate::task::UpdateTask,
        Assign: crate::task::AssignTask,
        Archive: crate::task::ArchiveTask,
        Restore: crate::task::RestoreTask,
        Purge: crate::task::PurgeTask,
    }
    Note {
        Update: crate::note::UpdateNote,
        Archive: crate::note::ArchiveNote,
        Restore: crate::note::RestoreNote,
        Purge: crate::note::PurgeNote,
    }
    File {
        Update: crate::file::UpdateFile,
        Archive: crate::file::ArchiveFile,
        Restore: crate::file::RestoreFile,
        Purge: crate::file::PurgeFile,
    }
}

/// The call by which a record of a kind is handed to another user, and its argument: who has a task
/// is its assignee, and hears of it.
pub(crate) fn hands_over(kind: RecordKind) -> (Verb, &'static str) {
    match kind {
        RecordKind::Task => (Verb::Assign, "assignee_id"),
        _ => (Verb::Update, "owner_id"),
    }
}

fn no_entity(kind: RecordKind) -> Error {
    let reason = format!("a {} is no entity of its own", kind.noun());
    Error::invalid("record_kind", reason)
}

fn run<O: Operation>(
    cx: &mut Context<'_>,
    id: Uuid,
    mut arguments: Map<String, Json>,
) -> Result<()> {
    arguments.insert("id".to_owned(), Json::String(id.to_string()));
    let operation: O = arguments_of(Json::Object(arguments).to_string().as_bytes())?;
    cx.nested(operation).map(drop)
}

/// Why something was refused, or would be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Refusal {
    /// The stable code.
    pub code: ErrorCode,
    /// What is wrong, as a sentence without a person's data.
    pub message: String,
    /// The field it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

impl From<&Error> for Refusal {
    fn from(error: &Error) -> Self {
        Self {
            code: error.code(),
            message: error.message().to_owned(),
            field: error.field().map(str::to_owned),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entity_has_every_verb_blk_11() {
        for kind in crate::records::ENTITIES {
            for verb in [Verb::Update, Verb::Archive, Verb::Restore, Verb::Purge] {
                assert!(permission(*kind, verb).is_ok(), "{kind} {verb:?}");
            }
        }
    }
}

//! The former texts of a note (NOT-12).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Note, NoteId};
use crate::access::{Access, Answer, Permission};
use crate::error::{RecordRef, Result};
use crate::field::{Record, RecordKind, UserId};
use crate::operation::{Context, Mode, Operation, Route};
use crate::page;
use crate::port::AuditQuery;
use crate::value::Timestamp;

/// Lists what a note was, newest first, as its history tells.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListNoteVersions {
    /// Which note.
    pub id: NoteId,
    /// How many versions; 50 if absent, 500 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// What a note was.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct NoteVersions {
    /// Newest first; the first is the note as it is.
    pub versions: Vec<NoteVersion>,
}

/// A note as it was from an instant on.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct NoteVersion {
    /// Since when.
    pub since: Timestamp,
    /// Who wrote it so.
    pub by: UserId,
    /// The note.
    pub note: Note,
}

impl Answer for NoteVersions {
    fn project(&mut self, access: &Access) {
        for version in &mut self.versions {
            version.note.project(access);
        }
    }
}

impl Operation for ListNoteVersions {
    const NAME: &'static str = "notes.versions";
    const PERMISSION: Permission = Permission::NoteView;
    const ROUTE: Route = Route::get("/notes/{id}/versions");
    const MODE: Mode = Mode::Read;
    type Output = NoteVersions;

    fn execute(self, cx: &mut Context<'_>) -> Result<NoteVersions> {
        let mut note: Note = cx.load(self.id)?;
        let record = RecordRef {
            kind: RecordKind::Note,
            id: note.id.uuid(),
        };
        let entries = cx.store().audit(&AuditQuery {
            record: Some(record),
            cause: None,
            after: None,
            newest_first: true,
            limit: page::limit(self.limit)?,
            ..AuditQuery::default()
        })?;
        let mut versions = Vec::with_capacity(entries.len());
        for entry in entries {
            note.version = entry.version;
            note.updated_at = entry.at;
            note.updated_by = Some(entry.actor);
            versions.push(NoteVersion {
                since: entry.at,
                by: entry.actor,
                note: note.clone(),
            });
            for change in entry.changes {
                note.put_back(&change.field, change.old)?;
            }
        }
        Ok(NoteVersions { versions })
    }
}

//! Archiving, restoring and purging notes.

use super::Note;
use crate::operation::lifecycle;

lifecycle!(@archive Note, "notes", "/notes", NoteDelete => ArchiveNote);
lifecycle!(@restore Note, "notes", "/notes", NoteDelete => RestoreNote);
lifecycle!(@purge Note, "notes", "/notes", NotePurge => PurgeNote);

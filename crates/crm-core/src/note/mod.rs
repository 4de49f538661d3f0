//! Free text about records, and the discussions of them (group NOT).
//!
//! A [`Note`] is about any number of records; pinned ones come first. Its former texts stay
//! readable. [`Comment`]s hang in threads on any record, for the people inside only. A text may
//! mention users as `<@user id>`: whoever is mentioned has to see what the text is about, or the
//! call is refused or says so.
//!
//! ```
//! use crm_core::note::{CreateNote, NoteDraft, ListNoteVersions, NotePatch, UpdateNote};
//! use crm_core::field::Patch;
//!
//! let session = crm_core::memory::session("admin");
//! let note = session.notes().create(CreateNote {
//!     note: NoteDraft { body: "Prefers tea.".into(), ..NoteDraft::default() },
//!     ..CreateNote::default()
//! })?.note;
//! session.notes().update(UpdateNote {
//!     id: note.id,
//!     patch: NotePatch { body: Patch::set("Prefers coffee."), ..NotePatch::default() },
//!     ..UpdateNote::default()
//! })?;
//! let versions = session.notes().versions(ListNoteVersions { id: note.id, ..ListNoteVersions::default() })?;
//! assert_eq!(versions.versions[1].note.body, "Prefers tea.");
//! # Ok::<(), crm_core::Error>(())
//! ```

mod comment;
mod create;
mod lifecycle;
mod mention;
mod read;
mod record;
mod update;
mod versions;

#[cfg(test)]
mod tests;

pub use comment::{
    Comment, CommentDraft, CommentId, CommentPatch, CreateComment, ListComments, NewComment,
    RemoveComment, UpdateComment,
};
pub use create::{CreateNote, NoteDetail};
pub use lifecycle::{ArchiveNote, PurgeNote, RestoreNote};
pub use mention::{Mention, OnHidden, mentions};
pub use read::{GetNote, ListNotes};
pub use record::{Note, NoteDraft, NoteId, NotePatch};
pub use update::UpdateNote;
pub use versions::{ListNoteVersions, NoteVersion, NoteVersions};

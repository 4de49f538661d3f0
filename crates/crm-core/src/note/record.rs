//! The note record: each field declared once.

use crate::access::Permission;
use crate::communication::Privacy;
use crate::error::{Error, Result};
use crate::field::{Id, SearchColumn, UserId, label};
use crate::operation::{Context, Environment, Stored};
use crate::team::TeamId;

crate::record! {
    /// Free text about records.
    pub struct Note: Note, draft NoteDraft, patch NotePatch;
    fixed {}
    entered {
        /// What it is about, in a line.
        title: Option<String> = label("Title").personal().search(SearchColumn::Name);
        /// The text, as Markdown; users are mentioned as `<@user id>`.
        body: String = label("Text").personal().search(SearchColumn::Text)
            .aliases(&["content"]);
        /// Whether it stands before the others.
        pinned: bool = label("Pinned");
        /// Who of those that see a linked record may read it.
        privacy: Privacy = label("Privacy").indexed();
        /// The author.
        owner_id: Option<UserId> = label("Author").indexed();
        /// The team it belongs to.
        team_id: Option<TeamId> = label("Team");
    }
    derived {
        /// Users whom it mentions; they take part in it.
        user_ids: Vec<UserId> = label("Mentioned users").from(&["body"]);
        /// Its place in lists: pinned ones are greater, then the newer.
        position: String = label("Position").from(&["pinned", "created_at"]).indexed();
    }
}

/// The id of a note.
pub type NoteId = Id<Note>;

impl Stored for Note {
    const VIEW: Permission = Permission::NoteView;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        if self.body.trim().is_empty() {
            return Err(Error::invalid("body", "a note has a text"));
        }
        // Instants have one length on the wire, so their texts sort as they do.
        self.position = format!("{} {}", u8::from(self.pinned), self.created_at);
        Ok(())
    }

    fn verify(&self, cx: &mut Context<'_>, before: Option<&Self>) -> Result<()> {
        crate::timeline::moved(cx, before, self)
    }
}

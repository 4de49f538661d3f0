//! Writing a note (NOT-05).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Mention, Note, NoteDraft, OnHidden, mention};
use crate::access::{Access, Answer, Colleague, Permission};
use crate::error::{RecordRef, Result};
use crate::field::{Record, RecordKind};
use crate::link::{self, ItemLink, LinkOrigin};
use crate::operation::{Context, Mode, Operation, Route};

/// Writes a note about records.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateNote {
    /// The note.
    #[serde(flatten)]
    pub note: NoteDraft,
    /// The records it is about: contacts, accounts and other entities, communications, tasks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<RecordRef>,
    /// What mentioned users may do, as far as the caller knows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub colleagues: Vec<Colleague>,
    /// What to do if a mentioned user does not see what the note is about.
    #[serde(default)]
    pub on_hidden_mention: OnHidden,
}

/// A note, what it is about and whom it mentions.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct NoteDetail {
    /// The note.
    pub note: Note,
    /// The records in sight that it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<ItemLink>,
    /// How many records out of sight it is about too.
    #[serde(default)]
    pub withheld: u64,
    /// The users whom this call found mentioned, and whether they see what the note is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Mention>,
}

impl Answer for NoteDetail {
    fn project(&mut self, access: &Access) {
        self.note.project(access);
        self.links.project(access);
    }
}

impl NoteDetail {
    pub(super) fn of(cx: &mut Context<'_>, note: Note, mentions: Vec<Mention>) -> Result<Self> {
        let links = link::of_item(cx, note.id.uuid())?;
        let all = links.len();
        let links = link::seen_of(cx, links)?;
        Ok(Self {
            withheld: u64::try_from(all - links.len()).unwrap_or(u64::MAX),
            note,
            links,
            mentions,
        })
    }
}

impl Operation for CreateNote {
    const NAME: &'static str = "notes.create";
    const PERMISSION: Permission = Permission::NoteCreate;
    const ROUTE: Route = Route::post("/notes");
    const MODE: Mode = Mode::Write;
    type Output = NoteDetail;

    fn execute(self, cx: &mut Context<'_>) -> Result<NoteDetail> {
        cx.require_write::<Note>(&self.note)?;
        let about = link::resolve(cx, RecordKind::Note, &self.links)?;
        let mentioned = mention::check(
            cx,
            &self.note.body,
            &[],
            &about,
            &self.colleagues,
            self.on_hidden_mention,
        )?;
        let mut new = Note::from_draft(self.note);
        let actor = cx.access().actor();
        if new.owner_id.is_none() {
            new.owner_id = Some(actor.user);
        }
        if new.team_id.is_none() && new.owner_id == Some(actor.user) {
            new.team_id = actor.teams.first().copied();
        }
        new.user_ids = mentioned.told;
        cx.require_references(None, &mut new)?;
        let note = cx.insert(new)?;
        let item = RecordRef {
            kind: RecordKind::Note,
            id: note.id.uuid(),
        };
        let given: Vec<_> = about
            .into_iter()
            .map(|record| (record, LinkOrigin::Given))
            .collect();
        link::connect(cx, item, &given, false)?;
        NoteDetail::of(cx, note, mentioned.all)
    }
}

//! Changing a note; its former text stays readable.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Note, NoteDetail, NoteId, NotePatch, OnHidden, mention};
use crate::access::{Colleague, Permission};
use crate::error::{RecordRef, Result};
use crate::link::{self, ItemLink};
use crate::operation::{Context, Mode, Operation, Route};

/// Changes a note: given fields are set, `null` clears one, absent ones stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateNote {
    /// Which note.
    pub id: NoteId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// What mentioned users may do, as far as the caller knows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub colleagues: Vec<Colleague>,
    /// What to do if a mentioned user does not see what the note is about.
    #[serde(default)]
    pub on_hidden_mention: OnHidden,
    /// The change.
    #[serde(flatten)]
    pub patch: NotePatch,
}

impl Operation for UpdateNote {
    const NAME: &'static str = "notes.update";
    const PERMISSION: Permission = Permission::NoteUpdate;
    const ROUTE: Route = Route::patch("/notes/{id}");
    const MODE: Mode = Mode::Write;
    type Output = NoteDetail;

    fn execute(self, cx: &mut Context<'_>) -> Result<NoteDetail> {
        let before: Note = cx.load(self.id)?;
        let rewritten = !self.patch.body.is_keep();
        let note = cx.update(self.id, self.expected_version, self.patch)?;
        if !rewritten {
            return NoteDetail::of(cx, note, Vec::new());
        }
        let about: Vec<RecordRef> = link::of_item(cx, note.id.uuid())?
            .iter()
            .map(ItemLink::record)
            .collect();
        let mentioned = mention::check(
            cx,
            &note.body,
            &before.user_ids,
            &about,
            &self.colleagues,
            self.on_hidden_mention,
        )?;
        let mut after = note.clone();
        after.user_ids = mentioned.told;
        let note = cx.save(&note, after)?;
        NoteDetail::of(cx, note, mentioned.all)
    }
}

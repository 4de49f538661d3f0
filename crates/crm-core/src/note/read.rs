//! Reading notes: one, or a page of them, pinned ones first (NOT-04).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Note, NoteDetail, NoteId};
use crate::access::Permission;
use crate::error::{RecordRef, Result};
use crate::link;
use crate::operation::{Context, Mode, Operation, Route};
use crate::page::{self, Page, PageRequest};

/// Reads a note and what it is about.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetNote {
    /// Which note.
    pub id: NoteId,
}

impl Operation for GetNote {
    const NAME: &'static str = "notes.get";
    const PERMISSION: Permission = Permission::NoteView;
    const ROUTE: Route = Route::get("/notes/{id}");
    const MODE: Mode = Mode::Read;
    type Output = NoteDetail;

    fn execute(self, cx: &mut Context<'_>) -> Result<NoteDetail> {
        let note: Note = cx.load(self.id)?;
        NoteDetail::of(cx, note, Vec::new())
    }
}

/// Lists notes, a page at a time: pinned ones first, then the newest, unless another order is
/// asked for.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListNotes {
    /// Only those about this contact, account or other record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<RecordRef>,
    /// Order and place.
    #[serde(flatten)]
    pub page: PageRequest,
}

impl Operation for ListNotes {
    const NAME: &'static str = "notes.list";
    const PERMISSION: Permission = Permission::NoteView;
    const ROUTE: Route = Route::get("/notes");
    const MODE: Mode = Mode::Read;
    type Output = Page<Note>;

    fn execute(mut self, cx: &mut Context<'_>) -> Result<Page<Note>> {
        let mut filters = Vec::new();
        if let Some(about) = self.about {
            let record =
                crate::records::require_view(cx, about).map_err(|error| error.at("about"))?;
            filters.push(link::about(record.id));
        }
        if self.page.sort.is_none() {
            self.page.sort = Some("-position".to_owned());
        }
        page::list(cx, &self.page, filters)
    }
}

//! What a user makes of views: pinned ones, and the one to begin with (VIE-01, VIE-02).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::record::{View, ViewId};
use crate::access::Permission;
use crate::error::Result;
use crate::field::{RecordKind, UserId, Value, label, place};
use crate::operation::{Context, Environment, Mode, Operation, Route, Stored, live};
use crate::query::{Filter, Select, Target};

crate::record! {
    /// What one user makes of one view.
    pub struct ViewMark: ViewMark, draft ViewMarkDraft, patch ViewMarkPatch;
    fixed {
        /// The view.
        view_id: ViewId = label("View").indexed();
        /// The kind of record that the view shows.
        record_kind: RecordKind = label("Record kind");
    }
    entered {}
    derived {
        /// The user.
        owner_id: Option<UserId> = label("User").indexed();
        /// Whether the user keeps it at hand.
        pinned: bool = label("Pinned");
        /// Its place among those that the user keeps at hand, from 1.
        position: u32 = label("Position");
        /// Whether the user begins with it among views of this kind of record.
        preferred: bool = label("Default");
    }
}

impl Stored for ViewMark {
    const VIEW: Permission = Permission::ViewUse;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        Ok(())
    }
}

/// Pins a view for the acting user, gives it a place among the pinned ones, or makes it the one to
/// begin with. Nobody else is concerned.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct MarkView {
    /// Which view.
    pub id: ViewId,
    /// Whether to keep it at hand; unchanged if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinned: Option<bool>,
    /// Its place among the pinned ones, from 1; unchanged if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<u32>,
    /// Whether to begin with it; the one before is then no longer. Unchanged if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preferred: Option<bool>,
}

impl Operation for MarkView {
    const NAME: &'static str = "views.mark";
    const PERMISSION: Permission = Permission::ViewUse;
    const ROUTE: Route = Route::post("/views/{id}/mark");
    const MODE: Mode = Mode::Write;
    type Output = ViewMark;

    fn execute(self, cx: &mut Context<'_>) -> Result<ViewMark> {
        let view = View::open(cx, self.id)?;
        Context::require_live(&view)?;
        let marks = own(cx)?;
        if self.preferred == Some(true) {
            let rivals = marks.iter().filter(|mark| {
                mark.preferred && mark.record_kind == view.record_kind && mark.view_id != view.id
            });
            for rival in rivals {
                let mut after = rival.clone();
                after.preferred = false;
                cx.save(rival, after)?;
            }
        }
        let before = marks.into_iter().find(|mark| mark.view_id == view.id);
        let mut mark = before.clone().unwrap_or_else(|| ViewMark {
            view_id: view.id,
            record_kind: view.record_kind,
            owner_id: Some(cx.access().actor().user),
            ..ViewMark::default()
        });
        mark.pinned = self.pinned.unwrap_or(mark.pinned);
        mark.position = self.position.unwrap_or(mark.position);
        mark.preferred = self.preferred.unwrap_or(mark.preferred);
        match before {
            Some(before) => cx.save(&before, mark),
            None => cx.insert(mark),
        }
    }
}

/// The acting user's marks.
pub(super) fn own(cx: &mut Context<'_>) -> Result<Vec<ViewMark>> {
    let user = Value::Id(cx.access().actor().user.uuid());
    let own = Filter::equals(Target::Field(place!(ViewMark, "owner_id")), user);
    cx.peek_all(
        Select::all(<ViewMark as crate::field::Record>::DECL)
            .filter(own)
            .filter(live()),
    )
}

//! Saving, listing, changing and archiving views.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::lane;
use super::mark;
use super::record::{View, ViewDraft, ViewId, ViewPatch, ViewVisibility};
use crate::access::{Access, Answer, Permission, Veil};
use crate::error::{Error, Result};
use crate::field::{Record, RecordKind, Value, place};
use crate::operation::{Context, Mode, Operation, Route, live};
use crate::page;
use crate::query::{Filter, Select, Target};
use crate::records;
use crate::segment::{CreateSegment, SavedSegment, compile};

/// Saves a view. Sharing it with everyone takes the right to manage segments.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateView {
    /// The view.
    #[serde(flatten)]
    pub view: ViewDraft,
}

impl Operation for CreateView {
    const NAME: &'static str = "views.create";
    const PERMISSION: Permission = Permission::ViewUse;
    const ROUTE: Route = Route::post("/views");
    const MODE: Mode = Mode::Write;
    type Output = View;

    fn execute(self, cx: &mut Context<'_>) -> Result<View> {
        cx.require_write::<View>(&self.view)?;
        let mut view = View::from_draft(self.view);
        view.owner_id = Some(cx.access().actor().user);
        settle(cx, None, &mut view)?;
        cx.insert(view)
    }
}

/// Changes a view. Only who saved it may, and who looks after everyone's.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateView {
    /// Which view.
    pub id: ViewId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// The change.
    #[serde(flatten)]
    pub patch: ViewPatch,
}

impl Operation for UpdateView {
    const NAME: &'static str = "views.update";
    const PERMISSION: Permission = Permission::ViewUse;
    const ROUTE: Route = Route::patch("/views/{id}");
    const MODE: Mode = Mode::Write;
    type Output = View;

    fn execute(self, cx: &mut Context<'_>) -> Result<View> {
        let before = View::own(cx, self.id)?;
        cx.expect(&before, self.expected_version)?;
        Context::require_live(&before)?;
        cx.require_write::<View>(&self.patch)?;
        let mut after = before.clone();
        after.apply(self.patch)?;
        settle(cx, Some(&before), &mut after)?;
        let mut saved = cx.save(&before, after)?;
        saved.withhold(cx.access());
        Ok(saved)
    }
}

/// Checks every name in a view, puts its filter into canonical spelling and notes the fields.
fn settle(cx: &mut Context<'_>, before: Option<&View>, view: &mut View) -> Result<()> {
    let shared = |view: &View| view.visibility == ViewVisibility::All;
    if shared(view) && !before.is_some_and(shared) {
        cx.access()
            .require(Permission::SegmentManage)
            .map_err(|error| error.at("visibility"))?;
    }
    cx.require_references(before, view)?;
    let kind = view.record_kind;
    if !records::ENTITIES.contains(&kind) {
        let reason = format!("views do not show records of the kind {}", kind.noun());
        return Err(Error::invalid("record_kind", reason));
    }
    cx.access().require(records::view(kind))?;
    let decl = records::declaration(kind);
    let mut fields: Vec<String> = Vec::new();
    if let Some(filter) = view.filter.take() {
        let checked = compile(cx, kind, &filter, "filter")?;
        view.filter = Some(checked.text());
        fields = checked.uses;
    }
    let named = |name: &str| format!("{}.{}", kind.name(), name.trim_start_matches('-'));
    if let Some(sort) = &view.sort {
        page::require_sort(cx, decl, sort)?;
        fields.push(named(sort));
    }
    if let Some(group) = &view.group_by {
        lane::lanes(cx, kind, group)?;
        fields.push(named(group));
    }
    fields.sort();
    fields.dedup();
    view.filter_fields.clone_from(&fields);
    for (at, column) in view.columns.iter().enumerate() {
        let known = is_defined(cx, kind, column)?;
        if !known || !Veil::over(cx.access(), decl, column).shows() {
            let reason = format!("a {} has no such field", kind.noun());
            let error = Error::invalid(format!("columns[{at}]"), reason);
            return Err(match decl.nearest(column) {
                Some(nearest) => error.with("nearest", nearest),
                None => error,
            });
        }
        fields.push(named(column));
    }
    fields.sort();
    fields.dedup();
    view.fields = fields;
    Ok(())
}

/// Whether there is a field of that name now.
pub(super) fn is_defined(cx: &mut Context<'_>, kind: RecordKind, name: &str) -> Result<bool> {
    if let Some(custom) = name.strip_prefix("custom.") {
        let definitions = cx.definitions(kind)?;
        return Ok(definitions.iter().any(|field| field.name == custom));
    }
    let declared = records::declaration(kind).field(name);
    Ok(declared.is_some_and(|(_, field)| !field.options.sealed))
}

/// Archives a view. Only who saved it may, and who looks after everyone's.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ArchiveView {
    /// Which view.
    pub id: ViewId,
}

impl Operation for ArchiveView {
    const NAME: &'static str = "views.archive";
    const PERMISSION: Permission = Permission::ViewUse;
    const ROUTE: Route = Route::delete("/views/{id}");
    const MODE: Mode = Mode::Write;
    type Output = View;

    fn execute(self, cx: &mut Context<'_>) -> Result<View> {
        let view = View::own(cx, self.id)?;
        let mut archived = cx.archive_record(&view)?;
        archived.withhold(cx.access());
        Ok(archived)
    }
}

/// Reads a view.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetView {
    /// Which view.
    pub id: ViewId,
}

impl Operation for GetView {
    const NAME: &'static str = "views.get";
    const PERMISSION: Permission = Permission::ViewUse;
    const ROUTE: Route = Route::get("/views/{id}");
    const MODE: Mode = Mode::Read;
    type Output = View;

    fn execute(self, cx: &mut Context<'_>) -> Result<View> {
        let mut view = View::open(cx, self.id)?;
        view.withhold(cx.access());
        Ok(view)
    }
}

/// Lists the views that the actor may open: those it pinned first, in its order, then by name.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListViews {
    /// Only those of this kind of record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record_kind: Option<RecordKind>,
}

/// Views of a tenant that an actor may open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ViewList {
    /// Pinned ones first, then by name.
    pub views: Vec<ViewEntry>,
}

/// A view and what the actor makes of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ViewEntry {
    /// The view.
    pub view: View,
    /// Whether the actor keeps it at hand.
    pub pinned: bool,
    /// Whether the actor begins with it.
    pub preferred: bool,
}

impl Answer for ViewList {
    fn project(&mut self, access: &Access) {
        for entry in &mut self.views {
            entry.view.project(access);
        }
    }
}

impl Operation for ListViews {
    const NAME: &'static str = "views.list";
    const PERMISSION: Permission = Permission::ViewUse;
    const ROUTE: Route = Route::get("/views");
    const MODE: Mode = Mode::Read;
    type Output = ViewList;

    fn execute(self, cx: &mut Context<'_>) -> Result<ViewList> {
        let everyone = Filter::equals(
            Target::Field(place!(View, "visibility")),
            Value::Text(ViewVisibility::All.name().to_owned()),
        );
        let open = Filter::Or(vec![everyone, cx.reach(View::DECL)]);
        let mut select = Select::all(View::DECL).filter(live()).filter(open);
        if let Some(kind) = self.record_kind {
            let place = Target::Field(place!(View, "record_kind"));
            let kind = Value::Text(kind.name().to_owned());
            select = select.filter(Filter::equals(place, kind));
        }
        let marks = mark::own(cx)?;
        let mut ranked = Vec::new();
        for mut view in cx.peek_all::<View>(select)? {
            let mark = marks.iter().find(|mark| mark.view_id == view.id);
            let pinned = mark.is_some_and(|mark| mark.pinned);
            view.withhold(cx.access());
            let entry = ViewEntry {
                pinned,
                preferred: mark.is_some_and(|mark| mark.preferred),
                view,
            };
            let place = mark.map_or(0, |mark| mark.position);
            ranked.push((!pinned, if pinned { place } else { 0 }, entry));
        }
        ranked.sort_by_cached_key(|(unpinned, place, entry)| {
            let name = crate::value::text::fold(&entry.view.name);
            (*unpinned, *place, name, entry.view.id)
        });
        Ok(ViewList {
            views: ranked.into_iter().map(|(_, _, entry)| entry).collect(),
        })
    }
}

/// Saves the filter of a view as a segment, for audiences (VIE-07).
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct SegmentFromView {
    /// Which view.
    pub id: ViewId,
    /// What the segment is called; the name of the view if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl Operation for SegmentFromView {
    const NAME: &'static str = "views.to_segment";
    const PERMISSION: Permission = Permission::ViewUse;
    const ROUTE: Route = Route::post("/views/{id}/segment");
    const MODE: Mode = Mode::Write;
    type Output = SavedSegment;

    fn execute(self, cx: &mut Context<'_>) -> Result<SavedSegment> {
        let view = View::open(cx, self.id)?;
        view.require_open(cx.access())?;
        let Some(rule) = view.filter.clone() else {
            let reason = "a view without a filter shows every record; a segment needs a rule";
            return Err(Error::invalid("id", reason).of(view.reference()));
        };
        cx.nested(CreateSegment {
            name: self.name.unwrap_or(view.name),
            record_kind: view.record_kind,
            rule: Some(rule),
            ..CreateSegment::default()
        })
    }
}

/// The live views that name a field, such as `contact.custom.tier`.
pub(crate) fn naming(cx: &mut Context<'_>, field: &str) -> Result<Vec<ViewId>> {
    let fields = Target::Items(place!(View, "fields"));
    let names = Filter::equals(fields, Value::Text(field.to_owned()));
    let select = Select::all(View::DECL).filter(live()).filter(names);
    let views: Vec<View> = cx.peek_all(select)?;
    Ok(views.iter().map(|view| view.id).collect())
}

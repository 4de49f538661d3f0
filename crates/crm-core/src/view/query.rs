//! The records of a view, page by page.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::lane;
use super::operations::is_defined;
use super::record::{View, ViewId, ViewShape};
use crate::access::{Access, Answer, Permission, Veil};
use crate::badge::{self, BadgesOf};
use crate::error::{Error, RecordRef, Result};
use crate::field::RecordKind;
use crate::operation::{Context, Mode, Operation, Route};
use crate::page::{self, PageRequest, RowPage, Rule};
use crate::query::Filter;
use crate::records;
use crate::segment::compile;
use crate::snapshot::Snapshot;

/// Reads the records that a view shows to the actor, a page at a time. Every shape shows the same
/// records; a board asks for its lanes with `views.board`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct OpenView {
    /// Which view.
    pub id: ViewId,
    /// Only the records of this lane: a value of the field that the view has lanes by, or nothing
    /// for those without a value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lane: Option<String>,
    /// Where to go on: the `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// How many records; 50 if absent, 500 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Counts all records of the view too.
    #[serde(default)]
    pub count: bool,
}

/// A page of a view.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ViewRows {
    /// The kind of record.
    pub record_kind: RecordKind,
    /// The shape that the view is shown in first.
    pub shape: ViewShape,
    /// The columns that the actor may see; all fields if there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<ViewColumn>,
    /// The records, in order, with the fields of the columns.
    pub rows: Vec<Snapshot>,
    /// How it stands with those of them that have badges: contacts and accounts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub badges: Vec<BadgesOf>,
    /// The cursor of the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// How many records the view has, if asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// What the view names and there is no more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<ViewWarning>,
}

/// A column of a view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ViewColumn {
    /// The field.
    pub field: String,
    /// What a person calls it.
    pub label: String,
}

/// Something that a view names and there is no more (VIE-09).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ViewWarning {
    /// The part of the view: `columns`, `sort`.
    pub part: String,
    /// What it names.
    pub name: String,
    /// What becomes of it.
    pub reason: String,
}

impl Answer for ViewRows {
    fn project(&mut self, access: &Access) {
        self.rows.project(access);
    }
}

impl Operation for OpenView {
    const NAME: &'static str = "views.rows";
    const PERMISSION: Permission = Permission::ViewUse;
    const ROUTE: Route = Route::get("/views/{id}/rows");
    const MODE: Mode = Mode::Read;
    type Output = ViewRows;

    fn execute(self, cx: &mut Context<'_>) -> Result<ViewRows> {
        let opened = Opened::new(cx, self.id)?;
        let mut filters = Vec::new();
        if let Some(value) = &self.lane {
            filters.push(opened.lane(cx, value)?);
        }
        let page = opened.page(cx, filters, self.cursor, self.limit, self.count)?;
        Ok(ViewRows {
            record_kind: opened.view.record_kind,
            shape: opened.view.shape,
            columns: opened.columns,
            rows: page.rows,
            badges: page.badges,
            next: page.next,
            total: page.total,
            warnings: opened.warnings,
        })
    }
}

/// A view, checked for its reader and this instant.
pub(super) struct Opened {
    pub(super) view: View,
    pub(super) columns: Vec<ViewColumn>,
    pub(super) warnings: Vec<ViewWarning>,
    sort: Option<String>,
}

/// Some records of a view.
pub(super) struct Shown {
    pub(super) rows: Vec<Snapshot>,
    pub(super) badges: Vec<BadgesOf>,
    pub(super) next: Option<String>,
    pub(super) total: Option<u64>,
}

impl Opened {
    pub(super) fn new(cx: &mut Context<'_>, id: ViewId) -> Result<Self> {
        let view = View::open(cx, id)?;
        Context::require_live(&view)?;
        view.require_open(cx.access())?;
        cx.access().require(records::view(view.record_kind))?;
        let kind = view.record_kind;
        let decl = records::declaration(kind);
        let mut warnings = Vec::new();
        let mut gone = |part: &str, name: &str, reason: &str| {
            warnings.push(ViewWarning {
                part: part.to_owned(),
                name: name.to_owned(),
                reason: reason.to_owned(),
            });
        };
        let mut columns = Vec::with_capacity(view.columns.len());
        for name in &view.columns {
            if !is_defined(cx, kind, name)? {
                gone(
                    "columns",
                    name,
                    "the field is defined no more; it is left out",
                );
            } else if Veil::over(cx.access(), decl, name).shows() {
                let label = label(cx, kind, name)?;
                let field = name.clone();
                columns.push(ViewColumn { field, label });
            }
        }
        let mut sort = view.sort.clone();
        if let Some(by) = &view.sort
            && page::require_sort(cx, decl, by).is_err()
        {
            gone(
                "sort",
                by,
                "records are not sorted by it any more; the order is that of creation",
            );
            sort = None;
        }
        Ok(Self {
            view,
            columns,
            warnings,
            sort,
        })
    }

    /// The records of one lane.
    pub(super) fn lane(&self, cx: &mut Context<'_>, value: &str) -> Result<Filter> {
        let Some(by) = &self.view.group_by else {
            return Err(Error::invalid("lane", "this view has no lanes"));
        };
        let lanes = lane::lanes(cx, self.view.record_kind, by)?;
        let found = lanes.into_iter().find(|lane| lane.value == value);
        found
            .map(|lane| lane.filter)
            .ok_or_else(|| Error::invalid("lane", "this view has no such lane"))
    }

    pub(super) fn page(
        &self,
        cx: &mut Context<'_>,
        filters: Vec<Filter>,
        cursor: Option<String>,
        limit: Option<u32>,
        count: bool,
    ) -> Result<Shown> {
        let kind = self.view.record_kind;
        let rule = match &self.view.filter {
            None => None,
            Some(filter) => {
                let checked = compile(cx, kind, filter, "filter");
                Some(checked.map_err(|error| error.of(self.view.reference()))?)
            }
        };
        let request = PageRequest {
            sort: self.sort.clone(),
            cursor,
            limit,
            archived: false,
            count,
        };
        let decl = records::declaration(kind);
        let RowPage { rows, next, total } = cx.under(records::view(kind), |cx| {
            page::rows_by(cx, decl, &request, filters, rule.as_ref().map(Rule::from))
        })?;
        let names: Vec<String> = self.columns.iter().map(|c| c.field.clone()).collect();
        let mut shown = Vec::with_capacity(rows.len());
        let mut all_badges = Vec::new();
        for row in rows {
            let badges = badge::of_row(cx, decl, &row)?;
            if !badges.is_empty() {
                let record = RecordRef { kind, id: row.id };
                all_badges.push(BadgesOf { record, badges });
            }
            let mut snapshot = Snapshot::of(kind, row)?;
            if !self.view.columns.is_empty() {
                snapshot.keep(&names);
            }
            shown.push(snapshot);
        }
        Ok(Shown {
            rows: shown,
            badges: all_badges,
            next,
            total,
        })
    }
}

fn label(cx: &mut Context<'_>, kind: RecordKind, name: &str) -> Result<String> {
    Ok(match name.strip_prefix("custom.") {
        Some(custom) => {
            let definitions = cx.definitions(kind)?;
            let definition = definitions.iter().find(|field| field.name == custom);
            let label = definition.and_then(|field| field.label.clone());
            label.unwrap_or_else(|| custom.to_owned())
        }
        None => records::declaration(kind)
            .field(name)
            .map_or(name, |(_, field)| field.options.label)
            .to_owned(),
    })
}

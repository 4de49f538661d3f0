//! Boards: the records of a view in lanes by the values of a field (VIE-04 d).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::query::{Opened, ViewColumn, ViewWarning};
use super::record::ViewId;
use crate::access::{Access, Answer, Permission, Sight};
use crate::error::{Error, Result};
use crate::field::{FieldKind, RecordKind, ScalarKind, Value};
use crate::operation::{Context, Mode, Operation, Route};
use crate::pipeline;
use crate::query::{CustomKind, Filter, Target};
use crate::records;
use crate::snapshot::Snapshot;
use crate::value::text::fold;

/// Reads a view as a board: every lane with its exact number of records and the first of them.
/// Further ones of a lane are read with `views.rows` and its cursor.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct OpenBoard {
    /// Which view.
    pub id: ViewId,
    /// How many records of each lane; 50 if absent, 500 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// A view as a board.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ViewBoard {
    /// The kind of record.
    pub record_kind: RecordKind,
    /// The field whose values are the lanes.
    pub group_by: String,
    /// The columns that the actor may see; all fields if there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<ViewColumn>,
    /// The lanes in the order of the declared values, the one without a value last.
    pub lanes: Vec<BoardLane>,
    /// What the view names and there is no more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<ViewWarning>,
}

/// A lane of a board.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BoardLane {
    /// The value, as `views.rows` takes it; nothing for the lane without a value.
    pub value: String,
    /// What a person calls the value, if it has such a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// How many records it has.
    pub total: u64,
    /// The first of them.
    pub rows: Vec<Snapshot>,
    /// The cursor with which `views.rows` goes on in this lane; absent if there are no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl Answer for ViewBoard {
    fn project(&mut self, access: &Access) {
        for lane in &mut self.lanes {
            lane.rows.project(access);
            // In which lane a record stands tells the value.
            for row in lane.rows.iter().filter(|_| !lane.value.is_empty()) {
                access.tells(row.record, &self.group_by);
            }
        }
    }
}

impl Operation for OpenBoard {
    const NAME: &'static str = "views.board";
    const PERMISSION: Permission = Permission::ViewUse;
    const ROUTE: Route = Route::get("/views/{id}/board");
    const MODE: Mode = Mode::Read;
    type Output = ViewBoard;

    fn execute(self, cx: &mut Context<'_>) -> Result<ViewBoard> {
        let opened = Opened::new(cx, self.id)?;
        let kind = opened.view.record_kind;
        let Some(by) = opened.view.group_by.clone() else {
            return Err(Error::invalid("id", "this view has no lanes"));
        };
        let mut board = Vec::new();
        for lane in lanes(cx, kind, &by)? {
            let page = opened.page(cx, vec![lane.filter], None, self.limit, true)?;
            board.push(BoardLane {
                value: lane.value,
                label: lane.label,
                total: page.total.unwrap_or_default(),
                rows: page.rows,
                next: page.next,
            });
        }
        Ok(ViewBoard {
            record_kind: kind,
            group_by: by,
            columns: opened.columns,
            lanes: board,
            warnings: opened.warnings,
        })
    }
}

/// One lane: its value and its records.
pub(super) struct Lane {
    pub(super) value: String,
    pub(super) label: Option<String>,
    pub(super) filter: Filter,
}

/// A value that a field can have: as the wire has it, what a person calls it, as the store has it.
type Choice = (String, Option<String>, Value);

/// The lanes by a field: one for each value that it can have, and one without. Only fields whose
/// values are declared or configured make lanes.
pub(super) fn lanes(cx: &mut Context<'_>, kind: RecordKind, by: &str) -> Result<Vec<Lane>> {
    let (target, choices) = match by.strip_prefix("custom.") {
        Some(name) => custom(cx, kind, name)?,
        None => declared(cx, kind, by)?,
    };
    let mut lanes: Vec<Lane> = choices
        .into_iter()
        .map(|(value, label, operand)| Lane {
            value,
            label,
            filter: Filter::equals(target.clone(), operand),
        })
        .collect();
    lanes.push(Lane {
        value: String::new(),
        label: None,
        filter: Filter::IsSet(target).negate(),
    });
    Ok(lanes)
}

/// The values of a custom field that is a choice or a yes-or-no.
fn custom(cx: &mut Context<'_>, kind: RecordKind, name: &str) -> Result<(Target, Vec<Choice>)> {
    let definitions = cx.definitions(kind)?;
    let access = cx.access();
    let found = definitions.iter().find(|field| {
        let (right, _) = access.custom(kind, name, field.sensitivity());
        field.name == name && right.sight == Sight::Full
    });
    let field = found.ok_or_else(no_lanes)?;
    let target = field.target();
    let choices = match target {
        Target::Custom(_, CustomKind::Boolean) => booleans(),
        Target::Custom(_, CustomKind::Text) if !field.options.is_empty() => {
            let options = field.options.iter();
            options
                .map(|option| {
                    let operand = Value::Text(fold(&option.value));
                    (option.value.clone(), Some(option.label.clone()), operand)
                })
                .collect()
        }
        _ => return Err(no_lanes()),
    };
    Ok((target, choices))
}

/// The values of a field of the record: those of its type, or those that the tenant configured.
fn declared(cx: &mut Context<'_>, kind: RecordKind, by: &str) -> Result<(Target, Vec<Choice>)> {
    let decl = records::declaration(kind);
    let (place, field) = decl.field(by).ok_or_else(no_lanes)?;
    if cx.access().require_read(decl, field, false).is_err() {
        return Err(no_lanes());
    }
    let choices = match field.kind {
        FieldKind::Scalar(ScalarKind::Choice(names)) => names
            .iter()
            .map(|name| {
                let operand = Value::Text((*name).to_owned());
                ((*name).to_owned(), None, operand)
            })
            .collect(),
        FieldKind::Scalar(ScalarKind::Boolean) => booleans(),
        FieldKind::Scalar(ScalarKind::Id(_)) => configured(cx, kind, by)?,
        _ => return Err(no_lanes()),
    };
    Ok((Target::Field(place), choices))
}

/// The pipelines or stages that a field of deals leads to, in their order.
fn configured(cx: &mut Context<'_>, kind: RecordKind, by: &str) -> Result<Vec<Choice>> {
    let pipelines = match (kind, by) {
        (RecordKind::Deal, "pipeline_id" | "stage_id") => pipeline::all(cx)?,
        _ => return Err(no_lanes()),
    };
    cx.access().require(Permission::PipelineView)?;
    let choice = |id: Uuid, label: &str| (id.to_string(), Some(label.to_owned()), Value::Id(id));
    let choices = pipelines.iter().flat_map(|pipeline| {
        if by == "pipeline_id" {
            return vec![choice(pipeline.id.uuid(), &pipeline.name)];
        }
        let stages = pipeline.stages.iter();
        stages
            .map(|stage| choice(stage.id.uuid(), &stage.label))
            .collect()
    });
    Ok(choices.collect())
}

fn booleans() -> Vec<Choice> {
    [true, false]
        .map(|value| (value.to_string(), None, Value::Boolean(value)))
        .into()
}

/// A field that the actor may not read is refused like one that there is not.
fn no_lanes() -> Error {
    let reason = "lanes are made by a choice, a yes-or-no field, a custom select, or the pipeline \
        or stage of deals";
    Error::invalid("group_by", reason)
}

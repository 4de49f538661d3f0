//! Boards: the records of a view in lanes by the values of a field (VIE-04 d).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::query::{Opened, ViewColumn, ViewWarning};
use super::record::ViewId;
use crate::access::{Access, Answer, Permission, Sight};
use crate::error::{Error, Result};
use crate::field::{FieldKind, RecordKind, ScalarKind, Value};
use crate::operation::{Context, Mode, Operation, Route};
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
    pub(super) filter: Filter,
}

/// The lanes by a field: one for each value that it can have, and one without. Only fields whose
/// values are declared make lanes.
pub(super) fn lanes(cx: &mut Context<'_>, kind: RecordKind, by: &str) -> Result<Vec<Lane>> {
    let decl = records::declaration(kind);
    let (target, values) = match by.strip_prefix("custom.") {
        Some(name) => {
            let definitions = cx.definitions(kind)?;
            let access = cx.access();
            let found = definitions.iter().find(|field| {
                let (right, _) = access.custom(kind, name, field.sensitivity());
                field.name == name && right.sight == Sight::Full
            });
            let field = found.ok_or_else(no_lanes)?;
            let values = match field.target() {
                Target::Custom(_, CustomKind::Boolean) => booleans(),
                Target::Custom(_, CustomKind::Text) if !field.options.is_empty() => {
                    let options = field.options.iter();
                    options
                        .map(|option| {
                            let value = option.value.clone();
                            let operand = Value::Text(fold(&value));
                            (value, operand)
                        })
                        .collect()
                }
                _ => return Err(no_lanes()),
            };
            (field.target(), values)
        }
        None => {
            let (place, field) = decl.field(by).ok_or_else(no_lanes)?;
            if cx.access().require_read(decl, field, false).is_err() {
                return Err(no_lanes());
            }
            let values = match field.kind {
                FieldKind::Scalar(ScalarKind::Choice(names)) => names
                    .iter()
                    .map(|name| ((*name).to_owned(), Value::Text((*name).to_owned())))
                    .collect(),
                FieldKind::Scalar(ScalarKind::Boolean) => booleans(),
                _ => return Err(no_lanes()),
            };
            (Target::Field(place), values)
        }
    };
    let mut lanes: Vec<Lane> = values
        .into_iter()
        .map(|(value, operand)| Lane {
            value,
            filter: Filter::equals(target.clone(), operand),
        })
        .collect();
    lanes.push(Lane {
        value: String::new(),
        filter: Filter::IsSet(target).negate(),
    });
    Ok(lanes)
}

fn booleans() -> Vec<(String, Value)> {
    [true, false]
        .map(|value| (value.to_string(), Value::Boolean(value)))
        .into()
}

/// A field that the actor may not read is refused like one that there is not.
fn no_lanes() -> Error {
    let reason = "lanes are made by a choice, a yes-or-no field or a custom select";
    Error::invalid("group_by", reason)
}

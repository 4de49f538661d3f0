//! The operations of imports.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::plan::{ImportPlan, plan};
use super::{
    Import, ImportId, ImportOptions, ImportRow, ImportStatus, RowOutcome, Staged, UndoReport,
};
use crate::access::{Access, Answer, Permission};
use crate::error::{Error, Result};
use crate::field::{Record, Value, place};
use crate::inverse;
use crate::operation::{Context, Mode, Operation, Route};
use crate::page;
use crate::query::{Filter, Select, Target};
use crate::quota::{self, Metered};

/// Rows of a step if the caller does not say; a store works best in such chunks.
const STEP: u32 = 10_000;
/// Rows of a preview if the caller does not say.
const PREVIEW: u32 = 20;

/// Plans an import: says what the file is, what its columns become, how many rows are sound, and
/// what the first of them would do. Nothing but the plan is written.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct PlanImport {
    /// The handle of the staged bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The file itself, if it is text and was not staged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The name of the file, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
    /// How it is to be imported.
    #[serde(default)]
    pub options: ImportOptions,
    /// How many rows to preview; 20 if absent, 1000 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preview_rows: Option<u32>,
}

impl Operation for PlanImport {
    const NAME: &'static str = "imports.plan";
    const PERMISSION: Permission = Permission::ImportRun;
    const ROUTE: Route = Route::post("/imports");
    const MODE: Mode = Mode::Write;
    type Output = ImportPlan;

    fn execute(self, cx: &mut Context<'_>) -> Result<ImportPlan> {
        let rows = self.preview_rows.unwrap_or(PREVIEW);
        if rows > 1_000 {
            return Err(Error::invalid(
                "preview_rows",
                "at most 1000 rows are previewed",
            ));
        }
        let bytes = bytes(cx, self.source.as_deref(), self.text.as_deref())?;
        plan(cx, self.file_name, &bytes, self.options, rows as usize)
    }
}

/// Applies the next rows of an import in one transaction. Call it until the status is
/// `completed`; stop calling, or cancel, at any time. Where the tenant limits the rows a day, a
/// step may have fewer than asked for, and is refused once they are used up.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ApplyImport {
    /// Which import.
    pub id: ImportId,
    /// The handle of the staged bytes, the same as planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The file itself, if it is text and was not staged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// How many rows at most; 10000 if absent, which suits stores best.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_rows: Option<u32>,
}

impl Operation for ApplyImport {
    const NAME: &'static str = "imports.apply";
    const PERMISSION: Permission = Permission::ImportRun;
    const ROUTE: Route = Route::post("/imports/{id}/apply");
    const MODE: Mode = Mode::Write;
    type Output = Import;

    fn execute(self, cx: &mut Context<'_>) -> Result<Import> {
        let import: Import = cx.load(self.id)?;
        require_unfinished(&import)?;
        let bytes = bytes(cx, self.source.as_deref(), self.text.as_deref())?;
        let rows = self.max_rows.unwrap_or(STEP);
        if rows == 0 || rows > 100_000 {
            return Err(Error::invalid("max_rows", "a step has 1 to 100000 rows"));
        }
        let rows = super::quota::allowed(cx, &import, rows)?;
        let import = super::apply::step(cx, &import, &bytes, rows)?;
        if let (ImportStatus::Completed, Some(handle)) = (import.status, &self.source) {
            cx.spend(handle);
        }
        Ok(import)
    }
}

fn require_unfinished(import: &Import) -> Result<()> {
    match import.status {
        ImportStatus::Planned | ImportStatus::Running => Ok(()),
        ImportStatus::Completed
        | ImportStatus::Cancelled
        | ImportStatus::Undoing
        | ImportStatus::Undone => Err(Error::conflict("the import is over")),
    }
}

/// Stops an import. What it wrote stays until it is undone.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct CancelImport {
    /// Which import.
    pub id: ImportId,
}

impl Operation for CancelImport {
    const NAME: &'static str = "imports.cancel";
    const PERMISSION: Permission = Permission::ImportRun;
    const ROUTE: Route = Route::post("/imports/{id}/cancel");
    const MODE: Mode = Mode::Write;
    type Output = Import;

    fn execute(self, cx: &mut Context<'_>) -> Result<Import> {
        let before: Import = cx.load(self.id)?;
        require_unfinished(&before)?;
        let mut after = before.clone();
        after.status = ImportStatus::Cancelled;
        cx.save(&before, after)
    }
}

/// Reads how far an import is.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetImport {
    /// Which import.
    pub id: ImportId,
}

impl Operation for GetImport {
    const NAME: &'static str = "imports.get";
    const PERMISSION: Permission = Permission::ImportRun;
    const ROUTE: Route = Route::get("/imports/{id}");
    const MODE: Mode = Mode::Read;
    type Output = Import;

    fn execute(self, cx: &mut Context<'_>) -> Result<Import> {
        cx.load(self.id)
    }
}

/// Reads what became of the rows of an import.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ImportRows {
    /// Which import.
    pub id: ImportId,
    /// Only rows with this outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<RowOutcome>,
    /// Only rows after this number, for the next page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_row: Option<u32>,
    /// How many at most; 50 if absent, 500 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Rows of an import.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ImportRowsPage {
    /// The rows, in the order of the file.
    pub rows: Vec<ImportRow>,
}

impl Answer for ImportRowsPage {
    fn project(&mut self, access: &Access) {
        self.rows.project(access);
    }
}

impl Operation for ImportRows {
    const NAME: &'static str = "imports.rows";
    const PERMISSION: Permission = Permission::ImportRun;
    const ROUTE: Route = Route::get("/imports/{id}/rows");
    const MODE: Mode = Mode::Read;
    type Output = ImportRowsPage;

    fn execute(self, cx: &mut Context<'_>) -> Result<ImportRowsPage> {
        let import: Import = cx.load(self.id)?;
        let mut filter = Filter::equals(
            Target::Field(place!(ImportRow, "import_id")),
            Value::Id(import.id.uuid()),
        );
        if let Some(outcome) = self.outcome {
            let outcome = Value::Text(outcome.name().to_owned());
            let target = Target::Field(place!(ImportRow, "outcome"));
            filter = filter.and(Filter::equals(target, outcome));
        }
        if let Some(after) = self.after_row {
            filter = filter.and(Filter::Compare {
                target: Target::Field(place!(ImportRow, "row")),
                op: crate::query::Op::Greater,
                operand: Value::Integer(i64::from(after)),
            });
        }
        // Ids of rows rise with their numbers, so the order of creation is that of the file.
        let limit = page::limit(self.limit)?;
        let rows = cx.select(Select::all(ImportRow::DECL).filter(filter).limit(limit))?;
        Ok(ImportRowsPage { rows })
    }
}

/// Undoes an import: records that it created go, fields that it changed come back; what someone
/// touched since stays and is listed, and so does what the actor may not delete or change (IMP-18).
/// Each call is one transaction; repeat it while there is more. It is a step like those of bulk
/// changes, of which the settings of the tenant limit how many a user may take.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct UndoImport {
    /// Which import.
    pub id: ImportId,
    /// How many of its changes are taken back at most; 10000 if absent. A row has a handful.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_changes: Option<u32>,
}

impl Operation for UndoImport {
    const NAME: &'static str = "imports.undo";
    const PERMISSION: Permission = Permission::ImportUndo;
    const ROUTE: Route = Route::post("/imports/{id}/undo");
    const MODE: Mode = Mode::Write;
    type Output = UndoReport;

    fn execute(self, cx: &mut Context<'_>) -> Result<UndoReport> {
        let import: Import = cx.load_for(Permission::ImportRun, self.id)?;
        let changes = inverse::changes(self.max_changes)?;
        quota::take(cx, Metered::BulkCalls)?;
        super::undo::undo(cx, &import, changes)
    }
}

fn bytes(
    cx: &Context<'_>,
    source: Option<&str>,
    text: Option<&str>,
) -> Result<std::sync::Arc<Staged>> {
    match (source, text) {
        (Some(handle), None) => cx
            .staged()
            .get(cx.access().tenant(), handle)
            .ok_or_else(|| Error::invalid("source", "nothing is staged under this handle")),
        (None, Some(text)) => Ok(std::sync::Arc::new(Staged::new(text.as_bytes().to_vec()))),
        _ => Err(Error::invalid(
            "source",
            "either a staged source or a text is needed",
        )),
    }
}

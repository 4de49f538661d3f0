//! Reading files: one, or a page of them (FIL-04).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{File, FileDetail, FileId, FileKind};
use crate::access::Permission;
use crate::error::{RecordRef, Result};
use crate::field::{Value, place};
use crate::link;
use crate::operation::{Context, Mode, Operation, Route};
use crate::page::{self, Page, PageRequest};
use crate::query::{Filter, Op, Target};
use crate::value::text::fold;

/// Reads a file, its current version and what it belongs to; not its content.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetFile {
    /// Which file.
    pub id: FileId,
}

impl Operation for GetFile {
    const NAME: &'static str = "files.get";
    const PERMISSION: Permission = Permission::FileView;
    const ROUTE: Route = Route::get("/files/{id}");
    const MODE: Mode = Mode::Read;
    type Output = FileDetail;

    fn execute(self, cx: &mut Context<'_>) -> Result<FileDetail> {
        let file: File = cx.load(self.id)?;
        FileDetail::of(cx, file)
    }
}

/// Lists files, a page at a time.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListFiles {
    /// Only those of this contact, account or other record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<RecordRef>,
    /// Only those in this folder and the ones below it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
    /// Only those with this label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Only those of this kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<FileKind>,
    /// Order and place.
    #[serde(flatten)]
    pub page: PageRequest,
}

impl Operation for ListFiles {
    const NAME: &'static str = "files.list";
    const PERMISSION: Permission = Permission::FileView;
    const ROUTE: Route = Route::get("/files");
    const MODE: Mode = Mode::Read;
    type Output = Page<File>;

    fn execute(self, cx: &mut Context<'_>) -> Result<Page<File>> {
        let mut filters = Vec::new();
        if let Some(about) = self.about {
            let record =
                crate::records::require_view(cx, about).map_err(|error| error.at("about"))?;
            filters.push(link::about(record.id));
        }
        if let Some(folder) = &self.folder {
            let target = page::readable::<File>(cx, "folder", place!(File, "folder"))?;
            let folder = fold(folder);
            let below = Filter::Compare {
                target: target.clone(),
                op: Op::StartsWith,
                operand: Value::Text(format!("{folder}/")),
            };
            let is = Filter::equals(target, Value::Text(folder));
            filters.push(Filter::Or(vec![is, below]));
        }
        if let Some(label) = &self.label {
            page::readable::<File>(cx, "label", place!(File, "labels"))?;
            let target = Target::Items(place!(File, "labels"));
            filters.push(Filter::equals(target, Value::Text(fold(label))));
        }
        if let Some(kind) = self.kind {
            let target = page::readable::<File>(cx, "kind", place!(File, "kind"))?;
            filters.push(Filter::equals(target, Value::Text(kind.name().to_owned())));
        }
        page::list(cx, &self.page, filters)
    }
}

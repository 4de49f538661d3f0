//! Changing what is said of a file; its content changes by versions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{FileDetail, FileId, FilePatch};
use crate::access::Permission;
use crate::error::Result;
use crate::operation::{Context, Mode, Operation, Route};

/// Changes what is said of a file: given fields are set, `null` clears one, absent ones stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateFile {
    /// Which file.
    pub id: FileId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// The change.
    #[serde(flatten)]
    pub patch: FilePatch,
}

impl Operation for UpdateFile {
    const NAME: &'static str = "files.update";
    const PERMISSION: Permission = Permission::FileUpdate;
    const ROUTE: Route = Route::patch("/files/{id}");
    const MODE: Mode = Mode::Write;
    type Output = FileDetail;

    fn execute(self, cx: &mut Context<'_>) -> Result<FileDetail> {
        let file = cx.update(self.id, self.expected_version, self.patch)?;
        FileDetail::of(cx, file)
    }
}

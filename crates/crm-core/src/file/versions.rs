//! The versions of a file (FIL-05).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{File, FileId, FileVersion};
use crate::access::{Access, Answer, Permission};
use crate::error::Result;
use crate::field::{Record, Value, place};
use crate::operation::{Context, Mode, Operation, Route, live};
use crate::query::{Filter, Select, Target};

/// Lists the versions of a file.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListFileVersions {
    /// Which file.
    pub id: FileId,
}

/// The versions of a file.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct FileVersions {
    /// Newest first.
    pub versions: Vec<FileVersion>,
}

impl Answer for FileVersions {
    fn project(&mut self, access: &Access) {
        self.versions.project(access);
    }
}

impl Operation for ListFileVersions {
    const NAME: &'static str = "files.versions";
    const PERMISSION: Permission = Permission::FileView;
    const ROUTE: Route = Route::get("/files/{id}/versions");
    const MODE: Mode = Mode::Read;
    type Output = FileVersions;

    fn execute(self, cx: &mut Context<'_>) -> Result<FileVersions> {
        let file: File = cx.load(self.id)?;
        let mut versions: Vec<FileVersion> = cx.peek_all(of(&file))?;
        versions.sort_by_key(|version| std::cmp::Reverse(version.number));
        Ok(FileVersions { versions })
    }
}

/// The version of that number.
pub(super) fn numbered(
    cx: &mut Context<'_>,
    file: &File,
    number: u32,
) -> Result<Option<FileVersion>> {
    let is = Filter::equals(
        Target::Field(place!(FileVersion, "number")),
        Value::Integer(i64::from(number)),
    );
    Ok(cx.peek_all(of(file).filter(is).limit(1))?.pop())
}

fn of(file: &File) -> Select {
    let is = Filter::equals(
        Target::Field(place!(FileVersion, "file_id")),
        Value::Id(file.id.uuid()),
    );
    Select::all(FileVersion::DECL).filter(live()).filter(is)
}

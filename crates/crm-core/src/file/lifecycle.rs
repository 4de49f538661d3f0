//! Archiving, restoring and purging files.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{File, FileId, Retention};
use crate::access::Permission;
use crate::error::{Error, Result};
use crate::operation::{Context, Mode, Operation, Route, lifecycle};
use crate::reference::{Purged, purge};
use crate::value::TimeZone;

lifecycle!(@archive File, "files", "/files", FileDelete => ArchiveFile);
lifecycle!(@restore File, "files", "/files", FileDelete => RestoreFile);

/// Removes an archived file and its versions for good, once it need not be kept any more. The
/// bytes go with the next sweep, if no other file has them.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct PurgeFile {
    /// Which file.
    pub id: FileId,
    /// Goes on although other records refer to it; its own versions always do.
    #[serde(default)]
    pub confirm: bool,
}

impl Operation for PurgeFile {
    const NAME: &'static str = "files.purge";
    const PERMISSION: Permission = Permission::FilePurge;
    const ROUTE: Route = Route::post("/files/{id}/purge");
    const MODE: Mode = Mode::Write;
    type Output = Purged;

    fn execute(self, cx: &mut Context<'_>) -> Result<Purged> {
        let file: File = cx.load(self.id)?;
        let zone = cx.settings()?.time_zone.unwrap_or(TimeZone::UTC);
        let today = zone
            .date_at(cx.now())
            .map_err(|invalid| Error::internal(invalid.reason))?;
        let held = match file.retention {
            Retention::Free => false,
            Retention::Term => file.keep_until.is_some_and(|until| today <= until),
            Retention::Hold => true,
        };
        if held {
            let error = Error::conflict("the file has to be kept").at("retention");
            return Err(match file.keep_until {
                Some(until) => error.with("keep_until", until.to_string()),
                None => error,
            });
        }
        purge::<File>(cx, self.id, self.confirm)
    }
}

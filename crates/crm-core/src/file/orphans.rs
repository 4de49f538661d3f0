//! Bytes that no file has any more.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::FileVersion;
use crate::access::{Permission, plain_answer};
use crate::error::{Error, Result};
use crate::field::{Record, Value, place};
use crate::operation::{Context, Mode, Operation, Route};
use crate::query::{Filter, Select, Target};
use crate::value::ContentDigest;

/// One call looks at at most this many.
const LIMIT: u32 = 1_000;

/// Compares the bytes that are kept with the files there are: names bytes that no file has, and
/// removes them if asked. Repeat it from `next` until there is none.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct SweepBlobs {
    /// Removes what no file has, and what is left of uploads that never ended.
    #[serde(default)]
    pub remove: bool,
    /// Where to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<ContentDigest>,
}

/// What a sweep found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct BlobReport {
    /// How much content was looked at.
    pub checked: u64,
    /// Content that no file has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub orphans: Vec<ContentDigest>,
    /// How much of it was removed.
    #[serde(default)]
    pub removed: u64,
    /// Where the next call goes on; absent if this was the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<ContentDigest>,
}

plain_answer!(BlobReport);

impl Operation for SweepBlobs {
    const NAME: &'static str = "files.sweep";
    const PERMISSION: Permission = Permission::FilePurge;
    const ROUTE: Route = Route::post("/files/sweep");
    // Uploads write too, and only one transaction writes at a time: none can slip in between.
    const MODE: Mode = Mode::Write;
    type Output = BlobReport;

    fn execute(self, cx: &mut Context<'_>) -> Result<BlobReport> {
        cx.access().require_all(Permission::FilePurge)?;
        let tenant = cx.access().tenant();
        let blobs = cx.blobs()?;
        if self.remove && self.after.is_none() {
            blobs.tidy(tenant)?;
        }
        let kept = blobs.list(tenant, self.after, LIMIT)?;
        let used = used(cx, &kept)?;
        let mut report = BlobReport {
            checked: kept.len() as u64,
            ..BlobReport::default()
        };
        for digest in &kept {
            if used.contains(&digest.to_string()) {
                continue;
            }
            report.orphans.push(*digest);
            if self.remove && blobs.delete(tenant, *digest)? {
                report.removed += 1;
            }
        }
        let full = u32::try_from(kept.len()).map_err(|_| Error::internal("too much content"))?;
        report.next = kept.last().copied().filter(|_| full >= LIMIT);
        Ok(report)
    }
}

/// Those of the digests that versions have.
fn used(cx: &mut Context<'_>, kept: &[ContentDigest]) -> Result<BTreeSet<String>> {
    let place = place!(FileVersion, "digest");
    let among = Filter::In {
        target: Target::Field(place),
        operands: kept
            .iter()
            .map(|digest| Value::Text(digest.to_string()))
            .collect(),
    };
    let rows = cx
        .store()
        .select(&Select::all(FileVersion::DECL).filter(among))?;
    Ok(rows
        .iter()
        .filter_map(|row| row.value(place).as_text().map(str::to_owned))
        .collect())
}

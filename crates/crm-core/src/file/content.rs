//! Handing content out in parts, and checking that it is what it was (FIL-09, FIL-10).

use std::io::Read;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};

use super::{File, FileId, FileVersion, ScanResult, base64, versions};
use crate::access::{Access, Answer, Permission, Veil};
use crate::error::{Error, ErrorCode, Result};
use crate::field::Record;
use crate::hex;
use crate::operation::{Context, Mode, Operation, Route};
use crate::value::ContentDigest;

/// The largest part: a MiB.
const PART: u32 = 1 << 20;

/// Reads a part of a file's content. Repeat it from `next` until there is none. Content in which a
/// scanner found something is not handed out.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetFileContent {
    /// Which file.
    pub id: FileId,
    /// The number of the version; the current one if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// From which byte on; from the first if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// How many bytes at most; 1048576 (1 MiB) if absent, and at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// A part of a file's content.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct FileContent {
    /// What the file was called.
    pub name: String,
    /// The media type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// The size of the whole in bytes.
    pub size_bytes: i64,
    /// The bytes of the part, as base64.
    pub base64: String,
    /// From which byte the next part goes on; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u64>,
}

impl Answer for FileContent {
    /// Every file has a name and a size, so no role can hide them; its media type it can.
    fn project(&mut self, access: &Access) {
        let veil = Veil::over(access, FileVersion::DECL, "media_type");
        let shown = self.media_type.take().map(Json::String);
        let shown = shown.and_then(|media_type| veil.through(media_type));
        self.media_type = shown.and_then(|shown| shown.as_str().map(str::to_owned));
    }
}

impl Operation for GetFileContent {
    const NAME: &'static str = "files.content";
    const PERMISSION: Permission = Permission::FileView;
    const ROUTE: Route = Route::get("/files/{id}/content");
    const MODE: Mode = Mode::Read;
    type Output = FileContent;

    fn execute(self, cx: &mut Context<'_>) -> Result<FileContent> {
        let limit = self.limit.unwrap_or(PART);
        if !(1..=PART).contains(&limit) {
            return Err(Error::invalid("limit", "a part has 1 to 1048576 bytes"));
        }
        let version = version(cx, self.id, self.number)?;
        if version.scan == ScanResult::Quarantined {
            let message = "a scanner found something in this content; it is not handed out";
            return Err(Error::new(ErrorCode::Forbidden, message).at("id"));
        }
        let offset = self.offset.unwrap_or(0);
        let mut stream = open(cx, &version)?;
        let failed = |_| Error::storage("the content could not be read");
        std::io::copy(&mut stream.by_ref().take(offset), &mut std::io::sink()).map_err(failed)?;
        let mut part = Vec::new();
        stream
            .take(u64::from(limit))
            .read_to_end(&mut part)
            .map_err(failed)?;
        let end = offset.saturating_add(part.len() as u64);
        let more = i64::try_from(end).is_ok_and(|end| end < version.size_bytes);
        Ok(FileContent {
            name: version.name,
            media_type: version.media_type,
            size_bytes: version.size_bytes,
            base64: base64::encode(&part),
            next: more.then_some(end),
        })
    }
}

/// Checks that the content of a file's version is there and is what was uploaded.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct VerifyFile {
    /// Which file.
    pub id: FileId,
    /// The number of the version; the current one if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
}

/// What a check of a file's content found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FileCheck {
    /// Whether the content is there.
    pub present: bool,
    /// Whether it is what was uploaded.
    pub intact: bool,
    /// What it was known by when it was uploaded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<ContentDigest>,
}

impl Answer for FileCheck {
    fn project(&mut self, access: &Access) {
        let veil = Veil::over(access, FileVersion::DECL, "digest");
        self.digest = self.digest.filter(|_| veil.is_clear());
    }
}

impl Operation for VerifyFile {
    const NAME: &'static str = "files.verify";
    const PERMISSION: Permission = Permission::FileView;
    const ROUTE: Route = Route::post("/files/{id}/verify");
    const MODE: Mode = Mode::Read;
    type Output = FileCheck;

    fn execute(self, cx: &mut Context<'_>) -> Result<FileCheck> {
        let version = version(cx, self.id, self.number)?;
        let digest = digest_of(&version)?;
        let blobs = cx.blobs()?;
        let Some(mut stream) = blobs.get(cx.access().tenant(), digest)? else {
            return Ok(FileCheck {
                present: false,
                intact: false,
                digest: Some(digest),
            });
        };
        let mut hash = Sha256::new();
        let mut chunk = vec![0; 64 << 10];
        loop {
            let read = stream
                .read(&mut chunk)
                .map_err(|_| Error::storage("the content could not be read"))?;
            if read == 0 {
                break;
            }
            hash.update(chunk.get(..read).unwrap_or_default());
        }
        let intact = hex::encode(&hash.finalize()) == digest.to_string();
        Ok(FileCheck {
            present: true,
            intact,
            digest: Some(digest),
        })
    }
}

/// The version of a file in sight.
pub(super) fn version(
    cx: &mut Context<'_>,
    id: FileId,
    number: Option<u32>,
) -> Result<FileVersion> {
    let file: File = cx.load(id)?;
    versions::numbered(cx, &file, number.unwrap_or(file.version_count))?
        .ok_or_else(|| Error::invalid("number", "the file has no such version"))
}

fn digest_of(version: &FileVersion) -> Result<ContentDigest> {
    version
        .digest
        .ok_or_else(|| Error::corrupt("a version of a file has no digest"))
}

/// The content of a version, as a stream.
pub(super) fn open<'a>(
    cx: &Context<'a>,
    version: &FileVersion,
) -> Result<Box<dyn Read + Send + 'a>> {
    cx.blobs()?
        .get(cx.access().tenant(), digest_of(version)?)?
        .ok_or_else(|| Error::storage("the content of this file is missing"))
}

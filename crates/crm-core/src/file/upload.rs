//! Uploading files and further versions of them, and bringing back an earlier one.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::intake::{Content, become_current, bytes, keep};
use super::{File, FileDraft, FileId, FileKind, FileVersion, versions};
use crate::access::{Access, Answer, Permission};
use crate::communication::Privacy;
use crate::error::{Error, RecordRef, Result};
use crate::field::{Record, RecordKind};
use crate::link::{self, ItemLink, LinkOrigin};
use crate::operation::{Context, Mode, Operation, Route};

/// Takes a file in and links it to records.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct UploadFile {
    /// The file.
    #[serde(flatten)]
    pub file: FileDraft,
    /// The handle of the staged bytes; they are forgotten once they are kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The content itself, if it is text and was not staged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The media type, such as `application/pdf`; unknown if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// The records it belongs to: contacts, accounts and other entities, communications, tasks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<RecordRef>,
}

/// A file, its current version and what it belongs to.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct FileDetail {
    /// The file.
    pub file: File,
    /// Its current version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<FileVersion>,
    /// The records in sight that it belongs to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<ItemLink>,
    /// How many records out of sight it belongs to too.
    #[serde(default)]
    pub withheld: u64,
}

impl Answer for FileDetail {
    fn project(&mut self, access: &Access) {
        self.file.project(access);
        self.current.project(access);
        self.links.project(access);
    }
}

impl FileDetail {
    pub(super) fn of(cx: &mut Context<'_>, file: File) -> Result<Self> {
        let current = versions::numbered(cx, &file, file.version_count)?;
        let links = link::of_item(cx, file.id.uuid())?;
        let all = links.len();
        let links = link::seen_of(cx, links)?;
        Ok(Self {
            withheld: u64::try_from(all - links.len()).unwrap_or(u64::MAX),
            file,
            current,
            links,
        })
    }
}

impl Operation for UploadFile {
    const NAME: &'static str = "files.upload";
    const PERMISSION: Permission = Permission::FileCreate;
    const ROUTE: Route = Route::post("/files");
    const MODE: Mode = Mode::Write;
    type Output = FileDetail;

    fn execute(self, cx: &mut Context<'_>) -> Result<FileDetail> {
        cx.require_write::<File>(&self.file)?;
        let records = link::resolve(cx, RecordKind::File, &self.links)?;
        let staged = bytes(cx, self.source.as_deref(), self.text.as_deref())?;
        let mut new = File::from_draft(self.file);
        let actor = cx.access().actor();
        if new.owner_id.is_none() {
            new.owner_id = Some(actor.user);
        }
        if new.team_id.is_none() && new.owner_id == Some(actor.user) {
            new.team_id = actor.teams.first().copied();
        }
        if new.kind == FileKind::Kyc && new.privacy == Privacy::All {
            // Papers about who somebody is are not for everybody who sees the person (FIL-09).
            new.privacy = Privacy::Team;
        }
        cx.require_references(None, &mut new)?;
        let file = cx.insert(new)?;
        let media_type = self.media_type.as_deref();
        let content = keep(cx, &file.name, media_type, staged.bytes())?;
        let (file, _) = become_current(cx, &file, content)?;
        let item = RecordRef {
            kind: RecordKind::File,
            id: file.id.uuid(),
        };
        let given: Vec<_> = records
            .into_iter()
            .map(|record| (record, LinkOrigin::Given))
            .collect();
        link::connect(cx, item, &given, false)?;
        if let Some(handle) = &self.source {
            cx.spend(handle);
        }
        FileDetail::of(cx, file)
    }
}

/// Adds a version of a file's content. The same content as before adds none, unless a scanner makes
/// something else of it now.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct AddFileVersion {
    /// Which file.
    pub id: FileId,
    /// The version of the record the change is meant for; refused with `conflict` if it has moved
    /// on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// The handle of the staged bytes; they are forgotten once they are kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The content itself, if it is text and was not staged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The media type; that of the version before if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
}

impl Operation for AddFileVersion {
    const NAME: &'static str = "files.add_version";
    const PERMISSION: Permission = Permission::FileUpdate;
    const ROUTE: Route = Route::post("/files/{id}/versions");
    const MODE: Mode = Mode::Write;
    type Output = FileDetail;

    fn execute(self, cx: &mut Context<'_>) -> Result<FileDetail> {
        let before: File = cx.load(self.id)?;
        cx.expect(&before, self.expected_version)?;
        Context::require_live(&before)?;
        let staged = bytes(cx, self.source.as_deref(), self.text.as_deref())?;
        let media_type = self.media_type.as_deref().or(before.media_type.as_deref());
        let content = keep(cx, &before.name, media_type, staged.bytes())?;
        // A finding has reached every version with this content by now.
        let before: File = cx.load(before.id)?;
        let same = before.digest == Some(content.digest)
            && before.media_type.as_ref() == Some(&content.media_type)
            && before.scan == content.scan;
        let file = if same {
            before
        } else {
            become_current(cx, &before, content)?.0
        };
        if let Some(handle) = &self.source {
            cx.spend(handle);
        }
        FileDetail::of(cx, file)
    }
}

/// Brings an earlier version back, as a new version with its content. Nothing between is lost.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct RestoreFileVersion {
    /// Which file.
    pub id: FileId,
    /// The number of the version to bring back.
    pub number: u32,
    /// The version of the record the change is meant for; refused with `conflict` if it has moved
    /// on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
}

impl Operation for RestoreFileVersion {
    const NAME: &'static str = "files.restore_version";
    const PERMISSION: Permission = Permission::FileUpdate;
    const ROUTE: Route = Route::post("/files/{id}/versions/{number}/restore");
    const MODE: Mode = Mode::Write;
    type Output = FileDetail;

    fn execute(self, cx: &mut Context<'_>) -> Result<FileDetail> {
        let before: File = cx.load(self.id)?;
        cx.expect(&before, self.expected_version)?;
        Context::require_live(&before)?;
        let version = versions::numbered(cx, &before, self.number)?
            .ok_or_else(|| Error::invalid("number", "the file has no such version"))?;
        let digest = version
            .digest
            .ok_or_else(|| Error::corrupt("a version of a file has no digest"))?;
        if version.number == before.version_count {
            return FileDetail::of(cx, before);
        }
        let content = Content {
            digest,
            size_bytes: version.size_bytes,
            media_type: version.media_type.unwrap_or_default(),
            scan: version.scan,
            threat: version.threat,
            restored_from: Some(version.number),
        };
        let (file, _) = become_current(cx, &before, content)?;
        FileDetail::of(cx, file)
    }
}
